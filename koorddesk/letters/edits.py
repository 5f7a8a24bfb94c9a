"""A caseworker's changes to one letter: kept per block, laid over the letter as it was composed, also anew.

A block is named by the standard text it came from and its number among the blocks that came from it. An edit keeps
what stood there and what stands there instead, so that it survives a letter that is set again: fields and figures in
it are filled in anew, and where the text beneath has changed the letter says so and stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from koorddesk.letters.catalogue import FIELDS
from koorddesk.letters.content import (
    Block,
    Field,
    Figure,
    Inline,
    LetterContent,
    Line,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Source,
    Table,
    Text,
    figures,
    lines_of,
    plain,
)

CHANGED = "edit-changed:"  # before the key, in the name of the open place that an edit over a changed text makes
LOST = "edit-lost:"
_Place = tuple[str, int | None, str, str]
_WORDS = 8  # of an edit that a sentence about it quotes


@dataclass(frozen=True)
class Edit:
    """One change: the key of its block, what stood there, and what stands there instead (nothing: taken out)."""

    key: str
    base: tuple[Block, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """One block of the composed letter (``standard``) and what stands in its place.

    ``standard`` is None where the block of an edit is no longer in the letter; such a part prints nothing.
    ``changed`` tells that the text beneath an edit is another than when it was made.
    """

    key: str
    standard: Block | None
    blocks: tuple[Block, ...]
    edited: bool = False
    changed: bool = False


def keyed(blocks: Sequence[Block]) -> dict[str, Block]:
    """Return the blocks of a letter by their keys, in order."""
    counts: Counter[str] = Counter()
    found: dict[str, Block] = {}
    for block in blocks:
        origin = block.origin or type(block).__name__
        counts[origin] += 1
        found[f"{origin}.{counts[origin]}"] = block
    return found


def signature(blocks: Sequence[Block]) -> str:
    """Return what tells two texts apart whatever their fields and figures say at the moment."""
    return "\n".join(
        f"{type(block).__name__}:{''.join(_named(part) for part in line)}"
        for block in blocks
        for line in lines_of(block)
    )


def parts(letter: LetterContent, edits: Sequence[Edit]) -> tuple[Part, ...]:
    """Return a letter as composed, block by block, with the edits in their places and lost ones at the end."""
    standing = keyed(letter.blocks)
    placed = _placed(standing, edits)
    found = []
    for key, block in standing.items():
        edit = placed.get(key)
        if edit is None:
            found.append(Part(key, block, (block,)))
            continue
        changed = signature(edit.base) != signature((block,))
        blocks = tuple(_refreshed(letter, edit))
        found.append(Part(key, block, blocks, edited=True, changed=changed))
    lost = [edit for edit in edits if edit not in placed.values()]
    return (*found, *(Part(edit.key, None, edit.blocks, edited=True) for edit in lost))


def merged(letter: LetterContent, edits: Sequence[Edit]) -> LetterContent:
    """Return what the letter says with the edits in it; what they need looking at is an open place."""
    if not edits:
        return letter
    blocks: list[Block] = []
    for part in parts(letter, edits):
        if part.standard is None:
            words = f"En rettelse (»{quoted(part.blocks)}«) hører til en tekst, som ikke længere er i brevet."
            blocks.append(OpenBlock(LOST + part.key, OpenReason.MISSING, (Text(words),)))
            continue
        blocks += part.blocks
        if part.changed:
            words = f"Teksten under rettelsen (»{quoted(part.blocks)}«) er ændret, siden den blev rettet. Gennemse den."
            blocks.append(OpenBlock(CHANGED + part.key, OpenReason.MISSING, (Text(words),)))
    return replace(letter, blocks=tuple(blocks))


def quoted(blocks: Sequence[Block]) -> str:
    """Return the first words of a text, to name it by."""
    words = " ".join(plain(line) for block in blocks for line in lines_of(block)).split()
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")


def _named(part: Inline) -> str:
    if isinstance(part, Field):
        return f"{{{part.name}}}"
    return f"[{part.label}]" if isinstance(part, Figure) else part.text


def _placed(standing: Mapping[str, Block], edits: Sequence[Edit]) -> dict[str, Edit]:
    """Return the edits by the key of the block they stand over; a block that has moved within its text is found."""
    placed: dict[str, Edit] = {}
    waiting = []
    for edit in edits:
        block = standing.get(edit.key)
        if block is not None and signature((block,)) == signature(edit.base):
            placed[edit.key] = edit
        else:
            waiting.append(edit)
    for edit in waiting:
        origin = edit.key.rpartition(".")[0]
        same = (
            key
            for key, block in standing.items()
            if key.rpartition(".")[0] == origin and key not in placed and signature((block,)) == signature(edit.base)
        )
        key = next(same, edit.key)
        if key in standing and key not in placed and not isinstance(standing[key], OpenBlock):
            placed[key] = edit
    return placed


def _refreshed(letter: LetterContent, edit: Edit) -> Iterator[Block]:
    """Return an edit's blocks with the fields and figures of the letter as it is now; an open place for each gone."""
    fields = {field.name: field.text for field in letter.fields}
    # A letter composed by an earlier release holds only the fields that it uses.
    for block in letter.blocks:
        fields |= {part.name: part.text for line in lines_of(block) for part in line if isinstance(part, Field)}
    known = {_place(figure.source): figure for figure in figures(letter)}
    for block in edit.blocks:
        missing: list[str] = []

        def fresh(line: Line, missing: list[str] = missing) -> Line:
            return tuple(_filled(part, fields, known, missing) for part in line)

        yield _with_lines(block, fresh)
        for words in dict.fromkeys(missing):
            yield OpenBlock(CHANGED + edit.key, OpenReason.MISSING, (Text(words),), block.origin)


def _filled(part: Inline, fields: Mapping[str, str], known: Mapping[_Place, Figure], missing: list[str]) -> Inline:
    if isinstance(part, Field):
        if not fields.get(part.name):
            missing.append(f"Feltet »{FIELDS.get(part.name, part.name)}« i en rettelse er ikke udfyldt.")
            return part
        return replace(part, text=fields[part.name])
    if isinstance(part, Figure):
        found = known.get(_place(part.source))
        if found is None:
            missing.append(
                f"Oplysningen »{part.text}« i en rettelse er ikke længere i brevets grundlag. Ret afsnittet."
            )
            return part
        return found
    return part


def _place(source: Source) -> _Place:
    """Return which answer a figure is, or which file where it stands for a report as a whole."""
    return source.submission_id or source.sha256, source.number, source.sheet, source.cell


def _with_lines(block: Block, fresh: Callable[[Line], Line]) -> Block:
    if isinstance(block, ListBlock):
        return replace(block, items=tuple(fresh(line) for line in block.items))
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(fresh(line) for line in row) for row in block.rows))
    if isinstance(block, Paragraph):
        return replace(block, line=fresh(block.line), edited=True)
    return replace(block, line=fresh(block.line))
