"""Where tests lie. Each test here lists all that is out of place at once."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
PLUGINS = TESTS.parent / "plugins"

OF_SEVERAL_MODULES = {
    "frontdesk/content/test_agreement.py",  # check, build and audit judge a text alike
    "frontdesk/importers/test_hard_cases.py",  # from an export to files, by all modules of the room
    "frontdesk/formats/test_feeds.py",  # the three formats say the same
    "partner_blogs/refresh/test_entries.py",  # from bytes to entries, by whichever parser
    "partner_blogs/refresh/test_moves.py",  # merge believes a redirect, and schedule follows it
    "partner_blogs/test_faults.py",  # a whole refresh, killed at any point
}


def test_a_test_lies_where_its_module_lies() -> None:
    """tests/frontdesk/core/test_urls.py has the tests of plugins/frontdesk/core/urls.py."""
    lost = set()
    for package in ("frontdesk", "partner_blogs"):
        for path in (TESTS / package).rglob("test_*.py"):
            name = path.name.removeprefix("test_")
            place = path.relative_to(TESTS)
            module = PLUGINS / place.with_name("__main__.py" if name == "main.py" else name)
            if not module.exists():
                lost.add(place.as_posix())
    assert lost == OF_SEVERAL_MODULES


PRIVATE = re.compile(
    r"(?<!\bself)(?<!\bcls)\._[a-z]\w*|\bimport _[a-z]\w*|setattr\([^()]*?[\"']_[a-z]\w*"
)
NO_PRIVATE_NAME = {"._replace", "._exit", "._asdict"}  # of named tuples and of os
ALLOWED = {
    # How many pairs are compared has no other face: a build that compares all is only slower.
    ("partner_blogs/select/test_near_duplicates.py", "are_alike"),
    # Pelican's name, by which plugins of others change a text.
    ("whole_sites/test_other_plugins.py", "content"),
}


def test_no_test_asks_for_a_private_name() -> None:
    asked = set()
    for path in TESTS.rglob("*.py"):
        for found in PRIVATE.findall(path.read_text("utf-8")):
            if found not in NO_PRIVATE_NAME:
                name = re.split(r"\b_|\._", found)[-1]
                asked.add((path.relative_to(TESTS).as_posix(), name))
    assert asked == ALLOWED
