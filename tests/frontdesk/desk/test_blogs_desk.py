"""The blogs desk without a browser: what it finds and shows, and the lines that it writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.frontdesk.desk.requests import KEYS, desk_of, fields_of, get, header, send
from tests.partner_blogs.refresh.server import Server, reply
from tests.whole_sites.building import FEED, ITEM, Site

from frontdesk.desk.application import Desk

LIST = """# Ours.
partners:
  - id: ann
    name: Ann's Notes   # met in May
    feed: ann.xml
    topic: Law
  - id: ben
    name: Ben
    home: https://ben.example/

#  - id: cyd
#    name: Cyd
#    home: https://cyd.example/
"""
WHEN = "Tue, 17 Nov 2026 09:00:00 GMT"
TOKEN = {"token": KEYS.form_token}
RETIRED = {**TOKEN, "do": "retire", "reason": "It ended."}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.feeds(LIST)
    site.feed("ann", ("One", WHEN))
    site.command()
    site.refresh()
    return site


@pytest.fixture
def desk(site: Site) -> Desk:
    return desk_of(site)


def listed(site: Site) -> str:
    return (site.folder / "feeds.yaml").read_text("utf-8")


def seen(desk: Desk, where: str) -> str:
    """What the form about the status of a blog was made with."""
    return re.findall(r'name="seen" value="(\w{16})"', get(desk, where).body.decode())[-1]


@pytest.mark.K3
def test_the_list_shows_each_blog_with_its_state_and_candidates(desk: Desk) -> None:
    page = get(desk, "/desk/blogs/").body.decode()
    assert re.findall(r'class="state state-(\w+)"', page) == ["active", "link"]
    assert "Ann&#39;s Notes" in page
    assert "1 post, last read on November 18, 2026" in page
    assert "Switch on: Cyd" in page
    assert "Asks Ann&#39;s Notes." in page
    assert "0 posts" not in page  # a blog that is a link alone has none


@pytest.mark.K3
def test_a_blog_is_found_shown_and_added(desk: Desk, site: Site) -> None:
    with Server() as server:
        hostile = "&lt;img src=x onerror=alert(1)&gt; Words."
        item = ITEM.format(id="shop", n=1, title="A &lt;b&gt; post", date=WHEN, text=hostile)
        home = f'<link rel="alternate" type="application/rss+xml" href="{server.url()}">'
        server.answers |= {
            "/": reply(home.encode()),
            "/feed": reply(FEED.format(id="shop", title="The Shop", items=item).encode()),
        }
        found = send(desk, "/desk/blogs/find", {**TOKEN, "address": server.url("/")})
        page = found.body.decode()
        assert found.status == 200
        assert listed(site) == LIST
        assert "<img" not in page
        assert "1 post, the newest of November 17, 2026" in page
        form = {**fields_of(page), "topic": "Retail", "show": "headlines", "per_digest": "2"}
        form |= {"quiet_after": "never", "exclude": "podcast\r\n/^Ad:/\r\n"}
        answer = send(desk, "/desk/blogs/add", form)
        feed = server.url()
    assert header(answer, "Location") == "/desk/blog/the-shop?saved=added"
    added = (
        f"  - id: the-shop\n    name: The Shop\n    home: https://shop.example/\n    feed: {feed}\n"
        "    topic: Retail\n    show: headlines\n    per_digest: 2\n    quiet_after: never\n"
        "    exclude:\n      - podcast\n      - /^Ad:/\n"
    )
    assert listed(site) == LIST.replace("\n#  - id", f"{added}\n#  - id", 1)
    page = get(desk, header(answer, "Location")).body.decode()
    saved = page[page.index('class="saved"') : page.index('class="columns"')]
    assert "is on the list" in saved
    assert "Refresh now" in saved
    assert page.count("Refresh now") == 1


@pytest.mark.K3
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "no web address"),
        ("ftp://shop.example/", "no web address"),
        ("http://127.0.0.1:9/", "Correct the address, or try again later."),
    ],
)
def test_where_there_is_no_feed_the_desk_says_why(desk: Desk, address: str, says: str) -> None:
    answer = send(desk, "/desk/blogs/find", {**TOKEN, "address": address})
    assert (answer.status, says in answer.body.decode()) == (200, True)


@pytest.mark.K3
def test_a_form_with_a_mistake_comes_back_and_nothing_is_written(desk: Desk, site: Site) -> None:
    form = {**TOKEN, "id": "new", "name": "New", "feed": "https://new.example/", "show": "full"}
    page = send(desk, "/desk/blogs/add", form).body.decode()
    assert "Nothing was saved yet" in page
    assert "needs their consent" in page
    assert fields_of(page)["feed"] == "https://new.example/"
    form = fields_of(get(desk, "/desk/blog/ann").body.decode())
    page = send(desk, "/desk/blog/ann", {**form, "share": "lots"}).body.decode()
    assert "Nothing was saved yet" in page
    assert fields_of(page)["share"] == "lots"
    assert listed(site) == LIST


@pytest.mark.P7
def test_a_blog_on_this_machine_is_asked_in_trials_alone(desk: Desk, site: Site) -> None:
    with Server() as server:
        server.answers["/feed"] = reply(FEED.format(id="new", title="New", items="").encode())
        asked = {**TOKEN, "address": server.url()}
        closed = desk_of(site, allow_private_addresses=False)
        page = send(closed, "/desk/blogs/find", asked).body.decode()
        assert server.connections == 0
        assert "private network, which is not allowed" in page
        assert "for a trial on your own machine there is --allow-private-addresses." in page
        assert "Add this blog" in send(desk, "/desk/blogs/find", asked).body.decode()


@pytest.mark.K3
def test_only_what_was_changed_of_a_blog_is_written(desk: Desk, site: Site) -> None:
    form = fields_of(get(desk, "/desk/blog/ann").body.decode())
    assert send(desk, "/desk/blog/ann", form).status == 303
    assert listed(site) == LIST
    consent = {"consent_by": "Ann", "consent_date": "2026-11-20"}
    changed = {**form, "name": "Ann's Notebook", "topic": "", "show": "full", **consent}
    assert send(desk, "/desk/blog/ann", changed).status == 303
    assert listed(site) == LIST.replace("Notes   #", "Notebook   #").replace(
        "    topic: Law\n",
        "    show: full\n    consent:\n      by: Ann\n      date: '2026-11-20'\n",
    )


@pytest.mark.K3
def test_two_windows_change_different_things_of_a_blog_and_are_asked_about_the_same(
    desk: Desk, site: Site
) -> None:
    form = fields_of(get(desk, "/desk/blog/ann"), "form.panel")
    theirs = {"name": "Notebook", "topic": "", "include": "law", "share": "40"}
    assert send(desk, "/desk/blog/ann", {**form, **theirs}).status == 303
    before = listed(site)
    mine = {
        **form,
        "author": "Ann A.",
        "name": "Mine",
        "include": "fees",
        "description": "About fees.",
    }
    answer = send(desk, "/desk/blog/ann", mine)
    assert (answer.status, listed(site)) == (409, before)
    now, yours = BeautifulSoup(answer.body, "html.parser").select(".version")
    assert now.get_text() == "name: Notebook\ninclude: law"
    assert yours.get_text() == "name: Mine\ninclude: fees"
    keep, instead = (str(one) for one in BeautifulSoup(answer.body, "html.parser").select("form"))
    added = "    author: Ann A.\n    description: About fees.\n"
    assert send(desk, "/desk/blog/ann", fields_of(keep)).status == 303
    assert listed(site) == before.replace("\n  - id: ben", f"\n{added}  - id: ben")
    site.feeds(before)
    assert send(desk, "/desk/blog/ann", fields_of(instead)).status == 303
    said = before.replace("Notebook", "Mine").replace("- law", "- fees")
    assert listed(site) == said.replace("\n  - id: ben", f"\n{added}  - id: ben")


@pytest.mark.K3
def test_blogs_are_moved_retired_taken_up_and_removed(desk: Desk, site: Site) -> None:
    move = {**TOKEN, "seen": "ann ben"}
    assert send(desk, "/desk/blogs/move", {**move, "move": "ben ann"}).status == 303
    assert listed(site).index("id: ben") < listed(site).index("id: ann")
    assert send(desk, "/desk/blogs/move", {**move, "seen": "ben ann", "move": "ben"}).status == 303
    assert listed(site) == LIST
    send(desk, "/desk/blog/ann/retire", {**RETIRED, "seen": seen(desk, "/desk/blog/ann")})
    assert "    topic: Law\n    status: retired\n    reason: It ended.\n" in listed(site)
    back = {**TOKEN, "do": "back", "seen": seen(desk, "/desk/blog/ann")}
    send(desk, "/desk/blog/ann/retire", back)
    assert listed(site) == LIST

    where = "/desk/blog/ann/remove"
    assert "its 1 post is erased" in get(desk, where).body.decode()
    assert send(desk, where, TOKEN).status == 422
    assert listed(site) == LIST
    assert send(desk, where, {**TOKEN, "do": "remove", "seen": seen(desk, where)}).status == 303
    assert listed(site) == LIST.replace("topic: Law\n", "topic: Law\n    status: removed\n")


@pytest.mark.K3
@pytest.mark.parametrize(
    ("where", "form"),
    [("/desk/blog/ann", {"do": "retire"}), ("/desk/blog/ann/remove", {"do": "remove"})],
    ids=["retire", "remove"],
)
def test_a_blog_that_changed_meanwhile_is_shown_before_its_status_is_written(
    desk: Desk, site: Site, where: str, form: dict[str, str]
) -> None:
    form = {**TOKEN, **form, "reason": "It ended.", "seen": seen(desk, where)}
    site.feeds(LIST.replace("Ann's Notes", "Another blog"))
    action = f"/desk/blog/ann/{form['do']}"
    answer = send(desk, action, form)
    page = answer.body.decode()
    assert (answer.status, "Another blog" in page, "status: active" in page) == (409, True, True)
    assert "status" not in listed(site)
    assert send(desk, action, fields_of(page)).status == 303
    assert f"status: {'retired' if form['do'] == 'retire' else 'removed'}\n" in listed(site)


@pytest.mark.K3
def test_an_order_that_changed_meanwhile_is_shown_before_it_changes_again(
    desk: Desk, site: Site
) -> None:
    move = {**TOKEN, "seen": "ann ben", "move": "ben ann"}
    other = LIST.replace("ann", "%").replace("ben", "ann").replace("%", "ben")
    site.feeds(other.replace("partners:\n", "partners:\n  - id: new\n    name: New\n"))
    before = listed(site)
    answer = send(desk, "/desk/blogs/move", {**move, "move": "ann new"})
    page = answer.body.decode()
    assert (answer.status, listed(site)) == (409, before)
    versions = re.findall(r'class="version">([^<]*)<', page)
    assert [one.split("\n")[0] for one in versions] == ["New", "Ben"]
    assert send(desk, "/desk/blogs/move", fields_of(page)).status == 303
    assert listed(site).index("id: ann") < listed(site).index("id: new")


@pytest.mark.K3
def test_a_blog_that_came_in_meanwhile_hinders_no_move(desk: Desk, site: Site) -> None:
    site.feeds(LIST.replace("partners:\n", "partners:\n  - id: new\n    name: New\n"))
    move = {**TOKEN, "seen": "ann ben", "move": "ben ann"}
    assert send(desk, "/desk/blogs/move", move).status == 303
    assert re.findall(r"^  - id: (\w+)", listed(site), re.MULTILINE) == ["new", "ben", "ann"]
    assert send(desk, "/desk/blogs/move", {**move, "move": "ben gone"}).status == 404


@pytest.mark.K3
def test_a_candidate_is_switched_on(desk: Desk, site: Site) -> None:
    assert send(desk, "/desk/blog/cyd/on", TOKEN).status == 303
    assert listed(site) == LIST.replace("\n#", "\n")
    assert send(desk, "/desk/blog/cyd/on", TOKEN).status == 404


@pytest.mark.K3
def test_a_refresh_runs_beside_the_desk_and_says_how_it_went(desk: Desk, site: Site) -> None:
    site.feed("ben", ("Of Ben", WHEN))
    site.feeds(LIST.replace("home: https://ben.example/", "feed: ben.xml"))
    assert "Asks Ann&#39;s Notes, Ben." in get(desk, "/desk/blogs/").body.decode()
    assert header(send(desk, "/desk/refresh", TOKEN), "Location") == "/desk/refresh"
    while "data-follows" in (page := get(desk, "/desk/refresh").body.decode()):
        pass
    assert "Ben: 1 entry read" in page
    assert "It is done" in page


@pytest.mark.parametrize("path", ["/desk/blog/nobody", "/desk/blog/nobody/remove"])
def test_a_blog_that_is_not_there_has_no_page(desk: Desk, path: str) -> None:
    assert get(desk, path).status == 404
    assert send(desk, "/desk/blog/nobody", TOKEN).status == 404
