"""Folders of other generators: their addresses, their marks, their files of HTML and reStructuredText."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copytree

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify
from tests.frontdesk.importers.imports import EXPORTS, errors, files, take

from frontdesk.core.slugs import pelican_slug
from frontdesk.importers.outcome import Outcome

KINDS = ("jekyll", "hugo", "eleventy", "pelican")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All texts of the four folders, by the name of the folder and the file."""
    made = {}
    for kind in KINDS:
        folder = tmp_path_factory.mktemp(kind)
        take(EXPORTS / f"{kind}-site", folder)
        made |= {f"{kind}/{name}": text for name, text in files(folder).items()}
    return made


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "jekyll/posts/2015-03-15-Hello-World",
            "Url: /jekyll/my-updates/2015/03/Hello-World.html\n",
        ),
        (
            "jekyll/posts/2015-03-15-Hello-World",
            "Category: jekyll\nTags: one, two, three, My-Updates\n",
        ),
        ("jekyll/posts/2015-03-15-Hello-World", "Aliases: /old/hello/\n"),
        ("jekyll/posts/2016-01-01-2016", "Url: /second/2016/\n"),
        ("jekyll/posts/2016-02-02-in-folder", "Url: /letters/2016/02/in-folder.html\n"),
        ("hugo/posts/2023-01-15-my-first-post", "Url: /2023/01/my-first-post/\n"),
        ("hugo/posts/2023-02-16-bundle-it", "Url: /2023/02/bündle-it/\n"),
        ("hugo/posts/2023-05-04-custom-slug", "Url: /b/custom-slug/\n"),
        ("hugo/posts/2023-05-04-blog-two", "Url: /b/blog-two/\n"),
        ("eleventy/posts/2018-05-01-firstpost", "Url: /articles/firstpost/\nTags: another tag\n"),
        ("eleventy/posts/2018-09-30-fourth", "Url: /articles/fourth/\nTags: second tag\n"),
        ("pelican/posts/2014-01-02-first-post", "Url: /2014/first-post/\n"),
        ("pelican/posts/2014-01-02-second-fr", "Url: /second-fr.html\nCategory: My Cat\n"),
        ("pelican/posts/2012-07-09-an-html-article", "Url: /2012/an-html-article/\n"),
    ],
)
def test_the_address_is_that_of_the_generator(found: dict[str, str], name: str, words: str) -> None:
    assert words in found[f"{name}.md"]


@pytest.mark.parametrize(
    ("name", "feed_id"),
    [
        (
            "jekyll/posts/2015-03-15-Hello-World",
            "https://ann.example/blog/jekyll/my-updates/2015/03/Hello-World",
        ),
        ("hugo/posts/2023-02-16-bundle-it", "https://hugo.example/sub/2023/02/b%C3%BCndle-it/"),
        ("eleventy/posts/2018-05-01-firstpost", "https://el.example/articles/firstpost/"),
        (
            "pelican/posts/2014-01-02-first-post",
            "tag:ann.example,2014-01-02:/blog/2014/first-post/",
        ),
    ],
)
def test_the_id_is_that_of_the_generator(found: dict[str, str], name: str, feed_id: str) -> None:
    assert f"Id: {feed_id}\n" in found[f"{name}.md"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("jekyll/posts/2015-03-15-Hello-World", "[post]({filename}/posts/2016-01-01-2016.md)"),
        ("jekyll/posts/2015-03-15-Hello-World", "[link]({filename}/posts/2016-01-01-2016.md)"),
        (
            "jekyll/posts/2015-03-15-Hello-World",
            "[plain]({filename}/posts/2015-03-15-Hello-World.md)",
        ),
        ("jekyll/posts/2015-03-15-Hello-World", "[paper]({static}/files/assets/paper.pdf)"),
        ("jekyll/posts/2015-03-15-Hello-World", '```ruby\ndef x\n  "{{ y }}"\nend\n```'),
        ("jekyll/posts/2015-03-15-Hello-World", "`{{ raw }}`"),
        (
            "jekyll/posts/2015-03-15-Hello-World",
            "[Code at GitHub](https://gist.github.com/ann/1234567)",
        ),
        ("jekyll/posts/2016-02-02-in-folder", "An **HTML** post. ![d]({static}/images/"),
        (
            "hugo/posts/2023-01-15-my-first-post",
            "[ref]({filename}/posts/2023-02-16-bundle-it.md), [rel]",
        ),
        ("hugo/posts/2023-01-15-my-first-post", "[anch](#intro)"),
        (
            "hugo/posts/2023-01-15-my-first-post",
            "[other]({filename}/posts/2023-02-16-bundle-it.md#x)",
        ),
        (
            "hugo/posts/2023-01-15-my-first-post",
            "[named]({filename}/posts/2023-02-16-bundle-it.md)",
        ),
        ("hugo/posts/2023-01-15-my-first-post", "[pct]({filename}/posts/2023-02-16-bundle-it.md)"),
        (
            "hugo/posts/2023-01-15-my-first-post",
            "\n[bundle]({filename}/posts/2023-02-16-bundle-it.md)\n",
        ),
        (
            "hugo/posts/2023-01-15-my-first-post",
            "[Post at Twitter](https://twitter.com/ann/status/123)",
        ),
        ("hugo/posts/2023-01-15-my-first-post", "(https://www.youtube.com/watch?v=dQw4w9WgXcQ)"),
        ("hugo/posts/2023-01-15-my-first-post", "`{{< escaped shortcode >}}`"),
        ("hugo/posts/2023-01-15-my-first-post", 'x := "{{< not >}}"'),
        ("eleventy/posts/2018-05-01-firstpost", "![Alt]({static}/images/2018/"),
        ("eleventy/posts/2018-05-01-firstpost", 'let x = "{% raw %}";'),
        ("pelican/posts/2014-01-02-first-post", "[x]({filename}/posts/2014-01-02-second-fr.md)"),
        ("pelican/posts/2014-01-02-first-post", "```python\na = 1\n```"),
        ("pelican/posts/2014-01-02-first-post", "![A dot]({static}/images/2014/"),
    ],
)
def test_a_mark_of_the_generator_becomes_what_it_showed(
    found: dict[str, str], name: str, words: str
) -> None:
    assert words in found[f"{name}.md"]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("hugo", "/tags/blue-sky/ /tag/blue-sky.html"),
        ("hugo", "/categories/cat-one/ /category/cat-one.html"),
        ("eleventy", "/tags/another-tag/ /tag/another-tag.html"),
        ("pelican", "/c/html.html /category/html.html"),
    ],
)
def test_its_lists_lead_on(found: dict[str, str], kind: str, line: str) -> None:
    assert line in found[f"{kind}/redirects.txt"].splitlines()


