"""A small site of everything, and what happens to it between two builds: an edit, a partner's news, time.

Each edit takes the site and a source of chance, and says by nothing but files, settings and the clock what
it did. Some leave a text with an error, and some change nothing: that, too, happens.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image
from tests.whole_sites.bakery import Bakery
from tests.whole_sites.building import ADDRESS, BAKERY, ROOT, Site

Look = dict[str, tuple[int, bytes]]
"""Mode and bytes of each file and folder, by its path."""

SLOTS = range(1, 9)
WORDS = ("fees", "calls", "letters", "clients", "promises", "invoices", "notes", "visits")
PARTNERS = ("alpha", "beta", "gamma", "delta")
MADE = ("output*", ".output*", ".cache", "kept", ".lock", "__pycache__", ".said", ".complained")
"""What is not content, settings, store or memory."""
EXTRA = {
    "SITESUBTITLE": ["'One line'", "'Another line'"],
    "HOME_POSTS": ["3", "10"],
    "RELATED_POSTS": ["0", "2", "3"],
    "TIMEZONE": ["'UTC'", "'Europe/Warsaw'", "'Pacific/Auckland'"],
    "DEFAULT_LANG": ["'en'", "'pl'"],
    "AUTHOR": ["'The Editor'", "'Ann'"],
    "TAG_FEEDS": ["True", "False"],
    "CATEGORY_FEEDS": ["True", "False"],
    "SHARE_CARDS": ["True", "False"],
    "SEARCH": ["True", "False"],
    "READING_SPEED": ["230", "0"],
    "CONTENTS_FROM": ["4", "1"],
    "PRECOMPRESS": ["False", "True"],
    "MENU_PAGES": ["['about']", "['about', 'where']"],
    "ARTICLE_URL": ["'{date:%Y}/{date:%m}/{slug}.html'", "'{slug}.html'"],
    "WEBSUB_HUBS": ["[]", "['https://hub.example/']"],
    "SERIES": ["{'Diary': 'Friday'}", "{'Diary': None, 'Letters': 'Monday'}"],
    "FEED_COPIES": ["{}", "{'rss.xml': 'feeds/posts.rss.xml'}"],
    "THEME_TEMPLATES_OVERRIDES": ["[]", "['mine']"],
}
"""Settings and their values; each begins with the first."""


class Growing:
    """A site that is edited and built in turn.

    Attributes:
        now: of the next build.
        publishes: whether the next build is a publish.
        code: a changed copy of our code, with which the next build is; None for ours.
        environment: variables of it.
        said: by the last build.
    """

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder)
        self.now = datetime.fromisoformat("2026-11-18T12:00:00Z")
        self.publishes = False
        self.umask = 0o022
        self.settings = {name: values[0] for name, values in EXTRA.items()}
        self.code: Path | None = None
        self.environment: dict[str, str] = {}
        self.said = ""
        self.steps = 0
        self.posts: dict[int, dict[str, str]] = {}
        self.options = ""
        self.partners = {name: {"name": name, "topic": "Fees"} for name in PARTNERS[:2]}
        self.items: dict[str, list[tuple[str, str]]] = {name: [] for name in PARTNERS}
        self._begin()

    # --- files ------------------------------------------------------------------------------------

    def path(self, name: str) -> Path:
        path = self.site.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, name: str, text: str) -> None:
        self.path(name).write_text(text, encoding="utf-8")

    def write_post(self, slot: int) -> None:
        known = dict(self.posts[slot])
        file, body = known.pop("file"), known.pop("body")
        header = "".join(f"{name}: {value}\n" for name, value in known.items())
        self.write(f"content/posts/{file}.md", f"{header}\n{body}\n")

    def picture(self, name: str, colour: str, width: int = 90) -> None:
        to = BytesIO()
        Image.new("RGB", (width, 60), colour).save(to, "PNG")
        self.path(f"content/{name}").write_bytes(to.getvalue())

    def write_feeds(self) -> None:
        rows = "".join(
            f"- {{id: {name}, feed: {name}.xml, home: 'https://{name}.example/', backfill: all"
            + "".join(f", {field}: {value}" for field, value in fields.items())
            + "}\n"
            for name, fields in self.partners.items()
        )
        self.site.feeds(f"{self.options}partners:\n{rows}" if rows else "partners: []\n")

    def news(self, partner: str, title: str) -> None:
        self.items[partner].append((title, f"{self.now:%a, %d %b %Y %H:%M:%S} GMT"))
        self.site.feed(partner, *self.items[partner])

    def refresh(self) -> None:
        self.site.refresh(self.now.isoformat(), "--force")

    def _begin(self) -> None:
        shutil.copytree(ROOT / "theme", self.path("theme"))
        for slot in SLOTS[:5]:
            self.posts[slot] = {
                "file": f"2026-11-{slot + 10:02}-post-{slot}",
                "Title": f"Number {slot} about {WORDS[slot - 1]}",
                "Tags": ", ".join(WORDS[slot - 1 : slot + 1]),
                **({"Series": "Diary"} if slot % 2 else {}),
                "body": f"Of {WORDS[slot - 1]}, number {slot}.",
            }
            self.write_post(slot)
        self.write("content/pages/about.md", "Title: About\n\nWho we are.\n")
        self.write(
            "content/comments/2026-11-13-post-3/1.md", "Author: Ann\nDate: 2026-11-14\n\nSo.\n"
        )
        self.write("content/files/letter.txt", "Dear client,\n")
        self.picture("images/shown.png", "red")
        self.write("own_words.py", "LINE = 'as ever'\n")
        self.write("mine/parts/share.html", "<!-- nothing to share -->\n")
        for name in PARTNERS:
            self.news(name, f"First of {name}")
        self.write_feeds()
        self.refresh()
        self.write_settings()

    def write_settings(self) -> None:
        lines = "".join(f"{name} = {value}\n" for name, value in self.settings.items())
        self.site.settings = (
            f"{lines}THEME = 'theme'\nimport os\nsys.path.insert(0, os.curdir)\n"
            "from own_words import LINE\nSITENAME = f'The {LINE}'\n"
        )
        self.write("publishconf.py", f"import sys, os\nsys.path.insert(0, os.curdir)\n{_PUBLISH}")

    # --- builds -----------------------------------------------------------------------------------

    def build(self, killed_after: float | None = None, *, once_replaced: bool = False) -> int:
        """The exit code.

        Args:
            killed_after: as in `Bakery.build`.
            once_replaced: whether the seconds count from the moment at which the new site is in place.
        """
        self.steps += 1
        replaced = self.site.folder / "output" if once_replaced else None
        run = self.ready(self.site.folder, BAKERY, killed_after=killed_after, replaced=replaced)
        code, self.said = run()
        return code

    def ready(
        self, folder: Path, bakery: Bakery | None, **killed: Any
    ) -> Callable[[], tuple[int, str]]:
        """A build of it or of a copy, as all is now; it runs when it is called, and gives the exit code and
        what was said.

        Args:
            bakery: in which it runs, unless its code is not ours; None for a Python that is started for it.
            killed: as in `Bakery.build`.
        """
        command = self.command(folder)
        if self.code or bakery is None:
            return lambda: _run(command)
        umask = self.umask

        def run() -> tuple[int, str]:
            arguments, env = command["args"][3:], command["env"]
            code, *said = bakery.build(arguments, folder, env, umask=umask, **killed)
            return code, "".join(said)

        return run

    def command(self, folder: Path) -> dict[str, Any]:
        """What to run for a build of it or a copy, as subprocess takes it."""
        settings = "publishconf.py" if self.publishes else "conf.py"
        site = Site(folder, settings=self.site.settings)
        command = site.command(self.now.isoformat(), self.environment, settings)
        if folder != self.site.folder:  # its cache is to be empty
            (folder / ".cache/templates").unlink(missing_ok=True)
        if self.code:
            command["env"]["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(self.code)))
        return command | {"umask": self.umask}

    def copy(self, folder: Path) -> None:
        """Its content, settings, store and memory, at another place."""
        left_out = shutil.ignore_patterns(*MADE)
        shutil.copytree(self.site.folder, folder, ignore=left_out, symlinks=True)

    def look(self) -> Look:
        return look(self.site.folder)


def _run(command: dict[str, Any]) -> tuple[int, str]:
    done = subprocess.run(**command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


_PUBLISH = f"from conf import *\nPUBLISH = True\nSITEURL = {ADDRESS!r}\n"


def look(project: Path) -> Look:
    """All of a built site, and what it remembers."""
    found = {}
    for name in ("output", "var/site"):
        for path in [project / name, *(project / name).rglob("*")]:
            if (
                path.exists() and path.name != ".lock"
            ):  # which builds made one says nothing of a site
                data = path.read_bytes() if path.is_file() else b""
                found[path.relative_to(project).as_posix()] = (path.stat().st_mode, data)
    return found


def differences(grown: Look, whole: Look) -> str:
    """Nothing where both are the same."""
    lines = []
    for name in sorted({*grown, *whole}):
        one, other = grown.get(name), whole.get(name)
        if one is None or other is None:
            lines.append(f"{name} is only in the {'grown site' if one else 'site from nothing'}")
        elif one[0] != other[0]:
            lines.append(f"{name} has the mode {one[0]:o}, not {other[0]:o}")
        elif one != other:
            lines += [f"{name} differs:", *_first_difference(one[1], other[1])]
    return "\n".join(lines)


def _first_difference(one: bytes, other: bytes) -> list[str]:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return [f"  {data[max(0, at - 60) : at + 100]!r}" for data in (one, other)]


# --- edits ----------------------------------------------------------------------------------------

Edit = Callable[[Growing, Random], object]
EDITS: list[Edit] = []


def edit(function: Edit) -> Edit:
    EDITS.append(function)
    return function


def some_post(growing: Growing, chance: Random) -> int | None:
    return chance.choice(sorted(growing.posts)) if growing.posts else None


def change_post(growing: Growing, chance: Random, **fields: str | None) -> None:
    """Fields of a post that there is; None takes one out."""
    slot = some_post(growing, chance)
    if slot is not None:
        post = growing.posts[slot] | fields
        growing.posts[slot] = {name: value for name, value in post.items() if value is not None}
        growing.write_post(slot)


@edit
def edit_body(growing: Growing, chance: Random) -> None:
    other = growing.posts.get(chance.choice(SLOTS), {"file": "2026-11-01-none"})["file"]
    body = chance.choice(
        [
            f"Of {chance.choice(WORDS)}, written again {growing.steps}.",
            f"A first sentence.\n\nBelow it {chance.choice(WORDS)} and {growing.steps}.",
            f"See [the other]({{filename}}/posts/{other}.md).",
            "## One\n\na\n\n## Two\n\nb\n\n## Three\n\nc\n\n## Four\n\nd",
            "![A picture](/images/shown.png)\n\nAnd words.",
            "![Beside it](beside.png)",
            "![Wide](/images/wide.png)\n\n![A picture](/images/shown.png)",
            "A note.[^1]\n\n[^1]: Below.\n\n```python\nx = 1\n```",
            "Take [the letter]({static}/files/letter.txt).",
            "Read [the book]({filename}/resources/book.md).",
            "A [broken link]({filename}/posts/nowhere.md).",
            "- [ ] one\n- [x] two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        ]
    )
    change_post(growing, chance, body=body)


@edit
def edit_title(growing: Growing, chance: Random) -> None:
    title = chance.choice([f"A title about {chance.choice(WORDS)}", "Same", "A & B <i>", None])
    change_post(growing, chance, Title=title)


@edit
def edit_tags(growing: Growing, chance: Random) -> None:
    tags = ", ".join(chance.sample(WORDS, chance.randrange(4)))
    change_post(growing, chance, Tags=tags or None)


@edit
def edit_field(growing: Growing, chance: Random) -> None:
    field, values = chance.choice(
        [
            ("Category", ["Practice", "Fees", None]),
            ("Series", ["Diary", "Letters", None]),
            ("Author", ["Ann Example", "Ben", None]),
            ("Summary", ["A summary.", "Another *summary*.", None]),
            ("Slug", ["short", "other", None]),
            ("Date", ["2026-11-02 08:00", "2026-11-18 23:30 +05:00", "2025-01-01", None]),
            ("Modified", ["2026-11-19 10:00", None]),
            ("Status", ["draft", "hidden", None]),
            ("Lang", ["pl", "de", None]),
            ("Aliases", ["/old.html", "/old/, /older.html", None]),
            ("Comments", ["closed", "off", None]),
            ("Discussion", ["https://forum.example/t/1", None]),
            ("Resources", ["book", "event", None]),
            ("Via", ["Ben https://ben.example/fees", None]),
            ("First_published", ["The Letter https://letter.example/fees", None]),
            ("Also_posted", ["https://one.example/fees", None]),
            ("Disclosure", ["A client of mine.", None]),
            ("Question", ["And you?", None]),
            ("Date", ["2026-11-19 09:00", "2026-11-20 15:00"]),
            ("Date", ["the day after", None]),
        ]
    )
    change_post(growing, chance, **{field: chance.choice(values)})


@edit
def add_post(growing: Growing, chance: Random) -> None:
    free = [slot for slot in SLOTS if slot not in growing.posts]
    if free:
        slot = chance.choice(free)
        day = growing.now - timedelta(hours=chance.choice([1, 30, 400, 9000, -1, -30]))
        word = chance.choice(WORDS)
        growing.posts[slot] = {
            "file": f"{day:%Y-%m-%d}-post-{slot}",
            "Title": f"New about {word}",
            "Tags": word,
            "body": f"New of {word}.",
        }
        growing.write_post(slot)


@edit
def swap_addresses(growing: Growing, chance: Random) -> None:
    if len(growing.posts) > 1:
        slots = chance.sample(sorted(growing.posts), 2)
        urls = [growing.posts[slot].get("Url", f"swapped/{slot}.html") for slot in slots]
        for slot, url in zip(slots, reversed(urls), strict=True):
            growing.posts[slot]["Url"] = url
            growing.write_post(slot)


@edit
def delete_post(growing: Growing, chance: Random) -> None:
    slot = some_post(growing, chance)
    if slot is not None:
        growing.path(f"content/posts/{growing.posts.pop(slot)['file']}.md").unlink()


@edit
def rename_post(growing: Growing, chance: Random) -> None:
    slot = some_post(growing, chance)
    if slot is not None:
        post = growing.posts[slot]
        before = growing.path(f"content/posts/{post['file']}.md")
        post["file"] = f"2026-{chance.choice([10, 11])}-0{slot}-post-{slot}{chance.choice('xy')}"
        before.rename(growing.path(f"content/posts/{post['file']}.md"))


@edit
def break_post(growing: Growing, chance: Random) -> None:
    """What is written next over it mends it."""
    slot = some_post(growing, chance)
    if slot is not None:
        text = chance.choice(
            ["Title: X\nStatsu: draft\n\nWords.\n", "", "Tags: a\n\n![x](none.png)\n"]
        )
        growing.write(f"content/posts/{growing.posts[slot]['file']}.md", text)


def write_or_delete(growing: Growing, chance: Random, name: str, texts: list[str]) -> None:
    text = chance.choice([*texts, None])
    if text is None:
        growing.path(name).unlink(missing_ok=True)
    else:
        growing.write(name, text)


@edit
def change_page(growing: Growing, chance: Random) -> None:
    name = chance.choice(["about", "where"])
    texts = [f"Title: {title}\n\nWho {growing.steps}.\n" for title in ("About", "Where to")]
    texts.append("Title: Away\nStatus: draft\n\nNot yet.\n")
    write_or_delete(growing, chance, f"content/pages/{name}.md", texts)


RESOURCE = (
    "Title: {title}\nType: {type}\nDate: 2026-11-1{day}\nSummary: {summary}.\nTopic: {topic}\n"
)


@edit
def change_resource(growing: Growing, chance: Random) -> None:
    name, fields = chance.choice(
        [
            ("book", "Author: Ann\nPublisher: House\nYear: 2008\n"),
            ("event", "Start: 2026-11-19 09:00\nEnd: 2026-11-19 12:00\nTimezone: Europe/London\n"),
            ("guide", "Version: 2026-11-02\nFile: files/letter.txt\n"),
        ]
    )
    if name == "event":
        fields += "Cost: free\nPlace: Library, Leeds\n"
    texts = [
        RESOURCE.format(title=title, type=name, day=day, summary=summary, topic=topic)
        + f"{fields}{more}\nAbout it {growing.steps}.\n"
        for title in ("A thing", "Another thing")
        for day in (1, 2)
        for summary in ("In short", "At length")
        for topic in ("Fees", "Calls")
        for more in ("", "Why: It is good.\n", "Closed: 2026-11-16\n", "Status: draft\n")
    ]
    write_or_delete(growing, chance, f"content/resources/{name}.md", chance.sample(texts, 4))


@edit
def comment(growing: Growing, chance: Random) -> None:
    slot = some_post(growing, chance)
    if slot is not None:
        folder = f"content/comments/{growing.posts[slot]['file']}"
        day = chance.choice(["2026-11-17", "2026-11-19"])  # one that is to come
        answers = f"In_reply_to: {chance.choice('123')}\n"  # or one that is not there, or itself
        texts = [
            f"Author: {name}\nDate: {day}\n{more}\nSaid {growing.steps}.\n"
            for name, more in (("Ann", ""), ("Ben", answers))
        ]
        write_or_delete(growing, chance, f"{folder}/{chance.choice('123')}.md", texts)


@edit
def change_picture(growing: Growing, chance: Random) -> None:
    name = chance.choice(["images/shown.png", "images/wide.png", "posts/beside.png"])
    colour = chance.choice(["red", "blue", ""])
    if colour:
        growing.picture(name, colour, chance.choice([90, 91, 900]))
    else:
        growing.path(f"content/{name}").unlink(missing_ok=True)


@edit
def change_file(growing: Growing, chance: Random) -> None:
    name = chance.choice(["files/letter.txt", "files/new.txt", "extra/robots-of-ours.txt"])
    write_or_delete(growing, chance, f"content/{name}", ["Dear client,\n", "Dear reader,\n"])


@edit
def change_redirects(growing: Growing, chance: Random) -> None:
    lines = ["/a.html /about.html\n", "/b /feeds/posts.rss.xml\n", "/c.html /gone.html\n"]
    texts = ["".join(chance.sample(lines, n)) for n in (1, 2, 3)]
    write_or_delete(growing, chance, "content/redirects.txt", texts)


# --- the theme, settings and code


@edit
def change_theme(growing: Growing, chance: Random) -> None:
    name, before, after = chance.choice(
        [
            ("templates/parts/share.html", "", f"<!-- {chance.random()} -->\n"),
            ("templates/article.html", "", "{# a remark #}\n"),
            ("templates/parts/posts.html", "{% endmacro %}", f"{growing.steps}{{% endmacro %}}"),
            ("templates/base.html", "</body>", f"<p>Foot {growing.steps}</p></body>"),
            ("templates/partner_blogs/parts.html", "", "{# a macro #}\n"),
            ("templates/index.html", "{% endblock", f"<p>{growing.steps}</p>{{% endblock"),
            ("static/css/site.css", "", f"/* {growing.steps} */\n"),
            ("static/js/colours.js", "", f"// {growing.steps}\n"),
            ("words/en.po", "", "# A remark.\n"),
            ("words/pl.po", "Ostatnie", "Nowe"),
            ("words/pl.po", "Biblioteka", f"Zbiór {growing.steps}"),
            ("words/en.po", 'msgstr ""\n\n', f'msgstr "Word {growing.steps}"\n\n'),
        ]
    )
    path = growing.path(f"theme/{name}")
    text = path.read_text("utf-8")
    if before:
        head, found, rest = text.rpartition(before) if "block" in before else text.partition(before)
        if not found:
            return
        text = head + after + rest
    else:
        text += after
    path.write_text(text, encoding="utf-8")


@edit
def shadow_template(growing: Growing, chance: Random) -> None:
    name = chance.choice(["parts/share.html", "parts/posts.html", "partner_blogs/sidebar.html"])
    whole = (ROOT / "theme/templates" / name).read_text("utf-8")
    write_or_delete(growing, chance, f"mine/{name}", [whole, f"{whole}<!-- {growing.steps} -->"])


@edit
def change_setting(growing: Growing, chance: Random) -> None:
    name = chance.choice(sorted(EXTRA))
    growing.settings[name] = chance.choice(EXTRA[name])
    growing.write_settings()


@edit
def change_site_yaml(growing: Growing, chance: Random) -> None:
    write_or_delete(
        growing, chance, "site.yaml", ["SITESUBTITLE: From a file\n", "HOME_POSTS: 2\n"]
    )


@edit
def change_what_settings_import(growing: Growing, chance: Random) -> None:
    growing.write("own_words.py", f"LINE = {chance.choice(WORDS)!r}\n")


@edit
def publish_or_preview(growing: Growing, chance: Random) -> None:
    growing.publishes = not growing.publishes


@edit
def change_environment(growing: Growing, chance: Random) -> None:
    growing.environment = chance.choice(
        [
            {},
            {"SITEURL": "https://other.example/blog"},
            {"TZ": "Pacific/Kiritimati"},
            {"LANG": "C", "LC_ALL": "C"},
        ]
    )


@edit
def change_code(growing: Growing, chance: Random) -> None:
    """For one build; the next is with ours again."""
    growing.code = growing.site.folder.with_name("plugins")
    shutil.copytree(ROOT / "plugins", growing.code, dirs_exist_ok=True)
    with (growing.code / "frontdesk/core/site_writer.py").open("a", encoding="utf-8") as file:
        words = f"lambda html, name, before=from_page: before(html, name) + '{growing.steps}'"
        file.write(f"\n\nfrom_page = {words}\n")


@edit
def change_umask(growing: Growing, chance: Random) -> None:
    growing.umask = chance.choice([0o022, 0o002, 0o077])


# --- partners, and time


@edit
def change_partners(growing: Growing, chance: Random) -> None:
    partners = growing.partners
    name = chance.choice(PARTNERS)
    what = chance.randrange(6)
    if what == 0:
        partners.setdefault(name, {"name": name})
    elif what == 1 and len(partners) > 1:
        partners.pop(name, None)
    elif what == 2:
        growing.partners = dict(sorted(partners.items(), key=lambda _: chance.random()))
    elif what == 3:
        growing.options = chance.choice(
            [
                *("", "blogroll: {title: Others, snippet: yes}\n", "blogroll: {quiet_after: 1}\n"),
                *("blogroll: {headlines_on: front}\n", "blogroll: {sort: manual, limit: 1}\n"),
                *("digest: {daily: yes}\n", "digest: {monthly: yes}\n", "digest: {per_day: 1}\n"),
            ]
        )
    elif name in partners:
        field, values = chance.choice(
            [
                ("name", ["A new name", "Another"]),
                ("topic", ["Fees", "Calls"]),
                ("description", ["In a sentence.", "In another."]),
                ("author", ["Ann", "Ben"]),
                ("show", ["link", "headlines", "excerpts"]),
                ("status", ["active", "retired", "removed"]),
                ("limit", ["1", "5"]),
                ("quiet_after", ["1", "180"]),
                ("sample", ["yes", "no"]),
                ("exclude", ["[second]", "[]"]),
            ]
        )
        partners[name] = partners[name] | {field: chance.choice(values)}
    growing.write_feeds()


@edit
def read_news(growing: Growing, chance: Random) -> None:
    for name in chance.sample(PARTNERS, chance.choice([0, 1, 2])):
        growing.news(name, f"News of {name}, {growing.steps}")
    growing.refresh()


@edit
def curate(growing: Growing, chance: Random) -> None:
    name = chance.choice(PARTNERS)
    what = chance.choice(["pin: yes", "hide: yes", f"note: Read it {growing.steps}."])
    week = f"{growing.now - timedelta(days=chance.choice([0, 7])):%G-W%V}"
    texts = [
        f"entries:\n- {{link: 'https://{name}.example/0', {what}}}\n",
        f"digests:\n- {{period: {week}, intro: Of this week {growing.steps}.}}\n",
    ]
    write_or_delete(growing, chance, "curation.yaml", texts)


@edit
def wait(growing: Growing, chance: Random) -> None:
    """Also for a clock that was set back."""
    growing.now += timedelta(hours=chance.choice([1, 1, 13, 24, 7 * 24, -1, -30]))


@edit
def wait_and_read_news(growing: Growing, chance: Random) -> None:
    wait(growing, chance)
    read_news(growing, chance)


# --- what others do to the site and the cache


@edit
def harm_output(growing: Growing, chance: Random) -> None:
    files = sorted(path for path in growing.path("output").rglob("*.*") if path.is_file())
    files = [path for path in files if path.name != ".built-here"]
    if files:
        path = chance.choice(files)
        what = chance.randrange(4)
        if what == 0:
            path.unlink()
        elif what == 1:
            path.write_bytes(path.read_bytes() + b" ")
        elif what == 2:
            path.chmod(0o600)
        else:
            path.with_name("of-nobody.html").write_text("Whose is this?")


@edit
def lose_store(growing: Growing, chance: Random) -> None:
    """What was read of partners, of which a refresh brings only what is still in their feeds."""
    shutil.rmtree(growing.path("var/partner_blogs"), ignore_errors=True)
    if chance.random() < 0.5:
        growing.refresh()


@edit
def lose_cache(growing: Growing, chance: Random) -> None:
    for path in sorted(growing.path(".cache").glob("*")):  # there is none before the first build
        if chance.random() < 0.5 and path.is_file():
            path.unlink()


@edit
def keep_or_bring_back(growing: Growing, chance: Random) -> None:
    """A host keeps a site and its cache from run to run, and sometimes has older ones."""
    for name in ("output", ".cache"):
        kept, there = growing.path(f"kept/{name}"), growing.path(name)
        if kept.exists() and chance.random() < 0.5:
            shutil.rmtree(there)
            shutil.copytree(kept, there, symlinks=True)
        elif there.exists():
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(there, kept, symlinks=True)
