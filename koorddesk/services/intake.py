"""Taking in submissions: read, show, decide, accept. Nothing is stored before the caseworker decides.

Reading runs in worker processes and is the same code for a dry run and for acceptance; taking in is one
transaction and one change set, so that a whole import is one step to undo.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Outcome, ReportingTemplate, Submission, SubmissionState, WarningAcceptance
from koorddesk.domain.submissions import Reading, SenderMatch, TemplateMatch
from koorddesk.errors import FileProblem, UserError, register
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.held import hold_outside
from koorddesk.services.joint_report import note_joint_report
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.services.registers import learn_spelling
from koorddesk.services.templates import known_templates
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.limits import HOSTILE
from koorddesk.workbooks.workers import WorkerPool

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.workbooks.sender import Register
    from koorddesk.workbooks.template import Template

_SHOWN = 80  # characters of an answer that a sentence repeats

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

register(
    {
        "no-such-announcement": N_('There is no announcement with the code "%(code)s". Check the code in the list.'),
        "cancelled": N_("The work was cancelled. Nothing was saved."),
        "acceptance-stopped": N_(
            'The submission "%(file)s" still has %(count)d errors and cannot be accepted. '
            "Correct them, or return it to the sender."
        ),
        "reason-needed": N_("Write a reason first; it is kept with your name and the date."),
    }
)
CATALOGUE.update(
    {
        "file-not-readable": Kind(
            Severity.ERROR,
            N_("The file could not be opened: %(reason)s."),
            N_("Close the file in Excel and import it again."),
        ),
        "imported-before": Kind(
            Severity.NOTE,
            N_("Exactly this file was imported on %(date)s. Nothing was changed."),
        ),
        "earlier-submission": Kind(
            Severity.NOTE,
            N_("%(sender)s has answered before (%(file)s, received %(date)s). This file replaces it."),
            N_("If both apply, keep both and say why."),
        ),
        "changed-answer": Kind(
            Severity.NOTE,
            N_('The answer before said "%(before)s"; now it says "%(after)s".'),
        ),
    }
)


@dataclass(frozen=True)
class IntakeOptions:
    """What holds for a whole drop: the day it was received, and what the caseworker already knows about it."""

    received_on: dt.date
    announcement_code: str | None = None
    template_code: str | None = None
    jobs: int | None = None


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
    """What every worker gets once: the registered forms, the register of authorities, and the options."""

    templates: tuple[Template, ...]
    register: Register
    template_code: str | None
    received_on: dt.date
    senders: Mapping[str, str] = field(default_factory=dict)


def read_files(
    desk: Desk,
    paths: Sequence[Path],
    options: IntakeOptions,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    on_reading: Callable[[int, Reading], None] | None = None,
    senders: Mapping[int, str] | None = None,
) -> list[Reading]:
    """Read files in worker processes and return one reading per file, in their order; nothing is stored.

    ``senders`` gives the codes of senders that the caseworker has named, by the number of the file.
    """
    with desk.store.reader() as uow:
        if options.announcement_code is not None:
            announcement_by_code(uow, options.announcement_code)
        templates, _ = known_templates(uow)
        if options.template_code is not None and all(known.code != options.template_code for known in templates):
            raise UserError("no-such-template", code=options.template_code)
        shared = _Shared(tuple(templates), register_for_matching(uow), options.template_code, options.received_on)
        shared = replace(shared, senders={str(paths[index]): code for index, code in (senders or {}).items()})
    done = 0

    def arrived(index: int, result: Reading | FileProblem) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(paths), paths[index].name)
        if on_reading is not None:
            on_reading(index, _reading(paths[index], result))

    jobs = options.jobs or (1 if len(paths) == 1 else 2)
    with WorkerPool(jobs, shared) as pool:
        results = pool.map(_read_one, [str(path) for path in paths], arrived, cancelled)
    if cancelled is not None and cancelled():
        raise UserError("cancelled")
    return [_reading(path, result) for path, result in zip(paths, results, strict=True)]


def _read_one(shared: _Shared, path_text: str) -> Reading:
    """Read one file; runs in a worker process."""
    path = Path(path_text)
    try:
        data = path.read_bytes()
    except OSError as error:
        finding = Finding("file-not-readable", {"reason": error.strerror or str(error)})
        return Reading(path.name, "", 0, Outcome.REFUSED, None, None, (), (finding,))
    return analyse(
        data,
        path.name,
        path.parent.name,
        shared.templates,
        shared.register,
        template_code=shared.template_code,
        sender_code=shared.senders.get(path_text),
        received_on=shared.received_on,
    )


def _reading(path: Path, result: Reading | FileProblem) -> Reading:
    """Return a worker's reading, or the refusal that its failure amounts to."""
    if isinstance(result, Reading):
        return result
    data = path.read_bytes() if path.is_file() else b""
    params = {key: value for key, value in result.params.items() if isinstance(value, (str, int, float))}
    return Reading(
        path.name,
        hashlib.sha256(data).hexdigest() if data else "",
        len(data),
        Outcome.REFUSED,
        None,
        None,
        (),
        (Finding(result.code, params),),
    )


