"""Faults of resources, each with the one line that the check says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

GOOD: dict[str, str] = {
    "book": """\
Author: Ann Example; Ben Sample
Publisher: Example House
Year: 2008
ISBN: 0-306-40615-2
Why: It is the only one with examples.
Level: beginner""",
    "article": """\
Author: Ann Example
Publication: The Client Letter
Published: 2008-05-22
Link: https://letter.example/fees
Checked: 2026-11-20""",
    "guide": "Version: 2026-11-21\nFile: files/fees.txt\nLicence: yours",
    "checklist": "Version: 2026-11-21",
    "event": """\
Start: 2027-03-27 18:00
End: 2027-03-28 12:00
Timezone: Europe/London
Place: Library, Leeds
Online: https://rooms.example/7
Cost: free
Organiser: Ann Example""",
    "community": "Link: https://desk.example/\nCost: free\nSince: 2024\nClosed: 2026-06-26\nSample: yes",
    "tool": "Link: https://tool.example/\nLanguage: en-GB",
    "video": "Link: https://films.example/7\nDuration: 11:20\nCaptions: yes\nTranscript: no",
}
"""What stands below the fields of `HEAD`, for each type."""

HEAD = """\
Title: The Fee Letter
Type: {type}
Date: 2026-11-20
Summary: Half a page that saves an argument.
Topic: Fees
"""
PATH = "resources/the-fee-letter.md"


def resource(what: str, lines: str | None = None, **more: str) -> str:
    """A whole file; a field of `more` takes the place of the one of its name, or goes where empty."""
    rows = (HEAD.format(type=what) + (GOOD[what] if lines is None else lines)).splitlines()
    for name, value in more.items():
        kept = [row for row in rows if not row.startswith(f"{name}:")]
        at = next((n for n, row in enumerate(rows) if row.startswith(f"{name}:")), len(rows))
        rows = kept[:at] + ([f"{name}: {value}"] if value else []) + kept[at:]
    return "\n".join(rows) + "\n\nSome words about it.\n"


@dataclass(frozen=True)
class Fault:
    """A file, and what the check says of it: `LINE: message`."""

    name: str
    text: str
    says: str
    more: dict[str, str] = field(default_factory=dict)


_TYPES = "book, article, guide, checklist, event, community, tool or video"

FAULTS = (
    Fault(
        "no-type",
        resource("tool", Type=""),
        "1: error: a resource has a type; write 'Type: …', one of book, article, guide, checklist, event, community, tool, video",
    ),
    Fault(
        "typo-type",
        resource("book", Type="bok"),
        "2: error: unknown type 'bok' (did you mean 'book'?)",
    ),
    Fault(
        "other-type",
        resource("book", Type="song"),
        f"2: error: unknown type 'song'; write {_TYPES}",
    ),
    Fault(
        "no-title",
        resource("checklist", Title=""),
        "1: error: this resource has no title; write 'Title: …' at the top",
    ),
    Fault(
        "no-date",
        resource("checklist", Date=""),
        "1: error: this resource has no date; write 'Date: 2026-11-22 08:30' at the top, or begin the file's name with 2026-11-22-",
    ),
    Fault(
        "no-topic", resource("tool", Topic=""), "1: error: a tool has a Topic; write 'Topic: Fees'"
    ),
    Fault(
        "no-summary",
        resource("tool", Summary=""),
        "1: error: a tool has a Summary; write 'Summary: Half a page that saves an argument.'",
    ),
    Fault(
        "book-without-author",
        resource("book", Author=""),
        "1: error: a book has an Author; write 'Author: Ann Example; Ben Sample'",
    ),
    Fault(
        "book-typo",
        resource("book").replace("Publisher", "Publsher"),
        "7: error: unknown field 'Publsher' (did you mean 'Publisher'?)",
    ),
    Fault(
        "book-year",
        resource("book", Year="last year"),
        "8: error: 'last year' is not a year; write one such as 2008",
    ),
    Fault(
        "book-isbn-13",
        resource("book", ISBN="978-0-306-40615-8"),
        "9: warning: '978-0-306-40615-8' cannot be an ISBN, its last digit does not fit; copy it again",
    ),
    Fault(
        "book-isbn-10",
        resource("book", ISBN="0-306-40615-X"),
        "9: warning: '0-306-40615-X' cannot be an ISBN, its last digit does not fit; copy it again",
    ),
    Fault(
        "book-isbn-short",
        resource("book", ISBN="12345"),
        "9: warning: '12345' is not an ISBN, which has ten digits, or thirteen from 978 or 979 on",
    ),
    Fault(
        "book-level",
        resource("book", Level="begginer"),
        "11: warning: unknown level 'begginer' (did you mean 'beginner'?)",
    ),
    Fault(
        "book-with-hours",
        resource("book", Start="2027-01-20 09:30"),
        "12: warning: Start is for an event, not for this; take the line out",
    ),
    Fault(
        "article-day",
        resource("article", Published="May 2008"),
        "8: error: 'May 2008' is not a day; write it as 2026-11-22",
    ),
    Fault(
        "article-no-day",
        resource("article", Published="2008-02-30"),
        "8: error: '2008-02-30' is not a date, for February 2008 has 29 days; correct the day",
    ),
    Fault(
        "article-without-link",
        resource("article", Link="", Checked=""),
        "1: error: an article has a Link; write 'Link: https://fees.example/'",
    ),
    Fault(
        "article-link",
        resource("article", Link="letter.example/fees"),
        "9: error: 'letter.example/fees' is not an address; write it whole, https://…",
    ),
    Fault(
        "guide-without-version",
        resource("guide", Version=""),
        "1: error: a guide has a Version; write 'Version: 2026-11-21'",
    ),
    Fault(
        "guide-file",
        resource("guide", File="fees.txt"),
        "7: warning: 'fees.txt' is no file that is copied into the site; put it into content/files/ and write files/its-name",
    ),
    Fault(
        "guide-file-picture",
        resource("guide", File="files/fees.PNG"),
        "7: warning: 'files/fees.PNG' is a picture; show it in the text, with ![…](…)",
    ),
    Fault(
        "guide-file-gone",
        resource("guide", File="files/gone.txt"),
        "7: warning: there is no file 'files/gone.txt'; correct the name, or take the link out",
    ),
    Fault(
        "checklist-empty",
        resource("checklist", Version="").replace("Topic: Fees", "Topic: Fees\nVersion:"),
        "6: error: Version has no value; write one",
    ),
    Fault(
        "event-nowhere",
        resource("event", Place="", Online=""),
        "2: error: an event takes place somewhere; write 'Place: …' or 'Online: https://…'",
    ),
    Fault(
        "event-backwards",
        resource("event", End="2027-03-27 17:00"),
        "7: error: End is not after Start; correct one of the two",
    ),
    Fault(
        "event-for-a-year",
        resource("event", End="2028-03-27 17:00"),
        "7: error: this lasts for 365 days; correct Start or End",
    ),
    Fault(
        "event-in-the-gap",
        resource("event", End="2027-03-28 01:30"),
        "7: error: there is no 01:30 in Europe/London on 2027-03-28, when clocks are put forward; write 02:30",
    ),
    Fault(
        "event-no-hour",
        resource("event", Start="2027-03-27"),
        "6: error: '2027-03-27' is not a day with an hour; write it as 2026-11-22 08:30",
    ),
    Fault(
        "event-zone-behind",
        resource("event", Start="2027-03-27 18:00 +01:00"),
        "6: error: '+01:00' follows the time; the field Timezone says that, so take it out",
    ),
    Fault(
        "event-zone-typo",
        resource("event", Timezone="Europe/Lodnon"),
        "8: error: unknown time zone 'Europe/Lodnon' (did you mean 'Europe/London'?)",
    ),
    Fault(
        "event-zone-city",
        resource("event", Timezone="Warsaw"),
        "8: error: unknown time zone 'Warsaw' (did you mean 'Europe/Warsaw'?)",
    ),
    Fault(
        "event-zone-other",
        resource("event", Timezone="mine"),
        "8: error: unknown time zone 'mine'; write one such as Europe/London",
    ),
    Fault(
        "event-without-cost",
        resource("event", Cost=""),
        "1: error: an event has a Cost; write 'Cost: £25; free for beginners'",
    ),
    Fault(
        "community-closed",
        resource("community", Closed="yes"),
        "9: warning: 'yes' is not a day; write it as 2026-11-22",
    ),
    Fault(
        "community-sample",
        resource("community", Sample="on"),
        "10: warning: unknown answer 'on'; write yes or no",
    ),
    Fault(
        "tool-checked-nothing",
        resource("tool", Link="", Checked="2026-11-20"),
        "7: error: Checked is the day on which you followed the Link, and there is none; write one",
    ),
    Fault(
        "tool-file-without-a-day",
        resource("tool", File="files/fees.txt"),
        "8: error: a file to download has a day; write 'Version: 2026-11-22'",
    ),
    Fault(
        "video-length",
        resource("video", Duration="11 minutes"),
        "7: error: '11 minutes' is not a length; write minutes and seconds as 11:20",
    ),
    Fault(
        "tags",
        resource("video", Tags="fees"),
        "10: warning: unknown field 'Tags'; take the line out, or put an empty line above it if it is text (docs/library.md lists the fields)",
    ),
    Fault(
        "no-text",
        resource("tool").replace("Some words about it.", ""),
        "8: error: there is no text; write it below the empty line that ends the header, or put 'Status: draft' until you do",
    ),
)
