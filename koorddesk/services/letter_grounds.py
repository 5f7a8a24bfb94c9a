"""What the letters of one step are made of: everything they share, read once from the store."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement, AnnouncementRegion
from koorddesk.domain.assessment import Assessment, PinnedAnswer, TestResult
from koorddesk.domain.authorities import Authority, AuthorityKind, Person
from koorddesk.domain.chain import Case, Step, StepGround, StepKind
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
from koorddesk.services.announcements import current_submissions
from koorddesk.services.case_lookup import current_assessment, legal_basis
from koorddesk.services.corrections import standing_answers
from koorddesk.services.letter_kinds import ASSESSED, REACH, Reach
from koorddesk.services.letter_recipients import Receiver, circle, copies, receivers, recipient
from koorddesk.services.letter_step_facts import findings, meeting, step_facts, topic
from koorddesk.services.own_texts import templates_in_force
from koorddesk.services.typed_places import typed_values
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


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
    """Everything that the letters of one kind from one step share, read once."""

    def __init__(self, desk: Desk, uow: UnitOfWork, case: Case, step: Step, kind: LetterKind) -> None:
        self.desk, self.uow, self.case, self.step, self.kind = desk, uow, case, step, kind
        announcement = uow.get(Announcement, case.announcement_id)
        assert announcement is not None
        self.announcement = announcement
        self.dated = desk.today()
        self.around = circle(uow, announcement, step, self.dated)
        self.receivers = receivers(uow, case, announcement, step, kind, self.around, self.dated)
        self.assessments = self._assessments()
        self.pinned = [
            pin
            for assessment in self.assessments
            for pin in sorted(uow.all(PinnedAnswer, owner_id=assessment.id), key=lambda pin: pin.position)
        ]
        self.submissions = {pin.submission_id: self._submission(pin.submission_id) for pin in self.pinned}
        self.shared = self._shared()
        self.texts = templates_in_force(uow)

    def new_letter(self, receiver: Receiver, number: int) -> Letter:
        """Return the empty record of one receiver's letter."""
        return Letter(
            id=new_id(),
            case_id=self.case.id,
            step_id=self.step.id,
            kind=self.kind,
            number=number,
            recipient_id=receiver.id,
            recipient_name=receiver.name,
            title="",
            state=LetterState.DRAFT,
            dated=self.dated,
            content="",
            pdf_sha256=None,
            template_version="",
            case_number=self.case.case_number,
            subject_id=receiver.subject_id,
        )

    def receiver_of(self, letter: Letter) -> Receiver | None:
        """Return the receiver of a letter, or None where it is no longer written to."""
        return next((receiver for receiver in self.receivers if receiver.is_of(letter)), None)

    def content(self, receiver: Receiver) -> LetterContent:
        """Return what one receiver's letter says."""
        return compose(self.kind, self.facts(receiver), self.texts, labels(self.desk))

    def facts(self, receiver: Receiver) -> LetterFacts:
        """Return what one receiver's letter is composed from."""
        shared = self.shared
        if self.kind is LetterKind.RETURN:
            shared = replace(shared, step=replace(shared.step, findings=findings(self.desk, self.uow, receiver)))
        if self.kind is LetterKind.RECEIPT and receiver.subject_id:
            submission = self._submission(receiver.subject_id)
            shared = replace(shared, reports=(self._received(submission),))
        if met := meeting(self.desk, self.uow, receiver):
            shared = replace(shared, step=replace(shared.step, meeting=met))
        return replace(
            shared,
            recipient=recipient(self.uow, receiver, self.kind, self.around, self.dated),
            own_counts=self._own_counts(receiver),
        )

    def _own_counts(self, receiver: Receiver) -> frozenset[int]:
        """Return every count that the letter's readers have reported: one council's own, or those of all councils."""
        if not any(item.regional and item.count for item in self.shared.evidence):
            return frozenset()
        by_council = self.counts
        if REACH[self.kind] in (Reach.ALL, Reach.PUBLIC):
            return frozenset().union(*by_council.values())
        return by_council.get(receiver.id or "", frozenset())

    @functools.cached_property
    def counts(self) -> dict[str, frozenset[int]]:
        """What each council has counted in the forms that stand, whatever the question."""
        here = {council.id for council in self.around.all}
        found: dict[str, frozenset[int]] = {}
        for submission in current_submissions(self.uow.all(Submission, announcement_id=self.announcement.id)):
            if submission.sender_id in here and submission.state.is_used:
                values = {
                    int(answer.value)
                    for answer in standing_answers(self.uow, submission.id)
                    if answer.type is FieldType.COUNT and isinstance(answer.value, (int, float))
                }
                found[submission.sender_id] = found.get(submission.sender_id, frozenset()) | values
        return found

    def _submission(self, key: str) -> Submission:
        found = self.uow.get(Submission, key)
        assert found is not None
        return found

    def _assessments(self) -> list[Assessment]:
        """Return the assessments that the letter stands on: those the step names, otherwise the concluded ones."""
        if self.kind not in ASSESSED:
            return []
        named = [self.step.rests_on or ""]
        named += [ground.ground_id for ground in self.uow.all(StepGround, step_id=self.step.id)]
        if found := [known for key in named if (known := self.uow.get(Assessment, key))]:
            return found
        scopes: list[Authority | None] = [None] if self.around.country else []
        current = [current_assessment(self.uow, self.announcement, scope) for scope in (*scopes, *self.around.regions)]
        return [assessment for assessment in current if assessment is not None and assessment.final]

    def _tests(self) -> tuple[AssessedTest, ...]:
        known = self.assessments
        judged = (
            (Test.SUPPLY, [(each, each.necessary_supply, each.necessary_supply_reason) for each in known]),
            (Test.COORDINATION, [(each, each.coordination, each.coordination_reason) for each in known]),
        )
        tests = []
        for test, outcomes in judged:
            results = {result for _, result, _ in outcomes}
            if not results or TestResult.OPEN in results:
                continue
            reason = "\n".join(self._of_region(each, said) for each, _, said in outcomes if said.strip())
            met = results == {TestResult.MET}
            tests.append(AssessedTest(test, met, reason, differs=len(results) > 1))
        return tuple(tests)

    def _of_region(self, assessment: Assessment, said: str) -> str:
        """Return a reason as it is, or with its region before it where several regions are assessed."""
        if len(self.assessments) == 1:
            return said
        region = self.uow.get(Authority, assessment.region_id or "")
        return f"{region.name if region else 'Hele landet'}: {said}"

    def _shared(self) -> LetterFacts:
        settings, uow = self.desk.settings, self.uow
        person = uow.one(Person, account=self.desk.actor.account)
        agency = settings.agency_name(self.dated)
        address = settings.sender.address_lines
        publication = REACH[self.kind] is Reach.PUBLIC
        basis = topic(uow, self.step, self.kind)
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
                reports_due_on=self._reports_due(),
            ),
            group=self._group(),
            subject_line=self._group_title(),
            legal_basis=tuple(
                LegalBasis(known.act, known.citation, known.wording, known.standing is Standing.READ)
                for known in legal_basis(uow, self.announcement, basis, self.dated)
                if known.paragraph
            ),
            tests=self._tests(),
            what_is_asked=self.step.what_is_asked,
            answer_by=self._answer_by(),
            case_number=self.case.case_number or self.case.number,
            document_number="",
            caseworker=Official(
                name=person.name if person else self.desk.actor.name,
                title=person.title if person else "",
                telephone=(person.telephone if person else "") or settings.sender.telephone,
                email=(person.email if person else "") or settings.sender.email,
            ),
            contact_email=settings.sender.email,
            contact_telephone=settings.sender.telephone,
            reports=self._reports(),
            follow_up=self._follow_up(),
            evidence=tuple(self._evidence(pin) for pin in self.pinned),
            councils=min((len(found) for found in self.around.councils.values()), default=0),
            overall_reason="\n".join(
                self._of_region(known, known.conclusion_reason)
                for known in self.assessments
                if known.conclusion_reason.strip()
            ),
            copies=copies(uow, self.kind, self.around),
            threshold=settings.threshold_publication if publication else settings.threshold_authorities,
            attach_evidence=settings.attach_evidence,
            negotiated_on=self._negotiated(),
            form_title=self._form_title(),
            confirmations={
                known.block: Confirmation(known.text, known.decided_by, known.decided_on)
                for known in uow.all(BlockDecision, step_id=self.step.id)
            },
            step=step_facts(uow, self.case, self.announcement, self.step, self.kind, self.assessments),
        )

    def _asked_until(self) -> list[dt.date]:
        here = {region.id for region in self.around.regions}
        asked = self.uow.all(AnnouncementRegion, announcement_id=self.announcement.id)
        return [known.due_on for known in asked if known.region_id in here]

    def _reports_due(self) -> dt.date | None:
        """Return the deadline of the first reports where it is past and the same for all regions concerned."""
        days = set(self._asked_until())
        return days.pop() if len(days) == 1 and max(days) < self.dated else None

    def _answer_by(self) -> dt.date | None:
        """Return the day set in the step; for the announcement and its annexes the earliest of its regions."""
        if self.step.deadline_on is not None or self.kind not in (LetterKind.ANNOUNCEMENT, LetterKind.GUIDANCE):
            return self.step.deadline_on
        return min(self._asked_until(), default=None)

    def _negotiated(self) -> dt.date | None:
        days = [
            step.taken_on
            for step in self.uow.all(Step, case_id=self.case.id, kind=StepKind.MINISTRY_NEGOTIATION)
            if step.taken_on and step.position <= self.step.position
        ]
        return max(days, default=None)

    def _form_title(self) -> str:
        """Return the form that the annexes of the announcement speak of."""
        if self.kind not in (LetterKind.GUIDANCE, LetterKind.QUESTIONS):
            return ""
        known = self.announcement.template_id or self.announcement.regional_template_id
        form = self.uow.get(ReportingTemplate, known or "")
        return form.title if form else ""

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
        """Return the reports that the assessments rest on, the joint answers first."""
        if not self.assessments:
            return ()
        here = [region.id for region in self.around.regions]
        reports = self.uow.all(Report, announcement_id=self.announcement.id, region_id=here)
        keys = [report.joint_submission_id for report in reports if report.joint_submission_id]
        keys += [key for key in self.submissions if key not in keys]
        return tuple(self._received(self._submission(key)) for key in keys)

    def _received(self, submission: Submission) -> ReportReceived:
        sender = self._sender(submission)
        own = sender.kind is AuthorityKind.MUNICIPALITY
        return ReportReceived(sender.official_name, self._source(submission), council_id=sender.id if own else "")

    def _follow_up(self) -> tuple[FollowUp, ...]:
        steps = [
            step
            for step in self.uow.all(Step, case_id=self.case.id, kind=[StepKind.DIALOGUE, StepKind.STATUS_REQUEST])
            if step.id != self.step.id
            and (step.region_id is None or step.region_id in {region.id for region in self.around.regions})
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
            region_id=self.around.region_of(sender.id),
            regional=sender.kind is AuthorityKind.REGION,
            count=answer.type is FieldType.COUNT,
            value=float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None,
            test=Test(pin.test) if pin.test else None,
        )
