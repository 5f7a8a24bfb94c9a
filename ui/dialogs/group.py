"""What is asked about a target group: a new one, its ages and subject, a new title from a day."""

from __future__ import annotations

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from koorddesk.domain.target_groups import Subject
from koorddesk.i18n import N_
from koorddesk.services import group_page
from koorddesk.services.register_queries import TargetGroupRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.words import SUBJECTS
from ui.workplace import Workplace


def add_group(place: Workplace, owner: QWidget) -> AskDialog:
    """Ask for a new target group."""
    say = place.text
    fields = (
        Field("title", N_("&Title"), needed=True),
        *_fields(place, None),
        Field("valid_from", N_("The title holds &from"), "maybe-day"),
        Field("proof", N_("What &proves it"), needed=True, hint=N_("announcement, overview, decision…")),
    )

    def given(dialog: AskDialog) -> None:
        title, subject, proof = dialog.text("title"), Subject(dialog.text("subject")), dialog.text("proof")
        low, high, since = _age(dialog, "low"), _age(dialog, "high"), dialog.known_day("valid_from")
        place.change(
            owner,
            lambda desk: group_page.add_group(
                desk, title, subject, age_from=low, age_to=high, proof=proof, valid_from=since
            ),
            title=say(N_("Adding the target group")),
        )

    text = say(N_("It becomes active when a criterion with a reason has been added."))
    return _whole_years(ask(place, owner, say(N_("A new target group")), say(N_("&Add it")), fields, given, text=text))


def edit_group(place: Workplace, owner: QWidget, row: TargetGroupRow, note: str) -> AskDialog:
    """Ask for ages, subject and note of a group, and for the reason of the correction."""
    say = place.text
    fields = (
        *_fields(place, row),
        Field("note", N_("N&ote"), value=note),
        Field("reason", N_("&Reason for the correction"), needed=True, reasons="group"),
    )

    def given(dialog: AskDialog) -> None:
        subject, low, high = Subject(dialog.text("subject")), _age(dialog, "low"), _age(dialog, "high")
        written, reason = dialog.text("note"), dialog.text("reason")
        place.change(
            owner,
            lambda desk: group_page.edit_group(
                desk, row.id, reason, subject=subject, age_from=low, age_to=high, note=written
            ),
            title=say(N_("Correcting the target group")),
        )

    title = say(N_("Correct the target group"))
    return _whole_years(ask(place, owner, title, say(N_("&Save it")), fields, given, text=row.title))


def set_title(place: Workplace, owner: QWidget, row: TargetGroupRow) -> AskDialog:
    """Ask for a new title and the day from which it holds."""
    say = place.text
    fields = (
        Field("title", N_("&Title"), value=row.title, needed=True),
        Field("valid_from", N_("The title holds &from"), "day"),
        Field("source", N_("&Source")),
    )

    def given(dialog: AskDialog) -> None:
        title, since, source = dialog.text("title"), dialog.given_day("valid_from"), dialog.text("source")
        place.change(
            owner,
            lambda desk: group_page.set_group_title(desk, row.id, title, since, source),
            title=say(N_("Changing the title")),
        )

    text = say(N_("The title before it ends the day before and is kept."))
    return ask(place, owner, say(N_("A new title")), say(N_("&Save it")), fields, given, text=text)


def _fields(place: Workplace, row: TargetGroupRow | None) -> tuple[Field, ...]:
    subjects = tuple((subject.value, place.text(words)) for subject, words in SUBJECTS.items())
    ages = (row.age_from, row.age_to) if row is not None else (None, None)
    low, high = ("" if age is None else str(age) for age in ages)
    chosen = row.subject.value if row is not None else Subject.SOCIAL.value
    return (
        Field("low", N_("Age &from"), value=low),
        Field("high", N_("Age &to"), value=high),
        Field("subject", N_("Sub&ject"), "choice", chosen, True, subjects),
    )


def _whole_years(dialog: AskDialog) -> AskDialog:
    for key in ("low", "high"):
        line = dialog.parts[key]
        assert isinstance(line, QLineEdit)
        line.setValidator(QIntValidator(0, 120, line))
    return dialog


def _age(dialog: AskDialog, key: str) -> int | None:
    text = dialog.text(key)
    return int(text) if text else None
