"""The files of a project and the answers in; what to write, what to take away and what stays, out.

Its own texts ship beside it; nothing else is read. A file that is a sample no more, because
somebody has edited it, is never touched. Pages that an earlier run made follow new answers as long as they
are as it made them. So the same answers change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from frontdesk.core.settings_file import SITE_YAML
from frontdesk.core.site_yaml import read_site_yaml
from frontdesk.core.yaml_editor import remove_value, set_value
from frontdesk.core.yaml_source import YamlSource
from frontdesk.core.yaml_tree import said

from .answers import HOSTINGS, Answers
from .samples import Samples, digest

PAGES = ("about", "partner-policy", "accessibility")
SETTINGS_FILE, FEEDS, CURATION = "pelicanconf.py", "feeds.yaml", "curation.yaml"
_MADE = (SETTINGS_FILE, FEEDS, CURATION)
_SETTINGS: Mapping[str, str] = {
    "SITENAME": "name",
    "SITESUBTITLE": "tagline",
    "AUTHOR": "author",
    "CONTACT": "email",
    "SITEURL": "address",
    "DEFAULT_LANG": "language",
    "TIMEZONE": "timezone",
}
_BLOGROLL = {"en": "Blogs we read", "pl": "Blogi, które czytamy"}
_HOST = {
    "en": "The pages are served by {}, which keeps records of requests as its own policy says.",
    "pl": "Strony podaje {} i zapisuje zapytania tak, jak mówią jego własne zasady.",
}
_OWN_HOST = {
    "en": "The server may keep the usual records of requests.",
    "pl": "Serwer może przechowywać zwykłe zapisy zapytań.",
}
_FIRST_POST = {"en": "a-first-post", "pl": "pierwszy-wpis"}


class Changes(Struct, frozen=True):
    """
    Attributes:
        written: path below the project → the bytes of the file.
        removed: paths of samples to take away.
        left: what stays although it looks like a sample, a line each, with what to do.
    """

    written: Mapping[str, bytes]
    removed: tuple[str, ...]
    left: tuple[str, ...]


def plan_changes(
    found: Mapping[str, bytes],
    has_posts: bool,
    answers: Answers,
    before: Answers | None,
    known: Samples,
    now: datetime,
) -> Changes:
    """
    Args:
        found: by path below the project, those of `paths_to_read` that are there.
        has_posts: whether there is a post that is no sample.
        before: the answers of an earlier run.

    Raises:
        ConfigError: site.yaml or feeds.yaml cannot be read or changed.
    """
    written = dict(_pages(found, answers, before, known))
    written |= {SITE_YAML: _site_yaml(found.get(SITE_YAML), answers, now)}
    written |= _project_files(found, answers, before, known)
    if not has_posts:
        written |= _first_post(answers, now)
    removed = tuple(one for one in known.left(found) if one not in {*written, *_MADE})
    changed = {path: data for path, data in written.items() if found.get(path) != data}
    return Changes(changed, removed, tuple(_left(found, written, known)))


def paths_to_read(known: Samples) -> tuple[str, ...]:
    """The paths of all files that `plan_changes` may touch."""
    return (*known.files, *known.general, SITE_YAML)


def answers_before(found: Mapping[str, bytes]) -> dict[str, str]:
    """What an earlier run was told, by name of the question; empty where there was none.

    Raises:
        ConfigError: site.yaml cannot be read.
    """
    data = found.get(SITE_YAML)
    if data is None:
        return {}
    settings = read_site_yaml(data, SITE_YAML)
    given = {name: str(settings.get(setting) or "") for setting, name in _SETTINGS.items()}
    answers = {name: value for name, value in given.items() if value}
    policy = found.get(_page("partner-policy"))
    if {"name", "author", "address", "email"} <= answers.keys():
        made = (Answers(**answers, hosting=one) for one in HOSTINGS)
        same = (one.hosting for one in made if _text("partner-policy", one) == policy)
        answers["hosting"] = next(same, "other")
    return answers


def _page(slug: str) -> str:
    return f"content/pages/{slug}.md"


# --- settings and lists -------------------------------------------------------------------------


def _site_yaml(data: bytes | None, answers: Answers, now: datetime) -> bytes:
    text = _shipped("site.yaml.txt") if data is None else data.decode("utf-8-sig")
    settings = {} if data is None else read_site_yaml(data, SITE_YAML)
    for setting, name in _SETTINGS.items():
        value = getattr(answers, name)
        if settings.get(setting, "") != value:
            text = set_value(text, (setting,), value, SITE_YAML)
    if not settings.get("SITE_AUTHORITY"):
        authority = f"{urlsplit(answers.address).hostname},{now.year}"
        text = set_value(text, ("SITE_AUTHORITY",), authority, SITE_YAML)
        text = text.replace("SITE_AUTHORITY:", f"{_AUTHORITY}SITE_AUTHORITY:", 1)
    return text.encode()


_AUTHORITY = """
# Names every feed and post for ever. Never change it after the first publish, not even when the site moves.
"""


def _project_files(
    found: Mapping[str, bytes], answers: Answers, before: Answers | None, known: Samples
) -> Iterator[tuple[str, bytes]]:
    for path in _MADE:
        data = found.get(path)
        if data is None:
            continue
        text = data.decode("utf-8-sig", errors="replace")
        if path == FEEDS:
            is_sample = known.is_sample(path, data)
            if not is_sample:
                text = _without_samples(text, known)
            yield path, _feeds(text, answers, before, is_sample=is_sample).encode()
        elif known.is_sample(path, data):
            is_list = path == CURATION
            yield path, (_curation(text) if is_list else _shipped("pelicanconf.py.txt")).encode()


def _feeds(text: str, answers: Answers, before: Answers | None, *, is_sample: bool) -> str:
    """The list of partners, empty; a list that was edited gets no more than the address and e-mail, where
    they are still those of an example or of the answers before."""
    about = {"site": f"{answers.address}/", "contact": answers.email}
    if is_sample:
        text = text.replace("\r\n", "\n")
        text = re.sub(r"(?m)^# TOPICS USED SO FAR.*\n#.*\n", "# TOPICS USED SO FAR\n# none\n", text)
        text = text.partition("\npartners:")[0]
        text += "\n# An entry for each blog that you follow.\npartners: []\n"
        title = _BLOGROLL[_language(answers)]
        text = set_value(text, ("blogroll", "title"), title, FEEDS)
    earlier = {"site": f"{before.address}/", "contact": before.email} if before else {}
    for key, value in about.items():
        line = re.search(rf"(?m)^  {key}: *(\S+)", text)
        if line and (".example" in line[1] or line[1] == earlier.get(key)) and line[1] != value:
            text = set_value(text, ("about", key), value, FEEDS)
    return text


def _without_samples(text: str, known: Samples) -> str:
    """An edited list of partners without the entries that are as they came."""
    for place, entry in reversed([*enumerate(partner_entries(text))]):
        if entry in known.entries:
            text = remove_value(text, ("partners", place), FEEDS)
    return text


def partner_entries(text: str) -> Iterator[str]:
    """The digest of each entry of feeds.yaml, by what it says and not by how that is written.

    Raises:
        ConfigError: it is no YAML.
    """
    found, missing = YamlSource(text, FEEDS).find(("partners",))
    for entry in () if missing or found.kind != "sequence" else found.children:
        yield digest(repr(said(entry)).encode())


def _curation(text: str) -> str:
    head = text.replace("\r\n", "\n").partition("#\n# The entries below are examples")[0]
    return f"{head}\nentries: []\n\ndigests: []\n"


# --- texts --------------------------------------------------------------------------------------


def _pages(
    found: Mapping[str, bytes], answers: Answers, before: Answers | None, known: Samples
) -> Iterator[tuple[str, bytes]]:
    for slug in PAGES:
        path = _page(slug)
        data = found.get(path)
        if data is None or known.is_sample(path, data) or _is_ours(slug, data, before):
            yield path, _text(slug, answers)
    path = _page("subscribe")
    data = found.get(path)
    if _language(answers) != "en" and data is not None and known.is_general(path, data):
        yield path, _text("subscribe", answers)


def _is_ours(slug: str, data: bytes, before: Answers | None) -> bool:
    """Whether a page is as an earlier run made it."""
    hosts = [replace(before, hosting=one) for one in HOSTINGS] if before else []
    return any(_text(slug, one) == data for one in hosts)


def _first_post(answers: Answers, now: datetime) -> Mapping[str, bytes]:
    here = now.astimezone(ZoneInfo(answers.timezone))
    name = f"posts/{here:%Y-%m-%d}-{_FIRST_POST[_language(answers)]}.md"
    text = _text("first-post", answers, date=f"{here:%Y-%m-%d %H:%M}", path=f"content/{name}")
    return {f"content/{name}": text}


def _text(name: str, answers: Answers, **more: str) -> bytes:
    """A page or post that is made from the answers."""
    language = _language(answers)
    host = HOSTINGS[answers.hosting]
    tagline = f"\n*{_escaped(answers.tagline)}*\n" if answers.tagline else ""
    text = Template(_shipped(f"{language}/{name}.md")).substitute(
        name=_escaped(answers.name),
        author=_escaped(answers.author),
        tagline=tagline,
        email=answers.email,
        host=_HOST[language].format(host) if host else _OWN_HOST[language],
        **more,
    )
    if answers.language.lower().split("-")[0] != language:
        text = text.replace("\nSummary:", f"\nLang: {language}\nSummary:", 1)
    return text.encode()


def _language(answers: Answers) -> str:
    """The language of the texts: that of the site if there are any in it, else English."""
    language = answers.language.lower().split("-")[0]
    return language if language in _FIRST_POST else "en"


def _escaped(words: str) -> str:
    """Words that Markdown shows as they are."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", words)


@cache
def _shipped(name: str) -> str:
    return files(__package__).joinpath("texts", *name.split("/")).read_text("utf-8")


# --- what stays ---------------------------------------------------------------------------------


def _left(
    found: Mapping[str, bytes], written: Mapping[str, bytes], known: Samples
) -> Iterator[str]:
    for path, data in found.items():
        if path not in known.files or path in {*written, *_MADE} or known.is_sample(path, data):
            continue
        is_page = path in map(_page, PAGES)
        remedy = (
            "look whether it fits your answers" if is_page else "delete it if you do not want it"
        )
        yield f"{path} was edited, so it stays; {remedy}"
    for path in _MADE:
        if names := {word for _, word in known.words_in(_words(path, written, found))}:
            yield f"{path} was edited, so it stays; take {', '.join(sorted(names))} out of it"


def _words(path: str, written: Mapping[str, bytes], found: Mapping[str, bytes]) -> str:
    return (written.get(path) or found.get(path) or b"").decode(errors="replace")
