"""Pathway descriptions in the window: editions, recommendations, and notes that claim no duty."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot
from test_ui_accessible import nameless
from ui_doubles import dialog_of, settle

from koorddesk.services import pathway_notes, pathways
from ui.dialogs.ask import AskDialog
from ui.main_window import MainWindow
from ui.pages.pathways import PathwaysPage

pytestmark = pytest.mark.fresh


def give(qtbot: QtBot, window: MainWindow, **written: object) -> None:
    dialog = dialog_of(window, AskDialog)
    assert nameless(dialog) == []
    for key, value in written.items():
        dialog.write(key, value)
    assert dialog.verb.isEnabled()
    dialog.accept()
    settle(qtbot, window)
    assert not window.place.notifier.errors  # type: ignore[attr-defined]


def test_a_pathway_with_edition_recommendation_and_note_is_made_from_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("pathways")
    settle(qtbot, window)
    assert isinstance(page, PathwaysPage)
    page.add.click()
    settle(qtbot, window)
    give(qtbot, window, title="Et nyt forløb", source="sbst.dk")
    row = page.list.view.current()
    assert row is not None
    assert row.title == "Et nyt forløb"
    assert not page.recommend.isEnabled()
    page.edition.click()
    give(qtbot, window, published="2026-05")
    page.recommend.click()
    give(qtbot, window, number="1.1", title="Rettidig indsats")
    advice = page.advice.view.current()
    assert advice is not None
    page.note.click()
    settle(qtbot, window)
    dialog = dialog_of(window, AskDialog)
    assert "vejledende" in " ".join(label.text() for label in dialog.findChildren(type(page._title)))
    give(qtbot, window, status="arbejder med det", on=dt.date(2026, 1, 15))
    (note,) = pathway_notes.pathway_notes(window.place.desk, row.id)
    assert (note.number, note.status, note.noted_on) == ("1.1", "arbejder med det", dt.date(2026, 1, 15))
    assert [known.notes for known in page.advice.model.rows] == [1]
    page.correct_advice.click()
    give(qtbot, window, title="Rettidig og samlet indsats")
    view = pathways.pathway_view(window.place.desk, row.id)
    assert [known.title for known in view.recommendations] == ["Rettidig og samlet indsats"]
