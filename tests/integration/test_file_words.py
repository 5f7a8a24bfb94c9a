"""The text inside documents is searched: PDF by the page, Word, mails; on cases, entries and submissions."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.services import cases, dialogue, entry_documents, filing, queries
from koorddesk.services.announcements import create_announcement
from koorddesk.services.desk import Desk, open_desk
from koorddesk.services.file_words import look_into_documents
from koorddesk.services.search import HitRow, search
from koorddesk.settings import Settings
from koorddesk.workbooks.document_text import text_pages

TODAY = dt.date(2026, 2, 2)


def pdf(path: Path, *pages: str) -> Path:
    canvas = Canvas(str(path))
    for text in pages:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return path


def word(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


@pytest.fixture
def case(desk):
    group = "Voksne med kompleks erhvervet hjerneskade"
    create_announcement(desk, "CU-A", "A", group, dt.date(2026, 6, 10), ["1085"], issued_on=dt.date(2025, 3, 3))
    return cases.open_case(desk, "CU-A").case_number


def file(desk: Desk, case: str, path: Path, theme: str = "Referat") -> str:
    return filing.file_document(desk, case, Direction.INCOMING, DocumentKind.MINUTES, theme, TODAY, path=path)


def inside(desk: Desk, text: str) -> list[HitRow]:
    return [hit for hit in search(desk, text) if hit.found_in == "File"]


def test_a_page_of_a_pdf_on_a_case_is_found_with_its_place(desk, case, tmp_path):
    key = file(desk, case, pdf(tmp_path / "referat.pdf", "Om noget andet", "Botilbuddet på Ærø har tre pladser"))
    assert inside(desk, "botilbud") == []
    assert look_into_documents(desk) == 0
    [hit] = inside(desk, "aeroe pladser")
    case_id = queries.cases(desk)[0].id
    assert (hit.kind, hit.record_id, hit.opens) == ("Case", case_id, f"{case_id}#Document:{key}")
    assert hit.title == f"{case} · Referat · referat.pdf · side 2"
    assert hit.snippet == "Botilbuddet på Ærø har tre pladser"
    assert [hit.snippet[start : start + length] for start, length in hit.marks] == ["Ærø", "pladser"]
    assert inside(desk, "andet pladser") == [], "words of two pages do not stand together"


def test_word_documents_and_documents_of_entries_are_found(desk, tmp_path):
    entry = dialogue.add_entry(
        desk, dialogue.EntryDraft(EntryKind.ENQUIRY, "Henvendelse", TODAY, organisation="Ligeværd")
    )
    key = entry_documents.file_entry_document(
        desk,
        entry,
        Direction.INCOMING,
        DocumentKind.MINUTES,
        "Brev",
        TODAY,
        path=word(tmp_path / "brev.docx", "Århus & omegn", "mangler synsfaglig støtte"),
    )
    look_into_documents(desk)
    [hit] = inside(desk, "aarhus synsfaglig")
    assert (hit.kind, hit.opens) == ("DialogueEntry", f"{entry}#EntryDocument:{key}")
    assert "Århus & omegn" in hit.snippet


def test_undo_takes_a_document_out_of_the_search_and_redo_brings_it_back(desk, case, tmp_path):
    file(desk, case, pdf(tmp_path / "a.pdf", "Blindeinstituttet"))
    look_into_documents(desk)
    assert len(inside(desk, "blindeinst")) == 1
    desk.store.undo()
    assert inside(desk, "blindeinst") == []
    desk.store.redo()
    assert len(inside(desk, "blindeinst")) == 1
    assert desk.store.check() == []


def test_a_file_is_looked_into_once_and_one_without_text_is_remembered(desk, case, tmp_path):
    file(desk, case, pdf(tmp_path / "a.pdf", "Ens"), "Første")
    file(desk, case, pdf(tmp_path / "tom.pdf", ""), "Tom")
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7 ingen PDF")
    file(desk, case, broken, "Ødelagt")
    assert look_into_documents(desk, most=1) == 2
    assert look_into_documents(desk) == 0
    with desk.store.reader() as uow:
        assert uow.files_without_words() == []
    assert len(inside(desk, "ens")) == 1


def test_the_index_is_filled_again_after_it_was_built_anew(desk, case, tmp_path):
    file(desk, case, pdf(tmp_path / "a.pdf", "Døvblindhed"))
    look_into_documents(desk)
    path = desk.store.path
    with desk.store.unit_of_work() as uow:
        uow.put_setting("index_rules", "earlier")
        uow.connection.commit()
    desk.close()
    again = open_desk(path, settings=Settings(), account="fuldmægtig", today=lambda: TODAY)
    assert inside(again, "doevblind") == []
    assert look_into_documents(again) == 0
    assert len(inside(again, "doevblind")) == 1
    assert again.store.check() == []
    again.close()


def test_nobody_is_found_by_a_registration_number(desk, case, tmp_path):
    file(desk, case, pdf(tmp_path / "a.pdf", "Borger 010170-1234 i botilbud 0101701234"))
    look_into_documents(desk)
    assert inside(desk, "0101701234") == []
    assert inside(desk, "010170") == []
    [hit] = inside(desk, "botilbud")
    assert "1234" not in hit.snippet


def test_the_shared_texts_of_a_workbook_are_read():
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "Tilbud & pladser"
    kept = io.BytesIO()
    book.save(kept)
    assert text_pages(kept.getvalue(), "bilag.xlsx")[0].strip() == "Tilbud & pladser"


def test_long_texts_come_in_pieces_that_lose_nothing():
    text = "\n".join(f"Linje {number} om botilbud" for number in range(3000))
    pieces = text_pages(text.encode(), "lang.txt")
    assert len(pieces) > 2
    assert "".join(pieces) == text
