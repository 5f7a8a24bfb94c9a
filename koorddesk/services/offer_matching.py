"""Which offers a submission names: matched, proposed with the reason, and settled by a caseworker.

Only numbers and equal names are taken; what a caseworker confirms is remembered as a spelling and, for that answer,
as what it means at which level (the whole offer or a department of it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import Department, Level, Offer, OfferMention, level_of
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState, WarningAcceptance
from koorddesk.errors import UserError, register
from koorddesk.findings import Severity
from koorddesk.i18n import N_, Translator
from koorddesk.services.announcements import current_submissions
from koorddesk.services.corrections import standing_answers
from koorddesk.services.offer_lookup import offer_register
from koorddesk.services.offers import learn_offer_name, required_offer
from koorddesk.services.warnings import accepted_reasons, warning_key
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.offer_names import Named, offers_named
from koorddesk.workbooks.offer_register import How, OfferMatch, OfferRegister, Proposal, Why, match_offer
from koorddesk.workbooks.template import Template

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-offer-named": N_("This answer names no such offer any more. Open the submission again."),
        "no-such-department": N_("The offer has no such department any more. Look at the offer again."),
    }
)

HOW_WORDS = {
    How.PORTAL_NUMBER: N_("by its number at Tilbudsportalen"),
    How.P_NUMBER: N_("by its P-number"),
    How.CVR_AND_NAME: N_("by its CVR number and name"),
    How.NAME: N_("by its name"),
    How.ALIAS: N_("by a spelling that is known"),
    How.SETTLED: N_("as a caseworker has said"),
}
_WHY_WORDS = {
    Why.SAME_NAME: N_("has the same name"),
    Why.NUMBER: N_("has the number given"),
    Why.SPELLING: N_("is spelled nearly so (%(score)d of 100)"),
    Why.SAME_WORDS: N_("has the same words in another order"),
    Why.SAME_CVR: N_("has the same CVR number"),
    Why.SAME_BEGINNING: N_("is the name before the comma or bracket"),
}
_NOT_UNDERSTOOD = {"offer-ambiguous", "offer-numbers-differ"}


@dataclass(frozen=True)
class ProposalRow:
    """An offer that may be meant, and why."""

    offer_id: str
    department_id: str | None
    shown: str
    reason: str


@dataclass(frozen=True)
class NamedRow:
    """One offer that an answer names, and what it was matched to.

    ``offer_id`` is None while nothing may be taken. ``how`` says by what it was matched, in words.
    """

    answer_number: int
    row: int | None
    sheet: str
    cell: str
    label: str
    part: str
    offer_id: str | None
    department_id: str | None
    level: Level | None
    shown: str
    how: str
    proposals: tuple[ProposalRow, ...]


def named_offers(desk: Desk, submission_id: str) -> list[NamedRow]:
    """Return every offer a submission names, in the order of the form."""
    with desk.store.reader() as uow:
        known = offer_register(uow)
        return [_row(desk.translator, named, match) for named, match in matches(uow, submission_id, known)]


@dataclass(frozen=True)
class FormNameRow:
    """One offer that an accepted form names, with the form it stands in."""

    id: str
    submission_id: str
    file_name: str
    sender_name: str
    named: NamedRow


def names_in_forms(desk: Desk) -> list[FormNameRow]:
    """Return every offer that the accepted forms name, those not settled first, then by name in Danish order."""
    with desk.store.reader() as uow:
        known = offer_register(uow)
        senders = {authority.id: authority.name for authority in uow.all(Authority)}
        rows = []
        for submission in current_submissions(uow.all(Submission)):
            if submission.state is not SubmissionState.ACCEPTED:
                continue
            for named, match in matches(uow, submission.id, known):
                row = _row(desk.translator, named, match)
                rows.append(
                    FormNameRow(
                        f"{submission.id}/{row.answer_number}/{row.part}",
                        submission.id,
                        submission.file_name,
                        senders.get(submission.sender_id or "", ""),
                        row,
                    )
                )
    return sorted(rows, key=lambda row: (row.named.offer_id is not None, danish_key(row.named.part), row.sender_name))


def matches(uow: UnitOfWork, submission_id: str, known: OfferRegister) -> list[tuple[Named, OfferMatch]]:
    """Return every offer a submission names with what it means: as settled, else as matched by the register."""
    submission = uow.get(Submission, submission_id)
    template = uow.get(ReportingTemplate, submission.template_id) if submission and submission.template_id else None
    if submission is None or template is None:
        return []
    settled = {(m.template_cell, m.row, m.part): m for m in uow.all(OfferMention, submission_id=submission_id)}
    answers = standing_answers(uow, submission_id)
    found = []
    for named in offers_named(Template.from_json(template.definition), answers):
        mention = settled.get((str(named.answer.template_at), named.answer.row, named.part))
        entry = known.by_id.get((mention.offer_id, mention.department_id)) if mention else None
        if entry is not None:
            found.append((named, OfferMatch(entry, How.SETTLED)))
        else:
            found.append((named, match_offer(named.given, known, submission.received_on)))
    return found


def settle_offer(
    desk: Desk,
    submission_id: str,
    answer_number: int,
    part: str,
    offer_id: str,
    department_id: str | None = None,
    *,
    remember: bool = True,
) -> Changes:
    """Say which offer, or which department of it, a name in an answer means.

    The spelling is remembered unless it may mean another offer too; then it holds for this answer alone.
    """
    with desk.store.unit_of_work() as uow:
        named = _named(uow, submission_id, answer_number, part)
        offer = required_offer(uow, offer_id)
        if department_id is not None and (
            (found := uow.get(Department, department_id)) is None or found.offer_id != offer_id
        ):
            raise UserError("no-such-department")
        _settle(desk, uow, submission_id, named, offer, department_id, remember=remember)
        return uow.commit(Summary(N_('"%(text)s" means %(name)s'), {"text": part[:60], "name": offer.name}))


def add_named_offer(desk: Desk, submission_id: str, answer_number: int, part: str) -> Changes:
    """Add an offer to the register under the name an answer gives it, with the numbers beside it and nothing more."""
    with desk.store.unit_of_work() as uow:
        named = _named(uow, submission_id, answer_number, part)
        given = named.given
        submission = uow.get(Submission, submission_id)
        offer = Offer(
            new_id(),
            part,
            portal_number=given.portal_number,
            cvr=given.cvr,
            p_number=given.p_number,
            source=submission.file_name if submission else "",
        )
        uow.add(offer)
        _settle(desk, uow, submission_id, named, offer, None, remember=False)
        return uow.commit(Summary(N_("offer %(name)s added"), {"name": offer.name}))


def _named(uow: UnitOfWork, submission_id: str, answer_number: int, part: str) -> Named:
    for named, _ in matches(uow, submission_id, OfferRegister()):
        if (named.number, named.part) == (answer_number, part):
            return named
    raise UserError("no-offer-named")


def _settle(
    desk: Desk,
    uow: UnitOfWork,
    submission_id: str,
    named: Named,
    offer: Offer,
    department_id: str | None,
    *,
    remember: bool,
) -> None:
    answer = named.answer
    cell = str(answer.template_at)
    mention = uow.one(OfferMention, submission_id=submission_id, template_cell=cell, row=answer.row, part=named.part)
    if mention is None:
        mention = OfferMention(new_id(), submission_id, cell, answer.row, named.part, offer.id, Level.OFFER)
        uow.add(mention)
    mention.offer_id, mention.department_id, mention.level = offer.id, department_id, level_of(department_id)
    mention.settled_by, mention.settled_on = desk.actor.name, desk.today()
    means = {entry.offer_id for entry, _ in offer_register(uow).called(named.part)} - {offer.id}
    if remember and not means:
        learn_offer_name(uow, offer.id, department_id, named.part, desk.actor.name, desk.today())
    _answer_warnings(desk, uow, submission_id, named, offer)


def _answer_warnings(desk: Desk, uow: UnitOfWork, submission_id: str, named: Named, offer: Offer) -> None:
    """Give the warning that asked which offer is meant its answer as its reason."""
    accepted = accepted_reasons(uow, submission_id)
    for finding in uow.findings(submission_id):
        same = finding.template_at == named.answer.template_at and finding.row == named.answer.row
        if same and finding.code in _NOT_UNDERSTOOD and warning_key(finding) not in accepted:
            assert finding.severity is Severity.WARNING
            code, cell, row = warning_key(finding)
            reason = f"{named.part}: {offer.name}"
            who, when = desk.actor.name, desk.today()
            uow.add(WarningAcceptance(new_id(), submission_id, code, cell, row, named.answer.raw, reason, who, when))


def _row(translator: Translator, named: Named, match: OfferMatch) -> NamedRow:
    place = named.answer.at or named.answer.template_at
    known = match.known
    return NamedRow(
        answer_number=named.number,
        row=named.answer.row,
        sheet=place.sheet,
        cell=place.cell,
        label=named.answer.label,
        part=named.part,
        offer_id=known.offer_id if known else None,
        department_id=known.department_id if known else None,
        level=known.level if known else None,
        shown=known.shown if known else "",
        how=translator.text(HOW_WORDS[match.how]) if match.how else "",
        proposals=tuple(_proposal(translator, proposal) for proposal in match.proposals),
    )


def _proposal(translator: Translator, proposal: Proposal) -> ProposalRow:
    known = proposal.known
    reason = translator.text(_WHY_WORDS[proposal.why], score=proposal.score)
    return ProposalRow(known.offer_id, known.department_id, known.shown, reason)
