"""What stands around the cells of an .xlsx: choices, names, comments, tables, drawings, controls, properties."""

import pytest

from koorddesk.errors import FileProblem
from koorddesk.workbooks.grid import Area
from koorddesk.workbooks.read import read_workbook
from tests.helpers import packages as p
from tests.helpers.packages import OFFICE, relations, worksheet, zipped

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
LISTS = (
    '<row r="1"><c r="A1" t="str"><v>Svar</v></c><c r="B1" t="str"><v>Andet</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>Ja</v></c><c r="B2"><v>2024</v></c></row>'
    '<row r="3"><c r="A3" t="str"><v> Nej </v></c></row><row r="5"><c r="A5" t="str"><v>Ved ikke</v></c></row>'
)
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"


def read(*sheets, **settings):
    return read_workbook(p.workbook(*sheets, **settings), "x.xlsx")


def validated(formula: str, kind: str = "list", extra: str = 'allowBlank="1"') -> str:
    return (
        f'<dataValidations count="1"><dataValidation type="{kind}" {extra} sqref="B2:B5 D2">'
        f"<formula1>{formula}</formula1></dataValidation></dataValidations>"
    )


@pytest.mark.parametrize(
    ("formula", "choices"),
    [
        ('"Ja,Nej, Ved ikke"', ("Ja", "Nej", "Ved ikke")),
        ('"Ja ""klart"",Nej"', ('Ja "klart"', "Nej")),
        ("Lister!$A$2:$A$5", ("Ja", "Nej", "Ved ikke")),
        ("'Lister'!A2:A5", ("Ja", "Nej", "Ved ikke")),
        ("Lister!$A:$A", ("Svar", "Ja", "Nej", "Ved ikke")),
        ("Lister!$B$2:$B$9", ("2024",)),
        ("svarliste", ("Ja", "Nej", "Ved ikke")),
        ("SVARLISTE", ("Ja", "Nej", "Ved ikke")),
        ("omvej", ("Ja", "Nej", "Ved ikke")),
        ("kreds", ()),
        ("egen", ("Ja",)),
        ('INDIRECT("Tabel1[Svar]")', ("Ja", "Nej", "Ved ikke")),
        ("$F$1:$F$2", ("her",)),
        ("OFFSET(Lister!$A$2,0,0,3)", ()),
        ("Borte!$A$1:$A$5", ()),
    ],
)
def test_choices_are_looked_up_wherever_they_are(formula, choices):
    names = (
        "<definedNames>"
        '<definedName name="svarliste">Lister!$A$2:$A$5</definedName><definedName name="omvej">svarliste</definedName>'
        '<definedName name="kreds">kreds</definedName><definedName name="egen" localSheetId="0">Lister!$A$2</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">Ark1!$A$1:$B$2</definedName>'
        "</definedNames>"
    )
    grid = read(
        worksheet('<row r="1"><c r="F1" t="str"><v>her</v></c></row>', after=validated(formula)),
        worksheet(LISTS),
        sheet_names=("Ark1", "Lister"),
        states=("", "veryHidden"),
        names=names,
        extra={
            "xl/worksheets/_rels/sheet2.xml.rels": relations(("rId1", "table", "../tables/table1.xml")),
            "xl/tables/table1.xml": f'<table xmlns="{p.MAIN}" displayName="Tabel1" ref="A1:A5"/>',
        },
    )
    (validation,) = grid.sheets[0].validations
    assert validation.choices == choices
    assert validation.areas == (Area(2, 2, 5, 2), Area(2, 4, 2, 4))
    assert not validation.required
    assert grid.names == {"svarliste": ("Lister", Area(2, 1, 5, 1)), "egen": ("Lister", Area(2, 1, 2, 1))}
    assert grid.sheets[1].tables == (("Tabel1", Area(1, 1, 5, 1)),)


def test_excels_extended_validations_are_read():
    ext = (
        f'<extLst><ext uri="x" xmlns:x14="{X14}"><x14:dataValidations xmlns:xm="{XM}"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>Lister!$A$2:$A$3</xm:f></x14:formula1><xm:sqref>C3:C9</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    (validation,) = (
        read(worksheet("", after=ext), worksheet(LISTS), sheet_names=("Ark1", "Lister")).sheets[0].validations
    )
    assert (validation.areas, validation.choices, validation.required) == ((Area(3, 3, 9, 3),), ("Ja", "Nej"), True)


def test_other_kinds_of_validation_and_prompts():
    (validation,) = (
        read(worksheet("", after=validated("0", "whole", 'promptTitle="Antal" prompt="Et helt tal"')))
        .sheets[0]
        .validations
    )
    assert (validation.kind, validation.choices, validation.prompt) == ("whole", (), "Antal Et helt tal")


def test_comments_notes_and_threads():
    people = '<personList xmlns="t"><person displayName="Fuldmægtig" id="{1}"/></personList>'
    threads = (
        '<ThreadedComments xmlns="t"><threadedComment ref="B2" personId="{1}"><text>Er det rigtigt?</text></threadedComment>'
        '<threadedComment ref="B2" personId="{2}"><text>Ja</text></threadedComment></ThreadedComments>'
    )
    notes = (
        f'<comments xmlns="{p.MAIN}"><commentList><comment ref="A1"><text><r><t>Se </t></r><r><t>bilag</t></r></text></comment>'
        '<comment ref="B2"><text><t>[Trådet kommentar]</t></text></comment></commentList></comments>'
    )
    grid = read(
        worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        links=(("rIdPeople", "person", "persons/person.xml"),),
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                ("rId1", "comments", "../comments1.xml"), ("rId2", "threadedComment", "../threadedComments/t1.xml")
            ),
            "xl/comments1.xml": notes,
            "xl/threadedComments/t1.xml": threads,
            "xl/persons/person.xml": people,
        },
    )
    cells = grid.sheets[0].cells
    assert (cells[1, 1].value, cells[1, 1].comment) == (1, "Se bilag")
    assert cells[2, 2].comment == "Fuldmægtig: Er det rigtigt?\nJa"


