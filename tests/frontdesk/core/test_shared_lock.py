import os
import stat
from pathlib import Path

import pytest
from filelock import Timeout

from frontdesk.core.shared_lock import shared_lock


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.B7
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_every_user_can_take_it_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with shared_lock(tmp_path / ".lock", 0):
            assert mode(tmp_path / ".lock") == 0o666
    finally:
        os.umask(before)


@pytest.mark.B7
@pytest.mark.parametrize("left", [0o644, 0o600, 0o444, 0o000])
def test_a_file_that_a_killed_process_left_half_made_is_opened_to_all(
    tmp_path: Path, left: int
) -> None:
    path = tmp_path / ".lock"
    path.touch()
    path.chmod(left)
    with shared_lock(path, 0):
        assert mode(path) == 0o666


def test_one_process_has_it_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with shared_lock(path, 0), pytest.raises(Timeout):
        shared_lock(path, 0).acquire()
    with shared_lock(path, 0):
        pass
