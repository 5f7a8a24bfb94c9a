"""A new central announcement: code, title, target group, regions, deadline and forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.i18n import N_
from koorddesk.services import announcements, register_queries, templates
from koorddesk.services.register_queries import AuthorityRow, TargetGroupRow
from koorddesk.services.templates import TemplateRow
from ui.dialogs.form_dialog import FormDialog
from ui.theme import STEP
from ui.widgets.date_field import DateField
from ui.workplace import Workplace

_USUAL_TIME = dt.timedelta(weeks=26)  # only where the date field begins; the deadline is the caseworker's to choose


@dataclass(frozen=True)
class NewAnnouncement:
    """What was written in the dialog."""

    code: str
    title: str
    group: str
    deadline: dt.date
    regions: tuple[str, ...]
    template_code: str | None
    regional_template_code: str | None
    reason: str = ""


class NewAnnouncementDialog(FormDialog):
    """Asks for what an announcement needs.

    Signals:
        given(NewAnnouncement): the button was pressed.
    """

    given = Signal(object)

    def __init__(
        self,
        place: Workplace,
        groups: Sequence[TargetGroupRow],
        regions: Sequence[AuthorityRow],
        forms: Sequence[TemplateRow],
        parent: QWidget | None,
    ) -> None:
        """Take what there is to choose from."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("New central announcement")),
            say(N_("&Create it")),
            parent,
            say(N_("It is noted as issued. To prepare one with negotiation and checklist, begin with a new case.")),
        )
        year = place.desk.today().year
        self.code = self.line(say(N_("&Code")), hint=say(N_("for example CU-%(year)d-TOPIC"), year=year))
        self.name = self.line(say(N_("&Title")))
        self._idle = {row.id for row in groups if not row.active}
        self.group = self.choice(say(N_("Target &group")), [(row.id, row.title) for row in groups])
        self.reason = self.line(say(N_("Not active; announced &because")))
        self.deadline = DateField(place.desk.today() + _USUAL_TIME, self)
        self.day(say(N_("&Deadline")), self.deadline)
        self.regions = QListWidget(self)
        self.regions.setAccessibleName(say(N_("Regions")))
        for row in regions:
            item = QListWidgetItem(row.name, self.regions)
            item.setData(Qt.ItemDataRole.UserRole, row.code or row.name)
            item.setCheckState(Qt.CheckState.Checked)
        rows = max(self.regions.count(), 2)
        self.regions.setFixedHeight(rows * self.regions.sizeHintForRow(0) + 2 * STEP)
        self.form.addRow(say(N_("&Regions asked")), self.regions)
        entries = [("", say(N_("Not chosen yet"))), *((row.code, f"{row.code} · {row.title}") for row in forms)]
        self.template = self.choice(say(N_("Form of the &municipalities")), entries)
        self.regional = self.choice(say(N_("Form of the r&egions")), entries)
        self.group.currentIndexChanged.connect(lambda _number: self._check())
        for field in (self.code, self.name, self.reason):
            field.textChanged.connect(self._check)
        self.regions.itemChanged.connect(self._check)
        self.accepted.connect(lambda: self.given.emit(self.written()))
        self._check()

    def written(self) -> NewAnnouncement:
        """Return what stands in the fields."""
        return NewAnnouncement(
            code=self.code.text().strip(),
            title=self.name.text().strip(),
            group=str(self.group.currentData()),
            deadline=self.deadline.day,
            regions=tuple(self._checked()),
            template_code=self.template.currentData() or None,
            regional_template_code=self.regional.currentData() or None,
            reason=self.reason.text().strip() if self._needs_reason() else "",
        )

    def _needs_reason(self) -> bool:
        return self.group.currentData() in self._idle

    def _checked(self) -> list[str]:
        items = [self.regions.item(row) for row in range(self.regions.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        ]

    def _check(self) -> None:
        self.form.setRowVisible(self.reason, self._needs_reason())
        needed = (self.code, self.name, self.reason) if self._needs_reason() else (self.code, self.name)
        filled = all(field.text().strip() for field in needed)
        self.verb.setEnabled(filled and bool(self._checked()) and self.group.currentIndex() >= 0)


def open_new_announcement(place: Workplace, owner: QWidget, created: Callable[[str], None]) -> None:
    """Read what there is to choose from, open the dialog, and create what it gives; ``created`` gets the code."""

    def show(found: tuple[list[TargetGroupRow], list[AuthorityRow], list[TemplateRow]]) -> None:
        dialog = NewAnnouncementDialog(place, *found, owner.window())
        dialog.given.connect(create)
        dialog.open()

    def create(new: NewAnnouncement) -> None:
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
                reason=new.reason,
            ),
            title=place.text(N_("Creating the announcement")),
            then=lambda _changes: created(new.code),
        )

    place.read(
        owner,
        lambda desk: (
            register_queries.target_groups(desk),
            register_queries.authorities(desk, AuthorityKind.REGION),
            templates.list_templates(desk),
        ),
        show,
        replaces="new-announcement",
    )
