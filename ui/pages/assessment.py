"""The professional assessment: per region the two tests, their reasons, and the answers they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.assessment import Conclusion
from koorddesk.i18n import N_
from koorddesk.services import announcements, casework, queries, submission_rows
from koorddesk.services.announcements import ExpectedRow, Status
from koorddesk.services.casework import AssessmentView, PinnedRow
from koorddesk.services.queries import AnnouncementRow
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.request import open_request
from ui.dialogs.write_councils import open_write
from ui.notify import Choice
from ui.pages.assessment_lists import answer_list, pinned_list, region_key, region_list, scope_name
from ui.pages.page import Page
from ui.theme import STEP
from ui.widgets.assessment_form import AssessmentForm
from ui.widgets.choosers import AnnouncementChooser
from ui.widgets.council import Council
from ui.widgets.differences import Differences
from ui.widgets.passages import Passages, cell_key
from ui.widgets.round_changes import RoundChanges

_SAVE_AFTER = 15_000  # ms of writing before it is stored by itself


class AssessmentPage(Page):
    """One region at a time; what is written is stored when the caseworker pauses, leaves or concludes."""

    concerns = frozenset(
        {
            *("Assessment", "AssessmentText", "PinnedAnswer", "ExpertRemark", "Approval", "WarningAcceptance"),
            *("Announcement", "AnnouncementRegion", "Submission", "ReportingTemplate"),
        }
    )

    def _build(self) -> Iterator[None]:
        place = self.place
        self._view: AssessmentView | None = None
        self._wanted = ("", "")
        self._dirty = False
        self._status: Status | None = None
        self.chooser = AnnouncementChooser(place, self)
        self.region_list = region_list(self.place, self)
        self.regions = self.region_list.view
        yield
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, STEP, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        head.addWidget(self.chooser)
        column.addLayout(head)
        column.addWidget(self.region_list, 1)
        self._write = QPushButton(self.text(N_("&Write to the councils…")), self)
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        row.addWidget(self._write)
        row.addStretch()
        column.addLayout(row)
        self._form = AssessmentForm(self.place, self)
        yield
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER)
        self.passages = Passages(self.place, self)
        yield
        self.council = Council(self.place, self)
        self._middle = self.tabs(
            N_("Assessment"),
            (
                (self._form, N_("Tests and conclusion")),
                (self.passages, N_("Chapters and lenses")),
                (self.council, N_("Approval")),
            ),
        )
        self.pinned = self._make_pinned()
        yield
        self.differences = Differences(self.place, self)
        self.changes = RoundChanges(self.place, self)
        yield
        self._answers_tab = self._make_answers()
        self._tabs = self.tabs(
            N_("Answers"),
            (
                (self.pinned, N_("Pinned answers")),
                (self._answers_tab, N_("All answers")),
                (self.differences, N_("Differences")),
                (self.changes, N_("Changes")),
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("assessment", [left, self._middle, self._tabs], [25, 21, 24]))

    def _make_pinned(self) -> QWidget:
        self.pinned_list = pinned_list(self.place, self)
        self._unpin = QPushButton(self.text(N_("&Take out")), self)
        self._to_cell = QPushButton(self.text(N_("Show the &cell")), self)
        return self._under(self.pinned_list, (self._to_cell, self._unpin))

    def _make_answers(self) -> QWidget:
        self._sender = QComboBox(self)
        self._sender.setAccessibleName(self.text(N_("Whose answers are shown")))
        self.answers = answer_list(self.place, self)
        self._pin_supply = QPushButton(self.text(N_("Pin to s&upply")), self)
        self._pin_coordination = QPushButton(self.text(N_("Pin to coo&rdination")), self)
        self._pin_passage = QPushButton(self.text(N_("Pin to the &chapter")), self)
        panel = self._under(self.answers, (self._pin_supply, self._pin_coordination, self._pin_passage))
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
        self.pinned_list.empty.offer(self.text(N_("Choose among all answers")), lambda: self._tabs.setCurrentIndex(1))
        self.chooser.code_chosen.connect(lambda _code: self._read())
        self.regions.chosen.connect(self._choose)
        self._form.written.connect(self._written)
        self._timer.timeout.connect(self.save)
        self._form.save.clicked.connect(self.save)
        self._form.conclude.clicked.connect(self.conclude)
        self._form.request.clicked.connect(self._ask_for_renewal)
        self._form.to_case.clicked.connect(self._open_case)
        self._form.anew.clicked.connect(self._assess_anew)
        self._write.clicked.connect(lambda: open_write(self.place, self, *self.addressed()))
        self._sender.activated.connect(lambda _number: self._read_answers())
        self._pin_supply.clicked.connect(lambda: self._pin("supply"))
        self._pin_coordination.clicked.connect(lambda: self._pin("coordination"))
        self._pin_passage.clicked.connect(self._pin_to_passage)
        self._middle.currentChanged.connect(lambda _tab: self._tell_pins())
        self.differences.comparisons.counted.connect(self._tell_differences)
        self.changes.counted.connect(self._tell_changes)
        self._unpin.clicked.connect(self._take_out)
        self._to_cell.clicked.connect(lambda: self._open_form(self.pinned_list.view.current()))
        self.pinned_list.view.opened.connect(self._open_form)

    # what the window calls

    def refresh(self) -> None:
        """Read announcements and assessments again."""
        self.place.read(self, queries.announcements, self._show_announcements, replaces="announcements")

    def show_key(self, key: str) -> None:
        """Show ``announcement code/region id``, or an assessment by its id."""
        if "/" not in key:
            self.place.read(
                self,
                lambda desk: casework.assessment_place(desk, key),
                lambda found: self.show_key("/".join(found) if found[0] else f"{key}/"),
                replaces="wanted",
            )
            return
        code, _, region = key.partition("/")
        self._wanted = (code, region)
        if not self._stale:
            self.refresh()

    def thing(self) -> tuple[str, str]:
        """Return the assessment chosen."""
        key = self.regions.current_key()
        return "", f"{self.chooser.code}/{key}" if key else ""

    def addressed(self) -> tuple[str, str]:
        """Return the announcement shown, and the region chosen."""
        return self.chooser.code, self._view.region_code if self._view is not None else ""

    def focus_filter(self) -> None:
        """Go to the filter of the answers shown."""
        panels = (self.pinned_list, self.answers, self.differences.comparisons.list, self.changes.list)
        panels[self._tabs.currentIndex()].focus_filter()

    def hideEvent(self, event: QHideEvent) -> None:
        """Store what was written before another page comes up."""
        self.save()
        self.passages.save()
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
        code, region = view.announcement_code, _scope(view)
        supply, supply_why, coordination, coordination_why, conclusion, conclusion_why = self._form.written_tests()
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
        self.passages.save()
        title = self.text(N_("Conclude the assessment of %(region)s?"), region=view.region_name)
        told = self.text(N_("A concluded assessment is not edited; a new one overtakes it."))
        verb = self.text(N_("Conclude the assessment"))
        if waiting := self.differences.comparisons.open:
            self._tabs.setCurrentWidget(self.differences)
            text = f"{self._waiting_words(waiting)}\n{told}"
            dialog = ReasonDialog(self.place, title, text, verb, "warning", self.window())
            dialog.given.connect(lambda reason: self._conclude_now(view, reason))
            dialog.open()
        elif self.place.notifier.ask(title, told, (Choice("conclude", verb),), self.window()) == "conclude":
            self._conclude_now(view, "")

    def _conclude_now(self, view: AssessmentView, reason: str) -> None:
        code, region = view.announcement_code, _scope(view)
        self.place.change(
            self,
            lambda desk: casework.conclude(desk, code, region, reason),
            title=self.text(N_("Concluding the assessment")),
        )

    def _assess_anew(self) -> None:
        if self._view is not None and self._view.final:
            code, region = self._view.announcement_code, _scope(self._view)
            self.place.change(
                self,
                lambda desk: casework.assess_anew(desk, code, region),
                title=self.text(N_("Beginning a new assessment")),
            )

    def _ask_for_renewal(self) -> None:
        if self._view is not None:
            self.save()
            open_request(self.place, self, self._view.announcement_code, _scope(self._view), self._view.region_name)

    def _pin(self, test: str) -> None:
        view, submission = self._view, self._sender.currentData()
        rows = self.answers.view.selected()
        if view is None or not submission or not rows:
            return
        code, region = view.announcement_code, _scope(view)
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

    def _pin_to_passage(self) -> None:
        submission = self._sender.currentData()
        if submission:
            self.passages.pin(submission, [row.number for row in self.answers.view.selected()])

    def _take_out(self) -> None:
        for row in self.pinned_list.view.selected():
            self.place.change(
                self, partial(casework.unpin, pinned_id=row.id), title=self.text(N_("Taking out an answer"))
            )

    def _open_form(self, row: PinnedRow | None) -> None:
        if row is not None:
            self.place.page_wanted.emit("intake", cell_key(row))

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
            lambda desk: (
                [*casework.assessments(desk, code), casework.assessment_of(desk, code, None)],
                announcements.status(desk, code),
            ),
            self._show,
            replaces="assessments",
        )

    def _show(self, found: tuple[list[AssessmentView], Status]) -> None:
        rows, self._status = found
        self.region_list.set_rows(rows)
        region = self._wanted[1]
        wanted = next((row for row in rows if region and region in (row.region_code, row.region_name)), None)
        if region and wanted is None and self._status is not None:
            named = next((region.name for region in self._status.regions if region.region_id == self._wanted[1]), "")
            wanted = next((row for row in rows if row.region_name == named), None)
        self._wanted = ("", "")
        if wanted is not None:
            self.regions.choose(region_key(wanted))
        self._choose(self.regions.current())

    def _choose(self, view: AssessmentView | None) -> None:
        same = view is not None and self._view is not None and region_key(view) == region_key(self._view)
        if not same:
            self.save()
        self._view = view
        self._form.setEnabled(view is not None)
        self.passages.show_assessment(view)
        self.council.show_assessment(view)
        if view is None:
            self.differences.show_scope("", "", everywhere=False)
            self.changes.show_scope("", "")
        else:
            self.differences.show_scope(view.announcement_code, view.region_code, everywhere=not view.region_code)
            self.changes.show_scope(view.announcement_code, view.region_code)
        self._tabs.setEnabled(view is not None)
        if view is None:
            return
        if not (same and self._dirty):
            self._form.fill(view)
            self._dirty = False
        self.pinned_list.set_rows(view.pinned)
        self._tell_state()
        if not same:
            self._offer_senders(view)

    def _tell_state(self) -> None:
        view = self._view
        if view is None:
            return
        self._form.title.setText(scope_name(view))
        if view.final:
            words = self.text(
                N_("concluded %(day)s by %(who)s"),
                day=self.place.translator.date(view.made_on) if view.made_on else "",
                who=view.made_by,
            )
            self._form.state.set_state("frozen", words)
        else:
            self._form.state.set_state("draft", self.text(N_("not saved yet")) if self._dirty else "")
        self._form.freeze(view.final)
        for button in (self._pin_supply, self._pin_coordination):
            button.setEnabled(not view.final)
        self._to_cell.setEnabled(bool(view.pinned))
        self._unpin.setEnabled(bool(view.pinned) and not view.final)
        self._tell_pins()
        self._form.save.setEnabled(self._dirty)
        missing = casework.missing_before(self.place.desk, *self._form.written_tests(), pinned=len(view.pinned))
        begun = self._dirty or view.id is not None
        self._form.tell_missing(missing if begun and not view.final else ())
        self._form.conclude.setEnabled(not missing)
        renewed = view.final and view.conclusion is Conclusion.RENEWED_CONSIDERATION
        self._form.request.setVisible(renewed)

    def _tell_pins(self) -> None:
        on_chapters = self._middle.currentWidget() is self.passages
        self._pin_passage.setVisible(on_chapters)
        self._pin_passage.setEnabled(self._view is not None and not self._view.final)
        for button in (self._pin_supply, self._pin_coordination):
            button.setVisible(not on_chapters)

    def _tell_differences(self, waiting: int) -> None:
        words = self.text(N_("Differences"))
        number = self._tabs.indexOf(self.differences)
        self._tabs.setTabText(number, f"{words} ({waiting})" if waiting else words)
        self._form.warned.setVisible(bool(waiting) and self._view is not None and not self._view.final)
        self._form.warned.set_state(
            "warning", self.place.plural("%(count)d unsettled difference", "%(count)d unsettled differences", waiting)
        )

    def _tell_changes(self, found: int) -> None:
        words = self.text(N_("Changes"))
        self._tabs.setTabText(self._tabs.indexOf(self.changes), f"{words} ({found})" if found else words)

    def _open_case(self) -> None:
        if (view := self._view) is not None:
            code = view.announcement_code
            self.place.read(
                self,
                lambda desk: casework.case_number_of(desk, code),
                lambda number: self.place.page_wanted.emit("cases", number),
                replaces="case",
            )

    def _waiting_words(self, waiting: int) -> str:
        return self.place.plural(
            "%(count)d difference between the forms is not settled. It passes only with a written reason.",
            "%(count)d differences between the forms are not settled. They pass only with a written reason.",
            waiting,
        )

    def _offer_senders(self, view: AssessmentView) -> None:
        regions = self._status.regions if self._status else ()
        everywhere = not view.region_code
        rows: list[ExpectedRow] = [region.joint for region in regions if everywhere or region.name == view.region_name]
        rows += [
            row
            for row in (self._status.rows if self._status else ())
            if everywhere or row.region_name == view.region_name
        ]
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


def _scope(row: AssessmentView) -> str | None:
    """Return the region, or None for the whole country."""
    return row.region_code or None
