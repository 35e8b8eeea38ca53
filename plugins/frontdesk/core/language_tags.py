"""Language tags (BCP 47): checks them, and finds the one of a list that serves another. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection


def valid_language_tag(text: str | None) -> str | None:
    """The text if it has the form of a language tag, such as en or en-GB; else None."""
    return text if text and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else None


_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig "
    "ii ik in io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1, with its former codes."""
_TWO_LETTERS = frozenset(_CODES.split())


def known_language_tag(text: str | None) -> str | None:
    """The text if it is the tag of an assigned language; else None. Many feeds have jp, cz or gr, which are
    countries, and which validators report as errors."""
    tag = valid_language_tag(text)
    first = tag.partition("-")[0].lower() if tag else ""
    return tag if len(first) == 3 or first in _TWO_LETTERS else None


def lookup_language(tag: str, languages: Collection[str]) -> str | None:
    """The language of these that serves a tag best (RFC 4647 3.4): pl for pl-PL; None if there is none."""
    parts = tag.replace("_", "-").split("-")
    shorter = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((one for one in shorter if one in languages), None)
