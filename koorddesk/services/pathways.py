"""Pathway descriptions (forløbsbeskrivelser): editions, numbered recommendations, the groups they are about.

They are advisory: nothing here says that anyone must follow them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.pathways import Edition, PathwayDescription, PathwayGroup, PathwayNote, Recommendation
from koorddesk.domain.target_groups import TargetGroup, TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.offer_parts import merged_history
from koorddesk.services.queries import HistoryRow
from koorddesk.services.register_queries import pathway_groups
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-pathway": N_("That pathway description is no longer in the register. Look at the list again."),
        "pathway-title-empty": N_("Write the title of the pathway description."),
        "edition-undated": N_("Write when the edition was published, as exactly as the source says."),
        "no-such-edition": N_("That edition is no longer in the register. Look at the pathway description again."),
        "recommendation-gone": N_("That recommendation is no longer in the register. Look at the list again."),
        "pathway-group-gone": N_("The target group is no longer in the register. Look at the list again."),
        "recommendation-empty": N_("Write the recommendation's number and its title."),
        "recommendation-taken": N_("The edition has a recommendation with the number %(number)s already."),
    }
)


@dataclass(frozen=True)
class EditionRow:
    """One edition; ``number`` 1 is the first."""

    id: str
    number: int
    published: str
    isbn: str
    source: str
    recommendations: int


@dataclass(frozen=True)
class RecommendationRow:
    """One numbered recommendation of an edition; ``notes`` counts what authorities told about it."""

    id: str
    edition_id: str
    edition: int
    number: str
    title: str
    text: str
    notes: int


@dataclass(frozen=True)
class PathwayView:
    """A pathway description with its editions, the newest first, and their recommendations in order."""

    id: str
    title: str
    group_ids: tuple[str, ...]
    group_titles: tuple[str, ...]
    source: str
    editions: tuple[EditionRow, ...]
    recommendations: tuple[RecommendationRow, ...]


def pathway_view(desk: Desk, pathway_id: str) -> PathwayView:
    """Return one pathway description; raises UserError where it is gone."""
    with desk.store.reader() as uow:
        pathway = _pathway(uow, pathway_id)
        editions = sorted(uow.all(Edition, pathway_id=pathway_id), key=lambda edition: -edition.number)
        advice = {edition.id: uow.all(Recommendation, edition_id=edition.id) for edition in editions}
        groups = pathway_groups(uow, pathway)
        return PathwayView(
            id=pathway.id,
            title=pathway.title,
            group_ids=tuple(groups),
            group_titles=tuple(_titles(desk, uow, groups).values()),
            source=pathway.source,
            editions=tuple(
                EditionRow(each.id, each.number, each.published, each.isbn, each.source, len(advice[each.id]))
                for each in editions
            ),
            recommendations=tuple(
                RecommendationRow(
                    each.id,
                    edition.id,
                    edition.number,
                    each.number,
                    each.title,
                    each.text,
                    len(uow.all(PathwayNote, recommendation_id=each.id)),
                )
                for edition in editions
                for each in sorted(advice[edition.id], key=lambda each: _order(each.number))
            ),
        )


def pathway_of(desk: Desk, key: str) -> str:
    """Return the pathway description that a recommendation belongs to, or the key itself."""
    with desk.store.reader() as uow:
        recommendation = uow.get(Recommendation, key)
        edition = uow.get(Edition, recommendation.edition_id) if recommendation else None
        return edition.pathway_id if edition else key


def pathway_history(desk: Desk, pathway_id: str) -> list[HistoryRow]:
    """Return what happened to a pathway description, its editions, recommendations and notes, oldest first."""
    with desk.store.reader() as uow:
        _pathway(uow, pathway_id)
        names = _titles(desk, uow, [group.id for group in uow.all(TargetGroup)])
        records = [pathway_id, *(tie.id for tie in uow.all(PathwayGroup, pathway_id=pathway_id))]
        for edition in uow.all(Edition, pathway_id=pathway_id):
            records.append(edition.id)
            for each in uow.all(Recommendation, edition_id=edition.id):
                records.append(each.id)
                records += [note.id for note in uow.all(PathwayNote, recommendation_id=each.id)]
    return merged_history(desk, records, names)


def add_pathway(desk: Desk, title: str, groups: Sequence[str], source: str = "") -> str:
    """Add a pathway description about these target groups and return its id."""
    with desk.store.unit_of_work() as uow:
        pathway = PathwayDescription(new_id(), "", None)
        uow.add(pathway)
        _write(uow, pathway, title, groups, source)
        uow.commit(Summary(N_("pathway description %(title)s added"), {"title": pathway.title}))
        return pathway.id


def edit_pathway(desk: Desk, pathway_id: str, title: str, groups: Sequence[str], source: str) -> Changes:
    """Correct title, target groups and source of a pathway description."""
    with desk.store.unit_of_work() as uow:
        pathway = _pathway(uow, pathway_id)
        _write(uow, pathway, title, groups, source)
        return uow.commit(Summary(N_("pathway description %(title)s corrected"), {"title": pathway.title}))


def add_edition(desk: Desk, pathway_id: str, published: str, isbn: str = "", source: str = "") -> Changes:
    """Add the next edition; ``published`` is as exact as the source."""
    if not published.strip():
        raise UserError("edition-undated")
    with desk.store.unit_of_work() as uow:
        pathway = _pathway(uow, pathway_id)
        number = 1 + max((edition.number for edition in uow.all(Edition, pathway_id=pathway_id)), default=0)
        uow.add(Edition(new_id(), pathway_id, number, published.strip(), isbn.strip(), source.strip()))
        summary = Summary(N_("edition %(number)d of %(title)s added"), {"number": number, "title": pathway.title})
        return uow.commit(summary)


def add_recommendation(desk: Desk, edition_id: str, number: str, title: str, text: str = "") -> Changes:
    """Add a numbered recommendation to an edition."""
    with desk.store.unit_of_work() as uow:
        edition = uow.get(Edition, edition_id)
        if edition is None:
            raise UserError("no-such-edition")
        recommendation = Recommendation(new_id(), edition_id, "", "")
        _number(uow, recommendation, number, title, text)
        uow.add(recommendation)
        return uow.commit(Summary(N_("recommendation %(number)s added"), {"number": recommendation.number}))


def edit_recommendation(desk: Desk, recommendation_id: str, number: str, title: str, text: str) -> Changes:
    """Correct number, title and text of a recommendation; what was told about it stays with it."""
    with desk.store.unit_of_work() as uow:
        recommendation = uow.get(Recommendation, recommendation_id)
        if recommendation is None:
            raise UserError("recommendation-gone")
        _number(uow, recommendation, number, title, text)
        return uow.commit(Summary(N_("recommendation %(number)s corrected"), {"number": recommendation.number}))


def _pathway(uow: UnitOfWork, pathway_id: str) -> PathwayDescription:
    pathway = uow.get(PathwayDescription, pathway_id)
    if pathway is None:
        raise UserError("no-such-pathway")
    return pathway


def _titles(desk: Desk, uow: UnitOfWork, groups: Sequence[str]) -> dict[str, str]:
    return {key: title_on(uow.all(TargetGroupTitle, group_id=key), desk.today()) for key in groups}


def _write(uow: UnitOfWork, pathway: PathwayDescription, title: str, groups: Sequence[str], source: str) -> None:
    if not title.strip():
        raise UserError("pathway-title-empty")
    wanted = list(dict.fromkeys(groups))
    if any(uow.get(TargetGroup, key) is None for key in wanted):
        raise UserError("pathway-group-gone")
    if set(wanted) != set(pathway_groups(uow, pathway)):
        pathway.group_id = wanted[0] if wanted else None
        for tie in uow.all(PathwayGroup, pathway_id=pathway.id):
            uow.remove(tie)
        for key in wanted[1:]:
            uow.add(PathwayGroup(new_id(), pathway.id, key))
    pathway.title, pathway.source = title.strip(), source.strip()


def _number(uow: UnitOfWork, recommendation: Recommendation, number: str, title: str, text: str) -> None:
    number = number.strip()
    if not number or not title.strip():
        raise UserError("recommendation-empty")
    others = uow.all(Recommendation, edition_id=recommendation.edition_id, number=number)
    if any(other.id != recommendation.id for other in others):
        raise UserError("recommendation-taken", number=number)
    recommendation.number, recommendation.title, recommendation.text = number, title.strip(), text.strip()


def _order(number: str) -> tuple[tuple[int, str], ...]:
    """Return how a recommendation's number sorts: 1.9 before 1.10."""
    return tuple((int(part) if part.isdigit() else 0, part) for part in number.split("."))
