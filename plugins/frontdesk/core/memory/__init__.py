"""The site's memory (B9): what the last publish knew, for the builds, checks and refreshes after it. No
plugin: nothing here knows Pelican."""
