"""Where a setting is decided, and what wins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from frontdesk.core.errors import ConfigError, SettingsError
from frontdesk.core.load_settings import Loaded, load_settings
from frontdesk.core.settings_file import SAMPLE_ADDRESS, published_address

PUBLISHES = "from pelicanconf import *\nPUBLISH = True\n"
OURS = "https://blog.test/planet"


def loaded(
    folder: Path,
    conf: str = "",
    site: str | None = None,
    publish: str = PUBLISHES,
    name: str = "pelicanconf.py",
    environment: Mapping[str, str] = {},
) -> Loaded:
    (folder / "pelicanconf.py").write_text(conf, encoding="utf-8")
    (folder / "publishconf.py").write_text(publish, encoding="utf-8")
    if site is not None:
        (folder / "site.yaml").write_text(site, encoding="utf-8")
    return load_settings(folder / name, environment)


def test_what_comes_later_wins(tmp_path: Path) -> None:
    conf = "HOME_POSTS = 1\nRELATED_POSTS = 1\nCONTENTS_FROM = 1\n"
    site = "RELATED_POSTS: 2\nCONTENTS_FROM: 2\n"
    publish = f"{PUBLISHES}CONTENTS_FROM = 3\n"
    values = loaded(tmp_path, conf, site, publish, "publishconf.py").values
    names = ("READING_SPEED", "HOME_POSTS", "RELATED_POSTS", "CONTENTS_FROM")
    assert [values[name] for name in names] == [230, 1, 2, 3]
    assert loaded(tmp_path, conf, site).values["CONTENTS_FROM"] == 2


@pytest.mark.parametrize(
    ("conf", "site", "publish", "environment", "address"),
    [
        ("", None, "", {}, SAMPLE_ADDRESS),
        ("", f"SITEURL: {OURS}\n", "", {}, OURS),
        ("", f"SITEURL: '{OURS}/'  # ours\n", "", {}, OURS),
        ("", "SITEURL: https://other.test\n", f"SITEURL = {OURS!r}\n", {}, OURS),
        (
            "",
            "SITEURL: https://other.test\n",
            "SITEURL = 'https://b.test'\n",
            {"SITEURL": OURS},
            OURS,
        ),
        ("", None, "", {"SITEURL": ""}, SAMPLE_ADDRESS),
        (f"SITEURL = {OURS!r}\n", None, "", {}, OURS),
        ("SITEURL = 'http://localhost:8000'\n", None, "", {}, SAMPLE_ADDRESS),
        ("SITEURL = ''\n", f"SITEURL: {OURS}\n", "SITEURL = ''\n", {}, OURS),
        ("", f'{{"SITENAME": "Ours", "SITEURL": "{OURS}"}}', "", {}, OURS),
        ("", "SITEURL:\nSITENAME: Ours\n", "", {}, SAMPLE_ADDRESS),
        ("", "SITEURL: null\n", "", {}, SAMPLE_ADDRESS),
    ],
)
def test_a_publish_goes_where_the_last_word_says(
    tmp_path: Path,
    conf: str,
    site: str | None,
    publish: str,
    environment: dict[str, str],
    address: str,
) -> None:
    values = loaded(tmp_path, conf, site, PUBLISHES + publish, "publishconf.py", environment).values
    assert values["SITEURL"] == values["SITE_ADDRESS"] == address
    assert published_address(tmp_path, environment) == address


def test_an_address_is_whole(tmp_path: Path) -> None:
    says = "SITEURL is 'blog.test'; write the whole address, such as 'https://blog.example'"
    with pytest.raises(SettingsError, match=f"^publishconf.py: {says}$"):
        loaded(tmp_path, publish=f"{PUBLISHES}SITEURL = 'blog.test'\n", name="publishconf.py")
    with pytest.raises(SettingsError, match=f"^the environment: {says}$"):
        loaded(tmp_path, name="publishconf.py", environment={"SITEURL": "blog.test"})


def test_a_preview_stays_at_home(tmp_path: Path) -> None:
    values = loaded(tmp_path, "", f"SITEURL: {OURS}\n", environment={"SITEURL": OURS}).values
    assert values["SITEURL"] == "http://localhost:8000"
    assert values["PAGE_POLICY"] == ""


def test_what_follows_from_other_settings_is_made_last(tmp_path: Path) -> None:
    (tmp_path / "content/extra").mkdir(parents=True)
    (tmp_path / "content/extra/CNAME").touch()
    site = f"SITEURL: {OURS}\nCONTENT_POLICY: {{default-src: \"'self'\"}}\n"
    values = loaded(tmp_path, "", site, name="publishconf.py").values
    assert values["SITE_PATH"] == "/planet"
    assert values["PAGE_POLICY"] == "default-src 'self'"
    assert next(iter(values["SITE_HEADERS"])) == "Content-Security-Policy"
    assert values["EXTRA_PATH_METADATA"] == {"extra/CNAME": {"path": "CNAME"}}


@pytest.mark.B10
def test_what_an_earlier_version_derived_is_derived_anew(tmp_path: Path) -> None:
    conf = (
        "SITEURL = 'http://localhost:8000'\nSITE_ADDRESS = SITEURL\nSITE_PATH = PAGE_POLICY = ''\n"
    )
    values = loaded(tmp_path, conf, f"SITEURL: {OURS}\n", name="publishconf.py").values
    assert (values["SITE_ADDRESS"], values["SITE_PATH"]) == (OURS, "/planet")
    assert values["PAGE_POLICY"].startswith("default-src")


def test_what_a_publish_says_again_wins_too(tmp_path: Path) -> None:
    publish = f"{PUBLISHES}TAG_FEEDS = True\n"
    values = loaded(tmp_path, "TAG_FEEDS = True\n", "TAG_FEEDS: false\n", publish, "publishconf.py")
    assert values.values["TAG_FEEDS"] is True


def test_none_is_the_default_and_a_path_a_text(tmp_path: Path) -> None:
    conf = "from pathlib import Path\nMENU_PAGES = CONTENT_POLICY = TIMEZONE = CONTACT = None\n"
    conf += "PATH = Path('texts')\nTHEME_TEMPLATES_OVERRIDES = [Path('mine')]\n"
    values = loaded(tmp_path, conf).values
    assert (values["MENU_PAGES"], values["TIMEZONE"]) == (["about", "subscribe"], "UTC")
    assert values["CONTENT_POLICY"]["default-src"] == "'none'"
    assert values["CONTACT"] is None
    assert (values["PATH"], values["THEME_TEMPLATES_OVERRIDES"]) == ("texts", ["mine"])


def test_headers_of_your_own_are_all_that_is_sent(tmp_path: Path) -> None:
    values = loaded(tmp_path, "SITE_HEADERS = {'X-Ours': 'yes'}\n").values
    assert values["SITE_HEADERS"] == {"X-Ours": "yes"}


def test_every_wrong_value_is_told_with_its_file(tmp_path: Path) -> None:
    conf = "RELATED_POSTS = 7\nSERIES = {'A': 'Fryday'}\nTIMEZONE = 'Warsaw'\n"
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, conf, None, f"{PUBLISHES}TAG_FEEDS = 'no'\n", "publishconf.py")
    assert str(caught.value).splitlines() == [
        "pelicanconf.py: RELATED_POSTS is 7; write a whole number from 0 to 5",
        (
            "pelicanconf.py: SERIES is {'A': 'Fryday'}; write a dictionary: {'name': …}, where each value is "
            "one of 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday' or None"
        ),
        "pelicanconf.py: TIMEZONE is 'Warsaw'; write a name such as 'Europe/Warsaw' or 'UTC'",
        "publishconf.py: TAG_FEEDS is 'no'; write True or False",
    ]


def test_every_mistake_in_site_yaml_has_its_line(tmp_path: Path) -> None:
    site = (
        "SITENMAE: Ours\nHOME_POSTS: ten\nTAG_FEEDS: maybe\nMENU_PAGES: about\nTIMEZONE: Warsaw\n"
    )
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, "", site)
    assert str(caught.value).splitlines() == [
        "site.yaml:1:1: unknown field 'SITENMAE' (did you mean 'SITENAME'?)",
        "site.yaml:2:13: HOME_POSTS: write a whole number, 0 or more",
        "site.yaml:3:12: TAG_FEEDS: write True or False",
        "site.yaml:4:13: MENU_PAGES: write a list of texts: ['one', 'two']",
        "site.yaml:5:11: TIMEZONE: write a name such as 'Europe/Warsaw' or 'UTC'",
    ]


def test_a_site_yaml_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes("HOME_POSTS: 5\nSITENAME: Café\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"^site.yaml:2:1: this line is not UTF-8; save the file"):
        loaded(tmp_path)


@pytest.mark.parametrize(
    ("conf", "says"),
    [
        ("1 / 0", "division by zero, line 2 of pelicanconf.py"),
        ("open('none')", "[Errno 2] No such file or directory: 'none', line 2 of pelicanconf.py"),
        ("x = (", "'(' was never closed (pelicanconf.py, line 2)"),
    ],
)
def test_a_settings_file_that_fails_is_told_with_its_line(
    tmp_path: Path, conf: str, says: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, f"\n{conf}\n", name="publishconf.py")
    assert str(caught.value) == f"publishconf.py cannot be read ({says}); correct it"


def test_site_yaml_means_what_it_looks_like(tmp_path: Path) -> None:
    site = "SITENAME: 2008\nMENU_PAGES: [about, 404]\nTAG_FEEDS: true\nHOME_POSTS: 5\nSERIES: {Debrief: Friday, Letters: }\n"
    values = loaded(tmp_path, "SITENAME = 'Another'\n", site).values
    names = ("SITENAME", "MENU_PAGES", "TAG_FEEDS", "HOME_POSTS", "SERIES")
    assert [values[name] for name in names] == [
        *("2008", ("about", "404"), True, 5, {"Debrief": "Friday", "Letters": None})
    ]


@pytest.mark.B10
def test_names_of_before_are_told_with_what_replaces_them(tmp_path: Path) -> None:
    conf = (
        "SITEURL = SITE_ADDRESS = 'https://blog.test'\nPLUGINS = ['wording', 'partner_blogs', 'search']\n"
        "MARKDOWN = {'extension_configs': {'library.boxes': {}}}\n"
    )
    found = loaded(tmp_path, conf)
    assert found.values["PLUGINS"] == ["frontdesk.pelican", "partner_blogs"]
    assert found.values["MARKDOWN"] == {"extension_configs": {"frontdesk.content.task_lists": {}}}
    assert found.notices == (
        (
            "pelicanconf.py: PLUGINS names wording, search, which are one plugin now; write "
            "['frontdesk.pelican', 'partner_blogs']"
        ),
        (
            "pelicanconf.py: MARKDOWN names an extension of before; write frontdesk.content.task_lists for "
            "library.boxes"
        ),
        "pelicanconf.py: SITE_ADDRESS follows SITEURL; delete the line",
    )


def test_feeds_of_pelican_are_told_and_not_written(tmp_path: Path) -> None:
    found = loaded(tmp_path, "FEED_ALL_ATOM = 'feeds/all.atom.xml'\nTAG_FEED_RSS = None\n")
    assert found.values["FEED_ALL_ATOM"] is None
    [notice] = found.notices
    assert notice.startswith("pelicanconf.py: FEED_ALL_ATOM is not used, because Front Desk writes")


def test_without_an_author_the_site_writes(tmp_path: Path) -> None:
    assert loaded(tmp_path, "SITENAME = 'Ours'\n").values["AUTHOR"] == "Ours"
    assert loaded(tmp_path, "SITENAME = 'Ours'\nAUTHOR = 'Ann'\n").values["AUTHOR"] == "Ann"


def test_a_file_may_have_any_metadata(tmp_path: Path) -> None:
    files = {"posts/a.md": {"sticky": 1}}
    values = loaded(tmp_path, f"EXTRA_PATH_METADATA = {files}\n").values
    assert values["EXTRA_PATH_METADATA"] == files
