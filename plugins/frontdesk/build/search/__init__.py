"""The search index beside the finished pages."""
