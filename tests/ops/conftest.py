from tests.ops.forge import forge
from tests.whole_sites.conftest import site

__all__ = ["forge", "site"]
