"""A date as it is written in lists, with a calendar that begins on Monday."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QDateEdit, QSizePolicy, QWidget


class DateField(QDateEdit):
    """A day, written ``24-03-2026``."""

    def __init__(self, day: dt.date, parent: QWidget | None = None) -> None:
        """Take the day to begin with."""
        super().__init__(parent)
        self.setLocale(QLocale("da_DK"))
        self.setDisplayFormat("dd-MM-yyyy")
        self.setCalendarPopup(True)
        self.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_day(day)

    @property
    def day(self) -> dt.date:
        """The day shown."""
        return dt.date(self.date().year(), self.date().month(), self.date().day())

    def set_day(self, day: dt.date) -> None:
        """Show a day."""
        self.setDate(QDate(day.year, day.month, day.day))
