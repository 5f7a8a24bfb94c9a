"""Offers: the register with its values by day, the signals it gives by itself, and the screenings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services import monitoring, offer_export, offer_matching, offer_parts, offers, register_queries
from koorddesk.services.folders import For, proposed
from koorddesk.services.monitoring import CriterionRow, EnvironmentRow, SignalRow
from koorddesk.services.offer_matching import FormNameRow
from koorddesk.services.offer_parts import PartRow
from koorddesk.services.offers import OfferRow, OfferView, ScreeningRow, ValueRow
from koorddesk.services.queries import HistoryRow
from koorddesk.services.register_queries import AuthorityRow, TargetGroupRow
from ui.dialogs.offer import (
    ClosingDialog,
    NewOfferDialog,
    OfferGroupDialog,
    ScreeningDialog,
    WrittenClosing,
    WrittenGroup,
    WrittenOffer,
    WrittenScreening,
)
from ui.dialogs.offer_edit import choose_list, edit_offer
from ui.offer_words import SCREENINGS
from ui.pages import case_acts
from ui.pages.offer_lists import offers_list, operator_words, signals_list, values_list
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.facts import Facts
from ui.widgets.monitoring_lists import EnvironmentsList, ScreeningsList
from ui.widgets.offer_names import OfferNames
from ui.widgets.offer_parts import OfferParts
from ui.widgets.timeline import Timeline

_Found = tuple[list[OfferRow], list[SignalRow], list[ScreeningRow], list[FormNameRow], list[EnvironmentRow]]


class OffersPage(Page):
    """The register of offers and the monitoring track's signals."""

    concerns = frozenset(
        {
            *(
                "Offer",
                "Department",
                "Service",
                "OfferValue",
                "OfferGroup",
                "OfferUse",
                "OfferAlias",
                "OfferLegalBasis",
            ),
            *(
                "OfferMention",
                "Submission",
                "Correction",
                "OfferScreening",
                "ScreeningCriterion",
                "KnowledgeEnvironment",
                "KnowledgeTie",
            ),
            *("TargetGroup", "CriterionReason"),
        }
    )

    def _build(self) -> Iterator[None]:
        say = self.text
        self._wanted = ""
        self._view: OfferView | None = None
        self.offers = offers_list(self.place, self)
        self._make_buttons()
        yield
        self.signals = signals_list(self.place, self)
        self.screenings = ScreeningsList(self.place, self)
        yield
        self.environments = EnvironmentsList(self.place, self)
        self.names = OfferNames(self.place, self)
        yield
        self._lists = self.tabs(
            N_("Offers"),
            (
                (self.offers, N_("Offers")),
                (self.signals, N_("Signals")),
                (self.screenings, N_("Screenings")),
                (self.environments, N_("Knowledge environments")),
                (self.names, N_("Names in forms")),
            ),
        )
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._facts = Facts(say(N_("not known")), self)
        yield
        self.values = values_list(self.place, self)
        self.parts = OfferParts(self.place, self)
        self._figures = QPushButton(say(N_("Note &figures…")), self)
        self.values.add_to_bar([self._figures])
        yield
        self._history = Timeline(self.place.translator, self.place.memory, self)
        self._about = self.tabs(
            N_("About the offer"),
            (
                (self._scrolled_facts(), N_("Facts")),
                (self.parts, N_("Departments and services")),
                (self.values, N_("Values by day")),
                (self._history, N_("History")),
            ),
        )
        yield
        self._signal = QLabel(self)
        self._signal.setWordWrap(True)
        self._signal.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._signal.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._signal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._start = QPushButton(say(N_("&Start a case…")), self)
        self._go = QPushButton(say(N_("Sh&ow it")), self)
        self._edit = QPushButton(say(N_("Correct t&he offer…")), self)
        self._closing = QPushButton(say(N_("Note a &closing…")), self)
        self._group_button = QPushButton(say(N_("&Target group…")), self)
        self._screen = QPushButton(say(N_("&Screen…")), self)
        buttons = QHBoxLayout()
        for button in (self._start, self._go, self._edit, self._group_button, self._screen, self._closing):
            buttons.addWidget(button)
        buttons.addStretch()
        self._side = right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._signal, 1)
        column.addWidget(self._about, 1)
        column.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("offers", [self._lists, right], [7, 5]))

    def _make_buttons(self) -> None:
        say = self.text
        self._only_open = QCheckBox(say(N_("&Open only")), self)
        self._add = QPushButton(say(N_("&Add…")), self)
        self._import = QPushButton(say(N_("&Import…")), self)
        self._write = QPushButton(say(N_("&Write the list…")), self)
        self.offers.add_to_bar([self._only_open, self._add, self._import, self._write])

    def _scrolled_facts(self) -> QWidget:
        frame = QWidget(self)
        column = QVBoxLayout(frame)
        column.setContentsMargins(STEP, 0, STEP, 0)
        column.addWidget(self._facts)
        column.addStretch()
        return frame

    def _connect(self) -> None:
        self.main_list = self.offers.view
        self.offers.view.chosen.connect(lambda _row: self._choose())
        self.signals.view.chosen.connect(lambda _row: self._choose())
        self.screenings.view.chosen.connect(lambda _row: self._choose())
        self.signals.view.opened.connect(self._open_signal)
        self.values.view.opened.connect(self._open_value)
        self._lists.currentChanged.connect(lambda _tab: self._choose())
        self._only_open.toggled.connect(lambda on: self.offers.model.set_wanted(lambda row: row.is_open or not on))
        self._import.clicked.connect(lambda: choose_list(self.place, self))
        self._add.clicked.connect(self.add)
        self._write.clicked.connect(self.choose_target)
        self._edit.clicked.connect(self.edit)
        self._start.clicked.connect(self.start_case)
        self._go.clicked.connect(lambda: self._open_signal(self.signals.view.current()))
        self._figures.clicked.connect(self.parts.note_figures)
        self._closing.clicked.connect(self.note_closing)
        self._screen.clicked.connect(self.screen_offer)
        self._group_button.clicked.connect(self.set_group)

    # what the window calls

    def refresh(self) -> None:
        """Read the register and its signals again."""
        self.place.read(
            self,
            lambda desk: (
                offers.list_offers(desk),
                monitoring.list_signals(desk),
                offers.screening_rows(desk),
                offer_matching.names_in_forms(desk),
                monitoring.environments(desk),
            ),
            self._show,
            replaces="rows",
        )

    def show_key(self, key: str) -> None:
        """Choose an offer by its id; ``signals`` shows the signals, ``signals/id`` one of them."""
        self._wanted = key
        self._lists.setCurrentWidget(self.signals if key.startswith("signals") else self.offers)
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter of the list shown."""
        panels = (self.offers, self.signals, self.screenings.list, self.environments.list, self.names.list)
        panels[self._lists.currentIndex()].focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the history action."""
        return {"history": lambda: self._about.setCurrentWidget(self._history)}

    # doing

    def add(self) -> None:
        """Add an offer by hand."""
        dialog = NewOfferDialog(self.place, self.window())

        def given(written: WrittenOffer) -> None:
            self.place.change(
                self,
                lambda desk: offers.add_offer(
                    desk,
                    written.name,
                    portal_number=written.portal_number,
                    cvr=written.cvr,
                    operator_kind=written.operator_kind,
                    operator_name=written.operator_name,
                    address=written.address,
                    source=written.source,
                ),
                title=self.text(N_("Adding the offer")),
            )

        dialog.given.connect(given)
        dialog.open()

    def edit(self) -> None:
        """Correct the chosen offer."""
        row = self.offers.view.current()
        if row is None:
            return
        key = row.id
        self.place.read(
            self,
            lambda desk: (offer_parts.offer_fields(desk, key), register_queries.authorities(desk)),
            lambda found: self._ask_edit(key, *found),
            replaces="edit",
        )

    def _ask_edit(self, key: str, known: dict[str, object], authorities: list[AuthorityRow]) -> None:
        edit_offer(self.place, self, key, known, authorities)

    def note_closing(self) -> None:
        """Note that the chosen offer closes."""
        row = self.offers.view.current()
        if row is None:
            return
        dialog = ClosingDialog(self.place, row.name, self.window())

        def given(written: WrittenClosing) -> None:
            self.place.change(
                self,
                lambda desk: offers.announce_closing(
                    desk,
                    row.id,
                    announced_on=written.announced_on,
                    closes_on=written.closes_on,
                    source=written.source,
                ),
                title=self.text(N_("Noting the closing")),
            )

        dialog.given.connect(given)
        dialog.open()

    def set_group(self) -> None:
        """Say for which target group the chosen offer is."""
        row = self.offers.view.current()
        if row is not None:
            self.place.read(
                self,
                register_queries.target_groups,
                lambda groups: self._ask_group(row, groups),
                replaces="group",
            )

    def _ask_group(self, row: OfferRow, groups: list[TargetGroupRow]) -> None:
        dialog = OfferGroupDialog(self.place, row.name, groups, self.window())

        def given(written: WrittenGroup) -> None:
            self.place.change(
                self,
                lambda desk: offers.set_offer_group(
                    desk,
                    row.id,
                    written.group_id,
                    age_from=written.age_from,
                    age_to=written.age_to,
                    valid_from=written.valid_from,
                ),
                title=self.text(N_("Noting the target group")),
            )

        dialog.given.connect(given)
        dialog.open()

    def screen_offer(self) -> None:
        """Screen the chosen offer for a target group."""
        row = self.offers.view.current()
        if row is None:
            return
        self.place.read(
            self,
            lambda desk: (
                register_queries.target_groups(desk),
                monitoring.every_criterion(desk),
            ),
            lambda found: self._ask_screening(row, *found),
            replaces="screening",
        )

    def _ask_screening(self, row: OfferRow, groups: list[TargetGroupRow], criteria: list[CriterionRow]) -> None:
        dialog = ScreeningDialog(self.place, row.name, groups, criteria, self.window())

        def given(written: WrittenScreening) -> None:
            self.place.change(
                self,
                lambda desk: monitoring.screen_offer(
                    desk, row.id, written.group_id, written.result, written.reason, written.marks
                ),
                title=self.text(N_("Keeping the screening")),
            )

        dialog.given.connect(given)
        dialog.open()

    def choose_target(self) -> None:
        """Let the user choose where the list is written."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.text(N_("Write the list of offers")),
            proposed(self.place.desk.settings, For.LISTS, "tilbud.xlsx"),
            self.text(N_("Workbooks (*.xlsx)")),
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the list as a workbook."""
        desk = self.place.desk
        self.place.jobs.start(
            self,
            lambda _progress, _cancelled: offer_export.write_offers(desk, path),
            then=lambda count: self.place.notifier.inform(
                self.text(N_("%(count)d rows written to %(file)s."), count=count, file=path.name)
            ),
            title=self.text(N_("Writing the list of offers")),
        )

    # showing

    def _show(self, found: _Found) -> None:
        rows, signals, screenings, names, environments = found
        self.offers.set_rows(rows)
        self.signals.set_rows(signals)
        self.screenings.list.set_rows(screenings)
        self.environments.list.set_rows(environments)
        self.names.show_names(names, rows)
        self._lists.setTabText(
            1, f"{self.text(N_('Signals'))} ({len(signals)})" if signals else self.text(N_("Signals"))
        )
        self._choose_wanted()
        self._choose()

    def _choose_wanted(self) -> None:
        signal = self._wanted.partition("signals/")[2]
        if self._wanted and (self.offers.view.choose(self._wanted) or (signal and self.signals.view.choose(signal))):
            self._wanted = ""

    def _choose(self) -> None:
        shown = self._lists.currentWidget()
        row, signal = self.offers.view.current(), self.signals.view.current()
        on_signals = shown is self.signals
        self._side.setVisible(shown in (self.offers, self.signals))  # the other lists say all there is
        for part in (self._about, self._edit, self._closing, self._screen, self._group_button):
            part.setVisible(shown is self.offers and row is not None)
        for shown_part in (self._signal, self._start, self._go):
            shown_part.setVisible(on_signals and signal is not None)
        self._title.setVisible((on_signals and signal is not None) or (shown is self.offers and row is not None))
        if on_signals and signal is not None:
            self._tell_signal(signal)
        elif shown is self.offers and row is not None:
            key = row.id
            self.place.read(
                self,
                lambda desk: (
                    offers.offer_view(desk, key),
                    offer_parts.offer_history(desk, key),
                    offer_parts.offer_parts(desk, key),
                ),
                self._tell,
                replaces="details",
            )

    def _tell_signal(self, row: SignalRow) -> None:
        self._title.setText(row.message)
        rests = "\n".join(f"• {rest.shown}" for rest in row.rests_on)
        self._signal.setText(
            self.text(N_("Rule: %(rule)s"), rule=row.explanation)
            + "\n\n"
            + self.text(N_("It rests on:"))
            + f"\n{rests}"
        )

    def _open_signal(self, row: SignalRow | None) -> None:
        if row is not None:
            page = "offers" if row.about_kind == "Offer" else "target-groups"
            self.place.page_wanted.emit(page, row.about_id)

    def start_case(self) -> None:
        """Start a case from the chosen signal, with its rule and what it rests on."""
        row = self.signals.view.current()
        if row is None:
            return
        groups = {offer.id: offer.group_ids for offer in self.offers.model.all_rows}.get(row.about_id, ())
        case_acts.start_case_from(self.place, self, row, next(iter(groups), ""))

    def _open_value(self, row: ValueRow) -> None:
        if row.submission_id:
            self.place.page_wanted.emit("reports", row.submission_id)

    def _tell(self, found: tuple[OfferView, list[HistoryRow], list[PartRow]]) -> None:
        view, history, parts = found
        self._view = view
        say, date = self.text, self.place.translator.date
        row = view.row
        self._title.setText(row.name)
        known = row.operator_kind is not None or bool(row.operator_name)
        closing = [date(day) for day in (row.closing_announced_on, row.closed_on) if day]
        self._facts.tell(
            [
                (say(N_("Tilbudsportalen")), row.portal_number),
                (say(N_("CVR")), row.cvr),
                (say(N_("P-number")), view.p_number),
                (
                    say(N_("Operator")),
                    operator_words(self.place, row) if known else "",
                ),
                (say(N_("Location")), row.location),
                (say(N_("Address")), self._address(view)),
                (say(N_("Departments")), "\n".join(view.departments)),
                (say(N_("Legal basis")), "\n".join(view.bases)),
                (say(N_("Target groups")), "\n".join(self._group(view))),
                (say(N_("Used by")), "\n".join(view.used_by)),
                (say(N_("Screened")), "\n".join(self._screened(view))),
                (say(N_("Knowledge environment")), "\n".join(view.environments)),
                (say(N_("Approved by")), view.supervised_by),
                (say(N_("Also called")), ", ".join(view.aliases)),
                (say(N_("Closing of the offer")), " – ".join(closing)),
                (say(N_("Source")), view.source),
            ]
        )
        self.values.set_rows(view.values)
        self.parts.show_parts(row.id, row.name, parts)
        self._history.show_history(history)

    def _address(self, view: OfferView) -> str:
        return self.text(N_("Without premises")) if view.row.without_premises else view.address

    def _group(self, view: OfferView) -> list[str]:
        date = self.place.translator.date
        found = []
        for group in view.groups:
            ages = [str(age) if age is not None else "" for age in (group.age_from, group.age_to)]
            span = "–".join(ages) if any(ages) else ""
            start = date(group.valid_from) if group.valid_from else ""
            end = f"– {date(group.valid_to)}" if group.valid_to else ""
            parts = (group.title or group.text, span, group.part, f"{start} {end}".strip())
            found.append(" · ".join(filter(None, parts)))
        return found

    def _screened(self, view: OfferView) -> list[str]:
        date = self.place.translator.date
        return [
            f"{date(each.made_on)} · {self.text(SCREENINGS[each.result])} · {each.group_title} · {each.made_by}"
            for each in view.screenings
        ]
