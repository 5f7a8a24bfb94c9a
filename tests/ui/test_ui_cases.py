"""The case page, its small dialogs, the deadlines, and the views kept of a list."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, dialog_of, settle

from koorddesk.domain.chain import StepKind
from koorddesk.i18n import Translator
from koorddesk.services import case_page, cases, chain, clocks, step_choices
from koorddesk.services.desk import Desk
from ui.dialogs.ask import AskDialog, Field
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.step import StepDialog
from ui.dialogs.telephone import split_call
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.pages.cases import CasesPage
from ui.pages.deadlines import DeadlinesPage
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


def names_list(translator: Translator, memory: Memory) -> ListPanel[str]:
    columns = (
        Column[str]("name", "Navn", 20, lambda row: row),
        Column[str]("length", "Længde", 8, lambda row: str(len(row)), len),
    )
    model = TableModel(columns, lambda row: row, translator)
    panel = ListPanel(
        TableView(model, "names", "Navne", memory, translator), model, translator, EmptyState("minus", "Intet", "")
    )
    panel.set_rows(["Vejle", "Aarhus", "Ærø", "Øster", "Sorø"])
    return panel


def test_a_view_keeps_columns_order_and_filter_under_its_name(
    qtbot: QtBot, translator: Translator, memory: Memory
) -> None:
    panel = names_list(translator, memory)
    qtbot.addWidget(panel)
    panel.model.sort_by(1, descending=True)
    panel.view.setColumnHidden(1, True)
    panel.filter.setText("r")
    panel.views.keep("Korte")
    panel.views.use_usual()
    assert panel.model.rows == ["Vejle", "Aarhus", "Ærø", "Øster", "Sorø"]
    assert not panel.view.isColumnHidden(1)
    again = names_list(translator, memory)
    qtbot.addWidget(again)
    again.views.use("Korte")
    assert again.model.rows == ["Aarhus", "Øster", "Sorø", "Ærø"]
    assert again.view.isColumnHidden(1)
    again.views.forget("Korte")
    assert panel.views.names == []


def test_the_menu_of_views_offers_what_was_kept(qtbot: QtBot, translator: Translator, memory: Memory) -> None:
    panel = names_list(translator, memory)
    qtbot.addWidget(panel)
    panel.views.keep("A & B")
    panel.views.fill()
    assert "A && B" in [action.text() for action in panel.views.menu().actions()]


def test_a_small_dialog_waits_for_what_is_needed(qtbot: QtBot, place: Workplace) -> None:
    fields = (Field("who", "Hvem", needed=True), Field("when", "Hvornår", "maybe-day", needed=True))
    dialog = AskDialog(place, "Titel", "Gem", fields, None)
    qtbot.addWidget(dialog)
    assert not dialog.verb.isEnabled()
    dialog.write("who", "Sorø")
    assert not dialog.verb.isEnabled()
    dialog.write("when", dt.date(2026, 3, 1))
    assert dialog.verb.isEnabled()
    assert (dialog.text("who"), dialog.known_day("when")) == ("Sorø", dt.date(2026, 3, 1))


def test_a_telephone_note_says_with_whom_before_the_colon() -> None:
    assert split_call("Sorø Kommune: kl. 10: svarer fredag") == ("Sorø Kommune", "kl. 10: svarer fredag")
    assert split_call("ingen svarede") == ("", "ingen svarede")
    assert split_call("ingen svarede:") == ("", "ingen svarede:")


def step_of(desk: Desk, kind: StepKind) -> chain.NextStep:
    number = cases.open_case(desk, ANNOUNCEMENT).case_number
    return next(step for step in chain.what_next(desk, number) if step.kind is kind)


def test_the_step_waits_for_what_its_checklist_says(qtbot: QtBot, place: Workplace) -> None:
    step = step_of(place.desk, StepKind.STATUS_REQUEST)
    dialog = StepDialog(place, "2026-001", step, step_choices.step_choices(place.desk, "2026-001", step.kind), None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._rows is not None, timeout=20_000)
    assert not dialog.verb.isEnabled()
    dialog.text.setPlainText("at oplyse status")
    qtbot.waitUntil(dialog.verb.isEnabled, timeout=20_000)
    draft = dialog.written()
    assert (draft.text, draft.regions != (), draft.deadline is not None) == ("at oplyse status", True, True)
    dialog.reject()
    qtbot.waitUntil(lambda: not place.jobs.running, timeout=20_000)


def test_what_happened_outside_may_have_no_known_day(qtbot: QtBot, place: Workplace) -> None:
    step = step_of(place.desk, StepKind.DIALOGUE)
    dialog = StepDialog(place, "2026-001", step, step_choices.step_choices(place.desk, "2026-001", step.kind), None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.recorded.setChecked(True)
    dialog.on.known.setChecked(False)
    dialog.on_text.setText("foråret 2021")
    dialog.source.setText("Årsrapporten")
    draft = dialog.written()
    assert (draft.on, draft.on_text, draft.source, draft.recorded) == (None, "foråret 2021", "Årsrapporten", True)
    dialog.recorded.setChecked(False)
    assert dialog.written().on == place.desk.today()
    dialog.reject()
    qtbot.waitUntil(lambda: not place.jobs.running, timeout=20_000)


def test_the_days_of_a_step_are_counted_in_words(desk: Desk) -> None:
    counted = step_choices.counted_day(desk, StepKind.CONSOLIDATION_ORDER, dt.date(2026, 10, 31))
    assert "31. oktober 2026 + 4 måneder = 28. februar 2027" in counted
    assert "sidste dag" in counted
    assert step_choices.counted_day(desk, StepKind.DIALOGUE, dt.date(2026, 10, 31)) == ""
    assert "om 1 uger og 2 dage" in step_choices.day_words(desk, dt.date(2026, 2, 11))


def test_the_case_shows_its_chain_and_takes_a_note_from_any_page(qtbot: QtBot, window: MainWindow) -> None:
    number = cases.open_case(window.place.desk, ANNOUNCEMENT).case_number
    window.show_page("today")
    window.actions_table["telephone-note"].trigger()
    settle(qtbot, window)
    assert window.page_key == "today"
    dialog = dialog_of(window, AskDialog)
    assert not dialog.isModal()
    qtbot.keyClicks(dialog.parts["said"], "Faxe Kommune: ringer igen")
    qtbot.keyClick(dialog.parts["said"], Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.page_key == "today"
    page = window.show_page("cases")
    settle(qtbot, window)
    assert isinstance(page, CasesPage)
    (note,) = [row for row in case_page.case_page(window.place.desk, number).timeline if row.kind == "note"]
    assert (note.title, note.text) == ("telefonnotat: Faxe Kommune", "ringer igen")
    assert note.text in {row.text for row in page.timeline.model.rows}


def test_a_deadline_is_stopped_and_runs_again(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    number = cases.open_case(desk, ANNOUNCEMENT).case_number
    clocks.set_follow_up(desk, number, dt.date(2026, 2, 9), "Se på sagen igen")
    page = window.show_page("deadlines")
    settle(qtbot, window)
    assert isinstance(page, DeadlinesPage)
    row = next(row for row in page.list.model.rows if row.what == "Se på sagen igen")
    assert row.state == "soon"
    for state in ("stopped", "soon"):
        page.list.view.choose(row.id)
        page._stop.click()
        dialog = dialog_of(window, ReasonDialog)
        dialog.reason.setText("Venter på svar")
        dialog.verb.click()
        settle(qtbot, window)
        row = next(row for row in page.list.model.rows if row.what == "Se på sagen igen")
        assert row.state == state
    page._state.setCurrentIndex(page._state.findData("late"))
    assert "Se på sagen igen" not in {row.what for row in page.list.model.rows}
