"""The sample site: its settings, with all that follows from them, and whether it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.core.load_settings import load_settings
from frontdesk.pelican.settings import pelican_settings
from frontdesk.start.samples import samples

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_SETTINGS = ROOT / "tests" / "sample_settings"
"""The settings of the sample site, which stay here when the project's own become somebody's."""
SETTINGS = pelican_settings(load_settings(SAMPLE_SETTINGS / "pelicanconf.py", {}), ROOT)

IS_SAMPLE_SITE = not (ROOT / "site.yaml").exists() and all(
    (ROOT / path).is_file() for path in samples().files
)
REASON = "this looks at the sample site, which `make start` took away"
needs_sample_site = pytest.mark.skipif(not IS_SAMPLE_SITE, reason=REASON)
"""For tests of what the project comes with. In a blog of somebody's own they have nothing to look at."""
