"""The docs name every command, setting and field that there is, and nothing that there is not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from ruamel.yaml import YAML
from tests.shipped import needs_sample_site
from tools.docs import architecture_page, elsewhere_page, messages_page, settings_page
from tools.samples import LIST, sample_list

from frontdesk.cli import COMMANDS
from frontdesk.cli import main as frontdesk
from frontdesk.content.comments import COMMENT_FIELDS
from frontdesk.content.metadata import FIELDS, RESOURCE_FIELDS, field_label
from partner_blogs.__main__ import main as partner_blogs
from partner_blogs.config.feeds_yaml import (
    ABOUT_FIELDS,
    BLOGROLL_FIELDS,
    CONSENT_FIELDS,
    DIGEST_FIELDS,
    PARTNER_FIELDS,
    parse_feeds_yaml,
)
from partner_blogs.model.config import Show

ROOT = Path(__file__).resolve().parents[1]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text(encoding="utf-8")
EVERYTHING = "\n".join([README, *DOCS.values()])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)
FEEDS = (ROOT / "feeds.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_documented(target: str) -> None:
    assert re.search(rf"make {target}\b", EVERYTHING)


def test_every_make_command_in_the_docs_exists() -> None:
    named = set(re.findall(r"`make ([a-z]+)", EVERYTHING)) | set(
        re.findall(r"^make ([a-z]+)", EVERYTHING, re.MULTILINE)
    )
    assert named <= {*TARGETS}


@pytest.mark.parametrize("variable", re.findall(r"^([A-Z_]+)\s*\?=", MAKEFILE, re.MULTILINE))
def test_every_make_variable_is_documented(variable: str) -> None:
    assert f"`{variable}`" in DOCS["deploy.md"]


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("about", ABOUT_FIELDS),
        ("blogroll", BLOGROLL_FIELDS),
        ("digest", DIGEST_FIELDS),
        ("partners", PARTNER_FIELDS),
    ],
)
def test_every_field_of_the_list_is_documented(section: str, fields: dict[str, object]) -> None:
    chapter = DOCS["feeds.md"].partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (.+?) \|", chapter, re.MULTILINE)[1:]
    documented = {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}
    assert documented == set(fields)


def test_every_field_of_a_consent_is_documented() -> None:
    row = next(line for line in DOCS["feeds.md"].splitlines() if line.startswith("| `consent`"))
    assert all(f"`{field}`" in row for field in CONSENT_FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_of_a_post_is_documented_as_it_is_declared(name: str) -> None:
    field = FIELDS[name]
    row = f"| `{field_label(name)}: {field.example}` | {field.description} | {field.default} |"
    assert row in DOCS["posts.md"].splitlines()


def test_every_field_of_a_comment_is_documented() -> None:
    chapter = DOCS["posts.md"].partition("\n## Replies and comments\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z][a-z_]+): ", chapter, re.MULTILINE)
    assert rows == [field_label(name) for name in COMMENT_FIELDS]


@pytest.mark.L1
@pytest.mark.parametrize("what", RESOURCE_FIELDS)
def test_every_field_of_a_resource_is_documented_as_it_is_declared(what: str) -> None:
    common, _, chapters = DOCS["library.md"].partition("\n### ")
    chapter = next(one for one in chapters.split("\n### ") if one.startswith(f"{what}\n"))
    for name, field in RESOURCE_FIELDS[what].items():
        default = field.default or "needed"
        row = f"| `{field_label(name)}: {field.example}` | {field.description} | {default} |"
        assert row in chapter.splitlines() or row in common.splitlines(), row


def help_of(monkeypatch: pytest.MonkeyPatch, main: Callable[..., object], *words: str) -> str:
    """What a command says of itself, each flag on a line of its own."""
    monkeypatch.setenv("COLUMNS", "300")
    said = StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit):
        main([*words, "--help"])
    return said.getvalue()


def flags_of(help_: str) -> dict[str, str]:
    """Each flag with what is said of it."""
    rows = re.findall(r"^  (-.+?)(?:  +|\n {10,})(.*)$", help_, re.MULTILINE)
    return {flag: says for names, says in rows for flag in re.findall(r"--[a-z-]+", names)}


def test_every_command_and_flag_is_documented_and_has_help(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = re.findall(r"^    ([a-z]+) ", help_of(monkeypatch, partner_blogs), re.MULTILINE)
    assert len(commands) > 5
    for name in commands:
        assert re.search(rf"(partner_blogs|…) {name}\b", DOCS["feeds.md"]), name
        flags = flags_of(help_of(monkeypatch, partner_blogs, name))
        assert [flag for flag, says in flags.items() if not says] == []
        assert [f for f in flags if f != "--help" and f not in DOCS["feeds.md"]] == []


def test_every_command_of_the_generator_is_documented_and_has_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    docs = "\n".join(DOCS.values())
    for name in COMMANDS:
        rows = re.findall(rf"^\| `python -m frontdesk {name}\b.*", docs, re.MULTILINE)
        assert rows, name
        flags = flags_of(help_of(monkeypatch, frontdesk, name))
        assert len(flags) > 1
        assert [flag for flag, says in flags.items() if not says] == []
        assert [f for f in flags if f != "--help" and f not in " ".join(rows)] == []


@pytest.mark.parametrize("page", DOCS)
def test_a_page_says_first_for_whom_it_is(page: str) -> None:
    readers = "authors|editors|owners|developers|translators"
    assert re.match(rf"# .+\n\nFor [^.]*\b({readers})\b", DOCS[page])


def test_every_link_between_the_docs_leads_to_a_file() -> None:
    for folder, texts in ((ROOT, [README]), (ROOT / "docs", DOCS.values())):
        for text in texts:
            prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
            for target in re.findall(r"\]\(([^)#:{/][^)#:{]*)\)", prose):
                assert (folder / target).exists(), target


def test_every_rule_that_the_code_names_is_written_down() -> None:
    rules = set(re.findall(r"^\| ([A-Z]\d+) \|", DOCS["rules.md"], re.MULTILINE))
    files = [p for folder in ("plugins", "tools") for p in (ROOT / folder).rglob("*.py")]
    words = " ".join(p.read_text(encoding="utf-8") for p in files)
    named = set(re.findall(r"\b([ABDEFLOPRSW]\d{1,2})\b(?!\d|[\"'\w])", words)) - {
        *("W46", "W47")  # ISO weeks
    }
    assert named <= rules
    assert len(rules) > 40


@needs_sample_site
def test_the_shipped_list_is_without_mistakes_and_asks_nobody_but_the_samples() -> None:
    config = parse_feeds_yaml(FEEDS)
    polled = [p for p in config.partners if p.feed and p.poll and p.status == "active"]
    assert [p.id for p in polled if "://" in (p.feed or "")] == []
    assert len(polled) == 5
    assert all(p.sample and p.backfill == "all" and p.quiet_after is None for p in polled)
    assert len(config.partners) == 37


@needs_sample_site
def test_every_candidate_becomes_valid_when_its_marks_are_taken_out() -> None:
    head, mark, candidates = FEEDS.partition("\n## --- 3.")
    switched_on = re.sub(r"^#(?=  )", "", candidates, flags=re.MULTILINE)
    assert len(parse_feeds_yaml(head + mark + switched_on).partners) > 80


def test_the_locks_name_no_address_and_every_package_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in lock
        packages = re.findall(r"^[a-z0-9].*(?:\n    --hash=.*|\n    #.*)*", lock, re.MULTILINE)
        assert len(packages) > 20
        assert all("--hash=sha256:" in package for package in packages)


def test_the_lock_of_the_checkers_names_no_address_and_every_package_has_a_hash() -> None:
    text = (ROOT / "tests/browser/package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = [package for name, package in json.loads(text)["packages"].items() if name]
    assert len(packages) > 2
    assert all(package["integrity"].startswith("sha512-") for package in packages)


def test_the_page_of_settings_is_that_of_their_declaration() -> None:
    assert DOCS["settings.md"] == settings_page(), "run python -m tools.docs"


def test_the_page_for_other_sites_has_the_settings_as_they_are_declared() -> None:
    page = DOCS["pelican.md"]
    assert page == elsewhere_page(page), "run python -m tools.docs"


def test_the_page_of_messages_has_those_of_the_faulty_texts() -> None:
    assert DOCS["messages.md"] == messages_page(), "run python -m tools.docs"


@needs_sample_site
def test_the_list_of_samples_is_that_of_the_sample_site() -> None:
    assert LIST.read_text("utf-8") == sample_list(), "run python -m tools.samples"


def test_the_map_names_the_modules_that_are_there() -> None:
    page = DOCS["architecture.md"]
    assert page == architecture_page(page), "run python -m tools.docs"


FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_for_fields_of_the_list(form: Path) -> None:
    whole = YAML(typ="safe").load(form)
    assert {"name", "description", "body"} <= set(whole)
    asked = {part["id"]: part for part in whole["body"] if part["type"] != "markdown"}
    assert set(asked) <= {*PARTNER_FIELDS, "correction"}
    assert all(part["attributes"]["label"] for part in asked.values())
    if form.stem == "suggest-a-blog":
        assert {"name", "author", "home", "feed", "topic", "description", "language"} < set(asked)
        options = asked["show"]["attributes"]["options"]
        assert {option.split()[0] for option in options} == set(get_args(Show))
