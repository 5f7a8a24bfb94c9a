"""Shows what was being typed when the user was logged off, to be copied to where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_, Translator
from ui.leaving import Typed
from ui.theme import STEP


class UnsavedDialog(QDialog):
    """The kept texts with the window and field each stood in; they stay until the user throws them away."""

    def __init__(self, translator: Translator, typed: Sequence[Typed], kept: Path, parent: QWidget | None) -> None:
        """Take the texts and the file they are kept in."""
        super().__init__(parent)
        say, self._kept = translator.text, kept
        self.setWindowTitle(say(N_("Typed and not saved")))
        self.setAccessibleName(self.windowTitle())
        intro = QLabel(say(N_("Copy what you still need to where it belongs, and then throw this away.")), self)
        intro.setWordWrap(True)
        self.text = QPlainTextEdit("\n\n".join(f"{one.place} · {one.field}\n{one.text}" for one in typed), self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy, self.away = QPushButton(say(N_("&Copy it all")), self), QPushButton(say(N_("&Throw it away")), self)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.away, QDialogButtonBox.ButtonRole.DestructiveRole)
        copy.setDefault(True)
        buttons.rejected.connect(self.reject)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        self.away.clicked.connect(self._throw_away)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * STEP)
        layout.addWidget(intro)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 80, self.fontMetrics().height() * 20)

    def _throw_away(self) -> None:
        self._kept.unlink(missing_ok=True)
        self.accept()
