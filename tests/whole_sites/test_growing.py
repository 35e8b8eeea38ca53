"""A site that is built after each of many edits equals one from nothing (S2)."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from tests.whole_sites.growing import EDITS, Edit, Growing, Look, differences, look

EDITS_BETWEEN = 5


class GrowingSite(RuleBasedStateMachine):
    """A step is an edit and a build. After each fifth, a new interpreter builds the same from nothing at
    another place, while this site grows on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="growing-"))
        self.growing = Growing(self.folder / "site")
        assert self.growing.build() == 0, self.growing.said
        self.meanwhile = ThreadPoolExecutor(1)
        self.running: Future[tuple[int, str]] | None = None
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
        self.running = self.meanwhile.submit(self.growing.ready(other, bakery=None))

    def compare(self) -> None:
        running, self.running = self.running, None
        if running is None:
            return
        code, said = running.result()
        self.is_right = False
        assert code == self.code, f"{self.growing.said}\n{said}"
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
            self.meanwhile.shutdown()
            shutil.rmtree(self.folder)


TestGrowingSite = pytest.mark.rehearsal(first=True)(pytest.mark.S2(GrowingSite.TestCase))
TestGrowingSite.settings = settings(
    max_examples=11,  # the first is the same edit fifty times
    stateful_step_count=50,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