def test_hidden_words_and_templates_are_no_texts(found: dict[str, str]) -> None:
    assert "hidden words" not in "".join(found.values())
    assert "jekyll/pages/404.md" not in found


@pytest.mark.parametrize(
    "title", ["A  b-c", "— Hello", "Ünï <b>code</b>", "a_b c.d", "C++ & C#", "x - ", "¿"]
)
def test_slugs_of_titles_are_those_of_pelican(title: str) -> None:
    rules = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    assert pelican_slug(title) == slugify(title, regex_subs=rules)


def test_a_setting_that_a_program_makes_is_told(tmp_path: Path) -> None:
    copytree(EXPORTS / "pelican-site", tmp_path / "old")
    conf = tmp_path / "old/pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "ARTICLE_URL = os.environ['A']\n", "utf-8")
    outcome = take(tmp_path / "old", tmp_path)
    (told,) = (one for one in outcome.left_out if one.what == "setting")
    assert told.name == "ARTICLE_URL"
    assert "look at a few addresses" in told.reason


def test_restructured_text_needs_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = take(EXPORTS / "pelican-site", tmp_path)
    (told,) = (one for one in outcome.left_out if one.name.endswith(".rst"))
    assert "install pandoc" in told.reason


def test_restructured_text_is_read_by_pandoc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pandoc = tmp_path / "bin/pandoc"
    pandoc.parent.mkdir()
    html = (
        "<p>Words of <em>reST</em>, <a href='%7Bfilename%7D2014-01-02_first-post.md'>link</a>.</p>"
    )
    pandoc.write_text(f'#!/bin/sh\ncat >/dev/null\necho "{html}"\n', "utf-8")
    pandoc.chmod(0o755)
    monkeypatch.setenv("PATH", f"{pandoc.parent}{os.pathsep}{os.environ['PATH']}")
    take(EXPORTS / "pelican-site", tmp_path)
    assert errors(tmp_path) == []
    assert files(tmp_path)["posts/2010-10-03-my-super-post.md"] == (
        "Title: My super title\nDate: 2010-10-03 10:20 +02:00\nModified: 2010-10-04 18:40 +02:00\n"
        "Url: /2010/my-super-post/\nCategory: yeah\nTags: thats, awesome\nAuthor: Ann\nSummary: Short version\n"
        "Id: tag:ann.example,2010-10-03:/blog/2010/my-super-post/\nImported: pelican\n\n"
        "Words of *reST*, [link]({filename}/posts/2014-01-02-first-post.md).\n"
    )


