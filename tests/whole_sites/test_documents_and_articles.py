"""Posts from documents are the posts that Pelican would have made of them: a plugin of others that does
nothing changes no page."""

from __future__ import annotations

import pytest
from tests.whole_sites.building import ROOT, Site

PLUGIN = "def register():\n    pass\n"
TEMPLATE = """{% extends "article.html" %}{% block main %}{{ super() }}
{% for name, value in article.metadata.items() if name not in ("text", "more", "reader", "override_url",
"override_save_as") %}<p>{{ name }}: {{ value }}</p>{% endfor %}
{% for name, periods in period_archives.items() %}{% for one in periods %}<p>{{ name }} {{ one.period }}
{{ one.period_num }} {{ one.url }} {{ one.save_as }} {{ one.dates | map(attribute="title") | list }}</p>
{% endfor %}{% endfor %}{{ article.author }} {{ drafts | length }}{% endblock %}
"""
WITH_PLUGIN = (
    f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}, 'more']\n"
    "PLUGINS = ['frontdesk.pelican', 'partner_blogs', 'idle']\n"
)
TEXTS = {
    "2026-11-01-plain.md": "Title: Plain\n\nSome words, and [another](#x).\n",
    "2026-11-01-same-day.md": "Title: Of the same day\nDate: 2026-11-01\n\nMore words.\n",
    "2026-11-02-fields.md": (
        "Title: All fields\nDate: 2026-11-02 08:30 +05:00\nModified: 2026-11-10\nCategory: C++\n"
        "Tags: fees, C#, <b>\nAuthors: Ann Example; Ben Sample\nSeries: Friday Debrief\n"
        "Summary: *Short*, with notes.\nQuestion: And *you*?\nDisclosure: Paid by [them](https://x.example/).\n"
        "Via: Carl (https://carl.example/)\nFirst_published: The Paper (https://paper.example/1)\n"
        "Discussion: https://www.forum.example/1\nComments: closed\nId: urn:x:1\n"
        "Template: own\nMood: calm\n\n"
        "See [plain]({filename}2026-11-01-plain.md), [a file]({attach}list.txt), "
        "![A picture]({static}/images/dot.png).\n\n## One\n\nx\n\n## Two\n\ny\n\n## Three\n\nz\n"
    ),
    "2026-11-03-summary.md": (
        "Title: Summary with a link\nSummary: See [plain]({filename}2026-11-01-plain.md).\n\nWords.\n"
    ),
    "2026-11-04-hidden.md": "Title: Hidden\nStatus: hidden\n\nFor those who know it.\n",
    "2026-11-05-draft.md": "Title: Draft\nStatus: draft\n\nNot yet.\n",
    "2026-12-24-future.md": "Title: Future\n\nNot yet.\n",
    "2026-11-06-old.md": "Title: Old address\nUrl: /2008/05/old name.html\n\nWords.\n",
    "2026-11-07-polish.md": "Title: Po polsku\nLang: pl\n\nSłowa.\n",
    "2026-11-08-no-title.md": "\nA post without a title says so in its first words.\n",
    "sub/2026-11-09-below.md": "Title: In a folder\nTemplate: own\n\nWords.\n",
}
SETTINGS = [
    "",
    "AUTHOR = ''\nMORE_FIELDS = ['mood']\nSITEURL = 'https://blog.example/x'\nRELATIVE_URLS = False\n",
    "ARTICLE_URL = '{lang}/{category}/{author}/{slug}/'\nARTICLE_ORDER_BY = 'title'\n",
    "DAY_ARCHIVE_SAVE_AS = '{date:%Y}/{date:%m}/{date:%d}.html'\nNEWEST_FIRST_ARCHIVES = False\n",
    "ARTICLE_SAVE_AS = '{date:%Y}/{path}-{slug}.html'\nARTICLE_URL = '{date:%Y}/x-{slug}.html'\n",
]


@pytest.mark.S2
@pytest.mark.parametrize("settings", SETTINGS)
def test_a_plugin_that_does_nothing_changes_no_page(site: Site, settings: str) -> None:
    for name, text in TEXTS.items():
        site.post(f"posts/{name}", text)
    (site.folder / "content/posts/list.txt").write_text("a list", encoding="utf-8")
    for name, text in (("more/idle.py", PLUGIN), ("mine/own.html", TEMPLATE)):
        path = site.folder / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    settings += "THEME_TEMPLATES_OVERRIDES = ['mine']\n"
    site.settings = settings
    site.build()
    ours = site.files
    site.settings = settings + WITH_PLUGIN
    site.build()
    theirs = site.files
    del ours[".built-here"], theirs[".built-here"]  # which settings they were made with
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
