"""The steps of the chain as rules: the table is whole, and no sequence it allows reaches what the read law forbids."""

import dataclasses
import datetime as dt
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.chain import Answered, OrderKind, StepKind
from koorddesk.domain.step_checks import (
    CHECKS,
    ORDERS,
    Force,
    NamedOffer,
    Party,
    Proposed,
    Situation,
    Taken,
    preconditions,
)
from koorddesk.domain.step_rules import COMMON, RULES, consequences, topic_of
from koorddesk.paths import resource
from koorddesk.services.chain_words import CHECKS as WORDS
from koorddesk.services.chain_words import CLOCKS, DOCUMENTS, STEPS
from tests.helpers.chain_doc import MARK, PAGE, tables

K = StepKind
START = dt.date(2026, 1, 5)
CITY = Party("city", AuthorityKind.MUNICIPALITY)
REGION = Party("region", AuthorityKind.REGION)
PART = Party("part", AuthorityKind.PART_OF_COUNTRY)
GONE = Party("gone", AuthorityKind.REGION, exists=False)


def offer(name, **fields):
    fields = {"why": "for lille", "operator": "Fonden", "terminated_on": START, **fields}
    return NamedOffer(frozenset({name}), **fields)


def test_every_kind_has_its_rule_and_its_words():
    assert set(RULES) == set(StepKind) == set(STEPS)
    for rule in RULES.values():
        assert {need.code for need in rule.needs} <= set(CHECKS)
        assert set(rule.leads_to) <= set(StepKind)
        assert set(rule.clocks) <= set(CLOCKS)
        assert {*rule.incoming, *rule.outgoing, *rule.internal} <= set(DOCUMENTS)
    assert set(CHECKS) == set(WORDS)
    assert {need.code for rule in RULES.values() for need in (*rule.needs, *COMMON)} == set(CHECKS)


def test_what_the_law_stops_names_the_law():
    for rule in RULES.values():
        for need in rule.needs:
            assert need.source or need.force is Force.DESK, (rule.kind, need.code)


def test_every_topic_is_a_record_for_both_acts():
    with resource("legal", "references.toml").open("rb") as file:
        known = {(row["topic"], row["act"]) for row in tomllib.load(file)["reference"]}
    topics = {"order-duration", "temporary-order-with-order"}
    for kind, rule in RULES.items():
        for party in (CITY, REGION):
            topic = topic_of(Situation(), Proposed(kind, START, addressees=(party,)))
            topics |= {topic} if rule.topic else set()
    missing = {(topic, act) for topic in topics for act in ("serviceloven", "barnets lov")} - known
    assert not missing


def codes(situation, proposed, met=False):
    lines = preconditions((*COMMON, *RULES[proposed.kind].needs), situation, proposed)
    return {line.code for line in lines if line.met is met}


ISSUED = Taken("a", K.ANNOUNCEMENT, START, 1)
SHORT = Taken("v", K.ASSESSMENT, START, 3, outcome=Conclusion.RENEWED_CONSIDERATION)


@pytest.mark.parametrize(
    ("assessments", "regions", "met"),
    [
        ([], set(), False),
        ([SHORT], set(), True),
        ([SHORT], {"r"}, True),
        ([dataclasses.replace(SHORT, regions=frozenset({"r"}))], {"r"}, True),
        ([dataclasses.replace(SHORT, regions=frozenset({"r"}))], {"r", "s"}, False),
        ([dataclasses.replace(SHORT, regions=frozenset({"r"}))], set(), False),
        ([dataclasses.replace(SHORT, overtaken=True)], set(), False),
        ([dataclasses.replace(SHORT, outcome=Conclusion.MUNICIPAL_IMPLEMENTATION)], set(), False),
    ],
)
def test_a_request_takes_a_shortfall_in_every_region_that_it_addresses(assessments, regions, met):
    situation = Situation((ISSUED, *assessments), asked=frozenset({"r", "s"}), reports=1, pinned=1, today=START)
    proposed = Proposed(K.RENEWED_CONSIDERATION_REQUEST, START, regions=frozenset(regions), text="x")
    assert ("assessment-concluded" not in codes(situation, proposed)) is met


def test_four_months_are_calendar_months_and_the_last_day_is_still_theirs():
    order = Taken("o", K.CONSOLIDATION_ORDER, dt.date(2026, 10, 31), 5)
    for day, passed in ((dt.date(2027, 2, 28), False), (dt.date(2027, 3, 1), True)):
        proposed = Proposed(K.OPERATOR_DECISION, day, follows="o", addressees=(CITY,), reason="x")
        assert ("four-months-passed" not in codes(Situation((order,), today=day), proposed)) is passed


def test_only_a_group_in_special_education_is_stopped_for_want_of_negotiation():
    for education in (True, False):
        rows = preconditions(
            RULES[K.ANNOUNCEMENT].needs,
            Situation(special_education=education),
            Proposed(K.ANNOUNCEMENT, START, regions=frozenset({"r"})),
        )
        line = next(line for line in rows if line.code.startswith("ministry-negotiated"))
        assert (line.met, line.blocks) == (False, education)


