"""No template says anything that its catalogue does not know (R8)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from tests.shipped import SETTINGS
from tools.catalogs import THEME

TEMPLATES = THEME / "templates"
ASKS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
FREE = {
    "Only this preview shows it",
    "ISBN",
    "SHA",
    "UTC",
    "status.json",
    "MB",
    "kB",
    "Re:",
    "Post",
    *calendar.day_name,
}
"""What only authors see; names of standards, files and measures; what settings and addresses are written in."""
TOLD = re.compile(r'\b(?:aria-label|alt|title|placeholder|description" [^>]*content)="([^"]*)"')
MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
PHRASE = re.compile(r"[^\W\d_]{2,}(?:[.: ,’-]+[^\W\d_]+)*:?")
LOOKS_SAID = re.compile(r"[A-Z][a-z]+\b(?!-)|[A-Za-z]+ [a-z]+")


def parts(node: nodes.Node) -> Iterator[str]:
    """What a template holds as it stands, a sign for each expression, and the texts within expressions that
    look like something to be read."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Name) or _asks(child):
            yield "\0"
        elif isinstance(child, nodes.Const):
            said = isinstance(child.value, str) and LOOKS_SAID.fullmatch(child.value.strip())
            yield f"\n{child.value}\n" if said else "\0"
        else:
            yield from parts(child)


def _asks(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and getattr(node.node, "name", "") in ASKS


def outside(template: str) -> set[str]:
    """The phrases of a template that no catalogue has."""
    environment = Environment(**SETTINGS["JINJA_ENVIRONMENT"])
    text = "".join(parts(environment.parse(template)))
    told = [*TOLD.findall(text), MARKUP.sub("\n", text)]
    return {phrase for part in told for phrase in PHRASE.findall(part)} - FREE


@pytest.mark.R8
@pytest.mark.parametrize(
    "path",
    sorted(TEMPLATES.rglob("*.html")),
    ids=lambda path: path.relative_to(TEMPLATES).as_posix(),
)
def test_a_template_says_nothing_that_the_catalogue_does_not_know(path: Path) -> None:
    assert outside(path.read_text("utf-8")) == set()


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Read on</p>", {"Read on"}),
        ('<p>{{ _("Read on") }} {{ name }}</p>', set()),
        ('<a aria-label="Way {{ n }} out">{{ n }}</a>', {"Way", "out"}),
        ('<a class="way out" href="x.html">{{ ngettext("%(num)s a", "%(num)s b", 2) }}</a>', set()),
        ('{{ "Read on" if n else _("Stop") }}', {"Read on"}),
        ("{% trans %}Read on{% endtrans %}{% if n %}, read{% endif %}", {"read"}),
    ],
)
def test_what_a_template_says_by_itself_is_found(template: str, found: set[str]) -> None:
    assert outside(template) == found
