"""The evidence of a letter (kildebilag): each figure and statement numbered in the order it is used, with its source.

The same cell of the same file has one number however often it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from koorddesk.letters.content import Column, Figure, LetterContent, Source, Table, Text, figures

SHORT_HASH = 12  # characters of the file's SHA-256 that the annex prints; the store keeps all 64

FILE_COLUMNS = (
    Column("Fil", row_header=True),
    Column("Afsender"),
    Column("Afrapportering"),
    Column("Version"),
    Column("Modtaget"),
    Column("Filnavn"),
    Column("Kontrolsum"),
)
COLUMNS = (
    Column("Nr.", row_header=True),
    Column("Oplysning"),
    Column("Gengivet som"),
    Column("Fil"),
    Column("Ark"),
    Column("Celle"),
)
WHOLE_FILE = "hele filen"

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


def files(letter: LetterContent) -> dict[str, tuple[str, Source]]:
    """Return the files a letter rests on by hash: the letter of the alphabet that names each, and its report."""
    found: dict[str, tuple[str, Source]] = {}
    for entry in entries(letter):
        source = entry.figure.source
        if source.sha256 not in found:
            found[source.sha256] = (_letter(len(found)), source)
    return found


def file_table(letter: LetterContent) -> Table:
    """Return the annex's table of files: which report and version, when received, name and shortened hash."""
    rows = tuple(
        _cells(
            name,
            source.sender,
            source.report,
            source.version,
            f"{source.received_on:%d-%m-%Y}",
            source.file,
            source.sha256[:SHORT_HASH],
        )
        for name, source in files(letter).values()
    )
    return Table(FILE_COLUMNS, rows, origin="evidence-files")


def source_table(letter: LetterContent) -> Table:
    """Return the annex's table of sources, one row each: what it says, in which file, sheet and cell."""
    known = files(letter)
    return Table(COLUMNS, tuple(_row(entry, known) for entry in entries(letter)), origin="evidence-sources")


def _row(entry: Entry, known: dict[str, tuple[str, Source]]) -> tuple[tuple[Text, ...], ...]:
    figure, source = entry.figure, entry.figure.source
    return _cells(
        str(entry.number),
        figure.label,
        figure.text if source.sheet else "",
        known[source.sha256][0],
        source.sheet or WHOLE_FILE,
        source.cell,
    )


def _cells(*texts: str) -> tuple[tuple[Text, ...], ...]:
    return tuple((Text(text),) for text in texts)


def _letter(index: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
