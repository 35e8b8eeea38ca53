"""The bytes of a .po catalogue in, the same compiled out, or the line that cannot be read (R8)."""

from __future__ import annotations

import pytest

from frontdesk.core.errors import CatalogError
from frontdesk.core.po_catalogs import compile_catalog

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

"""


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (HEADER.encode() + b'msgid "x"\nmsgst "y"\n', 6),
        (HEADER.encode() + b'msgid "x"\nmsgstr "\xff"\n', 6),
    ],
)
def test_a_file_that_is_no_catalogue_is_told_with_its_line(data, line):
    with pytest.raises(CatalogError, match=f"^line {line}: "):
        compile_catalog(data, "pl")
