"""A settings file of a project, such as publishconf.py, in; what it sets out. Needs Python alone."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SETTINGS_MODULE = "pelicanconf"


def run_settings(path: Path) -> Mapping[str, Any]:
    """The names that a settings file sets. It is run in its own folder, where it finds the files that it
    imports; what an earlier project had under the same name is not mistaken for them.

    Raises:
        OSError: the file cannot be read.
        Exception: whatever the file itself raises, for it is a program.
    """
    before, folder = Path.cwd(), path.resolve().parent
    loaded = sys.modules.pop(SETTINGS_MODULE, None)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        return runpy.run_path(path.name)
    finally:
        sys.modules.pop(SETTINGS_MODULE, None)
        if loaded:
            sys.modules[SETTINGS_MODULE] = loaded
        sys.path.remove(str(folder))
        os.chdir(before)
