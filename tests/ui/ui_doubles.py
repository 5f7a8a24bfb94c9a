"""What stands in for the user in tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from koorddesk.i18n import Translator
from ui.notify import Choice, Notice, Notifier


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
