"""A template and its variables in, a page in the site out: what Pelican's generators write with."""

from __future__ import annotations

import locale
import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import pass_context
from pelican import signals
from pelican.writers import Writer

from frontdesk.build.file_cache import FileCache
from frontdesk.build.frame_parts import frame_part
from frontdesk.build.manifest import MARK
from frontdesk.build.page_records import PageReuse
from frontdesk.build.site_files import file_names
from frontdesk.build.template_inputs import FRAME_PART
from frontdesk.content.render_cache import fingerprint
from frontdesk.core.settings import settings_from
from frontdesk.core.site_writer import ROOT, from_page, write_bytes

from .i18n import catalog_file
from .settings import has_other_plugins

PAGE_REUSE = "PAGE_REUSE"
"""The setting that holds the pages of the last build."""
_CODE = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
_LIBRARIES = ("pelican", "jinja2", "markupsafe", "babel")


def register() -> None:
    signals.get_writer.connect(_page_writer)
    signals.generator_init.connect(_offer_frame_parts)


def _offer_frame_parts(generator: Any) -> None:
    generator.env.globals[FRAME_PART] = pass_context(frame_part)
    generator.env.globals["ROOT_MARK"] = ROOT  # in HTML that was made before its page was known


def _page_writer(_: object) -> type[Writer]:
    return PageWriter


def page_reuse(settings: Any) -> PageReuse | None:
    """The pages of the last build; None where there is no site that could have some, or where plugins of
    others may change what a page shows in ways that nothing tells."""
    if PAGE_REUSE not in settings:
        settings[PAGE_REUSE] = _page_reuse(settings)
    found: PageReuse | None = settings[PAGE_REUSE]
    return found


def _page_reuse(settings: Any) -> PageReuse | None:
    site = settings.get("SITE_FOLDER")
    if not site or has_other_plugins(settings) or any(settings[one] for one in _CODE):
        return None
    rules = msgspec.structs.replace(settings_from(settings), output_path="", siteurl="")
    words = settings["WORDS"]
    catalog = catalog_file(settings["THEME"], words.language)
    said = catalog.read_bytes() if catalog.is_file() else b""
    umask = os.umask(0)
    os.umask(umask)
    jinja = {k: v for k, v in settings["JINJA_ENVIRONMENT"].items() if k != "bytecode_cache"}
    dates = (locale.setlocale(locale.LC_ALL), settings["DATE_FORMATS"])
    said_by = (words.language, words.locale, said)
    parts = (rules, umask, sorted(jinja.items()), dates, said_by, *map(version, _LIBRARIES))
    file = Path(settings["CACHE_PATH"], f"pages-{sha256(site.encode()).hexdigest()[:16]}.msgpack")
    compiled = settings["JINJA_ENVIRONMENT"].get("bytecode_cache")
    inputs = compiled and FileCache(Path(compiled.directory, "inputs"), settings["BUILD_TIME"])
    return PageReuse(file, Path(site), MARK, fingerprint(repr(parts)), inputs)


def files_of_new_site(settings: Any) -> list[str]:
    """The paths of all files of the new site, also those that stay as they are in the last one."""
    reuse, output = page_reuse(settings), Path(settings["OUTPUT_PATH"])
    return file_names(output, reuse.kept(output) if reuse else ())


class PageWriter(Writer):  # type: ignore[misc]
    """Renders each page as if it lay in the root of the site, and puts the way there in at the end. So a
    text, a summary or a sidebar is the same on all pages, and is made once."""

    def write_file(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: object = None,  # noqa: ARG002 - time is the pagination (R10)
        template_name: str | None = None,  # noqa: ARG002
        override_output: bool = False,  # noqa: ARG002 - the check has seen to it that no page replaces another
        url: str | None = None,  # noqa: ARG002
        **more: Any,
    ) -> None:
        if not name:
            return
        shared = {**context, **context.get("shared", {})}
        if relative_urls:
            context["localsiteurl"] = shared["localsiteurl"] = shared["SITEURL"] = ROOT
        values = {"output_file": name, **more}
        if reuse := page_reuse(self.settings):
            reuse.write(Path(self.output_path), name, template, values, shared)
        else:
            page = from_page(template.render({**shared, **values}), name)
            write_bytes(self.output_path, name, page.encode())
        signals.content_written.send(f"{self.output_path}/{name}", context={**shared, **values})
