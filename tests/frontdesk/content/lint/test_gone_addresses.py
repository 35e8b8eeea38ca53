"""What the check says of addresses that the last publish had (A5, B9)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.frontdesk.content.project import NOW, RULES, write

from frontdesk.content.lint.gone_addresses import gone_problems
from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.core.memory.model import KnownPost, Memory
from frontdesk.core.settings import Settings
from frontdesk.core.slugs import term_slug

A, B, PAGE = "posts/2026-11-01-a.md", "posts/2026-10-02-b.md", "pages/about.md"
POST = "Title: {title}\n{more}\nWords.\n"
TAGS = replace(RULES, tag_feeds=True)
Files = Mapping[str, str]


def post(title: str = "A", more: str = "") -> str:
    """A post; `more` are lines of its header."""
    return POST.format(title=title, more=more)


def publish(folder: Path, files: Files, rules: Settings) -> Memory:
    """What a publish of these files remembers."""
    write(folder, files)
    report = check(folder, rules, NOW, RenderCache())
    assert report.selection
    site = report.selection.site
    feeds = {"category": "categories", "series": "series"}
    feeds |= {"tag": "tags"} if rules.tag_feeds else {}
    names = {
        f"feeds/{feed}/{term_slug(name)}.atom.xml"
        for kind, feed in feeds.items()
        for name in site.words[kind].values()  # type: ignore[index]
    }
    seen = [one for one in site.documents.values() if site.is_published(one)]
    posts = {
        f"tag:{rules.site_authority}:posts/{Path(one.path).stem}": one
        for one in seen
        if one.kind == "post" and one.head.date
    }
    return Memory(
        published=NOW,
        sources={
            one.path: hashlib.sha256(files[one.path].encode()).hexdigest()[:32] for one in seen
        },
        addresses=tuple(sorted({*site.made, *names})),
        posts={
            one.head.id or id_: KnownPost(
                id=one.head.id or id_,
                path=one.path,
                title=one.title,
                summary="",
                url=one.url,
                date=one.head.date or NOW,
                first_published=NOW,
                came_out=NOW,
            )
            for id_, one in posts.items()
        },
    )


def told(
    before: Files, today: Files, rules: Settings = TAGS, now_rules: Settings | None = None
) -> list[str]:
    """What the check of today's files says after a publish of others: path:line: severity: message."""
    with tempfile.TemporaryDirectory() as name:
        memory = publish(Path(name, "before"), before, rules)
        return _told(Path(name, "today"), before, today, memory, now_rules or rules)


def _told(folder: Path, before: Files, today: Files, memory: Memory, rules: Settings) -> list[str]:
    write(folder, today)
    known = {path: text.encode() for path, text in before.items()}
    report = check(folder, rules, NOW, RenderCache(), (), known.get, memory)
    assert report.published
    mine = gone_problems(report.published.planned)
    assert {*mine} <= {*report.problems}
    return [f"{one.path}:{one.line}: {one.severity}: {one.message}" for one in sorted(mine)]


def lines(said: list[str]) -> list[str]:
    return [one.split("add the line `")[1].split("`")[0] for one in said if "add the line" in one]


@pytest.mark.B9
def test_nothing_is_told_of_a_site_that_did_not_change_or_only_grew() -> None:
    files = {A: post(more="Tags: fees\nCategory: Money\n"), PAGE: "Title: About\n\nWords.\n"}
    assert told(files, files) == []
    assert told(files, {**files, B: post("B", "Tags: calls\n")}) == []
    assert told(files, {**files, A: post("Another title", "Tags: fees\nCategory: Money\n")}) == []


ABOUT = "Title: About\n\nWho we are, in some words.\n"
KEPT = {B: post("B")}


