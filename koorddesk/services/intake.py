"""Taking in submissions: read, show, decide, accept. Nothing is stored before the caseworker decides.

Reading runs in worker processes and is the same code for a dry run and for acceptance; taking in is one
transaction and one change set, so that a whole import is one step to undo.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import AnnouncementRegion
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.reports import Outcome, Submission
from koorddesk.domain.submissions import Reading
from koorddesk.errors import FileProblem, UserError, register
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.arrivals import Arrival, findings_of_arrival, part_bytes, whole
from koorddesk.services.joint_report import held_by_lock, locked_note
from koorddesk.services.offer_lookup import offer_register
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.services.taking_in import TakingIn
from koorddesk.services.template_lookup import NO_TEMPLATE
from koorddesk.services.templates import known_templates
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.document_text import registration_numbers_of
from koorddesk.workbooks.limits import HOSTILE
from koorddesk.workbooks.sender import who_sent
from koorddesk.workbooks.workers import WorkerPool

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.workbooks.offer_register import OfferRegister
    from koorddesk.workbooks.sender import Register
    from koorddesk.workbooks.template import Template

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

register(
    {
        "no-such-authority": N_('No authority has the code "%(code)s". Choose one from the list.'),
        "cancelled": N_("The work was cancelled. Nothing was saved."),
        "acceptance-stopped": N_(
            'The submission "%(file)s" still has %(count)d errors and cannot be accepted. '
            "Correct them, or return it to the sender."
        ),
    }
)
CATALOGUE.update(
    {
        "file-not-readable": Kind(
            Severity.ERROR,
            N_("The file could not be opened: %(reason)s."),
            N_("Close the file in Excel and import it again."),
        ),
        "received-unreadable": Kind(
            Severity.NOTE,
            N_("The file counts as received on %(date)s, but its answers cannot be read."),
            N_("Return it with what is said here, or type its answers in beside it."),
        ),
        "document-civil-registration-number": Kind(
            Severity.ERROR,
            N_("Something that looks like a civil registration number stands in the document (%(count)d times)."),
            N_("The document is held outside the store. Ask the sender for one without such numbers."),
        ),
    }
)


@dataclass(frozen=True)
class IntakeOptions:
    """What holds for a whole drop: the day it was received, and what the caseworker already knows about it.

    With ``mail_dates`` a file from a mail was received on the mail's day, and ``received_on`` is for the others.
    """

    received_on: dt.date
    announcement_code: str | None = None
    template_code: str | None = None
    jobs: int | None = None
    mail_dates: bool = True


@dataclass(frozen=True)
class Decision:
    """What the caseworker decided about one reading: who sent it, whether to hold it, whether to keep both."""

    sender_code: str | None = None
    hold: bool = False
    keep_both: bool = False
    reason: str = ""


@dataclass(frozen=True)
class TakenIn:
    """What an import did: one submission id and outcome per file, in the order of the files."""

    changes: Changes | None
    submission_ids: tuple[str | None, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class _Shared:
    """What every worker gets once: the registered forms and the register of authorities, and the form asked for."""

    templates: tuple[Template, ...]
    register: Register
    template_code: str | None
    offers: OfferRegister


@dataclass(frozen=True)
class _Task:
    """One file to be read: from disk, from inside the file on disk, or given as it is."""

    name: str
    path: str
    number: int | None
    folder: str
    received_on: dt.date
    sender_code: str | None
    refused: tuple[str, Mapping[str, str | int | float]] | None = None
    data: bytes | None = None


def received_on(arrival: Arrival, options: IntakeOptions) -> dt.date:
    """Return the day a file was received: its mail's where that is to count, else the day given for the drop."""
    return (arrival.received_on if options.mail_dates else None) or options.received_on


