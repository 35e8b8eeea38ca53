import os

SITENAME = "Old Pelican"
SITEURL = "https://pelican.example"
TIMEZONE = "Europe/Warsaw"
PATH = "content"
ARTICLE_URL = "{date:%Y}/{slug}.html"
SECRET = os.environ.get("SECRET")
raise SystemExit("this file is never run")
