"""The desk: what every use case needs at hand (store, settings, language, calendar), opened in one place."""

from __future__ import annotations

import datetime as dt
import getpass
import platform
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from koorddesk.i18n import Translator
from koorddesk.services.folders import own_store
from koorddesk.services.registers import load_registers
from koorddesk.settings import Settings, load_settings
from koorddesk.store.engine import Actor, Store


@dataclass(frozen=True)
class Desk:
    """An open store with the person at it, the settings, the language and today's date."""

    store: Store
    settings: Settings
    translator: Translator
    today: Callable[[], dt.date]

    @property
    def actor(self) -> Actor:
        """Return who is at the desk."""
        return self.store.actor

    def close(self) -> None:
        """Close the store properly."""
        self.store.close()


def open_desk(
    path: Path | None = None,
    *,
    settings: Settings | None = None,
    account: str | None = None,
    today: Callable[[], dt.date] = dt.date.today,
) -> Desk:
    """Open the store at ``path`` (the user's own by default), make it if it is not there, and load the registers.

    Raises UserError for a store that cannot be opened; the store is then untouched.
    """
    known = settings or load_settings()
    name = account or getpass.getuser()
    store = Store.open(path or own_store(known), Actor(account=name, name=name, machine=platform.node()))
    with ExitStack() as on_failure:
        on_failure.callback(store.close)
        load_registers(store)
        on_failure.pop_all()
    return Desk(store, known, Translator(known.language), today)
