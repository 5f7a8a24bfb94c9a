"""Write to the councils of a region: which letter, to how many, and what comes first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from koorddesk.domain.chain import StepKind
from koorddesk.i18n import N_
from koorddesk.services import cases, casework, chain, writing
from koorddesk.services.writing import LetterWay, RegionAsked, Way
from ui.dialogs.drafting import with_sender, write_drafts
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.request import open_request
from ui.dialogs.step import open_step
from ui.theme import STEP

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from ui.workplace import Workplace

_VERBS = {
    Way.SHOW: N_("&Show the letters"),
    Way.DRAFT: N_("&Draft the letters"),
    Way.STEP: N_("&Go on…"),
    Way.ASSESS: N_("&Go to the assessment"),
    Way.NONE: N_("&Draft the letters"),
}


class WriteDialog(FormDialog):
    """The region at the top, the letters there can be below, each with what is missing before it.

    Signals:
        given(RegionAsked, LetterWay): the button was pressed.
    """

    given = Signal(object, object)

    def __init__(
        self, place: Workplace, regions: Sequence[RegionAsked], chosen: tuple[str, str], parent: QWidget | None
    ) -> None:
        """Take the regions that can be written to; ``chosen`` is the announcement's code and the region to begin with.

        Either may be empty, and the region is known by its code or its name.
        """
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Write to the councils")),
            say(_VERBS[Way.NONE]),
            parent,
            say(N_("Choose the region and the letter. Drafts are shown before anything is approved or sent.")),
        )
        self._place, self._regions = place, tuple(regions)
        several = len({known.announcement_code for known in regions}) > 1
        entries = [
            (
                str(number),
                f"{known.region_name} · {known.announcement_code}" if several else known.region_name,
            )
            for number, known in enumerate(regions)
        ]
        self.region = self.choice(say(N_("The councils &of")), entries, self._number_of(*chosen))
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.form.addRow(say(N_("Announcement")), self.about)
        self.letters = QWidget(self)
        self.letters.setAccessibleName(say(N_("Letter")))
        for wide in (self.about, self.letters):
            wide.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(self.letters)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self.form.addRow(say(N_("Letter")), self.letters)
        self._group = QButtonGroup(self)
        self._ways: tuple[LetterWay, ...] = ()
        self.widen(96)
        self.region.currentIndexChanged.connect(lambda _number: self._read())
        self._group.idToggled.connect(lambda _number, _on: self._tell())
        self.accepted.connect(self._give)
        self._tell()
        self._read()

    @property
    def chosen(self) -> LetterWay | None:
        """The letter chosen."""
        number = self._group.checkedId()
        return self._ways[number] if 0 <= number < len(self._ways) else None

    def choose(self, kind: str) -> None:
        """Choose a letter by its kind."""
        for number, way in enumerate(self._ways):
            if way.kind.value == kind:
                self._group.button(number).setChecked(True)

    def _asked(self) -> RegionAsked:
        return self._regions[self.region.currentIndex()]

    def _number_of(self, code: str, region: str) -> str:
        """Return the entry that fits best: announcement and region, else the one of the two that is named."""
        for number, known in enumerate(self._regions):
            here = region in ("", known.region_code, known.region_name)
            if here and code in ("", known.announcement_code):
                return str(number)
        return "0"

    def _read(self) -> None:
        asked = self._asked()
        self.about.setText(f"{asked.announcement_code} · {asked.announcement_title}")
        self._place.read(
            self,
            lambda desk: writing.letters_to_region(desk, asked.announcement_code, asked.region_code),
            self._show,
            replaces="letters",
        )

    def _show(self, ways: list[LetterWay]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        while (old := self._column.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._ways = tuple(ways)
        for number, way in enumerate(self._ways):
            button = QRadioButton(f"{way.name[:1].upper()}{way.name[1:]} ({way.count})", self.letters)
            button.setAccessibleDescription(self._words(way))
            button.setEnabled(way.way is not Way.NONE)
            self._group.addButton(button, number)
            self._column.addWidget(button)
            words = QLabel(self._words(way), self.letters)
            words.setWordWrap(True)
            words.setEnabled(way.way is not Way.NONE)
            words.setContentsMargins(6 * STEP, 0, 0, STEP)
            self._column.addWidget(words)
        first = next((number for number, way in enumerate(self._ways) if way.way is not Way.NONE), None)
        if first is not None:
            self._group.button(first).setChecked(True)
            self._group.button(first).setFocus()
        self._tell()
        self.adjustSize()

    def _words(self, way: LetterWay) -> str:
        say, plural = self._place.text, self._place.plural
        if way.missing:
            return way.missing
        if way.way is Way.SHOW:
            return plural("%(count)d is written.", "%(count)d are written.", way.count)
        if way.way is Way.STEP:
            return say(N_("Can be written now; what has to hold first is shown."))
        return say(N_("Can be drafted now."))

    def _tell(self) -> None:
        way = self.chosen
        self.verb.setText(self._place.text(_VERBS[way.way if way is not None else Way.NONE]))
        self.verb.setEnabled(way is not None)

    def _give(self) -> None:
        way = self.chosen
        assert way is not None
        self.given.emit(self._asked(), way)


def open_write(place: Workplace, owner: QWidget, code: str = "", region: str = "") -> None:
    """Ask which letter goes to the councils of a region, and lead to it."""

    def show(regions: list[RegionAsked]) -> None:
        if not regions:
            place.notifier.inform(
                place.text(N_("No announcement asks anybody yet. Note the one that is answered first.")),
                place.text(N_("&Note the announcement…")),
                lambda: place.page_wanted.emit("announcements", "issued"),
            )
            return
        dialog = WriteDialog(place, regions, (code, region), owner.window())
        dialog.given.connect(lambda asked, way: go_to(place, owner, asked, way))
        dialog.open()

    place.read(owner, writing.regions_to_write_to, show, replaces="regions-to-write-to")


def go_to(place: Workplace, owner: QWidget, asked: RegionAsked, way: LetterWay) -> None:
    """Lead to a letter: show it, draft it, take its step, or conclude the assessment it rests on first."""
    code, region = asked.announcement_code, asked.region_code
    if way.way is Way.SHOW:
        place.page_wanted.emit("letters", way.letter_id)
    elif way.way is Way.ASSESS:
        place.page_wanted.emit("assessment", f"{code}/{region}")
    elif way.way is Way.DRAFT:
        desk, kind = place.desk, way.kind
        write_drafts(
            place,
            owner,
            lambda progress, cancelled: writing.draft_to_region(desk, code, region, kind, progress, cancelled),
        )
    elif way.step is StepKind.RENEWED_CONSIDERATION_REQUEST:
        open_request(place, owner, code, region, asked.region_name)
    elif way.step is not None:
        with_sender(place, owner, partial(_take_step, place, owner, asked, way.step))


def _take_step(place: Workplace, owner: QWidget, asked: RegionAsked, kind: StepKind) -> None:
    """Open the dialog of the step that sends a letter; the case is opened with it where there is none."""

    def ready(number: str) -> None:
        place.read(owner, lambda desk: (number, chain.what_next(desk, number)), show, replaces="next-steps")

    def show(found: tuple[str, list[chain.NextStep]]) -> None:
        number, steps = found
        step = next((step for step in steps if step.kind is kind), None)
        if step is not None:
            open_step(place, owner, number, step, asked.region_name)

    def case_of(desk: Desk) -> str:
        known = casework.case_number_of(desk, asked.announcement_code)
        return known or cases.open_case(desk, asked.announcement_code).case_number

    place.change(owner, case_of, title=place.text(N_("Opening the case")), then=ready)
