"""One picture of the overview with its choices, its table (F7), and the ways it leaves the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPageLayout, QShortcut
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services import exporting
from koorddesk.services.desk import Desk
from koorddesk.services.sheets import Sheet, save_sheets
from ui import icons
from ui.charts.drawing import Drawing
from ui.charts.keep import print_picture, save_picture
from ui.theme import STEP
from ui.widgets.chart_view import ChartView
from ui.widgets.empty_state import EmptyState
from ui.widgets.sheet_list import SheetList
from ui.workplace import Workplace


@dataclass(frozen=True)
class Picture:
    """A drawing with the table of its figures."""

    drawing: Drawing
    sheet: Sheet


Query = Callable[[Desk], Picture]


class PicturePanel(QWidget):
    """Shows what its query reads; ``query(protect)`` gives None where nothing is chosen.

    Signals:
        opened(page, key): an item of the picture is to be opened.
    """

    opened = Signal(str, str)

    def __init__(
        self,
        place: Workplace,
        name: str,
        choices: Sequence[QComboBox],
        query: Callable[[bool], Query | None],
        parent: QWidget,
    ) -> None:
        """Take the choices that stand above the picture, and what reads it."""
        super().__init__(parent)
        self.place, self.name, self.choices, self._query = place, name, tuple(choices), query
        self.stale = True
        self.picture: Picture | None = None
        say = place.text
        self.chart = ChartView(self)
        self.table = SheetList(place, f"overview-{name}", self)
        self._empty = EmptyState(
            "library",
            say(N_("Nothing to draw yet")),
            say(N_("The picture comes with the first records it shows.")),
            "",
            self,
        )
        self._stack = QStackedWidget(self)
        for part in (self.chart, self.table, self._empty):
            self._stack.addWidget(part)
        self._said = QLabel(self)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setContentsMargins(4 * STEP, 0, 4 * STEP, STEP)
        self._as_table = QToolButton(self)
        self._as_table.setText(say(N_("As a table (F7)")))
        self._as_table.setIcon(icons.icon("table-2"))
        self._as_table.setCheckable(True)
        self._as_table.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._save = QToolButton(self)
        self._save.setText(say(N_("Save or print")))
        self._save.setIcon(icons.icon("download"))
        self._save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._save)
        menu.addAction(say(N_("&Picture for use outside, small counts left out…")), lambda: self._ask_picture(True))
        menu.addAction(say(N_("&Figures for use outside, small counts left out…")), lambda: self._ask_figures(True))
        menu.addSeparator()
        menu.addAction(say(N_("P&icture for use inside the agency…")), lambda: self._ask_picture(False))
        menu.addAction(say(N_("Fi&gures for use inside the agency…")), lambda: self._ask_figures(False))
        menu.addSeparator()
        menu.addAction(say(N_("P&rint for use outside, small counts left out…")), lambda: self._print(True))
        menu.addAction(say(N_("Pri&nt for use inside the agency…")), lambda: self._print(False))
        self._save.setMenu(menu)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        bar.setSpacing(2 * STEP)
        for choice in self.choices:
            bar.addWidget(choice, 1)
        bar.addStretch(1)
        bar.addWidget(self._as_table)
        bar.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._said)
        self._stack.setCurrentWidget(self._empty)
        self._as_table.toggled.connect(self._turn)
        shortcut = QShortcut(QKeySequence("F7"), self, self._as_table.toggle)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.chart.walked.connect(self._say)
        self.chart.opened.connect(self.opened)

    def refresh(self) -> None:
        """Read the picture again, if it is up; else when it comes up."""
        self.stale = True
        if not self.isVisible():
            return
        query = self._query(False)
        if query is None:
            self.picture = None
            self._stack.setCurrentWidget(self._empty)
            self._said.clear()
            return
        self.stale = False
        self.place.read(self, query, self._show, replaces="picture")

    def show_table(self, shown: bool) -> None:
        """Show the table in the picture's place, or the picture again."""
        self._as_table.setChecked(shown)

    # how it is done

    def _show(self, picture: Picture) -> None:
        self.picture = picture
        self.chart.show_drawing(picture.drawing)
        self.table.show_sheet(picture.sheet)
        self._said.clear()
        self._turn(self._as_table.isChecked())

    def _turn(self, as_table: bool) -> None:
        if self.picture is None:
            return
        if not self.picture.sheet.rows:
            self._stack.setCurrentWidget(self._empty)
            return
        shown, focused = self._stack.currentWidget(), self.focusWidget()
        held = shown is not None and focused is not None and shown.isAncestorOf(focused)
        self._stack.setCurrentWidget(self.table if as_table else self.chart)
        self._said.setVisible(not as_table)
        if held:
            panel = self.table.panel
            (panel.view if as_table and panel is not None else self.chart.canvas).setFocus()

    def _say(self, item: int) -> None:
        if self.picture is not None and item >= 0:
            self._said.setText(self.picture.drawing.spoken(item))

    def _ask_picture(self, protect: bool) -> None:
        name = self._ask_name((self.place.text(N_("Picture (*.png)")), self.place.text(N_("Drawing (*.svg)"))), ".png")
        if name is not None:
            self.save_picture(name, protect=protect)

    def _ask_figures(self, protect: bool) -> None:
        name = self._ask_name((self.place.text(N_("Workbook (*.xlsx)")),), ".xlsx")
        if name is not None:
            self.save_figures(name, protect=protect)

    def _ask_name(self, kinds: tuple[str, ...], suffix: str) -> Path | None:
        if self.picture is None:
            return None
        safe = "".join(sign if sign.isalnum() or sign in " -" else "-" for sign in self.picture.sheet.title)[:80]
        chosen, kind = QFileDialog.getSaveFileName(
            self, self.place.text(N_("Save")), f"{safe.strip()}{suffix}", ";;".join(kinds)
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".svg" if "svg" in kind else suffix)

    def save_picture(self, path: Path, *, protect: bool) -> None:
        """Draw the picture into a file; ``protect`` leaves small counts out."""
        query = self._query(protect)
        if query is None:
            return

        def read(desk: Desk) -> Picture:
            exporting.require(desk.settings, exporting.Export.LISTS)
            return query(desk)

        self.place.read(self, read, lambda picture: self._tell_saved(save_picture(picture.drawing, path, self._source)))

    @property
    def _source(self) -> str:
        """Where the figures come from, and of which day."""
        place = self.place
        day = place.translator.long_date(place.desk.today())
        return place.text(N_("Source: the agency's records in koorddesk, %(day)s"), day=day)

    def save_figures(self, path: Path, *, protect: bool) -> None:
        """Write the figures as a workbook; ``protect`` leaves small counts out."""
        query = self._query(protect)
        if query is None:
            return

        def write(desk: Desk) -> Path:
            return save_sheets(desk, path, [query(desk).sheet])

        self.place.read(self, write, self._tell_saved)

    def _print(self, protect: bool) -> None:
        query = self._query(protect)
        if query is not None:
            self.place.read(self, query, self._preview)

    def _preview(self, picture: Picture) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(picture.sheet.title)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        preview = QPrintPreviewDialog(printer, self)
        preview.setWindowTitle(picture.sheet.title)
        preview.paintRequested.connect(lambda target: print_picture(picture.drawing, target, self._source))
        preview.open()

    def _tell_saved(self, path: Path) -> None:
        self.place.notifier.inform(self.place.text(N_("Saved: %(path)s"), path=str(path)))
