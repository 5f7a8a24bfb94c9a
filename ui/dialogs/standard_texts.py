"""The standard texts of letters: each block's wording and the agency's own; what is wrong is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from koorddesk.errors import KoorddeskError
from koorddesk.i18n import N_
from koorddesk.services import own_texts
from koorddesk.services.own_texts import TextRow
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.theme import STEP, Tone, tone_color
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Query, Workplace

_SIZE = (1000, 620)


class StandardTextsDialog(QDialog):
    """Every block of the standard texts, its wording to change, and the program's own beneath."""

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """Read the texts in a job; the list fills when they are there."""
        super().__init__(parent)
        self._place = place
        say = place.text
        self.setWindowTitle(say(N_("Standard texts of letters")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        columns: Sequence[Column[TextRow]] = (
            Column("used", N_("Used in"), 24, lambda row: row.used_in[:1].upper() + row.used_in[1:]),
            Column("block", N_("Block"), 18, lambda row: row.block, shown=False),
            Column("text", N_("Wording"), 44, lambda row: row.text),
            Column("own", N_("Version"), 14, self._version),
        )
        model = TableModel(columns, lambda row: f"{row.source}/{row.block}", place.translator, self)
        name = say(N_("Standard texts of letters"))
        self.view = TableView(model, "standard-texts", name, place.memory, place.translator, self)
        empty = EmptyState("mail", say(N_("No standard texts")), "")
        self.list = ListPanel(self.view, model, place.translator, empty, self)
        self.words = QPlainTextEdit(self)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(say(N_("Wording")))
        self.words.setFixedHeight(6 * self.fontMetrics().lineSpacing())
        hint = QLabel(say(N_("Fields stand in braces, such as {deadline}. They are filled in for each letter.")), self)
        hint.setWordWrap(True)
        self.standard = QLabel(self)
        self.standard.setWordWrap(True)
        self.standard.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setStyleSheet(f"color: {tone_color(Tone.BAD, self.palette()).name()}")
        self.keep = QPushButton(say(N_("&Keep as our own wording")), self)
        self.back = QPushButton(say(N_("Put the program's wording &back")), self)
        close = QPushButton(say(N_("&Close")), self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.back)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self.list, 1)
        layout.addWidget(hint)
        layout.addWidget(self.words)
        layout.addWidget(self.trouble)
        layout.addWidget(self.standard)
        layout.addLayout(buttons)
        self.view.chosen.connect(self._show)
        self.words.textChanged.connect(self._check)
        self.keep.clicked.connect(self.keep_wording)
        self.back.clicked.connect(self.put_back)
        close.clicked.connect(self.accept)
        self.trouble.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the texts again."""
        self._place.read(self, own_texts.standard_texts, self._fill, replaces="texts")

    def keep_wording(self) -> None:
        """Keep what is written as the agency's own wording of the chosen block."""
        row = self.view.current()
        if row is not None:
            self._change(
                partial(own_texts.keep_own_text, source=row.source, block=row.block, text=self.words.toPlainText())
            )

    def put_back(self) -> None:
        """Let the chosen block say what the program says."""
        row = self.view.current()
        if row is not None:
            self._change(partial(own_texts.put_standard_back, source=row.source, block=row.block))

    def _change(self, work: Query[object]) -> None:
        self.trouble.hide()
        self._place.change(
            self,
            work,
            title=self._place.text(N_("Keeping the standard text")),
            then=lambda _changes: self.refresh(),
            failed=self._tell,
        )

    def _tell(self, error: Exception) -> None:
        """Say beside the text what is wrong with it; what is no matter of the text goes where all errors go."""
        if isinstance(error, KoorddeskError) and error.code.startswith(("letter-template", "own-text")):
            self.trouble.setText(error.message(self._place.translator))
            self.trouble.show()
            self.words.setFocus()
        else:
            self._place.jobs.failed.emit(error)

    def _fill(self, rows: list[TextRow]) -> None:
        self.list.set_rows(rows)
        self._show(self.view.current())

    def _show(self, row: TextRow | None) -> None:
        self.trouble.hide()
        self.words.setPlainText(row.text if row else "")
        self.words.setEnabled(row is not None)
        self.back.setEnabled(row is not None and row.version > 0)
        own = row is not None and row.version > 0
        self.standard.setVisible(own)
        if row is not None and own:
            words = N_("The program's wording has changed since, to: %(text)s") if row.changed else _SAYS
            self.standard.setText(self._place.text(words, text=row.standard))
        self._check()

    def _check(self) -> None:
        row = self.view.current()
        written = " ".join(self.words.toPlainText().split())
        self.keep.setEnabled(row is not None and bool(written) and written != row.text)

    def _version(self, row: TextRow) -> str:
        if not row.version:
            return self._place.text(N_("the program's"))
        return self._place.text(N_("our own, no. %(number)d"), number=row.version)


_SAYS = N_("The program's wording: %(text)s")
