from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.errors import ConfigError
from partner_blogs.config.feeds_yaml import parse_feeds_yaml
from partner_blogs.model.config import About, BlogrollRules, Config, Consent, DigestRules, Partner

ONE = "partners:\n  - id: ledger\n    name: Ledger\n"

EVERYTHING = """\
about:
  site: https://blog.example/
  contact: editor@blog.example
  timezone: Europe/Warsaw
blogroll:
  title: Blogs we read
  sort: manual
  limit: 0
  latest: no
  snippet: yes
  age: off
  quiet_after: 30
digest:
  daily: on
  weekly: false
  monthly: true
  per_day: 1
  per_digest: 2
  share: 100
partners:
  - id: quiet-counter-2
    name: The Quiet Counter
    author: Ann Example
    home: http://counter.example/
    feed: https://counter.example/feed?a=1&b=%20#x
    topic: Retail
    description: 'Forty years behind one counter: what she learnt.'
    language: en-GB
    sample: yes
    show: full
    poll: no
    backfill: all
    quiet_after: 180
    status: retired
    reason: she sold the shop
    consent:
      by: Ann Example
      date: 2026-11-20
      note: by e-mail
    removed:
      - https://counter.example/2026/took-back
      - http://counter.example/2025/and-this
    include: fees
    exclude:
      - advertisement
      - /^ad:/
    limit: 5
    max_age: 365
"""


def only_partner(text: str) -> Partner:
    (partner,) = parse_feeds_yaml(text).partners
    return partner


def problems(text: str, *name: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_feeds_yaml(text, *name)
    return str(caught.value).splitlines()


# --- what a good file gives ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but a note\n",
        "about:\nblogroll:\ndigest:\npartners:\n",
        "partners: []\n",
        "partners: ~\n",
    ],
)
def test_a_file_without_anything_in_it_gives_the_documented_defaults(text):
    assert parse_feeds_yaml(text) == Config(
        about=About(site=None, contact=None, timezone="UTC"),
        blogroll=BlogrollRules(
            title="Blogs we follow",
            sort="recent",
            limit=10,
            latest=True,
            snippet=False,
            age=True,
            quiet_after=90,
        ),
        digest=DigestRules(
            daily=False, weekly=True, monthly=False, per_day=3, per_digest=5, share=30
        ),
        partners=(),
    )


def test_a_partner_needs_an_id_and_a_name_only():
    assert only_partner(ONE) == Partner(
        id="ledger",
        name="Ledger",
        author=None,
        home=None,
        feed=None,
        feed_line=None,
        topic=None,
        description=None,
        language=None,
        sample=False,
        show="excerpts",
        poll=True,
        backfill="none",
        quiet_after=90,
        status="active",
        reason=None,
        consent=None,
        removed=(),
        include=(),
        exclude=(),
        limit=None,
        max_age=None,
    )


def test_every_field_arrives_as_it_was_written():
    assert parse_feeds_yaml(EVERYTHING) == Config(
        about=About(
            site="https://blog.example/", contact="editor@blog.example", timezone="Europe/Warsaw"
        ),
        blogroll=BlogrollRules(
            title="Blogs we read",
            sort="manual",
            limit=0,
            latest=False,
            snippet=True,
            age=False,
            quiet_after=30,
        ),
        digest=DigestRules(
            daily=True, weekly=False, monthly=True, per_day=1, per_digest=2, share=100
        ),
        partners=(
            Partner(
                id="quiet-counter-2",
                name="The Quiet Counter",
                author="Ann Example",
                home="http://counter.example/",
                feed="https://counter.example/feed?a=1&b=%20#x",
                feed_line=25,
                topic="Retail",
                description="Forty years behind one counter: what she learnt.",
                language="en-GB",
                sample=True,
                show="full",
                poll=False,
                backfill="all",
                quiet_after=180,
                status="retired",
                reason="she sold the shop",
                consent=Consent(by="Ann Example", date="2026-11-20", note="by e-mail"),
                removed=(
                    "https://counter.example/2026/took-back",
                    "http://counter.example/2025/and-this",
                ),
                include=("fees",),
                exclude=("advertisement", "/^ad:/"),
                limit=5,
                max_age=365,
            ),
        ),
    )


