"""The main job through the services alone: from blank form to letters, on a real store and real workbooks."""

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.chain import StepKind
from koorddesk.domain.letters import LetterState
from koorddesk.domain.reports import Outcome, SubmissionState
from koorddesk.errors import Conflict, UserError
from koorddesk.services.announcements import create_announcement, extend_deadline, status
from koorddesk.services.casework import assessment_of, conclude, pin_answer, record_step, save_assessment
from koorddesk.services.corrections import correct_value
from koorddesk.services.held import held_folder
from koorddesk.services.intake import Decision, IntakeOptions, read_files, take_in
from koorddesk.services.keeping import check_store, next_redo, next_undo, redo, undo
from koorddesk.services.letter_life import approve_letter, mark_dispatched, mark_journalised
from koorddesk.services.letter_setting import letter_pdf
from koorddesk.services.letters import (
    decide_block,
    draft_letters,
    letter_sources,
    open_places,
    recipients_without_address,
    write_letters,
)
from koorddesk.services.queries import submissions
from koorddesk.services.register_imports import import_contacts
from koorddesk.services.renewal import request_checklist, request_renewed_consideration
from koorddesk.services.submission_rows import answers_of, findings_of
from koorddesk.services.templates import learn_template, list_templates
from koorddesk.services.versions import difference
from koorddesk.services.warnings import accept_warning, set_state

CODE = "CU-PRØVE"
GROUP = "Voksne med kompleks erhvervet hjerneskade"
RECEIVED = dt.date(2025, 10, 14)


@pytest.fixture
def asked(desk, samples: Path):
    learn_template(desk, samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "kommune")
    learn_template(desk, samples / "templates" / "T1_regional_afrapportering.xlsx", "region")
    create_announcement(
        desk, CODE, "Central udmelding (PRØVE)", GROUP, dt.date(2025, 10, 15), ["1085"], "kommune", "region",
        issued_on=dt.date(2025, 3, 3),
    )  # fmt: skip
    return desk


def take(desk, *paths: Path, received: dt.date = RECEIVED, decisions=None):
    options = IntakeOptions(received_on=received, announcement_code=CODE)
    return take_in(desk, paths, read_files(desk, paths, options), options, decisions)


def test_the_same_blank_twice_is_one_version(desk, samples: Path) -> None:
    blank = samples / "templates" / "T2_indberetningsskema_kommune.xlsx"
    first, again = learn_template(desk, blank, "kommune"), learn_template(desk, blank, "kommune")
    assert first.row.version == again.row.version == "1"
    assert [row.code for row in list_templates(desk)] == ["kommune"]


