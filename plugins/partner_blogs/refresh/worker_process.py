"""Calls in by one pipe, what they made out by another: the main loop of a worker process (E9).

It is all that a worker shares with the process that started it: neither loads what the other needs. Each
message has its length in eight bytes before it. A call is pickled as (seconds, function, arguments,
named arguments). An answer is pickled as well: (True, what was made) or (False, the exception's name). A
first message without content says that the process is ready.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, Literal

import msgspec

from frontdesk.net.model import Failed, Fetched

Task = Literal["parse", "thumbnail"]
LENGTH_BYTES = 8
_OBJECTS_BEFORE_CYCLES = 50_000


def main(task: str) -> None:
    """Load what a task needs, then do what comes until the other end of the pipe is closed."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(
            signal.SIGPIPE, signal.SIG_DFL
        )  # nobody waits for the answer: end without a word
    calls, answers = _pipes()
    if task == "parse":
        from . import parse_document  # noqa: F401, PLC0415 - so that the first call need not load it
    else:
        from . import thumbnail  # noqa: F401, PLC0415 - the same
    # What one document leaves behind is freed without looking for cycles, or with the next few.
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_CYCLES)
    _send(answers, b"")
    while head := calls.read(LENGTH_BYTES):
        _send(answers, _answer(calls.read(int.from_bytes(head))))


def length_of(message: bytes) -> bytes:
    """What stands before a message."""
    return len(message).to_bytes(LENGTH_BYTES)


def _send(answers: BinaryIO, message: bytes) -> None:
    answers.write(length_of(message) + message)
    answers.flush()


def parse_and_pack(fetched: Fetched, *, full: bool) -> bytes | Failed:
    """Parse and clean a document. What came of it is packed as MessagePack: pickle is slow with so many
    entries."""
    from .parse_document import parse_and_clean  # noqa: PLC0415 - in workers alone

    found = parse_and_clean(fetched, full=full)
    return found if isinstance(found, Failed) else msgspec.msgpack.encode(found)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, which nothing else reads or writes from now on."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return calls, answers


def _answer(call: bytes) -> bytes:
    try:
        seconds, work, given, named = pickle.loads(call)  # noqa: S301 - our own process packed it
        return pickle.dumps((True, _with_deadline(seconds, work, given, named)))
    except Exception as error:  # noqa: BLE001 - a failure of one document
        return pickle.dumps((False, type(error).__name__))


def _with_deadline(
    seconds: float,
    work: Callable[..., object],
    given: Sequence[object],
    named: Mapping[str, object],
) -> object:
    """The process ends itself one second after the deadline, in case the one that should end it was
    killed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        return work(*given, **named)
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
