"""Pages in, an index out, by Pagefind's real program."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.whole_sites.building import files_of

from frontdesk.build.search.index import make_index, program

pytestmark = pytest.mark.R4

PAGE = (
    '<!doctype html><html lang="en"><body><nav>Menu</nav><h1{0}>{1}</h1><p{0}>{2}</p></body></html>'
)
FOUND = " data-pagefind-body"
KINDS = ("post", "book", "guide", "event", "tool", "video", "article", "community", "checklist")


def index(site: Path) -> str:
    pagefind = program()
    assert pagefind
    return make_index(pagefind, site)


def fragments(site: Path) -> list[dict[str, object]]:
    """What the index knows of each page, by its address."""
    packed = (path.read_bytes() for path in site.rglob("*.pf_fragment"))
    texts = (gzip.decompress(data).decode().removeprefix("pagefind_dcd") for data in packed)
    return sorted(map(json.loads, texts), key=lambda found: str(found["url"]))


def test_only_what_is_marked_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(FOUND, "Ours", "Our words"), "utf-8")
    (tmp_path / "b.html").write_text(PAGE.format("", "Theirs", "Their words"), "utf-8")
    assert index(tmp_path) == ""
    (found,) = fragments(tmp_path)
    assert found["url"] == "/a.html"
    assert found["content"] == "Ours. Our words."


def test_where_no_page_is_marked_there_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text(PAGE.format("", "Theirs", "Their words"), "utf-8")
    assert index(tmp_path) == ""
    assert [*files_of(tmp_path)] == ["b.html"]


@pytest.mark.B2
def test_the_same_pages_give_the_same_bytes_and_no_interface_that_we_do_not_use(
    tmp_path: Path,
) -> None:
    for site in (tmp_path / "one", tmp_path / "two"):
        site.mkdir()
        for n in range(20):
            kind = f'{FOUND} data-pagefind-filter="type:{KINDS[n % len(KINDS)]}"'
            page = PAGE.format(kind, f"Post {n}", f"About calls, letters and word{n}")
            (site / f"{n}.html").write_text(page, "utf-8")
        assert index(site) == ""
    found = files_of(tmp_path / "one")
    assert files_of(tmp_path / "two") == found
    assert {name for name in found if "pagefind/pagefind-" in name} == {
        "pagefind/pagefind-entry.json"
    }


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(FOUND, "Ours", "Our words"), "utf-8")
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho The disk is full >&2; exit 3\n", "utf-8")
    program.chmod(0o755)
    assert make_index(program, tmp_path) == "The disk is full"
