"""What a letter says (brevets indhold), free of layout: who to whom, about what, and where every figure comes from.

All parts are frozen values. A letter's content is kept as JSON (``to_json``) and set again from it (``from_json``).
Three kinds of text stand in a paragraph: plain ``Text``, a ``Field`` put in from the store under a name, and a
``Figure`` that carries the cell it was read from.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = 1  # of the JSON; a newer one is refused
LIST_MARK = re.compile(r"[-–•*]\s+")  # begins a line of a list in what a caseworker writes


@dataclass(frozen=True)
class Source:
    """The place a figure or statement was read from: one cell of one report as it was received.

    ``report`` is the name of the report, ``sender`` who sent it, ``version`` its number among the sender's; ``sheet``
    and ``cell`` are empty where the statement rests on the report as a whole. ``submission_id`` and ``number`` name
    the answer in the store.
    """

    report: str
    version: str
    received_on: dt.date
    file: str
    sha256: str
    sheet: str = ""
    cell: str = ""
    submission_id: str = ""
    number: int | None = None
    sender: str = ""


@dataclass(frozen=True)
class Text:
    """Plain words; ``strong`` is set in semibold."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Field:
    """Words put in from the store under the field's ``name``; an editor shows them as one chip."""

    name: str
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure or statement from a report: as it is written, what it is about, and its source."""

    text: str
    label: str
    source: Source


@dataclass(frozen=True)
class Link:
    """Words that lead to an address outside ("mailto:..." or "https://...")."""

    text: str
    target: str


Inline = Text | Field | Figure | Link
Line = tuple[Inline, ...]


class Style(enum.StrEnum):
    """How a paragraph stands out: body text, the request in brief, what is asked, or a note in small type."""

    BODY = "body"
    LEAD = "lead"
    ASKED = "asked"
    NOTE = "note"


class Align(enum.StrEnum):
    """How a table column stands: words left, numbers right on the comma."""

    LEFT = "left"
    NUMBER = "number"


class OpenReason(enum.StrEnum):
    """Why a place is open: legal staff decide, something is not filled in, a text is not written, a count is small."""

    LEGAL = "legal"
    MISSING = "missing"
    TEXT = "text"
    SMALL = "small"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the letter's own title and not used here, 2 a section, 3 a part of one."""

    line: Line
    level: int = 2
    origin: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. ``origin`` names the standard text it came from, ``edited`` that it was changed for this letter."""

    line: Line
    style: Style = Style.BODY
    origin: str = ""
    edited: bool = False


@dataclass(frozen=True)
class ListBlock:
    """A list with bullets, or with numbers where their order counts."""

    items: tuple[Line, ...]
    numbered: bool = False
    origin: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table; ``row_header`` marks the one that says what its row is about."""

    title: str
    align: Align = Align.LEFT
    row_header: bool = False


@dataclass(frozen=True)
class Table:
    """A table with one header row. ``rows`` are lines by column; ``empty`` is said where there are none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""
    note: str = ""
    empty: str = "Ingen oplysninger"
    origin: str = ""


@dataclass(frozen=True)
class DeadlineBlock:
    """The date by which an answer has to be there, set so that it cannot be overlooked."""

    line: Line
    due_on: dt.date
    origin: str = ""


@dataclass(frozen=True)
class OpenBlock:
    """A visibly open place; a letter that has one cannot be approved.

    ``heading`` stands above the text that a decision puts in its place.
    """

    id: str
    reason: OpenReason
    line: Line
    origin: str = ""
    heading: str = ""


Block = Heading | Paragraph | ListBlock | Table | DeadlineBlock | OpenBlock


@dataclass(frozen=True)
class Sender:
    """The authority as named on the letter's date, its unit, and how to reach it; ``lines`` go in the letterhead."""

    agency: str
    unit: str = ""
    lines: tuple[str, ...] = ()
    return_address: str = ""


@dataclass(frozen=True)
class Addressee:
    """Who the letter is to; ``lines`` stand in the window. ``example`` marks demonstration data."""

    name: str
    lines: tuple[str, ...]
    example: bool = False


@dataclass(frozen=True)
class Reference:
    """One line of the reference block: its label (Dato, Sagsnr., ...) and what stands there."""

    label: str
    text: str


@dataclass(frozen=True)
class Signature:
    """Who answers for the letter (forvaltningslovens § 32 b): name, title, unit, and the day it was approved."""

    name: str
    title: str
    unit: str = ""
    approved_on: dt.date | None = None
    closing: str = "Med venlig hilsen"


@dataclass(frozen=True)
class Decision:
    """A named person's decision about an open block: the text it is to have, or none at all."""

    block: str
    text: str
    by: str
    on: dt.date


@dataclass(frozen=True)
class HiddenCount:
    """A count of persons that a letter's reader may not see: whose it is; ``joint`` for a region's."""

    owner: str
    value: int
    joint: bool = False


@dataclass(frozen=True)
class LetterContent:
    """All that one letter says.

    ``evidence_title`` is the heading of the evidence annex, empty for a letter without; ``annex_blocks`` follow it.
    ``attached`` lets the evidence ride along as a workbook in the letter's file. ``hidden`` are the counts that its
    words must not give away, ``threshold`` is the smallest they may name (0: nothing is checked); neither is printed.
    ``decisions`` keeps what was decided about blocks that were open, ``fields`` every field of the store that has a
    value, also those that the text does not use.
    """

    kind: str
    template_version: str
    title: str
    dated: dt.date
    sender: Sender
    addressee: Addressee
    references: tuple[Reference, ...]
    blocks: tuple[Block, ...]
    signature: Signature | None
    annexes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    evidence_title: str = ""
    evidence_intro: str = ""
    annex_blocks: tuple[Block, ...] = ()
    running_head: str = ""
    decisions: tuple[Decision, ...] = ()
    fields: tuple[Field, ...] = ()
    attached: bool = False
    threshold: int = 0
    hidden: tuple[HiddenCount, ...] = ()


