"""Cases: every chain as a line of steps, with what may come next, its clocks, documents, people and one timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import case_page, chain, overtaking, people, queries, timeline
from koorddesk.services.case_page import CasePage
from koorddesk.services.chain import NextStep
from koorddesk.services.clocks import ClockRow
from koorddesk.services.desk import Desk
from koorddesk.services.filing import JournalLine
from koorddesk.services.overtaking import Overtaking
from koorddesk.services.people import ApprovalRow, RoleRow
from koorddesk.services.queries import CaseRow, HistoryRow, StepRow
from koorddesk.services.timeline import StepDetail, TimelineRow
from ui.dialogs.step import open_step
from ui.dialogs.telephone import open_telephone_note
from ui.dialogs.write_councils import open_write
from ui.pages import case_acts, people_acts
from ui.pages.case_lists import cases_list, clocks_list, journal_list, letters_list, roles_list, timeline_list
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.chain_view import ChainStep, ChainView
from ui.widgets.next_steps import NextSteps
from ui.widgets.step_facts import StepFacts
from ui.widgets.timeline import Timeline

_CLOCK_STATES = {"coming": "waiting", "soon": "waiting", "late": "exceeded", "stopped": "stopped"}


@dataclass(frozen=True)
class _Shown:
    """A case with what its page shows besides: each step in detail with its approvals, and what may come next."""

    page: CasePage
    details: dict[str, tuple[StepDetail | None, list[ApprovalRow]]]
    next: list[NextStep]
    overtakings: list[Overtaking]


def _read(desk: Desk, number: str) -> _Shown:
    page = case_page.case_page(desk, number)
    details = {step.id: (timeline.step_detail(desk, step.id), people.approvals(desk, step.id)) for step in page.steps}
    steps = chain.what_next(desk, number) if page.case.open else []
    return _Shown(page, details, steps, overtaking.proposed_overtakings(desk, number))


class CasesPage(Page):
    """The chains, those in hand and those of history."""

    concerns = frozenset(
        {
            *("Case", "Step", "StepParty", "StepOffer", "Letter", "Deadline", "DeadlineEvent", "Assessment"),
            *("Announcement", "AnnouncementRegion", "Document", "CaseNote", "CaseRole", "Person", "Approval"),
            *("Submission", "DialogueEntry", "EntryDocument", "Task"),
        }
    )

    def _build(self) -> Iterator[None]:
        say, place = self.text, self.place
        self._shown: _Shown | None = None
        self._wanted = self._inside = ""
        self.list = cases_list(place, self)
        self.view, self._model = self.list.view, self.list.model
        self._new = QPushButton(say(N_("&New case…")), self)
        self.list.add_to_bar([self._new])
        yield
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._proposal = QLabel(self)
        self._proposal.setWordWrap(True)
        self._overtaken = QPushButton(say(N_("Mark as o&vertaken…")), self)
        self._chain = ChainView(place.translator, self)
        self.next = NextSteps(place, self)
        self.step = StepFacts(place, self)
        yield
        self.timeline = timeline_list(place, self)
        self.deadlines = clocks_list(place, self, "case-deadlines", whole=False)
        yield
        self.documents = journal_list(place, self, "case-journal", whole=False)
        self.letters = letters_list(place, self)
        self.roles = roles_list(place, self)
        yield
        self._history = Timeline(place.translator, place.memory, self)
        self._tabs = self.tabs(
            N_("About the case"),
            (
                (self.next, N_("Next step")),
                (self.step, N_("The step")),
                (self.timeline, N_("Timeline")),
                (self.deadlines, N_("Deadlines")),
                (self.documents, N_("Documents")),
                (self.letters, N_("Letters")),
                (self.roles, N_("People")),
                (self._history, N_("History")),
            ),
        )
        self._add_to_lists()
        self._right = right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._about)
        proposed = QHBoxLayout()
        proposed.addWidget(self._proposal, 1)
        proposed.addWidget(self._overtaken)
        column.addLayout(proposed)
        column.addWidget(self._chain)
        column.addWidget(self._tabs, 1)
        column.addLayout(self._buttons())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("cases-2", [self.list, right], [3, 9]))

    def _add_to_lists(self) -> None:
        say = self.text
        self._journalise = QPushButton(say(N_("&Journalise…")), self)
        self._file = QPushButton(say(N_("Put a &document on the case…")), self)
        self._open_document = QPushButton(say(N_("&Open the document")), self)
        self.documents.add_to_bar([self._open_document, self._journalise, self._file])
        self._draft = QPushButton(say(N_("Draft &letters…")), self)
        self.letters.add_to_bar([self._draft])
        self._role = QPushButton(say(N_("Give a &role…")), self)
        self._end_role = QPushButton(say(N_("&End the role")), self)
        self._hand_over = QPushButton(say(N_("&Hand cases over…")), self)
        self.roles.add_to_bar([self._role, self._end_role, self._hand_over])

    def _buttons(self) -> QHBoxLayout:
        say = self.text
        self._telephone = QPushButton(say(N_("&Telephone note…")), self)
        self._note = QPushButton(say(N_("N&ote…")), self)
        self._write = QPushButton(say(N_("&Write to the councils…")), self)
        self._assess = QPushButton(say(N_("Open the &assessment")), self)
        self._more = QPushButton(say(N_("&More")), self)
        menu = QMenu(self._more)
        self._number = menu.addAction(say(N_("&Case no. in the record system…")), self._set_number)
        menu.addAction(say(N_("Set a &follow-up…")), self.follow_up)
        menu.addAction(say(N_("Deadlines to the cal&endar…")), self._calendar)
        self._close = menu.addAction(say(N_("C&lose the case…")), self._close_or_reopen)
        self._more.setMenu(menu)
        buttons = QHBoxLayout()
        for button in (self._write, self._telephone, self._note, self._assess, self._more):
            buttons.addWidget(button)
        buttons.addStretch()
        return buttons

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.chosen.connect(self._choose)
        self._chain.chosen.connect(self._choose_step)
        self.next.wanted.connect(self.take)
        self.timeline.view.opened.connect(self._open_event)
        self.letters.view.opened.connect(lambda row: self.place.page_wanted.emit("letters", row.id))
        self.deadlines.view.opened.connect(lambda row: self.place.page_wanted.emit("deadlines", row.id))
        self.documents.view.opened.connect(self.open_document)
        self._open_document.clicked.connect(lambda: self.open_document(self.documents.view.current()))
        self._journalise.clicked.connect(self.journalise)
        self._file.clicked.connect(self._file_some)
        self._draft.clicked.connect(self.draft_letters)
        self._role.clicked.connect(lambda: self._with_case(people_acts.give_role))
        self._end_role.clicked.connect(self._end)
        self._hand_over.clicked.connect(lambda: people_acts.hand_over(self.place, self))
        self._write.clicked.connect(lambda: open_write(self.place, self, *self.addressed()))
        self._telephone.clicked.connect(self.telephone_note)
        self._note.clicked.connect(lambda: self._with_case(case_acts.note))
        self._assess.clicked.connect(self._open_assessment)
        self._new.clicked.connect(self.start_case)
        self.step.note_wanted.connect(lambda: self._with_step(case_acts.note))
        self.step.approve_wanted.connect(lambda: self._with_step(case_acts.approve_here))
        self.step.outside_wanted.connect(lambda: self._with_step(case_acts.approve_outside))
        self.step.overtake_wanted.connect(self._overtake)
        self.step.case_wanted.connect(self._start_from_step)
        self._overtaken.clicked.connect(self._take_proposal)

    # what the window calls

    def refresh(self) -> None:
        """Read the cases again."""
        self.place.read(self, queries.cases, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a case by its id or number; ``id#Kind:key`` also goes to a document, note or step of it."""
        self._wanted, _, self._inside = key.partition("#")
        self._choose_wanted()
        self._show_inside()

    def addressed(self) -> tuple[str, str]:
        """Return the announcement of the case chosen."""
        row = self.view.current()
        return row.announcement_code if row is not None else "", ""

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def take_files(self, paths: list[Path]) -> bool:
        """Put a document that is no workbook on the case; workbooks are left to the intake."""
        if self._shown is None or len(paths) != 1 or paths[0].suffix.lower().startswith((".xls", ".ods")):
            return False
        self.file_document(paths[0])
        return True

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the actions of the case menu."""
        return {
            "history": lambda: self._tabs.setCurrentWidget(self._history),
            "next-step": self._go_to_next,
            "telephone-note": self.telephone_note,
            "new-case": self.start_case,
            "hand-over": lambda: people_acts.hand_over(self.place, self),
            "case-note": lambda: self._with_case(case_acts.note),
            "file-document": self._file_some,
            "gather": lambda: self._with_case(case_acts.gather),
        }

    # doing

    def take(self, step: NextStep) -> None:
        """Open the dialog of a step that may come next."""
        if self._shown is not None:
            open_step(self.place, self, self._shown.page.case.number, step)

    def start_case(self) -> None:
        """Start a case from a signal."""
        case_acts.start_case(self.place, self)

    def telephone_note(self) -> None:
        """Take a telephone note, on the case chosen to begin with."""
        number = self._shown.page.case.number if self._shown is not None else ""
        open_telephone_note(self.place, self, number)

    def file_document(self, path: Path | None = None) -> None:
        """Put a document on the case."""
        if self._shown is not None:
            case_acts.file_document(self.place, self, self._shown.page, path)

    def _file_some(self) -> None:
        self.file_document()

    def journalise(self) -> None:
        """Keep the record system's numbers of the documents selected."""
        if self._shown is not None:
            lines = self.documents.view.selected()
            case_acts.journalise_selected(self.place, self, lines, self._shown.page.case.case_number)

    def open_document(self, line: JournalLine | None) -> None:
        """Open a copy of the document; a letter on its own page."""
        case_acts.open_document(self.place, self, line)

    def draft_letters(self) -> None:
        """Draft letters from the step that is shown; frozen letters stay as they are."""
        self._with_step(case_acts.draft_letters)

    def follow_up(self) -> None:
        """Set a day on which the case is looked at again."""
        self._with_case(case_acts.follow_up)

    def _with_case(self, act: Callable[..., object]) -> None:
        if self._shown is not None:
            act(self.place, self, self._shown.page.case.number)

    def _with_step(self, act: Callable[..., object]) -> None:
        step = self._step_shown()
        if self._shown is not None and step is not None:
            act(self.place, self, self._shown.page.case.number, step)

    def _overtake(self) -> None:
        step = self._step_shown()
        if self._shown is not None and step is not None:
            by = next((one.by_step_id for one in self._shown.overtakings if one.step_id == step.id), "")
            case_acts.overtake(self.place, self, step.id, by)

    def _take_proposal(self) -> None:
        if self._shown is not None and self._shown.overtakings:
            first = self._shown.overtakings[0]
            case_acts.overtake(self.place, self, first.step_id, first.by_step_id)

    def _start_from_step(self) -> None:
        step = self._step_shown()
        if step is not None:
            case_acts.start_case(self.place, self, text=step.text, step_id=step.id)

    def _set_number(self) -> None:
        if self._shown is not None:
            case_acts.set_number(self.place, self, self._shown.page)

    def _close_or_reopen(self) -> None:
        if self._shown is not None:
            case_acts.close_or_reopen(self.place, self, self._shown.page)

    def _calendar(self) -> None:
        if self._shown is not None:
            case_acts.choose_calendar(self.place, self, case_number=self._shown.page.case.number)

    def _end(self) -> None:
        role: RoleRow | None = self.roles.view.current()
        if role is not None and role.valid_to is None:
            people_acts.end_role(self.place, self, role)

    def _open_assessment(self) -> None:
        if self._shown is not None:
            self.place.page_wanted.emit("assessment", self._shown.page.case.announcement_code)

    def _go_to_next(self) -> None:
        self._tabs.setCurrentWidget(self.next)
        self.next.list.view.setFocus()

    # showing

    def _show(self, rows: list[CaseRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        self._choose(self.view.current())

    def _choose_wanted(self) -> None:
        row = next((row for row in self._model.all_rows if self._wanted in (row.id, row.number)), None)
        if self._wanted and row is not None and self.view.choose(row.id):
            self._wanted = ""

    def _choose(self, row: CaseRow | None) -> None:
        self._right.setVisible(row is not None)
        if row is None:
            self._shown = None
            return
        number, key = row.number, row.id
        if self._shown is not None and self._shown.page.case.id != key:
            self._shown = None
        self.place.read(self, lambda desk: _read(desk, number), self._show_case, replaces="case")
        self.place.read(self, lambda desk: queries.history(desk, key), self._show_history, replaces="history")

    def _show_case(self, shown: _Shown) -> None:
        before, known = self._step_shown(), len(self._shown.page.steps) if self._shown else 0
        self._shown = shown
        page, say = shown.page, self.text
        self._title.setText(f"{page.case.number}  {page.case.title}")
        responsible = [f"{role.role_name}: {role.name}" for role in page.roles if role.valid_to is None]
        self._about.setText(
            "  ·  ".join(
                [
                    say(N_("Open case") if page.case.open else N_("Closed case")),
                    say(N_("Case no. %(number)s"), number=page.case.case_number or say(N_("not given yet"))),
                    *(responsible or [say(N_("nobody is responsible yet"))]),
                ]
            )
        )
        for part in (self._proposal, self._overtaken):
            part.setVisible(bool(shown.overtakings))
        self._proposal.setText(shown.overtakings[0].text if shown.overtakings else "")
        ids = [step.id for step in page.steps]
        self._chain.show_steps(
            say(N_("The chain of the case")),
            [self._chain_step(step) for step in page.steps],
            ids.index(before.id) if before is not None and before.id in ids and len(ids) == known else -1,
        )
        self.next.show_steps(shown.next)
        self.timeline.set_rows(page.timeline)
        self.deadlines.set_rows(page.clocks)
        self.documents.set_rows(page.documents)
        self.letters.set_rows(page.letters)
        self.roles.set_rows(page.roles)
        self._show_step()
        self._draft.setEnabled(bool(page.steps))
        self._close.setText(say(N_("C&lose the case…") if page.case.open else N_("Open the case &again…")))
        for button in (self._assess, self._file, self._role):
            button.setEnabled(page.case.open)
        self._show_inside()

    def _show_inside(self) -> None:
        """Go to the document, note or step that was asked for, once its case is shown."""
        kind, _, key = self._inside.partition(":")
        if self._wanted or self._shown is None or self._shown.page.case.id != self.view.current_key():
            return
        steps = [step.id for step in self._shown.page.steps]
        if kind == "Step" and key in steps:
            self._chain.choose(steps.index(key))
            self._tabs.setCurrentWidget(self.step)
        elif kind == "Document":
            self._tabs.setCurrentWidget(self.documents)
            self.documents.view.choose_first(lambda line: line.id == key)
        elif kind == "CaseNote":
            self._tabs.setCurrentWidget(self.timeline)
            self.timeline.view.choose_first(lambda event: event.key == key)
        self._inside = ""

    def _chain_step(self, step: StepRow) -> ChainStep:
        assert self._shown is not None
        detail, _ = self._shown.details[step.id]
        running = [clock for clock in self._shown.page.clocks if clock.subject == step.id and clock.done_on is None]
        state, clock = "taken", ""
        if detail is not None and detail.overtaken:
            state = "overtaken"
        elif detail is not None and detail.ended:
            state = "ended"
        elif running:
            first: ClockRow = min(running, key=lambda row: row.due_on)
            state = _CLOCK_STATES[first.state]
            clock = self.text(N_("deadline %(day)s"), day=self.place.translator.date(first.due_on))
        word = detail.title if detail is not None else step.kind
        where = " · ".join(filter(None, (step.when or self.text(N_("day not known")), step.region_name)))
        return ChainStep(word[:1].upper() + word[1:], where, state, clock)

    def _step_shown(self) -> StepRow | None:
        steps = self._shown.page.steps if self._shown else ()
        return steps[self._chain.current] if 0 <= self._chain.current < len(steps) else None

    def _choose_step(self, _number: int) -> None:
        self._show_step()
        self._tabs.setCurrentWidget(self.step)

    def _show_step(self) -> None:
        step = self._step_shown()
        detail, approvals = self._shown.details[step.id] if self._shown and step else (None, [])
        self.step.show_step(step, detail, approvals)

    def _open_event(self, row: TimelineRow) -> None:
        steps = [step.id for step in self._shown.page.steps] if self._shown else []
        if row.key in steps:
            self._chain.choose(steps.index(row.key))
            self._tabs.setCurrentWidget(self.step)
        elif row.kind == "letter":
            self.place.page_wanted.emit("letters", row.key)

    def _show_history(self, rows: list[HistoryRow]) -> None:
        self._history.show_history(rows)
