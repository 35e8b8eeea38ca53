"""The site's memory (B9): what the last publish knew, for later builds, checks and refreshes."""