def take_in(
    desk: Desk,
    paths: Sequence[Path],
    readings: Sequence[Reading],
    options: IntakeOptions,
    decisions: Mapping[int, Decision] | None = None,
) -> TakenIn:
    """Store what was read, as one step that can be undone; the same bytes twice change nothing."""
    unclear = {index: readings[index] for index, decision in (decisions or {}).items() if decision.sender_code}
    readings = _with_senders(desk, paths, readings, options, decisions or {})
    with desk.store.unit_of_work() as uow:
        announcement = (
            announcement_by_code(uow, options.announcement_code) if options.announcement_code is not None else None
        )
        intake = _Intake(desk, uow, announcement, options)
        for index, reading in unclear.items():
            intake.learn(reading, (decisions or {})[index])
        results = [
            intake.one(path, reading, (decisions or {}).get(index, Decision()))
            for index, (path, reading) in enumerate(zip(paths, readings, strict=True))
        ]
        stored = sum(1 for _, submission_id in results if submission_id is not None and submission_id in intake.new)
        words = N_("import of one file") if stored == 1 else N_("import of %(count)d files")
        changes = uow.commit(Summary(words, {"count": stored})) if stored else None
    return TakenIn(changes, tuple(key for _, key in results), tuple(reading for reading, _ in results))


def _with_senders(
    desk: Desk,
    paths: Sequence[Path],
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
        [paths[index] for index in asked],
        options,
        senders={position: named[index] for position, index in enumerate(asked)},
    )
    merged = dict(enumerate(readings)) | dict(zip(asked, again, strict=True))
    return [merged[index] for index in range(len(readings))]


def _sender_code(reading: Reading) -> str | None:
    return reading.sender.code if reading.sender else None


