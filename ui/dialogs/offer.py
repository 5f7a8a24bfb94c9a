"""Dialogs about an offer: add one, note that it closes, screen it for a target group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from koorddesk.domain.offers import Mark, OperatorKind, ScreeningResult
from koorddesk.i18n import N_
from koorddesk.services.monitoring import CriterionRow
from koorddesk.services.register_queries import TargetGroupRow
from ui.dialogs.form_dialog import FormDialog
from ui.offer_words import MARKS, OPERATORS, SCREENINGS
from ui.widgets.date_field import DateField
from ui.workplace import Workplace


@dataclass(frozen=True)
class WrittenOffer:
    """What was written about a new offer; what was not known is empty."""

    name: str
    portal_number: str
    cvr: str
    operator_kind: OperatorKind | None
    operator_name: str
    address: str
    source: str


@dataclass(frozen=True)
class WrittenClosing:
    """That an offer closes: told when, from when, known from where."""

    announced_on: dt.date
    closes_on: dt.date | None
    source: str


@dataclass(frozen=True)
class WrittenScreening:
    """A screening as it was written."""

    group_id: str
    result: ScreeningResult
    reason: str
    marks: Mapping[str, tuple[Mark, str]]


class NewOfferDialog(FormDialog):
    """Asks what is known of an offer; only its name is needed.

    Signals:
        given(WrittenOffer): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, parent: QWidget | None) -> None:
        """Take the workplace."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("A new offer")),
            say(N_("&Add it")),
            parent,
            say(N_("Leave empty what is not known.")),
        )
        self.name = self.line(say(N_("&Name")))
        self.number = self.line(say(N_("Number at &Tilbudsportalen")))
        self.cvr = self.line(say(N_("&CVR number")))
        kinds = [("", say(N_("not known"))), *((kind.value, say(words)) for kind, words in OPERATORS.items())]
        self.operator = self.choice(say(N_("&Operator")), kinds)
        self.operator_name = self.line(say(N_("Operator's n&ame")))
        self.address = self.line(say(N_("A&ddress")))
        self.source = self.line(say(N_("&Source")), hint=say(N_("dialogue, expert council, data…")))
        self.name.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.verb.setEnabled(False)
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> WrittenOffer:
        """Return what stands in the fields."""
        kind = self.operator.currentData()
        return WrittenOffer(
            self.name.text().strip(),
            self.number.text().strip(),
            self.cvr.text().strip(),
            OperatorKind(kind) if kind else None,
            self.operator_name.text().strip(),
            self.address.text().strip(),
            self.source.text().strip(),
        )


class ClosingDialog(FormDialog):
    """Asks when it was told that an offer closes, its last day if it is known, and the source.

    Signals:
        given(WrittenClosing): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, name: str, parent: QWidget | None) -> None:
        """Take the offer's name."""
        say = place.text
        super().__init__(place.translator, say(N_("%(name)s closes"), name=name), say(N_("&Note the closing")), parent)
        today = place.desk.today()
        self.announced = DateField(today, self)
        self.day(say(N_("&Told on")), self.announced)
        self.known = QCheckBox(say(N_("The last day is &known")), self)
        self.form.addRow("", self.known)
        self.closes = DateField(today, self)
        self.day(say(N_("&Last day")), self.closes)
        self.closes.setEnabled(False)
        self.source = self.line(say(N_("&Source")), hint=say(N_("letter, enquiry, dialogue meeting…")))
        self.known.toggled.connect(self.closes.setEnabled)
        self.source.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.verb.setEnabled(False)
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> WrittenClosing:
        """Return what stands in the fields."""
        last = self.closes.day if self.known.isChecked() else None
        return WrittenClosing(self.announced.day, last, self.source.text().strip())


class ScreeningDialog(FormDialog):
    """Asks for which group an offer was screened, how it stands to each criterion, and what came of it.

    Signals:
        given(WrittenScreening): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        name: str,
        groups: Sequence[TargetGroupRow],
        criteria: Sequence[CriterionRow],
        parent: QWidget | None,
    ) -> None:
        """Take the offer's name, the target groups, and the criteria in force."""
        say = place.text
        text = (
            say(N_("How the offer stands to each criterion, and whether it is highly specialised for the group."))
            if criteria
            else say(N_("The screening has no criteria yet; its result and reason are kept all the same."))
        )
        super().__init__(
            place.translator, say(N_("Screening of %(name)s"), name=name), say(N_("&Keep the screening")), parent, text
        )
        self._criteria = criteria
        self.group = self.choice(say(N_("&Target group")), [(group.id, group.title) for group in groups])
        self._marks: dict[str, QComboBox] = {}
        for criterion in criteria:
            self._marks[criterion.id] = self.choice(
                criterion.text, [(mark.value, say(words)) for mark, words in MARKS.items()]
            )
        self.outcome = self.choice(
            say(N_("&Result")),
            [(result.value, say(words)) for result, words in SCREENINGS.items()],
            ScreeningResult.UNDECIDED.value,
        )
        self.reason = self.area(say(N_("R&eason")), "", 4)
        self.group.currentIndexChanged.connect(lambda _number: self._show_criteria())
        self.reason.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.given.emit(self.written()))
        self._show_criteria()
        self._check()

    def written(self) -> WrittenScreening:
        """Return what stands in the fields."""
        marks = {key: (Mark(box.currentData()), "") for key, box in self._marks.items() if box.isEnabled()}
        return WrittenScreening(
            self.group.currentData() or "",
            ScreeningResult(self.outcome.currentData()),
            self.reason.toPlainText().strip(),
            marks,
        )

    def _show_criteria(self) -> None:
        for criterion in self._criteria:
            self._marks[criterion.id].setEnabled(criterion.group_id in (None, self.group.currentData()))

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.reason.toPlainText().strip()) and bool(self.group.currentData()))


