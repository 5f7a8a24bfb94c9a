"""The figures behind a picture as a list: the same rows, headings and order as in its workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.sheets import Heading, Sheet, Value
from ui.models.columns import RIGHT, Column, SortValue
from ui.widgets.list_panel import ListPanel
from ui.widgets.lists import make_list
from ui.workplace import Workplace


@dataclass(frozen=True)
class _Line:
    """One row with its number, which is its key."""

    number: int
    values: tuple[Value, ...]


class SheetList(QWidget):
    """Shows one ``Sheet``; the list is made anew when the headings are others."""

    def __init__(self, place: Workplace, name: str, parent: QWidget | None = None) -> None:
        """Make an empty place; ``name`` is under what columns and order are remembered."""
        super().__init__(parent)
        self._place, self._name = place, name
        self._headings: tuple[Heading, ...] = ()
        self._panel: ListPanel[_Line] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @property
    def panel(self) -> ListPanel[_Line] | None:
        """The list, once there is something to show."""
        return self._panel

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a table."""
        if self._panel is None or sheet.headings != self._headings:
            if self._panel is not None:
                self._layout.removeWidget(self._panel)
                self._panel.deleteLater()
            self._headings = sheet.headings
            self._panel = make_list(
                self._place,
                self,
                self._name,
                sheet.title,
                [_column(number, heading, self._place.translator) for number, heading in enumerate(sheet.headings)],
                lambda line: str(line.number),
                ("library", N_("No figures"), N_("There is nothing to show in this picture yet.")),
            )
            self._layout.addWidget(self._panel)
        self._panel.set_rows([_Line(number, values) for number, values in enumerate(sheet.rows)])


def shown(value: Value, translator: Translator) -> str:
    """Return a value as lists write it."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return translator.date(value)
    return value if isinstance(value, str) else translator.number(value)


def _column(number: int, heading: Heading, translator: Translator) -> Column[_Line]:
    def sort(line: _Line) -> SortValue:
        value = line.values[number]
        if isinstance(value, dt.datetime):
            return value.isoformat()
        return None if heading.figures and isinstance(value, str) else value

    return Column(
        f"column-{number}",
        heading.text,
        heading.width,
        lambda line: shown(line.values[number], translator),
        sort,
        align=RIGHT if heading.figures else Column.align,
    )
