"""Note a central announcement that is issued already: title, target group, days, regions and forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.i18n import N_
from koorddesk.services import announcements, queries, register_queries, templates
from koorddesk.services.register_queries import AuthorityRow, TargetGroupRow
from koorddesk.services.templates import TemplateRow
from koorddesk.sorting import danish_key
from ui.dialogs.form_dialog import FormDialog
from ui.theme import STEP
from ui.widgets.date_field import DateField

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from ui.workplace import Workplace

_FAR = dt.timedelta(weeks=104)  # regions that come or go within this time can be chosen as well
_REGIONS_SHOWN = 5


@dataclass(frozen=True)
class IssuedAnnouncement:
    """What was written in the dialog."""

    code: str
    title: str
    group: str
    issued: dt.date
    deadline: dt.date
    regions: tuple[str, ...]
    template_code: str | None
    regional_template_code: str | None
    reason: str = ""


class IssuedAnnouncementDialog(FormDialog):
    """Asks for what an announcement needs; the regions are those that exist on the day of the deadline.

    Signals:
        given(IssuedAnnouncement): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        groups: Sequence[TargetGroupRow],
        regions: Sequence[AuthorityRow],
        forms: Sequence[TemplateRow],
        taken: Collection[str],
        parent: QWidget | None,
    ) -> None:
        """Take what there is to choose from, and the codes that other announcements have."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Note an announcement that is issued already")),
            say(N_("&Note it")),
            parent,
            say(
                N_(
                    "The announcement that is answered. It was issued outside the program, so its checklist is not "
                    "walked here; a new one is prepared under Central announcements."
                )
            ),
        )
        self._place, self._existing, self._taken = place, tuple(regions), frozenset(taken)
        self._off: set[str] = set()
        self._proposed: dict[QLineEdit, str] = {}
        self._idle = {row.id for row in groups if not row.active}
        self.group = self.choice(say(N_("Target &group")), [(row.id, row.title) for row in groups])
        self.reason = self.line(say(N_("Not active; announced &because")))
        self.name = self.line(say(N_("&Title")))
        self.code = self.line(say(N_("&Code")), hint=say(N_("for example CU-%(year)d-TOPIC"), year=_year(place)))
        # Neither day can be known: both begin with today, and the button waits until they are told.
        self.issued = DateField(place.desk.today(), self)
        self.day(say(N_("Issued &on")), self.issued)
        self.deadline = DateField(place.desk.today(), self)
        self.day(say(N_("&Deadline of the answers")), self.deadline)
        self.regions = QListWidget(self)
        self.regions.setAccessibleName(say(N_("Regions")))
        self.form.addRow(say(N_("&Regions asked")), self.regions)
        entries = [("", say(N_("Not chosen yet"))), *((row.code, f"{row.code} · {row.title}") for row in forms)]
        self.template = self.choice(say(N_("Form of the &municipalities")), entries, _only(forms, "municipality"))
        self.regional = self.choice(say(N_("Form of the r&egions")), entries, _only(forms, "region"))
        self.missing = QLabel(self)
        self.missing.setWordWrap(True)
        self.form.addRow(self.missing)
        self._show_regions()
        self._propose()
        self.group.currentIndexChanged.connect(lambda _number: self._propose())
        self.issued.dateChanged.connect(lambda _date: self._propose())
        self.deadline.dateChanged.connect(lambda _date: self._show_regions())
        for field in (self.code, self.name, self.reason):
            field.textChanged.connect(self._check)
        self.regions.itemChanged.connect(self._ticked)
        self.accepted.connect(lambda: self.given.emit(self.written()))
        self._check()

    def written(self) -> IssuedAnnouncement:
        """Return what stands in the fields."""
        return IssuedAnnouncement(
            code=self.code.text().strip(),
            title=self.name.text().strip(),
            group=str(self.group.currentData()),
            issued=self.issued.day,
            deadline=self.deadline.day,
            regions=tuple(self._checked()),
            template_code=self.template.currentData() or None,
            regional_template_code=self.regional.currentData() or None,
            reason=self.reason.text().strip() if self._needs_reason() else "",
        )

    def _needs_reason(self) -> bool:
        return self.group.currentData() in self._idle

    def _propose(self) -> None:
        """Propose title and code from target group and year, as long as nothing else was written there."""
        group = self.group.currentText()
        words = sorted(("".join(filter(str.isalpha, word)) for word in group.split()), key=len)
        code = f"CU-{self.issued.day.year}-{words[-1].upper()}" if words else ""
        number = 2
        while code in self._taken:
            code, number = f"CU-{self.issued.day.year}-{words[-1].upper()}-{number}", number + 1
        title = self._place.text(N_("Central announcement for %(group)s"), group=group[:1].lower() + group[1:])
        for field, proposed in ((self.name, title), (self.code, code)):
            if group and field.text() in ("", self._proposed.get(field, "")):
                self._proposed[field] = proposed
                field.setText(proposed)
        self._check()

    def _show_regions(self) -> None:
        """Show the regions that exist on the day of the deadline; those taken out stay out."""
        self.regions.blockSignals(True)
        self.regions.clear()
        for row in self._existing:
            if (row.valid_from or self.deadline.day) <= self.deadline.day <= (row.valid_to or self.deadline.day):
                item = QListWidgetItem(row.name, self.regions)
                item.setData(Qt.ItemDataRole.UserRole, row.code or row.name)
                off = (row.code or row.name) in self._off
                item.setCheckState(Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
        self.regions.setFixedHeight(_REGIONS_SHOWN * max(self.regions.sizeHintForRow(0), 1) + 2 * STEP)
        self.regions.blockSignals(False)
        self._check()

    def _ticked(self, item: QListWidgetItem) -> None:
        key = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() is Qt.CheckState.Checked:
            self._off.discard(key)
        else:
            self._off.add(key)
        self._check()

    def _checked(self) -> list[str]:
        items = [self.regions.item(row) for row in range(self.regions.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        ]

    def _check(self) -> None:
        self.form.setRowVisible(self.reason, self._needs_reason())
        empty: list[QLineEdit] = [self.name, self.code] + ([self.reason] if self._needs_reason() else [])
        missing = (
            (any(not field.text().strip() for field in empty), N_("Fill in title and code, and the reason if asked.")),
            (self.code.text().strip() in self._taken, N_("Another announcement has this code; choose another.")),
            (
                self.deadline.day <= self.issued.day,
                N_("Give the day it was issued and the deadline; the deadline comes after."),
            ),
            (not self._checked(), N_("Tick at least one region.")),
            (self.group.currentIndex() < 0, N_("Add the target group first, under Target groups.")),
        )
        told = next((words for found, words in missing if found), "")
        self.missing.setText(self._place.text(told) if told else "")
        self.missing.setVisible(bool(told))
        self.verb.setEnabled(not told)


def _year(place: Workplace) -> int:
    return place.desk.today().year


def _only(forms: Sequence[TemplateRow], audience: str) -> str:
    """Return the form made for an audience, where there is just one."""
    known = [form.code for form in forms if form.audience == audience]
    return known[0] if len(known) == 1 else ""


def regions_around(desk: Desk) -> list[AuthorityRow]:
    """Return the regions that exist now, or did or will within two years."""
    today = desk.today()
    found = {
        row.id: row
        for day in (today - _FAR, today, today + _FAR)
        for row in register_queries.authorities(desk, AuthorityKind.REGION, day)
    }
    return sorted(found.values(), key=lambda row: danish_key(row.name))


def open_issued_announcement(place: Workplace, owner: QWidget, noted: Callable[[str], None]) -> None:
    """Read what there is to choose from, open the dialog, and note what it gives; ``noted`` gets the code."""

    def show(found: tuple[list[TargetGroupRow], list[AuthorityRow], list[TemplateRow], set[str]]) -> None:
        dialog = IssuedAnnouncementDialog(place, *found, owner.window())
        dialog.given.connect(note)
        dialog.open()

    def note(new: IssuedAnnouncement) -> None:
        place.change(
            owner,
            lambda desk: announcements.create_announcement(
                desk,
                new.code,
                new.title,
                new.group,
                new.deadline,
                new.regions,
                new.template_code,
                new.regional_template_code,
                new.issued,
                reason=new.reason,
            ),
            title=place.text(N_("Noting the announcement")),
            then=lambda _changes: noted(new.code),
        )

    place.read(
        owner,
        lambda desk: (
            register_queries.target_groups(desk),
            regions_around(desk),
            templates.list_templates(desk),
            {row.code for row in queries.announcements(desk)},
        ),
        show,
        replaces="issued-announcement",
    )
