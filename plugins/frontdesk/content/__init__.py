"""Files of authors in, documents with all their problems out. Knows nothing of Pelican."""
