"""Findings put together: what is said alike of many cells in one line, and what each column holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from koorddesk.domain.values import FieldType
from koorddesk.findings import Severity
from koorddesk.services.submission_rows import AnswerRow, FindingRow

_SAMPLES = 5


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one code that say the same: what stands there, what was read, how often, and which they are."""

    severity: Severity
    code: str
    message: str
    raw: str
    read_as: str
    labels: tuple[str, ...]
    numbers: tuple[int, ...]
    settled: int

    @property
    def count(self) -> int:
        """How many cells it is about."""
        return len(self.numbers)


@dataclass(frozen=True)
class ColumnCount:
    """What a field holds over all its rows: how many are filled, how many findings, and the commonest answers."""

    label: str
    type: FieldType
    sheet: str
    filled: int
    empty: int
    errors: int
    warnings: int
    notes: int
    samples: tuple[tuple[str, int], ...]


def grouped(findings: Sequence[FindingRow]) -> list[FindingGroup]:
    """Return findings by severity and kind, equal ones together, the most frequent of a kind first."""
    groups: dict[tuple[Severity, str, str, str], list[FindingRow]] = {}
    for row in findings:
        groups.setdefault((row.severity, row.code, row.raw, row.message), []).append(row)
    order = list(Severity)
    found = [
        FindingGroup(
            severity,
            code,
            message,
            raw,
            rows[0].read_as,
            tuple(dict.fromkeys(row.label for row in rows if row.label)),
            tuple(row.number for row in rows),
            sum(1 for row in rows if row.accepted or row.settled),
        )
        for (severity, code, raw, message), rows in groups.items()
    ]
    kinds = Counter(group.code for group in found for _ in group.numbers)
    return sorted(
        found, key=lambda group: (order.index(group.severity), -kinds[group.code], group.code, -group.count, group.raw)
    )


def column_counts(answers: Sequence[AnswerRow], findings: Sequence[FindingRow]) -> list[ColumnCount]:
    """Return one line per field in the order of the form."""
    by_label: dict[tuple[str, str], list[AnswerRow]] = {}
    for answer in answers:
        by_label.setdefault((answer.sheet, answer.label), []).append(answer)
    said: dict[tuple[str, str], Counter[Severity]] = {}
    for row in findings:
        said.setdefault((row.sheet, row.label), Counter())[row.severity] += 1
    rows = []
    for (sheet, label), group in by_label.items():
        filled = [answer for answer in group if answer.raw.strip()]
        counts = said.get((sheet, label), Counter())
        samples = Counter(" ".join(answer.raw.split()) for answer in filled).most_common(_SAMPLES)
        rows.append(
            ColumnCount(
                label,
                group[0].type,
                sheet,
                len(filled),
                len(group) - len(filled),
                counts[Severity.ERROR],
                counts[Severity.WARNING],
                counts[Severity.NOTE],
                tuple(samples),
            )
        )
    return rows
