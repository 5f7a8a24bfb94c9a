"""Intake: files on the left, the form as the sender sees it in the middle, findings on the right, decisions below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from koorddesk.domain.reports import Outcome, SubmissionState
from koorddesk.findings import Finding
from koorddesk.i18n import N_
from koorddesk.services import keeping, queries, register_queries, returning, stored, templates, warnings
from koorddesk.services.arrivals import Arrival
from koorddesk.services.intake import IntakeOptions, TakenIn
from koorddesk.services.queries import AnnouncementRow, SubmissionRow
from koorddesk.services.register_queries import AuthorityRow
from koorddesk.services.templates import TemplateRow
from ui.dialogs.documents import open_documents
from ui.dialogs.import_files import ImportDialog, learn_first, read_unlearned
from ui.dialogs.parts import open_parts
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.type_in import open_type_in
from ui.models.table import TableModel
from ui.pages.intake_columns import SORTED_STATES, intake_columns
from ui.pages.intake_parts import WAITING, AskPanel, DecisionBar
from ui.pages.intake_rows import IntakeRow, stored_rows
from ui.pages.intake_waiting import Waiting
from ui.pages.intake_watch import WatchStrip
from ui.pages.page import Page
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.review import Review
from ui.widgets.table_view import TableView


class IntakePage(Page):
    """Files that come in, from being dropped to being accepted, held or returned."""

    concerns = frozenset(
        {
            "Submission",
            "WarningAcceptance",
            "Correction",
            "ValueNote",
            "Attachment",
            "Announcement",
            "ReportingTemplate",
            "Alias",
        }
    )

    def _build(self) -> Iterator[None]:
        say = self.text
        self.waiting = Waiting(self.place, self)
        self._authorities: list[AuthorityRow] = []
        self._templates: list[TemplateRow] = []
        self._announcements: list[AnnouncementRow] = []
        self._stored: list[IntakeRow] = []
        self._wanted, self._to_documents = "", False

        self._model = TableModel(
            intake_columns(self.place.translator), lambda row: row.key, self.place.translator, self
        )
        self.view = TableView(self._model, "intake", say(N_("Files")), self.place.memory, self.place.translator, self)
        if not self._model.order:
            self._model.sort_by(0, descending=False)
            self._model.sort_by(1, descending=False, second=True)
        empty = EmptyState(
            "inbox",
            say(N_("No submissions yet")),
            say(N_("Drop the forms that authorities have sent anywhere on this window, files or whole folders.")),
            say(N_("Import submissions…")),
        )
        empty.wanted.connect(self.choose_files)
        self.list = ListPanel(self.view, self._model, self.place.translator, empty, self)
        yield
        self._which = QComboBox(self)
        self._which.setAccessibleName(say(N_("Announcement whose files are shown")))
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setMinimumContentsLength(24)
        self._ask = AskPanel(self.place, self)
        yield
        self.review = Review(self.place, "review", self)
        yield
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, STEP, 2 * STEP, 0)
        head.addWidget(self._which, 1)
        column.addLayout(head)
        self.watch = WatchStrip(self.place, self)
        column.addWidget(self.watch)
        column.addWidget(self.list, 1)
        column.addWidget(self._ask)
        self._bar = DecisionBar(self.place, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.splitter("intake", [left, self.review], [5, 12]), 1)
        layout.addWidget(self._bar)

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.chosen.connect(self._choose)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell_bar())
        self._which.activated.connect(lambda _number: self._read_stored())
        self._ask.sender_given.connect(self._set_sender)
        self._ask.template_given.connect(self._read_as)
        self._ask.learn_wanted.connect(lambda: learn_first(self.place, [found.path for found in self.waiting.arrivals]))
        self._anew = QTimer(self, singleShot=True, interval=0)  # once for all files that came in the meantime
        self._anew.timeout.connect(self._show_waiting)
        self.waiting.changed.connect(self._show_waiting)
        self.waiting.progressed.connect(self._anew.start)
        self.waiting.finished.connect(self._choose_first_waiting)
        self.waiting.taken.connect(self._taken_in)
        self.waiting.refused.connect(self._not_taken_in)
        self.review.type_in_wanted.connect(self.type_in)
        self.watch.wanted.connect(self.take_files)
        self._bar.take_in.clicked.connect(self.take_in)
        self._bar.discard.clicked.connect(self.discard)
        self._bar.hold_one.clicked.connect(self._toggle_hold)
        self._bar.accept.clicked.connect(lambda: self._decide(SubmissionState.ACCEPTED))
        self._bar.hold.clicked.connect(lambda: self._decide(SubmissionState.HELD))
        self._bar.send_back.clicked.connect(lambda: self._decide(SubmissionState.RETURNED))
        self._bar.in_part.clicked.connect(self.return_in_part)

    # what the window calls

    def refresh(self) -> None:
        """Read announcements, forms, authorities and submissions again."""
        self.place.read(
            self,
            lambda desk: (
                queries.announcements(desk),
                templates.list_templates(desk),
                register_queries.authorities(desk),
            ),
            self._show_choices,
            replaces="choices",
        )
        self._read_stored()

    def show_key(self, key: str) -> None:
        """Choose a submission of the store; ``id#sheet!cell`` goes to a cell, ``id#Attachment:`` to its documents."""
        if key == WAITING:
            self._read_waiting()
            return
        self._wanted, _, place = key.partition("#")
        self._to_documents = place.startswith("Attachment:")
        sheet, _, cell = place.rpartition("!")
        self.review.want(self._wanted, sheet, cell)
        self._which.setCurrentIndex(max(self._which.findData(""), 0))
        self._read_stored()

    def take_files(self, paths: list[Path]) -> bool:
        """Ask once when the files were received, then read them."""
        # Read anew: an announcement may have been made on another page a moment ago.
        self.place.read(
            self,
            lambda desk: (queries.announcements(desk), templates.list_templates(desk)),
            partial(self._ask_about, paths),
        )
        return True

    def _read_waiting(self) -> None:
        paths, options = list(dict.fromkeys(self.place.waiting_files)), self.waiting.options
        self.place.waiting_files = []
        if options is not None and self.waiting.arrivals:
            self.read_files(paths, options)
        elif paths:
            self.take_files(paths)

    def _ask_about(self, paths: list[Path], found: tuple[list[AnnouncementRow], list[TemplateRow]]) -> None:
        if not found[1] and not read_unlearned(self.place, self.window(), paths):
            return
        announcements = [row for row in found[0] if not row.historical]
        newest = announcements[0].code if announcements else ""
        chosen = self._which.currentData() or newest
        dialog = ImportDialog(self.place, paths, announcements, found[1], chosen, self.window())
        dialog.given.connect(lambda options: self.read_files(paths, options))
        dialog.open()

    def focus_filter(self) -> None:
        """Go to the filter of the files."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the actions of findings."""
        return {
            "import": self.choose_files,
            "next-finding": lambda: self.review.findings.step(1),
            "previous-finding": lambda: self.review.findings.step(-1),
            "accept-warning": self.review.findings.accept,
            "correct": self.review.findings.correct,
            "annotated": self.choose_folder_for_copies,
            "watch": self.watch.choose,
            "documents": self.show_documents,
            "type-in": self.type_in,
            "return-in-part": self.return_in_part,
            "note": self.review.findings.note,
        }

    def choose_files(self) -> None:
        """Let the user choose workbooks."""
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.text(N_("Import submissions")),
            "",
            self.text(N_("Forms and mails (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.eml *.msg *.zip);;All files (*)")),
        )
        if names:
            self.take_files([Path(name) for name in names])

    # reading

    def read_files(self, paths: Sequence[Path], options: IntakeOptions) -> None:
        """Read files beside the window; nothing is stored."""
        self.waiting.read(paths, options)

    def _show_waiting(self) -> None:
        self._show_rows()
        current = self.view.current()
        if current is not None and current.waits:
            self._choose(current)

    def _choose_first_waiting(self) -> None:
        waiting = next((row for row in self._model.rows if row.waits), None)
        if waiting is not None:
            self.view.choose(waiting.key)

    def _read_as(self, template_code: str) -> None:
        """Read the chosen file again, as this form."""
        row = self.view.current()
        if row is not None and row.index is not None:
            self.waiting.name_template(row.index, template_code)
        elif row is not None:
            self._answer_stored(row.key, template_code=template_code)

    def _set_sender(self, code: str) -> None:
        """Keep who sent the chosen file, and read it anew with that."""
        row = self.view.current()
        if row is not None and row.index is not None:
            self.waiting.name_sender(row.index, code)
        elif row is not None:
            self._answer_stored(row.key, sender_code=code)

    def _answer_stored(self, key: str, **answer: str) -> None:
        self.place.change(
            self,
            lambda desk: stored.answer_stored(desk, key, **answer),
            title=self.text(N_("Reading the kept file again")),
        )

    def _toggle_hold(self) -> None:
        self.waiting.toggle_hold([row.index for row in self.view.selected() if row.index is not None])

    # deciding

    def take_in(self) -> None:
        """Store what was read, as one step."""
        self._bar.setEnabled(not self.waiting.take_in())

    def _taken_in(self, result: TakenIn) -> None:
        self._bar.setEnabled(True)
        self._wanted = next((key for key in result.submission_ids if key), "")
        code = self.waiting.options.announcement_code if self.waiting.options else None
        self.watch.settle([arrival.path for arrival in self.waiting.arrivals])
        self.discard()
        if code:
            self._which.setCurrentIndex(max(self._which.findData(code), 0))
        self._read_stored()
        outcomes = [reading.outcome for reading in result.readings]
        self.place.notifier.inform(
            self.text(N_("Taken in: %(summary)s"), summary=self._summary(outcomes)),
            self.text(N_("&Undo")) if result.changes is not None else "",
            self._take_back,
        )

    def _take_back(self) -> None:
        self.place.change(self, keeping.undo, title=self.text(N_("Taking back")))

    def _not_taken_in(self, error: Exception) -> None:
        self._bar.setEnabled(True)
        self.place.notifier.show_error(error, self.window())

    def discard(self) -> None:
        """Forget what was read and not taken in."""
        self.watch.settle([arrival.path for arrival in self.waiting.arrivals])
        self.waiting.clear()

    def _decide(self, state: SubmissionState) -> None:
        """Accept, hold or return the selected submissions of the store."""
        rows = [row.submission for row in self.view.selected() if row.submission is not None]
        if not rows:
            return
        if state is SubmissionState.ACCEPTED:
            self._set_states(rows, state, "")
            return
        title, verb = {
            SubmissionState.HELD: (
                self.place.plural("Hold %(count)d submission", "Hold %(count)d submissions", len(rows)),
                self.text(N_("&Hold with this reason")),
            ),
            SubmissionState.RETURNED: (
                self.place.plural("Return %(count)d submission", "Return %(count)d submissions", len(rows)),
                self.text(N_("&Return with this reason")),
            ),
        }[state]
        names = "\n".join(row.file_name for row in rows[:6]) + ("\n…" if len(rows) > 6 else "")
        dialog = ReasonDialog(self.place, title, names, verb, state.value, self.window())
        dialog.given.connect(lambda reason: self._set_states(rows, state, reason))
        dialog.open()

    def _set_states(self, rows: Sequence[SubmissionRow], state: SubmissionState, reason: str) -> None:
        ids = [row.id for row in rows]
        title = self.place.plural("Deciding on %(count)d submission", "Deciding on %(count)d submissions", len(ids))
        for number, submission_id in enumerate(ids, start=1):
            returned = state is SubmissionState.RETURNED and number == len(ids)
            self.place.change(
                self,
                partial(warnings.set_state, submission_id=submission_id, state=state, reason=reason),
                title=title,
                then=(lambda _changes: self._offer_copies(ids)) if returned else None,
            )

    def _offer_copies(self, ids: Sequence[str]) -> None:
        self.place.notifier.inform(
            self.place.plural("%(count)d submission is returned.", "%(count)d submissions are returned.", len(ids)),
            self.text(N_("Save copies with findings…")),
            lambda: self.choose_folder_for_copies(ids),
        )

    def choose_folder_for_copies(self, ids: Sequence[str] = ()) -> None:
        """Let the user choose where the senders' own workbooks with their findings go."""
        chosen = ids or [row.key for row in self.view.selected() if row.submission is not None]
        if not chosen:
            return
        folder = QFileDialog.getExistingDirectory(self, self.text(N_("Folder for the copies with findings")))
        if folder:
            self.write_copies(chosen, Path(folder))

    def write_copies(self, ids: Sequence[str], folder: Path) -> None:
        """Write the senders' own workbooks with their findings into a folder."""
        desk, wanted = self.place.desk, list(ids)

        def tell(written: list[Path]) -> None:
            said = self.place.plural(
                "%(count)d file lies in %(folder)s.", "%(count)d files lie in %(folder)s.", len(written), folder=folder
            )
            self.place.notifier.inform(said)

        self.place.jobs.start(
            self,
            lambda progress, cancelled: returning.return_submissions(desk, wanted, folder, progress, cancelled),
            then=tell,
            title=self.text(N_("Writing copies with findings")),
        )

    def chosen_submission(self) -> SubmissionRow | None:
        """Return the chosen submission of the store, or None."""
        row = self.view.current()
        return row.submission if row is not None else None

    def return_in_part(self) -> None:
        """Let the user choose which parts of the chosen submission go back while the rest is accepted."""
        known = self.chosen_submission()
        if known is not None:
            open_parts(self.place, self, known, lambda: self._offer_copies([known.id]))

    def show_documents(self) -> None:
        """Show the documents of the chosen submission."""
        known = self.chosen_submission()
        if known is not None:
            open_documents(self.place, self, known)

    def type_in(self) -> None:
        """Let the user type in the answers of the chosen document, or of paper."""
        open_type_in(self.place, self, self.chosen_submission(), self._which.currentData() or "")

    # showing

    def _read_stored(self) -> None:
        code = self._which.currentData() or None
        self.place.read(self, lambda desk: stored_rows(desk, code), self._show_stored, replaces="stored")

    def _show_choices(self, found: tuple[list[AnnouncementRow], list[TemplateRow], list[AuthorityRow]]) -> None:
        self._announcements, self._templates, self._authorities = found
        chosen = self._which.currentData()
        self._which.clear()
        self._which.addItem(self.text(N_("All announcements")), "")
        for row in self._announcements:
            if not row.historical:
                self._which.addItem(f"{row.code} · {row.title}", row.code)
        self._which.setCurrentIndex(max(self._which.findData(chosen), 0))
        self._ask.offer(self._authorities, self._templates)

    def _show_stored(self, rows: list[IntakeRow]) -> None:
        self._stored = rows
        self._show_rows()
        if self._wanted and self.view.choose(self._wanted):
            self._wanted = ""
            if self._to_documents:
                self.show_documents()
            self._to_documents = False
        current = self.view.current()
        if current is not None and current.submission is not None and current.key == self.review.submission:
            self._choose(current)

    def _show_rows(self) -> None:
        names = {row.code: row.name for row in self._authorities if row.code}
        waiting = self.waiting.rows(names)
        waiting.sort(key=lambda row: (not row.asks, SORTED_STATES.index(row.state)))
        self.list.set_rows([*waiting, *self._stored])
        self._tell_bar()
        if self.view.current() is None:
            self.review.clear()
            self._ask.hide()

    def _choose(self, row: IntakeRow | None) -> None:
        if row is None or row.state == "reading":
            self.review.clear()
            self._ask.hide()
        elif row.index is not None:
            arrival, reading = self.waiting.arrivals[row.index], self.waiting.readings[row.index]
            self.review.show_reading(arrival, reading)
            self._ask.ask(sender=not row.sender, template=not row.template and row.state != "refused")
            if not row.sender:
                self._propose(reading.findings, arrival)
        else:
            known = row.submission
            assert known is not None
            self.review.show_submission(row.key, row.file, later=bool(known.successor_of), outside=known.outside)
            unknown = not row.sender and row.state not in ("accepted", "superseded")
            self._ask.ask(sender=unknown, template=not row.template and row.state == "held")
            if unknown:
                self._propose_stored(row.key, known.mail_sender)
        self._tell_bar()

    def _propose(self, findings: Sequence[Finding], arrival: Arrival) -> None:
        address = arrival.mail.sender if arrival.mail is not None else ""
        self.place.read(
            self,
            lambda desk: stored.proposed_senders(desk, findings, address),
            self._ask.propose,
            replaces="proposals",
        )

    def _propose_stored(self, key: str, address: str) -> None:
        self.place.read(
            self,
            lambda desk: stored.proposals_for(desk, key, address),
            self._ask.propose,
            replaces="proposals",
        )

    def _summary(self, outcomes: Sequence[Outcome]) -> str:
        words = (
            (Outcome.ACCEPTED, N_("%(count)d accepted"), "%(count)d accepted"),
            (Outcome.HELD, N_("%(count)d held"), "%(count)d held"),
            (Outcome.REFUSED, N_("%(count)d refused"), "%(count)d refused"),
            (Outcome.REPEATED, N_("%(count)d received before"), "%(count)d received before"),
        )
        counts = ((outcomes.count(outcome), one, many) for outcome, one, many in words)
        return " · ".join(self.place.plural(one, many, count) for count, one, many in counts if count)

    def _tell_bar(self) -> None:
        waiting = [row for row in self._model.all_rows if row.waits and row.state != "reading"]
        chosen = self.view.selected()
        outcomes = {
            "ready": Outcome.ACCEPTED,
            "held": Outcome.HELD,
            "refused": Outcome.REFUSED,
            "repeated": Outcome.REPEATED,
        }
        self._bar.tell_waiting(
            len(waiting),
            self._summary([outcomes[row.state] for row in waiting]),
            left=self.waiting.count - len(waiting),
        )
        ready = [row for row in chosen if row.waits and row.state in ("ready", "held") and not row.errors]
        self._bar.hold_one.setVisible(bool(waiting))
        self._bar.hold_one.setEnabled(bool(ready))
        kept = [row for row in chosen if row.submission is not None and row.state != "superseded"]
        clean = [row for row in kept if not row.errors and row.state != "accepted"]
        self._bar.tell_stored(
            visible=not waiting and bool(self._stored),
            accept=len(clean) if len(clean) == len(kept) else 0,
            hold=sum(1 for row in kept if row.state != "held"),
            send_back=sum(1 for row in kept if row.state != "returned"),
            in_part=len(kept) == 1 and bool(kept[0].template),
        )
