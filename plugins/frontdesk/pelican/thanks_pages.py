"""Pelican's posts in; a page of thanks for each year out.

Each post gets `before` and `after`: the HTML of the notices before and after its text.
"""

from __future__ import annotations

from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.generators import Generator

from frontdesk.core.site_plan import PlannedPage
from frontdesk.core.site_writer import write_page
from frontdesk.site.thanks import ThanksYear, thanks_by_year

PAGE = "thanks/{year}.html"


def register() -> None:
    signals.article_generator_finalized.connect(_add_notices)
    signals.get_generators.connect(_generators)


def _add_notices(generator: Any) -> None:
    notices = generator.get_template("credits/notices").module
    for post in chain(generator.articles, generator.hidden_articles):
        post.before, post.after = notices.before(post).strip(), notices.after(post).strip()


def _generators(_: object) -> type[Generator]:
    return ThanksGenerator


class ThanksGenerator(Generator):  # type: ignore[misc]
    def generate_context(self) -> None:
        zone = ZoneInfo(self.settings["TIMEZONE"])
        given = (
            (post.date.astimezone(zone).year, post.via, post)
            for post in self.context["articles"]
            if hasattr(post, "via")
        )
        self.years: tuple[ThanksYear[Any], ...] = thanks_by_year(given)
        self.context["thanks"] = {year.number: PAGE.format(year=year.number) for year in self.years}

    def generate_output(self, writer: Any) -> None:
        for year in self.years:
            page = PAGE.format(year=year.number)
            write_page(self, writer, PlannedPage(page, "credits/thanks", {"year": year}))
