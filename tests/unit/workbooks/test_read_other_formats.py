"""The formats that are not .xlsx: old workbooks, OpenDocument, binary workbooks, delimited text."""

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import pytest

from koorddesk.errors import FileProblem
from koorddesk.workbooks.grid import Area, CellError, Grid, Sheet, SheetVisibility, Validation
from koorddesk.workbooks.limits import Limits
from koorddesk.workbooks.read import read_workbook
from tests.helpers.packages import record, relations, wide, zipped

FOLDER = Path(__file__).parents[2] / "data"
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)


@pytest.fixture(params=["xls", "ods"])
def same(request) -> Grid:
    """One workbook with a bit of everything, saved in both older formats."""
    return read_workbook((FOLDER / "workbooks" / f"gammel.{request.param}").read_bytes(), "gammel")


def test_values_and_texts(same):
    cells = same.sheets[0].cells
    assert cells[1, 1].value == "Ærø Kommune"
    assert [(cells[1, c].value, cells[1, c].text) for c in (2, 3, 4)] == [
        (12, "12"),
        (0.125, "12,5%"),
        (1234.5, "1.234,50"),
    ]
    assert cells[1, 3].is_percent
    assert [cells[1, c].value for c in (5, 10, 11)] == [
        dt.date(2024, 3, 1),
        dt.datetime.fromisoformat("2024-03-01T12:30"),
        dt.time(8, 15),
    ]
    assert [cells[1, c].text for c in (5, 10, 11, 12)] == ["01-03-2024", "01-03-2024 12:30", "08:15", "36:00"]
    assert cells[1, 5].number_format == "dd-mm-yyyy"
    assert cells[1, 6].value
    assert cells[10, 1].value == "to  mellemrum\nny linje"


def test_errors_and_formulas(same):
    cells = same.sheets[0].cells
    assert (cells[1, 7].error, cells[1, 7].value, cells[1, 7].text) == (CellError.DIV0, None, "#DIV/0!")
    assert cells[1, 8].value == 24
    assert cells[11, 1].value == "Ærø Kommune"
    assert [cells[place].formula is not None for place in ((1, 7), (1, 8), (11, 1), (1, 2))] == [
        True,
        True,
        True,
        False,
    ]
    assert cells[1, 9].is_blank
    assert not cells[1, 9].uncalculated


def test_looks_and_places_for_answers(same):
    cells = same.sheets[0].cells
    assert (cells[1, 1].bold, cells[1, 1].size, cells[1, 1].color, cells[1, 1].fill) == (True, 14.0, "112233", "FFFF00")
    assert [cells[row, 1].struck for row in (6, 7, 9)] == [True, False, True]
    assert cells[8, 1].fill == "FFFF00"
    assert cells[8, 2].border
    assert not cells[8, 3].locked
    assert (cells[10, 1].wrap, cells[10, 1].align) == (True, "center")
    assert cells[7, 1].comment == "Se bilag"


