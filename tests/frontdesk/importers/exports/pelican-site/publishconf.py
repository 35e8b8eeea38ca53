import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *  # noqa: F403

SITEURL = "https://ann.example/blog"
RELATIVE_URLS = False
FEED_ALL_ATOM = "feeds/all.atom.xml"
