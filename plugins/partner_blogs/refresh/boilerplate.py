"""The paragraphs of a text in, those of its author out: without what platforms add before and behind, in
the languages in which they do (E5). Pure.

Only the beginning and the end of a text are looked at, and only for sentences in a platform's own shape:
an author may well write that a post office appeared first in some town.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from frontdesk.core.text import normalized_title

from .boilerplate_phrases import (
    ANYWHERE,
    APPEARED,
    APPEARED_HINTS,
    APPEARED_WORDS,
    BUTTONS,
    HEAD,
    HEAD_HINT,
    NAMED,
    PARAGRAPHS,
    PLACE,
    READ_ON,
    READ_ON_SHORT,
    SIGNED,
    TAILS,
    TAILS_HINT,
)
from .paragraphs import Paragraph

_LONGEST = 400
"""Characters of the longest such sentence, names and all."""


_END_MATTERS = 1_000
"""The end of a longer text is in no excerpt."""


class PostContext(NamedTuple):
    """What the sentences of a platform may name: the titles of the post and of its feed."""

    title: str = ""
    blog: str = ""


def strip_boilerplate(found: Sequence[Paragraph], about: PostContext) -> list[Paragraph]:
    """The paragraphs that the author wrote, whole or as far as the author wrote them."""
    left = [paragraph for paragraph in found if not _is_put_between(paragraph)]
    is_short = sum(len(paragraph.text) for paragraph in left) < _END_MATTERS
    for shortened in (_without_end, _without_beginning) if is_short else (_without_beginning,):
        before: list[Paragraph] = []
        while left and left != before:
            before, left = left, shortened(left, about)
    return left


def _is_put_between(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _LONGEST and bool(_ANYWHERE.fullmatch(paragraph.text))


def _without_end(left: list[Paragraph], about: PostContext) -> list[Paragraph]:
    last, before = left[-1], left[:-1]
    if _is_added(last, about) or (before and _is_way_on(last)):
        return before
    text = _without_tail(last, about)
    return [*before, last._replace(text=text)] if text else before


def _without_beginning(left: list[Paragraph], about: PostContext) -> list[Paragraph]:
    first, behind = left[0], left[1:]
    if _is_added(first, about):
        return behind
    is_signed = len(first.text) < 120 and bool(_SIGNED.fullmatch(first.text))
    if behind and (_is_title(first.text, about) or is_signed or _is_way_on(first)):
        return behind
    text = _HEAD.sub("", first.text, count=1) if _HEAD_HINT.search(first.text) else first.text
    return [first._replace(text=text), *behind] if text else behind


def _is_title(text: str, about: PostContext) -> bool:
    title = normalized_title(about.title)
    if text.isascii() and "&" not in text and (first := _WORD.search(text)):
        return title.startswith(first[0].lower()) and normalized_title(text) == title
    return normalized_title(text) == title


_WORD = re.compile(r"\w+")


def _is_added(paragraph: Paragraph, about: PostContext) -> bool:
    """Whether a whole paragraph is a platform's."""
    text = paragraph.text.strip(_AROUND)
    if len(text) > _LONGEST:
        return False
    is_button = paragraph.is_linked and bool(
        _BUTTONS.fullmatch(text) or _READ_ON_LINKED.match(text)
    )
    return (
        not text
        or bool(_PARAGRAPHS.fullmatch(text))
        or bool(_READ_ON_ALONE.fullmatch(paragraph.text.strip()))
        or is_button
        or (paragraph.links > 0 and bool(_READ_ON_AT.fullmatch(text)))
        or _names_the_blog(text, about)
    )


_AROUND = " \t|·•*-–—_→»›←«‹<👉➡▶🔗\ufe0f"


def _names_the_blog(text: str, about: PostContext) -> bool:
    found = _NAMED.fullmatch(text)
    named = next(filter(None, found.groups()), "") if found else ""
    return bool(named) and normalized_title(named) == normalized_title(about.blog)


def _is_way_on(paragraph: Paragraph) -> bool:
    """Several links and nothing else: to share, to other pages."""
    return paragraph.is_linked and paragraph.links > 1 and len(paragraph.text) < 200


def _without_tail(last: Paragraph, about: PostContext) -> str:
    """The last paragraph without a platform's sentence at its end."""
    begin = max(len(last.text) - _LONGEST, 0)
    head, text = last.text[:begin], _TRUNCATED.sub("…", last.text[begin:])
    for cut in (_without_appeared, _without_way_on, _without_sentence):
        text = cut(text, last, about)
    return (head + text).rstrip(_BETWEEN)


_TRUNCATED = re.compile(r"\s*[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]\s*$")
_BETWEEN = " \u3000·|"

# --- "The post … appeared first on …" -----------------------------------------------------------

_SENTENCES = tuple(
    (re.compile(begins), re.compile(rf"{whole}\s*[.。]?\s*")) for begins, whole in APPEARED
)


_SAYS_WHERE = re.compile(APPEARED_WORDS)


def _without_appeared(text: str, paragraph: Paragraph, about: PostContext) -> str:
    """A text without the sentence that says where the post appeared first."""
    if not any(hint in text for hint in APPEARED_HINTS) or not _SAYS_WHERE.search(text):
        return text
    for begins, whole in _SENTENCES:
        for start in _starts(begins, text):
            found = whole.fullmatch(text, start)
            if found and _is_platforms(found, paragraph, about):
                return text[:start].rstrip(_BETWEEN)
    return text


