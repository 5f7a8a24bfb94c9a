"""Legal references that were empty: filled in by legal staff, confirmed by a person, and then stood on."""

import datetime as dt

import pytest

from koorddesk.domain.legal import Standing
from koorddesk.errors import UserError
from koorddesk.services.announcements import create_announcement
from koorddesk.services.cases import open_case
from koorddesk.services.chain import OfferNamed, StepDraft, checklist
from koorddesk.services.desk import open_desk
from koorddesk.services.keeping import check_store
from koorddesk.services.legal import Wording, confirm_reference, replace_reference, write_reference
from koorddesk.services.register_queries import legal_references

WRITTEN = Wording(
    "13 c", "6", "Et pålæg gælder i indtil fire år og kan forlænges.", "LBK nr. 1129 af 22. september 2025"
)


def reference(desk, topic, act="serviceloven"):
    return next(row for row in legal_references(desk) if (row.topic, row.act) == (topic, act))


def duration(desk):
    return reference(desk, "et pålægs varighed, forlængelse og ophævelse")


def prolonging(desk, case):
    draft = StepDraft("prolongation", desk.today(), reason="Fortsat behov.")
    return next(row for row in checklist(desk, case, draft) if row.code == "duration-known")


@pytest.fixture
def case(desk):
    create_announcement(
        desk, "CU-A", "A", "Voksne med kompleks erhvervet hjerneskade", dt.date(2026, 6, 10),
        issued_on=dt.date(2025, 3, 3),
    )  # fmt: skip
    return open_case(desk, "CU-A").case_number


def test_an_empty_record_is_filled_in_and_stood_on_only_when_a_person_has_confirmed_it(desk, case):
    empty = duration(desk)
    assert (empty.standing, empty.citation, empty.wording) == (Standing.MISSING, "serviceloven", "")
    assert not prolonging(desk, case).met
    with pytest.raises(UserError) as refused:
        confirm_reference(desk, empty.id, "Jurist")
    assert refused.value.code == "reference-empty"
    write_reference(desk, empty.id, WRITTEN, "Afskrevet fra lovbekendtgørelsen.")
    written = duration(desk)
    assert (written.standing, written.citation) == (Standing.UNCONFIRMED, "servicelovens § 13 c, stk. 6")
    assert not prolonging(desk, case).met
    with pytest.raises(UserError):
        confirm_reference(desk, empty.id, " ")
    confirm_reference(desk, empty.id, "Chefjurist")
    confirmed = duration(desk)
    assert (confirmed.standing, confirmed.confirmed_by, confirmed.confirmed_on) == (
        Standing.READ,
        "Chefjurist",
        desk.today(),
    )
    assert prolonging(desk, case).met
    write_reference(desk, empty.id, WRITTEN, "Slåfejl rettet.")  # what is changed is confirmed anew
    assert not prolonging(desk, case).met
    assert check_store(desk) == []


@pytest.mark.parametrize(
    ("written", "reason", "code"),
    [
        (Wording("", "", "Ordlyd", "LBK"), "x", "reference-empty"),
        (Wording("13 c", "", " ", "LBK"), "x", "reference-empty"),
        (Wording("13 c", "", "Ordlyd", ""), "x", "reference-source"),
        (WRITTEN, " ", "reference-reason"),
    ],
)
def test_nothing_half_is_written(desk, written, reason, code):
    with pytest.raises(UserError) as refused:
        write_reference(desk, duration(desk).id, written, reason)
    assert refused.value.code == code
    assert duration(desk).standing is Standing.MISSING


def test_children_stand_on_their_act_once_it_is_filled_in(desk):
    create_announcement(
        desk, "CU-B", "B", "Børn og unge med alvorlig synsnedsættelse", dt.date(2026, 6, 30),
        issued_on=dt.date(2025, 3, 3),
    )  # fmt: skip
    case = open_case(desk, "CU-B").case_number
    order = StepDraft(
        "operating-order", desk.today(), addressees=("0851",), offers=(OfferNamed("Bosted A"),), financing_area="1081",
        reason="Undtagelsesvis.",
    )  # fmt: skip

    def basis():
        return next(row for row in checklist(desk, case, order) if row.code == "legal-basis-known")

    assert not basis().met
    children = reference(desk, "driftspålæg", "barnets lov")
    write_reference(desk, children.id, Wording("180", "1", "Ordlyd.", "LBK nr. 282 af 17. marts 2025"), "Udfyldt.")
    assert "ikke bekræftet" in basis().text
    confirm_reference(desk, children.id, "Jurist")
    assert basis().met
    assert "barnets lovs § 180, stk. 1" in basis().text


def test_a_new_wording_holds_from_its_day_and_the_one_before_until_then(desk):
    before = reference(desk, "anmodning om fornyet behandling")
    with pytest.raises(UserError):
        replace_reference(desk, duration(desk).id, WRITTEN, dt.date(2026, 1, 1), "")
    after = replace_reference(
        desk, before.id, Wording("13 b", "4", "Ny ordlyd.", "Lov nr. 1"), dt.date(2026, 7, 1), "Loven er ændret."
    )
    rows = {row.id: row for row in legal_references(desk)}
    assert (rows[before.id].valid_to, rows[before.id].standing) == (dt.date(2026, 6, 30), Standing.READ)
    assert (rows[after].valid_from, rows[after].standing) == (dt.date(2026, 7, 1), Standing.UNCONFIRMED)
    with pytest.raises(UserError) as refused:
        replace_reference(desk, before.id, WRITTEN, dt.date(2026, 8, 1), "Igen")
    assert refused.value.code == "reference-ended"
    with pytest.raises(UserError) as refused:
        replace_reference(desk, after, WRITTEN, dt.date(2026, 7, 1), "Samme dag")
    assert refused.value.code == "reference-day"
    assert check_store(desk) == []


def test_what_was_filled_in_stays_when_the_registers_are_loaded_again(desk, tmp_path, monkeypatch):
    write_reference(desk, duration(desk).id, WRITTEN, "Udfyldt.")
    confirm_reference(desk, duration(desk).id, "Jurist")
    monkeypatch.setattr("koorddesk.services.registers.data_version", lambda: "another release")
    desk.close()
    again = open_desk(tmp_path / "store.sqlite", account="prøve")
    try:
        assert duration(again).wording == WRITTEN.wording
        assert duration(again).standing is Standing.READ
    finally:
        again.close()