def test_from_submissions_to_letters(asked, samples: Path, tmp_path: Path) -> None:
    desk = asked
    import_contacts(desk.store, samples / "contacts.xlsx")
    files = sorted((samples / "submissions").glob("*Sjælland*")) + [
        samples / "submissions" / f"{name}_indberetning.xlsx" for name in ("Holbæk", "Faxe", "Stevns")
    ]
    taken = take(desk, *files)
    assert [reading.outcome for reading in taken.readings] == [Outcome.ACCEPTED] * 4
    shown = status(desk, CODE)
    region = shown.regions[0]
    assert (region.asked, region.answered, region.nil, region.missing) == (17, 3, 1, 14)
    assert region.joint.state == "accepted"
    assert region.kkr_on == dt.date(2025, 10, 3)
    save_assessment(
        desk,
        CODE,
        "1085",
        necessary_supply=TestResult.NOT_MET,
        necessary_supply_reason="Der mangler pladser.",
        coordination=TestResult.NOT_MET,
        coordination_reason="Der planlægges ikke på tværs.",
        conclusion=Conclusion.RENEWED_CONSIDERATION,
        conclusion_reason="Der er behov for en samlet løsning.",
    )
    holbaek = next(row for row in submissions(desk, CODE) if row.sender_name == "Holbæk")
    answer = next(row for row in answers_of(desk, holbaek.id) if row.label.startswith("1.2 "))
    pin_answer(desk, CODE, "1085", holbaek.id, answer.number, "supply")
    conclude(desk, CODE, "1085")
    dialogue = next(row for row in request_checklist(desk, CODE, "1085") if row.code == "dialogue-first")
    assert not dialogue.met
    assert not dialogue.blocks
    with pytest.raises(UserError, match="Dialog"):
        ask(desk, passed={})
    made = ask(desk, passed={"dialogue-first": "Drøftet på dialogmødet i efteråret."})
    rows = draft_letters(desk, made.case_number, made.step_id)
    assert len(rows) == 17
    to_holbaek = next(row for row in rows if row.recipient == "Holbæk Kommune")
    text = pdf_text(letter_pdf(desk, to_holbaek.id))
    assert "Holbæk" in text
    assert "§ 13 b, stk. 3" in text
    assert "UDKAST" in text
    source = next(source for source in letter_sources(desk, to_holbaek.id) if source.cell == answer.cell)
    assert (source.file, source.shown) == ("Holbæk_indberetning.xlsx", answer.value)
    cell = openpyxl.load_workbook(samples / "submissions" / source.file)[source.sheet][source.cell].value
    assert str(cell) == answer.raw
    to_faxe = next(row for row in rows if row.recipient == "Faxe Kommune")
    others = [
        item for item in letter_sources(desk, to_faxe.id) if item.file == "Holbæk_indberetning.xlsx" and item.cell
    ]
    assert others == []
    (point,) = open_places(desk, to_holbaek.id)
    assert point.legal
    with pytest.raises(UserError, match="klagevejledning"):
        approve_letter(desk, to_holbaek.id, "Kontorchef", "Kontorchef")
    decide_block(desk, to_faxe.id, point.block, "", "Jurist")
    assert open_places(desk, to_holbaek.id) == []
    approve_letter(desk, to_holbaek.id, "Kontorchef", "Kontorchef", at=dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC))
    final = letter_pdf(desk, to_holbaek.id)
    assert "UDKAST" not in pdf_text(final)
    assert "Kontorchef" in pdf_text(final)
    with pytest.raises(UserError):
        approve_letter(desk, to_holbaek.id, "Kontorchef", "Kontorchef")
    draft_letters(desk, made.case_number, made.step_id)
    assert letter_pdf(desk, to_holbaek.id) == final
    mark_dispatched(desk, to_holbaek.id, dt.date(2026, 2, 2), "Digital Post")
    mark_journalised(desk, to_holbaek.id, "2026-17", "4711")
    assert letter_pdf(desk, to_holbaek.id) == final
    written = write_letters(desk, made.case_number, "renewed-consideration-request", tmp_path / "breve")
    assert len(written) == 17
    assert sorted({item.state for item in written}) == [LetterState.DRAFT, LetterState.JOURNALISED]
    assert all(item.path.read_bytes().startswith(b"%PDF") for item in written)
    assert check_store(desk) == []


def ask(desk, passed):
    return request_renewed_consideration(
        desk, CODE, "1085", what_is_asked="at præsentere en løsning", deadline=dt.date(2026, 6, 30), passed=passed
    )


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_what_stops_a_request(asked, samples: Path) -> None:
    blocking = {row.code for row in request_checklist(asked, CODE, "1085") if row.blocks}
    assert blocking == {"reports-received", "assessment-concluded", "grounds-pinned"}
    with pytest.raises(UserError):
        ask(
            asked,
            passed={"reports-received": "x", "assessment-concluded": "x", "grounds-pinned": "x", "dialogue-first": "x"},
        )


def test_an_open_warning_behind_a_figure_stops_the_request(asked, samples: Path) -> None:
    desk = asked
    taken = take(desk, samples / "submissions" / "Sorø_indberetning.xlsx")
    key = taken.submission_ids[0]
    answer = next(row for row in answers_of(desk, key) if row.raw == "ca. 7")
    save_assessment(
        desk, CODE, "1085", necessary_supply=TestResult.NOT_MET, necessary_supply_reason="a",
        coordination=TestResult.MET, coordination_reason="b", conclusion=Conclusion.RENEWED_CONSIDERATION,
    )  # fmt: skip
    pin_answer(desk, CODE, "1085", key, answer.number, "supply")
    conclude(desk, CODE, "1085")
    record_step(desk, CODE, "1085", StepKind.DIALOGUE, dt.date(2025, 12, 4), "dialogmøde")
    assert {row.code for row in request_checklist(desk, CODE, "1085") if not row.met} == {"warnings-settled"}
    warning = next(row for row in findings_of(desk, key) if row.cell == answer.cell)
    with pytest.raises(UserError):
        accept_warning(desk, key, warning.number, "  ")
    accept_warning(desk, key, warning.number, "Bekræftet telefonisk.")
    assert all(row.met for row in request_checklist(desk, CODE, "1085"))