def of_folder(folder: Path, texts: dict[str, str]) -> tuple[Outcome, dict[str, str]]:
    """What an import did with a folder that has these files, and the files that it wrote."""
    for name, text in texts.items():
        path = folder / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    outcome = take(folder / "old", folder)
    assert errors(folder) == []
    return outcome, files(folder)


JEKYLL = """
collections:
  notes: {output: true, permalink: "/notes/:name/"}
  secrets: {output: false}
include: [_pages]
defaults:
  - scope: {path: "", type: posts}
    values: {author: Zed, published: false}
  - scope: {path: travel}
    values: {permalink: "/t/:title/", category: far, published: true}
"""


@pytest.mark.A14
def test_defaults_and_collections_of_jekyll_count(tmp_path: Path) -> None:
    outcome, found = of_folder(
        tmp_path,
        {
            "_config.yml": JEKYLL,
            "_posts/2014-07-06-held.md": "---\ntitle: Held\n---\nWords.\n",
            "travel/_posts/2014-08-01-trip.md": "---\ntitle: Trip\n---\nWords.\n",
            "_notes/one.md": "---\ntitle: One\n---\nWords.\n",
            "_pages/team.md": "---\ntitle: Team\npermalink: /team/\n---\nWords.\n",
            "_secrets/two.md": "---\ntitle: Two\n---\nWords.\n",
        },
    )
    assert "\nAuthor: Zed\nStatus: draft\n" in found["posts/2014-07-06-held.md"]
    assert "\nUrl: /t/trip/\nCategory: travel\nTags: far\n" in found["posts/2014-08-01-trip.md"]
    assert "Status:" not in found["posts/2014-08-01-trip.md"]
    assert "\nUrl: /notes/one/\n" in found["pages/one.md"]
    assert "\nUrl: /team/\n" in found["pages/team.md"]
    assert [(one.name, one.reason) for one in outcome.left_out] == [
        ("_secrets/two.md", "the old blog had no pages of its folder _secrets")
    ]


def test_marks_in_a_text_of_html_become_html(tmp_path: Path) -> None:
    body = '<p>{{ page.title }} and {% include figure.html src="https://a.example/x.png" alt="X" %}</p>'
    _, found = of_folder(
        tmp_path,
        {"_config.yml": "", "_posts/2014-07-11-a.html": f"---\ntitle: A\n---\n{body}\n"},
    )
    text = found["posts/2014-07-11-a.md"]
    assert text.endswith("\n\n`{{ page.title }}` and [X](https://a.example/x.png)\n")


@pytest.mark.parametrize(
    ("mark", "written"),
    [
        ("{% gist 5555251 result.md %}", "[Code at GitHub](https://gist.github.com/5555251)"),
        (
            '{% include youtube.html id="abcdefghijk" %}',
            "[Video at YouTube](https://www.youtube.com/watch?v=abcdefghijk)",
        ),
    ],
)
def test_a_mark_that_shows_something_is_a_link(mark: str, written: str, tmp_path: Path) -> None:
    post = f"---\ntitle: A\n---\n{mark}\n"
    _, found = of_folder(tmp_path, {"_config.yml": "", "_posts/2014-07-11-a.md": post})
    assert written in found["posts/2014-07-11-a.md"]


@pytest.mark.A14
def test_settings_of_hugo_may_lie_in_several_files(tmp_path: Path) -> None:
    post = "---\ntitle: A\ndate: 2020-02-05\nexpiryDate: 2021-01-01\ncover:\n  image: a.png\n---\nWords.\n"
    _, found = of_folder(
        tmp_path,
        {
            "config/_default/hugo.toml": 'baseURL = "https://h.example/"\ndefaultContentLanguage = "en"\n',
            "config/_default/permalinks.toml": 'posts = "/:year/:month/:slug/"\n',
            "config/_default/languages.toml": "[en]\n[de]\n",
            "content/posts/one.md": post,
            "content/posts/two.de.md": "---\ntitle: B\ndate: 2020-02-05\n---\nWords.\n",
        },
    )
    text = found["posts/2020-02-05-a.md"]
    assert "\nExpiryDate: 2021-01-01 00:00 +00:00\nUrl: /2020/02/a/\n" in text
    assert "\nUrl: /de/2020/02/b/\n" in found["posts/2020-02-05-b.md"]
    lists = found.get("redirects.txt", "")
    assert "/2020/02/ " not in lists


