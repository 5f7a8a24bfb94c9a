"""Dialogue: meetings, the yearly hearing with its answers, enquiries, statements, their documents and actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.dialogue import EntryKind
from koorddesk.i18n import N_
from koorddesk.services import dialogue, hearing_import, people, queries
from koorddesk.services.dialogue import KINDS, Action, EntryRow, TaskRow
from koorddesk.services.hearing_import import HearingImported
from koorddesk.services.people import PersonRow
from koorddesk.services.queries import CaseRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.dialogs.entry import open_entry
from ui.models.columns import RIGHT, Column
from ui.pages import case_acts
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.entry_documents import EntryDocuments
from ui.widgets.facts import Facts
from ui.widgets.list_panel import ListPanel
from ui.widgets.lists import make_list


class DialoguePage(Page):
    """The dialogue track: what was said, by whom, and what was agreed."""

    concerns = frozenset(
        {
            *("DialogueEntry", "DialogueParty", "DialogueGroup", "EntryDocument", "Task", "Case"),
            *("TargetGroup", "Person"),
        }
    )

    def _build(self) -> Iterator[None]:
        say = self.text
        self._wanted = self._inside = ""
        self._people: dict[str, str] = {}
        self.list = self._entries("dialogue", N_("Dialogue"))
        self._kind = QComboBox(self)
        self._kind.setAccessibleName(say(N_("Sort")))
        self._kind.addItem(say(N_("All sorts")), "")
        for kind in EntryKind:
            self._kind.addItem(say(KINDS[kind]), kind.value)
        self._add = QPushButton(say(N_("&Enter")), self)
        menu = QMenu(self._add)
        for kind in EntryKind:
            if kind is not EntryKind.HEARING_ANSWER:
                menu.addAction(say(KINDS[kind])[:1].upper() + say(KINDS[kind])[1:] + "…", partial(self.add, kind))
        self._add.setMenu(menu)
        self.list.empty.offer(say(N_("Enter a dialogue meeting…")), partial(self.add, EntryKind.DIALOGUE_MEETING))
        self.list.add_to_bar([self._kind, self._add])
        yield
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._facts = Facts(say(N_("nothing")), self)
        self.tasks = self._tasks()
        yield
        self.documents = EntryDocuments(self.place, self)
        self.answers = self._entries("hearing-answers", N_("Answers to the hearing"))
        yield
        self._task = QPushButton(say(N_("&Agreed action…")), self)
        self._finish = QPushButton(say(N_("Mark as &done…")), self)
        self.tasks.add_to_bar([self._task, self._finish])
        self._answer = QPushButton(say(N_("Enter an a&nswer…")), self)
        self._import = QPushButton(say(N_("&Import answers…")), self)
        self.answers.add_to_bar([self._answer, self._import])
        self._tabs = self.tabs(
            N_("About the entry"),
            (
                (self._scrolled(), N_("Facts")),
                (self.tasks, N_("Agreed actions")),
                (self.documents, N_("Documents")),
                (self.answers, N_("Answers to the hearing")),
            ),
        )
        self._edit = QPushButton(say(N_("Co&rrect…")), self)
        self._react = QPushButton(say(N_("Write the &reaction…")), self)
        self._start = QPushButton(say(N_("&Start a case…")), self)
        self._tie = QPushButton(say(N_("&Tie to a case…")), self)
        self._open = QPushButton(say(N_("&Open the case")), self)
        buttons = QHBoxLayout()
        for button in (self._edit, self._react, self._start, self._tie, self._open):
            buttons.addWidget(button)
        buttons.addStretch()
        self._right = right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._tabs, 1)
        column.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("dialogue", [self.list, right], [6, 6]))

    def _entries(self, name: str, title: str) -> ListPanel[EntryRow]:
        date = self._date
        return make_list(
            self.place,
            self,
            name,
            title,
            (
                Column("held", N_("Date"), 11, lambda row: date(row.held_on), lambda row: row.held_on),
                Column("kind", N_("Sort"), 18, lambda row: row.kind_name, shown=name == "dialogue"),
                Column("title", N_("About"), 34, lambda row: row.title, shown=name == "dialogue"),
                Column("organisation", N_("Organisation"), 20, lambda row: row.organisation, shown=name != "dialogue"),
                Column("groups", N_("Target groups"), 20, lambda row: ", ".join(row.groups), shown=name != "dialogue"),
                Column("concern", N_("Concern"), 24, lambda row: row.concern, shown=name != "dialogue"),
                Column("case", N_("Case"), 9, lambda row: row.case_number, shown=name == "dialogue"),
                Column(
                    "open",
                    N_("Open actions"),
                    13,
                    lambda row: str(_open(row) or ""),
                    _open,
                    align=RIGHT,
                    shown=name == "dialogue",
                ),
                Column("answers", N_("Answers"), 8, lambda row: str(row.answers or ""), align=RIGHT, shown=False),
                Column("documents", N_("Documents"), 8, lambda row: str(row.documents or ""), align=RIGHT, shown=False),
                Column("reaction", N_("Reaction"), 24, lambda row: row.reaction, shown=False),
                Column("offer", N_("Offer"), 20, lambda row: row.offer, shown=False),
                Column("number", N_("Document no."), 14, lambda row: row.document_number, shown=False),
                Column("by", N_("By"), 14, lambda row: row.entered_by, shown=False),
            ),
            lambda row: row.id,
            (
                "route",
                N_("Nothing is entered yet"),
                N_("Meetings, the yearly hearing, enquiries about offers and statements of the expert council."),
            ),
        )

    def _tasks(self) -> ListPanel[TaskRow]:
        date = self._date
        return make_list(
            self.place,
            self,
            "dialogue-tasks",
            N_("Agreed actions"),
            (
                Column(
                    "due",
                    N_("Deadline"),
                    12,
                    lambda row: date(row.due_on),
                    lambda row: row.due_on,
                    self._task_state,
                ),
                Column("text", N_("What"), 34, lambda row: row.text),
                Column("with", N_("Agreed with"), 20, lambda row: row.agreed_with, shown=False),
                Column("who", N_("Responsible"), 15, lambda row: self._people.get(row.responsible_id or "", "")),
                Column("done", N_("Done"), 11, lambda row: date(row.done_on), lambda row: row.done_on),
            ),
            lambda row: row.id,
            ("check", N_("Nothing is agreed yet"), ""),
        )

    def _task_state(self, row: TaskRow) -> str:
        if row.done_on is not None:
            return "done"
        return "exceeded" if row.due_on is not None and row.due_on < self.place.desk.today() else "waiting"

    def _scrolled(self) -> QWidget:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.addWidget(self._facts)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(scroll.focusPolicy().NoFocus)
        scroll.setWidget(inner)
        return scroll

    def _connect(self) -> None:
        self.main_list = self.list.view
        self.list.view.chosen.connect(self._show_one)
        self._kind.currentIndexChanged.connect(lambda _number: self._narrow())
        self.answers.view.opened.connect(self._react_to)
        self.tasks.view.opened.connect(lambda _row: self.finish())
        self._task.clicked.connect(self.agree)
        self._finish.clicked.connect(self.finish)
        self._answer.clicked.connect(lambda: self.add(EntryKind.HEARING_ANSWER))
        self._import.clicked.connect(self.choose_answers)
        self._edit.clicked.connect(self.correct)
        self._react.clicked.connect(lambda: self._react_to(self.list.view.current()))
        self._start.clicked.connect(self.start_case)
        self._tie.clicked.connect(self.tie)
        self._open.clicked.connect(self._open_case)

    # what the window calls

    def refresh(self) -> None:
        """Read the entries again."""
        self.place.read(self, lambda desk: (dialogue.entries(desk), people.people(desk)), self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose an entry by its id; ``id#Kind:key`` also goes to a document or an agreed action of it."""
        self._wanted, _, self._inside = key.partition("#")
        self._choose_wanted()
        self._show_inside()

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def take_files(self, paths: list[Path]) -> bool:
        """Take answers from a workbook dropped on a hearing's answers, and a document dropped on the documents."""
        row = self.list.view.current()
        if row is not None and self._tabs.currentWidget() is self.documents and len(paths) == 1:
            self.documents.put(paths[0])
            return True
        if row is None or row.kind is not EntryKind.HEARING or self._tabs.currentWidget() is not self.answers:
            return False
        self.import_answers(paths[0])
        return True

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer nothing of the window's own actions."""
        return {}

    # doing

    def add(self, kind: EntryKind) -> None:
        """Enter something; an answer belongs to the hearing that is shown."""
        row = self.list.view.current()
        hearing = row.id if row is not None and row.kind is EntryKind.HEARING else None
        open_entry(self.place, self, kind, hearing if kind is EntryKind.HEARING_ANSWER else None)

    def correct(self) -> None:
        """Write the entry shown anew, such as the minutes of a meeting."""
        row = self.list.view.current()
        if row is not None:
            open_entry(self.place, self, row.kind, row.belongs_to, row)

    def agree(self) -> None:
        """Add an agreed action to the entry shown."""
        row = self.list.view.current()
        if row is None:
            return
        nobody = ("", self.text(N_("nobody yet")))
        fields = (
            Field("text", N_("&What was agreed"), needed=True),
            Field("due", N_("&By when"), "maybe-day"),
            Field("who", N_("&Responsible here"), "choice", entries=(nobody, *self._people.items())),
            Field("with", N_("Agreed wit&h")),
        )

        def keep(dialog: AskDialog) -> None:
            action = Action(
                dialog.text("text"), dialog.known_day("due"), dialog.text("who") or None, dialog.text("with")
            )
            self._change(lambda desk: dialogue.add_task(desk, row.id, action))

        title = self.text(N_("Agreed action: %(title)s"), title=row.title)
        ask(self.place, self, title, self.text(N_("&Add the action")), fields, keep)

    def finish(self) -> None:
        """Mark the agreed action as done."""
        task = self.tasks.view.current()
        if task is None or task.done_on is not None:
            return

        def keep(dialog: AskDialog) -> None:
            note = dialog.text("note")
            self._change(lambda desk: dialogue.finish_task(desk, task.id, note))

        title, verb = self.text(N_("Mark as done")), self.text(N_("&Mark as done"))
        ask(self.place, self, title, verb, (Field("note", N_("&Remark")),), keep, text=task.text)

    def start_case(self) -> None:
        """Start a case from the entry shown."""
        row = self.list.view.current()
        if row is not None:
            group = row.group_ids[0] if row.group_ids else ""
            text = row.concern or row.text or row.title
            case_acts.start_case(self.place, self, text=text, group=group, entry_id=row.id)

    def tie(self) -> None:
        """Tie the entry shown to a case that there is."""
        row = self.list.view.current()
        if row is not None:
            self.place.read(self, queries.cases, lambda found: self._ask_case(row, found), replaces="cases")

    def _ask_case(self, row: EntryRow, found: list[CaseRow]) -> None:
        entries = tuple((case.number, f"{case.number} {case.title}") for case in found if case.open)

        def keep(dialog: AskDialog) -> None:
            number = dialog.text("case")
            self._change(lambda desk: dialogue.tie_to_case(desk, row.id, number))

        fields = (Field("case", N_("&Case"), "choice", entries=entries, needed=True),)
        ask(self.place, self, self.text(N_("Tie to a case")), self.text(N_("&Tie to the case")), fields, keep)

    def choose_answers(self) -> None:
        """Let the user choose a workbook with answers to the hearing."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.text(N_("Import answers to the hearing")), "", self.text(N_("Workbooks (*.xlsx)"))
        )
        if name:
            self.import_answers(Path(name))

    def import_answers(self, path: Path) -> None:
        """Import answers to the hearing shown from a workbook."""
        row = self.list.view.current()
        if row is not None and row.kind is EntryKind.HEARING:
            self.place.change(
                self,
                lambda desk: hearing_import.import_hearing_answers(desk, path, row.id),
                title=self.text(N_("Importing answers to the hearing")),
                then=self._tell_import,
            )

    def _tell_import(self, done: HearingImported) -> None:
        say = self.text
        parts = [say(N_("New answers: %(added)d. Known before: %(known)d."), added=done.added, known=done.known)]
        if done.unknown_groups:
            parts.append(say(N_("Target groups not in the register: %(names)s."), names=", ".join(done.unknown_groups)))
        parts += [finding.message(self.place.translator) for finding in done.findings]
        self.place.notifier.inform(" ".join(parts))

    def _react_to(self, row: EntryRow | None) -> None:
        if row is None:
            return

        def keep(dialog: AskDialog) -> None:
            written = dialog.text("reaction")
            self._change(lambda desk: dialogue.react(desk, row.id, written))

        fields = (Field("reaction", N_("What the agency &made of it"), "area", value=row.reaction),)
        title = self.text(N_("Reaction: %(title)s"), title=row.title)
        ask(self.place, self, title, self.text(N_("&Keep the reaction")), fields, keep, text=row.concern or row.text)

    def _change(self, work: Callable[..., object]) -> None:
        self.place.change(self, work, title=self.text(N_("Changing the entry")))

    def _open_case(self) -> None:
        row = self.list.view.current()
        if row is not None and row.case_number:
            self.place.page_wanted.emit("cases", row.case_number)

    # showing

    def _show(self, found: tuple[list[EntryRow], list[PersonRow]]) -> None:
        rows, known = found
        self._people = {person.id: person.name for person in known}
        self.list.set_rows(rows)
        self._narrow()
        self._choose_wanted()
        self._show_one(self.list.view.current())
        self._show_inside()

    def _narrow(self) -> None:
        kind = self._kind.currentData()
        # Answers stand with their hearing unless they are asked for.
        self.list.model.set_wanted(
            lambda row: row.kind.value == kind if kind else row.kind is not EntryKind.HEARING_ANSWER
        )

    def _choose_wanted(self) -> None:
        if self._wanted and self.list.view.choose(self._wanted):
            self._wanted = ""

    def _show_inside(self) -> None:
        kind, _, key = self._inside.partition(":")
        if self._wanted or not key:
            return
        if kind == "EntryDocument":
            self._tabs.setCurrentWidget(self.documents)
            self.documents.want(key)
        elif kind == "Task":
            self._tabs.setCurrentWidget(self.tasks)
            self.tasks.view.choose(key)
        self._inside = ""

    def _show_one(self, row: EntryRow | None) -> None:
        self._right.setVisible(row is not None)
        if row is None:
            return
        say = self.text
        self._title.setText(row.title)
        hearing = row.kind is EntryKind.HEARING
        self._tabs.setTabVisible(self._tabs.indexOf(self.answers), hearing)
        facts = [
            (N_("Sort"), row.kind_name),
            (N_("Date"), self._date(row.held_on)),
            (N_("Answers by"), self._date(row.closes_on)),
            (N_("Organisation"), row.organisation),
            (N_("Goes to") if hearing else N_("Took part"), ", ".join(row.parties)),
            (N_("Target groups"), ", ".join(row.groups)),
            (N_("Offer"), row.offer),
            (N_("Agenda"), row.agenda),
            (N_("What is asked") if hearing else N_("What was said"), row.text),
            (N_("Concern"), row.concern),
            (N_("Documentation"), row.documentation),
            (N_("Reaction"), row.reaction),
            (N_("Case"), row.case_number),
            (N_("Document no."), row.document_number),
            (N_("By"), row.entered_by),
        ]
        self._facts.tell([(say(label), value) for label, value in facts if value])
        self.tasks.set_rows(row.tasks)
        self.documents.show_entry(row)
        self._count(self.tasks, N_("Agreed actions"), len(row.tasks))
        self._count(self.documents, N_("Documents"), row.documents)
        self._count(self.answers, N_("Answers to the hearing"), row.answers)
        self._start.setEnabled(not row.case_number)
        self._tie.setEnabled(not row.case_number)
        self._open.setEnabled(bool(row.case_number))
        if hearing:
            key = row.id
            self.place.read(
                self, lambda desk: dialogue.entries(desk, hearing=key), self.answers.set_rows, replaces="answers"
            )

    def _count(self, part: QWidget, words: str, number: int) -> None:
        named = self.text(words)
        self._tabs.setTabText(self._tabs.indexOf(part), f"{named} ({number})" if number else named)

    def _date(self, day: dt.date | None) -> str:
        return self.place.translator.date(day) if day else ""


def _open(row: EntryRow) -> int:
    return sum(1 for task in row.tasks if task.done_on is None)