def test_a_temporary_order_on_an_order_passes_with_a_reason_only():
    order = Taken("o", K.OPERATING_ORDER, START, 4)
    proposed = Proposed(K.TEMPORARY_ORDER, START, follows="o", addressees=(CITY,), offers=(offer("A"),), reason="x")
    rows = {line.code: line for line in preconditions(RULES[K.TEMPORARY_ORDER].needs, Situation((order,)), proposed)}
    assert rows["rests-on-request-or-order"].met
    assert not rows["temporary-order-with-order"].met
    assert not rows["temporary-order-with-order"].blocks


def test_a_later_conclusion_overtakes_the_one_of_the_same_region_alone():
    known = (SHORT, dataclasses.replace(SHORT, id="w", regions=frozenset({"r"})))
    proposed = Proposed(K.ASSESSMENT, START, regions=frozenset({"r"}))
    assert consequences(Situation(known), proposed).overtakes == ("w",)


# Random walks. ``Walk`` takes what the rules allow, with a reason for all that a reason can pass.


class Walk:
    def __init__(self, draw, *, education):
        self.draw, self.education = draw, education
        self.steps, self.made, self.day = [], {}, START

    def propose(self):
        pick = self.draw.choice
        kind = pick([*StepKind, *4 * sorted(ORDERS), *3 * [k for k in StepKind if RULES[k].follows]])
        self.day += dt.timedelta(days=pick([0, 0, 1, 30, 59, 61, 122]))
        wanted = [step.id for step in self.steps if step.kind in RULES[kind].follows]
        names = ["A", "B"] if kind is K.CONSOLIDATION_ORDER else [pick("AB")]
        proposed = Proposed(
            kind=kind, on=self.day, order_kind=pick(list(OrderKind)), addressees=(pick([CITY, REGION]),),
            offers=tuple(offer(name) for name in names), follows=pick(wanted) if wanted else None,
            financing_area=pick([REGION, PART]), regions=frozenset({"r"} if kind is K.ANNOUNCEMENT else ()), text="x", reason="x",
            outcome=Conclusion.RENEWED_CONSIDERATION if kind is K.ASSESSMENT else Answered.GRANTED,
        )  # fmt: skip
        spoil = {
            "on": self.day - dt.timedelta(days=200),
            "addressees": pick([(), (PART,), (CITY, REGION), (GONE,)]),
            "offers": pick([(), (offer("A", why=""),), (offer("A"), offer("A")), (offer("A", operator=""),),
                            (offer("A", terminated_on=None),), (offer("A"), offer("B")), (offer("A"), offer("B", why=""))]),
            "follows": pick([step.id for step in self.steps] or [None]),
            "financing_area": pick([None, CITY, GONE]), "regions": frozenset(), "text": "", "reason": "", "outcome": "", "order_kind": None,
        }  # fmt: skip
        if self.draw.random() < 0.4:
            field = pick(list(spoil))
            proposed = dataclasses.replace(proposed, **{field: spoil[field]})
        return proposed

    def step(self):
        proposed = self.propose()
        situation = Situation(
            tuple(self.steps),
            special_education=self.education,
            reports=0,
            pinned=1,
            today=self.day,
            references_read=False,
        )
        lines = preconditions((*COMMON, *RULES[proposed.kind].needs), situation, proposed)
        if RULES[proposed.kind].only_with or any(line.blocks for line in lines):
            return
        key = f"s{len(self.steps)}"
        passed = {line.code for line in lines if not line.met}
        self.judge(proposed, passed)
        brought = consequences(situation, proposed)
        self.steps = [
            dataclasses.replace(
                step,
                ended=step.ended or step.id in brought.ends,
                overtaken=step.overtaken or step.id in brought.overtakes,
            )
            for step in self.steps
        ]
        for end in brought.ends:
            self.judge_end(end, proposed)
        self.add(key, proposed)
        if proposed.kind in ORDERS:
            assert brought.financing
            self.add(f"s{len(self.steps)}", Proposed(K.FINANCING_ORDER, proposed.on, follows=key))

    def add(self, key, proposed):
        keys = frozenset().union(*(one.keys for one in proposed.offers))
        self.made[key] = proposed
        self.steps.append(
            Taken(key, proposed.kind, proposed.on, len(self.steps) + 1, follows=proposed.follows,
                  outcome=proposed.outcome, offers=keys)
        )  # fmt: skip

    def has(self, *kinds):
        return [step for step in self.steps if step.kind in kinds]

    def judge_end(self, key, by):
        """An order ends by being lifted, a temporary one also by an order about the same offer (§ 13 b, stk. 4)."""
        ended = self.made[key]
        if ended.kind is K.TEMPORARY_ORDER and by.kind in ORDERS:
            assert {one.keys for one in ended.offers} & {one.keys for one in by.offers}
        elif ended.kind is K.FINANCING_ORDER:
            assert by.kind is K.LIFTING
            assert by.follows == ended.follows
        else:
            assert by.kind is K.LIFTING
            assert by.follows == key

    def judge(self, p, passed):
        """What the law says, as far as it is read, written a second time."""
        act = next((step for step in self.steps if step.id == p.follows), None)
        others = [step.kind for step in self.steps if act is not None and step.follows == act.id]
        one_council = [party.kind in (AuthorityKind.MUNICIPALITY, AuthorityKind.REGION) for party in p.addressees] == [
            True
        ]
        if p.kind is K.RENEWED_CONSIDERATION_REQUEST:  # § 13 b, stk. 3
            assert self.has(K.ANNOUNCEMENT)
            assert self.has(K.REPORT)
            assert any(step.outcome == Conclusion.RENEWED_CONSIDERATION for step in self.has(K.ASSESSMENT))
        if p.kind in (K.RENEWED_CONSIDERATION_REQUEST, K.TEMPORARY_ORDER, K.ANNOUNCEMENT) and self.education:
            assert self.has(K.MINISTRY_NEGOTIATION)  # § 13 b, stk. 5
        if p.kind is K.TEMPORARY_ORDER:  # § 13 b, stk. 4; § 13 c, stk. 4
            assert act.kind in {K.RENEWED_CONSIDERATION_REQUEST, *ORDERS}
            assert not act.ended
            assert act.kind not in ORDERS or "temporary-order-with-order" in passed
            assert one_council
            assert len(p.offers) == 1
            assert p.on >= act.on
        if p.kind in ORDERS:  # § 13 c, stk. 1-3
            assert p.reason
            assert self.has(K.ANNOUNCEMENT)
            assert p.financing_area.kind is not AuthorityKind.MUNICIPALITY
        if p.kind is K.OPERATING_ORDER:
            assert one_council
            (named,) = p.offers
            assert not p.order_kind.private or named.operator
            assert p.order_kind is not OrderKind.MAKE_AGREEMENT or named.terminated_on <= p.on
        if p.kind is K.CONSOLIDATION_ORDER:
            assert len({one.keys for one in p.offers}) > 1
            assert all(one.why for one in p.offers)
            assert p.addressees
            assert all(party.kind is not AuthorityKind.PART_OF_COUNTRY for party in p.addressees)
        decides = {
            K.OPERATOR_DECISION: (K.CONSOLIDATION_ORDER, K.OPERATOR_AGREEMENT),
            K.FINANCING_DECISION: (K.FINANCING_ORDER, K.FINANCING_AGREEMENT),
        }
        if p.kind in decides:
            order, agreement = decides[p.kind]
            assert act.kind is order
            assert not act.ended
            months = (p.on.year - act.on.year) * 12 + p.on.month - act.on.month
            assert months > 4 or (months == 4 and p.on.day > act.on.day)
            assert agreement not in others
            assert p.kind not in others
        if p.kind is K.NEW_OFFER_APPROVAL:
            assert act.kind is K.CONSOLIDATION_ORDER
            assert not act.ended
            assert p.outcome in set(Answered)
        if p.kind in (K.LIFTING, K.PROLONGATION):
            assert act.kind in {K.TEMPORARY_ORDER, *ORDERS}
            assert not act.ended
            assert passed or act.kind is K.TEMPORARY_ORDER
        if p.kind is K.CLOSING:  # a temporary order lasts until it is lifted or replaced
            assert all(step.ended for step in self.has(K.TEMPORARY_ORDER))
        if p.kind is K.ANNOUNCEMENT:  # § 13 b, stk. 2: of one or more regions
            assert p.regions
        if p.kind is K.TAKEOVER_APPROVAL:  # § 186 a
            assert self.has(K.ANNOUNCEMENT)
            assert one_council
        assert GONE not in p.addressees or not RULES[p.kind].topic or p.kind not in {*ORDERS, K.TEMPORARY_ORDER}