def read_files(
    desk: Desk,
    files: Sequence[Path | Arrival],
    options: IntakeOptions,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    on_reading: Callable[[int, Reading], None] | None = None,
    senders: Mapping[int, str] | None = None,
) -> list[Reading]:
    """Read files in worker processes and return one reading per file, in their order; nothing is stored.

    ``senders`` gives the codes of senders that the caseworker has named, by the number of the file.
    """
    arrivals = [known if isinstance(known, Arrival) else whole(known) for known in files]
    with desk.store.reader() as uow:
        locks = _locks(desk, uow, options.announcement_code)
        shared = _shared(uow, options.template_code)
    done = 0

    def finished(arrival: Arrival, result: Reading | FileProblem) -> Reading:
        reading = _finished(desk, arrival, result, received_on(arrival, options))
        return held_by_lock(reading, locks.get(reading.sender.name)) if reading.sender else reading

    def arrived(index: int, result: Reading | FileProblem) -> None:
        nonlocal done
        done += 1
        if on_reading is not None:
            on_reading(index, finished(arrivals[index], result))
        if progress is not None:
            progress(done, len(arrivals), arrivals[index].name)

    tasks = [
        _Task(
            arrival.name,
            str(arrival.path),
            arrival.number,
            _folder(arrival),
            received_on(arrival, options),
            (senders or {}).get(index),
            arrival.refused,
        )
        for index, arrival in enumerate(arrivals)
    ]
    jobs = options.jobs or (1 if len(tasks) == 1 else 2)
    with WorkerPool(jobs, shared) as pool:
        results = pool.map(_read_one, tasks, arrived, cancelled)
    if cancelled is not None and cancelled():
        raise UserError("cancelled")
    return [finished(arrival, result) for arrival, result in zip(arrivals, results, strict=True)]


def read_again(
    desk: Desk,
    submission: Submission,
    data: bytes,
    sender_code: str | None,
    template_code: str | None,
) -> Reading:
    """Return what a kept file says with what the caseworker has answered since; nothing is stored."""
    with desk.store.reader() as uow:
        shared = _shared(uow, template_code)
    task = _Task(submission.file_name, "", None, "", submission.received_on, sender_code, None, data)
    with WorkerPool(1, shared) as pool:
        result = pool.map(_read_one, [task])[0]
    if isinstance(result, FileProblem):
        raise result
    return result


def _locks(desk: Desk, uow: UnitOfWork, code: str | None) -> Mapping[str, Finding]:
    """Return what is said of a file for a locked report, by the names of those whose files it is said of."""
    announcement = announcement_by_code(uow, code) if code is not None else None
    if announcement is None or not any(
        asked.locked_on for asked in uow.all(AnnouncementRegion, announcement_id=announcement.id)
    ):
        return {}
    notes = {
        known.name: locked_note(uow, desk.translator, announcement.id, known.id)
        for known in uow.all(Authority)
        if known.kind is not AuthorityKind.PART_OF_COUNTRY
    }
    return {name: note for name, note in notes.items() if note is not None}


def _shared(uow: UnitOfWork, template_code: str | None) -> _Shared:
    templates, _ = known_templates(uow)
    if template_code is not None and all(known.code != template_code for known in templates):
        raise UserError(NO_TEMPLATE, code=template_code)
    return _Shared(tuple(templates), register_for_matching(uow), template_code, offer_register(uow))


def _folder(arrival: Arrival) -> str:
    """Return the folder that may say who sent a file: on disk, or in a zip file; a mail's subject is no folder."""
    if arrival.number is None:
        return arrival.path.parent.name
    inner = arrival.name.rpartition("/")[0].rpartition("/")[2]
    return "" if inner.lower().endswith((".eml", ".msg")) else inner.removesuffix(".zip")


def _read_one(shared: _Shared, task: _Task) -> Reading:
    """Read one file; runs in a worker process."""
    path = Path(task.path)
    try:
        data = path.read_bytes() if task.data is None else task.data
    except OSError as error:
        finding = Finding("file-not-readable", {"reason": error.strerror or str(error)})
        return Reading(task.name, "", 0, Outcome.REFUSED, None, None, (), (finding,))
    if task.number is not None:
        data = part_bytes(data, task.number)
    if task.refused is not None:
        digest = hashlib.sha256(data).hexdigest()
        refused = Finding(task.refused[0], dict(task.refused[1]))
        reading = Reading(task.name, digest, len(data), Outcome.REFUSED, None, None, (), (refused,))
    else:
        reading = analyse(
            data,
            task.name,
            task.folder,
            shared.templates,
            shared.register,
            template_code=shared.template_code,
            sender_code=task.sender_code,
            received_on=task.received_on,
            offers=shared.offers,
        )
    return _refused(reading, data, task, shared) if reading.outcome is Outcome.REFUSED else reading


