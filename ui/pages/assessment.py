"""The professional assessment: per region the two tests, their reasons, and the answers they rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.i18n import N_
from koorddesk.services import announcements, casework, queries, submission_rows
from koorddesk.services.announcements import ExpectedRow, Status
from koorddesk.services.casework import AssessmentView, PinnedRow
from koorddesk.services.queries import AnnouncementRow
from ui.dialogs.request import open_request
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.notify import Choice
from ui.pages.assessment_lists import answer_list, pinned_list
from ui.pages.page import Page, heading
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.choosers import AnnouncementChooser
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.state_label import StateLabel
from ui.widgets.table_view import TableView
from ui.words import CONCLUSIONS, RESULTS, TESTS

_SAVE_AFTER = 15_000  # ms of writing before it is stored by itself


class AssessmentPage(Page):
    """One region at a time; what is written is stored when the caseworker pauses, leaves or concludes."""

    concerns = frozenset(
        {"Assessment", "PinnedAnswer", "Announcement", "AnnouncementRegion", "Submission", "WarningAcceptance"}
    )

    def _build(self) -> None:
        say, place = self.text, self.place
        self._view: AssessmentView | None = None
        self._wanted = ("", "")
        self._dirty = False
        self._status: Status | None = None
        self.chooser = AnnouncementChooser(place, self)
        regions: Sequence[Column[AssessmentView]] = (
            Column("region", N_("Region"), 17, lambda row: row.region_name),
            Column(
                "supply",
                N_("Supply"),
                11,
                lambda row: say(STATES[row.necessary_supply.value].word),
                state=lambda row: row.necessary_supply.value,
            ),
            Column(
                "coordination",
                N_("Coordination"),
                11,
                lambda row: say(STATES[row.coordination.value].word),
                state=lambda row: row.coordination.value,
            ),
            Column("conclusion", N_("Conclusion"), 22, lambda row: say(CONCLUSIONS[row.conclusion]), shown=False),
            Column("final", N_("State"), 9, self._final_word, state=lambda row: "frozen" if row.final else "draft"),
        )
        self._regions_model = TableModel(regions, _region_key, place.translator, self)
        self.regions = TableView(
            self._regions_model, "assessments", say(N_("Regions to assess")), place.memory, place.translator, self
        )
        empty = EmptyState(
            "scale",
            say(N_("Nothing to assess")),
            say(N_("When an announcement has been sent, each region it asks is assessed here on the two tests.")),
        )
        self.region_list = ListPanel(self.regions, self._regions_model, place.translator, empty, self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, STEP, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        head.addWidget(self.chooser)
        column.addLayout(head)
        column.addWidget(self.region_list, 1)
        self._form = self._make_form()
        self.pinned = self._make_pinned()
        self._answers_tab = self._make_answers()
        self._tabs = self.tabs(
            N_("Answers"), ((self.pinned, N_("Pinned answers")), (self._answers_tab, N_("All answers of the region")))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("assessment", [left, self._form, self._tabs], [5, 5, 5]))

    def _make_form(self) -> QWidget:
        say = self.text
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        self._title = heading("", inner)
        self._state = StateLabel(self.place.translator, inner)
        column.addWidget(self._title)
        column.addWidget(self._state)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(STEP)
        self._supply, self._supply_why = self._add_test(form, TESTS["necessary_supply"], N_("Why: &supply"))
        self._coordination, self._coordination_why = self._add_test(
            form, TESTS["coordination"], N_("Why: &coordination")
        )
        self._conclusion = QComboBox(inner)
        for conclusion, words in CONCLUSIONS.items():
            self._conclusion.addItem(say(words), conclusion.value)
        self._conclusion_why = self._area(say(N_("Why this conclusion")), 3)
        form.addRow(say(N_("C&onclusion")), self._conclusion)
        form.addRow(say(N_("Why this co&nclusion")), self._conclusion_why)
        column.addLayout(form)
        self._problem = QLabel(inner)
        self._problem.setWordWrap(True)
        self._save = QPushButton(say(N_("&Save the draft")), inner)
        self._conclude = QPushButton(say(N_("Conc&lude the assessment")), inner)
        self._request = QPushButton(say(N_("Ask for &renewed consideration…")), inner)
        buttons = QHBoxLayout()
        for button in (self._save, self._conclude, self._request):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addWidget(self._problem)
        column.addLayout(buttons)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER)
        return scroll

    def _add_test(self, form: QFormLayout, name: str, why: str) -> tuple[QComboBox, QPlainTextEdit]:
        choice = QComboBox(self)
        for result, words in RESULTS.items():
            choice.addItem(self.text(words), result.value)
        reason = self._area(self.text(why).replace("&", ""), 5)
        form.addRow(self.text(name), choice)
        form.addRow(self.text(why), reason)
        return choice, reason

    def _area(self, name: str, rows: int) -> QPlainTextEdit:
        area = QPlainTextEdit(self)
        area.setAccessibleName(name)
        area.setTabChangesFocus(True)
        area.setAcceptDrops(False)
        area.setMinimumHeight(self.fontMetrics().lineSpacing() * rows + 4 * STEP)
        return area

    def _make_pinned(self) -> QWidget:
        self.pinned_list = pinned_list(self.place, self)
        self._unpin = QPushButton(self.text(N_("&Take out")), self)
        self._to_cell = QPushButton(self.text(N_("Open the &form")), self)
        return self._under(self.pinned_list, (self._to_cell, self._unpin))

    def _make_answers(self) -> QWidget:
        self._sender = QComboBox(self)
        self._sender.setAccessibleName(self.text(N_("Whose answers are shown")))
        self.answers = answer_list(self.place, self)
        self._pin_supply = QPushButton(self.text(N_("Pin to s&upply")), self)
        self._pin_coordination = QPushButton(self.text(N_("Pin to coo&rdination")), self)
        panel = self._under(self.answers, (self._pin_supply, self._pin_coordination))
        layout = panel.layout()
        assert isinstance(layout, QVBoxLayout)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, STEP, 2 * STEP, 0)
        head.addWidget(self._sender, 1)
        layout.insertLayout(0, head)
        return panel

    def _under(self, panel: QWidget, buttons: Sequence[QPushButton]) -> QWidget:
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(panel, 1)
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        row.setSpacing(2 * STEP)
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        return whole

    def _connect(self) -> None:
        self.main_list = self.regions
        self.chooser.code_chosen.connect(lambda _code: self._read())
        self.regions.chosen.connect(self._choose)
        for choice in (self._supply, self._coordination, self._conclusion):
            choice.activated.connect(lambda _number: self._written())
        for area in (self._supply_why, self._coordination_why, self._conclusion_why):
            area.textChanged.connect(self._written)
        self._timer.timeout.connect(self.save)
        self._save.clicked.connect(self.save)
        self._conclude.clicked.connect(self.conclude)
        self._request.clicked.connect(self._ask_for_renewal)
        self._sender.activated.connect(lambda _number: self._read_answers())
        self._pin_supply.clicked.connect(lambda: self._pin("supply"))
        self._pin_coordination.clicked.connect(lambda: self._pin("coordination"))
        self._unpin.clicked.connect(self._take_out)
        self._to_cell.clicked.connect(lambda: self._open_form(self.pinned_list.view.current()))
        self.pinned_list.view.opened.connect(self._open_form)

    # what the window calls

    def refresh(self) -> None:
        """Read announcements and assessments again."""
        self.place.read(self, queries.announcements, self._show_announcements, replaces="announcements")

    def show_key(self, key: str) -> None:
        """Show ``announcement code/region id``."""
        code, _, region = key.partition("/")
        self._wanted = (code, region)
        if not self._stale:
            self.refresh()

    def focus_filter(self) -> None:
        """Go to the filter of the answers shown."""
        panel = self.pinned_list if self._tabs.currentIndex() == 0 else self.answers
        panel.focus_filter()

    def hideEvent(self, event: QHideEvent) -> None:
        """Store what was written before another page comes up."""
        self.save()
        super().hideEvent(event)

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer nothing of the window's own actions."""
        return {}

    # writing

    def _written(self) -> None:
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()
        self._tell_state()

    def save(self) -> None:
        """Store what is written about the region, if anything was."""
        self._timer.stop()
        view = self._view
        if not self._dirty or view is None:
            return
        self._dirty = False
        self._tell_state()
        code, region = view.announcement_code, _region_key(view)
        supply, coordination = TestResult(self._supply.currentData()), TestResult(self._coordination.currentData())
        conclusion = Conclusion(self._conclusion.currentData())
        supply_why, coordination_why = self._supply_why.toPlainText(), self._coordination_why.toPlainText()
        conclusion_why = self._conclusion_why.toPlainText()
        self.place.change(
            self,
            lambda desk: casework.save_assessment(
                desk,
                code,
                region,
                necessary_supply=supply,
                necessary_supply_reason=supply_why,
                coordination=coordination,
                coordination_reason=coordination_why,
                conclusion=conclusion,
                conclusion_reason=conclusion_why,
            ),
            title=self.text(N_("Saving the assessment")),
            failed=self._not_saved,
        )

    def _not_saved(self, error: Exception) -> None:
        self._dirty = True
        self.place.notifier.show_error(error, self.window())

    def conclude(self) -> None:
        """Conclude the assessment after asking; from then on a later one overtakes it."""
        view = self._view
        if view is None:
            return
        self.save()
        answer = self.place.notifier.ask(
            self.text(N_("Conclude the assessment of %(region)s?"), region=view.region_name),
            self.text(N_("A concluded assessment is not edited; a new one overtakes it.")),
            (Choice("conclude", self.text(N_("Conclude the assessment"))),),
            self.window(),
        )
        if answer == "conclude":
            code, region = view.announcement_code, _region_key(view)
            self.place.change(
                self,
                lambda desk: casework.conclude(desk, code, region),
                title=self.text(N_("Concluding the assessment")),
            )

    def _ask_for_renewal(self) -> None:
        if self._view is not None:
            self.save()
            open_request(
                self.place, self, self._view.announcement_code, _region_key(self._view), self._view.region_name
            )

    def _pin(self, test: str) -> None:
        view, submission = self._view, self._sender.currentData()
        rows = self.answers.view.selected()
        if view is None or not submission or not rows:
            return
        code, region = view.announcement_code, _region_key(view)
        for row in rows:
            self.place.change(
                self,
                partial(
                    casework.pin_answer,
                    announcement_code=code,
                    region_code=region,
                    submission_id=submission,
                    answer_number=row.number,
                    test=test,
                ),
                title=self.text(N_("Pinning an answer")),
            )

    def _take_out(self) -> None:
        for row in self.pinned_list.view.selected():
            self.place.change(
                self, partial(casework.unpin, pinned_id=row.id), title=self.text(N_("Taking out an answer"))
            )

    def _open_form(self, row: PinnedRow | None) -> None:
        if row is not None:
            self.place.page_wanted.emit("intake", row.submission_id)

    # showing

    def _show_announcements(self, rows: list[AnnouncementRow]) -> None:
        self.chooser.show_rows(rows)
        if self._wanted[0]:
            self.chooser.choose(self._wanted[0])
        self._read()

    def _read(self) -> None:
        self.save()
        code = self.chooser.code
        if not code:
            self.region_list.set_rows(())
            self._choose(None)
            return
        self.place.read(
            self,
            lambda desk: (casework.assessments(desk, code), announcements.status(desk, code)),
            self._show,
            replaces="assessments",
        )

    def _show(self, found: tuple[list[AssessmentView], Status]) -> None:
        rows, self._status = found
        self.region_list.set_rows(rows)
        wanted = next((row for row in rows if self._wanted[1] in (row.region_code, row.region_name)), None)
        if self._wanted[1] and wanted is None and self._status is not None:
            named = next((region.name for region in self._status.regions if region.region_id == self._wanted[1]), "")
            wanted = next((row for row in rows if row.region_name == named), None)
        self._wanted = ("", "")
        if wanted is not None:
            self.regions.choose(_region_key(wanted))
        self._choose(self.regions.current())

    def _choose(self, view: AssessmentView | None) -> None:
        same = view is not None and self._view is not None and _region_key(view) == _region_key(self._view)
        if not same:
            self.save()
        self._view = view
        self._form.setEnabled(view is not None)
        self._tabs.setEnabled(view is not None)
        if view is None:
            return
        if not (same and self._dirty):
            self._fill(view)
        self.pinned_list.set_rows(view.pinned)
        self._tell_state()
        if not same:
            self._offer_senders(view)

    def _fill(self, view: AssessmentView) -> None:
        for choice, value in (
            (self._supply, view.necessary_supply.value),
            (self._coordination, view.coordination.value),
            (self._conclusion, view.conclusion.value),
        ):
            choice.setCurrentIndex(choice.findData(value))
        for area, text in (
            (self._supply_why, view.necessary_supply_reason),
            (self._coordination_why, view.coordination_reason),
            (self._conclusion_why, view.conclusion_reason),
        ):
            if area.toPlainText() != text:
                with QSignalBlocker(area):
                    area.setPlainText(text)
        self._dirty = False

    def _tell_state(self) -> None:
        view = self._view
        if view is None:
            return
        self._title.setText(view.region_name)
        if view.final:
            words = self.text(
                N_("concluded %(day)s by %(who)s"),
                day=self.place.translator.date(view.made_on) if view.made_on else "",
                who=view.made_by,
            )
            self._state.set_state("frozen", words)
        else:
            self._state.set_state("draft", self.text(N_("not saved yet")) if self._dirty else "")
        for choice in (self._supply, self._coordination, self._conclusion):
            choice.setEnabled(not view.final)
        for area in (self._supply_why, self._coordination_why, self._conclusion_why):
            area.setReadOnly(view.final)
        for button in (self._unpin, self._pin_supply, self._pin_coordination):
            button.setEnabled(not view.final)
        self._problem.setText("" if view.final or self._dirty else view.problem or "")
        self._problem.setVisible(bool(self._problem.text()))
        self._save.setVisible(not view.final)
        self._save.setEnabled(self._dirty)
        self._conclude.setVisible(not view.final)
        self._conclude.setEnabled(self._dirty or view.problem is None)
        self._request.setVisible(view.final and view.conclusion is Conclusion.RENEWED_CONSIDERATION)

    def _offer_senders(self, view: AssessmentView) -> None:
        regions = self._status.regions if self._status else ()
        rows: list[ExpectedRow] = [region.joint for region in regions if region.name == view.region_name]
        rows += [row for row in (self._status.rows if self._status else ()) if row.region_name == view.region_name]
        self._sender.clear()
        for row in rows:
            if row.submission_id:
                self._sender.addItem(row.name, row.submission_id)
        self._read_answers()

    def _read_answers(self) -> None:
        submission = self._sender.currentData()
        if submission:
            self.place.read(
                self,
                lambda desk: submission_rows.answers_of(desk, submission),
                self.answers.set_rows,
                replaces="answers",
            )
        else:
            self.answers.set_rows(())

    def _final_word(self, row: AssessmentView) -> str:
        return self.text(N_("concluded")) if row.final else self.text(N_("draft"))


def _region_key(row: AssessmentView) -> str:
    return row.region_code or row.region_name
