"""Cells of .xlsx workbooks: each property of a cell, in small packages built by hand."""

import datetime as dt

import pytest

from koorddesk.errors import FileProblem
from koorddesk.workbooks.grid import Area, CellError
from koorddesk.workbooks.limits import Limits
from koorddesk.workbooks.read import read_workbook
from tests.helpers import packages as p
from tests.helpers.packages import MAIN, STRICT, workbook, worksheet


def sheet_of(rows: str, **settings):
    """The only sheet of a workbook with these rows."""
    around = {key: settings.pop(key) for key in ("before", "after", "ns") if key in settings}
    if "ns" in around:
        settings["ns"] = around["ns"]
    return read_workbook(workbook(worksheet(rows, **around), **settings), "x.xlsx").sheets[0]


def cell_of(xml: str, **settings):
    """The cell A1 made of this XML."""
    return sheet_of(f'<row r="1">{xml}</row>', **settings).cells[1, 1]


@pytest.mark.parametrize(
    ("xml", "value", "text"),
    [
        ('<c r="A1"><v>12</v></c>', 12, "12"),
        ('<c r="A1"><v>12.0</v></c>', 12, "12"),
        ('<c r="A1"><v>1.2E3</v></c>', 1200, "1200"),
        ('<c r="A1"><v>-0.5</v></c>', -0.5, "-0,5"),
        ('<c r="A1"><v>90.59999999999999</v></c>', 90.6, "90,6"),
        ('<c r="A1"><v>1234567890</v></c>', 1234567890, "1234567890"),
        ('<c r="A1"><v>12345678901234567890</v></c>', 1.23456789012346e19, "1,23457E+19"),
        ('<c r="A1" t="b"><v>1</v></c>', True, "SAND"),
        ('<c r="A1" t="b"><v>0</v></c>', False, "FALSK"),
        ('<c r="A1" t="b"><v>TRUE</v></c>', True, "SAND"),
        ('<c r="A1" t="b"><v>måske</v></c>', "måske", "måske"),
        ('<c r="A1" t="inlineStr"><v>forkert sted</v></c>', "forkert sted", "forkert sted"),
        ('<c r="A1"><is><t>uden type</t></is></c>', "uden type", "uden type"),
        ('<c r="A1" t="str"><v>tekst</v></c>', "tekst", "tekst"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a ", " a "),
        ('<c r="A1" t="inlineStr"><is><r><t>halv</t></r><r><t>delen</t></r></is></c>', "halvdelen", "halvdelen"),
        ('<c r="A1" t="inlineStr"><is><t>kanji</t><rPh sb="0" eb="1"><t>hint</t></rPh></is></c>', "kanji", "kanji"),
        ('<c r="A1" t="str"><v>a_x000D_&#10;b</v></c>', "a\nb", "a\nb"),
        ('<c r="A1" t="str"><v>_x005F_x000D_</v></c>', "_x000D_", "_x000D_"),
        ('<c r="A1" t="str"><v>&lt;5 &amp; &#230;</v></c>', "<5 & æ", "<5 & æ"),
        ('<c r="A1" t="str"><v><![CDATA[<5]]></v></c>', "<5", "<5"),
        ('<c r="A1" t="d"><v>2024-03-01</v></c>', dt.date(2024, 3, 1), "01-03-2024"),
        (
            '<c r="A1" t="d"><v>2024-03-01T12:30:00Z</v></c>',
            dt.datetime.fromisoformat("2024-03-01T12:30"),
            "01-03-2024",
        ),
        ('<c r="A1" t="n"><v>ca. 12</v></c>', "ca. 12", "ca. 12"),
        ('<c r="A1"><v>nan</v></c>', "nan", "nan"),
        ('<c r="A1"><v>1_000</v></c>', "1_000", "1_000"),
        ('<c r="A1"><v>inf</v></c>', "inf", "inf"),
    ],
)
def test_a_value_is_what_is_stored(xml, value, text):
    cell = cell_of(xml)
    assert cell.value == value
    assert type(cell.value) is type(value)
    assert cell.text == text


@pytest.mark.parametrize(
    ("style", "stored", "value", "text"),
    [
        (p.DATE, "45000", dt.date(2023, 3, 15), "15-03-2023"),
        (p.DATE, "45000.5", dt.datetime.fromisoformat("2023-03-15T12:00"), "15-03-2023"),
        (p.DATE, "1", dt.date(1900, 1, 1), "01-01-1900"),
        (p.DATE, "59", dt.date(1900, 2, 28), "28-02-1900"),
        (p.DATE, "60", 60, "########"),
        (p.DATE, "61", dt.date(1900, 3, 1), "01-03-1900"),
        (p.DATE, "0", 0, "00-01-1900"),
        (p.DATE, "-1", -1, "########"),
        (p.DATE, "3000000", 3000000, "########"),
        (p.DATE, "ultimo", "ultimo", "ultimo"),
        (p.TIME, "0.75", dt.time(18), "18:00"),
        (p.MOMENT, "45000.999999999", dt.date(2023, 3, 16), "16-03-2023 00:00"),
        (p.DURATION, "1.5", 1.5, "36:00"),
        (p.PERCENT, "0.125", 0.125, "12,50%"),
        (p.TWO_PLACES, "1234.5", 1234.5, "1.234,50"),
        (p.AS_TEXT, "7", 7, "7"),
    ],
)
def test_the_number_format_decides_what_is_shown_and_what_is_a_date(style, stored, value, text):
    cell = cell_of(f'<c r="A1" s="{style}"><v>{stored}</v></c>')
    assert (cell.value, cell.text) == (value, text)


def test_a_percentage_knows_that_it_is_one():
    assert cell_of(f'<c r="A1" s="{p.PERCENT}"><v>0.95</v></c>').is_percent
    assert not cell_of('<c r="A1"><v>0.95</v></c>').is_percent


def test_the_1904_calendar_is_four_years_and_a_day_later():
    data = workbook(
        worksheet(f'<row r="1"><c r="A1" s="{p.DATE}"><v>43538</v></c></row>'), properties='<workbookPr date1904="1"/>'
    )
    grid = read_workbook(data, "x.xlsx")
    assert grid.date1904
    assert grid.sheets[0].cells[1, 1].value == dt.date(2023, 3, 15)
    assert ("calendar-1904", {}) in grid.notices


def test_formulas_keep_their_text_and_their_cached_value():
    cell = cell_of('<c r="A1"><f>SUM(B1:C1)</f><v>5</v></c>')
    assert (cell.formula, cell.value, cell.uncalculated) == ("SUM(B1:C1)", 5, False)


@pytest.mark.parametrize(
    "xml", ['<c r="A1"><f>1+1</f></c>', '<c r="A1"><f>1+1</f><v></v></c>', '<c r="A1"><f>1+1</f><v/></c>']
)
def test_a_formula_without_a_cached_value_is_not_an_empty_cell(xml):
    cell = cell_of(xml)
    assert cell.uncalculated
    assert not cell.is_blank
    assert cell.value is None


def test_a_formula_whose_result_is_an_empty_text_was_calculated():
    cell = cell_of('<c r="A1" t="str"><f>IF(B1,"x","")</f><v></v></c>')
    assert not cell.uncalculated
    assert cell.value == ""
    assert cell.is_blank


def test_a_shared_formula_reads_as_it_would_in_each_cell():
    sheet = sheet_of(
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1+$B$1&amp;"A1"</f><v>1</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="D3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert sheet.cells[2, 3].formula == 'A2+$B$1&"A1"'
    assert sheet.cells[3, 4].formula == 'B3+$B$1&"A1"'


def test_an_array_formula_is_a_formula():
    assert cell_of('<c r="A1"><f t="array" ref="A1">SUM(B1:B3*C1:C3)</f><v>4</v></c>').formula == "SUM(B1:B3*C1:C3)"


@pytest.mark.parametrize("error", list(CellError))
def test_errors_are_errors_and_never_blank(error):
    cell = cell_of(f'<c r="A1" t="e"><v>{error.value}</v></c>')
    assert cell.error is error
    assert (cell.value, cell.text, cell.is_blank) == (None, error.value, False)


def test_an_error_in_danish_is_the_same_error():
    cell = cell_of('<c r="A1" t="e"><v>#VÆRDI!</v></c>')
    assert (cell.error, cell.text) == (CellError.VALUE, "#VÆRDI!")


def test_an_unknown_error_is_still_an_error():
    assert cell_of('<c r="A1" t="e"><v>#SPILL!</v></c>').error is CellError.OTHER


def test_shared_strings_with_runs_tell_of_strike_through_and_bold():
    strings = (
        "<si><t>ren</t></si>"
        "<si><r><rPr><strike/></rPr><t>12</t></r><r><t> 14</t></r></si>"
        "<si><r><rPr><b/></rPr><t>fed</t></r></si>"
        "<si><r><t>som cellen</t></r><r><rPr><b/></rPr><t> fed</t></r></si>"
    )
    cells = sheet_of(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        f'<c r="D1" t="s"><v>3</v></c><c r="E1" s="{p.HEADING}" t="s"><v>3</v></c></row>',
        strings=strings,
    ).cells
    assert [cells[1, c].text for c in (1, 2, 3)] == ["ren", "12 14", "fed"]
    assert [cells[1, c].struck for c in (1, 2, 3)] == [False, True, False]
    assert [cells[1, c].bold for c in (1, 2, 3, 4, 5)] == [False, False, True, False, True]


@pytest.mark.parametrize(
    ("before", "run", "text"), [("12", "1", "12¹"), ("12", "1)", "12¹)"), ("m", "2", "m2"), ("12", "*", "12*")]
)
def test_a_raised_figure_behind_a_figure_is_a_mark_and_no_digit(before, run, text):
    raised = f'<r><rPr><vertAlign val="superscript"/></rPr><t>{run}</t></r>'
    inside = f'<c r="A1" t="inlineStr"><is><r><t>{before}</t></r>{raised}</is></c>'
    assert cell_of(inside).value == text


def test_a_reference_to_a_string_that_is_not_there_is_damage_not_a_blank():
    for index in ("7", "-1", "x"):
        with pytest.raises(FileProblem) as caught:
            sheet_of(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>', strings="<si><t>a</t></si>")
        assert caught.value.code == "file-damaged"


def test_looks():
    cells = sheet_of(
        "<row r='1'>"
        + "".join(
            f'<c r="{letter}1" s="{style}"><v>1</v></c>'
            for letter, style in zip(
                "ABCDEFG", (p.PLAIN, p.HEADING, p.STRUCK, p.OPEN, p.INDEXED, p.THEMED, p.GRADIENT), strict=True
            )
        )
        + "</row>"
    ).cells
    plain, heading, struck, unlocked, indexed, themed, gradient = (cells[1, c] for c in range(1, 8))
    assert (plain.bold, plain.struck, plain.fill, plain.locked, plain.wrap, plain.border) == (
        False,
        False,
        None,
        True,
        False,
        False,
    )
    assert (heading.bold, heading.fill, heading.wrap, heading.align, heading.border) == (
        True,
        "FFFF00",
        True,
        "center",
        True,
    )
    assert (heading.size, heading.color) == (14.0, "112233")
    assert struck.struck
    assert not unlocked.locked
    assert indexed.fill == "FFFF00"
    assert themed.fill == "A7C0DE"  # Office's blue 4F81BD, half way to white
    assert gradient.fill == "00FF00"


def test_empty_cells_are_kept_when_they_look_like_a_place_for_an_answer():
    cells = sheet_of(
        f'<row r="1"><c r="A1" s="{p.PLAIN}"/><c r="B1" s="{p.HEADING}"/><c r="C1" s="{p.OPEN}"/></row>'
    ).cells
    assert sorted(cells) == [(1, 2), (1, 3)]
    assert cells[1, 2].is_blank
    assert cells[1, 2].fill == "FFFF00"
    assert not cells[1, 3].locked


def test_a_million_styled_rows_cost_nothing():
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="{p.HEADING}"/></row>' for row in range(1, 60_001))
    sheet = sheet_of(rows + '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')
    assert len(sheet.cells) == 2001
    assert sheet.cells[1_048_576, 16_384].value == 7
    assert len(sheet.row_heights) == 0


def test_cells_and_rows_without_addresses_stand_where_they_are_counted():
    cells = sheet_of(
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c r="C4"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    ).cells
    assert {place: cell.value for place, cell in cells.items()} == {
        (1, 1): 1,
        (1, 2): 2,
        (4, 3): 3,
        (4, 4): 4,
        (5, 1): 5,
    }


def test_the_stated_extent_is_not_believed():
    assert (
        sheet_of('<row r="500"><c r="Z500"><v>1</v></c></row>', before='<dimension ref="A1:B2"/>').cells[500, 26].value
        == 1
    )


def test_a_cell_stored_twice_is_noted():
    grid = read_workbook(workbook(worksheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')), "x.xlsx")
    assert grid.sheets[0].cells[1, 1].value == 2
    assert ("cell-twice", {"sheet": "Ark1", "cell": "A1"}) in grid.notices


@pytest.mark.parametrize("reference", ["A0", "A1048577", "XFE1", "ZZZZ1", "1", "A", "Æ1", "A-1"])
def test_an_address_that_excel_does_not_have_is_damage(reference):
    with pytest.raises(FileProblem) as caught:
        sheet_of(f'<row><c r="{reference}"><v>1</v></c></row>')
    assert caught.value.code == "file-damaged"


def test_hidden_rows_and_columns_filters_sizes_and_merged_areas():
    sheet = sheet_of(
        '<row r="1" hidden="1" ht="30"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        before='<cols><col min="2" max="3" width="12.5" hidden="1"/><col min="5" max="16384" width="9"/></cols>',
        after='<autoFilter ref="A1:A9"><filterColumn colId="0"/></autoFilter><mergeCells><mergeCell ref="A5:B6"/><mergeCell ref="C5"/></mergeCells>',
    )
    assert sheet.hidden_rows == {1}
    assert sheet.hidden_columns == {2, 3}
    assert sheet.filtered
    assert sheet.column_widths[2] == 12.5
    assert len(sheet.column_widths) < 600
    assert sheet.row_heights == {1: 30.0}
    assert sheet.merged == (Area(5, 1, 6, 2),)


def test_a_filter_without_a_condition_hides_nothing():
    assert not sheet_of("", after='<autoFilter ref="A1:A9"/>').filtered


def test_what_lies_under_a_merged_area_is_not_read_but_noted():
    data = workbook(
        worksheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>',
            after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        )
    )
    grid = read_workbook(data, "x.xlsx")
    assert [grid.sheets[0].cells[1, column].value for column in (1, 2, 3)] == [1, None, 3]
    assert grid.notices == (("under-merged", {"sheet": "Ark1", "cell": "B1", "count": 1}),)


def test_protection():
    assert sheet_of("", after='<sheetProtection sheet="1"/>').protected
    assert not sheet_of("", after='<sheetProtection sheet="0"/>').protected


def test_sheets_hidden_and_very_hidden():
    empty = worksheet("")
    grid = read_workbook(workbook(empty, empty, empty, states=("", "hidden", "veryHidden")), "x.xlsx")
    assert [sheet.visibility.value for sheet in grid.sheets] == ["visible", "hidden", "very-hidden"]


def test_the_strict_dialect_is_read_like_the_usual_one():
    sheet = sheet_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', ns=STRICT, strings="<si><t>streng</t></si>")
    assert sheet.cells[1, 1].value == "streng"


def test_namespace_prefixes_change_nothing():
    rows = '<x:row r="1"><x:c r="A1" s="2"><x:v>0.5</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    cell = read_workbook(workbook(sheet), "x.xlsx").sheets[0].cells[1, 1]
    assert (cell.value, cell.text) == (0.5, "50,00%")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_other_encodings_of_the_xml_are_read(encoding):
    declared = {"utf-16": "UTF-16", "utf-8-sig": "UTF-8", "iso-8859-1": "ISO-8859-1"}[encoding]
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + worksheet(
        '<row r="1"><c r="A1" t="str"><v>Ærø</v></c></row>'
    )
    data = p.zipped(p.parts(worksheet("")) | {"xl/worksheets/sheet1.xml": xml.encode(encoding)})
    assert read_workbook(data, "x.xlsx").sheets[0].cells[1, 1].value == "Ærø"


@pytest.mark.parametrize(
    "target",
    [
        "/xl/worksheets/sheet1.xml",
        "../xl/worksheets/sheet1.xml",
        "worksheets/../worksheets/Sheet1.xml",
        "worksheets%2Fsheet1.xml",
        "./worksheets/sheet1.xml",
    ],
)
def test_odd_ways_of_naming_a_part_are_followed(target):
    data = p.zipped(
        p.parts(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
        | {
            "xl/_rels/workbook.xml.rels": p.relations(
                ("rId1", "worksheet", target), ("rIdStyles", "styles", "styles.xml")
            )
        }
    )
    assert read_workbook(data, "x.xlsx").sheets[0].cells[1, 1].value == 1


def test_a_workbook_part_of_another_name_is_found_by_its_relation():
    found = p.parts(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    moved = {
        name.replace("xl/workbook.xml", "xl/bog.xml").replace("workbook.xml.rels", "bog.xml.rels"): part
        for name, part in found.items()
    }
    moved["_rels/.rels"] = p.relations(("rId1", "officeDocument", "/xl/bog.xml"))
    assert read_workbook(p.zipped(moved), "x.xlsx").sheets[0].cells[1, 1].value == 1


def test_without_styles_numbers_are_plain():
    found = p.parts(worksheet('<row r="1"><c r="A1" s="3"><v>1.5</v></c></row>'))
    del found["xl/styles.xml"]
    found["xl/_rels/workbook.xml.rels"] = p.relations(("rId1", "worksheet", "worksheets/sheet1.xml"))
    assert read_workbook(p.zipped(found), "x.xlsx").sheets[0].cells[1, 1].text == "1,5"


@pytest.mark.parametrize("lost", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_lost_part_that_the_cells_need_is_damage(lost):
    # Without its formats 0.125 would no longer be known for a percentage.
    found = p.parts(worksheet('<row r="1"><c r="A1" s="2"><v>0.125</v></c></row>'), strings="")
    del found[lost]
    with pytest.raises(FileProblem) as caught:
        read_workbook(p.zipped(found), "x.xlsx")
    assert caught.value.code == "file-damaged"


def test_a_format_that_the_workbook_does_not_have_is_damage():
    for row in ('<row r="1"><c r="A1" s="99"><v>1</v></c></row>', "<row r='1'><c r='A1' s='99'><v>1</v></c></row>"):
        with pytest.raises(FileProblem) as caught:
            sheet_of(row)
        assert caught.value.code == "file-damaged"


def test_more_filled_cells_than_a_form_has_are_refused():
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(1, 60))
    with pytest.raises(FileProblem) as caught:
        read_workbook(workbook(worksheet(rows)), "x.xlsx", Limits(cells=100))
    assert caught.value.code == "file-too-many-cells"
