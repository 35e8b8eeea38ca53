from tests.whole_sites.conftest import site

__all__ = ["site"]
