"""What is known around one target group: criteria, titles by date, offers, announcements, pathways, signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from koorddesk.i18n import N_
from koorddesk.services.group_page import GroupAnnouncement, GroupView, ReasonRow, TitleRow
from koorddesk.services.monitoring import SignalRow
from koorddesk.services.offers import OfferRow
from koorddesk.services.register_queries import PathwayRow
from ui.models.columns import RIGHT, Column
from ui.offer_words import SIGNALS
from ui.pages import case_acts
from ui.widgets.lists import make_list
from ui.words import CRITERIA
from ui.workplace import Workplace


class GroupAbout(QTabWidget):
    """One list per tab; a double click opens the thing on its own page."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``build`` makes the lists, and ``show_group`` fills them."""
        super().__init__(parent)
        self._place, self._group_id = place, ""
        self.setDocumentMode(True)
        self.setAccessibleName(place.text(N_("Around the target group")))

    def build(self) -> Iterator[None]:
        """Make the lists, with a pause after every second one."""
        place = self._place
        say, date, number = place.text, place.translator.date, place.translator.number
        reasons: Sequence[Column[ReasonRow]] = (
            Column("criterion", N_("Criterion"), 16, lambda row: say(CRITERIA[row.criterion])),
            Column("reason", N_("Reason"), 30, lambda row: row.reason),
            Column(
                "review",
                N_("Looked at again"),
                14,
                lambda row: date(row.review_on) if row.review_on else "",
                lambda row: row.review_on,
                lambda row: "late" if row.overdue else None,
            ),
            Column("source", N_("Source"), 24, lambda row: row.source, shown=False),
            Column("dated", N_("Judged on"), 11, lambda row: date(row.dated) if row.dated else "", shown=False),
        )
        titles: Sequence[Column[TitleRow]] = (
            Column("title", N_("Title"), 34, lambda row: row.title),
            Column("from", N_("From day"), 11, lambda row: date(row.valid_from) if row.valid_from else ""),
            Column("to", N_("To day"), 11, lambda row: date(row.valid_to) if row.valid_to else ""),
        )
        offers: Sequence[Column[OfferRow]] = (
            Column("name", N_("Offer"), 26, lambda row: row.name),
            Column("location", N_("Location"), 14, lambda row: row.location),
            Column(
                "places",
                N_("Places"),
                8,
                lambda row: number(row.places) if row.places is not None else "",
                lambda row: row.places,
                align=RIGHT,
            ),
        )
        announcements: Sequence[Column[GroupAnnouncement]] = (
            Column("issued", N_("Issued"), 14, lambda row: row.issued),
            Column("title", N_("Central announcement"), 32, lambda row: row.title),
            Column("outcome", N_("Outcome"), 24, lambda row: row.outcome, shown=False),
        )
        pathways: Sequence[Column[PathwayRow]] = (
            Column("title", N_("Pathway description"), 34, lambda row: row.title),
            Column("editions", N_("Editions"), 22, lambda row: "; ".join(row.editions)),
        )
        signals: Sequence[Column[SignalRow]] = (
            Column("rule", N_("Signal"), 18, lambda row: say(SIGNALS[row.rule])),
            Column("message", N_("What it says"), 40, lambda row: row.message),
        )
        self.reasons = make_list(
            place,
            self,
            "group-reasons",
            N_("Criteria"),
            reasons,
            lambda row: row.id,
            (
                "scale",
                N_("No criteria yet"),
                N_("A group is covered when at least one criterion is met, with a reason."),
            ),
        )
        self.titles = make_list(
            place, self, "group-titles", N_("Titles"), titles, lambda row: row.id, ("users", N_("No titles"), "")
        )
        yield
        self.offers = make_list(
            place,
            self,
            "group-offers",
            N_("Offers"),
            offers,
            lambda row: row.id,
            ("house", N_("No offers for the group"), N_("Choose an offer on its page and say which group it is for.")),
        )
        self.announcements = make_list(
            place,
            self,
            "group-announcements",
            N_("Central announcements"),
            announcements,
            lambda row: row.code,
            ("megaphone", N_("No announcements about the group"), ""),
        )
        yield
        self.pathways = make_list(
            place,
            self,
            "group-pathways",
            N_("Pathway descriptions"),
            pathways,
            lambda row: row.id,
            ("book-open", N_("No pathway description of the group"), ""),
        )
        self.signals = make_list(
            place, self, "group-signals", N_("Signals"), signals, lambda row: row.id, ("check", N_("No signals"), "")
        )
        self.start = QPushButton(say(N_("&Start a case…")), self)
        self.signals.add_to_bar([self.start])
        for panel, words in (
            (self.reasons, N_("Criteria")),
            (self.titles, N_("Titles")),
            (self.signals, N_("Signals")),
            (self.offers, N_("Offers")),
            (self.announcements, N_("Announcements")),
            (self.pathways, N_("Pathways")),
        ):
            self.addTab(panel, say(words))
        self.start.clicked.connect(self._start_case)
        self.signals.view.chosen.connect(lambda row: self.start.setEnabled(row is not None))
        self.start.setEnabled(False)
        opened = place.page_wanted.emit
        self.offers.view.opened.connect(lambda row: opened("offers", row.id))
        self.announcements.view.opened.connect(lambda row: opened("announcements", row.code))
        self.pathways.view.opened.connect(lambda row: opened("pathways", row.id))
        self.signals.view.opened.connect(
            lambda row: opened("offers" if row.about_kind == "Offer" else "target-groups", row.about_id)
        )

    def _start_case(self) -> None:
        row = self.signals.view.current()
        if row is not None:
            case_acts.start_case_from(self._place, self, row, self._group_id)

    def show_group(self, view: GroupView) -> None:
        """Show what is known around a group."""
        self._group_id = view.id
        self.reasons.set_rows(view.reasons)
        self.titles.set_rows(view.titles)
        self.offers.set_rows(view.offers)
        self.announcements.set_rows(view.announcements)
        self.pathways.set_rows(view.pathways)
        self.signals.set_rows(view.signals)
        words, count = self._place.text(N_("Signals")), len(view.signals)
        self.setTabText(self.indexOf(self.signals), f"{words} ({count})" if count else words)