def test_the_sheets_and_what_is_hidden_and_merged(same):
    sheet, lists, kept = same.sheets
    assert (sheet.name, sheet.protected, lists.protected) == ("Skema", True, False)
    assert (lists.visibility, kept.visibility) == (SheetVisibility.HIDDEN, SheetVisibility.HIDDEN)
    assert sheet.merged == (Area(2, 1, 3, 3),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({5}, {13})
    assert sheet.column_widths[1] == pytest.approx(30, abs=3)
    assert same.names == {"svarliste": ("Lister", Area(1, 1, 3, 1))}


def test_choices(same):
    found = {v.areas[0].top: v for v in same.sheets[0].validations if v.kind == "list"}
    assert {top: v.choices for top, v in found.items()} == {
        12: ("Ja", "Nej"),
        13: ("Ja", "Nej", "Ved ikke"),
        14: ("Ja", "Nej", "Ved ikke"),
        16: ("Ærø Kommune", "flettet"),
    }
    assert [found[row].required for row in (12, 13)] == [True, False]
    (number,) = (v for v in same.sheets[0].validations if v.kind == "whole")
    assert (number.areas, number.prompt) == ((Area(12, 2, 12, 2),), "Antal Et helt tal")
    assert isinstance(number, Validation)


def test_the_sample_in_the_old_format_has_the_cells_of_its_template():
    old = read_workbook((FOLDER / "samples" / "Kapacitet Tønder 2024.xls").read_bytes(), "x.xls")
    blank = read_workbook((FOLDER / "samples" / "templates" / "T3_kapacitet_belaegning.xlsx").read_bytes(), "x.xlsx")
    assert [sheet.name for sheet in old.sheets] == [sheet.name for sheet in blank.sheets]
    ours, theirs = old.sheets[1], blank.sheets[1]
    assert {p: ours.cells[p].text for p in ours.cells if p[0] in (9, 10)} == {
        p: theirs.cells[p].text for p in theirs.cells if p[0] in (9, 10)
    }
    assert set(ours.merged) == set(theirs.merged)
    assert {p for p, c in theirs.cells.items() if c.fill} <= set(ours.cells)
    assert ours.validations[0].choices == theirs.validations[0].choices


def ods(rows: str, *, styles: str = "", sheet: str = "", extra: dict[str, str] | None = None) -> bytes:
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Ark1" {sheet}>{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped({"mimetype": ODS_KIND, "content.xml": content} | (extra or {}))


def ods_sheet(rows: str, **settings) -> Sheet:
    return read_workbook(ods(rows, **settings), "x.ods").sheets[0]


def number(value: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}><text:p>?</text:p></table:table-cell>'


def test_repeated_cells_and_rows_stand_where_they_are_repeated():
    sheet = ods_sheet(
        "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='2'/>"
        + number("5", "table:number-columns-repeated='2'")
        + "<table:table-cell table:number-columns-repeated='16380'/></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
        "<table:table-row>" + number("1.5") + "</table:table-row>"
    )
    assert {place: cell.value for place, cell in sheet.cells.items()} == {
        **{(row, column): 5 for row in (1, 2, 3) for column in (3, 4)},
        (1_048_004, 1): 1.5,
    }


def test_a_repetition_that_would_fill_the_sheet_is_refused():
    bomb = (
        "<table:table-row table:number-rows-repeated='1048576'>"
        + number("1", "table:number-columns-repeated='16384'")
        + "</table:table-row>"
    )
    with pytest.raises(FileProblem) as caught:
        ods_sheet(bomb)
    assert caught.value.code == "file-too-many-cells"


def test_ods_kinds_of_values():
    cells = ods_sheet(
        "<table:table-row>"
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>SAND</text:p></table:table-cell>'
        '<table:table-cell office:value-type="time" office:time-value="PT37H00M00S"><text:p>37:00</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="3"/>b<text:line-break/>c<text:tab/>d</text:p><text:p>e</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=SUM([.A1:.B2];[$Ark2.C3];&quot;[.A1];&quot;)"/>'
        '<table:table-cell office:value-type="float" office:value="nan"><text:p>nan</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>svar</text:p><office:annotation><text:p>en note</text:p></office:annotation></table:table-cell>'
        "</table:table-row>"
    ).cells
    assert (cells[1, 1].value, cells[1, 1].text) == (True, "SAND")
    assert cells[1, 2].value == pytest.approx(37 / 24)
    assert cells[1, 3].value == "a   b\nc\td\ne"
    assert cells[1, 4].uncalculated
    assert cells[1, 4].formula == 'SUM(A1:B2,$Ark2!C3,"[.A1];")'
    assert cells[1, 5].value == "nan"
    assert (cells[1, 6].value, cells[1, 6].comment) == ("svar", "en note")


def test_ods_styles_are_taken_over_from_parents_and_columns():
    styles = (
        '<number:percentage-style style:name="N1"><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
        "<number:text>%</number:text></number:percentage-style>"
        '<style:style style:name="gul" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffff00"/></style:style>'
        '<style:style style:name="pct" style:family="table-cell" style:parent-style-name="gul" style:data-style-name="N1"/>'
    )
    rows = (
        '<table:table-column table:default-cell-style-name="pct"/><table:table-row>'
        + number("0.125")
        + "</table:table-row>"
    )
    cell = ods_sheet(rows, styles=styles).cells[1, 1]
    assert (cell.text, cell.fill, cell.number_format) == ("12,5%", "FFFF00", "0.0%")


def test_a_raised_figure_in_an_ods_is_a_mark_and_no_digit():
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
        "</style:style>"
    )
    cell = (
        '<table:table-cell office:value-type="string"><text:p>12<text:span text:style-name="T1">1</text:span></text:p>'
    )
    sheet = ods_sheet(f"<table:table-row>{cell}</table:table-cell></table:table-row>", styles=styles)
    assert sheet.cells[1, 1].value == "12¹"


