"""Reports in two layers: a region's joint answer, and below it the forms of its municipalities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import announcements, queries, report_clocks
from koorddesk.services.announcements import ExpectedRow, RegionStatus, Status
from koorddesk.services.queries import AnnouncementRow
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.report import ReportDialog, Treatment
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.pages.page import Page, heading
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.choosers import AnnouncementChooser
from ui.widgets.cross_list import CrossList
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import Facts
from ui.widgets.list_panel import ListPanel
from ui.widgets.state_label import StateLabel
from ui.widgets.table_view import TableView


class ReportsPage(Page):
    """Who was asked, who has answered, who is late: per region and in all."""

    concerns = frozenset(
        {
            *("Submission", "Report", "Announcement", "AnnouncementRegion", "WarningAcceptance", "Correction"),
            *("ReportingTemplate", "OfferMention", "OfferAlias"),
        }
    )

    def _build(self) -> None:
        say, place = self.text, self.place
        self._status: Status | None = None
        self._wanted = ""
        self.chooser = AnnouncementChooser(place, self)
        self._total = QLabel(self)
        self._total.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        head.setSpacing(4 * STEP)
        head.addWidget(self.chooser, 1)
        head.addWidget(self._total, 2)
        regions: Sequence[Column[RegionStatus]] = (
            Column("name", N_("Region"), 17, lambda row: row.name),
            Column(
                "answered",
                N_("Answered"),
                8,
                lambda row: f"{row.answered}/{row.asked}",
                lambda row: row.answered,
                align=RIGHT,
            ),
            Column(
                "late",
                N_("Late"),
                10,
                lambda row: str(row.late),
                lambda row: row.late,
                lambda row: "late" if row.late else None,
                RIGHT,
            ),
            Column("joint", N_("Joint answer"), 12, self._joint_word, state=lambda row: row.joint.state),
        )
        self._region_model = TableModel(regions, lambda row: row.region_id, place.translator, self)
        self.regions = TableView(
            self._region_model, "report-regions", say(N_("Regions")), place.memory, place.translator, self
        )
        nobody = EmptyState(
            "file-spreadsheet",
            say(N_("Nobody has been asked")),
            say(N_("Create a central announcement; the regions it asks will stand here with their municipalities.")),
            say(N_("Open the announcements")),
        )
        nobody.wanted.connect(lambda: place.page_wanted.emit("announcements", ""))
        self.region_list = ListPanel(self.regions, self._region_model, place.translator, nobody, self)

        self._title = heading("", self)
        self._joint = StateLabel(place.translator, self)
        self._facts = Facts(say(N_("not recorded")), self)
        self._edit = QPushButton(say(N_("&Record the treatment…")), self)
        self._open_joint = QPushButton(say(N_("Open the &joint answer")), self)
        self._assess = QPushButton(say(N_("&Assess the region")), self)
        self._lock = QPushButton(self)
        buttons = QHBoxLayout()
        for button in (self._open_joint, self._edit, self._assess, self._lock):
            buttons.addWidget(button)
        buttons.addStretch()
        self.members = self._make_members()
        self.comparisons = CrossList(place, self)
        self._below = self.tabs(
            N_("About the region"),
            ((self.members, N_("Municipalities")), (self.comparisons, N_("Comparisons"))),
        )
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._joint)
        column.addWidget(self._facts)
        column.addLayout(buttons)
        column.addWidget(self._below, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.splitter("reports", [self.region_list, right], [4, 7]), 1)

    def _make_members(self) -> ListPanel[ExpectedRow]:
        say, date = self.text, self.place.translator.date
        columns: Sequence[Column[ExpectedRow]] = (
            Column("name", N_("Municipality"), 20, lambda row: row.name),
            Column("state", N_("State"), 16, self._state_word, lambda row: list(STATES).index(_state(row)), _state),
            Column(
                "received",
                N_("Received"),
                11,
                lambda row: date(row.received_on) if row.received_on else "",
                lambda row: row.received_on,
            ),
            Column(
                "late",
                N_("In time"),
                11,
                self._late_word,
                lambda row: row.late,
                lambda row: "late" if row.late else None,
            ),
            Column("errors", N_("Errors"), 6, lambda row: _count(row.errors), lambda row: row.errors, align=RIGHT),
            Column(
                "warnings", N_("Warnings"), 8, lambda row: _count(row.warnings), lambda row: row.warnings, align=RIGHT
            ),
            Column(
                "forms", N_("Forms"), 9, lambda row: _count(row.submissions), lambda row: row.submissions, align=RIGHT
            ),
            Column("code", N_("Code"), 6, lambda row: row.code, shown=False),
        )
        model = TableModel(columns, lambda row: row.authority_id, self.place.translator, self)
        view = TableView(
            model,
            "report-members",
            say(N_("Municipalities of the region")),
            self.place.memory,
            self.place.translator,
            self,
        )
        empty = EmptyState(
            "users",
            say(N_("No municipality")),
            say(N_("No municipality belongs to the region on the day of the deadline.")),
        )
        return ListPanel(view, model, self.place.translator, empty, self)

    def _connect(self) -> None:
        self.main_list = self.members.view
        self.chooser.code_chosen.connect(lambda _code: self._read_status())
        self.regions.chosen.connect(self._choose)
        self.members.view.opened.connect(self._open)
        self._open_joint.clicked.connect(lambda: self._open(self._joint_row()))
        self._edit.clicked.connect(self.record_treatment)
        self._assess.clicked.connect(self._open_assessment)
        self._lock.clicked.connect(self.lock_or_unlock)

    # what the window calls

    def refresh(self) -> None:
        """Read the announcements and the status again."""
        self.place.read(self, queries.announcements, self._show_announcements, replaces="announcements")

    def show_key(self, key: str) -> None:
        """Show an announcement by its code, or a submission by its id (at the intake, with its form)."""
        self._wanted = key
        if not self._stale:
            self.refresh()

    def thing(self) -> tuple[str, str]:
        """Return the submission of the municipality chosen, at the intake."""
        row = self.members.view.current()
        return "intake", (row.submission_id or "") if row is not None else ""

    def focus_filter(self) -> None:
        """Go to the filter of the municipalities."""
        self.members.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer nothing of the window's own actions."""
        return {}

    # doing

    def record_treatment(self) -> None:
        """Record how the region treated its joint answer."""
        region, code = self.regions.current(), self.chooser.code
        if region is None:
            return
        dialog = ReportDialog(self.place, region, self.window())

        def keep(given: Treatment) -> None:
            self.place.change(
                self,
                lambda desk: announcements.set_report(
                    desk,
                    code,
                    region.region_id,
                    kkr_on=given.kkr_on,
                    councils_approved=given.councils_approved,
                    reservations=given.reservations,
                    journal_number=given.journal_number,
                ),
                title=self.text(N_("Recording the treatment")),
            )

        dialog.given.connect(keep)
        dialog.open()

    def lock_or_unlock(self) -> None:
        """Lock the region's report, or open a locked one again, with a reason."""
        region, code, say = self.regions.current(), self.chooser.code, self.text
        if region is None:
            return
        key, locking = region.region_id, region.locked_on is None
        work = report_clocks.lock_report if locking else report_clocks.unlock_report
        dialog = ReasonDialog(
            self.place,
            say(
                N_("Lock the report of %(region)s") if locking else N_("Open the report of %(region)s again"),
                region=region.name,
            ),
            say(N_("What arrives for a locked report is received and kept, but does not count until it is opened.")),
            say(N_("&Lock it") if locking else N_("&Open it again")),
            "lock" if locking else "unlock",
            self.window(),
        )
        dialog.given.connect(
            lambda reason: self.place.change(
                self, lambda desk: work(desk, code, key, reason), title=say(N_("Changing the report"))
            )
        )
        dialog.open()

    def _open(self, row: ExpectedRow | None) -> None:
        if row is not None and row.submission_id:
            self.place.page_wanted.emit("intake", row.submission_id)
        elif row is not None:
            self.place.notifier.inform(self.text(N_("Nothing has been received from %(name)s."), name=row.name))

    def _open_assessment(self) -> None:
        region = self.regions.current()
        if region is not None:
            self.place.page_wanted.emit("assessment", f"{self.chooser.code}/{region.region_id}")

    # showing

    def _show_announcements(self, rows: list[AnnouncementRow]) -> None:
        self.chooser.show_rows(rows)
        if self._wanted and any(self._wanted in (row.code, row.id) for row in rows):
            self.chooser.choose(next(row.code for row in rows if self._wanted in (row.code, row.id)))
        self._wanted = ""
        self._read_status()

    def _read_status(self) -> None:
        code = self.chooser.code
        if code:
            self.place.read(self, lambda desk: announcements.status(desk, code), self._show_status, replaces="status")
        else:
            self.region_list.set_rows(())
            self._choose(None)

    def _show_status(self, status: Status) -> None:
        self._status = status
        self.region_list.set_rows(status.regions)
        asked = sum(region.asked for region in status.regions)
        answered = sum(region.answered for region in status.regions)
        late = sum(region.late for region in status.regions)
        nil = sum(region.nil for region in status.regions)
        joint = sum(1 for region in status.regions if region.joint.state in ("accepted", "received"))
        self._total.setText(
            self.text(
                N_(
                    "%(answered)d of %(asked)d municipalities have answered, %(nil)d with nothing to report; "
                    "%(late)d late; %(joint)d of %(regions)d joint answers"
                ),
                answered=answered,
                asked=asked,
                nil=nil,
                late=late,
                joint=joint,
                regions=len(status.regions),
            )
        )
        self._choose(self.regions.current())

    def _choose(self, region: RegionStatus | None) -> None:
        parts = (self._title, self._joint, self._facts, self._edit, self._open_joint, self._assess, self._lock)
        for part in parts:
            part.setVisible(region is not None)
        if region is None or self._status is None:
            self.members.set_rows(())
            self.comparisons.show_region("", "")
            return
        date = self.place.translator.date
        self._title.setText(region.name)
        state = _state(region.joint)
        word = self.text(STATES[state].word)
        if region.answered_by:
            word = self.text(N_("%(state)s, given by %(name)s"), state=word, name=region.answered_by)
        self._joint.set_state(state, self.text(N_("Joint answer: %(state)s"), state=word))
        self._lock.setText(self.text(N_("&Lock the report…") if region.locked_on is None else N_("&Open it again…")))
        self._open_joint.setEnabled(region.joint.submission_id is not None)
        self._facts.tell(
            [
                (
                    self.text(N_("Deadline")),
                    date(region.due_on) + (f" ({region.extension_reason})" if region.extension_reason else ""),
                ),
                *([(self.text(N_("Locked since")), date(region.locked_on))] if region.locked_on else []),
                (self.text(N_("Treated in KKR")), date(region.kkr_on) if region.kkr_on else ""),
                (self.text(N_("Approved by the councils")), region.councils_approved),
                (self.text(N_("Reservations")), region.reservations),
                (self.text(N_("Journal number")), region.journal_number),
            ]
        )
        self.members.set_rows([row for row in self._status.rows if row.region_name == region.name])
        self.comparisons.show_region(self.chooser.code, region.region_id)

    def _joint_row(self) -> ExpectedRow | None:
        region = self.regions.current()
        return region.joint if region else None

    def _joint_word(self, row: RegionStatus) -> str:
        return self.text(STATES[row.joint.state].word)

    def _state_word(self, row: ExpectedRow) -> str:
        return self.text(STATES[_state(row)].word)

    def _late_word(self, row: ExpectedRow) -> str:
        if row.late:
            return self.text(N_("late"))
        return self.text(N_("in time")) if row.received_on else ""


def _state(row: ExpectedRow) -> str:
    if row.state == "refused":  # it counts for being in time, but nothing in it can be used
        return "unreadable"
    return "nil" if row.nil and row.state == "accepted" else row.state


def _count(number: int) -> str:
    return str(number) if number else "–"