@pytest.mark.A5
@pytest.mark.B9
@pytest.mark.parametrize(
    ("before", "today", "place", "alias"),
    [
        # Its slug was edited.
        ({A: post()}, {A: post(more="Slug: new\n")}, f"{A}:2", "/2026/11/a.html"),
        # Its date was edited.
        ({A: post()}, {A: post(more="Date: 2026-10-30\n")}, f"{A}:2", "/2026/11/a.html"),
        # It has other former addresses.
        (
            {A: post(more="Aliases: /old.html\n")},
            {A: post(more="Aliases: /old.html\nSlug: new\n")},
            f"{A}:2",
            "/old.html, /2026/11/a.html",
        ),
        # Its aliases were taken out.
        (
            {A: post(more="Aliases: /old.html, /older/\n")},
            {A: post()},
            f"{A}:1",
            "/old.html, /older/",
        ),
        # Its file was renamed, and it has an Id.
        (
            {A: post(more="Id: urn:x:1\n")},
            {"posts/2026-11-01-c.md": post("C", "Id: urn:x:1\n")},
            "posts/2026-11-01-c.md:1",
            "/2026/11/a.html",
        ),
        # Its file was renamed, and nothing else; or it was edited, too.
        ({PAGE: ABOUT}, {"pages/us.md": ABOUT}, "pages/us.md:1", "/about.html"),
        ({PAGE: ABOUT}, {"pages/us.md": f"{ABOUT}\nMore.\n"}, "pages/us.md:1", "/about.html"),
        # A page or a hidden post: the memory has no more than its source.
        ({PAGE: ABOUT}, {PAGE: f"Slug: us\n{ABOUT}"}, f"{PAGE}:1", "/about.html"),
        (
            {A: post(more="Status: hidden\n")},
            {A: post(more="Status: hidden\nSlug: new\n")},
            f"{A}:3",
            "/2026/11/a.html",
        ),
    ],
)
def test_a_text_that_lies_elsewhere_now_is_told_with_its_alias(
    before: dict[str, str], today: dict[str, str], place: str, alias: str
) -> None:
    around = {B: post("B"), "posts/2026-11-03-d.md": post("D")}
    said = told({**before, **around}, {**today, **around})
    assert len(said) == 1
    assert said[0].startswith(f"{place}: warning: this text was published at ")
    assert said[0].endswith(f"write `Aliases: {alias}` in its header")


@pytest.mark.A5
@pytest.mark.B9
@pytest.mark.parametrize(
    ("before", "today", "expected"),
    [
        # Renamed: what the posts have in its place, however it is spelled.
        (["Category: Bills\n"], ["Category: Fees\n"], ["/category/bills.html /category/fees.html"]),
        (["Tags: x, bills\n"], ["Tags: x, fees\n"], ["/tag/bills.html /tag/fees.html"]),
        (
            ["Series: Friday debrief\n"],
            ["Series: New\n"],
            ["/series/friday-debrief.html /series/new.html"],
        ),
        (["Author: Ann\n"], ["Author: Ben\n"], ["/author/ann.html /author/ben.html"]),
        # A name that is spelled alike.
        (
            ["Tags: meetings\n", "Tags: meeting\n"],
            ["", "Tags: meeting\n"],
            ["/tag/meetings.html /tag/meeting.html"],
        ),
        # No name is near.
        (
            ["Tags: bills\n"],
            [""],
            ["/tag/bills.html /archives.html", "/feeds/tags/bills.atom.xml /feeds/posts.atom.xml"],
        ),
    ],
)
def test_a_list_that_is_gone_is_told_with_the_line_to_add(
    before: list[str], today: list[str], expected: list[str]
) -> None:
    rules = replace(TAGS, series={"Friday debrief": None, "New": None})
    around = {B: post("B")}
    files = [
        {f"posts/2026-11-0{n}-p{n}.md": post(f"P{n}", more) for n, more in enumerate(one, 1)}
        for one in (before, today)
    ]
    said = told({**files[0], **around}, {**files[1], **around}, rules)
    assert lines(said) == expected
    assert all(one.startswith("redirects.txt:0: warning: ") for one in said)
    assert (
        lines(
            told(
                {**files[0], **around},
                {**files[1], **around, "redirects.txt": "\n".join(expected)},
                rules,
            )
        )
        == []
    )


@pytest.mark.B9
def test_feeds_that_are_switched_off_are_told() -> None:
    files = {A: post(more="Tags: fees\n")}
    assert lines(told(files, files, TAGS, replace(TAGS, tag_feeds=False))) == [
        "/feeds/tags/fees.atom.xml /feeds/posts.atom.xml"
    ]


@pytest.mark.B9
def test_a_deleted_text_is_information_and_its_month_leads_to_the_year() -> None:
    said = told({A: post(), B: post("B")}, {B: post("B")})
    assert len(said) == 2
    assert said[0].startswith(
        f"redirects.txt:0: info: {A} is gone, and readers who have /2026/11/a.html"
    )
    assert lines(said) == ["/2026/11/ /2026/"]


