"""What a letter says about its step: offers, the act it hangs on, hearing, clocks, findings, questions, meeting."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment, ExpertRemark
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Answered, Case, Step, StepKind, StepOffer
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.dialogue import DialogueEntry, DialogueParty, Task
from koorddesk.domain.letters import LetterKind
from koorddesk.domain.reports import ReportingTemplate, Submission
from koorddesk.domain.step_checks import ORDERS, Party, Proposed, Situation, Taken
from koorddesk.domain.step_rules import topic_of
from koorddesk.letters.facts import ActFacts, MeetingFacts, OfferFacts, StepFacts
from koorddesk.letters.step_words import NUMBERED
from koorddesk.services.letter_recipients import Receiver, addressed
from koorddesk.services.parts import returned_labels
from koorddesk.services.returning import cover_text
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.template import Kind, Template

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from koorddesk.services.desk import Desk

_NUMBER_IN = re.compile(r"\d+\.\d+\.?\s")  # of a question within its section's heading
# An act in the definite form, as a sentence goes on from it.
THE = {
    StepKind.RENEWED_CONSIDERATION_REQUEST: "anmodningen om fornyet behandling",
    StepKind.TEMPORARY_ORDER: "det midlertidige pålæg",
    StepKind.OPERATING_ORDER: "driftspålægget",
    StepKind.CONSOLIDATION_ORDER: "pålægget om samling af tilbud",
    StepKind.FINANCING_ORDER: "pålægget om finansiering",
}


def topic(uow: UnitOfWork, step: Step, kind: LetterKind) -> str:
    """Return the topic of the legal references that a letter stands on; empty where it stands on none."""
    if kind.value != step.kind.value:
        return "announcement" if kind is LetterKind.ANNOUNCEMENT else ""
    act = uow.get(Step, step.follows_id or "")
    parties = tuple(
        Party(known.id, known.kind)
        for party in addressed(uow, step)
        if (known := uow.get(Authority, party.authority_id or ""))
    )
    proposed = Proposed(step.kind, step.taken_on, addressees=parties, follows=step.follows_id)
    return topic_of(Situation(steps=(Taken(act.id, act.kind),) if act else ()), proposed)


def step_facts(
    uow: UnitOfWork,
    case: Case,
    announcement: Announcement,
    step: Step,
    kind: LetterKind,
    assessments: Sequence[Assessment],
) -> StepFacts:
    """Return what the letters of a step say about it, whoever they are to."""
    act = uow.get(Step, step.follows_id or "")
    financing = _financing(uow, step, act)
    operator = step if step.kind is StepKind.CONSOLIDATION_ORDER else act
    return StepFacts(
        offers=_offers(uow, step),
        order_kind=step.order_kind,
        outcome=Answered(step.outcome) if step.outcome in tuple(Answered) else None,
        act=_act(act),
        reason=step.reason,
        addressed=tuple(party.name for party in addressed(uow, step)),
        heard_on=_heard(uow, case, step),
        agree_by=_due(uow, financing, "four-months-financing"),
        operator_by=_due(uow, operator, "four-months-operator"),
        area=" og ".join(party.name for party in addressed(uow, financing)) if financing else "",
        questions=_questions(uow, announcement) if kind is LetterKind.QUESTIONS else (),
        remarks=tuple(remark.text for known in assessments for remark in uow.all(ExpertRemark, assessment_id=known.id)),
    )


def findings(desk: Desk, uow: UnitOfWork, receiver: Receiver) -> str:
    """Return the words that go with a returned form, without their greeting; empty where it says nothing."""
    submission = uow.get(Submission, receiver.subject_id or "")
    if submission is None:
        return ""
    in_copy = submission.file_name.lower().endswith((".xlsx", ".xlsm"))
    parts = returned_labels(uow, submission.id)
    return cover_text(desk, uow.findings(submission.id), in_copy=in_copy, parts=parts)


def meeting(desk: Desk, uow: UnitOfWork, receiver: Receiver) -> MeetingFacts | None:
    """Return the meeting or hearing that a letter is about."""
    entry = uow.get(DialogueEntry, receiver.subject_id or "")
    if entry is None:
        return None
    tasks = [_task(desk, task) for task in uow.all(Task, subject_id=entry.id)]
    named = tuple(party.name for party in uow.all(DialogueParty, entry_id=entry.id))
    said = entry.participants.replace(";", "\n").splitlines()
    return MeetingFacts(
        title=entry.title,
        held_on=entry.held_on,
        closes_on=entry.closes_on,
        agenda=entry.agenda,
        participants=tuple(dict.fromkeys((*named, *(line.strip() for line in said if line.strip())))),
        minutes="\n".join(filter(None, (entry.text, entry.concern))),
        tasks=tuple(tasks),
    )


def _task(desk: Desk, task: Task) -> str:
    """Return an agreed action with whom it was agreed with and its day in brackets."""
    day = f"senest den {desk.translator.long_date(task.due_on)}" if task.due_on else ""
    said = ", ".join(filter(None, (task.agreed_with.strip(), day)))
    return task.text.strip().removesuffix(".") + (f" ({said})" if said else "")


def _act(act: Step | None) -> ActFacts | None:
    if act is None or act.kind not in THE:
        return None
    return ActFacts(THE[act.kind], act.taken_on, act.taken_text, act.kind is StepKind.RENEWED_CONSIDERATION_REQUEST)


def _offers(uow: UnitOfWork, step: Step) -> tuple[OfferFacts, ...]:
    """Return the offers that a step names, otherwise those of the act it hangs on."""
    seen: Step | None = step
    while seen is not None:
        if found := uow.all(StepOffer, step_id=seen.id):
            return tuple(
                OfferFacts(offer.name, offer.operator, offer.why, offer.terminated_on)
                for offer in sorted(found, key=lambda offer: offer.position)
            )
        seen = uow.get(Step, seen.follows_id or "")
    return ()


def _financing(uow: UnitOfWork, step: Step, act: Step | None) -> Step | None:
    """Return the order to agree on financing that a letter speaks of."""
    if step.kind is StepKind.FINANCING_ORDER:
        return step
    if step.kind in ORDERS:
        return next(iter(uow.all(Step, follows_id=step.id, kind=StepKind.FINANCING_ORDER)), None)
    return act if act is not None and act.kind is StepKind.FINANCING_ORDER else None


def _due(uow: UnitOfWork, step: Step | None, rule: str) -> dt.date | None:
    known = uow.all(Deadline, subject_id=step.id, rule=rule) if step else []
    return known[0].due_on if known else None


def _heard(uow: UnitOfWork, case: Case, step: Step) -> dt.date | None:
    """Return when the parties were heard about a step: after the act it hangs on, which had a hearing of its own.

    An order to agree on financing is made with its order and shares that order's hearing.
    """
    act = uow.get(Step, step.follows_id or "")
    if step.kind is StepKind.FINANCING_ORDER and act is not None:
        return _heard(uow, case, act)
    after = act.position if act is not None else 0
    days = [
        heard.taken_on
        for heard in uow.all(Step, case_id=case.id, kind=StepKind.PARTY_HEARING)
        if heard.taken_on and after < heard.position < step.position
    ]
    return max(days, default=None)


def _questions(uow: UnitOfWork, announcement: Announcement) -> tuple[str, ...]:
    """Return the announcement's own questions, otherwise those of its form."""
    if announcement.questions.strip():
        return tuple(line.strip().lstrip("-•* ") for line in announcement.questions.splitlines() if line.strip())
    form = uow.get(ReportingTemplate, announcement.template_id or announcement.regional_template_id or "")
    if form is None:
        return ()
    return _asked_in(Template.from_json(form.definition))


def _asked_in(form: Template) -> tuple[str, ...]:
    """Return the questions of a form: a list's columns as one, and where it numbers its questions, only those."""
    found: dict[str, list[str]] = {}
    for field in form.fields:
        if field.kind is Kind.COLUMN and field.group:
            numbered = _NUMBER_IN.search(field.group)
            found.setdefault(field.group[numbered.start() :] if numbered else field.group, []).append(field.label)
        elif field.label and not field.question:
            found.setdefault(field.label, [])
    questions = [f"{text} ({', '.join(columns)})" if columns else text for text, columns in found.items()]
    own = [text for text in questions if NUMBERED.match(text)]
    return tuple(own or questions)
