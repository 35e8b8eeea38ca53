from tests.ops.forge import forge
from tests.site.conftest import site

__all__ = ["forge", "site"]
