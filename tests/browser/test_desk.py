"""The editor's desk as a person uses it: by keyboard alone, and without script. What is written is compared
byte for byte."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import TOOLS
from tests.browser.tab import LOOK
from tests.partner_blogs.refresh.server import Server, reply
from tests.whole_sites.building import FEED, ITEM, ROOT, Site

from frontdesk.build.preview.build_status import BuildStatus
from frontdesk.build.preview.server import make_server
from frontdesk.desk.application import Desk
from frontdesk.desk.guard import new_keys
from frontdesk.desk.project import Project
from partner_blogs.store import default_store_folder

AXE = TOOLS / "axe-core/axe.min.js"
expect.set_options(timeout=60_000)
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
FEEDS = """partners:
  - id: ann
    name: Ann's Notes
    feed: ann.xml
    backfill: all
  - id: ben
    name: Ben at the Bench
    feed: ben.xml
"""
CURATION = "# What we add by hand; two spaces in.\nentries: []\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.feeds(FEEDS)
    when = "Tue, 17 Nov 2026 09:00:00 GMT"
    site.feed("ann", *((f"Ann's post {n}", when, f"Words about {n}.") for n in range(5)))
    site.feed("ben", ("Ben's post", when, "Words of Ben's."))
    site.command()
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "curation.yaml").write_text(CURATION)
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's event loop is at work in this thread
        elsewhere.submit(site.refresh).result()
    return site


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """What `make serve` prints."""
    keys, feeds = new_keys(0), site.folder / "feeds.yaml"
    store = default_store_folder(feeds)
    project = Project(
        site.folder / "conf.py", feeds, store, lambda: NOW, allow_private_addresses=True
    )
    desk = Desk(project, keys)
    preview = site.folder / "preview"
    preview.mkdir()
    (preview / "theme").symlink_to(ROOT / "theme/static")
    server = make_server(preview, 0, BuildStatus(), desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/desk/?token={keys.token}"
    server.shutdown()
    server.server_close()


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """The desk in a browser that has never seen it; each page that it shows is sound."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert [one for one in said if "status of 4" not in one] == []


def check(page: Page) -> None:
    """On a telephone and a large screen, in both lights: by axe, and that nothing sticks out."""
    page.evaluate(f"{AXE.read_text('utf-8')}; 0")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            found = page.evaluate(
                "axe.run().then((all) => all.violations.map((v) => v.id + v.nodes[0].html))"
            )
            assert found == [], (width, colours)
        assert page.evaluate(f"(() => {{ {LOOK}; return overflow(); }})()") == [], width


