"""What one recipient may see of the answers an assessment rests on, as tables of the letter.

A council sees its own real figures and the joint figures of its region; other councils' answers are not in its
letter. A joint count is left out where it would reveal a small count of the others (DESIGN section 8), and the
breakdown by councils, where one is wanted, hides what has to be hidden. Nothing else of the evidence is passed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from koorddesk.domain.disclosure import hidden_in_list, total_beside_own
from koorddesk.i18n import Translator
from koorddesk.letters.content import Align, Column, Figure, HiddenCount, Line, Table, Text
from koorddesk.letters.facts import Evidence, LetterFacts, Scope, Test

if TYPE_CHECKING:
    from collections.abc import Iterable

EVIDENCE_ANNEX = "Kilder til brevets oplysninger"
BREAKDOWN_ANNEX = "Oplysninger fordelt på kommuner"
HIDDEN = "–"
HIDDEN_NOTE = (
    "– betyder, at tallet er udeladt, fordi det er mindre end {threshold}, eller fordi et så lille tal ellers kunne"
    " beregnes."
)
MOST_COLUMNS = 4  # of questions beside each other in the breakdown

_NUMBER = re.compile(r"[<>~≥≤]?\s*-?\d[\d.,]*\s*%?|–|")


@dataclass(frozen=True)
class Shown:
    """The evidence tables by test (None: of neither), and whether the recipient's own answers are among them."""

    tables: dict[Test | None, tuple[Table, ...]] = field(default_factory=dict)
    own: bool = False


def for_recipient(facts: LetterFacts) -> Shown:
    """Return the evidence as this letter's recipient may see it, its tables by test."""
    tables: dict[Test | None, tuple[Table, ...]] = {}
    own = False
    for test in dict.fromkeys(item.test for item in facts.evidence):
        questions = _by_question(item for item in facts.evidence if item.test is test)
        own = own or any(_own(facts, question) for question in questions)
        if found := _tables(facts, questions):
            tables[test] = found
    return Shown(tables, own)


def hidden_counts(facts: LetterFacts) -> tuple[HiddenCount, ...]:
    """Return the counts that this letter's reader may not see: small ones of other councils, joint ones left out."""
    found: list[HiddenCount] = []
    for question in _by_question(facts.evidence):
        for item in question:
            value = _whole(item)
            if value is None or (not item.regional and _own(facts, [item]) is not None):
                continue
            if item.regional and not _joint_may_be_shown(facts, item, question):
                found.append(HiddenCount(item.owner, value, joint=True))
            elif not item.regional and value < facts.threshold:
                found.append(HiddenCount(item.owner, value))
    return tuple(dict.fromkeys(found))


def reports_table(facts: LetterFacts) -> Table:
    """Return the table of the reports the assessment rests on: sender, report, version, day received.

    A letter to one council lists its own reports and the joint ones, and says how many others there are.
    """
    danish = Translator("da")
    columns = (Column("Afsender", row_header=True), Column("Afrapportering"), Column("Version"), Column("Modtaget"))
    listed = facts.reports
    if facts.recipient.scope is Scope.ONE_COUNCIL:
        listed = tuple(report for report in listed if report.council_id in ("", facts.recipient.authority_id))
    rows = tuple(
        (
            (Text(report.sender),),
            (
                Figure(
                    report.source.report,
                    f"Afrapportering fra {report.sender}",
                    replace(report.source, sender=report.sender),
                ),
            ),
            (Text(report.source.version),),
            (Text(danish.long_date(report.source.received_on)),),
        )
        for report in listed
    )
    left = len({report.council_id for report in facts.reports} - {report.council_id for report in listed})
    note = ""
    if left:
        note = f"Desuden indgår indberetninger fra {'én anden kommune' if left == 1 else f'{left} andre kommuner'}."
    return Table(columns, rows, note=note, empty="Kommunen har ikke selv indsendt en indberetning.", origin="reports")


def breakdown(facts: LetterFacts) -> tuple[Table, ...]:
    """Return the counts of all councils, small and computable ones hidden, a few questions a table."""
    questions = [q for q in _by_question(facts.evidence) if any(item.count and not item.regional for item in q)]
    councils = {
        item.owner_id: item.owner for question in questions for item in question if item.count and not item.regional
    }
    tables: list[Table] = []
    for start in range(0, len(questions), MOST_COLUMNS):
        chosen = questions[start : start + MOST_COLUMNS]
        cells = [_breakdown_column(facts, question) for question in chosen]
        columns = (Column("Kommune", row_header=True), *(Column(q[0].label, Align.NUMBER) for q in chosen))
        rows = tuple(
            ((Text(name),), *(column.get(council, (Text(""),)) for column in cells))
            for council, name in councils.items()
        )
        tables.append(Table(columns, rows, note=_note(facts, rows), origin="breakdown"))
    return tuple(tables)


