"""Pathway descriptions: editions, numbered recommendations, and what authorities told about them."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.dialogue import EntryKind
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services import pathways, register_queries
from koorddesk.services.desk import Desk
from koorddesk.services.dialogue import EntryDraft, add_entry
from koorddesk.services.group_page import group_view
from koorddesk.services.pathway_notes import add_pathway_note, pathway_notes
from koorddesk.settings import Settings

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def desk(loaded):
    return Desk(loaded, Settings(), Translator("da"), lambda: TODAY)


def pathway_of(desk, part):
    return next(row.id for row in register_queries.pathways(desk) if part in row.title)


def test_a_pathway_shows_its_editions_the_newest_first_and_numbers_in_order(desk):
    made = pathways.add_pathway(desk, "Forløb", (), "kilde")
    pathways.add_edition(desk, made, "2024")
    first = pathways.pathway_view(desk, made).editions[0].id
    for number in ("1.10", "1.9", "2.1"):
        pathways.add_recommendation(desk, first, number, f"Anbefaling {number}")
    pathways.add_edition(desk, made, "2026-05", "978-87-0", "kilde")
    view = pathways.pathway_view(desk, made)
    assert [(edition.number, edition.published, edition.recommendations) for edition in view.editions] == [
        (2, "2026-05", 0),
        (1, "2024", 3),
    ]
    assert [row.number for row in view.recommendations] == ["1.9", "1.10", "2.1"]


def test_a_recommendation_is_corrected_and_keeps_what_was_told_about_it(desk):
    pathway = pathway_of(desk, "hjerneskade")
    advice = pathways.pathway_view(desk, pathway).recommendations[0]
    add_pathway_note(desk, advice.id, "0630", TODAY, "arbejder med anbefalingen", "dialogmøde")
    pathways.edit_recommendation(desk, advice.id, "1.1", "Ny titel", "tekst")
    row = pathways.pathway_view(desk, pathway).recommendations[0]
    assert (row.number, row.title, row.text, row.notes) == ("1.1", "Ny titel", "tekst", 1)
    assert [(note.title, note.authority, note.status) for note in pathway_notes(desk, pathway)] == [
        ("Ny titel", "Vejle", "arbejder med anbefalingen")
    ]
    assert {"status", "title"} <= {line.field for line in pathways.pathway_history(desk, pathway)}


def test_a_pathway_is_linked_to_another_group_and_its_history_names_it(desk):
    pathway = pathway_of(desk, "hjerneskade")
    group = next(row for row in register_queries.target_groups(desk) if "cerebral" in row.title)
    pathways.edit_pathway(desk, pathway, "Titel", (group.id,), "kilde")
    view = pathways.pathway_view(desk, pathway)
    assert (view.title, view.group_titles, view.source) == ("Titel", (group.title,), "kilde")
    assert ("group", group.title) in {(line.field, line.after) for line in pathways.pathway_history(desk, pathway)}


def test_a_pathway_about_several_groups_stands_with_each_of_them(desk):
    pathway = pathway_of(desk, "hjerneskade")
    before = pathways.pathway_view(desk, pathway).group_ids
    other = next(row for row in register_queries.target_groups(desk) if "cerebral" in row.title)
    pathways.edit_pathway(desk, pathway, "Titel", (*before, other.id, other.id), "kilde")
    assert pathways.pathway_view(desk, pathway).group_ids == (*before, other.id)
    for group in (*before, other.id):
        assert pathway in {row.id for row in group_view(desk, group).pathways}
    assert other.title in next(row.group_title for row in register_queries.pathways(desk) if row.id == pathway)
    pathways.edit_pathway(desk, pathway, "Titel", (other.id,), "kilde")
    assert pathways.pathway_view(desk, pathway).group_titles == (other.title,)
    assert pathway not in {row.id for row in group_view(desk, before[0]).pathways}


def test_a_note_names_the_conversation_it_was_told_in(desk):
    pathway = pathway_of(desk, "hjerneskade")
    advice = pathways.pathway_view(desk, pathway).recommendations[0]
    meeting = add_entry(desk, EntryDraft(EntryKind.DIALOGUE_MEETING, "Dialogmøde", TODAY))
    add_pathway_note(desk, advice.id, "0630", TODAY, "arbejder med anbefalingen", entry_id=meeting)
    assert [note.entry for note in pathway_notes(desk, pathway)] == ["Dialogmøde"]
    with pytest.raises(UserError):
        add_pathway_note(desk, advice.id, "0630", TODAY, "arbejder med anbefalingen", entry_id="findes-ikke")


def test_what_is_missing_or_taken_is_refused(desk):
    pathway = pathway_of(desk, "hjerneskade")
    view = pathways.pathway_view(desk, pathway)
    edition = view.editions[0].id
    refusals = {
        "pathway-title-empty": lambda: pathways.add_pathway(desk, " ", ()),
        "pathway-group-gone": lambda: pathways.add_pathway(desk, "T", ("findes-ikke",)),
        "edition-undated": lambda: pathways.add_edition(desk, pathway, " "),
        "no-such-edition": lambda: pathways.add_recommendation(desk, "findes-ikke", "1", "T"),
        "recommendation-empty": lambda: pathways.add_recommendation(desk, edition, "3", " "),
        "recommendation-taken": lambda: pathways.add_recommendation(desk, edition, "1.1", "T"),
        "recommendation-gone": lambda: pathways.edit_recommendation(desk, "findes-ikke", "1", "T", ""),
        "no-such-pathway": lambda: pathways.pathway_view(desk, "findes-ikke"),
    }
    for code, act in refusals.items():
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == code
    assert pathways.pathway_view(desk, pathway) == view
