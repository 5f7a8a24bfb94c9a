"""Whatever goes out is compared with what came in, part by part: only what docs/workbooks-out.md names may differ."""

import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from koorddesk.workbooks.annotate import Headings, Line, annotate, can_annotate, peculiarities
from koorddesk.workbooks.fill import fill
from koorddesk.workbooks.grid import place
from koorddesk.workbooks.insert_sheet import add_sheet
from koorddesk.workbooks.own_sheet import OwnSheet, Part
from koorddesk.workbooks.package_edit import Package, sheet_parts
from koorddesk.workbooks.read import read_workbook
from tests.helpers import kept

DATA = Path(__file__).parents[2] / "data"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADINGS = Headings(
    "Bemærkninger",
    "Bemærkninger til skemaet",
    "Fejl skal rettes.",
    ("Grad", "Ark", "Celle", "Det står der", "Bemærkning", "Forslag"),
    {"signed-macros": "Makroerne er underskrevet.", "locked-structure": "Låst.", "threads": "Tråd."},
)


def by_openpyxl() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Skema"
    for row in range(1, 8):
        sheet.cell(row, 1, f"Spørgsmål {row}")
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor="FFF2CC")
    sheet["A9"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet["B8"] = "=SUM(B1:B7)"
    validation = DataValidation(type="list", formula1='"Ja,Nej"')
    validation.add("B3")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add("B1:B7", CellIsRule("greaterThan", ["5"], fill=PatternFill("solid")))
    sheet.protection.sheet = True
    sheet.print_title_rows = "1:1"
    workbook.create_sheet("Bilag")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def by_hand() -> bytes:
    """A workbook with what no library writes: Excel's extended lists, a thread, signed macros, a calculation chain."""
    data = (DATA / "workbooks" / "skema_xlsxwriter.xlsx").read_bytes()
    extended = (
        b'<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
        b' uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations'
        b' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list">'
        b"<x14:formula1><xm:f>Lister!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>B6</xm:sqref></x14:dataValidation>"
        b"</x14:dataValidations></ext></extLst></worksheet>"
    )
    relation = '<Relationship Id="%s" Type="%s" Target="%s"/>%s'
    office = "http://schemas.microsoft.com/office"
    chain = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    macros = relation % ("rId90", f"{office}/2006/relationships/vbaProject", "vbaProject.bin", "") + (
        relation % ("rId91", chain, "calcChain.xml", "</Relationships>")
    )
    thread = relation % (
        "rId90", f"{office}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml",
        "</Relationships>",
    )  # fmt: skip
    signature = relation % (
        "rId1", f"{office}/2006/relationships/vbaProjectSignature", "vbaProjectSignature.bin", "</Relationships>",
    )  # fmt: skip
    types = (
        b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.calcChain+xml"/></Types>'
    )
    return kept.replaced(
        data,
        {
            "xl/worksheets/sheet1.xml": (b"</worksheet>", extended),
            kept.RELATIONS: (b"</Relationships>", macros.encode()),
            kept.CONTENT_TYPES: (b"</Types>", types),
            "xl/_rels/vbaProject.bin.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                + signature.encode()
            ),
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros",
            "xl/vbaProjectSignature.bin": b"signature",
            "xl/calcChain.xml": (
                b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="C19" i="1"/>'
                b"</calcChain>"
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": (b"</Relationships>", thread.encode()),
            "xl/threadedComments/threadedComment1.xml": (
                b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
                b'<threadedComment ref="B3" personId="{0}" id="{1}"><text>Er det hele kommunen?</text>'
                b"</threadedComment></ThreadedComments>"
            ),
            kept.BOOK: (b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'),
        },
    )


BOOKS = {
    "T1": ("1 Målgruppen", "B17", lambda: sample("T1_regional_afrapportering.xlsx")),
    "T2": ("Indberetningsskema", "F29", lambda: sample("T2_indberetningsskema_kommune.xlsx")),
    "T3": ("Kapacitet og belægning", "E11", lambda: sample("T3_kapacitet_belaegning.xlsx")),
    "XlsxWriter": ("Skema", "B11", lambda: (DATA / "workbooks" / "skema_xlsxwriter.xlsx").read_bytes()),
    "LibreOffice": ("Skema", "B11", lambda: (DATA / "workbooks" / "skema_libreoffice.xlsx").read_bytes()),
    "openpyxl": ("Skema", "B3", by_openpyxl),
    "by hand": ("Skema", "B11", by_hand),
}


def sample(name: str) -> bytes:
    return (DATA / "samples" / "templates" / name).read_bytes()


@pytest.fixture(params=BOOKS)
def book(request) -> tuple[str, str, bytes]:
    sheet, cell, make = BOOKS[request.param]
    return sheet, cell, make()


def line(sheet: str, cell: str) -> Line:
    return Line("Advarsel", sheet, cell, "=ca. 7", "Det er læst som 7.", "Skriv det præcise antal.")


def sheet_part(data: bytes, name: str) -> str:
    return sheet_parts(Package(data))[name]


def forget_views_and_drawing(tree) -> None:
    for view in tree.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    for element in list(tree.iter(f"{MAIN}legacyDrawing")):
        element.getparent().remove(element)


def test_an_annotated_copy_changes_only_what_is_named(book) -> None:
    sheet, cell, before = book
    after = annotate(before, [line(sheet, cell)], HEADINGS)
    part = sheet_part(before, sheet)
    old, new = kept.parts(before), kept.parts(after)
    selected = {name for name, content in old.items() if re.search(rb'tabSelected="(1|true)"', content)}
    relations = re.sub(r"([^/]+)$", r"_rels/\1.rels", part)
    comments = {name for name in new if re.search(r"comments?\d*\.xml$|vmlDrawing\d+\.vml$", name)}
    allowed = {kept.CONTENT_TYPES, kept.BOOK, kept.RELATIONS, "xl/worksheets/koorddesk1.xml", part, relations}
    assert kept.changed(before, after) <= allowed | selected | comments
    assert kept.order_kept(before, after)
    assert kept.same_xml(old[part], new[part], forget_views_and_drawing)
    for name in (kept.CONTENT_TYPES, kept.RELATIONS, relations):
        assert kept.entries(old[name]) <= kept.entries(new[name]) if name in old else name == relations
    threads = [name for name in old if "threaded" in name]
    assert all(old[name] == new[name] for name in threads)


def test_the_comment_stands_at_its_cell_and_every_other_is_kept(book) -> None:
    sheet, cell, before = book
    after = annotate(before, [line(sheet, cell)], HEADINGS)
    old, new = (read_workbook(data, "x.xlsx").sheet(sheet) for data in (before, after))
    assert "Det er læst som 7. Skriv det præcise antal." in new.cells[place(cell)].comment
    for at, each in old.cells.items():
        if each.comment:
            assert new.cells[at].comment.startswith(each.comment)
        if at != place(cell):
            assert new.cells[at] == each


def test_a_filled_workbook_changes_only_its_sheet_and_the_order_to_calculate(book) -> None:
    sheet, cell, before = book
    after = fill(before, {sheet: {place(cell): "=1+1"}})
    part = sheet_part(before, sheet)
    old, new = kept.parts(before), kept.parts(after)
    assert kept.changed(before, after) <= {part, kept.BOOK}

    def forget(tree) -> None:
        for element in [e for e in tree.iter(f"{MAIN}c", f"{MAIN}dimension") if e.get("r") in (cell, None)]:
            element.getparent().remove(element)
        for row in tree.iter(f"{MAIN}row"):
            row.attrib.pop("spans", None)
            if not len(row) and row.get("r") == cell.lstrip("ABCDEFGH"):
                row.getparent().remove(row)

    assert kept.same_xml(old[part], new[part], forget)
    found = read_workbook(after, "x.xlsx").sheet(sheet).cells[place(cell)]
    assert (found.value, found.formula) == ("=1+1", None)


def test_a_first_sheet_moves_the_numbers_of_names_on(book) -> None:
    _, _, before = book
    package = Package(before)
    name = add_sheet(package, "Sådan kontrolleres skemaet", OwnSheet([(Part("Hej"),)], (40,)), first=True)
    after = package.save()
    assert name == "Sådan kontrolleres skemaet"[:31]
    names = [sheet.name for sheet in read_workbook(after, "x.xlsx").sheets]
    assert names == [name, *(sheet.name for sheet in read_workbook(before, "x.xlsx").sheets)]
    locals_before = re.findall(rb'localSheetId="(\d+)"', kept.parts(before)[kept.BOOK])
    locals_after = re.findall(rb'localSheetId="(\d+)"', kept.parts(after)[kept.BOOK])
    assert [int(number) + 1 for number in locals_before] == [int(number) for number in locals_after]
    assert b'activeTab="0"' in kept.parts(after)[kept.BOOK]


def test_a_workbook_opens_on_one_sheet_only(book) -> None:
    sheet, cell, before = book
    new = kept.parts(annotate(before, [line(sheet, cell)], HEADINGS))
    assert [name for name in new if re.search(rb'tabSelected="(1|true)"', new[name])] == [
        "xl/worksheets/koorddesk1.xml"
    ]


def test_signatures_threads_and_a_locked_structure_are_told() -> None:
    data = by_hand()
    assert peculiarities(Package(data)) == ("signed-macros", "locked-structure")
    sheet = read_workbook(annotate(data, [line("Skema", "B3")], HEADINGS), "x.xlsm").sheet("Bemærkninger")
    texts = [cell.text for cell in sheet.cells.values()]
    assert {"Makroerne er underskrevet.", "Låst.", "Tråd."} <= set(texts)
    assert b'lockStructure="1"' in kept.parts(annotate(data, [], HEADINGS))[kept.BOOK]


def test_headers_and_footers_keep_their_own_drawing() -> None:
    before = (DATA / "workbooks" / "skema_xlsxwriter.xlsx").read_bytes()
    relations = kept.parts(before)["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    footer = re.search(r"vmlDrawing2\.vml", relations)
    assert footer is not None
    after = kept.parts(annotate(before, [line("Skema", "B11")], HEADINGS))
    assert after["xl/drawings/vmlDrawing2.vml"] == kept.parts(before)["xl/drawings/vmlDrawing2.vml"]
    assert b"Column>1<" in after["xl/drawings/vmlDrawing1.vml"]


def test_a_shared_formula_is_written_out_before_its_first_cell_goes() -> None:
    before = kept.replaced(
        by_openpyxl(),
        {
            "xl/worksheets/sheet1.xml": (
                b"<f>SUM(B1:B7)</f>",
                b'<f t="shared" ref="B8:C8" si="0">SUM(B1:B7)</f><v>0</v></c><c r="C8"><f t="shared" si="0"/>',
            )
        },
    )
    sheet = read_workbook(fill(before, {"Skema": {(8, 2): 3}}), "x.xlsx").sheet("Skema")
    assert sheet.cells[8, 2].value == 3
    assert sheet.cells[8, 3].formula == "SUM(C1:C7)"


@pytest.mark.parametrize("data", [b"", b"Kommune;Antal\n", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0old"])
def test_only_workbooks_of_xml_parts_can_be_annotated(data: bytes) -> None:
    assert not can_annotate(data)
    assert can_annotate(by_openpyxl())


def test_dates_and_figures_keep_the_cell_s_own_format() -> None:
    before = (DATA / "workbooks" / "skema_xlsxwriter.xlsx").read_bytes()
    sheet = read_workbook(fill(before, {"Skema": {(5, 2): dt.date(2026, 5, 1), (7, 2): 0.125}}), "x.xlsx").sheet(
        "Skema"
    )
    assert (sheet.cells[5, 2].text, sheet.cells[7, 2].text) == ("01-05-2026", "12,5%")
