"""A report's lock, and a region that is gone: nothing that comes in is lost, and nothing counts unseen."""

import dataclasses
import datetime as dt

import openpyxl
import pytest

from koorddesk.domain.reports import Outcome, Report, Submission, SubmissionState
from koorddesk.errors import UserError
from koorddesk.paths import resource
from koorddesk.services.announcements import create_announcement, extend_deadline, status
from koorddesk.services.cases import open_case
from koorddesk.services.chain import StepDraft, checklist
from koorddesk.services.clocks import clocks
from koorddesk.services.corrections import correct_value
from koorddesk.services.desk import open_desk
from koorddesk.services.intake import IntakeOptions, read_files, take_in
from koorddesk.services.keeping import check_store
from koorddesk.services.parts import PartKey, return_in_part
from koorddesk.services.queries import submissions
from koorddesk.services.report_clocks import lock_report, report_clocks, unlock_report
from koorddesk.services.templates import learn_template
from koorddesk.services.warnings import set_state
from koorddesk.settings import Settings

CODE = "CU-PRØVE"
GROUP = "Voksne med kompleks erhvervet hjerneskade"
FORMS = resource("samples", "templates")
SENT = resource("samples", "submissions")
MUNICIPAL, REGIONAL = SENT / "Faxe_indberetning.xlsx", SENT / "Region Sjælland afrapportering.xlsx"
LOCKED = "arrived-for-locked-report"


@pytest.fixture
def asked(tmp_path):
    """An announcement to the two regions that become one, with a deadline before that."""
    desk = open_desk(
        tmp_path / "store.sqlite", settings=Settings(), account="prøve", today=lambda: dt.date(2026, 11, 2)
    )
    learn_template(desk, FORMS / "T1_regional_afrapportering.xlsx", "region")
    learn_template(desk, FORMS / "T2_indberetningsskema_kommune.xlsx", "kommune")
    create_announcement(desk, CODE, "Prøve", GROUP, dt.date(2026, 12, 15), ["1084", "1085"], "kommune", "region")
    yield desk
    desk.close()


def on(desk, year, month, day):
    return dataclasses.replace(desk, today=lambda: dt.date(year, month, day))


def drop(desk, path):
    """Take one file in and return its submission's id, its reading before, and the one after."""
    options = IntakeOptions(desk.today(), CODE)
    read = read_files(desk, [path], options)
    taken = take_in(desk, [path], read, options)
    return taken.submission_ids[0], read[0], taken.readings[0]


def state_of(desk, key):
    with desk.store.reader() as uow:
        return uow.get(Submission, key).state


def joint_of(desk, region):
    with desk.store.reader() as uow:
        report = next((known for known in uow.all(Report) if known.region_id == region.region_id), None)
        return report.joint_submission_id if report else None


def edited(tmp_path, source, cell, text, name="ny.xlsx"):
    """A copy of a form with one cell of its first sheets changed."""
    book = openpyxl.load_workbook(source)
    sheet, at = cell
    book[sheet][at] = text
    book.save(tmp_path / name)
    return tmp_path / name


def sjaelland(desk):
    return next(row for row in status(desk, CODE).regions if row.name == "Region Sjælland")


def test_what_arrives_for_a_locked_report_is_kept_and_counts_only_when_it_is_opened(asked, tmp_path):
    first, _, before = drop(asked, REGIONAL)
    assert before.outcome is Outcome.ACCEPTED
    lock_report(asked, CODE, "1085", "Vurderingen er begyndt.")
    newer = edited(tmp_path, REGIONAL, ("Forside", "C13"), "Region Sjælland ", "Region Sjælland version 2.xlsx")
    second, read, taken = drop(asked, newer)
    assert (read.outcome, taken.outcome) == (Outcome.HELD, Outcome.HELD)
    (said,) = [finding for finding in taken.findings if finding.code == LOCKED]
    assert said.message(asked.translator) == (
        "Afrapporteringen fra Region Sjælland har været låst siden 02-11-2026. "
        "Filen er modtaget og gemt, men holdt tilbage."
    )
    assert [finding.code for finding in read.findings].count(LOCKED) == 1
    assert "earlier-submission" not in {finding.code for finding in taken.findings}  # it replaces nothing
    assert (state_of(asked, first), state_of(asked, second)) == (SubmissionState.ACCEPTED, SubmissionState.HELD)
    assert joint_of(asked, sjaelland(asked)) == first
    with asked.store.reader() as uow:
        assert uow.file(uow.get(Submission, second).file_sha256) == newer.read_bytes()
    with pytest.raises(UserError) as refused:
        set_state(asked, second, SubmissionState.ACCEPTED, "")
    assert "Lås den først op" in refused.value.message(asked.translator)

    unlock_report(asked, CODE, "1085", "Regionen har rettet et tal.")
    set_state(asked, second, SubmissionState.ACCEPTED, "")
    assert (state_of(asked, first), state_of(asked, second)) == (SubmissionState.SUPERSEDED, SubmissionState.ACCEPTED)
    assert joint_of(asked, sjaelland(asked)) == second
    assert check_store(asked) == []


