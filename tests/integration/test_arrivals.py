"""Where answers really arrive: mails, zip files, documents, refused files; from the drop to the store and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from koorddesk.cli import run
from koorddesk.domain.reports import Attachment, AttachmentKind, Outcome, Submission, SubmissionState
from koorddesk.paths import resource
from koorddesk.services.announcements import create_announcement, status
from koorddesk.services.arrivals import arrivals_of, bytes_of
from koorddesk.services.desk import Desk, open_desk
from koorddesk.services.held import held_folder
from koorddesk.services.intake import IntakeOptions, TakenIn, read_files, take_in
from koorddesk.services.keeping import check_store, redo, undo
from koorddesk.services.templates import learn_template
from koorddesk.settings import Settings
from tests.helpers.mails import eml, msg, zipped

CODE = "CU-PRØVE"
RECEIVED = dt.date(2025, 10, 16)
MAILED = dt.date(2025, 10, 14)
DUE = dt.date(2025, 10, 15)
SAMPLES = resource("samples", "submissions")
PDF = b"%PDF-1.4\n" + b"0" * 100


def form(name: str) -> bytes:
    return next(path for path in sorted(SAMPLES.iterdir()) if path.name.startswith(name)).read_bytes()


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path / "store.sqlite", settings=Settings(), account="fuldmægtig", today=lambda: RECEIVED)
    learn_template(desk, resource("samples", "templates", "T2_indberetningsskema_kommune.xlsx"), "kommune")
    create_announcement(
        desk, CODE, "Udmelding til prøve", "Voksne med kompleks erhvervet hjerneskade", DUE, ["1085"], "kommune"
    )
    yield desk
    desk.close()


def drop(desk: Desk, *paths: Path, options: IntakeOptions | None = None) -> TakenIn:
    arrivals = arrivals_of(paths)
    chosen = options or IntakeOptions(RECEIVED, CODE)
    return take_in(desk, arrivals, read_files(desk, arrivals, chosen), chosen)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def records(desk: Desk, entity: type, /, **equals: object) -> list:
    with desk.store.reader() as uow:
        return uow.all(entity, **equals)


def test_a_mail_brings_its_forms_its_day_and_is_kept_itself(asked: Desk, tmp_path: Path) -> None:
    raw = eml([("faxe.xlsx", form("Faxe")), ("bilag 2.pdf", PDF), ("lejre.xlsx", form("Lejre"))]).as_bytes()
    taken = drop(asked, put(tmp_path, "svar.eml", raw))
    assert [reading.file_name for reading in taken.readings] == ["svar.eml/faxe.xlsx", "svar.eml/lejre.xlsx"]
    assert [reading.outcome for reading in taken.readings] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    for submission_id in taken.submission_ids:
        [submission] = records(asked, Submission, id=submission_id)
        assert (submission.received_on, submission.received_from) == (MAILED, "mail")
        assert submission.mail_sender == "svar@aalborg.dk"
        documents = records(asked, Attachment, submission_id=submission_id)
        assert [(each.kind, each.file_name) for each in documents] == [
            (AttachmentKind.ANNEX, "bilag 2.pdf"),
            (AttachmentKind.MAIL, "svar.eml"),
        ]
        with asked.store.reader() as uow:
            assert uow.file(documents[1].file_sha256) == raw
    told = [finding for finding in taken.readings[0].findings if finding.code == "came-by-mail"]
    assert told[0].params == {"subject": "Afrapportering", "sender": "svar@aalborg.dk", "date": "14-10-2025"}
    assert not [row for row in status(asked, CODE).rows if row.name == "Faxe" and row.late]


def test_the_day_given_for_the_drop_counts_where_the_mail_is_not_to(asked: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, "svar.msg", msg([("faxe.xlsx", form("Faxe"))]))
    drop(asked, path, options=IntakeOptions(RECEIVED, CODE, mail_dates=False))
    [submission] = records(asked, Submission)
    assert (submission.received_on, submission.received_from) == (RECEIVED, "")
    assert [row.late for row in status(asked, CODE).rows if row.name == "Faxe"] == [True]


def test_undo_takes_a_whole_import_back_with_its_documents_and_redo_brings_it(asked: Desk, tmp_path: Path) -> None:
    drop(asked, put(tmp_path, "svar.eml", eml([("faxe.xlsx", form("Faxe")), ("bilag.pdf", PDF)]).as_bytes()))
    before = [each.id for each in records(asked, Attachment)]
    undo(asked)
    assert records(asked, Attachment) == []
    assert records(asked, Submission) == []
    redo(asked)
    assert [each.id for each in records(asked, Attachment)] == before
    assert check_store(asked) == []


def test_each_workbook_of_a_zip_file_is_a_line_of_its_own(asked: Desk, tmp_path: Path) -> None:
    archive = zipped(
        {
            "Faxe/skema.xlsx": form("Faxe"),
            "Faxe/bilag 1.pdf": PDF,
            "Lejre/skema.xlsx": form("Lejre"),
            "flere.zip": zipped({"x.xlsx": form("Køge")}),
        }
    )
    taken = drop(asked, put(tmp_path, "svar.zip", archive))
    assert [(each.file_name, each.sender.name if each.sender else "") for each in taken.readings] == [
        ("svar.zip/Faxe/skema.xlsx", "Faxe"),
        ("svar.zip/Lejre/skema.xlsx", "Lejre"),
    ]
    assert "zip-nested" in [finding.code for finding in taken.readings[0].findings]
    assert [(each.submission_id, each.file_name) for each in records(asked, Attachment)] == [
        (taken.submission_ids[0], "Faxe/bilag 1.pdf")
    ]
    assert {each.received_on for each in records(asked, Submission)} == {RECEIVED}


def test_the_same_form_by_mail_and_as_a_file_is_one_submission(asked: Desk, tmp_path: Path) -> None:
    drop(asked, put(tmp_path, "faxe.xlsx", form("Faxe")))
    taken = drop(asked, put(tmp_path, "svar.eml", eml([("faxe.xlsx", form("Faxe"))]).as_bytes()))
    assert [reading.outcome for reading in taken.readings] == [Outcome.REPEATED]
    assert taken.changes is None
    assert len(records(asked, Submission)) == 1


def test_a_mail_without_a_form_is_kept_and_says_what_to_do(asked: Desk, tmp_path: Path) -> None:
    letter = put(tmp_path, "Lejre svar.eml", eml(body="Vi har ingen borgere i målgruppen.").as_bytes())
    scanned = put(tmp_path, "andet.eml", eml([("Faxe svar.pdf", PDF)]).as_bytes())
    taken = drop(asked, letter, scanned)
    assert [(each.file_name, each.outcome) for each in taken.readings] == [
        ("Lejre svar.eml", Outcome.REFUSED),
        ("andet.eml/Faxe svar.pdf", Outcome.REFUSED),
    ]
    assert [each.findings[0].code for each in taken.readings] == ["mail-without-form", "not-workbook-pdf"]
    assert [each.sender.name if each.sender else "" for each in taken.readings] == ["Lejre", "Faxe"]
    kept = records(asked, Submission)
    with asked.store.reader() as uow:
        assert [uow.has_file(each.file_sha256) for each in kept] == [True, True]


def test_a_protected_return_counts_as_received_in_time(asked: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, "Faxe (beskyttet).xlsx", form("Thisted"))
    taken = drop(asked, path, options=IntakeOptions(MAILED, CODE))
    assert [finding.code for finding in taken.readings[0].findings] == ["file-encrypted", "received-unreadable"]
    row = next(row for row in status(asked, CODE).rows if row.name == "Faxe")
    assert (row.state, row.received_on, row.late) == ("refused", MAILED, False)
    assert status(asked, CODE).regions[0].unreadable == 1
    drop(asked, put(tmp_path, "faxe.xlsx", form("Faxe")))
    after = next(row for row in status(asked, CODE).rows if row.name == "Faxe")
    assert (after.state, after.received_on, after.late) == ("accepted", MAILED, False)


def test_a_mail_with_a_registration_number_in_a_form_is_held_outside_whole(asked: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "Faxe_indberetning.xlsx")
    book["Indberetningsskema"]["Z3"] = "010180-1234"
    book.save(tmp_path / "faxe.xlsx")
    raw = eml([("faxe.xlsx", (tmp_path / "faxe.xlsx").read_bytes()), ("lejre.xlsx", form("Lejre"))]).as_bytes()
    drop(asked, put(tmp_path, "svar.eml", raw))
    mails = records(asked, Attachment, kind=AttachmentKind.MAIL)
    assert [each.outside for each in mails] == [True, True]
    with asked.store.reader() as uow:
        assert not uow.has_file(mails[0].file_sha256)
    assert (held_folder(asked) / mails[0].file_sha256).read_bytes() == raw
    asked.store.close()
    assert b"010180" not in (tmp_path / "store.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("attachments", "body"),
    [
        ([("faxe.xlsx", "form"), ("note.txt", "Borger 010180-1234")], "Se bilag"),
        ([("faxe.xlsx", "form")], "010180-1234"),
    ],
)
def test_a_registration_number_beside_the_form_keeps_the_mail_out(
    asked: Desk, tmp_path: Path, attachments: list[tuple[str, str]], body: str
) -> None:
    files = [(name, form("Faxe") if what == "form" else what.encode()) for name, what in attachments]
    taken = drop(asked, put(tmp_path, "svar.eml", eml(files, body=body).as_bytes()))
    assert [reading.outcome for reading in taken.readings] == [Outcome.ACCEPTED]
    assert all(each.outside for each in records(asked, Attachment))


def test_a_document_with_a_registration_number_is_held_outside(asked: Desk, tmp_path: Path) -> None:
    taken = drop(asked, put(tmp_path, "Faxe svar.eml", eml(body="Borger 010180-1234").as_bytes()))
    [submission] = records(asked, Submission)
    assert "document-civil-registration-number" in [finding.code for finding in taken.readings[0].findings]
    assert submission.state is SubmissionState.REFUSED
    with asked.store.reader() as uow:
        assert not uow.has_file(submission.file_sha256)
    assert (held_folder(asked) / submission.file_sha256).is_file()


def test_a_hostile_zip_file_costs_its_own_line_and_is_not_kept(asked: Desk, tmp_path: Path) -> None:
    bad = put(tmp_path, "ond.zip", zipped({"../skema.xlsx": form("Faxe")}))
    taken = drop(asked, bad, put(tmp_path, "faxe.xlsx", form("Faxe")))
    assert [reading.outcome for reading in taken.readings] == [Outcome.REFUSED, Outcome.ACCEPTED]
    assert taken.readings[0].findings[0].code == "hostile-names"
    [refused] = [each for each in records(asked, Submission) if each.state is SubmissionState.REFUSED]
    with asked.store.reader() as uow:
        assert not uow.has_file(refused.file_sha256)


def test_what_lies_inside_can_be_had_again_until_it_is_stored(tmp_path: Path) -> None:
    path = put(tmp_path, "svar.zip", zipped({"a.xlsx": form("Faxe"), "b.xlsx": form("Lejre")}))
    assert [bytes_of(arrival) for arrival in arrivals_of([path])] == [form("Faxe"), form("Lejre")]


def test_the_command_line_takes_mails_and_zip_files(
    asked: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = asked.store.path
    asked.store.close()
    mail = put(tmp_path, "svar.eml", eml([("faxe.xlsx", form("Faxe"))]).as_bytes())
    archive = put(tmp_path, "flere.zip", zipped({"lejre.xlsx": form("Lejre")}))
    arguments = ["import", str(mail), str(SAMPLES / "Køge_indberetning.xlsx"), str(archive), "--announcement", CODE]
    assert run([*arguments, "--json", "--store", str(store)], lambda _store: 0) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(each["file"], each["outcome"]) for each in files] == [
        ("svar.eml/faxe.xlsx", "accepted"),
        ("Køge_indberetning.xlsx", "accepted"),
        ("flere.zip/lejre.xlsx", "accepted"),
    ]
    desk = open_desk(store, settings=Settings(), account="fuldmægtig", today=lambda: RECEIVED)
    days = {each.file_name: each.received_on for each in records(desk, Submission)}
    desk.close()
    assert days["svar.eml/faxe.xlsx"] == MAILED
    assert days["flere.zip/lejre.xlsx"] == dt.date.today()
