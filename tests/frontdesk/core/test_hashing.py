"""Digests."""

from __future__ import annotations

import pytest

from frontdesk.core.hashing import digest

pytestmark = pytest.mark.A7


def test_parts_that_run_into_each_other_make_another_digest() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab", b"c") == digest(b"ab", "c")
