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
    RENEWED_CONSIDERATION_REQUEST = "renewed-consideration-request"
    CLOSING = "closing"


@dataclass(eq=False)
class Case:
    """A chain about one announcement (sag). ``number`` is the case's number here, ``case_number`` the record system's."""

    id: str
    number: str
    title: str
    announcement_id: str
    opened_on: dt.date
    case_number: str = ""
    responsible_id: str | None = None
    closed_on: dt.date | None = None


@dataclass(eq=False)
class Step:
    """One step of a case with its date and the region it concerns; ``rests_on`` names the assessment it stands on."""

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


class Force(enum.StrEnum):
    """Whether a precondition stops a step or can be passed with a reason."""

    LEGAL = "legal"
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
        return not self.met and self.force is Force.LEGAL


@dataclass(eq=False)
class PassedPrecondition:
    """A precondition that was not met and was passed with a written reason."""

    id: str
    step_id: str
    code: str
    reason: str
    passed_by: str
    passed_on: dt.date
