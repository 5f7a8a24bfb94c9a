"""How a region treated its joint answer: KKR, the councils' approvals, reservations, journal number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from koorddesk.i18n import N_
from koorddesk.services.announcements import RegionStatus
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.workplace import Workplace


@dataclass(frozen=True)
class Treatment:
    """What was written in the dialog."""

    kkr_on: dt.date | None
    councils_approved: str
    reservations: str
    journal_number: str


class ReportDialog(FormDialog):
    """Asks for what is known of the treatment; all of it may be left out.

    Signals:
        given(Treatment): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, region: RegionStatus, parent: QWidget | None) -> None:
        """Take the region as it stands."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Treatment of the joint answer: %(region)s"), region=region.name),
            say(N_("&Record it")),
            parent,
        )
        self.treated = QCheckBox(say(N_("Treated in &KKR")), self)
        self.treated.setChecked(region.kkr_on is not None)
        self.kkr_on = DateField(region.kkr_on or place.desk.today(), self)
        self.kkr_on.setEnabled(region.kkr_on is not None)
        self.kkr_on.setAccessibleName(say(N_("Day of the treatment in KKR")))
        self.treated.toggled.connect(self.kkr_on.setEnabled)
        self.form.addRow(self.treated, self.kkr_on)
        self.councils = self.area(say(N_("&Approved by the councils")), region.councils_approved, 3)
        self.reservations = self.area(say(N_("&Reservations")), region.reservations, 3)
        self.journal = self.line(say(N_("&Journal number")), region.journal_number)
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> Treatment:
        """Return what stands in the fields."""
        return Treatment(
            self.kkr_on.day if self.treated.isChecked() else None,
            self.councils.toPlainText().strip(),
            self.reservations.toPlainText().strip(),
            self.journal.text().strip(),
        )
