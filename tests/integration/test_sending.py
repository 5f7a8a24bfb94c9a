"""Forms out: each recipient's own workbook, what was filled in and from where, and that it is read back the same."""

import datetime as dt
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services.announcements import create_announcement
from koorddesk.services.control_sheet import Facts, control_sheet
from koorddesk.services.desk import open_desk
from koorddesk.services.intake import IntakeOptions, read_files, take_in
from koorddesk.services.sending import USUAL, Carry, Source, export_template
from koorddesk.services.templates import learn_template
from koorddesk.settings import Settings
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.fill import fill
from koorddesk.workbooks.grid import place
from koorddesk.workbooks.insert_sheet import add_sheet
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.package_edit import Package
from koorddesk.workbooks.prefill import Recipient
from koorddesk.workbooks.read import read_workbook
from tests.helpers import kept
from tests.helpers.forms.package import to_bytes
from tests.helpers.forms.plans import make
from tests.helpers.forms.sets_a import SET03, SET05, SET06
from tests.helpers.forms.sets_b import SET12
from tests.helpers.forms.sets_c import SET20
from tests.helpers.forms.write import sent
from tests.helpers.grids import RECEIVED, REGISTER

DATA = Path(__file__).parents[1] / "data" / "samples"
GROUP = "Voksne med kompleks erhvervet hjerneskade"
PAGE = "Sådan kontrolleres skemaet"
TEMPLATES = {
    "region": "T1_regional_afrapportering.xlsx",
    "kommune": "T2_indberetningsskema_kommune.xlsx",
    "kapacitet": "T3_kapacitet_belaegning.xlsx",
}


@pytest.fixture(scope="module")
def _rounds_once(tmp_path_factory) -> Path:
    """Two rounds of one announcement; in the first, a region and a municipality have answered."""
    path = tmp_path_factory.mktemp("rounds") / "store.sqlite"
    desk = open_desk(path, settings=Settings(), account="prøve", today=lambda: dt.date(2026, 2, 2))
    for code, name in TEMPLATES.items():
        learn_template(desk, DATA / "templates" / name, code)
    for code, due in (("CU-FØR", dt.date(2025, 10, 15)), ("CU-NU", dt.date(2026, 10, 15))):
        create_announcement(desk, code, f"Udmelding {code}", GROUP, due, None, "kapacitet", "region")
    files = [DATA / "Kapacitet Esbjerg.xlsx", DATA / "Region Nordjylland afrapportering.xlsx"]
    options = IntakeOptions(dt.date(2025, 10, 1), "CU-FØR")
    take_in(desk, files, read_files(desk, files, options), options)
    desk.close()
    return path


@pytest.fixture
def rounds(_rounds_once: Path, tmp_path: Path):
    path = tmp_path / "store.sqlite"
    shutil.copy(_rounds_once, path)
    desk = open_desk(path, settings=Settings(), account="prøve", today=lambda: dt.date(2026, 2, 2))
    yield desk
    desk.close()


def filled(form, source: Source) -> dict[str, str]:
    return {f"{row.sheet}!{row.cell}": row.text for row in form.filled if row.source is source}


def test_the_register_and_the_last_round_fill_what_clearly_asks_for_it(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "region", "CU-NU", tmp_path, ["1081"])
    assert form.path.name == "Region Nordjylland - region.xlsx"
    assert filled(form, Source.REGISTER) == {"Forside!C13": "Region Nordjylland"}
    carried = filled(form, Source.LAST_ROUND)
    assert carried["Forside!C17"] == "Sekretariatet"
    assert {"Tilbuddets navn", "Driftsherre", "Beliggenhedskommune"} <= {row.label for row in form.filled}
    asked_anew = {"Behandlet i KKR (dato)", "Journalnummer", "Bemærkninger", "Antal pladser (stk.)", "Takst (kr./døgn)"}
    assert not asked_anew & {row.label for row in form.filled}
    book = openpyxl.load_workbook(form.path)
    assert book.sheetnames[0] == book.active.title == PAGE
    assert book["Forside"]["C13"].value == "Region Nordjylland"
    assert all(str(book[row.sheet][row.cell].value) == row.text for row in form.filled)
    assert all(
        row.origin.startswith("CU-FØR, Region Nordjylland") for row in form.filled if row.source is Source.LAST_ROUND
    )


def test_figures_come_along_only_if_asked_for(rounds, tmp_path: Path) -> None:
    labels = []
    for carry in (USUAL, USUAL | {Carry.FIGURES}, frozenset()):
        (form,) = export_template(rounds, "kapacitet", "CU-NU", tmp_path / str(len(labels)), ["0561"], carry)
        labels.append({row.label for row in form.filled})
    assert "2024 – Takst (kr./døgn)" in labels[1] - labels[0]
    assert labels[2] == {"Indberettende kommune/region"}
    page = openpyxl.load_workbook(form.path)[PAGE]
    assert not [cell for row in page.iter_rows() for cell in row if cell.value == "seneste besvarelse"]


