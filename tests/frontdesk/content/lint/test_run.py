"""A whole folder checked: every fault gets its message, and what is right gets none."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.frontdesk.content.faults import FAULTS, HEAD, NAME, OTHER, OTHER_TEXT, Fault, picture
from tests.frontdesk.content.project import NOW, ROOT, RULES, SHIPPED, problems, write
from tests.shipped import needs_sample_site

from frontdesk.content import document_cache as room
from frontdesk.content.lint.report import format_problem
from frontdesk.content.lint.run import check
from frontdesk.content.render_cache import RenderCache


@pytest.mark.A2
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_once_with_its_file_line_and_remedy(fault: Fault, tmp_path: Path) -> None:
    found = problems(tmp_path, {OTHER: OTHER_TEXT, fault.path: fault.text, **fault.more})
    line, _, message = fault.says.partition(": ")
    place = f"content/{fault.about or fault.path}" + (f":{line}" if line != "0" else "")
    assert [format_problem(one, "content") for one in found] == [f"{place}: {message}"]


def test_there_are_enough_faults_and_each_has_a_name_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 100


@pytest.mark.A2
def test_all_problems_of_all_files_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "posts/b.md": "Title: B\nDate: soon\nTgas: x\n\nWords.\n\n# One\n\n![](gone.png)\n",
            "posts/a.md": "Title: A\nDate: 2026-11-01\nStatus: darft\n\nWords.[^1]\n",
            "posts/c.txt": "Words.",
        },
    )
    assert [(one.path, one.line) for one in found] == [
        ("posts/a.md", 3),
        ("posts/a.md", 5),
        ("posts/b.md", 2),
        ("posts/b.md", 3),
        ("posts/b.md", 7),
        ("posts/b.md", 9),
        ("posts/b.md", 9),
        ("posts/c.txt", 0),
    ]


GOOD = {
    OTHER: OTHER_TEXT,
    "posts/2026-11-02-ząb.md": "---\n# for people\nTitle: 'Ann: \"yes\" #1'\n\nTags: [e-mail, promises]\n---\nW.\n",
    "posts/2026-11-03-windows.md": "Title: Line ends\r\nDate: 2026-11-03\r\n\r\nOne.\r\n\r\n## Two\r\n\r\nW.\r\n",
    "posts/2026-11-04-note.md": "Title: Lang\nLang: pl\nStatus: hidden\nAliases: /a.html, /b/\n\nSłowa.\n",
    "posts/2026-11-05-other-ending.markdown": "---\ntitle: Ending\nlastmod: 2026-11-06\ncategories: [Notes]\n---\nW.\n",
    "posts/2026-11-06-capitals.MD": "Title: Capitals\nDate: 6.11.2026\nAlias: /c.html\nComments: true\n\nW.\n",
    "posts/2026-11-07-mkd.mkd": "Title: Mkd\nDate: 07/11/2026\nDescription: W.\n\nW.\n",
    "posts/2026-11-08-mdown.mdown": "Title: Mdown\nDate: 11/08/2026 09:00\nUpdate: 2026-11-09\n\nW.\n",
    "posts/draft.md": "Title: Not yet\nDate: 2026-11-05\nStatus: Draft\n\nWords.\n",
    "posts/.#lock.md": "an editor's own",
    "posts/old.md~": "an editor's own",
    "pages/about.md": "Title: About\n\nWords, and [a post]({filename}/posts/2026-11-01-another.md#its-heading).\n",
    "images/desk.png": picture(40, 30),
    "images/call.mp4": b"film",
    "extra/CNAME": "blog.example",
    "posts/a-letter.pdf": b"%PDF",
    NAME: HEAD
    + """\
