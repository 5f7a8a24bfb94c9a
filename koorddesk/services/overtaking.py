"""Conclusions that a later one overtakes, also of another case: an earlier one is never edited, it stops counting.

Facts 4.4: one target group has several announcements over time, and a conclusion is opened again by a follow-up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority, Succession, successor_on
from koorddesk.domain.chain import Case, PartyRole, Step, StepKind, StepParty
from koorddesk.domain.documents import NoteKind
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.case_lookup import case_by_number
from koorddesk.services.cases import add_case_note
from koorddesk.services.chain import Choice
from koorddesk.services.chain_words import STEPS
from koorddesk.services.grounds import step_words, step_words_in_case
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

CONCLUSIONS = (StepKind.ASSESSMENT, StepKind.CLOSING)
register(
    {
        "not-a-conclusion": N_("Only a conclusion, an assessment or a closing, is overtaken by a later one."),
        "overtaken-already": N_("That conclusion is overtaken already."),
        "overtake-reason": N_("Write why the earlier conclusion does not hold any more."),
        "overtake-later": N_("A conclusion is overtaken by a later step, not by itself or an earlier one."),
    }
)


@dataclass(frozen=True)
class Overtaking:
    """Two conclusions about the same target group and region: the earlier one, the later one, and a sentence."""

    step_id: str
    by_step_id: str
    text: str


def overtake(desk: Desk, step_id: str, by_step_id: str, reason: str) -> Changes:
    """Mark a conclusion as overtaken by a later step, which may be of another case; the conclusion itself stays."""
    with desk.store.unit_of_work() as uow:
        step, later = uow.get(Step, step_id), uow.get(Step, by_step_id)
        if step is None or later is None:
            raise UserError("no-such-step")
        if step.kind not in CONCLUSIONS:
            raise UserError("not-a-conclusion")
        if step.overtaken_by is not None:
            raise UserError("overtaken-already")
        if not reason.strip():
            raise UserError("overtake-reason")
        earlier = later.case_id == step.case_id and later.position <= step.position
        known_days = later.taken_on is not None and step.taken_on is not None
        if earlier or (known_days and (later.taken_on or dt.date.min) < (step.taken_on or dt.date.min)):
            raise UserError("overtake-later")
        step.overtaken_by = later.id
        case = uow.get(Case, step.case_id)
        assert case is not None
        add_case_note(desk, uow, case, NoteKind.OVERTAKEN, reason, step_id=step.id)
        name = desk.translator.text(STEPS[step.kind])
        return uow.commit(
            Summary(N_("overtaken in case %(case)s: %(step)s"), {"case": case.number, "step": name}), reason.strip()
        )


def proposed_overtakings(desk: Desk, case_number: str) -> list[Overtaking]:
    """Return the conclusions of a case, or of others, that a later one about the same group and region may overtake.

    One of the two is of this case, the other of another case about the same target group or intervention.
    """
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        heirs = uow.all(Succession)
        known = [
            (other, step, _regions(uow, step, heirs))
            for other in _about_the_same(uow, case)
            for step in uow.all(Step, case_id=other.id, kind=list(CONCLUSIONS), overtaken_by=None)
            if step.taken_on is not None
        ]
        found = []
        for old_case, old, old_regions in known:
            later = [
                new
                for new_case, new, new_regions in known
                if new_case.id != old_case.id
                and case.id in (new_case.id, old_case.id)
                and (new.taken_on or dt.date.min) > (old.taken_on or dt.date.max)
                and (not new_regions or (bool(old_regions) and old_regions <= new_regions))
            ]
            if later:
                new = max(later, key=lambda one: (one.taken_on or dt.date.min, one.position))
                found.append(Overtaking(old.id, new.id, _proposal(desk, uow, old, new)))
        return found


def overtaking_choices(desk: Desk, step_id: str) -> list[Choice]:
    """Return what can overtake a conclusion: later steps of its case, later conclusions of others on its group."""
    with desk.store.reader() as uow:
        step = uow.get(Step, step_id)
        if step is None:
            raise UserError("no-such-step")
        case = uow.get(Case, step.case_id)
        assert case is not None
        own = sorted(uow.all(Step, case_id=case.id), key=lambda one: one.position)
        choices = [Choice(one.id, step_words(desk, one)) for one in own if one.position > step.position]
        for other in _about_the_same(uow, case):
            if other.id != case.id:
                choices += [
                    Choice(one.id, step_words_in_case(desk, uow, one))
                    for one in uow.all(Step, case_id=other.id, kind=list(CONCLUSIONS))
                    if (one.taken_on or dt.date.max) >= (step.taken_on or dt.date.min)
                ]
        return choices


def _about_the_same(uow: UnitOfWork, case: Case) -> list[Case]:
    """Return the cases about the target group and the intervention of a case, itself among them."""
    announcement = uow.get(Announcement, case.announcement_id)
    assert announcement is not None
    alike = uow.all(Announcement, group_id=announcement.group_id, intervention_id=announcement.intervention_id)
    return uow.all(Case, announcement_id=[one.id for one in alike])


def _regions(uow: UnitOfWork, step: Step, heirs: Sequence[Succession]) -> frozenset[str]:
    """Return the regions a conclusion is about, as they are called last; empty for the whole country."""
    parties = uow.all(StepParty, step_id=step.id, role=PartyRole.REGION)
    keys = {party.authority_id for party in parties} | {step.region_id}
    return frozenset(successor_on(key, dt.date.max, heirs) for key in keys if key)


def _proposal(desk: Desk, uow: UnitOfWork, old: Step, new: Step) -> str:
    region = uow.get(Authority, old.region_id) if old.region_id else None
    return desk.translator.text(
        N_("%(new)s is later than %(old)s about the same target group (%(where)s). Does it overtake it?"),
        new=step_words_in_case(desk, uow, new),
        old=step_words_in_case(desk, uow, old),
        where=region.name if region else desk.translator.text(N_("the whole country")),
    )
