"""What a step of a case can be given when it is written: regions, councils, areas, offers, grounds, and its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.assessment import Assessment
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.chain import Case, GroundKind, Step, StepKind
from koorddesk.domain.deadlines import Deadline, add_months
from koorddesk.domain.dialogue import DialogueEntry
from koorddesk.domain.documents import Document
from koorddesk.domain.offers import Offer
from koorddesk.domain.reports import Submission
from koorddesk.domain.step_rules import RULES, Addressing
from koorddesk.i18n import N_
from koorddesk.services.announcements import asked_regions, current_submissions
from koorddesk.services.case_lookup import announcement_of, case_by_number
from koorddesk.services.chain import Choice
from koorddesk.services.clock_rules import COUNTED
from koorddesk.services.clocks import arithmetic
from koorddesk.services.grounds import ground_words, step_words
from koorddesk.services.register_lookup import authorities_on
from koorddesk.sorting import danish_key
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_REGIONAL = {StepKind.REPORT, StepKind.ASSESSMENT, StepKind.DIALOGUE, StepKind.FOLLOW_UP}


@dataclass(frozen=True)
class StepChoices:
    """What can be chosen for a step of one kind; a list is empty where the step does not take it.

    ``regions`` are those asked (all of them for an announcement that is not issued), ``councils`` and ``areas`` exist
    on the day. ``one_addressee`` tells whether one of ``addressees`` is chosen, or any number. ``grounds`` is what
    the step can rest on. ``assessments`` gives the id of the assessment that a request or an order stands on, by region
    (empty for the one of the whole country).
    """

    regions: tuple[Choice, ...]
    addressees: tuple[Choice, ...]
    one_addressee: bool
    areas: tuple[Choice, ...]
    offers: tuple[Choice, ...]
    grounds: tuple[Choice, ...]
    assessments: Mapping[str, str]


def step_choices(desk: Desk, case_number: str, kind: StepKind) -> StepChoices:
    """Return what can be chosen when a step of this kind is written for a case, as of today."""
    rule, day = RULES[kind], desk.today()
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        announcement = announcement_of(uow, case)
        standing = authorities_on(uow, day)
        regions = [known for known in standing if known.kind is AuthorityKind.REGION]
        asked = [region for region, _ in asked_regions(uow, announcement)]
        if kind is not StepKind.ANNOUNCEMENT and asked:
            regions = asked
        order = any(need.code == "financing-area-named" for need in rule.needs)
        areas = [known for known in standing if known.kind is not AuthorityKind.MUNICIPALITY]
        addressees: list[Authority] = []
        if rule.addressing in (Addressing.ONE_COUNCIL, Addressing.COUNCILS, Addressing.PARTIES):
            addressees = [known for known in standing if known.kind is not AuthorityKind.PART_OF_COUNTRY]
        elif rule.addressing is Addressing.MUNICIPALITIES_OF_AREA:
            addressees = areas
        takes_regions = rule.addressing is Addressing.COUNCILS_OF_REGIONS or kind in _REGIONAL
        names_offers = any(need.code in ("one-offer", "two-offers") for need in rule.needs)
        current = uow.all(Assessment, announcement_id=announcement.id, overtaken_by=None)
        carries = GroundKind.ASSESSMENT in rule.rests_on
        return StepChoices(
            regions=_choices(regions) if takes_regions else (),
            addressees=_choices(addressees),
            one_addressee=rule.addressing in (Addressing.ONE_COUNCIL, Addressing.MUNICIPALITIES_OF_AREA),
            areas=_choices(areas) if order else (),
            offers=tuple(
                Choice(offer.id, offer.name) for offer in sorted(uow.all(Offer), key=lambda one: danish_key(one.name))
            )
            if names_offers
            else (),
            grounds=tuple(_grounds(desk, uow, case)) if rule.rests_on else (),
            assessments={known.region_id or "": known.id for known in current if carries},
        )


def counted_day(desk: Desk, kind: StepKind, on: dt.date) -> str:
    """Return how the clock that a step starts by itself is counted from its day, in words; empty where none is."""
    rules = [*RULES[kind].clocks]
    if any(need.code == "financing-area-named" for need in RULES[kind].needs):
        rules += RULES[StepKind.FINANCING_ORDER].clocks
    for rule in rules:
        if rule in COUNTED:
            months, source = COUNTED[rule]
            due_on = add_months(on, months)
            found = arithmetic(desk, Deadline("", "", "", due_on, rule, starts_on=on, months=months), ())
            return f"{found} ({source})"
    return ""


def day_words(desk: Desk, due_on: dt.date) -> str:
    """Return how far off a day is that is set for an answer, and whether it is a day off."""
    weeks, days = divmod((due_on - desk.today()).days, 7)
    parts = [
        desk.translator.text(
            N_("%(day)s, %(weeks)d weeks and %(days)d days from today"),
            day=desk.translator.long_date(due_on),
            weeks=weeks,
            days=days,
        )
    ]
    off = arithmetic(desk, Deadline("", "", "", due_on, ""), ())
    return "; ".join(filter(None, (*parts, off)))


def _choices(authorities: list[Authority]) -> tuple[Choice, ...]:
    return tuple(Choice(known.id, known.official_name or known.name) for known in authorities)


def _grounds(desk: Desk, uow: UnitOfWork, case: Case) -> Iterator[Choice]:
    """Yield what a step of the case can rest on: its steps, documents, answers, and the dialogue about it."""
    for step in sorted(uow.all(Step, case_id=case.id), key=lambda one: one.position):
        yield Choice(step.id, step_words(desk, step))
    for entry in uow.all(DialogueEntry, case_id=case.id):
        yield Choice(entry.id, ground_words(desk, entry))
    for document in uow.all(Document, case_id=case.id):
        yield Choice(document.id, ground_words(desk, document))
    for submission in current_submissions(uow.all(Submission, announcement_id=case.announcement_id)):
        yield Choice(submission.id, ground_words(desk, submission))
