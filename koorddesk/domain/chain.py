"""The legal chain (sagskæden): a case, its steps, and the records that belong to a step.

Source: facts 1.1-1.4, 4.5-4.9, 10. Which steps there are and what each takes: step_rules.py; what has to hold before
one is taken: step_checks.py.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class StepKind(enum.StrEnum):
    """The steps of the chain; kebab-case is also the letter kind's name."""

    SIGNAL = "signal"
    ANNOUNCEMENT = "announcement"
    REPORT = "report"
    ASSESSMENT = "assessment"
    CLOSING = "closing"
    SUPPLEMENTARY_QUESTIONS = "supplementary-questions"
    STATUS_REQUEST = "status-request"
    DIALOGUE = "dialogue"
    MINISTRY_NEGOTIATION = "ministry-negotiation"
    RENEWED_CONSIDERATION_REQUEST = "renewed-consideration-request"
    PARTY_HEARING = "party-hearing"
    TEMPORARY_ORDER = "temporary-order"
    OPERATING_ORDER = "operating-order"
    CONSOLIDATION_ORDER = "consolidation-order"
    FINANCING_ORDER = "financing-order"
    OPERATOR_AGREEMENT = "operator-agreement"
    FINANCING_AGREEMENT = "financing-agreement"
    OPERATOR_DECISION = "operator-decision"
    FINANCING_DECISION = "financing-decision"
    TAKEOVER_APPROVAL = "takeover-approval"
    NEW_OFFER_APPROVAL = "new-offer-approval"
    PROLONGATION = "prolongation"
    LIFTING = "lifting"
    FOLLOW_UP = "follow-up"


class OrderKind(enum.StrEnum):
    """What an operating order (driftspålæg) orders; serviceloven § 13 c, stk. 1, 1. and 2. pkt."""

    ESTABLISH = "establish"
    CONTINUE = "continue"
    PROVIDE = "provide-intervention"
    CONTINUE_AGREEMENT = "continue-agreement"
    RENEW_AGREEMENT = "renew-agreement"
    MAKE_AGREEMENT = "make-agreement"

    @property
    def private(self) -> bool:
        """Tell whether it is about an agreement with a private offer."""
        return self in (OrderKind.CONTINUE_AGREEMENT, OrderKind.RENEW_AGREEMENT, OrderKind.MAKE_AGREEMENT)


class Answered(enum.StrEnum):
    """What became of an application: approved or refused."""

    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(eq=False)
class Case:
    """A chain about one announcement (sag). ``number`` is the case's number here, ``case_number`` the record system's.

    ``opened_on`` is None for history whose sources name no day; its steps say what is known. A case that begins with
    a signal has an announcement that is not issued yet.
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
    ``follows_id`` is the act it legally hangs on: a temporary order on a request, a decision on its order.
    ``outcome`` is an assessment's conclusion, or whether an application was granted. An order is in force until
    ``ended_on``, ended by the step ``ended_by``; a conclusion holds until ``overtaken_by``. ``recorded`` marks what
    happened outside the program and was put on record here.
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
    order_kind: OrderKind | None = None
    follows_id: str | None = None
    outcome: str = ""
    reason: str = ""
    ended_on: dt.date | None = None
    ended_by: str | None = None
    overtaken_by: str | None = None
    recorded: bool = False


class PartyRole(enum.StrEnum):
    """What a party is to a step."""

    ADDRESSEE = "addressee"
    REGION = "region"
    HEARD = "heard"
    OPERATOR = "operator"


@dataclass(eq=False)
class StepParty:
    """Whom a step concerns: an authority by its id, or one that no register knows, by its name."""

    id: str
    step_id: str
    role: PartyRole
    authority_id: str | None = None
    name: str = ""
    position: int = 0


@dataclass(eq=False)
class StepOffer:
    """An offer that a step is about: by its id in the register of offers, and by name until it is matched.

    ``why`` is why it is not sustainable by itself (an order to consolidate), ``operator`` the private operator of an
    agreement, ``terminated_on`` the day that agreement was terminated.
    """

    id: str
    step_id: str
    name: str
    offer_id: str | None = None
    why: str = ""
    operator: str = ""
    terminated_on: dt.date | None = None
    position: int = 0


class GroundKind(enum.StrEnum):
    """What a step can rest on."""

    SUBMISSION = "submission"
    ASSESSMENT = "assessment"
    DIALOGUE = "dialogue"
    STEP = "step"
    DOCUMENT = "document"


@dataclass(eq=False)
class StepGround:
    """One thing a step rests on, besides the assessment it names."""

    id: str
    step_id: str
    kind: GroundKind
    ground_id: str


@dataclass(eq=False)
class PassedPrecondition:
    """A precondition that was not met and was passed with a written reason."""

    id: str
    step_id: str
    code: str
    reason: str
    passed_by: str
    passed_on: dt.date
