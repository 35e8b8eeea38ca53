"""tools/ops/compare.py: is there anything to publish?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.ops.serving import served
from tests.partner_blogs.make import ago
from tests.whole_sites.building import Site
from tools.ops.compare import main

from frontdesk.build.manifest import MARK
from partner_blogs.store import Store

pytestmark = pytest.mark.O2


@pytest.fixture
def published(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder of a published site, and its address."""
    folder = tmp_path / "published"
    folder.mkdir()
    with served(folder) as address:
        yield folder, address


@pytest.mark.parametrize(
    ("there", "changed", "says"),
    [
        ("one\n", "false", "published already"),
        ("other\n", "true", "differs from what is published"),
        (None, "true", "does not answer (HTTP Error 404"),
    ],
)
def test_what_is_published_already_is_not_published_again(
    tmp_path: Path,
    published: tuple[Path, str],
    capsys: pytest.CaptureFixture[str],
    there: str | None,
    changed: str,
    says: str,
) -> None:
    folder, address = published
    (tmp_path / MARK).write_text("one\n")
    if there is not None:
        (folder / MARK).write_text(there)
    assert main([str(tmp_path), "--address", address]) == 0
    told = capsys.readouterr()
    assert told.out == f"changed={changed}\n"
    assert says in told.err


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "nonsense"])
def test_where_nobody_answers_the_site_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    (tmp_path / MARK).write_text("one\n")
    assert main([str(tmp_path), "--address", address]) == 0
    assert capsys.readouterr().out == "changed=true\n"


def test_a_fingerprint_tells_one_site_from_another_and_counts_the_status_once_a_day(
    site: Site,
) -> None:
    def built() -> tuple[bytes, bytes]:
        site.build("2026-11-18T12:00:00Z")
        return site.files[MARK], site.files["status/index.html"]

    site.feeds("partners:\n  - {id: p, name: P, feed: p.xml, backfill: all}\n")
    site.feed("p", ("One", "3 Nov 2026 09:00:00 GMT"))
    site.refresh("2026-11-18T09:00:00Z")
    mark, status = built()
    store = Store(site.folder / "var/partner_blogs")
    store.save_state(replace(store.states()["p"], last_try=ago(days=1)))
    same_day, other_status = built()
    assert (same_day, other_status != status) == (mark, True)
    site.refresh("2026-11-19T09:00:00Z")
    next_day, _ = built()
    assert next_day != mark
    site.post("posts/2026-11-06-second.md", "Title: Second\nDate: 2026-11-06 09:00\n\nMore.\n")
    assert built()[0] != next_day