def test_partners_keep_the_editors_order():
    text = "partners:\n" + "".join(f"  - {{id: {id_}, name: X}}\n" for id_ in "zam")
    assert [partner.id for partner in parse_feeds_yaml(text).partners] == ["z", "a", "m"]


@pytest.mark.parametrize(
    "written",
    [
        "2008",
        "No",
        "on",
        "1e3",
        "0x1F",
        ".inf",
        "2026-05-22",
        "12:30:45",
        "https://ledger.example/",
        "Bang & Co",
        "'null'",
        '"~"',
        "=",
    ],
)
def test_a_name_that_looks_like_something_else_stays_text(written):
    name = only_partner(f"partners:\n  - id: a\n    name: {written}\n").name
    assert name == written.strip("'\"")


def test_text_over_several_lines_becomes_one_line():
    text = ONE + "    description: |\n      two\n        lines\n"
    assert only_partner(text).description == "two lines"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("yes", True), ("True", True), ("ON", True), ("no", False), ("False", False), ("Off", False)],
)
def test_a_switch_takes_the_usual_words(written, meant):
    assert only_partner(ONE + f"    sample: {written}\n").sample is meant


@pytest.mark.parametrize(
    ("in_general", "own", "days"),
    [
        ("", "", 90),
        ("30", "", 30),
        ("30", "7", 7),
        ("30", "never", None),
        ("never", "", None),
        ("never", "7", 7),
        ("1", "36500", 36500),
    ],
)
def test_a_partners_own_quiet_time_wins_over_the_general_one(in_general, own, days):
    text = f"blogroll:\n  quiet_after: {in_general}\n{ONE}    quiet_after: {own}\n"
    assert only_partner(text).quiet_after == days


@pytest.mark.P7
@pytest.mark.parametrize(
    "feed",
    [
        *("samples/a.xml", "./a.b.xml", "feed.json", "feed", "./feeds.old/a.xml"),
        "https://u:p@ledger.example/feed",
    ],
)
def test_a_feed_may_be_an_address_or_a_file_inside_the_folder(feed):
    assert only_partner(ONE + f"    feed: {feed}\n").feed == feed


@pytest.mark.parametrize("feed", [".", "./", "samples/.."])
def test_a_folder_is_no_feed_file(feed):
    (problem,) = problems(ONE + f"    feed: {feed}\n")
    assert problem.startswith(f"feeds.yaml:4:11: feed: '{feed}' ")


def test_two_plain_links_share_having_no_feed():
    text = ONE + "    feed:\n  - id: lamp\n    name: Lamp\n    feed:\n"
    assert [partner.feed for partner in parse_feeds_yaml(text).partners] == [None, None]


# --- mistakes in one partner --------------------------------------------------------------------

