"""An answer is taken as people type it, or told with what to write."""

from __future__ import annotations

import pytest

from frontdesk.core.errors import UsageError
from frontdesk.start.answers import QUESTIONS, Answers, read_answers

GIVEN = {
    "name": "  Desk  notes ",
    "author": "Ann",
    "address": "ann.test/blog/",
    "email": "ann@ann.test",
}


@pytest.mark.A16
def test_what_is_not_answered_has_a_default() -> None:
    assert read_answers(GIVEN) == Answers(
        "Desk notes", "Ann", "https://ann.test/blog", "ann@ann.test"
    )


@pytest.mark.A16
def test_an_earlier_answer_holds_until_another_is_given() -> None:
    found = read_answers({"author": "Ben"}, {**GIVEN, "language": "pl"})
    assert (found.author, found.language, found.email) == ("Ben", "pl", "ann@ann.test")


@pytest.mark.A16
@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("address", "ftp://x", "'ftp://x' is not an address; write the whole address"),
        ("email", "ann", "'ann' is not an e-mail address; write one such as"),
        ("language", "English!", "'English!' is not a language tag; write one such as en"),
        ("timezone", "Warsaw", "'Warsaw' is not a time zone; write a name such as"),
        ("hosting", "githb", "unknown hosting 'githb' (did you mean 'github'?)"),
    ],
)
def test_an_answer_that_cannot_be_used_says_what_to_write(name: str, typed: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        read_answers({**GIVEN, name: typed})
    assert str(told.value).startswith(f"{name}: {says}")


@pytest.mark.A16
def test_all_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(
        UsageError, match="not answered: name, author, address, email; write make start name="
    ):
        read_answers({})
    needed = [one.name for one in QUESTIONS if one.default is None]
    assert needed == ["name", "author", "address", "email"]
