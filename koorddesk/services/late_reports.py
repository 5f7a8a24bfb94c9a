"""Reminders to those who are late: one letter to each council that has sent nothing after its region's deadline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.letters import LetterKind
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.cases import open_case
from koorddesk.services.intake import Progress
from koorddesk.services.letters import draft_letters
from koorddesk.services.queries import LetterRow

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "reminder-not-issued": N_("The announcement %(code)s has not been issued, so nobody can be reminded of it."),
    }
)


def draft_reminders(
    desk: Desk,
    announcement_code: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[LetterRow]:
    """Draft the reminders of an announcement and return them; the case is opened with the first where there is none.

    Raises UserError where the announcement is not issued, or nobody is late.
    """
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        known = uow.one(Case, announcement_id=announcement.id)
        issued = announcement.issued_on or announcement.issued_text
    if not issued:
        raise UserError("reminder-not-issued", code=announcement_code)
    number = known.number if known is not None else open_case(desk, announcement_code).case_number
    with desk.store.reader() as uow:
        case = uow.one(Case, number=number)
        assert case is not None
        steps = uow.all(Step, case_id=case.id, kind=StepKind.ANNOUNCEMENT)
        step = max(steps, key=lambda one: one.position)
    return draft_letters(desk, number, step.id, progress, cancelled, kind=LetterKind.REMINDER)
