"""Legal references (hjemmel) as dated data, and which act a letter stands on.

Source: facts 1.1-1.4. What is not read in a source is an empty or unconfirmed record that legal staff fill in; a
letter that needs it says what is missing. The program never invents law.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from koorddesk.domain.authorities import in_force

CHILDRENS_ACT_IN_FORCE = dt.date(2024, 1, 1)  # barnets lov, facts 1.4
ADULT_AGE = 18


class Act(enum.StrEnum):
    """The two acts the structure stands on."""

    SERVICE_ACT = "serviceloven"
    CHILDRENS_ACT = "barnets lov"


class Standing(enum.StrEnum):
    """How sure a legal record is: read in a source, known but unconfirmed, or not known at all."""

    READ = "read"
    UNCONFIRMED = "unconfirmed"
    MISSING = "missing"


@dataclass(eq=False)
class LegalReference:
    """One provision in the wording used in letters, in force in a period (hjemmel).

    ``topic`` names what it is the basis of ("renewed-consideration-request", "temporary-order", ...).
    """

    id: str
    topic: str
    act: Act
    paragraph: str
    section: str
    wording: str
    standing: Standing
    source: str
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    confirmed_by: str = ""
    confirmed_on: dt.date | None = None

    @property
    def citation(self) -> str:
        """Return the reference as a Danish letter writes it: "servicelovens § 13 b, stk. 3"."""
        act = {Act.SERVICE_ACT: "servicelovens", Act.CHILDRENS_ACT: "barnets lovs"}[self.act]
        sign = "§§" if "-" in self.paragraph else "§"
        return f"{act} {sign} {self.paragraph}" + (f", stk. {self.section}" if self.section else "")


def acts_for(age_from: int | None, age_to: int | None, on: dt.date) -> tuple[Act, ...]:
    """Return the acts a group of these ages stands under on a day.

    Adults serviceloven; children and young people barnets lov, before 2024-01-01 serviceloven; both where both are
    meant. Ages are whole years, both included; None is open.
    """
    children = (age_from or 0) < ADULT_AGE
    adults = age_to is None or age_to >= ADULT_AGE
    acts: list[Act] = []
    if adults or (children and on < CHILDRENS_ACT_IN_FORCE):
        acts.append(Act.SERVICE_ACT)
    if children and on >= CHILDRENS_ACT_IN_FORCE:
        acts.append(Act.CHILDRENS_ACT)
    return tuple(acts)


def references_for(
    topic: str, acts: Iterable[Act], on: dt.date, records: Iterable[LegalReference]
) -> list[LegalReference]:
    """Return the records for a topic under these acts in force on a day, in the order of the acts."""
    known = list(records)
    return [
        record
        for act in acts
        for record in known
        if record.topic == topic and record.act is act and in_force(record.in_force_from, record.in_force_to, on)
    ]
