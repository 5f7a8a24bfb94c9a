"""The caseworker's side of a submission: notes, parts that go back, resubmissions, documents, typed answers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from koorddesk.domain.reports import AttachmentKind, Outcome, Submission, SubmissionState, ValueNote, WarningAcceptance
from koorddesk.errors import FileProblem, UserError
from koorddesk.findings import Severity
from koorddesk.paths import resource
from koorddesk.services.announcements import create_announcement, status
from koorddesk.services.attachments import add_documents, documents_of, remove_document, save_document
from koorddesk.services.corrections import correct_value, standing_answers
from koorddesk.services.desk import Desk, open_desk
from koorddesk.services.grouped import column_counts, grouped
from koorddesk.services.held import held_folder
from koorddesk.services.intake import Decision, IntakeOptions, TakenIn, read_files, take_in
from koorddesk.services.keeping import check_store, redo, undo
from koorddesk.services.parts import PartKey, parts_of, return_in_part
from koorddesk.services.queries import submission_row
from koorddesk.services.returning import return_submission
from koorddesk.services.stored import answer_stored, keep_blanked, proposed_senders
from koorddesk.services.submission_rows import answers_of, findings_of
from koorddesk.services.templates import learn_template
from koorddesk.services.typed import TypedEntry, TypedSource, fields_to_type, read_typed, type_in
from koorddesk.services.typed_places import typed_values
from koorddesk.services.value_notes import write_note
from koorddesk.services.versions import difference
from koorddesk.services.warnings import accept_warnings, set_state
from koorddesk.settings import Settings
from koorddesk.workbooks.blanking import blank_cells

CODE = "CU-PRØVE"
RECEIVED = dt.date(2025, 10, 14)
SAMPLES = resource("samples", "submissions")
SHEET = "Indberetningsskema"
PDF = b"%PDF-1.4\n" + b"0" * 100
Change = Callable[[openpyxl.worksheet.worksheet.Worksheet], None]


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path / "store.sqlite", settings=Settings(), account="fuldmægtig", today=lambda: RECEIVED)
    learn_template(desk, resource("samples", "templates", "T2_indberetningsskema_kommune.xlsx"), "kommune")
    create_announcement(
        desk, CODE, "Udmelding til prøve", "Voksne med kompleks erhvervet hjerneskade", RECEIVED, ["1085"], "kommune"
    )
    yield desk
    desk.close()


def drop(desk: Desk, *paths: Path, decisions: dict[int, Decision] | None = None) -> TakenIn:
    options = IntakeOptions(RECEIVED, CODE)
    return take_in(desk, paths, read_files(desk, paths, options), options, decisions)


def sample(name: str) -> Path:
    return next(path for path in sorted(SAMPLES.iterdir()) if path.name.startswith(name))


def changed(tmp_path: Path, name: str, source: Path, change: Change) -> Path:
    book = openpyxl.load_workbook(source)
    change(book[SHEET])
    path = tmp_path / name
    book.save(path)
    return path


def one(desk: Desk, taken: TakenIn) -> str:
    [key] = taken.submission_ids
    assert key is not None
    return key


def number_of(desk: Desk, key: str, cell: str) -> int:
    return next(row.number for row in answers_of(desk, key) if row.cell == cell)


def warning_at(desk: Desk, key: str, cell: str) -> int:
    return next(row.number for row in findings_of(desk, key) if row.cell == cell and row.severity is Severity.WARNING)


def state_of(desk: Desk, key: str) -> SubmissionState:
    return submission_row(desk, key).state


def swap_rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Swap the first two rows of the form's table, and change one figure in the third."""
    for column in range(2, 7):
        one, two = sheet.cell(48, column), sheet.cell(49, column)
        one.value, two.value = two.value, one.value
    sheet["E50"] = 9


