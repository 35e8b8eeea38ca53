from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from partner_blogs.config import read_config
from partner_blogs.ids import free_id

NAMES = st.text(max_size=80) | st.sampled_from(["Index", "INDEX!", "Ęłßé", "a" * 90, ""])


@given(st.lists(NAMES, max_size=6))
def test_every_name_gets_an_id_of_its_own_that_the_list_accepts(names: list[str]) -> None:
    taken = list[str]()
    for name in names:
        taken.append(free_id(name, taken))
    lines = "".join(f"  - id: '{id_}'\n    name: A\n" for id_ in taken)
    assert [partner.id for partner in read_config(f"partners:\n{lines}").partners] == taken