def test_rows_keep_together_and_what_has_no_room_is_counted(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "kapacitet", "CU-NU", tmp_path, ["0561"])
    sheet = openpyxl.load_workbook(form.path)["Kapacitet og belægning"]
    answer = openpyxl.load_workbook(DATA / "Kapacitet Esbjerg.xlsx")["Kapacitet og belægning"]
    before = {answer.cell(row, 1).value: answer.cell(row, 2).value for row in range(11, 31)}
    rows = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(11, 31) if sheet.cell(row, 1).value}
    assert len(rows) > 5
    assert all(before[name] == owner for name, owner in rows.items())


def test_who_never_answered_gets_the_register_s_part_and_is_told_of(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "kapacitet", "CU-NU", tmp_path, ["Aalborg"])
    assert [(row.cell, row.text, row.source) for row in form.filled] == [("B4", "Aalborg", Source.REGISTER)]
    assert form.remarks == ("Der er ingen godkendt besvarelse fra en tidligere runde.",)


def test_everyone_asked_gets_one_and_nothing_is_overwritten(rounds, tmp_path: Path) -> None:
    seen = []
    made = export_template(rounds, "region", "CU-NU", tmp_path, progress=lambda *at: seen.append(at))
    assert len(made) == len({form.path for form in made}) == len(seen) == 5
    made[0].path.write_bytes(b"rettet i haanden")
    again = export_template(rounds, "region", "CU-NU", tmp_path)
    assert made[0].path.read_bytes() == b"rettet i haanden"
    assert again[0].path.name.endswith("(2).xlsx")
    assert [form.path for form in again[1:]] == [form.path for form in made[1:]]


