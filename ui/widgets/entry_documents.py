"""The documents of one entry of the dialogue track: put there, looked at, opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.i18n import N_
from koorddesk.services import entry_documents
from koorddesk.services.dialogue import EntryRow
from koorddesk.services.entry_documents import EntryDocumentRow
from ui.dialogs.ask import AskDialog, ask
from ui.models.columns import Column
from ui.pages.case_acts import document_fields
from ui.widgets.kept_file import open_kept
from ui.widgets.lists import make_list
from ui.workplace import Workplace

# What is most often put on an entry of this kind.
_FIRST = {
    EntryKind.HEARING: (Direction.OUTGOING, DocumentKind.HEARING_LETTER),
    EntryKind.HEARING_ANSWER: (Direction.INCOMING, DocumentKind.HEARING_ANSWER),
    EntryKind.ENQUIRY: (Direction.INCOMING, DocumentKind.ENQUIRY),
    EntryKind.COUNCIL_STATEMENT: (Direction.INCOMING, DocumentKind.COUNCIL_REMARKS),
}
_MEETING = (Direction.OUTGOING, DocumentKind.INVITATION)


class EntryDocuments(QWidget):
    """A list of documents with what adds to it; a double click opens the file."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_entry`` fills the list."""
        super().__init__(parent)
        self._place = place
        self._entry: EntryRow | None = None
        self._wanted = ""
        say = place.text

        def date(day: dt.date | None) -> str:
            return place.translator.date(day) if day else ""

        columns: Sequence[Column[EntryDocumentRow]] = (
            Column("dated", N_("Date"), 11, lambda row: date(row.dated), lambda row: row.dated),
            Column("direction", N_("Direction"), 9, lambda row: row.direction_name),
            Column("theme", N_("Theme"), 26, lambda row: row.theme),
            Column("document", N_("Sort of document"), 18, lambda row: row.document),
            Column("party", N_("Party"), 18, lambda row: row.party, shown=False),
            Column("number", N_("Document no."), 14, lambda row: row.document_number, shown=False),
            Column("file", N_("File"), 20, lambda row: row.file_name, shown=False),
        )
        self.list = make_list(
            place,
            self,
            "entry-documents",
            N_("Documents"),
            columns,
            lambda row: row.id,
            (
                "archive",
                N_("No documents yet"),
                N_("Put letters, agendas, minutes and answers here, each as its file."),
            ),
        )
        self.file = QPushButton(say(N_("&Put a document here…")), self)
        self.open = QPushButton(say(N_("Op&en the file")), self)
        self.list.add_to_bar([self.file, self.open])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.file.clicked.connect(lambda _on: self.put())
        self.open.clicked.connect(lambda: self._open(self.list.view.current()))
        self.list.view.opened.connect(self._open)
        self.list.view.chosen.connect(lambda _row: self._tell())

    def show_entry(self, row: EntryRow) -> None:
        """Show the documents of an entry."""
        self._entry = row
        self._place.read(
            self, lambda desk: entry_documents.entry_documents(desk, row.id), self._show, replaces="documents"
        )

    def want(self, key: str) -> None:
        """Choose the document with this key, now or as soon as it is shown."""
        self._wanted = "" if self.list.view.choose(key) else key

    def put(self, path: Path | None = None) -> None:
        """Ask for a document and put it on the entry."""
        row, say = self._entry, self._place.text
        if row is None:
            return

        def keep(dialog: AskDialog) -> None:
            words = {key: dialog.text(key) for key in ("direction", "kind", "theme", "party")}
            dated, file = dialog.known_day("dated"), dialog.path("file")
            self._place.change(
                self,
                lambda desk: entry_documents.file_entry_document(
                    desk,
                    row.id,
                    Direction(words["direction"]),
                    DocumentKind(words["kind"]),
                    words["theme"],
                    dated,
                    party=words["party"],
                    path=file,
                ),
                title=say(N_("Keeping the document")),
            )

        fields = document_fields(self._place, path, *_FIRST.get(row.kind, _MEETING))
        title = say(N_("A document of: %(title)s"), title=row.title)
        dialog = ask(self._place, self, title, say(N_("&Keep it")), fields, keep)
        if path is not None:
            dialog.write("file", path)

    def _open(self, row: EntryDocumentRow | None) -> None:
        if row is not None and row.has_file:
            key = row.id
            open_kept(self._place, self, row.file_name, lambda desk: entry_documents.entry_document_bytes(desk, key))

    def _show(self, rows: list[EntryDocumentRow]) -> None:
        self.list.set_rows(rows)
        if self._wanted:
            self.want(self._wanted)
        self._tell()

    def _tell(self) -> None:
        row = self.list.view.current()
        self.open.setEnabled(row is not None and row.has_file)
