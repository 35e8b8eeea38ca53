"""A file's name or a title in, the last part of an address out. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from unidecode import unidecode

LONGEST_NEW = 80
"""Letters of a slug that is made from a title; the author may write a longer one."""

SIGNS = 8
"""Of a name without a letter, so many signs are spelled."""
_SPELLED = (
    (re.compile(r"(?<=[\w+])\+"), " plus "),
    (re.compile(r"(?<=\w)#"), " sharp "),
    (re.compile(r"(?<!\S)\.(?=\w)"), "dot "),
)
_LONE = re.compile(r"[\ud800-\udfff]")
"""Bytes of a file's name that are no UTF-8."""
_ADDRESS = re.compile(r"[A-Za-z0-9._~-]+")


def slug(text: str) -> str:
    """Letters of any script become those of English: Zażółć gęślą → zazolc-gesla; what no address
    needs goes. Empty where nothing is left. What is fit for an address already stays as it is."""
    if _ADDRESS.fullmatch(text):
        return text
    return made_slug(text)


@lru_cache(4096)
def made_slug(text: str) -> str:
    """The same, also for what would be fit: in lower case, hyphens for whatever parts words. Each post asks
    for that of its category."""
    plain = re.sub(r"[^\w\s-]", "", unidecode(_LONE.sub("", text))).strip().lower()
    return re.sub(r"[-\s]+", "-", plain).strip("-")


@lru_cache(4096)
def word_slug(word: str) -> str:
    """The address of a category, tag, series, topic or author. Signs that tell one name from another are
    spelled: C, C++ and C# are three. A name without a letter or digit is spelled by its code points, so
    that each has a page."""
    spelled = word
    for sign, name in _SPELLED:
        spelled = sign.sub(name, spelled)
    return made_slug(spelled) or "-".join(f"u{ord(sign):x}" for sign in word.strip()[:SIGNS])


def slug_of_title(title: str) -> str:
    """A slug of whole words, not too long to be read to somebody."""
    whole = made_slug(title)
    if len(whole) <= LONGEST_NEW:
        return whole
    return whole[: LONGEST_NEW + 1].rpartition("-")[0] or whole[:LONGEST_NEW]
