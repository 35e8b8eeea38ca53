"""The settings of the sites that tests build: those of the sample site, also in a project that somebody has
made their own. tests/whole_sites/test_settings.py compares the two.
"""

# --- Who we are -----------------------------------------------------------------------------------

SITENAME = "The Returned Call"
SITESUBTITLE = "Notes on client service, for people who answer for it"
AUTHOR = "The Editor"
CONTACT = "editor@returned-call.example"
ABOUT = (
    "Three people who look after clients write here, under one name. "
    "A reply that has gone wrong, or a letter that will not come right? Send it to us."
)
PORTRAIT = "images/editor.svg"

# Names every feed and entry for ever: a domain you held, and the year. Choose it before the first
# publish and never change it, not even when the site moves: readers know our posts by it.
SITE_AUTHORITY = "returned-call.example,2026"

DEFAULT_LANG = "en-GB"
TIMEZONE = "UTC"  # in which days begin, for posts and digests alike

# --- What we publish ------------------------------------------------------------------------------

# The series there are, and the weekday on which each appears; None for one without.
SERIES = {"Friday Debrief": "Friday", "Saturday Fair Copy": "Saturday"}
MENU_PAGES = ["about", "subscribe"]  # slugs; the foot of the page has them all

# Old address → the feed that is copied there, for those who subscribed long ago: here Blogger's three.
FEED_COPIES = {
    "feeds/posts/default": "feeds/posts.atom.xml",
    "atom.xml": "feeds/posts.atom.xml",
    "rss.xml": "feeds/posts.rss.xml",
}

# --- What does the work ---------------------------------------------------------------------------

PLUGIN_PATHS = ["plugins"]
PLUGINS = ["frontdesk.pelican", "partner_blogs"]
