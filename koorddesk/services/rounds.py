"""What has changed since the last round: every figure of the accepted forms against the sender's last accepted form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.reports import Submission
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.cross_checks import Board, PlaceRow
from koorddesk.sorting import danish_key
from koorddesk.workbooks.across import Moved, Sent, moved

if TYPE_CHECKING:
    from koorddesk.domain.values import Answer
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class ChangeRow:
    """One figure of one sender in two rounds; ``number`` is the answer's number in the form of this round.

    ``difference`` and ``percent`` are empty where one of the rounds gives no plain figure; ``percent`` besides where
    the last round said 0. ``then`` and ``now`` lead to the two cells.
    """

    id: str
    sender_name: str
    label: str
    before: float | None
    after: float | None
    difference: float | None
    percent: float | None
    before_on: dt.date
    number: int | None
    then: PlaceRow | None
    now: PlaceRow | None


def changes_since_last_round(desk: Desk, announcement_code: str, region_code: str | None = None) -> list[ChangeRow]:
    """Return what has changed in the forms of a region (or of all), by sender and in the order of the form.

    A sender that sent nothing in an earlier round on the same form is not among them.
    """
    with desk.store.reader() as uow:
        board = Board(uow, announcement_by_code(uow, announcement_code))
        wanted = board.of_region(region_code) if region_code else None
        rows = []
        for submission in board.submissions:
            now, old = board.sent.get(submission.id), board.before(submission)
            if now is None or old is None or (wanted is not None and submission.id not in wanted):
                continue
            earlier = uow.get(Submission, old.submission_id)
            assert earlier is not None
            rows += [_row(each, old, now, earlier.received_on) for each in moved(old, now)]
    return sorted(rows, key=lambda row: danish_key(row.sender_name))


def _row(each: Moved, old: Sent, now: Sent, before_on: dt.date) -> ChangeRow:
    both = each.before is not None and each.now is not None
    difference = (each.now or 0) - (each.before or 0) if both else None
    place = each.now_at or each.then_at
    assert place is not None
    return ChangeRow(
        id=f"{now.submission_id}/{place.template_at}/{place.row}",
        sender_name=now.sender_name,
        label=each.label,
        before=each.before,
        after=each.now,
        difference=difference,
        percent=100 * difference / each.before if difference is not None and each.before else None,
        before_on=before_on,
        number=1 + list(now.answers).index(each.now_at) if each.now_at is not None else None,
        then=_place(old, each.then_at),
        now=_place(now, each.now_at),
    )


def _place(sent: Sent, answer: Answer | None) -> PlaceRow | None:
    if answer is None:
        return None
    at = answer.at or answer.template_at
    return PlaceRow(sent.submission_id, sent.sender_name, at.sheet, at.cell, answer.raw)
