"""Forms: what was learned from a blank workbook, beside the blank itself, and corrected there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services import preview, templates
from koorddesk.services.folders import For, proposed
from koorddesk.services.preview import SheetPicture
from koorddesk.services.templates import Correction, FieldRow, LearnedTemplate, TemplateRow
from ui.dialogs.divide import DivideDialog
from ui.dialogs.learn import LearnDialog
from ui.models.columns import RIGHT, Column
from ui.models.sheet import CellMark, FieldReading
from ui.models.table import TableModel
from ui.pages.intake_parts import WAITING
from ui.pages.page import Page
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_editor import FieldEditor
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
        self._corrections: tuple[Correction, ...] = ()
        self._divided_at = ""  # the cell chosen on the sheet that is no field: where a second one may be answered
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
        self._told = self._make_told()
        self.editor = FieldEditor(place.translator, learned)
        column.addWidget(self._told)
        column.addWidget(self.fields, 1)
        column.addWidget(self.editor)
        self.rules = RulesList(place, self)
        right = self.tabs(N_("About the form"), ((learned, N_("Fields")), (self.rules, N_("Checks"))))
        self._bar = self._make_bar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter("templates", [self.list, self.sheet, right], [3, 6, 5]), 1)
        layout.addWidget(self._bar)

    def _make_told(self) -> QLabel:
        told = QLabel(self)
        told.setWordWrap(True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, STEP)
        told.hide()
        return told

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
        self.fields_view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_editor())
        self.editor.corrected.connect(self.correct)
        self.editor.divide_wanted.connect(self.divide)
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

    def thing(self) -> tuple[str, str]:
        """Return the form chosen."""
        return "", self.view.current_key()

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
            proposed(self.place.desk.settings, For.BLANK_FORMS),
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
        self._path, self._code, self._corrections = path, code, ()
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
        path, code, corrections = self._path, self._code, self._corrections
        if path is None:
            return
        self.place.change(
            self,
            lambda desk: templates.learn_template(desk, path, code, corrections),
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
        kept = self.text(
            N_("The form %(code)s is kept as version %(version)s."),
            code=learned.row.code,
            version=learned.row.version,
        )
        if self.place.waiting_files:
            self.place.notifier.inform(kept)
            self.place.page_wanted.emit("intake", WAITING)
        else:
            self.place.notifier.inform(
                kept,
                self.text(N_("Import the files…")),
                lambda: self.place.action_wanted.emit("import"),
            )
        self.refresh()

    def correct(self, correction: Correction) -> None:
        """Correct a field: of a registered form as a new version, of one being learned before it is kept."""
        learned = self._learned
        if learned is None:
            return
        code = learned.row.code
        if learned.stored:
            self.place.change(
                self,
                lambda desk: templates.correct(desk, code, correction),
                title=self.text(N_("Correcting the form")),
            )
        elif (path := self._path) is not None:
            trial = (*self._corrections, correction)
            desk = self.place.desk
            self.place.jobs.start(
                self,
                lambda _progress, _cancelled: templates.preview_template(desk, path, code, trial),
                then=lambda found: self._take_trial(trial, found),
                title=self.text(N_("Correcting the form")),
                replaces="learn",
            )

    def divide(self) -> None:
        """Ask where the second field of the chosen place is answered."""
        field = self.fields_view.current()
        if field is None:
            return
        chosen = self.sheet.current
        cell = chosen[1] if chosen is not None and chosen[0] == field.sheet and chosen[1] != field.cell else ""
        dialog = DivideDialog(self.place, field, cell or self._divided_at, self.window())
        dialog.given.connect(self.correct)
        dialog.open()

    def _take_trial(self, trial: tuple[Correction, ...], found: LearnedTemplate) -> None:
        self._corrections = trial
        self._show_learned((found, None))

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
            self._tell_faults()
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
            for cell in (row.cell, *row.also):
                fields.setdefault(row.sheet, {})[cell] = FieldReading(
                    row.label, "", "", "; ".join((kind, *row.choices))
                )
                marks.setdefault(row.sheet, {})[cell] = [CellMark(Severity.NOTE, "")]
        for finding in self._learned.findings:
            if finding.at is not None:
                mark = CellMark(finding.severity, finding.message(self.place.translator))
                marks.setdefault(finding.at.sheet, {}).setdefault(finding.at.cell, []).insert(0, mark)
        self.sheet.set_marks(marks, fields)
        self.fields.set_rows(self._learned.fields)
        self._tell_faults()
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

    def _tell_faults(self) -> None:
        """Say what is unclear in the form, with what to do: the first two points, the rest as a number."""
        findings = self._learned.findings if self._learned is not None else ()
        points = [f"• {finding.at}: {self._sentence(finding)}" for finding in findings[:2]]
        if len(findings) > 2:
            points.append(self.place.plural("%(count)d more point", "%(count)d more points", len(findings) - 2))
        self._told.setText("\n".join(points))
        self._told.setVisible(bool(points))

    def _sentence(self, finding: Finding) -> str:
        say = self.place.translator
        return " ".join(part for part in (finding.message(say), finding.suggestion(say)) if part)

    def _choose_field(self, row: FieldRow | None) -> None:
        self._show_editor()
        if row is not None and self.sheet.current != (row.sheet, row.cell):
            self._divided_at = ""
            self.sheet.go_to(row.sheet, row.cell)

    def _show_editor(self) -> None:
        row = self.fields_view.current()
        findings = self._learned.findings if self._learned is not None else ()
        here = [finding for finding in findings if row is not None and _is_at(finding, row)]
        self.editor.show_fields(row, self.fields_view.selected(), " ".join(map(self._sentence, here)))

    def _choose_cell(self, sheet: str, cell: str) -> None:
        row = next(
            (row for row in self._field_model.rows if row.sheet == sheet and cell in (row.cell, *row.also)), None
        )
        if row is None:
            self._divided_at = cell
        elif row != self.fields_view.current():
            self.fields_view.choose(row.id)


def _is_at(finding: Finding, row: FieldRow) -> bool:
    return finding.at is not None and (finding.at.sheet, finding.at.cell) == (row.sheet, row.cell)
