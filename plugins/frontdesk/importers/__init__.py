"""Exports of other systems in, texts of the content folder out (A6)."""
