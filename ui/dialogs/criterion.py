"""A criterion that a target group meets, with its reason and the day it is looked at again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.domain.target_groups import Criterion
from koorddesk.i18n import N_
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.words import CRITERIA
from ui.workplace import Workplace


@dataclass(frozen=True)
class WrittenCriterion:
    """What was written in the dialog."""

    criterion: Criterion
    reason: str
    source: str
    review_on: dt.date


class CriterionDialog(FormDialog):
    """Asks which criterion, why, on what source.

    Signals:
        given(WrittenCriterion): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, title: str, parent: QWidget | None) -> None:
        """Take the group's title."""
        say = place.text
        super().__init__(
            place.translator, say(N_("A criterion of the target group")), say(N_("&Add it")), parent, title
        )
        self.criterion = self.choice(
            say(N_("&Criterion")), [(key.value, say(words)) for key, words in CRITERIA.items()]
        )
        self.reason = self.area(say(N_("&Reason")), "", 4)
        self.source = self.line(say(N_("&Source")), hint=say(N_("dialogue, expert council, data…")))
        today = place.desk.today()
        self.review = DateField(dt.date(today.year + 1, today.month, min(today.day, 28)), self)
        self.day(say(N_("Looked at a&gain")), self.review)
        self.reason.textChanged.connect(self._check)
        self.source.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.given.emit(self.written()))
        self._check()

    def written(self) -> WrittenCriterion:
        """Return what stands in the fields."""
        return WrittenCriterion(
            Criterion(self.criterion.currentData()),
            self.reason.toPlainText().strip(),
            self.source.text().strip(),
            self.review.day,
        )

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.reason.toPlainText().strip()) and bool(self.source.text().strip()))