@dataclass(frozen=True)
class WrittenGroup:
    """For which target group an offer is, with which ages, from when; None is open or not known."""

    group_id: str
    age_from: int | None
    age_to: int | None
    valid_from: dt.date | None


class OfferGroupDialog(FormDialog):
    """Asks for which target group an offer is; ages may be left empty.

    Signals:
        given(WrittenGroup): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, name: str, groups: Sequence[TargetGroupRow], parent: QWidget | None) -> None:
        """Take the offer's name and the target groups."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Target group of %(name)s"), name=name),
            say(N_("&Add it")),
            parent,
            say(N_("What held before ends the day before. Leave empty what is not known.")),
        )
        self.group = self.choice(say(N_("&Target group")), [(group.id, group.title) for group in groups])
        self.lowest = self.line(say(N_("Age &from")))
        self.highest = self.line(say(N_("Age &to")))
        for line in (self.lowest, self.highest):
            line.setValidator(QIntValidator(0, 120, line))
        self.known = QCheckBox(say(N_("The first day is &known")), self)
        self.form.addRow("", self.known)
        self.since = DateField(place.desk.today(), self)
        self.day(say(N_("F&irst day")), self.since)
        self.since.setEnabled(False)
        self.known.toggled.connect(self.since.setEnabled)
        self.verb.setEnabled(self.group.count() > 0)
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> WrittenGroup:
        """Return what stands in the fields."""
        ages = [int(line.text()) if line.text().strip() else None for line in (self.lowest, self.highest)]
        since = self.since.day if self.known.isChecked() else None
        return WrittenGroup(self.group.currentData() or "", ages[0], ages[1], since)


class CriterionAddDialog(FormDialog):
    """Asks for a question of the screening, and whether it is asked for every group or one.

    Signals:
        given(text, group): the button was pressed; ``group`` is empty for every group.
    """

    given = Signal(str, str)

    def __init__(self, place: Workplace, groups: Sequence[TargetGroupRow], parent: QWidget | None) -> None:
        """Take the target groups."""
        say = place.text
        super().__init__(place.translator, say(N_("A criterion of the screening")), say(N_("&Add it")), parent)
        self.question = self.area(say(N_("&Question")), "", 3)
        every = [("", say(N_("every target group"))), *((group.id, group.title) for group in groups)]
        self.group = self.choice(say(N_("Asked &for")), every)
        self.question.textChanged.connect(lambda: self.verb.setEnabled(bool(self.question.toPlainText().strip())))
        self.verb.setEnabled(False)
        self.accepted.connect(
            lambda: self.given.emit(self.question.toPlainText().strip(), self.group.currentData() or "")
        )


class CriterionEndDialog(FormDialog):
    """Asks which criterion of the screening is not asked any more, and why.

    Signals:
        given(criterion, reason): the button was pressed.
    """

    given = Signal(str, str)

    def __init__(self, place: Workplace, criteria: Sequence[CriterionRow], parent: QWidget | None) -> None:
        """Take the criteria in force."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("End a criterion of the screening")),
            say(N_("&End it")),
            parent,
            say(N_("Screenings that used it keep its wording.")),
        )
        self.criterion = self.choice(say(N_("&Question")), [(each.id, each.text) for each in criteria])
        self.reason = self.line(say(N_("&Reason")))
        self.reason.textChanged.connect(
            lambda text: self.verb.setEnabled(bool(text.strip()) and self.criterion.count() > 0)
        )
        self.verb.setEnabled(False)
        self.accepted.connect(lambda: self.given.emit(self.criterion.currentData() or "", self.reason.text().strip()))


@dataclass(frozen=True)
class WrittenEnvironment:
    """A knowledge environment as it was written."""

    name: str
    description: str
    organisation: str
    offer_id: str
    group_id: str
    source: str


class EnvironmentDialog(FormDialog):
    """Asks for a knowledge environment and what it belongs to.

    Signals:
        given(WrittenEnvironment): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        offers: Sequence[tuple[str, str]],
        groups: Sequence[TargetGroupRow],
        parent: QWidget | None,
    ) -> None:
        """Take the offers as (key, name), and the target groups."""
        say = place.text
        super().__init__(place.translator, say(N_("A knowledge environment")), say(N_("&Add it")), parent)
        none = ("", say(N_("none")))
        self.name = self.line(say(N_("&Name")))
        self.organisation = self.line(say(N_("O&rganisation")))
        self.description = self.area(say(N_("&Description")), "", 3)
        self.offer = self.choice(say(N_("Belongs to the &offer")), [none, *offers])
        self.group = self.choice(say(N_("Serves the &target group")), [none, *((g.id, g.title) for g in groups)])
        self.source = self.line(say(N_("&Source")), hint=say(N_("dialogue, expert council, data…")))
        self.name.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.verb.setEnabled(False)
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def written(self) -> WrittenEnvironment:
        """Return what stands in the fields."""
        return WrittenEnvironment(
            self.name.text().strip(),
            self.description.toPlainText().strip(),
            self.organisation.text().strip(),
            self.offer.currentData() or "",
            self.group.currentData() or "",
            self.source.text().strip(),
        )