def _refused(reading: Reading, data: bytes, task: _Task, shared: _Shared) -> Reading:
    """Return the reading of a file that is no workbook with what can be told of it all the same: who sent it."""
    if any(finding.code in HOSTILE for finding in reading.findings):
        return reading
    sender, _ = who_sent([], task.name, task.folder, shared.register, task.received_on)
    numbers = registration_numbers_of(data, task.name)
    extra = (Finding("document-civil-registration-number", {"count": numbers}),) if numbers else ()
    return replace(reading, sender=sender, findings=(*reading.findings, *extra))


def _finished(desk: Desk, arrival: Arrival, result: Reading | FileProblem, day: dt.date) -> Reading:
    """Return a worker's reading, or the refusal that its failure amounts to, with how the file came."""
    if isinstance(result, FileProblem):
        data = arrival.path.read_bytes() if arrival.path.is_file() and arrival.number is None else b""
        params = {key: value for key, value in result.params.items() if isinstance(value, (str, int, float))}
        result = Reading(
            arrival.name,
            hashlib.sha256(data).hexdigest() if data else "",
            len(data),
            Outcome.REFUSED,
            None,
            None,
            (),
            (Finding(result.code, params),),
        )
    findings = [*result.findings, *findings_of_arrival(desk, arrival)]
    if result.outcome is Outcome.REFUSED and result.sha256 and not any(finding.code in HOSTILE for finding in findings):
        findings.append(Finding("received-unreadable", {"date": desk.translator.date(day)}))
    return replace(result, findings=tuple(findings))


def take_in(
    desk: Desk,
    files: Sequence[Path | Arrival],
    readings: Sequence[Reading],
    options: IntakeOptions,
    decisions: Mapping[int, Decision] | None = None,
) -> TakenIn:
    """Store what was read, as one step that can be undone; the same bytes twice change nothing."""
    arrivals = [known if isinstance(known, Arrival) else whole(known) for known in files]
    unclear = {index: readings[index] for index, decision in (decisions or {}).items() if decision.sender_code}
    readings = _with_senders(desk, arrivals, readings, options, decisions or {})
    with desk.store.unit_of_work() as uow:
        announcement = (
            announcement_by_code(uow, options.announcement_code) if options.announcement_code is not None else None
        )
        intake = TakingIn(desk, uow, announcement)
        for index, reading in unclear.items():
            intake.learn(reading.findings, (decisions or {})[index].sender_code or "")
        intake.look_for_numbers(arrivals, readings)
        results = [
            intake.one(arrival, reading, (decisions or {}).get(index, Decision()), received_on(arrival, options))
            for index, (arrival, reading) in enumerate(zip(arrivals, readings, strict=True))
        ]
        stored = sum(1 for _, submission_id in results if submission_id is not None and submission_id in intake.new)
        words = N_("import of one file") if stored == 1 else N_("import of %(count)d files")
        changes = uow.commit(Summary(words, {"count": stored})) if stored else None
    return TakenIn(changes, tuple(key for _, key in results), tuple(reading for reading, _ in results))


def _with_senders(
    desk: Desk,
    arrivals: Sequence[Arrival],
    readings: Sequence[Reading],
    options: IntakeOptions,
    decisions: Mapping[int, Decision],
) -> list[Reading]:
    """Read anew, with what the caseworker said, the files whose sender she has named."""
    named = {index: decision.sender_code for index, decision in decisions.items() if decision.sender_code is not None}
    asked = sorted(index for index, code in named.items() if _sender_code(readings[index]) != code)
    if not asked:
        return list(readings)
    again = read_files(
        desk,
        [arrivals[index] for index in asked],
        options,
        senders={position: named[index] for position, index in enumerate(asked)},
    )
    merged = dict(enumerate(readings)) | dict(zip(asked, again, strict=True))
    return [merged[index] for index in range(len(readings))]


def _sender_code(reading: Reading) -> str | None:
    return reading.sender.code if reading.sender else None
