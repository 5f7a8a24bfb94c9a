"""Every action of the window in one table: words, keys, tip and icon; menus and toolbar are built from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_, Translator
from ui import icons


@dataclass(frozen=True)
class ActionSpec:
    """One action; ``text`` carries its access key, ``shortcut`` is in Qt's portable form, ``menu`` where it stands."""

    key: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""


FILE, EDIT, VIEW, CASE, REPORT, LETTER, HELP = "file", "edit", "view", "case", "report", "letter", "help"

MENUS: dict[str, str] = {
    FILE: N_("&Files"),
    EDIT: N_("&Edit"),
    VIEW: N_("&View"),
    CASE: N_("&Case"),
    REPORT: N_("&Report"),
    LETTER: N_("&Letter"),
    HELP: N_("&Help"),
}

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "import", FILE, N_("&Import submissions…"), N_("Read forms that authorities have sent"), "Ctrl+O", "file-input"
    ),
    ActionSpec(
        "learn",
        FILE,
        N_("&Learn a blank form…"),
        N_("Teach the program a form from an empty workbook"),
        "",
        "list-checks",
    ),
    ActionSpec(
        "watch",
        FILE,
        N_("Keep an eye on a &folder…"),
        N_("Tell when new forms lie in a folder; nothing is read by itself"),
        "",
        "folder-open",
    ),
    ActionSpec("contacts", FILE, N_("Import &contacts…"), N_("Read postal addresses from a workbook"), "", "users"),
    ActionSpec(
        "groups", FILE, N_("Import &target groups…"), N_("Read a list of target groups from a workbook"), "", "users"
    ),
    ActionSpec(
        "overview",
        FILE,
        N_("Save the national &overview…"),
        N_("Write the overview as a workbook, small counts protected"),
        "",
        "download",
    ),
    ActionSpec(
        "settings",
        FILE,
        N_("S&ettings…"),
        N_("Sender of letters, folders, thresholds, language and size of text"),
        "Ctrl+,",
        "settings",
    ),
    ActionSpec("backup", FILE, N_("Make a &backup…"), N_("Write a checked copy of the store"), "", "save"),
    ActionSpec(
        "put-back", FILE, N_("&Put a backup back…"), N_("Work on with an earlier copy of the store"), "", "history"
    ),
    ActionSpec(
        "check", FILE, N_("Chec&k the store"), N_("Check the store, its history and its files"), "", "circle-check"
    ),
    ActionSpec("quit", FILE, N_("&Quit"), N_("Close the window; everything is saved already"), "Ctrl+Q", ""),
    ActionSpec("undo", EDIT, N_("&Undo"), N_("Take back the last change"), "Ctrl+Z", "undo-2"),
    ActionSpec("redo", EDIT, N_("&Redo"), N_("Do again what was taken back"), "Ctrl+Y", "redo-2"),
    ActionSpec(
        "copy",
        EDIT,
        N_("&Copy rows with headings"),
        N_("Copy the selected rows, ready to paste into Excel"),
        "Ctrl+C",
        "copy",
    ),
    ActionSpec(
        "save-list",
        EDIT,
        N_("Save the list as a &workbook…"),
        N_("Write the selected rows, or all that the list shows, with headings"),
        "Ctrl+Shift+S",
        "download",
    ),
    ActionSpec(
        "print-list",
        EDIT,
        N_("&Print the list…"),
        N_("Look at the list on paper and print it"),
        "Ctrl+P",
        "printer",
    ),
    ActionSpec("find", EDIT, N_("&Find in this list"), N_("Go to the filter of this page"), "Ctrl+F", "filter"),
    ActionSpec("search", EDIT, N_("&Search everywhere"), N_("Go to the search over everything"), "Ctrl+K", "search"),
    ActionSpec(
        "apart",
        VIEW,
        N_("&Open in a window of its own"),
        N_("Show what is chosen in a window beside this one"),
        "Ctrl+Return",
        "app-window",
    ),
    ActionSpec("next-area", VIEW, N_("Next &part of the window"), N_("Rail, list, details, and round again"), "F6"),
    ActionSpec("jobs", VIEW, N_("&Jobs…"), N_("Jobs that run, and those that are done"), "Ctrl+J", "calendar-clock"),
    ActionSpec("refresh", VIEW, N_("&Refresh"), N_("Read this page again"), "F5", "refresh-cw"),
    ActionSpec(
        "history", VIEW, N_("&History of this record"), N_("Who changed what, when and why"), "Ctrl+H", "history"
    ),
    ActionSpec(
        "telephone-note",
        CASE,
        N_("&Telephone note…"),
        N_("One line on a case, from any page: with whom, and what was said"),
        "Ctrl+Shift+T",
        "pencil",
    ),
    ActionSpec("new-case", CASE, N_("&New case…"), N_("Start a case from a signal"), "", "folder-open"),
    ActionSpec("next-step", CASE, N_("Next &step"), N_("The steps that may come next, with their checklist"), "F9", ""),
    ActionSpec("case-note", CASE, N_("N&ote…"), N_("Write a note on the case"), "Ctrl+Shift+M", "pin"),
    ActionSpec(
        "file-document",
        CASE,
        N_("Put a &document on the case…"),
        N_("A document sent, received or internal, with its theme"),
        "Ctrl+Shift+D",
        "archive",
    ),
    ActionSpec(
        "gather",
        CASE,
        N_("&Gather the documents in a folder…"),
        N_("Write the case's documents into a folder, numbered as in the journal, with an index"),
        "",
        "folder-open",
    ),
    ActionSpec("hand-over", CASE, N_("&Hand cases over…"), N_("All cases of one colleague to another"), "", "users"),
    ActionSpec(
        "next-finding", REPORT, N_("&Next finding"), N_("Go to the next finding and its cell"), "F8", "chevron-down"
    ),
    ActionSpec(
        "previous-finding", REPORT, N_("&Previous finding"), N_("Go to the finding before"), "Shift+F8", "chevron-up"
    ),
    ActionSpec(
        "accept-warning",
        REPORT,
        N_("&Accept the warning…"),
        N_("Accept this warning with a reason"),
        "Ctrl+Shift+A",
        "check",
    ),
    ActionSpec(
        "correct",
        REPORT,
        N_("&Correct the value…"),
        N_("Write what the value should be; what was sent is kept"),
        "F2",
        "pencil",
    ),
    ActionSpec(
        "note",
        REPORT,
        N_("&Note on the value…"),
        N_("Write a note on the value; it follows the value into a new version"),
        "Ctrl+Shift+N",
        "pin",
    ),
    ActionSpec(
        "documents",
        REPORT,
        N_("&Documents of the submission…"),
        N_("The mail it came with, annexes; add, save a copy"),
        "Ctrl+D",
        "archive",
    ),
    ActionSpec(
        "type-in",
        REPORT,
        N_("&Type in answers…"),
        N_("Type answers in from a PDF, a Word file or paper"),
        "Ctrl+T",
        "keyboard",
    ),
    ActionSpec(
        "return-in-part",
        REPORT,
        N_("Accept in &part…"),
        N_("Accept the good parts and return the rest"),
        "",
        "corner-up-left",
    ),
    ActionSpec(
        "annotated",
        REPORT,
        N_("&Save copies with findings…"),
        N_("Write the senders' own workbooks with their findings into a folder"),
        "",
        "corner-up-left",
    ),
    ActionSpec(
        "write-councils",
        LETTER,
        N_("&Write to the councils…"),
        N_("Choose a region and a letter; what is missing first is said"),
        "Ctrl+Shift+L",
        "mail",
    ),
    ActionSpec(
        "approve-letter", LETTER, N_("&Approve and lock…"), N_("Approve the letter and freeze its file"), "", "lock"
    ),
    ActionSpec(
        "save-letters",
        LETTER,
        N_("&Save the case's letters…"),
        N_("Write the letters as PDF files into a folder"),
        "Ctrl+S",
        "download",
    ),
    ActionSpec(
        "help", HELP, N_("&Help on this page"), N_("A short page on what you are doing"), "F1", "circle-question-mark"
    ),
    ActionSpec("shortcuts", HELP, N_("&Keyboard shortcuts"), N_("All keys on one page"), "Ctrl+F1", "keyboard"),
    ActionSpec(
        "example",
        HELP,
        N_("Open the &example"),
        N_("A made-up case in a database of its own; yours is not touched"),
        "",
    ),
    ActionSpec("own-store", HELP, N_("Back to &your own database"), N_("Leave the example"), ""),
    ActionSpec("licences", HELP, N_("&Licences"), N_("The libraries, icons and typeface that are part of it"), "", ""),
    ActionSpec("about", HELP, N_("&About koorddesk"), N_("Version, licences and where the data lie"), "", "info"),
)


class Actions:
    """The window's ``QAction`` objects by key; an action that nothing is connected to is disabled."""

    def __init__(self, window: QWidget, translator: Translator) -> None:
        """Make every action of the table as a child of ``window``."""
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(translator.text(spec.text), window)
            action.setObjectName(spec.key)
            action.setStatusTip(translator.text(spec.tip))
            action.setToolTip(_tip(translator.text(spec.tip), spec.shortcut))
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            self._actions[spec.key] = action
            window.addAction(action)
        self.tint()

    def __getitem__(self, key: str) -> QAction:
        """Return the action with this key."""
        return self._actions[key]

    def connect(self, key: str, slot: Callable[[], object]) -> None:
        """Let an action call ``slot``."""
        self._actions[key].triggered.connect(lambda _checked=False: slot())

    def tint(self) -> None:
        """Draw the icons in the palette in force."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.key].setIcon(icons.icon(spec.icon))


def _tip(text: str, shortcut: str) -> str:
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
    return f"{text} ({keys})" if keys else text
