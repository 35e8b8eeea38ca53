"""A template and its variables in, a page in the site out: what Pelican's generators write with."""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.writers import Writer

from frontdesk.core.site_writer import ROOT, from_page, write_bytes


def register() -> None:
    signals.get_writer.connect(_page_writer)


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
        values = {**context, **context.get("shared", {}), "output_file": name}
        if relative_urls:
            context["localsiteurl"] = values["localsiteurl"] = values["SITEURL"] = ROOT
        values |= more
        page = from_page(template.render(values), name)
        write_bytes(self.output_path, name, page.encode())
        signals.content_written.send(f"{self.output_path}/{name}", context=values)
