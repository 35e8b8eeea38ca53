"""Addresses of pictures in, their bytes in a folder out: fetched politely, if the person agrees."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from frontdesk.core.atomic import replace_file
from frontdesk.core.progress import Progress, ProgressStep
from frontdesk.core.urls import clean_url, host_name
from frontdesk.formats.metadata_removal.file_types import RefusedFileError, detect_file_type
from frontdesk.net.fetch import fetch
from frontdesk.net.model import Failed, Fetched, Request
from frontdesk.net.request_options import FetchPolicy, image_policy

from ..addresses.placement import UNKNOWN_HOME

PAUSE_SECONDS = 1
"""Between two pictures of one host."""
FOLDER = "pictures"
"""Below the folder of the state; it may be deleted when the import is done."""


def describe(missing: Iterable[Sequence[str]]) -> str:
    """How many pictures lie where, in a line for the question whether to fetch them."""
    hosts = Counter(host_of_picture(one[0]) for one in missing)
    shown = ", ".join(f"{host} ({count})" for host, count in hosts.most_common(5))
    more = f" and {len(hosts) - 5} more hosts" if len(hosts) > 5 else ""
    return f"Pictures that lie elsewhere: {shown}{more}"


def host_of_picture(address: str) -> str:
    """Where a picture lies, in words."""
    host = "" if address.startswith(UNKNOWN_HOME) else host_name(address)
    return host or "the old blog, whose address is not known; name it with ADDRESS=https://…"


class PictureDownloads:
    """The pictures that were fetched, kept between imports.

    Args:
        folder: where they are kept.
        policy: how requests are made; that of a refresh.
        max_bytes: of a picture.

    Attributes:
        waiting: a host that asks to be left alone → for how many seconds; it is asked no more.
    """

    def __init__(self, folder: Path, policy: FetchPolicy, max_bytes: int) -> None:
        self._folder = folder
        self.waiting: dict[str, int] = {}
        self._policy = replace(
            image_policy(policy),
            timeout_seconds=policy.timeout_seconds,
            max_bytes=max_bytes,
            pause_seconds=PAUSE_SECONDS,
        )

    def get(self, address: str) -> bytes | None:
        """The bytes of a picture that was fetched before."""
        try:
            return self._file(address).read_bytes()
        except OSError:
            return None

    def fetch_all(
        self, missing: Collection[Sequence[str]], now: datetime, progress: Progress
    ) -> int:
        """Fetch pictures, each under the first of its addresses that has one.

        Returns:
            How many were fetched.
        """
        waiting = [tuple(one) for one in missing if one]
        count = 0
        while waiting:
            wanted = list(dict.fromkeys(first for first, *_ in waiting))
            found = asyncio.run(self._fetch_round(wanted, now, progress))
            count += len(found)
            waiting = [tuple(rest) for first, *rest in waiting if first not in found and rest]
        return count

    async def _fetch_round(
        self, addresses: Sequence[str], now: datetime, progress: Progress
    ) -> set[str]:
        requests = [
            Request(partner=one, feed=one, address=one)
            for one in addresses
            if clean_url(one)
            and not one.startswith(UNKNOWN_HOME)
            and host_name(one) not in self.waiting
        ]
        found = set()
        done = 0
        async for request, outcome in fetch(requests, self._policy, now):
            done += 1
            progress(ProgressStep(done=done, of=len(requests), what="pictures"))
            if isinstance(outcome, Fetched) and _is_picture(outcome.body):
                replace_file(self._file(request.address), outcome.body)
                found.add(request.address)
            elif isinstance(outcome, Failed) and outcome.retry_after:
                self.waiting[host_name(request.address)] = outcome.retry_after
        return found

    def _file(self, address: str) -> Path:
        return self._folder / hashlib.sha256(address.encode()).hexdigest()[:32]


def _is_picture(data: bytes) -> bool:
    try:
        return detect_file_type(data) in {"jpeg", "png", "gif", "webp", "avif", "svg"}
    except RefusedFileError:
        return False
