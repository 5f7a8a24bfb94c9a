"""Pathway descriptions: editions, numbered recommendations, and what authorities told about them; all advisory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.i18n import N_
from koorddesk.services import dialogue, pathway_notes, pathways, register_queries
from koorddesk.services.dialogue import EntryRow
from koorddesk.services.pathway_notes import NoteRow
from koorddesk.services.pathways import PathwayView, RecommendationRow
from koorddesk.services.queries import HistoryRow
from koorddesk.services.register_queries import AuthorityRow, PathwayRow, TargetGroupRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.models.columns import Column
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.facts import Facts
from ui.widgets.lists import make_list
from ui.widgets.timeline import Timeline


class PathwaysPage(Page):
    """The register of pathway descriptions; recommendations are advisory, and notes say only what was told."""

    concerns = frozenset(
        {
            *("PathwayDescription", "PathwayGroup", "Edition", "Recommendation", "PathwayNote"),
            *("TargetGroup", "TargetGroupTitle"),
        }
    )

    def _build(self) -> None:
        say, place, date = self.text, self.place, self.place.translator.date
        self._wanted = ""
        self._view: PathwayView | None = None
        known: Sequence[Column[PathwayRow]] = (
            Column("title", N_("Pathway description"), 40, lambda row: row.title),
            Column("group", N_("Target groups"), 28, lambda row: row.group_title),
            Column("editions", N_("Editions"), 20, lambda row: "; ".join(row.editions), shown=False),
        )
        self.list = make_list(
            place,
            self,
            "pathway-descriptions",
            N_("Pathway descriptions"),
            known,
            lambda row: row.id,
            ("book-open", N_("No pathway descriptions"), N_("Add one with its editions and recommendations.")),
        )
        self.add = QPushButton(say(N_("&Add…")), self)
        self.list.add_to_bar([self.add])
        advisory = QLabel(
            say(N_("Recommendations are advisory. A follow-up note says what an authority told, nothing more.")), self
        )
        advisory.setWordWrap(True)
        advisory.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        left = QWidget(self)
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.list, 1)
        below.addWidget(advisory)
        advice: Sequence[Column[RecommendationRow]] = (
            Column("number", N_("No."), 6, lambda row: row.number),
            Column("title", N_("Recommendation"), 34, lambda row: row.title),
            Column("edition", N_("Edition"), 8, lambda row: str(row.edition), lambda row: row.edition),
            Column("notes", N_("Notes"), 7, lambda row: str(row.notes) if row.notes else "", lambda row: row.notes),
            Column("text", N_("Text"), 40, lambda row: row.text, shown=False),
        )
        self.advice = make_list(
            place,
            self,
            "recommendations",
            N_("Recommendations"),
            advice,
            lambda row: row.id,
            ("book-open", N_("No recommendations yet"), N_("Add those the edition has, each under its number.")),
        )
        notes: Sequence[Column[NoteRow]] = (
            Column("on", N_("Date"), 11, lambda row: date(row.noted_on), lambda row: row.noted_on),
            Column("authority", N_("Authority"), 14, lambda row: row.authority),
            Column("number", N_("No."), 6, lambda row: row.number),
            Column("status", N_("What was told"), 30, lambda row: row.status),
            Column("text", N_("Note"), 30, lambda row: row.text, shown=False),
            Column("entry", N_("Told at"), 24, lambda row: row.entry, shown=False),
            Column("by", N_("By"), 12, lambda row: row.noted_by, shown=False),
        )
        self.notes = make_list(
            place,
            self,
            "pathway-notes",
            N_("Follow-up notes"),
            notes,
            lambda row: row.id,
            ("pin", N_("No follow-up notes yet"), N_("Choose a recommendation and note what an authority told.")),
        )
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._facts = Facts(say(N_("not known")), self)
        self._history = Timeline(place.translator, place.memory, self)
        facts = QWidget(self)
        stacked = QVBoxLayout(facts)
        stacked.addWidget(self._facts)
        stacked.addStretch()
        self._about = self.tabs(
            N_("About the pathway description"),
            (
                (self.advice, N_("Recommendations")),
                (self.notes, N_("Follow-up notes")),
                (facts, N_("Facts")),
                (self._history, N_("History")),
            ),
        )
        self.edit = QPushButton(say(N_("Co&rrect…")), self)
        self.edition = QPushButton(say(N_("Add an &edition…")), self)
        self.recommend = QPushButton(say(N_("Add a re&commendation…")), self)
        self.correct_advice = QPushButton(say(N_("Correct the reco&mmendation…")), self)
        self.note = QPushButton(say(N_("Follow-&up note…")), self)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addLayout(_row(self.edit, self.edition))
        column.addWidget(self._about, 1)
        column.addLayout(_row(self.recommend, self.correct_advice, self.note))
        self._side = right
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("pathways", [left, right], [6, 6]))

    def _connect(self) -> None:
        self.main_list = self.list.view
        self.list.view.chosen.connect(lambda _row: self._choose())
        self.advice.view.chosen.connect(lambda _row: self._tell_buttons())
        self.add.clicked.connect(lambda: self._with_groups(None))
        self.edit.clicked.connect(lambda: self._with_groups(self._view))
        self.edition.clicked.connect(self.add_edition)
        self.recommend.clicked.connect(lambda: self._ask_recommendation(None))
        self.correct_advice.clicked.connect(lambda: self._ask_recommendation(self.advice.view.current()))
        self.advice.view.opened.connect(self._ask_recommendation)
        self.note.clicked.connect(self.add_note)

    # what the window calls

    def refresh(self) -> None:
        """Read the pathway descriptions again."""
        self.place.read(self, register_queries.pathways, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a pathway description by its id, or by that of one of its recommendations."""
        self._wanted = key
        self._choose_wanted()
        if self._wanted:
            self.place.read(self, lambda desk: pathways.pathway_of(desk, key), self._want, replaces="wanted")

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the history action."""
        return {"history": lambda: self._about.setCurrentWidget(self._history)}

    # doing

    def add_edition(self) -> None:
        """Add an edition of the chosen pathway description."""
        if self._view is None:
            return
        key, say = self._view.id, self.text
        fields = (
            Field("published", N_("&Published"), needed=True, hint=N_("as exact as the source: 2021, 2021-11")),
            Field("isbn", N_("&ISBN")),
            Field("source", N_("&Source")),
        )

        def given(dialog: AskDialog) -> None:
            published, isbn, source = (dialog.text(name) for name in ("published", "isbn", "source"))
            self.place.change(
                self,
                lambda desk: pathways.add_edition(desk, key, published, isbn, source),
                title=say(N_("Adding the edition")),
            )

        ask(self.place, self, say(N_("A new edition")), say(N_("&Add it")), fields, given, text=self._view.title)

    def add_note(self) -> None:
        """Note what an authority told about the chosen recommendation."""
        row = self.advice.view.current()
        if row is not None:
            self.place.read(
                self,
                lambda desk: (register_queries.authorities(desk), dialogue.entries(desk)),
                lambda found: self._ask_note(row, *found),
                replaces="note",
            )

    def _ask_note(
        self, row: RecommendationRow, authorities: Sequence[AuthorityRow], entries: Sequence[EntryRow]
    ) -> None:
        say, date = self.text, self.place.translator.date
        meetings = tuple(
            (entry.id, " ".join(filter(None, (date(entry.held_on) if entry.held_on else "", entry.title))))
            for entry in entries
            if entry.kind is not EntryKind.HEARING_ANSWER
        )
        councils = (AuthorityKind.MUNICIPALITY, AuthorityKind.REGION)
        fields = (
            Field(
                "authority",
                N_("&Authority"),
                "choice",
                "",
                True,
                tuple((known.id, known.name) for known in authorities if known.kind in councils),
            ),
            Field("on", N_("&Told on"), "day"),
            Field("status", N_("&What was told"), needed=True),
            Field("entry", N_("Told a&t"), "choice", entries=(("", say(N_("not noted"))), *meetings)),
            Field("text", N_("N&ote"), "area"),
        )

        def given(dialog: AskDialog) -> None:
            authority, on = dialog.text("authority"), dialog.given_day("on")
            status, text, entry = dialog.text("status"), dialog.text("text"), dialog.text("entry") or None
            self.place.change(
                self,
                lambda desk: pathway_notes.add_pathway_note(desk, row.id, authority, on, status, text, entry),
                title=say(N_("Keeping the note")),
            )

        text = say(N_("The recommendation is advisory: note what was told, not whether it is followed."))
        title = say(N_("Follow-up note on %(number)s %(title)s"), number=row.number, title=row.title)
        ask(self.place, self, title, say(N_("&Keep it")), fields, given, text=text)

    def _with_groups(self, view: PathwayView | None) -> None:
        self.place.read(
            self, register_queries.target_groups, lambda groups: self._ask_pathway(view, groups), replaces="groups"
        )

    def _ask_pathway(self, view: PathwayView | None, groups: Sequence[TargetGroupRow]) -> None:
        say = self.text
        entries = tuple((group.id, group.title) for group in groups)
        chosen = " ".join(view.group_ids) if view else ""
        fields = (
            Field("title", N_("&Title"), value=view.title if view else "", needed=True),
            Field("groups", N_("Target &groups"), "picks", chosen, False, entries),
            Field("source", N_("&Source"), value=view.source if view else ""),
        )

        def given(dialog: AskDialog) -> None:
            title, picked, source = dialog.text("title"), dialog.picked("groups"), dialog.text("source")
            if view is not None:
                key = view.id
                self.place.change(
                    self,
                    lambda desk: pathways.edit_pathway(desk, key, title, picked, source),
                    title=say(N_("Correcting the pathway description")),
                )
            else:
                self.place.change(
                    self,
                    lambda desk: pathways.add_pathway(desk, title, picked, source),
                    title=say(N_("Adding the pathway description")),
                    then=self.show_key,
                )

        words = say(N_("Correct the pathway description")) if view else say(N_("A new pathway description"))
        ask(self.place, self, words, say(N_("&Save it")), fields, given)

    def _ask_recommendation(self, row: RecommendationRow | None) -> None:
        view, say = self._view, self.text
        if view is None or not view.editions:
            return
        editions = tuple((each.id, f"{each.number}. ({each.published})") for each in view.editions)
        chosen = row.edition_id if row is not None else view.editions[0].id
        fields = (
            *(() if row is not None else (Field("edition", N_("&Edition"), "choice", chosen, True, editions),)),
            Field("number", N_("N&umber"), value=row.number if row else "", needed=True),
            Field("title", N_("&Title"), value=row.title if row else "", needed=True),
            Field("text", N_("Te&xt"), "area", row.text if row else ""),
        )

        def given(dialog: AskDialog) -> None:
            number, title, text = (dialog.text(name) for name in ("number", "title", "text"))
            if row is not None:
                self.place.change(
                    self,
                    lambda desk: pathways.edit_recommendation(desk, row.id, number, title, text),
                    title=say(N_("Correcting the recommendation")),
                )
            else:
                edition = dialog.text("edition")
                self.place.change(
                    self,
                    lambda desk: pathways.add_recommendation(desk, edition, number, title, text),
                    title=say(N_("Adding the recommendation")),
                )

        ask(self.place, self, say(N_("Recommendation")), say(N_("&Save it")), fields, given, text=view.title)

    # showing

    def _show(self, rows: list[PathwayRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        self._choose()

    def _want(self, key: str) -> None:
        self._wanted = key
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        if self._wanted and self.list.view.choose(self._wanted):
            self._wanted = ""

    def _choose(self) -> None:
        row = self.list.view.current()
        self._side.setVisible(row is not None)
        if row is None:
            self._view = None
            return
        key = row.id
        self.place.read(
            self,
            lambda desk: (
                pathways.pathway_view(desk, key),
                pathway_notes.pathway_notes(desk, key),
                pathways.pathway_history(desk, key),
            ),
            self._tell,
            replaces="details",
        )

    def _tell(self, found: tuple[PathwayView, list[NoteRow], list[HistoryRow]]) -> None:
        view, notes, history = found
        self._view = view
        self._title.setText(view.title)
        editions = [
            " · ".join(filter(None, (f"{each.number}.", each.published, each.isbn and f"ISBN {each.isbn}")))
            for each in view.editions
        ]
        self._facts.tell(
            [
                (self.text(N_("Target groups")), "\n".join(view.group_titles)),
                (self.text(N_("Editions")), "\n".join(editions)),
                (self.text(N_("Source")), view.source),
            ]
        )
        self.advice.set_rows(view.recommendations)
        self.notes.set_rows(notes)
        self._history.show_history(history)
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        self.recommend.setEnabled(self._view is not None and bool(self._view.editions))
        chosen = self.advice.view.current() is not None
        self.correct_advice.setEnabled(chosen)
        self.note.setEnabled(chosen)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(STEP)
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