def test_a_resubmission_keeps_what_was_said_of_values_that_did_not_change(asked: Desk, tmp_path: Path) -> None:
    herning = sample("Herning")
    first = one(asked, drop(asked, herning))
    write_note(asked, first, number_of(asked, first, "E48"), "Ringet til Herning")
    write_note(asked, first, number_of(asked, first, "E50"), "Spørg igen")
    accept_warnings(
        asked, first, [warning_at(asked, first, cell) for cell in ("E48", "E49", "E50", "F29")], "Bekræftet"
    )
    correct_value(asked, first, number_of(asked, first, "E48"), "15", "Oplyst i telefon")
    second = one(asked, drop(asked, changed(tmp_path, "Herning ny.xlsx", herning, swap_rows)))
    answers = {row.cell: row for row in answers_of(asked, second)}
    assert (answers["E49"].note, answers["E49"].corrected) == ("Ringet til Herning", "15")
    assert (answers["E48"].note, answers["E50"].note) == ("", "")
    accepted = {row.cell: row.accepted for row in findings_of(asked, second) if row.severity is Severity.WARNING}
    assert {cell for cell, yes in accepted.items() if yes} == {"E48", "E49", "F29"}
    changes = [row for row in difference(asked, second) if row.cell != "D23"]
    assert [(row.cell, row.before, row.after) for row in changes] == [("E50", "uoplyst", "9")]
    with asked.store.reader() as uow:
        notes = uow.all(ValueNote, submission_id=second)
    assert [(note.text, note.written_by, note.row) for note in notes] == [("Ringet til Herning", "fuldmægtig", 2)]


