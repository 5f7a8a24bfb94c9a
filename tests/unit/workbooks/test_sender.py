"""Which authority a text names, and who sent a form."""

from __future__ import annotations

import csv
import datetime as dt
import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.authorities import Alias, Authority, AuthorityKind, Membership, Succession, name_key
from koorddesk.domain.values import CellRef
from koorddesk.findings import Finding
from koorddesk.i18n import Translator
from koorddesk.workbooks.sender import (
    Register,
    SenderCell,
    match_authority,
    match_municipality,
    match_region,
    named_in,
    who_sent,
)

REGISTERS = Path(__file__).parents[3] / "resources" / "registers"
REGISTER = Register.from_csv(REGISTERS)
TODAY = dt.date(2025, 10, 1)
LATER = dt.date(2027, 1, 15)
AT = CellRef("Skema", "D18")
FIELD = CellRef("Indberetningsskema", "D18")


def aliases(name: str) -> list[dict[str, str]]:
    with (REGISTERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_spelling_of_a_municipality_resolves_as_the_register_says():
    rows = aliases("municipality-aliases.csv")
    assert len(rows) == 1170
    for row in rows:
        match = match_municipality(row["alias"], REGISTER)
        if row["kind"].endswith("-ask"):
            assert match.respondent is None, row
            assert row["kommunekode"] in {proposal.code for proposal in match.proposals}, row
        else:
            assert match.respondent is not None, row
            assert match.respondent.code == row["kommunekode"], row


def test_every_spelling_of_a_region_resolves_while_it_exists():
    for row in aliases("region-aliases.csv"):
        day = dt.date.fromisoformat(row["valid_from"])
        match = match_region(row["alias"], REGISTER, day)
        if row["kind"].endswith("-ask"):
            assert match.respondent is None, row
            assert row["region"] in {proposal.name for proposal in match.proposals}, row
        else:
            assert match.respondent is not None, row
            assert (match.respondent.name, match.respondent.code) == (row["region"], row["region_code"])
            assert match.code in ("", "authority-spelling")


def test_no_two_municipalities_share_a_key():
    for key, spellings in REGISTER.spellings.items():
        assert len({s.respondent for s in spellings}) == 1, key


@pytest.mark.parametrize("text", ["Fan", "R", "T rnby", "Sor", "L s", "Sams"])
def test_letters_lost_to_a_wrong_character_set_are_not_guessed(text):
    # "Fan°" and "ãr°" are known wrong spellings of Fanø and Ærø; without their signs they are nobody's name.
    assert match_municipality(text, REGISTER).respondent is None


LOOK_ALIKES = [
    ("Allerød", "Hillerød"), ("Faxe", "Fanø"), ("Lejre", "Vejle"), ("Nyborg", "Viborg"), ("Samsø", "Læsø"),
    ("Solrød", "Sorø"), ("Sorø", "Morsø"), ("Sorø", "Ærø"), ("Sønderborg", "Skanderborg"), ("Vejen", "Vejle"),
    ("Ærø", "Læsø"), ("Norddjurs", "Syddjurs"), ("Bornholm", "Hørsholm"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_stay_apart(one, other):
    for name in (one, other):
        match = match_municipality(name, REGISTER)
        assert match.respondent is not None
        assert match.respondent.name == name


@given(st.sampled_from([r for r in REGISTER.respondents if r.kind is AuthorityKind.MUNICIPALITY]), st.data())
def test_a_name_with_a_slip_is_proposed_and_never_taken(respondent, data):
    place = data.draw(st.integers(0, len(respondent.name) - 1))
    letter = data.draw(st.sampled_from("abdeiklmnoprstuvøæ"))
    text = respondent.name[:place] + letter + respondent.name[place + 1 :]
    match = match_municipality(text, REGISTER)
    if name_key(text) in REGISTER.spellings:
        assert match.respondent is None or name_key(text) in {
            name_key(row) for row in (match.respondent.name, match.respondent.official_name)
        } | {key for key, found in REGISTER.spellings.items() if found[0].respondent == match.respondent}
    else:
        assert match.respondent is None
        assert match.code == "authority-unclear"
        assert len(match.proposals) <= 3


@pytest.mark.parametrize(
    ("text", "code", "proposals"),
    [
        ("Christiansø", "not-a-respondent", []),
        ("411", "not-a-respondent", []),
        ("Christiansø Kommune", "not-a-respondent", []),
        ("0101 Aarhus", "authority-code-differs", ["Aarhus", "København"]),
        ("Aarhus (0101)", "authority-code-differs", ["Aarhus", "København"]),
        ("Aarhus 2024", "authority-code-differs", ["Aarhus"]),
        ("Aalborg og Hjørring", "several-authorities", ["Aalborg", "Hjørring"]),
        ("Kolding/Vejle", "several-authorities", ["Kolding", "Vejle"]),
        ("Mors", "authority-unclear", ["Morsø"]),
        ("xyz", "authority-unknown", []),
        ("kommune", "authority-unknown", []),
    ],
)
def test_what_is_not_taken(text, code, proposals):
    match = match_authority(text, REGISTER)
    assert match.respondent is None
    assert match.code == code
    assert [p.name for p in match.proposals][: len(proposals)] == proposals


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Aalborg Kommune, Familie- og Beskæftigelsesforvaltningen", "Aalborg", "authority-with-more"),
        ("Region Hovedstaden - Center for Socialpsykiatri", "Region Hovedstaden", "authority-with-more"),
        ("Kommune: Aalborg", "Aalborg", ""),
        ("Socialforvaltningen, Københavns Kommune", "København", "authority-with-more"),
        ("Center for Handicap (Vejle Kommune)", "Vejle", "authority-with-more"),
        ("851", "Aalborg", "authority-spelling"),
        (unicodedata.normalize("NFD", "Ærø"), "Ærø", ""),
        (unicodedata.normalize("NFD", "Århus"), "Aarhus", "authority-spelling"),
    ],
)
def test_what_is_taken_and_what_is_said(text, name, code):
    match = match_authority(text, REGISTER)
    assert match.respondent is not None
    assert (match.respondent.name, match.code) == (name, code)


def test_a_name_before_a_comma_is_not_taken_when_another_follows():
    assert match_authority("Aalborg Kommune, Hjørring Kommune", REGISTER).code == "several-authorities"


def test_regions_change_at_new_year_2027():
    old = match_region("Region Sjælland", REGISTER, dt.date(2026, 12, 31))
    assert (old.respondent and old.respondent.code, old.code) == ("1085", "")
    late = match_region("Region Sjælland", REGISTER, LATER)
    assert late.respondent is not None
    assert (late.respondent.code, late.code, late.respondent.successor) == (
        "1085",
        "authority-not-in-force",
        "Region Østdanmark",
    )
    early = match_region("Region Østdanmark", REGISTER, TODAY)
    assert early.code == "authority-not-in-force"
    new = match_region("Region Østdanmark", REGISTER, LATER)
    assert new.respondent is not None
    assert (new.respondent.value, new.code) == ("Region Østdanmark", "")
    koege = match_municipality("Køge", REGISTER).respondent
    assert koege is not None
    assert koege.region_on(TODAY) == "Region Sjælland"
    assert koege.region_on(LATER) == "Region Østdanmark"
    aalborg = match_municipality("Aalborg", REGISTER).respondent
    assert aalborg is not None
    assert aalborg.region_on(LATER) == "Region Nordjylland"


def test_the_register_is_the_same_from_records_and_learns_spellings():
    kommune = Authority("k", AuthorityKind.MUNICIPALITY, "0851", "Aalborg", "Aalborg Kommune")
    old = Authority("o", AuthorityKind.REGION, "1081", "Region Nordjylland", "Region Nordjylland")
    new = Authority("n", AuthorityKind.REGION, None, "Region Nord", "Region Nord", dt.date(2030, 1, 1))
    part = Authority("p", AuthorityKind.PART_OF_COUNTRY, None, "Vest", "Vest")
    register = Register.from_records(
        [kommune, old, new, part],
        [Membership("m", "k", "o"), Membership("m2", "o", "p")],
        [Succession("s", "o", "n", dt.date(2030, 1, 1))],
        [
            Alias("a", "k", "AaK", "aak", ask=False, kind="learned"),
            Alias("b", "k", "Ålb.", "aalb", ask=True, kind="abbrev-ask"),
            Alias("c", "p", "Vestdanmark", "vestdanmark", ask=False, kind="name"),
        ],
    )
    assert {r.name for r in register.respondents} == {"Aalborg", "Region Nordjylland", "Region Nord"}
    assert match_municipality("0851", register).respondent == match_municipality("AALBORG KOMMUNE", register).respondent
    assert match_municipality("aak", register).kind == "learned"
    assert match_municipality("Ålb.", register).respondent is None
    assert match_authority("Vestdanmark", register).respondent is None
    aalborg = match_municipality("Aalborg", register).respondent
    assert aalborg is not None
    assert aalborg.region_on(TODAY) == "Region Nordjylland"
    assert [r.successor for r in register.respondents if r.code == "1081"] == ["Region Nord"]
    sender, findings = who_sent([SenderCell("AaK", AT)], "svar.xlsx", "", register, TODAY)
    assert sender is not None
    assert (sender.how, sender.code, findings) == ("alias", "0851", ())


def test_register_crosses_to_worker_processes():
    assert pickle.loads(pickle.dumps(REGISTER)) == REGISTER
    assert len(pickle.dumps(Register.from_csv(REGISTERS))) < 100_000


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Kapacitet Tønder 2024.xls", ["Tønder"]),
        ("Vejle_indberetning.xlsx", ["Vejle"]),
        ("Region Nordjylland afrapportering.xlsx", ["Region Nordjylland"]),
        ("Midtjylland_afrapportering_v4.xlsx", ["Region Midtjylland"]),
        ("Afrapportering Region Sjælland ca-tal.xlsx", ["Region Sjælland"]),
        ("KKR Hovedstaden.xlsx", ["Region Hovedstaden"]),
        ("0851 svar.xlsx", ["Aalborg"]),
        ("1084 svar.xlsx", ["Region Hovedstaden"]),
        ("aalborg-kommune (2).xlsx", ["Aalborg"]),
        ("AarhusKommune2024.xlsx", ["Aarhus"]),
        ("svar.v2.Vejle.xlsx", ["Vejle"]),
        ("Faaborg-Midtfyn svar.xlsx", ["Faaborg-Midtfyn"]),
        ("Svar_RingkøbingSkjern.xlsx", ["Ringkøbing-Skjern"]),
        ("Bornholms Regionskommune 2024.xlsx", ["Bornholm"]),
        ("Københavns Kommune.xlsx", ["København"]),
        ("Aalborg og Hjørring.xlsx", ["Aalborg", "Hjørring"]),
        ("Næstved - Region Sjælland.xlsx", ["Næstved"]),
        ("HÃ¸rsholm.xlsx", ["Hørsholm"]),
        ("Vejen.xlsx", ["Vejen"]),
        ("Vejen til bedre tilbud.xlsx", []),
        ("Thistedvej 3.xlsx", []),
        ("Thisted Landevej 5 svar.xlsx", []),
        ("Sorøhus svar.xlsx", []),
        ("Sjælland.xlsx", []),
        ("Mors svar.xlsx", []),
        ("851 svar.xlsx", []),
        ("skema101.xlsx", []),
        ("0411 svar.xlsx", []),
        ("Indberetningsskema.xlsx", []),
        ("Svar 2024-08-51.xlsx", []),
        ("Ringsted.xlsx", ["Ringsted"]),
        ("Svar fra Ikast-Brande.xlsx", ["Ikast-Brande"]),
        ("ikast brande svar.xlsx", ["Ikast-Brande"]),
        ("Lejre_2025.xlsx", ["Lejre"]),
        ("Lejre af boliger.xlsx", []),
        ("Ø svar.xlsx", []),
        ("Ærø og Ø-kommuner.xlsx", ["Ærø"]),
        ("Herning, Holstebro og Struer.xlsx", ["Herning", "Holstebro", "Struer"]),
        ("Fredericia Kommune - Kolding Rehab.xlsx", ["Fredericia", "Kolding"]),
        ("Brande.xlsx", []),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_file_names(name, found, form):
    assert [r.name for r in named_in(unicodedata.normalize(form, name), REGISTER, TODAY)] == found


def test_kind_expected_settles_a_name_of_both_kinds():
    name = "Region Nordjylland - Aalborg.xlsx"
    assert [r.name for r in named_in(name, REGISTER, TODAY)] == ["Aalborg"]
    assert [r.name for r in named_in(name, REGISTER, TODAY, AuthorityKind.REGION)] == ["Region Nordjylland"]


def sent(cells, name="svar.xlsx", folder="", day=TODAY, kind=None):
    return who_sent([SenderCell(raw, AT, FIELD) for raw in cells], name, folder, REGISTER, day, kind)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_cell_and_file_name_that_agree_say_nothing_more():
    sender, findings = sent(["Aalborg Kommune"], "Aalborg_indberetning.xlsx")
    assert sender is not None
    assert (sender.kind, sender.code, sender.name, sender.how, sender.at) == (
        "municipality",
        "0851",
        "Aalborg",
        "cell",
        AT,
    )
    assert findings == ()


def test_municipality_in_its_own_regions_file_is_no_contradiction():
    sender, findings = sent(["Næstved"], "Region Sjælland samlet.xlsx", kind=AuthorityKind.MUNICIPALITY)
    assert sender is not None
    assert (sender.code, findings) == ("0370", ())


def test_contradiction_between_cell_and_file_name_shows_both():
    sender, findings = sent(["Kolding"], "Vejle_indberetning.xlsx")
    assert sender is not None
    assert (sender.code, sender.how) == ("0621", "cell")
    (finding,) = findings
    assert (finding.code, finding.at, finding.template_at) == ("sender-contradictory", AT, FIELD)
    assert finding.severity == "error"
    message = finding.message(Translator("da"))
    assert "Kolding" in message
    assert "Vejle" in message
    assert "filnavn" in message


def test_contradiction_between_region_and_municipality_of_another_region():
    _, findings = sent(["Region Nordjylland"], "Vejle.xlsx")
    assert codes(findings) == ["sender-contradictory"]


def test_contradiction_with_the_folder():
    sender, findings = sent(["Kolding"], "svar.xlsx", "/data/2025/Vejle Kommune")
    assert sender is not None
    assert codes(findings) == ["sender-folder-differs"]
    assert sent(["Kolding"], "svar.xlsx", "C:\\Svar\\Region Syddanmark")[1] == ()
    assert sent(["Kolding"], "svar.xlsx", "/home/vejle/Svar fra kommuner")[1] == ()


def test_contradiction_between_two_cells():
    sender, findings = sent(["Kolding", "Vejle"])
    assert sender is not None
    assert sender.code == "0621"
    assert codes(findings) == ["sender-cells-differ"]
    assert sent(["Kolding", "Region Syddanmark"])[1] == ()
    assert sent(["", "ved ikke", "Kolding"])[1] == ()


def test_file_name_alone_is_a_warning():
    sender, findings = sent([""], "Kapacitet Tønder 2024.xls")
    assert sender is not None
    assert (sender.code, sender.how, sender.at) == ("0550", "file-name", None)
    assert codes(findings) == ["sender-by-file-name"]


def test_folder_alone_is_a_warning():
    sender, findings = sent([], "svar.xlsx", "/data/Aalborg 2025")
    assert sender is not None
    assert (sender.code, sender.how) == ("0851", "folder")
    assert codes(findings) == ["sender-by-folder"]


def test_folder_against_file_name():
    sender, findings = sent([], "Vejle.xlsx", "/data/Kolding")
    assert sender is not None
    assert sender.code == "0630"
    assert codes(findings) == ["sender-folder-differs", "sender-by-file-name"]


def test_two_in_the_file_name_are_asked_about():
    sender, findings = sent([], "Aalborg og Hjørring.xlsx")
    assert sender is None
    assert codes(findings) == ["sender-several"]


def test_unclear_cell_is_asked_about_with_proposals():
    sender, findings = sent(["Kbh."])
    assert sender is None
    assert codes(findings) == ["sender-unclear"]
    assert findings[0].params["proposals"] == "København"
    assert findings[0].at == AT


def test_unclear_cell_and_clear_file_name():
    sender, findings = sent(["Kbh."], "København svar.xlsx")
    assert sender is not None
    assert sender.how == "file-name"
    assert codes(findings) == ["sender-unclear", "sender-by-file-name"]


def test_christiansoe_cannot_answer():
    sender, findings = sent(["Christiansø"], "Bornholm.xlsx")
    assert sender is None
    assert codes(findings) == ["sender-not-a-respondent"]


def test_nothing_found_is_asked_about():
    sender, findings = sent([], "Indberetningsskema.xlsx")
    assert sender is None
    assert codes(findings) == ["sender-unknown"]
    assert findings[0].severity == "error"


def test_the_other_kind_of_authority_is_a_warning():
    sender, findings = sent(["Region Hovedstaden"], kind=AuthorityKind.MUNICIPALITY)
    assert sender is not None
    assert (sender.kind, sender.code) == ("region", "1084")
    assert codes(findings) == ["sender-other-kind"]


def test_a_region_that_has_ceased_names_its_successor():
    sender, findings = sent(["Region Hovedstaden"], day=LATER)
    assert sender is not None
    assert sender.code == "1084"
    assert codes(findings) == ["sender-not-in-force"]
    assert findings[0].params["successor"] == "Region Østdanmark"
    sender, findings = sent(["Region Østdanmark"], day=LATER)
    assert sender is not None
    assert (sender.code, sender.name, findings) == ("", "Region Østdanmark", ())


def test_every_sender_finding_can_be_said_in_danish():
    danish = Translator("da")
    cases = [
        sent(["Kolding"], "Vejle.xlsx"), sent(["Kolding"], "a.xlsx", "Vejle"), sent(["Kolding", "Vejle"]),
        sent([], "Tønder.xlsx"), sent([], "a.xlsx", "Vejle"), sent([], "Aalborg og Hjørring.xlsx"), sent(["Kbh."]),
        sent(["Christiansø"]), sent([]), sent(["Region Hovedstaden"], day=LATER, kind=AuthorityKind.MUNICIPALITY),
    ]  # fmt: skip
    said = {finding.code for _, findings in cases for finding in findings}
    assert len(said) == 11
    for _, findings in cases:
        for finding in findings:
            text = finding.message(danish) + finding.suggestion(danish)
            assert "%(" not in text
            assert text != finding.message(Translator("en")) + finding.suggestion(Translator("en"))
