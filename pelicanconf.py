"""Settings while writing: a list of decisions, each with its reason. publishconf.py has what differs.

What to make your own first: the block "Who we are", then feeds.yaml, then content/.
"""

import logging
from pathlib import Path

# --- Who we are -----------------------------------------------------------------------------------

SITENAME = "The Returned Call"
SITESUBTITLE = "Notes on client service, for people who answer for it"
AUTHOR = "The Editor"
CONTACT = "editor@returned-call.example"

# Names every feed and entry for ever: a domain you held, and the year. Choose it before the first
# publish and never change it, not even when the site moves: readers know our posts by it.
SITE_AUTHORITY = "returned-call.example,2026"

# Of posts that name no other, of dates, and of the interface, for which theme/words/ has a catalogue.
DEFAULT_LANG = "en"
TIMEZONE = "UTC"  # in which days begin; the same as about.timezone in feeds.yaml

# --- Where it is ----------------------------------------------------------------------------------

SITEURL = "http://localhost:8000"
SITE_ADDRESS = SITEURL  # stays whole where Pelican makes SITEURL relative: canonical links, feeds
SITE_PATH = ""  # the part of the address behind the host, for the 404 page: it is met at any depth
RELATIVE_URLS = True  # pages open from a folder, a sub-path and a preview alike

# --- What is read ---------------------------------------------------------------------------------

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
RESOURCE_PATHS = ["resources"]  # the library: docs/library.md
STATIC_PATHS = ["images", "files", "extra"]
# Every file in content/extra/ lies in the root of the site: CNAME, a robots.txt of your own and the like.
EXTRA_PATH_METADATA = {
    f"extra/{file.name}": {"path": file.name}
    for file in sorted(Path(__file__).with_name("content").glob("extra/*"))
}
IGNORE_FILES = [".*", "*~", "#*#"]  # what editors leave lying about
FILENAME_METADATA = ""  # plugins/authoring reads the date and the slug from a file's name
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Notes"
# The series there are, and the weekday on which each appears; None for one without.
SERIES = {"Friday Debrief": "Friday", "Saturday Fair Copy": "Saturday"}
# Each file is a post of its own, whatever its slug and language: Pelican would take two of one slug for
# translations and list only one of them. Also the order of posts whose dates are the same.
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = "source_path"

# --- What is checked: plugins/authoring -----------------------------------------------------------

# The check tells these with file and line.
LOG_FILTER = [
    (logging.WARNING, "Unable to find '%s', skipping url replacement."),
    (logging.WARNING, "Empty alt attribute for image %s in %s"),
]

CHECK_ONLY: list[str] = []  # all; make serve checks a saved post alone before it checks all
MORE_FIELDS: list[str] = []  # fields of a post that templates of your own read
IMAGE_BYTES = 10_000_000  # at most, of a picture in content/; a tenth, of a GIF or SVG
IMAGE_PIXELS = (
    6000  # at most, of its longer side: what telephones take, of which lighter copies are made
)
# Files of your own that may run code or ask others, by their address: "talks/*". The check and the audit of
# the finished site leave them alone.
AUDIT_LEAVES_OUT: list[str] = []
# Where a link may lead although no file of content/ is there: the addresses, or beginnings of them, that
# plugins and the theme make.
OTHER_ADDRESSES = [
    *(
        "blogs/",
        "rack/",
        "blogroll/",
        "digests/",
        "feeds/",
        "status/",
        "theme/",
        ".well-known/",
        "pagefind/",
    ),
    *("cards/", "thanks/", "search.html", "sitemap.xml", "robots.txt"),
    *("resources/index.html", "resources/books/", "resources/articles/", "resources/guides/"),
    *("resources/checklists/", "resources/events/", "resources/communities/", "resources/tools/"),
    *("resources/videos/", "resources/topics/", "resources/calendars/", "resources/events.ics"),
    *("atom.xml", "rss.xml", "blogroll.opml", "status.json", "badge.svg"),
]

PARTNER_BLOGS_FEEDS = "feeds.yaml"
PARTNER_BLOGS_STORE = None  # var/partner_blogs beside feeds.yaml

# Drafts and posts of the future are left out by plugins/authoring, by the build's own clock.
# Pelican's way would write drafts into a public folder.
PREVIEW = False  # make serve shows them, each with a banner
WITH_FUTURE_DATES = True
DRAFT_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""

