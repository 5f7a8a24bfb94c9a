from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.announcements import Announcement, RecordedDate
from koorddesk.domain.authorities import Alias, Authority, AuthorityKind, Contact, Organisation
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.legal import Act, LegalReference, Standing, references_for
from koorddesk.domain.target_groups import Criterion, CriterionReason, TargetGroup, TargetGroupTitle, may_be_active
from koorddesk.errors import UserError
from koorddesk.paths import resource
from koorddesk.services import registers
from koorddesk.services.register_data import authority_id, register_records
from koorddesk.services.register_lookup import authorities_on, contact_on, members_of, standing_in_for
from koorddesk.services.registers import (
    add_criterion,
    learn_alias,
    load_registers,
    register_for_matching,
    set_group_active,
)
from koorddesk.store.engine import Actor, Store
from koorddesk.store.uow import Summary
from koorddesk.workbooks.register import Register

NOW, LATER = dt.date(2026, 11, 22), dt.date(2027, 1, 1)
AALBORG = authority_id(AuthorityKind.MUNICIPALITY, "0851")
NORTH = authority_id(AuthorityKind.REGION, "1081")
ZEALAND = authority_id(AuthorityKind.REGION, "1085")
EAST = authority_id(AuthorityKind.REGION, "oestdanmark")


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "store.sqlite", Actor("eksempel", "Fuldmægtig", "maskine"))
    yield store
    store.close()


def all_of(store, entity, **equals):
    with store.reader() as uow:
        return uow.all(entity, **equals)


def learned(store):
    return [alias for alias in all_of(store, Alias) if alias.kind == "learned"]


def group_of(store, title):
    (found,) = all_of(store, TargetGroupTitle, title=title)
    return found.group_id


# What is loaded


def test_98_municipalities_lie_in_five_regions_today_and_in_four_from_2027(loaded):
    with loaded.reader() as uow:
        for day, sizes in (
            (NOW, {"Nordjylland": 11, "Midtjylland": 19, "Syddanmark": 22, "Hovedstaden": 29, "Sjælland": 17}),
            (LATER, {"Nordjylland": 11, "Midtjylland": 19, "Syddanmark": 22, "Østdanmark": 46}),
        ):
            assert len(authorities_on(uow, day, AuthorityKind.MUNICIPALITY)) == 98
            regions = authorities_on(uow, day, AuthorityKind.REGION)
            found = {region.name.removeprefix("Region "): len(members_of(uow, region.id, day)) for region in regions}
            assert found == sizes
        assert len(authorities_on(uow, NOW)) == 98 + 5 + 2


def test_region_oestdanmark_stands_in_for_both_predecessors_and_has_no_code(loaded):
    with loaded.reader() as uow:
        assert standing_in_for(uow, ZEALAND, dt.date(2026, 12, 31)).name == "Region Sjælland"
        heir = standing_in_for(uow, ZEALAND, LATER)
        assert (heir.id, heir.name, heir.code) == (EAST, "Region Østdanmark", None)
        assert standing_in_for(uow, authority_id(AuthorityKind.REGION, "1084"), LATER).id == EAST
        assert standing_in_for(uow, NORTH, LATER).id == NORTH


def test_the_parts_of_the_country_are_unconfirmed_and_everything_else_is_not(loaded):
    unconfirmed = {a.name for a in all_of(loaded, Authority) if not a.confirmed}
    assert unconfirmed == {"Vestdanmark", "Østdanmark"}


def test_lists_are_in_danish_order(loaded):
    with loaded.reader() as uow:
        names = [authority.name for authority in members_of(uow, NORTH, NOW)]
    assert names[0] == "Brønderslev"
    assert names[-1] == "Aalborg"


def test_the_reader_matches_the_stores_authorities_as_it_does_the_files(loaded):
    with loaded.reader() as uow:
        from_store = register_for_matching(uow)
    from_files = Register.from_csv(resource("registers"))

    def whom(known, key):
        return sorted((spelling.respondent.value, spelling.ask) for spelling in known.spellings[key])

    assert set(from_store.spellings) == set(from_files.spellings)
    assert not [key for key in from_files.spellings if whom(from_store, key) != whom(from_files, key)]


