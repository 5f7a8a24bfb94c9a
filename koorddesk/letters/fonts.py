"""The letters' own typeface: its faces, widths and glyphs, and text made fit to be set in it.

IBM Plex Sans (SIL Open Font License 1.1) lies in ``resources/fonts/``; only the glyphs used are embedded. A character
that the typeface lacks is an error that names it: a letter never shows an empty box.
"""

from __future__ import annotations

import enum
import functools
import re
import threading
import unicodedata
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from koorddesk import errors
from koorddesk.i18n import N_
from koorddesk.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

errors.register(
    {
        "letter-missing-glyph": N_(
            'The character "%(character)s" (%(name)s) in "%(text)s" is not in the letters\' typeface. Write it in'
            " another way."
        ),
    }
)


class Face(enum.StrEnum):
    """The faces letters use; the value is the file's name in ``resources/fonts/``."""

    REGULAR = "IBMPlexSans-Regular"
    STRONG = "IBMPlexSans-SemiBold"
    ITALIC = "IBMPlexSans-Italic"


NO_BREAK = "\u00a0"
SOFT_HYPHEN = "\u00ad"
# Invisible characters that spreadsheets and word processors leave behind; they mean nothing on paper.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[^\S\u00a0]+")
# What must not be torn apart at the end of a line: § 13 b, stk. 3, nr. 4, 30. oktober 2026, kr. 500, 5 pct.
_GLUE = re.compile(
    r"§§? \d+(?: [a-z](?=[\s,.;:)]|$))?"
    r"|\b(?:stk|nr|kl|kr|pkt|kap|ca|pr)\. (?=\d)"
    r"|\bbilag (?=\d)"
    r"|\b\d{1,2}\. (?:januar|februar|marts|april|maj|ju[nl]i|august|(?:sept|nov|dec)ember|oktober)(?: \d{4})?\b"
    r"|(?<=\d) (?=(?:kr\.|pct\.|%|mio\.|mia\.|år\b))"
    r"| (?=[–—] )",
    re.IGNORECASE,
)
_LOCK = threading.Lock()


@functools.lru_cache(maxsize=len(Face))
def font(face: Face) -> TTFont:
    """Return a face of the typeface, loaded at first use."""
    with _LOCK:
        loaded = TTFont(f"koorddesk-{face.value}", str(resource("fonts", f"{face.value}.ttf")), asciiReadable=False)
        pdfmetrics.registerFont(loaded)
        return loaded


def font_name(face: Face) -> str:
    """Return the name a face is known by to the PDF canvas."""
    return str(font(face).fontName)


@functools.lru_cache(maxsize=len(Face))
def _widths(face: Face) -> Mapping[str, float]:
    loaded = font(face).face
    found = {chr(code): loaded.charWidths.get(code, loaded.defaultWidth) / 1000 for code in loaded.charToGlyph}
    return {**found, NO_BREAK: found[" "]}


@functools.lru_cache(maxsize=100_000)
def _units(text: str, face: Face) -> float:
    widths = _widths(face)
    return sum([widths[character] for character in text])


def width(text: str, face: Face, size: float) -> float:
    """Return how wide text that has been cleaned is, in points."""
    return _units(text, face) * size


@functools.lru_cache(maxsize=1)
def _settable() -> frozenset[str]:
    return frozenset(c for c in _widths(Face.REGULAR) if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))


def clean(text: str) -> str:
    """Return text fit to be set: one form of each letter (NFC), single spaces, every character in the typeface.

    Compatibility forms stay ("12¹" is not "121"). UserError names a character that cannot be set, control
    characters and marks of writing direction among them.
    """
    tidy = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).translate(_INVISIBLE)
    if missing := set(tidy) - _settable():
        character = min(missing, key=tidy.index)
        raise errors.UserError(
            "letter-missing-glyph",
            character=character if character.isprintable() else "",
            name=f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip(),
            text=_around(tidy, character),
        )
    return tidy


def _around(text: str, character: str) -> str:
    place = text.index(character)
    piece = text[max(0, place - 15) : place + 16]
    return "".join(c for c in piece if c.isprintable())


@functools.lru_cache(maxsize=20_000)  # the letters of a run say much the same
def settable(text: str) -> str:
    """Return text that is clean and glued, as ``clean`` and ``glue`` make it."""
    return glue(clean(text))


def glue(text: str) -> str:
    """Return text with non-breaking spaces where a line must not end: "§ 13 b", "stk. 3", "30. oktober"."""
    return _GLUE.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
