"""What every page is given: the desk, the language, jobs, messages, memory, and one signal for changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from koorddesk.paths import EXAMPLE_STORE
from ui.jobs import Job, JobRunner, Lane, Work
from ui.memory import Memory
from ui.notify import Notifier
from ui.opening import Opening

if TYPE_CHECKING:
    from pathlib import Path

    from koorddesk.services.desk import Desk
    from koorddesk.settings import Settings

T = TypeVar("T")
Query = Callable[["Desk"], T]

EVERYTHING: frozenset[str] = frozenset()


class Workplace(QObject):
    """The hands of the pages: read in a job, change in a job, tell the other pages.

    Signals:
        changed(kinds): names of the kinds of record a change touched (``EVERYTHING`` where that is not known).
        page_wanted(page, key): something on another page should be shown.
        action_wanted(key): an action of the whole window should be done.
        reopen_wanted(Path): the window should close and open again on this store.
    """

    changed = Signal(frozenset)
    page_wanted = Signal(str, str)
    action_wanted = Signal(str)
    reopen_wanted = Signal(object)

    def __init__(
        self, desk: Desk | Opening, jobs: JobRunner, notifier: Notifier, memory: Memory, parent: QObject | None = None
    ) -> None:
        """Take what the program's start has made; the desk may still be on its way."""
        super().__init__(parent)
        self._desk: Desk | Opening = desk
        self.jobs, self.notifier, self.memory = jobs, notifier, memory
        self.translator = desk.translator
        self.waiting_files: list[Path] = []  # dropped before their form was learned; read as soon as it is
        self.store_path = desk.path if isinstance(desk, Opening) else desk.store.path

    @property
    def is_open(self) -> bool:
        """Whether the store is open; until then what is read waits in its job."""
        return not isinstance(self._desk, Opening) or self._desk.is_over

    @property
    def desk(self) -> Desk:
        """The desk; asking for it before the store is open waits, so do it in a job where that may be."""
        if isinstance(self._desk, Opening):
            self._desk = self._desk.desk()
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk

    def when_open(self, work: Callable[[], object]) -> None:
        """Do something as soon as the store is open, at once where it is."""
        if isinstance(self._desk, Opening) and not self._desk.is_over:
            self._desk.opened.connect(work)
        else:
            work()

    @property
    def is_example(self) -> bool:
        """Whether the store that is open is the demonstration."""
        return self.store_path.name == EXAMPLE_STORE

    def text(self, msgid: str, **params: object) -> str:
        """Return a sentence in the user's language."""
        return self.translator.text(msgid, **params)

    def plural(self, singular: str, plural: str, count: int, **params: object) -> str:
        """Return the sentence for a number; ``%(count)d`` is the number."""
        return self.translator.plural(singular, plural, count, **params)

    def use_settings(self, settings: Settings) -> None:
        """Work with these settings from now on."""
        self._desk = dataclasses.replace(self.desk, settings=settings)
        self.changed.emit(EVERYTHING)

    def read(
        self,
        owner: QObject,
        query: Query[T],
        then: Callable[[T], None],
        *,
        replaces: str = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Ask the store something beside the window; only the newest answer to ``replaces`` arrives."""
        at = self._hand()
        return self.jobs.start(
            owner, lambda _progress, _cancelled: query(at()), then=then, failed=failed, replaces=replaces
        )

    def change(
        self,
        owner: QObject,
        work: Query[T],
        *,
        title: str,
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Change the store; afterwards the pages that show such records refresh, then ``then`` is called."""
        at = self._hand()
        return self.long_change(owner, lambda _progress, _cancelled: work(at()), title=title, then=then, failed=failed)

    def long_change(
        self,
        owner: QObject,
        work: Work[T],
        *,
        title: str,
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Change the store in a job that tells how far it is and can be cancelled."""

        def done(result: T) -> None:
            self.changed.emit(kinds_of(result))
            if then is not None:
                then(result)

        return self.jobs.start(owner, work, then=done, failed=failed, title=title, lane=Lane.WRITE)

    def _hand(self) -> Callable[[], Desk]:
        """Return what gives a job the desk of this moment, or the one that is being opened."""
        desk = self._desk
        return desk.desk if isinstance(desk, Opening) else lambda: desk


def kinds_of(result: object) -> frozenset[str]:
    """Return which kinds of record a service's result says it touched."""
    changes = getattr(result, "changes", result)
    kinds = getattr(changes, "kinds", None)
    return frozenset(kinds) if kinds is not None else EVERYTHING
