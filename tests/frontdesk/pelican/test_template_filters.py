"""A page's policy names the data that stands in the page, and allows nothing else."""

from __future__ import annotations

import pytest

from frontdesk.pelican.template_filters import allow_inline_data

DATA = "{}"
DIGEST = "'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='"


@pytest.mark.R2
@pytest.mark.parametrize(
    ("policy", "data", "says"),
    [
        ("", DATA, ""),
        ("default-src 'none'", "", "default-src 'none'"),
        ("default-src 'none'", DATA, f"default-src 'none'; script-src {DIGEST}"),
        (
            "default-src 'none'; script-src 'self'; base-uri 'none'",
            DATA,
            f"default-src 'none'; script-src 'self' {DIGEST}; base-uri 'none'",
        ),
        ("upgrade-insecure-requests", DATA, f"upgrade-insecure-requests; script-src {DIGEST}"),
    ],
)
def test_the_digest_of_the_data_is_added_to_what_scripts_may_be(
    policy: str, data: str, says: str
) -> None:
    assert allow_inline_data(policy, data) == says
