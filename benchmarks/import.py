"""An import of a made-up Blogger blog of 5,000 posts and 20,000 comments: seconds and MiB.

.venv/bin/python benchmarks/import.py [--posts N] [--comments N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from html import escape
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
KIND = "http://schemas.google.com/g/2005#kind"
TERM = "http://schemas.google.com/blogger/2008/kind#"
_VOCABULARY = (
    "the a of letter fee client promise returned call Monday office phone line answer question day "
    "late paper early answer before after partner invoice nobody asked why told them twice and "
    "wrote it down"
)
WORDS = _VOCABULARY.split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=5000)
    parser.add_argument("--comments", type=int, default=20_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder, "blog.xml")
        with export.open("w", encoding="utf-8") as file:
            write_blog(file.write, given.posts, given.comments)
        command = [
            sys.executable,
            "-m",
            "frontdesk",
            "import",
            str(export),
            "--settings",
            f"{folder}/pelicanconf.py",
        ]
        Path(folder, "pelicanconf.py").write_text("SITENAME = 'A blog'\n", encoding="utf-8")
        size = export.stat().st_size / 1e6
        for run in ("first import", "second import"):
            begun = time.perf_counter()
            started = subprocess.Popen(  # noqa: S603 - our own command
                command, stdout=subprocess.DEVNULL, env={"PYTHONPATH": str(ROOT / "plugins")}
            )
            _, status, used = os.wait4(started.pid, 0)
            took = time.perf_counter() - begun
            if status:
                return 1
            print(
                f"{run} of {size:.0f} MB: {took:.1f} s, "
                f"{used.ru_utime + used.ru_stime:.1f} s of processor time, "
                f"{used.ru_maxrss / 1024:.0f} MiB"
            )
    return 0


def write_blog(write, posts: int, comments: int) -> None:
    random = Random(17)  # noqa: S311 - the same on every run
    write(
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:app="http://purl.org/atom/app#">'
        "<id>tag:blogger.com,1999:blog-1.archive</id><title>A blog</title>"
    )
    for n in range(posts):
        body = "<br /><br />".join(_paragraph(random) for _ in range(6))
        when = (
            f"{2006 + n * 15 // posts}-{n % 12 + 1:02}-{n % 28 + 1:02}T{n % 24:02}:15:00.000+01:00"
        )
        write(
            f"<entry><id>tag:blogger.com,1999:blog-1.post-{n}</id><published>{when}</published>"
            f"<updated>{when}</updated>{_kind('post')}"
            f'<category scheme="http://www.blogger.com/atom/ns#" term="{random.choice(WORDS)}"/>'
            f"<title type='text'>Post {n} on {random.choice(WORDS)}</title>"
            f"<content type='html'>{escape(body)}</content>"
            f"<link rel='alternate' type='text/html' href='http://a.blogspot.com/{when[:4]}/{when[5:7]}/post-{n}.html'/>"
            "<author><name>Ann Example</name></author></entry>"
        )
    for n in range(comments):
        post = random.randrange(posts)
        write(
            f"<entry><id>tag:blogger.com,1999:blog-1.post-{posts + n}</id>"
            f"<published>2012-05-06T07:{n % 60:02}:00.000+01:00</published>{_kind('comment')}"
            f"<title type='text'>x</title><content type='html'>{escape(_paragraph(random))}</content>"
            f"<thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-{post}'/>"
            f"<author><name>Reader {n}</name><email>noreply@blogger.com</email></author></entry>"
        )
    write("</feed>")


def _kind(name: str) -> str:
    return f"<category scheme='{KIND}' term='{TERM}{name}'/>"


def _paragraph(random: Random) -> str:
    words = [random.choice(WORDS) for _ in range(random.randrange(30, 60))]
    words[5] = f"<b>{words[5]}</b>"
    words[9] = (
        f'<a href="http://a.blogspot.com/2007/03/post-{random.randrange(900)}.html">{words[9]}</a>'
    )
    return " ".join(words)


if __name__ == "__main__":
    sys.exit(main())
