from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from frontdesk.core.errors import SettingsError
from partner_blogs.elsewhere.markup import PartOfPage, framed
from partner_blogs.elsewhere.settings import PartnerBlogsSettings

PAGE = PartOfPage(Markup("A &amp; B"), Markup("<link>"), Markup("<p>1 &lt; 2</p>"))
NONE = PartnerBlogsSettings()


def shown(base: str, *, autoescape: bool = False, **more: str) -> str:
    """The page in a theme with this base template."""
    env = Environment(loader=DictLoader({"base.html": base, **more}), autoescape=autoescape)
    name = framed(env, NONE)
    return env.get_template(name).render(partner_page=PAGE, SITENAME="Mine & yours")


TITLE_WITHIN = "<title>{% block title %}{{ SITENAME|e }}{% endblock %}</title>"
TITLE_BEHIND = "<title>{{ SITENAME|e }}{% block title %}{% endblock %}</title>"
CONTENT = "{% block content %}old{% endblock %}"


@pytest.mark.X2
@pytest.mark.parametrize("autoescape", [False, True])
@pytest.mark.parametrize(
    ("title", "says"),
    [
        (TITLE_WITHIN, "<title>A &amp; B - Mine &amp; yours</title>"),
        (TITLE_BEHIND, "<title>Mine &amp; yours - A &amp; B</title>"),
    ],
)
def test_a_title_has_the_name_of_the_site_once(title: str, says: str, autoescape: bool) -> None:
    html = shown(title + CONTENT, autoescape=autoescape)
    assert html == f"{says}<link><p>1 &lt; 2</p>"


@pytest.mark.X2
@pytest.mark.parametrize("block", ["extra_head", "head", "head_links", "meta"])
def test_lines_for_the_head_go_where_the_theme_has_a_place(block: str) -> None:
    base = f"<head>{{% block {block} %}}theirs{{% endblock %}}</head>{CONTENT}"
    assert shown(base) == "<head>theirs<link></head><p>1 &lt; 2</p>"


@pytest.mark.X2
def test_a_block_may_stand_in_a_template_that_the_base_extends() -> None:
    base = "{% extends 'bare.html' %}{% block head %}their head{% endblock %}"
    bare = "{% block head %}{% endblock %}" + CONTENT
    assert shown(base, **{"bare.html": bare}) == "their head<link><p>1 &lt; 2</p>"


@pytest.mark.X2
def test_a_theme_without_the_block_is_told_which_it_has() -> None:
    env = Environment(loader=DictLoader({"base.html": "{% block middle %}{% endblock %}"}))
    with pytest.raises(SettingsError, match="no block content, only middle;"):
        framed(env, NONE)
    with pytest.raises(SettingsError, match=r"no template all\.html"):
        framed(env, PartnerBlogsSettings(partner_blogs_base="all.html"))