KNOWN = (
    "known here: id, name, author, home, feed, topic, description, language, sample, show, poll, "
    "backfill, quiet_after, status, reason, consent, removed, include, exclude, per_day, per_digest, "
    "share, limit, max_age"
)
OUTSIDE = "is outside the folder of this file; put the feed file inside it"
NOT_ASKED = "cannot be asked; a feed is an https:// or http:// address, or a file beside this one"
NO_ADDRESS = "is not a web address; write it whole, https://…"
NEEDS_CONSENT = (
    "show: full prints a partner's whole text and needs their consent; add "
    "'consent: {by: …, date: …, note: …}', or write show: excerpts"
)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("nmae: B", "4:5: unknown field 'nmae' (did you mean 'name'?)"),
        ("hobby: chess", f"4:5: unknown field 'hobby'; {KNOWN}"),
        ("Name: B", "4:5: unknown field 'Name' (did you mean 'name'?)"),
        ("name: B", "4:5: 'name' stands twice in this section; take one out"),
        ("id: b", "4:5: a second id: where a new partner begins, write '- ' before id"),
        ("author: ''", "4:13: author: the value is missing; write one, or take the line out"),
        (
            "author: [Ann]",
            "4:13: author: a single value belongs here, not a list or a section",
        ),
        (
            "author: {first: Ann}",
            "4:13: author: a single value belongs here, not a list or a section",
        ),
        ("home: ledger.example", f"4:11: home: 'ledger.example' {NO_ADDRESS}"),
        ("home: javascript:alert(1)", f"4:11: home: 'javascript:alert(1)' {NO_ADDRESS}"),
        ("home: https://", f"4:11: home: 'https://' {NO_ADDRESS}"),
        ("home: 'https://a.example/b c'", f"4:11: home: 'https://a.example/b c' {NO_ADDRESS}"),
        (
            "home: https://me:secret@a.example/",
            "4:11: home: a name and password do not belong in an address that we print",
        ),
        ("feed: ../other.xml", f"4:11: feed: '../other.xml' {OUTSIDE}"),
        ("feed: feeds/../../a.xml", f"4:11: feed: 'feeds/../../a.xml' {OUTSIDE}"),
        ("feed: /etc/passwd", f"4:11: feed: '/etc/passwd' {OUTSIDE}"),
        (r"feed: ..\a.xml", rf"4:11: feed: '..\a.xml' {OUTSIDE}"),
        ("feed: C:/feeds/a.xml", f"4:11: feed: 'C:/feeds/a.xml' {NOT_ASKED}"),
        ("feed: file:///etc/passwd", f"4:11: feed: 'file:///etc/passwd' {NOT_ASKED}"),
        ("feed: feed://a.example/f", f"4:11: feed: 'feed://a.example/f' {NOT_ASKED}"),
        ("feed: https://a.example:0/f", f"4:11: feed: 'https://a.example:0/f' {NOT_ASKED}"),
        (
            "feed: www.a.example/feed",
            (
                "4:11: feed: 'www.a.example/feed' looks like a web address; write it whole, "
                "https://www.a.example/feed; or, if it is a file beside this one, ./www.a.example/feed"
            ),
        ),
        (
            "feed: acme.museum",
            (
                "4:11: feed: 'acme.museum' looks like a web address; write it whole, "
                "https://acme.museum; or, if it is a file beside this one, ./acme.museum"
            ),
        ),
        (
            "feed: feeds.old/a.xml",
            (
                "4:11: feed: 'feeds.old/a.xml' looks like a web address; write it whole, "
                "https://feeds.old/a.xml; or, if it is a file beside this one, ./feeds.old/a.xml"
            ),
        ),
        (
            "feed: blog.acme.com/feed",
            (
                "4:11: feed: 'blog.acme.com/feed' looks like a web address; write it whole, "
                "https://blog.acme.com/feed; or, if it is a file beside this one, ./blog.acme.com/feed"
            ),
        ),
        (
            "language: english",
            "4:15: language: 'english' is not a language tag; write one such as en, en-GB or pl",
        ),
        ("sample: perhaps", "4:13: sample: 'perhaps' is neither yes nor no"),
        (
            "show: excerpt",
            (
                "4:11: show: 'excerpt' is not known here (did you mean 'excerpts'?); write one of "
                "link, headlines, excerpts, full"
            ),
        ),
        (
            "backfill: 12",
            "4:15: backfill: '12' is not known here; write one of none, all",
        ),
        (
            "status: retird",
            (
                "4:13: status: 'retird' is not known here (did you mean 'retired'?); write one of "
                "active, retired, removed"
            ),
        ),
        (
            "quiet_after: 0",
            "4:18: quiet_after: '0' is not a number of days; write 90, or never",
        ),
        (
            "quiet_after: 2 weeks",
            "4:18: quiet_after: '2 weeks' is not a number of days; write 90, or never",
        ),
        ("show: full", f"4:5: {NEEDS_CONSENT}"),
        (
            "consent: Ann said yes",
            "4:14: a section of 'field: value' lines belongs here",
        ),
        ("consent: {date: 2026-11-20}", "4:14: 'by' is missing here; add 'by: …'"),
        ("consent: {by: Ann}", "4:14: 'date' is missing here; add 'date: …'"),
        (
            "consent: {by: Ann, date: 20.11.2026}",
            "4:30: date: '20.11.2026' is not a date; write it as 2026-05-22",
        ),
        (
            "consent: {by: Ann, date: 2026-02-30}",
            "4:30: date: '2026-02-30' is not a date; write it as 2026-05-22",
        ),
        (
            "consent: {by: Ann, date: 2026-11-20, nots: x}",
            "4:42: unknown field 'nots' (did you mean 'note'?)",
        ),
        (
            "removed: https://a.example/1",
            "4:14: removed: a list belongs here: addresses, each on a line that begins with '- '",
        ),
        ("removed: [a.example/1]", f"4:15: 'a.example/1' {NO_ADDRESS}"),
        ("limit: 0", "4:12: limit: '0' is not a whole number from 1 to 1000"),
        ("max_age: never", "4:14: max_age: 'never' is not a whole number from 1 to 36500"),
        (
            "exclude: /(/",
            "4:14: exclude: '/(/' is no regular expression (missing ), unterminated subpattern)",
        ),
        (
            "include: {word: fees}",
            "4:14: include: a list belongs here: words, each on a line that begins with '- '",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(line, problem):
    assert problems(f"{ONE}    {line}\n") == [f"feeds.yaml:{problem}"]


@pytest.mark.parametrize("id_", ["Ledger", "a_b", "-a", "a b", "a/b", "..", "é", "a" * 65])
def test_an_id_is_made_of_lower_case_letters_digits_and_hyphens(id_):
    (problem,) = problems(f"partners:\n  - id: {id_}\n    name: A\n")
    assert problem.startswith(
        f"feeds.yaml:2:9: id: '{id_}' cannot be an id; use lower-case letters, digits and "
        "hyphens, such as '"
    )


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("The Quiet Counter!", "the-quiet-counter"),
        ("Żółć", "zolc"),
        ("木", "partner"),
        ("a" * 70, "a" * 60),
    ],
)
def test_the_id_that_is_proposed_can_be_used(written, proposed):
    (problem,) = problems(f"partners:\n  - id: {written}\n    name: A\n")
    assert problem.endswith(f"such as '{proposed}'")
    assert only_partner(f"partners:\n  - id: {proposed}\n    name: A\n").id == proposed


