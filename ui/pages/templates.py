"""Forms: what was learned from a blank workbook, beside the blank itself, and corrected there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.values import FieldType
from koorddesk.findings import Severity
from koorddesk.i18n import N_
from koorddesk.services import preview, templates
from koorddesk.services.preview import SheetPicture
from koorddesk.services.templates import FieldRow, LearnedTemplate, TemplateRow
from ui.dialogs.learn import LearnDialog
from ui.models.columns import RIGHT, Column
from ui.models.sheet import CellMark, FieldReading
from ui.models.table import TableModel
from ui.pages.page import Page
from ui.theme import STEP, strong
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.rules_list import RulesList
from ui.widgets.sheet_view import SheetView
from ui.widgets.table_view import TableView
from ui.words import FIELD_TYPES


class TemplatesPage(Page):
    """Registered forms; a blank that is being learned is looked at before it is kept."""

    concerns = frozenset({"ReportingTemplate"})

    def _build(self) -> None:
        say, place, date = self.text, self.place, self.place.translator.date
        self._learned: LearnedTemplate | None = None
        self._path: Path | None = None
        self._code = ""
        self._wanted = ""
        columns: Sequence[Column[TemplateRow]] = (
            Column("code", N_("Form"), 22, lambda row: row.code),
            Column(
                "version", N_("Version"), 7, lambda row: row.version, lambda row: int(row.version or 0), align=RIGHT
            ),
            Column("fields", N_("Fields"), 6, lambda row: str(row.fields), lambda row: row.fields, align=RIGHT),
            Column("title", N_("Title"), 28, lambda row: row.title, shown=False),
            Column(
                "learned", N_("Learned"), 11, lambda row: date(row.learned_on), lambda row: row.learned_on, shown=False
            ),
        )
        self._model = TableModel(columns, lambda row: row.code, place.translator, self)
        self.view = TableView(self._model, "templates", say(N_("Forms")), place.memory, place.translator, self)
        empty = EmptyState(
            "list-checks",
            say(N_("No forms yet")),
            say(N_("Teach the program a form from its blank workbook; filled-in copies are recognised afterwards.")),
            say(N_("Learn a blank form…")),
        )
        empty.wanted.connect(self.choose_blank)
        self.list = ListPanel(self.view, self._model, place.translator, empty, self)
        self._learn = QPushButton(say(N_("&Learn a blank…")), self)
        self.list.add_to_bar([self._learn])
        self.sheet = SheetView(place.translator, self)
        fields: Sequence[Column[FieldRow]] = (
            Column("label", N_("Field"), 28, lambda row: row.label),
            Column("type", N_("Kind of answer"), 13, lambda row: say(FIELD_TYPES[row.type])),
            Column("cell", N_("Cell"), 6, lambda row: row.cell),
            Column("required", N_("Required"), 8, lambda row: say(N_("yes")) if row.required else ""),
            Column("group", N_("Table"), 18, lambda row: row.group, shown=False),
            Column("sheet", N_("Sheet"), 14, lambda row: row.sheet, shown=False),
            Column("choices", N_("Choices"), 24, lambda row: ", ".join(row.choices), shown=False),
        )
        self._field_model = TableModel(fields, lambda row: row.id, place.translator, self)
        self.fields_view = TableView(
            self._field_model, "template-fields", say(N_("Fields of the form")), place.memory, place.translator, self
        )
        none = EmptyState("list-checks", say(N_("No fields")), say(N_("Choose a form in the list.")))
        self.fields = ListPanel(self.fields_view, self._field_model, place.translator, none, self)
        learned = QWidget(self)
        column = QVBoxLayout(learned)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.fields, 1)
        column.addWidget(self._make_corrections())
        self.rules = RulesList(place, self)
        right = self.tabs(N_("About the form"), ((learned, N_("Fields")), (self.rules, N_("Checks"))))
        self._bar = self._make_bar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter("templates", [self.list, self.sheet, right], [3, 6, 5]), 1)
        layout.addWidget(self._bar)

    def _make_corrections(self) -> QWidget:
        say = self.text
        frame = QWidget(self)
        self._label = QLabel(frame)
        self._label.setWordWrap(True)
        self._label.setFont(strong(self._label.font()))
        self._type = QComboBox(frame)
        for kind, words in FIELD_TYPES.items():
            self._type.addItem(say(words), kind.value)
        self._required = QCheckBox(say(N_("An answer is &required")), frame)
        self._drop = QPushButton(say(N_("This is &no field")), frame)
        form = QFormLayout(frame)
        form.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        form.addRow(self._label)
        form.addRow(say(N_("&Kind of answer")), self._type)
        form.addRow(self._required)
        form.addRow(self._drop)
        self._corrections = frame
        return frame

    def _make_bar(self) -> QWidget:
        bar = QWidget(self)
        self._words = QLabel(bar)
        self._keep = QPushButton(self.text(N_("&Keep this form")), bar)
        self._forget = QPushButton(self.text(N_("&Do not keep it")), bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        row.addWidget(self._words, 1)
        row.addWidget(self._forget)
        row.addWidget(self._keep)
        return bar

    def _connect(self) -> None:
        self.main_list = self.fields_view
        self.view.chosen.connect(self._choose)
        self._learn.clicked.connect(self.choose_blank)
        self.fields_view.chosen.connect(self._choose_field)
        self.sheet.cell_chosen.connect(self._choose_cell)
        self._type.activated.connect(lambda _number: self._correct(type_=FieldType(self._type.currentData())))
        self._required.clicked.connect(lambda on: self._correct(required=on))
        self._drop.clicked.connect(lambda: self._correct(not_a_field=True))
        self._keep.clicked.connect(self.keep)
        self._forget.clicked.connect(self.forget)

    # what the window calls

    def refresh(self) -> None:
        """Read the registered forms again."""
        self.place.read(self, templates.list_templates, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a form by its code or id."""
        self._wanted = key
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter of the fields."""
        self.fields.focus_filter()

    def take_files(self, paths: list[Path]) -> bool:
        """Learn a single workbook that is dropped on this page."""
        if len(paths) != 1:
            return False
        self.ask_code(paths[0])
        return True

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer learning."""
        return {"learn": self.choose_blank}

    # learning

    def choose_blank(self) -> None:
        """Let the user choose a blank workbook."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.text(N_("Learn a blank form")),
            "",
            self.text(N_("Workbooks (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv);;All files (*)")),
        )
        if name:
            self.ask_code(Path(name))

    def ask_code(self, path: Path) -> None:
        """Ask under which name the form is kept, then learn it."""
        dialog = LearnDialog(self.place, path, [row.code for row in self._model.all_rows], self.window())
        dialog.given.connect(lambda code: self.learn(path, code))
        dialog.open()

    def learn(self, path: Path, code: str) -> None:
        """Learn a blank and show what was learned; nothing is stored yet."""
        self._path, self._code = path, code
        self.place.jobs.start(
            self,
            lambda _progress, _cancelled: (
                templates.preview_template(self.place.desk, path, code),
                preview.sheets_of_file(path),
            ),
            then=self._show_learned,
            title=self.text(N_("Learning %(file)s"), file=path.name),
            replaces="learn",
        )

    def keep(self) -> None:
        """Store what was learned as a version of the form."""
        path, code = self._path, self._code
        if path is None:
            return
        self.place.change(
            self,
            lambda desk: templates.learn_template(desk, path, code),
            title=self.text(N_("Keeping the form")),
            then=self._kept,
        )

    def forget(self) -> None:
        """Leave what was learned and go back to the registered forms."""
        self._path = None
        self._learned = None
        self._choose(self.view.current())

    def _kept(self, learned: LearnedTemplate) -> None:
        self._path = None
        self._wanted = learned.row.code
        self.place.notifier.inform(
            self.text(
                N_("The form %(code)s is kept as version %(version)s."),
                code=learned.row.code,
                version=learned.row.version,
            )
        )
        self.refresh()

    def _correct(
        self, *, type_: FieldType | None = None, required: bool | None = None, not_a_field: bool = False
    ) -> None:
        field, learned = self.fields_view.current(), self._learned
        if field is None or learned is None or not learned.stored:
            return
        code, field_id = learned.row.code, field.id
        self.place.change(
            self,
            lambda desk: templates.correct_field(
                desk, code, field_id, type_=type_, required=required, not_a_field=not_a_field
            ),
            title=self.text(N_("Correcting the form")),
        )

    # showing

    def _show(self, rows: list[TemplateRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        if self._path is None:
            self._choose(self.view.current())

    def _choose_wanted(self) -> None:
        row = next((row for row in self._model.all_rows if self._wanted in (row.code, row.id)), None)
        if self._wanted and row is not None and self.view.choose(row.code):
            self._wanted = ""

    def _choose(self, row: TemplateRow | None) -> None:
        if row is None:
            self._learned = None
            self.sheet.clear()
            self.fields.set_rows(())
            self.rules.show_rules("", ())
            self._tell_bar()
            return
        self._path = None
        code = row.code
        same = self._learned is not None and self._learned.row.code == code and self._learned.stored
        shown = None if same else preview.sheets_of_template
        self.place.read(
            self,
            lambda desk: (templates.show_template(desk, code), shown(desk, code) if shown else None),
            self._show_learned,
            replaces="learn",
        )

    def _show_learned(self, found: tuple[LearnedTemplate, tuple[SheetPicture, ...] | None]) -> None:
        self._learned, pictures = found
        if pictures is not None:
            self.sheet.show_sheets(pictures)
        fields: dict[str, dict[str, FieldReading]] = {}
        marks: dict[str, dict[str, list[CellMark]]] = {}
        for row in self._learned.fields:
            kind = self.text(FIELD_TYPES[row.type])
            fields.setdefault(row.sheet, {})[row.cell] = FieldReading(
                row.label, "", "", "; ".join((kind, *row.choices))
            )
            marks.setdefault(row.sheet, {})[row.cell] = [CellMark(Severity.NOTE, "")]
        for finding in self._learned.findings:
            if finding.at is not None:
                mark = CellMark(finding.severity, finding.message(self.place.translator))
                marks.setdefault(finding.at.sheet, {}).setdefault(finding.at.cell, []).insert(0, mark)
        self.sheet.set_marks(marks, fields)
        self.fields.set_rows(self._learned.fields)
        self.rules.show_rules(self._learned.row.code if self._learned.stored else "", self._learned.fields)
        self._tell_bar()
        self._choose_field(self.fields_view.current())

    def _tell_bar(self) -> None:
        waits = self._learned is not None and not self._learned.stored
        self._bar.setVisible(waits)
        if waits and self._learned is not None:
            self._words.setText(
                self.place.plural(
                    "Learned and not kept yet: %(count)d field in %(file)s",
                    "Learned and not kept yet: %(count)d fields in %(file)s",
                    len(self._learned.fields),
                    file=self._path.name if self._path else "",
                )
            )

    def _choose_field(self, row: FieldRow | None) -> None:
        stored = self._learned is not None and self._learned.stored
        self._corrections.setVisible(row is not None)
        for part in (self._type, self._required, self._drop):
            part.setEnabled(stored)
        if row is None:
            return
        self._label.setText(row.label)
        self._type.setCurrentIndex(self._type.findData(row.type.value))
        self._required.setChecked(row.required)
        if self.sheet.current != (row.sheet, row.cell):
            self.sheet.go_to(row.sheet, row.cell)

    def _choose_cell(self, sheet: str, cell: str) -> None:
        row = next((row for row in self._field_model.rows if (row.sheet, row.cell) == (sheet, cell)), None)
        if row is not None and row != self.fields_view.current():
            self.fields_view.choose(row.id)
