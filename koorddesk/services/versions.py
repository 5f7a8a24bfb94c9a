"""Two versions of a submission beside each other: which answer is which, what changed, and what stays settled.

A table's rows may have moved between the versions: a row is found again by everything it says, then by the name it
begins with, then by what it mostly says; never by its number alone while something better is at hand.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Correction, Submission, ValueNote
from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.errors import UserError
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.shown import shown_value
from koorddesk.services.used import template_of
from koorddesk.services.warnings import accepted_reasons, answer_at, warning_key
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.template import Template

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

CATALOGUE.update(
    {
        "changed-answer": Kind(
            Severity.NOTE,
            N_('The answer before said "%(before)s"; now it says "%(after)s".'),
        ),
        "answer-gone": Kind(
            Severity.NOTE,
            N_('"%(label)s" said "%(before)s" in the answer before; that row or field is not there any more.'),
        ),
    }
)

_ALIKE = 0.5  # of a row's filled cells that must be the same for it to be the same row, where its name says nothing
_SHOWN = 80  # characters of an answer that a sentence repeats

Row = Mapping[CellRef, Answer]


@dataclass(frozen=True)
class Pair:
    """One answer in both versions; None where a version does not have it."""

    before: Answer | None
    now: Answer | None

    @property
    def changed(self) -> bool:
        """Whether what stood there differs; an empty cell and no cell at all are the same."""
        return (self.before.raw if self.before else "") != (self.now.raw if self.now else "")


@dataclass(frozen=True)
class ChangedAnswer:
    """One answer that differs between a submission and the one before it; empty where it was not there."""

    label: str
    sheet: str
    cell: str
    row: int | None
    before: str
    after: str
    before_cell: str = ""


def pairs(before: Sequence[Answer], now: Sequence[Answer], template: Template | None = None) -> list[Pair]:
    """Return every answer of the later version with the one before, in its order, then what is there no more."""
    tables = _tables(template)
    old_single = {answer.template_at: answer for answer in before if answer.row is None}
    single = {answer.template_at: old_single.pop(answer.template_at, None) for answer in now if answer.row is None}
    old_rows, new_rows = _rows(before, tables), _rows(now, tables)
    partner: dict[tuple[str, int], int] = {}
    for table, rows in new_rows.items():
        found = _match_rows(old_rows.get(table, {}), rows)
        partner.update({(table, number): old for number, old in found.items()})
    found_pairs: list[Pair] = []
    taken: set[tuple[str, int]] = set()
    for answer in now:
        if answer.row is None:
            found_pairs.append(Pair(single.get(answer.template_at), answer))
            continue
        table = tables.get(answer.template_at, str(answer.template_at))
        old = partner.get((table, answer.row))
        if old is not None:
            taken.add((table, old))
        old_row = old_rows.get(table, {}).get(old, {}) if old is not None else {}
        found_pairs.append(Pair(old_row.get(answer.template_at), answer))
    gone = [
        answer
        for table, rows in old_rows.items()
        for number, row in rows.items()
        if (table, number) not in taken
        for answer in row.values()
    ]
    known = {id(pair.before) for pair in found_pairs if pair.before is not None}
    lost = [answer for answer in (*old_single.values(), *gone) if id(answer) not in known]
    return [*found_pairs, *(Pair(answer, None) for answer in lost)]


def difference(desk: Desk, submission_id: str) -> list[ChangedAnswer]:
    """Return what changed from the submission that this one replaces, in the order of the form."""
    with desk.store.reader() as uow:
        submission = uow.get(Submission, submission_id)
        if submission is None:
            raise UserError("no-such-submission")
        if submission.successor_of is None:
            return []
        matched = pairs(uow.answers(submission.successor_of), uow.answers(submission_id), template_of(uow, submission))
    return [_shown_change(desk, pair) for pair in matched if pair.changed]


def changed_notes(before: Sequence[Answer], now: Sequence[Answer], template: Template | None) -> list[Finding]:
    """Return a note for each answer that differs from the one before, in the order of the form."""
    return [_note(pair) for pair in pairs(before, now, template) if pair.changed]


def carry_over(
    uow: UnitOfWork,
    submission: Submission,
    answers: Sequence[Answer],
    findings: Sequence[Finding],
    template: Template | None,
) -> None:
    """Let accepted warnings, notes and corrections of the version before stand on every value that did not change.

    A warning that speaks of other figures than before is open again, also where its own cell is as it was.
    """
    assert submission.successor_of is not None
    before_id = submission.successor_of
    before = uow.answers(before_id)
    same = {
        (str(pair.before.template_at), pair.before.row): pair.now
        for pair in pairs(before, answers, template)
        if pair.before is not None and pair.now is not None and not pair.changed
    }
    for note in uow.all(ValueNote, submission_id=before_id):
        if (now := same.get((note.template_cell, note.row))) is not None:
            uow.add(replace(note, id=new_id(), submission_id=submission.id, row=now.row))
    for correction in uow.all(Correction, submission_id=before_id):
        if (now := same.get((correction.template_cell, correction.row))) is not None:
            uow.add(replace(correction, id=new_id(), submission_id=submission.id, row=now.row))
    accepted = accepted_reasons(uow, before_id)
    waiting = list(findings)
    for finding in uow.findings(before_id):
        known = accepted.get(warning_key(finding))
        again = _again(finding, before, waiting, list(answers), same) if known is not None else None
        if known is not None and again is not None:
            waiting.remove(again)
            code, cell, row = warning_key(again)
            uow.add(replace(known, id=new_id(), submission_id=submission.id, code=code, template_cell=cell, row=row))


def _again(
    finding: Finding,
    before: list[Answer],
    findings: Sequence[Finding],
    answers: list[Answer],
    same: Mapping[tuple[str, int | None], Answer],
) -> Finding | None:
    """Return the finding that says of the later version what ``finding`` said of the one before, or None."""
    spoken_of = answer_at(finding, before)
    wanted = None
    if spoken_of is not None:
        wanted = same.get((str(spoken_of[1].template_at), spoken_of[1].row))
        if wanted is None:
            return None
    for other in findings:
        if other.code != finding.code or dict(other.params) != dict(finding.params):
            continue
        found = answer_at(other, answers)
        if (found[1] if found else None) == wanted and (wanted is not None or _sheet(other) == _sheet(finding)):
            return other
    return None


def _sheet(finding: Finding) -> str:
    return finding.at.sheet if finding.at else ""


def _tables(template: Template | None) -> dict[CellRef, str]:
    """Return the table of every field that has rows."""
    if template is None:
        return {}
    return {each.template_at: each.table for each in template.fields if each.table}


def _rows(answers: Sequence[Answer], tables: Mapping[CellRef, str]) -> dict[str, dict[int, dict[CellRef, Answer]]]:
    """Return the answers of each table by row."""
    found: dict[str, dict[int, dict[CellRef, Answer]]] = defaultdict(lambda: defaultdict(dict))
    for answer in answers:
        if answer.row is not None:
            table = tables.get(answer.template_at, str(answer.template_at))
            found[table][answer.row][answer.template_at] = answer
    return found


def _match_rows(before: Mapping[int, Row], now: Mapping[int, Row]) -> dict[int, int]:
    """Return for each row of the later version the number of the row it was before, where it was one."""
    old, new = dict(before), dict(now)
    found: dict[int, int] = {}

    def settle(number: int, old_number: int) -> None:
        found[number] = old_number
        del new[number], old[old_number]

    numbers, olds = sorted(new), sorted(old)
    matcher = difflib.SequenceMatcher(
        None, [_said(old[number]) for number in olds], [_said(new[number]) for number in numbers], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            settle(numbers[block.b + step], olds[block.a + step])
    keys: tuple[Callable[[Row], Hashable], ...] = (_said, _name)
    for key in keys:
        for number, old_number in list(_by_key(old, new, key)):
            settle(number, old_number)
    alike = sorted(
        ((_likeness(new[number], old[old_number]), number, old_number) for number in new for old_number in old),
        key=lambda each: (-each[0], abs(each[1] - each[2]), each[1]),
    )
    for share, number, old_number in alike:
        if share >= _ALIKE and number in new and old_number in old:
            settle(number, old_number)
    for number in sorted(new):
        if number in old and not (_name(new[number]) and _name(old[number])):
            settle(number, number)
    return found


def _by_key(
    old: Mapping[int, Row], new: Mapping[int, Row], key: Callable[[Row], Hashable]
) -> Iterator[tuple[int, int]]:
    """Yield the rows whose key both versions have exactly once."""
    olds: dict[Hashable, list[int]] = defaultdict(list)
    news: dict[Hashable, list[int]] = defaultdict(list)
    for number, row in old.items():
        olds[key(row)].append(number)
    for number, row in new.items():
        news[key(row)].append(number)
    for said, numbers in news.items():
        if said and len(numbers) == 1 and len(olds.get(said, ())) == 1:
            yield numbers[0], olds[said][0]


def _said(row: Row) -> tuple[tuple[CellRef, str], ...]:
    """Return everything a row says."""
    return tuple(sorted((at, answer.raw) for at, answer in row.items() if answer.raw))


def _name(row: Row) -> str:
    """Return what a row is called: its offer, or its first text."""
    answers = [row[at] for at in sorted(row, key=_reading_order)]
    named = [answer for answer in answers if answer.type is FieldType.OFFER and answer.raw]
    named += [answer for answer in answers[:2] if answer.type is FieldType.TEXT and answer.raw]
    return " ".join(named[0].raw.casefold().split()) if named else ""


def _reading_order(at: CellRef) -> tuple[str, int, str]:
    return at.sheet, len(at.cell), at.cell


def _likeness(one: Row, other: Row) -> float:
    filled = [at for at in {*one, *other} if (at in one and one[at].raw) or (at in other and other[at].raw)]
    same = sum(1 for at in filled if at in one and at in other and one[at].raw == other[at].raw)
    return same / len(filled) if filled else 0.0


def _note(pair: Pair) -> Finding:
    known = pair.now or pair.before
    assert known is not None
    before, after = (_short(answer.raw) if answer else "" for answer in (pair.before, pair.now))
    at = pair.now.at if pair.now is not None else None
    row = pair.now.row if pair.now is not None else None
    if pair.now is None:
        return Finding("answer-gone", {"label": _short(known.label), "before": before})
    return Finding("changed-answer", {"before": before, "after": after}, at, known.template_at, row)


def _shown_change(desk: Desk, pair: Pair) -> ChangedAnswer:
    known = pair.now or pair.before
    assert known is not None
    place = known.at or known.template_at
    old_place = pair.before.at if pair.before is not None else None
    return ChangedAnswer(
        label=known.label,
        sheet=place.sheet,
        cell=place.cell if pair.now is not None else "",
        row=known.row,
        before=_shown(desk, pair.before),
        after=_shown(desk, pair.now),
        before_cell=old_place.cell if old_place else "",
    )


def _shown(desk: Desk, answer: Answer | None) -> str:
    return (shown_value(answer, desk.translator) or answer.raw) if answer is not None else ""


def _short(text: str) -> str:
    """Return the beginning of a text, enough to know it by in a sentence."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
