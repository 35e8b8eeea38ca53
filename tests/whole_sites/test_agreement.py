"""Check, build and audit of a whole site are of one opinion (A11)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from tests.frontdesk.content.constructs import ALL, corpus
from tests.frontdesk.content.project import SHIPPED
from tests.whole_sites.building import ADDRESS, NOW, Site

from frontdesk.build.audit.run import audit_site
from frontdesk.cli import audit as audit_command
from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache
from frontdesk.core.problems import Problem

pytestmark = pytest.mark.A11

HEAD = "Title: Text {n}\nDate: 2026-{month:02}-{day:02} 08:{minute:02}\nId: urn:x:{n}\n\n"
UNDER_A_PATH = "https://host.example/blog"
NAMESPACES = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
ENTITY = "<!ENTITY e 'https://e.example/x'>"
DTD = '-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63"
    "600000000200015e4e2b6b0000000049454e44ae426082"
)


def problems_of(site: Site) -> tuple[Problem, ...]:
    now = datetime.fromisoformat(NOW)
    return check(site.folder / "content", SHIPPED, now, RenderCache()).problems


def written(folder: Path, texts: Iterable[str]) -> Site:
    """A site of these texts, without those that the check holds back."""
    site = Site(folder)
    site.settings = "SHARE_CARDS = False\nRELATED_POSTS = 0\n"
    site.feeds("partners: []\n")
    (folder / "content/images").mkdir(parents=True)
    (folder / "content/images/desk.png").write_bytes(PNG)
    (folder / "content/files").mkdir()
    (folder / "content/files/a.mp4").write_bytes(b"film")
    for n, text in enumerate(texts):
        head = HEAD.format(n=n, month=1 + n // 28 % 10, day=1 + n % 28, minute=n % 60)
        site.post(f"posts/{n}.md", f"{head}{text}\n")
    for problem in problems_of(site):
        if problem.severity == "error":
            (folder / "content" / problem.path).unlink(missing_ok=True)
    left = problems_of(site)
    assert [one for one in left if one.severity == "error"] == []
    return site


def published(site: Site) -> str:
    """Build for a folder of a host, where an address from the root leads elsewhere; the address."""
    site.command(NOW)
    settings = f"""
