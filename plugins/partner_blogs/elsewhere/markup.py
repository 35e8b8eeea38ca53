"""Values in, finished HTML out, by templates that escape by themselves (X3), in a frame of the theme.

Two environments of Jinja never mix. Ours escapes, and has our words and filters. The theme's has what the
host gave it, escapes nothing as a rule, and is only asked for its base template with a block filled.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateNotFound,
    nodes,
)
from markupsafe import Markup
from msgspec import Struct

from frontdesk.core.catalogs import EXTENSION, read_translations
from frontdesk.core.errors import SettingsError
from frontdesk.core.language_tags import lookup_language
from frontdesk.core.po_catalogs import compile_catalog
from frontdesk.core.translations import Translations, english
from frontdesk.formats.page_filters import date_filters, language_filter

from .settings import PartnerBlogsSettings

_HERE = Path(__file__).parent
TEMPLATES, WORDS = _HERE / "templates", _HERE / "words"
STYLE = (_HERE / "partner-blogs.css").read_bytes()
STYLE_FILE = "partner-blogs.css"
_OURS = "partner_blogs"
"""The folder of templates that a theme may have its own versions of."""
_BETWEEN = "<!-- title above, page below -->"
"""No text of a partner can hold it: what is escaped has no `<`, and what is sanitized no comment."""
_FRAME = "partner_blogs_frame.html"
_TITLE = (
    "{% block title %}{% set site = super() %}{% if site.strip() %}{{ partner_page.title }} - {{ site }}"
    "{% else %} - {{ partner_page.title }}{% endif %}{% endblock %}"
)
"""Some themes have the name of the site in this block, others in front of it."""
_HEADS = ("extra_head", "head", "head_links", "meta")
"""Blocks for more lines in the head, as themes call them; the first that there is is taken."""


def has_templates() -> bool:
    """Whether this is an installed package: in a checkout, they lie in the theme of Front Desk alone."""
    return (TEMPLATES / _OURS).is_dir()


class PartOfPage(Struct, frozen=True):
    """Finished HTML for a frame of the theme."""

    title: Markup
    head: Markup
    body: Markup


def words_for(language: str) -> Translations:
    """The words of the pages in the language of the site; in English where there are none."""
    languages = sorted(path.stem for path in WORDS.glob(f"*{EXTENSION}"))
    found = lookup_language(language, languages)
    if found is None:
        return english()
    compiled = compile_catalog((WORDS / f"{found}{EXTENSION}").read_bytes(), found)
    return read_translations(compiled, found, language)


class OwnTemplates:
    """Our templates, or the theme's of the same names in its folder `partner_blogs/`.

    Args:
        folders: of the theme's templates, first come first served.
        settings: those of pages and feeds.
    """

    def __init__(self, folders: list[str], settings: Mapping[str, Any]) -> None:
        words: Translations = settings["WORDS"]
        theirs = [FileSystemLoader(Path(folder, _OURS)) for folder in folders]
        self._env = Environment(
            loader=ChoiceLoader(
                [PrefixLoader({_OURS: ChoiceLoader(theirs)}), FileSystemLoader(TEMPLATES)]
            ),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._env.install_gettext_translations(  # type: ignore[attr-defined]
            words.translations, newstyle=True
        )
        page = settings["DEFAULT_LANG"]
        self._env.filters.update(date_filters(words.locale, "long", settings["TIMEZONE"]))
        self._env.filters["lang"] = language_filter(page)
        self._env.globals.update(PAGE_LANG=page, WORDS_LANG=words.language)

    def render(self, name: str, values: Mapping[str, Any]) -> Markup:
        return Markup(self._env.get_template(f"{name}.html").render(values))  # noqa: S704 - it escapes

    def page(self, name: str, values: Mapping[str, Any]) -> tuple[Markup, Markup]:
        """The title of a page, and the page."""
        title, _, body = self.render(name, values).partition(_BETWEEN)
        return Markup(title.strip()), Markup(body)  # noqa: S704 - parts of what was escaped


def framed(env: Environment, rules: PartnerBlogsSettings) -> str:
    """Give the theme's templates one of ours, the last in the row, and tell its name. It shows the
    `PartOfPage` that it gets as `partner_page`.

    Args:
        env: the theme's.

    Raises:
        SettingsError: the theme has no such template, or that no such block.
    """
    base, block = rules.partner_blogs_base, rules.partner_blogs_block
    try:
        blocks = _blocks(env, base)
    except TemplateNotFound:
        raise SettingsError(
            f"the theme has no template {base}; PARTNER_BLOGS_BASE names the one that all pages extend"
        ) from None
    if block not in blocks:
        raise SettingsError(
            f"the template {base} of the theme has no block {block}, only {', '.join(sorted(blocks))}; "
            "PARTNER_BLOGS_BLOCK names the one for the content of a page"
        )
    head = next((name for name in _HEADS if name in blocks), None)
    lines = [f'{{% extends "{base}" %}}', _TITLE]
    if head:
        lines.append(
            f"{{% block {head} %}}{{{{ super() }}}}{{{{ partner_page.head }}}}{{% endblock %}}"
        )
    before = "" if head else "{{ partner_page.head }}"
    lines.append(f"{{% block {block} %}}{before}{{{{ partner_page.body }}}}{{% endblock %}}")
    ours = DictLoader({_FRAME: "\n".join(lines)})
    loaders: list[BaseLoader] = [*([env.loader] if env.loader else []), ours]
    env.loader = ChoiceLoader(loaders)
    return _FRAME


def _blocks(env: Environment, name: str) -> set[str]:
    """The names of a template's blocks, and of those that it extends.

    Raises:
        TemplateNotFound: there is no such template.
    """
    if env.loader is None:
        raise TemplateNotFound(name)
    tree = env.parse(env.loader.get_source(env, name)[0])
    found = {block.name for block in tree.find_all(nodes.Block)}
    for parent in tree.find_all(nodes.Extends):
        if isinstance(parent.template, nodes.Const):
            found |= _blocks(env, parent.template.value)
    return found
