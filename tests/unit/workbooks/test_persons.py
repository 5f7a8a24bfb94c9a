"""A civil registration number keeps a file out of the store wherever in the file it stands, and is shown nowhere."""

import datetime as dt
import struct

import pytest

from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading
from koorddesk.i18n import Translator
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.biff import sheet_records
from koorddesk.workbooks.persons import PERSON_NUMBERS
from tests.helpers import packages as p
from tests.helpers.grids import REGISTER

NUMBER = "010180-1234"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Antal</t></is></c></row>'
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"


def linked(kind: str, target: str) -> dict[str, str]:
    return {"xl/worksheets/_rels/sheet1.xml.rels": p.relations(("rId1", kind, f"../{target}"))}


def cell(text: str, at: str = "B2") -> str:
    return f'<row r="2"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


FILES = {
    "a cell": (p.workbook(p.worksheet(cell(NUMBER))), "civil-registration-number"),
    "a cell without a hyphen": (p.workbook(p.worksheet(cell("0101801234"))), "civil-registration-number"),
    "a longer text": (p.workbook(p.worksheet(cell(f"Borger {NUMBER} er flyttet"))), "civil-registration-number"),
    "a number without its zero": (
        p.workbook(p.worksheet('<row r="1"><c r="A1"><v>101801234</v></c></row>')),
        "civil-registration-number",
    ),
    "a number in the format of one": (
        p.workbook(
            p.worksheet('<row r="1"><c r="A1" s="0"><v>101801234</v></c></row>'),
            styles='<numFmts><numFmt numFmtId="200" formatCode="000000\\-0000"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>',
        ),
        "civil-registration-number",
    ),
    "under a merged area": (
        p.workbook(p.worksheet(cell(NUMBER), after='<mergeCells><mergeCell ref="A1:C3"/></mergeCells>')),
        "civil-registration-number",
    ),
    "a hidden sheet": (
        p.workbook(p.worksheet(ROW), p.worksheet(cell(NUMBER)), states=("", "veryHidden")),
        "civil-registration-number",
    ),
    "a comment": (
        p.workbook(
            p.worksheet(ROW),
            extra=linked("comments", "c.xml")
            | {
                "xl/c.xml": f'<comments xmlns="{p.MAIN}"><commentList><comment ref="A1"><text><t>{NUMBER}</t></text></comment></commentList></comments>'
            },
        ),
        "civil-registration-number",
    ),
    "a footer": (
        p.workbook(p.worksheet(ROW, after=f"<headerFooter><oddFooter>&amp;LSag {NUMBER}</oddFooter></headerFooter>")),
        "person-number-in-header",
    ),
    "a help text": (
        p.workbook(
            p.worksheet(
                ROW,
                after=f'<dataValidations><dataValidation sqref="A1" type="whole" prompt="fx {NUMBER}"/></dataValidations>',
            )
        ),
        "person-number-in-header",
    ),
    "a text box": (
        p.workbook(
            p.worksheet(ROW),
            extra=linked("drawing", "drawings/d.xml")
            | {
                "xl/drawings/d.xml": f'<d xmlns:a="{DRAWN}"><sp><a:p><a:r><a:t>Ring om {NUMBER}</a:t></a:r></a:p></sp></d>'
            },
        ),
        "person-number-in-drawing",
    ),
    "the properties": (
        p.workbook(p.worksheet(ROW), extra={"docProps/core.xml": f"<c><title>{NUMBER}</title></c>"}),
        "person-number-in-properties",
    ),
    "a copy of another workbook": (
        p.workbook(
            p.worksheet(ROW),
            extra={"xl/externalLinks/externalLink1.xml": f'<e><cell r="A1"><v>{NUMBER}</v></cell></e>'},
        ),
        "person-number-in-copy",
    ),
    "a pivot table's copy": (
        p.workbook(p.worksheet(ROW), extra={"xl/pivotCache/pivotCacheRecords1.xml": f'<r><s v="{NUMBER}"/></r>'}),
        "person-number-in-copy",
    ),
    "a sheet's name": (p.workbook(p.worksheet(ROW), sheet_names=(f"Sag {NUMBER}",)), "person-number-in-name"),
}


def reading(data: bytes, name: str = "svar.xlsx") -> Reading:
    return analyse(data, name, "", (), REGISTER, received_on=dt.date(2026, 3, 1))


def digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


@pytest.mark.parametrize("case", FILES)
def test_it_is_found_wherever_it_stands_and_masked_in_all_that_is_said(case):
    data, code = FILES[case]
    read = reading(data)
    assert code in {finding.code for finding in read.findings} & PERSON_NUMBERS
    assert read.outcome is Outcome.HELD
    said = " ".join(str(finding.message(Translator(""))) + str(finding) for finding in read.findings) + repr(read)
    assert "0101801234" not in digits(said)


def test_a_file_name_is_masked_where_it_is_kept_and_told():
    read = reading(p.workbook(p.worksheet(ROW)), f"Svar om {NUMBER}.xlsx")
    assert read.file_name == "Svar om xxxxxx-xxxx.xlsx"
    assert "person-number-in-file-name" in {finding.code for finding in read.findings}
    assert reading(b"", f"{NUMBER}.xlsx").file_name == "xxxxxx-xxxx.xlsx"


def test_numbers_of_other_kinds_outside_the_cells_are_left_alone():
    data = p.workbook(
        p.worksheet(ROW, after="<headerFooter><oddHeader>Journalnr. 010180-1234</oddHeader></headerFooter>"),
        extra={"docProps/app.xml": "<p><AppVersion>16.0300</AppVersion><x>2024-010180-1234</x></p>"},
    )
    assert not {finding.code for finding in reading(data).findings} & PERSON_NUMBERS


def test_headers_and_text_boxes_of_an_old_workbook_are_read_but_not_a_notes_text_twice():
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def drawn(shape: int, text: str) -> bytes:
        head = record(0x5D, struct.pack("<HHHH", 0x15, 18, shape, 1) + bytes(14)) + record(0x1B6, bytes(18))
        return head + record(0x3C, b"\0" + text.encode("latin-1")) + record(0x3C, bytes(8))

    bof = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    header = record(0x14, struct.pack("<H", 10) + b"\0" + b"0101801234")
    sheet = bof + header + drawn(6, "Tekst på tegning") + drawn(0x19, "En note") + record(0x0A, b"")
    name = record(0x85, struct.pack("<IHBB", 0, 0, 3, 0) + b"Ark")
    start = len(bof) + len(name) + 4
    book = bof + record(0x85, struct.pack("<IHBB", start, 0, 3, 0) + b"Ark") + record(0x0A, b"")
    said = sheet_records(book + sheet)["Ark"]
    assert (said.headers, said.boxes) == (["0101801234"], ["Tekst på tegning"])
