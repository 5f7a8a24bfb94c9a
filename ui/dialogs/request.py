"""Ask the councils of a region for renewed consideration: the checklist before the step, then the letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services import letters, renewal
from koorddesk.services.holidays_da import day_off
from koorddesk.services.renewal import ChecklistRow, RequestMade
from ui.dialogs.drafting import with_sender, write_drafts
from ui.dialogs.form_dialog import FormDialog
from ui.pages.page import heading
from ui.widgets.checklist import CheckItem, Checklist
from ui.widgets.date_field import DateField
from ui.workplace import Workplace

_USUAL_TIME = dt.timedelta(weeks=12)  # only where the date field begins; it moves to a working day


def usual_deadline(translator: Translator, today: dt.date) -> dt.date:
    """Return the working day that the date field begins with."""
    day = today + _USUAL_TIME
    while day_off(translator, day):
        day += dt.timedelta(days=1)
    return day


@dataclass(frozen=True)
class Request:
    """What was written in the dialog."""

    asked: str
    deadline: dt.date
    passed: dict[str, str] = field(default_factory=dict)


class RequestDialog(FormDialog):
    """Shows each precondition with its source; the button is held back while one stops the step.

    Signals:
        given(Request): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, region: str, rows: Sequence[ChecklistRow], parent: QWidget | None) -> None:
        """Take the region's name and the preconditions as they stand."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Request for renewed consideration: %(region)s"), region=region),
            say(N_("&Make the request and draft the letters")),
            parent,
        )
        self.form.addRow(heading(say(N_("What has to hold before the request")), self))
        self.checklist = Checklist(place.translator, self)
        self.checklist.show_items([CheckItem(row.code, row.text, row.source, row.met, row.blocks) for row in rows])
        self.form.addRow(self.checklist)
        self.asked: QPlainTextEdit = self.area(say(N_("What the councils are &asked")), "", 5)
        self.deadline = DateField(usual_deadline(place.translator, place.desk.today()), self)
        self.day(say(N_("&Deadline for the answer")), self.deadline)
        result = QLabel(
            say(N_("This makes a step of the case, a deadline, and one draft letter to each council asked.")),
            self,
        )
        result.setWordWrap(True)
        self.form.addRow(result)
        self.widen(100)
        self.asked.textChanged.connect(self._check)
        self.checklist.changed.connect(self._check)
        self.accepted.connect(lambda: self.given.emit(self.written()))
        self._check()

    def written(self) -> Request:
        """Return what stands in the fields."""
        return Request(self.asked.toPlainText().strip(), self.deadline.day, self.checklist.reasons())

    def _check(self) -> None:
        self.verb.setEnabled(self.checklist.can_proceed and bool(self.asked.toPlainText().strip()))


def open_request(place: Workplace, owner: QWidget, code: str, region: str | None, region_name: str) -> None:
    """Read the checklist, open the dialog, make the request it gives and draft its letters.

    Without a region it is about the whole country.
    """

    def show(rows: list[ChecklistRow]) -> None:
        dialog = RequestDialog(place, region_name, rows, owner.window())
        dialog.given.connect(make)
        dialog.open()

    def make(request: Request) -> None:
        place.change(
            owner,
            lambda desk: renewal.request_renewed_consideration(
                desk, code, region, what_is_asked=request.asked, deadline=request.deadline, passed=request.passed
            ),
            title=place.text(N_("Making the request")),
            then=write,
        )

    def write(made: RequestMade) -> None:
        desk = place.desk
        write_drafts(
            place,
            owner,
            lambda progress, cancelled: letters.draft_letters(
                desk, made.case_number, made.step_id, progress, cancelled
            ),
        )

    def begin() -> None:
        place.read(owner, lambda desk: renewal.request_checklist(desk, code, region), show, replaces="checklist")

    with_sender(place, owner, begin)
