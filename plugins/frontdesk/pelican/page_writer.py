"""A template and its variables in, a page in the site out: what Pelican's generators write with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from jinja2 import pass_context
from pelican import signals
from pelican.writers import Writer

from frontdesk.build.frame_parts import frame_part
from frontdesk.build.template_inputs import FRAME_PART
from frontdesk.core.site_writer import ROOT, from_page, write_bytes

from .site_reuse import new_site, page_reuse, write_or_keep
from .sitemap import note_page


def register() -> None:
    signals.get_writer.connect(_page_writer)
    signals.generator_init.connect(_offer_frame_parts)
    signals.finalized.connect(_finish)


def _offer_frame_parts(generator: Any) -> None:
    generator.env.globals[FRAME_PART] = pass_context(frame_part)
    generator.env.globals["ROOT_MARK"] = ROOT  # in HTML that was made before its page was known


def _finish(pelican: Any) -> None:
    if reuse := page_reuse(pelican.settings):
        reuse.finish()


def _page_writer(_: object) -> type[Writer]:
    return PageWriter


class PageWriter(Writer):  # type: ignore[misc]
    """Renders each page as if it lay in the root of the site, and puts the way there in at the end. So a
    text, a summary or a sidebar is the same on all pages, and is made once."""

    _of_many: dict[str, Any] | None = None
    """What the pages of `many` share: not a copy for each of those that wait."""

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
        shared = self._shared_values(context, relative_urls)
        values = {"output_file": name, **more}
        if reuse := page_reuse(self.settings):
            reuse.write(new_site(self.settings), name, template, values, shared)
        else:
            page = from_page(template.render({**shared, **values}), name)
            write_bytes(self.output_path, name, page.encode())
        note_page(self.settings, values)
        if signals.content_written.receivers:  # of plugins of others
            whole = {**shared, **values}
            signals.content_written.send(f"{self.output_path}/{name}", context=whole)

    @contextmanager
    def many(self) -> Iterator[None]:
        """The pages and files that are written meanwhile need not be there before Pelican's signal
        `finalized`, so all cores make them. Nothing changes the context before that."""
        reuse = page_reuse(self.settings)
        with reuse.many() if reuse else nullcontext():
            self._of_many = {}
            yield
            self._of_many = None

    def _shared_values(self, context: dict[str, Any], relative_urls: bool) -> dict[str, Any]:
        """What pages can ask for beside their own values."""
        if self._of_many:
            return self._of_many
        shared = {**context, **context.get("shared", {})}
        if relative_urls:
            context["localsiteurl"] = shared["localsiteurl"] = shared["SITEURL"] = ROOT
        if self._of_many is not None:
            self._of_many = shared
        return shared

    def write_or_keep(self, name: str, inputs: bytes, make: Callable[[], bytes]) -> None:
        """Write a file that is no page, or keep that of the last build, as `site_reuse.write_or_keep`."""
        write_or_keep(self.settings, name, inputs, make)
