"""Exports in, their texts, comments and files out: one module for each system."""
