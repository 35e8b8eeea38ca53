"""The settings of the sample site, with all defaults and all that follows from them."""

from __future__ import annotations

from pathlib import Path

from frontdesk.core.load_settings import load_settings
from frontdesk.pelican.settings import pelican_settings

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = pelican_settings(load_settings(ROOT / "pelicanconf.py", {}), ROOT)
