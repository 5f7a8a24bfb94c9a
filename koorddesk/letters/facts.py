"""What the services supply for one letter (LetterFacts): everything from the store, nothing of wording or layout."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from koorddesk.domain.chain import Answered, OrderKind
from koorddesk.domain.disclosure import TO_AUTHORITIES
from koorddesk.domain.legal import Act
from koorddesk.domain.target_groups import Subject
from koorddesk.letters.content import Sender, Source

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scope(enum.StrEnum):
    """Whom one letter goes to: one council, all councils of one or more regions, or all of the country."""

    ONE_COUNCIL = "one-council"
    REGIONS = "regions"
    COUNTRY = "country"


class Test(enum.StrEnum):
    """The two statutory tests of the assessment."""

    __test__ = False  # not a test class, whatever its name says

    SUPPLY = "supply"
    COORDINATION = "coordination"


@dataclass(frozen=True)
class Recipient:
    """Who the letter is to.

    ``name`` is the authority's official name ("Holbæk Kommune"; for a letter to many, its collective name).
    ``address_lines`` stand in the window; empty where no address is known. ``authority_id`` is the council's key for
    a letter to one council. ``regions`` are the regions whose councils are asked, named as in "Region Sjælland";
    ``whole_country`` says that all councils of the country are asked, also where this letter goes to one of them.
    ``body`` is the council that answers for the authority, empty for an organisation.
    """

    scope: Scope
    name: str
    address_lines: tuple[str, ...]
    regions: tuple[str, ...] = ()
    authority_id: str = ""
    example: bool = False
    whole_country: bool = False
    body: str = "kommunalbestyrelsen"

    @property
    def asks_all(self) -> bool:
        """Tell whether the request goes to all councils of the country."""
        return self.whole_country or self.scope is Scope.COUNTRY


@dataclass(frozen=True)
class AnnouncementFacts:
    """The central announcement: its exact title, when it was issued and by which name of the agency.

    ``issued_on`` may be missing where only ``issued_text`` ("september 2022") is known. ``reports_due_on`` is the
    deadline of the first reports for these regions.
    """

    title: str
    issued_by: str
    issued_on: dt.date | None = None
    issued_text: str = ""
    reports_due_on: dt.date | None = None


@dataclass(frozen=True)
class TargetGroupFacts:
    """The target group or intervention: the words used in running text, who is meant and who is not.

    ``name`` reads on from "indsatsen til" ("børn og unge med alvorlig synsnedsættelse"). ``intervention`` names the
    special intervention where the announcement is about one ("punktskriftindsatser"). Without a ``definition`` the
    letter refers to the announcement, which has one.
    """

    name: str
    definition: str = ""
    not_included: str = ""
    age_from: int | None = None
    age_to: int | None = None
    subject: Subject = Subject.SOCIAL
    intervention: str = ""


@dataclass(frozen=True)
class LegalBasis:
    """One legal reference of the letter, as ``LegalReference`` has it; an unconfirmed one leaves the letter open."""

    act: Act
    citation: str
    wording: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class ReportReceived:
    """A report the assessment rests on: who sent it, what it is, and where it lies.

    ``council_id`` is the council whose own form it is, empty for a region's joint answer: a council's letter lists
    its own forms and the joint answers and says how many other councils there are.
    """

    sender: str
    source: Source
    council_id: str = ""


@dataclass(frozen=True)
class FollowUp:
    """What happened between the reports and the letter: a meeting, a status report (``when`` as text)."""

    when: str
    what: str


@dataclass(frozen=True)
class AssessedTest:
    """The outcome of one test for the regions asked, with its reason in the caseworker's words.

    ``differs`` says that it is met in some of the regions and not in others; ``met`` is then False.
    """

    test: Test
    met: bool
    reason: str
    differs: bool = False


@dataclass(frozen=True)
class Evidence:
    """One answer the assessment rests on.

    ``question`` is the same key for the same question whoever answered; ``owner_id`` the authority whose answer it
    is, ``regional`` tells a region's joint answer from a council's own, ``region_id`` is the region it belongs to
    (for a joint answer the owner itself). ``shown`` is the answer as it is written; ``count`` says that it counts
    persons and falls under the rule of small numbers, with its number in ``value`` (None where it is no plain
    number, as in "<5").
    """

    question: str
    label: str
    owner_id: str
    owner: str
    shown: str
    source: Source
    region_id: str
    regional: bool = False
    count: bool = False
    value: float | None = None
    test: Test | None = None


@dataclass(frozen=True)
class Official:
    """A person of the agency as a letter names her (sagsbehandler, godkender)."""

    name: str
    title: str = ""
    unit: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class OfferFacts:
    """An offer that a step is about, with its private operator and why it is not sustainable by itself."""

    name: str
    operator: str = ""
    why: str = ""
    terminated_on: dt.date | None = None


@dataclass(frozen=True)
class ActFacts:
    """The act a step hangs on, in the definite form ("det midlertidige pålæg"), and its day as far as it is known."""

    the: str
    on: dt.date | None = None
    on_text: str = ""
    is_request: bool = False


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting or hearing of the dialogue track; ``tasks`` are what was agreed, each as one line."""

    title: str
    held_on: dt.date | None = None
    closes_on: dt.date | None = None
    agenda: str = ""
    participants: tuple[str, ...] = ()
    minutes: str = ""
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepFacts:
    """What a letter's step says besides its text: offers, the act it hangs on, its reasons, whom it addresses.

    ``agree_by`` is the last day to agree on financing, ``operator_by`` on who runs the offer; ``area`` names the
    region or part of the country whose municipalities agree on financing. ``heard_on`` is when the parties were
    heard. ``findings`` is the text about a returned form, ``questions`` are those of the announcement, a line each;
    ``remarks`` those of the expert council.
    """

    offers: tuple[OfferFacts, ...] = ()
    order_kind: OrderKind | None = None
    outcome: Answered | None = None
    act: ActFacts | None = None
    reason: str = ""
    addressed: tuple[str, ...] = ()
    heard_on: dt.date | None = None
    agree_by: dt.date | None = None
    operator_by: dt.date | None = None
    area: str = ""
    findings: str = ""
    questions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    meeting: MeetingFacts | None = None


