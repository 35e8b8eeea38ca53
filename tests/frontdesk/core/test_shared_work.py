from __future__ import annotations

import logging
import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from frontdesk.core.shared_work import SharedWork

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # test runners have threads
]
HERE = os.getpid()


def slow_here(job: int) -> tuple[int, bool]:
    """What came of a job, and whether a copy did it."""
    if os.getpid() == HERE:
        time.sleep(0.05)
    return job * job, os.getpid() != HERE


def test_each_job_is_done_and_copies_do_some() -> None:
    jobs = list(range(200))

    done = list(SharedWork(jobs, slow_here, copies=2).finish())

    assert sorted((job, made) for job, (made, _) in done) == [(job, job * job) for job in jobs]
    assert any(by_copy for _, (_, by_copy) in done)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9])
@pytest.mark.parametrize("copies", [0, 1])
def test_any_number_of_jobs(count: int, copies: int) -> None:
    done = list(SharedWork(range(count), str, copies=copies).finish())

    assert sorted(done) == sorted((job, str(job)) for job in range(count))


def test_copies_begin_at_once(tmp_path: Path) -> None:
    work = SharedWork(range(100), lambda job: (tmp_path / str(job)).touch(), copies=1)
    until = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 100 and time.monotonic() < until:
        time.sleep(0.01)

    assert len(list(tmp_path.iterdir())) == 100
    assert len(list(work.finish())) == 100


def test_a_job_that_fails_in_a_copy_is_done_here() -> None:
    def fails_elsewhere(job: int) -> int:
        if os.getpid() != HERE:
            raise ValueError
        return job

    assert sorted(SharedWork(range(50), fails_elsewhere, copies=2).finish()) == [
        (job, job) for job in range(50)
    ]


def test_an_error_of_a_job_is_raised_here() -> None:
    def fails(job: int) -> int:
        raise ValueError(job)

    with pytest.raises(ValueError, match=r"^0$"):
        list(SharedWork([0], fails, copies=1).finish())


def test_the_jobs_of_a_copy_that_was_killed_are_done_here() -> None:
    def kills_copies(job: int) -> int:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return job

    assert sorted(SharedWork(range(50), kills_copies, copies=2).finish()) == [
        (job, job) for job in range(50)
    ]


def test_what_a_job_logs_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    def logs(job: int) -> int:
        logging.getLogger(__name__).warning("job %d", job)
        return job

    assert len(list(SharedWork(range(40), logs, copies=2).finish())) == 40
    assert sorted(caplog.messages) == sorted(f"job {job}" for job in range(40))


def test_what_a_job_tells_is_told_to_this_process() -> None:
    lacking: set[int] = set()

    def tells(job: int) -> int:
        lacking.add(job % 3)
        return job

    list(SharedWork(range(60), tells, lambda: len(lacking), copies=2).finish())

    assert lacking == {0, 1, 2}


def test_copies_can_be_stopped(tmp_path: Path) -> None:
    def waits(job: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)
        return job

    work = SharedWork(range(16), waits, copies=2)
    until = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    work.stop()

    for copy in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(copy.name), 0)


def test_a_thread_keeps_it_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    room = sys.modules[SharedWork.__module__]
    monkeypatch.setattr(room, "threading", SimpleNamespace(active_count=lambda: 2))

    done = list(SharedWork(range(500), slow_nowhere).finish())

    assert {made for _, made in done} == {HERE}


def slow_nowhere(_: int) -> int:
    return os.getpid()
