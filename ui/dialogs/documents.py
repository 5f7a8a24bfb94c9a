"""The documents of a submission: its own file, the mail it came with, annexes; added, saved out, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.reports import AttachmentKind
from koorddesk.i18n import N_
from koorddesk.services import attachments
from koorddesk.services.attachments import Added, DocumentRow
from koorddesk.services.queries import SubmissionRow
from ui.dialogs.reason import ReasonDialog
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

_KINDS = {
    None: N_("the return itself"),
    AttachmentKind.MAIL: N_("mail"),
    AttachmentKind.ANNEX: N_("annex"),
    AttachmentKind.SOURCE: N_("source of typed values"),
}


class DocumentsDialog(QDialog):
    """A list of documents with what can be done; it reads itself anew after each change."""

    def __init__(self, place: Workplace, known: SubmissionRow, parent: QWidget | None) -> None:
        """Take the submission; the documents are read when it opens."""
        super().__init__(parent)
        self._place, self._known = place, known
        say = place.text
        self.setWindowTitle(say(N_("Documents of %(file)s"), file=known.file_name))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns: Sequence[Column[DocumentRow]] = (
            Column("name", N_("Document"), 40, lambda row: row.name),
            Column("kind", N_("Sort of document"), 20, lambda row: say(_KINDS[row.kind])),
            Column("size", N_("Size"), 9, lambda row: _size(place, row.size), lambda row: row.size, align=RIGHT),
            Column(
                "added",
                N_("Received or added"),
                14,
                lambda row: place.translator.date(row.added_on),
                lambda row: row.added_on,
            ),
            Column("note", N_("Note"), 24, self._note),
        )
        self._model = TableModel(columns, lambda row: row.id or "own", place.translator, self)
        self.view = TableView(self._model, "documents", say(N_("Documents")), place.memory, place.translator, self)
        empty = EmptyState("file-spreadsheet", say(N_("No documents")), "", parent=self)
        self.list = ListPanel(self.view, self._model, place.translator, empty, self)
        self.warning = QLabel(self)
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.add = QPushButton(say(N_("&Add documents…")), self)
        self.save = QPushButton(say(N_("&Save a copy…")), self)
        self.remove = QPushButton(say(N_("&Take away…")), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        for button in (self.add, self.save, self.remove):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.warning)
        layout.addLayout(row)
        self.resize(self.fontMetrics().averageCharWidth() * 125, self.fontMetrics().height() * 22)
        self.add.clicked.connect(self._choose)
        self.save.clicked.connect(self._choose_place)
        self.remove.clicked.connect(self._ask_reason)
        self.view.chosen.connect(self._tell)
        place.changed.connect(lambda kinds: self.refresh() if not kinds or "Attachment" in kinds else None)
        self.refresh()

    def refresh(self) -> None:
        """Read the documents again."""
        key = self._known.id
        self._place.read(self, lambda desk: attachments.documents_of(desk, key), self._show, replaces="documents")

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add these files as annexes."""
        key, files = self._known.id, list(paths)
        self._place.change(
            self,
            lambda desk: attachments.add_documents(desk, key, files),
            title=self._place.text(N_("Adding documents")),
            then=self._added,
        )

    def save_to(self, target: Path) -> None:
        """Write the chosen document to a file."""
        row, key = self.view.current(), self._known.id
        if row is not None:
            document = row.id
            self._place.read(
                self,
                lambda desk: attachments.save_document(desk, key, document, target),
                lambda path: self._place.notifier.inform(
                    self._place.text(N_("The document lies in %(path)s."), path=path)
                ),
            )

    def _added(self, added: Added) -> None:
        if added.with_numbers:
            self.warning.setText(
                self._place.text(
                    N_(
                        "Something that looks like a civil registration number stands in %(names)s. "
                        "It is held outside the store; ask the sender for a version without."
                    ),
                    names=", ".join(added.with_numbers),
                )
            )
            self.warning.show()

    def _show(self, rows: list[DocumentRow]) -> None:
        self.list.set_rows(rows)
        self._tell(self.view.current())

    def _tell(self, row: DocumentRow | None) -> None:
        self.save.setEnabled(row is not None)
        self.remove.setEnabled(row is not None and row.kind is AttachmentKind.ANNEX)

    def _note(self, row: DocumentRow) -> str:
        return self._place.text(N_("held outside the store")) if row.outside else row.note

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self._place.text(N_("Add documents")))
        if names:
            self.add_files([Path(name) for name in names])

    def _choose_place(self) -> None:
        row = self.view.current()
        if row is None:
            return
        name = row.name.rpartition("/")[2]
        chosen, _ = QFileDialog.getSaveFileName(self, self._place.text(N_("Save a copy")), name)
        if chosen:
            self.save_to(Path(chosen))

    def _ask_reason(self) -> None:
        row = self.view.current()
        if row is None or not row.id:
            return
        key = row.id
        dialog = ReasonDialog(
            self._place,
            self._place.text(N_("Take a document away")),
            row.name,
            self._place.text(N_("&Take it away")),
            "document",
            self,
        )
        dialog.given.connect(
            lambda reason: self._place.change(
                self,
                lambda desk: attachments.remove_document(desk, key, reason),
                title=self._place.text(N_("Taking a document away")),
            )
        )
        dialog.open()


def _size(place: Workplace, size: int) -> str:
    return f"{place.translator.number(max(round(size / 1024), 1))} KB"


def open_documents(place: Workplace, owner: QWidget, known: SubmissionRow) -> None:
    """Open the documents of a submission."""
    DocumentsDialog(place, known, owner.window()).open()
