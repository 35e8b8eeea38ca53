"""What the editor adds by hand (D7)."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.partner_blogs.make import NOW, ago, config, entry, partner, state

from frontdesk.core.errors import ConfigError, FrontDeskError
from partner_blogs.config.curation_yaml import parse_curation_yaml
from partner_blogs.config.load import load_config
from partner_blogs.curation import apply_curation
from partner_blogs.model.config import CuratedEntry, Curation, DigestRules, EditionIntro
from partner_blogs.publish.selection import select
from partner_blogs.select.digests import close_editions

LINK = "https://ledger.example/"


def test_a_whole_file() -> None:
    text = """
entries:
  - link: https://a.example/1
    pin: yes
    note: Read it  twice.
  - link: https://a.example/2
    hide: yes
digests:
  - period: 2026-W46
    intro: |
      One *week*.

      Two paragraphs.
  - {period: 2026-11, intro: A month}
  - {period: 2026-11-22, intro: A day}
"""
    assert parse_curation_yaml(text) == Curation(
        entries=(
            CuratedEntry(link="https://a.example/1", pin=True, note="Read it twice.", line=3),
            CuratedEntry(link="https://a.example/2", hide=True, line=6),
        ),
        digests=(
            EditionIntro(period="2026-W46", intro="One *week*.\n\nTwo paragraphs.", line=9),
            EditionIntro(period="2026-11", intro="A month", line=14),
            EditionIntro(period="2026-11-22", intro="A day", line=15),
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "entries:\ndigests:\n"])
def test_an_empty_file_decides_nothing(text: str) -> None:
    assert parse_curation_yaml(text) == Curation()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("entires: []", "1:1: unknown field 'entires' (did you mean 'entries'?)"),
        ("entries:\n  - pin: yes", "2:5: 'link' is missing here; add 'link: …'"),
        (
            "entries:\n  - link: a.example/1",
            "2:11: link: 'a.example/1' is not a web address; write it whole, https://…",
        ),
        (
            "entries:\n  - link: https://a.example/1\n    pin: maybe",
            "3:10: pin: 'maybe' is neither yes nor no",
        ),
        (
            "entries:\n  - {link: https://a.example/1}\n  - {link: http://www.a.example/1/}",
            "3:5: link 'http://www.a.example/1/' stands in line 2 already; join the two",
        ),
        (
            "entries:\n  - {link: https://a.example/1, pin: yes, hide: yes}",
            "2:5: an entry cannot be both pinned and hidden; take one out",
        ),
        (
            "digests:\n  - {period: 46, intro: A}",
            (
                "2:14: period: '46' is no digest; write the end of its address: "
                "2026-W46, 2026-11 or 2026-11-22"
            ),
        ),
        ("digests:\n  - period: 2026-W46", "2:5: 'intro' is missing here; add 'intro: …'"),
        (
            "digests: 2026-W46",
            "1:10: digests: a list belongs here: items, each beginning with '- period: …'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_curation_yaml(text)
    assert str(caught.value) == f"curation.yaml:{problem}"


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ConfigError):
        parse_curation_yaml(text)


def test_the_mistakes_of_both_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("partner: []\n")
    (tmp_path / "curation.yaml").write_text("entry: []\n")
    with pytest.raises(FrontDeskError) as caught:
        load_config(tmp_path / "feeds.yaml")
    lines = str(caught.value).splitlines()
    assert ["feeds.yaml:1:1" in lines[0], "curation.yaml:1:1" in lines[1]] == [True, True]


# --- what it does -------------------------------------------------------------------------------


def news(n: int):
    return entry(n, key=str(n), first_seen=ago(days=9), date=ago(days=9, hours=n))


MANY = {"ledger": state(*(news(n) for n in range(1, 8)))}


def digest(**decisions) -> list[str]:
    rules = apply_curation(
        config(partner(), digest=DigestRules(per_day=3)),
        Curation(entries=(CuratedEntry(link=f"{LINK}6", **decisions),)),
    )
    closed = close_editions(rules, MANY, (), NOW)
    return [
        e.key
        for edition in select(rules, MANY, closed, NOW).closed
        for e in edition.parts[0].entries
    ]


@pytest.mark.D7
def test_what_is_pinned_stands_first_and_no_cap_leaves_it_out() -> None:
    assert digest() == ["1", "2", "3"]
    assert digest(pin=True) == ["6", "1", "2"]


def test_what_is_pinned_later_stands_first_in_a_closed_digest() -> None:
    plain = config(partner())
    closed = close_editions(plain, MANY, (), NOW)
    pinned = apply_curation(plain, Curation(entries=(CuratedEntry(link=f"{LINK}2", pin=True),)))
    (edition,) = select(pinned, MANY, closed, NOW).closed
    assert [e.key for e in edition.parts[0].entries] == ["2", "1", "3"]


def test_the_blog_of_a_pinned_post_comes_first() -> None:
    two = config(
        partner(id="ann", feed="https://ann.example/"),
        partner(id="ben", feed="https://ben.example/"),
    )
    states = {
        id_: state(
            entry(9, key=id_, link=f"https://{id_}.example/1", first_seen=ago(days=9)), id=id_
        )
        for id_ in ("ann", "ben")
    }
    pinned = apply_curation(
        two, Curation(entries=(CuratedEntry(link="https://ben.example/1", pin=True),))
    )
    closed = close_editions(pinned, states, (), NOW)
    (edition,) = select(pinned, states, closed, NOW).closed
    assert [part.partner for part in edition.parts] == ["ben", "ann"]


@pytest.mark.D7
def test_what_is_hidden_is_shown_nowhere() -> None:
    plain = config(partner())
    closed = close_editions(plain, MANY, (), NOW)
    hidden = apply_curation(
        plain, Curation(entries=(CuratedEntry(link=f"{LINK}1?utm_source=x", hide=True),))
    )
    chosen = select(hidden, MANY, closed, NOW)
    (edition,) = chosen.closed
    assert [e.key for e in edition.parts[0].entries] == ["2", "3"]
    assert "1" not in [quoted.entry.key for quoted in chosen.feed_entries]
    assert "1" not in [e.key for card in chosen.cards for e in card.recent]
    assert apply_curation(hidden, plain.curation) == plain


@pytest.mark.D4
def test_a_partner_may_have_caps_of_its_own() -> None:
    rules = config(partner(per_day=2, per_digest=9), digest=DigestRules(per_day=3, per_digest=1))
    (edition,) = close_editions(rules, MANY, (), NOW)
    assert ([e.key for e in edition.parts[0].entries], edition.parts[0].more) == (["1", "2"], 5)


def test_a_partner_may_have_a_share_of_its_own() -> None:
    ids = ("ann", "ben", "cyd", "dan")
    states = {
        id_: state(
            *(
                entry(9, key=f"{id_}{n}", link=f"https://{id_}.example/{n}",
                      first_seen=ago(days=9), date=ago(days=9 + n))
                for n in range(4 if id_ == "ann" else 1)
            ),
            id=id_,
        )
        for id_ in ids
    }  # fmt: skip

    def from_ann(share: int | None) -> int:
        partners = [partner(id=id_, feed=f"https://{id_}.example/", share=share) for id_ in ids]
        (edition,) = close_editions(config(*partners), states, (), NOW)
        return len(edition.parts[0].entries)

    assert (from_ann(None), from_ann(60)) == (1, 4)


@pytest.mark.D10
def test_a_digest_may_have_a_title_an_introduction_or_both() -> None:
    text = (
        "digests:\n  - {period: 2026-W46, title: Two blogs}\n  - {period: 2026-11, intro: A word}\n"
    )
    one, two = parse_curation_yaml(text).digests
    assert (one.title, one.intro) == ("Two blogs", None)
    assert (two.title, two.intro) == (None, "A word")
    with pytest.raises(ConfigError, match="'intro' is missing here"):
        parse_curation_yaml("digests:\n  - {period: 2026-W46}\n")