def test_rows_are_found_again_when_one_is_put_in_or_taken_out(asked: Desk, tmp_path: Path) -> None:
    herning = sample("Herning")
    one(asked, drop(asked, herning))

    def without_first(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in range(48, 53):
            for column in range(2, 7):
                sheet.cell(row, column).value = sheet.cell(row + 1, column).value
        for column in range(2, 7):
            sheet.cell(53, column).value = None

    second = one(asked, drop(asked, changed(tmp_path, "Herning 2.xlsx", herning, without_first)))
    # How a year is shown belongs to the cell, not to the row that moved into it.
    gone = [row for row in difference(asked, second) if not row.label.startswith("Senest")]
    assert {(row.before != "", row.after) for row in gone} == {(True, "")}
    assert len(gone) == 4
    notes = [row for row in findings_of(asked, second) if row.code == "answer-gone"]
    assert len(notes) == 5


def test_accepting_a_late_version_replaces_all_before_it(asked: Desk, tmp_path: Path) -> None:
    herning = sample("Herning")
    first = one(asked, drop(asked, herning))
    second_file = changed(tmp_path, "Herning 2.xlsx", herning, lambda sheet: sheet.__setitem__("F29", 7))
    second = one(asked, drop(asked, second_file, decisions={0: Decision(hold=True)}))
    third_file = changed(tmp_path, "Herning 3.xlsx", herning, lambda sheet: sheet.__setitem__("F29", 8))
    third = one(asked, drop(asked, third_file, decisions={0: Decision(hold=True)}))
    assert [state_of(asked, key) for key in (first, second, third)] == [
        SubmissionState.ACCEPTED,
        SubmissionState.HELD,
        SubmissionState.HELD,
    ]
    set_state(asked, third, SubmissionState.ACCEPTED, "")
    assert [state_of(asked, key) for key in (first, second, third)] == [
        SubmissionState.SUPERSEDED,
        SubmissionState.SUPERSEDED,
        SubmissionState.ACCEPTED,
    ]


def test_good_parts_are_accepted_and_the_rest_goes_back(asked: Desk, tmp_path: Path) -> None:
    bad = changed(tmp_path, "Herning.xlsx", sample("Herning"), lambda sheet: sheet.__setitem__("F38", "=1/0"))
    key = one(asked, drop(asked, bad))
    assert state_of(asked, key) is SubmissionState.HELD
    table = next(part for part in parts_of(asked, key) if part.key.table and not part.key.template_cell)
    with pytest.raises(UserError) as refused:
        return_in_part(asked, key, [table.key], "Tabellen er fra sidste år")
    assert refused.value.code == "part-errors-left"
    with pytest.raises(UserError):
        return_in_part(asked, key, [PartKey(SHEET)], "Alt")
    with pytest.raises(UserError):
        return_in_part(asked, key, [], "Intet")
    field = PartKey(SHEET, "", "F38")
    return_in_part(asked, key, [table.key, field], "Ret tabellen og andelen")
    row = submission_row(asked, key)
    assert (row.state, row.errors) == (SubmissionState.RETURNED_IN_PART, 0)
    assert {part.label[:20] for part in parts_of(asked, key) if part.returned} == {
        table.label[:20],
        "1.4 Hvor stor en and",
    }
    with asked.store.reader() as uow:
        standing = standing_answers(uow, key)
    assert {answer.value for answer in standing if answer.row is not None} == {None}
    assert next(a for a in standing if a.template_at.cell == "F58").value is True
    folder = tmp_path / "retur"
    cover = next(path for path in return_submission(asked, key, folder) if path.suffix == ".txt")
    text = cover.read_text("utf-8-sig")
    assert table.label in text
    assert "1.4 Hvor stor en andel" in text
    undo(asked)
    assert state_of(asked, key) is SubmissionState.HELD
    assert not [part for part in parts_of(asked, key) if part.returned]


def test_an_error_that_was_corrected_stops_nothing_any_more(asked: Desk, tmp_path: Path) -> None:
    bad = changed(tmp_path, "Herning.xlsx", sample("Herning"), lambda sheet: sheet.__setitem__("F38", "=1/0"))
    key = one(asked, drop(asked, bad))
    with pytest.raises(UserError):
        set_state(asked, key, SubmissionState.ACCEPTED, "")
    correct_value(asked, key, number_of(asked, key, "F38"), "60", "Oplyst i telefon")
    set_state(asked, key, SubmissionState.ACCEPTED, "")
    assert submission_row(asked, key).errors == 0


def test_who_sent_it_is_answered_for_a_submission_in_the_store(asked: Desk, tmp_path: Path) -> None:
    def nameless(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["D18"] = "Heming og omegn"

    path = changed(tmp_path, "svar.xlsx", sample("Herning"), nameless)
    key = one(asked, drop(asked, path))
    assert submission_row(asked, key).sender_code == ""
    answer_stored(asked, key, sender_code="0657")
    row = submission_row(asked, key)
    assert (row.sender_name, row.how_sender, row.state) == ("Herning", "asked", SubmissionState.ACCEPTED)
    with pytest.raises(UserError) as settled:
        answer_stored(asked, key, sender_code="0851")
    assert settled.value.code == "submission-settled"
    again = one(asked, drop(asked, changed(tmp_path, "igen.xlsx", path, lambda sheet: sheet.__setitem__("F29", 3))))
    assert submission_row(asked, again).sender_name == "Herning"  # the spelling was learned
    assert submission_row(asked, again).successor_of == key


def test_a_return_that_cannot_be_read_gets_its_sender(asked: Desk, tmp_path: Path) -> None:
    locked = tmp_path / "svar.xlsx"
    locked.write_bytes(sample("Thisted").read_bytes())
    key = one(asked, drop(asked, locked))
    answer_stored(asked, key, sender_code="0320")
    row = submission_row(asked, key)
    assert (row.sender_name, row.state) == ("Faxe", SubmissionState.REFUSED)
    assert next(known.state for known in status(asked, CODE).rows if known.name == "Faxe") == "refused"


def test_senders_are_proposed_from_the_form_and_from_the_mails_address(asked: Desk) -> None:
    assert proposed_senders(asked, (), "svar@faxe.dk") == [("0320", "Faxe")]
    assert proposed_senders(asked, (), "nogen@eksempel.dk") == []


def test_documents_are_added_saved_out_and_taken_back(asked: Desk, tmp_path: Path) -> None:
    key = one(asked, drop(asked, sample("Faxe")))
    annex = tmp_path / "bilag 2.pdf"
    annex.write_bytes(PDF)
    note = tmp_path / "note.txt"
    note.write_text("Borger 010180-1234")
    added = add_documents(asked, key, [annex, note], "Se bilag 2 i punkt 1.5")
    assert added.with_numbers == ("note.txt",)
    rows = documents_of(asked, key)
    assert [(row.kind, row.name, row.outside) for row in rows] == [
        (None, "Faxe_indberetning.xlsx", False),
        (AttachmentKind.ANNEX, "bilag 2.pdf", False),
        (AttachmentKind.ANNEX, "note.txt", True),
    ]
    assert save_document(asked, key, rows[1].id, tmp_path / "ud.pdf").read_bytes() == PDF
    assert save_document(asked, key, rows[2].id, tmp_path / "ud.txt").read_text() == "Borger 010180-1234"
    assert save_document(asked, key, "", tmp_path / "ud.xlsx").read_bytes() == sample("Faxe").read_bytes()
    remove_document(asked, rows[1].id, "Hører til Lejre")
    assert [row.name for row in documents_of(asked, key)] == ["Faxe_indberetning.xlsx", "note.txt"]
    undo(asked)
    assert len(documents_of(asked, key)) == 3
    empty = tmp_path / "tom.pdf"
    empty.write_bytes(b"")
    with pytest.raises(UserError):
        add_documents(asked, key, [empty])
    assert check_store(asked) == []


def entries(desk: Desk, key: str, *, page: str = "3") -> list[TypedEntry]:
    """What a caseworker would type who reads the answers of a form on paper."""
    with desk.store.reader() as uow:
        return [
            TypedEntry(answer.template_at.sheet, answer.template_at.cell, answer.row, answer.raw, page)
            for answer in uow.answers(key)
            if answer.raw
        ]


def test_answers_typed_from_a_document_are_read_and_checked_like_a_workbooks(asked: Desk, tmp_path: Path) -> None:
    read = one(asked, drop(asked, sample("Herning")))
    typed = entries(asked, read)
    document = tmp_path / "Herning svar.pdf"
    document.write_bytes(PDF)
    key = one(asked, drop(asked, document))
    assert state_of(asked, key) is SubmissionState.REFUSED
    made = type_in(asked, TypedSource(submission_id=key), "kommune", "0657", typed)
    assert made.submission_id == key
    row = submission_row(asked, key)
    assert (row.template_code, row.sender_name, row.state) == ("kommune", "Herning", SubmissionState.ACCEPTED)
    with asked.store.reader() as uow:
        known = uow.get(Submission, key)
        assert known is not None
        assert (known.how_template, known.successor_of) == ("typed", read)
        before, now = uow.answers(read), uow.answers(key)
        places = typed_values(uow, key)
    as_read = {(answer.template_at, answer.row): (answer.raw, answer.value) for answer in before if answer.raw}
    as_typed = {(answer.template_at, answer.row): (answer.raw, answer.value) for answer in now if answer.raw}
    differ = {key for key in as_read if as_read[key] != as_typed.get(key)}
    assert {cell.cell for cell, _ in differ} <= {"F47"}  # a year that stood there as a date is typed as one
    assert all(answer.at is None for answer in now)
    assert {(place.page, place.document_name, place.typed_by) for place in places.values()} == {
        ("3", "Herning svar.pdf", "fuldmægtig")
    }
    shown = next(row for row in answers_of(asked, key) if row.label.startswith("1.4"))
    assert shown.typed_from == "indtastet fra side 3 af Herning svar.pdf"
    warned = [found.code for found in findings_of(asked, key)]
    assert "number-below" in warned
    undo(asked)
    assert state_of(asked, key) is SubmissionState.REFUSED


def test_typing_from_a_file_or_from_paper_makes_a_submission(asked: Desk, tmp_path: Path) -> None:
    field = next(each for each in fields_to_type(asked, "kommune") if each.cell == "F29")
    assert (field.label[:3], field.table) == ("1.1", "")
    tables = {each.table_title for each in fields_to_type(asked, "kommune") if each.table}
    assert len(tables) == 1
    value = TypedEntry(field.sheet, field.cell, None, "12", "2")
    letter = tmp_path / "svar.docx"
    letter.write_bytes(b"PK\x03\x04 not really a document")
    made = type_in(
        asked, TypedSource(path=letter, received_on=RECEIVED, announcement_code=CODE), "kommune", "0320", [value]
    )
    assert [(row.kind, row.name) for row in documents_of(asked, made.submission_id)][1] == (
        AttachmentKind.SOURCE,
        "svar.docx",
    )
    assert next(known.received_on for known in status(asked, CODE).rows if known.name == "Faxe") == RECEIVED
    paper = type_in(
        asked,
        TypedSource(paper="Brev af 14. oktober"),
        "kommune",
        "0350",
        [TypedEntry(field.sheet, field.cell, None, "12", "")],
    )
    assert submission_row(asked, paper.submission_id).file_name == "Brev af 14. oktober"
    assert check_store(asked) == []


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (TypedEntry(SHEET, "F29", None, "12", ""), "typed-page-missing"),
        (TypedEntry(SHEET, "F29", None, " ", "1"), "typed-nothing"),
        (TypedEntry(SHEET, "C30", None, "Borger 010180-1234", "1"), "typed-registration-number"),
    ],
)
def test_what_cannot_be_typed_in_is_refused(asked: Desk, tmp_path: Path, entry: TypedEntry, code: str) -> None:
    document = tmp_path / "svar.pdf"
    document.write_bytes(PDF)
    with pytest.raises(UserError) as refused:
        type_in(asked, TypedSource(path=document), "kommune", "0320", [entry])
    assert refused.value.code == code


