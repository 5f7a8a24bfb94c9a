"""Back to the sender: the annotated copy of her own workbook, and the words that go with it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.reports import Submission
from koorddesk.domain.submissions import Reading
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.documents import SEVERITIES
from koorddesk.services.intake import IntakeOptions, read_files
from koorddesk.services.preview import file_bytes
from koorddesk.workbooks.annotate import Headings, Line, annotate, findings_book
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "copy-unwritable": N_('"%(path)s" could not be written: %(reason)s. Close it in Excel or choose another name.'),
        "file-not-kept": N_('"%(file)s" is held outside the store and cannot be returned from here.'),
        "copy-is-original": N_("Choose another name for the copy; the file as received is never overwritten."),
    }
)
_PATCHED = (".xlsx", ".xlsm", ".xltx", ".xltm")
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def return_copy(desk: Desk, source: Path, target: Path) -> list[Path]:
    """Write the sender's own workbook with its findings added, and return the files written.

    What is no .xlsx or .xlsm (or cannot be opened) is left untouched; a workbook of findings is written beside it.
    """
    if source.resolve() == target.resolve():
        raise UserError("copy-is-original")
    data = file_bytes(source)
    reading = read_files(desk, [source], IntakeOptions(desk.today()))[0]
    lines = _lines(desk, reading)
    headings = _headings(desk, reading)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix.lower() in _PATCHED and reading.template is not None:
            _write(target, in_worker(annotate, data, lines, headings))
            return [target]
        findings = target.with_name(f"{target.stem} - bemærkninger.xlsx")
        _write(target.with_suffix(source.suffix), data)
        _write(findings, in_worker(findings_book, lines, headings))
    except OSError as error:
        raise UserError("copy-unwritable", path=str(target), reason=error.strerror or str(error)) from error
    return [target.with_suffix(source.suffix), findings]


def return_submission(desk: Desk, submission_id: str, folder: Path) -> list[Path]:
    """Write the annotated copy of a submission in the store into a folder, and return the files written."""
    with desk.store.reader() as uow:
        submission = uow.get(Submission, submission_id)
        if submission is None:
            raise UserError("no-such-submission")
        if not uow.has_file(submission.file_sha256):
            raise UserError("file-not-kept", file=submission.file_name)
        data = uow.file(submission.file_sha256)
    name = Path(submission.file_name).name
    with tempfile.TemporaryDirectory() as place:
        received = Path(place) / name
        received.write_bytes(data)
        return return_copy(desk, received, folder / name)


def cover_text(desk: Desk, findings: Sequence[Finding]) -> str:
    """Return the text that goes with a returned form: what to correct, cell by cell, in plain words."""
    say = desk.translator.text
    listed = [finding for finding in findings if finding.severity is not Severity.NOTE]
    lines = [
        say(N_("Thank you for the form. We cannot use all of it as it stands.")),
        say(N_("Please correct the following and send the form again:")),
        "",
    ]
    for severity in _ORDER[:2]:
        for finding in (finding for finding in listed if finding.severity is severity):
            place = f"{finding.at}: " if finding.at else ""
            suggestion = finding.suggestion(desk.translator)
            lines.append(f"- {place}{finding.message(desk.translator)}" + (f" {suggestion}" if suggestion else ""))
    return "\n".join(lines)


def _lines(desk: Desk, reading: Reading) -> list[Line]:
    raw = {answer.at: answer.raw for answer in reading.answers if answer.at is not None}
    ordered = sorted(reading.findings, key=lambda finding: _ORDER.index(finding.severity))
    return [
        Line(
            severity=desk.translator.text(SEVERITIES[finding.severity]).capitalize(),
            sheet=finding.at.sheet if finding.at else "",
            cell=finding.at.cell if finding.at else "",
            raw=raw.get(finding.at, "") if finding.at else "",
            message=finding.message(desk.translator),
            suggestion=finding.suggestion(desk.translator),
        )
        for finding in ordered
    ]


def _headings(desk: Desk, reading: Reading) -> Headings:
    say = desk.translator.text
    return Headings(
        sheet=say(N_("Findings")),
        title=say(N_("Findings in %(file)s"), file=reading.file_name),
        introduction=say(
            N_(
                "Errors have to be corrected. Please look at the warnings and correct what is not right. "
                "The cell in column C leads to the place in the form."
            )
        ),
        columns=(
            say(N_("Kind")),
            say(N_("Sheet")),
            say(N_("Cell")),
            say(N_("What stands there")),
            say(N_("Finding")),
            say(N_("What to do")),
        ),
    )


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(data)
    partial.replace(path)
