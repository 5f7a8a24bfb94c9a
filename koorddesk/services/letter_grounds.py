"""What the letters of one step are made of: everything they share, read once from the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment, PinnedAnswer, TestResult
from koorddesk.domain.authorities import Authority, AuthorityKind, Person
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.legal import Standing
from koorddesk.domain.letters import BlockDecision, Letter, LetterKind, LetterState
from koorddesk.domain.reports import Report, ReportingTemplate, Submission
from koorddesk.domain.target_groups import Intervention, TargetGroup, TargetGroupTitle, title_on
from koorddesk.domain.values import FieldType
from koorddesk.i18n import N_
from koorddesk.letters.compose import Labels, compose
from koorddesk.letters.content import LetterContent, Sender, Source
from koorddesk.letters.facts import (
    AnnouncementFacts,
    AssessedTest,
    Confirmation,
    Evidence,
    FollowUp,
    LegalBasis,
    LetterFacts,
    Official,
    Recipient,
    ReportReceived,
    Scope,
    TargetGroupFacts,
    Test,
)
from koorddesk.services.casework import asked_region, legal_basis
from koorddesk.services.corrections import standing_answers
from koorddesk.services.queries import members_asked
from koorddesk.services.register_lookup import contact_on
from koorddesk.services.typed_places import typed_values
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

KIND = LetterKind.RENEWED_CONSIDERATION_REQUEST


def labels(desk: Desk) -> Labels:
    """Return the agency's own words beside the particulars of a letter."""
    words = desk.settings.labels
    return Labels(
        date=words.date,
        case_number=words.case_number,
        document_number=words.document_number,
        caseworker=words.caseworker,
        telephone=words.telephone,
        email=words.email,
    )


