"""The evidence of a letter (kildebilag): each figure and statement numbered in the order it is used, with its source.

The same cell of the same file has one number however often it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from koorddesk.letters.content import Column, Figure, LetterContent, Source, Table, Text, figures

SHORT_HASH = 12  # characters of the file's SHA-256 that the annex prints; the store keeps all 64

COLUMNS = (
    Column("Nr.", row_header=True),
    Column("Oplysning"),
    Column("Afrapportering og fil"),
    Column("Ark og celle"),
    Column("Kontrolsum"),
)
EMPTY = "Brevet gengiver ingen oplysninger fra afrapporteringer."

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """One numbered source with the figure that uses it first."""

    number: int
    figure: Figure


def source_key(source: Source) -> Key:
    """Return what makes two sources the same place: file, sheet and cell."""
    return source.sha256, source.sheet, source.cell


def entries(letter: LetterContent) -> list[Entry]:
    """Return the sources of a letter in the order they are used, numbered from 1."""
    found: dict[Key, Entry] = {}
    for figure in figures(letter):
        key = source_key(figure.source)
        if key not in found:
            found[key] = Entry(len(found) + 1, figure)
    return list(found.values())


def numbers(letter: LetterContent) -> dict[Key, int]:
    """Return the number of each source of a letter by its place."""
    return {source_key(entry.figure.source): entry.number for entry in entries(letter)}


def annex_table(letter: LetterContent) -> Table:
    """Return the table of the evidence annex: one row per source."""
    return Table(COLUMNS, tuple(_row(entry) for entry in entries(letter)), empty=EMPTY, origin="evidence")


def _row(entry: Entry) -> tuple[tuple[Text, ...], ...]:
    figure, source = entry.figure, entry.figure.source
    report = [source.report]
    if source.version:
        report.append(f"version {source.version}")
    report += [f"modtaget {source.received_on:%d-%m-%Y}", f"fil {source.file}"]
    cells = (
        str(entry.number),
        f"{figure.label}: {figure.text}" if source.cell else figure.label,
        ", ".join(report),
        "!".join(part for part in (source.sheet, source.cell) if part) or "hele filen",
        source.sha256[:SHORT_HASH],
    )
    return tuple((Text(cell),) for cell in cells)
