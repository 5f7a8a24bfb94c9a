"""The announcement that several pages look at, chosen once and the same on all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from koorddesk.i18n import N_
from koorddesk.services.queries import AnnouncementRow
from ui.workplace import Workplace

_REMEMBERED = "announcement"


class AnnouncementChooser(QComboBox):
    """A list of the announcements in hand; history is left to the page of announcements.

    Signals:
        code_chosen(code): the user chose another one.
    """

    code_chosen = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make an empty list; ``show_rows`` fills it."""
        super().__init__(parent)
        self._place = place
        self.setAccessibleName(place.text(N_("Announcement")))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(30)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 20)  # on a small screen it gives way
        self.activated.connect(self._chosen)

    @property
    def code(self) -> str:
        """The announcement chosen, empty where there is none."""
        return str(self.currentData() or "")

    def show_rows(self, rows: Sequence[AnnouncementRow]) -> None:
        """Offer these; the one last chosen on any page stays chosen."""
        wanted = self._place.memory.value(_REMEMBERED, "")
        self.clear()
        for row in rows:
            if not row.historical:
                self.addItem(f"{row.code} · {row.title}", row.code)
        self.setCurrentIndex(max(self.findData(wanted), 0) if self.count() else -1)

    def choose(self, code: str) -> None:
        """Choose an announcement by its code."""
        self._place.memory.keep(_REMEMBERED, code)
        self.setCurrentIndex(max(self.findData(code), 0))

    def _chosen(self, _number: int) -> None:
        self._place.memory.keep(_REMEMBERED, self.code)
        self.code_chosen.emit(self.code)
