"""An assessment in depth: its chapters and lenses, the answers each passage rests on, the expert council's remarks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.assessment import Assessment, AssessmentText, Chapter, ExpertRemark, Lens
from koorddesk.domain.ids import new_id
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.case_lookup import PinnedRow, pinned_rows
from koorddesk.services.casework import pin_to
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

CHAPTERS = {
    Chapter.EXISTING_OFFERS: N_("Which offers exist"),
    Chapter.USED_OFFERS: N_("Which offers are used"),
    Chapter.COOPERATION: N_("How the councils cooperate"),
    Chapter.CHALLENGES: N_("Which challenges there are"),
    Chapter.CHANGES: N_("What has changed since the last round"),
}
LENSES = {
    Lens.NEED_IDENTIFIED: N_("The need is identified"),
    Lens.NEED_EXAMINED: N_("The need is examined and its extent judged"),
    Lens.OFFERS_KNOWN: N_("The offers are known"),
    Lens.REFERRAL: N_("Referral"),
    Lens.CITIZEN_INVOLVED: N_("The citizen is involved"),
    Lens.CONTINUOUS_CHECK: N_("It is checked continuously that the effort fits the need"),
    Lens.COORDINATOR: N_("Coordinator function"),
    Lens.TEAMS: N_("Cross-disciplinary teams"),
    Lens.NETWORK: N_("Network organisation"),
    Lens.RELATIONAL: N_("Relational coordination"),
}
register({"remark-empty": N_("Write what the expert council remarked.")})


@dataclass(frozen=True)
class Passage:
    """One chapter or lens of an assessment, written or not, with the answers that it rests on."""

    about: str
    name: str
    optional: bool
    id: str | None
    text: str
    pinned: tuple[PinnedRow, ...]


@dataclass(frozen=True)
class Remark:
    """What the expert council remarked on an assessment."""

    id: str
    text: str
    received_on: dt.date | None
    document_number: str


def passages(desk: Desk, assessment_id: str) -> list[Passage]:
    """Return every chapter and lens of an assessment in order; the lenses are optional."""
    with desk.store.reader() as uow:
        known = {text.about: text for text in uow.all(AssessmentText, assessment_id=assessment_id)}
        rows = []
        for about, name in (*CHAPTERS.items(), *LENSES.items()):
            found = known.get(about.value)
            rows.append(
                Passage(
                    about=about.value,
                    name=desk.translator.text(name),
                    optional=isinstance(about, Lens),
                    id=found.id if found else None,
                    text=found.text if found else "",
                    pinned=tuple(pinned_rows(uow, found.id)) if found else (),
                )
            )
        return rows


def write_passage(desk: Desk, assessment_id: str, about: Chapter | Lens, text: str) -> Changes:
    """Write one chapter or lens of an assessment that is not concluded."""
    with desk.store.unit_of_work() as uow:
        passage = _passage(desk, uow, assessment_id, about)
        passage.text, passage.written_by, passage.written_on = text.strip(), desk.actor.name, desk.today()
        return uow.commit(Summary(N_("passage of an assessment written"), {}))


def pin_to_passage(
    desk: Desk, assessment_id: str, about: Chapter | Lens, submission_id: str, answer_number: int
) -> Changes:
    """Pin one answer, as it stands now, to a passage of an assessment that is not concluded."""
    with desk.store.unit_of_work() as uow:
        passage = _passage(desk, uow, assessment_id, about)
        pinned = pin_to(desk, uow, passage.id, submission_id, answer_number)
        return uow.commit(Summary(N_("answer %(cell)s pinned to a passage"), {"cell": pinned.place}))


def add_remark(
    desk: Desk, assessment_id: str, text: str, received_on: dt.date | None, document_number: str = ""
) -> Changes:
    """Keep what the expert council remarked; it may come after the conclusion and never changes it."""
    if not text.strip():
        raise UserError("remark-empty")
    with desk.store.unit_of_work() as uow:
        if uow.get(Assessment, assessment_id) is None:
            raise UserError("assessment-missing")
        uow.add(ExpertRemark(new_id(), assessment_id, text.strip(), received_on, document_number.strip()))
        return uow.commit(Summary(N_("remark of the expert council kept"), {}))


def remarks(desk: Desk, assessment_id: str) -> list[Remark]:
    """Return the expert council's remarks on an assessment, oldest first."""
    with desk.store.reader() as uow:
        known = uow.all(ExpertRemark, assessment_id=assessment_id)
        return [
            Remark(one.id, one.text, one.received_on, one.document_number)
            for one in sorted(known, key=lambda one: one.received_on or dt.date.min)
        ]


def _passage(desk: Desk, uow: UnitOfWork, assessment_id: str, about: Chapter | Lens) -> AssessmentText:
    assessment = uow.get(Assessment, assessment_id)
    if assessment is None:
        raise UserError("assessment-missing")
    if assessment.final:
        raise UserError("assessment-final")
    passage = uow.one(AssessmentText, assessment_id=assessment_id, about=about.value)
    if passage is None:
        passage = AssessmentText(new_id(), assessment_id, about.value, "", desk.actor.name, desk.today())
        uow.add(passage)
    return passage
