"""Forms out: which form, to whom, what is taken over from the last round; and what was written and filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFileDialog, QLabel, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import sending, templates
from koorddesk.services.queries import AnnouncementRow
from koorddesk.services.sending import USUAL, Carry, FilledRow, SentForm, Source
from koorddesk.services.templates import TemplateRow
from ui.dialogs.form_dialog import FormDialog
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


@dataclass(frozen=True)
class Order:
    """What the dialog gives: the form, the recipients' codes (none for all), what is carried over."""

    template_code: str
    recipients: tuple[str, ...]
    carry: frozenset[Carry]


class SendFormsDialog(FormDialog):
    """Asks what goes out.

    Signals:
        given(Order): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self, place: Workplace, row: AnnouncementRow, forms: Sequence[TemplateRow], parent: QWidget | None
    ) -> None:
        """Take the announcement and the registered forms; its own forms come first."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Forms for the recipients")),
            say(N_("&Choose a folder and write them")),
            parent,
            say(
                N_(
                    "One workbook is written for each recipient of %(code)s: the blank itself, filled in where the "
                    "register and the last round know the answer, with a page on how it will be checked."
                ),
                code=row.code,
            ),
        )
        own = [code for code in (row.template_code, row.regional_template_code) if code]
        listed = sorted(forms, key=lambda form: (form.code not in own, form.code))
        entries = [(form.code, f"{form.code} · {form.title}") for form in listed]
        self.template = self.choice(say(N_("&Form")), entries, own[0] if own else "")
        self.recipients = self.line(
            say(N_("&Only to")), "", say(N_("codes or names with commas; empty for everyone asked"))
        )
        self.last_round = QCheckBox(say(N_("From the &last round: contact, and the particulars of the offers")), self)
        self.last_round.setChecked(True)
        self.figures = QCheckBox(say(N_("Also the f&igures of the last round")), self)
        self.form.addRow(self.last_round)
        self.form.addRow(self.figures)
        self.last_round.toggled.connect(self.figures.setEnabled)
        self.verb.setEnabled(bool(entries))
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> Order:
        """Return what stands in the fields."""
        carry = USUAL | ({Carry.FIGURES} if self.figures.isChecked() else set())
        codes = (part.strip() for part in self.recipients.text().split(","))
        return Order(
            str(self.template.currentData()),
            tuple(code for code in codes if code),
            carry if self.last_round.isChecked() else frozenset(),
        )


class SentFormsDialog(QDialog):
    """What was written: a line for each recipient, with what was filled in and from where."""

    def __init__(self, place: Workplace, forms: Sequence[SentForm], parent: QWidget | None) -> None:
        """Take the forms as they were written."""
        super().__init__(parent)
        say = place.text
        title = say(N_("Forms written"))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        columns: Sequence[Column[SentForm]] = (
            Column("name", N_("Recipient"), 20, lambda form: form.name),
            Column("register", N_("From the register"), 14, lambda form: str(_count(form, last=False)), align=RIGHT),
            Column("last", N_("From the last round"), 16, lambda form: str(_count(form, last=True)), align=RIGHT),
            Column("remarks", N_("What to know"), 44, lambda form: " ".join(form.remarks)),
            Column("file", N_("File"), 34, lambda form: form.path.name),
        )
        model = TableModel(columns, lambda form: str(form.path), place.translator, self)
        view = TableView(model, "sent-forms", title, place.memory, place.translator, self)
        self.list = ListPanel(
            view, model, place.translator, EmptyState("file-spreadsheet", say(N_("No forms")), ""), self
        )
        where = QLabel(say(N_("They lie in %(folder)s."), folder=str(forms[0].path.parent) if forms else ""), self)
        where.setVisible(bool(forms))
        where.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addWidget(where)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._make_filled(place), 1)
        layout.addWidget(buttons)
        view.chosen.connect(lambda form: self.filled.set_rows(form.filled if form is not None else ()))
        self.list.set_rows(forms)
        self.resize(self.fontMetrics().averageCharWidth() * 130, self.fontMetrics().lineSpacing() * 26)

    def _make_filled(self, place: Workplace) -> ListPanel[FilledRow]:
        say = place.text
        columns: Sequence[Column[FilledRow]] = (
            Column("label", N_("Field"), 34, lambda row: row.label),
            Column("sheet", N_("Sheet"), 18, lambda row: row.sheet),
            Column("cell", N_("Cell"), 7, lambda row: row.cell),
            Column("text", N_("Filled in"), 28, lambda row: row.text),
            Column("source", N_("Source of the answer"), 34, lambda row: row.origin or row.source_text),
        )
        model = TableModel(columns, lambda row: f"{row.sheet}!{row.cell}", place.translator, self)
        view = TableView(model, "filled-cells", say(N_("What was filled in")), place.memory, place.translator, self)
        nothing = EmptyState("file-spreadsheet", say(N_("Nothing was filled in")), "")
        self.filled = ListPanel(view, model, place.translator, nothing, self)
        return self.filled


def _count(form: SentForm, *, last: bool) -> int:
    return sum((row.source is Source.LAST_ROUND) is last for row in form.filled)


def open_send_forms(place: Workplace, owner: QWidget, row: AnnouncementRow) -> None:
    """Ask what goes out for an announcement, where to, and write it; then show what was written."""

    def show(forms: list[TemplateRow]) -> None:
        dialog = SendFormsDialog(place, row, forms, owner.window())
        dialog.given.connect(choose)
        dialog.open()

    def choose(order: Order) -> None:
        folder = QFileDialog.getExistingDirectory(owner, place.text(N_("Folder for the forms")))
        if folder:
            write_forms(place, owner, row.code, order, Path(folder), lambda made: _show_sent(place, owner, made))

    place.read(owner, templates.list_templates, show, replaces="send-forms")


def write_forms(
    place: Workplace,
    owner: QWidget,
    code: str,
    order: Order,
    folder: Path,
    then: Callable[[list[SentForm]], None],
) -> None:
    """Write the forms in a job that can be cancelled."""
    desk = place.desk
    place.jobs.start(
        owner,
        lambda progress, cancelled: sending.export_template(
            desk, order.template_code, code, folder, order.recipients, order.carry, progress, cancelled
        ),
        then=then,
        title=place.text(N_("Writing the forms for %(code)s"), code=code),
    )


def _show_sent(place: Workplace, owner: QWidget, made: list[SentForm]) -> None:
    SentFormsDialog(place, made, owner.window()).open()