def test_a_text_box_in_an_ods_is_told():
    shapes = "<table:shapes><draw:frame><draw:text-box><text:p>Vi har 12</text:p></draw:text-box></draw:frame></table:shapes>"
    grid = read_workbook(ods(shapes), "x.ods")
    assert grid.notices == (("text-box", {"sheet": "Ark1", "text": "Vi har 12"}),)


def xlsb(cells: bytes, *, before: bytes = b"", after: bytes = b"", flags: int = 0) -> bytes:
    xf = struct.pack("<HHHHHBBBB", 0, 0, 0, 0, 0, 0, 0, 0, 0x10) + bytes(2)
    percent = struct.pack("<HHHHHBBBB", 0, 10, 1, 2, 0, 0, 0, 0x42, 0) + bytes(2)
    date = struct.pack("<HHHHHBBBB", 0, 14, 0, 0, 0, 0, 0, 0, 0x10) + bytes(2)
    fonts = record(43, struct.pack("<HHH", 220, 0, 400) + bytes(19)) + record(
        43, struct.pack("<HHH", 280, 8, 700) + bytes(19)
    )
    yellow = struct.pack("<I", 1) + bytes([5, 0, 0, 0, 0xFF, 0xFF, 0, 0xFF]) + bytes(56)
    fills = record(45, bytes(68)) * 2 + record(45, yellow)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.bin"),
                ("rId2", "sharedStrings", "sharedStrings.bin"),
                ("rId3", "styles", "styles.bin"),
                ("rId4", "worksheet", "worksheets/sheet2.bin"),
            ),
            "xl/workbook.bin": record(153, struct.pack("<I", flags))
            + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Skema"))
            + record(156, struct.pack("<II", 2, 2) + wide("rId4") + wide("Gemt")),
            "xl/sharedStrings.bin": record(19, b"\0" + wide("Ærø")) + record(19, b"\0" + wide("x" * 200)),
            "xl/styles.bin": fonts
            + fills
            + record(617)
            + record(47, xf)
            + record(47, percent)
            + record(47, date)
            + record(618),
            "xl/worksheets/sheet1.bin": before + record(145) + cells + record(146) + after,
            "xl/worksheets/sheet2.bin": record(145) + record(146),
        }
    )


def xlsb_row(number_: int, *, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBBI", number_ - 1, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def xlsb_cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column - 1, style) + content)


def test_binary_workbooks():
    cells = (
        xlsb_row(1, hidden=True)
        + xlsb_cell(7, 1, struct.pack("<I", 0))
        + xlsb_cell(5, 2, struct.pack("<d", 0.125), 1)
        + xlsb_cell(2, 3, struct.pack("<I", (12 << 2) | 2))
        + xlsb_cell(2, 4, struct.pack("<I", (1250 << 2) | 3))
        + xlsb_cell(3, 5, b"\x2a")
        + xlsb_cell(4, 6, b"\x01")
        + xlsb_cell(6, 7, wide("direkte\r\ntekst"))
        + xlsb_row(3)
        + xlsb_cell(9, 1, struct.pack("<d", 3.5) + bytes(10))
        + xlsb_cell(11, 2, b"\x17" + bytes(10))
        + xlsb_cell(8, 3, wide("") + bytes(10))
        + xlsb_cell(1, 4, b"", 1)
        + xlsb_cell(5, 5, struct.pack("<d", 45000.0), 2)
        + xlsb_cell(7, 6, struct.pack("<I", 1))
        + xlsb_cell(2, 7, struct.pack("<i", (-7 << 2) | 2))
    )
    merged = record(176, struct.pack("<IIII", 4, 5, 0, 2))
    columns = record(60, struct.pack("<IIIIH", 1, 2, 2560, 0, 1))
    grid = read_workbook(xlsb(cells, before=columns, after=merged + record(535, struct.pack("<HI", 0, 1))), "x.xlsb")
    sheet = grid.sheets[0]
    assert [s.name for s in grid.sheets] == ["Skema", "Gemt"]
    assert grid.sheets[1].visibility is SheetVisibility.VERY_HIDDEN
    assert {p: c.value for p, c in sheet.cells.items()} == {
        (1, 1): "Ærø", (1, 2): 0.125, (1, 3): 12, (1, 4): 12.5, (1, 5): None, (1, 6): True, (1, 7): "direkte\ntekst",
        (3, 1): 3.5, (3, 2): None, (3, 3): "", (3, 4): None, (3, 5): dt.date(2023, 3, 15), (3, 6): "x" * 200, (3, 7): -7,
    }  # fmt: skip
    assert (sheet.cells[1, 5].error, sheet.cells[3, 2].error) == (CellError.NA, CellError.REF)
    assert [sheet.cells[p].formula for p in ((3, 1), (3, 2), (1, 2))] == ["", "", None]
    look = sheet.cells[1, 2]
    assert (look.text, look.bold, look.struck, look.size, look.fill, look.locked) == (
        "12,50%",
        True,
        True,
        14.0,
        "FFFF00",
        False,
    )
    assert (look.wrap, look.align) == (True, "center")
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.column_widths) == ({1}, {2, 3}, {2: 10.0, 3: 10.0})
    assert (sheet.merged, sheet.protected) == ((Area(5, 1, 6, 3),), True)
    assert grid.notices == (("limited-format", {"format": ".xlsb"}),)


