"""Every file is told by its content, and each refusal says what the file is and what to do."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from koorddesk.errors import FileProblem
from koorddesk.findings import CATALOGUE, Severity
from koorddesk.i18n import Translator
from koorddesk.workbooks.limits import HOSTILE, REFUSALS, Limits
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.sniff import FileFormat, sniff
from tests.helpers.compound import compound_file
from tests.helpers.packages import parts, relations, workbook, worksheet, zipped

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
GOOD = workbook(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
BOF = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
LOCK = b"\x05Bruge" + b" " * 49 + struct.pack("<H", 5) + "Bruge".encode("utf-16-le") + b" \0" * 49


def sized(size: int) -> dict[str, bytes]:
    return {"xl/media/picture.bin": bytes(size)}


def merged(*areas: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</mergeCells>"


REFUSED = {
    "0 bytes": (b"", "file-empty"),
    "lock file": (LOCK, "file-lock"),
    "placeholder of zeros": (bytes(4096), "file-placeholder"),
    "internet shortcut": (b"[InternetShortcut]\r\nURL=https://eksempel.dk/skema.xlsx\r\n", "file-placeholder"),
    "shell shortcut": (b"L\0\0\0\x01\x14\x02\0" + bytes(70), "file-placeholder"),
    "cloud document": (b'{"url": "https://docs.google.com/spreadsheets/d/1"}', "file-placeholder"),
    "cut-off xlsx": (GOOD[: len(GOOD) // 2], "file-truncated"),
    "cut-off xls": (compound_file({"Workbook": BOF + bytes(8000)})[:2048], "file-truncated"),
    "xlsx with a wrong checksum": (GOOD.replace(zipfile.ZipFile(io.BytesIO(GOOD)).getinfo("xl/workbook.xml").CRC.to_bytes(4, "little"), b"\1\2\3\4"), "file-damaged"),
    "xlsx with broken XML": (workbook("<worksheet><sheetData>"), "file-damaged"),
    "xlsx without a workbook": (zipped({"[Content_Types].xml": "<Types/>"}), "file-damaged"),
    "xlsx whose sheet is missing": (zipped({k: v for k, v in parts(worksheet("")).items() if "sheet1" not in k}), "file-damaged"),
    "password": (compound_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x"}), "file-encrypted"),
    "password of an old workbook": (compound_file({"Workbook": BOF + struct.pack("<HHH", 0x2F, 2, 0) + bytes(5000)}), "file-encrypted"),
    "password of an ods": (zipped({"mimetype": ODS_KIND, "META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": b"\0"}), "file-encrypted"),
    "sensitivity label": (compound_file({"EncryptedPackage": b"x" * 5000, "\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary": b"x"}), "file-label-protected"),
    "rights management of an old workbook": (compound_file({"Workbook": BOF + bytes(5000), "\x09DRMContent": b"x" * 5000}), "file-label-protected"),
    "no worksheet": (workbook(), "no-sheets"),
    "Word document": (zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")), "word/document.xml": "<w/>"}), "not-workbook-document"),
    "old Word document": (compound_file({"WordDocument": bytes(5000)}), "not-workbook-document"),
    "OpenDocument text": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "not-workbook-document"),
    "rich text": (b"{\\rtf1\\ansi Skema}", "not-workbook-document"),
    "Outlook message": (compound_file({"__properties_version1.0": bytes(5000)}), "not-workbook-email"),
    "e-mail": (b"From: a@eksempel.dk\r\nTo: b@eksempel.dk\r\nSubject: Skema\r\nDate: 1\r\n\r\nSe bilag", "not-workbook-email"),
    "packed archive": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "not-workbook-archive"),
    "mail package": (b"\x78\x9f\x3e\x22" + bytes(50), "not-workbook-email"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not-workbook-pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "not-workbook-image"),
    "bitmap": (b"BM" + struct.pack("<I", 70) + bytes(64), "not-workbook-image"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "not-workbook-web-page"),
    "table without a page": (b"\r\n<table><tr><td>1</td></tr></table>", "not-workbook-web-page"),
    "saved web page": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "not-workbook-web-page"),
    "Excel XML of 2003": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style/></Styles></Workbook>', "not-workbook-xml"),
    "text": ("Kære Kommune\n\nVi har 12 borgere, og vi mener, det er nok.\nHilsen\n".encode(), "not-workbook-text"),
    "binary": (bytes(range(1, 256)) * 4, "not-workbook"),
    "zip of workbooks": (zipped({"Skema A.xlsx": GOOD, "mappe/Skema B.xls": b"x", "__MACOSX/._Skema A.xlsx": b"x"}), "zip-of-workbooks"),
    "zip of other things": (zipped({"laes.txt": "x"}), "zip-without-workbook"),
    "entities": (workbook('<!DOCTYPE x [<!ENTITY a "b">]>' + worksheet("")), "hostile-entities"),
    "entities in a part that is not read": (workbook(worksheet(""), extra={"docProps/app.xml": "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"}), "hostile-entities"),
    "entities in UTF-16": (zipped(parts(worksheet("")) | {"xl/worksheets/sheet1.xml": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>').encode("utf-16")}), "hostile-entities"),
    "a name outside the package": (workbook(worksheet(""), extra={"../evil.xml": "<x/>"}), "hostile-names"),
    "an absolute name": (workbook(worksheet(""), extra={"/xl/evil.xml": "<x/>"}), "hostile-names"),
    "a backslash": (workbook(worksheet(""), extra={"xl\\evil.xml": "<x/>"}), "hostile-names"),
    "a drive": (workbook(worksheet(""), extra={"C:/evil.xml": "<x/>"}), "hostile-names"),
    "two parts of one name but for case": (workbook(worksheet(""), extra={"xl/Worksheets/Sheet1.xml": worksheet("")}), "hostile-names"),
    "more merged areas than a form has": (workbook(worksheet("", after=merged(*(f"A{n}:B{n}" for n in range(1, 20_100))))), "file-too-many-parts"),
    "merged areas that cover each other": (workbook(worksheet("", after=merged(*["A1:XFD1048576"] * 50))), "file-too-many-parts"),
    "more formats than Excel has": (workbook(worksheet(""), styles=f'<cellXfs>{"<xf/>" * 70_000}</cellXfs>'), "file-too-many-parts"),
    "one sheet listed twice": (zipped({**parts(worksheet("")), "xl/workbook.xml": str(parts(worksheet(""))["xl/workbook.xml"]).replace("</sheets>", '<sheet name="Igen" sheetId="9" r:id="rId1"/></sheets>')}), "file-damaged"),
    "more drawings than a form has": (workbook(worksheet(""), extra={"xl/worksheets/_rels/sheet1.xml.rels": relations(*((f"r{n}", "drawing", "../d.xml") for n in range(1_001))), "xl/d.xml": "<d/>"}), "file-too-many-parts"),
}  # fmt: skip
SMALL = Limits(file_mb=1, entries=30, unpacked_mb=2)
REFUSED_BY_SIZE = {
    "too large": (b"PK\x03\x04" + bytes(2 << 20), "file-too-large"),
    "too many parts": (zipped({f"xl/{n}.xml": "" for n in range(40)}), "hostile-entries"),
    "unpacks to too much": (workbook(worksheet(""), extra=sized(3 << 20)), "hostile-size"),
}


def refusal(data: bytes, limits: Limits | None = None) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_workbook(data, "Skema.xlsx", limits or Limits())
    return caught.value


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_by_its_own_name(case):
    data, code = REFUSED[case]
    assert refusal(data).code == code


@pytest.mark.parametrize("case", REFUSED_BY_SIZE)
def test_what_is_too_much_is_refused_before_it_is_parsed(case):
    data, code = REFUSED_BY_SIZE[case]
    assert refusal(data, SMALL).code == code


def test_every_refusal_has_its_test_and_its_words():
    shown = {code for _, code in (*REFUSED.values(), *REFUSED_BY_SIZE.values())}
    elsewhere = {"reader-crashed", "reader-memory", "reader-timeout", "file-too-many-cells"}
    assert shown | elsewhere == REFUSALS
    assert HOSTILE < REFUSALS
    for code in REFUSALS:
        assert CATALOGUE[code].severity is Severity.ERROR
        assert CATALOGUE[code].suggestion


def test_the_sentence_says_what_is_wrong_and_what_to_do():
    problem = refusal(REFUSED["password"][0])
    assert problem.message(Translator("da")) == (
        "Filen er beskyttet med adgangskode. Åbn den i Excel, og gem en kopi uden adgangskode, "
        "eller bed afsenderen om en åben kopi."
    )


def test_a_package_that_lies_about_its_sizes_is_refused():
    data = bytearray(workbook(worksheet(""), extra=sized(3 << 20)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("xl/media/picture.bin")
    listed = data.rfind(entry.filename.encode()) - 46
    data[listed + 24 : listed + 28] = struct.pack("<I", 100)
    assert refusal(bytes(data), SMALL).code in {"file-damaged", "hostile-size"}


def test_two_entries_of_the_very_same_name_are_refused():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", worksheet(""))
    assert refusal(out.getvalue()).code == "hostile-names"


def test_a_lock_file_is_known_by_its_name_too():
    with pytest.raises(FileProblem) as caught:
        read_workbook(b"noget andet end forventet", "~$Skema.xlsx")
    assert caught.value.code == "file-lock"
    assert read_workbook(GOOD, "~$Skema.xlsx").sheets[0].cells[1, 1].value == 1


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (GOOD, "Skema.xls", FileFormat.XLSX),
        (zipped({"mimetype": ODS_KIND, "content.xml": "<x/>"}), "x.xlsx", FileFormat.ODS),
        (zipped({"mimetype": ODS_KIND + "-template", "content.xml": "<x/>"}), "x", FileFormat.ODS),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b""}), "x.xlsx", FileFormat.XLSB),
        (compound_file({"Workbook": BOF + bytes(5000)}), "x.xlsx", FileFormat.XLS),
        (compound_file({"Book": BOF + bytes(5000)}), "x.xlsx", FileFormat.XLS),
        (b"Kommune;Pladser\r\nSor\xf8;12\r\n", "x.xls", FileFormat.CSV),
        ("Kommune,Pladser\nSorø,12\n".encode(), "x.xlsx", FileFormat.CSV),
        (b"BMI;2\r\nBMI;3\r\n", "x.csv", FileFormat.CSV),
        (b"en\nkolonne\n", "x.csv", FileFormat.CSV),
    ],
)
def test_workbooks_are_told_by_content(data, name, expected):
    assert sniff(data, name, Limits()) is expected


def test_the_samples():
    formats = {path.name: None for path in SAMPLES.glob("*.xls*")}
    for path in SAMPLES.glob("*.xls*"):
        try:
            formats[path.name] = read_workbook(path.read_bytes(), path.name).format
        except FileProblem as problem:
            formats[path.name] = problem.code
    assert formats.pop("Kapacitet Læsø.xlsx") == "hostile-entities"
    assert formats.pop("Thisted_indberetning (beskyttet).xlsx") == "file-encrypted"
    assert formats.pop("Kapacitet Tønder 2024.xls") == "xls"
    assert set(formats.values()) == {"xlsx"}
    assert len(formats) == 15
