"""Danish order and Danish finding: aa sorts as å and stands last, and is found under both spellings."""

from __future__ import annotations

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale, Qt

_FOLDS = (("å", "aa"), ("æ", "ae"), ("ø", "oe"), ("ä", "ae"), ("ö", "oe"), ("ü", "y"), ("é", "e"))


class DanishOrder:
    """Gives sort keys in Danish order whatever language the machine speaks."""

    def __init__(self) -> None:
        """Take the Danish collator; capitals do not matter, numbers count by value."""
        self._collator = QCollator(QLocale("da_DK"))
        self._collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._collator.setNumericMode(True)

    def key(self, text: str) -> QCollatorSortKey:
        """Return a key that compares as Danish words do."""
        return self._collator.sortKey(text)


def fold(text: str) -> str:
    """Return ``text`` as it is searched: case gone, å as aa, æ as ae, ø as oe."""
    folded = text.casefold()
    for letter, plain in _FOLDS:
        folded = folded.replace(letter, plain)
    return folded
