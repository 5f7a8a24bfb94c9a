"""What may leave the store as files: the administrator's switches, asked by every service that writes such files."""

from __future__ import annotations

import enum

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.settings import Settings


class Export(enum.Enum):
    """What is to be written; the value is the setting that allows it."""

    LISTS = "export_lists"  # lists, registers, overviews
    LETTERS = "export_letters"
    COPIES = "export_copies"  # whole stores


_REFUSALS = {
    Export.LISTS: "export-lists-off",
    Export.LETTERS: "export-letters-off",
    Export.COPIES: "export-copies-off",
}

register(
    {
        "export-lists-off": N_(
            "Your organisation does not allow lists and overviews to be saved as files. Nothing was written. Use them "
            "in the program, or ask your IT support."
        ),
        "export-letters-off": N_(
            "Your organisation does not allow letters to be saved as files. Nothing was written. Use them in the "
            "program, or ask your IT support."
        ),
        "export-copies-off": N_(
            "Your organisation allows copies of the store only in the folder for backups. Nothing was written. Choose "
            "that folder, or ask your IT support."
        ),
    }
)


def allowed(settings: Settings, what: Export) -> bool:
    """Tell whether the organisation allows such files."""
    return bool(getattr(settings, what.value))


def require(settings: Settings, what: Export) -> None:
    """Raise UserError with a sentence where the organisation does not allow such files."""
    if not allowed(settings, what):
        raise UserError(_REFUSALS[what])
