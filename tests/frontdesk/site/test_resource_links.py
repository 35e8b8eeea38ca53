from __future__ import annotations

from tests.frontdesk.site.make import resource

from frontdesk.site.resource_links import NamingText, ResourceLinks, link_resources
from frontdesk.site.texts import TextLink

BOOK, TOOL = resource("book"), resource("tool")


def text(path: str, *linked: str, slugs: tuple[str, ...] = ()) -> NamingText:
    title = path.rpartition("/")[2].removesuffix(".md")
    return NamingText(
        path, TextLink(title=title, url=f"{title}.html", lang="en", date=BOOK.date), slugs, linked
    )


def links(*texts: NamingText) -> ResourceLinks:
    return link_resources(texts, [BOOK, TOOL])


def test_a_text_names_what_its_field_says_and_what_it_links_to_each_once() -> None:
    post = text("posts/p.md", TOOL.relative_source_path, BOOK.relative_source_path, slugs=("book",))
    found = links(post)
    assert [one.title for one in found.named[post.path]] == ["book", "tool"]
    assert [one.type for one in found.named[post.path]] == ["book", "tool"]
    assert found.used_in == {
        BOOK.relative_source_path: (post.link,),
        TOOL.relative_source_path: (post.link,),
    }


def test_those_that_name_a_resource_stand_in_the_order_of_the_texts() -> None:
    one, two = text("posts/one.md", slugs=("book",)), text("posts/two.md", slugs=("book",))
    assert links(one, two).used_in == {BOOK.relative_source_path: (one.link, two.link)}


def test_a_resource_can_name_another_and_never_itself() -> None:
    itself = text(BOOK.relative_source_path, BOOK.relative_source_path, TOOL.relative_source_path)
    found = links(itself)
    assert [one.title for one in found.named[itself.path]] == ["tool"]
    assert BOOK.relative_source_path not in found.used_in


def test_what_is_no_resource_of_the_site_is_not_named() -> None:
    found = links(text("posts/p.md", "posts/other.md", slugs=("no-such-thing",)))
    assert (found.named, found.used_in) == ({"posts/p.md": ()}, {})
