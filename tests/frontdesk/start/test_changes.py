"""What the answers make of a project, and that nobody's own text is touched."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.shipped import ROOT, needs_sample_site

from frontdesk.core.site_yaml import read_site_yaml
from frontdesk.start.answers import HOSTINGS, Answers
from frontdesk.start.changes import Changes, answers_before, paths_to_read, plan_changes
from frontdesk.start.samples import samples
from partner_blogs.config.feeds_yaml import parse_feeds_yaml

pytestmark = needs_sample_site
NOW = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
KNOWN = samples()
SHIPPED = {
    path: (ROOT / path).read_bytes() for path in paths_to_read(KNOWN) if (ROOT / path).is_file()
}
ANN = Answers("Desk: notes", "Ann B", "https://ann.test/blog", "ann@ann.test", "Small things")
ABOUT, POST = "content/pages/about.md", "content/posts/2026-11-30-pierwszy-wpis.md"


def planned(found: dict[str, bytes], answers: Answers, before: Answers | None = None) -> Changes:
    has_posts = any(path.startswith("content/posts/") and path not in KNOWN.files for path in found)
    return plan_changes(found, has_posts, answers, before, KNOWN, NOW)


def changed(found: dict[str, bytes], changes: Changes) -> dict[str, bytes]:
    kept = {path: data for path, data in found.items() if path not in changes.removed}
    return kept | changes.written


@pytest.mark.A16
def test_answers_become_settings_and_the_list_begins_empty() -> None:
    written = planned(SHIPPED, ANN).written
    assert read_site_yaml(written["site.yaml"], "site.yaml") == {
        "SITENAME": "Desk: notes",
        "SITESUBTITLE": "Small things",
        "AUTHOR": "Ann B",
        "CONTACT": "ann@ann.test",
        "SITEURL": "https://ann.test/blog",
        "DEFAULT_LANG": "en",
        "TIMEZONE": "UTC",
        "SITE_AUTHORITY": "ann.test,2026",
    }
    config = parse_feeds_yaml(written["feeds.yaml"].decode())
    assert (config.partners, config.about.site, config.about.contact) == (
        (),
        "https://ann.test/blog/",
        "ann@ann.test",
    )


@pytest.mark.A16
def test_every_sample_goes_and_no_word_of_it_stays() -> None:
    left = changed(SHIPPED, planned(SHIPPED, ANN))
    assert KNOWN.left(left) == []
    assert [*KNOWN.places(left)] == []
    assert {path for path in left if path.startswith("content/posts/")} == {
        "content/posts/2026-11-29-a-first-post.md"
    }


@pytest.mark.A16
def test_texts_are_in_the_language_of_the_blog_and_the_post_has_its_day() -> None:
    polish = replace(ANN, language="pl", timezone="Europe/Warsaw")
    written = planned(SHIPPED, polish).written
    assert "Title: O blogu" in written[ABOUT].decode()
    assert "Date: 2026-11-30 00:30" in written[POST].decode()
    assert "Title: Subskrypcja" in written["content/pages/subscribe.md"].decode()
    german = planned(SHIPPED, replace(ANN, language="de")).written[ABOUT].decode()
    assert "\nLang: en\n" in german


@pytest.mark.A16
def test_words_of_an_answer_are_no_markdown() -> None:
    written = planned(SHIPPED, replace(ANN, name="<b>*Desk*</b> $name")).written
    assert r"\<b\>\*Desk\*\</b\> $name is a blog" in written[ABOUT].decode()


@pytest.mark.A16
@pytest.mark.parametrize(
    "path", ["content/posts/2026-08-04-count-the-calls.md", ABOUT, "curation.yaml"]
)
def test_an_edited_sample_stays_and_is_told(path: str) -> None:
    found = {**SHIPPED, path: SHIPPED[path] + b"\nMine.\n"}
    changes = planned(found, ANN)
    assert changed(found, changes)[path] == found[path]
    assert any(line.startswith(f"{path} was edited, so it stays; ") for line in changes.left)


@pytest.mark.rehearsal
@pytest.mark.A16
def test_of_an_edited_list_samples_go_and_the_example_addresses_follow() -> None:
    feeds = SHIPPED["feeds.yaml"].replace(b"  limit: 10 ", b"  limit: 5  ")
    feeds = feeds.replace(b"    author: Priya Lindqvist\n", b"    author: My friend\n")
    changes = planned({**SHIPPED, "feeds.yaml": feeds}, ANN)
    config = parse_feeds_yaml(changes.written["feeds.yaml"].decode())
    assert [one.id for one in config.partners] == ["second-chair"]
    assert (config.about.contact, config.blogroll.limit) == ("ann@ann.test", 5)
    assert any("feeds.yaml was edited" in line and "Second Chair" in line for line in changes.left)


@pytest.mark.A16
def test_a_new_answer_reaches_what_was_made_and_not_what_was_edited() -> None:
    first = changed(SHIPPED, planned(SHIPPED, ANN))
    first[ABOUT] += b"\nMine.\n"
    changes = planned(first, replace(ANN, email="new@ann.test"), ANN)
    assert set(changes.written) == {
        "site.yaml",
        "feeds.yaml",
        "content/pages/partner-policy.md",
        "content/pages/accessibility.md",
    }
    assert changes.left == (f"{ABOUT} was edited, so it stays; look whether it fits your answers",)


@pytest.mark.A16
def test_a_blog_that_has_posts_gets_no_other() -> None:
    own = {**SHIPPED, "content/posts/mine.md": b"Title: Mine\n\nWords.\n"}
    posts = [path for path in changed(own, planned(own, ANN)) if path.startswith("content/posts/")]
    assert posts == ["content/posts/mine.md"]


WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"], max_codepoint=0x2FFF), min_size=1, max_size=20
)


@pytest.mark.A16
@settings(max_examples=20)  # each plans all changes twice
@given(WORDS, WORDS, WORDS, st.sampled_from([*HOSTINGS]), st.sampled_from(["en", "pl", "de"]))
def test_the_same_answers_change_nothing(
    name: str, author: str, tagline: str, hosting: str, language: str
) -> None:
    answers = replace(
        ANN, name=name, author=author, tagline=tagline, hosting=hosting, language=language
    )
    first = changed(SHIPPED, planned(SHIPPED, answers))
    before = answers_before(first)
    assert Answers(**before).name == name
    again = planned(first, answers, Answers(**before))
    assert (again.written, again.removed, again.left) == ({}, (), ())