def test_who_was_not_asked_is_refused_by_name(rounds, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        export_template(rounds, "region", "CU-NU", tmp_path, ["9999"])
    assert refused.value.code == "not-a-recipient"
    with pytest.raises(UserError):
        export_template(rounds, "region", "CU-NU", tmp_path / "x", cancelled=lambda: True)
    assert not list(tmp_path.glob("**/*.xlsx"))


def test_a_blank_of_the_old_format_goes_out_as_it_is(rounds, tmp_path: Path) -> None:
    learn_template(rounds, DATA.parent / "workbooks" / "gammel.xls", "gammel")
    (form,) = export_template(rounds, "gammel", "CU-NU", tmp_path, ["0561"])
    assert form.path.read_bytes() == (DATA.parent / "workbooks" / "gammel.xls").read_bytes()
    assert "sendes, som det er" in form.remarks[0]


def test_another_deadline_printed_in_the_form_is_told(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "kommune", "CU-NU", tmp_path, ["0561"])
    assert any("Mandag den 17. marts 2025" in remark and "15-10-2026" in remark for remark in form.remarks)


def test_an_earlier_version_s_answers_are_found_by_their_labels(rounds, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(DATA / "templates" / TEMPLATES["region"])
    label = next(cell for row in book["Forside"].iter_rows() for cell in row if cell.value == "Kontaktperson")
    label.value = "Kontaktperson i sekretariatet"
    newer = tmp_path / "nyere.xlsx"
    book.save(newer)
    learn_template(rounds, newer, "region")
    (form,) = export_template(rounds, "region", "CU-NU", tmp_path / "ud", ["1081"])
    labels = {row.label for row in form.filled}
    assert "Tilbuddets navn" in labels
    assert "Kontaktperson i sekretariatet" not in labels
    assert any("Felter, som ikke var i sidste rundes skema" in remark for remark in form.remarks)


def same(one, other) -> None:
    """Two readings say the same of every answer and find the same."""
    assert one.answers == other.answers
    assert one.findings == other.findings
    assert (one.template, one.sender, one.outcome, one.nil) == (other.template, other.sender, other.outcome, other.nil)


FILLED_COPIES = {
    "region": "Afrapportering Region Sjælland ca-tal.xlsx",
    "kommune": "Herning Kommune indberetning.xlsx",
    "kapacitet": "Kapacitet Holbæk.xlsx",
}


@pytest.mark.parametrize("code", TEMPLATES)
def test_an_exported_and_filled_form_is_read_back_the_same(rounds, code: str, tmp_path: Path) -> None:
    recipient = {"region": ["1085"], "kommune": ["0657"], "kapacitet": ["0316"]}[code]
    (form,) = export_template(rounds, code, "CU-NU", tmp_path / "ud", recipient, frozenset())
    answered = read_files(rounds, [DATA / FILLED_COPIES[code]], IntakeOptions(RECEIVED))[0].answers
    blank = (DATA / "templates" / TEMPLATES[code]).read_bytes()
    version = learn(read_workbook(blank, "x.xlsx"), code)
    tables = {each.template_at: version.table(each.table) for each in version.fields if each.table}
    values: dict[str, dict[tuple[int, int], str]] = {}
    for answer in answered:
        if answer.raw:
            row, column = place(answer.template_at.cell)
            at = (row, column) if answer.row is None else (tables[answer.template_at].top + answer.row - 1, column)
            values.setdefault(answer.template_at.sheet, {})[at] = answer.raw
    copies = []
    for number, data in enumerate((blank, form.path.read_bytes())):
        path = tmp_path / str(number) / "svar.xlsx"
        path.parent.mkdir()
        path.write_bytes(fill(data, values))
        copies.append(path)
    plain, outfitted = (read_files(rounds, [path], IntakeOptions(RECEIVED))[0] for path in copies)
    assert sum(1 for answer in plain.answers if answer.raw) > 15
    same(plain, outfitted)


@pytest.mark.parametrize("form_set", [SET03, SET05, SET06, SET12, SET20], ids=lambda s: s.id)
def test_other_forms_with_the_page_are_read_and_learned_the_same(form_set) -> None:
    copy = make(form_set, form_set.plans[0], 11)
    blank = to_bytes(copy.blank.book)
    template = learn(read_workbook(blank, "blank.xlsx"), "t")
    who = Recipient(AuthorityKind.MUNICIPALITY, "0851", "Aalborg", "Region Nordjylland", "CU", "Udmelding", RECEIVED)
    page = control_sheet(template, Facts(who, (), "", "Spørg os."), Translator("da"))

    def with_page(data: bytes) -> bytes:
        package = Package(data)
        add_sheet(package, PAGE, page, first=True)
        return package.save()

    assert learn(read_workbook(with_page(blank), "blank.xlsx"), "t") == template
    data = sent(copy)
    one, other = (
        analyse(each, copy.name, "", [template], REGISTER, received_on=RECEIVED) for each in (data, with_page(data))
    )
    assert one.template is not None
    same(replace(one, sha256="", size=0), other)


def test_what_is_typed_on_the_page_is_spoken_of(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "kapacitet", "CU-NU", tmp_path, ["0561"])
    book = openpyxl.load_workbook(form.path)
    book[PAGE]["C60"] = "Vi har lukket Huset på Kærvej."
    book.save(form.path)
    reading = read_files(rounds, [form.path], IntakeOptions(RECEIVED))[0]
    assert "sheet-added" in {finding.code for finding in reading.findings}


def test_the_page_survives_another_program_saving_it(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "kapacitet", "CU-NU", tmp_path, ["0561"])
    out = io.BytesIO()
    openpyxl.load_workbook(form.path).save(out)
    again = tmp_path / "gemt.xlsx"
    again.write_bytes(out.getvalue())
    reading = read_files(rounds, [again], IntakeOptions(RECEIVED))[0]
    assert not {"sheet-added", "template-several"} & {finding.code for finding in reading.findings}


def test_a_dry_run_finds_the_same_and_stores_nothing(rounds, tmp_path: Path) -> None:
    path = DATA / "Afrapportering Region Sjælland ca-tal.xlsx"
    options = IntakeOptions(dt.date(2025, 10, 1), "CU-FØR")
    before = kept_tables(rounds)
    dry = read_files(rounds, [path], options)[0]
    assert kept_tables(rounds) == before
    taken = take_in(rounds, [path], [dry], options)
    assert [finding.code for finding in taken.readings[0].findings] == [finding.code for finding in dry.findings]
    assert kept_tables(rounds) != before


def kept_tables(desk) -> list[str]:
    """Everything in the store, as text."""
    with desk.store.reader() as uow:
        tables = [
            row[0] for row in uow.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return [
            str(uow.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar()) for name in sorted(tables)
        ]


def test_only_named_parts_differ_from_the_blank(rounds, tmp_path: Path) -> None:
    (form,) = export_template(rounds, "region", "CU-NU", tmp_path, ["1081"])
    blank = (DATA / "templates" / TEMPLATES["region"]).read_bytes()
    after = form.path.read_bytes()
    sheets = {f"xl/worksheets/sheet{number}.xml" for number in (1, 3)}  # filled: the front page and the offers
    allowed = sheets | {kept.CONTENT_TYPES, kept.BOOK, kept.RELATIONS, "xl/worksheets/koorddesk1.xml"}
    assert kept.changed(blank, after) == allowed
    formulas = [re.findall(rb"<f[ >].*?</f>", kept.parts(data)["xl/worksheets/sheet3.xml"]) for data in (blank, after)]
    assert formulas[0] == formulas[1]