def test_what_counts_of_a_locked_report_is_not_changed_either(asked):
    key, _, _ = drop(asked, MUNICIPAL)  # a municipality's form belongs to its region's report
    lock_report(asked, CODE, "1085", "Vurderingen er begyndt.")
    for change in (
        lambda: set_state(asked, key, SubmissionState.RETURNED, "Fejl"),
        lambda: return_in_part(asked, key, [PartKey("Indberetningsskema")], "Fejl"),
        lambda: correct_value(asked, key, 1, "Faxe Kommune", "Rettet"),
    ):
        with pytest.raises(UserError) as refused:
            change()
        assert refused.value.code == "report-is-locked"
    with pytest.raises(UserError):
        lock_report(asked, CODE, "1085", "Igen")
    unlock_report(asked, CODE, "1085", "Skemaet skal rettes.")
    set_state(asked, key, SubmissionState.RETURNED, "Fejl")


def test_another_regions_report_stays_open(asked):
    lock_report(asked, CODE, "1084", "Vurderingen er begyndt.")
    _, _, taken = drop(asked, REGIONAL)
    assert taken.outcome is Outcome.ACCEPTED
    shown = {row.region_code: (row.expected_by, row.late, row.locked_on) for row in report_clocks(asked, CODE)}
    assert shown["1084"] == (dt.date(2026, 12, 15), False, dt.date(2026, 11, 2))
    assert shown["1085"] == (dt.date(2026, 12, 15), False, None)


def test_the_successor_answers_for_both_regions_that_it_has_taken_over(asked, tmp_path):
    case = open_case(asked, CODE).case_number
    extend_deadline(asked, CODE, "1085", dt.date(2027, 2, 1), "KKR behandler svaret i januar.")
    assert {row.name: row.asked for row in status(asked, CODE).regions} == {
        "Region Hovedstaden": 29,
        "Region Sjælland": 17,
    }
    later = on(asked, 2027, 1, 20)
    name = "Region Østdanmark afrapportering.xlsx"
    key, read, _ = drop(later, edited(tmp_path, REGIONAL, ("Forside", "C13"), "Region Østdanmark", name))
    assert read.sender.name == "Region Østdanmark"
    (row,) = submissions(later)
    assert (row.sender_name, row.late) == ("Region Østdanmark", True)  # late by the first of the two deadlines
    for region in status(later, CODE).regions:
        assert (region.joint.state, region.answered_by, joint_of(later, region)) == (
            "accepted",
            "Region Østdanmark",
            key,
        )
    assert [row.joint.late for row in status(later, CODE).regions] == [True, False]
    assert [row for row in clocks(later, case_number=case) if row.kind == "report"] == []
    assessment = StepDraft("assessment", later.today(), regions=("1085",), recorded=True)
    reported = next(row for row in checklist(later, case, assessment) if row.code == "reports-received")
    assert reported.met
    lock_report(later, CODE, "1085", "Vurderingen er begyndt.")
    again = edited(tmp_path, REGIONAL, ("Forside", "C13"), "Region Østdanmark ", "Region Østdanmark 2.xlsx")
    _, _, taken = drop(later, again)
    assert taken.outcome is Outcome.HELD
    assert check_store(later) == []


def test_a_deadline_moved_past_the_end_of_a_region_asks_the_same_municipalities(asked):
    names = {row.name for row in status(asked, CODE).rows if row.region_name == "Region Sjælland"}
    extend_deadline(asked, CODE, "1085", dt.date(2027, 3, 1), "KKR")
    assert {row.name for row in status(asked, CODE).rows if row.region_name == "Region Sjælland"} == names
    assert len(names) == 17


def test_a_report_locked_while_a_file_lay_read_is_not_changed_by_it(asked):
    options = IntakeOptions(asked.today(), CODE)
    read = read_files(asked, [REGIONAL], options)
    assert read[0].outcome is Outcome.ACCEPTED
    lock_report(asked, CODE, "1085", "Vurderingen er begyndt.")
    taken = take_in(asked, [REGIONAL], read, options)
    assert taken.readings[0].outcome is Outcome.HELD
    assert state_of(asked, taken.submission_ids[0]) is SubmissionState.HELD
    assert joint_of(asked, sjaelland(asked)) is None
