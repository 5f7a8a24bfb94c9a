"""What several forms say together: this round and the last, municipal forms and the joint answer, one offer twice.

Computed from the accepted submissions whenever it is asked for, by the rules of their forms; nothing of it is written
into a form. A warning is accepted with a written reason, which holds while the answers it rests on stay the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority, AuthorityKind, Succession, answering_for
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import offer_key
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState, WarningAcceptance
from koorddesk.errors import UserError
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.announcements import current_submissions
from koorddesk.services.corrections import standing_answers
from koorddesk.services.joint_report import regions_answered
from koorddesk.services.offer_lookup import offer_register
from koorddesk.services.offer_matching import matches
from koorddesk.services.queries import members_asked
from koorddesk.services.template_lookup import latest_version
from koorddesk.services.template_rules import RuleRow, list_rules, rule_sentence
from koorddesk.services.templates import store_version
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.across import Across, Sent, changes, in_force, joint, offers_told, pairs
from koorddesk.workbooks.rules import IN_FORCE, JOINT
from koorddesk.workbooks.template import Rule, Template

if TYPE_CHECKING:
    from koorddesk.domain.values import CellRef
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class PlaceRow:
    """One answer that a comparison rests on."""

    submission_id: str
    sender_name: str
    sheet: str
    cell: str
    raw: str


@dataclass(frozen=True)
class CrossRow:
    """One thing that several forms say together, with the rule and the answers it rests on.

    ``id`` stays the same while those answers do. ``accepted_reason`` is what a caseworker wrote about a warning.
    """

    id: str
    code: str
    severity: Severity
    message: str
    suggestion: str
    rule: str
    places: tuple[PlaceRow, ...]
    accepted_reason: str


@dataclass(frozen=True)
class PairRow:
    """A field of the joint answer and the municipal field it is likely to sum up; not in force until taken."""

    regional_field: str
    regional_label: str
    municipal_field: str
    municipal_label: str


def cross_findings(
    desk: Desk, announcement_code: str, region_code: str | None = None, submission_id: str | None = None
) -> list[CrossRow]:
    """Return what the accepted forms of an announcement say together, warnings first.

    ``region_code`` keeps what concerns a region's own or its municipalities' forms, ``submission_id`` what rests on
    one submission.
    """
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        board = Board(uow, announcement)
        wanted = board.of_region(region_code) if region_code else None
        rows = [
            _row(desk, uow, found, board)
            for found in board.found()
            if (wanted is None or any(point.submission_id in wanted for point in found.points))
            and (submission_id is None or any(point.submission_id == submission_id for point in found.points))
        ]
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return sorted(rows, key=lambda row: (order[row.severity], row.code, danish_key(row.message), row.id))


def accept_cross_finding(desk: Desk, announcement_code: str, row_id: str, reason: str) -> Changes:
    """Accept a warning about several forms with a written reason."""
    if not reason.strip():
        raise UserError("reason-needed")
    with desk.store.unit_of_work() as uow:
        board = Board(uow, announcement_by_code(uow, announcement_code))
        found = next((each for each in board.found() if _identity(each) == row_id), None)
        if found is None:
            raise UserError("no-such-finding")
        if found.severity is not Severity.WARNING:
            raise UserError("not-a-warning")
        accept_comparisons(desk, uow, [found], reason)
        return uow.commit(Summary(N_("a warning accepted with a reason")), reason)


def open_comparisons(uow: UnitOfWork, announcement: Announcement, region_id: str | None) -> list[Across]:
    """Return the warnings about several forms, of a region or of the whole country, that nobody has accepted."""
    board = Board(uow, announcement)
    wanted = board.of_region(region_id) if region_id else None
    return [
        found
        for found in board.found()
        if found.severity is Severity.WARNING
        and (wanted is None or any(point.submission_id in wanted for point in found.points))
        and _acceptance(uow, found) is None
    ]


def accept_comparisons(desk: Desk, uow: UnitOfWork, warned: Sequence[Across], reason: str) -> None:
    """Accept warnings about several forms with one reason, in the unit of work at hand."""
    for found in warned:
        first = found.points[0]
        uow.add(
            WarningAcceptance(
                new_id(),
                first.submission_id,
                found.code,
                str(first.template_at),
                first.row,
                _identity(found),
                reason.strip(),
                desk.actor.name,
                desk.today(),
            )
        )


def proposed_pairs(desk: Desk, announcement_code: str) -> list[PairRow]:
    """Return which fields of the joint answer are likely to sum up which municipal fields, and are no rules yet."""
    with desk.store.reader() as uow:
        municipal, regional = _forms(uow, announcement_by_code(uow, announcement_code))
        if municipal is None or regional is None:
            return []
        return [
            PairRow(
                rule.fields[0],
                regional.field(rule.fields[0]).label,
                rule.values[1],
                municipal.field(rule.values[1]).label,
            )
            for rule in _proposed(regional, municipal)
        ]


def adopt_pair(desk: Desk, announcement_code: str, regional_field: str, municipal_field: str) -> list[RuleRow]:
    """Make it a rule of the regional form that a field agrees with a municipal field; it then is a warning."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        municipal, regional = _forms(uow, announcement)
        if (
            municipal is None
            or regional is None
            or all(each.id != regional_field for each in regional.fields)
            or all(each.id != municipal_field for each in municipal.fields)
        ):
            raise UserError("no-such-field")
        rule = Rule(JOINT, (regional_field,), (municipal.code, municipal_field), "warning", IN_FORCE, desk.actor.name)
        others = [known for known in regional.rules if known.key != rule.key]
        current = latest_version(uow, regional.code)
        versions = uow.all(ReportingTemplate, code=regional.code)
        data = uow.file(current.file_sha256)
        store_version(desk, uow, versions, data, current.file_name, regional.with_rules([*others, rule]))
        uow.commit(Summary(N_("check added to the form %(code)s"), {"code": regional.code}))
    return list_rules(desk, regional.code)


