"""Aliases, `redirects.txt` and former addresses in, all redirects out. Pure (A5).

A redirect comes from `Aliases` of a text, from a name whose address was formed in another way in version
0.1.0, or from `redirects.txt` in the content folder. That file is the place for all other addresses, feeds
too. Each line has the old and the new address, both below the site's root. Empty lines and lines that begin
with # are ignored.

    /category/bills.html                   /category/fees.html
    /feeds/categories/bills.atom.xml       /feeds/categories/fees.atom.xml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from frontdesk.core.problems import Problem, Severity
from frontdesk.core.settings import Settings
from frontdesk.core.suggestions import closest_match
from frontdesk.core.urls import file_for_url

from .content_paths import REDIRECTS_FILE
from .date_parser import FieldError
from .decode import decode_visible_text
from .field_parsers import parse_value
from .model import Document, LineProblem, RedirectLine
from .permalinks import former_output_path, former_url, is_feed_url
from .url_claims import UrlClaims, describe_conflict, is_reserved, part_too_long
from .url_map import Site

_EXAMPLE = "write the old address and the new one, such as /tag/bills.html /tag/fees.html"


class Redirect(Struct, frozen=True, order=True):
    """A former address and today's, both below the site's root and not percent-encoded.

    Attributes:
        title: of the page at today's address.
        line: of `redirects.txt`; 0 if the redirect comes from elsewhere.
    """

    former: str
    url: str
    title: str
    line: int = 0


def parse_redirects(
    data: bytes, rules: Settings
) -> tuple[tuple[RedirectLine, ...], tuple[Problem, ...]]:
    """The lines of `redirects.txt`, and a problem for each that is left out."""
    text, found = decode_visible_text(data)
    moved: dict[str, RedirectLine] = {}
    for number, line in enumerate(text.split("\n"), 1):
        typed = line.replace("→", " ").replace(" -> ", " ").split()
        if not typed or typed[0].startswith("#"):
            continue
        try:
            one = _moved(typed, number, rules)
        except FieldError as wrong:
            found.append(LineProblem(number, str(wrong)))
            continue
        first = moved.setdefault(one.former, one)
        if first is not one:
            message = (
                f"line {first.line} leads on from /{one.former} already; delete one of the two"
            )
            found.append(LineProblem(number, message))
    problems = (Problem(REDIRECTS_FILE, one.line, one.message, one.severity) for one in found)
    return tuple(moved.values()), tuple(problems)


def _moved(typed: list[str], line: int, rules: Settings) -> RedirectLine:
    if len(typed) == 3 and typed[2] in {"301", "308"}:
        typed = typed[:2]
    if len(typed) != 2:
        raise FieldError(f"this line has not two addresses; {_EXAMPLE}")
    if typed[0] == "/":
        raise FieldError("/ is the address of home; write another old address")
    former, to = (
        "" if one == "/" else str(parse_value("path", one, rules)).partition("#")[0]
        for one in typed
    )
    return RedirectLine(former, to, line)


def collect_redirects(
    ordered: Iterable[Document], site: Site, claims: UrlClaims
) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    """Every redirect of the next build, and a problem for each that is left out.

    Args:
        ordered: all texts; of two with the same alias, the earlier gets it.
        claims: the files that are taken already.
    """
    redirects: list[Redirect] = []
    problems: list[Problem] = []
    for source in ordered:
        for alias in source.head.aliases:
            if wrong := _wrong_alias(alias, source, site, claims):
                severity: Severity = "info" if source.head.status == "draft" else "warning"
                line = source.head.line("aliases")
                problems.append(Problem(source.path, line, wrong, severity))
            elif site.is_published(source) and source.url:
                redirects.append(Redirect(alias, source.url, _title(source.url, site)))
    redirects += _of_words(site, claims)
    for found in _of_lines(site, claims):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            redirects.append(found)
    redirects += _of_days(ordered, site, claims)
    return tuple(sorted(redirects)), tuple(problems)


def _wrong_alias(alias: str, source: Document, site: Site, claims: UrlClaims) -> str | None:
    name, remedy = file_for_url(alias), "take the alias out here"
    if source.url and name == file_for_url(source.url):
        return f"/{alias} is the address of this file itself; take the alias out"
    if wrong := part_too_long(name):
        return f"{wrong}; {remedy}"
    if is_reserved(name, site):
        return f"/{alias} is the address of another part of the site; {remedy}"
    if source.head.status == "draft" or not source.url:
        return None
    if taken := claims.claim(name, f"an alias of {source.path}"):
        if taken.name == name and taken.holder.startswith("an alias of "):
            return f"/{alias} is {taken.holder}; {remedy}"
        return f"/{alias} {describe_conflict(name, taken).removesuffix(' too')}; {remedy}"
    return None


def _of_words(site: Site, claims: UrlClaims) -> Iterator[Redirect]:
    """From the addresses that C++ and its like had in version 0.1.0, where nothing else lies there now."""
    for kind, words in site.former_words.items():
        for former, (url, word) in words.items():
            if not claims.claim(file_for_url(former), f"a former address of the {kind} '{word}'"):
                yield Redirect(former, url, word)


def _of_days(ordered: Iterable[Document], site: Site, claims: UrlClaims) -> Iterator[Redirect]:
    """From the addresses that follow from the day that was written, where nothing else lies there (A15)."""
    for source in ordered:
        former = former_url(source, site.rules) if site.is_published(source) else ""
        if former and not claims.claim(file_for_url(former), f"a former address of {source.path}"):
            yield Redirect(former, source.url, _title(source.url, site))


def _of_lines(site: Site, claims: UrlClaims) -> Iterator[Redirect | Problem]:
    lines = {one.former: one for one in site.moved}
    for one in site.moved:
        url = _end(one.former, lines)
        if wrong := _wrong_line(one, url, site, claims):
            yield Problem(REDIRECTS_FILE, one.line, wrong, "warning")
        else:
            yield Redirect(one.former, str(url), _title(str(url), site), one.line)


def _end(former: str, lines: Mapping[str, RedirectLine]) -> str | None:
    """Where a chain of lines ends; None where it leads back to itself."""
    passed, url = {former}, lines[former].to
    while url in lines:
        if url in passed:
            return None
        passed.add(url)
        url = lines[url].to
    return None if url in passed else url


def _wrong_line(one: RedirectLine, url: str | None, site: Site, claims: UrlClaims) -> str | None:
    if url is None:
        return f"/{one.former} leads back to itself; correct the new address"
    if not site.is_made(file_for_url(url)) and not site.is_made(url):
        near = closest_match(url, [made for made in site.made if not made.endswith("index.html")])
        meant = f" (did you mean '/{near}'?)" if near else "; correct the new address"
        return f"nothing has the address /{url}{meant}"
    if is_feed_url(one.former) and not is_feed_url(url):
        return f"/{one.former} is a feed, and only a feed can take its place; write the new feed's address"
    name = former_output_path(one.former, url)
    if wrong := part_too_long(name):
        return f"{wrong}; delete the line"
    if taken := claims.claim(name, f"a line of {REDIRECTS_FILE}"):
        conflict = describe_conflict(name, taken).removesuffix(" too")
        return f"/{one.former} {conflict}, so it cannot lead elsewhere; delete the line"
    return None


def _title(url: str, site: Site) -> str:
    """What a page is called; the address itself where only the build knows."""
    if source := site.documents.get(site.made.get(file_for_url(url), "")):
        return source.head.title or source.head.slug
    words = (named[url] for named in site.words.values() if url in named)
    return next(words, f"/{url}")
