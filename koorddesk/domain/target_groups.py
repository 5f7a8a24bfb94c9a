"""Target groups (målgrupper), their criteria and titles, and interventions (særlige indsatser).

Source: facts 5.1-5.2. A group is covered when at least one of two criteria is met, with a reason. Titles change;
nothing is ever keyed on a title.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from koorddesk.domain.authorities import in_force


class Criterion(enum.StrEnum):
    """The two criteria (kriterier) of which at least one has to be met."""

    SMALL = "small"  # very small, very limited ground for building specialised knowledge
    COMPLEX = "complex"  # complexity or several problems that take specialised, also cross-disciplinary knowledge


class Subject(enum.StrEnum):
    """The area a group belongs to: the social area, special education, or both."""

    SOCIAL = "social"
    SPECIAL_EDUCATION = "special-education"
    BOTH = "both"


@dataclass(eq=False)
class TargetGroup:
    """People covered by the coordination structure (målgruppe).

    ``age_from`` and ``age_to`` are whole years, both included; None is open. ``proof`` says why the record exists.
    """

    id: str
    age_from: int | None
    age_to: int | None
    subject: Subject
    active: bool = False
    proof: str = ""
    note: str = ""


@dataclass(eq=False)
class TargetGroupTitle:
    """What a group was called in a period (målgruppetitel)."""

    id: str
    group_id: str
    title: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(eq=False)
class CriterionReason:
    """Why a group meets a criterion, when that was judged, on what source, and when it is looked at again."""

    id: str
    group_id: str
    criterion: Criterion
    reason: str
    dated: dt.date | None
    source: str
    review_on: dt.date | None = None


@dataclass(eq=False)
class Intervention:
    """What an announcement may name instead of a whole group (særlig indsats)."""

    id: str
    title: str
    group_id: str


def may_be_active(group_id: str, reasons: Iterable[CriterionReason]) -> bool:
    """Tell whether a group has at least one reasoned criterion, without which it cannot be active."""
    return any(reason.group_id == group_id and reason.reason.strip() for reason in reasons)


def title_on(titles: Iterable[TargetGroupTitle], day: dt.date) -> str:
    """Return the title in force on a day, or the latest known one, or an empty string."""
    known = sorted(titles, key=lambda title: title.valid_from or dt.date.min)
    current = [title for title in known if in_force(title.valid_from, title.valid_to, day)]
    return (current or known)[-1].title if known else ""
