"""Findings put together: equal ones in one line with their number, and what each column of the form holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from koorddesk.findings import Severity
from koorddesk.i18n import N_
from koorddesk.services.grouped import ColumnCount, FindingGroup, column_counts, grouped
from koorddesk.services.submission_rows import AnswerRow, FindingRow
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.states import STATES
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

_ORDER = list(Severity)


class GroupedFindings(QStackedWidget):
    """Two lists behind one another: groups of equal findings, and counts per column.

    Signals:
        group_wanted(numbers): the findings of a group are to be shown one by one.
        label_wanted(label): the findings of a field are to be shown one by one.
    """

    group_wanted = Signal(tuple)
    label_wanted = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make both lists empty."""
        super().__init__(parent)
        self._place = place
        say = place.text
        groups: Sequence[Column[FindingGroup]] = (
            Column(
                "kind",
                N_("Kind"),
                11,
                lambda row: say(STATES[row.severity.value].word),
                lambda row: _ORDER.index(row.severity),
                lambda row: row.severity.value,
            ),
            Column("count", N_("Cells"), 6, lambda row: str(row.count), lambda row: row.count, align=RIGHT),
            Column("says", N_("It says"), 13, lambda row: row.raw),
            Column("read", N_("Read as"), 12, lambda row: row.read_as),
            Column("message", N_("Finding"), 40, lambda row: row.message),
            Column("settled", N_("Settled"), 8, self._settled, lambda row: row.settled, align=RIGHT, shown=False),
            Column("fields", N_("Fields"), 24, lambda row: ", ".join(row.labels), shown=False),
        )
        columns: Sequence[Column[ColumnCount]] = (
            Column("label", N_("Field"), 20, lambda row: row.label),
            Column("filled", N_("Count"), 6, lambda row: str(row.filled), lambda row: row.filled, align=RIGHT),
            Column(
                "empty", N_("Empty"), 7, lambda row: str(row.empty), lambda row: row.empty, align=RIGHT, shown=False
            ),
            Column(
                "errors",
                N_("Errors"),
                6,
                lambda row: _count(row.errors),
                lambda row: row.errors,
                align=RIGHT,
                shown=False,
            ),
            Column("warnings", N_("Warn."), 6, lambda row: _count(row.warnings), lambda row: row.warnings, align=RIGHT),
            Column("samples", N_("Most frequent"), 24, self._samples),
            Column("sheet", N_("Sheet"), 12, lambda row: row.sheet, shown=False),
        )
        self._groups = TableModel(groups, lambda row: f"{row.code}/{row.raw}/{row.message}", place.translator, self)
        self._columns = TableModel(columns, lambda row: f"{row.sheet}/{row.label}", place.translator, self)
        self.groups = TableView(
            self._groups, "groups", say(N_("Equal findings together")), place.memory, place.translator, self
        )
        self.columns = TableView(
            self._columns, "columns", say(N_("Counts per field")), place.memory, place.translator, self
        )
        nothing = say(N_("No findings"))
        self._panels = (
            ListPanel(self.groups, self._groups, place.translator, EmptyState("circle-check", nothing, ""), self),
            ListPanel(
                self.columns,
                self._columns,
                place.translator,
                EmptyState("circle", say(N_("No answers")), say(N_("Nothing was read from this file."))),
                self,
            ),
        )
        for panel in self._panels:
            self.addWidget(panel)
        self.groups.opened.connect(lambda row: self.group_wanted.emit(row.numbers) if row else None)
        self.columns.opened.connect(lambda row: self.label_wanted.emit(row.label) if row else None)

    def show_rows(self, answers: Sequence[AnswerRow], findings: Sequence[FindingRow]) -> None:
        """Show the findings and answers of one submission."""
        self._panels[0].set_rows(grouped(findings))
        self._panels[1].set_rows(column_counts(answers, findings))

    @property
    def group_rows(self) -> list[FindingGroup]:
        """The groups as they are listed."""
        return self._groups.rows

    @property
    def column_rows(self) -> list[ColumnCount]:
        """The fields as they are listed."""
        return self._columns.rows

    def _settled(self, row: FindingGroup) -> str:
        return f"{row.settled}/{row.count}" if row.severity is not Severity.NOTE else ""

    def _samples(self, row: ColumnCount) -> str:
        return " · ".join(f"{text} ({count})" if count > 1 else text for text, count in row.samples)


def _count(number: int) -> str:
    return str(number) if number else "–"
