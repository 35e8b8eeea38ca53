"""What `make start` asks; typed answers in, their values or what to write instead, out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec import Struct

from frontdesk.core.errors import SettingsError, UsageError
from frontdesk.core.language_tags import valid_language_tag
from frontdesk.core.settings import converted
from frontdesk.core.suggestions import did_you_mean

HOSTINGS: Mapping[str, str] = {
    "github": "GitHub Pages",
    "cloudflare": "Cloudflare Pages",
    "netlify": "Netlify",
    "own": "",
    "other": "",
}
"""Each place to publish, and the name of the company that serves the pages there."""


class Answers(Struct, frozen=True):
    """
    Attributes:
        address: of the site, without a slash at the end.
        hosting: one of HOSTINGS.
    """

    name: str
    author: str
    address: str
    email: str
    tagline: str = ""
    language: str = "en"
    timezone: str = "UTC"
    hosting: str = "other"


class Question(NamedTuple):
    """
    Attributes:
        asks: what a terminal shows.
        default: for who gives no answer; None where one is needed.
    """

    name: str
    asks: str
    default: str | None
    parse: Callable[[str], str]


def _text(typed: str) -> str:
    return " ".join(typed.split())


def _address(typed: str) -> str:
    address = typed.strip().rstrip("/")
    if "://" not in address and "." in address:
        address = f"https://{address}"
    try:
        if address:
            converted("SITEURL", address)
    except SettingsError as error:
        raise UsageError(f"'{typed}' is not an address; {error}") from None
    return address


def _email(typed: str) -> str:
    email = typed.strip()
    if email and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", email):
        raise UsageError(f"'{typed}' is not an e-mail address; write one such as ann@blog.example")
    return email


def _language(typed: str) -> str:
    tag = typed.strip()
    if not valid_language_tag(tag):
        raise UsageError(f"'{typed}' is not a language tag; write one such as en, en-GB or pl")
    return tag


def _timezone(typed: str) -> str:
    try:
        found: str = converted("TIMEZONE", typed.strip())
    except SettingsError as error:
        raise UsageError(f"'{typed}' is not a time zone; {error}") from None
    return found


def _hosting(typed: str) -> str:
    word = typed.strip().lower()
    if word not in HOSTINGS:
        meant = did_you_mean(word, HOSTINGS) or f"; write one of {', '.join(HOSTINGS)}"
        raise UsageError(f"unknown hosting '{typed}'{meant}")
    return word


QUESTIONS = (
    Question("name", "What is the blog called?", None, _text),
    Question("tagline", "What is it about, in one line?", "", _text),
    Question("author", "Who writes it?", None, _text),
    Question("address", "At which address will readers find it?", None, _address),
    Question("email", "Which e-mail address may readers write to?", None, _email),
    Question("language", "In which language is it written (en, pl, …)?", "en", _language),
    Question("timezone", "In which time zone do you live?", "UTC", _timezone),
    Question("hosting", f"Where will you publish it ({', '.join(HOSTINGS)})?", "other", _hosting),
)


def read_answers(typed: Mapping[str, str], before: Mapping[str, str] = {}) -> Answers:
    """The answers to all questions.

    Args:
        typed: by name of the question.
        before: what was answered earlier; holds where nothing is typed.

    Raises:
        UsageError: with a line for each answer that is missing or cannot be used.
    """
    found, wrong, missing = {}, [], []
    for question in QUESTIONS:
        given = typed.get(question.name) or before.get(question.name) or question.default
        try:
            found[question.name] = question.parse(given or "")
        except UsageError as error:
            wrong.append(f"{question.name}: {error}")
            continue
        if question.default is None and not found[question.name]:
            missing.append(question.name)
    if missing:
        examples = " ".join(f"{name}='…'" for name in missing)
        wrong.append(f"not answered: {', '.join(missing)}; write make start {examples}")
    if wrong:
        raise UsageError("\n".join(wrong))
    return Answers(**found)
