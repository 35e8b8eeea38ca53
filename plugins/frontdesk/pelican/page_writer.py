"""A template and its variables in, a page in the site out: what Pelican's generators write with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from pelican import signals
from pelican.writers import Writer

from frontdesk.build.frame_parts import frame_part
from frontdesk.build.template_inputs import FRAME_PART
from frontdesk.core.site_writer import ROOT, from_page, write_bytes

from .site_reuse import page_reuse, write_or_keep
from .sitemap import note_page


def register() -> None:
    signals.get_writer.connect(_page_writer)
    signals.generator_init.connect(_offer_frame_parts)


def _offer_frame_parts(generator: Any) -> None:
    generator.env.globals[FRAME_PART] = pass_context(frame_part)
    generator.env.globals["ROOT_MARK"] = ROOT  # in HTML that was made before its page was known


def _page_writer(_: object) -> type[Writer]:
    return PageWriter


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
        note_page(self.settings, values)
        if signals.content_written.receivers:  # of plugins of others
            whole = {**shared, **values}
            signals.content_written.send(f"{self.output_path}/{name}", context=whole)

    def write_or_keep(self, name: str, inputs: bytes, make: Callable[[], bytes]) -> None:
        """Write a file that is no page, or keep that of the last build, as `site_reuse.write_or_keep`."""
        write_or_keep(self.settings, name, inputs, make)
