"""Opening a file that is kept in the database, in the program the computer opens such files with."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from koorddesk.i18n import N_
from ui.workplace import Workplace

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

# What is opened straight away; anything else, such as a program, is only saved.
_DOCUMENTS = frozenset(
    {
        *(".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt", ".xlsx", ".xls", ".ods", ".csv", ".pptx", ".odp"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".eml", ".msg"),
    }
)
_COPIES: list[tempfile.TemporaryDirectory[str]] = []  # removed when the program ends


def open_kept(place: Workplace, owner: QWidget, name: str, read: Callable[[Desk], bytes | None]) -> None:
    """Read a kept file and open a copy of it; one that is no document is saved where the user says."""

    def show(data: bytes | None) -> None:
        if data is None:
            place.notifier.inform(place.text(N_("No file is kept with this document.")))
        elif Path(name).suffix.lower() in _DOCUMENTS:
            _open(place, name, data)
        else:
            _save(place, owner, name, data)

    place.read(owner, read, show, replaces="kept-file")


def _open(place: Workplace, name: str, data: bytes) -> None:
    folder = tempfile.TemporaryDirectory(prefix="koorddesk-")
    _COPIES.append(folder)
    path = Path(folder.name) / Path(name).name
    path.write_bytes(data)
    path.chmod(0o400)  # a copy: what is written in it would be lost
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        place.notifier.inform(place.text(N_("The computer has no program that opens %(file)s."), file=path.name))


def _save(place: Workplace, owner: QWidget, name: str, data: bytes) -> None:
    chosen, _ = QFileDialog.getSaveFileName(owner, place.text(N_("Save a copy")), Path(name).name)
    if chosen:
        Path(chosen).write_bytes(data)