# --- mistakes in the file as a whole ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("partner:\n  - id: a\n", "1:1: unknown field 'partner' (did you mean 'partners'?)"),
        (
            "colour: red\n",
            "1:1: unknown field 'colour'; known here: about, blogroll, digest, partners",
        ),
        ("- id: a\n", "1:1: a section of 'field: value' lines belongs here"),
        ("just words\n", "1:1: a section of 'field: value' lines belongs here"),
        ("about: me\n", "1:8: a section of 'field: value' lines belongs here"),
        (
            "partners: ledger\n",
            "1:11: partners: a list belongs here: partners, each beginning with '- id: …'",
        ),
        (
            "partners:\n  id: a\n  name: A\n",
            "2:3: partners: a list belongs here: partners, each beginning with '- id: …'",
        ),
        ("partners:\n  - ledger\n", "2:5: a section of 'field: value' lines belongs here"),
        ("partners:\n  - name: A\n", "2:5: this partner has no id; add 'id: quiet-counter'"),
        ("partners:\n  - id: a\n", "2:5: this partner has no name; add 'name: The Quiet Counter'"),
        ("partners:\n  - id: a\n    nmae: A\n", "3:5: unknown field 'nmae' (did you mean 'name'?)"),
        ("about:\n  site: blog.example\n", f"2:9: site: 'blog.example' {NO_ADDRESS}"),
        (
            "about:\n  timezone: Europe/Nowhere\n",
            (
                "2:13: timezone: 'Europe/Nowhere' is not a time zone; write one such as Europe/Warsaw "
                "or UTC"
            ),
        ),
        (
            "about:\n  timezone: ../UTC\n",
            "2:13: timezone: '../UTC' is not a time zone; write one such as Europe/Warsaw or UTC",
        ),
        (
            "blogroll:\n  limit: many\n",
            "2:10: limit: 'many' is not a whole number from 0 to 1000",
        ),
        ("blogroll:\n  limit: 1001\n", "2:10: limit: '1001' is not a whole number from 0 to 1000"),
        ("digest:\n  share: 0\n", "2:10: share: '0' is not a whole number from 1 to 100"),
        ("digest:\n  per_day: -1\n", "2:12: per_day: '-1' is not a whole number from 1 to 1000"),
        (
            "digest:\n  per_digest: 2.5\n",
            "2:15: per_digest: '2.5' is not a whole number from 1 to 1000",
        ),
        (
            "blogroll:\n  sort: newest\n",
            "2:9: sort: 'newest' is not known here; write one of manual, alphabetical, recent",
        ),
    ],
)
def test_a_mistake_outside_a_partner_is_told_as_exactly(text, problem):
    assert problems(text) == [f"feeds.yaml:{problem}"]


