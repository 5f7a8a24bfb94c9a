"""What one column of a list shows, and how it sorts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt

R = TypeVar("R")

SortValue = None | str | int | float | dt.date


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column over rows of type ``R``.

    ``title`` is an English msgid, ``width`` the first width in characters, ``value`` gives the text. ``sort`` gives
    what to sort by where that is not the text (a date, a number; None comes last). ``state`` names the state in
    ``ui.states.STATES`` whose icon and tone stand before the text. ``shown`` is False for a column the user may add.
    """

    key: str
    title: str
    width: int
    value: Callable[[R], str]
    sort: Callable[[R], SortValue] | None = None
    state: Callable[[R], str | None] | None = None
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    shown: bool = True


RIGHT = Qt.AlignmentFlag.AlignRight
