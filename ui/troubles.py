"""What stands in the way of opening a store, and what can be done about it before there is a window."""

from __future__ import annotations

import enum
from pathlib import Path

from koorddesk.errors import KoorddeskError, UserError, register
from koorddesk.i18n import N_, Translator
from koorddesk.services.backups import KnownBackup, as_backup, known_backups
from koorddesk.services.folders import own_store
from koorddesk.settings import load_settings
from ui.dialogs.put_back import PutBackDialog
from ui.notify import Notifier
from ui.one_window import call_window

register(
    {
        "store-damaged-alone": N_(
            "The database %(path)s is damaged or is not a koorddesk database. Nothing was changed. No copy of it was "
            "found in the folder for backups or beside it; ask your IT support for one."
        ),
    }
)


class Outcome(enum.Enum):
    """How it ended: the store can be opened now, its window is in front already, or the program ends."""

    TRY_AGAIN = enum.auto()
    SHOWN_ELSEWHERE = enum.auto()
    END = enum.auto()


def meet(error: KoorddeskError, store: Path | None, translator: Translator) -> Outcome:
    """Do what can be done about an error met when a store (the user's own by default) was opened; say the rest."""
    if error.code == "store-in-use" and call_window(store or own_store(load_settings())):
        return Outcome.SHOWN_ELSEWHERE
    if error.code == "store-damaged":
        settings = load_settings()
        path = store or own_store(settings)
        copies = known_backups(settings, path)
        if copies:
            return Outcome.TRY_AGAIN if _put_back(error.message(translator), copies, path, translator) else Outcome.END
        error = UserError("store-damaged-alone", path=str(path))
    Notifier(translator).show_error(error)
    return Outcome.END


def take_over(copy: Path, translator: Translator) -> bool:
    """Offer to work on with a copy that was handed over in the place of the user's own store; tell whether it is so."""
    said = translator.text(
        N_(
            "This copy of a database was handed over to you. When you put it back, the program works on with it in the "
            "place of your own database."
        )
    )
    return _put_back(said, [as_backup(copy)], own_store(load_settings()), translator)


def put_back(store: Path, translator: Translator) -> None:
    """Offer the copies of a store that is whole, before it is opened again."""
    said = translator.text(
        N_("Choose the copy that the program shall work on with. What was done since that copy was made is not in it.")
    )
    _put_back(said, known_backups(load_settings(), store), store, translator)


def _put_back(said: str, copies: list[KnownBackup], store: Path, translator: Translator) -> bool:
    dialog = PutBackDialog(translator, said, copies, store)
    done = bool(dialog.exec())
    dialog.deleteLater()
    return done
