"""Which steps the chain knows, as data: what each takes, whom it addresses, its documents, clocks and sequels.

Source: serviceloven §§ 13 b, 13 c and 186 a as read (facts 1.1-1.3), barnets lov § 161 (facts 1.4), the agency's
pages (facts 1.2, 4.8) and the caseworker's cycle (facts 10). What no source says is not a rule here: it is a
precondition that passes with a written reason, or nothing at all.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.chain import GroundKind, StepKind
from koorddesk.domain.documents import DocumentKind as Doc
from koorddesk.domain.step_checks import ORDERS, Consequences, Force, Need, Proposed, Situation

_LADDER = "socialstyrelsen.dk, Fornyet behandling og driftspålæg (29-08-2016)"
_REASONS = "forvaltningslovens §§ 22 og 24"


class Addressing(enum.StrEnum):
    """Whom a step speaks to."""

    NOBODY = "nobody"
    COUNCILS_OF_REGIONS = "councils-of-regions"
    ONE_COUNCIL = "one-council"
    COUNCILS = "councils"
    MUNICIPALITIES_OF_AREA = "municipalities-of-area"
    MINISTRY = "ministry"
    PARTIES = "parties"


@dataclass(frozen=True)
class StepRule:
    """One kind of step: what it stands on, takes, addresses, brings and may lead to.

    ``topic`` names its legal references, empty where it stands on none. ``follows`` are the kinds of act it hangs
    on. ``only_with`` are the steps that bring it; it is never taken alone.
    """

    kind: StepKind
    topic: str = ""
    needs: tuple[Need, ...] = ()
    addressing: Addressing = Addressing.NOBODY
    follows: tuple[StepKind, ...] = ()
    only_with: tuple[StepKind, ...] = ()
    incoming: tuple[Doc, ...] = ()
    outgoing: tuple[Doc, ...] = ()
    internal: tuple[Doc, ...] = ()
    clocks: tuple[str, ...] = ()
    rests_on: tuple[GroundKind, ...] = ()
    leads_to: tuple[StepKind, ...] = ()


K = StepKind
# Every step takes these; they are shown only where they fail.
COMMON = (Need("case-open", Force.DESK), Need("day-not-ahead", Force.DESK))
_TEXT = Need("text-written", Force.DESK)
_DAY = Need("day-known", Force.DESK)
_ANNOUNCED = Need("announced", Force.LEGAL, "servicelovens § 13 b, stk. 2")
_ABOUT = Need("announced", Force.DESK)
_REPORTED = Need("reports-received", Force.LEGAL, "{basis}")
_BASIS = Need("legal-basis-known", Force.UNCONFIRMED, "{basis}")
_REQUEST_FIRST = Need("request-first", Force.PRACTICE, _LADDER)
_ANEW = Need("assessed-anew", Force.PRACTICE, _LADDER)
_HEARD = Need("party-heard", Force.UNCONFIRMED, "forvaltningslovens § 19")
_NEGOTIATED = Need("ministry-negotiated", Force.LEGAL, "servicelovens § 13 b, stk. 5")
_NEGOTIATED_ORDER = Need("ministry-negotiated-order", Force.UNCONFIRMED, "servicelovens § 13 c, stk. 5 ff. (ikke læst)")
_EXISTS = Need("addressee-exists", Force.DESK)
_NOT_BEFORE = Need("not-before-its-act", Force.LEGAL, "{basis}")
_REASONED = Need("reasons-written", Force.DESK, _REASONS)
_EXCEPTIONAL = Need("exceptional-reasoned", Force.LEGAL, "servicelovens § 13 c, stk. 1")
_FINANCING = Need("financing-area-named", Force.LEGAL, "servicelovens § 13 c, stk. 3")
_OUTCOME = Need("outcome-given", Force.DESK)
_GROUNDS = (GroundKind.SUBMISSION, GroundKind.ASSESSMENT, GroundKind.DIALOGUE, GroundKind.STEP, GroundKind.DOCUMENT)


def _duration(code: str) -> Need:
    return Need(code, Force.UNCONFIRMED, "servicelovens § 13 c, stk. 4 ff. (ikke læst i sin helhed)")


_RULES = (
    StepRule(
        K.SIGNAL, needs=(_TEXT,), incoming=(Doc.ENQUIRY, Doc.CAPACITY_REPORT, Doc.HEARING_ANSWER),
        internal=(Doc.GROUP_ANALYSIS, Doc.OFFER_SCREENING), rests_on=(GroundKind.DIALOGUE,),
        leads_to=(K.DIALOGUE, K.MINISTRY_NEGOTIATION, K.ANNOUNCEMENT),
    ),
    StepRule(
        K.MINISTRY_NEGOTIATION, topic="negotiation", needs=(_TEXT,), addressing=Addressing.MINISTRY,
        incoming=(Doc.NEGOTIATION_ANSWER,), outgoing=(Doc.NEGOTIATION_LETTER,),
        internal=(Doc.REASONS_NOTE, Doc.MANAGEMENT_APPROVAL),
        leads_to=(K.ANNOUNCEMENT, K.RENEWED_CONSIDERATION_REQUEST, K.TEMPORARY_ORDER, K.OPERATING_ORDER),
    ),
    StepRule(
        K.ANNOUNCEMENT, topic="announcement",
        needs=(
            _DAY, Need("announced-once", Force.DESK),
            Need("regions-named", Force.LEGAL, "servicelovens § 13 b, stk. 2"),
            Need("group-active", Force.PRACTICE, "socialstyrelsen.dk, Målgrupper"), _BASIS, _NEGOTIATED,
            Need("ministry-negotiated-social", Force.UNCONFIRMED, "servicelovens § 13 b, stk. 5"),
        ),
        addressing=Addressing.COUNCILS_OF_REGIONS, incoming=(Doc.QUESTION,),
        outgoing=(Doc.PRIOR_NOTICE, Doc.ANNOUNCEMENT, Doc.GUIDANCE, Doc.QUESTIONS, Doc.ORIENTATION, Doc.ANSWER),
        clocks=("set-in-announcement",), rests_on=(GroundKind.DIALOGUE, GroundKind.DOCUMENT),
        leads_to=(K.REPORT,),
    ),
    StepRule(
        K.REPORT, needs=(_ANNOUNCED,), incoming=(Doc.REPORT, Doc.ANNEX), outgoing=(Doc.RECEIPT, Doc.REMINDER),
        rests_on=(GroundKind.SUBMISSION,), leads_to=(K.ASSESSMENT, K.SUPPLEMENTARY_QUESTIONS),
    ),
    StepRule(
        K.SUPPLEMENTARY_QUESTIONS, needs=(_TEXT, _ABOUT),
        addressing=Addressing.COUNCILS_OF_REGIONS, incoming=(Doc.ANSWER,), outgoing=(Doc.SUPPLEMENTARY_QUESTIONS,),
        clocks=("set-in-request",), rests_on=(GroundKind.SUBMISSION,), leads_to=(K.REPORT, K.ASSESSMENT),
    ),
    StepRule(
        K.ASSESSMENT, needs=(_ANNOUNCED, Need("reports-received", Force.LEGAL, "servicelovens § 13 b, stk. 3")),
        incoming=(Doc.COUNCIL_REMARKS,), outgoing=(Doc.TREATMENT_OF_REPORTS,), internal=(Doc.ASSESSMENT,),
        rests_on=(GroundKind.SUBMISSION, GroundKind.ASSESSMENT, GroundKind.DIALOGUE),
        leads_to=(K.CLOSING, K.SUPPLEMENTARY_QUESTIONS, K.STATUS_REQUEST, K.DIALOGUE,
                  K.RENEWED_CONSIDERATION_REQUEST, K.PARTY_HEARING),
    ),
    StepRule(
        K.CLOSING,
        needs=(
            Need("municipal-implementation", Force.PRACTICE, "hovedstadenskommuner.dk, Centrale udmeldinger"),
            Need("no-temporary-order-lasts", Force.LEGAL, "servicelovens § 13 b, stk. 4"),
        ),
        addressing=Addressing.COUNCILS_OF_REGIONS, outgoing=(Doc.CLOSING_LETTER, Doc.TREATMENT_OF_REPORTS),
        clocks=("follow-up",), rests_on=(GroundKind.ASSESSMENT,), leads_to=(K.FOLLOW_UP,),
    ),
    StepRule(
        K.DIALOGUE, needs=(_TEXT,), incoming=(Doc.MINUTES,), outgoing=(Doc.INVITATION, Doc.MINUTES),
        internal=(Doc.NOTE,), rests_on=(GroundKind.DIALOGUE,),
        leads_to=(K.STATUS_REQUEST, K.RENEWED_CONSIDERATION_REQUEST, K.ANNOUNCEMENT),
    ),
    StepRule(
        K.STATUS_REQUEST, needs=(_TEXT, _ABOUT),
        addressing=Addressing.COUNCILS_OF_REGIONS, incoming=(Doc.STATUS,), outgoing=(Doc.STATUS_REQUEST,),
        clocks=("set-in-request",), leads_to=(K.DIALOGUE, K.ASSESSMENT, K.RENEWED_CONSIDERATION_REQUEST),
    ),
    StepRule(
        K.RENEWED_CONSIDERATION_REQUEST, topic="renewed-consideration-request",
        needs=(
            _ANNOUNCED, _REPORTED, Need("assessment-concluded", Force.LEGAL, _REASONS),
            Need("grounds-pinned", Force.DESK), Need("warnings-settled", Force.DESK), _BASIS,
            Need("dialogue-first", Force.PRACTICE, _LADDER), _NEGOTIATED, _TEXT,
        ),
        addressing=Addressing.COUNCILS_OF_REGIONS, incoming=(Doc.REPORT,),
        outgoing=(Doc.RENEWED_CONSIDERATION_REQUEST, Doc.ANNEX), clocks=("set-in-request",), rests_on=_GROUNDS,
        leads_to=(K.REPORT, K.ASSESSMENT, K.TEMPORARY_ORDER, K.TAKEOVER_APPROVAL, K.PARTY_HEARING),
    ),
    StepRule(
        K.PARTY_HEARING, needs=(_TEXT, Need("parties-named", Force.DESK), _EXISTS),
        addressing=Addressing.PARTIES, incoming=(Doc.PARTY_HEARING_ANSWER,), outgoing=(Doc.PARTY_HEARING,),
        clocks=("set-in-hearing",), leads_to=(K.TEMPORARY_ORDER, K.OPERATING_ORDER, K.CONSOLIDATION_ORDER),
    ),
    StepRule(
        K.TEMPORARY_ORDER, topic="temporary-order",
        needs=(
            _DAY, Need("rests-on-request-or-order", Force.LEGAL, "servicelovens § 13 b, stk. 4"),
            Need("temporary-order-with-order", Force.UNCONFIRMED, "servicelovens § 13 c, stk. 4 (kun delvist læst)"),
            _NOT_BEFORE, Need("one-council", Force.LEGAL, "{basis}"), _EXISTS,
            Need("one-offer", Force.LEGAL, "{basis}"), Need("one-temporary-order", Force.DESK), _BASIS, _NEGOTIATED,
            _HEARD, _REASONED,
        ),
        addressing=Addressing.ONE_COUNCIL, follows=(K.RENEWED_CONSIDERATION_REQUEST, *sorted(ORDERS)),
        incoming=(Doc.PARTY_HEARING_ANSWER,), outgoing=(Doc.TEMPORARY_ORDER,), rests_on=_GROUNDS,
        leads_to=(K.LIFTING, K.OPERATING_ORDER, K.CONSOLIDATION_ORDER, K.PROLONGATION),
    ),
    StepRule(
        K.OPERATING_ORDER, topic="operating-order",
        needs=(
            _DAY, _ANNOUNCED, Need("order-kind-given", Force.DESK),
            Need("one-council", Force.LEGAL, "servicelovens § 13 c, stk. 1"), _EXISTS,
            Need("one-offer", Force.LEGAL, "servicelovens § 13 c, stk. 1"),
            Need("private-operator-named", Force.LEGAL, "servicelovens § 13 c, stk. 1, 2. pkt."),
            Need("agreement-terminated", Force.LEGAL, "servicelovens § 13 c, stk. 1, 2. pkt."),
            _EXCEPTIONAL, _FINANCING, _BASIS, _REQUEST_FIRST, _ANEW, _NEGOTIATED_ORDER, _HEARD,
        ),
        addressing=Addressing.ONE_COUNCIL, outgoing=(Doc.OPERATING_ORDER,), rests_on=_GROUNDS,
        leads_to=(K.FINANCING_AGREEMENT, K.FINANCING_DECISION, K.TEMPORARY_ORDER, K.PROLONGATION, K.LIFTING,
                  K.FOLLOW_UP),
    ),
    StepRule(
        K.CONSOLIDATION_ORDER, topic="consolidation-order",
        needs=(
            _DAY, _ANNOUNCED, Need("councils-addressed", Force.LEGAL, "servicelovens § 13 c, stk. 2"), _EXISTS,
            Need("two-offers", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            Need("not-sustainable-reasoned", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            _EXCEPTIONAL, _FINANCING, _BASIS, _REQUEST_FIRST, _ANEW, _NEGOTIATED_ORDER, _HEARD,
        ),
        addressing=Addressing.COUNCILS, outgoing=(Doc.CONSOLIDATION_ORDER,), clocks=("four-months-operator",),
        rests_on=_GROUNDS,
        leads_to=(K.OPERATOR_AGREEMENT, K.OPERATOR_DECISION, K.FINANCING_AGREEMENT, K.FINANCING_DECISION,
                  K.TAKEOVER_APPROVAL, K.NEW_OFFER_APPROVAL, K.TEMPORARY_ORDER, K.PROLONGATION, K.LIFTING,
                  K.FOLLOW_UP),
    ),
    StepRule(
        K.FINANCING_ORDER, topic="financing-order", addressing=Addressing.MUNICIPALITIES_OF_AREA,
        follows=tuple(sorted(ORDERS)), only_with=tuple(sorted(ORDERS)), outgoing=(Doc.FINANCING_ORDER,),
        clocks=("four-months-financing",), leads_to=(K.FINANCING_AGREEMENT, K.FINANCING_DECISION),
    ),
    StepRule(
        K.OPERATOR_AGREEMENT,
        needs=(
            _DAY, Need("follows-consolidation", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            Need("not-before-its-act", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            Need("no-operator-agreement", Force.DESK),
            Need("no-operator-decision", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
        ),
        follows=(K.CONSOLIDATION_ORDER,), incoming=(Doc.AGREEMENT,), leads_to=(K.TAKEOVER_APPROVAL,),
    ),
    StepRule(
        K.FINANCING_AGREEMENT,
        needs=(
            _DAY, Need("follows-financing-order", Force.LEGAL, "servicelovens § 13 c, stk. 3"),
            Need("not-before-its-act", Force.LEGAL, "servicelovens § 13 c, stk. 3"),
            Need("no-financing-agreement", Force.DESK),
            Need("no-financing-decision", Force.LEGAL, "servicelovens § 13 c, stk. 3"),
        ),
        follows=(K.FINANCING_ORDER,), incoming=(Doc.AGREEMENT,), leads_to=(K.FOLLOW_UP,),
    ),
    StepRule(
        K.OPERATOR_DECISION, topic="operator-decision",
        needs=(
            _DAY, Need("follows-consolidation", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            Need("four-months-passed", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            Need("no-operator-agreement", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            Need("no-operator-decision", Force.DESK), Need("one-council", Force.LEGAL, "servicelovens § 13 c, stk. 2"),
            _EXISTS, _BASIS, _HEARD, _REASONED,
        ),
        addressing=Addressing.ONE_COUNCIL, follows=(K.CONSOLIDATION_ORDER,), outgoing=(Doc.OPERATOR_DECISION,),
        rests_on=_GROUNDS, leads_to=(K.TAKEOVER_APPROVAL, K.FOLLOW_UP),
    ),
    StepRule(
        K.FINANCING_DECISION, topic="financing-decision",
        needs=(
            _DAY, Need("follows-financing-order", Force.LEGAL, "servicelovens § 13 c, stk. 3"),
            Need("four-months-passed", Force.LEGAL, "servicelovens § 13 c, stk. 3"),
            Need("no-financing-agreement", Force.LEGAL, "servicelovens § 13 c, stk. 3"),
            Need("no-financing-decision", Force.DESK), _TEXT, _BASIS, _HEARD, _REASONED,
        ),
        addressing=Addressing.MUNICIPALITIES_OF_AREA, follows=(K.FINANCING_ORDER,),
        outgoing=(Doc.FINANCING_DECISION,), rests_on=_GROUNDS, leads_to=(K.FOLLOW_UP,),
    ),
    StepRule(
        K.TAKEOVER_APPROVAL, topic="takeover-approval",
        needs=(
            _DAY, Need("announced", Force.LEGAL, "servicelovens § 186 a, stk. 1 og 2"),
            Need("one-council", Force.LEGAL, "servicelovens § 186 a, stk. 1 og 2"), _EXISTS,
            Need("one-offer", Force.DESK), _OUTCOME, _BASIS, _REASONED,
        ),
        addressing=Addressing.ONE_COUNCIL, incoming=(Doc.TAKEOVER_APPLICATION,), outgoing=(Doc.TAKEOVER_APPROVAL,),
        rests_on=_GROUNDS, leads_to=(K.FOLLOW_UP,),
    ),
    StepRule(
        K.NEW_OFFER_APPROVAL, topic="new-offer-approval",
        needs=(
            _DAY, Need("follows-consolidation", Force.LEGAL, "servicelovens § 13 c, stk. 2, sidste pkt."),
            Need("not-before-its-act", Force.LEGAL, "servicelovens § 13 c, stk. 2, sidste pkt."),
            Need("one-council", Force.LEGAL, "servicelovens § 13 c, stk. 2, sidste pkt."), _EXISTS,
            Need("one-offer", Force.DESK), _OUTCOME, _BASIS, _REASONED,
        ),
        addressing=Addressing.ONE_COUNCIL, follows=(K.CONSOLIDATION_ORDER,), incoming=(Doc.NEW_OFFER_APPLICATION,),
        outgoing=(Doc.NEW_OFFER_APPROVAL,), rests_on=_GROUNDS, leads_to=(K.FOLLOW_UP,),
    ),
    StepRule(
        K.PROLONGATION, topic="order-duration",
        needs=(
            _DAY, Need("follows-order", Force.LEGAL, "{basis}"), _NOT_BEFORE, _duration("duration-known"),
            _HEARD, _REASONED,
        ),
        addressing=Addressing.PARTIES, follows=(K.TEMPORARY_ORDER, *sorted(ORDERS)), outgoing=(Doc.PROLONGATION,),
        rests_on=_GROUNDS, leads_to=(K.LIFTING, K.FOLLOW_UP),
    ),
    StepRule(
        K.LIFTING, topic="lifting",
        needs=(
            _DAY, Need("follows-order", Force.LEGAL, "servicelovens § 13 b, stk. 4"), _NOT_BEFORE,
            _duration("lifting-known"), _REASONED,
        ),
        addressing=Addressing.PARTIES, follows=(K.TEMPORARY_ORDER, *sorted(ORDERS)), outgoing=(Doc.LIFTING,),
        rests_on=_GROUNDS, leads_to=(K.FOLLOW_UP, K.CLOSING),
    ),
    StepRule(
        K.FOLLOW_UP, needs=(_TEXT, Need("concluded-before", Force.PRACTICE, "servicelovens § 13 b, stk. 1")),
        internal=(Doc.FOLLOW_UP,), clocks=("follow-up",),
        rests_on=(GroundKind.SUBMISSION, GroundKind.DIALOGUE, GroundKind.DOCUMENT),
        leads_to=(K.SIGNAL, K.DIALOGUE),
    ),
)  # fmt: skip
RULES: Mapping[StepKind, StepRule] = {rule.kind: rule for rule in _RULES}


def topic_of(situation: Situation, proposed: Proposed) -> str:
    """Return the topic of the legal references that a proposed step stands on; empty where it stands on none."""
    act = situation.step(proposed.follows)
    under_order = act is not None and act.kind in ORDERS
    if proposed.kind is K.TEMPORARY_ORDER and under_order:
        return "temporary-order-with-order"
    if proposed.kind is K.PROLONGATION:
        return "order-duration" if under_order else "temporary-order-with-order"
    if proposed.kind is K.LIFTING:
        return "order-duration" if under_order else "temporary-order"
    if proposed.kind is K.TAKEOVER_APPROVAL:
        region = any(party.kind is AuthorityKind.REGION for party in proposed.addressees)
        return f"takeover-approval-{'region' if region else 'municipality'}"
    return RULES[proposed.kind].topic


def consequences(situation: Situation, proposed: Proposed) -> Consequences:
    """Return what else a step brings about when it is taken.

    A lifting ends its order, and a lifted order takes its own financing order along. An order under § 13 c ends a
    temporary order about the same offer (§ 13 b, stk. 4) and always brings the financing order (§ 13 c, stk. 3). A
    new conclusion overtakes the earlier one about the same region.
    """
    ends: list[str] = []
    overtakes: list[str] = []
    keys = frozenset().union(*(offer.keys for offer in proposed.offers))
    if proposed.kind is K.LIFTING and proposed.follows:
        ends.append(proposed.follows)
        ends += [step.id for step in situation.following(proposed.follows, K.FINANCING_ORDER) if not step.ended]
    if proposed.kind in ORDERS:
        ends += [step.id for step in situation.of(K.TEMPORARY_ORDER) if not step.ended and step.offers & keys]
    if proposed.kind is K.ASSESSMENT:
        overtakes = [
            step.id for step in situation.steps if step.kind is K.ASSESSMENT and step.regions == proposed.regions
        ]
    return Consequences(
        ends=tuple(ends),
        financing=proposed.kind in ORDERS,
        overtakes=tuple(overtakes),
        clocks=RULES[proposed.kind].clocks,
    )
