"""Finding an announcement by its code."""

from __future__ import annotations

from koorddesk.domain.announcements import Announcement
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.store.uow import UnitOfWork

register({"no-such-announcement": N_('There is no announcement with the code "%(code)s". Check the code in the list.')})


def announcement_by_code(uow: UnitOfWork, code: str) -> Announcement:
    """Return the announcement with this short code; raises UserError where there is none."""
    found = uow.one(Announcement, code=code)
    if found is None:
        raise UserError("no-such-announcement", code=code)
    return found
