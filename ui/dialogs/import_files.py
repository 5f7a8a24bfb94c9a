"""What holds for a whole drop of files: when they were received, and which announcement they answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from koorddesk.i18n import N_
from koorddesk.services.arrivals import may_bring_mail
from koorddesk.services.intake import IntakeOptions
from koorddesk.services.queries import AnnouncementRow
from koorddesk.services.templates import TemplateRow
from ui.dialogs.announcement import open_issued_announcement
from ui.dialogs.form_dialog import FormDialog
from ui.notify import Choice
from ui.widgets.date_field import DateField
from ui.workplace import Workplace


class ImportDialog(FormDialog):
    """Asked once per drop; the day of receipt is never taken from the files, but may be a mail's.

    Signals:
        given(IntakeOptions): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        paths: Sequence[Path],
        announcements: Sequence[AnnouncementRow],
        templates: Sequence[TemplateRow],
        chosen: str,
        parent: QWidget | None,
    ) -> None:
        """Take the files and what there is to choose from; ``chosen`` is the announcement shown on the page."""
        say = place.text
        names = ", ".join(path.name for path in paths[:3]) + ("…" if len(paths) > 3 else "")
        super().__init__(
            place.translator,
            place.plural("Import %(count)d file", "Import %(count)d files", len(paths)),
            place.plural("&Read %(count)d file", "&Read %(count)d files", len(paths)),
            parent,
            say(
                N_("%(files)s. The files are read and shown; nothing is stored before you have looked at them."),
                files=names,
            ),
        )
        self.received = DateField(place.desk.today(), self)
        self.day(say(N_("Received &on")), self.received)
        open_ones = [("", say(N_("Not decided"))), *((row.code, f"{row.code} · {row.title}") for row in announcements)]
        self.announcement = self.choice(say(N_("Answers &announcement")), open_ones, chosen)
        self.note = QPushButton(say(N_("&Note the announcement…")), self)
        self.form.addRow("", self.note)
        self._uncounted = QLabel(say(N_("Without an announcement the answers count nowhere.")), self)
        self._uncounted.setWordWrap(True)
        self.form.addRow("", self._uncounted)
        forms = [("", say(N_("Recognise by itself"))), *((row.code, f"{row.code} · {row.title}") for row in templates)]
        self.template = self.choice(say(N_("&Form")), forms)
        self.mail_dates = QCheckBox(say(N_("What came by &mail was received on the mail's day")), self)
        self.mail_dates.setChecked(True)
        self.form.addRow(self.mail_dates)
        self.form.setRowVisible(self.mail_dates, may_bring_mail(paths))
        self.announcement.currentIndexChanged.connect(lambda _number: self._tell())
        self.note.clicked.connect(lambda: open_issued_announcement(place, self, self._noted))
        self.accepted.connect(self._give)
        self._tell()

    def options(self) -> IntakeOptions:
        """Return what was chosen."""
        return IntakeOptions(
            received_on=self.received.day,
            announcement_code=self.announcement.currentData() or None,
            template_code=self.template.currentData() or None,
            mail_dates=self.mail_dates.isChecked(),
        )

    def _tell(self) -> None:
        self.form.setRowVisible(self._uncounted, not self.announcement.currentData())

    def _noted(self, code: str) -> None:
        """Offer the announcement that was noted a moment ago, and choose it."""
        self.announcement.addItem(code, code)
        self.announcement.setCurrentIndex(self.announcement.findData(code))

    def _give(self) -> None:
        self.given.emit(self.options())


def learn_first(place: Workplace, paths: Sequence[Path]) -> None:
    """Let a blank form be learned; these files wait for it, and are read as soon as it is kept."""
    place.waiting_files = list(paths)
    place.action_wanted.emit("learn")


def read_unlearned(place: Workplace, over: QWidget, paths: Sequence[Path]) -> bool:
    """Say that no form is learned yet, so that nothing can be read from the files; tell whether to go on."""
    answer = place.notifier.ask(
        place.text(N_("No form is learned yet")),
        place.text(
            N_(
                "The files can only be read against the form they were filled in on. Show koorddesk the blank "
                "workbook first; your files wait, and are read as soon as the form is kept."
            )
        ),
        (
            Choice("learn", place.text(N_("Learn a blank form"))),
            Choice("read", place.text(N_("Look at the files all the same"))),
        ),
        over,
    )
    if answer == "learn":
        learn_first(place, paths)
    return answer == "read"
