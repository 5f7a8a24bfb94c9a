"""The manners of the window beside other windows and the system: one for each store, log-off, backups, damaged stores."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services import backups, folders
from koorddesk.services.backups import as_backup, copy_of_the_day
from koorddesk.services.desk import Desk, open_desk
from koorddesk.settings import Settings
from ui import notify, troubles
from ui.caretaker import Caretaker
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.put_back import PutBackDialog
from ui.dialogs.unsaved import UnsavedDialog
from ui.leaving import Leaving, Typed, keep, kept, unsaved
from ui.main_window import MainWindow
from ui.one_window import Doorbell, call_window, doorbell
from ui.troubles import Outcome, meet
from ui.widgets.notice_bar import NoticeBar


def test_a_second_start_brings_the_first_window_forward(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bell = Doorbell(tmp_path / "store.sqlite", window)
    answered: list[bool] = []
    caller = threading.Thread(target=lambda: answered.append(call_window(tmp_path / "store.sqlite", 10)))
    caller.start()
    qtbot.waitUntil(lambda: bool(answered), timeout=10_000)
    caller.join()
    assert answered == [True]
    assert not window.isMinimized()
    assert window.isVisible()
    bell.take_down()
    assert not doorbell(tmp_path / "store.sqlite").exists()


def test_nobody_answers_for_a_store_without_a_window(tmp_path: Path) -> None:
    assert not call_window(tmp_path / "store.sqlite", 0.1)
    doorbell(tmp_path / "store.sqlite").write_bytes(b"")
    assert not call_window(tmp_path / "store.sqlite", 0.1), "a window that hangs"


def test_a_store_in_use_is_shown_or_said(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.sqlite"
    told: list[str] = []
    monkeypatch.setattr(notify.Notifier, "show_error", lambda _self, error: told.append(error.code))
    in_use = UserError("store-in-use", path=str(path))
    monkeypatch.setattr(troubles, "call_window", lambda _store: True)
    assert meet(in_use, path, Translator()) is Outcome.SHOWN_ELSEWHERE
    monkeypatch.setattr(troubles, "call_window", lambda _store: False)
    assert meet(in_use, path, Translator()) is Outcome.END
    assert meet(UserError("store-newer", path=str(path), found="9999", known="0003"), path, Translator()) is Outcome.END
    assert told == ["store-in-use", "store-newer"]


@pytest.fixture
def form(qtbot: QtBot) -> FormDialog:
    dialog = FormDialog(Translator("da"), "Telefonnotat", "Gem", None)
    qtbot.addWidget(dialog)
    dialog.line("&Hvem ringede")
    dialog.area("Hvad blev &sagt", "som det stod")
    dialog.show()
    return dialog


def test_typing_in_open_dialogs_is_kept_at_log_off(
    qtbot: QtBot, window: MainWindow, form: FormDialog, qapp: QApplication, tmp_path: Path
) -> None:
    settle(qtbot, window)
    assert list(unsaved()) == [], "what a dialog was opened with is no typing"
    area = form.findChild(QPlainTextEdit)
    qtbot.keyClicks(form.form.itemAt(0, form.form.ItemRole.FieldRole).widget(), "Vejle")
    qtbot.keyClicks(area, "Nyt ")
    Leaving(qapp, window, tmp_path / "d" / "unsaved.json").leave()
    assert kept(tmp_path / "d" / "unsaved.json") == [
        Typed("Telefonnotat", "Hvem ringede", "Vejle"),
        Typed("Telefonnotat", "Hvad blev sagt", "Nyt som det stod"),
    ]


def test_the_window_closes_without_a_question_when_the_session_ends(
    qtbot: QtBot, window: MainWindow, qapp: QApplication, tmp_path: Path
) -> None:
    settle(qtbot, window)
    release = threading.Event()
    window.place.jobs.start(window, lambda _progress, _cancelled: release.wait(10), title="Et langt job")
    Leaving(qapp, window, tmp_path / "unsaved.json").leave()
    release.set()
    assert window.close()
    assert window.place.notifier.asked == []  # type: ignore[attr-defined]
    assert not (tmp_path / "unsaved.json").exists(), "nothing was typed"


def test_kept_typing_is_offered_and_stays_until_it_is_thrown_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "unsaved.json"
    keep([Typed("Telefonnotat", "Hvad blev sagt", "De ringer igen")], path)
    keep([Typed("Brev", "Tekst", "Kære")], path)
    caretaker = Caretaker(window, path)
    assert "ikke gemt" in window.place.notifier.notices[-1]  # type: ignore[attr-defined]
    window.findChild(NoticeBar)._act()
    dialog = window.findChild(UnsavedDialog)
    assert dialog.text.toPlainText() == "Telefonnotat · Hvad blev sagt\nDe ringer igen\n\nBrev · Tekst\nKære"
    assert path.exists()
    qtbot.mouseClick(dialog.away, Qt.MouseButton.LeftButton)
    assert not path.exists()
    caretaker.stop()
    settle(qtbot, window)


def test_a_damaged_file_of_typing_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "unsaved.json").write_text("{", encoding="utf-8")
    assert kept(tmp_path / "unsaved.json") == []


def test_the_days_backup_is_made_and_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "own_store", lambda _settings: window.place.desk.store.path)
    caretaker = Caretaker(window, tmp_path / "unsaved.json")
    caretaker.back_up()
    settle(qtbot, window)
    made = list((window.place.desk.store.path.parent / "Backups").iterdir())
    assert len(made) == 1
    assert window.place.memory.value("last-backup")
    caretaker.stop()


def test_a_backup_folder_out_of_reach_is_said_quietly(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fil").write_bytes(b"")
    monkeypatch.setattr(backups, "own_store", lambda _settings: window.place.desk.store.path)
    monkeypatch.setattr(backups, "backup_folder", lambda _settings, _store: tmp_path / "fil" / "under")
    caretaker = Caretaker(window, tmp_path / "unsaved.json")
    caretaker.back_up()
    settle(qtbot, window)
    assert "Dagens sikkerhedskopi blev ikke taget" in window.place.notifier.notices[-1]  # type: ignore[attr-defined]
    assert window.place.notifier.errors == []  # type: ignore[attr-defined]
    caretaker.stop()


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A damaged store with two copies of better days, the older of which is damaged too."""
    path = tmp_path / "koorddesk.sqlite"
    monkeypatch.setattr(folders, "default_store", lambda: path)
    desk = open_desk(settings=Settings(), account="prøve")
    first = copy_of_the_day(desk)
    copy_of_the_day(desk, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    desk.close()
    assert first is not None
    content = bytearray(first.read_bytes())
    content[8192:16384] = b"x" * 8192
    first.write_bytes(content)
    path.write_bytes(b"x" * 4096)
    return path


def test_a_damaged_store_offers_its_copies_and_puts_one_back(
    qtbot: QtBot, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = backups.known_backups(Settings(), damaged)
    dialog = PutBackDialog(Translator("da"), "Databasen er beskadiget.", copies, damaged)
    qtbot.addWidget(dialog)
    told: list[BaseException] = []
    monkeypatch.setattr(dialog._notifier, "show_error", lambda error, _parent: told.append(error))
    rows = {dialog.list.item(number).text(): number for number in range(dialog.list.count())}
    assert len(rows) == 2
    bad = next(number for words, number in rows.items() if str(min(copies, key=lambda c: c.path.name).path) in words)
    dialog.list.setCurrentRow(bad)
    dialog.put_back()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], UserError), "said, and another can be chosen"
    dialog.list.setCurrentRow(1 - bad)
    with qtbot.waitSignal(dialog.accepted):
        dialog.put_back()
    open_desk(damaged, settings=Settings(), account="prøve").close()
    assert list(damaged.parent.glob("*-before-restore-*")), "the damaged one is kept beside it"