def _forms(uow: UnitOfWork, announcement: Announcement) -> tuple[Template | None, Template | None]:
    """Return the latest versions of an announcement's municipal and regional forms."""
    found = []
    for key in (announcement.template_id, announcement.regional_template_id):
        record = uow.get(ReportingTemplate, key) if key else None
        found.append(Template.from_json(latest_version(uow, record.code).definition) if record else None)
    return found[0], found[1]


def _proposed(regional: Template, municipal: Template) -> list[Rule]:
    """Return likely pairs of which no caseworker has said anything yet."""
    known = {rule.fields[0] for rule in regional.rules if rule.kind == JOINT}
    return [rule for rule in pairs(regional, municipal) if rule.fields[0] not in known]


class Board:
    """The accepted forms of one announcement, and what they are compared with."""

    def __init__(self, uow: UnitOfWork, announcement: Announcement) -> None:
        self.uow, self.announcement = uow, announcement
        self.authorities = {authority.id: authority for authority in uow.all(Authority)}
        self.templates: dict[str, Template] = {}
        everything = uow.all(Submission, announcement_id=announcement.id)
        self.submissions = [s for s in current_submissions(everything) if s.state is SubmissionState.ACCEPTED]
        self.sent = {s.id: sent for s in self.submissions if (sent := self._sent(s)) is not None}
        self.rules_of = {sent.submission_id: sent.template for sent in self.sent.values()}

    def _sent(self, submission: Submission) -> Sent | None:
        sender = self.authorities.get(submission.sender_id or "")
        if sender is None or submission.template_id is None:
            return None
        record = self.uow.get(ReportingTemplate, submission.template_id)
        if record is None:
            return None
        # The rules are those of the form as it stands now; where its fields moved, those of the version sent.
        template = self._template(latest_version(self.uow, record.code))
        answers = standing_answers(self.uow, submission.id)
        if not {answer.template_at for answer in answers} <= {each.template_at for each in template.fields}:
            template = self._template(record)
        return Sent(submission.id, sender.code or sender.name, sender.name, template, answers)

    def _template(self, record: ReportingTemplate) -> Template:
        if record.id not in self.templates:
            self.templates[record.id] = Template.from_json(record.definition)
        return self.templates[record.id]

    def of_region(self, region_code: str) -> set[str]:
        """Return the submissions of a region, or of whoever has taken over from it, and of its municipalities."""
        region = self._region(region_code)
        members, heirs = {region.id}, self.uow.all(Succession)
        for asked in regions_answered(self.uow, self.announcement.id, region.id):
            members |= answering_for(asked.region_id, heirs)
            council_region = self.authorities[asked.region_id]
            members |= {member.id for member in members_asked(self.uow, self.announcement, council_region)}
        return {submission.id for submission in self.submissions if submission.sender_id in members}

    def _region(self, code: str) -> Authority:
        found = next(
            (a for a in self.authorities.values() if a.kind is AuthorityKind.REGION and code in (a.code, a.name, a.id)),
            None,
        )
        if found is None:
            raise UserError("region-not-asked")
        return found

    def found(self) -> list[Across]:
        """Return everything the forms say together."""
        return [*self._joint(), *self._offers(), *self._changes()]

    def _joint(self) -> list[Across]:
        found: list[Across] = []
        municipal, regional = _forms(self.uow, self.announcement)
        for submission in self.submissions:
            sender = self.authorities.get(submission.sender_id or "")
            sent = self.sent.get(submission.id)
            if sender is None or sent is None or sender.kind is not AuthorityKind.REGION:
                continue
            own = self.of_region(sender.id) - {submission.id}
            theirs = [self.sent[key] for key in sorted(own) if key in self.sent]
            rules = [*in_force(sent.template, JOINT)]
            if municipal is not None and regional is not None and sent.template.code == regional.code:
                rules += _proposed(sent.template, municipal)
            found += joint(sent, theirs, rules)
        return found

    def _offers(self) -> list[Across]:
        known = offer_register(self.uow)
        which: dict[tuple[str, CellRef, int | None], tuple[str, str]] = {}
        for sent in self.sent.values():
            named: dict[tuple[CellRef, int | None], list[tuple[str, str]]] = {}
            for each, match in matches(self.uow, sent.submission_id, known):
                key = match.known.offer_id if match.known else offer_key(each.part)
                shown = match.known.name if match.known else each.part
                named.setdefault((each.answer.template_at, each.answer.row), []).append((key, shown))
            # A row that names several offers describes none of them by itself.
            which |= {(sent.submission_id, *place): who[0] for place, who in named.items() if len(who) == 1}
        return list(offers_told(list(self.sent.values()), which))

    def _changes(self) -> list[Across]:
        found: list[Across] = []
        for submission in self.submissions:
            now = self.sent.get(submission.id)
            if now is None or submission.template_id is None:
                continue
            if (old := self.before(submission)) is not None:
                found += changes(old, now)
        return found

    def before(self, submission: Submission) -> Sent | None:
        """Return what the sender of an accepted form sent in the last round on the same form, or None."""
        now = self.sent.get(submission.id)
        earlier = self._round_before(submission, now.template.code) if now is not None else None
        return self._sent(earlier) if earlier is not None else None

    def _round_before(self, submission: Submission, code: str) -> Submission | None:
        """Return the sender's last accepted form of this kind under another announcement, received earlier."""
        versions = {version.id for version in self.uow.all(ReportingTemplate, code=code)}
        earlier = [
            known
            for known in current_submissions(self.uow.all(Submission, sender_id=submission.sender_id))
            if known.announcement_id != self.announcement.id
            and known.template_id in versions
            and known.state is SubmissionState.ACCEPTED
            and known.received_on < submission.received_on
        ]
        return max(earlier, key=lambda known: known.received_on, default=None)


