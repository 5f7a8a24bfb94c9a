"""The text inside documents, for the search: PDF, Word and other files put on cases, entries and submissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from koorddesk.errors import FileProblem
from koorddesk.store.uow import Summary
from koorddesk.workbooks.document_text import text_pages
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

Cancelled = Callable[[], bool]


def look_into_documents(desk: Desk, most: int | None = None, cancelled: Cancelled = lambda: False) -> int:
    """Give the search the text of documents it does not have yet, at most of so many; return how many are left.

    Each is opened in a process of its own, and one that cannot be read is remembered as having no text.
    """
    with desk.store.reader() as uow:
        waiting = uow.files_without_words()
    done = 0
    for sha256, name in waiting[:most]:
        if cancelled():
            break
        with desk.store.reader() as uow:
            data = uow.file(sha256)
        try:
            pages = in_worker(text_pages, data, name)
        except FileProblem:
            pages = []
        with desk.store.unit_of_work() as uow:
            uow.put_words(sha256, pages)
            uow.commit(Summary(""))
        done += 1
    return len(waiting) - done
