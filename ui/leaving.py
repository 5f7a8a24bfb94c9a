"""What happens when the user logs off or the computer shuts down: nothing asks, and what was being typed is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from koorddesk.paths import data_folder
from ui.main_window import MainWindow

KEPT = "unsaved.json"


@dataclass(frozen=True)
class Typed:
    """One field's text that was not yet saved: the window and the field it stood in, as the user saw them named."""

    place: str
    field: str
    text: str


class Leaving(QObject):
    """Keeps unsaved typing and lets the window close without a question when the session ends."""

    def __init__(self, app: QApplication, window: MainWindow, kept: Path | None = None) -> None:
        """Begin to listen; ``kept`` is the file for the typing, in the user's data folder by default."""
        super().__init__(window)
        self._window, self._kept = window, kept or data_folder() / KEPT
        self.session_ends = False
        app.commitDataRequest.connect(self.leave)

    def leave(self, session: QSessionManager | None = None) -> None:
        """Keep what is being typed and prepare to close at once; the system ends the program right after."""
        self.session_ends = True
        if session is not None:
            session.setRestartHint(QSessionManager.RestartHint.RestartNever)
        keep(list(unsaved()), self._kept)
        self._window.close_without_asking()


def unsaved() -> Iterator[Typed]:
    """Yield what stands in fields of open windows and was changed since it was shown; never searches and filters."""
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        for field in top.findChildren(QWidget):
            if isinstance(field, QLineEdit):
                changed = field.isModified() and isinstance(field.window(), QDialog) and not field.isReadOnly()
                text = field.text() if changed else ""
            elif isinstance(field, (QPlainTextEdit, QTextEdit)):
                changed = field.document().isModified() and not field.isReadOnly()
                text = field.toPlainText() if changed else ""
            else:
                continue
            if text.strip() and field.window() is top:
                yield Typed(top.windowTitle(), _name(field), text)


def keep(typed: list[Typed], path: Path) -> None:
    """Write what was typed; nothing is written, and nothing older lost, where there is nothing."""
    if typed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([asdict(one) for one in [*kept(path), *typed]], ensure_ascii=False), "utf-8")


def kept(path: Path) -> list[Typed]:
    """Return what was kept at the last log-off and not yet thrown away."""
    try:
        return [Typed(**one) for one in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _name(field: QWidget) -> str:
    """Return what a field is called on the screen."""
    label = next((one for one in field.window().findChildren(QLabel) if one.buddy() is field), None)
    return (field.accessibleName() or (label.text() if label else "")).replace("&", "")