def _identity(found: Across) -> str:
    """Return what names a comparison while the answers it rests on stay the same."""
    parts = [found.code, found.rule.key]
    for point in found.points:
        parts += [point.submission_id, str(point.template_at), str(point.row), point.raw]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _acceptance(uow: UnitOfWork, found: Across) -> WarningAcceptance | None:
    submission_id = found.points[0].submission_id
    return uow.one(WarningAcceptance, submission_id=submission_id, code=found.code, raw=_identity(found))


def _row(desk: Desk, uow: UnitOfWork, found: Across, board: Board) -> CrossRow:
    finding = Finding(found.code, found.params)
    accepted = _acceptance(uow, found)
    return CrossRow(
        id=_identity(found),
        code=found.code,
        severity=found.severity,
        message=finding.message(desk.translator),
        suggestion=finding.suggestion(desk.translator),
        rule=_sentence(desk, found.rule, board.rules_of, [point.submission_id for point in found.points]),
        places=tuple(
            PlaceRow(point.submission_id, point.sender_name, point.at.sheet, point.at.cell, point.raw)
            for point in found.points
        ),
        accepted_reason=accepted.reason if accepted else "",
    )


def _sentence(desk: Desk, rule: Rule, templates: Mapping[str, Template], submission_ids: Sequence[str]) -> str:
    """Return the rule's sentence, from whichever of the forms has its fields."""
    for template in (templates[key] for key in submission_ids if key in templates):
        if all(any(each.id == wanted for each in template.fields) for wanted in rule.fields):
            return rule_sentence(desk.translator, template, rule)
    return ""
