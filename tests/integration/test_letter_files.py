"""Letters as files: Word, e-mail drafts, one file to print, the package for the record system; all or nothing."""

import csv
import dataclasses
import email
import errno
import hashlib
import io
import json
import shutil
from email.policy import default
from pathlib import Path

import docx
import pikepdf
import pytest

from koorddesk.cli import run
from koorddesk.errors import UserError
from koorddesk.services import letter_files, letter_life, letters, queries
from koorddesk.services.desk import open_desk
from koorddesk.services.hand_over import hand_over
from koorddesk.services.letter_setting import letter_pdf
from koorddesk.services.whole_files import write_files, write_folder
from tests.helpers.letter_store import ACCOUNT, KIND, SETTINGS, TODAY, make_store


@pytest.fixture(scope="session")
def with_locked(tmp_path_factory):
    """A store with two locked letters, to Holbæk and Faxe, and fifteen drafts."""
    path = tmp_path_factory.mktemp("locked") / "store.sqlite"
    make_store(path)
    desk = open_desk(path, settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    for point in letters.open_places(desk, to(desk).id):
        letters.decide_block(desk, to(desk).id, point.block, "", "Jurist")
    letter_life.approve_letters(desk, [to(desk).id, to(desk, "Faxe Kommune").id], "Kontorchef", "Kontorchef")
    letter_life.mark_dispatched(desk, to(desk).id, TODAY, "Digital Post")
    letter_life.mark_journalised(desk, to(desk).id, "2026-17", "4711")
    desk.close()
    return path


@pytest.fixture
def desk(with_locked, tmp_path):
    shutil.copy(with_locked, tmp_path / "store.sqlite")
    opened = open_desk(tmp_path / "store.sqlite", settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    yield opened
    opened.close()


def to(desk, name="Holbæk Kommune"):
    return next(row for row in queries.letters(desk) if row.recipient == name)


def quiet(*_):
    return False


@pytest.mark.parametrize("way", ["pdf", "word", "mail", "print", "package"])
def test_nothing_is_written_where_the_organisation_keeps_letters_in(with_locked, tmp_path, way) -> None:
    shutil.copy(with_locked, tmp_path / "store.sqlite")
    closed = dataclasses.replace(SETTINGS, export_letters=False)
    desk = open_desk(tmp_path / "store.sqlite", settings=closed, account=ACCOUNT, today=lambda: TODAY)
    key, folder = to(desk).id, tmp_path / "ud"
    ways = {
        "pdf": lambda: letter_files.write_pdfs(desk, [key], folder, quiet, quiet),
        "word": lambda: letter_files.write_word(desk, [key], folder, quiet, quiet),
        "mail": lambda: letter_files.write_mails(desk, [key], folder, quiet, quiet),
        "print": lambda: letter_files.write_print_file(desk, [key], folder / "alle.pdf", quiet, quiet),
        "package": lambda: hand_over(desk, queries.cases(desk)[0].number, folder),
    }
    with pytest.raises(UserError) as refused:
        ways[way]()
    desk.close()
    assert refused.value.code == "export-letters-off"
    assert not folder.exists()


def test_a_word_document_has_true_headings_lists_and_tables(desk, tmp_path) -> None:
    keys = [to(desk).id, to(desk, "Greve Kommune").id]
    holbaek, greve = letter_files.write_word(desk, keys, tmp_path / "ud", quiet, quiet)
    path = next(known for known in (holbaek, greve) if "Holbæk" in known.name)
    document = docx.Document(str(path))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Heading 1", "Heading 2", "Normal"} <= styles
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [to(desk).title]
    tables = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["Afsender", "Afrapportering", "Version", "Modtaget"] in tables
    assert all(table.rows[0]._tr.trPr is not None for table in document.tables)
    assert "Kontorchef" in "\n".join(p.text for p in document.paragraphs)
    assert document.core_properties.language == "da-DK"
    assert document.sections[0].header.paragraphs[0].text == ""
    draft = docx.Document(str(next(known for known in (holbaek, greve) if "Greve" in known.name)))
    assert draft.sections[0].header.paragraphs[0].text == "UDKAST"


def test_the_same_letter_gives_the_same_word_document(desk, tmp_path) -> None:
    (first,) = letter_files.write_word(desk, [to(desk).id], tmp_path / "a", quiet, quiet)
    (second,) = letter_files.write_word(desk, [to(desk).id], tmp_path / "b", quiet, quiet)
    assert first.read_bytes() == second.read_bytes()


def test_an_email_draft_carries_the_locked_letter(desk, tmp_path) -> None:
    (path,) = letter_files.write_mails(desk, [to(desk).id], tmp_path, quiet, quiet)
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    assert mail["X-Unsent"] == "1"
    assert mail["From"] == SETTINGS.sender.email
    assert "Sagsnr. 2026-17" in mail["Subject"]
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == letter_pdf(desk, to(desk).id)
    assert attached.get_filename().endswith("Holbæk-Kommune.pdf")
    assert "Til Holbæk Kommune" in mail.get_body().get_content()
    with pytest.raises(UserError, match="draft"):
        letter_files.write_mails(desk, [to(desk, "Greve Kommune").id], tmp_path, quiet, quiet)


def test_one_file_to_print_has_every_letter_on_sheets_of_its_own(desk, tmp_path) -> None:
    keys = letter_files.run_of(desk, to(desk).id)
    lengths = [len(pikepdf.open(io.BytesIO(letter_pdf(desk, key))).pages) for key in keys]
    assert len(keys) == 17
    told = []
    path = letter_files.write_print_file(
        desk, keys, tmp_path / "alle.pdf", lambda done, total, _what: told.append((done, total)), quiet
    )
    assert len(pikepdf.open(path).pages) == sum(length + length % 2 for length in lengths)
    assert told[-1] == (17, 17)
    simplex = letter_files.print_file(desk, keys, quiet, quiet, duplex=False)
    assert len(pikepdf.open(io.BytesIO(simplex)).pages) == sum(lengths)


def test_a_cancelled_run_writes_nothing(desk, tmp_path) -> None:
    keys = letter_files.run_of(desk, to(desk).id)
    with pytest.raises(UserError, match="cancelled"):
        letter_files.write_pdfs(desk, keys, tmp_path / "ud", quiet, iter([False, False, True]).__next__)
    assert not (tmp_path / "ud").exists()


def test_the_package_holds_letters_sources_and_an_index_with_hashes(desk, tmp_path) -> None:
    made = hand_over(desk, to(desk).case_number, tmp_path)
    assert (len(made.letters), made.drafts) == (2, 15)
    index = json.loads((made.folder / "indeks.json").read_text(encoding="utf-8"))
    assert index["format"] == 1
    holbaek = next(letter for letter in index["letters"] if letter["recipient"] == "Holbæk Kommune")
    assert (holbaek["case_number"], holbaek["document_number"], holbaek["channel"]) == (
        "2026-17",
        "4711",
        "Digital Post",
    )
    assert (holbaek["dispatched_on"], holbaek["approved_by"]) == ("2026-02-02", "Kontorchef")
    assert {file["role"] for file in holbaek["files"]} == {"pdf", "docx", "source"}
    for letter in index["letters"]:
        for file in letter["files"]:
            data = (made.folder / file["name"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
    pdf = next(file for file in holbaek["files"] if file["role"] == "pdf")
    assert (made.folder / pdf["name"]).read_bytes() == letter_pdf(desk, to(desk).id)
    with (made.folder / "indeks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == sum(len(letter["files"]) for letter in index["letters"])
    assert {row["SHA-256"] for row in rows} == {f["sha256"] for letter in index["letters"] for f in letter["files"]}
    again = hand_over(desk, to(desk).case_number, tmp_path)
    assert again.folder.name.endswith("(2)")


def test_drafts_alone_are_not_handed_over(desk, tmp_path) -> None:
    with pytest.raises(UserError, match="no locked letters"):
        hand_over(desk, to(desk).case_number, tmp_path, kind="reminder")
    assert list(tmp_path.glob("Aflevering*")) == []


def test_the_command_line_writes_the_same_package(desk, tmp_path, capsys) -> None:
    case = to(desk).case_number
    desk.close()
    store = ["--store", str(tmp_path / "store.sqlite")]
    status = run([*store, "letters", "export", "--case", case, "--kind", KIND, "--out", str(tmp_path / "ud"), "--json"],
                 lambda _path: 0)  # fmt: skip
    document = json.loads(capsys.readouterr().out)
    assert (status, len(document["letters"]), document["drafts"]) == (0, 2, 15)
    assert (Path(document["folder"]) / "indeks.json").is_file()
    assert run([*store, "letters", "export", "--case", case, "--out", str(tmp_path / "ud")], lambda _path: 0) == 0
    assert "15 udkast er udeladt." in capsys.readouterr().out


def full_disk(monkeypatch, after=1):
    """Let writing fail with a full disk after some files."""
    write, count = Path.write_bytes, iter(range(1000))

    def failing(self, data):
        if next(count) >= after:
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", failing)


def test_a_full_disk_leaves_nothing_half_made(tmp_path, monkeypatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with monkeypatch.context() as patch:
        full_disk(patch)
        with pytest.raises(UserError, match="full"):
            write_files(tmp_path, {"a.pdf": b"new a", "b.pdf": b"new b"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"old"}
    with monkeypatch.context() as patch:
        full_disk(patch)
        with pytest.raises(UserError, match="full"):
            write_folder(tmp_path / "pakke", {"a.pdf": b"a", "kilder/b.xlsx": b"b"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_while_locking_leaves_a_draft(desk, monkeypatch) -> None:
    import sqlite3

    from koorddesk.domain.letters import LetterState
    from koorddesk.store.uow import UnitOfWork

    letter = to(desk, "Greve Kommune")
    before = letter_pdf(desk, letter.id)

    def full(self):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(UnitOfWork, "_commit_transaction", full)
        with pytest.raises((UserError, sqlite3.OperationalError)):
            letter_life.approve_letter(desk, letter.id, "Kontorchef", "Kontorchef")
    assert to(desk, "Greve Kommune").state is LetterState.DRAFT
    assert letter_pdf(desk, letter.id) == before


def test_a_file_that_is_open_elsewhere_is_named_and_nothing_is_written(tmp_path, monkeypatch) -> None:
    (tmp_path / "b.docx").write_bytes(b"old")
    opening = Path.open

    def held(self, mode="r", *args, **kwargs):
        if "+" in mode and self.name == "b.docx":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opening(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(UserError, match=r"b\.docx"):
        write_files(tmp_path, {"a.docx": b"a", "b.docx": b"b"})
    assert [path.name for path in tmp_path.iterdir()] == ["b.docx"]


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path) -> None:
    (tmp_path / "fil").write_bytes(b"")
    with pytest.raises(UserError, match="cannot be written"):
        write_files(tmp_path / "fil", {"a.pdf": b"a"})
    with pytest.raises(UserError, match="cannot be written"):
        write_folder(tmp_path / "fil" / "pakke", {"a.pdf": b"a"})
