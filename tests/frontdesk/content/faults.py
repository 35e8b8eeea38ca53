"""Faulty posts, one fault each, and the message that each is to get. The line is counted in `text`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image
from tests.frontdesk.formats.metadata_removal.samples import heic, tiff
from tests.partner_blogs.refresh.drawing import drawn

HEAD = "Title: A late invoice\nDate: 2026-11-10 08:30\n\n"
"""The header of a post that is as it should be; its text begins in line 4."""

NAME = "posts/2026-11-10-a-late-invoice.md"
OTHER = "posts/2026-11-01-another.md"
OTHER_TEXT = "Title: Another\nDate: 2026-11-01 09:00\nTags: promises, e-mail\nId: urn:x:1\n\n## Its heading\n\nWords.\n"


@dataclass(frozen=True)
class Fault:
    """A post with one fault.

    Attributes:
        says: what the check says about it: `LINE: warning: message`.
        about: the file that the message names; the post itself, if nothing else.
        more: other files beside it, by path.
    """

    name: str
    text: str | bytes
    says: str
    path: str = NAME
    about: str = ""
    more: Mapping[str, str | bytes] = field(default_factory=dict)


def body(name: str, text: str, says: str, more: Mapping[str, str | bytes] | None = None) -> Fault:
    """A post with a good header and this text."""
    return Fault(name, f"{HEAD}{text}\n", says, more=more or {})


def head(name: str, lines: str, says: str, path: str = NAME) -> Fault:
    """A post whose header is these lines."""
    return Fault(name, f"{lines}\n\nThe invoice was due on Friday.\n", says, path)


def picture(width: int, height: int) -> bytes:
    """A grey picture as PNG."""
    file = BytesIO()
    Image.new("L", (width, height)).save(file, "PNG")
    return file.getvalue()


TITLE = "Title: A late invoice"
DATE = "Date: 2026-11-10 08:30"

FAULTS: tuple[Fault, ...] = (
    # --- the file -------------------------------------------------------------------------------
    Fault(
        "not UTF-8",
        b"Title: A late invoice\nDate: 2026-11-10\n\nCaf\xe9.\n",
        "4: error: this line is not UTF-8; save the file with the encoding UTF-8",
    ),
    Fault(
        "UTF-16",
        "Title: A late invoice\n\nWords.\n".encode("utf-16"),
        "1: error: this file is saved as UTF-16; save it with the encoding UTF-8",
    ),
    Fault(
        "a byte order mark",
        f"\ufeff{HEAD}Words.\n",
        "1: info: an invisible mark (BOM) begins this file; save it as UTF-8 without BOM",
    ),
    body(
        "a control character",
        "It was\x08 late.",
        "4: warning: an invisible character (U+0008) stands at column 7; delete it, and retype the letters beside it",
    ),
    body(
        "a mark of direction",
        "It was \u202elate.",
        "4: warning: an invisible character (U+202E) stands at column 8; delete it, and retype the letters beside it",
    ),
    Fault(
        "an empty file",
        "",
        "1: error: this file is empty; write Title, Date, an empty line and the text, or delete it",
    ),
    Fault(
        "the ending .txt",
        f"{HEAD}Words.\n",
        "0: error: only files that end in .md are read, so this post would be left out; rename it to 2026-11-10-a-late-invoice.md",
        path="posts/2026-11-10-a-late-invoice.txt",
    ),
    Fault(
        "the ending .md.txt",
        f"{HEAD}Words.\n",
        "0: error: only files that end in .md are read, so this post would be left out; rename it to 2026-11-10-a-late-invoice.md",
        path="posts/2026-11-10-a-late-invoice.md.txt",
    ),
    Fault(
        "the ending .Markdown.text",
        f"{HEAD}Words.\n",
        "0: error: only files that end in .md are read, so this post would be left out; rename it to 2026-11-10-a-late-invoice.md",
        path="posts/2026-11-10-a-late-invoice.Markdown.text",
    ),
    Fault(
        "the ending .mArkdown",
        f"{HEAD}Words.\n",
        "0: error: only files that end in .md are read, so this post would be left out; rename it to 2026-11-10-a-late-invoice.md",
        path="posts/2026-11-10-a-late-invoice.mArkdown",
    ),
    Fault(
        "the ending .docx",
        b"PK",
        "0: error: only files that end in .md are read, so this post would be left out; write the text into a file 2026-11-10-a-late-invoice.md",
        path="posts/2026-11-10-a-late-invoice.docx",
    ),
    Fault(
        "in the wrong folder",
        f"{HEAD}Words.\n",
        "0: error: no text is read from this folder; move this file to posts/ or pages/",
        path="2026-11-10-a-late-invoice.md",
    ),
    Fault(
        "in a folder of pictures",
        f"{HEAD}Words.\n",
        "0: error: no text is read from this folder; move this file to posts/ or pages/",
        path="images/a-late-invoice.md",
    ),
    # --- the header -----------------------------------------------------------------------------
    head(
        "a field mistyped",
        f"{TITLE}\n{DATE}\nTgas: fees",
        "3: warning: unknown field 'Tgas' (did you mean 'Tags'?)",
    ),
    head(
        "a summary mistyped",
        f"{TITLE}\n{DATE}\nSumary: One sentence.",
        "3: warning: unknown field 'Sumary' (did you mean 'Summary'?)",
    ),
    head(
        "a status mistyped",
        f"{TITLE}\n{DATE}\nStatsu: draft",
        "3: error: unknown field 'Statsu' (did you mean 'Status'?)",
    ),
    head(
        "a draft mistyped",
        f"{TITLE}\n{DATE}\nDrfat: true",
        "3: error: unknown field 'Drfat' (did you mean 'draft'?)",
    ),
    head(
        "a date mistyped",
        f"{TITLE}\nDtae: 2026-11-10",
        "2: error: unknown field 'Dtae' (did you mean 'Date'?)",
    ),
    head(
        "a title mistyped, a page",
        "Titel: About\nTilte: About",
        "2: warning: unknown field 'Tilte' (did you mean 'Title'?)",
        path="pages/about.md",
    ),
    head(
        "a draft of another program",
        f"{TITLE}\n{DATE}\ndraft: true",
        "3: info: 'draft: true' keeps this out of the site, as 'Status: draft' does; take the line out to publish",
    ),
    head(
        "a status of another program",
        f"{TITLE}\n{DATE}\nStatus: private",
        "3: info: 'private' means draft, so this is not published; write draft",
    ),
    head(
        "a flag that nobody understands",
        f"{TITLE}\n{DATE}\ndraft: perhaps",
        "3: error: 'draft: perhaps' may mean that this is a draft, so it waits; write 'Status: draft', or 'Status: published'",
    ),
    head(
        "a status below the header",
        f"{TITLE}\n{DATE}\n\nStatus: draft",
        "4: error: 'Status: draft' is below the header and may mean that this is a draft, so it waits; move the line up, or write 'Status: published' there",
    ),
    head(
        "a day of another program",
        f"{TITLE}\n{DATE}\npublishDate: 2099-01-01",
        "3: info: this waits for its date: the first build after Thursday, 2099-01-01 00:00 UTC publishes it",
    ),
    head(
        "a last day of another program",
        f"{TITLE}\n{DATE}\nexpiryDate: 2026-11-20",
        "3: info: this is out of the site since Friday, 2026-11-20 00:00 UTC, as this line says",
    ),
    head(
        "two names of one field",
        f"{TITLE}\n{DATE}\nSummary: One.\nDescription: Two.",
        "4: info: 'Summary' is there too and counts, so 'Description' has no effect",
    ),
    head(
        "several categories",
        f"{TITLE}\n{DATE}\nCategories: [Craft, Practice]",
        "3: warning: a post has one category, so 'Craft' counts; write the others after Tags",
    ),
    head(
        "a pattern for an address",
        f"{TITLE}\n{DATE}\npermalink: /:year/:title/",
        "3: warning: '/:year/:title/' is a pattern of another program, so the address is made of the date and Slug; write 'Url: /…' for another",
    ),
    head(
        "a field of another program",
        f"{TITLE}\n{DATE}\nlayout: post",
        "3: info: 'layout' has no effect here; take the line out, or name it in MORE_FIELDS if templates of your own read it",
    ),
    Fault(
        "two endings of one name",
        f"{TITLE}\n{DATE}\nId: urn:x:9\n\nWords.\n",
        "0: error: posts/2026-11-10-a-late-invoice.markdown has the same name but for its ending; rename one of the two, or delete it",
        more={
            NAME.replace(
                ".md", ".markdown"
            ): "Title: Older\nDate: 2026-11-10 07:00\nSlug: older\n\nWords.\n"
        },
    ),
    head(
        "a date by strokes that the file's name does not settle",
        f"{TITLE}\nDate: 05/11/2026",
        "2: error: '05/11/2026' is not a date; write it as 2026-11-22 08:30",
    ),
    head(
        "an unknown field",
        f"{TITLE}\n{DATE}\nMood: calm",
        "3: warning: unknown field 'Mood'; take the line out, or put an empty line above it if it is text (docs/posts.md lists the fields)",
    ),
    head(
        "a field twice",
        f"{TITLE}\n{DATE}\nTags: fees\nTags: promises",
        "4: error: 'Tags' is here and in line 3; make one line of the two",
    ),
    head(
        "a field without a value",
        f"{TITLE}\n{DATE}\nSummary:",
        "3: warning: Summary has no value; write one, or take the line out",
    ),
    head(
        "a field's name with a space",
        f"{TITLE}\n{DATE}\nFirst published: May 2008",
        "3: error: a field's name has no spaces; write 'First_published:', or put an empty line above this one if the text begins here",
    ),
    head(
        "no empty line above the text",
        f"{TITLE}\n{DATE}\nThe invoice was late.",
        "3: error: this line is not 'Field: value'; if the text begins here, put an empty line above it",
    ),
    head(
        "an empty line above the header",
        f"\n{TITLE}\n{DATE}",
        "1: error: the header must begin in the first line; delete what is above it",
    ),
    head(
        "a fence that never closes",
        f"---\n{TITLE}\n{DATE}",
        "1: error: the header that begins here never ends; write '---' in a line below its last field",
    ),
    head(
        "a field that is indented",
        f"{TITLE}\n {DATE}",
        "2: warning: spaces stand before 'Date'; begin the field at the left margin",
    ),
    head(
        "a Tab in the header",
        f"{TITLE}\n{DATE}\nSummary: One\n\tsentence.",
        "4: warning: a Tab begins this line; use four spaces",
    ),
    head(
        "a quotation mark left open",
        f'{TITLE}\n{DATE}\nSummary: "One sentence.',
        "3: warning: a quotation mark opens and never closes; write it at the end of Summary too",
    ),
    head(
        "a list where one value belongs",
        f"{TITLE}\n{DATE}\nCategory:\n- Craft\n- Practice",
        "3: error: Category takes one value; write it after 'Category:', without a dash",
    ),
    head(
        "no title",
        DATE,
        "1: info: this post has no title, so its first words are used; write 'Title: …' for another",
    ),
    head(
        "no title, a page",
        "Slug: about",
        "1: error: this page has no title; write 'Title: …' at the top",
        path="pages/about.md",
    ),
    head(
        "no date",
        TITLE,
        "1: error: this post has no date; write 'Date: 2026-11-22 08:30' at the top, or begin the file's name with 2026-11-22-",
        path="posts/a-late-invoice.md",
    ),
    head(
        "a date of words",
        f"{TITLE}\nDate: soon",
        "2: error: 'soon' is not a date; write it as 2026-11-22 08:30",
    ),
    head(
        "a date in another order",
        f"{TITLE}\nDate: 22.11.2026",
        "2: info: Date is 2026-11-22 and the file's name says 2026-11-10; Date counts. Correct it, or rename the file (then add an Id, or feeds take it for a new post)",
    ),
    head(
        "a date that may be two",
        f"{TITLE}\nDate: 10/12/2026",
        "2: error: '10/12/2026' is not a date; write it as 2026-11-22 08:30",
    ),
    head(
        "a day that no order makes one",
        f"{TITLE}\nDate: 31.02.2026",
        "2: error: '31.02.2026' is not a date; write it as 2026-11-22 08:30",
    ),
    head(
        "a date in English",
        f"{TITLE}\nDate: November 10, 2026 8:30",
        "2: error: 'November 10, 2026 8:30' is not a date; write 2026-11-10 08:30",
    ),
    head(
        "a month alone",
        f"{TITLE}\nDate: 2026-11",
        "2: error: '2026-11' is not a date; write it as 2026-11-22 08:30",
    ),
    head(
        "a day that does not exist",
        f"{TITLE}\nDate: 2026-02-30",
        "2: error: '2026-02-30' is not a date, for February 2026 has 28 days; correct the day",
        path="posts/a-late-invoice.md",
    ),
    head(
        "a month that does not exist",
        f"{TITLE}\nDate: 2026-13-10",
        "2: error: '2026-13-10' is not a date, for there is no month 13; write year-month-day",
    ),
    head(
        "a time that does not exist",
        f"{TITLE}\nDate: 2026-11-10 25:10",
        "2: error: '2026-11-10 25:10' has no time of day; write hours from 00 to 23 and minutes from 00 to 59",
    ),
    head(
        "a file named after no day",
        f"{TITLE}\n{DATE}",
        "1: error: the file's name begins with 2026-02-30, which is no day; rename the file",
        path="posts/2026-02-30-a-late-invoice.md",
    ),
    head(
        "a file named after another day",
        f"{TITLE}\n{DATE}\nId: urn:x:2",
        "2: info: Date is 2026-11-10 and the file's name says 2026-11-09; Date counts. Correct it, or rename the file",
        path="posts/2026-11-09-x.md",
    ),
    head(
        "a date to come",
        f"{TITLE}\nDate: 2026-12-24 08:30",
        "2: info: this waits for its date: the first build after Thursday, 2026-12-24 08:30 UTC publishes it",
        path="posts/a-late-invoice.md",
    ),
    head(
        "a change before its time",
        f"{TITLE}\n{DATE}\nModified: 2026-11-09",
        "3: warning: Modified is earlier than Date; correct one of the two",
    ),
    head(
        "a change at no time",
        f"{TITLE}\n{DATE}\nModified: yesterday",
        "3: warning: 'yesterday' is not a date; write it as 2026-11-22 08:30",
    ),
    head(
        "an unknown status",
        f"{TITLE}\n{DATE}\nStatus: darft",
        "3: error: unknown status 'darft' (did you mean 'draft'?); write draft or hidden, or take the line out to publish",
    ),
    head(
        "no language",
        f"{TITLE}\n{DATE}\nLang: English",
        "3: warning: 'English' is not a language tag; write one such as en, en-GB or pl",
    ),
    head(
        "no Id",
        f"{TITLE}\n{DATE}\nId: my first post",
        "3: warning: 'my first post' cannot be an Id, which looks like urn:uuid:…; take the line out, and the file's name is used instead",
    ),
    head(
        "a slug with spaces",
        f"{TITLE}\n{DATE}\nSlug: Zażółć gęślą",
        "3: info: 'Zażółć gęślą' cannot be an address, so 'zazolc-gesla' is used; write that",
    ),
    head(
        "a slug of nothing",
        f"{TITLE}\n{DATE}\nSlug: '???'",
        "3: error: no address can be made of the Slug '???'; write 'Slug: a-few-words'",
    ),
    head(
        "a url elsewhere",
        f"{TITLE}\n{DATE}\nUrl: https://elsewhere.example/x.html",
        "3: error: 'https://elsewhere.example/x.html' lies on another site; write a path such as /2008/05/the-old-name.html",
    ),
    head(
        "an alias with a question mark",
        f"{TITLE}\n{DATE}\nAliases: /index.php?p=3",
        "3: warning: '/index.php?p=3' has a ? or #, and no static site sees what follows it; write a path such as /2008/05/the-old-name.html",
    ),
    head(
        "an alias above the root",
        f"{TITLE}\n{DATE}\nAliases: ../old.html",
        "3: warning: '../old.html' is not a path below the site's root; write a path such as /2008/05/the-old-name.html",
    ),
    head(
        "an alias of itself",
        f"{TITLE}\n{DATE}\nAliases: /2026/11/a-late-invoice.html",
        "3: warning: /2026/11/a-late-invoice.html is the address of this file itself; take the alias out",
    ),
    head(
        "an alias where another post is",
        f"{TITLE}\n{DATE}\nAliases: /2026/11/another.html",
        "3: warning: /2026/11/another.html is the address of posts/2026-11-01-another.md; take the alias out here",
    ),
    head(
        "an alias where a page of the theme is",
        f"{TITLE}\n{DATE}\nAliases: archives.html",
        "3: warning: /archives.html is the address of a page of the theme; take the alias out here",
    ),
    head(
        "comments neither on, closed nor off",
        f"{TITLE}\n{DATE}\nComments: shut",
        "3: warning: unknown word 'shut'; write on, closed or off",
    ),
    head(
        "an unknown type",
        f"{TITLE}\n{DATE}\nType: bok",
        "3: warning: unknown type 'bok' (did you mean 'book'?)",
    ),
    head(
        "a type like no other",
        f"{TITLE}\n{DATE}\nType: shoe",
        "3: warning: unknown type 'shoe'; write book, article, guide, checklist, event, community, tool or video",
    ),
    head(
        "a discussion without https",
        f"{TITLE}\n{DATE}\nDiscussion: forum.example/t/17",
        "3: warning: 'forum.example/t/17' is not an address; write it whole, https://…",
    ),
    head(
        "a credit that leads nowhere",
        f"{TITLE}\n{DATE}\nVia: [Ann](ann.example)",
        "3: warning: 'ann.example' is not an address; write it whole, https://…",
    ),
    head(
        "an unknown series",
        f"{TITLE}\n{DATE}\nSeries: Friday debreif",
        "3: warning: unknown series 'Friday debreif' (did you mean 'Friday debrief'?); a new one goes into SERIES in pelicanconf.py",
    ),
    head(
        "another weekday than the series'",
        f"{TITLE}\n{DATE}\nSeries: Friday debrief",
        "2: warning: 2026-11-10 is a Tuesday, and 'Friday debrief' appears on Fridays; write 2026-11-13, or take Series out",
    ),
    # --- the text -------------------------------------------------------------------------------
    Fault(
        "no text",
        HEAD,
        "3: error: there is no text; write it below the empty line that ends the header, or put 'Status: draft' until you do",
    ),
    Fault(
        "no text in a draft",
        f"{TITLE}\n{DATE}\nStatus: draft\n\n",
        "4: info: there is no text; write it below the empty line that ends the header",
    ),
    body(
        "a heading of the first level",
        "Words.\n\n# A heading\n\nWords.",
        "6: warning: this is a heading of level 1, and only the title is one; write '## …'",
    ),
    body(
        "a heading that skips a level",
        "## One\n\nWords.\n\n#### Two\n\nWords.",
        "8: warning: a heading of level 4 comes under one of level 2; write '### …'",
    ),
    body(
        "a first heading too deep",
        "Words.\n\n### One\n\nWords.",
        "6: warning: a heading of level 3 comes under the title; write '## …'",
    ),
    body(
        "a heading underlined",
        "Words.\n\nOne\n===\n\nWords.",
        "6: warning: this is a heading of level 1, and only the title is one; write '## …'",
    ),
    body(
        "code that never ends",
        "Words.\n\n```text\ncode\n\nWords.",
        "6: warning: the block of code that begins here never ends; put ``` below its last line",
    ),
    body(
        "a Tab in front of a paragraph",
        "Words.\n\n\tThe invoice was late.\n\nWords.",
        "6: warning: the Tab in front makes this a block of code; take it out, or put ``` above and below what is code",
    ),
    body(
        "a quotation without a source",
        "Words.\n\n> What they said.\n\nWords.",
        "6: info: this quotation has no source; write '> — Who, [where](https://…), when' as its last paragraph",
    ),
    body(
        "a quotation of two paragraphs",
        "> One.\n>\n> Two.\n\nWords.",
        "4: info: this quotation has no source; write '> — Who, [where](https://…), when' as its last paragraph",
    ),
    body(
        "a quotation in a list",
        "- Words.\n\n    > What they said.\n\nWords.",
        "6: info: this quotation has no source; write '> — Who, [where](https://…), when' as its last paragraph",
    ),
    body(
        "a reference to nothing",
        "Words.\n\nSee [the letter][letter] of May.",
        "6: warning: '[the letter][letter]' points to nothing; write '[letter]: https://…' in a line of its own, or the address in round brackets",
    ),
    body(
        "a footnote without a text",
        "Words.[^1]",
        "4: warning: the footnote [^1] has no text; write '[^1]: …' in a line of its own",
    ),
    body(
        "a link with a gap",
        "Words.\n\nSee [it] (https://elsewhere.example/).",
        "6: warning: there is a space between the words of this link and its address; write '](' without it",
    ),
    body(
        "a link never closed",
        "See [it](https://elsewhere.example/ and\nthen.",
        "4: warning: this link's round bracket never closes; write ')' after the address",
    ),
    body(
        "a link to nowhere",
        "See [it]().",
        "4: warning: this link leads nowhere; write an address between the round brackets",
    ),
    body(
        "a link without words",
        "See [](https://elsewhere.example/).",
        "4: warning: this link has no words to click on; write some between the square brackets",
    ),
    body(
        "a link to no file",
        "Words\nand\n[more]({filename}gone.md).",
        "6: warning: there is no file 'posts/gone.md'; correct the name, or take the link out",
    ),
    body(
        "a link to a file mistyped",
        "See [it]({filename}2026-11-01-anothr.md).",
        "4: warning: there is no file 'posts/2026-11-01-anothr.md' (did you mean {filename}/posts/2026-11-01-another.md?)",
    ),
    body(
        "a link to another folder",
        "See [it]({filename}/pages/2026-11-01-another.md).",
        "4: warning: there is no file 'pages/2026-11-01-another.md' (did you mean {filename}/posts/2026-11-01-another.md?)",
    ),
    body(
        "a link to the file's own name",
        "See [it](2026-11-01-another.md).",
        "4: warning: '2026-11-01-another.md' is a file and no address; write {filename}/posts/2026-11-01-another.md",
    ),
    body(
        "a link to an address",
        "See [it](/2026/11/another.html).",
        "4: info: '/2026/11/another.html' breaks as soon as one of the two addresses changes; write {filename}/posts/2026-11-01-another.md",
    ),
    body(
        "a link to no address",
        "See [it](/2026/11/anothr.html).",
        "4: warning: no page has the address '/2026/11/anothr.html' (did you mean '/2026/11/another.html'?)",
    ),
    body(
        "a link to a page beside it",
        "See [it](another.html).",
        "4: info: 'another.html' breaks as soon as one of the two addresses changes; write {filename}/posts/2026-11-01-another.md",
    ),
    body(
        "a link to no place here",
        "## One thing\n\nSee [it](#one-thin).",
        "6: warning: there is no place '#one-thin' here (did you mean '#one-thing'?)",
    ),
    body(
        "a link to no place there",
        f"See [it]({{filename}}/{OTHER}#gone).",
        "4: warning: there is no place '#gone' in 'posts/2026-11-01-another.md'; write the id of a heading, or take it out",
    ),
    body(
        "a link without https",
        "See [it](www.elsewhere.example).",
        "4: warning: this leads to a page of ours called 'www.elsewhere.example'; write https://www.elsewhere.example",
    ),
    body(
        "a link without mailto",
        "[Write](me@elsewhere.example).",
        "4: warning: this leads to a page called 'me@elsewhere.example'; write mailto:me@elsewhere.example",
    ),
    body(
        "a link with a mistyped scheme",
        "See [it](htps://elsewhere.example/).",
        "4: warning: 'htps:' does not begin an address; write https:",
    ),
    body(
        "a link to the author's machine",
        "See [it](file:///home/ann/x.pdf).",
        "4: warning: 'file:///home/ann/x.pdf' lies on your own machine; put the file into the content folder",
    ),
    body(
        "a link that runs a script",
        "See [it](javascript:alert).",
        "4: error: a 'javascript:' address does not work here: pages of this site run no scripts; take it out",
    ),
    body(
        "a link to a tag of nobody",
        "See [it]({tag}price).",
        "4: warning: no post has the tag 'price'; use one that a post has",
    ),
    body(
        "an unknown mark",
        "See [it]({file}another.md).",
        "4: warning: '{file}' is not known; write {filename} for a post or page, {static} for another file",
    ),
    body(
        "a link to a draft",
        "See [it]({filename}draft.md).",
        "4: info: 'posts/draft.md' is a draft; until it is out, readers see these words without the link",
        more={"posts/draft.md": "Title: D\nDate: 2026-11-02\nStatus: draft\n\nWords.\n"},
    ),
    body(
        "a picture that is not there",
        "![A desk]({static}/images/desk.png)",
        "4: warning: there is no picture 'images/desk.png'; correct the name, or take the link out",
    ),
    body(
        "a picture of other letters",
        "![A desk]({static}/images/desk.png)",
        "4: warning: there is no picture 'images/desk.png' (did you mean {static}/images/Desk.png?)",
        more={"images/Desk.png": picture(8, 8)},
    ),
    body(
        "a picture without words",
        "Words.\n\n![]({static}/images/desk.svg)",
        "6: warning: this picture has no description for people who cannot see it; write what it shows between the square brackets",
        more={"images/desk.svg": "<svg/>"},
    ),
    body(
        "a picture by a path that is not there",
        "![A desk](/images/desc.svg)",
        "4: warning: there is no picture 'images/desc.svg' (did you mean {static}/images/desk.svg?)",
        more={"images/desk.svg": "<svg/>"},
    ),
    body(
        "a link to a picture by its path",
        "[A desk](/images/desk.svg)",
        "4: warning: '/images/desk.svg' is a file and no address; write {static}/images/desk.svg",
        more={"images/desk.svg": "<svg/>"},
    ),
    body(
        "a picture beside the post with a letter mistyped",
        "![A calendar](calender.png)",
        "4: warning: there is no picture 'posts/calender.png' (did you mean calendar.png?)",
        more={"posts/calendar.png": picture(4, 3)},
    ),
    body(
        "a picture with another ending",
        "![A desk](IMG_0001.jpg)",
        "4: warning: there is no picture 'posts/IMG_0001.jpg' (did you mean {static}/images/IMG_0001.JPEG?)",
        more={"images/IMG_0001.JPEG": picture(4, 3)},
    ),
    body(
        "a picture in capitals in another folder",
        "![A desk](images/img_0001.jpg)",
        "4: warning: there is no picture 'posts/images/img_0001.jpg' (did you mean {static}/images/2026/IMG_0001.JPG?)",
        more={"images/2026/IMG_0001.JPG": picture(4, 3)},
    ),
    body(
        "a picture that may be two",
        "![A desk]({static}/images/IMG_0001.jpg)",
        "4: warning: there is no picture 'images/IMG_0001.jpg' (did you mean {static}/images/a/IMG_0001.png or {static}/images/b/IMG_0001.webp?)",
        more={
            "images/a/IMG_0001.png": picture(4, 3),
            "images/b/IMG_0001.webp": picture(4, 3),
        },
    ),
    body(
        "a picture that is written into the text",
        "![A dot](data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)",
        "4: error: this picture is part of the text ('data:'), and pages do not load that; save it as a file beside the text and write its name",
    ),
    body(
        "a picture of a kind that browsers do not show",
        "![A desk](desk.heic)",
        "4: warning: 'posts/desk.heic' is no picture that every browser shows; save it as JPEG or PNG",
        more={"posts/desk.heic": b"heic"},
    ),
    body(
        "a picture from elsewhere",
        "![A desk](https://elsewhere.example/desk.png)",
        "4: error: this picture would come from elsewhere.example, which would know who reads this blog; put it into images/ and write {static}/images/desk.png",
    ),
    body(
        "a script",
        'Words.\n\n<script src="https://elsewhere.example/x.js"></script>',
        "6: error: <script> does not work here: pages of this site run no scripts; take it out, or write a link to what it shows",
    ),
    body(
        "a frame",
        '<iframe src="https://elsewhere.example/"></iframe>\n\nWords.',
        "4: error: <iframe> does not work here: pages of this site show no pages of others; write a link to it",
    ),
    body(
        "a film that loads by itself",
        'Words.\n\n<video src="{static}/images/desk.mp4" controls></video>',
        '6: warning: write <video controls preload="none" …>: it loads and plays when a reader asks for it',
        {"images/desk.mp4": b"film"},
    ),
    body(
        "a sound that plays by itself",
        'Words.\n\n<audio src="{static}/images/desk.mp4" controls preload="none" autoplay></audio>',
        '6: warning: write <audio controls preload="none" …>: it loads and plays when a reader asks for it',
        {"images/desk.mp4": b"film"},
    ),
    body(
        "a handler",
        'Words <b onclick="x()">here</b>.',
        "4: error: onclick=… does not work here: pages of this site run no scripts; take it out",
    ),
    body(
        "a style",
        'Words.\n\n<div style="color: red">\nWords.\n</div>',
        "6: warning: style=… was left out: only the theme decides how pages look; take it out",
    ),
    body(
        "a form",
        'Words.\n\n<form action="/x">\n</form>',
        "6: warning: <form> does not work here: this site has no server to answer it; take it out",
    ),
    body(
        "a picture in HTML from elsewhere",
        'Words.\n\n<p>\n<img src="//elsewhere.example/d.png" alt="A desk">\n</p>',
        "7: error: this picture would come from elsewhere.example, which would know who reads this blog; put it into images/ and write {static}/images/d.png",
    ),
    body(
        "a picture in HTML without words",
        'Words.\n\n<img src="{static}/images/desk.svg">',
        '6: warning: this picture has no description for people who cannot see it; write what it shows as alt="…"',
        more={"images/desk.svg": "<svg/>"},
    ),
    body(
        "a heading in HTML",
        "Words.\n\n<h1>One</h1>\n\nWords.",
        "6: warning: this is a heading of level 1, and only the title is one; write '## …'",
    ),
    body(
        "a quotation in HTML",
        "Words.\n\n<blockquote>What they said.</blockquote>",
        "6: info: this quotation has no source; write '> — Who, [where](https://…), when' as its last paragraph",
    ),
    body(
        "words taken for HTML",
        "Write to <client> today.",
        "4: warning: '<client>' is taken for HTML, and readers will not see it; write '&lt;client>' if it is text",
    ),
    body(
        "first published",
        "Words.\n\nThis was first published in The Letter, May 2008.",
        "6: warning: 'first published in …' is typed in the text; write it as a field at the top: 'First_published: https://…'",
    ),
    # --- beside other files ---------------------------------------------------------------------
    head(
        "the address of another",
        f"{TITLE}\n{DATE}\nSlug: another",
        "3: error: /2026/11/another.html is the address of posts/2026-11-01-another.md too; write another Slug here",
    ),
    head(
        "the Id of another",
        f"{TITLE}\n{DATE}\nId: urn:x:1",
        "3: error: posts/2026-11-01-another.md has the same Id, so feeds would show only one of the two; take the line out here, or write another",
    ),
    head(
        "the title of another of the day",
        "Title: Another\nDate: 2026-11-01 18:00",
        "1: info: posts/2026-11-01-another.md of the same day has the same title; if this is a copy of it, delete one",
        path="posts/two.md",
    ),
    head(
        "a tag with a letter less",
        f"{TITLE}\n{DATE}\nTags: promses",
        "3: info: the tag 'promses' looks like 'promises', which another post has; write that if you mean it",
    ),
    head(
        "a tag in the singular",
        f"{TITLE}\n{DATE}\nTags: promise",
        "3: info: the tag 'promise' looks like 'promises', which another post has; write that if you mean it",
    ),
    head(
        "a tag without a hyphen",
        f"{TITLE}\n{DATE}\nTags: Email",
        "3: info: the tag 'Email' looks like 'e-mail', which another post has; write that if you mean it",
    ),
    head(
        "a category mistyped",
        f"{TITLE}\n{DATE}\nCategory: Nots",
        "3: info: the category 'Nots' looks like 'Notes', which another post has; write that if you mean it",
    ),
    Fault(
        "a picture too large",
        f"{HEAD}Words.\n",
        "0: warning: this picture has 7000 × 1 pixels, more than a page ever shows; make it at most 6000 wide or high",
        about="images/desk.png",
        more={"images/desk.png": picture(7000, 1)},
    ),
    Fault(
        "a picture too heavy",
        f"{HEAD}Words.\n",
        "0: warning: this picture has 1.2 MB to wait for; save it smaller, at most 1.0 MB",
        about="images/desk.svg",
        more={
            "images/desk.svg": '<svg xmlns="http://www.w3.org/2000/svg">'
            + " " * 1_234_521
            + "</svg>"
        },
    ),
    Fault(
        "a picture that is none",
        f"{HEAD}Words.\n",
        "0: error: this is not an image, although its name says so; save it as JPEG or PNG; it is not published",
        about="images/desk.png",
        more={"images/desk.png": b"none"},
    ),
    Fault(
        "a picture that is empty",
        f"{HEAD}Words.\n",
        "0: error: this is empty; save it again; it is not published",
        about="images/desk.jfif",
        more={"images/desk.jfif": b""},
    ),
    Fault(
        "a picture that is cut short",
        f"{HEAD}Words.\n",
        "0: error: this is cut short or damaged; save it again; it is not published",
        about="posts/desk.webp",
        more={"posts/desk.webp": drawn(90, 90, "WEBP")[:-50]},
    ),
    Fault(
        "a photograph of a telephone in its own format",
        f"{HEAD}Words.\n",
        "0: error: this is a HEIC photograph, as telephones save it, which few browsers show; save it as JPEG; it is not published",
        about="images/desk.jpg",
        more={"images/desk.jpg": heic()},
    ),
    Fault(
        "a scan in the library's folder",
        f"{HEAD}Words.\n",
        "0: error: this is a TIFF or raw photograph, which browsers do not show; save it as JPEG; it is not published",
        about="resources/scan.bin",
        more={"resources/scan.bin": tiff()},
    ),
    Fault(
        "a drawing in lines under another name",
        f"{HEAD}Words.\n",
        "0: error: this is an SVG drawing; rename it to end in .svg; it is not published",
        about="images/desk.png",
        more={"images/desk.png": b'<svg xmlns="http://www.w3.org/2000/svg"/>'},
    ),
)
