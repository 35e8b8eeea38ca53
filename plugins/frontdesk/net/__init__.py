"""The guarded fetcher: the only network I/O of the product."""
