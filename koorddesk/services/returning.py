"""Back to the sender: the annotated copy of her own workbook, and the words that go with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.reports import Outcome, Submission
from koorddesk.domain.submissions import Reading
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.documents import SEVERITIES
from koorddesk.services.intake import IntakeOptions, read_files
from koorddesk.services.parts import returned_labels
from koorddesk.services.preview import file_bytes
from koorddesk.workbooks.annotate import (
    LOCKED_STRUCTURE,
    SIGNED_FILE,
    SIGNED_MACROS,
    THREADS,
    Headings,
    Line,
    annotate,
    can_annotate,
    findings_book,
)
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
_REMARKS = {
    SIGNED_MACROS: N_(
        "The macros of this workbook are signed. They are untouched, but Excel may drop the signature when the "
        "workbook is saved with this sheet in it."
    ),
    SIGNED_FILE: N_("The workbook was signed digitally; the signature does not hold for this copy."),
    LOCKED_STRUCTURE: N_(
        "The structure of the workbook is protected: this sheet can only be deleted with its password."
    ),
    THREADS: N_("A cell with a thread of comments keeps it as it is; what is said about that cell stands only here."),
}
_IN_COPY = N_(
    "In the copy that goes with this text, each remark stands as a comment at its cell, and all of them stand on the "
    "last sheet. Correct the copy and send it back; the remarks may stay in it."
)
_BESIDE = N_(
    "All remarks stand in the workbook that goes with this text. Correct your form, save it as an Excel workbook "
    "(.xlsx) and send it again."
)
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def return_copy(desk: Desk, source: Path, target: Path, parts: Sequence[str] = ()) -> list[Path]:
    """Write the sender's own workbook with its findings added and a cover text, and return the files written.

    What is no workbook of XML parts (.xls, .xlsb, .ods, .csv) or could not be read is left untouched; a workbook of
    findings is written beside it.
    """
    if source.resolve() == target.resolve():
        raise UserError("copy-is-original")
    data = file_bytes(source)
    reading = read_files(desk, [source], IntakeOptions(desk.today()))[0]
    lines = _lines(desk, reading)
    headings = _headings(desk, reading)
    files: dict[Path, bytes] = {}
    in_copy = reading.outcome is not Outcome.REFUSED and in_worker(can_annotate, data)
    if in_copy:
        files[target] = in_worker(annotate, data, lines, headings)
    else:
        files[target.with_suffix(source.suffix)] = data
        beside = desk.translator.text(N_("%(name)s - findings.xlsx"), name=target.stem)
        files[target.with_name(beside)] = in_worker(findings_book, lines, headings)
    cover = desk.translator.text(N_("%(name)s - cover text.txt"), name=target.stem)
    files[target.with_name(cover)] = cover_text(desk, reading.findings, in_copy=in_copy, parts=parts).encode(
        "utf-8-sig"
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            _write(path, content)
    except OSError as error:
        raise UserError("copy-unwritable", path=str(target), reason=error.strerror or str(error)) from error
    return list(files)


def return_submission(desk: Desk, submission_id: str, folder: Path) -> list[Path]:
    """Write the annotated copy of a submission in the store into a folder, and return the files written.

    Where only parts of it go back, the cover text says which.
    """
    with desk.store.reader() as uow:
        parts = returned_labels(uow, submission_id)
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
        return return_copy(desk, received, folder / name, parts)


def return_submissions(
    desk: Desk,
    submission_ids: Sequence[str],
    folder: Path,
    progress: Callable[[int, int, str], None],
    cancelled: Callable[[], bool],
) -> list[Path]:
    """Write the annotated copies of several submissions; one that is cancelled leaves no new file behind."""
    there = set(folder.iterdir()) if folder.is_dir() else set()
    written: list[Path] = []
    for number, submission_id in enumerate(submission_ids, start=1):
        if cancelled():
            for path in set(written) - there:
                path.unlink(missing_ok=True)
            return []
        written += return_submission(desk, submission_id, folder)
        progress(number, len(submission_ids), written[-1].name)
    return written


def cover_text(desk: Desk, findings: Sequence[Finding], *, in_copy: bool = True, parts: Sequence[str] = ()) -> str:
    """Return the text that goes with a returned form: what to correct, cell by cell, in plain words.

    ``in_copy`` says that the remarks stand in the copy itself, not in a workbook beside it; ``parts`` name what goes
    back where the rest is accepted.
    """
    say = desk.translator.text
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    if not errors and not warnings and not parts:
        return say(N_("Thank you for the form. There is nothing to correct in it.")) + "\n"
    lines = [say(N_("Thank you for the form. We cannot use all of it as it stands.")), ""]
    if parts:
        lines += [
            say(N_("The rest of it is accepted; you need not answer that again. These parts go back to you:")),
            *(f"- {part}" for part in parts),
            "",
        ]
    if errors:
        lines += [say(N_("Please correct the following and send the form again:")), *_points(desk, errors), ""]
    if warnings:
        lines += [
            say(N_("Please look at the following and correct what is not right:")),
            *_points(desk, warnings),
            "",
        ]
    lines.append(say(_IN_COPY if in_copy else _BESIDE))
    return "\n".join(lines) + "\n"


def _points(desk: Desk, findings: Sequence[Finding]) -> list[str]:
    """Return findings as points of a list, what is said alike of several cells in one."""
    places: dict[str, list[str]] = {}
    for finding in findings:
        suggestion = finding.suggestion(desk.translator)
        text = finding.message(desk.translator) + (f" {suggestion}" if suggestion else "")
        places.setdefault(text, []).append(str(finding.at) if finding.at else "")
    return [
        f"- {', '.join(named)}: {text}" if (named := [place for place in at if place]) else f"- {text}"
        for text, at in places.items()
    ]


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
        remarks={code: say(words) for code, words in _REMARKS.items()},
    )


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(data)
    partial.replace(path)