@pytest.mark.A14
@pytest.mark.B9
@pytest.mark.parametrize(
    "kept_back",
    ["Status: draft\n", "Date: 2027-01-01\n", "expiryDate: 2026-11-10\n", "draft: true\n"],
)
def test_a_text_that_its_author_keeps_back_is_information_with_all_that_only_it_had(
    kept_back: str,
) -> None:
    tags = "Tags: fees\nCategory: Money\n"
    (said,) = told(
        {A: post(more=tags), B: post("B")}, {A: post(more=tags + kept_back), B: post("B")}
    )
    assert said.startswith(f"{A}:0: info: readers who have /2026/11/a.html, /2026/11/, ")
    assert "/category/money.html" in said
    assert "/tag/fees.html find nothing there while this text is kept back" in said


@pytest.mark.A12
@pytest.mark.B9
def test_what_waits_for_a_correction_is_not_told_again_and_stays_known() -> None:
    before = {A: post(more="Tags: fees\n"), B: post("B")}
    bad = {A: "Title: A\nStatsu: draft\nTags: fees\n\nWords.\n", B: post("B")}
    assert told(before, bad) == []
    with tempfile.TemporaryDirectory() as name:
        memory = publish(Path(name, "before"), before, TAGS)
        write(Path(name, "today"), bad)
        known = {path: text.encode() for path, text in before.items()}
        report = check(Path(name, "today"), TAGS, NOW, RenderCache(), (), known.get, memory)
    assert report.published
    assert report.published.waiting == {
        "2026/11/a.html",
        "2026/11/index.html",
        "tag/fees.html",
        "feeds/tags/fees.atom.xml",
    }


@pytest.mark.B9
@pytest.mark.parametrize(
    ("setting", "count", "example"),
    [
        ({"article_url": "{slug}/"}, 30, "`/2026/11/p0.html /p0/`"),
        ({"tag_url": "tags/{slug}.html"}, 30, "`/tag/t0.html /tags/t0.html`"),
        ({"page_url": "pages/{slug}.html"}, 12, "`/g0.html /pages/g0.html`"),
    ],
)
def test_a_site_whose_addresses_all_change_is_told_in_one_message(
    setting: dict[str, str], count: int, example: str
) -> None:
    files = {f"posts/2026-11-01-p{n}.md": post(f"P{n}", f"Tags: t{n}\n") for n in range(30)}
    files |= {f"pages/g{n}.md": f"Title: Page {n}\n\nWords.\n" for n in range(12)}
    (said,) = told(files, files, RULES, replace(RULES, **setting))
    assert said.startswith(f"redirects.txt:0: warning: {count} addresses of ")
    assert example in said
    assert said.count("/2026/11/") <= 4


# --- every line that is told does what it says --------------------------------------------------

_WORDS = ["fees", "Fees", "fee", "bills", "C", "C++", "calls"]
_header = st.fixed_dictionaries(
    {
        "Category": st.sampled_from(_WORDS),
        "Tags": st.lists(st.sampled_from(_WORDS), max_size=2, unique=True).map(", ".join),
        "Slug": st.sampled_from(["", "a", "b", "fees"]),
        "Date": st.sampled_from(["2026-11-01", "2026-10-01", "2025-03-01"]),
        "Status": st.sampled_from(["published", "published", "published", "draft", "hidden"]),
        "Aliases": st.sampled_from(["", "", "/old.html", "/tag/bills.html"]),
    }
)
_sites = st.dictionaries(
    st.sampled_from(["posts/a.md", "posts/b.md", "posts/c.md", "pages/d.md"]), _header, min_size=1
)


def _files(headers: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        path: "".join(f"{name}: {text}\n" for name, text in header.items() if text)
        + f"Title: {path}\n\nWords of {path}.\n"
        for path, header in headers.items()
    }


@pytest.mark.A5
@pytest.mark.B9
@given(_sites, _sites)
def test_each_line_that_is_told_is_taken_and_silences_it(
    before: dict[str, dict[str, str]], today: dict[str, dict[str, str]]
) -> None:
    first, second = _files(before), _files(today)
    with tempfile.TemporaryDirectory() as name:
        memory = publish(Path(name, "before"), first, TAGS)
        known = {path: text.encode() for path, text in first.items()}
        folder = Path(name, "today")
        write(folder, second)
        report = check(folder, TAGS, NOW, RenderCache(), (), known.get, memory)
        assert report.published
        write(folder, {"redirects.txt": "\n".join(report.published.redirect_lines)})
        again = check(folder, TAGS, NOW, RenderCache(), (), known.get, memory)
    assert again.published
    assert again.published.redirect_lines == ()
    assert [
        one for one in again.problems if one.path == "redirects.txt" and one.severity != "info"
    ] == []
