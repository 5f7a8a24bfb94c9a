"""Registers: authorities with addresses, legal references with their standing, pathway descriptions, colleagues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.i18n import N_
from koorddesk.services import people, queries, register_queries
from koorddesk.services.people import PersonRow
from koorddesk.services.register_queries import AuthorityRow, LegalRow, PathwayRow
from ui.dialogs.history import show_history
from ui.dialogs.register_import import choose_contacts
from ui.models.columns import RIGHT, Column, R
from ui.models.table import TableModel
from ui.pages import legal_acts, people_acts
from ui.pages.page import Page
from ui.theme import STEP
from ui.widgets.date_field import DateField
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import Facts
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.words import AUTHORITY_KINDS, STANDING_STATES, STANDINGS
from ui.workplace import Workplace


class RegistersPage(Page):
    """The registers that the work stands on."""

    concerns = frozenset(
        {
            "Authority",
            "Contact",
            "Membership",
            "Alias",
            "LegalReference",
            "PathwayDescription",
            "Edition",
            "Person",
            "Case",
        }
    )

    def _build(self) -> None:
        say = self.text
        self._wanted = ""
        self.authorities = self._make_authorities()
        self.legal = self._make_legal()
        self.pathways = self._make_pathways()
        self.people = self._make_people()
        self._tabs = self.tabs(
            N_("Registers"),
            (
                (self.authorities, N_("Authorities and addresses")),
                (self.legal, N_("Legal references")),
                (self.pathways, N_("Pathway descriptions")),
                (self.people, N_("Colleagues")),
            ),
        )
        self._facts = Facts(say(N_("not known")), self)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(3 * STEP, STEP, 2 * STEP, 0)
        column.addWidget(self._facts)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("registers", [self._tabs, side], [8, 4]))

    def _make_authorities(self) -> ListPanel[AuthorityRow]:
        say, date = self.text, self.place.translator.date
        columns: Sequence[Column[AuthorityRow]] = (
            Column("code", N_("Code"), 6, lambda row: row.code or say(N_("not known"))),
            Column("name", N_("Name"), 22, lambda row: row.name),
            Column("kind", N_("Type"), 14, lambda row: say(AUTHORITY_KINDS[row.kind])),
            Column("region", N_("Belongs to"), 20, lambda row: row.region_name),
            Column(
                "contact",
                N_("Address for letters"),
                34,
                lambda row: row.contact or say(N_("missing")),
                state=lambda row: None if row.contact else "missing",
            ),
            Column(
                "from",
                N_("From"),
                11,
                lambda row: date(row.valid_from) if row.valid_from else "",
                lambda row: row.valid_from,
                shown=False,
            ),
            Column(
                "to",
                N_("To"),
                11,
                lambda row: date(row.valid_to) if row.valid_to else "",
                lambda row: row.valid_to,
                shown=False,
            ),
        )
        panel = self._panel(
            "authorities",
            N_("Authorities and addresses"),
            columns,
            lambda row: row.id,
            "landmark",
            N_("No authority exists on that day"),
        )
        self._kind = QComboBox(self)
        self._kind.setAccessibleName(say(N_("Kind of authority")))
        self._kind.addItem(say(N_("All kinds")), "")
        for kind, words in AUTHORITY_KINDS.items():
            self._kind.addItem(say(words), kind.value)
        self._on = DateField(self.place.desk.today(), self)
        self._on.setAccessibleName(say(N_("As on this day")))
        self._on.setToolTip(say(N_("As on this day")))
        self._gaps = QCheckBox(say(N_("&Without address")), self)
        self._import = QPushButton(say(N_("&Import addresses…")), self)
        panel.add_to_bar([self._kind, self._on, self._gaps, self._import])
        return panel

    def _make_legal(self) -> ListPanel[LegalRow]:
        say, date = self.text, self.place.translator.date
        columns: Sequence[Column[LegalRow]] = (
            Column("citation", N_("Provision"), 22, lambda row: row.citation),
            Column("topic", N_("Basis of"), 26, lambda row: row.topic),
            Column(
                "standing",
                N_("Standing"),
                18,
                lambda row: say(STANDINGS[row.standing]),
                state=lambda row: STANDING_STATES[row.standing],
            ),
            Column("wording", N_("Wording in letters"), 50, lambda row: row.wording or say(N_("not known"))),
            Column(
                "from",
                N_("In force from"),
                11,
                lambda row: date(row.valid_from) if row.valid_from else "",
                lambda row: row.valid_from,
            ),
            Column(
                "to",
                N_("To"),
                11,
                lambda row: date(row.valid_to) if row.valid_to else "",
                lambda row: row.valid_to,
                shown=False,
            ),
            Column("source", N_("Source"), 24, lambda row: row.source, shown=False),
        )
        panel = self._panel(
            "legal", N_("Legal references"), columns, lambda row: row.id, "scale", N_("No legal references")
        )
        self._write = QPushButton(say(N_("&Fill in or correct…")), self)
        self._replace = QPushButton(say(N_("New &wording from a day…")), self)
        self._confirm = QPushButton(say(N_("&Confirm…")), self)
        panel.add_to_bar([self._write, self._replace, self._confirm])
        return panel

    def _make_pathways(self) -> ListPanel[PathwayRow]:
        columns: Sequence[Column[PathwayRow]] = (
            Column("title", N_("Pathway description"), 44, lambda row: row.title),
            Column("group", N_("Target group"), 34, lambda row: row.group_title),
            Column("editions", N_("Editions"), 34, lambda row: "; ".join(row.editions)),
        )
        return self._panel(
            "pathways",
            N_("Pathway descriptions"),
            columns,
            lambda row: row.id,
            "book-open",
            N_("No pathway descriptions"),
        )

    def _make_people(self) -> ListPanel[PersonRow]:
        say, date = self.text, self.place.translator.date
        columns: Sequence[Column[PersonRow]] = (
            Column(
                "name",
                N_("Name"),
                28,
                lambda row: row.name,
                state=lambda row: "active" if row.closed_on is None else "inactive",
            ),
            Column("title", N_("Title"), 20, lambda row: row.title),
            Column("account", N_("Account"), 14, lambda row: row.account),
            Column("cases", N_("Cases"), 8, lambda row: str(row.cases), lambda row: row.cases, align=RIGHT),
            Column(
                "closed",
                N_("Left on"),
                11,
                lambda row: date(row.closed_on) if row.closed_on else "",
                lambda row: row.closed_on,
            ),
            Column("unit", N_("Unit"), 20, lambda row: row.unit, shown=False),
            Column("telephone", N_("Telephone"), 12, lambda row: row.telephone, shown=False),
            Column("email", N_("E-mail"), 24, lambda row: row.email, shown=False),
        )
        panel = self._panel("people", N_("Colleagues"), columns, lambda row: row.id, "users", N_("No colleagues yet"))
        self._add_person = QPushButton(say(N_("New c&olleague…")), self)
        self._hand_over = QPushButton(say(N_("&Hand cases over…")), self)
        self._close_person = QPushButton(say(N_("C&lose…")), self)
        panel.add_to_bar([self._add_person, self._hand_over, self._close_person])
        return panel

    def _panel(
        self, name: str, title: str, columns: Sequence[Column[R]], key: Callable[[R], str], icon: str, nothing: str
    ) -> ListPanel[R]:
        model = TableModel(columns, key, self.place.translator, self)
        view = TableView(model, name, self.text(title), self.place.memory, self.place.translator, self)
        return ListPanel(view, model, self.place.translator, EmptyState(icon, self.text(nothing), ""), self)

    def _connect(self) -> None:
        self.main_list = self.authorities.view
        self._kind.activated.connect(lambda _number: self._narrow())
        self._gaps.toggled.connect(lambda _on: self._narrow())
        self._on.dateChanged.connect(lambda _day: self.refresh())
        self._import.clicked.connect(lambda: choose_contacts(self.place, self))
        self._tabs.currentChanged.connect(lambda _tab: self._tell())
        self.legal.view.opened.connect(lambda row: legal_acts.write(self.place, self, row))
        for button, act in (
            (self._write, legal_acts.write),
            (self._replace, legal_acts.replace),
            (self._confirm, legal_acts.confirm),
        ):
            button.clicked.connect(partial(self._on_reference, act))
        self._add_person.clicked.connect(lambda: people_acts.add_person(self.place, self))
        self._hand_over.clicked.connect(self._hand_cases_over)
        self._close_person.clicked.connect(self._close_chosen)
        for panel in (self.authorities, self.legal, self.pathways, self.people):
            panel.view.chosen.connect(lambda _row: self._tell())

    # what the window calls

    def refresh(self) -> None:
        """Read the registers again."""
        day = self._on.day
        self.place.read(
            self,
            lambda desk: (
                register_queries.authorities(desk, on=day),
                register_queries.legal_references(desk),
                register_queries.pathways(desk),
                people.people(desk),
            ),
            self._show,
            replaces="rows",
        )

    def show_key(self, key: str) -> None:
        """Choose a record by its id, whichever register it is in."""
        self._wanted = key
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter of the register shown."""
        self._shown().focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the history action."""
        return {"history": self._history}

    # showing

    def _show(self, found: tuple[list[AuthorityRow], list[LegalRow], list[PathwayRow], list[PersonRow]]) -> None:
        authorities, legal, pathways, persons = found
        self.authorities.set_rows(authorities)
        self.legal.set_rows(legal)
        self.pathways.set_rows(pathways)
        self.people.set_rows(persons)
        self._choose_wanted()
        self._tell()

    def _choose_wanted(self) -> None:
        for panel in (self.authorities, self.legal, self.pathways, self.people):
            if self._wanted and panel.view.choose(self._wanted):
                self._tabs.setCurrentWidget(panel)
                self._wanted = ""

    def _narrow(self) -> None:
        kind = self._kind.currentData()
        gaps = self._gaps.isChecked()
        wanted = AuthorityKind(kind) if kind else None
        self.authorities.model.set_wanted(
            lambda row: (wanted is None or row.kind is wanted) and (not gaps or not row.contact)
        )

    def _shown(self) -> ListPanel[AuthorityRow] | ListPanel[LegalRow] | ListPanel[PathwayRow] | ListPanel[PersonRow]:
        return (self.authorities, self.legal, self.pathways, self.people)[self._tabs.currentIndex()]

    def _history(self) -> None:
        row = self._shown().view.current()
        if row is not None:
            key = row.id
            self.place.read(
                self, lambda desk: queries.history(desk, key), lambda rows: show_history(self.place, rows, self)
            )

    def _hand_cases_over(self) -> None:
        row = self.people.view.current()
        people_acts.hand_over(self.place, self, row.id if row is not None and row.closed_on is None else "")

    def _close_chosen(self) -> None:
        row = self.people.view.current()
        if row is not None and row.closed_on is None:
            people_acts.close_person(self.place, self, row)

    def _on_reference(self, act: Callable[[Workplace, QWidget, LegalRow], object], _checked: bool = False) -> None:
        row = self.legal.view.current()
        if row is not None:
            act(self.place, self, row)

    def _tell(self) -> None:
        say, date = self.text, self.place.translator.date
        row = self._shown().view.current()
        facts: list[tuple[str, str]] = []
        if isinstance(row, AuthorityRow):
            facts = [
                (say(N_("Official name")), row.official_name),
                (say(N_("Code")), row.code),
                (say(N_("Type")), say(AUTHORITY_KINDS[row.kind])),
                (say(N_("Belongs to")), row.region_name),
                (say(N_("From")), date(row.valid_from) if row.valid_from else ""),
                (say(N_("To")), date(row.valid_to) if row.valid_to else say(N_("still in force"))),
                (say(N_("Address for letters")), "\n".join(row.contact.split(", "))),
                (say(N_("Standing")), say(N_("confirmed")) if row.confirmed else say(N_("not confirmed"))),
            ]
        elif isinstance(row, LegalRow):
            facts = [
                (say(N_("Provision")), row.citation),
                (say(N_("Basis of")), row.topic),
                (say(N_("Standing")), legal_acts.standing_words(self.place, row)),
                (say(N_("Wording in letters")), row.wording),
                (say(N_("In force from")), date(row.valid_from) if row.valid_from else ""),
                (say(N_("To")), date(row.valid_to) if row.valid_to else ""),
                (say(N_("Source")), row.source),
            ]
        elif isinstance(row, PathwayRow):
            facts = [
                (say(N_("Pathway description")), row.title),
                (say(N_("Target group")), row.group_title),
                (say(N_("Editions")), "\n".join(row.editions)),
                (say(N_("Force")), say(N_("Advisory recommendations, never a duty"))),
            ]
        elif isinstance(row, PersonRow):
            facts = [
                (say(N_("Name")), row.name),
                (say(N_("Title")), row.title),
                (say(N_("Unit")), row.unit),
                (say(N_("Account")), row.account),
                (say(N_("Telephone")), row.telephone),
                (say(N_("E-mail")), row.email),
                (say(N_("Open cases")), str(row.cases)),
                (say(N_("Left on")), date(row.closed_on) if row.closed_on else say(N_("still here"))),
            ]
        self._close_person.setEnabled(isinstance(row, PersonRow) and row.closed_on is None)
        self._facts.tell(facts)
