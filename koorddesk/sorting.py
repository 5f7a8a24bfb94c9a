"""Danish alphabetical order for lists, files and letters: æ, ø, å last, aa as å, numbers by size.

The window sorts by Qt's collation for Danish, which gives the same groups; this key needs no Qt and is the same on
every machine.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Behind z and in the Danish order. German and Swedish forms go with the letters Danes take them for.
_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ð": "d"})
_PARTS = re.compile(r"[a-z{|}]+|[0-9]+")


def danish_key(text: str) -> tuple[str, str, str]:
    """Return a key that sorts texts as a Danish list does: by letters, then as written.

    "aa" counts as å in every name, as in Danish registers ("Aaron" too comes last); "§ 9" comes before "§ 13";
    signs and spaces only part words. Two different texts never get the same key.
    """
    folded = text.casefold()
    return _primary(folded), folded, text


@functools.lru_cache(maxsize=65536)
def _primary(folded: str) -> str:
    composed = unicodedata.normalize("NFKC", folded).replace("aa", "å").translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
    return " ".join(_number(part) if part[0].isdigit() else part for part in _PARTS.findall(bare))


def _number(digits: str) -> str:
    """Return digits so that they sort by size and before letters: their count first, then themselves."""
    significant = digits.lstrip("0") or "0"
    return chr(ord("0") + min(len(significant), 48)) + significant


def compare_danish(left: str, right: str) -> int:
    """Compare two texts in Danish order: negative, 0 for the same text, or positive."""
    first, second = danish_key(left), danish_key(right)
    return (first > second) - (first < second)
