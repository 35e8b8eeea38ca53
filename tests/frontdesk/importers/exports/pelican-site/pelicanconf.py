#!/usr/bin/env python
AUTHOR = "Ann Example"
SITENAME = "Ann's notes"
SITEURL = ""
PATH = "content"
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "en"
FILENAME_METADATA = r"(?P<date>\d{4}-\d{2}-\d{2})_(?P<slug>.*)"
YEAR = "{date:%Y}"
ARTICLE_URL = YEAR + "/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
STATIC_PATHS = ["images", "extra/CNAME"]
EXTRA_PATH_METADATA = {
    "extra/CNAME": {"path": "CNAME"},
}
DEFAULT_CATEGORY = "misc"
DEFAULT_DATE = "fs"
CATEGORY_URL = "c/{slug}.html"
