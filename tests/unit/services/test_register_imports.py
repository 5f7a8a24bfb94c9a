from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from koorddesk.domain.authorities import AuthorityKind, Contact
from koorddesk.domain.target_groups import Criterion, CriterionReason, Subject, TargetGroup, TargetGroupTitle
from koorddesk.errors import UserError
from koorddesk.findings import CATALOGUE
from koorddesk.i18n import Translator
from koorddesk.paths import resource
from koorddesk.services.register_data import authority_id
from koorddesk.services.register_imports import import_contacts, import_target_groups
from koorddesk.services.register_lookup import contact_on

TODAY = dt.date(2026, 11, 22)
AALBORG = authority_id(AuthorityKind.MUNICIPALITY, "0851")
CONTACT_HEADINGS = ("Kode", "Myndighed", "Adresselinje 1", "Adresselinje 2", "Postnr.", "By", "E-mail", "Gyldig fra")
GROUP_HEADINGS = ("Titel", "Alder", "Område", "Kriterium", "Begrundelse", "Kilde", "Dato", "Revurderes")


@pytest.fixture
def workbook(tmp_path):
    def write(*rows, name="liste.xlsx", above=0):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for number in range(above):
            sheet.append([f"Bemærkning {number}"])
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


def all_of(store, entity, **equals):
    with store.reader() as uow:
        return uow.all(entity, **equals)


def codes(imported):
    return [finding.code for finding in imported.findings]


def contact_row(code="0851", name="Aalborg Kommune", line="Gade 1", start=None, **more):
    values = {"line2": None, "postcode": "9000", "town": "Aalborg", "email": "post@eksempel.dk", **more}
    return (code, name, line, values["line2"], values["postcode"], values["town"], values["email"], start)


# Contacts


def test_the_demonstrations_contacts_are_examples_and_go_in_once(loaded):
    path = resource("samples", "contacts.xlsx")
    first = import_contacts(loaded, path)
    assert (first.added, first.changed, first.findings) == (17, 0, ())
    contacts = all_of(loaded, Contact)
    assert all(contact.example for contact in contacts)
    assert contacts[0].address_lines.splitlines()[0] == "EKSEMPEL"
    assert contacts[0].address_lines.splitlines()[-1] == "0000 Eksempelby"
    again = import_contacts(loaded, path)
    assert (again.changes, again.added, again.changed) == (None, 0, 0)


def test_a_contact_is_taken_over_as_it_stands(loaded, workbook):
    row = contact_row(line="Rådhuset", line2="Gade 1", start=dt.date(2025, 2, 3))
    import_contacts(loaded, workbook(CONTACT_HEADINGS, row, above=4))
    (contact,) = all_of(loaded, Contact)
    assert contact.party_id == AALBORG
    assert contact.addressee == "Aalborg Kommune"
    assert contact.address_lines == "Rådhuset\nGade 1\n9000 Aalborg"
    assert (contact.email, contact.valid_from, contact.example) == ("post@eksempel.dk", dt.date(2025, 2, 3), False)


@pytest.mark.parametrize(
    ("code", "name", "party"),
    [
        ("851", None, AALBORG),
        (851, None, AALBORG),
        (None, "Ålborg", AALBORG),
        (1081, "Region Nordjylland", authority_id(AuthorityKind.REGION, "1081")),
        (None, "Region Østdanmark", authority_id(AuthorityKind.REGION, "oestdanmark")),
    ],
)
def test_an_authority_is_known_by_code_or_by_name(loaded, workbook, code, name, party):
    assert import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(code, name))).added == 1
    assert [contact.party_id for contact in all_of(loaded, Contact)] == [party]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (contact_row("0852"), "contact-code-unknown", "A2"),
        (contact_row("0630"), "authority-code-differs", "A2"),
        (contact_row(None, "Vejlen"), "authority-unclear", "B2"),
        (contact_row(None, None), "authority-unknown", "B2"),
        (contact_row(line=None, postcode=None, town=None, email=None), "contact-without-address", "C2"),
        (contact_row(start="hurtigst muligt"), None, "H2"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_told_by_cell(loaded, workbook, row, code, cell):
    imported = import_contacts(loaded, workbook(CONTACT_HEADINGS, row, contact_row("0101", "København")))
    assert imported.added == 1
    told = imported.findings[0]
    assert told.at.cell == cell
    assert code in {None, told.code}
    assert codes(imported)[-1] == "row-left-out"
    assert AALBORG not in {contact.party_id for contact in all_of(loaded, Contact)}


def test_an_address_without_a_town_goes_in_with_a_warning(loaded, workbook):
    imported = import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(postcode=None, town=None)))
    assert (imported.added, codes(imported)) == (1, ["contact-address-incomplete"])