def test_the_same_bytes_twice_change_nothing(asked, samples: Path) -> None:
    path = samples / "submissions" / "Holbæk_indberetning.xlsx"
    first = take(asked, path)
    again = take(asked, path)
    assert again.readings[0].outcome is Outcome.REPEATED
    assert again.changes is None
    assert again.submission_ids == first.submission_ids
    assert [answer.value for answer in again.readings[0].answers] == [a.value for a in first.readings[0].answers]
    assert len(submissions(asked, CODE)) == 1


def test_a_later_version_is_a_successor_and_keeps_accepted_warnings(asked, samples: Path, tmp_path: Path) -> None:
    desk = asked
    path = samples / "submissions" / "Sorø_indberetning.xlsx"
    first = take(desk, path).submission_ids[0]
    warning = next(row for row in findings_of(desk, first) if row.raw == "ca. 7")
    accept_warning(desk, first, warning.number, "Bekræftet telefonisk.")
    book = openpyxl.load_workbook(path)
    book["Indberetningsskema"]["F29"] = 9
    changed = tmp_path / "Sorø_indberetning v2.xlsx"
    book.save(changed)
    second = take(desk, changed, received=dt.date(2025, 11, 1)).submission_ids[0]
    rows = {row.id: row for row in submissions(desk, CODE)}
    assert rows[second].successor_of == first
    assert rows[first].state is SubmissionState.SUPERSEDED
    kept = next(row for row in findings_of(desk, second) if row.raw == "ca. 7")
    assert kept.accepted
    (changed,) = [row for row in findings_of(desk, second) if row.code == "changed-answer"]
    assert (changed.cell, changed.raw) == ("F29", "9")
    (difference_row,) = difference(desk, second)
    assert (difference_row.cell, difference_row.after) == ("F29", "9")
    assert f'"{difference_row.before}"' in changed.message
    shown = next(row for row in status(desk, CODE).rows if row.name == "Sorø")
    assert shown.submission_id == second


def test_late_is_told_by_the_day_of_receipt_alone(asked, samples: Path) -> None:
    take(asked, samples / "submissions" / "Holbæk_indberetning.xlsx", received=dt.date(2025, 10, 15))
    take(asked, samples / "submissions" / "Faxe_indberetning.xlsx", received=dt.date(2025, 10, 16))
    late = {row.name: row.late for row in status(asked, CODE).rows if row.received_on}
    assert late == {"Holbæk": False, "Faxe": True}
    extend_deadline(asked, CODE, "1085", dt.date(2025, 10, 20), "Aftalt med sekretariatet")
    assert not next(row for row in status(asked, CODE).rows if row.name == "Faxe").late


def test_an_import_is_one_step_to_undo_and_redo(asked, samples: Path) -> None:
    desk = asked
    paths = [samples / "submissions" / f"{name}_indberetning.xlsx" for name in ("Holbæk", "Faxe")]
    keys = take(desk, *paths).submission_ids
    before = [answers_of(desk, key) for key in keys]
    assert "2" in (next_undo(desk) or "")
    undo(desk)
    assert submissions(desk, CODE) == []
    assert next_redo(desk)
    redo(desk)
    assert [answers_of(desk, key) for key in keys] == before
    assert check_store(desk) == []


def test_what_an_assessment_rests_on_cannot_be_undone(asked, samples: Path) -> None:
    desk = asked
    key = take(desk, samples / "submissions" / "Holbæk_indberetning.xlsx").submission_ids[0]
    save_assessment(
        desk, CODE, "1085", necessary_supply=TestResult.OPEN, necessary_supply_reason="",
        coordination=TestResult.OPEN, coordination_reason="",
    )  # fmt: skip
    pin_answer(desk, CODE, "1085", key, 1, "supply")
    undo(desk)
    undo(desk)
    undo(desk)
    assert submissions(desk, CODE) == []
    redo(desk)
    redo(desk)
    redo(desk)
    assert assessment_of(desk, CODE, "1085").pinned
    with pytest.raises(Conflict), desk.store.unit_of_work() as uow:
        uow.put_reading(key, (), ())


