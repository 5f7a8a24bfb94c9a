"""Which action stands in which menu, which ones a page answers, which ones open a dialog of the whole window."""

from __future__ import annotations

from ui.actions import CASE, EDIT, FILE, HELP, LETTER, REPORT, VIEW

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
    (VIEW, ("apart", "refresh", "history", "next-area", "")),
    (CASE, ("telephone-note", "case-note", "file-document", "", "next-step", "", "new-case", "hand-over")),
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
    (LETTER, ("approve-letter", "save-letters")),
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
    "type-in",
    "return-in-part",
    "approve-letter",
    "save-letters",
    "history",
)
DIALOG_ACTIONS = (
    "import",
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
