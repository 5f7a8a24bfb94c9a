"""Reading translation catalogues (.po) at start: the few forms of line that such a file has, and nothing else.

The general reader of the library babel takes half a second of processor time for our files; every start of the
program would wait for it. The tests hold the two against each other over all catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

Key = tuple[str | None, str]
Text = str | tuple[str, ...]

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def read_catalogue(path: Path) -> Iterator[tuple[Key, Text]]:
    """Yield (context, msgid) and its translation, or the tuple of its plural forms; what is doubtful is left out."""
    for entry in path.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        current = ""
        doubtful = False
        for line in entry.split("\n"):
            if line.startswith("#"):
                doubtful = doubtful or (line.startswith("#,") and "fuzzy" in line)
            elif line.startswith('"'):
                fields[current] += _text(line)
            elif line:
                current, _, rest = line.partition(" ")
                fields[current] = _text(rest)
        msgid = fields.get("msgid", "")
        if not msgid or doubtful:
            continue
        forms = tuple(fields[f"msgstr[{number}]"] for number in range(4) if f"msgstr[{number}]" in fields)
        text: Text = forms or fields.get("msgstr", "")
        if text and all(forms or (text,)):
            yield (fields.get("msgctxt"), msgid), text


def _text(quoted: str) -> str:
    content = quoted.strip()[1:-1]
    if "\\" not in content:
        return content
    parts = content.split("\\\\")
    return "\\".join(_unescaped(part) for part in parts)


def _unescaped(part: str) -> str:
    begin, *rest = part.split("\\")
    return begin + "".join(_ESCAPES.get(piece[:1], piece[:1]) + piece[1:] for piece in rest)
