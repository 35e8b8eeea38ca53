"""35 hard cases, each as a whole import: an export in, the files of authors out.

| Case | What is hard |
|--:|---|
| 1, 2 | lines that breaks divide; no-break spaces, also in French |
| 3, 4 | pictures of Blogger, with a larger copy or a caption |
| 5, 6 | code with a language; words that look like Markdown |
| 7, 8 | a bar in a cell, a cell over two columns |
| 9, 10 | frames and scripts that show something |
| 11 to 14 | bold, headings and lists as editors write them |
| 15 to 20 | text of WordPress: bare lines, shortcodes, blocks |
| 21 to 24 | empty posts, names and addresses, zones |
| 25, 26 | replies, removed comments, comments that are none |
| 27 to 29 | links to comments, files that a person edited, `]]>` |
| 30 to 35 | damage, passwords, titles, labels, pictures within the text and elsewhere |
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.frontdesk.importers.imports import EXPORTS, NOW, RULES, files, take
from tests.frontdesk.importers.written_exports import (
    BLOGGER,
    DOT,
    WORDPRESS,
    body,
    entry,
    imported,
    item,
    reply,
    upload,
)

from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.importers.report import report

HTML_OF_BLOGGER = [
    (1, "One.<br /><br />Two.<br />three", "One.\n\nTwo.  \nthree"),
    (2, "A&nbsp;B &nbsp;C", "A B C"),
    (2, "Quoi&nbsp;? «&nbsp;Oui&nbsp;»", "Quoi\u00a0? «\u00a0Oui\u00a0»"),
    (
        3,
        '<div class="separator" style="clear: both;"><a href="http://1.bp.blogspot.com/-a/s1600/x.png">'
        '<img border="0" src="http://1.bp.blogspot.com/-a/s320/x.png" /></a></div>',
        "![]({static}/images/2012/x-HASH.png)",
    ),
    (
        4,
        '<table class="tr-caption-container"><tr><td><img src="http://1.bp.blogspot.com/s320/y.png"></td></tr>'
        '<tr><td class="tr-caption">The <i>old</i> yard</td></tr></table>',
        '![]({static}/images/2012/y-HASH.png "The old yard")',
    ),
    (
        5,
        '<pre class="brush: python">a &lt; b<br>  c</pre>',
        "```python\na < b\n  c\n```",
    ),
    (6, "<p># five</p><p>1986. A year</p>", "\\# five\n\n1986\\. A year"),
    (
        7,
        "<table><tr><th>a|b</th></tr><tr><td>c</td></tr></table>",
        "| a\\|b |\n| --- |\n| c |",
    ),
    (
        8,
        '<table border="1"><tr><td colspan="2" style="x">q</td></tr><tr><td>1</td><td>2</td></tr></table>',
        '<table><tbody><tr><td colspan="2">q</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
    ),
    (
        9,
        '<iframe src="https://www.youtube.com/embed/abc?rel=0"></iframe>',
        "[Video at YouTube](https://www.youtube.com/watch?v=abc)",
    ),
    (
        10,
        '<script src="https://gist.github.com/u/1.js"></script>',
        "[Code at GitHub](https://gist.github.com/u/1)",
    ),
    (11, "a<b> bold </b>c <i></i>", "a **bold** c"),
    (12, '<span style="font-weight: bold">x</span>', "**x**"),
    (13, "<h1>T</h1><h3>S</h3>", "## T\n\n### S"),
    (14, "<ul><li><p>c</p><p>d</p></li></ul>", "- c\n\n    d"),
]


@pytest.mark.parametrize(("case", "html", "written"), HTML_OF_BLOGGER)
def test_html_of_blogger(case: int, html: str, written: str, tmp_path: Path) -> None:
    pictures = {"x.png": DOT, "y.png": DOT}
    _, found = imported(BLOGGER.format(entry(html)), tmp_path, pictures=pictures)
    assert body(found) == written


TEXT_OF_WORDPRESS = [
    (15, "One\ngoes on.\n\nTwo.<pre>a\n\nb</pre>", "One  \ngoes on.\n\nTwo.\n\n```\na\n\nb\n```"),
    (
        16,
        '[caption id="a" width="9"]<img src="https://desk.example/wp-content/uploads/u.png"/> Words[/caption]',
        '![]({static}/images/2012/u-HASH.png "Words")',
    ),
    (
        17,
        '[gallery ids="3,1"]',
        "![]({static}/images/2012/three-HASH.png)\n\n![]({static}/images/2012/u-HASH.png)",
    ),
    (18, '[sourcecode language="php"]a &lt;?[/sourcecode]', "```php\na <?\n```"),
    (19, "[mystery x=1]", "\\[mystery x=1\\]"),
    (
        20,
        '<!-- wp:code {"language":"sql"} --><pre class="wp-block-code"><code>x</code></pre><!-- /wp:code -->',
        "```sql\nx\n```",
    ),
    (29, "a ]]]]><![CDATA[> b", "a ]]> b"),
]


@pytest.mark.parametrize(("case", "text", "written"), TEXT_OF_WORDPRESS)
def test_text_of_wordpress(case: int, text: str, written: str, tmp_path: Path) -> None:
    export = WORDPRESS.format(upload(1, "u.png") + upload(3, "three.png") + item(text))
    pictures = {"u.png": DOT, "three.png": DOT + b"\0"}
    outcome, found = imported(export, tmp_path, pictures=pictures)
    assert body(found) == written
    told = [one.remark.message for one in outcome.remarks if one.remark.kind == "shortcode"]
    assert any("mystery" in one for one in told) is (case == 19)


def test_case_3_a_picture_without_words_is_told(tmp_path: Path) -> None:
    html = '<img src="http://1.bp.blogspot.com/s320/x.png">'
    outcome, _ = imported(BLOGGER.format(entry(html)), tmp_path, pictures={"x.png": DOT})
    assert [one.remark.kind for one in outcome.remarks] == ["no description"]


def test_case_21_an_empty_post_is_listed_and_its_address_leads_to_its_month(tmp_path: Path) -> None:
    entries = entry("Words.") + entry("", title="", number=2, path="2012/01/none.html")
    outcome, found = imported(BLOGGER.format(entries), tmp_path)
    assert [one.reason for one in outcome.left_out] == ["it has neither title nor text"]
    assert len([one for one in found if one.startswith("posts/")]) == 1
    assert "/2012/01/none.html /2012/01/" in found["redirects.txt"].splitlines()


def test_case_22_one_name_in_two_months_is_two_files(tmp_path: Path) -> None:
    entries = "".join(
        entry("Words.", number=n, path=f"2021/{month}/news.html")
        for n, month in enumerate(("10", "12"), 1)
    )
    _, found = imported(BLOGGER.format(entries), tmp_path)
    addresses = [re.findall(r"^Url: (.*)$", one, re.MULTILINE) for one in found.values()]
    assert sorted(one[0] for one in addresses if one) == [
        "/2021/10/news.html",
        "/2021/12/news.html",
    ]


@pytest.mark.parametrize(("zone", "has_url"), [("America/Los_Angeles", False), ("UTC", True)])
def test_case_23_takeout_has_utc_and_its_addresses_are_not_recomputed(
    zone: str, has_url: bool, tmp_path: Path
) -> None:
    take(EXPORTS / "takeout", tmp_path, replace(RULES, timezone=zone))
    text = files(tmp_path)["posts/2014-05-31-x.md"]
    assert "\nDate: 2014-05-31 20:00 -07:00\n" in text
    assert ("\nUrl: /2014/05/x.html\n" in text) is has_url


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("2010/05/Upper_Case.html", "/2010/05/Upper_Case.html"),
        ("2011/%E3%81%93.html", "/2011/こ.html"),
    ],
)
def test_case_24_an_address_stays_byte_for_byte(path: str, url: str, tmp_path: Path) -> None:
    _, found = imported(BLOGGER.format(entry("Words.", path=path)), tmp_path)
    assert f"\nUrl: {url}\n" in next(iter(found.values()))


def test_case_25_replies_stay_replies_and_removed_comments_are_counted(tmp_path: Path) -> None:
    removed = "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>"
    related = "<link rel='related' href='http://www.blogger.com/feeds/7/1/comments/default/11'/>"
    draft = "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>"
    entries = (
        entry("Words.")
        + entry("Words.", number=2, title="Not yet", path="2012/01/z.html", more=draft)
        + (reply(11) + reply(12, related) + reply(13, removed) + reply(14, post=2))
    )
    outcome, found = imported(BLOGGER.format(entries), tmp_path)
    comments = [one for one in found if one.startswith("comments/")]
    assert [one.rpartition("/")[2] for one in comments] == ["c11.md", "c12.md", "c14.md"]
    assert "\nIn_reply_to: c11\n" in found[comments[1]]
    assert "Status: draft\n" in found[comments[2].replace("comments", "posts")[:-7] + ".md"]
    assert [(one.what, one.reason) for one in outcome.left_out] == [
        ("comment", "its text was removed")
    ]


def test_case_26_what_is_no_approved_comment_is_counted(tmp_path: Path) -> None:
    kinds = (("1", "pingback"), ("spam", ""), ("0", "comment"), ("1", "comment"))
    comments = "".join(
        f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_content>Words.</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type></wp:comment>"
        for n, (approved, kind) in enumerate(kinds, 1)
    )
    outcome, found = imported(WORDPRESS.format(item("Words.", more=comments)), tmp_path)
    assert [one for one in found if one.startswith("comments/")] == ["comments/2012-01-05-a/4.md"]
    assert [one.reason for one in outcome.left_out] == [
        "it is no comment of a reader",
        "it was marked as spam",
        "it waits for approval",
    ]


def test_case_27_a_link_to_a_comment_leads_to_it(tmp_path: Path) -> None:
    html = '<a href="http://old.blogspot.de/2012/01/y.html?m=1#c5">see</a>'
    entries = entry("Words.") + reply(5) + entry(html, number=2, path="2012/02/z.html")
    _, found = imported(BLOGGER.format(entries), tmp_path)
    assert any("[see]({filename}/posts/2012-01-05-y.md#c5)" in one for one in found.values())


def test_case_28_an_edited_file_stays_and_the_report_shows_what_changed(tmp_path: Path) -> None:
    _, found = imported(BLOGGER.format(entry("One.")), tmp_path)
    name = "posts/2012-01-05-y.md"
    edited = tmp_path / "content" / name
    edited.write_text(found[name].replace("One.", "Mine."), "utf-8")
    outcome, after = imported(BLOGGER.format(entry("Uno.")), tmp_path)
    assert after[name].endswith("Mine.\n")
    assert "-Mine.\n+Uno.\n" in report(outcome, RULES, NOW)


def test_case_30_a_control_character_and_an_unknown_prefix_are_read(tmp_path: Path) -> None:
    draft = "<app:control><app:draft>yes</app:draft></app:control>"
    outcome, found = imported(BLOGGER.format(entry("a\x0bb", more=draft)), tmp_path)
    assert body(found) == "ab"
    assert "\nStatus: draft\n" in next(iter(found.values()))
    assert "control character" in report(outcome, RULES, NOW)


def test_case_31_a_text_with_a_password_is_a_draft_without_it(tmp_path: Path) -> None:
    locked = item("Words.", more="<wp:post_password>hush-hush</wp:post_password>")
    _, found = imported(WORDPRESS.format(locked), tmp_path)
    assert "\nStatus: draft\n" in found["posts/2012-01-05-a.md"]
    assert "hush" not in "".join(found.values())


@pytest.mark.parametrize("title", ['Q&A: "why"', "One: two", '"Quoted"', "'", "[a] b", "a # b"])
def test_case_32_a_title_keeps_its_marks(title: str, tmp_path: Path) -> None:
    imported(BLOGGER.format(entry("Words.", title=title)), tmp_path)
    (document,) = check(tmp_path / "content", RULES, NOW, RenderCache()).documents
    assert document.title == title


def test_case_33_labels_that_differ_in_capitals_are_one_tag(tmp_path: Path) -> None:
    labels = "".join(
        f"<category scheme='http://www.blogger.com/atom/ns#' term='{one}'/>"
        for one in ("News", "news")
    )
    _, found = imported(BLOGGER.format(entry("Words.", more=labels)), tmp_path)
    assert "\nTags: News\n" in next(iter(found.values()))


def test_case_34_a_picture_within_the_text_becomes_a_file(tmp_path: Path) -> None:
    html = f'<img alt="A dot" src="data:image/png;base64,{base64.b64encode(DOT).decode()}">'
    _, found = imported(BLOGGER.format(entry(html)), tmp_path)
    (picture,) = (one for one in found if one.startswith("images/"))
    assert f"\n\n![A dot]({{static}}/{picture})\n" in found["posts/2012-01-05-y.md"]


@pytest.mark.parametrize(("alt", "words"), [("", "picture"), ("A yard", "A yard")])
def test_case_35_a_picture_elsewhere_becomes_a_link(alt: str, words: str, tmp_path: Path) -> None:
    html = f'<img alt="{alt}" src="https://far.example/a.png">'
    outcome, found = imported(BLOGGER.format(entry(html)), tmp_path)
    assert body(found) == f"[{words}](https://far.example/a.png)"
    assert list(outcome.missing) == ["https://far.example/a.png"]


def test_each_case_has_its_test() -> None:
    in_tables = {case for case, _, _ in (*HTML_OF_BLOGGER, *TEXT_OF_WORDPRESS)}
    by_name = {
        int(found[1]) for name in globals() if (found := re.match(r"test_case_(\d+)_", name))
    }
    assert in_tables | by_name == {*range(1, 36)}