# Pelican's cache would serve old pages after a change of settings. Ours, in plugins/authoring and
# plugins/images, go by all that the HTML of a text, or a picture, depends on.
CACHE_PATH = ".cache"
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.sane_lists": {},
        # An unlabelled block of code is shown as it is: guessing its language is slow and wrong.
        "markdown.extensions.codehilite": {"css_class": "code", "guess_lang": False},
        "markdown.extensions.toc": {"permalink": False},
        "frontdesk.content.task_lists": {},  # - [ ] is a box to tick off
        "frontdesk.content.commonmark": {},  # last: lists, addresses and HTML as on GitHub
    },
    "output_format": "html5",
}

# --- What is written ------------------------------------------------------------------------------

OUTPUT_PATH = "output"

# As Blogger had it, so that an imported blog keeps its addresses.
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_URL
PAGE_URL = "{slug}.html"
PAGE_SAVE_AS = PAGE_URL
# A post in another language lies among the others.
ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = ARTICLE_URL
PAGE_LANG_URL = PAGE_LANG_SAVE_AS = PAGE_URL
RESOURCE_URL = "resources/{slug}.html"
RESOURCE_SAVE_AS = RESOURCE_LANG_URL = RESOURCE_LANG_SAVE_AS = RESOURCE_URL

# Time is the pagination: home leads to the months, and a closed month never changes again.
DEFAULT_PAGINATION = False
HOME_POSTS = 10
READING_SPEED = 230  # words a minute, to say how long a post takes; 0 says nothing
CONTENTS_FROM = 4  # a text with so many headings (##) has a list of them beside it; 0 for never
RELATED_POSTS = 3  # under each post, 0 to 5; 0 for none
MENU_PAGES = ["about", "subscribe"]  # slugs; the foot of the page has them all
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"

CATEGORY_URL = "category/{slug}.html"
CATEGORY_SAVE_AS = CATEGORY_URL
SERIES_URL = "series/{slug}.html"
TAG_URL = "tag/{slug}.html"
TAG_SAVE_AS = TAG_URL
AUTHOR_URL = "author/{slug}.html"
AUTHOR_SAVE_AS = AUTHOR_URL
CATEGORIES_SAVE_AS = TAGS_SAVE_AS = AUTHORS_SAVE_AS = ""  # archives.html lists them all
DIRECT_TEMPLATES = ["index", "archives", "404"]

# Pelican's feeds have ids that change with date, slug and domain; plugins/syndication writes ours.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = FEED_DOMAIN = None
SERIES_FEEDS = True  # a column is what people follow
CATEGORY_FEEDS = True  # few and lasting: worth following one by one
TAG_FEEDS = False  # many, most with a post or two: a long list of feeds in which little happens
# Old address → the feed that is copied there, for whoever subscribed long ago: here Blogger's three.
FEED_COPIES = {
    "feeds/posts/default": "feeds/posts.atom.xml",
    "atom.xml": "feeds/posts.atom.xml",
    "rss.xml": "feeds/posts.rss.xml",
}
WEBSUB_HUBS: list[str] = []  # publishconf.py names them: a preview has nobody to tell

SHARE_CARDS = True  # draw the picture that social networks show beside a link to a post

# --- How it looks ---------------------------------------------------------------------------------

THEME = "theme"
THEME_STATIC_DIR = "theme"

# Everything that reaches a page is escaped unless a template says that it is HTML.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],  # templates say things by theme/words/
}

# --- What hosts are told: plugins/hosting writes it into the file _headers ------------------------

# Our pages need a style sheet, pictures, and perhaps films, of their own site, and lead their forms there;
# nothing else. What tests a page in its own name, as Lighthouse does, may read robots.txt.
CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# The page Search reads its index by WebAssembly. Hosts would send two policies of one page joined, so
# their headers allow this to every page; the policy within each page keeps it to Search alone.
SEARCH_NEEDS = {"script-src": "'self' 'wasm-unsafe-eval'"}
# publishconf.py has the policies within pages: a preview may bring scripts of its own.
PAGE_POLICY = SEARCH_POLICY = ""
SITE_HEADERS = {
    "Content-Security-Policy": "; ".join(
        f"{what} {whose}" for what, whose in (CONTENT_POLICY | SEARCH_NEEDS).items()
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",  # partners may see whose readers come
    "X-Content-Type-Options": "nosniff",
}
# Pages are asked for anew each time, which costs little where nothing changed. Only cards and partners'
# pictures have names that are made of their bytes, and may be kept for long.
CACHE_SECONDS = {
    "feeds": 1800,
    "theme": 3600,
    "images": 86400,
    "cards": 31_536_000,
    "pictures": 31_536_000,
}
# True puts a copy packed by gzip beside each file, for a server that sends such copies, as ours of nginx.
PRECOMPRESS = False

# --- What does the work ---------------------------------------------------------------------------

# Named one by one: left unset, Pelican loads whatever happens to be installed.
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["frontdesk.pelican", "partner_blogs"]