def _by_question(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """Group the answers by question; a joint answer from another form joins the only question with its label."""
    found: dict[str, list[Evidence]] = {}
    for item in evidence:
        found.setdefault(item.question, []).append(item)
    joint = [key for key, items in found.items() if all(item.regional for item in items)]
    for key in joint:
        label = found[key][0].label.casefold()
        same = [other for other, items in found.items() if items[0].label.casefold() == label and other != key]
        if len(same) == 1 and not any(item.regional for item in found[same[0]]):
            found[same[0]] += found.pop(key)
    return list(found.values())


def _tables(facts: LetterFacts, questions: list[list[Evidence]]) -> tuple[Table, ...]:
    """Return a table of the questions answered alike, and one each of what only the council or a region answered."""
    own_name = facts.recipient.name
    regions = {item.owner_id: item.owner for question in questions for item in question if item.regional}
    groups: dict[tuple[str, ...], list[tuple[Line, ...]]] = {}
    for question in questions:
        cells: dict[str, Line] = {}
        if own := _own(facts, question):
            cells[own_name] = _figure(own)
        for region, name in regions.items():
            if joint := next((item for item in question if item.regional and item.owner_id == region), None):
                cells[name] = _joint(facts, joint, question)
        if cells:
            groups.setdefault(tuple(cells), []).append(((Text(question[0].label),), *cells.values()))
    order = sorted(groups, key=lambda names: (-len(names), names[0] != own_name))
    return tuple(_table(facts, names, groups[names]) for names in order)


def _table(facts: LetterFacts, names: tuple[str, ...], rows: list[tuple[Line, ...]]) -> Table:
    columns = [Column("Oplysning", row_header=True)]
    for index, name in enumerate(names, 1):
        numeric = all(_NUMBER.fullmatch("".join(part.text for part in row[index])) for row in rows)
        columns.append(Column(name, Align.NUMBER if numeric else Align.LEFT))
    return Table(tuple(columns), tuple(rows), note=_note(facts, rows), origin="evidence")


def _own(facts: LetterFacts, question: list[Evidence]) -> Evidence | None:
    recipient = facts.recipient
    if recipient.scope is not Scope.ONE_COUNCIL:
        return None
    return next((item for item in question if not item.regional and item.owner_id == recipient.authority_id), None)


def _figure(item: Evidence) -> Line:
    return (Figure(item.shown, f"{item.label} ({item.owner})", replace(item.source, sender=item.owner)),)


def _joint(facts: LetterFacts, joint: Evidence, question: list[Evidence]) -> Line:
    if joint.count and not _joint_may_be_shown(facts, joint, question):
        return (Text(HIDDEN),)
    return _figure(joint)


def _joint_may_be_shown(facts: LetterFacts, joint: Evidence, question: list[Evidence]) -> bool:
    total = _whole(joint)
    if total is None:
        return False  # only a plain number can be judged
    councils = [item for item in question if not item.regional and item.region_id == joint.region_id]
    if facts.breakdown:
        return _judge(facts, councils, joint)[1]
    sharing = max(len(councils), facts.councils)
    readers = [item for item in councils if _reads(facts, item)]
    if not readers:
        # Which of her own counts is part of the joint one is not known, so none of them may give the others away.
        known: list[int | None] = [own for own in facts.own_counts if own <= total]
        known = known or [None]
        return all(total_beside_own(total, own, sharing - (own is not None), facts.threshold) for own in known)
    owns = [_whole(item) for item in readers]
    return all(own is not None and total_beside_own(total, own, sharing - 1, facts.threshold) for own in owns)


def _reads(facts: LetterFacts, item: Evidence) -> bool:
    """Tell whether the one who gave this answer reads the letter, knowing her own count."""
    return facts.recipient.scope is not Scope.ONE_COUNCIL or item.owner_id == facts.recipient.authority_id


def _breakdown_column(facts: LetterFacts, question: list[Evidence]) -> dict[str, Line]:
    cells: dict[str, Line] = {}
    for region in dict.fromkeys(item.region_id for item in question):
        councils = [item for item in question if not item.regional and item.region_id == region]
        joint = next((item for item in question if item.regional and item.region_id == region), None)
        hidden, _ = _judge(facts, councils, joint)
        cells.update({c.owner_id: (Text(HIDDEN),) if c.owner_id in hidden else _figure(c) for c in councils})
    return cells


def _judge(facts: LetterFacts, councils: list[Evidence], joint: Evidence | None) -> tuple[set[str], bool]:
    """Return whose counts the breakdown hides, and whether the joint count may stand beside it."""
    to_all = facts.recipient.scope is not Scope.ONE_COUNCIL
    counted = [(item, n) for item in councils if (n := _whole(item)) is not None]
    known = [] if to_all else [i for i, (item, _) in enumerate(counted) if _reads(facts, item)]
    total = _whole(joint) if joint is not None and joint.count else None
    counts = [n for _, n in counted]
    places, shown = hidden_in_list(counts, total, facts.threshold, known, read_by_all=to_all)
    unclear = {item.owner_id for item in councils if _whole(item) is None and (to_all or not _reads(facts, item))}
    return {counted[i][0].owner_id for i in places} | unclear, shown and not unclear


def _whole(item: Evidence) -> int | None:
    value = item.value
    return int(value) if item.count and value is not None and value >= 0 and value == int(value) else None


def _note(facts: LetterFacts, rows: Iterable[tuple[Line, ...]]) -> str:
    hidden = any(part.text == HIDDEN and isinstance(part, Text) for row in rows for cell in row for part in cell)
    return HIDDEN_NOTE.format(threshold=facts.threshold) if hidden else ""
