"""The two lists beside an assessment: the answers it rests on, and those it could rest on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from koorddesk.services.casework import AssessmentView, PinnedRow
from koorddesk.services.submission_rows import AnswerRow
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.states import STATES
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.lists import make_list
from ui.widgets.table_view import TableView
from ui.words import CONCLUSIONS, TESTS
from ui.workplace import Workplace

PIN_TESTS = {"supply": TESTS["necessary_supply"], "coordination": TESTS["coordination"]}


def region_list(place: Workplace, parent: QWidget) -> ListPanel[AssessmentView]:
    """Return the list of the regions to assess, and the whole country."""
    say = place.text

    def final(row: AssessmentView) -> str:
        return say(N_("concluded")) if row.final else say(N_("draft"))

    columns: Sequence[Column[AssessmentView]] = (
        Column("region", N_("Region"), 16, scope_name, lambda row: row.region_name if row.region_code else None),
        Column(
            "supply",
            N_("Supply"),
            12,
            lambda row: say(STATES[row.necessary_supply.value].word),
            state=lambda row: row.necessary_supply.value,
        ),
        Column(
            "coordination",
            N_("Coordination"),
            12,
            lambda row: say(STATES[row.coordination.value].word),
            state=lambda row: row.coordination.value,
        ),
        Column("conclusion", N_("Conclusion"), 22, lambda row: say(CONCLUSIONS[row.conclusion]), shown=False),
        Column("final", N_("State"), 9, final, state=lambda row: "frozen" if row.final else "draft"),
    )
    return make_list(
        place,
        parent,
        "assessments",
        N_("Regions to assess"),
        columns,
        region_key,
        (
            "scale",
            N_("Nothing to assess"),
            N_("When an announcement has been sent, each region it asks is assessed here on the two tests."),
        ),
    )


def region_key(row: AssessmentView) -> str:
    """Return what names a row of the list; the whole country has no code."""
    return row.region_code or row.region_name


def scope_name(row: AssessmentView) -> str:
    """Return the region's name, or that of the whole country as a heading."""
    return row.region_name if row.region_code else row.region_name[:1].upper() + row.region_name[1:]


def pinned_list(place: Workplace, parent: QWidget) -> ListPanel[PinnedRow]:
    """Return the list of the answers an assessment rests on."""
    say = place.text
    columns: Sequence[Column[PinnedRow]] = (
        Column("test", N_("Test"), 13, lambda row: say(PIN_TESTS[row.test]) if row.test in PIN_TESTS else ""),
        Column(
            "shown", N_("Answer"), 12, lambda row: row.shown, state=lambda row: "warning" if row.open_warnings else None
        ),
        Column("label", N_("Field"), 26, lambda row: row.label),
        Column("sender", N_("Sender"), 14, lambda row: row.sender_name),
        Column("place", N_("Place"), 14, lambda row: f"{row.sheet} {row.cell}"),
        Column("file", N_("File"), 20, lambda row: row.file_name, shown=False),
    )
    model = TableModel(columns, lambda row: row.id, place.translator, parent)
    view = TableView(model, "pinned", say(N_("Pinned answers")), place.memory, place.translator, parent)
    empty = EmptyState(
        "pin",
        say(N_("No pinned answers")),
        say(N_("Pin the answers that the assessment rests on; they go with it into the letters.")),
    )
    return ListPanel(view, model, place.translator, empty, parent)


def answer_list(place: Workplace, parent: QWidget) -> ListPanel[AnswerRow]:
    """Return the list of one submission's answers."""
    say = place.text
    columns: Sequence[Column[AnswerRow]] = (
        Column("label", N_("Field"), 34, lambda row: row.label),
        Column("value", N_("Answer"), 18, lambda row: row.corrected or row.value),
        Column("cell", N_("Place"), 12, lambda row: f"{row.sheet} {row.cell}"),
        Column("raw", N_("It says"), 16, lambda row: row.raw, shown=False),
    )
    model = TableModel(columns, lambda row: str(row.number), place.translator, parent)
    view = TableView(model, "answers", say(N_("Answers")), place.memory, place.translator, parent)
    empty = EmptyState(
        "file-spreadsheet", say(N_("No answers")), say(N_("Nothing has been received from the region yet."))
    )
    return ListPanel(view, model, place.translator, empty, parent)
