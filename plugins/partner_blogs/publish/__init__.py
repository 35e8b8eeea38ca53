"""The store in, pages and feeds out. No network, no clock but the build's."""
