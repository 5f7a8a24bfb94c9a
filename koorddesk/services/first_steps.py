"""The way from an empty store to the first letters: what is done, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment
from koorddesk.domain.letters import Letter
from koorddesk.domain.reports import ReportingTemplate, Submission

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class FirstSteps:
    """Which of the five first steps is done, in their order."""

    form: bool
    announcement: bool
    answers: bool
    assessment: bool
    letters: bool

    @property
    def next_step(self) -> str:
        """The name of the first step that is not done, empty when all are."""
        return next((name for name, done in vars(self).items() if not done), "")


def first_steps(desk: Desk) -> FirstSteps:
    """Return how far a store has come on the way from nothing to its first letters."""
    with desk.store.reader() as uow:
        return FirstSteps(
            form=bool(uow.all(ReportingTemplate)),
            announcement=bool(uow.all(Announcement, historical=False)),
            answers=bool(uow.all(Submission)),
            assessment=any(known.final for known in uow.all(Assessment)),
            letters=bool(uow.all(Letter)),
        )