import sys
sys.path.insert(0, {str(site.folder)!r})
from conf import *
SITEURL = {UNDER_A_PATH!r}
"""
    (site.folder / "publishconf.py").write_text(settings, encoding="utf-8")
    site.build(settings="publishconf.py")
    return UNDER_A_PATH


def assert_all_agree(site: Site) -> None:
    address = published(site)
    assert "Error:" not in site.complained
    stops = audit_site(site.folder / "output", address).errors
    assert [f"{one.file}: {one.message}" for one in stops] == []


def test_what_check_passes_build_and_audit_pass(tmp_path: Path) -> None:
    pieces = [piece.replace("@", f"{n}") for n, piece in enumerate(ALL)]
    site = written(tmp_path, [*pieces, *(f"> {one}" for one in pieces[-30:])])
    assert len(list((tmp_path / "content/posts").iterdir())) > 60
    assert_all_agree(site)


@pytest.mark.rehearsal
def test_they_agree_on_some_thousand_texts(tmp_path: Path) -> None:
    site = written(tmp_path, corpus(int(os.environ.get("CORPUS", "3000"))))
    assert len(list((tmp_path / "content/posts").iterdir())) > 800
    assert_all_agree(site)


def test_fields_comments_and_introductions_are_judged_as_texts_are(tmp_path: Path) -> None:
    site = written(tmp_path, ["Plain words."])
    odd = '<b style="x">bold</b> [call](tel:+1) <svg onload=x></svg> <main>x</main>'.replace(
        "onload=x", "width=1"
    )
    site.post(
        "posts/fields.md",
        f"Title: Fields\nDate: 2026-11-02\nSummary: {odd} A.[^1]\nDisclosure: {odd}\n\n"
        f"{odd}[^1]\n\n[^1]: N.\n",
    )
    site.post("pages/about.md", f"Title: About\n\n{odd}\n")
    site.post(
        "resources/a.md",
        f"Title: A\nType: article\nDate: 2026-11-02\nSummary: {odd}\nAuthor: Ann\n"
        "Link: https://a.example/\n"
        "Topic: Fees\n"
        f"Publication: A\nPublished: 2026-05-22\n\n{odd}\n",
    )
    site.post(
        "comments/fields/ann.md",
        "Author: Ann\nDate: 2026-11-03\n\n<p onclick=x style=y>Yes</p>\n\n"
        "[call](tel:+1) [run](javascript:x) "
        "[^1] <script>1</script> https://a.example/\n",
    )
    (tmp_path / "curation.yaml").write_text(
        "digests:\n  - period: 2026-W46\n    intro: |\n      <p style=x onclick=y>Hello</p>\n\n"
        "      ![x](//else.example/x.png) [run](javascript:x) <script>1</script> <div>\n",
        encoding="utf-8",
    )
    found = [one for one in problems_of(site) if one.severity != "info"]
    by_file = {one.path for one in found}
    assert {
        "posts/fields.md",
        "pages/about.md",
        "resources/a.md",
        "comments/fields/ann.md",
    } <= by_file
    assert {one.line for one in found if one.path == "posts/fields.md"} >= {3, 4, 6}
    assert {one.severity for one in found if one.path.startswith("comments/")} == {"warning"}
    assert not [one for one in found if one.severity == "error"]
    assert_all_agree(site)
    told = next(row for row in site.complained.splitlines() if "in this introduction was" in row)
    assert told.startswith("Warning: curation.yaml:2: ")
    assert all(name in told for name in ("<script>", "style=…", "onclick=…", "src=…", "href=…"))
    reply = site.page("2026/11/fields.html").select_one("#comment-ann")
    assert "tel:" not in str(reply)
    assert reply.select_one("a[href='https://a.example/']")["rel"] == ["nofollow", "ugc"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("images/a.svg", "<svg {NS}><image href='https://e.example/x'/></svg>", "e.example"),
        ("posts/a.svg", "<svg {NS}><style>@import '//e.example/x'</style></svg>", "e.example"),
        ("images/b.svg", "<svg {NS}><use xlink:href='//e.example/#a'/></svg>", "e.example"),
        ("images/c.svg", "<svg {NS} onload='x()'/>", "onload=…"),
        ("images/d.svg", "<svg {NS}><script>x()</script></svg>", "<script>"),
        ("images/e.svg", "<svg {NS}><foreignObject/></svg>", "<foreignObject>"),
        ("images/f.svg", "<svg {NS}><rect style='fill: url(https://e.example/#a)'/></svg>", "e.example"),
        ("images/g.svg", "<svg {NS}><a href='javascript:x'/></svg>", "javascript:x"),
        ("images/h.svg", f"<!DOCTYPE svg [{ENTITY}]><svg {{NS}}><image href='&e;'/></svg>", "e.example"),
        ("images/i.svg", "<svg {NS}><style>p{background:\\75rl(//e.example/x)}</style></svg>", "e.example"),
        ("files/x.css", "p { background: url(//e.example/x.png) }", "e.example"),
        ("files/talk.html", "<script>deck()</script>", "<script>"),
        ("files/talk.html", "<p style='color: red'>x</p>", "style=…"),
        ("files/talk.html", "<img src=https://e.example/x.png>", "e.example"),
        ("files/data.json", "{", "this file cannot be read"),
        ("files/data.xml", "<a>", "this file cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_the_audit_would_refuse_is_an_error_of_the_check(
    tmp_path: Path, name: str, data: str, says: str
) -> None:
    data = data.replace("{NS}", NAMESPACES)
    site = written(tmp_path, ["Plain words."])
    site.post(name, data)
    (found,) = [one for one in problems_of(site) if one.severity == "error"]
    assert (found.path, found.line) == (name, 0)
    assert says in found.message
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / Path(name).name).write_text(data, encoding="utf-8")
    assert audit_site(tmp_path / "site", ADDRESS).errors


@pytest.mark.parametrize(
    "data",
    [
        "<svg {NS}><a href='https://e.example/'><rect style='fill: red'/></a></svg>",
        "<svg {NS}><image href='data:image/png;base64,AA=='/></svg>",
        f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "{DTD}"><svg {{NS}}><use href="#b"/></svg>',
        "<svg {NS}><style>.a{fill:url(#b)}</style><linearGradient id='b'/></svg>",
    ],
)
def test_a_drawing_that_asks_nobody_is_fine(tmp_path: Path, data: str) -> None:
    data = data.replace("{NS}", NAMESPACES)
    site = written(tmp_path, ["Plain words."])
    site.post("images/a.svg", data)
    assert [one for one in problems_of(site) if one.severity == "error"] == []
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.svg").write_text(data, encoding="utf-8")
    assert audit_site(tmp_path / "site", ADDRESS).errors == ()


def test_what_the_audit_refuses_names_the_text_the_line_and_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As if a theme or a plugin had let it through."""
    site = written(tmp_path, ["One.\n\nTwo [x](https://a.example/bad)\n\nThree.", "Plain words."])
    published(site)
    page = next(name for name in site.files if re.fullmatch(r"2026/\d\d/0\.html", name))
    path = tmp_path / "output" / page
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('<a href="https://a.example/bad"', '<img src="https://a.example/bad"'),
        encoding="utf-8",
    )
    monkeypatch.setattr(audit_command, "ROOT", tmp_path)
    settings = {"SITE_ADDRESS": UNDER_A_PATH, "AUDIT_LEAVES_OUT": [], "PATH": "content"}
    monkeypatch.setattr(audit_command, "settings_of", lambda _: settings)
    monkeypatch.chdir(tmp_path)
    assert audit_command.main(["output"]) == 1
    said = capsys.readouterr().out
    assert (
        f"Error: {page}: <img> asks for https://a.example/bad; it comes from content/posts/0.md:7: copy"
        in said
    )
