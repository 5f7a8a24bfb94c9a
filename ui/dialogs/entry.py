"""Enter something of the dialogue track: a meeting, a hearing or an answer to it, an enquiry, a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QWidget

from koorddesk.domain.dialogue import EntryKind
from koorddesk.i18n import N_
from koorddesk.services import dialogue, offers, queries, register_queries
from koorddesk.services.chain import Choice
from koorddesk.services.dialogue import KINDS, EntryDraft, EntryRow
from koorddesk.services.offers import OfferRow
from koorddesk.services.queries import CaseRow
from koorddesk.services.register_queries import TargetGroupRow
from ui.dialogs.ask import MaybeDay
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.pick_list import PickList
from ui.workplace import Workplace

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_MEETINGS = {EntryKind.DIALOGUE_MEETING, EntryKind.EXPERT_COUNCIL_MEETING, EntryKind.OTHER_MEETING}
_FROM_SOMEBODY = {EntryKind.HEARING_ANSWER, EntryKind.ENQUIRY}
_Found = tuple[list[TargetGroupRow], list[CaseRow], list[OfferRow]]


class EntryDialog(FormDialog):
    """Asks for what an entry of this kind holds; the button waits for a title, and for the organisation it came from.

    Signals:
        given(EntryDraft): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        kind: EntryKind,
        hearing: str | None,
        found: _Found,
        parent: QWidget | None,
        row: EntryRow | None = None,
    ) -> None:
        """Take the kind, the hearing an answer belongs to, what can be chosen, and the entry that is written anew."""
        say, today = place.text, place.desk.today()
        name = say(KINDS[kind])
        verb = N_("&Save it") if row is not None else N_("&Enter it")
        super().__init__(place.translator, name[:1].upper() + name[1:], say(verb), parent)
        self._kind, self._hearing = kind, hearing
        groups, cases, known_offers = found
        self.title = self.line(say(N_("&About")))
        self.held = MaybeDay(say(N_("the day is known")), today, today, self)
        self.held.field.setAccessibleName(say(N_("Date")))
        self.form.addRow(say(N_("Date")), self.held)
        self.closes = MaybeDay(say(N_("a day is set")), None, today, self)
        self.closes.field.setAccessibleName(say(N_("Answers by")))
        self.form.addRow(say(N_("Answers by")), self.closes)
        self.organisation = self.line(say(N_("O&rganisation")))
        took_part = N_("Goes &to") if kind is EntryKind.HEARING else N_("&Took part")
        self.parties = self.line(say(took_part), "", say(N_("names with semicolons between")))
        self.agenda = self.area(say(N_("A&genda")), "", 2)
        said = N_("&What is asked") if kind is EntryKind.HEARING else N_("&What was said")
        self.text = self.area(say(said), "", 3)
        self.concern = self.area(say(N_("&Concern")), "", 2)
        self.documentation = self.area(say(N_("&Documentation")), "", 2)
        self.offer = self.line(say(N_("O&ffer")))
        known = QCompleter([offer.name for offer in known_offers], self)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        known.setFilterMode(Qt.MatchFlag.MatchContains)
        self.offer.setCompleter(known)
        choices = [Choice(group.id, group.title) for group in groups]
        self.groups = PickList(place.translator, say(N_("Target groups")), choices, self)
        self.form.addRow(say(N_("Target groups")), self.groups)
        entries = [
            ("", say(N_("none"))),
            *((case.number, f"{case.number} {case.title}") for case in cases if case.open),
        ]
        self.case = self.choice(say(N_("Ca&se")), entries)
        self.number = self.line(say(N_("Docu&ment no.")))
        show, meeting = self.form.setRowVisible, kind in _MEETINGS
        show(self.closes, kind is EntryKind.HEARING)
        show(self.organisation, kind in _FROM_SOMEBODY)
        show(self.parties, meeting or kind is EntryKind.HEARING)
        show(self.agenda, meeting)
        show(self.concern, kind is not EntryKind.HEARING)
        show(self.documentation, kind in _FROM_SOMEBODY)
        show(self.offer, kind is EntryKind.ENQUIRY)
        show(self.case, row is None)
        if row is not None:
            self._fill(row)
        self.widen(90)
        for line in (self.title, self.organisation):
            line.textChanged.connect(lambda _text: self._check())
        self._check()
        self.accepted.connect(lambda: self.given.emit(self.written()))

    def _fill(self, row: EntryRow) -> None:
        self.title.setText(row.title)
        self.held.set_day(row.held_on)
        self.closes.set_day(row.closes_on)
        self.organisation.setText(row.organisation)
        self.parties.setText("; ".join(row.parties))
        self.agenda.setPlainText(row.agenda)
        self.text.setPlainText(row.text)
        self.concern.setPlainText(row.concern)
        self.documentation.setPlainText(row.documentation)
        self.offer.setText(row.offer)
        self.groups.tick(*row.group_ids)
        self.number.setText(row.document_number)

    def written(self) -> EntryDraft:
        """Return what stands in the fields."""
        return EntryDraft(
            kind=self._kind,
            title=self.title.text(),
            held_on=self.held.day,
            text=self.text.toPlainText(),
            concern=self.concern.toPlainText(),
            organisation=self.organisation.text(),
            documentation=self.documentation.toPlainText(),
            agenda=self.agenda.toPlainText(),
            offer=self.offer.text(),
            belongs_to=self._hearing,
            closes_on=self.closes.day,
            case_number=self.case.currentData() or None,
            parties=tuple(name for name in map(str.strip, self.parties.text().split(";")) if name),
            groups=self.groups.chosen,
            document_number=self.number.text(),
        )

    def _check(self) -> None:
        from_somebody = self._kind not in _FROM_SOMEBODY or bool(self.organisation.text().strip())
        self.verb.setEnabled(bool(self.title.text().strip()) and from_somebody)


def open_entry(
    place: Workplace, owner: QWidget, kind: EntryKind, hearing: str | None = None, row: EntryRow | None = None
) -> None:
    """Read what can be chosen, open the dialog, and enter what it gives, or write ``row`` anew with it."""

    def show(found: _Found) -> None:
        dialog = EntryDialog(place, kind, hearing, found, owner.window(), row)
        dialog.given.connect(enter if row is None else correct)
        dialog.open()

    def correct(draft: EntryDraft) -> None:
        assert row is not None
        place.change(
            owner, lambda desk: dialogue.edit_entry(desk, row.id, draft), title=place.text(N_("Correcting the entry"))
        )

    def enter(draft: EntryDraft) -> None:
        place.change(
            owner,
            lambda desk: dialogue.add_entry(desk, draft),
            title=place.text(N_("Entering it")),
            then=lambda key: place.page_wanted.emit("dialogue", hearing or key),
        )

    def choices(desk: Desk) -> _Found:
        return register_queries.target_groups(desk), queries.cases(desk), offers.list_offers(desk)

    place.read(owner, choices, show, replaces="entry")
