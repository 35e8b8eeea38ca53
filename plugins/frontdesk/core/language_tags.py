"""A language tag in, itself or nothing out (BCP 47). Pure."""

from __future__ import annotations

import re


def language_tag(text: str | None) -> str | None:
    """en, en-GB and pl are; English is not, nor is anything that could hurt an attribute."""
    return text if text and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else None


_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig "
    "ii ik in io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1, with the codes that it had once."""
_TWO_LETTERS = frozenset(_CODES.split())


def known_language(text: str | None) -> str | None:
    """The tag where somebody speaks the language: many feeds say jp, cz or gr, which are countries, and
    validators call that an error."""
    tag = language_tag(text)
    first = tag.partition("-")[0].lower() if tag else ""
    return tag if len(first) == 3 or first in _TWO_LETTERS else None
