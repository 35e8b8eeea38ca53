"""Everything with a public specification: feeds, lists, calendars, structured data, media files, HTML."""
