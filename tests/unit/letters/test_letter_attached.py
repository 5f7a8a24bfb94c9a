"""The evidence that rides along as a workbook: the annex in full, nothing more, the same bytes, and still archival."""

import dataclasses
import datetime as dt
import hashlib
import io
import subprocess
import sys

import openpyxl
import pikepdf
from letter_sample import MADE_AT, answer, final_letter, joint, source
from test_letter_render import ROOT, faults, made, text_of

from koorddesk.letters import evidence
from koorddesk.letters.attached import evidence_workbook
from koorddesk.letters.content import Figure, Paragraph, from_json, plain, to_json


def attached(**changes):
    return final_letter(attach_evidence=True, **changes)


def sheet_rows(data, name):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True)]


def inside(pdf):
    """Return the one attached file's description and bytes, as a program that opens the letter finds them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (name,) = opened.attachments
        found = opened.attachments[name]
        return name, found.description, str(opened.Root.AF[0].AFRelationship), found.get_file().read_bytes()


def test_a_letter_with_its_evidence_attached_is_archival_as_3a_and_accessible():
    pdf = made(attached(), draft=False)
    assert faults(pdf, "3a") == []
    assert faults(pdf, "ua1") == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert b"<pdfaid:part>3</pdfaid:part>" in opened.Root.Metadata.read_bytes()
    assert "regnearket Kilder.xlsx" in text_of(pdf)


def test_the_workbook_holds_the_annex_in_full_and_nothing_more():
    letter = attached()
    name, description, relation, data = inside(made(letter, draft=False))
    assert (name, relation) == ("Kilder.xlsx", "/Data")
    assert description.startswith("Kilderne til brevets oplysninger")
    titles, *rows = sheet_rows(data, "Oplysninger")
    assert titles == [column.title for column in evidence.COLUMNS]
    shown = [[plain(cell) for cell in row] for row in evidence.source_table(letter).rows]
    assert [[value or "" for value in row] for row in rows] == shown
    hashes = [row[-1] for row in sheet_rows(data, "Filer")[1:]]
    assert hashes == [known.sha256 for _, known in evidence.files(letter).values()]
    assert all(len(value) == 64 for value in hashes)


def test_no_other_council_is_in_the_workbook():
    letter = attached(evidence=(answer("Holbæk", "borgere", 7), answer("Køge", "borgere", 1), joint("borgere", 8)))
    _, _, _, data = inside(made(letter, draft=False))
    everything = str([sheet_rows(data, name) for name in ("Filer", "Oplysninger")])
    assert "Holbæk" in everything
    assert "Køge" not in everything


def test_a_text_that_begins_like_a_formula_stays_a_text():
    figure = Figure("=1+1", "=HYPERLINK(1)", source("Holbæk", "C1", "Skema"))
    letter = attached()
    letter = dataclasses.replace(letter, blocks=(*letter.blocks, Paragraph((figure,))))
    rows = sheet_rows(evidence_workbook(letter, MADE_AT).data, "Oplysninger")
    assert rows[-1][1:3] == ["=HYPERLINK(1)", "=1+1"]
    sheet = openpyxl.load_workbook(io.BytesIO(evidence_workbook(letter, MADE_AT).data))["Oplysninger"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_the_same_letter_gives_the_same_workbook_and_another_time_another():
    letter = attached()
    digests = {hashlib.sha256(evidence_workbook(letter, MADE_AT).data).hexdigest() for _ in range(2)}
    assert len(digests) == 1
    assert evidence_workbook(letter, MADE_AT + dt.timedelta(days=1)).data != evidence_workbook(letter, MADE_AT).data
    again = from_json(to_json(letter))
    assert made(letter, draft=False) == made(again, draft=False)


def test_a_letter_without_evidence_has_nothing_attached():
    letter = attached(evidence=(), reports=())
    assert not letter.attached
    assert faults(made(letter, draft=False), "2a") == []


def test_another_process_gives_the_same_bytes(tmp_path):
    letter = attached()
    (tmp_path / "brev.json").write_text(to_json(letter), encoding="utf-8")
    code = (
        "import datetime as dt, pathlib, sys\n"
        "from koorddesk.letters.content import from_json\n"
        "from koorddesk.letters.page import PageSettings\n"
        "from koorddesk.letters.render import render_pdf\n"
        "letter = from_json(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "made_at = dt.datetime(2026, 4, 27, 10, 15, tzinfo=dt.UTC)\n"
        "sys.stdout.buffer.write(render_pdf(letter, PageSettings(), False, made_at))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "brev.json")]
    environment = {"PYTHONHASHSEED": "11", "TZ": "America/Nome", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    other = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=tmp_path)
    assert other.stdout == made(letter, draft=False)