def test_five_mistakes_give_five_lines_in_the_order_of_the_file():
    text = """\
partners:
  - id: A B
    name: A
  - id: lamp
    quiet_after: soon
    nmae: Lamp
about:
  site: blog.example
blogroll:
  lmit: 3
"""
    assert [line.partition(" ")[0] for line in problems(text)] == [
        "feeds.yaml:2:9:",
        "feeds.yaml:5:18:",
        "feeds.yaml:6:5:",
        "feeds.yaml:8:9:",
        "feeds.yaml:10:3:",
    ]


def test_messages_bear_the_name_of_the_file_that_was_read():
    assert problems("x: y", "other.yaml")[0].startswith("other.yaml:1:1: ")


def test_an_id_and_a_feed_that_stand_twice_name_the_first_line():
    text = f"{ONE}    feed: a.xml\n  - id: ledger\n    name: B\n  - id: c\n    name: C\n    feed: a.xml\n"
    assert problems(text) == [
        "feeds.yaml:5:5: id 'ledger' is taken by line 2; choose another id",
        "feeds.yaml:9:5: feed 'a.xml' is taken by line 4; list each blog once",
    ]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("https://a.example/feed", "http://www.a.example/feed/"),
        ("https://a.example/feed?b=2&a=1", "https://A.example:443/feed?a=1&b=2&utm_source=x"),
        ("feeds/a.xml", "./feeds//a.xml"),
    ],
)
def test_a_feed_that_stands_twice_is_found_however_it_is_written(first, again):
    text = f"{ONE}    feed: {first}\n  - id: c\n    name: C\n    feed: {again}\n"
    taken = f"feeds.yaml:7:5: feed '{again}' is taken by line 4; list each blog once"
    assert problems(text) == [taken]


def test_two_feeds_of_one_site_are_two():
    text = f"{ONE}    feed: https://a.example/feed?cat=1\n  - id: c\n    name: C\n"
    assert len(parse_feeds_yaml(f"{text}    feed: https://a.example/feed?cat=2\n").partners) == 2


def test_characters_that_nobody_sees_are_left_out_of_every_value():
    text = (
        'partners:\n  - id: "a\\u200b"\n    name: "\\e[31mRed\\u202e \\x9b2J"\n'
        '    h\u200bome: https://a.example/\ufeff\n    feed: "a\\0.xml"\n'
    )
    partner = only_partner(text)
    assert (partner.id, partner.name, partner.feed) == ("a", "[31mRed 2J", "a.xml")
    assert partner.home == "https://a.example/"


@pytest.mark.parametrize(
    "text",
    [
        "partners: [{id: a, name: A}, {id: a, name: B}]\n",
        "partners: [&x {id: a, name: A}, *x]\n",
    ],
)
def test_an_id_that_stands_twice_on_one_line_is_found_as_well(text):
    (problem,) = problems(text)
    assert "id 'a' is taken by line 1" in problem


@pytest.mark.parametrize("nothing", ["", " ~", " null"])
@pytest.mark.parametrize("field", ["id", "name"])
def test_an_id_or_name_that_was_left_empty_is_a_mistake_with_a_line(field, nothing):
    other = {"id": "name: A", "name": "id: a"}[field]
    (problem,) = problems(f"partners:\n  - {field}:{nothing}\n    {other}\n")
    assert problem.startswith("feeds.yaml:2:")


@pytest.mark.E5
@pytest.mark.parametrize("consent", ["consent:", "consent: ~", "consent: {}"])
def test_full_text_is_not_allowed_by_a_consent_that_says_nothing(consent):
    (problem,) = problems(f"{ONE}    show: full\n    {consent}\n")
    assert problem.startswith(("feeds.yaml:4:", "feeds.yaml:5:"))


