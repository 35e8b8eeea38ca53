"""What differs when publishing: the real address. Everything else is pelicanconf.py's decision."""

import os
import sys
from urllib.parse import urlsplit

sys.path.append(os.curdir)  # Pelican reads this file by its path, not as a part of a package
from pelicanconf import *  # noqa: F403 - settings are the names of a module

# Where readers will find the site, without a slash at the end; a sub-path is fine.
SITEURL = (os.environ.get("SITEURL") or "https://returned-call.example").rstrip("/")
SITE_ADDRESS = SITEURL
SITE_PATH = urlsplit(SITEURL).path

# A published page carries the policy itself, for hosts that send no headers of ours, such as GitHub Pages.
# Only a header can say who may frame it.
PAGE_POLICY, SEARCH_POLICY = (
    "; ".join(f"{what} {whose}" for what, whose in policy.items() if what != "frame-ancestors")
    for policy in (CONTENT_POLICY, CONTENT_POLICY | SEARCH_NEEDS)  # noqa: F405
)

# Hubs that pass on a feed's news at once, named in every feed; such as https://hub.example/. They hear
# of news from you: tell them after publishing. None: readers look by themselves, which is enough.
WEBSUB_HUBS = []
