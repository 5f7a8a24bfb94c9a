"""What a step rests on, in words: other steps, assessments, entries of the dialogue, documents, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koorddesk.domain.assessment import Assessment
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Case, Step, StepGround, StepKind
from koorddesk.domain.dialogue import DialogueEntry
from koorddesk.domain.documents import Document
from koorddesk.domain.reports import Submission
from koorddesk.i18n import N_
from koorddesk.services.chain_words import DIRECTIONS, ORDER_KINDS, STEPS
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


def step_title(desk: Desk, step: Step) -> str:
    """Return what a step is called, an order with what it orders."""
    name = desk.translator.text(STEPS[step.kind])
    return f"{name}: {desk.translator.text(ORDER_KINDS[step.order_kind])}" if step.order_kind else name


def step_day(desk: Desk, step: Step) -> str:
    """Return when a step was taken, as far as it is known."""
    return desk.translator.date(step.taken_on) if step.taken_on else step.taken_text


def step_words(desk: Desk, step: Step) -> str:
    """Return a step as one names it: what it is called, and when."""
    return f"{step_title(desk, step)} {step_day(desk, step)}".strip()


def step_words_in_case(desk: Desk, uow: UnitOfWork, step: Step) -> str:
    """Return a step as one names it from another case."""
    case = uow.get(Case, step.case_id)
    number = case.number if case else ""
    return desk.translator.text(N_("%(step)s in case %(case)s"), step=step_words(desk, step), case=number)


def ground_words(desk: Desk, record: DialogueEntry | Document | Submission) -> str:
    """Return an entry of the dialogue, a document or an answer as one names it."""
    say = desk.translator.text
    if isinstance(record, DialogueEntry):
        return say(N_("dialogue: %(title)s"), title=record.title)
    if isinstance(record, Document):
        return f"{record.theme} ({say(DIRECTIONS[record.direction])})"
    return say(N_("answer: %(file)s"), file=record.file_name)


def grounds_of(desk: Desk, uow: UnitOfWork, step: Step) -> list[str]:
    """Return in words everything that a step rests on, the assessment it names first."""
    keys = [ground.ground_id for ground in uow.all(StepGround, step_id=step.id)]
    if step.rests_on and step.rests_on not in keys and step.kind is not StepKind.ASSESSMENT:
        keys.insert(0, step.rests_on)
    return [words for key in keys if (words := _ground(desk, uow, step, key))]


def led_to(desk: Desk, uow: UnitOfWork, step: Step) -> list[str]:
    """Return the steps of other cases that rest on a step."""
    others = [uow.get(Step, ground.step_id) for ground in uow.all(StepGround, ground_id=step.id)]
    return [step_words_in_case(desk, uow, other) for other in others if other and other.case_id != step.case_id]


def _ground(desk: Desk, uow: UnitOfWork, step: Step, key: str) -> str:
    if (other := uow.get(Step, key)) is not None:
        return step_words(desk, other) if other.case_id == step.case_id else step_words_in_case(desk, uow, other)
    if (assessment := uow.get(Assessment, key)) is not None:
        region = uow.get(Authority, assessment.region_id) if assessment.region_id else None
        where = region.name if region else desk.translator.text(N_("the whole country"))
        return f"{desk.translator.text(STEPS[StepKind.ASSESSMENT])} ({where})"
    record = uow.get(DialogueEntry, key) or uow.get(Document, key) or uow.get(Submission, key)
    return ground_words(desk, record) if record is not None else ""
