"""A site that is built after each of many edits equals one from nothing (S2)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from copy import copy
from fnmatch import fnmatch
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from tests.whole_sites.building import Site
from tests.whole_sites.growing import EDITS, MADE, Edit, Growing, Look, differences, look

EDITS_BETWEEN = 5
KILLS = 200


class GrowingSite(RuleBasedStateMachine):
    """A step is an edit and a build. After each fifth, another interpreter builds the same from nothing at
    another place, while this site grows on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="growing-"))
        self.growing = Growing(self.folder / "site")
        assert self.growing.build() == 0, self.growing.said
        self.running: subprocess.Popen[str] | None = None
        self.code, self.grown = 0, Look()
        self.is_right = True

    @rule(edit=st.sampled_from(EDITS), seed=st.integers(0, 999))
    def step(self, edit: Edit, seed: int) -> None:
        self.growing.code = None
        edit(self.growing, Random(seed))
        if self.growing.steps % EDITS_BETWEEN:
            self.growing.build()
        else:
            self.build_and_compare()

    def build_and_compare(self) -> None:
        self.compare()
        other = self.folder / "other"
        self.growing.copy(other)
        self.code = self.growing.build()
        self.grown = self.growing.look()
        command = self.growing.command(other)
        self.running = subprocess.Popen(
            **command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def compare(self) -> None:
        running, self.running = self.running, None
        if running is None:
            return
        said, _ = running.communicate()
        self.is_right = False
        assert running.returncode == self.code, f"{self.growing.said}\n{said}"
        if self.code == 0:
            found = differences(self.grown, look(self.folder / "other"))
            assert not found, found
        self.is_right = True
        shutil.rmtree(self.folder / "other")

    def teardown(self) -> None:
        try:
            if self.is_right:
                self.compare()
                if self.growing.steps % EDITS_BETWEEN != 1:
                    self.build_and_compare()
                    self.compare()
        finally:
            shutil.rmtree(self.folder)


TestGrowingSite = pytest.mark.rehearsal(pytest.mark.S2(GrowingSite.TestCase))
TestGrowingSite.settings = settings(
    max_examples=11,  # the first is the same edit fifty times
    stateful_step_count=50,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


# --- kills --------------------------------------------------------------------------------------


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


@pytest.mark.rehearsal
@pytest.mark.S2
@pytest.mark.B7
@pytest.mark.B9
def test_a_build_killed_at_any_moment_tears_nothing_and_the_next_is_right(tmp_path: Path) -> None:
    chance = Random(2026)
    growing = Growing(tmp_path / "site")
    states = []
    while len(states) < 8:
        for edit in chance.sample(EDITS, 8):
            edit(growing, chance)
        growing.code = None
        growing.publishes = len(states) % 2 == 0
        states.append(State(growing, tmp_path / f"state-{len(states)}"))
        assert growing.build() == 0, growing.said
    kills, served, life = 0, {"old": 0, "new": 0}, 0.0
    state, part = states[-1], 0.0
    while kills < KILLS:
        before = served_of(state.growing.look())
        state = chance.choice([one for one in states if one is not state])
        state.put()
        part = chance.random() if chance.random() < 0.7 else 1 - chance.random() / 8
        killed = life and state.growing.build(part * life) == -signal.SIGKILL
        if killed:
            kills += 1
            found = state.growing.look()
            is_old = not differences(served_of(found), before)
            torn = differences(served_of(found), served_of(state.whole))
            assert is_old or not torn, torn
            served["old" if is_old else "new"] += 1
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
    assert min(served.values()) > KILLS / 40


def served_of(all_of_it: Look) -> Look:
    return {name: it for name, it in all_of_it.items() if name.startswith("output")}
