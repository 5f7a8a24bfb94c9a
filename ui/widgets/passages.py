"""The chapters and lenses of an assessment: one passage at a time, with the answers it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.assessment import Chapter, Lens
from koorddesk.i18n import N_
from koorddesk.services import assessment_depth, casework
from koorddesk.services.assessment_depth import Passage
from koorddesk.services.casework import AssessmentView, PinnedRow
from ui.models.columns import Column
from ui.theme import STEP
from ui.widgets.lists import make_list
from ui.workplace import Workplace

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


class Passages(QWidget):
    """What is written is stored when another passage is chosen, when it is saved, and before the page is left."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_assessment`` fills it."""
        super().__init__(parent)
        self._place = place
        self._view: AssessmentView | None = None
        self._rows: list[Passage] = []
        self._about = ""
        self._dirty = False
        say = place.text
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(say(N_("Chapter or lens")))
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(say(N_("Text of the passage")))
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)
        hint = QLabel(
            say(N_("The lenses are optional. Pin the answers a passage rests on from the list beside.")), self
        )
        hint.setWordWrap(True)
        columns: Sequence[Column[PinnedRow]] = (
            Column(
                "shown",
                N_("Answer"),
                12,
                lambda row: row.shown,
                state=lambda row: "warning" if row.open_warnings else None,
            ),
            Column("label", N_("Field"), 22, lambda row: row.label),
            Column("sender", N_("Sender"), 12, lambda row: row.sender_name),
            Column("place", N_("Place"), 12, lambda row: f"{row.sheet} {row.cell}"),
        )
        self.pinned = make_list(
            place,
            self,
            "passage-answers",
            N_("Answers the passage rests on"),
            columns,
            lambda row: row.id,
            ("pin", N_("No pinned answers"), N_("Choose answers in “All answers” and pin them here.")),
        )
        self.save_button = QPushButton(say(N_("Save the &passage")), self)
        self.to_cell = QPushButton(say(N_("Show the &cell")), self)
        self.unpin = QPushButton(say(N_("&Take out")), self)
        buttons = QHBoxLayout()
        for button in (self.save_button, self.to_cell, self.unpin):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self.choice)
        column.addWidget(self.text, 3)
        column.addWidget(hint)
        column.addWidget(self.pinned, 2)
        column.addLayout(buttons)
        self.choice.activated.connect(lambda _number: self._choose())
        self.text.textChanged.connect(self._written)
        self.save_button.clicked.connect(self.save)
        self.to_cell.clicked.connect(lambda: self._open(self.pinned.view.current()))
        self.pinned.view.opened.connect(self._open)
        self.pinned.view.chosen.connect(lambda _row: self._tell())
        self.unpin.clicked.connect(self._take_out)

    @property
    def about(self) -> Chapter | Lens | None:
        """The chapter or lens shown."""
        if not self._about:
            return None
        return Chapter(self._about) if self._about in set(Chapter) else Lens(self._about)

    def show_assessment(self, view: AssessmentView | None) -> None:
        """Show the passages of an assessment; one that is not begun has them all empty."""
        if _key(view) != _key(self._view):
            self.save()
            self._dirty = False
        self._view = view
        self.setEnabled(view is not None)
        if view is not None:
            key = view.id or ""
            self._place.read(self, lambda desk: assessment_depth.passages(desk, key), self._show, replaces="passages")

    def save(self) -> None:
        """Store what is written, if anything was."""
        view, about, text = self._view, self.about, self.text.toPlainText()
        if not self._dirty or view is None or about is None:
            return
        self._dirty = False
        code, region = view.announcement_code, view.region_code or None
        self._place.change(
            self,
            lambda desk: assessment_depth.write_passage(
                desk, casework.begin_assessment(desk, code, region), about, text
            ),
            title=self._place.text(N_("Saving the passage")),
            failed=self._not_saved,
        )

    def pin(self, submission_id: str, numbers: Sequence[int]) -> None:
        """Pin answers of a submission to the passage shown."""
        view, about = self._view, self.about
        if view is None or about is None or view.final:
            return
        self.save()
        code, region = view.announcement_code, view.region_code or None
        for number in numbers:
            self._place.change(
                self,
                partial(_pin, code=code, region=region, about=about, submission=submission_id, number=number),
                title=self._place.text(N_("Pinning an answer")),
            )

    def _not_saved(self, error: Exception) -> None:
        self._dirty = True
        self._place.notifier.show_error(error, self.window())

    def _show(self, rows: list[Passage]) -> None:
        self._rows = rows
        say = self._place.text
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for row in rows:
                state = say(N_("written")) if row.text.strip() else say(N_("empty"))
                words = say(N_("Lens: %(name)s (%(state)s)")) if row.optional else say(N_("%(name)s (%(state)s)"))
                self.choice.addItem(words % {"name": row.name, "state": state}, row.about)
            self.choice.setCurrentIndex(max(self.choice.findData(self._about), 0))
        self._fill()

    def _choose(self) -> None:
        self.save()
        self._fill()

    def _fill(self) -> None:
        self._about = str(self.choice.currentData() or "")
        row = next((row for row in self._rows if row.about == self._about), None)
        if row is None:
            return
        if not self._dirty and self.text.toPlainText() != row.text:
            with QSignalBlocker(self.text):
                self.text.setPlainText(row.text)
        self.pinned.set_rows(row.pinned)
        self._tell()

    def _written(self) -> None:
        self._dirty = True
        self._tell()

    def _tell(self) -> None:
        final = self._view is None or self._view.final
        self.text.setReadOnly(final)
        self.save_button.setEnabled(self._dirty and not final)
        chosen = self.pinned.view.current() is not None
        self.to_cell.setEnabled(chosen)
        self.unpin.setEnabled(chosen and not final)

    def _take_out(self) -> None:
        for row in self.pinned.view.selected():
            self._place.change(
                self, partial(casework.unpin, pinned_id=row.id), title=self._place.text(N_("Taking out an answer"))
            )

    def _open(self, row: PinnedRow | None) -> None:
        if row is not None:
            self._place.page_wanted.emit("intake", cell_key(row))


def cell_key(row: PinnedRow) -> str:
    """Return the key under which the intake shows the cell that an answer was read from."""
    return f"{row.submission_id}#{row.sheet}!{row.cell}"


def _key(view: AssessmentView | None) -> tuple[str, str]:
    return (view.announcement_code, view.region_name) if view is not None else ("", "")


def _pin(desk: Desk, *, code: str, region: str | None, about: Chapter | Lens, submission: str, number: int) -> object:
    key = casework.begin_assessment(desk, code, region)
    return assessment_depth.pin_to_passage(desk, key, about, submission, number)
