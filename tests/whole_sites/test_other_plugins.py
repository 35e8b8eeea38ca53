"""Plugins of others see Pelican's own posts, and what they change reaches the pages."""

from __future__ import annotations

from tests.whole_sites.building import ROOT, Site

PLUGIN = """
from pelican import signals

def change(generator):
    older = None
    for article in reversed(generator.articles):
        article._content += "<p>By the plugin.</p>"
        article.before_it = older
        article.shout = article.title.upper()
        article.metadata["summary"] = "<p>In short: " + article.title + "</p>"
        older = article
    generator.context["of_plugin"] = "A value of the plugin"

def register():
    signals.article_generator_finalized.connect(change)
"""
TEMPLATE = """{% extends "!theme/article.html" %}
{% block main %}{{ super() }}
<p class="ours">{{ article.shout }} after {{ article.before_it.title if article.before_it else "none" }}
at {{ article.before_it.url if article.before_it }}; {{ of_plugin }}</p>
{% endblock %}
"""


def test_what_a_plugin_changes_reaches_pages_lists_and_feeds(site: Site) -> None:
    site.post("posts/2026-11-06-second.md", "Title: Second\n\nMore words.\n")
    for name, text in (("more/loud.py", PLUGIN), ("mine/article.html", TEMPLATE)):
        path = site.folder / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    site.settings = (
        f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}, 'more']\n"
        "PLUGINS = ['frontdesk.pelican', 'partner_blogs', 'loud']\n"
        "THEME_TEMPLATES_OVERRIDES = ['mine']\n"
    )
    site.build()
    second = site.page("2026/11/second.html")
    assert "By the plugin." in second.select_one(".e-content").get_text()
    said = " ".join(second.select_one(".ours").get_text().split())
    assert said == "SECOND after First at 2026/11/first.html; A value of the plugin"
    assert "In short: Second" in site.main("index.html")
    assert b"By the plugin." in site.files["feeds/posts.atom.xml"]
    whole = site.files
    loud = site.folder / "more/loud.py"
    loud.write_text(PLUGIN.replace("By the plugin", "Anew by it"), encoding="utf-8")
    site.build()
    assert b"Anew by it." in site.files["2026/11/second.html"]
    loud.write_text(PLUGIN, encoding="utf-8")
    site.build()
    assert site.files == whole