def test_no_contact_is_invented_and_every_secretariat_has_a_source(loaded):
    assert all_of(loaded, Contact) == []
    secretariats = all_of(loaded, Organisation)
    assert len({organisation.region_id for organisation in secretariats}) == 5
    assert all(organisation.source for organisation in secretariats)


def test_eight_announcements_keep_their_contradictory_dates(loaded):
    announcements = {a.code: a for a in all_of(loaded, Announcement)}
    assert len(announcements) == 8
    assert all(a.historical and a.source for a in announcements.values())
    gravide = announcements["CU-2019-GRAVIDE"]
    issued = all_of(loaded, RecordedDate, subject_id=gravide.id, what="issued")
    assert gravide.issued_on is None
    assert {date.text for date in issued} >= {"november 2019", "december 2019"}
    assert all(date.source for date in all_of(loaded, RecordedDate))
    hjerneskade = all_of(loaded, RecordedDate, subject_id=announcements["CU-2014-HJERNESKADE"].id)
    assert {date.day for date in hjerneskade} >= {dt.date(2014, 10, 31), dt.date(2014, 11, 1), dt.date(2016, 3, 1)}


def test_two_requests_are_history_in_the_order_of_the_chain(loaded):
    cases = all_of(loaded, Case)
    assert len(cases) == 2
    for case in cases:
        steps = sorted(all_of(loaded, Step, case_id=case.id), key=lambda step: step.position)
        assert steps[0].kind is StepKind.ANNOUNCEMENT
        assert steps[-1].kind is StepKind.RENEWED_CONSIDERATION_REQUEST
        assert all(step.source for step in steps)
        assert steps[-1].what_is_asked


def test_every_group_that_is_active_has_a_reasoned_criterion(loaded):
    groups, reasons = all_of(loaded, TargetGroup), all_of(loaded, CriterionReason)
    assert len(groups) == 7
    assert not [group for group in groups if group.active and not may_be_active(group.id, reasons)]
    assert [group for group in groups if not group.active], "one is known whose criterion no source gives"
    assert all(reason.source for reason in reasons)
    assert all(group.proof for group in groups)


def test_the_request_rests_on_both_acts_and_nothing_unread_has_a_text_of_law(loaded):
    records = all_of(loaded, LegalReference)
    found = references_for("renewed-consideration-request", (Act.SERVICE_ACT, Act.CHILDRENS_ACT), NOW, records)
    assert [record.citation for record in found] == ["servicelovens § 13 b, stk. 3", "barnets lovs § 161, stk. 2"]
    assert all(record.standing is Standing.READ and record.wording for record in found)
    before = references_for("renewed-consideration-request", (Act.CHILDRENS_ACT,), dt.date(2023, 12, 31), records)
    assert before == []
    missing = [record for record in records if record.standing is Standing.MISSING]
    assert missing
    assert not [record for record in missing if record.paragraph or record.wording]
    assert all(record.source for record in records)


# Loading again


def test_loading_is_one_change_set_that_undo_stops_at(store):
    changes = load_registers(store)
    assert sum(len(ids) for ids in changes.kinds.values()) == len(register_records())
    assert len(store.change_sets()) == 1
    assert store.next_undo() is None


def test_loading_again_changes_nothing(loaded):
    before = len(loaded.change_sets())
    assert load_registers(loaded) is None
    assert len(loaded.change_sets()) == before


def test_two_stores_get_the_same_keys():
    assert [record.id for record in register_records()] == [record.id for record in register_records()]
    assert len({record.id for record in register_records()}) == len(register_records())


@pytest.fixture
def newer(monkeypatch):
    """Stand for a later release whose data differ: Aalborg and Hjørring have other official names."""

    def records():
        known = register_records()
        for record in known:
            if isinstance(record, Authority) and record.name in {"Aalborg", "Hjørring"}:
                record.official_name = f"Ny {record.official_name}"
        return [*known, Organisation("new", "secretariat", "Nyt sekretariat")]

    monkeypatch.setattr(registers, "register_records", records)
    monkeypatch.setattr(registers, "data_version", lambda: "newer")


