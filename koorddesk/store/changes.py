"""What a unit of work has changed so far: records field by field, and readings as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from koorddesk.store.readings import Image

Operation = Literal["insert", "update", "delete"]
FILE_KIND = "file"  # kept files stand in the log like records of this kind


@dataclass(frozen=True)
class RecordChange:
    """What a set does to one record: the table, the key, and fields before and after as plain JSON values.

    An insert has no ``before``, a delete no ``after``; both name every field but the key, an update the changed ones.
    """

    table: str
    record_id: str
    operation: Operation
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def inverse(self) -> RecordChange:
        """Return the change that takes this one back."""
        turned: dict[Operation, Operation] = {"insert": "delete", "delete": "insert", "update": "update"}
        return RecordChange(self.table, self.record_id, turned[self.operation], self.after, self.before)


@dataclass(frozen=True)
class ReadingChange:
    """What a set does to the answers and findings of one submission."""

    submission_id: str
    before: Image | None
    after: Image | None

    def inverse(self) -> ReadingChange:
        """Return the change that takes this one back."""
        return ReadingChange(self.submission_id, self.after, self.before)


class Pending:
    """The changes of one unit of work so far, net: what a record was before the first and is after the last."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._records: dict[tuple[str, str], RecordChange] = {}
        self._readings: dict[str, ReadingChange] = {}

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.records) or bool(self.readings)

    @property
    def records(self) -> list[RecordChange]:
        """Return the net changes of records in the order in which they were first touched."""
        return list(self._records.values())

    @property
    def readings(self) -> list[ReadingChange]:
        """Return the net changes of readings."""
        return list(self._readings.values())

    def note(self, change: RecordChange) -> None:
        """Take in one more change of a record."""
        key = change.table, change.record_id
        net = _combined(self._records.get(key), change)
        if net is None:
            self._records.pop(key, None)
        else:
            self._records[key] = net

    def note_reading(self, change: ReadingChange) -> None:
        """Take in one more change of a submission's reading."""
        earlier = self._readings.pop(change.submission_id, None)
        before = earlier.before if earlier else change.before
        if (before and before.sha256) != (change.after and change.after.sha256):
            self._readings[change.submission_id] = ReadingChange(change.submission_id, before, change.after)


def _combined(earlier: RecordChange | None, later: RecordChange) -> RecordChange | None:
    """Return the net of two changes of one record, None where they cancel out."""
    if earlier is None:
        return later if later.operation != "update" or later.after != later.before else None
    existed, exists = earlier.operation != "insert", later.operation != "delete"
    if not existed and not exists:
        return None
    if not existed:
        return RecordChange(later.table, later.record_id, "insert", {}, {**earlier.after, **later.after})
    before = {**later.before, **earlier.before}
    if not exists:
        return RecordChange(later.table, later.record_id, "delete", before, {})
    after = {**earlier.after, **later.after}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return None
    return RecordChange(
        later.table,
        later.record_id,
        "update",
        {name: before[name] for name in changed},
        {name: after[name] for name in changed},
    )
