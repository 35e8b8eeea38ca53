"""A sample is known by its bytes; another text by the names in it."""

from __future__ import annotations

import pytest

from frontdesk.start.samples import Samples, digest

POST = "content/posts/a.md"
KNOWN = Samples(
    {POST: digest(b"One\nTwo\n")}, {}, frozenset(), frozenset(), ("The Old Name", "old.example")
)


@pytest.mark.A16
def test_a_sample_is_one_until_it_is_edited_whatever_ends_its_lines() -> None:
    assert KNOWN.is_sample(POST, b"One\nTwo\n")
    assert KNOWN.is_sample(POST, b"One\r\nTwo\r\n")
    assert not KNOWN.is_sample(POST, b"One\nTwo.\n")
    assert not KNOWN.is_sample("content/posts/b.md", b"One\nTwo\n")


@pytest.mark.A16
def test_a_text_that_speaks_of_the_sample_blog_is_told_with_its_line() -> None:
    found = {
        POST: b"One\nTwo\n",
        "content/posts/b.md": b"Title: B\n\nAt The Old Name, ask@old.example or x.example.\n",
        "content/pages/about.md": b"Write to me@mine.example.\n",
        "content/pages/good.md": b"Bold.example-less, The Older Name.\n",
    }
    assert [*KNOWN.places(found)] == [
        "content/posts/b.md:3 has 'The Old Name'",
        "content/posts/b.md:3 has 'old.example'",
        "content/pages/about.md:1 has 'mine.example'",
        "content/pages/good.md:1 has 'Bold.example'",
    ]
