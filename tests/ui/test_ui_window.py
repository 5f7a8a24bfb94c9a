"""The window as a whole: pages by keys, menus without dead entries, search, closing, faults, Danish throughout."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from typing import Any

import polib
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QMenu, QMessageBox, QPushButton, QTableView
from pytestqt.qtbot import QtBot
from ui_doubles import RecordingNotifier, dialog_of, settle

import ui
from koorddesk.i18n import Translator
from koorddesk.paths import resource
from koorddesk.settings import load_settings
from ui.actions import ACTIONS
from ui.dialogs.settings import SettingsDialog
from ui.dialogs.window_dialogs import ShownDialogs
from ui.jobs import Lane
from ui.main_window import MainWindow
from ui.notify import FaultHandler, Notifier
from ui.pages import all_pages
from ui.widgets.rail import page_key

UI = Path(ui.__file__).parent


def test_ui_lies_beside_koorddesk() -> None:
    import koorddesk

    assert UI.parent == Path(koorddesk.__file__).parents[1]


def test_every_page_comes_up_and_shows_no_error(qtbot: QtBot, window: MainWindow) -> None:
    for spec in all_pages():
        window.show_page(spec.key)
        settle(qtbot, window)
        assert window.page_key == spec.key
    assert window.place.notifier.errors == []  # type: ignore[attr-defined]


def test_keys_bring_pages_up(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "intake"
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page_key == "today"
    settle(qtbot, window)


def test_no_shortcut_is_given_twice() -> None:
    keys = [QKeySequence(spec.shortcut).toString() for spec in ACTIONS if spec.shortcut]
    keys += [page_key(number) for number in range(len(all_pages()))]
    assert len(keys) == len(set(keys))


def test_every_menu_entry_does_something(window: MainWindow) -> None:
    for menu in window.menuBar().findChildren(QMenu):
        for action in menu.actions():
            if not action.isSeparator():
                assert action.receivers("2triggered(bool)") > 0, action.text()
                assert action.text()


def test_actions_of_pages_are_offered_only_there(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.actions_table["approve-letter"].isEnabled()
    window.show_page("letters")
    settle(qtbot, window)
    assert window.actions_table["approve-letter"].isEnabled()
    assert not window.actions_table["next-finding"].isEnabled()


def test_access_keys_are_unique_in_each_menu(window: MainWindow) -> None:
    bars = [window.menuBar().actions()]
    bars += [menu.actions() for menu in window.menuBar().findChildren(QMenu)]
    for actions in bars:
        letters = [text[text.index("&") + 1].casefold() for action in actions if "&" in (text := action.text())]
        assert len(letters) == len(set(letters)), letters


def test_search_finds_and_opens(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table["search"].trigger()
    box = window._search
    qtbot.keyClicks(box, "udmelding proeve")
    qtbot.waitUntil(lambda: bool(box.hits), timeout=10_000)
    assert any(hit.kind == "Announcement" for hit in box.hits)
    rows = box._hits.rows
    box.choose_row(next(n for n, row in enumerate(rows) if row.hit and row.hit.kind == "Announcement"))
    settle(qtbot, window)
    assert window.page_key == "announcements"
    box._popup.hide()


def test_closing_asks_while_a_job_runs_and_waits_when_told(qtbot: QtBot, window: MainWindow) -> None:
    gate = threading.Event()
    notifier = window.place.notifier
    assert isinstance(notifier, RecordingNotifier)
    notifier.answers = ["wait"]
    window.place.jobs.start(window, lambda _p, _c: gate.wait(10), title="Læser", lane=Lane.WRITE)
    assert not window.close()
    assert window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)


def test_job_strip_shows_a_long_job_and_cancels_it(qtbot: QtBot, window: MainWindow) -> None:
    stopped: list[bool] = []

    def work(progress: Any, cancelled: Any) -> None:
        while not cancelled():
            progress(3, 12, "fil")
            threading.Event().wait(0.02)
        stopped.append(True)

    window.place.jobs.start(window, work, title="Læser 12 filer")
    strip = window._jobs
    assert not strip._label.isVisible()
    qtbot.waitUntil(strip._label.isVisible, timeout=5000)
    qtbot.waitUntil(lambda: "3 af 12" in strip._label.text(), timeout=5000)
    qtbot.mouseClick(strip._stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(stopped), timeout=5000)
    qtbot.waitUntil(lambda: not strip._label.isVisible(), timeout=5000)


def test_copying_puts_rows_with_headings_on_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    from PySide6.QtGui import QGuiApplication

    window.show_page("target-groups")
    settle(qtbot, window)
    window.actions_table["copy"].trigger()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Målgruppe\t")


def test_backup_is_written_and_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialogs = window._dialogs
    assert isinstance(dialogs, ShownDialogs)
    dialogs.back_up(window, tmp_path / "kopi.sqlite")
    settle(qtbot, window)
    assert (tmp_path / "kopi.sqlite").stat().st_size > 0
    assert "sidst sikkerhedskopieret" in window._store.text()


def test_the_sender_of_letters_is_set_and_used(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table["settings"].trigger()
    dialog = dialog_of(window, SettingsDialog)
    dialog.email.setText("post@eksempel.dk")
    dialog.address.setPlainText("Eksempelvej 1\n\n0000 Eksempelby")
    dialog.accept()
    settle(qtbot, window)
    assert window.place.notifier.errors == []  # type: ignore[attr-defined]
    assert window.place.desk.settings.sender.address_lines == ("Eksempelvej 1", "0000 Eksempelby")
    assert load_settings().sender.email == "post@eksempel.dk"


def test_checking_the_store_says_that_it_is_sound(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table["check"].trigger()
    settle(qtbot, window)
    assert window.place.notifier.notices[-1].startswith("Databasen er i orden")  # type: ignore[attr-defined]
    assert window._notices.isVisible()


def test_a_fault_of_the_program_is_told_once_and_logged(
    qtbot: QtBot, notifier: RecordingNotifier, caplog: pytest.LogCaptureFixture
) -> None:
    handler = FaultHandler(notifier)
    error = ZeroDivisionError("by zero")
    handler(ZeroDivisionError, error, None)
    qtbot.waitUntil(lambda: notifier.errors == [error])
    assert "unexpected fault" in caplog.text


def test_the_message_box_of_a_fault_carries_a_report(qtbot: QtBot, translator: Translator) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    told: list[tuple[str, str]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append((box.text(), box.detailedText()))
        box.reject()

    QTimer.singleShot(0, look)
    Notifier(translator).show_error(ZeroDivisionError("by zero"))
    assert "fejl i programmet" in told[0][0]
    assert "ZeroDivisionError" in told[0][1]


def test_qts_own_buttons_are_danish(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(box)
    words = {button.text().replace("&", "") for button in box.findChildren(QPushButton)}
    assert words == {"Annuller", "Luk"}


def marked_texts() -> dict[str, str | None]:
    """Return every msgid marked in ``ui/`` with its plural, where it has one."""
    found: dict[str, str | None] = {}
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name == "N_":
                found.setdefault(node.args[0].value, None)
            elif name == "plural":
                assert isinstance(node.args[1], ast.Constant)
                found[node.args[0].value] = node.args[1].value
    return found


def test_every_text_of_the_window_is_in_danish_with_its_placeholders() -> None:
    areas = sorted(resource("i18n", "da").glob("*.po"))
    entries = {entry.msgid: entry for path in areas for entry in polib.pofile(str(path))}
    texts = marked_texts()
    assert set(texts) <= set(entries)
    for msgid in texts:
        entry = entries[msgid]
        plural = entry.msgid_plural
        pairs = (
            [(entry.msgstr_plural[0], msgid), (entry.msgstr_plural[1], plural)] if plural else [(entry.msgstr, msgid)]
        )
        for form, source in pairs:
            assert form.strip(), msgid
            assert sorted(_placeholders(form)) == sorted(_placeholders(source)), msgid
        assert not entry.fuzzy


def test_a_text_has_one_danish_translation_in_all_areas() -> None:
    own = {entry.msgid: entry.msgstr for entry in polib.pofile(str(resource("i18n", "da", "window.po")))}
    for path in resource("i18n", "da").glob("*.po"):
        for entry in polib.pofile(str(path)):
            if entry.msgid in own and not entry.msgid_plural:
                assert entry.msgstr == own[entry.msgid], (path.name, entry.msgid)


def _placeholders(text: str) -> list[str]:
    import re

    return re.findall(r"%\(\w+\)[ds]", text)


def test_a_cell_of_a_form_is_copied_and_not_the_list_beside_it(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("intake")
    settle(qtbot, window)
    assert page.main_list is not None
    page.main_list.choose_position(0)
    settle(qtbot, window)
    paper = next(view for view in page.findChildren(QTableView) if type(view).__name__ == "_Paper")
    paper.setFocus()
    qtbot.waitUntil(lambda: paper.model() is not None and paper.model().rowCount() > 0, timeout=20_000)
    cells = [paper.model().index(row, column) for row in range(20) for column in range(4)]
    index = next(cell for cell in cells if cell.data())
    paper.setCurrentIndex(index)
    QTest.keyClick(paper, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == index.data()
