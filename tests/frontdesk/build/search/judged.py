"""The texts and queries that the search is judged by, and how an answer is judged.

benchmarks/search.py has them, too.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.shipped import IS_SAMPLE_SITE, REASON

from frontdesk.build.search.index import IndexFile, write_index
from frontdesk.site.search_documents import SearchDocument

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
SCRIPT = ROOT / "theme/static/js/search-engine.js"
IN_NODE = ROOT / "tests/theme/search.mjs"

_KINDS = {"posts": "post", "pages": "page"}
_NAMES = ("Tags", "Author", "Category", "Series", "Publisher", "Topic")
_FIRST = datetime(2025, 1, 1, tzinfo=UTC)


def queries() -> list[dict[str, Any]]:
    """Each query with what it should find, and as `kind` the heading that it stands under."""
    by_kind = _yaml(HERE / "judged_queries.yaml")
    return [{"kind": kind, **query} for kind, some in by_kind.items() for query in some]


def documents() -> Iterator[SearchDocument]:
    """The sample content and partners, and posts in other languages; the address of each is its slug."""
    if not IS_SAMPLE_SITE:
        pytest.skip(REASON)
    folders = (ROOT / "content" / name for name in ("pages", "posts", "resources"))
    for path in sorted(path for folder in folders for path in folder.rglob("*.md")):
        header, _, body = path.read_text("utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in header.splitlines() if ": " in line)
        kind = _KINDS.get(path.parent.name) or fields["Type"]
        slug = re.sub(r"^\d{4}-\d\d-\d\d-", "", path.stem)
        words = re.sub(r"\]\([^)]*\)", "]", body)
        date = fields.get("Date", "")[:10]
        yield document(
            slug,
            fields["Title"],
            f"{words}\n{fields['Summary']}",
            kind=kind,
            date=datetime.fromisoformat(date).replace(tzinfo=UTC) if kind == "post" else None,
            keywords=tuple(fields[name] for name in _NAMES if name in fields),
        )
    for n, one in enumerate(_yaml(HERE / "judged_documents.yaml")):
        yield document(
            one["slug"],
            one["title"],
            one["text"],
            language=one["lang"],
            date=_FIRST + timedelta(days=n),
            keywords=tuple(one.get("keywords", ())),
        )
    for one in _yaml(ROOT / "feeds.yaml")["partners"]:
        about = one.get("description", "")
        keywords = tuple(one[name] for name in ("author", "topic") if name in one)
        yield document(
            f"partner:{one['id']}",
            one["name"],
            about,
            kind="partner",
            summary=about,
            keywords=keywords,
        )


def document(slug: str, title: str, text: str, **more: Any) -> SearchDocument:
    """A post in English without a date, but for what is said otherwise."""
    fields = {"kind": "post", "language": "en", **more}
    digest = sha256(repr((slug, title, text, sorted(fields.items()))).encode()).digest()
    return SearchDocument(url=slug, title=title, digest=digest, text=lambda: text, **fields)


def index_files(
    found: Iterable[SearchDocument], cache: Path, made_by: str = ""
) -> dict[str, bytes]:
    """The files of an index by their paths."""
    files: dict[str, bytes] = {}

    def write(file: IndexFile) -> None:
        files[file.path] = file.data()

    write_index(found, cache, made_by, write)
    return files


def answers(
    index: Path, asked: Sequence[Any], texts: Mapping[str, str], *, fresh: bool = False
) -> list[dict[str, Any]]:
    """What the script of the page Search finds, in Node.

    Args:
        index: the folder of the index.
        texts: of the pages, by their address.
        fresh: whether each query loads all files again but the one that all begin with.
    """
    given = json.dumps({"queries": list(asked), "texts": dict(texts), "fresh": fresh})
    done = subprocess.run(
        ["node", IN_NODE, SCRIPT, index], input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return list(json.loads(done.stdout))


def faults(query: Mapping[str, Any], urls: Sequence[str], meant: Sequence[str] = ()) -> list[str]:
    """What is wrong with an answer; nothing for a good one.

    Args:
        urls: the first that were found.
        meant: the words that were offered.
    """
    first = query.get("first", ())
    wanted = [first] if isinstance(first, str) else first
    wrong = []
    if wanted and (not urls or urls[0] not in wanted):
        wrong.append(f"first is {urls[:1]}")
    if missing := set(query.get("five", ())) - set(urls[:5]):
        wrong.append(f"{sorted(missing)} are not among the first five")
    if query.get("some") and not urls:
        wrong.append("nothing is found")
    if query.get("none") and (urls or meant):
        wrong.append(f"{urls[:1]} is found")
    if "meant" in query and query["meant"] not in meant:
        wrong.append(f"{list(meant)} is offered")
    return wrong


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path)
