"""What goes back to the sender: the annotated copy or the untouched file, and the words that go with it."""

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from koorddesk.domain.reports import Outcome
from koorddesk.errors import UserError
from koorddesk.services.intake import IntakeOptions, read_files
from koorddesk.services.returning import return_copy
from koorddesk.services.templates import learn_template

OLD_FORMAT = Path(__file__).parents[1] / "data" / "samples" / "Kapacitet Tønder 2024.xls"


@pytest.fixture
def learned(desk, samples: Path):
    learn_template(desk, samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "kommune")
    return desk


def test_the_copy_comes_with_a_text_that_names_the_cells(learned, samples: Path, tmp_path: Path) -> None:
    source = samples / "submissions" / "Sorø_indberetning.xlsx"
    copy, cover = return_copy(learned, source, tmp_path / "Sorø.xlsx")
    assert (copy.name, cover.name) == ("Sorø.xlsx", "Sorø - følgetekst.txt")
    text = cover.read_text("utf-8-sig")
    assert "Indberetningsskema!F32" in text
    assert "på det sidste ark" in text
    assert openpyxl.load_workbook(copy).sheetnames[-1] == "Bemærkninger"


def test_a_corrected_copy_is_read_without_its_sheet_of_findings(learned, samples: Path, tmp_path: Path) -> None:
    source = samples / "submissions" / "Sorø_indberetning.xlsx"
    copy, _ = return_copy(learned, source, tmp_path / source.name)
    first, again = read_files(learned, [source, copy], IntakeOptions(dt.date(2025, 10, 14)))
    assert [answer.value for answer in again.answers] == [answer.value for answer in first.answers]
    assert not [finding for finding in again.findings if finding.code == "sheet-added"]


def test_the_old_format_goes_back_untouched(learned, tmp_path: Path) -> None:
    files = return_copy(learned, OLD_FORMAT, tmp_path / "retur.xlsx")
    assert [path.name for path in files] == ["retur.xls", "retur - bemærkninger.xlsx", "retur - følgetekst.txt"]
    assert files[0].read_bytes() == OLD_FORMAT.read_bytes()
    assert "Excel-projektmappe (.xlsx)" in files[2].read_text("utf-8-sig")


def test_a_workbook_under_another_name_is_annotated_all_the_same(learned, samples: Path, tmp_path: Path) -> None:
    misnamed = tmp_path / "Sorø.xls"
    shutil.copy(samples / "submissions" / "Sorø_indberetning.xlsx", misnamed)
    assert read_files(learned, [misnamed], IntakeOptions(dt.date(2025, 10, 14)))[0].outcome is not Outcome.REFUSED
    copy, _ = return_copy(learned, misnamed, tmp_path / "ud" / "Sorø.xlsx")
    assert openpyxl.load_workbook(copy).sheetnames[-1] == "Bemærkninger"


def test_the_file_as_received_is_never_overwritten(learned, samples: Path) -> None:
    source = samples / "submissions" / "Sorø_indberetning.xlsx"
    with pytest.raises(UserError):
        return_copy(learned, source, source)
