"""A number in; a post out, always the same, as our files and Hugo's have it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

FIRST = datetime(2011, 1, 1, 8, 30, tzinfo=UTC)
YEARS = timedelta(days=365 * 15)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><path d="M5 30h50v4H5z"/></svg>\n'
)
CATEGORIES = ("Craft", "Practice", "Columns", "Recovery", "Notes", "Reading")
AUTHORS = ("Ann Example", "Ben Sample", "Chloe Specimen", "Dan Pattern")


def _listed(text: str) -> list[str]:
    """What stands between the commas."""
    return [" ".join(part.split()) for part in text.split(",")]


THINGS = _listed(
    """
    invoice, estimate, receipt, handover, complaint, apology, refund, deadline, calendar,
    appointment, reminder, letter, envelope, signature, contract, clause, renewal, notice, file,
    folder, archive, index, label, drawer, key, lock, counter, queue, waiting-room, telephone,
    voicemail, greeting, switchboard, message, proposal, footnote, margin, summary, agenda,
    minute, meeting, chair, table, lamp, window, door, stair, corridor, kitchen, kettle,
    visitor, neighbour, apprentice, partner, clerk, bookkeeper, surveyor, press, binder,
    courier, driver, gardener, plumber, decorator, carpenter, baker, ledger, balance, budget,
    forecast, quotation, discount, deposit, instalment, fee, hourly-rate, bill, statement,
    audit, survey, question, answer, checklist, template, manual, form, ticket, backlog,
    roadmap, release, password, backup, outage, status-page, network, keyboard, screen, camera,
    photograph, map, ladder, bridge, garden, orchard, harvest, weather, umbrella, bicycle,
    timetable, platform, luggage, passport, holiday, birthday, promise, secret, rumour,
    compliment, favour, habit, silence, patience, courage, doubt, surprise, regret, relief,
    gratitude
    """
)
PEOPLE = _listed(
    """
    Mrs Alder, Mr Birch, Miss Cedar, the new assistant, a client of twelve years, the senior
    partner, our accountant, the evening shift, a supplier from the coast, the tenant upstairs,
    somebody in the post room, the youngest of us, a reader of this blog, the architect, the
    night porter, an old competitor
    """
)
ACTS = _listed(
    """
    asked for, put off, wrote about, lost, paid for, explained, measured, gave away, repaired,
    moved, hid, praised, counted, copied, read aloud, took home, forgot, corrected, defended,
    laughed at
    """
)
TIMES = _listed(
    """
    on a Monday, before lunch, in the last week of the quarter, after the holidays, during the
    strike, two hours too late, while it snowed, at the end of a long call, between two
    meetings, every autumn, for the third time, without a word, in the middle of the move, at
    half past five, by return of post
    """
)
ENDINGS = (
    "and that was the end of it",
    "which cost us a morning",
    "although the reason came out much later",
    "and the difference could be seen in the figures",
    "because it is easier to begin than to stop",
    "and we have done it that way ever since",
    "so the next conversation was a short one",
    "which is less than most people expect",
)
OPENINGS = (
    "To be fair,",
    "At first",
    "In the end",
    "As far as we know,",
    "More than once",
    "In our house",
    "Strangely,",
    "By now",
)
MARKS = ("*{}*", "**{}**", "`{}`", "“{}”", "[{}](https://reference.example/{})")


class Post(NamedTuple):
    """A post in no program's form.

    Attributes:
        slug: the end of its address, for ever.
        links: the names of the files that it links to; `{0}` and so on stand for them in `body`.
        body: Markdown, in which `{picture}` is the address of the picture.
    """

    date: datetime
    slug: str
    title: str
    category: str
    author: str
    tags: tuple[str, ...]
    summary: str
    links: tuple[str, ...]
    body: str

    @property
    def file(self) -> str:
        """Its name in a folder of posts."""
        return f"{self.date:%Y-%m-%d}-{self.slug}.md"

    @property
    def page(self) -> str:
        """The path of its page in each of the sites."""
        return f"{self.date:%Y/%m}/{self.slug}.html"


def posts(count: int) -> Iterator[Post]:
    """So many, from the oldest to the newest, spread evenly over fifteen years.

    Each links to one or two of the hundred before it; two in three have a block of code, one in twenty a
    picture.
    """
    return (post(n, count) for n in range(count))


def post(number: int, count: int) -> Post:
    """One of `count`, or a later one, a day after the other."""
    chance = random.Random(f"{number} of {count}")  # noqa: S311 - the same on every run
    subject = number * 7 % 61
    things = [THINGS[(subject * 5 + step) % len(THINGS)] for step in range(14)]
    earlier = {max(0, min(number, count) - chance.randint(1, 100)) for _ in range(2)} - {number}
    links = tuple(_named(n, count)[1] for n in sorted(earlier))
    tags = {f"{things[0]}", f"{chance.choice(things)}", f"{chance.choice(THINGS)}"}
    return Post(
        date=_date(number, count),
        slug=_slug(number, count),
        title=f"{_slug(number, count).replace('-', ' ').capitalize()}: {_clause(chance, things)}",
        category=CATEGORIES[chance.choice((0, 0, 0, 1, 1, 2, 2, 3, 4, 5))],
        author=AUTHORS[chance.choice((0, 0, 0, 1, 1, 2, 3))],
        tags=tuple(sorted(tags)),
        summary=_sentence(chance, things, plain=True),
        links=links,
        body="\n\n".join(_blocks(chance, things, number, len(links))),
    )


def edited(before: Post, word: str) -> Post:
    """The same post with a word, a tag and a title that no other has."""
    return before._replace(
        title=f"{before.title}, {word} edition",
        tags=(*before.tags, f"tag-{word}"),
        body=f"{before.body}\n\nSince then we have a word for it, which is {word}.",
    )


def as_ours(one: Post) -> str:
    """The text of its file for Pelican and for us."""
    links = (f"{{filename}}/posts/{name}" for name in one.links)
    return (
        f"Title: {one.title}\nDate: {one.date:%Y-%m-%d %H:%M}\nCategory: {one.category}\n"
        f"Author: {one.author}\nTags: {', '.join(one.tags)}\nSummary: {one.summary}\n\n"
        f"{one.body.format(*links, picture='{static}/images/desk.svg')}\n"
    )


def as_hugos(one: Post) -> str:
    """The text of its file for Hugo, with the year and month by which it is archived."""
    links = (f'{{{{< relref "{name}" >}}}}' for name in one.links)
    fields = {
        "title": one.title,
        "slug": one.slug,
        "date": one.date.isoformat(),
        "summary": one.summary,
        "categories": [one.category],
        "authors": [one.author],
        "tags": one.tags,
        "years": [f"{one.date:%Y}"],
        "months": [f"{one.date:%Y-%m}"],
    }
    head = "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())
    return f"---\n{head}---\n\n{one.body.format(*links, picture='/images/desk.svg')}\n"


def write_picture(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "desk.svg").write_text(PICTURE)


def _date(number: int, count: int) -> datetime:
    if number >= count:
        return FIRST + YEARS + timedelta(days=number - count)
    return FIRST + YEARS * number / count


def _slug(number: int, count: int) -> str:
    thing, other = THINGS[number * 7 % 61 * 5 % len(THINGS)], THINGS[number * 31 % len(THINGS)]
    return f"{thing}-and-{other}-{number if number < count else f'new-{number - count}'}"


def _named(number: int, count: int) -> tuple[datetime, str]:
    date = _date(number, count)
    return date, f"{date:%Y-%m-%d}-{_slug(number, count)}.md"


def _blocks(chance: random.Random, things: list[str], number: int, links: int) -> Iterator[str]:
    yield _paragraph(chance, things)
    before = [f"[what we said of the {chance.choice(things)}]({{{n}}})" for n in range(links)]
    if before:
        yield f"This follows {' and '.join(before)}. {_paragraph(chance, things)}"
    yield f"## The {things[1]}"
    yield _paragraph(chance, things)
    bullet = chance.choice(("-", "1."))
    yield "\n".join(f"{bullet} {_sentence(chance, things)}" for _ in range(chance.randint(3, 6)))
    yield _paragraph(chance, things)
    if number % 20 == 0:
        yield f"![A desk with a {things[2]}]({{picture}})"
    quoted = f"{_sentence(chance, things)} {_sentence(chance, things)}"
    yield f"> {quoted}\n>\n> — Ann Example, [her notes](https://reference.example/{number}), 2010"
    yield f"## What the {things[3]} taught us"
    yield _paragraph(chance, things)
    if number % 3 == 0:
        rows = "\n".join(f"    total += price({thing!r}, {number})" for thing in things[4:7])
        yield f"```python\ndef bill(price):\n    total = 0\n{rows}\n    return total\n```"
    elif number % 3 == 1:
        yield f"```text\n{_clause(chance, things)}\n{_clause(chance, things)}\n```"
    yield _paragraph(chance, things)


def _paragraph(chance: random.Random, things: list[str]) -> str:
    return " ".join(_sentence(chance, things) for _ in range(chance.randint(3, 5)))


def _sentence(chance: random.Random, things: list[str], *, plain: bool = False) -> str:
    words = f"{_clause(chance, things, plain=plain)} {chance.choice(TIMES)}"
    if chance.random() < 0.4:
        words = f"{chance.choice(OPENINGS)} {words}"
    if chance.random() < 0.6:
        words = f"{words}, {chance.choice(ENDINGS)}"
    return f"{words[0].upper()}{words[1:]}."


def _clause(chance: random.Random, things: list[str], *, plain: bool = True) -> str:
    thing = chance.choice(things if chance.random() < 0.7 else THINGS)
    if not plain and chance.random() < 0.12:
        thing = chance.choice(MARKS).format(thing, thing)
    return f"{chance.choice(PEOPLE)} {chance.choice(ACTS)} the {thing}"