@dataclass
class _Intake:
    """One import under way: looks up what is known and adds one submission per file."""

    desk: Desk
    uow: UnitOfWork
    announcement: Announcement | None
    options: IntakeOptions
    new: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        _, self.template_ids = known_templates(self.uow)
        self.by_code = {
            (authority.kind.value, authority.code): authority
            for authority in self.uow.all(Authority)
            if authority.code is not None
        }

    def learn(self, reading: Reading, decision: Decision) -> None:
        """Remember the spelling that could not be told, as the caseworker answered it."""
        authority = next(a for (_, code), a in self.by_code.items() if code == decision.sender_code)
        for finding in reading.findings:
            if finding.code == "sender-unclear" and (raw := str(finding.params.get("raw", ""))):
                learn_spelling(self.uow, raw, authority.id, self.desk.actor.name, self.desk.today())

    def one(self, path: Path, reading: Reading, decision: Decision) -> tuple[Reading, str | None]:
        """Store one reading and return it as it now stands, with its submission's id."""
        if not reading.sha256:
            return reading, None
        if earlier := self._same_file(reading.sha256):
            return self._repeated(reading, earlier), earlier.id
        reading = self._decided(reading, decision)
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != reading.sha256:
            raise UserError("file-changed", file=path.name)
        outside = any(finding.code == "civil-registration-number" for finding in reading.findings)
        hostile = any(finding.code in HOSTILE for finding in reading.findings)
        if outside:
            hold_outside(self.desk, data, reading.sha256)
        elif not hostile:
            self.uow.keep_file(data, reading.file_name)
        submission = self._submission(reading)
        findings = list(reading.findings)
        if not decision.keep_both and (predecessor := self._predecessor(submission)):
            submission.successor_of = predecessor.id
            submission.reason = decision.reason
            findings.append(self._replaces(predecessor))
            findings += self._changed(predecessor, reading)
            if submission.state is SubmissionState.ACCEPTED:
                predecessor.state = SubmissionState.SUPERSEDED
        submission.notes = sum(1 for finding in findings if finding.severity is Severity.NOTE)
        self.uow.add(submission)
        answers = () if outside else reading.answers
        self.uow.put_reading(submission.id, answers, findings)
        if submission.successor_of:
            self._carry_over(submission, reading)
        if submission.state is SubmissionState.ACCEPTED:
            note_joint_report(self.uow, submission, answers)
        self.new.add(submission.id)
        return replace(reading, findings=tuple(findings)), submission.id

    def _decided(self, reading: Reading, decision: Decision) -> Reading:
        if decision.hold and reading.outcome is Outcome.ACCEPTED:
            reading = replace(reading, outcome=Outcome.HELD)
        return reading

    def _same_file(self, sha256: str) -> Submission | None:
        wanted = self.announcement.id if self.announcement else None
        return next(
            (
                known
                for known in self.uow.all(Submission, file_sha256=sha256)
                if wanted is None or known.announcement_id == wanted
            ),
            None,
        )

    def _repeated(self, reading: Reading, earlier: Submission) -> Reading:
        template = self.uow.get(ReportingTemplate, earlier.template_id) if earlier.template_id else None
        sender = self.uow.get(Authority, earlier.sender_id) if earlier.sender_id else None
        note = Finding("imported-before", {"date": self.desk.translator.date(earlier.received_on)})
        return Reading(
            reading.file_name,
            reading.sha256,
            reading.size,
            Outcome.REPEATED,
            TemplateMatch(template.code, template.version, earlier.how_template) if template else None,
            SenderMatch(sender.kind.value, sender.code or "", sender.name, earlier.how_sender) if sender else None,
            tuple(self.uow.answers(earlier.id)),
            (note, *self.uow.findings(earlier.id)),
            earlier.nil,
        )

    def _submission(self, reading: Reading) -> Submission:
        states = {
            Outcome.ACCEPTED: SubmissionState.ACCEPTED,
            Outcome.HELD: SubmissionState.HELD,
            Outcome.REFUSED: SubmissionState.REFUSED,
        }
        sender = self.by_code.get((reading.sender.kind, reading.sender.code)) if reading.sender else None
        counts = {
            severity: sum(1 for finding in reading.findings if finding.severity is severity) for severity in Severity
        }
        return Submission(
            id=new_id(),
            announcement_id=self.announcement.id if self.announcement else None,
            file_sha256=reading.sha256,
            file_name=reading.file_name,
            file_size=reading.size,
            received_on=self.options.received_on,
            state=states[reading.outcome],
            template_id=self.template_ids.get((reading.template.code, reading.template.version))
            if reading.template
            else None,
            sender_id=sender.id if sender else None,
            how_template=reading.template.how if reading.template else "",
            how_sender=reading.sender.how if reading.sender else "",
            sender_cell=str(reading.sender.at) if reading.sender and reading.sender.at else "",
            nil=reading.nil,
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            received_by=self.desk.actor.account,
        )

    def _predecessor(self, submission: Submission) -> Submission | None:
        """Return the submission that this one replaces: same announcement, sender and form, still current."""
        if submission.sender_id is None or submission.template_id is None or submission.announcement_id is None:
            return None
        template = self.uow.get(ReportingTemplate, submission.template_id)
        assert template is not None
        versions = [version.id for version in self.uow.all(ReportingTemplate, code=template.code)]
        current = [
            known
            for known in self.uow.all(
                Submission,
                announcement_id=submission.announcement_id,
                sender_id=submission.sender_id,
                template_id=versions,
            )
            if known.state in (SubmissionState.ACCEPTED, SubmissionState.HELD, SubmissionState.RETURNED)
        ]
        return max(current, key=lambda known: known.received_on, default=None)

    def _replaces(self, predecessor: Submission) -> Finding:
        sender = self.uow.get(Authority, predecessor.sender_id or "")
        return Finding(
            "earlier-submission",
            {
                "sender": sender.name if sender else "",
                "file": predecessor.file_name,
                "date": self.desk.translator.date(predecessor.received_on),
            },
        )

    def _changed(self, predecessor: Submission, reading: Reading) -> list[Finding]:
        """Return a note for each answer that differs from the one before, in the order of the form."""
        before = {answer.field_key: answer.raw for answer in self.uow.answers(predecessor.id)}
        return [
            Finding(
                "changed-answer",
                {"before": _short(before.get(answer.field_key, "")), "after": _short(answer.raw)},
                answer.at,
                answer.template_at,
                answer.row,
            )
            for answer in reading.answers
            if before.get(answer.field_key, "") != answer.raw
        ]

    def _carry_over(self, submission: Submission, reading: Reading) -> None:
        """Keep the predecessor's accepted warnings on every value that did not change."""
        raw_now = {(str(answer.template_at), answer.row): answer.raw for answer in reading.answers}
        for accepted in self.uow.all(WarningAcceptance, submission_id=submission.successor_of):
            if raw_now.get((accepted.template_cell, accepted.row)) == accepted.raw:
                self.uow.add(
                    WarningAcceptance(
                        id=new_id(),
                        submission_id=submission.id,
                        code=accepted.code,
                        template_cell=accepted.template_cell,
                        row=accepted.row,
                        raw=accepted.raw,
                        reason=accepted.reason,
                        accepted_by=accepted.accepted_by,
                        accepted_on=accepted.accepted_on,
                    )
                )


def _short(text: str) -> str:
    """Return the beginning of a text, enough to know it by in a sentence."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def announcement_by_code(uow: UnitOfWork, code: str) -> Announcement:
    """Return the announcement with this short code; raises UserError where there is none."""
    found = uow.one(Announcement, code=code)
    if found is None:
        raise UserError("no-such-announcement", code=code)
    return found


register({"file-changed": N_('The file "%(file)s" was changed while it was being read. Import it again.')})
