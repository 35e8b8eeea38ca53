"""A template and its variables in, a page in the site out: what Pelican's generators write with."""

from __future__ import annotations

import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from pelican import signals
from pelican.writers import Writer

from frontdesk.build.manifest import MARK
from frontdesk.build.page_records import PageReuse
from frontdesk.content.render_cache import fingerprint
from frontdesk.core.settings import settings_from
from frontdesk.core.settings_file import GENERATOR
from frontdesk.core.site_writer import ROOT, from_page, write_bytes

from .i18n import catalog_file

PAGE_REUSE = "PAGE_REUSE"
"""The setting that holds the pages of the last build."""
OUR_PLUGINS = {GENERATOR, "partner_blogs"}
_CODE = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
_LIBRARIES = ("pelican", "jinja2", "markupsafe", "babel")


def register() -> None:
    signals.get_writer.connect(_page_writer)


def _page_writer(_: object) -> type[Writer]:
    return PageWriter


def page_reuse(settings: Any) -> PageReuse | None:
    """The pages of the last build; None where there is no site that could have some, or where plugins of
    others may change what a page shows in ways that nothing tells."""
    site = settings.get("SITE_FOLDER")
    if not site or set(settings["PLUGINS"]) != OUR_PLUGINS or any(settings[one] for one in _CODE):
        return None
    rules = msgspec.structs.replace(settings_from(settings), output_path="", siteurl="")
    words = settings["WORDS"]
    catalog = catalog_file(settings["THEME"], words.language)
    said = catalog.read_bytes() if catalog.is_file() else b""
    umask = os.umask(0)
    os.umask(umask)
    parts = (rules, umask, words.language, words.locale, said, *map(version, _LIBRARIES))
    file = Path(settings["CACHE_PATH"], f"pages-{sha256(site.encode()).hexdigest()[:16]}.msgpack")
    return PageReuse(file, Path(site), MARK, fingerprint(repr(parts)))


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
        values = {**context, **context.get("shared", {}), "output_file": name}
        if relative_urls:
            context["localsiteurl"] = values["localsiteurl"] = values["SITEURL"] = ROOT
        if PAGE_REUSE not in self.settings:
            self.settings[PAGE_REUSE] = page_reuse(self.settings)
        if reuse := self.settings[PAGE_REUSE]:
            shared = values
            own = {"output_file": name, **more}
            if reuse.take_over(Path(self.output_path), name, template, own, shared):
                signals.content_written.send(
                    f"{self.output_path}/{name}", context={**values, **more}
                )
                return
        page = from_page(template.render({**values, **more}), name)
        write_bytes(self.output_path, name, page.encode())
        signals.content_written.send(f"{self.output_path}/{name}", context={**values, **more})
