"""The project that the desk works on: its files, settings and store, read when they are asked for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from frontdesk.content.lint.run import CheckReport
from frontdesk.core.date_formats import short_date, time_of_day
from frontdesk.core.load_settings import load_settings
from frontdesk.core.memory.folder import MemoryFolder, memory_folder
from frontdesk.core.memory.model import Memory
from frontdesk.net.request_options import fetch_policy
from partner_blogs.config.load import CURATION_FILE, SiteChoices, load_config
from partner_blogs.model.config import Config
from partner_blogs.model.report import DiscoveryResult
from partner_blogs.refresh.schedule import due_requests
from partner_blogs.select.own_posts import OwnPosts
from partner_blogs.store import Store

from .digest_view import Stored
from .own_posts import KeptOwnPosts
from .project_files import ProjectFiles
from .refresh_job import RefreshJob
from .texts import KeptReport, Texts, texts_of


class Dates(NamedTuple):
    """How all pages of the desk write dates: in English, by the clock of the site.

    Attributes:
        language: that of the site where it is a kind of English, such as en-GB.
    """

    zone: ZoneInfo
    language: str

    def day(self, moment: datetime | str) -> str:
        """
        Args:
            moment: an instant, or one in RFC 3339.
        """
        return short_date(self._here(moment).date(), self.language)

    def minute(self, moment: datetime | str) -> str:
        """The day with the time."""
        return f"{self.day(moment)}, {time_of_day(self._here(moment), self.language)}"

    def _here(self, moment: datetime | str) -> datetime:
        found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return found.astimezone(self.zone)


def dates_of(settings: Mapping[str, Any]) -> Dates:
    """The dates of a project with these settings."""
    language = str(settings["DEFAULT_LANG"])
    is_english = language.partition("-")[0] == "en"
    return Dates(ZoneInfo(settings["TIMEZONE"]), language if is_english else "en")


class Project:
    """One project.

    Args:
        settings: its settings file, in its folder.
        feeds: its list of partners, in the same folder or below it.
        store: the folder of the store.
        clock: tells the time.
        allow_private_addresses: lets feeds lie on this machine and its network; for trials.

    Attributes:
        refresh: the refresh that the desk can start.
    """

    def __init__(
        self,
        settings: Path,
        feeds: Path,
        store: Path,
        clock: Callable[[], datetime],
        *,
        allow_private_addresses: bool = False,
    ) -> None:
        self.files = ProjectFiles(settings.parent)
        self.clock = clock
        options = ["--feeds", str(feeds), "--store", str(store)]
        self.refresh = RefreshJob(
            *options, *(["--allow-private-addresses"] if allow_private_addresses else [])
        )
        self._settings, self._feeds, self._store = settings, feeds, store
        self._reading = threading.Lock()
        self._report, self._own_posts = KeptReport(), KeptOwnPosts()
        self._allow_private_addresses = allow_private_addresses

    @property
    def feeds_file(self) -> str:
        """The name of the list of partners within the project."""
        return os.path.relpath(self._feeds, self.files.root).replace(os.sep, "/")

    @property
    def curation_file(self) -> str:
        """The name of curation.yaml, beside the list."""
        return str(PurePosixPath(self.feeds_file).with_name(CURATION_FILE))

    def discover(self, urls: Sequence[str], config: Config) -> Mapping[str, DiscoveryResult]:
        """The feeds of the site at one of these addresses, and what else was looked at; asks the network
        (P7)."""
        from partner_blogs.refresh.discover import discover  # noqa: PLC0415 - loads the fetcher and all parsers

        about = config.about
        folder = self._feeds.parent
        policy = fetch_policy(about.site, about.contact, folder, self._allow_private_addresses)
        return discover(urls, policy, self.clock(), lambda _: None)

    def due_blogs(self, config: Config) -> tuple[str, ...]:
        """The names of the blogs that a refresh would ask now."""
        visits = Store(self._store).fetch_states()
        requests = due_requests(
            config.partners,
            visits,
            self.clock(),
            allow_private_addresses=self._allow_private_addresses,
        )
        due = {one.partner for one in requests}
        return tuple(one.name for one in config.partners if one.id in due)

    def settings(self) -> Mapping[str, Any]:
        """All settings, as the next build has them.

        Raises:
            FrontDeskError: they cannot be read.
        """
        with self._reading:  # a settings file is a program, which one thread runs at a time
            return load_settings(self._settings, os.environ).values

    def texts(self) -> Texts:
        """The texts, by the settings of the next build.

        Raises:
            FrontDeskError: the settings cannot be read.
        """
        return texts_of(self.files, self.settings())

    def report(self, texts: Texts) -> CheckReport:
        """What a check of all texts finds now."""
        return self._report.of(texts, self.clock())

    def own_posts(self, texts: Texts, memory: Memory | None) -> OwnPosts:
        """The posts of this blog that readers see now.

        Args:
            memory: what was published before; None where nothing was.
        """
        return self._own_posts.of(self.report(texts), texts.rules, memory, self.clock())

    def config(self, settings: Mapping[str, Any]) -> Config:
        """The list of partners and the editor's decisions.

        Raises:
            FrontDeskError: with every mistake in the files.
        """
        cache = self.files.root / settings["CACHE_PATH"]
        return load_config(self._feeds, SiteChoices(settings["TIMEZONE"], cache))

    def stored(self) -> Stored:
        """What is known of partners' posts and of our own.

        Raises:
            StoreError: the store cannot be read.
        """
        store = Store(self._store)
        memory = MemoryFolder(memory_folder(store.folder)).read()
        return Stored(store.states(), store.editions(), memory)

    def without_paths(self, words: str) -> str:
        """A message as a browser may have it: without the folders of this machine."""
        here = os.path.relpath(self.files.root)
        for folder in (str(self.files.root), *([here] if here != os.curdir else [])):
            words = words.replace(folder + os.sep, "")
        return words.replace(str(Path.home()), "~")
