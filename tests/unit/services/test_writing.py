"""Writing to the councils of one region: the letters there can be, and that no other region is written to."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.letters import LetterKind
from koorddesk.services import letters, queries, writing
from koorddesk.services.announcements import create_announcement
from koorddesk.services.writing import Way

CODE, GROUP = "CU-A", "Voksne med kompleks erhvervet hjerneskade"


@pytest.fixture
def late(desk):
    """An announcement to two regions whose deadline is past, and nobody has answered."""
    create_announcement(desk, CODE, "A", GROUP, dt.date(2025, 10, 15), ["1081", "1085"], issued_on=dt.date(2025, 3, 3))
    return desk


def ways(desk, region):
    return {way.kind: way for way in writing.letters_to_region(desk, CODE, region)}


def test_each_letter_says_how_many_and_what_comes_first(late):
    found = ways(late, "1085")
    assert (found[LetterKind.REMINDER].way, found[LetterKind.REMINDER].count) == (Way.DRAFT, 17)
    request = found[LetterKind.RENEWED_CONSIDERATION_REQUEST]
    assert (request.way, request.count) == (Way.ASSESS, 17)
    assert "Region Sjælland" in request.missing
    assert found[LetterKind.SUPPLEMENTARY_QUESTIONS].way is Way.STEP
    assert found[LetterKind.RECEIPT].way is Way.NONE
    assert ways(late, "1081")[LetterKind.REMINDER].count == 11


def test_one_region_is_written_to_and_setting_the_drafts_again_writes_to_no_other(late):
    rows = writing.draft_to_region(late, CODE, "1085", LetterKind.REMINDER)
    assert len(rows) == 17
    assert len(letters.redraft(late, rows[0].id)) == 17
    assert len(queries.letters(late)) == 17
    assert ways(late, "1085")[LetterKind.REMINDER].way is Way.SHOW
    assert ways(late, "1081")[LetterKind.REMINDER].way is Way.DRAFT
    assert len(writing.draft_to_region(late, CODE, "1081", LetterKind.REMINDER)) == 11


def test_the_search_offers_to_write_to_a_region_by_any_of_its_words(late):
    assert [hit.opens for hit in writing.acts_found(late, "skriv sjæl")] == ["write/1085"]
    assert {hit.opens for hit in writing.acts_found(late, "region")} == {"write/1081", "write/1085"}
    assert writing.acts_found(late, "hovedstaden") == []
