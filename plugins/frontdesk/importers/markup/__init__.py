"""HTML of other systems, and their Markdown, in; Markdown as this site reads it out."""
