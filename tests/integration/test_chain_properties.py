"""No sequence of steps that the program takes reaches a state that the law, as far as it is read, forbids.

Steps are proposed at random, with reasons for everything that a reason can pass and for what it cannot. What the
program takes is looked at from the store alone, by rules written here a second time and in another way.
"""

import atexit
import contextlib
import dataclasses
import datetime as dt
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.chain import (
    Answered,
    Case,
    OrderKind,
    PartyRole,
    PassedPrecondition,
    Step,
    StepKind,
    StepOffer,
    StepParty,
)
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.step_checks import CHECKS
from koorddesk.domain.step_rules import RULES
from koorddesk.domain.target_groups import Subject, TargetGroup
from koorddesk.errors import Conflict, UserError
from koorddesk.services.announcements import create_announcement
from koorddesk.services.cases import close_case, open_case, reopen_case, start_case
from koorddesk.services.chain import OfferNamed, StepDraft, take_step
from koorddesk.services.desk import open_desk
from koorddesk.services.keeping import undo
from koorddesk.services.overtaking import overtake

ADULTS = "Voksne med kompleks erhvervet hjerneskade"
CHILDREN = "Børn og unge med alvorlig synsnedsættelse"
START = dt.date(2026, 1, 5)
REASONS = dict.fromkeys(CHECKS, "Begrundet")
COUNCILS = ("0851", "0101", "1081", "1085", "Østdanmark")
NAMES = ("Bosted A", "Bosted B", "Bosted C")
ORDERS = {StepKind.OPERATING_ORDER, StepKind.CONSOLIDATION_ORDER}
FINANCING = {StepKind.FINANCING_ORDER}
# What the law has most to say about is proposed most often.
KINDS = [*StepKind, *2 * [kind for kind in StepKind if RULES[kind].follows], *3 * sorted(ORDERS)]

drafts = st.builds(
    StepDraft,
    kind=st.just(StepKind.SIGNAL),
    on=st.none(),
    order_kind=st.sampled_from([None, *OrderKind]),
    regions=st.sampled_from([(), (), ("1085",), ("1081", "1085")]),
    addressees=st.sampled_from([(), ("Vestdanmark",), *[(code,) for code in COUNCILS[:4]] * 3, ("0851", "1081")]),
    offers=st.lists(
        st.builds(
            OfferNamed,
            name=st.sampled_from(NAMES),
            why=st.sampled_from(["", "for lille", "for lille"]),
            operator=st.sampled_from(["", "Fonden"]),
            terminated_on=st.sampled_from([None, START, START + dt.timedelta(days=900)]),
        ),
        max_size=2,
    ).map(tuple),
    financing_area=st.sampled_from([None, "1081", "Østdanmark", "0851"]),
    outcome=st.sampled_from(["", *Answered, Conclusion.RENEWED_CONSIDERATION, Conclusion.MUNICIPAL_IMPLEMENTATION]),
    text=st.sampled_from(["", "Tekst", "Tekst"]),
    reason=st.sampled_from(["", "Grund", "Grund"]),
    recorded=st.booleans(),
)


SPOILT = ("on", "follows", "order_kind", "addressees", "offers", "financing_area", "outcome", "text", "reason")

PROPOSALS = st.tuples(
    st.sampled_from(KINDS),
    drafts,
    st.sets(st.sampled_from(SPOILT), max_size=1),
    st.integers(0, 3),
    st.sampled_from([0, 0, 1, 30, 61, 123]),
)


