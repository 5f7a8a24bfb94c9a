"""The search over everything: groups, marked words, the very place, earlier and saved searches."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.services.search import marks
from ui.main_window import MainWindow
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
