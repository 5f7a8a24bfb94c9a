"""A list on its way out: typed for a workbook, as a table for the clipboard, on paper with a preview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QFileDialog, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.folders import For, proposed
from koorddesk.services.sheets import Heading, Sheet, Value, save_sheets
from ui.models.columns import Column

if TYPE_CHECKING:
    from ui.widgets.table_view import TableView
    from ui.workplace import Workplace


_DAY_NOUGHT = dt.date(1899, 12, 30)  # Excel counts days from here
_BEGINS_FORMULA = ("=", "+", "-", "@")


def sheet_of(view: TableView[Any], least: int = 2) -> Sheet:
    """Return the selected rows of a list with its visible columns; all it shows where fewer than ``least`` are."""
    return sheet_later(view, least)()


def sheet_later(view: TableView[Any], least: int = 2) -> Callable[[], Sheet]:
    """Look at a list as ``sheet_of`` does, and return what makes the sheet; that may be called in a job."""
    title, translator = view.accessibleName(), view.translator
    columns = [view.model_columns[number] for number in view.visible_columns()]
    selected = view.selected()
    rows = selected if len(selected) >= least else list(view.shown_rows)
    headings = tuple(
        Heading(
            view.title_of(number), view.model_columns[number].width, bool(column.align & Qt.AlignmentFlag.AlignRight)
        )
        for number, column in zip(view.visible_columns(), columns, strict=True)
    )

    def make() -> Sheet:
        table = tuple(tuple(typed(column, row, translator) for column in columns) for row in rows)
        return Sheet(title, headings, table)

    return make


def typed(column: Column[Any], row: Any, translator: Translator) -> Value:
    """Return a cell as a number or date where what it shows is exactly that, else as its text."""
    text = column.value(row)
    value = column.sort(row) if column.sort else None
    if isinstance(value, bool):
        return text
    if isinstance(value, dt.date) and text == translator.date(value):
        return value
    if isinstance(value, int | float) and text in (str(value), translator.number(value)):
        return value
    return text


def clipboard_data(sheet: Sheet, translator: Translator) -> QMimeData:
    """Return a table as Excel, Word and a mail take it: tab-separated text and HTML, both with headings."""
    lines = [[heading.text for heading in sheet.headings]]
    lines += [[_shown(value, translator) for value in row] for row in sheet.rows]
    data = QMimeData()
    data.setText("\n".join("\t".join(_harmless(" ".join(text.split())) for text in line) for line in lines) + "\n")
    data.setHtml(html_of(sheet, translator))
    return data


def html_of(sheet: Sheet, translator: Translator, *, title: bool = False) -> str:
    """Return a table as HTML; text is marked as such, so that Excel does not make numbers of codes."""
    head = "".join(
        f'<th align="{"right" if heading.figures else "left"}">{escape(heading.text)}</th>'
        for heading in sheet.headings
    )
    body = "".join(
        "<tr>"
        + "".join(_cell(value, heading, translator) for value, heading in zip(row, sheet.headings, strict=True))
        + "</tr>"
        for row in sheet.rows
    )
    above = ""
    if title:
        above = f"<h3>{escape(sheet.title)}</h3>" + "".join(f"<p>{escape(line)}</p>" for line in sheet.lines)
    return (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8">{above}'
        f'<table border="1" cellspacing="0" cellpadding="3" width="100%">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></html>"
    )


def ask_and_save(place: Workplace, view: TableView[Any], parent: QWidget) -> None:
    """Ask where to, and save a list as a workbook."""
    name = "".join(sign if sign.isalnum() or sign in " -" else "-" for sign in view.accessibleName()).strip()
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        place.text(N_("Save the list as a workbook")),
        proposed(place.desk.settings, For.LISTS, f"{name}.xlsx"),
        place.text(N_("Workbook (*.xlsx)")),
    )
    if chosen:
        save_list(place, sheet_later(view), Path(chosen).with_suffix(".xlsx"), parent)


def save_list(place: Workplace, make: Callable[[], Sheet], path: Path, owner: QWidget) -> None:
    """Save a list as a workbook in a job and tell where it lies."""
    place.read(
        owner,
        lambda desk: save_sheets(desk, path, [_dated(place, make())]),
        lambda saved: place.notifier.inform(place.text(N_("Saved: %(path)s"), path=str(saved))),
    )


def preview(place: Workplace, view: TableView[Any], parent: QWidget) -> QPrintPreviewDialog:
    """Open the preview of a list on paper, from where it is printed."""
    sheet = _dated(place, sheet_of(view))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(sheet.title)
    if sum(heading.width for heading in sheet.headings) > 90:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(sheet.title)
    dialog.paintRequested.connect(lambda target: print_sheet(sheet, place.translator, target))
    dialog.open()
    return dialog


def print_sheet(sheet: Sheet, translator: Translator, printer: QPrinter) -> None:
    """Print a table, its headings again on every page."""
    document = QTextDocument()
    font = document.defaultFont()
    font.setPointSizeF(8.5)
    document.setDefaultFont(font)
    document.setHtml(html_of(sheet, translator, title=True))
    document.setPageSize(QSizeF(printer.pageRect(QPrinter.Unit.Point).size()))
    document.print_(printer)


def _dated(place: Workplace, sheet: Sheet) -> Sheet:
    """Say above a list when it was made and how many rows it has, and that it is meant for the desk."""
    rows = place.plural("%(count)d row", "%(count)d rows", len(sheet.rows))
    made = place.text(N_("Made on %(date)s"), date=place.translator.long_date(place.desk.today()))
    inside = place.text(N_("Real figures, for use inside the agency only."))
    return Sheet(sheet.title, sheet.headings, sheet.rows, (f"{made} · {rows}", inside))


def _cell(value: Value, heading: Heading, translator: Translator) -> str:
    text = escape(_shown(value, translator))
    align = ' align="right"' if heading.figures else ""
    return f"<td{align}{_marks(value)}>{text}</td>"


def _marks(value: Value) -> str:
    """Return what tells Excel, and LibreOffice, what a cell is: text stays text, a number and a day are just that.

    Without the mark of text "0101" would become 101 and "=2" a formula; without the value a Danish "1.204" would
    become one and a fifth in a workbook program that speaks English.
    """
    if isinstance(value, dt.date):
        serial = (value - _DAY_NOUGHT).days
        return (
            f' style="mso-number-format:dd\\-mm\\-yyyy" x:num="{serial}" sdval="{serial}" sdnum="1030;1030;DD-MM-YYYY"'
        )
    if isinstance(value, str):
        return ' style="mso-number-format:\'\\@\'" x:str sdnum="1030;0;@"'
    return "" if value is None else f' x:num="{value}" sdval="{value}" sdnum="1033;"'


def _harmless(text: str) -> str:
    """Return text as it may be pasted as text alone: what would begin a formula gets Excel's sign for text."""
    number = text.lstrip("+-").replace(".", "").replace(",", "")
    return f"'{text}" if text[:1] in _BEGINS_FORMULA and len(text) > 1 and not number.isdigit() else text


def _shown(value: Value, translator: Translator) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return translator.date(value)
    return value if isinstance(value, str) else translator.number(value)
