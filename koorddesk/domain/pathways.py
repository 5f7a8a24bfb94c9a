"""Pathway descriptions (forløbsbeskrivelser): editions and numbered recommendations, advisory, never a duty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(eq=False)
class PathwayDescription:
    """Advisory recommendations about one or more target groups (forløbsbeskrivelse).

    ``group_id`` is the group it is mainly about; further ones are ``PathwayGroup`` records.
    """

    id: str
    title: str
    group_id: str | None
    source: str = ""


@dataclass(eq=False)
class PathwayGroup:
    """A further target group that a pathway description is about."""

    id: str
    pathway_id: str
    group_id: str


@dataclass(eq=False)
class Edition:
    """One published edition; ``published`` is as exact as the source: "2016", "2019-06"."""

    id: str
    pathway_id: str
    number: int
    published: str
    isbn: str = ""
    source: str = ""


@dataclass(eq=False)
class Recommendation:
    """A numbered recommendation of one edition (anbefaling)."""

    id: str
    edition_id: str
    number: str
    title: str
    text: str = ""


@dataclass(eq=False)
class PathwayNote:
    """What a conversation with an authority said about a recommendation (opfølgningsnotat).

    The recommendations are advisory: ``status`` is what was told, never whether a duty was met.
    """

    id: str
    recommendation_id: str
    authority_id: str
    noted_on: dt.date
    status: str
    text: str = ""
    noted_by: str = ""
    entry_id: str | None = None
