"""The professional assessment (faglig vurdering): two statutory tests, per region, on pinned answers.

Source: facts 4.8: (a) is there the necessary supply, (b) is there the necessary coordination and planning across
municipalities. A conclusion is overtaken by a later one, never edited.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class TestResult(enum.StrEnum):
    """What one of the two tests came to."""

    __test__ = False  # not a test class, whatever its name says

    OPEN = "open"
    MET = "met"
    NOT_MET = "not-met"


class Conclusion(enum.StrEnum):
    """What an assessment leads to."""

    OPEN = "open"
    MUNICIPAL_IMPLEMENTATION = "municipal-implementation"
    SUPPLEMENTARY_QUESTIONS = "supplementary-questions"
    STATUS_REQUEST = "status-request"
    DIALOGUE = "dialogue"
    RENEWED_CONSIDERATION = "renewed-consideration"


@dataclass(eq=False)
class Assessment:
    """The agency's judgement about one region (or the country, ``region_id`` None) for one announcement."""

    id: str
    announcement_id: str
    region_id: str | None
    necessary_supply: TestResult
    necessary_supply_reason: str
    coordination: TestResult
    coordination_reason: str
    conclusion: Conclusion
    conclusion_reason: str
    made_on: dt.date
    made_by: str
    final: bool = False
    overtaken_by: str | None = None


@dataclass(eq=False)
class PinnedAnswer:
    """One answer an assessment or a letter rests on, as it stood then.

    ``number`` is the answer's number in its submission; ``shown`` is the figure or text as it is written.
    """

    id: str
    owner_id: str
    submission_id: str
    number: int
    sheet: str
    cell: str
    label: str
    shown: str
    test: str = ""
    position: int = 0

    @property
    def place(self) -> str:
        """Return where the answer stands, as a caseworker would write it: ``Skema!C14``."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class Chapter(enum.StrEnum):
    """The four chapters of the first round: what exists, what is used, how councils cooperate, what challenges."""

    EXISTING_OFFERS = "existing-offers"
    USED_OFFERS = "used-offers"
    COOPERATION = "cooperation"
    CHALLENGES = "challenges"
    CHANGES = "changes"


class Lens(enum.StrEnum):
    """Optional lenses: the six steps and the four organising tools of the glossary's last paragraph."""

    NEED_IDENTIFIED = "need-identified"
    NEED_EXAMINED = "need-examined"
    OFFERS_KNOWN = "offers-known"
    REFERRAL = "referral"
    CITIZEN_INVOLVED = "citizen-involved"
    CONTINUOUS_CHECK = "continuous-check"
    COORDINATOR = "coordinator"
    TEAMS = "teams"
    NETWORK = "network"
    RELATIONAL = "relational"


@dataclass(eq=False)
class AssessmentText:
    """One passage of an assessment: a chapter or a lens (``about``), and what it says.

    It pins the answers it rests on as ``PinnedAnswer`` records whose owner it is.
    """

    id: str
    assessment_id: str
    about: str
    text: str
    written_by: str = ""
    written_on: dt.date | None = None


@dataclass(eq=False)
class ExpertRemark:
    """What the expert council (Det Faglige Råd) remarked on an assessment."""

    id: str
    assessment_id: str
    text: str
    received_on: dt.date | None
    document_number: str = ""


def conclusion_problem(assessment: Assessment) -> str | None:
    """Return the code of the first thing that stops an assessment from being concluded, or None."""
    return next(iter(conclusion_problems(assessment)), None)


def conclusion_problems(assessment: Assessment) -> list[str]:
    """Return the codes of all that stops an assessment from being concluded.

    Both tests have to be answered with a reason, and the conclusion has to fit them: only a test that is not met
    can lead to a request for renewed consideration, and municipal implementation takes both met.
    """
    tests = (assessment.necessary_supply, assessment.coordination)
    reasons = (assessment.necessary_supply_reason, assessment.coordination_reason)
    unmet, conclusion = TestResult.NOT_MET in tests, assessment.conclusion
    holds = {
        "test-open": TestResult.OPEN in tests,
        "reason-missing": not all(reason.strip() for reason in reasons),
        "conclusion-open": conclusion is Conclusion.OPEN,
        "implementation-needs-both": conclusion is Conclusion.MUNICIPAL_IMPLEMENTATION and unmet,
        "renewal-needs-shortfall": conclusion is Conclusion.RENEWED_CONSIDERATION
        and not unmet
        and TestResult.OPEN not in tests,
    }
    return [code for code, found in holds.items() if found]
