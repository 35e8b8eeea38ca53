"""`_` in templates looks up a text without values once, and gives what Jinja's own gives."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from jinja2 import Environment
from markupsafe import Markup

from frontdesk.pelican.i18n import look_up_once

TEMPLATES = [
    '{{ _("All posts") }}',
    '{{ _("100%% <b>bold</b>") }}',
    '{{ _("By %(name)s", name=name) }}{{ _("By %(name)s", name="<i>") }}',
    '{% autoescape false %}{{ _("<b>") ~ name }}{% endautoescape %}{{ _("<b>") ~ name }}',
    '{% for n in [1, 2] %}{{ _("Post") }}{{ _("No %(n)s", n=n) }}{% endfor %}',
    "{{ _(name) }}",
    '{{ _("%(text)s in %(context)s", text=name, context=name) }}',
]


class _Recorder(NullTranslations):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def gettext(self, message: str) -> str:
        self.asked.append(message)
        return message.upper() if message.isalpha() else message


def _environment() -> tuple[Environment, _Recorder]:
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    words = _Recorder()
    env.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return env, words


@pytest.mark.parametrize("source", TEMPLATES)
def test_pages_are_those_of_jinjas_own(source: str) -> None:
    own, _ = _environment()
    quick, _ = _environment()
    look_up_once(quick)
    for name in ("<Ann>", Markup("<em>Ann</em>"), "Ann"):
        expected = own.from_string(source).render(name=name)
        assert quick.from_string(source).render(name=name) == expected


def test_a_text_without_values_is_looked_up_once() -> None:
    env, words = _environment()
    look_up_once(env)
    page = env.from_string('{{ _("Post") }} {{ _("By %(name)s", name=name) }}')
    assert [page.render(name=name) for name in ("Ann", "Bob")] == ["POST By Ann", "POST By Bob"]
    assert words.asked == ["Post", "By %(name)s", "By %(name)s"]
