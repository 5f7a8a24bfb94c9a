"""The page of the dialogue: its documents are opened, and an entry is written anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.services import dialogue, entry_documents
from koorddesk.services.dialogue import EntryDraft
from ui.main_window import MainWindow


def test_a_kept_document_opens_as_a_copy_and_a_program_is_only_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = window.place.desk
    key = dialogue.add_entry(desk, EntryDraft(EntryKind.HEARING, "Årlig høring"))
    for name in ("brev.pdf", "makro.exe"):
        path = tmp_path / name
        path.write_bytes(f"indhold af {name}".encode())
        entry_documents.file_entry_document(
            desk, key, Direction.OUTGOING, DocumentKind.HEARING_LETTER, name, dt.date(2026, 1, 12), path=path
        )
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    saved = tmp_path / "gemt.exe"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    page = window.show_page("dialogue", key)
    settle(qtbot, window)
    page._tabs.setCurrentWidget(page.documents)
    for row in page.documents.list.model.all_rows:
        assert page.documents.list.view.choose(row.id)
        page.documents.open.click()
        settle(qtbot, window)
    (url,) = opened
    copy = Path(url.toLocalFile())
    assert (copy.name, copy.read_bytes()) == ("brev.pdf", b"indhold af brev.pdf")
    assert copy.parent != tmp_path
    assert saved.read_bytes() == b"indhold af makro.exe"
