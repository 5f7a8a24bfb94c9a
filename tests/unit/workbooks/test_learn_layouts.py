"""Blanks laid out as offices lay them out in Excel: which cells are found to be answered, and as what kind."""

from __future__ import annotations

import io
import warnings

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from koorddesk.domain.values import FieldType
from koorddesk.workbooks.answers import settled_type
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.template import Kind, Shape, Template, TemplateField

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
BOLD = Font(bold=True)


def form(**texts: object) -> Worksheet:
    sheet = Workbook().active
    assert sheet is not None
    for cell, text in texts.items():
        sheet[cell] = text
    return sheet


def style(sheet: Worksheet, area: str, *, fill: str = "", line: Border | None = BOX, open_: bool = False) -> None:
    for row in sheet[area] if ":" in area else ((sheet[area],),):
        for cell in row:
            if line is not None:
                cell.border = line
            if fill:
                cell.fill = PatternFill("solid", fgColor=fill)
            if open_:
                cell.protection = Protection(locked=False)


def choices(sheet: Worksheet, area: str, *options: str) -> None:
    rule = DataValidation(type="list", formula1=f'"{",".join(options)}"')
    sheet.add_data_validation(rule)
    rule.add(area)


def learned(sheet: Worksheet) -> Template:
    data = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return learn(read_workbook(data.getvalue(), "blanket.xlsx"), "t")


def fields(sheet: Worksheet) -> dict[str, TemplateField]:
    return {each.template_at.cell: each for each in learned(sheet).fields}


def test_every_second_row_painted_is_one_list():
    sheet = form(A1="Kommune", A4="Nr.", B4="Opholdssted", C4="Antal børn", D4="Takst (kr./døgn)")
    for row in range(5, 45):
        sheet[f"A{row}"] = row - 4
        if row % 2:
            style(sheet, f"A{row}:D{row}", fill="F2F2F2")
    style(sheet, "A4:D44")
    style(sheet, "B1")
    template = learned(sheet)
    assert {each.template_at.cell for each in template.fields} == {"B1", "B4", "C4", "D4"}
    (table,) = template.tables
    assert (table.shape, table.top, table.bottom) == (Shape.LIST, 5, 44)


def test_yes_or_no_to_cross_out_is_the_answer_and_not_the_label():
    sheet = form(A5="Nr.", B5="Spørgsmål", C5="Svar", D5="Eventuel uddybning")
    for row, question in enumerate(("Er der udpeget en tovholder?", "Er pårørende inddraget?"), start=6):
        sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"C{row}"] = row - 5, question, "Ja / Nej"
    style(sheet, "A5:D7")
    found = fields(sheet)
    assert {cell: each.type for cell, each in found.items()} == {
        "C6": FieldType.YES_NO,
        "D6": FieldType.TEXT,
        "C7": FieldType.YES_NO,
        "D7": FieldType.TEXT,
    }
    assert found["C7"].label == "Er pårørende inddraget? – Svar"


def test_yes_or_no_beside_a_box_only_says_how_to_answer():
    sheet = form(A1="Er der udpeget en tovholder?", B1="Ja / Nej")
    style(sheet, "C1")
    assert set(fields(sheet)) == {"C1"}


def test_a_block_title_over_the_margin_heads_the_statements_beside_it():
    sheet = form(A6="A. Koordination", I6="Kommentar")
    for column, mark in zip("CDEFGH", (1, 2, 3, 4, 5, "Ved ikke"), strict=True):
        sheet[f"{column}6"] = mark
    for row, text in enumerate(("Kommunen kender aftalen", "Aftalen bruges i sagerne", "Aftalen hjælper"), start=7):
        sheet[f"B{row}"] = text
    style(sheet, "A6:I9")
    found = fields(sheet)
    assert {cell: each.kind for cell, each in found.items()} == {
        **dict.fromkeys(("C7", "C8", "C9"), Kind.SCALE),
        **dict.fromkeys(("I7", "I8", "I9"), Kind.CELL),
    }


def test_a_bordered_list_is_answered_though_the_sender_box_is_coloured():
    sheet = form(A2="Kommune", A4="Problemstilling", B4="Opstart (dato)", C4="Timer", D4="Resultat")
    style(sheet, "B2", fill="FFFFCC", line=None)
    style(sheet, "A4:D24")
    assert set(fields(sheet)) == {"B2", "A4", "B4", "C4", "D4"}


def test_a_bordered_list_is_not_answered_where_a_legend_names_the_coloured_boxes():
    sheet = form(A1="Udfyld de gule felter", A2="Kommune", A4="Tilbud", B4="Pladser", C4="Takst", D4="Ejer")
    style(sheet, "B2", fill="FFFF99", line=None)
    style(sheet, "A4:D24")
    assert set(fields(sheet)) == {"B2"}


def test_remarks_beside_coloured_answers_are_answered_too():
    sheet = form(A4="Nr.", B4="Spørgsmål", C4="Svar", D4="Uddyb")
    for row, question in ((6, "Er der pladser nok?"), (7, "Er der lukket tilbud?"), (9, "Er der nye tilbud?")):
        sheet[f"A{row}"], sheet[f"B{row}"] = row, question
        style(sheet, f"C{row}", fill="FFFFE0", line=None)
    sheet["A5"], sheet["A8"] = "Tema 1", "Tema 2"
    assert set(fields(sheet)) == {"C6", "D6", "C7", "D7", "C9", "D9"}


