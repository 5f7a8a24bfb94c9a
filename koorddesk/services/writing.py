"""Writing to the councils of a region: which letters there can be, to how many, and what is missing before each."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.letters import Letter, LetterKind, LetterState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.announcements import asked_regions
from koorddesk.services.case_lookup import asked_region, current_assessment
from koorddesk.services.cases import open_case
from koorddesk.services.letter_kinds import ABOUT_REPORTS, NAMES, REACH, Reach
from koorddesk.services.letter_recipients import Receiver, circle, receivers
from koorddesk.services.letters import Progress, draft_letters
from koorddesk.services.queries import LetterRow
from koorddesk.services.search import HitRow
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "announcement-not-issued": N_("The announcement %(code)s has not been issued, so nobody can be written to."),
    }
)

ACT = "Act"  # beside the kinds of record that the search finds
WRITE = "write/"  # begins the key by which the page of letters is asked to write to a region
K = LetterKind
# The letters to the councils of a region, in the order of the chain, and the step that sends each.
_STEPS = {
    K.SUPPLEMENTARY_QUESTIONS: StepKind.SUPPLEMENTARY_QUESTIONS,
    K.STATUS_REQUEST: StepKind.STATUS_REQUEST,
    K.CLOSING_LETTER: StepKind.CLOSING,
    K.RENEWED_CONSIDERATION_REQUEST: StepKind.RENEWED_CONSIDERATION_REQUEST,
}
_RESTS_ON = {
    K.RENEWED_CONSIDERATION_REQUEST: Conclusion.RENEWED_CONSIDERATION,
    K.CLOSING_LETTER: Conclusion.MUNICIPAL_IMPLEMENTATION,
}
_ORDER = (K.RENEWED_CONSIDERATION_REQUEST, K.SUPPLEMENTARY_QUESTIONS, K.STATUS_REQUEST, K.CLOSING_LETTER)
_NOBODY = {
    K.REMINDER: N_("Nobody in the region is late."),
    K.RECEIPT: N_("Nothing from the region is accepted yet."),
    K.RETURN: N_("Nothing from the region is returned."),
}


class Way(enum.StrEnum):
    """What choosing a letter does: show what is written, draft it, take its step, conclude first; or nothing."""

    SHOW = "show"
    DRAFT = "draft"
    STEP = "step"
    ASSESS = "assess"
    NONE = "none"


@dataclass(frozen=True)
class LetterWay:
    """One kind of letter to a region's councils: its name, how many there are or would be, and the way to it.

    ``missing`` says what comes first; ``step`` is the step that sends it, ``letter_id`` the first one written.
    """

    kind: LetterKind
    name: str
    count: int
    way: Way
    missing: str = ""
    step: StepKind | None = None
    letter_id: str = ""


@dataclass(frozen=True)
class RegionAsked:
    """A region that an announcement in hand asks."""

    announcement_code: str
    announcement_title: str
    region_code: str
    region_name: str


def regions_to_write_to(desk: Desk) -> list[RegionAsked]:
    """Return the regions of every announcement that is no mere history, the newest announcement first."""
    with desk.store.reader() as uow:
        announcements = [known for known in uow.all(Announcement) if not known.historical]
        announcements.sort(key=lambda known: (str(known.issued_on or ""), known.code), reverse=True)
        return [
            RegionAsked(known.code, known.title, region.code or region.name, region.name)
            for known in announcements
            for region, _ in asked_regions(uow, known)
        ]


def acts_found(desk: Desk, text: str) -> list[HitRow]:
    """Return, for the search over everything, what can be done about the regions whose names were typed."""
    from koorddesk.store.index import WORD, fold, words

    terms = tuple(words(text))
    names = list(dict.fromkeys((known.region_code, known.region_name) for known in regions_to_write_to(desk)))
    say = desk.translator.text
    titles = [(code, say(N_("Write to the councils of %(region)s"), region=name)) for code, name in names]
    return [
        HitRow(ACT, title, "", code, opens=f"{WRITE}{code}")
        for code, title in titles
        if terms and all(any(fold(word).startswith(term) for word in WORD.findall(title)) for term in terms)
    ]


def letters_to_region(desk: Desk, announcement_code: str, region_code: str) -> list[LetterWay]:
    """Return the letters that the councils of a region can be sent, each with the way to it."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code)
        case = uow.one(Case, announcement_id=announcement.id)
        around = circle(uow, announcement, _of_region(region), desk.today())
        written = uow.all(Letter, case_id=case.id) if case else []
        steps = {step.id: step for step in _of_steps(desk, uow, announcement, case, region)}
        names = {kind: desk.translator.text(NAMES[kind.value]) for kind in (*_ORDER, *ABOUT_REPORTS)}
        here = _within(uow, announcement, region, desk.today())
        found = []
        for kind in (*_ORDER, *ABOUT_REPORTS):
            own = [
                letter
                for letter in written
                if letter.kind is kind and letter.recipient_id in here and letter.step_id in steps
            ]
            open_ones = [letter for letter in own if letter.state is LetterState.DRAFT] or own
            if open_ones:
                first = min(open_ones, key=lambda letter: letter.number)
                found.append(LetterWay(kind, names[kind], len(open_ones), Way.SHOW, letter_id=first.id))
            elif kind in _STEPS:
                found.append(_by_step(desk, uow, announcement, region, kind, names[kind], len(around.all), steps))
            else:
                someone = _receivers(desk, uow, announcement, case, region, kind)
                way = Way.DRAFT if someone else Way.NONE
                missing = "" if someone else desk.translator.text(_NOBODY[kind])
                found.append(LetterWay(kind, names[kind], len(someone), way, missing))
        return found


