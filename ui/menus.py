"""Which action stands in which menu, which ones a page answers, which ones open a dialog of the whole window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar

from koorddesk.i18n import Translator
from ui import access_keys
from ui.actions import CASE, EDIT, FILE, HELP, LETTER, MENUS, REPORT, VIEW, Actions
from ui.widgets.rail import page_key

# An empty entry is a line between two groups.
MENU_ENTRIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        FILE,
        (
            "import",
            "watch",
            "learn",
            "",
            "contacts",
            "groups",
            "",
            "overview",
            "",
            "backup",
            "put-back",
            "check",
            "",
            "settings",
            "",
            "quit",
        ),
    ),
    (EDIT, ("undo", "redo", "", "copy", "save-list", "print-list", "", "find", "search")),
    (VIEW, ("apart", "refresh", "history", "jobs", "next-area", "")),
    (CASE, ("telephone-note", "case-note", "file-document", "gather", "", "next-step", "", "new-case", "hand-over")),
    (
        REPORT,
        (
            "next-finding",
            "previous-finding",
            "",
            "accept-warning",
            "correct",
            "note",
            "",
            "documents",
            "type-in",
            "return-in-part",
            "annotated",
        ),
    ),
    (LETTER, ("write-councils", "", "approve-letter", "save-letters")),
    (HELP, ("help", "shortcuts", "", "example", "own-store", "", "licences", "about")),
)
PAGE_ACTIONS = (
    "next-step",
    "case-note",
    "file-document",
    "next-finding",
    "previous-finding",
    "accept-warning",
    "correct",
    "annotated",
    "note",
    "documents",
    "gather",
    "type-in",
    "return-in-part",
    "approve-letter",
    "save-letters",
    "history",
)
DIALOG_ACTIONS = (
    "import",
    "write-councils",
    "learn",
    "contacts",
    "groups",
    "overview",
    "settings",
    "backup",
    "put-back",
    "check",
    "example",
    "own-store",
    "help",
    "shortcuts",
    "licences",
    "about",
)


def build_menus(
    bar: QMenuBar, actions: Actions, translator: Translator, pages: Sequence[tuple[str, Callable[[], object]]]
) -> None:
    """Fill the menu bar; ``pages`` are the words and openers of the rail's pages, which end the view menu.

    In each menu an access key that an entry before has claimed moves to another letter.
    """
    for key, entries in MENU_ENTRIES:
        menu = bar.addMenu(translator.text(MENUS[key]))
        taken: set[str] = set()
        for entry in entries:
            if not entry:
                menu.addSeparator()
                continue
            action = actions[entry]
            action.setText(access_keys.with_letter(action.text(), taken))
            taken.add(access_keys.letter(action.text()))
            menu.addAction(action)
        if key == VIEW:
            for number, (word, open_page) in enumerate(pages):
                words = access_keys.with_letter(word, taken)
                taken.add(access_keys.letter(words))
                action = menu.addAction(words, open_page)
                action.setShortcut(QKeySequence(page_key(number)))
