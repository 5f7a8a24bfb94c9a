"""The annotated copy: findings as comments and on a last sheet, everything of the sender's kept."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from koorddesk.workbooks.annotate import Headings, Line, annotate, findings_book

SUBMISSION = Path(__file__).parents[3] / "resources" / "samples" / "submissions" / "Sorø_indberetning.xlsx"
HEADINGS = Headings(
    "Bemærkninger",
    "Bemærkninger til skemaet",
    "Fejl skal rettes.",
    ("Grad", "Ark", "Celle", "Det står der", "Bemærkning", "Forslag"),
)
LINE = Line("Advarsel", "Indberetningsskema", "F32", "ca. 7", "Det er læst som 7.", "Skriv det præcise antal.")


def opened(data: bytes):
    return openpyxl.load_workbook(BytesIO(data))


def test_the_findings_stand_at_their_cells_and_on_a_last_sheet() -> None:
    result = opened(annotate(SUBMISSION.read_bytes(), [LINE], HEADINGS))
    assert result.sheetnames == ["Indberetningsskema", "Bemærkninger"]
    assert result.active.title == "Bemærkninger"
    comment = result["Indberetningsskema"]["F32"].comment
    assert comment is not None
    assert "Det er læst som 7. Skriv det præcise antal." in comment.text
    sheet = result["Bemærkninger"]
    assert [cell.value for cell in sheet[5]] == [
        "Advarsel",
        "Indberetningsskema",
        "F32",
        "ca. 7",
        LINE.message,
        LINE.suggestion,
    ]
    assert sheet["C5"].hyperlink.location == "'Indberetningsskema'!F32"


def test_only_one_sheet_is_selected_so_that_typing_goes_to_one() -> None:
    data = annotate(SUBMISSION.read_bytes(), [LINE], HEADINGS)
    archive = zipfile.ZipFile(BytesIO(data))
    selected = [name for name in archive.namelist() if b'tabSelected="1"' in archive.read(name)]
    assert selected == ["xl/worksheets/koorddesk1.xml"]


def test_answers_stay_as_they_were() -> None:
    before, after = opened(SUBMISSION.read_bytes()), opened(annotate(SUBMISSION.read_bytes(), [LINE], HEADINGS))
    for row in before["Indberetningsskema"].iter_rows():
        for cell in row:
            assert after["Indberetningsskema"][cell.coordinate].value == cell.value


def test_a_comment_that_is_there_is_kept_and_added_to() -> None:
    workbook = opened(SUBMISSION.read_bytes())
    workbook["Indberetningsskema"]["F32"].comment = Comment("Vi tæller om.", "Konsulent")
    workbook["Indberetningsskema"]["F29"].comment = Comment("Se bilag.", "Konsulent")
    out = BytesIO()
    workbook.save(out)
    sheet = opened(annotate(out.getvalue(), [LINE], HEADINGS))["Indberetningsskema"]
    assert "Vi tæller om." in sheet["F32"].comment.text
    assert "Det er læst som 7." in sheet["F32"].comment.text
    assert sheet["F29"].comment.text == "Se bilag."


def test_signs_that_xml_or_excel_would_take_for_something_else() -> None:
    nasty = Line("Fejl", "Indberetningsskema", "B62", "=1+1", "<b>&\x07</b>", "@forslag")
    sheet = opened(annotate(SUBMISSION.read_bytes(), [nasty], HEADINGS))["Bemærkninger"]
    assert [sheet["D5"].value, sheet["E5"].value, sheet["F5"].value] == ["=1+1", "<b>&</b>", "@forslag"]
    assert sheet["D5"].data_type == "s"


def test_a_sheet_of_that_name_is_not_overwritten() -> None:
    workbook = opened(SUBMISSION.read_bytes())
    workbook.create_sheet("bemærkninger")
    out = BytesIO()
    workbook.save(out)
    assert opened(annotate(out.getvalue(), [LINE], HEADINGS)).sheetnames[-1] == "Bemærkninger (2)"


def test_a_finding_about_no_cell_is_listed_without_a_link() -> None:
    sheet = opened(annotate(SUBMISSION.read_bytes(), [Line("Fejl", "", "", "", "Afsenderen er uklar.", "")], HEADINGS))[
        "Bemærkninger"
    ]
    assert sheet["E5"].value == "Afsenderen er uklar."
    assert sheet["C5"].hyperlink is None


def test_a_book_of_findings_alone() -> None:
    sheet = opened(findings_book([LINE], HEADINGS)).active
    assert sheet["A1"].value == "Bemærkninger til skemaet"
    assert sheet["E5"].value == LINE.message
