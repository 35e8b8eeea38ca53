"""What the editor keeps: feeds.yaml and curation.yaml → values, or every mistake at once."""
