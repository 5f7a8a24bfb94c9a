"""One import under way: each file that was read becomes a submission with its values, findings and documents."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import (
    Attachment,
    AttachmentKind,
    Outcome,
    ReportingTemplate,
    Submission,
    SubmissionState,
)
from koorddesk.domain.submissions import Reading, SenderMatch, TemplateMatch
from koorddesk.errors import UserError, register
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.arrivals import Arrival, bytes_of, document_bytes
from koorddesk.services.held import hold_outside
from koorddesk.services.joint_report import LOCKED, held_by_lock, locked_note, note_joint_report
from koorddesk.services.preview import file_bytes
from koorddesk.services.registers import learn_spelling
from koorddesk.services.templates import known_templates
from koorddesk.services.used import CURRENT, supersede, template_of
from koorddesk.services.versions import carry_over, changed_notes
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.cpr import registration_numbers
from koorddesk.workbooks.document_text import registration_numbers_of
from koorddesk.workbooks.limits import HOSTILE
from koorddesk.workbooks.persons import PERSON_NUMBERS
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.services.intake import Decision

# A file with such a finding is held outside the store.
OUTSIDE = PERSON_NUMBERS | {"document-civil-registration-number"}
# What is told of how a file came: it stays true when the file is read again.
OF_ARRIVAL = frozenset({"came-by-mail", "envelope-too-deep", "envelope-unreadable", "mail-winmail", "zip-nested"})
_STATES = {
    Outcome.ACCEPTED: SubmissionState.ACCEPTED,
    Outcome.HELD: SubmissionState.HELD,
    Outcome.REFUSED: SubmissionState.REFUSED,
}

register({"file-changed": N_('The file "%(file)s" was changed while it was being read. Import it again.')})
CATALOGUE.update(
    {
        "imported-before": Kind(
            Severity.NOTE,
            N_("Exactly this file was imported on %(date)s. Nothing was changed."),
        ),
        "earlier-submission": Kind(
            Severity.NOTE,
            N_("%(sender)s has answered before (%(file)s, received %(date)s). This file replaces it."),
            N_("If both apply, keep both and say why."),
        ),
    }
)


@dataclass
class TakingIn:
    """Looks up what is known and adds one submission per file; ``new`` holds the ids of those that were added."""

    desk: Desk
    uow: UnitOfWork
    announcement: Announcement | None
    new: set[str] = field(default_factory=set)
    outside_files: set[Path] = field(default_factory=set)
    _outside_documents: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the registered forms and the authorities once."""
        _, self.template_ids = known_templates(self.uow)
        self.known = self.uow.all(Authority)

    def learn(self, findings: Sequence[Finding], sender_code: str) -> None:
        """Remember the spelling that could not be told, as the caseworker answered it."""
        authority = self.authority(sender_code)
        for finding in findings:
            if finding.code == "sender-unclear" and (raw := str(finding.params.get("raw", ""))):
                learn_spelling(self.uow, raw, authority.id, self.desk.actor.name, self.desk.today())

    def authority(self, code: str) -> Authority:
        """Return the authority with this code, or of this name where it has none; raises UserError for neither."""
        found = next((known for known in self.known if (known.code or known.name) == code), None)
        if found is None:
            raise UserError("no-such-authority", code=code)
        return found

    def one(
        self, arrival: Arrival, reading: Reading, decision: Decision, received_on: dt.date
    ) -> tuple[Reading, str | None]:
        """Store one reading and return it as it now stands, with its submission's id."""
        if not reading.sha256:
            return reading, None
        if earlier := self._same_file(reading.sha256):
            return self._repeated(reading, earlier), earlier.id
        if decision.hold and reading.outcome is Outcome.ACCEPTED:
            reading = replace(reading, outcome=Outcome.HELD)
        data = bytes_of(arrival)
        if hashlib.sha256(data).hexdigest() != reading.sha256:
            raise UserError("file-changed", file=arrival.name)
        outside = any(finding.code in OUTSIDE for finding in reading.findings)
        if outside:
            hold_outside(self.desk, data, reading.sha256)
        elif not any(finding.code in HOSTILE for finding in reading.findings):
            self.uow.keep_file(data, reading.file_name)
        submission = self._submission(reading, received_on)
        if arrival.received_on == received_on and arrival.mail is not None:
            submission.received_from = "mail"
        submission.mail_sender = arrival.mail.sender if arrival.mail is not None else ""
        reading = self.store(submission, reading, decision)
        self._keep_documents(arrival, submission)
        return reading, submission.id

    def store(self, submission: Submission, reading: Reading, decision: Decision) -> Reading:
        """Add a submission with its values and findings, as the successor of the one it replaces."""
        outside = any(finding.code in OUTSIDE for finding in reading.findings)
        answers = () if outside else reading.answers
        reading = self._held_by_lock(submission, reading)
        findings = list(reading.findings)
        template = template_of(self.uow, submission)
        before = submission.successor_of
        # A file that is held outside has no values here yet, so there is nothing to compare or to keep.
        if not outside and not decision.keep_both and (predecessor := self.predecessor(submission)):
            submission.successor_of = predecessor.id
            submission.reason = decision.reason
            if not any(finding.code == LOCKED for finding in findings):
                findings.append(self._replaces(predecessor))
            findings += changed_notes(self.uow.answers(predecessor.id), answers, template)
            if submission.state is SubmissionState.ACCEPTED:
                supersede(self.uow, submission)
        count(submission, findings)
        self.uow.add(submission)
        self.uow.put_reading(submission.id, answers, findings)
        if submission.successor_of not in (None, before):
            carry_over(self.uow, submission, answers, findings, template)
        if submission.state is SubmissionState.ACCEPTED:
            note_joint_report(self.uow, submission, answers)
        self.new.add(submission.id)
        return replace(reading, findings=tuple(findings))

    def _held_by_lock(self, submission: Submission, reading: Reading) -> Reading:
        """Hold what arrives for a locked report, and say so: it is kept, and does not count by itself."""
        if submission.announcement_id is None or submission.sender_id is None:
            return reading
        note = locked_note(self.uow, self.desk.translator, submission.announcement_id, submission.sender_id)
        if note is not None and submission.state is SubmissionState.ACCEPTED:
            submission.state = SubmissionState.HELD
        return held_by_lock(reading, note)

    def look_for_numbers(self, arrivals: Sequence[Arrival], readings: Sequence[Reading]) -> None:
        """Note which mails hold a civil registration number, in a form, a document or their own text.

        Such a mail is held outside the store whole, for what was held back would otherwise lie in it.
        """
        looked_through: set[Path] = set()
        for arrival, reading in zip(arrivals, readings, strict=True):
            if not arrival.is_mail:
                continue
            numbers = any(finding.code in OUTSIDE for finding in reading.findings)
            numbers = numbers or (arrival.mail is not None and bool(registration_numbers(arrival.mail.body)))
            if not numbers and arrival.path not in looked_through:
                documents = ((document_bytes(arrival, document), document.name) for document in arrival.documents)
                numbers = any(self._has_numbers(data, name) for data, name in documents)
            looked_through.add(arrival.path)
            if numbers:
                self.outside_files.add(arrival.path)

    def _keep_documents(self, arrival: Arrival, submission: Submission) -> None:
        """Keep the mail a form came with, and the documents that came with it."""
        folder = arrival.name.rpartition("/")[0]
        for document in arrival.documents:
            name = f"{arrival.path.name}/{document.name}"
            if not f"{folder}/".startswith(f"{name.rpartition('/')[0]}/"):
                continue
            data = document_bytes(arrival, document)
            outside = self._has_numbers(data, document.name)
            self.attach(submission.id, AttachmentKind.ANNEX, data, document.name, outside=outside)
        if arrival.is_mail and arrival.number is not None:
            data = file_bytes(arrival.path)
            self.attach(
                submission.id, AttachmentKind.MAIL, data, arrival.path.name, outside=arrival.path in self.outside_files
            )

    def attach(
        self, submission_id: str, kind: AttachmentKind, data: bytes, name: str, *, outside: bool, note: str = ""
    ) -> Attachment:
        """Keep one document of a submission, outside the store where it has to be."""
        sha256 = hashlib.sha256(data).hexdigest()
        if outside:
            hold_outside(self.desk, data, sha256)
        else:
            self.uow.keep_file(data, name)
        made = Attachment(
            id=new_id(),
            submission_id=submission_id,
            kind=kind,
            file_sha256=sha256,
            file_name=name,
            file_size=len(data),
            added_on=self.desk.today(),
            added_by=self.desk.actor.name,
            note=note,
            outside=outside,
        )
        self.uow.add(made)
        return made

    def _has_numbers(self, data: bytes, name: str) -> bool:
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in self._outside_documents:
            self._outside_documents[sha256] = in_worker(registration_numbers_of, data, name) > 0
        return self._outside_documents[sha256]

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

    def _submission(self, reading: Reading, received_on: dt.date) -> Submission:
        submission = Submission(
            id=new_id(),
            announcement_id=self.announcement.id if self.announcement else None,
            file_sha256=reading.sha256,
            file_name=reading.file_name,
            file_size=reading.size,
            received_on=received_on,
            state=SubmissionState.RECEIVED,
            received_by=self.desk.actor.account,
        )
        self.describe(submission, reading)
        return submission

    def describe(self, submission: Submission, reading: Reading) -> None:
        """Write into a submission what a reading says of it: who, which form, how it stands."""
        sender = self._sender(reading.sender) if reading.sender else None
        template = reading.template
        submission.state = _STATES[reading.outcome]
        submission.template_id = self.template_ids.get((template.code, template.version)) if template else None
        submission.sender_id = sender.id if sender else None
        submission.how_template = template.how if template else ""
        submission.how_sender = reading.sender.how if reading.sender else ""
        submission.sender_cell = str(reading.sender.at) if reading.sender and reading.sender.at else ""
        submission.nil = reading.nil
        count(submission, reading.findings)

    def _sender(self, told: SenderMatch) -> Authority:
        """Return the authority that a reading names, by its code, or by its name where its code is not known."""
        named = (told.kind, told.code or told.name)
        return next(known for known in self.known if (known.kind.value, known.code or known.name) == named)

    def predecessor(self, submission: Submission) -> Submission | None:
        """Return the submission that this one replaces: same announcement, sender and form, still current."""
        if submission.sender_id is None or submission.template_id is None or submission.announcement_id is None:
            return None
        template = self.uow.get(ReportingTemplate, submission.template_id)
        assert template is not None
        versions = [version.id for version in self.uow.all(ReportingTemplate, code=template.code)]
        known = self.uow.all(
            Submission,
            announcement_id=submission.announcement_id,
            sender_id=submission.sender_id,
            template_id=versions,
        )
        replaced = {other.successor_of for other in known if other.id != submission.id}
        current = [
            other
            for other in known
            if other.state in CURRENT and other.id != submission.id and other.id not in replaced
        ]
        return max(current, key=lambda other: other.received_on, default=None)

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


def count(submission: Submission, findings: Sequence[Finding]) -> None:
    """Write into a submission how many findings of each kind it has."""
    counts: Mapping[Severity, int] = {
        severity: sum(1 for finding in findings if finding.severity is severity) for severity in Severity
    }
    submission.errors, submission.warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    submission.notes = counts[Severity.NOTE]
