"""Every record shows its history (Ctrl+H): who, when, and what became what, in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import typing
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, settle

from koorddesk.i18n import Translator
from koorddesk.services.queries import HistoryRow
from koorddesk.services.record_history import history_of
from koorddesk.store.tables import ENTITY_TABLES
from ui.main_window import MainWindow
from ui.models.history import FIELDS, history_entries
from ui.widgets.timeline import Timeline


@pytest.mark.parametrize("page", ["reports", "templates"])
def test_history_opens_for_what_is_chosen(qtbot: QtBot, window: MainWindow, page: str) -> None:
    shown = window.show_page(page, ANNOUNCEMENT if page == "reports" else "")
    settle(qtbot, window)
    view = shown.main_list
    assert view is not None
    assert view.model().rowCount()
    view.choose_position(0)
    window.actions_table["history"].trigger()
    settle(qtbot, window)
    dialogs = [found for found in window.findChildren(QDialog) if found.isVisible() and found.findChild(Timeline)]
    assert dialogs
    for dialog in dialogs:
        dialog.close()


def test_the_history_of_a_form_and_of_a_submission_is_found(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    assert history_of(desk, "kommuneskema")
    assert history_of(desk, "findes-ikke") == []
    assert history_of(desk, f"{ANNOUNCEMENT}/findes-ikke") == []


# What the log keeps for the program itself: names of places in forms, keys, order, the whole of a letter.
INNER = {
    *("account", "base", "based_on", "block", "cell", "content", "definition", "example", "figure_places", "file_size"),
    *("fingerprint", "historical", "how_sender", "how_template", "key", "learned_by", "learned_on", "level"),
    *("mail_sender", "months", "outside", "overtaken_by", "page", "part", "position", "recorded", "row", "sender_cell"),
    *("sheet", "starts_on", "successor_of", "table", "template_cell", "template_version", "test", "topic", "ask"),
    *("about", "added_by", "added_on", "approved_at", "edited_at", "edited_by", "notes", "noted_by", "passed_by"),
    *("passed_on", "rests_on", "returned_by", "returned_on", "settled_on", "typed_by", "typed_on", "written_at"),
    *("written_on", "accepted_on", "corrected_on", "decided_on", "document_name", "what"),
}


_SAME_IN_DANISH = {"serviceloven", "barnets lov", "regional", "region", "mail", "note", "signal"}


def fields_of_records() -> Iterator[tuple[str, str, object]]:
    for kind in ENTITY_TABLES:
        types_of = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            if field.name != "id" and not field.name.endswith(("_id", "sha256")):
                yield kind.__name__, field.name, types_of[field.name]


def test_every_field_has_its_word_or_is_the_programs_own() -> None:
    wordless = {f"{kind}.{name}" for kind, name, _ in fields_of_records() if name not in FIELDS and name not in INNER}
    assert not wordless
    assert not INNER & set(FIELDS)


def test_a_fixed_value_never_shows_as_the_programs_own_word(translator: Translator) -> None:
    own = set()
    for kind, name, type_ in fields_of_records():
        options = [*typing.get_args(type_), type_]
        for enumeration in (one for one in options if isinstance(one, type) and issubclass(one, enum.Enum)):
            for member in enumeration if name in FIELDS else ():
                row = HistoryRow(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "x", "x", "", name, "", str(member.value))
                (entry,) = history_entries([row], translator)
                if entry.changes.endswith(f": {member.value}") and member.value not in _SAME_IN_DANISH:
                    own.add(f"{kind}.{name}: {member.value}")
    assert not own
