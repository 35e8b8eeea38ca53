"""What a published site tells of a partner, and what it only seems to tell."""

from __future__ import annotations

import pytest
from tests.partner_blogs.make import ago, clean_entry, document, partner

from partner_blogs.refresh.rebuild_parse import PublishedStatus, recover_state


@pytest.mark.O2
@pytest.mark.parametrize(
    ("show", "excerpt"), [("headlines", ""), ("excerpts", "Their words."), ("full", "Their words.")]
)
def test_a_sentence_of_ours_does_not_come_back_as_a_partners_words(show, excerpt):
    published = document(clean_entry(excerpt="Their words.", published=ago(days=1)))
    state = recover_state(
        partner(show=show), PublishedStatus(id="ledger", state="active"), published
    )
    assert [entry.excerpt for entry in state.entries] == [excerpt]