@settings(max_examples=120)
@given(seed=st.randoms(use_true_random=False), education=st.booleans())
def test_no_sequence_of_allowed_steps_reaches_what_the_read_law_forbids(seed, education):
    walk = Walk(seed, education=education)
    for kind in (K.MINISTRY_NEGOTIATION, K.ANNOUNCEMENT, K.REPORT, K.ASSESSMENT, K.RENEWED_CONSIDERATION_REQUEST):
        if seed.random() < 0.9:
            walk.add(f"s{len(walk.steps)}", Proposed(kind, START, text="x", outcome=Conclusion.RENEWED_CONSIDERATION))
    for _ in range(40):
        walk.step()


def test_a_plain_walk_reaches_every_kind_of_step():
    """The walks above would prove nothing if they never got far."""
    import random

    reached = set()
    for number in range(60):
        walk = Walk(random.Random(number), education=False)
        for kind in (K.ANNOUNCEMENT, K.REPORT, K.ASSESSMENT, K.RENEWED_CONSIDERATION_REQUEST):
            walk.add(f"s{len(walk.steps)}", Proposed(kind, START, text="x", outcome=Conclusion.RENEWED_CONSIDERATION))
        for _ in range(60):
            walk.step()
        reached |= {step.kind for step in walk.steps}
    assert reached == set(StepKind)


def test_the_page_about_the_chain_says_what_the_rules_say():
    assert PAGE.read_text(encoding="utf-8").partition(MARK)[2] == tables()