def test_a_form_of_nobody_known_waits_for_an_answer(asked, samples: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(samples / "submissions" / "Holbæk_indberetning.xlsx")
    book["Indberetningsskema"]["D18"] = "Vores kommune"
    path = tmp_path / "svar.xlsx"
    book.save(path)
    options = IntakeOptions(received_on=RECEIVED, announcement_code=CODE)
    readings = read_files(asked, [path], options)
    assert readings[0].sender is None
    assert readings[0].outcome is Outcome.HELD
    taken = take_in(asked, [path], readings, options, {0: Decision(sender_code="0316")})
    assert taken.readings[0].outcome is Outcome.ACCEPTED
    assert next(row for row in submissions(asked, CODE)).sender_name == "Holbæk"
    # The spelling is remembered: the next form that writes so is known at once.
    book = openpyxl.load_workbook(path)
    book["Indberetningsskema"]["F29"] = 3
    book.save(path)
    assert take(asked, path).readings[0].sender.code == "0316"


def test_holding_and_returning_take_a_reason(asked, samples: Path) -> None:
    key = take(asked, samples / "submissions" / "Holbæk_indberetning.xlsx").submission_ids[0]
    with pytest.raises(UserError):
        set_state(asked, key, SubmissionState.RETURNED, " ")
    set_state(asked, key, SubmissionState.RETURNED, "Tallene er for det forkerte år.")
    assert submissions(asked, CODE)[0].state is SubmissionState.RETURNED


def test_a_file_that_changes_between_reading_and_storing_is_not_stored(asked, samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "Holbæk.xlsx"
    shutil.copy(samples / "submissions" / "Holbæk_indberetning.xlsx", path)
    options = IntakeOptions(received_on=RECEIVED, announcement_code=CODE)
    readings = read_files(asked, [path], options)
    path.write_bytes(b"noget andet")
    with pytest.raises(UserError, match="changed while"):
        take_in(asked, [path], readings, options)
    assert submissions(asked, CODE) == []


def test_contacts_give_letters_their_address(asked, samples: Path) -> None:
    import_contacts(asked.store, samples / "contacts.xlsx")
    assert recipients_without_address(asked, CODE, "1085") == []


def test_a_correction_stands_beside_what_was_sent(asked, samples: Path) -> None:
    key = take(asked, samples / "submissions" / "Sorø_indberetning.xlsx").submission_ids[0]
    answer = next(row for row in answers_of(asked, key) if row.raw == "ca. 7")
    with pytest.raises(UserError):
        correct_value(asked, key, answer.number, "mange", "Telefonisk oplyst")
    with pytest.raises(UserError):
        correct_value(asked, key, answer.number, "8", " ")
    correct_value(asked, key, answer.number, "8", "Telefonisk oplyst")
    after = next(row for row in answers_of(asked, key) if row.number == answer.number)
    assert (after.raw, after.value, after.corrected) == ("ca. 7", "7", "8")
    undo(asked)
    assert next(row for row in answers_of(asked, key) if row.number == answer.number).corrected == ""


def test_a_civil_registration_number_stays_outside_the_store(asked, samples: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(samples / "submissions" / "Holbæk_indberetning.xlsx")
    book["Indberetningsskema"]["C30"] = "Vedrører borgeren 010190-1234."
    path = tmp_path / "Holbæk_indberetning.xlsx"
    book.save(path)
    taken = take(asked, path)
    assert taken.readings[0].outcome is Outcome.HELD
    (finding,) = [row for row in findings_of(asked, taken.submission_ids[0]) if row.code == "civil-registration-number"]
    assert finding.cell == "C30"
    assert "1234" not in finding.message
    assert answers_of(asked, taken.submission_ids[0]) == []
    (held,) = held_folder(asked).iterdir()
    assert held.read_bytes() == path.read_bytes()
    with asked.store.reader() as uow:
        assert not uow.has_file(taken.readings[0].sha256)
    asked.store.close()
    assert all(b"010190-1234" not in file.read_bytes() for file in tmp_path.glob("store.sqlite*"))
