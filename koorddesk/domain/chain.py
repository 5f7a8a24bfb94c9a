"""The legal chain (sagskæden): a case, its steps, and what has to hold before a step is taken.

Source: facts 1.1, 1.2, 4.5-4.9, 10. A precondition read in the law blocks; one that is unconfirmed or of practice
passes with a written reason. Each names its source.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class StepKind(enum.StrEnum):
    """The steps of the chain that the program can take so far; kebab-case is also the letter kind's name."""

    ANNOUNCEMENT = "announcement"
    REPORT = "report"
    ASSESSMENT = "assessment"
    STATUS_REQUEST = "status-request"
    DIALOGUE = "dialogue"
    MINISTRY_NEGOTIATION = "ministry-negotiation"
    RENEWED_CONSIDERATION_REQUEST = "renewed-consideration-request"
    CLOSING = "closing"


@dataclass(eq=False)
class Case:
    """A chain about one announcement (sag). ``number`` is the case's number here, ``case_number`` the record system's.

    ``opened_on`` is None for history whose sources name no day; its steps say what is known.
    """

    id: str
    number: str
    title: str
    announcement_id: str
    opened_on: dt.date | None
    case_number: str = ""
    responsible_id: str | None = None
    closed_on: dt.date | None = None


@dataclass(eq=False)
class Step:
    """One step of a case with its date and the region it concerns; ``rests_on`` names the assessment it stands on.

    ``position`` is its place in the chain, counted from 1; history knows the order better than the dates.
    """

    id: str
    case_id: str
    kind: StepKind
    taken_on: dt.date | None
    taken_text: str = ""
    region_id: str | None = None
    rests_on: str | None = None
    deadline_on: dt.date | None = None
    what_is_asked: str = ""
    taken_by: str = ""
    source: str = ""
    position: int = 0


class Force(enum.StrEnum):
    """Whether a precondition stops a step or can be passed with a reason.

    What the law says as read, and what this desk never does (a figure with an open warning in a letter), stop it;
    what is of practice or unconfirmed passes with a written reason.
    """

    LEGAL = "legal"
    DESK = "desk"
    PRACTICE = "practice"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Precondition:
    """One line of the checklist before a step: what has to hold, why, and whether it does."""

    code: str
    force: Force
    source: str
    met: bool
    detail: str = ""

    @property
    def blocks(self) -> bool:
        """Tell whether the step cannot be taken as things stand, whatever reason is written."""
        return not self.met and self.force in (Force.LEGAL, Force.DESK)


@dataclass(eq=False)
class PassedPrecondition:
    """A precondition that was not met and was passed with a written reason."""

    id: str
    step_id: str
    code: str
    reason: str
    passed_by: str
    passed_on: dt.date


@dataclass(frozen=True)
class RenewalGround:
    """What is known when a request for renewed consideration is about to be made to one region's councils."""

    announced: bool
    reports: int
    assessment_final: bool
    shortfall: bool
    open_warnings: int
    pinned: int
    dialogue_on_record: bool
    special_education: bool
    negotiation_on_record: bool
    references_read: bool
    references: str


def renewal_preconditions(ground: RenewalGround) -> list[Precondition]:
    """Return the checklist before a request for renewed consideration (anmodning om fornyet behandling).

    Sources: serviceloven § 13 b, stk. 2, 3 and 5; forvaltningsloven §§ 22 and 24 (reasons); the agency's page on
    renewed consideration of 29-08-2016 (dialogue first). Facts 1.1, 1.2, 9.
    """
    law = ground.references or "servicelovens § 13 b, stk. 3"
    lines = [
        Precondition("announced", Force.LEGAL, "servicelovens § 13 b, stk. 2", ground.announced),
        Precondition("reports-received", Force.LEGAL, law, ground.reports > 0, str(ground.reports)),
        Precondition(
            "assessment-concluded",
            Force.LEGAL,
            "forvaltningslovens §§ 22 og 24",
            ground.assessment_final and ground.shortfall,
        ),
        Precondition("grounds-pinned", Force.DESK, "", ground.pinned > 0, str(ground.pinned)),
        Precondition("warnings-settled", Force.DESK, "", ground.open_warnings == 0, str(ground.open_warnings)),
        Precondition(
            "legal-basis-known",
            Force.UNCONFIRMED,
            law,
            ground.references_read,
            ground.references,
        ),
        Precondition(
            "dialogue-first",
            Force.PRACTICE,
            "socialstyrelsen.dk, Fornyet behandling og driftspålæg (29-08-2016)",
            ground.dialogue_on_record,
        ),
    ]
    if ground.special_education:
        lines.append(
            Precondition(
                "ministry-negotiated", Force.LEGAL, "servicelovens § 13 b, stk. 5", ground.negotiation_on_record
            )
        )
    return lines
