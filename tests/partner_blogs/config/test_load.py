"""The editor's files, read together with what the site decides for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.core.errors import FrontDeskError
from partner_blogs.config.load import SiteChoices, load_config

LIST = "partners:\n  - {id: ledger, name: Ledger}\n"


@pytest.mark.D1
@pytest.mark.parametrize(
    ("feeds", "conf", "given", "zone"),
    [
        (LIST, None, None, "UTC"),
        (LIST, "", None, "UTC"),
        (LIST, "TIMEZONE = 'Europe/Warsaw'\n", None, "Europe/Warsaw"),
        (LIST, "TIMEZONE = 'Europe/Warsaw'\n", "Asia/Tokyo", "Asia/Tokyo"),
        (
            f"about: {{site: 'https://a.test/'}}\n{LIST}",
            "TIMEZONE = 'Asia/Tokyo'\n",
            None,
            "Asia/Tokyo",
        ),
        (f"about: {{timezone: }}\n{LIST}", "TIMEZONE = 'Asia/Tokyo'\n", None, "Asia/Tokyo"),
        (
            f"about: {{timezone: Europe/Paris}}\n{LIST}",
            "TIMEZONE = 'Asia/Tokyo'\n",
            None,
            "Europe/Paris",
        ),
    ],
)
def test_digests_go_by_the_time_zone_of_the_site_unless_the_list_names_one(
    tmp_path: Path, feeds: str, conf: str | None, given: str | None, zone: str
) -> None:
    (tmp_path / "feeds.yaml").write_text(feeds, encoding="utf-8")
    if conf is not None:
        (tmp_path / "pelicanconf.py").write_text(conf, encoding="utf-8")
    assert load_config(tmp_path / "feeds.yaml", given and SiteChoices(given)).about.timezone == zone


@pytest.mark.parametrize("conf", ["TIMEZONE = 'Warsaw'\n", "TIMEZONE = 'UTC\n"])
def test_settings_that_cannot_be_read_close_no_digest_by_another_time(
    tmp_path: Path, conf: str
) -> None:
    (tmp_path / "feeds.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(conf, encoding="utf-8")
    with pytest.raises(FrontDeskError, match=r"pelicanconf\.py"):
        load_config(tmp_path / "feeds.yaml")
