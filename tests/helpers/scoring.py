"""Scores a reading against an answer key of the samples: right, flagged, silently wrong, silently missing.

The rules are those of tests/data/samples (its keys): a value counts as flagged when a finding points at its field, its
row or its cell, or when an error about the whole file or sheet says that it was not read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from koorddesk.domain.submissions import Reading
from koorddesk.domain.values import CellRef, value_to_json
from koorddesk.findings import Finding, Severity

Name = tuple[str, str, int | None]


@dataclass
class Score:
    """What became of the values of one key; the lists hold the fields' names."""

    right: list[Name] = field(default_factory=list)
    flagged: list[Name] = field(default_factory=list)
    wrong: list[Name] = field(default_factory=list)
    missing: list[Name] = field(default_factory=list)
    invented: list[Name] = field(default_factory=list)
    needless: list[Name] = field(default_factory=list)


def plain(value: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(value)).split()).casefold()


def same(want: Any, got: Any, kind: str) -> bool:
    """Tell whether a value read is an accepted one."""
    if want in (None, ""):
        return got in (None, "", [])
    if got is None or isinstance(want, bool):
        return got is want
    if isinstance(want, (int, float)):
        if isinstance(got, (int, float)) and not isinstance(got, bool):
            return abs(want - got) <= 1e-6
        return kind in ("text", "choice", "scale", "offer") and plain(want) == plain(got)
    if isinstance(want, dict):
        left = {k: v for k, v in want.items() if v is not None}
        return isinstance(got, dict) and left == {k: v for k, v in got.items() if v is not None}
    if isinstance(want, list):
        return isinstance(got, list) and sorted(map(plain, want)) == sorted(map(plain, got))
    if isinstance(got, list):
        return len(got) == 1 and plain(got[0]) == plain(want)
    return not isinstance(got, bool) and plain(want) == plain(got)


def names(value: Mapping[str, Any]) -> list[Name]:
    """The names under which a key takes this value."""
    at = value["template_at"]
    found = [(at["sheet"], at["cell"], value["row"])]
    others = (a for a in value.get("also_at", []) if not a.get("contains"))
    return found + [(a.get("sheet", at["sheet"]), a["cell"], a.get("row")) for a in others]


def points_at(finding: Finding, fields: Iterable[Name], cells: Iterable[tuple[str, str]]) -> bool:
    at = finding.at
    if at is not None and at.cell and (at.sheet, at.cell) in cells:
        return True
    there = finding.template_at
    return there is not None and any(
        (there.sheet, there.cell) == each[:2] and finding.row in (None, each[2]) for each in fields
    )


def about_all(finding: Finding, sheet: str) -> bool:
    place = finding.at or finding.template_at
    return finding.severity is Severity.ERROR and (place is None or (not place.cell and place.sheet == sheet))


def score(key: Mapping[str, Any], reading: Reading) -> Score:
    """Compare every value of a key with what was read."""
    result = Score()
    read: dict[Name, list[Any]] = {}
    cell_of: dict[Name, CellRef | None] = {}
    for answer in reading.answers:
        name = (answer.template_at.sheet, answer.template_at.cell, answer.row)
        read.setdefault(name, []).append(value_to_json(answer.value))
        cell_of[name] = answer.at
    for value in key["values"]:
        _score_value(result, value, reading, read, cell_of)
    _score_invented(result, key, reading)
    return result


def _score_value(
    result: Score,
    value: Mapping[str, Any],
    reading: Reading,
    read: Mapping[Name, list[Any]],
    cell_of: Mapping[Name, CellRef | None],
) -> None:
    fields = names(value)
    got = [each for name in fields for each in read.get(name, [])]
    present = any(each not in (None, "", [], False) for each in got)
    good = any(same(want, each, value["type"]) for want in value["accept"] for each in got if each not in (None, ""))
    good = good or (not present and None in value["accept"])
    cells = {(at["sheet"], at["cell"])} if (at := value.get("at")) else set()
    cells |= {(ref.sheet, ref.cell) for name in fields if (ref := cell_of.get(name)) is not None}
    pointing = [finding for finding in reading.findings if points_at(finding, fields, cells)]
    sheet = value["template_at"]["sheet"]
    said = bool(pointing) or (not present and any(about_all(finding, sheet) for finding in reading.findings))
    if good and (said or not value["must_flag"]):
        result.right.append(fields[0])
    elif said:
        result.flagged.append(fields[0])
    else:
        (result.wrong if present else result.missing).append(fields[0])
    if not value["must_flag"] and not value["may_flag"]:
        loud = (f for f in pointing if f.severity is not Severity.NOTE and f.at is not None)
        result.needless += [fields[0] for f in loud if (f.at.sheet, f.at.cell) in cells]


def _score_invented(result: Score, key: Mapping[str, Any], reading: Reading) -> None:
    """Note values in fields that were left empty, in rows that nobody wrote, and values that are no answers."""
    taken = {name for value in key["values"] for name in names(value)}
    empty = {(each["sheet"], each["cell"], None) for each in key.get("empty", [])} - taken
    longest = {(c["sheet"], c["cell"]): table["rows"] for table in key.get("tables", []) for c in table["columns"]}
    for answer in reading.answers:
        value = value_to_json(answer.value)
        name = (answer.template_at.sheet, answer.template_at.cell, answer.row)
        if value in (None, "", [], False):
            continue
        cells = {(answer.at.sheet, answer.at.cell)} if answer.at is not None else set()
        if any(points_at(finding, [name], cells) for finding in reading.findings):
            continue
        beyond = answer.row is not None and answer.row > longest.get(name[:2], answer.row)
        if (name in empty and not isinstance(value, list)) or beyond or _is_forbidden(key, name, value, answer.raw):
            result.invented.append(name)


def _is_forbidden(key: Mapping[str, Any], name: Name, value: Any, raw: str) -> bool:
    for each in key.get("forbidden", []):
        at = each.get("template_at")
        here = each.get("any_field") or (at is not None and (at["sheet"], at["cell"]) == name[:2])
        if here and any(same(bad, value, "text") or plain(bad) == plain(raw) for bad in each["values"]):
            return True
    return False
