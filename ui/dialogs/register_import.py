"""Import addresses or target groups from a workbook, and say what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QVBoxLayout, QWidget

from koorddesk.domain.offers import Origin
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services import offer_imports, register_imports
from koorddesk.services.register_imports import Imported
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.states import STATES
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


def choose_contacts(place: Workplace, owner: QWidget) -> None:
    """Let the user choose a workbook of addresses, and import it."""
    if path := choose_workbook(place, owner, place.text(N_("Import addresses"))):
        import_contacts(place, owner, path)


def choose_groups(place: Workplace, owner: QWidget) -> None:
    """Let the user choose a workbook of target groups, and import it."""
    if path := choose_workbook(place, owner, place.text(N_("Import target groups"))):
        import_groups(place, owner, path)


def import_offers(
    place: Workplace, owner: QWidget, path: Path, *, origin: Origin = Origin.PORTAL, dated: dt.date | None = None
) -> None:
    """Import offers from a workbook that comes from somewhere and holds for a day, where that is known."""
    place.change(
        owner,
        lambda desk: offer_imports.import_offers(desk.store, path, origin=origin, dated=dated),
        title=place.text(N_("Importing offers")),
        then=lambda imported: tell(place, owner, imported),
    )


def import_contacts(place: Workplace, owner: QWidget, path: Path, then: Callable[[], None] = lambda: None) -> None:
    """Import addresses from a workbook, and go on with ``then``."""

    def told(imported: Imported) -> None:
        tell(place, owner, imported)
        then()

    place.change(
        owner,
        lambda desk: register_imports.import_contacts(desk.store, path, desk.today()),
        title=place.text(N_("Importing addresses")),
        then=told,
    )


def import_groups(place: Workplace, owner: QWidget, path: Path) -> None:
    """Import target groups from a workbook."""
    place.change(
        owner,
        lambda desk: register_imports.import_target_groups(desk.store, path),
        title=place.text(N_("Importing target groups")),
        then=lambda imported: tell(place, owner, imported),
    )


def tell(place: Workplace, owner: QWidget, imported: Imported) -> None:
    """Say how many records came in; rows with findings are listed."""
    words = place.text(N_("%(added)d added, %(changed)d changed."), added=imported.added, changed=imported.changed)
    if not imported.findings:
        place.notifier.inform(words)
        return
    dialog = QDialog(owner.window())
    dialog.setWindowTitle(place.text(N_("Rows that could not be taken over as they stand")))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    say = place.text
    columns = (
        Column[tuple[int, Finding]](
            "kind",
            N_("Kind"),
            10,
            lambda row: say(STATES[row[1].severity.value].word),
            lambda row: list(Severity).index(row[1].severity),
            lambda row: row[1].severity.value,
        ),
        Column[tuple[int, Finding]]("place", N_("Place"), 14, lambda row: str(row[1].at or "")),
        Column[tuple[int, Finding]]("what", N_("Finding"), 50, lambda row: row[1].message(place.translator)),
        Column[tuple[int, Finding]]("todo", N_("What to do"), 40, lambda row: row[1].suggestion(place.translator)),
    )
    model = TableModel(columns, lambda row: str(row[0]), place.translator, dialog)
    view = TableView(model, "import-findings", say(N_("Findings")), place.memory, place.translator, dialog)
    panel = ListPanel(view, model, place.translator, EmptyState("check", say(N_("No findings")), ""), dialog)
    panel.set_rows(list(enumerate(imported.findings)))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QLabel(words, dialog))
    layout.addWidget(panel)
    layout.addWidget(buttons)
    dialog.resize(900, 460)
    dialog.open()


def choose_workbook(place: Workplace, owner: QWidget, title: str) -> Path | None:
    """Let the user choose a workbook, or none."""
    name, _ = QFileDialog.getOpenFileName(
        owner, title, "", place.text(N_("Workbooks (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv);;All files (*)"))
    )
    return Path(name) if name else None
