"""Words into lines: how spans of text in different faces fill a measure, left-aligned.

Lengths are points. A line that is not a paragraph's last ends with a space, so that text taken from the file keeps
its words apart.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from koorddesk.letters import fonts
from koorddesk.letters.fonts import Face

if TYPE_CHECKING:
    from koorddesk.letters.content import Source
    from koorddesk.letters.tags import Element

Colour = tuple[float, float, float]  # red, green, blue from 0 to 1, in sRGB

BLACK: Colour = (0.0, 0.0, 0.0)
GREY: Colour = (0.35, 0.35, 0.35)  # 7:1 on white

ACCENT: Colour = (0.13, 0.27, 0.42)  # headings and links, 9:1 on white

_HYPHENS = re.compile(r"(?<=[^\W\d]{2}[-/–])(?=[^\W\d]{3})")  # a line may end here
_SEAMS = re.compile(r"(?<=[-/\\_@.,;:=&?])(?=\w)")  # and here where a word is wider than its line


@dataclass(frozen=True)
class Look:
    """How words look: face, size in points, colour."""

    face: Face
    size: float
    colour: Colour = BLACK


@dataclass(frozen=True, eq=False)
class Span:
    """A stretch of text of one look that belongs to one structure element (None: an artifact).

    ``to`` and ``uri`` make it a link, ``source`` names the cell a figure came from.
    """

    text: str
    look: Look
    element: Element | None
    to: str = ""
    uri: str = ""
    source: Source | None = None


@dataclass(eq=False)
class Run:
    """A piece of a span as it stands on a line: ``x`` from the line's left edge."""

    text: str
    span: Span
    x: float
    width: float


@dataclass(eq=False)
class SetLine:
    """One line as set, with its width without the closing space."""

    runs: list[Run] = field(default_factory=list)
    width: float = 0.0


class _Atom(NamedTuple):
    """The least that is moved to the next line: pieces without a gap, each with its width; ``spaced`` after a space."""

    pieces: tuple[tuple[str, Span, float], ...]
    width: float
    spaced: bool


def break_lines(spans: Sequence[Span], measure: float) -> list[SetLine]:
    """Return the spans set in lines no wider than the measure."""
    lines: list[SetLine] = []
    line = SetLine()
    for atom in _fitting(_atoms(spans), measure):
        gap = _space(atom.pieces[0][1].look) if atom.spaced and line.runs else 0.0
        if line.runs and line.width + gap + atom.width > measure + 0.01:
            if atom.spaced:
                line.runs[-1].text += " "
            lines.append(line)
            line, gap = SetLine(), 0.0
        _add(line, atom, gap)
    if line.runs:
        lines.append(line)
    return lines


def balanced(spans: Sequence[Span], measure: float) -> list[SetLine]:
    """Return the spans set in as few lines as the measure allows, and the lines about as long as each other."""
    lines = break_lines(spans, measure)
    narrow, wide = measure / 2, measure
    while wide - narrow > 2:
        middle = (narrow + wide) / 2
        if len(break_lines(spans, middle)) == len(lines):
            wide = middle
        else:
            narrow = middle
    return break_lines(spans, wide)


def natural_width(spans: Sequence[Span]) -> tuple[float, float]:
    """Return the width of the spans on one line, and that of their widest unbreakable part."""
    atoms = _atoms(spans)
    gaps = sum(_space(atom.pieces[0][1].look) for atom in atoms[1:] if atom.spaced)
    whole = gaps + sum(atom.width for atom in atoms)
    return whole, max((atom.width for atom in atoms), default=0.0)


def _space(look: Look) -> float:
    return fonts.width(" ", look.face, look.size)


def _add(line: SetLine, atom: _Atom, gap: float) -> None:
    if gap:
        line.runs[-1].text += " "
        line.runs[-1].width += gap
        line.width += gap
    for text, span, wide in atom.pieces:
        last = line.runs[-1] if line.runs else None
        if last is not None and last.span is span:
            last.text += text
            last.width += wide
        else:
            line.runs.append(Run(text, span, line.width, wide))
        line.width += wide


def _atoms(spans: Sequence[Span]) -> list[_Atom]:
    words: list[list[tuple[str, Span]]] = [[]]
    for span in spans:
        first, *rest = span.text.split(" ")
        if first:
            words[-1].append((first, span))
        words.extend([(part, span)] if part else [] for part in rest)
    found: list[_Atom] = []
    for word in words:
        if len(word) == 1:
            text, span = word[0]
            size = span.look.size
            for index, (piece, units) in enumerate(_pieces(text, span.look.face)):
                found.append(_Atom(((piece, span, units * size),), units * size, index == 0))
        elif word:
            found += _torn(word)
    return found


@functools.lru_cache(maxsize=20_000)
def _pieces(word: str, face: Face) -> tuple[tuple[str, float], ...]:
    """Return a word as the pieces that a line may end after, each with its width at a size of 1."""
    return tuple((piece, fonts.width(piece, face, 1)) for piece in _HYPHENS.split(word))


def _torn(word: Sequence[tuple[str, Span]], seams: re.Pattern[str] = _HYPHENS) -> list[_Atom]:
    atoms: list[_Atom] = []
    current: list[tuple[str, Span]] = []
    for text, span in word:
        for index, piece in enumerate(seams.split(text)):
            if index:
                atoms.append(_atom(current, spaced=not atoms))
                current = []
            current.append((piece, span))
    atoms.append(_atom(current, spaced=not atoms))
    return atoms


def _atom(pieces: Sequence[tuple[str, Span]], *, spaced: bool) -> _Atom:
    wide = tuple((text, span, fonts.width(text, span.look.face, span.look.size)) for text, span in pieces)
    return _Atom(wide, sum(width for _, _, width in wide), spaced)


def _fitting(atoms: Sequence[_Atom], measure: float) -> list[_Atom]:
    """Cut what is wider than a whole line, at a seam if that helps, else wherever it has to be."""
    found: list[_Atom] = []
    for atom in atoms:
        if atom.width <= measure:
            found.append(atom)
            continue
        whole = [(text, span) for text, span, _ in atom.pieces]
        for number, part in enumerate(_torn(whole, _SEAMS)):
            fitting = part._replace(spaced=atom.spaced and number == 0)
            found += [fitting] if part.width <= measure else _cut(fitting, measure)
    return found


def _cut(atom: _Atom, measure: float) -> list[_Atom]:
    found: list[_Atom] = []
    spaced, used = atom.spaced, 0.0
    current: list[tuple[str, Span]] = []
    for text, span, _ in atom.pieces:
        for character in text:
            wide = fonts.width(character, span.look.face, span.look.size)
            if current and used + wide > measure:
                found.append(_atom(_joined(current), spaced=spaced))
                spaced, current, used = False, [], 0.0
            current.append((character, span))
            used += wide
    return [*found, _atom(_joined(current), spaced=spaced)]


def _joined(characters: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
    pieces: list[tuple[str, Span]] = []
    for character, span in characters:
        if pieces and pieces[-1][1] is span:
            pieces[-1] = (pieces[-1][0] + character, span)
        else:
            pieces.append((character, span))
    return pieces