def _starts(begins: re.Pattern[str], text: str) -> list[int]:
    """Where such a sentence may begin, the last first: behind a word or the end of a sentence."""
    if not begins.pattern:
        return [0, *(found.end() for found in _ENDS_BEFORE.finditer(text))][::-1]
    found = [begin.start() for begin in begins.finditer(text)]
    return [at for at in reversed(found) if at == 0 or not text[at - 1].isalnum()]


_ENDS_BEFORE = re.compile(r"[.!?…\])»”\"]\s+|[。！？]\s*")


def _is_platforms(found: re.Match[str], paragraph: Paragraph, about: PostContext) -> bool:
    """What begins with a capital or a sign is a title; what begins with a small letter is one where it is
    that of the post, or where both names are links."""
    post, blog = (normalized_title(found[name]) for name in ("post", "blog"))
    is_named = post == normalized_title(about.title) or blog == normalized_title(about.blog)
    return is_named or paragraph.links > 1 or not found["post"][0].islower()


# --- "Continue reading" -------------------------------------------------------------------------

_ARROW = r"(?:→|»|›|>>?|➔|➡\ufe0f?|▶\ufe0f?|⟶|↗)"
_DOTS = r"(?:…|\.\.\.)"
_QUOTED = r"[“\"„«‘].{1,160}[”\"“»’]"
_WORDS = f"(?:{READ_ON})"
_ALL_WORDS = f"(?:{READ_ON}|{READ_ON_SHORT})"
_READ_ON_ALONE = re.compile(
    rf"[\[(]?{_ALL_WORDS}(?:\s*:?\s*(?:{_ARROW}|{_DOTS})?|\s+{_QUOTED}\s*{_ARROW}?|.{{1,160}}?\s*{_ARROW})[\])]?",
    re.IGNORECASE,
)
_READ_ON_AT = re.compile(rf"{_WORDS}\s+{PLACE}\s+\S.{{0,60}}", re.IGNORECASE)
_READ_ON_LINKED = re.compile(rf"{_WORDS}(?!\w)|{_ALL_WORDS}$", re.IGNORECASE)
_READ_ON_TAIL = re.compile(
    rf"[\[(]?{_WORDS}(?:\s*:?\s*(?P<bare>{_ARROW}|{_DOTS})?|\s+{_QUOTED}\s*{_ARROW}?|[^.!?]{{1,160}}?\s*"
    rf"{_ARROW}|\s+(?P<title>.{{1,300}}?))[\])]?\s*"
)
_WAY_ON_BEGINS = re.compile(rf"(?:^|(?<=[\s.!?…。！？\])]))(?=[\[(]?{_WORDS})")
_MORE = re.compile(
    rf"\s*\(\s*more\s*{_DOTS}\s*\)\s*$|\s*\[\s*(?:read )?more\s*{_DOTS}?\s*\]\s*$", re.IGNORECASE
)


def _without_way_on(text: str, paragraph: Paragraph, about: PostContext) -> str:
    """A text without the words at its end that lead to the rest: where they are a link, bear an arrow or
    name the post, or where a sentence ends before them."""
    if found := _MORE.search(text):
        return text[: found.start()].rstrip(_BETWEEN)
    link = paragraph.last_link
    if link and _is_only_read_on(link, about) and (at := text.rfind(link)) >= 0:
        before = text[:at].rstrip(f"{_BETWEEN}[(")
        if not link[0].islower() or _ENDED.search(before):
            return before
    for start in [found.start() for found in _WAY_ON_BEGINS.finditer(text)]:
        found = _READ_ON_TAIL.fullmatch(text, start)
        before = text[:start].rstrip(_BETWEEN)
        if found and _leads_on(found, before, about):
            return before
    return text


def _is_only_read_on(link: str, about: PostContext) -> bool:
    """Whether a link says nothing else, but for the title of the post."""
    if _READ_ON_ALONE.fullmatch(link):
        return True
    found = _READ_ON_TAIL.fullmatch(link)
    title = found["title"] if found else None
    return title is not None and normalized_title(title) == normalized_title(about.title)


def _leads_on(found: re.Match[str], before: str, about: PostContext) -> bool:
    if found["title"] is not None:
        return normalized_title(found["title"]) == normalized_title(about.title)
    bears_sign = bool(re.search(rf"(?:{_ARROW}|{_DOTS})[\])]?\s*$", found[0]))
    return bears_sign or not before or bool(_ENDED.search(before))


_ENDED = re.compile(r"[.!?…。！？:”\"»)\]]$")

# --- others -------------------------------------------------------------------------------------

_ANYWHERE = re.compile(ANYWHERE, re.IGNORECASE)
_PARAGRAPHS = re.compile(PARAGRAPHS, re.IGNORECASE)
_BUTTONS = re.compile(BUTTONS, re.IGNORECASE)
_NAMED = re.compile(NAMED, re.IGNORECASE)
_SIGNED = re.compile(SIGNED)
_HEAD = re.compile(HEAD, re.IGNORECASE)
_HEAD_HINT = re.compile(HEAD_HINT, re.IGNORECASE)
_TAILS_HINT = re.compile(TAILS_HINT)
_TAILS = tuple(re.compile(rf"(?:^|(?<=\s))(?:{tail})\s*$") for tail in TAILS)


def _without_sentence(text: str, paragraph: Paragraph, about: PostContext) -> str:  # noqa: ARG001
    """A text without a platform's sentence behind the end of another."""
    if not _TAILS_HINT.search(text):
        return text
    for tail in _TAILS:
        found = tail.search(text)
        before = text[: found.start()].rstrip(_BETWEEN) if found else text
        if found and (not before or _ENDED.search(before)):
            return before
    return text
