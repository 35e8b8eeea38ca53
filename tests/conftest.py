"""Hypothesis without its deadline, which a busy machine misses, and with the same examples every time."""

from hypothesis import settings

settings.register_profile("ours", deadline=None, derandomize=True)
settings.load_profile("ours")
