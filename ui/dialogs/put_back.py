"""Puts a copy in the place of the store: one of those known for a damaged store, or one that was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_, Translator
from koorddesk.services.backups import KnownBackup
from koorddesk.services.keeping import restore
from ui.jobs import JobRunner
from ui.notify import Notifier
from ui.theme import STEP


class PutBackDialog(QDialog):
    """Offers copies, the newest first, and puts the chosen one in the place of the store; accepted when that is done.

    What was there is kept beside the store. Where the copy does not pass its check, that is said, and another can be
    chosen.
    """

    def __init__(
        self,
        translator: Translator,
        text: str,
        copies: Sequence[KnownBackup],
        store: Path,
        parent: QWidget | None = None,
    ) -> None:
        """Take the sentence above the copies, the copies, and the store that one of them takes the place of."""
        super().__init__(parent)
        say = translator.text
        self._store, self._notifier, self._jobs = store, Notifier(translator, self), JobRunner(self)
        self.setWindowTitle(say(N_("Put a copy back")))
        self.setAccessibleName(self.windowTitle())
        self._said = QLabel(text, self)
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setAccessibleName(say(N_("Copies of the database")))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for one in copies:
            made = one.made_at.astimezone()
            size = translator.number(max(one.size / 1e6, 0.1), 1)
            when = f"{translator.date(made.date())} {made:%H:%M}"
            words = f"{when} · {size} MB\n{one.path}"
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, str(one.path))
        self.list.setCurrentRow(0)
        self.list.setWordWrap(True)
        note = QLabel(say(N_("What is in %(store)s now is kept beside it."), store=store), self)
        note.setWordWrap(True)
        note.setVisible(store.exists())
        self.verb = QPushButton(say(N_("&Put the chosen copy back")), self)
        self.verb.setDefault(True)
        self.verb.setEnabled(bool(copies))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.addButton(self.verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.rejected.connect(self.reject)
        self.verb.clicked.connect(self.put_back)
        self.finished.connect(lambda _result: self._jobs.close())
        self._busy = say(N_("The copy is being checked and put back …"))
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * STEP)
        layout.addWidget(self._said)
        layout.addWidget(self.list, 1)
        layout.addWidget(note)
        layout.addWidget(self.buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 95, self.fontMetrics().height() * 22)

    def put_back(self) -> None:
        """Put the chosen copy back; the dialog waits for it."""
        if self.list.currentRow() < 0:
            return
        source = Path(self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        before = self._said.text()
        self._said.setText(self._busy)
        for part in (self.list, self.buttons):
            part.setEnabled(False)

        def again(error: Exception) -> None:
            self._said.setText(before)
            for part in (self.list, self.buttons):
                part.setEnabled(True)
            self._notifier.show_error(error, self)

        self._jobs.start(
            self,
            lambda _progress, _cancelled: restore(source, self._store),
            then=lambda _nothing: self.accept(),
            failed=again,
        )

    def reject(self) -> None:
        """Close, unless a copy is being put back."""
        if self.buttons.isEnabled():
            super().reject()
