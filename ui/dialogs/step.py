"""Take a step of the chain: what it says, whom it addresses, what it rests on, beside its checklist as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.chain import Answered, OrderKind, StepKind
from koorddesk.domain.letters import LetterKind
from koorddesk.domain.step_rules import RULES
from koorddesk.errors import KoorddeskError
from koorddesk.i18n import N_
from koorddesk.services import chain, letters, step_choices
from koorddesk.services.chain import ChecklistRow, Choice, NextStep, StepDraft, StepTaken
from koorddesk.services.chain_words import FORCES, ORDER_KINDS
from koorddesk.services.step_choices import StepChoices
from ui.dialogs.ask import MaybeDay
from ui.dialogs.drafting import write_drafts
from ui.dialogs.form_dialog import FormDialog
from ui.pages.page import heading
from ui.theme import STEP
from ui.widgets.checklist import CheckItem, Checklist
from ui.widgets.date_field import DateField
from ui.widgets.pick_list import PickList
from ui.widgets.step_offers import StepOffers
from ui.words import CONCLUSIONS
from ui.workplace import Workplace

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_PAUSE = 200  # ms of quiet before the checklist is read anew
_USUAL_TIME = dt.timedelta(weeks=12)  # only where the date field begins
_ANSWERS = {Answered.GRANTED: N_("granted"), Answered.REFUSED: N_("refused")}
_REASONED = {"reasons-written", "exceptional-reasoned"}
_SIZE = (1260, 620)


def check_items(rows: list[ChecklistRow], say: Callable[..., str]) -> list[CheckItem]:
    """Return the preconditions of a step as the checklist shows them: the source, and what not meeting it means."""
    items = []
    for row in rows:
        source = " · ".join(filter(None, (row.source, "" if row.met else say(FORCES[row.force]))))
        items.append(CheckItem(row.code, row.text, source, row.met, row.blocks))
    return items


def brings_words(step: NextStep, say: Callable[..., str]) -> str:
    """Return whom a step addresses, its documents out, in and internal, and its deadlines, a line each."""
    lines = (
        (N_("Addresses"), (step.addressing,)),
        (N_("Goes out"), step.outgoing),
        (N_("Comes in"), step.incoming),
        (N_("Internal"), step.internal),
        (N_("Deadlines"), step.clocks),
    )
    return "\n".join(f"{say(words)}: {', '.join(what)}" for words, what in lines if what)


class StepDialog(FormDialog):
    """One step of one case; the button waits until nothing stops the step and every gap has its reason.

    Signals:
        given(StepDraft, dict): the button was pressed; the reasons are by precondition.
    """

    given = Signal(object, object)

    def __init__(
        self, place: Workplace, case_number: str, step: NextStep, choices: StepChoices, parent: QWidget | None
    ) -> None:
        """Take the step that was chosen and what can be chosen for it."""
        say = place.text
        name = step.name[:1].upper() + step.name[1:]
        super().__init__(
            place.translator,
            say(N_("%(step)s in case %(case)s"), step=name, case=case_number),
            say(N_("&Take the step")),
            parent,
        )
        self._place, self._case, self.step, self._choices = place, case_number, step, choices
        self._rows: list[ChecklistRow] | None = None
        self._make_side()
        self._make_fields()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._read)
        self._connect()
        self._show_rows_wanted()
        self.resize(*_SIZE)
        self.finished.connect(lambda _result: self._timer.stop())
        self._read()

    # parts

    def _make_side(self) -> None:
        say, step = self._place.text, self.step
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 2 * STEP, 0)
        column.setSpacing(2 * STEP)
        self.checklist = Checklist(self._place.translator, side)
        self._trouble = QLabel(side)
        self._counted = QLabel(side)
        brings = QLabel(brings_words(step, say), side)
        for label in (self._trouble, self._counted, brings):
            label.setWordWrap(True)
        for part in (
            heading(say(N_("What has to hold before the step")), side),
            self._trouble,
            self.checklist,
            heading(say(N_("What the step brings")), side),
            brings,
            self._counted,
        ):
            column.addWidget(part)
        column.addStretch()
        self._trouble.hide()
        self._counted.hide()
        self.beside(side)

    def _make_fields(self) -> None:
        say, kind, today = self._place.text, self.step.kind, self._place.desk.today()
        codes = {need.code for need in RULES[kind].needs}
        self.recorded = QCheckBox(say(N_("It happened &outside the program and is put on record here")), self)
        self.form.addRow(self.recorded)
        self.on = MaybeDay(say(N_("the day is known")), today, today, self)
        self.on.field.setAccessibleName(say(N_("Day of the step")))
        self.form.addRow(say(N_("Day")), self.on)
        self.on_text = self.line(say(N_("When, as the source &says")), "", say(N_("e.g. spring 2021")))
        self.law_on = DateField(today, self)
        self.day(say(N_("The act as it stood on")), self.law_on)
        self.follows = self.choice(
            say(N_("The act it &hangs on")),
            [("", say(N_("none"))), *((one.id, one.text) for one in self.step.follows)],
            self.step.follows[-1].id if self.step.follows else "",
        )
        self.order_kind = self.choice(
            say(N_("What is &ordered")),
            [("", say(N_("not chosen"))), *((one.value, say(ORDER_KINDS[one])) for one in OrderKind)],
        )
        self.outcome = self.choice(say(N_("Ou&tcome")), [("", say(N_("not chosen"))), *self._outcomes()])
        self.regions = self._pick(N_("Regions"), self._choices.regions)
        self.addressees = self._pick(N_("Addressees"), self._choices.addressees, single=self._choices.one_addressee)
        self.financing_area = self.choice(
            say(N_("Municipalities that agree on &financing")),
            [("", say(N_("not chosen"))), *((one.id, one.text) for one in self._choices.areas)],
        )
        self.offers = StepOffers(self._place, self._choices.offers, kind, self)
        self.form.addRow(say(N_("Offers")), self.offers)
        self.text = self.area(say(N_("&What is asked, said or agreed")), "", 4)
        self.reason = self.area(say(N_("&Reasons")), "", 3)
        usual = today + _USUAL_TIME if self.step.asks_deadline else None
        self.deadline = MaybeDay(say(N_("a day is set")), usual, today + _USUAL_TIME, self)
        self.deadline.field.setAccessibleName(say(N_("Deadline for the answer")))
        words = N_("Deadline for the answer") if self.step.asks_deadline else N_("Follow-up on")
        self.form.addRow(say(words), self.deadline)
        self._deadline_words = QLabel(self)
        self._deadline_words.setWordWrap(True)
        self._deadline_words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.form.addRow("", self._deadline_words)
        self.grounds = self._pick(N_("What it rests on"), self._choices.grounds)
        self.source = self.line(say(N_("So&urce")))
        self._reasoned = bool(codes & _REASONED)
        self._answered = "outcome-given" in codes or kind is StepKind.ASSESSMENT

    def _outcomes(self) -> list[tuple[str, str]]:
        if self.step.kind is StepKind.ASSESSMENT:
            return [(one.value, self._place.text(CONCLUSIONS[one])) for one in Conclusion if one is not Conclusion.OPEN]
        return [(one.value, self._place.text(_ANSWERS[one])) for one in Answered]

    def _pick(self, words: str, choices: tuple[Choice, ...], *, single: bool = False) -> PickList:
        picked = PickList(self._place.translator, self._place.text(words), choices, self, single=single)
        self.form.addRow(self._place.text(words), picked)
        if len(choices) == 1 and words == N_("Regions"):
            picked.tick(choices[0].id)
        return picked

    def _connect(self) -> None:
        for box in (self.follows, self.order_kind, self.outcome, self.financing_area):
            box.currentIndexChanged.connect(lambda _number: self._changed())
        for part in (self.on, self.regions, self.addressees, self.offers, self.deadline, self.grounds):
            part.changed.connect(self._changed)
        for area in (self.text, self.reason):
            area.textChanged.connect(self._changed)
        for line in (self.on_text, self.source):
            line.textChanged.connect(lambda _text: self._changed())
        self.law_on.dateChanged.connect(lambda _date: self._changed())
        self.recorded.toggled.connect(lambda _on: self._changed())
        self.checklist.changed.connect(self._tell_verb)
        self.accepted.connect(lambda: self.given.emit(self.written(), self.checklist.reasons()))

    def _show_rows_wanted(self) -> None:
        """Show the fields that this kind of step takes, and those of what is put on record where it is."""
        show, kind, past = self.form.setRowVisible, self.step.kind, self.recorded.isChecked()
        private = kind is StepKind.OPERATING_ORDER and bool(self.order_kind.currentData())
        if not past:
            self.on.known.setChecked(True)
        self.on.known.setVisible(past)
        known = self.on.day is not None
        show(self.on_text, past and not known)
        show(self.law_on, past and not known)
        show(self.follows, bool(RULES[kind].follows))
        show(self.order_kind, kind is StepKind.OPERATING_ORDER)
        show(self.outcome, self._answered)
        show(self.regions, bool(self._choices.regions))
        show(self.addressees, bool(self._choices.addressees))
        show(self.financing_area, bool(self._choices.areas))
        show(self.offers, self.step.names_offers)
        self.offers.show_private(private and OrderKind(self.order_kind.currentData()).private)
        show(self.reason, self._reasoned)
        timed = self.step.asks_deadline or "follow-up" in RULES[kind].clocks
        show(self.deadline, timed)
        show(self._deadline_words, timed and self.deadline.day is not None)
        show(self.grounds, bool(self._choices.grounds))
        show(self.source, past)

    # what is written, and whether it may be

    def written(self) -> StepDraft:
        """Return the step as it stands in the fields."""
        past, region = self.recorded.isChecked(), self.regions.chosen
        kind = self.order_kind.currentData()
        assessments = self._choices.assessments
        return StepDraft(
            kind=self.step.kind,
            on=self.on.day,
            on_text=self.on_text.text().strip() if self.on.day is None else "",
            law_on=self.law_on.day if self.on.day is None else None,
            order_kind=OrderKind(kind) if kind else None,
            regions=region,
            addressees=self.addressees.chosen,
            offers=self.offers.offers if self.step.names_offers else (),
            follows=self.follows.currentData() or None,
            financing_area=self.financing_area.currentData() or None,
            outcome=self.outcome.currentData() or "" if self._answered else "",
            text=self.text.toPlainText().strip(),
            reason=self.reason.toPlainText().strip(),
            deadline=self.deadline.day,
            source=self.source.text().strip() if past else "",
            recorded=past,
            rests_on=self.grounds.chosen,
            assessment_id=assessments.get(region[0] if len(region) == 1 else "", assessments.get("")),
        )

    def _changed(self) -> None:
        self._show_rows_wanted()
        self._rows = None
        self._tell_verb()
        self._timer.start()

    def _read(self) -> None:
        number, draft = self._case, self.written()
        self._place.read(
            self,
            lambda desk: (
                chain.checklist(desk, number, draft),
                step_choices.counted_day(desk, draft.kind, draft.on) if draft.on else "",
                step_choices.day_words(desk, draft.deadline) if draft.deadline else "",
            ),
            lambda found: self._show(*found),
            replaces="checklist",
            failed=self._show_trouble,
        )

    def _show(self, rows: list[ChecklistRow], counted: str, deadline: str) -> None:
        if self._timer.isActive():
            return  # something was written since; its own answer follows
        self._rows = rows
        self._trouble.hide()
        self.checklist.show_items(check_items(rows, self._place.text))
        self._counted.setText(self._place.text(N_("Deadline: %(arithmetic)s"), arithmetic=counted))
        self._counted.setVisible(bool(counted))
        self._deadline_words.setText(deadline)
        self._tell_verb()

    def _show_trouble(self, error: Exception) -> None:
        known = error.message(self._place.translator) if isinstance(error, KoorddeskError) else str(error)
        self._trouble.setText(known)
        self._trouble.show()

    def _tell_verb(self) -> None:
        ready = self._rows is not None and (not self._rows or self.checklist.can_proceed)
        self.verb.setEnabled(ready)


def open_step(place: Workplace, owner: QWidget, case_number: str, step: NextStep, region: str = "") -> None:
    """Read what can be chosen, open the dialog, and take the step it gives; its own letters are drafted at once.

    ``region`` is the name of the one to write to, where that is what the step is for: its letters are then shown.
    """

    def show(choices: StepChoices) -> None:
        dialog = StepDialog(place, case_number, step, choices, owner.window())
        if region:
            dialog.regions.tick_text(region)
        dialog.given.connect(take)
        dialog.open()

    def take(draft: StepDraft, passed: dict[str, str]) -> None:
        place.change(
            owner,
            lambda desk: chain.take_step(desk, case_number, draft, passed),
            title=place.text(N_("Taking the step")),
            then=lambda taken: letters_of(taken, draft),
        )

    def letters_of(taken: StepTaken, draft: StepDraft) -> None:
        place.notifier.inform(place.text(N_("The step is taken: %(step)s."), step=step.name))
        if not draft.recorded:
            place.read(owner, lambda desk: own_letters(desk, taken), write, replaces="letter-choices")

    def own_letters(desk: Desk, taken: StepTaken) -> list[tuple[str, LetterKind]]:
        # An order brings its financing order, whose letters go to other councils.
        return [
            (step_id, choice.kind)
            for step_id in filter(None, (taken.step_id, taken.financing_step_id))
            for choice in letters.letter_choices(desk, case_number, step_id)
            if choice.own
        ]

    def write(wanted: list[tuple[str, LetterKind]]) -> None:
        if not wanted:
            return
        desk = place.desk
        write_drafts(
            place,
            owner,
            lambda progress, cancelled: [
                row
                for step_id, kind in wanted
                for row in letters.draft_letters(desk, case_number, step_id, progress, cancelled, kind=kind)
            ],
            show=bool(region),
        )

    kind = step.kind
    place.read(owner, lambda desk: step_choices.step_choices(desk, case_number, kind), show, replaces="step")
