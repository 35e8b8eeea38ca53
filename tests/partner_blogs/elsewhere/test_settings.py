from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontdesk.core.errors import SettingsError
from frontdesk.core.translations import english
from partner_blogs.elsewhere.settings import (
    PartnerBlogsSettings,
    has_list,
    is_publish,
    page_settings,
    read_settings,
)

PELICAN = {
    "SITENAME": "Salt &amp; <b>Pepper</b>",
    "SITEURL": "https://Salt.example/shop/",
    "PATH": "content",
    "DEFAULT_LANG": "en_GB",
    "TIMEZONE": "Europe/Warsaw",
}
NONE = PartnerBlogsSettings()


def made(rules: PartnerBlogsSettings = NONE, **given: Any) -> dict[str, Any]:
    return page_settings({**PELICAN, **given}, rules, english())


@pytest.mark.X2
def test_no_setting_is_needed() -> None:
    assert read_settings(PELICAN) == NONE


@pytest.mark.X2
def test_a_setting_of_the_wrong_kind_is_told_by_its_name() -> None:
    with pytest.raises(SettingsError, match="PARTNER_BLOGS_BLOCK"):
        read_settings({**PELICAN, "PARTNER_BLOGS_BLOCK": 5})


@pytest.mark.X2
def test_a_setting_that_there_is_not_is_told() -> None:
    with pytest.raises(
        SettingsError, match=r"no setting PARTNER_BLOG\w+; did you mean \w+_LINKS\?"
    ):
        read_settings({**PELICAN, "PARTNER_BLOGS_LINK": False})


@pytest.mark.X2
def test_names_are_plain_words_although_themes_take_them_as_html() -> None:
    settings = made()
    assert settings["SITENAME"] == settings["AUTHOR"] == "Salt & Pepper"
    assert settings["DEFAULT_LANG"] == "en-GB"


@pytest.mark.X1
@pytest.mark.parametrize(
    ("given", "address", "authority"),
    [
        ("https://Salt.example/shop/", "https://Salt.example/shop", "salt.example,2026"),
        ("", "http://localhost:8000", "localhost,2026"),
        ("//salt.example", "https://salt.example", "salt.example,2026"),
        ("https://żółw.example", "https://żółw.example", "localhost,2026"),
    ],
)
def test_feeds_have_an_address_and_ids_whatever_the_site_says(
    given: str, address: str, authority: str
) -> None:
    settings = made(SITEURL=given)
    assert (settings["SITE_ADDRESS"], settings["SITE_AUTHORITY"]) == (address, authority)


@pytest.mark.X2
def test_an_authority_under_which_no_id_can_be_made_is_refused() -> None:
    good = PartnerBlogsSettings(partner_blogs_authority="salt.example,2019")
    assert made(good)["SITE_AUTHORITY"] == "salt.example,2019"
    with pytest.raises(SettingsError, match="PARTNER_BLOGS_AUTHORITY"):
        made(PartnerBlogsSettings(partner_blogs_authority="Salt"))


@pytest.mark.X1
@pytest.mark.parametrize(
    ("address", "publishes"),
    [
        ("https://salt.example", True),
        ("http://salt.example/shop", True),
        ("", False),
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000", False),
        (".", False),
    ],
)
def test_a_run_publishes_where_the_site_has_an_address_of_the_internet(
    address: str, publishes: bool
) -> None:
    assert is_publish(NONE, address) is publishes
    assert is_publish(PartnerBlogsSettings(partner_blogs_publish=True), address)
    assert not is_publish(PartnerBlogsSettings(partner_blogs_publish=False), address)


@pytest.mark.X1
def test_the_list_is_found_beside_the_content_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a program of the system starts Pelican in some other folder."""
    monkeypatch.chdir(tmp_path)
    given = {**PELICAN, "PATH": str(tmp_path / "site/content")}
    assert not has_list(given)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/feeds.yaml").touch()
    assert has_list(given)
    assert made(PATH=given["PATH"])["PARTNER_BLOGS_FEEDS"] == str(tmp_path / "site/feeds.yaml")
    (tmp_path / "feeds.yaml").touch()
    assert made(PATH=given["PATH"])["PARTNER_BLOGS_FEEDS"] == "feeds.yaml"
