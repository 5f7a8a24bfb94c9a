"""Overview: the map of the municipalities, coverage, rounds, occupancy and the chain, each also as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout

from koorddesk.i18n import N_
from koorddesk.services import coverage, map_figures, over_time, queries, register_queries
from koorddesk.services.desk import Desk
from koorddesk.services.land import Geography
from ui.charts.bars import occupancy_bars, rounds_bars
from ui.charts.calendar import ChainChart
from ui.charts.matrix import Matrix
from ui.charts.tile_map import TileMap
from ui.pages.page import Page
from ui.widgets.picture_panel import Picture, PicturePanel

_ALL_GROUPS = ""
_MAPS = {
    "answers": N_("Who has answered"),
    "counts": N_("Counts in the answers"),
    "use": N_("Persons in offers"),
    "places": N_("Places in offers"),
    "offers": N_("Open offers"),
}
_OF_ANNOUNCEMENTS = ("answers", "counts")


@dataclass(frozen=True)
class _Known:
    """What the choices offer."""

    announcements: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    cases: tuple[tuple[str, str], ...]
    merger: str


class OverviewPage(Page):
    """Pictures of what the store knows; the figures of each are one key away."""

    concerns = frozenset(
        {
            *("Announcement", "AnnouncementRegion", "Submission", "Report", "Correction", "TargetGroup"),
            *("Offer", "OfferGroup", "OfferValue", "OfferUse", "Department", "Case", "Step", "Deadline"),
            *("DeadlineEvent", "Authority", "Membership"),
        }
    )

    def _build(self) -> None:
        self._what = self._choice(N_("The map shows"), [(key, self.text(word)) for key, word in _MAPS.items()])
        self._announcement = self._choice(N_("Announcement"))
        self._question = self._choice(N_("Question"))
        self._map_group = self._choice(N_("Target group"))
        self._map_regions = self._regions_choice()
        self._matrix_regions = self._regions_choice()
        self._round_group = self._choice(N_("Target group"))
        self._places_group = self._choice(N_("Target group"))
        self._case = self._choice(N_("Case"))
        self.map = self._panel(
            "map", [self._what, self._announcement, self._question, self._map_group, self._map_regions], self._map_query
        )
        self.matrix = self._panel("coverage", [self._matrix_regions], self._matrix_query)
        self.rounds = self._panel("rounds", [self._round_group], self._rounds_query)
        self.places = self._panel("occupancy", [self._places_group], self._places_query)
        self.chain = self._panel("chain", [self._case], self._chain_query)
        self._panels = (self.map, self.matrix, self.rounds, self.places, self.chain)
        self._tabs: QTabWidget = self.tabs(
            N_("Pictures"),
            (
                (self.map, N_("Map")),
                (self.matrix, N_("Coverage")),
                (self.rounds, N_("Rounds")),
                (self.places, N_("Occupancy")),
                (self.chain, N_("The chain")),
            ),
        )
        # All at once would ask for more than a small screen has; which of them are wanted is known with the choices.
        self._question.hide()
        self._map_group.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)

    def _connect(self) -> None:
        self._what.currentIndexChanged.connect(self._map_changed)
        self._announcement.currentIndexChanged.connect(self._announcement_changed)
        for choice, panel in (
            (self._question, self.map),
            (self._map_group, self.map),
            (self._map_regions, self.map),
            (self._matrix_regions, self.matrix),
            (self._round_group, self.rounds),
            (self._places_group, self.places),
            (self._case, self.chain),
        ):
            choice.currentIndexChanged.connect(lambda _index, panel=panel: panel.refresh())
        self._tabs.currentChanged.connect(lambda _index: self._refresh_shown())
        for panel in self._panels:
            panel.opened.connect(self.place.page_wanted)

    def refresh(self) -> None:
        """Read the choices again, then the picture shown."""
        self.place.read(self, _known, self._show_choices, replaces="choices")

    def show_key(self, key: str) -> None:
        """Show a picture by its name: ``map``, ``coverage``, ``rounds``, ``occupancy`` or ``chain/case number``."""
        name, _, number = key.partition("/")
        for panel in self._panels:
            if panel.name == name:
                self._tabs.setCurrentWidget(panel)
        if number:
            self._case.setProperty("wanted", number)
            self._take_wanted_case()

    def focus_filter(self) -> None:
        """Go to the first choice of the picture shown."""
        panel = self._shown()
        if panel.choices:
            panel.choices[0].setFocus()

    # choices

    def _choice(self, title: str, entries: list[tuple[str, str]] | None = None) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self.text(title))
        box.setToolTip(self.text(title))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(15)
        for key, words in entries or []:
            box.addItem(words, key)
        return box

    def _regions_choice(self) -> QComboBox:
        box = self._choice(N_("Regions"))
        box.setMinimumContentsLength(22)
        box.addItem(self.text(N_("Regions today")), Geography.BEFORE.value)
        return box

    def _show_choices(self, known: _Known) -> None:
        whole = [(_ALL_GROUPS, self.text(N_("All target groups"))), *known.groups]
        for box in (self._map_group, self._round_group, self._places_group):
            _fill(box, whole)
        _fill(self._announcement, list(known.announcements))
        _fill(self._case, list(known.cases))
        self._take_wanted_case()
        regions = [(Geography.BEFORE.value, self.text(N_("Regions today")))]
        if known.merger:
            regions = [
                (Geography.BEFORE.value, self.text(N_("Regions before %(date)s"), date=known.merger)),
                (Geography.AFTER.value, self.text(N_("Regions from %(date)s"), date=known.merger)),
            ]
        _fill(self._map_regions, regions)
        _fill(self._matrix_regions, regions)
        for panel in self._panels:
            panel.stale = True
        self._map_changed()
        self._refresh_shown()

    def _take_wanted_case(self) -> None:
        wanted = self._case.property("wanted")
        position = self._case.findData(wanted) if wanted else -1
        if position >= 0:
            self._case.setProperty("wanted", None)
            self._case.setCurrentIndex(position)

    def _map_changed(self) -> None:
        what = self._what.currentData()
        of_announcement = what in _OF_ANNOUNCEMENTS
        self._announcement.setVisible(of_announcement)
        self._question.setVisible(what == "counts")
        self._map_group.setVisible(not of_announcement)
        if what == "counts":
            self._announcement_changed()
        else:
            self.map.refresh()

    def _announcement_changed(self) -> None:
        code = self._announcement.currentData()
        if self._what.currentData() != "counts" or not code:
            self.map.refresh()
            return
        self.place.read(
            self,
            lambda desk: map_figures.questions_counted(desk, code),
            self._show_questions,
            replaces="questions",
        )

    def _show_questions(self, questions: list[str]) -> None:
        _fill(self._question, [(question, question) for question in questions])
        self.map.refresh()

    # pictures

    def _panel(
        self, name: str, choices: list[QComboBox], query: Callable[[bool], Callable[[Desk], Picture] | None]
    ) -> PicturePanel:
        return PicturePanel(self.place, name, choices, query, self)

    def _shown(self) -> PicturePanel:
        panel = self._tabs.currentWidget()
        assert isinstance(panel, PicturePanel)
        return panel

    def _refresh_shown(self) -> None:
        if self._shown().stale:
            self._shown().refresh()

    def _map_query(self, protect: bool) -> Callable[[Desk], Picture] | None:
        what = self._what.currentData()
        code, question = self._announcement.currentData(), self._question.currentData()
        group = self._map_group.currentData() or None
        geography = Geography(self._map_regions.currentData() or Geography.BEFORE.value)
        if what in _OF_ANNOUNCEMENTS and (not code or (what == "counts" and not question)):
            return None

        def read(desk: Desk) -> Picture:
            if what == "answers":
                found = map_figures.map_of_answers(desk, code, geography)
            elif what == "counts":
                found = map_figures.map_of_counts(desk, code, question, geography, protect=protect)
            elif what == "use":
                found = map_figures.map_of_use(desk, group, geography, protect=protect)
            elif what == "places":
                found = map_figures.map_of_places(desk, group, geography)
            else:
                found = map_figures.map_of_offers(desk, group, geography)
            return Picture(TileMap(found, desk.translator), found.sheet)

        return read

    def _matrix_query(self, protect: bool) -> Callable[[Desk], Picture] | None:
        geography = Geography(self._matrix_regions.currentData() or Geography.BEFORE.value)

        def read(desk: Desk) -> Picture:
            found = coverage.coverage(desk, geography, protect=protect)
            return Picture(Matrix(found, desk.translator), found.sheet)

        return read

    def _rounds_query(self, _protect: bool) -> Callable[[Desk], Picture] | None:
        return partial(_read_rounds, self._round_group.currentData() or None)

    def _places_query(self, _protect: bool) -> Callable[[Desk], Picture] | None:
        return partial(_read_places, self._places_group.currentData() or None)

    def _chain_query(self, _protect: bool) -> Callable[[Desk], Picture] | None:
        number = self._case.currentData()
        return partial(_read_chain, number) if number else None


def _read_rounds(group: str | None, desk: Desk) -> Picture:
    found = over_time.rounds(desk, group)
    return Picture(rounds_bars(found, desk.translator), found.sheet)


def _read_places(group: str | None, desk: Desk) -> Picture:
    found = over_time.occupancy(desk, group)
    return Picture(occupancy_bars(found, desk.translator), found.sheet)


def _read_chain(number: str, desk: Desk) -> Picture:
    found = over_time.chain_calendar(desk, number)
    return Picture(ChainChart(found, desk.translator), found.sheet)


def _known(desk: Desk) -> _Known:
    """Return what can be chosen: announcements in hand, target groups, cases, and the day of the merger."""
    merger = map_figures.merger_day(desk)
    return _Known(
        tuple((row.code, f"{row.code} · {row.title}") for row in queries.announcements(desk) if not row.historical),
        tuple((row.id, row.title) for row in register_queries.target_groups(desk)),
        tuple((row.number, f"{row.number} · {row.title}") for row in queries.cases(desk)),
        desk.translator.date(merger) if merger else "",
    )


def _fill(box: QComboBox, entries: list[tuple[str, str]]) -> None:
    """Offer these entries; the one chosen stays chosen."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for key, words in entries:
        box.addItem(words, key)
    box.setCurrentIndex(max(box.findData(chosen), 0) if entries else -1)
    box.blockSignals(False)