def drawing(content: str) -> dict[str, str]:
    return {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{ART}" xmlns:r="{OFFICE}">{content}</xdr:wsDr>',
    }


def anchored(content: str, rows: int) -> str:
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:row>{1 + rows}</xdr:row></xdr:to>"
        f"{content}</xdr:twoCellAnchor>"
    )


def test_a_text_box_is_quoted_and_not_read():
    box = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>Vi har </a:t></a:r><a:r><a:t>12</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    grid = read(worksheet(""), extra=drawing(anchored(box, 3)))
    assert grid.notices == (("text-box", {"sheet": "Ark1", "text": "Vi har 12"}),)
    assert grid.sheets[0].has_drawings


def test_a_logo_is_not_worth_a_word_and_a_large_picture_is():
    picture = "<xdr:pic/>"
    assert read(worksheet(""), extra=drawing(anchored(picture, 4))).notices == ()
    assert read(worksheet(""), extra=drawing(anchored(picture, 20))).notices == (
        ("pictures", {"sheet": "Ark1", "count": 1}),
    )


def test_ticks_that_no_cell_holds_are_told():
    def control(attributes: str) -> str:
        return f'<formControlPr xmlns="{X14}" objectType="CheckBox" {attributes}/>'

    grid = read(
        worksheet(""),
        extra={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                *((f"rId{n}", "ctrlProp", f"../ctrlProps/c{n}.xml") for n in (1, 2, 3))
            ),
            "xl/ctrlProps/c1.xml": control('checked="Checked"'),
            "xl/ctrlProps/c2.xml": control(""),
            "xl/ctrlProps/c3.xml": control('checked="Checked" fmlaLink="$A$1"'),
        },
    )
    assert grid.notices == (("form-controls", {"sheet": "Ark1", "count": 2, "ticked": 1}),)


def test_macros_links_and_embedded_files_are_told_and_left_alone():
    grid = read(
        worksheet(""),
        links=(("rIdVba", "vbaProject", "vbaProject.bin"), ("rIdLink", "externalLink", "externalLinks/l1.xml")),
        extra={
            "xl/vbaProject.bin": b"\0\1",
            "xl/externalLinks/l1.xml": "<x/>",
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", "package", "../embeddings/b.docx")),
            "xl/embeddings/b.docx": b"PK",
        },
    )
    assert [code for code, _ in grid.notices] == ["embedded-files", "contains-macros", "external-links"]


def test_a_workbook_in_the_strict_format_says_so():
    found = p.parts(worksheet('<row r="1"><c r="A1" t="str"><v>Svar</v></c></row>'))
    strict = {
        name: part.replace(p.MAIN, STRICT) if isinstance(part, str) and name.startswith("xl/w") else part
        for name, part in found.items()
    }
    grid = read_workbook(zipped(strict), "x.xlsx")
    assert grid.sheets[0].cells[1, 1].value == "Svar"
    assert grid.notices == (("strict-format", {}),)


def test_a_chart_sheet_is_passed_over_and_said():
    found = p.parts(worksheet(""), worksheet(""), sheet_names=("Skema", "Diagram"))
    found["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "worksheets/sheet2.xml")
    )
    grid = read_workbook(zipped(found), "x.xlsx")
    assert [sheet.name for sheet in grid.sheets] == ["Skema"]
    assert grid.notices == (("chart-sheet", {"sheet": "Diagram"}),)


def test_two_sheets_of_one_name_are_damage():
    with pytest.raises(FileProblem) as caught:
        read(worksheet(""), worksheet(""), sheet_names=("Skema", "SKEMA"))
    assert caught.value.code == "file-damaged"


def test_results_that_excel_did_not_calculate_are_told():
    formula = worksheet('<row r="1"><c r="A1"><f>1+1</f><v>0</v></c></row>')
    grid = read(formula, names='<calcPr fullCalcOnLoad="1"/>')
    assert grid.notices == (("recalculate-on-open", {"count": 1}),)
    assert read(formula).notices == ()


def test_custom_properties_are_kept():
    content = (
        '<Properties xmlns="c" xmlns:vt="v"><property name="skema_id" pid="2"><vt:lpwstr>T1</vt:lpwstr></property>'
        '<property name="version" pid="3"><vt:i4>2</vt:i4></property></Properties>'
    )
    found = p.parts(worksheet("")) | {"docProps/custom.xml": content}
    found["_rels/.rels"] = relations(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "custom-properties", "docProps/custom.xml")
    )
    assert read_workbook(zipped(found), "x.xlsx").properties == {"skema_id": "T1", "version": "2"}


def test_the_two_counts_of_filled_cells_are_compared(monkeypatch):
    data = p.workbook(
        worksheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>x</v></c><c r="C1" t="e"><v>#N/A</v></c>'
            '<c r="D1"><f>1+1</f></c><c r="E1" t="str"><f>""</f><v></v></c></row>'
        )
    )
    assert read_workbook(data, "x.xlsx").notices == ()
    # A reader of ours that loses a cell is found out by the other one.
    monkeypatch.setattr("koorddesk.workbooks.sheet_xml.plain", lambda text: "")
    assert read_workbook(data, "x.xlsx").notices == (("cell-counts-differ", {"sheet": "Ark1", "ours": 1, "theirs": 2}),)