def test_a_postcode_keeps_its_zeros(loaded, workbook):
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(postcode=800, town="Høje Taastrup")))
    assert all_of(loaded, Contact)[0].address_lines.endswith("\n0800 Høje Taastrup")


def test_one_authority_twice_on_the_same_day_is_told(loaded, workbook):
    imported = import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(), contact_row(line="Gade 2")))
    assert (imported.added, codes(imported)) == (1, ["contact-twice", "row-left-out"])


def test_a_new_address_ends_the_one_before_it(loaded, workbook):
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Gamle Gade 1")))
    imported = import_contacts(
        loaded, workbook(CONTACT_HEADINGS, contact_row(line="Ny Gade 1", start=dt.date(2027, 1, 1)))
    )
    assert imported.added == 1
    with loaded.reader() as uow:
        assert contact_on(uow, AALBORG, dt.date(2026, 12, 31)).address_lines.startswith("Gamle Gade 1")
        assert contact_on(uow, AALBORG, dt.date(2027, 1, 1)).address_lines.startswith("Ny Gade 1")


def test_an_address_of_earlier_days_ends_before_the_one_that_is_known(loaded, workbook):
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Ny Gade 1", start=dt.date(2025, 1, 1))))
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Gamle Gade 1", start=dt.date(2020, 1, 1))))
    with loaded.reader() as uow:
        assert contact_on(uow, AALBORG, dt.date(2024, 12, 31)).address_lines.startswith("Gamle Gade 1")
        assert contact_on(uow, AALBORG, dt.date(2025, 1, 1)).address_lines.startswith("Ny Gade 1")
        assert contact_on(uow, AALBORG, dt.date(2019, 12, 31)) is None


def test_a_change_without_a_date_counts_from_the_day_of_the_import(loaded, workbook):
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Gamle Gade 1")), TODAY)
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Ny Gade 1")), TODAY)
    with loaded.reader() as uow:
        assert contact_on(uow, AALBORG, TODAY - dt.timedelta(days=1)).address_lines.startswith("Gamle Gade 1")
        assert contact_on(uow, AALBORG, TODAY).address_lines.startswith("Ny Gade 1")


def test_a_correction_for_the_same_day_changes_the_record(loaded, workbook):
    day = dt.date(2025, 1, 1)
    import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Gsde 1", start=day)))
    imported = import_contacts(loaded, workbook(CONTACT_HEADINGS, contact_row(line="Gade 1", start=day)))
    assert (imported.added, imported.changed) == (0, 1)
    (contact,) = all_of(loaded, Contact)
    assert contact.address_lines.startswith("Gade 1")


def test_a_workbook_without_the_headings_is_refused_with_what_they_are(loaded, workbook):
    with pytest.raises(UserError) as raised:
        import_contacts(loaded, workbook(("Noget", "andet"), ("0851", "Gade 1"), name="andet.xlsx"))
    assert raised.value.code == "no-such-headings"
    assert "Adresselinje 1" in raised.value.message(Translator("da"))
    assert all_of(loaded, Contact) == []


def test_a_file_that_is_not_there_is_told(loaded, tmp_path):
    with pytest.raises(UserError) as raised:
        import_contacts(loaded, tmp_path / "væk.xlsx")
    assert "væk.xlsx" in str(raised.value)


# Target groups


def group_row(title="Borgere med noget sjældent", **more):
    values = {"age": "18+", "subject": "Socialområdet", "criterion": "Lille målgruppe", "reason": "Under 100 borgere."}
    values |= {"source": "Notat", "dated": dt.date(2026, 5, 4), "review": dt.date(2028, 5, 4), **more}
    return (title, *(values[key] for key in ("age", "subject", "criterion", "reason", "source", "dated", "review")))


def only_new(store):
    """Return the group that the register did not hold from the beginning, with its criteria."""
    title = all_of(store, TargetGroupTitle)[-1]
    (group,) = all_of(store, TargetGroup, id=title.group_id)
    return group, all_of(store, CriterionReason, group_id=group.id)


