"""Python's parser of HTML, made to take whatever browsers take."""

from __future__ import annotations

from html.parser import HTMLParser as _HTMLParser


class HTMLParser(_HTMLParser):
    """Raises no error for `<![` with something else behind it than a marked section of SGML. For browsers
    it is a comment up to the next `>`."""

    def parse_html_declaration(self, i: int) -> int:
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i, report=False)
        return super().parse_html_declaration(i)
