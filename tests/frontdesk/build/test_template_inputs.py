"""What a template asks for, with all templates that it includes."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from frontdesk.build.template_inputs import TemplateInputs, TemplateReader

TEMPLATES = {
    "base.html": "{% import 'words.html' as words %}{{ SITENAME }}{% block main %}{% endblock %}",
    "words.html": "{% macro hello(name) %}{{ GREETING }} {{ name }}{% endmacro %}",
    "post.html": "{% extends 'base.html' %}{% block main %}{{ post.title }}{% endblock %}",
    "text.html": "{% extends 'base.html' %}{% block main %}{{ post.content }}{% endblock %}",
    "key.html": "{{ post['content'] }}",
    "filter.html": "{{ posts|map(attribute='content')|join }}",
    "dynamic.html": "{% include part %}",
    "missing.html": "{% include 'nothing.html' ignore missing %}{{ a }}",
    "circle.html": "{% import 'circle.html' as me %}{{ b }}",
}


def read(name: str, **changed: str) -> TemplateInputs:
    loader = DictLoader({**TEMPLATES, **{f"{key}.html": text for key, text in changed.items()}})
    env = Environment(loader=loader)
    return TemplateReader(env, {}).inputs(name)


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
    ("name", "prints"),
    [("post.html", False), ("text.html", True), ("key.html", True), ("filter.html", True)],
)
def test_a_template_that_prints_texts_is_known(name: str, prints: bool) -> None:
    assert read(name).prints_texts is prints


def test_a_change_of_any_part_changes_the_digest() -> None:
    before = read("post.html").digest
    assert read("post.html").digest == before
    assert read("post.html", words="{% macro hello(name) %}{% endmacro %}").digest != before
    assert read("post.html", key="another").digest == before
    assert read("missing.html", nothing="there").digest != read("missing.html").digest


def test_a_template_that_is_chosen_while_rendering_is_not_known() -> None:
    assert not read("dynamic.html").is_known
    assert read("post.html").is_known
