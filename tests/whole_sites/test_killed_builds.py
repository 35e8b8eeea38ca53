"""A build that is killed at any moment tears nothing, and the next one is right (S2, B7, B9)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from copy import copy
from fnmatch import fnmatch
from pathlib import Path
from random import Random

import pytest
from tests.whole_sites.building import Site
from tests.whole_sites.growing import EDITS, MADE, Growing, Look, differences, look

KILLS = 200
MEMORY = "var/site/memory.json"


class State:
    """The site at one time.

    Attributes:
        before: its memory before it is built.
        whole: what it is from nothing.
    """

    def __init__(self, growing: Growing, folder: Path) -> None:
        self.folder = folder
        growing.copy(folder)
        self.growing = copy(growing)
        self.growing.site = Site(growing.site.folder, settings=growing.site.settings)
        growing.copy(folder.with_name(f"{folder.name}-whole"))
        command = growing.command(folder.with_name(f"{folder.name}-whole"))
        done = subprocess.run(**command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        self.before, self.whole = look(folder), look(folder.with_name(f"{folder.name}-whole"))

    def put(self) -> None:
        """Make the site's content, settings, store and memory those of this state."""
        site = self.growing.site.folder
        for path in site.iterdir():
            if not any(fnmatch(path.name, one) for one in MADE):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.folder, site, symlinks=True, dirs_exist_ok=True)


@pytest.mark.rehearsal(first=True)
@pytest.mark.S2
@pytest.mark.B7
@pytest.mark.B9
def test_a_build_killed_at_any_moment_tears_nothing_and_the_next_is_right(tmp_path: Path) -> None:
    chance = Random(2026)
    growing = Growing(tmp_path / "site")
    states = []
    while len(states) < 8:
        # Few changes are put in place one by one, many by an exchange.
        for edit in chance.sample(EDITS, 8 if len(states) < 4 else 1):
            edit(growing, chance)
        growing.code = None
        growing.publishes = len(states) < 4 and len(states) % 2 == 0
        states.append(State(growing, tmp_path / f"state-{len(states)}"))
        assert growing.build() == 0, growing.said
    kills, served, life = 0, {"old": 0, "new": 0, "between": 0}, 0.0
    state = states[-1]
    while kills < KILLS:
        before = served_of(state.growing.look())
        state = chance.choice([one for one in states if one is not state])
        state.put()
        late = chance.random() < 0.2
        seconds = chance.random() * life / (20 if late else 1)
        killed = life and state.growing.build(seconds, once_replaced=late) == -signal.SIGKILL
        if killed:
            kills += 1
            found = state.growing.look()
            is_old = not differences(served_of(found), before)
            after = served_of(state.whole)
            is_new = not differences(served_of(found), after)
            assert is_old or is_new or not torn_files(served_of(found), before, after)
            served["old" if is_old else "new" if is_new else "between"] += 1
            remembered = found.get(MEMORY)
            assert remembered in {state.before.get(MEMORY), state.whole.get(MEMORY)}
            assert not is_old or remembered == state.before.get(MEMORY)  # it is never ahead
        started = time.monotonic()
        assert state.growing.build() == 0, state.growing.said
        life = max(time.monotonic() - started, life * 0.9)
        found = state.growing.look()
        wrong = differences(found, state.whole)
        assert not wrong, wrong
        assert not list(state.growing.site.folder.glob("output.*"))
    assert min(served["old"], served["new"]) > KILLS / 40


def torn_files(found: Look, before: Look, after: Look) -> list[str]:
    """Files that are neither as they were nor as they will be, and those that neither site has."""
    return [name for name, it in found.items() if it not in (before.get(name), after.get(name))] + [
        name for name in before.keys() & after.keys() if name not in found
    ]


def served_of(all_of_it: Look) -> Look:
    return {name: it for name, it in all_of_it.items() if name.startswith("output")}
