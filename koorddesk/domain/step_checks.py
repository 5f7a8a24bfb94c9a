"""What has to hold before a step of the chain is taken: the preconditions, one small rule each.

Each looks at the chain as it stands (``Situation``) and at the step as it is proposed (``Proposed``), and answers
whether it holds, with a detail to show; None where it does not concern the step. Which step takes which, on whose
word and with what force, is data: step_rules.py.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.chain import Answered, OrderKind, StepKind
from koorddesk.domain.deadlines import add_months

AGREEMENT_MONTHS = 4  # serviceloven § 13 c, stk. 2 and 3
ORDERS = frozenset({StepKind.OPERATING_ORDER, StepKind.CONSOLIDATION_ORDER})  # serviceloven § 13 c
COUNCILS = frozenset({AuthorityKind.MUNICIPALITY, AuthorityKind.REGION})
AREAS = frozenset({AuthorityKind.REGION, AuthorityKind.PART_OF_COUNTRY})


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


@dataclass(frozen=True)
class Party:
    """Whom a proposed step addresses, and whether that authority exists on its day."""

    id: str
    kind: AuthorityKind
    exists: bool = True


@dataclass(frozen=True)
class NamedOffer:
    """An offer that a proposed step is about; ``keys`` are its id, where it is matched, and its folded name."""

    keys: frozenset[str]
    why: str = ""
    operator: str = ""
    terminated_on: dt.date | None = None


@dataclass(frozen=True)
class Taken:
    """A step of the chain as the rules see it; ``regions`` empty is the whole announcement."""

    id: str
    kind: StepKind
    on: dt.date | None = None
    position: int = 0
    regions: frozenset[str] = frozenset()
    follows: str | None = None
    outcome: str = ""
    offers: frozenset[str] = frozenset()
    ended: bool = False
    overtaken: bool = False


@dataclass(frozen=True)
class Situation:
    """A case as it stands when a step is proposed.

    ``asked`` are the regions that the announcement asks, ``references`` says whether the legal basis is read and
    names it, ``reports``, ``pinned`` and ``open_warnings`` count what the store holds for the regions proposed.
    """

    steps: tuple[Taken, ...] = ()
    open: bool = True
    special_education: bool = False
    asked: frozenset[str] = frozenset()
    reports: int = 0
    pinned: int = 0
    open_warnings: int = 0
    references_read: bool = True
    references: str = ""
    group_active: bool = True
    duration_known: bool = False
    today: dt.date | None = None

    def of(self, *kinds: StepKind) -> list[Taken]:
        """Return the steps of these kinds that no later one has overtaken, in order."""
        return [step for step in self.steps if step.kind in kinds and not step.overtaken]

    def step(self, key: str | None) -> Taken | None:
        """Return the step of this id, or None."""
        return next((step for step in self.steps if step.id == key), None)

    def following(self, key: str | None, *kinds: StepKind) -> list[Taken]:
        """Return the steps of these kinds that follow from one."""
        return [step for step in self.of(*kinds) if step.follows == key and key is not None]


@dataclass(frozen=True)
class Proposed:
    """A step as it is proposed. ``recorded``: it happened outside the program and is put on record."""

    kind: StepKind
    on: dt.date | None
    order_kind: OrderKind | None = None
    regions: frozenset[str] = frozenset()
    addressees: tuple[Party, ...] = ()
    offers: tuple[NamedOffer, ...] = ()
    follows: str | None = None
    financing_area: Party | None = None
    outcome: str = ""
    text: str = ""
    reason: str = ""
    recorded: bool = False


@dataclass(frozen=True)
class Need:
    """That a kind of step takes a precondition, with what force, and on whose word."""

    code: str
    force: Force
    source: str = ""


# (holds, detail), or None where the precondition does not concern the step.
Answer = tuple[bool, str] | None
Test = Callable[[Situation, Proposed], Answer]


@dataclass(frozen=True)
class Check:
    """How a precondition is tested; ``written`` marks those about what is written for the step, not the chain."""

    test: Test
    written: bool = False


def _holds(test: Callable[[Situation, Proposed], bool]) -> Test:
    return lambda situation, proposed: (test(situation, proposed), "")


def _announced(situation: Situation, proposed: Proposed) -> Answer:
    issued = situation.of(StepKind.ANNOUNCEMENT)
    return any(step.on is None or proposed.on is None or step.on <= proposed.on for step in issued), ""


def _announced_once(situation: Situation, _: Proposed) -> Answer:
    """Say whether the case has no announcement yet; a further one is a case of its own, begun from the follow-up."""
    return not any(step.kind is StepKind.ANNOUNCEMENT for step in situation.steps), ""


def _reports(situation: Situation, proposed: Proposed) -> Answer:
    recorded = [step for step in situation.of(StepKind.REPORT) if _meets(step, proposed)]
    count = situation.reports + len(recorded)
    return count > 0, str(count)


def _meets(step: Taken, proposed: Proposed) -> bool:
    """Tell whether a step and a proposed one concern a region in common; no region is the whole announcement."""
    return not step.regions or not proposed.regions or bool(step.regions & proposed.regions)


def _shortfall(situation: Situation, proposed: Proposed) -> Answer:
    """Say whether a concluded assessment asks for renewed consideration, of every region or of the country."""
    concluded: dict[str, set[str]] = {}
    for step in situation.of(StepKind.ASSESSMENT):
        for key in step.regions or {""}:
            concluded.setdefault(key, set()).add(step.outcome)
    national = concluded.get("", set())
    wanted = proposed.regions or (frozenset() if national else situation.asked)
    outcomes = [concluded.get(key, national) for key in wanted] or [national]
    return all(Conclusion.RENEWED_CONSIDERATION in known for known in outcomes), ""


def _implemented(situation: Situation, _: Proposed) -> Answer:
    concluded = situation.of(StepKind.ASSESSMENT)
    return bool(concluded) and all(step.outcome == Conclusion.MUNICIPAL_IMPLEMENTATION for step in concluded), ""


def _assessed_anew(situation: Situation, _: Proposed) -> Answer:
    request = max((step.position for step in situation.of(StepKind.RENEWED_CONSIDERATION_REQUEST)), default=0)
    return any(step.position > request > 0 for step in situation.of(StepKind.ASSESSMENT)), ""


def _has(*kinds: StepKind) -> Test:
    """Return the test that a step of one of these kinds is on record for the regions proposed."""

    def test(situation: Situation, proposed: Proposed) -> Answer:
        return any(_meets(step, proposed) for step in situation.of(*kinds)), ""

    return test


def _negotiated(*, special_education: bool) -> Test:
    """Return the test of negotiation with the ministry, for groups in special education or for the others."""
    known = _has(StepKind.MINISTRY_NEGOTIATION)
    return lambda situation, proposed: (
        known(situation, proposed) if situation.special_education is special_education else None
    )


def _in_force(*kinds: StepKind) -> Test:
    """Return the test that the step follows from an act of one of these kinds that still lasts."""

    def test(situation: Situation, proposed: Proposed) -> Answer:
        act = situation.step(proposed.follows)
        return act is not None and act.kind in kinds and not act.ended and not act.overtaken, ""

    return test


def _act_day(situation: Situation, proposed: Proposed) -> dt.date | None:
    act = situation.step(proposed.follows)
    return act.on if act is not None else None


def _not_before_act(situation: Situation, proposed: Proposed) -> Answer:
    act = _act_day(situation, proposed)
    return act is None or proposed.on is None or proposed.on >= act, ""


def _four_months_passed(situation: Situation, proposed: Proposed) -> Answer:
    act = _act_day(situation, proposed)
    if act is None or proposed.on is None:
        return False, ""
    last = add_months(act, AGREEMENT_MONTHS)
    return proposed.on > last, last.isoformat()


def _none_follows(*kinds: StepKind) -> Test:
    """Return the test that no step of these kinds follows from the same act."""
    return lambda situation, proposed: (not situation.following(proposed.follows, *kinds), "")


def _one_council(_: Situation, proposed: Proposed) -> Answer:
    return len(proposed.addressees) == 1 and proposed.addressees[0].kind in COUNCILS, str(len(proposed.addressees))


def _councils(_: Situation, proposed: Proposed) -> Answer:
    kinds = {party.kind for party in proposed.addressees}
    return bool(kinds) and kinds <= COUNCILS, str(len(proposed.addressees))


def _no_temporary_order_lasts(situation: Situation, proposed: Proposed) -> Answer:
    keys = frozenset().union(*(offer.keys for offer in proposed.offers))
    return not any(not step.ended and step.offers & keys for step in situation.of(StepKind.TEMPORARY_ORDER)), ""


def _with_order(situation: Situation, proposed: Proposed) -> Answer:
    """Fail where a temporary order rests on an order under § 13 c, a provision that is only partly read."""
    act = situation.step(proposed.follows)
    return None if act is None or act.kind not in ORDERS else (False, "")


def _private(test: Callable[[NamedOffer], bool], *kinds: OrderKind) -> Test:
    def tested(_: Situation, proposed: Proposed) -> Answer:
        if proposed.order_kind not in kinds:
            return None
        return bool(proposed.offers) and all(test(offer) for offer in proposed.offers), ""

    return tested


def _terminated(_: Situation, proposed: Proposed) -> Answer:
    if proposed.order_kind is not OrderKind.MAKE_AGREEMENT:
        return None
    days = [offer.terminated_on for offer in proposed.offers]
    return bool(days) and all(day is not None and (proposed.on is None or day <= proposed.on) for day in days), ""


def _financing_area(_: Situation, proposed: Proposed) -> Answer:
    area = proposed.financing_area
    return area is not None and area.kind in AREAS and area.exists, ""


def _own_act_only(test: Test) -> Test:
    """Return a test that concerns only what is done here, not what is put on record."""
    return lambda situation, proposed: None if proposed.recorded else test(situation, proposed)


CHECKS: Mapping[str, Check] = {
    "case-open": Check(_holds(lambda situation, _: situation.open)),
    "announced": Check(_announced),
    "announced-once": Check(_announced_once),
    "group-active": Check(_own_act_only(lambda situation, _: (situation.group_active, ""))),
    "reports-received": Check(_reports),
    "assessment-concluded": Check(_shortfall),
    "municipal-implementation": Check(_implemented),
    "assessed-anew": Check(_assessed_anew),
    "grounds-pinned": Check(_own_act_only(lambda situation, _: (situation.pinned > 0, str(situation.pinned)))),
    "warnings-settled": Check(
        _own_act_only(lambda situation, _: (situation.open_warnings == 0, str(situation.open_warnings)))
    ),
    "legal-basis-known": Check(lambda situation, _: (situation.references_read, situation.references)),
    "dialogue-first": Check(_has(StepKind.DIALOGUE)),
    "request-first": Check(_has(StepKind.RENEWED_CONSIDERATION_REQUEST)),
    "ministry-negotiated": Check(_negotiated(special_education=True)),
    "ministry-negotiated-social": Check(_negotiated(special_education=False)),
    "ministry-negotiated-order": Check(_negotiated(special_education=True)),
    "party-heard": Check(_has(StepKind.PARTY_HEARING)),
    "rests-on-request-or-order": Check(_in_force(StepKind.RENEWED_CONSIDERATION_REQUEST, *ORDERS)),
    "temporary-order-with-order": Check(_with_order),
    "follows-consolidation": Check(_in_force(StepKind.CONSOLIDATION_ORDER)),
    "follows-financing-order": Check(_in_force(StepKind.FINANCING_ORDER)),
    "follows-order": Check(_in_force(StepKind.TEMPORARY_ORDER, *ORDERS)),
    "not-before-its-act": Check(_not_before_act),
    "four-months-passed": Check(_four_months_passed),
    "no-operator-agreement": Check(_none_follows(StepKind.OPERATOR_AGREEMENT)),
    "no-operator-decision": Check(_none_follows(StepKind.OPERATOR_DECISION)),
    "no-financing-agreement": Check(_none_follows(StepKind.FINANCING_AGREEMENT)),
    "no-financing-decision": Check(_none_follows(StepKind.FINANCING_DECISION)),
    "duration-known": Check(lambda situation, _: (situation.duration_known, "")),
    "lifting-known": Check(
        lambda situation, proposed: (
            (situation.duration_known, "")
            if (act := situation.step(proposed.follows)) is not None and act.kind in ORDERS
            else None
        )
    ),
    "concluded-before": Check(_has(StepKind.ASSESSMENT, StepKind.CLOSING, *ORDERS)),
    "no-temporary-order-lasts": Check(
        lambda situation, _: (not any(not step.ended for step in situation.of(StepKind.TEMPORARY_ORDER)), "")
    ),
    "day-known": Check(_holds(lambda _, proposed: proposed.on is not None), written=True),
    "day-not-ahead": Check(
        _holds(
            lambda situation, proposed: proposed.on is None or situation.today is None or proposed.on <= situation.today
        ),
        written=True,
    ),
    "text-written": Check(_holds(lambda _, proposed: bool(proposed.text.strip())), written=True),
    "reasons-written": Check(_holds(lambda _, proposed: bool(proposed.reason.strip())), written=True),
    "exceptional-reasoned": Check(_holds(lambda _, proposed: bool(proposed.reason.strip())), written=True),
    "regions-named": Check(
        _holds(lambda situation, proposed: bool(proposed.regions or situation.asked or proposed.recorded)),
        written=True,
    ),
    "one-council": Check(_one_council, written=True),
    "councils-addressed": Check(_councils, written=True),
    "parties-named": Check(_holds(lambda _, proposed: bool(proposed.addressees)), written=True),
    "addressee-exists": Check(
        _holds(lambda _, proposed: all(party.exists for party in proposed.addressees)), written=True
    ),
    "one-offer": Check(lambda _, proposed: (len(proposed.offers) == 1, str(len(proposed.offers))), written=True),
    "two-offers": Check(
        lambda _, proposed: (len({offer.keys for offer in proposed.offers}) > 1, str(len(proposed.offers))),
        written=True,
    ),
    "not-sustainable-reasoned": Check(
        _holds(lambda _, proposed: bool(proposed.offers) and all(bool(offer.why.strip()) for offer in proposed.offers)),
        written=True,
    ),
    "order-kind-given": Check(_holds(lambda _, proposed: proposed.order_kind is not None), written=True),
    "private-operator-named": Check(
        _private(lambda offer: bool(offer.operator.strip()), *(kind for kind in OrderKind if kind.private)),
        written=True,
    ),
    "agreement-terminated": Check(_terminated, written=True),
    "financing-area-named": Check(_financing_area, written=True),
    "outcome-given": Check(_holds(lambda _, proposed: proposed.outcome in set(Answered)), written=True),
    "one-temporary-order": Check(_no_temporary_order_lasts, written=True),
}


@dataclass(frozen=True)
class Consequences:
    """What else happens when a step is taken: orders it ends, whether the financing order comes with it."""

    ends: tuple[str, ...] = ()
    financing: bool = False
    overtakes: tuple[str, ...] = ()
    clocks: tuple[str, ...] = field(default=())


def preconditions(
    needs: Iterable[Need], situation: Situation, proposed: Proposed, *, written: bool = True
) -> list[Precondition]:
    """Return the checklist of a proposed step; without ``written`` only what the chain itself answers."""
    lines = []
    for need in needs:
        check = CHECKS[need.code]
        answer = check.test(situation, proposed) if written or not check.written else None
        if answer is not None:
            source = need.source.replace("{basis}", situation.references or "hjemlen")
            lines.append(Precondition(need.code, need.force, source, *answer))
    return lines
