"""The history of whatever is chosen on a page, by the key that the page knows it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment
from koorddesk.domain.reports import ReportingTemplate
from koorddesk.services.queries import HistoryRow, history

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


def history_of(desk: Desk, key: str) -> list[HistoryRow]:
    """Return what happened to a record, oldest first, by its id, a form's code, or ``announcement code/region id``."""
    with desk.store.reader() as uow:
        code, _, region = key.partition("/")
        announcement = uow.one(Announcement, code=code) if region else None
        found: list[Assessment] | list[ReportingTemplate] = uow.all(ReportingTemplate, code=key)
        if announcement is not None:
            found = uow.all(Assessment, announcement_id=announcement.id, region_id=region)
        ids = [known.id for known in found] or [key.partition("#")[0]]
    return sorted((row for record_id in ids for row in history(desk, record_id)), key=lambda row: row.when)
