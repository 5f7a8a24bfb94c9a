"""Every control that takes the keyboard has a name; the tree of each page and dialog is walked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialog, QLineEdit, QTabBar, QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, BLANK, settle, submission_file

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.services import (
    announcements,
    cases,
    chain,
    parts,
    queries,
    register_queries,
    renewal,
    step_choices,
    submission_rows,
    templates,
    versions,
)
from ui.dialogs.announcement import NewAnnouncementDialog
from ui.dialogs.ask import AskDialog, Field
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.criterion import CriterionDialog
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.difference import DifferenceDialog
from ui.dialogs.divide import DivideDialog
from ui.dialogs.documents import DocumentsDialog
from ui.dialogs.entry import EntryDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.learn import LearnDialog
from ui.dialogs.letter import ApproveDialog, DispatchDialog, JournalDialog
from ui.dialogs.note import NoteDialog
from ui.dialogs.parts import PartsDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.request import RequestDialog
from ui.dialogs.send_forms import SendFormsDialog, SentFormsDialog
from ui.dialogs.sender import SenderDialog
from ui.dialogs.step import StepDialog
from ui.dialogs.type_in import TypeInDialog
from ui.main_window import MainWindow
from ui.pages import all_pages
from ui.pages.intake import IntakePage
from ui.widgets.list_views import ViewNameDialog
from ui.workplace import Workplace


def nameless(root: QWidget) -> list[str]:
    """Return the controls under ``root`` that take the keyboard and say nothing of themselves, on every tab."""
    tabs = [tabs for tabs in root.findChildren(QTabWidget) if tabs.isVisibleTo(root)]
    found = _nameless_now(root)
    for tab in tabs:
        for number in range(tab.count()):
            tab.setCurrentIndex(number)
            found += _nameless_now(root)
    return sorted(set(found))


def _nameless_now(root: QWidget) -> list[str]:
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        inner = isinstance(widget, QLineEdit) and isinstance(widget.parent(), (QAbstractSpinBox, QComboBox))
        if not takes_keys or inner or isinstance(widget, QDialog) or not widget.isVisibleTo(root):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        tabs = isinstance(widget, QTabBar)  # its tabs speak for themselves
        if not tabs and not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_every_control_of_every_page_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    for spec in all_pages():
        window.show_page(spec.key)
        settle(qtbot, window)
        assert nameless(window) == [], spec.key


def test_files_that_wait_have_named_controls_too(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("intake")
    assert isinstance(page, IntakePage)
    from koorddesk.services.intake import IntakeOptions

    page.read_files([submission_file("beskyttet")], IntakeOptions(dt.date(2025, 10, 14)))
    settle(qtbot, window)
    assert nameless(window) == []


def case_number(place: Workplace) -> str:
    known = queries.cases(place.desk)
    mine = next((row.number for row in known if row.announcement_code == ANNOUNCEMENT), "")
    return mine or cases.open_case(place.desk, ANNOUNCEMENT).case_number


def step_dialog(kind: StepKind, place: Workplace, over: QWidget) -> QDialog:
    number = case_number(place)
    step = next(step for step in chain.what_next(place.desk, number) if step.kind is kind)
    return StepDialog(place, number, step, step_choices.step_choices(place.desk, number, kind), over)


def entry_dialog(kind: EntryKind, place: Workplace, over: QWidget) -> QDialog:
    return EntryDialog(place, kind, None, (register_queries.target_groups(place.desk), queries.cases(place.desk)), over)


DIALOGS: dict[str, Callable[[Workplace, QWidget], QDialog]] = {
    "new announcement": lambda place, over: NewAnnouncementDialog(
        place,
        register_queries.target_groups(place.desk),
        register_queries.authorities(place.desk, AuthorityKind.REGION),
        templates.list_templates(place.desk),
        over,
    ),
    "correct": lambda place, over: CorrectDialog(
        place, submission_rows.answers_of(place.desk, queries.submissions(place.desk)[0].id)[0], over
    ),
    "criterion": lambda place, over: CriterionDialog(place, "Gruppe", over),
    "deadline": lambda place, over: DeadlineDialog(place, "Region Sjælland", dt.date(2025, 10, 15), over),
    "documents": lambda place, over: DocumentsDialog(place, queries.submissions(place.desk)[0], over),
    "note": lambda place, over: NoteDialog(
        place, submission_rows.answers_of(place.desk, queries.submissions(place.desk)[0].id)[0], over
    ),
    "parts": lambda place, over: PartsDialog(
        place, "skema.xlsx", parts.parts_of(place.desk, queries.submissions(place.desk)[0].id), over
    ),
    "type in": lambda place, over: TypeInDialog(
        place, None, ANNOUNCEMENT, (templates.list_templates(place.desk), [], queries.announcements(place.desk)), over
    ),
    "difference": lambda place, over: DifferenceDialog(
        place, "skema.xlsx", [versions.ChangedAnswer("Antal", "Skema", "C4", None, "3", "4")], over
    ),
    "import": lambda place, over: ImportDialog(
        place, [BLANK], queries.announcements(place.desk), templates.list_templates(place.desk), ANNOUNCEMENT, over
    ),
    "divide": lambda place, over: DivideDialog(
        place, templates.show_template(place.desk, "kommuneskema").fields[0], "G20", over
    ),
    "send forms": lambda place, over: SendFormsDialog(
        place,
        next(row for row in queries.announcements(place.desk) if row.code == ANNOUNCEMENT),
        templates.list_templates(place.desk),
        over,
    ),
    "sent forms": lambda place, over: SentFormsDialog(place, [], over),
    "learn": lambda place, over: LearnDialog(place, BLANK, ["kommuneskema"], over),
    "approve": lambda place, over: ApproveDialog(place, 2, over),
    "dispatch": lambda place, over: DispatchDialog(place, 1, over),
    "journal": JournalDialog,
    "reason": lambda place, over: ReasonDialog(place, "Hold 1", "skema.xlsx", "Hold", "held", over),
    "report": lambda place, over: ReportDialog(place, announcements.status(place.desk, ANNOUNCEMENT).regions[0], over),
    "request": lambda place, over: RequestDialog(
        place, "Region Sjælland", renewal.request_checklist(place.desk, ANNOUNCEMENT, "1085"), over
    ),
    "sender": SenderDialog,
    **{f"step {kind.value}": partial(step_dialog, kind) for kind in StepKind if kind is not StepKind.FINANCING_ORDER},
    **{
        f"entry {kind.value}": partial(entry_dialog, kind) for kind in EntryKind if kind is not EntryKind.HEARING_ANSWER
    },
    "ask": lambda place, over: AskDialog(
        place,
        "Spørgsmål",
        "Gem",
        [Field(kind, "Felt", kind) for kind in ("line", "area", "choice", "day", "maybe-day", "file")],
        over,
    ),
    "view": lambda place, over: ViewNameDialog(place.translator, over),
}


@pytest.mark.parametrize("name", sorted(DIALOGS))
def test_every_control_of_a_dialog_has_a_name(qtbot: QtBot, place: Workplace, name: str) -> None:
    place.memory.add_text("reasons/held", "ringet til kommunen")
    over = QWidget()
    qtbot.addWidget(over)
    dialog = DIALOGS[name](place, over)
    dialog.show()
    assert nameless(dialog) == []
    assert dialog.windowTitle()
    dialog.close()


@pytest.mark.parametrize("key", ["shortcuts", "about"])
def test_windows_of_the_help_menu_have_named_controls(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.actions_table[key].trigger()
    dialog = next(found for found in window.findChildren(QDialog) if found.isVisible())
    assert nameless(dialog) == []
    dialog.close()
