"""Asking the councils of a region for renewed consideration: the step of the chain that the letters are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Case, StepKind
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.case_lookup import case_of, current_assessment
from koorddesk.services.casework import scope_name, scope_of
from koorddesk.services.chain import ChecklistRow, StepDraft, apply_step, checklist_rows
from koorddesk.services.chain_situation import resolve
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

__all__ = ["ChecklistRow", "RequestMade", "request_checklist", "request_renewed_consideration"]

register({"asked-empty": N_("Write what the councils are asked to answer.")})


@dataclass(frozen=True)
class RequestMade:
    """A request that was made: its case, its step, and what was written."""

    case_number: str
    step_id: str
    changes: Changes


def request_checklist(desk: Desk, announcement_code: str, region_code: str | None) -> list[ChecklistRow]:
    """Return the preconditions of a request to a region's councils, or to all that were asked, with their sources."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        draft = _draft(desk, uow, announcement, scope_of(uow, announcement, region_code))
        case = uow.one(Case, announcement_id=announcement.id)
        proposed = resolve(desk, uow, announcement, draft).proposed
        return checklist_rows(desk, uow, announcement, case, draft, proposed, written=False)


def request_renewed_consideration(
    desk: Desk,
    announcement_code: str,
    region_code: str | None,
    *,
    what_is_asked: str,
    deadline: dt.date,
    passed: Mapping[str, str] | None = None,
) -> RequestMade:
    """Make the request to the councils of one region on its concluded assessment, or to all on the national one.

    ``passed`` gives a written reason for each precondition of practice that does not hold. Raises UserError naming
    the first precondition that stops the request.
    """
    if not what_is_asked.strip():
        raise UserError("asked-empty")
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = scope_of(uow, announcement, region_code)
        case = case_of(desk, uow, announcement)
        draft = _draft(desk, uow, announcement, region, what_is_asked, deadline)
        step, _ = apply_step(desk, uow, case, draft, passed)
        changes = uow.commit(
            Summary(
                N_("renewed consideration asked of the councils of %(region)s"), {"region": scope_name(desk, region)}
            )
        )
        return RequestMade(case.number, step.id, changes)


def _draft(
    desk: Desk,
    uow: UnitOfWork,
    announcement: Announcement,
    region: Authority | None,
    what_is_asked: str = "",
    deadline: dt.date | None = None,
) -> StepDraft:
    current = current_assessment(uow, announcement, region)
    return StepDraft(
        StepKind.RENEWED_CONSIDERATION_REQUEST,
        desk.today(),
        regions=(region.id,) if region else (),  # none is everybody that the announcement asks
        text=what_is_asked,
        deadline=deadline,
        assessment_id=current.id if current else None,
    )