def test_a_damaged_store_without_a_copy_is_said(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(notify.Notifier, "show_error", lambda _self, error: told.append(error.code))
    path = tmp_path / "alene.sqlite"
    path.write_bytes(b"x")
    assert meet(UserError("store-damaged", path=str(path)), path, Translator()) is Outcome.END
    assert told == ["store-damaged-alone"]


def test_a_copy_that_was_handed_over_takes_the_place_of_the_own_store(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = tmp_path / "overdraget.koordkopi"
    backups.copy_to(desk.settings, desk.store.path, handed)
    monkeypatch.setattr(troubles, "own_store", lambda _settings: tmp_path / "egen" / "koorddesk.sqlite")

    def press(dialog: PutBackDialog) -> int:
        dialog.show()
        assert dialog.list.count() == 1
        with qtbot.waitSignal(dialog.accepted):
            dialog.verb.click()
        return 1

    monkeypatch.setattr(PutBackDialog, "exec", press)
    assert troubles.take_over(handed, Translator("da"))
    open_desk(tmp_path / "egen" / "koorddesk.sqlite", settings=Settings(), account="prøve").close()
    assert as_backup(handed).size > 0


def test_an_earlier_copy_is_put_back_from_the_menu(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(qtbot, window)
    path = window.place.desk.store.path
    monkeypatch.setattr(backups, "own_store", lambda _settings: path)
    copy = copy_of_the_day(window.place.desk)
    window.actions_table["put-back"].trigger()
    assert window.wanted is not None
    assert (window.wanted.store, window.wanted.put_back) == (path, True)
    offered: list[list[Path]] = []
    monkeypatch.setattr(
        troubles, "_put_back", lambda _said, copies, _store, _words: offered.append([one.path for one in copies])
    )
    troubles.put_back(path, Translator())
    assert offered == [[copy]]


def test_the_store_is_closed_properly_before_the_session_ends(
    qtbot: QtBot, window: MainWindow, qapp: QApplication, tmp_path: Path
) -> None:
    settle(qtbot, window)
    store = window.place.desk.store
    caretaker = Caretaker(window, tmp_path / "unsaved.json")
    assert doorbell(store.path).exists()
    caretaker.end_with_the_session()
    assert store.change_sets(1), "an ordinary end closes it elsewhere"
    caretaker._leaving.leave()
    caretaker.end_with_the_session()
    beside = {path.name for path in store.path.parent.glob(store.path.name + "*")}
    assert beside == {store.path.name}
    with pytest.raises(RuntimeError, match="closed"):
        store.reader()
    caretaker.stop()
