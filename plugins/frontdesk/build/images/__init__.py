"""Images of authors in the widths that readers need, and share cards for social networks."""
