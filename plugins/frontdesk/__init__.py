"""Front Desk: a blog, its library of resources and its planet of partner blogs, as a static site.

    core       what every room uses: text, slugs, addresses, dates, problems, settings
    formats    what has a public specification: feeds, OPML, calendars, JSON-LD, HTML, media files
    net        the guarded fetcher
    content    files of authors -> documents; content/lint is what only a look at them tells
    site       what pages show: series, related posts, credits, lists of resources
    build      what is written: pictures, search index, headers, the swap of folders, preview, audit
    pelican    the Pelican side of all of these
    cli        python -m frontdesk

Data goes down this list and imports go up it; docs/architecture.md says more.
"""

__version__ = "0.2.0"
"""Of the whole product. Nothing else says it."""
