"""Put a step on record that happened outside the program: dialogue, negotiation with the ministry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.domain.chain import StepKind
from koorddesk.i18n import N_
from koorddesk.services import announcements, casework
from koorddesk.services.announcements import RegionStatus, Status
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.words import STEPS
from ui.workplace import Workplace

_KINDS = (StepKind.DIALOGUE, StepKind.MINISTRY_NEGOTIATION, StepKind.STATUS_REQUEST, StepKind.CLOSING)


@dataclass(frozen=True)
class RecordedStep:
    """What was written in the dialog; ``region`` is None for the whole announcement."""

    kind: StepKind
    region: str | None
    on: dt.date
    text: str


class StepDialog(FormDialog):
    """Asks what happened, when, with whom.

    Signals:
        given(RecordedStep): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, regions: Sequence[RegionStatus], parent: QWidget | None) -> None:
        """Take the regions that the announcement asked."""
        say = place.text
        super().__init__(place.translator, say(N_("Put a step on record")), say(N_("&Put it on record")), parent)
        self.kind = self.choice(say(N_("&Step")), [(kind.value, say(STEPS[kind.value])) for kind in _KINDS])
        entries = [("", say(N_("The whole announcement"))), *((row.region_id, row.name) for row in regions)]
        self.region = self.choice(say(N_("&Region")), entries)
        self.on = DateField(place.desk.today(), self)
        self.day(say(N_("&Day")), self.on)
        self.note = self.area(say(N_("&What was said or agreed")), "", 5)
        self.verb.setEnabled(False)
        self.note.textChanged.connect(lambda: self.verb.setEnabled(bool(self.note.toPlainText().strip())))
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> RecordedStep:
        """Return what stands in the fields."""
        return RecordedStep(
            StepKind(self.kind.currentData()),
            self.region.currentData() or None,
            self.on.day,
            self.note.toPlainText().strip(),
        )


def open_record_step(place: Workplace, owner: QWidget, code: str) -> None:
    """Read the regions asked, open the dialog, and record what it gives."""

    def show(status: Status) -> None:
        dialog = StepDialog(place, status.regions, owner.window())
        dialog.given.connect(record)
        dialog.open()

    def record(step: RecordedStep) -> None:
        place.change(
            owner,
            lambda desk: casework.record_step(desk, code, step.region, step.kind, step.on, step.text),
            title=place.text(N_("Recording the step")),
        )

    place.read(owner, lambda desk: announcements.status(desk, code), show, replaces="record-step")