@pytest.mark.K2
def test_a_digest_is_curated_by_keyboard_alone(outside: Browser, site: Site, address: str) -> None:
    curation = site.folder / "curation.yaml"
    with opened(outside, address) as page:
        keys = page.keyboard
        expect(page.get_by_text("Not in this digest")).to_be_visible()
        check(page)
        page.locator("main").focus()
        for _ in range(4):  # the fourth is Ben's
            keys.press("j")
        keys.press("p")
        expect(page.get_by_role("status")).to_contain_text("Pinned")
        expect(page.locator(".entry").first).to_contain_text("Ben's post")
        expect(page.locator(".entry").first).to_be_focused()
        keys.press("n")
        keys.type("Read it with a colleague: twice.")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("note is saved")
        expect(page.locator(".entry").first).to_be_focused()
        keys.press("j")
        keys.press("h")
        expect(page.get_by_role("status")).to_contain_text("Hidden")
        check(page)

        page.get_by_label("Title", exact=True).focus()
        keys.type("Two of a kind")
        keys.press("Tab")
        keys.type("Read **Ben** first.\n\nThen Ann.")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.locator("strong")).to_have_text("Ben")
        expect(page.get_by_role("heading", level=1)).to_have_text("Two of a kind")
        assert "digests" not in curation.read_text()
        check(page)
        page.get_by_role("button", name="Save", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("are saved")
    hidden = curation.read_text().partition("ann.example/")[2][:1]
    assert curation.read_bytes().decode() == (
        "# What we add by hand; two spaces in.\n"
        "entries:\n"
        "  - link: https://ben.example/0\n"
        "    pin: true\n"
        "    note: 'Read it with a colleague: twice.'\n"
        f"  - link: https://ann.example/{hidden}\n"
        "    hide: true\n"
        "digests:\n"
        "  - period: 2026-W47\n"
        "    title: Two of a kind\n"
        "    intro: |\n"
        "      Read **Ben** first.\n"
        "\n"
        "      Then Ann.\n"
    )


@pytest.mark.K2
def test_two_windows_without_script_lose_nothing(
    outside: Browser, site: Site, address: str
) -> None:
    curation = site.folder / "curation.yaml"
    with opened(outside, address, java_script_enabled=False) as page:
        other = page.context.new_page()
        other.goto(page.url)
        page.get_by_role("button", name="Pin: Ben's post").click()
        expect(page.get_by_role("status")).to_contain_text("Pinned")
        other.get_by_role("button", name="Hide: Ben's post").click()
        expect(other.get_by_role("heading", level=1)).to_contain_text("Somebody changed this post")
        assert "hide" not in curation.read_text()
        other.get_by_role("button", name="Save yours instead").click()
        expect(other.get_by_role("status")).to_contain_text("Hidden")
    assert curation.read_text().endswith("  - link: https://ben.example/0\n    hide: true\n")


@pytest.mark.K3
def test_a_blog_is_added_by_keyboard_alone(outside: Browser, site: Site, address: str) -> None:
    item = ITEM.format(id="shop", n=1, title="At the counter", date="", text="Words of the shop.")
    with Server() as server, opened(outside, address) as page:
        home = f'<link rel="alternate" type="application/rss+xml" href="{server.url()}">'
        feed = FEED.format(id="shop", title="The Shop", items=item)
        server.answers |= {"/": reply(home.encode()), "/feed": reply(feed.encode())}
        keys = page.keyboard
        page.get_by_role("link", name="Blogs", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Blogs")
        check(page)
        page.get_by_label("Its address").focus()
        keys.type(server.url("/"))
        keys.press("Enter")
        expect(page.get_by_text("Words of the shop.")).to_be_visible()
        check(page)
        page.get_by_label("Topic").focus()
        keys.type("Retail")
        page.get_by_label("Headline and excerpt").focus()
        keys.press("ArrowUp")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("on the list")
        check(page)
        page.get_by_role("button", name="Refresh now").focus()
        keys.press("Enter")
        expect(page.get_by_text("The Shop: 1 entry read")).to_be_visible()
        check(page)
        url = server.url()
    assert (site.folder / "feeds.yaml").read_text() == (
        f"{FEEDS}  - id: the-shop\n    name: The Shop\n    home: https://shop.example/\n"
        f"    feed: {url}\n    topic: Retail\n    show: headlines\n"
    )


@pytest.mark.K4
def test_a_post_with_a_picture_is_written_by_keyboard_alone(
    outside: Browser, site: Site, address: str, tmp_path: Path
) -> None:
    picture = tmp_path / "Our desk.png"
    picture.write_bytes((ROOT / "docs/images/home.png").read_bytes())
    with opened(outside, address) as page:
        keys = page.keyboard
        page.get_by_role("link", name="Posts", exact=True).focus()
        keys.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Posts, pages and library")
        check(page)
        page.get_by_label("Its title").focus()
        keys.type("What I learnt")
        keys.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("It is begun")
        check(page)
        page.get_by_label("Text", exact=True).focus()
        keys.type("Read **this** first.\n\n<script>x</script>")
        expect(page.locator(".preview strong")).to_have_text("this")
        page.get_by_role("button", name="Line 3").focus()
        keys.press("Enter")
        assert page.evaluate("getSelection().toString()") == "<script>x</script>"
        keys.type("The end.")
        page.locator(".picture summary").focus()
        keys.press("Enter")
        page.get_by_label("The file").set_input_files(picture)
        page.get_by_label("What it shows").focus()
        keys.type("Our desk")
        keys.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("The picture is stored")
        expect(page.get_by_alt_text("Our desk")).to_be_visible()
        check(page)
        page.get_by_label("Title", exact=True).press("Control+s")
        expect(page.get_by_role("status")).to_contain_text("Saved")
    (post,) = (site.folder / "content/posts").glob("*.md")
    assert post.read_text().partition("Status: draft\n---\n")[2] == (
        "\nRead **this** first.\n\nThe end.\n\n![Our desk]({attach}our-desk.png)\n"
    )
    assert (post.parent / "our-desk.png").read_bytes() == picture.read_bytes()


@pytest.mark.K4
def test_what_is_pasted_or_dropped_into_a_text_arrives(
    outside: Browser, site: Site, address: str
) -> None:
    site.post("posts/2026-11-05-first.md", "Title: First\n\nWords.\n")
    where = address.partition("/desk")[0] + "/desk/post?path=posts/2026-11-05-first.md"
    with opened(outside, address) as page:
        page.goto(where)
        body = page.get_by_label("Text", exact=True)
        body.evaluate(
            """body => {
              const data = new DataTransfer();
              data.setData("text/html", "<p class=MsoNormal><b>Bold</b> words<o:p></o:p></p>");
              body.setSelectionRange(0, body.value.length);
              body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true}));
            }"""
        )
        expect(body).to_have_value("**Bold** words")
        expect(page.locator(".preview strong")).to_have_text("Bold")
        body.evaluate(
            """body => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(["x"], "x.png", {type: "image/png"}));
              body.dispatchEvent(new DragEvent("drop", {dataTransfer, cancelable: true}));
            }"""
        )
        expect(page.get_by_label("What it shows")).to_be_focused()
        assert page.evaluate("document.querySelector('#picture').files[0].name") == "x.png"


@pytest.mark.K1
def test_a_setting_is_changed_by_keyboard_alone(outside: Browser, site: Site, address: str) -> None:
    yaml = site.folder / "site.yaml"
    yaml.write_text("SITENAME: The Shop   # for now\n")
    with opened(outside, address) as page:
        page.get_by_role("link", name="Settings", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
        check(page)
        page.get_by_label("What it is about").fill("Notes: from a counter")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Saved")
        page.get_by_role("link", name="Comments", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Add a comment")
        check(page)
    assert yaml.read_text() == (
        "SITENAME: The Shop   # for now\nSITESUBTITLE: 'Notes: from a counter'\n"
    )


@pytest.mark.K5
def test_another_page_cannot_send_the_desks_forms(
    outside: Browser, site: Site, address: str
) -> None:
    """Not even from this machine, in a browser that has the desk's cookie."""
    with opened(outside, address) as page:
        form = page.locator("form").first
        token = form.locator("[name=token]").input_value()
        target = f"{address.partition('/desk')[0]}/desk/digest/2026-W47/choice"
        page.goto("data:text/html,<title>Elsewhere</title>")
        page.set_content(
            f'<form method="post" action="{target}"><input name="token" value="{token}">'
            '<input name="link" value="https://ben.example/0"><input name="choice" value="hide">'
            '<input name="seen" value="show"><button>Win</button></form>'
        )
        page.get_by_role("button").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")
    assert (site.folder / "curation.yaml").read_text() == CURATION