def blank_store():
    """A store with the registers loaded, made once for all runs."""
    if not hasattr(blank_store, "path"):
        folder = Path(tempfile.mkdtemp(prefix="koorddesk-chain-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        open_desk(folder / "blank.sqlite", account="prøve", today=lambda: START).close()
        blank_store.path = folder / "blank.sqlite"
    return blank_store.path


class Chain(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="koorddesk-chain-"))
        shutil.copy(blank_store(), self.folder / "store.sqlite")
        self.desk = open_desk(self.folder / "store.sqlite", account="prøve", today=lambda: START)

    def teardown(self):
        self.desk.close()
        shutil.rmtree(self.folder)

    @initialize(group=st.sampled_from([ADULTS, CHILDREN]), ready=st.sampled_from([True, True, True, False]))
    def begin(self, group, ready):
        self.group = group
        for code in ("CU-X", "CU-Y"):
            create_announcement(self.desk, code, code, group, dt.date(2026, 9, 1), ["1081", "1085"], issued_on=START)
        self.other = open_case(self.desk, "CU-Y").case_number
        for kind in (StepKind.REPORT, StepKind.ASSESSMENT):  # a later conclusion elsewhere, to overtake with
            outcome = Conclusion.MUNICIPAL_IMPLEMENTATION if kind is StepKind.ASSESSMENT else ""
            take_step(self.desk, self.other, StepDraft(kind, START, outcome=outcome, recorded=True), REASONS)
        self.case = open_case(self.desk, "CU-X").case_number
        if ready:  # half of the runs begin where orders come into reach
            for kind in (StepKind.REPORT, StepKind.MINISTRY_NEGOTIATION, StepKind.ASSESSMENT,
                         StepKind.RENEWED_CONSIDERATION_REQUEST):  # fmt: skip
                outcome = Conclusion.RENEWED_CONSIDERATION if kind is StepKind.ASSESSMENT else ""
                draft = StepDraft(kind, START, text="Tekst", outcome=outcome, recorded=True)
                take_step(self.desk, self.case, draft, REASONS)

    @rule(proposals=st.lists(PROPOSALS, min_size=3, max_size=8))
    def propose(self, proposals):
        for proposal in proposals:
            self.propose_one(*proposal)
            self.the_law_holds()

    def propose_one(self, kind, wild, spoilt, pick, days):
        """Propose a step as it ought to be, with at most one thing about it left to chance."""
        later = self.desk.today() + dt.timedelta(days=days)
        self.desk = dataclasses.replace(self.desk, today=lambda: later)
        today = self.desk.today()
        with self.desk.store.reader() as uow:
            steps = [step for step in uow.all(Step) if self.own(uow, step)]
        acts = sorted((step for step in steps if step.kind in RULES[kind].follows), key=lambda step: step.position)
        fitting = {
            "kind": kind,
            "on": today,
            "follows": acts[-1 - pick % len(acts)].id if acts else None,
            "order_kind": wild.order_kind or OrderKind.CONTINUE,
            "addressees": ("0851",),
            "offers": tuple(
                OfferNamed(name, why="for lille", operator="Fonden", terminated_on=START)
                for name in NAMES[: 2 if kind is StepKind.CONSOLIDATION_ORDER else 1]
            ),
            "financing_area": "1081",
            "outcome": Conclusion.RENEWED_CONSIDERATION if kind is StepKind.ASSESSMENT else Answered.GRANTED,
            "text": "Tekst",
            "reason": "Grund",
            "deadline": today + dt.timedelta(days=30),
        }
        chance = {"on": today - dt.timedelta(days=200), "follows": steps[pick % len(steps)].id}
        for name in spoilt:
            fitting[name] = chance[name] if name in chance else getattr(wild, name)
        with contextlib.suppress(UserError):
            take_step(self.desk, self.case, StepDraft(**fitting, recorded=wild.recorded), REASONS)

    @rule(work=st.sampled_from([close_case, reopen_case, reopen_case, undo, undo]))
    def close_reopen_or_take_back(self, work):
        with self.desk.store.reader() as uow:
            few = len([step for step in uow.all(Step) if self.own(uow, step)]) < 6
        with contextlib.suppress(UserError, Conflict):
            if work is not undo:
                work(self.desk, self.case, "Grund")
            elif not few:
                undo(self.desk)

    @rule(pick=st.integers(0, 5), elsewhere=st.booleans())
    def overtake_a_conclusion(self, pick, elsewhere):
        with self.desk.store.reader() as uow:
            steps = sorted((step for step in uow.all(Step) if self.own(uow, step)), key=lambda step: step.position)
            by = [step for step in uow.all(Step) if not self.own(uow, step)] if elsewhere else steps
        if not steps or not by:
            return
        with contextlib.suppress(UserError):
            overtake(self.desk, steps[pick % len(steps)].id, by[-1 - pick % len(by)].id, "Grund")

    @rule(pick=st.integers(0, 3))
    def a_case_begins_from_a_follow_up(self, pick):
        with self.desk.store.reader() as uow:
            steps = [step for step in uow.all(Step, kind=StepKind.FOLLOW_UP) if self.own(uow, step)]
            code = f"CU-N{len(uow.all(Case))}"
        if steps:
            key = steps[pick % len(steps)].id
            start_case(self.desk, code=code, title=code, group=self.group, text="Nyt", step_id=key)

    def own(self, uow, step):
        return uow.get(Case, step.case_id).number == self.case

    @invariant()
    def the_law_holds(self):
        if not hasattr(self, "case"):
            return
        with self.desk.store.reader() as uow:
            steps = [step for step in uow.all(Step) if self.own(uow, step)]
            education = any(group.subject is not Subject.SOCIAL for group in self.groups(uow))
            look_at(uow, steps, special_education=education)
            look_at_all(uow)

    def groups(self, uow):
        from koorddesk.domain.announcements import Announcement

        announcement = uow.one(Announcement, code="CU-X")
        return [uow.get(TargetGroup, announcement.group_id)]


def look_at_all(uow):
    """What holds of every case: one announcement each, conclusions overtaken by later ones alone, closed is closed."""
    for case in uow.all(Case):
        steps = sorted(uow.all(Step, case_id=case.id), key=lambda step: step.position)
        assert len({step.position for step in steps}) == len(steps)
        assert sum(step.kind is StepKind.ANNOUNCEMENT for step in steps) <= 1
        lasting = [step for step in steps if step.kind is StepKind.TEMPORARY_ORDER and step.ended_by is None]
        assert case.closed_on is None or not lasting
        for deadline in uow.all(Deadline, subject_id=[step.id for step in steps if step.ended_on is not None]):
            assert deadline.done_on is not None  # an order that has ended waits for nothing
        for step in steps:
            assert (step.ended_on is None) == (step.ended_by is None)
            if step.kind in ORDERS:
                (financing,) = [one for one in steps if one.follows_id == step.id and one.kind in FINANCING]
                assert financing.ended_on == step.ended_on  # it lasts as long as its order
                offers = {offer.name for offer in uow.all(StepOffer, step_id=step.id)}
                for other in lasting:  # an order about the same offer replaces a temporary one, § 13 b, stk. 4
                    named = {offer.name for offer in uow.all(StepOffer, step_id=other.id)}
                    assert other.position > step.position or not named & offers
            if step.overtaken_by is not None:
                by = uow.get(Step, step.overtaken_by)
                assert step.kind in (StepKind.ASSESSMENT, StepKind.CLOSING)
                assert by.case_id != case.id or by.position > step.position
                assert None in (by.taken_on, step.taken_on) or by.taken_on >= step.taken_on
        names = {offer.name for step in lasting for offer in uow.all(StepOffer, step_id=step.id)}
        assert len(names) == len(lasting)  # no two temporary orders about the same offer last


def look_at(uow, steps, *, special_education):
    by_id = {step.id: step for step in steps}

    def before(step, *kinds):
        return [other for other in steps if other.kind in kinds and other.position < step.position]

    def following(act, kind):
        return [other for other in steps if other.kind is kind and other.follows_id == act.id]

    def lasted(act, step):
        """The act was not ended by anything before the step."""
        return act.ended_by is None or by_id[act.ended_by].position >= step.position

    def councils(step):
        parties = uow.all(StepParty, step_id=step.id, role=PartyRole.ADDRESSEE)
        return [uow.get(Authority, party.authority_id) for party in parties]

    def offers(step):
        return uow.all(StepOffer, step_id=step.id)

    def passed(step):
        return {known.code for known in uow.all(PassedPrecondition, step_id=step.id)}

    def is_council(authority):
        return authority.kind in (AuthorityKind.MUNICIPALITY, AuthorityKind.REGION)

    for step in steps:
        act = by_id.get(step.follows_id)
        if step.kind is StepKind.RENEWED_CONSIDERATION_REQUEST:  # § 13 b, stk. 3
            assert before(step, StepKind.ANNOUNCEMENT)
            assert before(step, StepKind.REPORT)
            assert any(known.outcome == Conclusion.RENEWED_CONSIDERATION for known in before(step, StepKind.ASSESSMENT))
        if step.kind in (StepKind.RENEWED_CONSIDERATION_REQUEST, StepKind.TEMPORARY_ORDER) and special_education:
            assert before(step, StepKind.MINISTRY_NEGOTIATION)  # § 13 b, stk. 5
        if step.kind is StepKind.TEMPORARY_ORDER:  # § 13 b, stk. 4
            assert act.kind in {StepKind.RENEWED_CONSIDERATION_REQUEST, *ORDERS}
            assert act.kind not in ORDERS or "temporary-order-with-order" in passed(step)
            assert [is_council(council) for council in councils(step)] == [True]
            assert len(offers(step)) == 1
            assert act.taken_on <= step.taken_on
            if step.ended_by is not None:
                end = by_id[step.ended_by]
                same = {offer.name for offer in offers(step)} & {offer.name for offer in offers(end)}
                assert (end.kind is StepKind.LIFTING and end.follows_id == step.id) or (end.kind in ORDERS and same)
        if step.kind in ORDERS:  # § 13 c, stk. 1-3
            assert step.reason
            assert councils(step)
            assert all(is_council(council) for council in councils(step))
            (financing,) = following(step, StepKind.FINANCING_ORDER)
            assert financing.taken_on == step.taken_on
            (area,) = councils(financing)
            assert area.kind in (AuthorityKind.REGION, AuthorityKind.PART_OF_COUNTRY)
            if step.kind is StepKind.CONSOLIDATION_ORDER:
                assert len({offer.name for offer in offers(step)}) > 1
                assert all(offer.why for offer in offers(step))
            else:
                (offer,) = offers(step)
                assert len(councils(step)) == 1
                assert "agreement" not in step.order_kind or offer.operator
                assert step.order_kind is not OrderKind.MAKE_AGREEMENT or offer.terminated_on <= step.taken_on
        if step.kind is StepKind.FINANCING_ORDER:
            assert act.kind in ORDERS
        if step.kind in (StepKind.OPERATOR_DECISION, StepKind.FINANCING_DECISION):
            operator = step.kind is StepKind.OPERATOR_DECISION
            assert act.kind is (StepKind.CONSOLIDATION_ORDER if operator else StepKind.FINANCING_ORDER)
            assert lasted(act, step)
            months = (step.taken_on.year - act.taken_on.year) * 12 + step.taken_on.month - act.taken_on.month
            assert months > 4 or (months == 4 and step.taken_on.day > act.taken_on.day)
            agreement = StepKind.OPERATOR_AGREEMENT if operator else StepKind.FINANCING_AGREEMENT
            assert not following(act, agreement)
            assert following(act, step.kind) == [step]
        if step.kind is StepKind.NEW_OFFER_APPROVAL:
            assert act.kind is StepKind.CONSOLIDATION_ORDER
            assert lasted(act, step)
            assert step.outcome in set(Answered)
        if step.kind in (StepKind.LIFTING, StepKind.PROLONGATION):
            assert act.kind in {StepKind.TEMPORARY_ORDER, *ORDERS}
            assert lasted(act, step)
            assert act.kind is StepKind.TEMPORARY_ORDER or passed(step) & {"lifting-known", "duration-known"}
        if step.kind is StepKind.TAKEOVER_APPROVAL:  # § 186 a
            assert before(step, StepKind.ANNOUNCEMENT)
            assert len(councils(step)) == 1


TestChain = Chain.TestCase
TestChain.settings = settings(
    max_examples=3,
    stateful_step_count=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
