"""What the journeys through the chain share: going to pages, filling dialogs, taking steps, putting documents."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui_doubles import RecordingNotifier, W, dialog_of, settle, submission_file

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import CaseRoleKind, Direction, DocumentKind
from koorddesk.paths import resource
from koorddesk.services import case_page, dialogue, entry_documents
from koorddesk.services.case_page import CasePage
from koorddesk.services.chain_words import DIRECTIONS, DOCUMENTS
from ui.dialogs.ask import AskDialog
from ui.dialogs.entry import EntryDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.step import StepDialog
from ui.main_window import MainWindow
from ui.pages.dialogue import DialoguePage

CODE, REGION, GROUP = "CU-2026-PRØVE", "1085", "Voksne med kompleks erhvervet hjerneskade"
NUMBER = "2026-001"
FIRST, SECOND = "Sorø Kommune", "Næstved Kommune"


def opened(qtbot: QtBot, window: MainWindow, kind: type[W]) -> W:
    """Wait for a dialog of a kind and return it."""
    qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(kind)), timeout=30_000)
    return dialog_of(window, kind)


def go(qtbot: QtBot, window: MainWindow, page: str, key: str = "") -> Any:
    shown = window.show_page(page, key)
    settle(qtbot, window)
    return shown


def done(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for what was begun, and see that nothing was refused."""
    settle(qtbot, window)
    notifier = window.place.notifier
    assert isinstance(notifier, RecordingNotifier)
    assert not notifier.errors, [error.message(window.place.translator) for error in notifier.errors]


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 - a calendar day


def turn_to(window: MainWindow, today: dt.date) -> None:
    """Let another day be today."""
    window.place.desk = dataclasses.replace(window.place.desk, today=lambda: today)


def case(window: MainWindow) -> CasePage:
    return case_page.case_page(window.place.desk, NUMBER)


def fill(qtbot: QtBot, window: MainWindow, **words: object) -> None:
    """Fill the small dialog that is open, and press its button."""
    dialog = opened(qtbot, window, AskDialog)
    for key, value in words.items():
        dialog.write(key, value)
    assert dialog.verb.isEnabled()
    dialog.verb.click()
    done(qtbot, window)


def take(qtbot: QtBot, window: MainWindow, kind: StepKind, on: dt.date, **words: Any) -> None:
    """Take a step through its dialog; every gap that may be passed gets a reason."""
    turn_to(window, on)
    page = go(qtbot, window, "cases", NUMBER)
    page.refresh()
    settle(qtbot, window)
    page.next.choose(kind.value)
    page.next.take.click()
    dialog = opened(qtbot, window, StepDialog)
    assert dialog.step.kind is kind
    for name in words.pop("regions", ()):
        dialog.regions.tick_text(name)
    for name in words.pop("addressees", ()):
        dialog.addressees.tick_text(name)
    for number, (name, why) in enumerate(words.pop("offers", ())):
        dialog.offers.name(number, name, why=why)
    if "deadline" in words:
        dialog.deadline.set_day(words.pop("deadline"))
    for name, value in words.items():
        part = getattr(dialog, name)
        if name in ("text", "reason"):
            part.setPlainText(value)
        else:
            part.setCurrentIndex(part.findData(value) if part.findData(value) >= 0 else part.findText(value))
    qtbot.waitUntil(lambda: dialog._rows is not None, timeout=20_000)
    stopped = [row.text for row in dialog._rows if row.blocks]
    assert not stopped, stopped
    for line in dialog.checklist.findChildren(QLineEdit):
        line.setText("Aftalt med kontorchefen")
    qtbot.waitUntil(dialog.verb.isEnabled, timeout=20_000)
    dialog.verb.click()
    done(qtbot, window)
    assert kind in {step.kind for step in case(window).steps}


def put(
    qtbot: QtBot, window: MainWindow, direction: Direction, kind: DocumentKind, theme: str, path: Path | None = None
) -> None:
    """Put a document on the case."""
    page = go(qtbot, window, "cases", NUMBER)
    page.file_document(path)
    fill(qtbot, window, direction=direction.value, kind=kind.value, theme=theme, party="Modpart")


def enter(qtbot: QtBot, window: MainWindow, kind: EntryKind, title: str, **words: str) -> DialoguePage:
    """Enter something of the dialogue track through its dialog; it is then the entry shown."""
    page = go(qtbot, window, "dialogue")
    page.add(kind)
    write_entry(qtbot, window, title=title, **words)
    assert page.list.view.current().title == title
    return page


def write_entry(qtbot: QtBot, window: MainWindow, **words: str) -> None:
    """Fill the dialog of an entry, and press its button."""
    dialog = opened(qtbot, window, EntryDialog)
    for name, value in words.items():
        part = getattr(dialog, name)
        if isinstance(part, QLineEdit):
            part.setText(value)
        elif name == "case":
            part.setCurrentIndex(part.findData(value))
        else:
            part.setPlainText(value)
    dialog.verb.click()
    done(qtbot, window)