def test_a_typed_value_that_is_no_answer_is_an_error_before_it_is_kept(asked: Desk) -> None:
    reading = read_typed(asked, "kommune", "0320", [TypedEntry(SHEET, "F29", None, "mange", "1")], RECEIVED)
    assert reading.outcome is Outcome.HELD
    assert [
        finding.template_at.cell
        for finding in reading.findings
        if finding.severity is Severity.ERROR and finding.template_at
    ][:1]


def test_a_typed_figure_unlike_all_others_is_told(asked: Desk) -> None:
    counts = [3, 5, 4, 6, 2, 7, 5, 4000]
    typed = [TypedEntry(SHEET, "E47", row, str(count), "1") for row, count in enumerate(counts, 1)]
    typed += [TypedEntry(SHEET, "B47", row, f"Tilbud {row}", "1") for row in range(1, len(counts) + 1)]
    typed.append(TypedEntry(SHEET, "D23", None, "1. maj 2019", "1"))
    said = {
        finding.code: (finding.template_at.cell, finding.row)
        for finding in read_typed(asked, "kommune", "0320", typed, RECEIVED).findings
        if finding.template_at
    }
    assert said["figure-unlike-others"] == ("E47", len(counts))
    assert said["date-out-of-time"] == ("D23", None)


def with_number(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet["C30"] = "Borger 010180-1234 er flyttet"
    sheet["C30"].comment = Comment("Også 010180-1234", "x")


def test_a_held_file_is_kept_as_a_copy_with_the_cell_blanked(asked: Desk, tmp_path: Path) -> None:
    first = one(asked, drop(asked, sample("Herning")))
    path = changed(tmp_path, "Herning.xlsx", sample("Herning"), with_number)
    key = one(asked, drop(asked, path))
    assert "answer-gone" not in [found.code for found in findings_of(asked, key)]
    row = submission_row(asked, key)
    assert (row.state, row.outside) == (SubmissionState.HELD, True)
    assert answers_of(asked, key) == []
    keep_blanked(asked, key)
    row = submission_row(asked, key)
    assert (row.state, row.outside, row.sender_name) == (SubmissionState.ACCEPTED, False, "Herning")
    assert row.successor_of == first
    assert [found.cell for found in findings_of(asked, key) if found.code == "cell-blanked"] == ["C30"]
    assert next(answer.raw for answer in answers_of(asked, key) if answer.cell == "C30") == ""
    assert len(list(held_folder(asked).iterdir())) == 1
    with asked.store.reader() as uow:
        known = uow.get(Submission, key)
        assert known is not None
        copy = uow.file(known.file_sha256)
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book[SHEET]["F38"].value == openpyxl.load_workbook(sample("Herning"))[SHEET]["F38"].value
    asked.store.close()
    assert b"010180" not in (tmp_path / "store.sqlite").read_bytes()


def test_a_number_that_would_be_left_over_keeps_the_copy_out(tmp_path: Path) -> None:
    def twice(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["C30"] = sheet["C33"] = "010180-1234"

    data = changed(tmp_path, "x.xlsx", sample("Herning"), twice).read_bytes()
    with pytest.raises(FileProblem) as refused:
        blank_cells(data, [(SHEET, "C30")])
    assert refused.value.code == "blank-left-over"
    blank = openpyxl.load_workbook(io.BytesIO(blank_cells(data, [(SHEET, "C30"), (SHEET, "C33")])))
    assert (blank[SHEET]["C30"].value, blank[SHEET]["C33"].value) == (None, None)
    with pytest.raises(FileProblem):
        blank_cells(b"a;b\n1;2\n", [("Ark1", "A1")])


def test_findings_that_say_the_same_are_counted_together(asked: Desk) -> None:
    key = one(asked, drop(asked, sample("Herning")))
    findings, answers = findings_of(asked, key), answers_of(asked, key)
    groups = grouped(findings)
    assert sum(group.count for group in groups) == len(findings)
    serial = [group for group in groups if group.code == "year-from-serial"]
    assert [(group.count, group.raw, group.labels) for group in serial] == [(2, "16-07-1905", ("Senest anvendt (år)",))]
    assert [group.severity for group in groups] == sorted(
        (group.severity for group in groups), key=list(Severity).index
    )
    columns = {row.label: row for row in column_counts(answers, findings)}
    assert (columns["Driftsherre"].filled, columns["Driftsherre"].samples[0]) == (6, ("Regional", 3))
    assert columns["Antal borgere"].warnings == 5


def test_a_note_is_written_changed_and_taken_away(asked: Desk) -> None:
    key = one(asked, drop(asked, sample("Faxe")))
    number = answers_of(asked, key)[0].number
    write_note(asked, key, number, "Ring")
    write_note(asked, key, number, "Ringet")
    assert answers_of(asked, key)[0].note == "Ringet"
    write_note(asked, key, number, " ")
    assert answers_of(asked, key)[0].note == ""
    undo(asked)
    assert answers_of(asked, key)[0].note == "Ringet"
    redo(asked)
    with asked.store.reader() as uow:
        assert uow.all(ValueNote) == []
        assert uow.all(WarningAcceptance) == []
