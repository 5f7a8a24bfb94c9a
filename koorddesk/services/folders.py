"""Which folders the program proposes: what is set, else the user's documents folder, wherever Windows has put it."""

from __future__ import annotations

import enum
import os
from pathlib import Path

import platformdirs

from koorddesk.paths import default_store
from koorddesk.settings import Settings


class For(enum.Enum):
    """What a folder is wanted for; the value is the setting that names it."""

    LISTS = "output_folder"
    LETTERS = "letter_folder"
    BLANK_FORMS = "template_folder"
    BACKUPS = "backup_folder"


def own_store(settings: Settings) -> Path:
    """Return the store that opens when no other is named."""
    return _expanded(settings.store) if settings.store else default_store()


def chosen(settings: Settings, what: For) -> Path | None:
    """Return the folder that is set, None where none is; variables such as ``%USERNAME%`` are filled in.

    Letters and blank forms without a folder of their own go where lists go, as the settings say.
    """
    own = getattr(settings, what.value)
    text = own or (settings.output_folder if what in (For.LETTERS, For.BLANK_FORMS) else "")
    return _expanded(text) if text else None


def proposed(settings: Settings, what: For, name: str = "") -> str:
    """Return where a dialog that asks for a place begins, with a file name where one is proposed.

    A folder that is not there (a file server out of reach) gives way to the user's documents folder.
    """
    folder = chosen(settings, what)
    if folder is None or not folder.is_dir():
        folder = Path(platformdirs.user_documents_dir())
    return str(folder / name if name else folder)


def _expanded(text: str) -> Path:
    return Path(os.path.expandvars(text)).expanduser()
