"""What differs when publishing. Everything else is pelicanconf.py's decision."""

import os
import sys

sys.path.append(os.curdir)  # Pelican reads this file by its path, not as a part of a package
from pelicanconf import *  # noqa: F403 - settings are the names of a module

PUBLISH = True

# Where readers will find the site, without a slash at the end; a sub-path is fine. The variable SITEURL of
# the environment wins over this line.
# SITEURL = "https://blog.example"
