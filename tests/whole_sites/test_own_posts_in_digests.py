"""Our own posts in digests, from publish to refresh to publish (D2)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.whole_sites.building import ROOT, Site, files_of
from tests.whole_sites.conftest import prepared_once
from tests.whole_sites.test_version_0_1_0 import OLD, PUBLISHED, links

from partner_blogs.__main__ import main as partner_blogs
from partner_blogs.store import Store

W46, W47, W48 = (f"digests/weekly/2026-W{n}.html" for n in (46, 47, 48))
SUNDAY, FRIDAY, MONDAY, TUESDAY, NEXT = (
    "2026-11-15T12:00:00Z",
    "2026-11-20T12:00:00Z",
    "2026-11-23T06:00:00Z",
    "2026-11-24T12:00:00Z",
    "2026-11-30T06:00:00Z",
)
FEEDS = "partners:\n  - {id: alpha, name: Alpha, feed: alpha.xml}\n"


@prepared_once
def blog(site: Site) -> None:
    """Published in week 46 and again in week 47, with a partner that posts each week."""
    site.feeds(FEEDS)
    site.feed("alpha", ("Alpha one", "Sat, 14 Nov 2026 08:00:00 GMT"))
    site.refresh(SUNDAY)
    site.publish(SUNDAY)
    site.feed(
        "alpha",
        ("Alpha one", "Sat, 14 Nov 2026 08:00:00 GMT"),
        ("Alpha two", "Thu, 19 Nov 2026 08:00:00 GMT"),
    )
    site.post("posts/2026-11-18-on-time.md", "Title: On time\nDate: 2026-11-18\n\nGood words.\n")
    site.refresh(FRIDAY)
    site.publish(FRIDAY)


def main_of(site: Site, name: str) -> str:
    """Without the way on to the next digest."""
    main = site.page(name).select_one("main")
    for turn in main.select(".turn"):
        turn.decompose()
    return str(main).rstrip()


def digests(site: Site) -> dict[str, str]:
    items = json.loads(site.files["feeds/digest.json"])["items"]
    return {item["url"].rpartition("/")[2][:8]: item["content_html"] for item in items}


@pytest.mark.D2
def test_every_subscriber_gets_a_post_once_and_a_closed_digest_never_changes(blog: Site) -> None:
    assert "On time" in blog.main(W47), "the week that runs shows what it will hold"
    blog.refresh(MONDAY)
    late = "Title: Late\nDate: 2026-11-19\nSummary: A late summary.\n\nFinished on Monday.\n"
    blog.post("posts/2026-11-19-late.md", late)
    blog.publish(TUESDAY)
    before, sent = main_of(blog, W47), digests(blog)["2026-W47"]
    assert "On time" in sent
    assert "Late" not in sent
    blog.post("posts/2026-11-19-late.md", late.replace("Title: Late", "Title: Renamed").replace(
        "late summary", "new summary"))  # fmt: skip
    blog.post(
        "posts/2026-11-18-on-time.md",
        "Title: Renamed too\nDate: 2026-10-01\nAliases: /2026/11/on-time.html\n\nOther words.\n",
    )
    blog.refresh(NEXT)
    blog.publish(NEXT)
    assert main_of(blog, W47) == before
    assert digests(blog)["2026-W47"] == sent
    assert "Late" in digests(blog)["2026-W48"], "as it was when the refresh closed the week"
    assert "A late summary." in digests(blog)["2026-W48"]
    assert "Renamed" not in digests(blog)["2026-W48"]


@pytest.mark.D2
def test_a_post_that_moved_without_an_alias_is_led_to_where_it_is(blog: Site) -> None:
    blog.refresh(MONDAY)
    moved = "Title: On time\nDate: 2026-10-18\nSlug: elsewhere\n\nGood words.\n"
    blog.post("posts/2026-11-18-on-time.md", moved)
    blog.publish(TUESDAY)
    (link,) = blog.page(W47).select("#own-posts + ul a")
    assert link["href"].endswith("2026/10/elsewhere.html")
    assert link.get_text() == "On time"


@pytest.mark.D2
def test_of_a_post_that_was_deleted_no_word_stays(blog: Site) -> None:
    blog.refresh(MONDAY)
    assert "On time" in str(Store(blog.folder / "var/partner_blogs").edition("weekly", "2026-W47"))
    (blog.folder / "content/posts/2026-11-18-on-time.md").unlink()
    blog.publish(TUESDAY)
    assert not [name for name, data in blog.files.items() if b"On time" in data]
    blog.refresh(NEXT)
    kept = [path for path in (blog.folder / "var").rglob("*") if path.is_file()]
    assert not [path for path in kept if b"On time" in path.read_bytes()]


@pytest.mark.D2
def test_before_the_first_publish_the_build_adds_posts_by_their_date(site: Site) -> None:
    site.feeds(FEEDS)
    site.feed("alpha", ("Alpha one", "Sat, 14 Nov 2026 08:00:00 GMT"))
    site.refresh(SUNDAY)
    site.post("posts/2026-11-12-early.md", "Title: Early\nDate: 2026-11-12\n\nWords.\n")
    site.refresh(MONDAY)
    site.publish(MONDAY)
    before = main_of(site, W46)
    assert "Early" in before
    store = Store(site.folder / "var/partner_blogs")
    recorded = store.edition("weekly", "2026-W46")
    assert recorded
    assert recorded.posts is None
    site.refresh(TUESDAY)
    recorded = store.edition("weekly", "2026-W46")
    assert recorded
    assert recorded.posts
    assert [post.title for post in recorded.posts] == ["Early"]
    site.post("posts/2026-11-13-later.md", "Title: Later\nDate: 2026-11-13\n\nWords.\n")
    site.publish(TUESDAY)
    assert main_of(site, W46) == before


@pytest.mark.D2
def test_a_refresh_reads_no_content(blog: Site) -> None:
    path = Path(blog.folder / "content")
    path.rename(blog.folder / "away")
    assert blog.refresh(MONDAY) == 0
    edition = Store(blog.folder / "var/partner_blogs").edition("weekly", "2026-W47")
    assert edition
    assert edition.posts
    assert [post.title for post in edition.posts] == ["On time"]


@pytest.mark.D2
@pytest.mark.E10
def test_a_post_published_later_takes_nothing_from_a_closed_digest(blog: Site) -> None:
    """However early its date is."""
    blog.refresh(MONDAY)
    blog.publish(MONDAY)
    before = main_of(blog, W47)
    assert "Alpha two" in before
    same = "Title: Ours\nDate: 2026-11-01\n\n[Told before](https://alpha.example/1). Alpha two\n"
    blog.post("posts/2026-11-01-ours.md", same)
    blog.publish(TUESDAY)
    assert main_of(blog, W47) == before


@pytest.mark.rehearsal
@pytest.mark.B10
@pytest.mark.D2
def test_a_site_of_version_0_1_0_gets_its_own_posts_into_closed_digests_once(
    tmp_path: Path,
) -> None:
    """With the first memory: what readers saw stays, whatever becomes of the posts."""
    folder = tmp_path / "project"
    shutil.copytree(OLD / "project", folder)
    shutil.copytree(OLD / "store", folder / "var/partner_blogs")
    for name in ("theme", "plugins"):
        (folder / name).symlink_to(ROOT / name)

    def publish(now: str) -> dict[str, bytes]:
        command = Site(folder).command(now, settings="publishconf.py")
        subprocess.run(**command, check=True, capture_output=True)
        return files_of(folder / "output")

    store = Store(folder / "var/partner_blogs")
    assert all(edition.posts is None for edition in store.editions())
    first = publish("2026-11-06T12:00:00Z")
    feeds = str(folder / "feeds.yaml")
    assert partner_blogs(["refresh", "--feeds", feeds, "--now", "2026-11-06T13:00:00Z"]) == 0
    closed = {f"digests/{one.kind}/{one.period}.html": one for one in store.editions()}
    assert all(edition.posts is not None for edition in closed.values())
    for path in (folder / "content/posts").rglob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^Title: .*", "Title: Another title", text), "utf-8")
    second = publish("2026-11-06T14:00:00Z")
    shown = [name for name in PUBLISHED["digests"] if name in closed]
    assert len(shown) > 20
    for name in shown:
        assert links(second[name]) == links(first[name])
        assert sorted(links(second[name])) == sorted(PUBLISHED["digests"][name])
    assert b"Another title" in second["index.html"]
