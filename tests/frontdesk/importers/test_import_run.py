"""Whole imports, from an export to a content folder that the check likes."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile, copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.frontdesk.importers.imports import (
    EXPORTS,
    NOW,
    PLACES,
    RULES,
    errors,
    files,
    quiet,
    take,
)

from frontdesk.core.settings import Settings
from frontdesk.importers.import_run import ImportJob, run_import
from frontdesk.importers.readers.sources import open_source
from frontdesk.importers.readers.xml_entries import ExportError
from frontdesk.importers.report import report
from frontdesk.importers.terms import Choices


@pytest.mark.A6
@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_the_check_finds_no_error_in_what_was_imported(place: Path, tmp_path: Path) -> None:
    take(place, tmp_path)
    assert errors(tmp_path) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_a_second_import_writes_nothing(place: Path, tmp_path: Path) -> None:
    take(place, tmp_path)
    before = times(tmp_path)
    outcome = take(place, tmp_path)
    assert not outcome.written
    assert before == times(tmp_path)


def times(folder: Path) -> dict[Path, int]:
    """When each file was written, but for the state of the import."""
    found = (one for one in folder.rglob("*") if one.is_file() and one.name != "STATE.json")
    return {one: one.stat().st_mtime_ns for one in found}


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_a_newer_export_of_another_name_is_of_the_same_blog(place: Path, tmp_path: Path) -> None:
    copy = tmp_path / f"export-of-another-day{place.suffix}"
    (copytree if place.is_dir() else copyfile)(place, copy)
    take(place, tmp_path / "site")
    before = times(tmp_path / "site")
    outcome = take(copy, tmp_path / "site")
    assert (outcome.written, outcome.collisions) == ({}, ())
    assert before == times(tmp_path / "site")


def damaged(tmp_path: Path, export: str, *changes: tuple[str, str]) -> Path:
    """A copy of an export with other words in the place of some."""
    text = (EXPORTS / export).read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    place = tmp_path / export
    place.write_text(text, "utf-8")
    return place


@pytest.mark.A14
@pytest.mark.parametrize("status", ["pitch", "in-progress", "private", "pending", "inherit"])
def test_a_text_of_wordpress_that_is_not_published_is_a_draft(status: str, tmp_path: Path) -> None:
    publish = "<wp:status><![CDATA[publish]]></wp:status>"
    place = damaged(tmp_path, "wordpress.xml", (publish, publish.replace("publish", status)))
    take(place, tmp_path)
    posts = [text for name, text in files(tmp_path).items() if name.startswith("posts/")]
    assert posts
    assert all("Status: draft\n" in text for text in posts)


@pytest.mark.A14
def test_a_text_of_blogger_in_a_state_of_its_own_is_a_draft(tmp_path: Path) -> None:
    copytree(EXPORTS / "takeout", tmp_path / "takeout")
    feed = next((tmp_path / "takeout").rglob("feed.atom"))
    text = feed.read_text("utf-8")
    assert ">LIVE<" in text
    feed.write_text(text.replace(">LIVE<", ">IN_REVIEW<"), "utf-8")
    take(tmp_path / "takeout", tmp_path)
    posts = [text for name, text in files(tmp_path).items() if name.startswith("posts/")]
    assert posts
    assert all("Status: draft\n" in text for text in posts)


def test_the_page_of_a_picture_leads_to_its_post_whatever_its_number(tmp_path: Path) -> None:
    parent, post = "<wp:post_parent>5</wp:post_parent>", "<wp:post_id>5</wp:post_id>"
    place = damaged(
        tmp_path,
        "wordpress.xml",
        (parent, parent.replace("5", "50")),
        (post, post.replace("5", "50")),
    )
    take(place, tmp_path)
    lines = (tmp_path / "content/redirects.txt").read_text("utf-8").splitlines()
    assert "/2021/03/a-post/pic/ /2021/03/a-post/" in lines


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("permalinks:\n  posts: /:year/:slug/\n", "/2019/a-bundle/"),
        ("permalinks:\n  page:\n    posts: /p/:contentbasename/\n", "/p/bundle/"),
        ("permalinks:\n  notes: /:year/:slug/\n", "/posts/bundle/"),
        ("permalinks: [\n", "/posts/bundle/"),
    ],
)
def test_a_hugo_blog_says_its_addresses_in_yaml_too(
    settings: str, address: str, tmp_path: Path
) -> None:
    copytree(EXPORTS / "hugo", tmp_path / "old")
    (tmp_path / "old/hugo.toml").unlink()
    (tmp_path / "old/hugo.yaml").write_text(f"baseURL: https://hugo.example/\n{settings}", "utf-8")
    take(tmp_path / "old", tmp_path)
    (text,) = (text for name, text in files(tmp_path).items() if "2019-05-06" in name)
    assert f"Url: {address}\n" in text


def test_pages_of_jekyll_have_the_style_of_its_permalinks(tmp_path: Path) -> None:
    copytree(EXPORTS / "jekyll", tmp_path / "old")
    (tmp_path / "old/team.md").write_text("---\ntitle: Team\n---\nUs.\n", "utf-8")
    take(tmp_path / "old", tmp_path)
    assert "Url: /team/\n" in files(tmp_path)["pages/team.md"]


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_a_trial_writes_nothing(place: Path, tmp_path: Path) -> None:
    outcome = take(place, tmp_path, is_dry=True)
    assert outcome.written
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_blogger_keeps_addresses_ids_zones_and_threads(tmp_path: Path) -> None:
    take(EXPORTS / "blogger.xml", tmp_path)
    found = files(tmp_path)
    assert found["posts/2012-01-05-q.md"] == (
        'Title: Q&A: "why"\nDate: 2012-01-05 08:30 +01:00\nTags: News\nAuthor: Ann Example\n'
        "Id: tag:blogger.com,1999:blog-77.post-1\nImported: blogger\n\n"
        "One.\n\nTwo.  \nthree [Ben said]({filename}/posts/2012-01-07-y.md#c5)\n\n"
        "[picture](http://1.bp.blogspot.com/-a/s1600/yard.jpg)\n"
    )
    assert "Modified: 2013-01-07 08:30 +01:00\n" in found["posts/2012-01-07-y.md"]
    assert (
        "[Video at YouTube](https://www.youtube.com/watch?v=abc)" in found["posts/2012-01-07-y.md"]
    )
    assert found["pages/about_yard.md"].startswith(
        "Title: About the yard\nUrl: /p/about_yard.html\n"
    )
    assert "Status: draft\n" in found["posts/2012-02-01-not-yet.md"]
    assert found["comments/2012-01-07-y/c5.md"] == (
        "Author: Ben Sample\nDate: 2012-01-08 09:00 +01:00\nLink: http://ben.example/\nId: c5\n\n"
        "Nice.  \nReally.\n"
    )
    assert "In_reply_to: c5\nId: c6\n" in found["comments/2012-01-07-y/c6.md"]
    assert "comments/2012-01-07-y/c7.md" not in found
    assert "Url: /2011/05/こ.html\n" in next(text for name, text in found.items() if "2011" in name)


def test_labels_and_months_of_blogger_lead_to_our_pages(tmp_path: Path) -> None:
    take(EXPORTS / "blogger.xml", tmp_path)
    lines = (tmp_path / "content/redirects.txt").read_text("utf-8").splitlines()
    assert "/search/label/News /tag/news.html" in lines
    assert "/2012_01_01_archive.html /2012/01/" in lines


def test_the_address_of_an_empty_post_leads_to_its_month(tmp_path: Path) -> None:
    whole = (EXPORTS / "blogger.xml").read_text("utf-8").replace("/2012/02/empty", "/2012/01/empty")
    (tmp_path / "blogger.xml").write_text(whole, "utf-8")
    take(tmp_path / "blogger.xml", tmp_path)
    assert "/2012/01/empty.html /2012/01/" in files(tmp_path)["redirects.txt"].splitlines()


def test_a_label_can_be_the_category_or_the_series(tmp_path: Path) -> None:
    job = ImportJob(
        source=open_source(EXPORTS / "takeout", RULES),
        rules=replace(RULES, series={"Night notes": None}),
        content=tmp_path / "content",
        var=tmp_path / "var",
        now=NOW,
        choices=Choices(series_from={"nights": "Night notes"}),
    )
    run_import(job, quiet)
    text = files(tmp_path)["posts/2014-05-31-x.md"]
    assert "Series: Night notes\n" in text
    assert "Tags:" not in text
    blogger = replace(
        job,
        source=open_source(EXPORTS / "blogger.xml", RULES),
        choices=Choices(category_from=("Other", "news")),
    )
    run_import(blogger, quiet)
    text = files(tmp_path)["posts/2012-01-05-q.md"]
    assert "Category: News\n" in text
    assert "Tags:" not in text


def test_many_comments_are_converted_as_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(EXPORTS / "wordpress.xml", tmp_path / "one")
    monkeypatch.setattr("frontdesk.importers.comment_pool.MIN_PARALLEL_COMMENTS", 1)
    take(EXPORTS / "wordpress.xml", tmp_path / "many")
    assert files(tmp_path / "one") == files(tmp_path / "many")


def test_takeout_is_read_with_its_albums_and_in_the_time_zone_of_the_blog(tmp_path: Path) -> None:
    take(EXPORTS / "takeout", tmp_path, Settings(timezone="America/Los_Angeles"))
    found = files(tmp_path)
    text = found["posts/2014-05-31-x.md"]
    assert "Date: 2014-05-31 20:00 -07:00\n" in text
    assert "Url:" not in text
    assert "Summary: What the night was like.\n" in text
    picture = next(name for name in found if name.endswith(".png"))
    assert f"![A dot]({{static}}/{picture})" in text
    assert "In_reply_to: c3\n" in found["comments/2014-05-31-x/c4.md"]
    assert len([name for name in found if name.startswith("comments/")]) == 2


def test_takeout_keeps_an_address_that_the_site_would_not_make(tmp_path: Path) -> None:
    take(EXPORTS / "takeout", tmp_path)
    assert "Url: /2014/05/x.html\n" in files(tmp_path)["posts/2014-05-31-x.md"]


def test_a_takeout_folder_may_be_named_at_any_height(tmp_path: Path) -> None:
    blog = EXPORTS / "takeout/Blogger/Blogs/Yard"
    take(blog / "feed.atom", tmp_path / "a")
    take(blog, tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert "Date: 2014-05-31 20:00 -07:00\n" in files(tmp_path / "a")["posts/2014-05-31-x.md"]


def test_wordpress_keeps_comments_old_addresses_and_code(tmp_path: Path) -> None:
    copytree(EXPORTS, tmp_path / "export")
    take(tmp_path / "export/wordpress.xml", tmp_path)
    found = files(tmp_path)
    assert found["posts/2021-03-02-a-post.md"] == (
        'Title: A post & more: "x"\nDate: 2021-03-02 10:00 +01:00\nUrl: /2021/03/a-post/\n'
        "Category: Practice\nTags: Fees\nAuthor: Ann Example\nSummary: In short.\n"
        "Aliases: /2021/03/older/\nId: https://desk.example/?p=5\nImported: wordpress\n\n"
        "First line  \ngoes on.\n\n"
        "Second, \\[mystery x=1\\] and [the private one]({filename}/posts/2021-04-02-locked.md).\n\n"
        "[A desk in a room](https://desk.example/wp-content/uploads/2021/03/pic-300x200.png)  \nWords\n\n"
        "```php\na <?\n  b]]>\n```\n"
    )
    assert "In_reply_to: 11\n" in found["comments/2021-03-02-a-post/12.md"]
    assert "Id:" not in found["comments/2021-03-02-a-post/11.md"]
    whole = "".join(found.values())
    assert "ben@ben.example" not in whole
    assert "192.0.2.1" not in whole
    assert "secret-word" not in whole
    assert "Status: draft\n" in found["posts/2021-04-02-locked.md"]
    assert "```sql\nx\n```" in found["posts/2021-04-02-locked.md"]
    assert "Url: /company/about/\n" in found["pages/about.md"]
    lines = found["redirects.txt"].splitlines()
    assert "/2021/03/a-post/pic/ /2021/03/a-post/" in lines
    assert "/category/practice/ /category/practice.html" in lines


def test_a_pelican_blog_keeps_addresses_that_were_made_of_titles(tmp_path: Path) -> None:
    outcome = take(EXPORTS / "pelican", tmp_path)
    found = files(tmp_path)
    picture = next(name for name in found if name.endswith(".png"))
    assert found["posts/2014-03-02-a-first-title-long.md"] == (
        "Title: A First Title, Long!\nDate: 2014-03-02 10:00 +01:00\nModified: 2014-04-02 00:00 +02:00\n"
        "Url: /2014/a-first-title-long.html\nCategory: practice\nTags: One, two\n"
        "Aliases: /old/first.html\nComments: closed\n"
        "Id: tag:pelican.example,2014-03-02:/2014/a-first-title-long.html\nImported: pelican\n\n"
        f"See [the other]({{filename}}/posts/2014-03-03-second.md#end) and ![a dot]({{static}}/{picture}).\n\n"
        "\n\n[Video at YouTube](https://www.youtube.com/watch?v=abcdefg)\n\n\n\n"
        "[far](https://elsewhere.example/dot.png)\n\n"
        "```\n<script>stays</script>\n```\n"
    )
    assert "Status: draft\n" in found["posts/2014-03-03-second.md"]
    assert found["pages/about.md"].startswith("Title: About\nUrl: /pages/about.html\n")
    assert [one.name for one in outcome.left_out] == ["content/practice/third.rst"]
    said = [one.remark.message for one in outcome.remarks]
    assert "the field Pagetitle is not known here and was left out: Something" in said


def test_a_jekyll_blog_keeps_its_permalinks_and_its_code(tmp_path: Path) -> None:
    take(EXPORTS / "jekyll", tmp_path)
    found = files(tmp_path)
    text = found["posts/2015-02-03-a-name.md"]
    assert text.startswith(
        "Title: A name: here\nDate: 2015-02-03 00:00 +00:00\nUrl: /news/yard/2015/02/03/a-name/\n"
    )
    assert "Category: news\nTags: x, yard\n" in text
    assert "Go [on]({filename}/posts/2015-02-04-other.md)." in text
    assert '```python\na = "{{ b }}"\n```' in text
    assert "`{% include thing.html %}`" in text
    assert "Status: draft\n" in found["posts/2015-02-04-other.md"]
    assert "Url: /about/\n" in found["pages/about.md"]


def test_a_hugo_blog_keeps_zones_bundles_and_drafts(tmp_path: Path) -> None:
    take(EXPORTS / "hugo", tmp_path)
    found = files(tmp_path)
    text = found["posts/2019-05-06-bundle.md"]
    assert (
        "Date: 2019-05-06 07:08:09 +02:00\nUrl: /posts/bundle/\nTags: a, b\nAliases: /older/\n"
        in text
    )
    assert re.search(r"!\[A dot\]\(\{static\}/images/2019/dot-\w+\.png\)", text)
    assert "[Video at YouTube](https://www.youtube.com/watch?v=abcdefg)" in text
    assert "Status: draft\n" in found["posts/2019-05-07-plain.md"]


def test_an_eleventy_blog_keeps_links_between_its_posts(tmp_path: Path) -> None:
    take(EXPORTS / "eleventy", tmp_path)
    found = files(tmp_path)
    assert "Url: /posts/eleven/\n" in found["posts/2020-01-02-eleven.md"]
    assert "Url: /twelve.html\n" in found["posts/2020-01-03-twelve.md"]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("pelicanconf.py", b"Europe/Warsaw", b"Europe/Nowhere"),
        ("pelicanconf.py", b"https://pelican.example", b"https://[pelican"),
        ("content/images/dot.png", b"IDAT", b"XXXX"),
        ("content/pages/about.md", b"Title: About", b"Slug: about"),
        ("content/pages/about.md", b"Title: About\n\nUs.", b"Slug: about"),
    ],
)
def test_what_is_damaged_in_a_folder_brings_no_error(
    file: str, before: bytes, after: bytes, tmp_path: Path
) -> None:
    copytree(EXPORTS / "pelican", tmp_path / "old")
    damaged = (tmp_path / "old" / file).read_bytes().replace(before, after)
    (tmp_path / "old" / file).write_bytes(damaged)
    take(tmp_path / "old", tmp_path)
    assert errors(tmp_path) == []


def test_ghost_keeps_members_texts_to_itself(tmp_path: Path) -> None:
    take(EXPORTS / "ghost.json", tmp_path)
    found = files(tmp_path)
    text = found["posts/2021-02-03-a-ghost.md"]
    assert "Url: /a-ghost/\nTags: Yard\nAuthor: Ann Example\nSummary: In short.\n" in text
    assert "See [this]({filename}/posts/2021-02-04-members.md)." in text
    assert "Status: draft\n" in found["posts/2021-02-04-members.md"]
    assert "**Secret**" in found["posts/2021-02-04-members.md"]
    assert "Url: /about/\n" in found["pages/about.md"]


def test_substack_gives_posts_and_no_reader(tmp_path: Path) -> None:
    take(EXPORTS / "substack", tmp_path)
    found = files(tmp_path)
    assert "Url: /p/a-letter\nSummary: What it says\n" in found["posts/2022-03-04-a-letter.md"]
    assert "A *letter*." in found["posts/2022-03-04-a-letter.md"]
    assert "Status: draft\n" in found["posts/2022-03-05-for-payers.md"]
    assert "reader.example" not in "".join(found.values())


def test_medium_gives_stories_and_no_response(tmp_path: Path) -> None:
    outcome = take(EXPORTS / "medium", tmp_path)
    (text,) = (text for name, text in files(tmp_path).items() if name.startswith("posts/"))
    assert text == (
        "Title: A story\nDate: 2018-05-01 10:00 +00:00\nUrl: /@ann/a-story-0123456789ab\nAuthor: Ann Example\n"
        "Summary: What it says\nId: https://medium.com/p/0123456789ab\nImported: medium\n\nWords **here**.\n"
    )
    assert [one.name for one in outcome.left_out] == ["I agree"]


def test_a_feed_gives_what_it_holds(tmp_path: Path) -> None:
    take(EXPORTS / "feed.xml", tmp_path)
    text = files(tmp_path)["posts/2021-03-02-news.md"]
    assert text.startswith("Title: News & more\nDate: 2021-03-02 09:00 +01:00\nUrl: /news/\n")
    assert "Id: https://feed.example/?id=1\n" in text


def test_a_guid_of_rss_that_is_no_address_stays_in_rss(tmp_path: Path) -> None:
    known = "<guid>https://feed.example/?id=1</guid>"
    drupal = '<guid isPermaLink="false">42 at https://feed.example</guid>'
    outcome = take(damaged(tmp_path, "feed.xml", (known, drupal)), tmp_path)
    text = files(tmp_path)["posts/2021-03-02-news.md"]
    assert "Rss_guid: 42 at https://feed.example\n" in text
    assert any("its id in RSS alone" in one.remark.message for one in outcome.remarks)


def test_of_two_texts_with_one_id_the_first_keeps_it(tmp_path: Path) -> None:
    export = (EXPORTS / "wordpress.xml").read_text("utf-8")
    (post,) = re.findall(r"<item><title><!\[CDATA\[A post.*?</item>", export, re.DOTALL)
    copy = post.replace("<wp:post_id>5<", "<wp:post_id>50<").replace("a-post", "a-copy")
    take(damaged(tmp_path, "wordpress.xml", (post, post + copy)), tmp_path)
    copies = [text for name, text in files(tmp_path).items() if name.startswith("posts/2021-03-02")]
    assert sorted("Id: https://desk.example/?p=5\n" in text for text in copies) == [False, True]
    assert errors(tmp_path) == []


@pytest.mark.parametrize("words", ["Status: private.", "One.&lt;p&gt;Draft: true&lt;/p&gt;"])
def test_words_that_look_like_a_field_keep_nothing_back(words: str, tmp_path: Path) -> None:
    whole = (EXPORTS / "blogger.xml").read_text("utf-8").replace("One.", words)
    (tmp_path / "blogger.xml").write_text(whole, "utf-8")
    take(tmp_path / "blogger.xml", tmp_path)
    assert errors(tmp_path) == []


def test_a_file_that_a_person_has_changed_stays(tmp_path: Path) -> None:
    take(EXPORTS / "blogger.xml", tmp_path)
    edited, gone = (
        tmp_path / "content/posts/2012-01-05-q.md",
        tmp_path / "content/posts/2012-01-07-y.md",
    )
    edited.write_text("Title: Mine\nDate: 2012-01-05\n\nMine.\n", "utf-8")
    gone.unlink()
    changed = (
        (EXPORTS / "blogger.xml")
        .read_text("utf-8")
        .replace("One.", "Uno.")
        .replace("Text.", "Texto.")
    )
    (tmp_path / "blogger.xml").write_text(changed, "utf-8")
    outcome = take(tmp_path / "blogger.xml", tmp_path)
    assert edited.read_text("utf-8").startswith("Title: Mine\n")
    assert not gone.exists()
    assert {one.path for one in outcome.kept} == {"posts/2012-01-05-q.md", "posts/2012-01-07-y.md"}
    assert "+Uno." in report(outcome, RULES, NOW)


def test_a_text_that_changed_in_the_export_alone_is_written_again(tmp_path: Path) -> None:
    take(EXPORTS / "blogger.xml", tmp_path)
    changed = (EXPORTS / "blogger.xml").read_text("utf-8").replace("Text.", "Texto.")
    (tmp_path / "blogger.xml").write_text(changed, "utf-8")
    outcome = take(tmp_path / "blogger.xml", tmp_path)
    assert outcome.written == {"post": 1}
    assert "Texto." in files(tmp_path)["posts/2012-01-07-y.md"]


def test_an_address_that_another_text_has_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    own = tmp_path / "content/posts/2012-01-01-mine.md"
    own.parent.mkdir(parents=True)
    own.write_text("Title: Mine\nDate: 2012-01-01\nUrl: /2012/01/y.html\n\nMine.\n", "utf-8")
    outcome = take(EXPORTS / "blogger.xml", tmp_path)
    assert [(text.title, path) for text, path in outcome.collisions] == [
        ("Upper", "posts/2012-01-01-mine.md")
    ]
    assert "posts/2012-01-07-y.md" not in files(tmp_path)


def test_a_run_that_was_stopped_while_it_moved_is_finished(tmp_path: Path) -> None:
    take(EXPORTS / "blogger.xml", tmp_path)
    whole = files(tmp_path)
    staged = tmp_path / "content/.import-unfinished"
    place = staged / "files/posts/2012-01-05-q.md"
    place.parent.mkdir(parents=True)
    (tmp_path / "content/posts/2012-01-05-q.md").rename(place)
    (tmp_path / "var/STATE.json").rename(staged / "STATE.json")
    outcome = take(EXPORTS / "blogger.xml", tmp_path)
    assert outcome.was_finished
    assert not outcome.written
    assert files(tmp_path) == whole


def test_numbers_in_the_report_add_up(tmp_path: Path) -> None:
    text = report(take(EXPORTS / "wordpress.xml", tmp_path), RULES, NOW)
    assert "| posts | 3 | 2 | 1 |" in text
    assert "| pages | 1 | 1 | 0 |" in text
    assert "| comments | 3 | 2 | 1 |" in text
    assert "1 × pingback: it is no comment of a reader" in text
    assert '"/ 5" "/2021/03/a-post/";' in text


@given(data=st.data())
def test_damage_anywhere_gives_no_traceback(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = data.draw(st.sampled_from(PLACES))
    folder = tmp_path_factory.mktemp("damaged")
    copy = folder / place.name
    (copytree if place.is_dir() else copyfile)(place, copy)
    found = sorted(one for one in copy.rglob("*") if one.is_file()) if copy.is_dir() else [copy]
    file = data.draw(st.sampled_from(found))
    whole = file.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 40) | st.just(len(whole)))
    noise = data.draw(st.binary(max_size=12) | st.sampled_from(NOISE))
    file.write_bytes(whole[:start] + noise + whole[start + cut :])
    try:
        outcome = take(copy, folder)
    except ExportError:
        return
    assert report(outcome, RULES, NOW)
    assert errors(folder) == []


NOISE = (
    *(b"<", b"&nbsp;", b"]]>", b"&#0;", b"<entry>", b"\x0b", b"---\n", b"{{<", b"{% raw %}", b"\\"),
    *(
        b"null",
        b"[",
        b'"',
        b"\r\n",
        b"\xff\xfe",
        b"://[",
        b"../../",
        b"Status: draft\n",
        b"</item>",
    ),
)


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("![Alt](data:image/png;base64,iVBORw0KGgo=)", "Alt\n"),
        ("[x](javascript:alert(1))", "[x](#)"),
        ('<img src="data:image/png;base64,iVBORw0KGgo=" alt="Alt">', "Alt\n"),
        (
            '<img src="https://h.example/a\n  b.png" alt="Alt">',
            "[Alt](https://h.example/a%20%20b.png)\n",
        ),
    ],
)
def test_no_address_of_a_text_stops_it(body: str, written: str, tmp_path: Path) -> None:
    copytree(EXPORTS / "eleventy", tmp_path / "old")
    (tmp_path / "old/posts/eleven.md").write_text(
        f"---\ntitle: Eleven\ndate: 2020-01-02\n---\n{body}\n", "utf-8"
    )
    take(tmp_path / "old", tmp_path)
    assert written in files(tmp_path)["posts/2020-01-02-eleven.md"]
    assert errors(tmp_path) == []


def test_a_picture_within_the_text_becomes_a_file(tmp_path: Path) -> None:
    take(EXPORTS / "blogger-old.xml", tmp_path)
    found = files(tmp_path)
    (picture,) = (name for name in found if name.endswith(".gif"))
    assert f"![]({{static}}/{picture})Text" in found["posts/2010-04-30-second.md"]


def test_pictures_stay_when_what_they_were_fetched_into_is_gone(tmp_path: Path) -> None:
    picture = (EXPORTS / "pelican/content/images/dot.png").read_bytes()
    source = open_source(EXPORTS / "blogger.xml", RULES)
    job = ImportJob(
        source=source, rules=RULES, content=tmp_path / "content", var=tmp_path / "var", now=NOW
    )
    run_import(replace(job, downloaded=lambda _: picture), quiet)
    before = files(tmp_path)
    assert any(name.startswith("images/") for name in before)
    outcome = run_import(job, quiet)
    assert (outcome.written, outcome.missing) == ({}, {})
    assert files(tmp_path) == before
    for one in (tmp_path / "content/images").rglob("*.png"):
        one.unlink()
    assert run_import(job, quiet).missing