def open_blocks(letter: LetterContent) -> tuple[OpenBlock, ...]:
    """Return what still has to be decided or filled in before the letter can be approved.

    Besides the open blocks of the text: small counts in its words, and an addressee without an address. The signature
    comes with the approval.
    """
    from koorddesk.letters.small_numbers import suspects

    found = [block for block in (*letter.blocks, *letter.annex_blocks) if isinstance(block, OpenBlock)]
    found += suspects(letter)
    if not any(line.strip() for line in letter.addressee.lines):
        found.append(OpenBlock("address", OpenReason.MISSING, (Text(f"Adressen på {letter.addressee.name}"),)))
    return tuple(found)


def decide(letter: LetterContent, decision: Decision) -> LetterContent:
    """Return the letter with an open block settled: its decided text in its place, or nothing.

    ValueError where the letter has no such open block.
    """
    if not any(isinstance(block, OpenBlock) and block.id == decision.block for block in letter.blocks):
        raise ValueError(f"no open block {decision.block}")
    blocks: list[Block] = []
    for block in letter.blocks:
        if isinstance(block, OpenBlock) and block.id == decision.block:
            blocks += decided(block, decision.text)
        else:
            blocks.append(block)
    return dataclasses.replace(letter, blocks=tuple(blocks), decisions=(*letter.decisions, decision))


def decided(block: OpenBlock, text: str) -> list[Block]:
    """Return what stands in place of an open block: its heading and the decided text, or nothing for an empty text."""
    parts = free_text(text, block.id)
    heading: list[Block] = [Heading((Text(block.heading),), origin=block.id)] if parts and block.heading else []
    return [*heading, *parts]


def free_text(text: str, origin: str, style: Style = Style.BODY) -> tuple[Block, ...]:
    """Return a caseworker's text as paragraphs; lines that begin with a dash or bullet are one list."""
    blocks: list[Block] = []
    for part in (" ".join(line.split()) for line in text.splitlines() if line.strip()):
        if mark := LIST_MARK.match(part):
            line: Line = (Text(part[mark.end() :]),)
            last = blocks[-1] if blocks else None
            if isinstance(last, ListBlock):
                blocks[-1] = dataclasses.replace(last, items=(*last.items, line))
            else:
                blocks.append(ListBlock((line,), origin=origin))
        else:
            blocks.append(Paragraph((Text(part),), style, origin))
    return tuple(blocks)


def plain(line: Line) -> str:
    """Return the words of a line without their sources."""
    return "".join(part.text for part in line)


def lines_of(block: Block) -> Iterator[Line]:
    """Return the lines of a block in reading order."""
    if isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    else:
        yield block.line


def figures(letter: LetterContent) -> list[Figure]:
    """Return every figure of a letter in the order it is used, repeated ones included."""
    return [
        part
        for block in (*letter.blocks, *letter.annex_blocks)
        for line in lines_of(block)
        for part in line
        if isinstance(part, Figure)
    ]


_VALUES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Source, Text, Field, Figure, Link, Heading, Paragraph, ListBlock, Column, Table, DeadlineBlock, OpenBlock,
        Sender, Addressee, Reference, HiddenCount, Signature, Decision, LetterContent,
    )
}  # fmt: skip
_ENUMS: dict[tuple[str, str], type[enum.StrEnum]] = {
    ("Paragraph", "style"): Style,
    ("Column", "align"): Align,
    ("OpenBlock", "reason"): OpenReason,
}
_DATES = {
    ("Source", "received_on"),
    ("DeadlineBlock", "due_on"),
    ("Signature", "approved_on"),
    ("Decision", "on"),
    ("LetterContent", "dated"),
}


def to_json(letter: LetterContent) -> str:
    """Return the letter's content as JSON with sorted keys; ``from_json`` gives an equal content back."""
    return json.dumps({"format": FORMAT, "letter": _encode(letter)}, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> LetterContent:
    """Return the content that ``to_json`` wrote; ValueError for anything else."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("not a letter's content in a format this release knows")
    letter = _decode(data["letter"])
    if not isinstance(letter, LetterContent):
        raise ValueError("not a letter's content")  # noqa: TRY004 - the text is wrong, not a type
    return letter


def blocks_to_json(blocks: Sequence[Block]) -> str:
    """Return some blocks of a letter as JSON; ``blocks_from_json`` gives equal blocks back."""
    return json.dumps([_encode(block) for block in blocks], ensure_ascii=False, sort_keys=True)


def blocks_from_json(text: str) -> tuple[Block, ...]:
    """Return the blocks that ``blocks_to_json`` wrote."""
    return tuple(_decode(data) for data in json.loads(text))


def _encode(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        coded = {f.name: _encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"is": type(value).__name__, **coded}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _decode(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_decode(item) for item in data)
    if not isinstance(data, dict):
        return data
    name = data["is"]
    if name not in _VALUES:
        raise ValueError(f"unknown part of a letter: {name}")
    given: dict[str, Any] = {}
    for key, coded in data.items():
        if key == "is":
            continue
        value = _decode(coded)
        if (name, key) in _ENUMS:
            value = _ENUMS[name, key](value)
        elif (name, key) in _DATES and value is not None:
            value = dt.date.fromisoformat(value)
        given[key] = value
    return _VALUES[name](**given)
