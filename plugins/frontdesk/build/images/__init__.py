"""Copies of authors' pictures in the widths that readers need, and cards for social networks."""
