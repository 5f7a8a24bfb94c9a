"""The quick way through plain rows gives exactly what the XML tree gives."""

from pathlib import Path

import pytest

from koorddesk.errors import FileProblem
from koorddesk.workbooks import sheet_xml
from koorddesk.workbooks.plain_rows import NotPlainError, PlainSheet, plain_cells, unescaped
from koorddesk.workbooks.read import read_workbook
from tests.helpers.packages import STRICT, parts, workbook, worksheet, zipped

SAMPLES = sorted((Path(__file__).parents[2] / "data" / "samples").rglob("*.xlsx"))
ROWS = (
    '<row r="1" spans="1:4" ht="20" hidden="1" customHeight="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><v>1.50</v></c></row>'
    '<row r="2"/><row r="3"></row><row r="4" hidden="0"><c r="A4" s="4"/><c r="B4" t="b"><v>1</v></c></row>'
    '<row r="5"><c r="A5" t="str"><f>A1&amp;"x"</f><v>a &lt; b &#230;</v></c><c r="B5"><f>1</f><v></v></c><c r="C5" t="s"><v>1</v></c></row>'
    '<row r="6"><c r="A6" t="e"><v>#REF!</v></c><c r="B6" t="inlineStr"><is><t xml:space="preserve"> _x000D_ </t></is></c></row>'
    '<row r="7"><c r="A7" t="s"><v>0</v></c><c r="A7" t="s"><v>0</v></c><c r="D9"><v>7</v></c></row>'
)
STRINGS = "<si><t>nul</t></si><si><r><rPr><strike/></rPr><t>en</t></r></si>"
FAR_DOWN = '<row r="2001"><c r="A2001"><v>1</v></c></row>' + "".join(
    f'<row r="{n}" s="4"><c r="A{n}" s="4"/></row>' for n in range(2002, 2100)
)
UNUSUAL = (
    FAR_DOWN
    + '<row r="2200"><c r="A2200"><v>1</v></c></row><row r="2201" ht="9"/><row r="2203"><c r="A2203"><v>1</v></c></row>',
    FAR_DOWN + '<row><c r="B2100"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1&gt;1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>',
    '<row r="1"><c r="A1"><f t="dataTable" r1="B1" r2="C1"></f><v>1</v></c><c r="B1"><f ca="1">NOW()</f></c><c r="C1"><f/><v>1</v></c></row>',
    '<row r="1"><c r="A1"><f t="x>y">1</f><v>1</v></c></row>',
    "<row r='1'><c r='A1'><v>1</v></c></row>",
    '<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><!-- 5 --><v>1</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v><![CDATA[<v>2</v>]]></v></c></row>',
    '<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
    '<row r="1"><c><v>1</v></c></row>',
    '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">1</f><v>1</v></c></row>',
    '<row r="1"><c r="a1"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v xmlns="urn:other">1</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>1</t></r></is></c></row>',
    '<row r="1"><c r="A1" t="str"><v>a > b</v></c></row>',
    '<row r="1" x:y="a>b" xmlns:x="urn:x"><c r="A1"><v>1</v></c></row>',
    '\n <row r="1">\n  <c r="A1">\n <v>1</v>\n</c>\n</row>\n',
    '<row r="1"><c r="A1"><v>\n1 </v></c></row>',
)


def outcome(data: bytes) -> object:
    try:
        return read_workbook(data, "x.xlsx")
    except FileProblem as problem:
        return problem.code


def not_plain(*_: object) -> None:
    raise NotPlainError


def both(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    quick = outcome(data)
    with monkeypatch.context() as patch:
        patch.setattr(sheet_xml, "PlainSheet", not_plain)
        return quick, outcome(data)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples(path, monkeypatch):
    quick, tree = both(path.read_bytes(), monkeypatch)
    assert quick == tree


@pytest.mark.parametrize("rows", [ROWS, *UNUSUAL])
@pytest.mark.parametrize("ns", ["http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT])
def test_rows_in_plain_and_unusual_writing(rows, ns, monkeypatch):
    data = workbook(worksheet(rows, ns=ns), strings=STRINGS, ns=ns)
    quick, tree = both(data, monkeypatch)
    assert quick == tree
    assert quick != "file-damaged"


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet(ROWS).replace("<sheetData>", "<sheetData><!-- <row> -->"),
        worksheet(ROWS) + "<!-- </sheetData> -->",
        worksheet(ROWS, after="<extLst><ext><sheetData/></ext></extLst>"),
        worksheet(ROWS).replace('<row r="2"/>', '<row xmlns="urn:other" r="2"/>'),
        worksheet(ROWS).replace("<worksheet ", "<?pi <sheetData>?><worksheet "),
        "\ufeff" + worksheet(ROWS),
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + worksheet(ROWS),
        "<?xml version='1.0'?>" + worksheet(ROWS),
        worksheet("").replace("<sheetData></sheetData>", "<sheetData/>"),
        worksheet(ROWS).replace("</row>", "</row><junk/>"),
    ],
)  # fmt: skip
def test_sheets_in_unusual_writing(sheet, monkeypatch):
    quick, tree = both(zipped(parts(sheet, strings=STRINGS)), monkeypatch)
    assert quick == tree
    assert not isinstance(quick, str)


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet(ROWS).replace("</worksheet>", ""),
        worksheet(ROWS).replace("<v>1.50</v>", "<v>1.50</w>"),
        worksheet(ROWS).replace("</row>", "", 1),
        worksheet(ROWS, after="<mergeCells>"),
    ],
)
def test_broken_xml_is_damage_both_ways(sheet, monkeypatch):
    assert both(zipped(parts(sheet, strings=STRINGS)), monkeypatch) == ("file-damaged", "file-damaged")


def test_the_quick_way_is_taken_for_the_samples():
    # Without this the comparisons above could compare the tree with itself.
    rows = list(PlainSheet([worksheet(ROWS).encode()], 2000).rows())
    assert len(rows) == 7
    assert sum(cells is not None for _, cells, _ in rows) == 7
    assert plain_cells('<c r="A1"><v>1</v></c><x/>') is None


def test_character_references():
    assert unescaped("&lt;&gt;&amp;&quot;&apos;&#230;&#xE6;&amp;lt;") == "<>&\"'ææ&lt;"
