"""What is pasted or dropped into a text, by the clipboard and the dragging of the browser itself: the text
and the picture on disk, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.desk.opened import at, opened, save_text
from tests.partner_blogs.refresh.drawing import drawn
from tests.whole_sites.building import Site

POST = "posts/2026-11-05-first.md"
HEAD = "Title: First\nOwn_field: stays   # of ours\n\n"
PLAIN = "Zażółć <b>*stars*</b>\n\tand a tab 🙂"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Late</b>
<span style='color:#1F497D'>invoices</span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>We &#8220;ask&#8221; <i>twice</i>*,
see <a href="https://a.example/fees?a=1&amp;b=2">the fees</a>.<o:p></o:p></p>
<!--EndFragment--></body></html>"""
FROM_WORD = (
    "**Late** invoices\n\nWe “ask” *twice*\\*, see [the fees](https://a.example/fees?a=1&b=2)."
)
WEB = """<meta charset='utf-8'><h2 style="color: red" onclick="x()">Fees</h2>
<ul><li>one</li><li><code>two</code></li></ul>
<script>x()</script><p>Read <a href="javascript:x()">this</a>.</p>"""
FROM_WEB = "## Fees\n\n- one\n- `two`\n\nRead this."
KINDS = {
    "text": ({"text/plain": PLAIN}, PLAIN),
    "word": ({"text/plain": "Late invoices", "text/html": WORD}, FROM_WORD),
    "web": ({"text/plain": "Fees", "text/html": WEB}, FROM_WEB),
}
PICTURE = drawn(12, 8)


def paste(page: Page, flavours: dict[str, str]) -> None:
    """Copy it as another program would, and press Ctrl+V."""
    page.evaluate(
        """flavours => addEventListener("copy", (event) => {
          for (const [kind, data] of Object.entries(flavours)) event.clipboardData.setData(kind, data);
          event.preventDefault();
        }, {once: true})""",
        flavours,
    )
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")


def drop(page: Page, flavours: dict[str, str], *files: Path) -> None:
    """Drag it onto the first line of the text, from outside the browser."""
    box = page.get_by_label("Text", exact=True).bounding_box()
    assert box
    where = {"x": box["x"] + box["width"] - 40, "y": box["y"] + 20}
    items = [{"mimeType": kind, "data": data} for kind, data in flavours.items()]
    data = {"items": items, "files": [str(one) for one in files], "dragOperationsMask": 1}
    devtools = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": step, **where, "data": data})


def describe(page: Page, words: str) -> None:
    """Say what the picture shows: Enter puts it into the text."""
    expect(page.get_by_label("What it shows")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text", exact=True)).to_be_focused()


def files_of(site: Site) -> dict[str, bytes]:
    content = site.folder / "content"
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in content.rglob("*")
        if path.is_file()
    }


@pytest.mark.K4
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", [paste, drop])
def test_a_text_arrives_where_it_is_put(
    outside: Browser,
    site: Site,
    address: str,
    way: Callable[[Page, dict[str, str]], None],
    kind: str,
) -> None:
    flavours, arrived = KINDS[kind]
    site.post(POST, f"{HEAD}One. \n\nTwo.\n")
    with opened(outside, address) as page:
        page.goto(at(address, f"post?path={POST}"))
        body = page.get_by_label("Text", exact=True)
        body.evaluate("body => { body.focus(); body.setSelectionRange(5, 5); }")
        way(page, flavours)
        expect(body).to_have_value(f"One. {arrived}\n\nTwo.")
        expect(body).to_be_focused()
        save_text(page)
    assert files_of(site) == {POST: f"{HEAD}One. {arrived}\n\nTwo.\n".encode()}


def paste_picture(page: Page, picture: Path) -> None:
    """As after "Copy" in a program that shows files."""
    page.get_by_label("Text", exact=True).evaluate(
        """(body, [name, bytes]) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([new Uint8Array(bytes)], name, {type: "image/png"}));
          body.focus();
          body.setSelectionRange(0, 0);
          body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, cancelable: true}));
        }""",
        [picture.name, [*picture.read_bytes()]],
    )


def drop_picture(page: Page, picture: Path) -> None:
    drop(page, {}, picture)


def drop_from_a_page(page: Page, picture: Path) -> None:
    """As browsers drag a picture: with its address, too, of which nothing is wanted."""
    drop(page, {"text/html": '<img src="https://a.example/desk.png" alt="A">'}, picture)


@pytest.mark.K4
@pytest.mark.parametrize("way", [paste_picture, drop_picture, drop_from_a_page])
def test_a_picture_is_stored_as_it_is_and_writing_goes_on_behind_it(
    outside: Browser, site: Site, address: str, tmp_path: Path, way: Callable[[Page, Path], None]
) -> None:
    site.post(POST, f"{HEAD}One 🙂.\n\nTwo.\n")
    picture = tmp_path / "Our desk.png"
    picture.write_bytes(PICTURE)
    with opened(outside, address) as page:
        page.goto(at(address, f"post?path={POST}"))
        way(page, picture)
        describe(page, "Our [desk]")
        expect(page.get_by_role("status")).to_contain_text("The picture is stored")
        page.keyboard.type("\n\nBetween.")
        save_text(page)
    text = f"{HEAD}One 🙂.\n\n![Our (desk)]({{attach}}our-desk.png)\n\nBetween.\n\nTwo.\n"
    assert files_of(site) == {POST: text.encode(), "posts/our-desk.png": PICTURE}


@pytest.mark.K4
def test_a_picture_that_is_not_saved_with_its_text_is_asked_about(
    outside: Browser, site: Site, address: str, tmp_path: Path
) -> None:
    site.post(POST, f"{HEAD}One.\n")
    picture = tmp_path / "desk.png"
    picture.write_bytes(PICTURE)
    with opened(outside, address) as page:
        page.goto(at(address, f"post?path={POST}"))
        drop_picture(page, picture)
        describe(page, "Our desk")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.get_by_role("link", name="Blogs", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("The picture is stored")
        assert asked == ["beforeunload"]
        save_text(page)
        page.get_by_role("link", name="Blogs", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Blogs")
        assert asked == ["beforeunload"]
    text = f"{HEAD}One.\n\n![Our desk]({{attach}}desk.png)\n"
    assert files_of(site) == {POST: text.encode(), "posts/desk.png": PICTURE}


@pytest.mark.K4
def test_a_file_that_is_no_picture_does_not_take_the_place_of_the_page(
    outside: Browser, site: Site, address: str, tmp_path: Path
) -> None:
    site.post(POST, f"{HEAD}One.\n")
    file = tmp_path / "notes.txt"
    file.write_text("Notes")
    with opened(outside, address) as page:
        page.goto(at(address, f"post?path={POST}"))
        said: list[str] = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
        drop(page, {}, file)
        expect(page.get_by_label("Text", exact=True)).to_have_value("One.")
        assert said == ["Only a picture can be put into a text."]
    assert files_of(site) == {POST: f"{HEAD}One.\n".encode()}
