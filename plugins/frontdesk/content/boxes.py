"""The files of content/boxes/ in; the boxes of the sidebar, and all problems, out. Pure (T2).

Each is Markdown with a header of up to four fields:

    Title: Office hours
    Place: home
    Order: 15

The built-in boxes stand at 10, 20, 30 … in the order of the setting BOXES; `Order` says where a box stands
among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from msgspec import Struct

from frontdesk.core.problems import Problem
from frontdesk.core.settings import Place, Settings
from frontdesk.core.suggestions import did_you_mean

from .draft_status import draft_signals, field_meaning
from .front_matter import split_document
from .model import LineProblem

LAST = 1000
"""The order of a box that names none."""
_FIELDS = ("title", "place", "order")
_PLACES: tuple[Place, ...] = get_args(Place)


class OwnBox(Struct, frozen=True):
    """A box that an author wrote.

    Attributes:
        path: of its file, below the content folder.
        title: its heading; empty for none.
        order: where it stands among the others.
        text: Markdown.
    """

    path: str
    title: str
    place: Place
    order: int
    text: str


def read_boxes(
    files: Iterable[tuple[str, bytes]], rules: Settings
) -> tuple[tuple[OwnBox, ...], tuple[Problem, ...]]:
    """All boxes that are no drafts and have no error, in their order.

    Args:
        files: path below the content folder, and bytes.
    """
    boxes, problems = [], []
    for path, data in files:
        box, found = _read_box(path, data, rules)
        problems += [Problem(path, one.line, one.message, one.severity) for one in found]
        if box and not any(one.severity == "error" for one in found):
            boxes.append(box)
    return tuple(sorted(boxes, key=lambda box: (box.order, box.path))), tuple(problems)


def _read_box(path: str, data: bytes, rules: Settings) -> tuple[OwnBox | None, list[LineProblem]]:
    header, problems = split_document(data)
    problems += header.problems
    signals = [one for one in draft_signals(header, path, _FIELDS, rules) if one.meaning != "from"]
    for signal in signals:
        message = f"'{signal.typed}' keeps this box out of the site; take the line out to show it"
        problems.append(LineProblem(signal.line, message, "info"))
    silent = {signal.line for signal in signals}
    values = {}
    for field in header.fields:
        if field.name in _FIELDS:
            values[field.name] = field
        elif field.line not in silent and field_meaning(field, rules) != "public":
            known = did_you_mean(field.typed, [name.capitalize() for name in _FIELDS])
            known = known or "; a box has Title, Place and Order"
            problems.append(LineProblem(field.line, f"unknown field '{field.typed}'{known}"))
    place = values["place"].text.lower() if "place" in values else "all"
    kept = next((one for one in _PLACES if one == place), None)
    if kept is None:
        message = f"a box cannot stand at '{place}'; write {', '.join(_PLACES)}"
        problems.append(LineProblem(values["place"].line, message, "error"))
    order = values["order"].text if "order" in values else str(LAST)
    if not order.isdecimal():
        message = f"'{order}' is no order; write a whole number such as 15"
        problems.append(LineProblem(values["order"].line, message, "error"))
    if not header.body.strip():
        message = "this box is empty; write a text below its header, or delete the file"
        problems.append(LineProblem(0, message, "error"))
    if signals or kept is None or not order.isdecimal():
        return None, problems
    title = values["title"].text if "title" in values else ""
    return OwnBox(path, title, kept, int(order), header.body), problems
