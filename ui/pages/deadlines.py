"""Deadlines: one list of them all, by person, case, kind and state, and what is not journalised yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import announcements, clocks, dialogue, filing, late_reports, people
from koorddesk.services.clocks import STATES, ClockRow
from koorddesk.services.filing import JournalLine
from koorddesk.sorting import danish_key
from ui.dialogs.ask import AskDialog, Field, ask
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.drafting import write_drafts
from ui.dialogs.reason import ReasonDialog
from ui.pages import case_acts
from ui.pages.case_lists import CLOCK_KINDS, clocks_list, journal_list
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.facts import Facts


class DeadlinesPage(Page):
    """All deadlines of the desk with how each was found, and the journal that is not up to date."""

    concerns = frozenset(
        {
            *("Deadline", "DeadlineEvent", "Case", "Step", "AnnouncementRegion", "Announcement", "Submission", "Task"),
            *(
                "Letter",
                "Document",
                "CaseNote",
                "DialogueEntry",
                "EntryDocument",
                "CriterionReason",
                "Person",
                "CaseRole",
            ),
        }
    )

    def _build(self) -> None:
        say, place = self.text, self.place
        self._wanted = ""
        self.list = clocks_list(place, self, "deadlines", whole=True)
        self.journal = journal_list(place, self, "journal", whole=True)
        self._tabs = self.tabs(N_("Deadlines"), ((self._deadlines(), N_("Deadlines")), (self.journal, N_("Journal"))))
        self._journalise = QPushButton(say(N_("&Journalise…")), self)
        self._open_line = QPushButton(say(N_("&Open the case")), self)
        self._open_document = QPushButton(say(N_("Open the &document")), self)
        self.journal.add_to_bar([self._open_line, self._open_document, self._journalise])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)

    def _deadlines(self) -> QWidget:
        say = self.text
        self._person, self._kind, self._state = (QComboBox(self) for _ in range(3))
        for box, words in (
            (self._person, N_("Person")),
            (self._kind, N_("Sort")),
            (self._state, N_("State")),
        ):
            box.setAccessibleName(say(words))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(self.fontMetrics().averageCharWidth() * 14)  # on a small screen they give way
        self._person.addItem(say(N_("Everybody")), "")
        self._kind.addItem(say(N_("All sorts")), "")
        for key, words in CLOCK_KINDS.items():
            self._kind.addItem(say(words), key)
        self._state.addItem(say(N_("All that wait")), "")
        for key, words in STATES.items():
            self._state.addItem(say(words), key)
        self._done = QCheckBox(say(N_("Show what is &done")), self)
        self.list.add_to_bar([self._person, self._kind, self._state, self._done])
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._facts = Facts(say(N_("not known")), self)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._open = QPushButton(say(N_("&Open it")), self)
        self._finish = QPushButton(say(N_("Mark as &done…")), self)
        self._extend = QPushButton(say(N_("&Move…")), self)
        self._stop = QPushButton(say(N_("&Stop…")), self)
        self._calendar = QPushButton(say(N_("To the &calendar…")), self)
        self._remind = QPushButton(say(N_("Draft the &reminders")), self)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (first, (self._open, self._finish, self._extend)),
            (second, (self._stop, self._remind, self._calendar)),
        ):
            for button in buttons:
                row.addWidget(button)
            row.addStretch()
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addWidget(self._hint)
        column.addStretch()
        column.addLayout(first)
        column.addLayout(second)
        return self.splitter("deadlines", [self.list, side], [8, 4])

    def _connect(self) -> None:
        self.main_list = self.list.view
        self.list.view.chosen.connect(self._show_one)
        self.list.view.opened.connect(self._go)
        for box in (self._person, self._kind, self._state):
            box.currentIndexChanged.connect(lambda _number: self._narrow())
        self._done.toggled.connect(lambda _on: self.refresh())
        self._open.clicked.connect(lambda: self._go(self.list.view.current()))
        self._finish.clicked.connect(self.finish)
        self._extend.clicked.connect(self.extend)
        self._stop.clicked.connect(self.stop_or_resume)
        self._calendar.clicked.connect(
            lambda: case_acts.choose_calendar(self.place, self, person_id=self._person.currentData() or None)
        )
        self.journal.view.opened.connect(lambda line: case_acts.open_document(self.place, self, line))
        self._open_document.clicked.connect(
            lambda: case_acts.open_document(self.place, self, self.journal.view.current())
        )
        self._journalise.clicked.connect(self.journalise)
        self._remind.clicked.connect(self.remind)
        self._open_line.clicked.connect(self._open_case)

    # what the window calls

    def refresh(self) -> None:
        """Read the deadlines and the journal again."""
        done = self._done.isChecked()
        self.place.read(
            self,
            lambda desk: (clocks.clocks(desk, done=done), filing.not_journalised(desk), people.own_id(desk)),
            self._show,
            replaces="rows",
        )

    def show_key(self, key: str) -> None:
        """Choose a deadline by its id; "journal" shows what is not journalised."""
        if key == "journal":
            self._tabs.setCurrentWidget(self.journal)
            return
        self._tabs.setCurrentIndex(0)
        self._wanted = key
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter of the list shown."""
        (self.list, self.journal)[self._tabs.currentIndex()].focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer nothing of the window's own actions."""
        return {}

    # doing

    def extend(self) -> None:
        """Move the chosen deadline to another day, with a reason."""
        row = self.list.view.current()
        if row is None:
            return
        dialog = DeadlineDialog(self.place, row.about if row.kind == "step" else row.what, row.due_on, self.window())

        def given(day: dt.date, reason: str) -> None:
            if row.kind == "report":
                self._change(lambda desk: announcements.extend_deadline(desk, row.key, row.subject, day, reason))
            else:
                self._change(lambda desk: clocks.extend_clock(desk, row.id, day, reason))

        dialog.given.connect(given)
        dialog.open()

    def stop_or_resume(self) -> None:
        """Stop a running deadline, or let a stopped one run again, with a reason."""
        row = self.list.view.current()
        if row is None:
            return
        say, running = self.text, row.stopped_on is None
        work = clocks.stop_clock if running else clocks.resume_clock
        dialog = ReasonDialog(
            self.place,
            say(N_("Stop the deadline") if running else N_("Let the deadline run again")),
            say(N_("A stopped deadline is not exceeded. When it runs again, it moves by the days it stood.")),
            say(N_("&Stop it") if running else N_("&Let it run again")),
            "stop" if running else "resume",
            self.window(),
        )
        dialog.given.connect(lambda reason: self._change(lambda desk: work(desk, row.id, reason)))
        dialog.open()

    def finish(self) -> None:
        """Mark the chosen deadline or agreed action as done."""
        row = self.list.view.current()
        if row is None:
            return
        fields = (Field("on", N_("&Done on"), "day"), Field("note", N_("&Remark")))

        def keep(dialog: AskDialog) -> None:
            note = dialog.text("note")
            if row.kind == "task":
                self._change(lambda desk: dialogue.finish_task(desk, row.id, note))
            else:
                on = dialog.given_day("on")
                self._change(lambda desk: clocks.finish_clock(desk, row.id, note, on))

        title, verb = self.text(N_("Mark as done")), self.text(N_("&Mark as done"))
        ask(self.place, self, title, verb, fields if row.kind == "step" else fields[1:], keep, text=row.what)

    def remind(self) -> None:
        """Draft the reminders of the announcement whose report is late."""
        row = self.list.view.current()
        if row is None or row.kind != "report":
            return
        desk, code = self.place.desk, row.key
        write_drafts(
            self.place,
            self,
            lambda progress, cancelled: late_reports.draft_reminders(desk, code, progress, cancelled),
            title=self.text(N_("Drafting the reminders")),
        )

    def journalise(self) -> None:
        """Keep the record system's numbers of the documents selected."""
        case_acts.journalise_selected(self.place, self, self.journal.view.selected(), "")

    def _change(self, work: Callable[..., object]) -> None:
        self.place.change(self, work, title=self.text(N_("Changing the deadline")))

    def _open_case(self) -> None:
        line = self.journal.view.current()
        if line is not None:
            self.place.page_wanted.emit("cases" if line.case else "dialogue", line.case or line.entry_id)

    def _go(self, row: ClockRow | None) -> None:
        if row is not None:
            self.place.page_wanted.emit(row.page, row.key)

    # showing

    def _show(self, found: tuple[list[ClockRow], list[JournalLine], str]) -> None:
        rows, lines, own = found
        chosen = self._person.currentData()
        names = {row.responsible_id: row.responsible for row in rows if row.responsible_id and row.responsible}
        self._person.blockSignals(True)
        self._person.clear()
        self._person.addItem(self.text(N_("Everybody")), "")
        if own:
            self._person.addItem(self.text(N_("My own")), own)
        for key, name in sorted(names.items(), key=lambda pair: danish_key(pair[1])):
            if key != own:
                self._person.addItem(name, key)
        self._person.setCurrentIndex(max(self._person.findData(chosen), 0))
        self._person.blockSignals(False)
        self.list.set_rows(rows)
        self.journal.set_rows(lines)
        count = f" ({len(lines)})" if lines else ""
        self._tabs.setTabText(1, self.text(N_("Not journalised")) + count)
        self._narrow()
        self._choose_wanted()
        self._show_one(self.list.view.current())

    def _narrow(self) -> None:
        person, kind, state = (box.currentData() or "" for box in (self._person, self._kind, self._state))
        self.list.model.set_wanted(
            lambda row: person in ("", row.responsible_id) and kind in ("", row.kind) and state in ("", row.state)
        )

    def _choose_wanted(self) -> None:
        if self._wanted and self.list.view.choose(self._wanted):
            self._wanted = ""

    def _show_one(self, row: ClockRow | None) -> None:
        step = row is not None and row.kind == "step"
        waits = row is not None and row.done_on is None
        self._open.setEnabled(row is not None)
        self._finish.setEnabled(waits and row is not None and row.kind in ("step", "task"))
        self._extend.setEnabled(waits and row is not None and row.kind in ("step", "report"))
        self._stop.setEnabled(waits and step)
        self._remind.setVisible(row is not None and row.kind == "report")
        self._remind.setEnabled(row is not None and row.state == "late")
        self._title.setText(row.what[:1].upper() + row.what[1:] if row else "")
        self._hint.setText("")
        if row is None:
            self._facts.tell([])
            return
        say, date = self.text, self.place.translator.date
        self._stop.setText(say(N_("&Stop…") if row.stopped_on is None else N_("&Let it run again…")))
        facts = [
            (N_("Deadline"), f"{date(row.due_on)} ({say(STATES[row.state])})"),
            (N_("About"), row.about),
            (N_("Case"), row.case_number),
            (N_("Rule"), row.rule),
            (N_("How it was found"), row.arithmetic),
            (N_("Legal source"), row.source),
            (N_("First deadline"), date(row.original_due_on) if row.original_due_on else ""),
            (N_("Responsible"), row.responsible),
            (N_("Done"), f"{date(row.done_on)}. {row.done_note}".strip(". ") if row.done_on else ""),
        ]
        self._facts.tell([(say(label), value) for label, value in facts if value])
        if row.kind == "report":
            self._hint.setText(say(N_("A report's deadline is done when the joint answer has been received.")))
        elif row.kind == "review":
            self._hint.setText(say(N_("It is done when the criterion of the target group is looked at again.")))