def draft_to_region(
    desk: Desk,
    announcement_code: str,
    region_code: str,
    kind: LetterKind,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[LetterRow]:
    """Draft the letters of one kind to the councils of one region, from the step that has them.

    The case is opened with the first where there is none. Raises UserError where the announcement is not issued, or
    nobody is to be written to.
    """
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code)
        known = uow.one(Case, announcement_id=announcement.id)
        here = _within(uow, announcement, region, desk.today())
        if not (announcement.issued_on or announcement.issued_text):
            raise UserError("announcement-not-issued", code=announcement_code)
    number = known.number if known is not None else open_case(desk, announcement_code).case_number
    with desk.store.reader() as uow:
        case = uow.one(Case, number=number)
        assert case is not None
        wanted = _STEPS.get(kind, StepKind.ANNOUNCEMENT)
        steps = [step for step in _of_steps(desk, uow, announcement, case, region) if step.kind is wanted]
        step = steps[-1]
    return draft_letters(
        desk, number, step.id, progress, cancelled, kind=kind, only=lambda receiver: receiver.id in here
    )


def _by_step(
    desk: Desk,
    uow: UnitOfWork,
    announcement: Announcement,
    region: Authority,
    kind: LetterKind,
    name: str,
    count: int,
    steps: dict[str, Step],
) -> LetterWay:
    """Return the way to a letter that a step of the chain sends, before anything of it is written."""
    step_kind = _STEPS[kind]
    if any(step.kind is step_kind for step in steps.values()):
        return LetterWay(kind, name, count, Way.DRAFT, step=step_kind)
    conclusion = _RESTS_ON.get(kind)
    if conclusion is not None:
        current = current_assessment(uow, announcement, region)
        if current is None or not current.final:
            missing = desk.translator.text(
                N_("First conclude the assessment of %(region)s: the letter rests on it."), region=region.name
            )
            return LetterWay(kind, name, count, Way.ASSESS, missing, step_kind)
        if current.conclusion is not conclusion:
            missing = desk.translator.text(
                N_("The assessment of %(region)s leads to something else."), region=region.name
            )
            return LetterWay(kind, name, count, Way.ASSESS, missing, step_kind)
    return LetterWay(kind, name, count, Way.STEP, step=step_kind)


def _receivers(
    desk: Desk, uow: UnitOfWork, announcement: Announcement, case: Case | None, region: Authority, kind: LetterKind
) -> list[Receiver]:
    """Return who in a region a letter about reports would go to."""
    assert REACH[kind] in (Reach.SENDERS, Reach.RETURNED, Reach.MISSING)
    case = case or Case(id="", number="", title="", announcement_id=announcement.id, opened_on=None)
    step = _of_region(region)
    around = circle(uow, announcement, step, desk.today())
    here = _within(uow, announcement, region, desk.today())
    return [
        receiver
        for receiver in receivers(uow, case, announcement, step, kind, around, desk.today())
        if receiver.id in here
    ]


def _within(uow: UnitOfWork, announcement: Announcement, region: Authority, on: dt.date) -> frozenset[str | None]:
    """Return the region and its municipalities, as the announcement asks them."""
    around = circle(uow, announcement, _of_region(region), on)
    return frozenset({region.id, *(council.id for council in around.councils[region.id])})


def _of_region(region: Authority) -> Step:
    """Return a step that is about one region and nothing else, to ask whom it concerns."""
    return Step(id="", case_id="", kind=StepKind.ANNOUNCEMENT, taken_on=None, region_id=region.id)


def _of_steps(
    desk: Desk, uow: UnitOfWork, announcement: Announcement, case: Case | None, region: Authority
) -> list[Step]:
    """Return the steps of a case that concern a region, in their order."""
    steps = sorted(uow.all(Step, case_id=case.id), key=lambda step: step.position) if case else []
    return [
        step
        for step in steps
        if any(known.id == region.id for known in circle(uow, announcement, step, desk.today()).regions)
    ]