def test_what_eleventy_says_of_its_lists_is_no_draft(tmp_path: Path) -> None:
    outcome, found = of_folder(
        tmp_path,
        {
            "eleventy.config.js": "",
            "posts/a.md": "---\ntitle: A\ndate: 2020-01-04\neleventyExcludeFromCollections: true\n---\nA.\n",
            "posts/b.md": "---\ntitle: B\ndate: git Last Modified\n---\nB.\n",
            "posts/c.md": '---js\n{\n  title: "C"\n}\n---\nC.\n',
            "posts/d.md": "---\ntitle: D\npagination:\n  data: x\n---\nD.\n",
            "posts/e.md": "---\ntitle: E\ndate: 2020-01-05\npermalink: false\n---\nE.\n",
        },
    )
    assert "\nStatus: hidden\n" in found["posts/2020-01-04-a.md"]
    assert "\nStatus: draft\n" in found["posts/2020-01-05-e.md"]
    said = [one.remark.message for one in outcome.remarks]
    assert "its date cannot be read (git Last Modified); write it after 'Date:'" in said
    assert [one.name for one in outcome.left_out] == ["posts/c.md", "posts/d.md"]


PELICAN = """
SITEURL = 'https://p.example'
ARTICLE_URL = '{date:%Y}/{slug}/'
DEFAULT_METADATA = (('status', 'draft'), ('tags', ['x', 'y']))
SLUG_SUBSTITUTIONS = (('C#', 'csharp'),)
"""


@pytest.mark.A14
def test_default_metadata_of_pelican_counts(tmp_path: Path) -> None:
    outcome, found = of_folder(
        tmp_path,
        {
            "pelicanconf.py": PELICAN,
            "content/one.md": "Title: One\nDate: 2015-02-04\n\nWords.\n",
            "content/two.md": "Title: Two\nStatus: published\n\nWords.\n",
            "content/pages/home.md": "Title: Home\nURL:\nsave_as: index.html\nStatus: published\n\nWords.\n",
        },
    )
    assert "\nTags: x, y\nStatus: draft\n" in found["posts/2015-02-04-one.md"]
    assert "Url:" not in found["posts/2026-11-30-two.md"]
    assert [one.name for one in outcome.left_out] == ["SLUG_SUBSTITUTIONS"]
    (told,) = (one for one in outcome.remarks if one.path == "pages/home.md")
    assert told.remark.message.startswith("it was the home page")


def test_a_language_of_hugo_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    post = "---\ntitle: A b\ndate: 2020-05-05T10:00:00Z\n---\nWords.\n"
    settings = (
        "defaultContentLanguage: en\npermalinks: {blog: /:year/:title/}\nlanguages:\n"
        "  en: {contentDir: content/english}\n  fr: {contentDir: content/french}\n"
    )
    texts = {f"content/{one}/blog/p.md": post for one in ("english", "french")}
    _, found = of_folder(tmp_path, {"hugo.yaml": settings, **texts})
    urls = sorted(
        line for text in found.values() for line in text.splitlines() if line[:4] == "Url:"
    )
    assert urls == ["Url: /2020/a-b/", "Url: /fr/2020/a-b/"]


def test_the_date_of_a_text_of_eleventy_may_be_in_its_folder(tmp_path: Path) -> None:
    permalink = '{"permalink": "/writing/{{ page.date | year }}/"}'
    outcome, found = of_folder(
        tmp_path,
        {
            "eleventy.config.js": "",
            "notes/2021-02-03-dated/index.md": "---\ntitle: Dated\n---\nWords.\n",
            "blog/blog.json": permalink,
            "blog/2021-02-04-b.md": "---\ntitle: B\n---\nWords.\n",
        },
    )
    text = (
        found["pages/dated.md"] if "pages/dated.md" in found else found["posts/2021-02-03-dated.md"]
    )
    assert "\nUrl: /notes/dated/\n" in text
    assert [one.path for one in outcome.remarks] == ["posts/2021-02-04-b.md"]
    assert outcome.remarks[0].remark.message.startswith("its old address is not known")


@pytest.mark.A14
def test_what_lies_outside_of_the_folders_of_pelican_stays_out(tmp_path: Path) -> None:
    outcome, found = of_folder(
        tmp_path,
        {
            "pelicanconf.py": "ARTICLE_PATHS = ['blog']\n",
            "content/blog/a.md": "Title: A\nDate: 2019-01-01\n\nWords.\n",
            "content/notes/b.md": "Title: B\nDate: 2019-01-01\n\nWords.\n",
        },
    )
    assert [name for name in found if name.startswith("posts/")] == ["posts/2019-01-01-a.md"]
    assert [one.name for one in outcome.left_out] == ["content/notes/b.md"]
