"""A case's documents gathered in a folder: numbered as in the journal, with an index, all of it or nothing."""

import datetime as dt

import openpyxl
import pytest

from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.errors import Conflict
from koorddesk.services.announcements import create_announcement
from koorddesk.services.case_folder import gather_documents
from koorddesk.services.cases import open_case, telephone_note
from koorddesk.services.filing import file_document

DAY = dt.date(2026, 1, 12)


@pytest.fixture
def case(desk, tmp_path):
    group = "Voksne med kompleks erhvervet hjerneskade"
    create_announcement(desk, "CU-A", "A", group, dt.date(2026, 6, 10), ["1085"], issued_on=dt.date(2025, 3, 3))
    number = open_case(desk, "CU-A").case_number
    path = tmp_path / "svar.pdf"
    path.write_bytes(b"%PDF-svar")
    theme = 'Svar: "fra" kommunen?'
    file_document(desk, number, Direction.INCOMING, DocumentKind.ANSWER, theme, DAY, party="Aalborg Kommune", path=path)
    file_document(desk, number, Direction.OUTGOING, DocumentKind.INVITATION, "Indkaldelse", dt.date(2026, 1, 20))
    telephone_note(desk, number, "Sekretariatet", "Ringer igen i næste uge.")
    return number


def test_every_document_lies_in_the_folder_under_its_number_with_an_index(desk, case, tmp_path):
    told = []
    folder = gather_documents(desk, case, tmp_path / "ud", lambda done, total, what: told.append((done, total)))
    names = sorted(path.name for path in folder.iterdir())
    assert folder.name == f"Dokumenter i sag {case}"
    assert len(names) == 3
    assert names[0] == f"000 Dokumenter i sag {case}.xlsx"
    assert names[1].startswith("001 2026-01-12 ")
    assert names[1].endswith("Svar fra kommunen.pdf")
    assert (folder / names[1]).read_bytes() == b"%PDF-svar"
    assert "Ringer igen i næste uge." in (folder / names[2]).read_text(encoding="utf-8-sig")
    rows = list(openpyxl.load_workbook(folder / names[0]).worksheets[0].iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3]
    assert {row[-1] for row in rows} == {names[1], names[2], "ingen fil"}
    assert rows[0][1].date() == DAY
    assert rows[0][5] == "Aalborg Kommune"
    assert told[-1] == (3, 3)


def test_a_second_folder_never_covers_the_first(desk, case, tmp_path):
    first = gather_documents(desk, case, tmp_path)
    assert gather_documents(desk, case, tmp_path).name == f"{first.name} (2)"


def test_a_cancelled_job_leaves_nothing(desk, case, tmp_path):
    with pytest.raises(Conflict):
        gather_documents(desk, case, tmp_path / "ud", cancelled=lambda: True)
    assert not (tmp_path / "ud").exists()
