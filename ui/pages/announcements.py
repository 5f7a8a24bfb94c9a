"""Central announcements: the list, and for each who was asked, by when, and how far the answers are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import announcements, queries
from koorddesk.services.announcements import RegionStatus, Status
from koorddesk.services.queries import AnnouncementRow, HistoryRow
from ui.dialogs.announcement import open_issued_announcement
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.send_forms import open_send_forms
from ui.dialogs.write_councils import open_write
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.pages import case_acts
from ui.pages.page import Page, heading
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import Facts
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.widgets.timeline import Timeline


class AnnouncementsPage(Page):
    """Announcements in hand and in history."""

    concerns = frozenset(
        {"Announcement", "AnnouncementRegion", "Submission", "Report", "ReportingTemplate", "TargetGroup"}
    )

    def _build(self) -> None:
        say = self.text
        self._row: AnnouncementRow | None = None
        self._wanted = ""
        columns: Sequence[Column[AnnouncementRow]] = (
            Column(
                "code",
                N_("Code"),
                28,
                lambda row: row.code,
                state=lambda row: "closed" if row.historical else "ongoing",
            ),
            Column("title", N_("Title"), 34, lambda row: row.title),
            Column("due", N_("Deadline"), 11, lambda row: row.due, lambda row: _day(row.due)),
            Column("received", N_("Received"), 9, lambda row: str(row.received), lambda row: row.received, align=RIGHT),
            Column("group", N_("Target group"), 26, lambda row: row.group_title, shown=False),
            Column("issued", N_("Issued"), 14, lambda row: row.issued, shown=False),
        )
        self._model = TableModel(columns, lambda row: row.id, self.place.translator, self)
        self.view = TableView(
            self._model,
            "announcements",
            say(N_("Central announcements")),
            self.place.memory,
            self.place.translator,
            self,
        )
        empty = EmptyState(
            "megaphone",
            say(N_("No central announcements yet")),
            say(N_("An announcement calls on the councils of one or more regions to answer by a deadline.")),
            say(N_("Prepare a new announcement…")),
        )
        empty.wanted.connect(self.prepare)
        self.list = ListPanel(self.view, self._model, self.place.translator, empty, self)
        self._new = QPushButton(say(N_("&New announcement")), self)
        menu = QMenu(self._new)
        menu.addAction(say(N_("&Prepare a new announcement, with negotiation and checklist…")), self.prepare)
        menu.addAction(say(N_("&Note one that is issued already, unchecked…")), self.note_issued)
        self._new.setMenu(menu)
        self.list.add_to_bar([self._new])

        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._regions = self._make_regions()
        self._facts = Facts(say(N_("not known")), self)
        self._history = Timeline(self.place.translator, self.place.memory, self)
        self._tabs = self.tabs(
            N_("About the announcement"),
            ((self._regions, N_("Who has answered")), (self._facts, N_("About")), (self._history, N_("History"))),
        )
        self._move = QPushButton(say(N_("&Move the deadline…")), self)
        self._open = QPushButton(say(N_("Open the &reports")), self)
        self._send = QPushButton(say(N_("&Write the forms…")), self)
        self._write = QPushButton(say(N_("&Write to the councils…")), self)
        buttons = QHBoxLayout()
        buttons.addWidget(self._write)
        buttons.addWidget(self._send)
        buttons.addWidget(self._move)
        buttons.addWidget(self._open)
        buttons.addStretch()
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self._title)
        column.addWidget(self._tabs, 1)
        column.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("announcements", [self.list, right], [5, 6]))

    def _make_regions(self) -> ListPanel[RegionStatus]:
        date = self.place.translator.date
        columns: Sequence[Column[RegionStatus]] = (
            Column("name", N_("Region"), 18, lambda row: row.name),
            Column("due", N_("Deadline"), 11, lambda row: date(row.due_on), lambda row: row.due_on),
            Column("answered", N_("Answered"), 9, _share, lambda row: row.answered, align=RIGHT),
            Column("missing", N_("Missing"), 7, lambda row: str(row.missing), lambda row: row.missing, align=RIGHT),
            Column(
                "late",
                N_("Late"),
                10,
                lambda row: str(row.late),
                lambda row: row.late,
                lambda row: "late" if row.late else None,
                RIGHT,
            ),
            Column("held", N_("Held"), 6, lambda row: str(row.held), lambda row: row.held, align=RIGHT),
            Column(
                "nil",
                N_("Nothing to report"),
                9,
                lambda row: str(row.nil),
                lambda row: row.nil,
                align=RIGHT,
                shown=False,
            ),
            Column(
                "joint",
                N_("Joint answer"),
                15,
                lambda row: self.text(STATES[row.joint.state].word),
                state=lambda row: row.joint.state,
            ),
            Column("extension", N_("Why the deadline moved"), 30, lambda row: row.extension_reason, shown=False),
        )
        model = TableModel(columns, lambda row: row.region_id, self.place.translator, self)
        say = self.text
        view = TableView(
            model, "regions-asked", say(N_("Regions asked")), self.place.memory, self.place.translator, self
        )
        empty = EmptyState(
            "megaphone", say(N_("No region was asked")), say(N_("History knows nothing of who was asked."))
        )
        return ListPanel(view, model, self.place.translator, empty, self)

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(lambda row: self.place.page_wanted.emit("reports", row.code))
        self._regions.view.opened.connect(lambda _row: self._open_reports())
        self._regions.view.chosen.connect(lambda row: self._move.setEnabled(row is not None))
        self._write.clicked.connect(lambda: open_write(self.place, self, *self.addressed()))
        self._move.clicked.connect(self.move_deadline)
        self._open.clicked.connect(self._open_reports)
        self._send.clicked.connect(self.send_forms)

    # what the window calls

    def refresh(self) -> None:
        """Read the announcements again."""
        self.place.read(self, queries.announcements, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose an announcement by its id or code; ``issued`` asks for one that is issued already."""
        if key == "issued":
            self.note_issued()
            return
        self._wanted = key
        self._choose_wanted()

    def addressed(self) -> tuple[str, str]:
        """Return the announcement chosen, and the region chosen in it."""
        region = self._regions.view.current()
        return self._row.code if self._row else "", (region.code or region.name) if region else ""

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the history action."""
        return {"history": lambda: self._tabs.setCurrentWidget(self._history)}

    # doing

    def prepare(self) -> None:
        """Begin the case that leads to a new announcement by its negotiation and checklist."""
        case_acts.start_case(self.place, self, announcement=True)

    def note_issued(self) -> None:
        """Ask for an announcement that is issued already, and note it."""
        open_issued_announcement(self.place, self, self._noted)

    def move_deadline(self) -> None:
        """Move the deadline of the chosen region, with a reason."""
        region, row = self._regions.view.current(), self._row
        if region is None or row is None:
            return
        dialog = DeadlineDialog(self.place, region.name, region.due_on, self.window())
        dialog.given.connect(
            lambda day, reason: self.place.change(
                self,
                lambda desk: announcements.extend_deadline(desk, row.code, region.code or region.name, day, reason),
                title=self.text(N_("Moving the deadline")),
            )
        )
        dialog.open()

    def send_forms(self) -> None:
        """Write the form for each recipient of the chosen announcement."""
        if self._row is not None:
            open_send_forms(self.place, self, self._row)

    def _noted(self, code: str) -> None:
        self._wanted = code
        self._choose_wanted()
        self.place.notifier.inform(
            self.text(N_("The announcement %(code)s is noted."), code=code),
            self.text(N_("Import the files…")),
            lambda: self.place.action_wanted.emit("import"),
        )

    def _open_reports(self) -> None:
        if self._row is not None:
            self.place.page_wanted.emit("reports", self._row.code)

    # showing

    def _show(self, rows: list[AnnouncementRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        self._choose(self.view.current())

    def _choose_wanted(self) -> None:
        row = next((row for row in self._model.all_rows if self._wanted in (row.id, row.code)), None)
        if self._wanted and row is not None and self.view.choose(row.id):
            self._wanted = ""

    def _choose(self, row: AnnouncementRow | None) -> None:
        self._row = row
        self._title.setText(row.title if row else "")
        self._tabs.setEnabled(row is not None)
        self._open.setEnabled(row is not None and not row.historical)
        self._send.setEnabled(row is not None and not row.historical)
        self._write.setEnabled(row is not None and not row.historical)
        self._move.setEnabled(False)
        if row is None:
            return
        self._facts.tell(
            [
                (self.text(N_("Code")), row.code),
                (self.text(N_("Target group")), row.group_title),
                (self.text(N_("Issued")), row.issued),
                (self.text(N_("Form of the municipalities")), row.template_code),
                (self.text(N_("Form of the regions")), row.regional_template_code),
                (self.text(N_("Outcome")), row.outcome),
                (self.text(N_("Dates in the sources")), "\n".join(row.dates)),
                (self.text(N_("Source")), row.source),
            ]
        )
        code, key = row.code, row.id
        self.place.read(self, lambda desk: announcements.status(desk, code), self._show_status, replaces="status")
        self.place.read(self, lambda desk: queries.history(desk, key), self._show_history, replaces="history")

    def _show_status(self, status: Status) -> None:
        self._regions.set_rows(status.regions)
        self._move.setEnabled(self._regions.view.current() is not None)

    def _show_history(self, rows: list[HistoryRow]) -> None:
        self._history.show_history(rows)


def _share(row: RegionStatus) -> str:
    return f"{row.answered}/{row.asked}"


def _day(text: str) -> dt.date | None:
    """Return the day that a deadline's text says, to sort by; None where it is not a day."""
    try:
        return dt.datetime.strptime(text, "%d-%m-%Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