class Grounds:
    """Everything that the letters of one step share, read once."""

    def __init__(self, desk: Desk, uow: UnitOfWork, case: Case, step: Step) -> None:
        self.desk, self.uow, self.case, self.step = desk, uow, case, step
        announcement = uow.get(Announcement, case.announcement_id)
        assert announcement is not None
        assert step.region_id is not None
        self.announcement = announcement
        self.region = asked_region(uow, announcement, step.region_id)
        self.councils = members_asked(uow, announcement, self.region)
        self.dated = desk.today()
        assessment = uow.get(Assessment, step.rests_on or "")
        assert assessment is not None
        self.assessment = assessment
        self.pinned = sorted(uow.all(PinnedAnswer, owner_id=assessment.id), key=lambda pin: pin.position)
        self.submissions = {pin.submission_id: self._submission(pin.submission_id) for pin in self.pinned}
        self.shared = self._shared()

    def new_letter(self, council: Authority, number: int) -> Letter:
        """Return the empty record of one council's letter."""
        return Letter(
            id=new_id(),
            case_id=self.case.id,
            step_id=self.step.id,
            kind=KIND,
            number=number,
            recipient_id=council.id,
            recipient_name=council.official_name,
            title="",
            state=LetterState.DRAFT,
            dated=self.dated,
            content="",
            pdf_sha256=None,
            template_version="",
            case_number=self.case.case_number,
        )

    def content(self, council: Authority) -> LetterContent:
        """Return what one council's letter says."""
        return compose(KIND, self.facts(council), labels=labels(self.desk))

    def facts(self, council: Authority) -> LetterFacts:
        """Return what one council's letter is composed from."""
        return replace(self.shared, recipient=self._recipient(council))

    def _submission(self, key: str) -> Submission:
        found = self.uow.get(Submission, key)
        assert found is not None
        return found

    def _recipient(self, council: Authority) -> Recipient:
        contact = contact_on(self.uow, council.id, self.dated)
        lines: tuple[str, ...] = ()
        if contact is not None:
            # The law addresses the council; a contact may name another receiver within the municipality.
            known_as = contact.addressee.strip()
            receiver = "Kommunalbestyrelsen" if known_as in ("", council.name, council.official_name) else known_as
            street = (line for line in contact.address_lines.splitlines() if line.strip())
            lines = (receiver, council.official_name, *street)
        return Recipient(
            scope=Scope.ONE_COUNCIL,
            name=council.official_name,
            address_lines=lines,
            regions=(self.region.name,),
            authority_id=council.id,
            example=contact.example if contact else False,
        )

    def _shared(self) -> LetterFacts:
        settings = self.desk.settings
        person = self.uow.one(Person, account=self.desk.actor.account)
        agency = settings.agency_name(self.dated)
        address = settings.sender.address_lines
        return LetterFacts(
            dated=self.dated,
            sender=Sender(
                agency=agency,
                unit=settings.sender.unit,
                lines=tuple(filter(None, (*address, settings.sender.telephone, settings.sender.web))),
                return_address=", ".join((agency, *address)),
            ),
            recipient=Recipient(Scope.ONE_COUNCIL, "", ()),
            announcement=AnnouncementFacts(
                title=self.announcement.title,
                issued_by=settings.agency_name(self.announcement.issued_on or self.dated),
                issued_on=self.announcement.issued_on,
                issued_text=self.announcement.issued_text,
            ),
            group=self._group(),
            subject_line=self._group_title(),
            legal_basis=tuple(
                LegalBasis(known.act, known.citation, known.wording, known.standing is Standing.READ)
                for known in legal_basis(self.uow, self.announcement, KIND.value, self.dated)
            ),
            tests=(
                AssessedTest(
                    Test.SUPPLY,
                    self.assessment.necessary_supply is TestResult.MET,
                    self.assessment.necessary_supply_reason,
                ),
                AssessedTest(
                    Test.COORDINATION,
                    self.assessment.coordination is TestResult.MET,
                    self.assessment.coordination_reason,
                ),
            ),
            what_is_asked=self.step.what_is_asked,
            answer_by=self.step.deadline_on or self.dated,
            case_number=self.case.case_number or self.case.number,
            document_number="",
            caseworker=Official(
                name=person.name if person else self.desk.actor.name,
                title=person.title if person else "",
                unit=person.unit if person else settings.sender.unit,
                telephone=person.telephone if person else settings.sender.telephone,
                email=person.email if person else settings.sender.email,
            ),
            contact_email=settings.sender.email,
            contact_telephone=settings.sender.telephone,
            reports=self._reports(),
            follow_up=self._follow_up(),
            evidence=tuple(self._evidence(pin) for pin in self.pinned),
            councils=len(self.councils),
            overall_reason=self.assessment.conclusion_reason,
            threshold=settings.threshold_authorities,
            confirmations={
                known.block: Confirmation(known.text, known.decided_by, known.decided_on)
                for known in self.uow.all(BlockDecision, step_id=self.step.id)
            },
        )

    def _group(self) -> TargetGroupFacts:
        group = self.uow.get(TargetGroup, self.announcement.group_id)
        assert group is not None
        intervention = (
            self.uow.get(Intervention, self.announcement.intervention_id) if self.announcement.intervention_id else None
        )
        return TargetGroupFacts(
            name=self._group_name(),
            age_from=group.age_from,
            age_to=group.age_to,
            subject=group.subject,
            intervention=intervention.title if intervention else "",
        )

    def _group_name(self) -> str:
        """Return the group's title as it reads on inside a sentence."""
        title = self._group_title()
        return title[:1].lower() + title[1:]

    def _group_title(self) -> str:
        return title_on(self.uow.all(TargetGroupTitle, group_id=self.announcement.group_id), self.dated)

    def _reports(self) -> tuple[ReportReceived, ...]:
        report = self.uow.one(Report, announcement_id=self.announcement.id, region_id=self.region.id)
        keys = [report.joint_submission_id] if report and report.joint_submission_id else []
        keys += [key for key in self.submissions if key not in keys]
        return tuple(
            ReportReceived(
                sender.official_name,
                self._source(submission),
                council_id=sender.id if sender.kind is AuthorityKind.MUNICIPALITY else "",
            )
            for submission in map(self._submission, keys)
            if (sender := self._sender(submission))
        )

    def _follow_up(self) -> tuple[FollowUp, ...]:
        steps = [
            step
            for step in self.uow.all(Step, case_id=self.case.id, kind=[StepKind.DIALOGUE, StepKind.STATUS_REQUEST])
            if step.region_id in (None, self.region.id)
        ]
        return tuple(
            FollowUp(
                self.desk.translator.long_date(step.taken_on) if step.taken_on else step.taken_text,
                step.what_is_asked,
            )
            for step in sorted(steps, key=lambda step: step.position)
        )

    def _sender(self, submission: Submission) -> Authority:
        sender = self.uow.get(Authority, submission.sender_id or "")
        assert sender is not None
        return sender

    def _source(self, submission: Submission, sheet: str = "", cell: str = "", number: int | None = None) -> Source:
        template = self.uow.get(ReportingTemplate, submission.template_id or "")
        versions = sorted(
            self.uow.all(
                Submission,
                announcement_id=submission.announcement_id,
                sender_id=submission.sender_id,
                template_id=submission.template_id,
            ),
            key=lambda known: known.received_on,
        )
        return Source(
            report=template.title if template else submission.file_name,
            version=str(1 + [known.id for known in versions].index(submission.id)),
            received_on=submission.received_on,
            file=submission.file_name,
            sha256=submission.file_sha256,
            sheet=sheet,
            cell=cell,
            submission_id=submission.id,
            number=number,
        )

    def _place(self, pin: PinnedAnswer, submission: Submission) -> tuple[str, str]:
        """Return the sheet and cell of a pinned answer, or the page of the document that it was typed from."""
        answer = self.uow.answers(submission.id)[pin.number - 1]
        typed = typed_values(self.uow, submission.id).get((str(answer.template_at), answer.row))
        if typed is None:
            return pin.sheet, pin.cell
        say = self.desk.translator.text
        page = say(N_("page %(page)s"), page=typed.page) if typed.page else ""
        return say(N_("typed from %(document)s"), document=typed.document_name), page

    def _evidence(self, pin: PinnedAnswer) -> Evidence:
        submission = self.submissions[pin.submission_id]
        sheet, cell = self._place(pin, submission)
        answer = standing_answers(self.uow, submission.id)[pin.number - 1]
        sender = self._sender(submission)
        value = answer.value
        return Evidence(
            question=f"{submission.template_id}:{answer.template_at}:{answer.row}",
            label=pin.label,
            owner_id=sender.id,
            owner=sender.official_name,
            shown=pin.shown,
            source=self._source(submission, sheet, cell, pin.number),
            region_id=self.region.id,
            regional=sender.id == self.region.id,
            count=answer.type is FieldType.COUNT,
            value=float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None,
            test=Test(pin.test) if pin.test else None,
        )