A [page]({filename}/pages/about.md), [that day]({filename}2026-11-01-another.md), a
[file]({static}a-letter.pdf), [a tag]({tag}e-mail), [a category]({category}Notes), [us]({author}The Editor),
[home]({index}), [here](#one-more), [top](#), [mail](mailto:a@b.example), <me@b.example>,
<https://b.example/>, [there](https://b.example/a_(b)?c=d&amp;e#f "Title"), [list](/blogs/), [feed](/feeds/),
[ref][one], [one], [sic] (and so on), [x] and \\[y][z].[^1]

[one]: https://b.example/one
[^1]: With [a link]({filename}2026-11-01-another.md).

![A desk]({static}/images/desk.png) and [![Linked]({attach}/images/desk.png)](https://b.example/)
and ![The same](/images/desk.png)

> Words.
>
> — Ann, [where](https://b.example/), 2008

<blockquote cite="https://b.example/">Words.</blockquote>

> Words on one line<br>
> -- Ann, 2008

<figure>
<img src="{static}/images/desk.png" alt="">
<figcaption>A desk, <cite>Ann</cite></figcaption>
</figure>

<video controls preload="none" src="{static}/images/call.mp4" poster="{static}/images/desk.png"></video>

<details markdown="1"><summary>More</summary>

## Inside

Words.

</details>

## One more

### Deeper

| a | `b` |
|---|-----|
| [c]({tag}promises) | d |

1. One

    two

2. Three `<script>` and `[no](link.md)`

```html
<script>alert("nobody runs this")</script>
# no heading
[no](link.md) ![](no.png) This was first published in code.
```

~~~
```
~~~

    [no](code.md)
    <script>

## Last

Words & words &copy; 2026, 3 < 4 > 2, a_b_c, **strong**, x\\*y.
""",
}


@pytest.mark.A2
@needs_sample_site
def test_a_folder_without_faults_gets_no_message(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == ()


@needs_sample_site
@pytest.mark.A2
def test_what_we_ship_passes_its_own_check() -> None:
    assert check(ROOT / "content", SHIPPED, NOW, RenderCache()).problems == ()


@pytest.mark.A3
@pytest.mark.parametrize(
    "fault",
    [
        fault
        for fault in FAULTS
        if isinstance(fault.text, str) and fault.text.startswith("Title: A")
    ],
    ids=lambda fault: fault.name,
)
def test_nothing_in_a_draft_keeps_anything_from_being_built(fault: Fault, tmp_path: Path) -> None:
    assert isinstance(fault.text, str)
    title, _, rest = fault.text.partition("\n")
    text = f"{title}\nStatus: draft\n{rest}" if "Status:" not in rest else fault.text
    found = problems(tmp_path, {OTHER: OTHER_TEXT, fault.path: text, **fault.more})
    own = {one.severity for one in found if one.path == fault.path and one.line}
    is_clear = "\nStatus: draft\n" in text.partition("\n\n")[0] + "\n"
    assert own <= {"info"} or not is_clear


def test_a_draft_is_counted_for_no_address_and_no_word(tmp_path: Path) -> None:
    draft = "Title: D\nDate: 2026-11-02\nStatus: draft\nSlug: another\nAliases: /x.html\n\nWords.\n"
    later = "Title: L\nDate: 2026-11-03\nAliases: /x.html\n\nWords.\n"
    found = problems(tmp_path, {OTHER: OTHER_TEXT, "posts/d.md": draft, "posts/later.md": later})
    assert {one.severity for one in found} == {"info"}
    assert {one.path for one in found} == {"posts/d.md"}


def test_a_post_of_the_future_is_checked_like_any_other(tmp_path: Path) -> None:
    text = "Title: A\nDate: 2027-01-01\n\n> Words.\n"
    severities = [one.severity for one in problems(tmp_path, {"posts/a.md": text})]
    assert severities == ["info", "info"]


def test_a_link_to_what_has_not_appeared_yet_is_a_note(tmp_path: Path) -> None:
    files = {
        "posts/now.md": "Title: Now\nDate: 2026-11-01\n\n[later]({filename}later.md)\n",
        "posts/later.md": "Title: Later\nDate: 2026-12-01 08:30\n\nWords.\n",
    }
    found = problems(tmp_path, files)
    assert {one.severity for one in found} == {"info"}
    assert found[1].message == (
        "'posts/later.md' appears on 2026-12-01 08:30; until it is out, readers see these words without "
        "the link"
    )


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, {OTHER: OTHER_TEXT})
    (tmp_path / "posts/gone.md").symlink_to(tmp_path / "nowhere")
    (problem,) = check(tmp_path, RULES, NOW, RenderCache()).problems
    assert problem.path == "posts/gone.md"
    assert problem.severity == "error"
    assert "cannot be read (No such file or directory)" in problem.message


def test_fields_of_ones_own_are_known_when_the_settings_name_them(tmp_path: Path) -> None:
    text = "Title: A\nDate: 2026-11-01\nMood: calm\n\nWords.\n"
    own = replace(RULES, more_fields=("Mood",))
    assert problems(tmp_path, {"posts/a.md": text}, own) == ()


@pytest.mark.R4
def test_a_link_to_a_search_that_is_switched_off_leads_nowhere(tmp_path: Path) -> None:
    text = "Title: A\nDate: 2026-11-01\n\nLook [for it](/search.html).\n"
    assert problems(tmp_path, {"posts/a.md": text}) == ()
    (problem,) = problems(tmp_path, {}, replace(RULES, search=False))
    assert problem.line == 4
    assert "search.html" in problem.message


def test_a_link_to_the_home_page_leads_there(tmp_path: Path) -> None:
    assert problems(tmp_path, {"posts/a.md": "Title: A\nDate: 2026-11-01\n\n[Home](/).\n"}) == ()


def test_many_texts_are_read_in_several_processes_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        f"posts/2026-11-{n:02}-n{n}.md": f"Title: {n}\n\n## One\n\n#### {n}\n" for n in range(1, 20)
    }
    alone = problems(tmp_path, files)
    monkeypatch.setattr(room, "MIN_PARALLEL_TEXTS", 2)
    assert problems(tmp_path, files) == alone
    assert len(alone) == 19
