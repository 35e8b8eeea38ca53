"""What an author may write and the sample content does not: a text for each kind of page that the samples
lack, and one post with everything that a post can have."""

from __future__ import annotations

from collections.abc import Mapping

_EVERYTHING = """\
Title: Everything that a post can have, in one post with a title that does not fit on one line
Date: 2026-10-02 08:30
Modified: 2026-10-05 10:00
Category: Practice
Tags: fees, promises, calls
Authors: Ann Example; Ben Sample
Series: Friday Debrief
Summary: A post that no reader needs, so that its page can be looked at.
Aliases: /2008/05/everything.html, /old/
Via: Ben Sample https://ben.example/fees
First_published: The Client Letter, May 2008 https://letter.example/fees
Also_posted: https://one.example/fees; Two https://two.example/fees
Discussion: https://forum.example/t/17
Question: How do you ask for an overdue fee?
Disclosure: The bank is a client of mine.
Resources: call-note

It begins with a paragraph, `some code`, *a stress*, **a stronger one**, [a link](https://ben.example/),
[another post]({filename}2026-11-05-the-overrun-e-mail-line-by-line.md) and a remark at the foot.[^1]
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft is one word.

## A part of it

> What they said, at some length.
>
> — Ben Sample, [The Client Letter](https://letter.example/fees), May 2008

![Pencil marks in fives.](count-the-calls-sheet.png "A caption, which says more than the picture.")

![Three ways on from an overrun, drawn as a fork.](overrun-three-choices.svg)

### A part of the part

| About | What we had said | What was missing |
| --- | --- | --- |
| VAT | “It should be with you shortly.” | A day on which it would be with them, and a name |
| The loan | “We’re waiting to hear from the bank.” | What happens if the bank says nothing at all |

#### A part of that

- [ ] a box to tick off
- [x] a box that is ticked off

1. One.
2. Two, with a list in it:
    - a
    - b

```python
def a_line_longer_than_the_page_is_wide(because: str = "code is not broken into lines") -> None: ...
```

A term
:   What it means.

*[VAT]: value added tax

---

The end.

[^1]: Here it is.
"""

CONTENT: Mapping[str, str] = {
    "posts/2026-10-02-everything.md": _EVERYTHING,
    "comments/2026-10-02-everything/ann.md": (
        "Author: Ann Example\nDate: 2026-10-03 18:10\nLink: https://ann.example/\n\n"
        "We send ours on Mondays. *Nobody* reads an invoice on a Friday.\n\n> Quoted.\n"
    ),
    "comments/2026-10-02-everything/ben.md": (
        "Author: Ben Sample\nDate: 2026-10-04 09:00\n\nWe do not send any.\n"
    ),
    **{
        f"comments/2026-10-02-everything/answer-{number}.md": (
            f"Author: Reader {number}\nDate: 2026-10-05 09:0{number}\n"
            f"In_reply_to: {f'answer-{number - 1}' if number else 'ann'}\n\nAnswer {number}.\n"
        )
        for number in range(6)
    },
    "posts/2026-10-05-po-polsku.md": (
        "Title: Telefon, którego nikt nie odebrał\nLang: pl\nCategory: Practice\nTags: calls\n"
        "Summary: Wpis w innym języku niż cały blog.\n\n"
        "Klient zadzwonił w piątek po południu. Nikt nie oddzwonił.\n"
    ),
    "posts/2026-10-06-a-note.md": "Comments: closed\n\nA note has no title.\n",
    "posts/2026-10-07-hidden.md": (
        "Title: A post that no list has\nStatus: hidden\n\nWhoever knows the address may read it.\n"
    ),
    "pages/po-polsku.md": (
        "Title: O blogu\nLang: pl\nSummary: Strona w innym języku.\n\nBlog o obsłudze klienta.\n"
    ),
    "resources/long-ago.md": (
        "Title: A meeting long ago\nType: event\nTopic: Meetings\nDate: 2020-01-02\n"
        "Start: 2020-02-03 09:30\nEnd: 2020-02-03 12:00\nTimezone: Europe/London\nCost: free\n"
        "Place: Library, Leeds\n"
        "Summary: An event that is over on every day on which this is looked at.\n\nIt was.\n"
    ),
    "resources/long-to-wait.md": (
        "Title: A meeting long to wait for\nType: event\nTopic: Meetings\nDate: 2026-01-02\n"
        "Start: 2099-02-03 09:30\nEnd: 2099-02-03 12:00\nTimezone: Europe/London\nCost: £25\n"
        "Online: https://rooms.example/7\nOrganiser: Ann Example\n"
        "Summary: An event that is still to come on every day on which this is looked at.\n\nIt will be.\n"
    ),
}

SWITCHES = ("digest:\n  weekly: yes\n", "digest:\n  weekly: yes\n  monthly: yes\n")
"""What stands in feeds.yaml, and what is to stand there."""
