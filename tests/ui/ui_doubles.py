"""What stands in for the user in tests, and the things several tests use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from koorddesk.i18n import Translator
from koorddesk.paths import resource
from ui.main_window import MainWindow
from ui.notify import Choice, Notice, Notifier

TODAY = dt.date(2026, 2, 2)
ANNOUNCEMENT, REGION = "CU-PRØVE", "1085"
BLANK = resource("samples", "templates", "T2_indberetningsskema_kommune.xlsx")

W = TypeVar("W", bound=QWidget)


def submission_file(part: str) -> Path:
    """Return the bundled submission whose name holds ``part``."""
    folder = resource("samples", "submissions")
    return next(path for path in sorted(folder.iterdir()) if part in path.name)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no job runs and all that they brought has been shown."""
    for _ in range(4):
        qtbot.waitUntil(lambda: not window.place.jobs.running, timeout=60_000)
        QApplication.processEvents()


def dialog_of(window: MainWindow, kind: type[W]) -> W:
    """Return the open dialog of a kind."""
    return next(found for found in window.findChildren(kind) if found.isVisible())


class RecordingNotifier(Notifier):
    """Keeps what would be shown; questions get the answers put into ``answers``."""

    def __init__(self, translator: Translator) -> None:
        super().__init__(translator)
        self.errors: list[BaseException] = []
        self.asked: list[str] = []
        self.answers: list[str | None] = []
        self.notices: list[str] = []
        self.notice.connect(self._keep)

    def show_error(self, error: BaseException, parent: QWidget | None = None) -> None:
        self.errors.append(error)

    def ask(
        self, title: str, text: str, choices: Sequence[Choice], parent: QWidget | None = None, default: str = ""
    ) -> str | None:
        self.asked.append(title)
        return self.answers.pop(0) if self.answers else None

    def _keep(self, notice: Any) -> None:
        assert isinstance(notice, Notice)
        self.notices.append(notice.text)
