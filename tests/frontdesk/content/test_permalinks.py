"""Which text has which address, what stands in its way, and where former addresses lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frontdesk.content.project import NOW, RULES, problems, write

from frontdesk.content.lint.report import format_problem
from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.content.url_claims import MAX_PART_BYTES, UrlClaims
from frontdesk.core.slugs import slugify, term_slug

POST = "Title: A\nDate: 2026-11-01\nTags: fees\nCategory: Money\n{}\n\nWords.\n"
PAGE = "Title: P\n{}\n\nWords.\n"


def told(folder: Path, files: dict[str, str]) -> list[str]:
    """What the check says of files beside a post of November 2026; information aside."""
    found = problems(folder, {"posts/2026-11-01-a.md": POST.format("Id: urn:x:1"), **files})
    return [format_problem(one, "content") for one in found if one.severity != "info"]


@pytest.mark.A2
@pytest.mark.A11
@pytest.mark.parametrize(
    ("url", "whose"),
    [
        ("category/money.html", "the category 'Money'"),
        ("tag/fees.html", "the tag 'fees'"),
        ("tag/Fees.html", "the tag 'fees'"),
        ("author/the-editor.html", "the author 'The Editor'"),
        ("2026/", "the archive of 2026"),
        ("2026/11/index.html", "the archive of 2026-11"),
        ("2026/11", "the archive of 2026-11"),
        ("index.html", "a page of the theme"),
        ("archives.html", "a page of the theme"),
        ("digests/", "another part of the site"),
        ("Digests/weekly/2026-W45.html", "another part of the site"),
        ("feeds/posts.atom.xml", "another part of the site"),
        ("2026/11/a.html", "posts/2026-11-01-a.md"),
        ("2026/11/A.html", "posts/2026-11-01-a.md"),
    ],
)
def test_no_address_is_taken_from_another_page_in_silence(
    url: str, whose: str, tmp_path: Path
) -> None:
    (line,) = told(tmp_path, {"pages/p.md": PAGE.format(f"Url: /{url}")})
    assert line.startswith(f"content/pages/p.md:2: error: /{url} ")
    assert whose in line
    assert line.endswith("; write another Url here")


def test_a_series_has_its_page_to_itself(tmp_path: Path) -> None:
    column = "Title: B\nDate: 2026-11-06\nSeries: Friday debrief\n\nWords.\n"
    (line,) = told(
        tmp_path,
        {"posts/b.md": column, "pages/p.md": PAGE.format("Url: series/friday-debrief.html")},
    )
    assert "is the address of the series 'Friday debrief' too" in line


@pytest.mark.parametrize(
    ("path", "header", "says"),
    [
        ("posts/b.md", "Date: 2026-11-02\nSlug: index", "the archive of 2026-11 too"),
        (
            "posts/b.md",
            "Date: 2026-11-02\nSlug: A",
            "differs from the address of posts/2026-11-01-a",
        ),
        ("pages/index.md", "Lang: pl", "is the address of a page of the theme too"),
        ("pages/p.md", "Url: /2026/11/a.html/b.html", "would lie below /2026/11/a.html"),
        ("pages/p.md", f"Slug: {'n' * 260}", f"has 265 bytes; {MAX_PART_BYTES} is the limit"),
        ("pages/p.md", f"Url: /{'ż' * 120}/x.html", "has 240 bytes"),
        (f"pages/{'很' * 70}.md", "Lang: zh", "write a shorter Slug"),
    ],
)
def test_what_stands_in_the_way_is_named_with_the_file(
    path: str, header: str, says: str, tmp_path: Path
) -> None:
    (line,) = told(tmp_path, {path: PAGE.format(header)})
    assert line.startswith(f"content/{path}:")
    assert ": error: " in line
    assert says in line


@pytest.mark.parametrize("field", ["Tags: fees, ", "Category: ", "Author: "])
def test_a_name_too_long_for_an_address_is_told(field: str, tmp_path: Path) -> None:
    text = f"Title: B\nDate: 2026-11-02\n{field}{'m' * 260}\n\nWords.\n"
    (line,) = told(tmp_path, {"posts/b.md": text})
    assert line.startswith("content/posts/b.md:3: error: a part of the address /mmm")
    assert "has 260 bytes" in line


@pytest.mark.A5
@pytest.mark.parametrize(
    ("alias", "says"),
    [
        ("/2026/11/", "/2026/11/ is the address of the archive of 2026-11"),
        ("/2026/", "/2026/ is the address of the archive of 2026"),
        ("/tag/fees.html", "/tag/fees.html is the address of the tag 'fees'"),
        ("/", "'/' is not a path below the site's root"),
        ("/index.html", "/index.html is the address of a page of the theme"),
        ("/feeds/posts.atom.xml", "is the address of another part of the site"),
        ("/2026/11/a.html", "/2026/11/a.html is the address of posts/2026-11-01-a.md"),
    ],
)
def test_an_alias_that_is_taken_is_told_and_left_out(alias: str, says: str, tmp_path: Path) -> None:
    files = {"posts/2026-11-01-a.md": POST.format("Id: urn:x:1")}
    files["posts/b.md"] = f"Title: B\nDate: 2026-11-02\nAliases: {alias}\n\nWords.\n"
    write(tmp_path, files)
    report = check(tmp_path, RULES, NOW, RenderCache())
    (found,) = report.problems
    assert (found.path, found.line, found.severity) == ("posts/b.md", 3, "warning")
    assert says in found.message
    assert report.redirects == ()


def test_a_month_without_posts_may_be_an_alias(tmp_path: Path) -> None:
    text = "Title: B\nDate: 2026-11-02\nAliases: /2026/05/\n\nWords.\n"
    write(tmp_path, {"posts/b.md": text})
    report = check(tmp_path, RULES, NOW, RenderCache())
    assert report.problems == ()
    assert [(one.former, one.url) for one in report.redirects] == [("2026/05/", "2026/11/b.html")]


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C++17", "c-plus-plus-17"),
        ("C#", "c-sharp"),
        ("F# ", "f-sharp"),
        ("A+", "a-plus"),
        ("Notepad++", "notepad-plus-plus"),
        (".NET", "dot-net"),
        ("a + b", "a-b"),
        ("#1", "1"),
        ("<b>", "b"),
        ("R&D", "rd"),
        ("e-mail", "e-mail"),
        ("Zażółć", "zazolc"),
        ("!!!", "u21-u21-u21"),
        ("🎉", "u1f389"),
    ],
)
def test_a_name_has_an_address_that_tells_it_from_others(name: str, slug: str) -> None:
    assert term_slug(name) == slug


@given(st.text(min_size=1).filter(str.strip))
def test_every_name_has_an_address(name: str) -> None:
    slug = term_slug(name)
    assert slug
    assert "/" not in slug
    if not set("+#.") & set(name):
        assert slug == slugify(name) or not slugify(name)


def test_c_and_its_like_are_not_taken_for_typos(tmp_path: Path) -> None:
    tags = {
        f"posts/{n}.md": POST.replace("fees", tag).format("")
        for n, tag in enumerate(("C", "C++", "C#"))
    }
    assert not [one for one in problems(tmp_path, tags) if "looks like" in one.message]


@given(st.lists(st.from_regex(r"[a-cA-C]{1,2}(/[a-cA-C]{1,2}){0,2}", fullmatch=True)))
def test_no_two_claims_lie_in_one_place(names: list[str]) -> None:
    claims = UrlClaims()
    had = [name.casefold() for name in names if claims.claim(name, name) is None]
    assert len({*had}) == len(had)
    assert not [one for one in had for other in had if other.startswith(f"{one}/")]


# --- redirects.txt ------------------------------------------------------------------------------


def report_of(folder: Path, lines: str) -> tuple[list[tuple[str, str]], list[str]]:
    write(folder, {"posts/2026-11-01-a.md": POST.format("Id: urn:x:1"), "redirects.txt": lines})
    report = check(folder, RULES, NOW, RenderCache())
    redirects = [(one.former, one.url) for one in report.redirects]
    return redirects, [format_problem(one, "content") for one in report.problems]


@pytest.mark.A5
def test_one_file_leads_on_from_any_former_address(tmp_path: Path) -> None:
    redirects, told_ = report_of(
        tmp_path,
        "# renamed in 2026\n"
        "/category/bills.html  /category/money.html\n"
        "\n"
        "/tag/invoices.html -> /tag/fees.html\n"
        "old/page/ → /2026/11/a.html\n"
        "/feeds/categories/bills.atom.xml /feeds/categories/money.atom.xml 301\n"
        "/start.html /\n"
        "/one.html /two.html\n"
        "/two.html /tag/fees.html\n",
    )
    assert told_ == []
    assert redirects == [
        ("category/bills.html", "category/money.html"),
        ("feeds/categories/bills.atom.xml", "feeds/categories/money.atom.xml"),
        ("old/page/", "2026/11/a.html"),
        ("one.html", "tag/fees.html"),
        ("start.html", ""),
        ("tag/invoices.html", "tag/fees.html"),
        ("two.html", "tag/fees.html"),
    ]


@pytest.mark.A2
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/a.html", "this line has not two addresses; write the old address and the new one"),
        ("/a.html /tag/fees.html /b.html", "this line has not two addresses"),
        (
            "/a.html /tag/fee.html",
            "nothing has the address /tag/fee.html (did you mean '/tag/fees.html'?)",
        ),
        (
            "/tag/fees.html /category/money.html",
            "/tag/fees.html is the address of the tag 'fees', so it cannot",
        ),
        ("/2026/11/A.html /tag/fees.html", "in capitals or accents only"),
        ("/a.html https://b.example/", "'https://b.example/' lies on another site"),
        ("/a.html?p=1 /tag/fees.html", "has a ? or #"),
        ("/ /tag/fees.html", "/ is the address of home"),
        ("/../a.html /tag/fees.html", "is not a path below the site's root"),
        ("/a.html /b.html\n/b.html /a.html", "/a.html leads back to itself"),
        ("/a.html /a.html", "/a.html leads back to itself"),
        ("/a.html /tag/fees.html\n/a.html /", "line 1 leads on from /a.html already"),
        ("/old.rss /tag/fees.html", "only a feed can take its place"),
        (f"/{'n' * 300}.html /tag/fees.html", "has 305 bytes"),
    ],
)
def test_a_line_that_leads_nowhere_is_told_and_left_out(
    line: str, says: str, tmp_path: Path
) -> None:
    _, told_ = report_of(
        tmp_path, f"# former addresses\n\n{line}\n/left.html /tag/fees.html\n".replace("line 1", "")
    )
    assert told_
    assert told_[-1].startswith("content/redirects.txt:")
    assert says.replace("line 1", "line 3") in " ".join(told_)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"redirects.txt": b"/caf\xe9.html /\n"})
    (found,) = check(tmp_path, RULES, NOW, RenderCache()).problems
    assert (found.path, found.line) == ("redirects.txt", 1)
    assert "not UTF-8" in found.message


def test_an_invisible_sign_in_a_line_does_no_harm(tmp_path: Path) -> None:
    redirects, told_ = report_of(tmp_path, "# moved\n/a\x00b.html /tag/fees.html\n")
    assert redirects == [("ab.html", "tag/fees.html")]
    assert "invisible character" in told_[0]
