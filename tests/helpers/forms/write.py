"""Writes a set as the samples lie: templates/, filled/, expected/; and checks the keys against the files."""

import io
import json
import pathlib
import shutil
from collections.abc import Iterable
from typing import Any

import openpyxl

from .copy import Copy
from .package import to_bytes
from .plans import FormSet


def sent(copy: Copy) -> bytes:
    """Return the bytes as they arrive."""
    data = to_bytes(copy.book)
    return copy.send(data, copy) if copy.send else data


def check(copy: Copy, data: bytes) -> list[str]:
    """Return what is wrong with a key: a value whose cell does not hold what the key thinks."""
    faults = []
    key = copy.key()
    if copy.template is not None and copy.readable and not copy.without_at:
        book = openpyxl.load_workbook(io.BytesIO(data))
        for answer, value in zip(copy.answers, key["values"], strict=False):
            at = value["at"]
            if at is None:
                faults.append(f"{copy.name}: {answer.field.id} row {value['row']} has no cell")
                continue
            stands = book[at["sheet"]][at["cell"]].value
            if (
                stands != answer.cell.value
                and not answer.covered
                and " ".join(str(stands).split()) != " ".join(str(answer.cell.value).split())
            ):
                faults.append(f"{copy.name}: {at} holds {stands!r}, not {answer.cell.value!r}")
            if stands is None and not answer.covered:
                faults.append(f"{copy.name}: {at} is empty")
    seen: set[Any] = set()
    for value in key["values"]:
        name = (value["template_at"]["sheet"], value["template_at"]["cell"], value["row"])
        if name in seen:
            faults.append(f"{copy.name}: {name} twice")
        seen.add(name)
        if not value["accept"]:
            faults.append(f"{copy.name}: {name} accepts nothing")
    return faults


def write_set(form_set: FormSet, folder: pathlib.Path, copies: Iterable[Copy]) -> tuple[int, list[str]]:
    """Write one set; return the number of values and the faults found in its keys."""
    for part in ("templates", "filled", "expected"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (folder / part).mkdir(parents=True)
    index = []
    for build in form_set.blanks:
        blank = build()
        (folder / "templates" / blank.file).write_bytes(to_bytes(blank.book))
        _json(folder / "templates" / f"{pathlib.Path(blank.file).stem}.fields.json", blank.to_json())
        index.append({"file": blank.file, "id": blank.id})
    _json(folder / "templates" / "templates.json", index)
    values, faults = 0, []
    for copy in copies:
        data = sent(copy)
        faults += check(copy, data)
        (folder / "filled" / copy.name).write_bytes(data)
        key = copy.key()
        values += len(key["values"])
        _json(folder / "expected" / f"{pathlib.Path(copy.name).stem.removeprefix('~$')}.json", key)
    return values, faults


def _json(path: pathlib.Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
