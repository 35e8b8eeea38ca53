"""What a template asks for, with all templates that it includes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, nodes

from frontdesk.build.file_cache import FileCache
from frontdesk.build.template_inputs import TemplateInputs, TemplateReader

TEMPLATES = {
    "base.html": "{% import 'words.html' as words %}{{ SITENAME }}{% block main %}{% endblock %}",
    "words.html": "{% macro hello(name) %}{{ GREETING }} {{ name }}{% endmacro %}",
    "post.html": "{% extends 'base.html' %}{% block main %}{{ post.title }}{% endblock %}",
    "text.html": "{% extends 'base.html' %}{% block main %}{{ post.content }}{% endblock %}",
    "both.html": "{% include 'text.html' %}{{ post.outline }}{{ other.title }}",
    "deep.html": "{{ beside.before.content }}",
    "key.html": "{{ post['content'] }}",
    "filter.html": "{{ posts|map(attribute='content')|join }}",
    "dynamic.html": "{% include part %}",
    "missing.html": "{% include 'nothing.html' ignore missing %}{{ a }}",
    "circle.html": "{% import 'circle.html' as me %}{{ b }}",
}


def read(name: str, **changed: str) -> TemplateInputs:
    loader = DictLoader({**TEMPLATES, **{f"{key}.html": text for key, text in changed.items()}})
    env = Environment(loader=loader)
    return TemplateReader(env).inputs(name)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("post.html", {"SITENAME", "GREETING", "post"}),
        ("missing.html", {"a"}),
        ("circle.html", {"b"}),
        ("dynamic.html", {"part"}),
    ],
)
def test_a_template_needs_what_all_its_parts_ask_for(name: str, names: set[str]) -> None:
    assert read(name).names == names


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("post.html", set()),
        ("text.html", {"post"}),
        ("both.html", {"post"}),
        ("key.html", None),
        ("filter.html", None),
        ("deep.html", None),
    ],
)
def test_a_template_tells_whose_texts_it_prints(name: str, texts: set[str] | None) -> None:
    assert read(name).texts_of == texts


@pytest.mark.parametrize(
    "elsewhere",
    [
        "{% for post in posts %}{% include 'part.html' %}{% endfor %}",
        "{% for n, post in posts %}{% include 'part.html' %}{% endfor %}",
        "{% set post = other %}{% include 'part.html' %}",
        "{% set post %}a{% endset %}{% include 'part.html' %}",
        "{% with post = other %}{% include 'part.html' %}{% endwith %}",
        "{% macro one(post) %}{% include 'part.html' %}{% endmacro %}{{ one(other) }}",
        "{% from 'words.html' import hello as post %}{% include 'part.html' %}",
        "{% import 'words.html' as post %}{% include 'part.html' %}",
        "{{ frame_part('part.html', post=other) }}",
    ],
)
def test_a_name_that_holds_something_else_may_print_any_text(elsewhere: str) -> None:
    assert (
        read("elsewhere.html", part="{{ post.content }}{{ more }}", elsewhere=elsewhere).texts_of
        is None
    )


def test_a_change_of_any_part_changes_the_digest() -> None:
    before = read("post.html").digest
    assert read("post.html").digest == before
    assert read("post.html", words="{% macro hello(name) %}{% endmacro %}").digest != before
    assert read("post.html", key="another").digest == before
    assert read("missing.html", nothing="there").digest != read("missing.html").digest


def test_a_template_that_is_chosen_while_rendering_is_not_known() -> None:
    assert not read("dynamic.html").is_known
    assert read("post.html").is_known


class Parsing(Environment):
    """Notes the names of the templates that it parses."""

    def __init__(self, **changed: str) -> None:
        super().__init__(loader=DictLoader({**TEMPLATES, **changed}))
        self.parsed: list[str | None] = []

    def parse(self, source: str, name: str | None = None, *more: Any) -> nodes.Template:
        self.parsed.append(name)
        return super().parse(source, name, *more)


def test_a_template_that_an_earlier_build_has_read_is_not_parsed_again(tmp_path: Path) -> None:
    def inputs_of_post(env: Parsing) -> TemplateInputs:
        kept = FileCache(tmp_path / "kept", datetime(2026, 11, 18, tzinfo=UTC))
        return TemplateReader(env, kept).inputs("post.html")

    first, again = Parsing(), Parsing()
    other = Parsing(**{"words.html": "{% macro hello(name) %}{{ GOODBYE }}{% endmacro %}"})
    found = inputs_of_post(first)
    assert sorted(map(str, first.parsed)) == ["base.html", "post.html", "words.html"]
    assert inputs_of_post(again) == found == read("post.html")
    assert again.parsed == []
    assert inputs_of_post(other).names == {"SITENAME", "GOODBYE", "post"}
    assert other.parsed == ["words.html"]
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(b"\x00damaged")
    assert inputs_of_post(again) == found