def test_unlocked_cells_tell_the_answers_though_only_some_have_choices():
    sheet = form(A3="Kommune", A5="Spørgsmål", B5="Tilbud 1", C5="Tilbud 2", D5="Tilbud 3")
    for row, question in enumerate(("Tilbuddets navn", "Antal pladser", "Oprettet (dato)", "Er der ledige?"), start=6):
        sheet[f"A{row}"] = question
    for area in ("B3", "B6:D9"):
        style(sheet, area, line=None, open_=True)
    choices(sheet, "B9:D9", "Ja", "Nej")
    sheet.protection.sheet = True
    assert set(fields(sheet)) == {"B3", "A6", "A7", "A8", "A9"}


def test_a_line_to_sign_on_is_labelled_below():
    sheet = form(A1="Kommune", B20="Navn og titel", E20="Dato")
    style(sheet, "B1")
    for area in ("B19:C19", "E19"):
        style(sheet, area, line=Border(bottom=THIN))
    sheet.merge_cells("B19:C19")
    found = fields(sheet)
    assert {cell: each.label for cell, each in found.items()} == {
        "B1": "Kommune",
        "B19": "Navn og titel",
        "E19": "Dato",
    }
    assert found["E19"].type is FieldType.DATE


def test_a_form_without_any_mark_keeps_its_last_question_and_its_remarks():
    sheet = form(
        A1="Kommune",
        A2="Telefon",
        A3="E-mail",
        A5="Hvor mange borgere er i målgruppen?",
        A6="Har kommunen aftaler om køb af pladser? (ja/nej)",
        A8="Eventuelle bemærkninger",
    )
    found = fields(sheet)
    assert set(found) == {"B1", "B2", "B3", "B5", "B6", "B8"}
    assert found["B6"].type is FieldType.YES_NO


def test_ages_are_no_years_and_offers_that_are_counted_are_no_names():
    sheet = form(A4="Antal unge", B4="15 år", C4="16 år", A5="Med handleplan", A6="Med kontaktperson")
    style(sheet, "A4:C6")
    assert {each.type for each in fields(sheet).values()} == {FieldType.COUNT}
    sheet = form(A1="Antal tilbud", A2="Budgetår", A3="Belagte pladser (gennemsnit)", A4="Ventetid i uger")
    style(sheet, "B1:B4")
    assert [each.type for each in fields(sheet).values()] == [
        FieldType.COUNT,
        FieldType.YEAR,
        FieldType.NUMBER,
        FieldType.NUMBER,
    ]


def test_what_is_asked_if_any_is_not_demanded_by_a_colour_for_starred_fields():
    sheet = form(A1="Felter mærket * skal udfyldes. Blå felter udfyldes af kommunen.", A3="Kommune *", A4="Telefon")
    style(sheet, "B3:B4", fill="DEEAF6", line=None)
    assert {cell: each.required for cell, each in fields(sheet).items()} == {"B3": True, "B4": False}
    sheet = form(A1="Blå felter skal udfyldes", A3="Kommune", A4="Kontaktperson (evt.)")
    style(sheet, "B3:B4", fill="DEEAF6", line=None)
    assert {cell: each.required for cell, each in fields(sheet).items()} == {"B3": True, "B4": False}


def test_lists_to_tick_beside_each_other():
    sheet = form(A5="Indsatser – sæt x ud for dem, kommunen tilbyder", A3="Kommune")
    for row, (left, right) in enumerate((("Bostøtte", "Merudgifter"), ("Mentor", "BPA"), ("Støtte", "Aflastning")), 6):
        sheet[f"A{row}"], sheet[f"D{row}"] = left, right
    for area in ("B3", "B6:B8", "E6:E8"):
        style(sheet, area)
    found = fields(sheet)
    assert {cell: each.label for cell, each in found.items() if each.kind is Kind.TICK} == {
        "B6": "Bostøtte",
        "E6": "Merudgifter",
        "B7": "Mentor",
        "E7": "BPA",
        "B8": "Støtte",
        "E8": "Aflastning",
    }


def test_headings_over_headings_are_no_questions_where_nothing_is_marked():
    sheet = form(A2="Kommune:", C4="Pladser", E4="Takst", A5="Nr.", B5="Tilbud", G5="Bemærkninger")
    for column, year in zip("CDEF", (2023, 2024, 2023, 2024), strict=True):
        sheet[f"{column}5"] = str(year)
    for row in range(6, 16):
        sheet[f"A{row}"] = row - 5
    found = fields(sheet)
    assert set(found) == {"B2", "B5", "C5", "D5", "E5", "F5", "G5"}
    assert (found["C5"].type, found["F5"].type) == (FieldType.COUNT, FieldType.AMOUNT)


def test_a_cross_in_a_grid_is_a_tick_though_the_blank_does_not_say_so():
    sheet = form(A4="Kommune", B4="Botilbud", C4="Herberg", A5="Faxe", A6="Greve", A7="Køge")
    style(sheet, "A4:C7")
    for each in learned(sheet).fields:
        assert settled_type(each, [Cell("x")]) is FieldType.YES_NO
        assert settled_type(each, [Cell("Ja, ét")]) is not FieldType.YES_NO
