"""The lists of the page of offers: the register, its signals, the screenings, and one offer's values by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from koorddesk.services.monitoring import SignalRow
from koorddesk.services.offers import OfferRow, ValueRow
from ui.dialogs.offer_edit import choose_list
from ui.models.columns import RIGHT, Column, R
from ui.models.table import TableModel
from ui.offer_words import ATTRIBUTES, OPERATORS, ORIGINS, SCREENINGS, SIGNALS
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

# By the state whose icon is shown (ui.states).
_STATES = {"in-force": N_("open for use"), "late": N_("closes"), "closed": N_("closed for good")}


def _state(row: OfferRow) -> str:
    if not row.is_open:
        return "closed"
    return "late" if row.closing_announced_on or row.closed_on else "in-force"


def offers_list(place: Workplace, owner: QWidget) -> ListPanel[OfferRow]:
    """Return the list of the register's offers."""
    say, date, number = place.text, place.translator.date, place.translator.number
    columns: Sequence[Column[OfferRow]] = (
        Column("name", N_("Offer"), 26, lambda row: row.name),
        Column("state", N_("State"), 10, lambda row: say(_STATES[_state(row)]), state=_state),
        Column("location", N_("Location"), 14, lambda row: row.location or say(N_("not known"))),
        Column("operator", N_("Operator"), 12, lambda row: operator_words(place, row)),
        Column("groups", N_("Target groups"), 24, lambda row: row.groups),
        Column(
            "places",
            N_("Places"),
            8,
            lambda row: "" if row.places is None else number(row.places),
            lambda row: row.places,
            align=RIGHT,
        ),
        Column(
            "occupancy",
            N_("Occupancy"),
            9,
            lambda row: "" if row.occupancy is None else f"{number(row.occupancy)} %",
            lambda row: row.occupancy,
            align=RIGHT,
            shown=False,
        ),
        Column("bases", N_("Legal basis"), 16, lambda row: row.bases, shown=False),
        Column("number", N_("Tilbudsportalen"), 10, lambda row: row.portal_number, shown=False),
        Column("cvr", N_("CVR"), 9, lambda row: row.cvr, shown=False),
        Column("region", N_("Region"), 18, lambda row: row.region, shown=False),
        Column(
            "screened",
            N_("Screened"),
            18,
            lambda row: say(SCREENINGS[row.screened]) if row.screened else "",
            shown=False,
        ),
        Column(
            "closed",
            N_("Closed"),
            11,
            lambda row: date(row.closed_on) if row.closed_on else "",
            lambda row: row.closed_on,
            shown=False,
        ),
    )
    empty = EmptyState(
        "house",
        say(N_("No offers yet")),
        say(N_("Import an extract of Tilbudsportalen or a list of your own. Nothing is invented.")),
        say(N_("Import offers…")),
    )
    empty.wanted.connect(lambda: choose_list(place, owner))
    return _panel(place, owner, "offers", N_("Offers"), columns, lambda row: row.id, empty)


def signals_list(place: Workplace, owner: QWidget) -> ListPanel[SignalRow]:
    """Return the list of signals."""
    say = place.text
    columns: Sequence[Column[SignalRow]] = (
        Column("rule", N_("Signal"), 20, lambda row: say(SIGNALS[row.rule]), lambda row: list(SIGNALS).index(row.rule)),
        Column("message", N_("What it says"), 52, lambda row: row.message),
        Column("about", N_("About"), 24, lambda row: row.about, shown=False),
    )
    empty = EmptyState(
        "check",
        say(N_("No signals")),
        say(N_("Signals come from the register of offers and the target groups; each says by which rule.")),
    )
    return _panel(place, owner, "signals", N_("Signals"), columns, lambda row: row.id, empty)


def values_list(place: Workplace, owner: QWidget) -> ListPanel[ValueRow]:
    """Return the list of an offer's values by day."""
    say, date, number = place.text, place.translator.date, place.translator.number
    columns: Sequence[Column[ValueRow]] = (
        Column("what", N_("Value"), 17, lambda row: say(ATTRIBUTES[row.attribute])),
        Column("part", N_("Of"), 13, lambda row: row.part or say(N_("the whole offer"))),
        Column(
            "dated",
            N_("As of"),
            11,
            lambda row: date(row.dated) if row.dated else say(N_("not known")),
            lambda row: row.dated,
        ),
        Column(
            "number",
            N_("Figure"),
            8,
            lambda row: number(row.number) if row.number is not None else row.text,
            lambda row: row.number,
            align=RIGHT,
        ),
        Column("origin", N_("Says"), 9, lambda row: say(ORIGINS[row.origin])),
        Column("source", N_("Source"), 24, lambda row: " · ".join(filter(None, (row.source, row.cell)))),
    )
    empty = EmptyState("minus", say(N_("No values yet")), "")
    return _panel(place, owner, "offer-values", N_("Values by day"), columns, lambda row: row.id, empty)


def operator_words(place: Workplace, row: OfferRow) -> str:
    """Return who runs an offer, in words."""
    kind = place.text(OPERATORS[row.operator_kind]) if row.operator_kind else ""
    return " · ".join(filter(None, (kind, row.operator_name))) or place.text(N_("not known"))


def _panel(
    place: Workplace,
    owner: QWidget,
    name: str,
    title: str,
    columns: Sequence[Column[R]],
    key: Callable[[R], str],
    empty: EmptyState,
) -> ListPanel[R]:
    model = TableModel(columns, key, place.translator, owner)
    view = TableView(model, name, place.text(title), place.memory, place.translator, owner)
    return ListPanel(view, model, place.translator, empty, owner)
