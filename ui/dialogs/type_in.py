"""Answers typed in beside the document they stand in: a PDF, a Word file or paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.submissions import Reading
from koorddesk.findings import Severity
from koorddesk.i18n import N_
from koorddesk.services import attachments, queries, register_queries, templates, typed
from koorddesk.services.preview import file_bytes
from koorddesk.services.queries import AnnouncementRow, SubmissionRow
from koorddesk.services.register_queries import AuthorityRow
from koorddesk.services.templates import TemplateRow
from koorddesk.services.typed import TypedSource
from ui import access_keys
from ui.theme import STEP
from ui.widgets.date_field import DateField
from ui.widgets.document_pages import DocumentPages
from ui.widgets.typing_form import TypingForm
from ui.workplace import Workplace

Choices = tuple[list[TemplateRow], list[AuthorityRow], list[AnnouncementRow]]


class TypeInDialog(QDialog):
    """Form and fields on the left, the document on the right, what the check says below."""

    def __init__(
        self, place: Workplace, known: SubmissionRow | None, announcement: str, choices: Choices, parent: QWidget | None
    ) -> None:
        """Take the return to type from (None for a file or paper) and what there is to choose from."""
        super().__init__(parent)
        self._place, self._known = place, known
        self._path: Path | None = None
        say = place.text
        name = known.file_name if known else say(N_("a document or paper"))
        self.setWindowTitle(say(N_("Type in the answers of %(file)s"), file=name))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.template, self.respondent, self.announcement = (self._chooser() for _ in range(3))
        for row in choices[0]:
            self.template.addItem(f"{row.code} · {row.title}", row.code)
        self.respondent.addItem("", "")
        for authority in choices[1]:
            self.respondent.addItem(f"{authority.official_name} ({authority.code})", authority.code)
        self.announcement.addItem(say(N_("Not decided")), "")
        for one in choices[2]:
            if not one.historical:
                self.announcement.addItem(f"{one.code} · {one.title}", one.code)
        self.announcement.setCurrentIndex(max(self.announcement.findData(announcement), 0))
        self.respondent.setCurrentIndex(max(self.respondent.findData(known.sender_code if known else ""), 0))
        self.received = DateField(place.desk.today(), self)
        self.paper = QLineEdit(self)
        self.paper.setPlaceholderText(say(N_("for example: letter of 14 October")))
        self.choose_file = QPushButton(say(N_("Choose a &file…")), self)
        source = QHBoxLayout()
        source.addWidget(self.paper, 1)
        source.addWidget(self.choose_file)
        top = QFormLayout()
        for words, field in (
            (say(N_("&Form")), self.template),
            (say(N_("&Sender")), self.respondent),
            (say(N_("Answers &announcement")), self.announcement),
            (say(N_("Received &on")), self.received),
        ):
            top.addRow(words, field)
            if known is not None and field in (self.announcement, self.received):
                top.setRowVisible(field, False)
        label = QLabel(say(N_("&Document or paper")), self)
        label.setBuddy(self.paper)
        top.addRow(label, source)
        top.setRowVisible(source, known is None)
        self.fields = TypingForm(place, self)
        self.pages = DocumentPages(place, self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.fields, 1)
        split = QSplitter(self)
        split.addWidget(left)
        split.addWidget(self.pages)
        split.setSizes([620, 560])
        split.setChildrenCollapsible(False)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.check = QPushButton(say(N_("&Check what is typed")), self)
        self.keep = QPushButton(say(N_("&Keep the answers")), self)
        self.keep.setDefault(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.check, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addWidget(split, 1)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self.resize(1180, 680)
        self.template.currentIndexChanged.connect(lambda _number: self._read_fields())
        self.choose_file.clicked.connect(self._choose_file)
        self.pages.page_shown.connect(lambda number: self.fields.use_page(str(number)))
        self.check.clicked.connect(self.check_typed)
        self.keep.clicked.connect(self.keep_typed)
        self._read_fields()
        self._show_source()

    def showEvent(self, event: QShowEvent) -> None:
        """Give each control an access key of its own."""
        super().showEvent(event)
        access_keys.settle(self, ())

    def use_file(self, path: Path) -> None:
        """Type from this file."""
        self._path = path
        self.paper.setText(path.name)
        self.paper.setReadOnly(True)
        self._place.read(
            self,
            lambda _desk: file_bytes(path),
            lambda data: self.pages.show_document(data, path.name),
            replaces="document",
        )

    def check_typed(self) -> None:
        """Read what is typed as it would be kept, and say what is found."""
        code, sender, entries = self._chosen()
        day = self._known.received_on if self._known else self.received.day
        self._place.read(
            self,
            lambda desk: typed.read_typed(desk, code, sender, entries, day),
            self._tell,
            replaces="check",
            failed=self._refuse,
        )

    def keep_typed(self) -> None:
        """Keep the answers and close; a refusal is told here and nothing is lost."""
        code, sender, entries = self._chosen()
        source = self._source()
        self._place.change(
            self,
            lambda desk: typed.type_in(desk, source, code, sender, entries),
            title=self._place.text(N_("Keeping typed answers")),
            then=lambda _made: self.accept(),
            failed=self._refuse,
        )

    def _chooser(self) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        return box

    def _chosen(self) -> tuple[str, str, list[typed.TypedEntry]]:
        return str(self.template.currentData() or ""), str(self.respondent.currentData() or ""), self.fields.entries()

    def _source(self) -> TypedSource:
        if self._known is not None:
            return TypedSource(submission_id=self._known.id)
        announcement = str(self.announcement.currentData() or "") or None
        paper = "" if self._path else self.paper.text().strip()
        return TypedSource("", self._path, paper, self.received.day, announcement)

    def _read_fields(self) -> None:
        code = str(self.template.currentData() or "")
        if code:
            self._place.read(
                self, lambda desk: typed.fields_to_type(desk, code), self.fields.show_fields, replaces="fields"
            )

    def _show_source(self) -> None:
        if self._known is None:
            self.pages.show_nothing(self._place.text(N_("Choose a file to see it here, or type from paper.")))
            return
        key, name = self._known.id, self._known.file_name
        self._place.read(
            self,
            lambda desk: attachments.document_of(desk, key, "")[1],
            lambda data: self.pages.show_document(data, name),
            replaces="document",
            failed=self._refuse,
        )

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            self._place.text(N_("Choose the document")),
            "",
            "PDF, Word (*.pdf *.docx *.odt *.doc *.txt *.eml *.msg)",
        )
        if chosen:
            self.use_file(Path(chosen))

    def _tell(self, reading: Reading) -> None:
        counts = {severity: sum(1 for one in reading.findings if one.severity is severity) for severity in Severity}
        words = [
            self._place.plural("%(count)d error", "%(count)d errors", counts[Severity.ERROR]),
            self._place.plural("%(count)d warning", "%(count)d warnings", counts[Severity.WARNING]),
            self._place.plural("%(count)d note", "%(count)d notes", counts[Severity.NOTE]),
        ]
        shown: Sequence[str] = [
            one.message(self._place.translator) for one in reading.findings if one.severity is not Severity.NOTE
        ][:4]
        self.told.setText("\n".join([" · ".join(words), *shown]))

    def _refuse(self, error: Exception) -> None:
        self.told.setText(self._place.notifier.sentence(error))


def open_type_in(place: Workplace, owner: QWidget, known: SubmissionRow | None, announcement: str) -> None:
    """Open the dialog; what was read as a form is not typed in, so then a file or paper is asked for."""
    from_store = known if known is not None and (not known.template_code or known.how_template == "typed") else None

    def show(choices: Choices) -> None:
        TypeInDialog(place, from_store, announcement, choices, owner.window()).open()

    place.read(
        owner,
        lambda desk: (
            templates.list_templates(desk),
            register_queries.authorities(desk),
            queries.announcements(desk),
        ),
        show,
        replaces="type-in",
    )
