"""Which ids a feed can carry."""

from __future__ import annotations

import pytest

from frontdesk.formats.feed_ids import is_valid_id


@pytest.mark.F8
@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/?p=1&b=%C5%BC#c",
        "http://a.example",
        "tag:blogger.com,1999:blog-1.post-2",
        "tag:ann@a.example,2026-11:",
        "tag:a.example,2026-11-20:one/two?three#four",
        "urn:isbn:0-395-36341-1",
        "urn:uuid:243D4B7A-f5a6-4ae8-adba-68ab0291c894",
    ],
)
def test_whole_addresses_tags_and_urns_are_ids(text: str) -> None:
    assert is_valid_id(text)


@pytest.mark.F8
@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "1",
            "http:",
            "https:a",
            "https://",
            "http:///a",
            "javascript:x",
            "mid:1",
            "HTTP://a/",
        ),
        *(
            "https://a/ b",
            "https://a/ż",
            "https://a/%zz",
            "https://a/<b>",
            "https://a/[b]",
            "https://a/#b#c",
        ),
        *(
            "tag:a",
            "tag:a.example:1",
            "tag:A.example,2026:1",
            "tag:a.example,26:1",
            "tag:a.example,2026:[1]",
        ),
        *(
            "tag:a.example,2026-13:1",
            "tag:a.example,2026-1-1:1",
            "tag:żółw.example,2026:1",
            "tag:,2026:1",
        ),
        *(
            "urn:1",
            "urn:x:1",
            "urn:isbn:",
            "urn:uuid:1",
            "urn:uuid:243d4b7a",
            "urn:foo:a/b",
            "urn:foo:a b",
        ),
    ],
)
def test_what_breaks_the_rules_of_its_scheme_is_no_id(text: str) -> None:
    assert not is_valid_id(text)
