"""The project that the desk works on: its files, settings and store, read when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from frontdesk.core.load_settings import load_settings
from frontdesk.core.memory.folder import MemoryFolder, memory_folder
from partner_blogs.config.load import CURATION_FILE, SiteChoices, load_config
from partner_blogs.model.config import Config
from partner_blogs.store import Store

from .digest_view import Stored
from .project_files import ProjectFiles


class Project:
    """One project.

    Args:
        settings: its settings file, in its folder.
        feeds: its list of partners, in the same folder or below it.
        store: the folder of the store.
        clock: tells the time.
    """

    def __init__(
        self, settings: Path, feeds: Path, store: Path, clock: Callable[[], datetime]
    ) -> None:
        self.files = ProjectFiles(settings.parent)
        self.clock = clock
        self._settings, self._feeds, self._store = settings, feeds, store

    @property
    def curation_file(self) -> str:
        """The name of curation.yaml within the project."""
        beside = self._feeds.with_name(CURATION_FILE)
        return os.path.relpath(beside, self.files.root).replace(os.sep, "/")

    def settings(self) -> Mapping[str, Any]:
        """All settings, as the next build has them.

        Raises:
            FrontDeskError: they cannot be read.
        """
        return load_settings(self._settings, os.environ).values

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
        own = tuple(memory.posts.values()) if memory else ()
        return Stored(store.states(), store.editions(), own)

    def without_paths(self, words: str) -> str:
        """A message as a browser may have it: without the folders of this machine."""
        here = os.path.relpath(self.files.root)
        for folder in (str(self.files.root), *([here] if here != os.curdir else [])):
            words = words.replace(folder + os.sep, "")
        return words.replace(str(Path.home()), "~")