def test_the_comments_of_a_binary_workbook():
    with zipfile.ZipFile(io.BytesIO(xlsb(xlsb_row(1) + xlsb_cell(7, 1, struct.pack("<I", 0))))) as package:
        contents: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    comments = b"".join(
        record(635, struct.pack("<IIIII", 0, row, row, 0, 0) + bytes(16))
        + record(637, b"\0" + wide(text))
        + record(636)
        for row, text in ((0, "Se bilag"), (4, "12 pladser"))
    )
    contents["xl/worksheets/_rels/sheet1.bin.rels"] = relations(("rId1", "comments", "../comments1.bin"))
    contents["xl/comments1.bin"] = comments
    cells = read_workbook(zipped(contents), "x.xlsb").sheets[0].cells
    assert (cells[1, 1].value, cells[1, 1].comment, cells[5, 1].comment) == ("Ærø", "Se bilag", "12 pladser")


def test_a_binary_workbook_in_the_other_calendar():
    grid = read_workbook(xlsb(xlsb_row(1) + xlsb_cell(5, 1, struct.pack("<d", 43538.0), 2), flags=1), "x.xlsb")
    assert grid.sheets[0].cells[1, 1].value == dt.date(2023, 3, 15)


@pytest.mark.parametrize(
    "broken",
    [
        b"\x07\xff",
        xlsb_row(1) + record(7, b"\0"),
        xlsb_row(1) + xlsb_cell(7, 1, struct.pack("<I", 99)),
        xlsb_row(2_000_000),
    ],
)
def test_a_broken_binary_workbook_is_damage(broken):
    with pytest.raises(FileProblem) as caught:
        read_workbook(xlsb(broken), "x.xlsb")
    assert caught.value.code == "file-damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimited_text(encoding, delimiter):
    rows = [["Tilbud", "Pladser", "Sats"], ["Åen\nogså", '1"2', ""], ["Sø", "1.234", "x"]]
    lines = [delimiter.join('"' + value.replace('"', '""') + '"' for value in row) for row in rows]
    sheet = read_workbook("\r\n".join(lines).encode(encoding), "mappe/Skema.csv").sheets[0]
    assert sheet.name == "Skema"
    assert {p: c.value for p, c in sheet.cells.items()} == {
        (1, 1): "Tilbud", (1, 2): "Pladser", (1, 3): "Sats",
        (2, 1): "Åen\nogså", (2, 2): '1"2',
        (3, 1): "Sø", (3, 2): "1.234", (3, 3): "x",
    }  # fmt: skip


def test_decimal_commas_do_not_make_a_comma_the_delimiter():
    sheet = read_workbook(b"Takst;Andel\r\n1,5;2,5\r\n3,5;4,5\r\n", "x.csv").sheets[0]
    assert sheet.cells[2, 1].value == "1,5"
    assert sheet.last_column == 2


def test_the_line_that_excel_writes_to_name_the_delimiter_is_no_data():
    sheet = read_workbook(b"sep=;\r\na;b\r\n1;2\r\n", "x.csv").sheets[0]
    assert [sheet.cells[1, 1].value, sheet.cells[2, 2].value] == ["a", "2"]


def test_a_table_without_end_is_refused():
    with pytest.raises(FileProblem) as caught:
        read_workbook(b"1;2;3\n" * 50, "x.csv", Limits(cells=100))
    assert caught.value.code == "file-too-many-cells"