# --- what is not YAML ---------------------------------------------------------------------------


LOOK = "look at this line and the one before it for indentation, a colon or a quote"
TAB = "a Tab stands here; use spaces"
DASH = "stand the dash exactly under the dashes above"


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("partners:\n\t- id: a\n", "2:1", TAB),
        ("partners:\n  - id: a\n\tname: A\n", "3:1", TAB),
        ("partners:\n  - id: a\n   name: A\n", "3:4", "stand it exactly under the line above"),
        ("partners:\n  - id: a\n    name: A\n    - id: b\n", "4:5", DASH),
        ("partners:\n  - id: a\n    name: A\n   - id: b\n", "4:4", DASH),
        ("partners:\n  - id: a\n    name: A\n - id: b\n", "4:2", DASH),
        (
            "partners:\n  - id: a\n    name: Tom's: shop\n",
            "3:16",
            "put a text that has ': ' in it between 'single quotes'",
        ),
        (
            "partners:\n  - id: a\n    name: 'Tom's shop'\n",
            "3:16",
            "an apostrophe between single quotes is typed twice: 'the client''s'",
        ),
        ("partners:\n  - id: a\n    name: @home\n", "3:11", LOOK),
        ("about: *nobody\n", "1:8", LOOK),
        ("about:\n---\nabout:\n", "2:1", LOOK),
        ("partners: [\n", "2:1", LOOK),
        ("%YAML 1.3\n---\nabout:\n", "1:1", "take it out"),
        ('about:\n  site: "\\U00110000"\n', "2:1", "take it out"),
    ],
)
def test_what_is_not_yaml_is_told_with_its_place_and_the_likely_remedy(text, place, remedy):
    (problem,) = problems(text)
    assert problem.startswith(f"feeds.yaml:{place}: this is not YAML (")
    assert problem.endswith(f"); {remedy}")


def test_a_control_character_is_told_with_its_place():
    (problem,) = problems("about:\n  site: https://blog.example/\n  contact: a\x07b\n")
    assert problem.startswith("feeds.yaml:3:13: this is not YAML (")
    assert problem.endswith("take control characters out and save the file as UTF-8")
    (problem,) = problems("\x1b")
    assert problem.startswith("feeds.yaml:1:1: ")


@pytest.mark.parametrize("text", ["- " * 1500, "a: {" * 1500])
def test_deep_nesting_is_a_mistake_like_any_other(text):
    assert problems(text)[0].startswith("feeds.yaml:1:")


def test_an_anchor_that_is_used_again_is_nothing_to_warn_of():
    config = parse_feeds_yaml("about:\n  contact: &x me\nblogroll:\n  title: &x Blogs\n")
    assert (config.about.contact, config.blogroll.title) == ("me", "Blogs")


PIECES = st.one_of(
    st.sampled_from(
        ["\n", "\n  - ", "\n    ", ": ", "- ", "{", "}", "[", "]", "[]", "'", '"', "# "]
    ),
    st.sampled_from(["&a ", "*a", ">-", "!!int ", "<<: ", "%TAG ", "--- ", "...", "\t", "\\x"]),
    st.sampled_from(["~", "yes", "never", "https://a.example/", "\x00", "\x85", "\ud800"]),
    st.text(max_size=5),
)


@st.composite
def damaged_files(draw):
    """A good file in which a few lines lost or changed what stood in them."""
    lines = EVERYTHING.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        n = draw(st.integers(0, len(lines) - 1))
        field, colon, _ = lines[n].partition(":")
        lines[n] = draw(st.sampled_from(["", field + colon + " ", lines[n]])) + draw(PIECES)
    return "\n".join(lines)


@given(st.lists(PIECES).map("".join) | damaged_files())
def test_no_text_whatever_brings_anything_but_a_config_or_problems_with_a_place(text):
    try:
        parse_feeds_yaml(text)
    except ConfigError as error:
        found = error.problems
    else:
        return
    assert found
    assert all(problem.line >= 1 and problem.column >= 1 for problem in found)
    assert list(found) == sorted(found)