@dataclass(frozen=True)
class Confirmation:
    """A named person's decision about an open block: its text, or none where the letter is to go without it."""

    text: str
    by: str
    on: dt.date


@dataclass(frozen=True)
class LetterFacts:
    """Everything a letter of a case is composed from.

    ``law_as_of`` is the day whose law counts (the case's opening where it began under earlier law), by default the
    letter's date. ``evidence`` holds the answers of every council and region asked; what a recipient may see of it
    is decided in composing, not by the caller; ``councils`` is how many councils stand behind one region's joint
    figures (0: as many as have evidence). ``breakdown`` adds a table of the councils' counts as an annex.
    ``confirmations`` are keyed by open block. ``negotiated_on`` is when the ministry was negotiated with. ``step`` is
    what the step itself says; ``answer_by`` is missing where nothing has to be answered. ``attach_evidence`` lets the
    evidence annex ride along as a workbook. ``own_counts`` are all counts that the readers have reported themselves,
    whatever the question: what a reader knows can be taken from a joint count.
    """

    dated: dt.date
    sender: Sender
    recipient: Recipient
    announcement: AnnouncementFacts
    group: TargetGroupFacts
    subject_line: str
    legal_basis: tuple[LegalBasis, ...]
    tests: tuple[AssessedTest, ...]
    what_is_asked: str
    answer_by: dt.date | None
    case_number: str
    document_number: str
    caseworker: Official
    contact_email: str
    contact_telephone: str = ""
    contact_unit: str = "National koordination"
    reports: tuple[ReportReceived, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    breakdown: bool = False
    councils: int = 0
    overall_reason: str = ""
    approver: Official | None = None
    approved_on: dt.date | None = None
    law_as_of: dt.date | None = None
    ministry: str = "Børne- og Undervisningsministeriet"
    negotiated_on: dt.date | None = None
    form_title: str = ""
    annexes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    their_reference: str = ""
    threshold: int = TO_AUTHORITIES
    confirmations: Mapping[str, Confirmation] = field(default_factory=dict)
    step: StepFacts = StepFacts()
    attach_evidence: bool = False
    own_counts: frozenset[int] = frozenset()
