"""A fresh copy of the project in, a site of your own out: what `make start` asks, writes and removes."""
