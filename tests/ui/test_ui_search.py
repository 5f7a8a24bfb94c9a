"""The search over everything: groups, marked words, the very place, earlier and saved searches."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, TODAY, dialog_of, settle

from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.services import attachments, cases, filing, queries
from koorddesk.services.desk import Desk
from koorddesk.services.file_words import look_into_documents
from koorddesk.services.search import marks
from ui.caretaker import Caretaker
from ui.dialogs.documents import DocumentsDialog
from ui.main_window import MainWindow
from ui.pages.cases import CasesPage
from ui.widgets.search_box import SearchBox
from ui.widgets.search_rows import RowKind


def searched(qtbot: QtBot, window: MainWindow, words: str) -> SearchBox:
    window.actions_table["search"].trigger()
    box = window._search
    box.setFocus()
    QTest.keyClicks(box, words)
    qtbot.waitUntil(lambda: bool(box.hits), timeout=10_000)
    settle(qtbot, window)
    return box


def test_results_are_grouped_under_headings_that_cannot_be_chosen(qtbot: QtBot, window: MainWindow) -> None:
    box = searched(qtbot, window, "faxe")
    rows = box._hits.rows
    assert rows[0].kind is RowKind.HEADING
    assert all(row.kind is RowKind.HEADING or row.hit is not None for row in rows)
    headings = [row.text for row in rows if row.kind is RowKind.HEADING]
    assert any(text.startswith("Myndighed (") for text in headings)
    assert len(headings) == len(set(headings))
    current = box._list.currentIndex().row()
    assert rows[current].kind is RowKind.HIT
    for _ in range(len(rows)):
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert rows[box._list.currentIndex().row()].kind is RowKind.HIT
    box.clear()


def test_an_answer_opens_at_its_cell(qtbot: QtBot, window: MainWindow) -> None:
    box = searched(qtbot, window, "kommune")
    answers = [(n, row.hit) for n, row in enumerate(box._hits.rows) if row.hit and row.hit.found_in == "Answer"]
    if not answers:
        box = searched(qtbot, window, "n")
        answers = [(n, row.hit) for n, row in enumerate(box._hits.rows) if row.hit and row.hit.found_in == "Answer"]
    number, hit = answers[0]
    assert hit.opens.startswith(f"{hit.record_id}#")
    assert "!" in hit.opens
    opened: list[tuple[str, str]] = []
    box.chosen.connect(lambda page, key: opened.append((page, key)))
    box.choose_row(number)
    settle(qtbot, window)
    assert opened == [("intake", hit.opens)]
    assert window.page_key == "intake"


def test_the_words_found_are_marked_whatever_their_spelling() -> None:
    assert marks("Tilbud i Århus og aarhusegnen", ["aarhus"]) == ((9, 5), (18, 11))
    assert marks("Ærø", ["aeroe"]) == ((0, 3),)
    assert marks("intet", []) == ()


def test_searches_are_remembered_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    box = searched(qtbot, window, "faxe")
    QTest.keyClick(box, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert box.saved == ["faxe"]
    box.choose_row(next(n for n, row in enumerate(box._hits.rows) if row.hit))
    settle(qtbot, window)
    box = searched(qtbot, window, "stevns")
    box.choose_row(next(n for n, row in enumerate(box._hits.rows) if row.hit))
    settle(qtbot, window)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    kinds = [(row.kind, row.text) for row in box._hits.rows if row.kind is not RowKind.HEADING]
    assert kinds == [(RowKind.SAVED, "faxe"), (RowKind.RECENT, "stevns")]
    box.choose_row(next(n for n, row in enumerate(box._hits.rows) if row.kind is RowKind.RECENT))
    assert box.text() == "stevns"
    qtbot.waitUntil(lambda: bool(box.hits), timeout=10_000)
    box.clear()
    QTest.keyClicks(box, "faxe")
    QTest.keyClick(box, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert box.saved == []
    box.clear()
    box._popup.hide()
    settle(qtbot, window)


def test_nothing_found_is_said(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table["search"].trigger()
    box = window._search
    box.setFocus()
    QTest.keyClicks(box, "qqxxzz")
    qtbot.waitUntil(lambda: box._popup.isVisible(), timeout=10_000)
    assert box._nothing.isVisibleTo(box._popup)
    box.clear()
    box._popup.hide()
    settle(qtbot, window)


@pytest.fixture
def case(desk: Desk) -> str:
    return cases.open_case(desk, ANNOUNCEMENT).case_number


def test_the_text_inside_a_document_opens_that_document(
    qtbot: QtBot, window: MainWindow, desk: Desk, case: str, tmp_path: Path
) -> None:
    for number, words in enumerate(("Om noget andet", "Blindeinstituttet har tre pladser")):
        path = tmp_path / f"{number}.txt"
        path.write_text(words, encoding="utf-8")
        filing.file_document(
            desk, case, Direction.INCOMING, DocumentKind.MINUTES, f"Referat {number}", TODAY, path=path
        )
    cases.telephone_note(desk, case, "Sekretariatet", "Ringer igen om nødkald.")
    caretaker = Caretaker(window, tmp_path / "typing.json")
    caretaker.look_into_documents()
    settle(qtbot, window)
    box = searched(qtbot, window, "blindeinst")
    headings = [row.text for row in box._hits.rows if row.kind is RowKind.HEADING]
    assert headings == ["Dokument (1)"]
    box.choose_row(1)
    settle(qtbot, window)
    page = window.page
    assert isinstance(page, CasesPage)
    assert page.documents.isVisible()
    line = page.documents.view.current()
    assert line is not None
    assert line.theme == "Referat 1"
    box = searched(qtbot, window, "nødkald")
    box.choose_row(1)
    settle(qtbot, window)
    assert page.timeline.isVisible()
    event = page.timeline.view.current()
    assert event is not None
    assert "nødkald" in event.text
    caretaker.stop()


def test_the_text_inside_an_annex_opens_the_documents_of_its_form(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "bilag.txt"
    path.write_text("Afstemning af punktskrift", encoding="utf-8")
    submission = queries.submissions(desk)[0]
    attachments.add_documents(desk, submission.id, [path])
    look_into_documents(desk)
    box = searched(qtbot, window, "punktskrift afst")
    assert [hit.found_in for hit in box.hits] == ["File"]
    box.choose_row(1)
    settle(qtbot, window)
    current = window.page.main_list.current() if window.page.main_list else None
    assert current is not None
    assert current.key == submission.id
    dialog_of(window, DocumentsDialog).close()