def put_entry(
    qtbot: QtBot, window: MainWindow, direction: Direction, kind: DocumentKind, theme: str, path: Path | None = None
) -> None:
    """Put a document on the entry of the dialogue that is shown."""
    page = window.page
    assert isinstance(page, DialoguePage)
    page.documents.put(path)
    fill(qtbot, window, direction=direction.value, kind=kind.value, theme=theme, party="Modpart")


def learn(qtbot: QtBot, window: MainWindow, blank: str, code: str) -> None:
    """Learn a form from its blank."""
    page = go(qtbot, window, "templates")
    page.learn(resource("samples", "templates", blank), code)
    settle(qtbot, window)
    page.keep()
    done(qtbot, window)


def take_in(qtbot: QtBot, window: MainWindow, names: Iterable[str], on: dt.date) -> None:
    """Import forms, and take in what can be taken in."""
    turn_to(window, on)
    window.show_page("today")
    window.take_files([submission_file(name) for name in names])
    dialog = opened(qtbot, window, ImportDialog)
    dialog.announcement.setCurrentIndex(dialog.announcement.findData(CODE))
    dialog.received.set_day(on)
    dialog.verb.click()
    settle(qtbot, window)
    qtbot.mouseClick(window.page._bar.take_in, Qt.MouseButton.LeftButton)
    done(qtbot, window)


def assess(qtbot: QtBot, window: MainWindow, region: str, result: TestResult, conclusion: Conclusion) -> Any:
    """Write and conclude the assessment of a region, or of the whole country, on one pinned answer."""
    page = go(qtbot, window, "assessment", f"{CODE}/{region}")
    page._tabs.setCurrentWidget(page._answers_tab)
    settle(qtbot, window)
    names = [page._sender.itemText(number) for number in range(page._sender.count())]
    page._sender.setCurrentIndex(next(number for number, name in enumerate(names) if "Faxe" in name))
    page._sender.activated.emit(page._sender.currentIndex())
    settle(qtbot, window)
    key = next(row.number for row in page.answers.view._rows.rows if row.label.startswith("1.2 "))
    assert page.answers.view.choose(str(key))
    page._pin_supply.click()
    settle(qtbot, window)
    form = page._form
    for box, why in ((form.supply, form.supply_why), (form.coordination, form.coordination_why)):
        box.setCurrentIndex(box.findData(result.value))
        why.setPlainText("Kommunerne har svaret samstemmende om pladser, ventetid og planlægning.")
    form.conclusion.setCurrentIndex(form.conclusion.findData(conclusion.value))
    form.conclusion_why.setPlainText("Det følger af de to vurderinger.")
    page.save()
    settle(qtbot, window)
    window.place.notifier.answers = ["conclude"]
    form.conclude.click()
    settle(qtbot, window)
    if any(dialog.isVisible() for dialog in window.findChildren(ReasonDialog)):
        dialog = opened(qtbot, window, ReasonDialog)
        dialog.reason.setText("Forskellene er gennemgået med sekretariatet")
        dialog.verb.click()
    done(qtbot, window)
    assert page._view.final
    return page


def take_over(qtbot: QtBot, window: MainWindow) -> None:
    """Make oneself responsible for the case, and give it its number of the record system."""
    page = go(qtbot, window, "cases", NUMBER)
    page._role.click()
    settle(qtbot, window)
    fill(qtbot, window, person="", name="Fuldmægtig", account="fuldmægtig", role=CaseRoleKind.RESPONSIBLE.value)
    page._number.trigger()
    fill(qtbot, window, number="2026-4711")


def on_record(window: MainWindow) -> set[tuple[str, str]]:
    """Return direction and sort of everything that is kept: documents, forms, letters, and the dialogue's own."""
    desk, page = window.place.desk, case(window)
    say = desk.translator.text
    found = {(line.direction_name, line.document) for line in page.documents}
    found |= {(say(DIRECTIONS[Direction.OUTGOING]), say(DOCUMENTS[letter.kind])) for letter in page.letters}
    for entry in dialogue.entries(desk):
        found |= {(row.direction_name, row.document) for row in entry_documents.entry_documents(desk, entry.id)}
    return found


def missing(window: MainWindow, wanted: Mapping[str, Iterable[tuple[Direction, DocumentKind]]]) -> list[str]:
    """Return what a table of the cycle (stage -> its documents) names and nothing on record is."""
    say, found = window.place.translator.text, on_record(window)
    return [
        f"{stage}: {say(DIRECTIONS[direction])} {say(DOCUMENTS[kind])}"
        for stage, documents in wanted.items()
        for direction, kind in documents
        if (say(DIRECTIONS[direction]), say(DOCUMENTS[kind])) not in found
    ]
