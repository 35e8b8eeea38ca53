"""The lines of a text in, a warning for each mark of another program in them out. Pure (A13).

A text from WordPress, Jekyll, Hugo or Obsidian may have marks that only work there. Readers would see them
as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_AS_IT_STANDS = "readers see it as you typed it"
_SHORTCODES = (
    "caption gallery embed audio video playlist youtube vimeo code sourcecode contact-form contact-form-7 "
    "wpvideo googlemaps slideshow soundcloud spotify tweet twitter instagram pullquote button column "
    "columns row quote su_[a-z_]+ vc_[a-z_]+ et_pb_[a-z_]+ fusion_[a-z_]+ latexpage footnote ref toc_no"
)
_MARKS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "[",
        re.compile(
            rf"(?<![\\!\]])\[/?(?:{'|'.join(_SHORTCODES.split())})(?:[ =][^\]\n]*)?/?\](?![(\[:])"
        ),
        f"is a shortcode of WordPress, and {_AS_IT_STANDS}; write what it shows as Markdown",
    ),
    (
        "{{",
        re.compile(r"(?<!\\)\{\{[<%]?[^{}\n]*[%>]?\}\}"),
        f"is a mark of a template, and {_AS_IT_STANDS}; write what it stands for",
    ),
    (
        "{%",
        re.compile(r"(?<!\\)\{%-?\s*\w[^%\n]*%\}"),
        f"is a tag of Liquid or Jinja, and {_AS_IT_STANDS}; write what it shows as Markdown",
    ),
    (
        "[[",
        re.compile(r"(?<!\\)!?\[\[[^\[\]\n]+\]\](?!\()"),
        f"is a link of a wiki, and {_AS_IT_STANDS}; write [words]({{filename}}name-of-the-file.md)",
    ),
    (
        ":::",
        re.compile(r"^\s{0,3}:::+ ?.*$"),
        f"begins or ends a box of other programs, and {_AS_IT_STANDS}; take it out, or put '>' instead",
    ),
    (
        "!!!",
        re.compile(r"^\s{0,3}!!!\+? [a-z][\w-]*(?: \".*\")?\s*$"),
        f"begins a box of MkDocs, and {_AS_IT_STANDS}; take it out, and the four spaces below it",
    ),
    (
        "???",
        re.compile(r"^\s{0,3}\?\?\?\+? [a-z][\w-]*(?: \".*\")?\s*$"),
        f"begins a box of MkDocs, and {_AS_IT_STANDS}; write <details> instead",
    ),
    (
        "[!",
        re.compile(r"^[\s>]*>\s*\[!\w+\][+-]?.*$"),
        f"begins a box of GitHub or Obsidian, and {_AS_IT_STANDS}; take it out, or write the word in bold",
    ),
    (
        "{:",
        re.compile(r"^\s*\{:(?:toc|:)[^}\n]*\}\s*$"),
        f"is a mark of Kramdown, and {_AS_IT_STANDS}; take it out: a long text has its contents beside it",
    ),
    (
        "<%",
        re.compile(r"(?<!\\)<%[^%\n]*%>"),
        f"is a tag of a template, and {_AS_IT_STANDS}; write what it stands for",
    ),
    (
        "import ",
        re.compile(
            r"^(?:import\s+[\w{*][\w{}*,\s]*\s+from\s+['\"][^'\"]+['\"]|import\s+['\"][^'\"]+['\"]);?\s*$"
        ),
        f"is a line of MDX, and {_AS_IT_STANDS}; take it out",
    ),
    (
        "export ",
        re.compile(r"^export\s+(?:const|default|let|function)\b.*$"),
        f"is a line of MDX, and {_AS_IT_STANDS}; take it out",
    ),
    (
        "$$",
        re.compile(r"(?<!\\)\$\$[^$\n]+\$\$|^\s*\$\$\s*$"),
        f"is a formula of TeX, and {_AS_IT_STANDS}; write it in <math>, or as a picture",
    ),
    (
        "==",
        re.compile(r"(?<![=\\])==[^=\s][^=\n]*(?<!\s)==(?!=)"),
        f"is a mark of other programs, and {_AS_IT_STANDS}; write <mark>…</mark>",
    ),
    (
        "%%",
        re.compile(r"(?<!\\)%%[^%\n]+%%"),
        f"is a remark of Obsidian, and {_AS_IT_STANDS}; take it out",
    ),
)
_LONGEST = 40
"""Characters of a mark that a message repeats."""


def find_unsupported_syntax(lines: Sequence[str], note: Callable[[int, str], None]) -> None:
    """Report the first such mark of each line.

    Args:
        lines: of a text, with code blanked.
        note: called with the line, from 1, and the message.
    """
    text = "\n".join(lines)
    wanted = [one for one in _MARKS if one[0] in text]
    for n, line in enumerate(lines) if wanted else ():
        for sign, pattern, message in wanted:
            if sign in line and (match := pattern.search(line)):
                shown = match[0].strip()
                shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
                note(n + 1, f"'{shown}' {message}")
                break