def test_a_reasoned_group_goes_in_and_is_active(loaded, workbook):
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, group_row()))
    assert (imported.added, imported.findings) == (1, ())
    group, (reason,) = only_new(loaded)
    assert (group.age_from, group.age_to, group.subject, group.active) == (18, None, Subject.SOCIAL, True)
    assert (reason.criterion, reason.reason, reason.source) == (Criterion.SMALL, "Under 100 borgere.", "Notat")
    assert (reason.dated, reason.review_on) == (dt.date(2026, 5, 4), dt.date(2028, 5, 4))


@pytest.mark.parametrize("more", [{"reason": None}, {"criterion": None}, {"criterion": "vigtig"}])
def test_a_group_without_a_reasoned_criterion_goes_in_without_being_active(loaded, workbook, more):
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, group_row(**more)))
    group, reasons = only_new(loaded)
    assert (imported.added, group.active, reasons) == (1, False, [])
    assert "group-without-reason" in codes(imported)
    assert ("group-criterion-unclear" in codes(imported)) == (more.get("criterion") is not None)


@pytest.mark.parametrize(
    ("text", "ages", "told"),
    [
        ("0-17", (0, 17), False),
        ("0-17 år", (0, 17), False),
        ("0–17 år", (0, 17), False),
        ("fra 18", (None, None), True),
        ("18 år og derover", (18, None), False),
        ("18+", (18, None), False),
        ("0 til og med 17 år", (0, 17), False),
        ("børn og unge", (None, None), True),
        (None, (None, None), False),
    ],
)
def test_ages_are_read_or_told_never_guessed(loaded, workbook, text, ages, told):
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, group_row(age=text)))
    group, _ = only_new(loaded)
    assert (group.age_from, group.age_to) == ages
    assert ("group-age-unclear" in codes(imported)) == told


@pytest.mark.parametrize(
    ("text", "subject", "told"),
    [
        ("Socialområdet", Subject.SOCIAL, False),
        ("Specialundervisning", Subject.SPECIAL_EDUCATION, False),
        ("Social- og specialundervisningsområdet", Subject.BOTH, False),
        ("Begge", Subject.BOTH, False),
        ("Sundhed", Subject.BOTH, True),
        (None, Subject.BOTH, True),
    ],
)
def test_the_area_is_read_or_told(loaded, workbook, text, subject, told):
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, group_row(subject=text)))
    assert only_new(loaded)[0].subject is subject
    assert ("group-subject-unclear" in codes(imported)) == told


def test_both_criteria_can_have_the_same_reason(loaded, workbook):
    import_target_groups(loaded, workbook(GROUP_HEADINGS, group_row(criterion="Lille målgruppe og kompleksitet")))
    assert {reason.criterion for reason in only_new(loaded)[1]} == {Criterion.SMALL, Criterion.COMPLEX}


def test_ages_may_stand_in_two_columns(loaded, workbook):
    import_target_groups(loaded, workbook(("Titel", "Begrundelse", "Alder fra", "Alder til"), ("Nogle", "x", 6, 17)))
    group, _ = only_new(loaded)
    assert (group.age_from, group.age_to) == (6, 17)


def test_a_known_group_keeps_everything_and_gets_only_the_criterion_it_lacked(loaded, workbook):
    title = "Børn og unge med et varigt høretab"
    (known,) = all_of(loaded, TargetGroupTitle, title=title)
    row = group_row(title.upper(), age="3-5", criterion="kompleksitet")
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, row))
    assert (imported.added, imported.changed, codes(imported)) == (0, 1, ["group-known"])
    (group,) = all_of(loaded, TargetGroup, id=known.group_id)
    assert (group.age_from, group.age_to, group.active) == (0, 18, False)
    again = import_target_groups(loaded, workbook(GROUP_HEADINGS, row))
    assert (again.changes, again.added, again.changed) == (None, 0, 0)


def test_a_row_without_a_title_or_with_an_unreadable_date_is_left_out(loaded, workbook):
    before = len(all_of(loaded, TargetGroup))
    rows = (group_row(None), group_row("B", dated="i foråret"), group_row("C"))
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, *rows))
    assert imported.added == 1
    assert codes(imported).count("row-left-out") == 2
    assert len(all_of(loaded, TargetGroup)) == before + 1


def test_every_finding_of_an_import_can_be_shown(loaded, workbook):
    rows = (group_row(None), group_row("B", age="?", subject="?", criterion="?"), group_row("B"))
    imported = import_target_groups(loaded, workbook(GROUP_HEADINGS, *rows))
    for finding in imported.findings:
        assert finding.code in CATALOGUE
        assert "%" not in finding.message(Translator("da")) + finding.suggestion(Translator("da"))
