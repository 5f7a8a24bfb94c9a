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

if TYPE_CHECKING:
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
        self, desk: Desk, jobs: JobRunner, notifier: Notifier, memory: Memory, parent: QObject | None = None
    ) -> None:
        """Take what the program's start has made."""
        super().__init__(parent)
        self.desk, self.jobs, self.notifier, self.memory = desk, jobs, notifier, memory
        self.translator = desk.translator

    @property
    def is_example(self) -> bool:
        """Whether the store that is open is the demonstration."""
        return self.desk.store.path.name == EXAMPLE_STORE

    def text(self, msgid: str, **params: object) -> str:
        """Return a sentence in the user's language."""
        return self.translator.text(msgid, **params)

    def plural(self, singular: str, plural: str, count: int, **params: object) -> str:
        """Return the sentence for a number; ``%(count)d`` is the number."""
        return self.translator.plural(singular, plural, count, **params)

    def use_settings(self, settings: Settings) -> None:
        """Work with these settings from now on."""
        self.desk = dataclasses.replace(self.desk, settings=settings)
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
        desk = self.desk
        return self.jobs.start(
            owner, lambda _progress, _cancelled: query(desk), then=then, failed=failed, replaces=replaces
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
        desk = self.desk
        return self.long_change(owner, lambda _progress, _cancelled: work(desk), title=title, then=then, failed=failed)

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


def kinds_of(result: object) -> frozenset[str]:
    """Return which kinds of record a service's result says it touched."""
    changes = getattr(result, "changes", result)
    kinds = getattr(changes, "kinds", None)
    return frozenset(kinds) if kinds is not None else EVERYTHING
