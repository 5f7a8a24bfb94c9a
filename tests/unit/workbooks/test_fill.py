"""Filling cells in place: the value is there, and every part that need not change is the same to the byte."""

import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from koorddesk.workbooks.fill import fill

TEMPLATES = Path(__file__).parents[3] / "resources" / "samples" / "templates"


def book(prepare=lambda sheet: None) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Skema"
    sheet["A1"] = "Antal"
    prepare(sheet)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed_parts(before: bytes, after: bytes) -> set[str]:
    old, new = zipfile.ZipFile(BytesIO(before)), zipfile.ZipFile(BytesIO(after))
    names = set(old.namelist()) | set(new.namelist())
    return {
        name
        for name in names
        if name not in old.namelist() or name not in new.namelist() or old.read(name) != new.read(name)
    }


def filled(data: bytes, **cells: object):
    out = fill(data, {"Skema": {openpyxl.utils.cell.coordinate_to_tuple(cell): value for cell, value in cells.items()}})
    return openpyxl.load_workbook(BytesIO(out))["Skema"], out


def test_each_kind_of_value_is_read_back() -> None:
    sheet, _ = filled(book(), B1="Ærø", B2=12, B3=12.5, B4=True, B5=dt.date(2026, 3, 24))
    assert [sheet[f"B{row}"].value for row in range(1, 5)] == ["Ærø", 12, 12.5, True]
    assert sheet["B5"].value == 46105


@pytest.mark.parametrize("text", ["=SUM(A1)", "+45", "-5", "@x", " foran", "a\nb"])
def test_text_leaves_as_text(text: str) -> None:
    sheet, _ = filled(book(), B1=text)
    assert sheet["B1"].value == text
    assert sheet["B1"].data_type == "s"


def test_only_sheet_and_workbook_change() -> None:
    def prepare(sheet) -> None:
        validation = DataValidation(type="list", formula1='"Ja,Nej"')
        validation.add("B1")
        sheet.add_data_validation(validation)
        sheet.protection.sheet = True

    data = book(prepare)
    sheet, out = filled(data, B1="Ja")
    assert changed_parts(data, out) == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert sheet.data_validations.dataValidation[0].formula1 == '"Ja,Nej"'
    assert sheet.protection.sheet


def test_cells_land_in_order_between_others() -> None:
    def prepare(sheet) -> None:
        sheet["C3"] = "c"
        sheet["A5"] = "a"

    sheet, out = filled(book(prepare), B3=1, D3=2, A4=3)
    assert [sheet[cell].value for cell in ("B3", "C3", "D3", "A4", "A5")] == [1, "c", 2, 3, "a"]
    xml = zipfile.ZipFile(BytesIO(out)).read("xl/worksheets/sheet1.xml")
    assert xml.index(b'r="B3"') < xml.index(b'r="C3"') < xml.index(b'r="D3"') < xml.index(b'r="A4"')


def test_a_formula_gives_way_and_the_chain_is_forgotten() -> None:
    data = book(lambda sheet: sheet.__setitem__("B1", "=1+1"))
    parts = {name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()}
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B1" i="1"/></calcChain>'
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    sheet, result = filled(out.getvalue(), B1=2)
    assert sheet["B1"].value == 2
    after = zipfile.ZipFile(BytesIO(result))
    assert "xl/calcChain.xml" not in after.namelist()
    assert b"calcChain" not in after.read("[Content_Types].xml")
    assert b"calcChain" not in after.read("xl/_rels/workbook.xml.rels")


def test_the_1904_calendar_is_kept() -> None:
    data = book()
    parts = {name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    sheet, _ = filled(out.getvalue(), B1=dt.date(2026, 3, 24))
    assert sheet["B1"].value == 46105 - 1462


def test_nothing_to_fill_changes_nothing() -> None:
    data = (TEMPLATES / "T1_regional_afrapportering.xlsx").read_bytes()
    assert changed_parts(data, fill(data, {})) == set()


def test_an_unknown_sheet_is_refused() -> None:
    with pytest.raises(KeyError):
        fill(book(), {"Findes ikke": {(1, 1): "x"}})