@pytest.mark.usefixtures("newer")
def test_a_later_release_updates_only_what_no_one_has_edited(tmp_path, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(registers, "register_records", register_records)
        before.setattr(registers, "data_version", lambda: "older")
        store = Store.open(tmp_path / "s.sqlite", Actor("eksempel", "Fuldmægtig", "maskine"))
        load_registers(store)
    with store.unit_of_work() as uow:
        uow.get(Authority, AALBORG).official_name = "Rettet af sagsbehandleren"
        uow.remove(uow.all(Organisation)[0])
        uow.commit(Summary("edit", {}))
    left = {organisation.id for organisation in all_of(store, Organisation)}
    changes = load_registers(store)
    names = {a.name: a.official_name for a in all_of(store, Authority)}
    assert names["Aalborg"] == "Rettet af sagsbehandleren"
    assert names["Hjørring"] == "Ny Hjørring Kommune"
    assert {organisation.id for organisation in all_of(store, Organisation)} == left | {"new"}
    assert changes.kinds.keys() == {"Authority", "Organisation"}
    store.close()


# Learned spellings


def test_a_learned_spelling_is_read_by_itself_afterwards(loaded):
    with loaded.reader() as uow:
        assert register_for_matching(uow).spelled("Nordens hovedby") == ()
    learn_alias(loaded, " Nordens  hovedby ", AALBORG, NOW)
    with loaded.reader() as uow:
        (spelling,) = register_for_matching(uow).spelled("NORDENS HOVEDBY")
    assert (spelling.respondent.code, spelling.ask, spelling.kind) == ("0851", False, "learned")
    (alias,) = learned(loaded)
    assert (alias.learned_by, alias.learned_on) == ("Fuldmægtig", NOW)


def test_a_spelling_that_was_only_proposed_may_be_taken_once_it_is_learned(loaded):
    assert [alias.ask for alias in all_of(loaded, Alias, key="rksk")] == [True]
    learn_alias(loaded, "RKSK", authority_id(AuthorityKind.MUNICIPALITY, "0760"), NOW)
    with loaded.reader() as uow:
        assert [spelling.ask for spelling in register_for_matching(uow).spelled("rksk")] == [False]
    assert len(all_of(loaded, Alias, key="rksk")) == 1


@pytest.mark.parametrize(("text", "code"), [("Vejle", "alias-taken"), ("0630", "alias-taken"), (" - ", "alias-empty")])
def test_a_spelling_never_changes_its_meaning(loaded, text, code):
    with pytest.raises(UserError) as raised:
        learn_alias(loaded, text, AALBORG, NOW)
    assert raised.value.code == code
    assert learned(loaded) == []


# Target groups


def test_a_group_without_a_reasoned_criterion_cannot_be_made_active(loaded):
    group = group_of(loaded, "Børn og unge med et varigt høretab")
    with pytest.raises(UserError) as raised:
        set_group_active(loaded, group, active=True)
    assert raised.value.code == "group-without-criterion"
    with pytest.raises(UserError):
        add_criterion(loaded, group, Criterion.SMALL, "  ", source="", dated=NOW)
    add_criterion(loaded, group, Criterion.SMALL, "Få børn.", source="Notat", dated=NOW, review_on=LATER)
    set_group_active(loaded, group, active=True)
    assert all_of(loaded, TargetGroup, id=group)[0].active


def test_a_new_reason_takes_the_place_of_the_one_before_which_stays_in_history(loaded):
    group = group_of(loaded, "Voksne med kompleks erhvervet hjerneskade")
    (before,) = all_of(loaded, CriterionReason, group_id=group)
    add_criterion(loaded, group, Criterion.COMPLEX, "Ny begrundelse", source="Notat", dated=NOW)
    (after,) = all_of(loaded, CriterionReason, group_id=group)
    assert (after.id, after.reason, after.dated) == (before.id, "Ny begrundelse", NOW)
    assert any(line.before == before.reason for line in loaded.history(before.id))


def test_a_group_can_always_be_made_inactive(loaded):
    group = group_of(loaded, "Borgere med svære spiseforstyrrelser")
    set_group_active(loaded, group, active=False)
    assert not all_of(loaded, TargetGroup, id=group)[0].active


def test_without_a_contact_there_is_none(loaded):
    with loaded.reader() as uow:
        assert contact_on(uow, AALBORG, NOW) is None
