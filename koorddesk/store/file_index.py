"""What search looks through in the files kept beside records: the text of each page, by the file's hash.

The text is taken out of a file by the services, for foreign files are opened in processes of their own, and given to
the index here. It hangs on the bytes and not on a record, so undo and redo need not touch it; which records hold the
file is asked when something is found. Like the rest of the index it can be made anew at any time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select, text, union_all

from koorddesk.domain.chain import Case
from koorddesk.domain.dialogue import DialogueEntry, EntryDocument
from koorddesk.domain.documents import Document
from koorddesk.domain.reports import Attachment, Submission
from koorddesk.store.index import FILE_KIND, FIRST_FILE, words
from koorddesk.store.tables import ENTITY_TABLES, FILE, SEARCH_ENTRY

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_DOCUMENT, _ENTRY_DOCUMENT, _ATTACHMENT = (ENTITY_TABLES[kind] for kind in (Document, EntryDocument, Attachment))
_CASE, _ENTRY, _SUBMISSION = (ENTITY_TABLES[kind] for kind in (Case, DialogueEntry, Submission))
# The folded words that are compared, then the page as it reads, from which what is shown is cut.
_BETWEEN = "\x1f"
_REGISTRATION_NUMBER = re.compile(r"\b\d{6}[-\s]?\d{4}\b")

# What opens a document: kind and key of the record, its title, the document's own key.
Holder = tuple[str, str, str, str]


def put_pages(connection: Connection, sha256: str, pages: Sequence[str]) -> None:
    """Keep the text of a file's pages for the search; of a file without text, that it was looked at.

    Civil registration numbers are left out: nobody shall be found by theirs.
    """
    rows: list[tuple[int, str, str, int, str]] = []
    last = connection.execute(select(func.max(SEARCH_ENTRY.c.id)).where(SEARCH_ENTRY.c.id >= FIRST_FILE)).scalar()
    number = FIRST_FILE if last is None else last + 1
    for page, content in enumerate(pages, start=1):
        plain = " ".join(_REGISTRATION_NUMBER.sub(" ", content).replace(_BETWEEN, " ").split())
        folded = " ".join(words(plain))
        if folded:
            rows.append((number + len(rows), FILE_KIND, sha256, page, f"{folded}{_BETWEEN}{plain}"))
    rows = rows or [(number, FILE_KIND, sha256, 0, "")]
    connection.exec_driver_sql("INSERT INTO search_entry VALUES (?, ?, ?, ?, ?)", rows)
    connection.exec_driver_sql("INSERT INTO search (rowid, folded) VALUES (?, ?)", [(row[0], row[-1]) for row in rows])


def without_words(connection: Connection) -> list[tuple[str, str]]:
    """Return (hash, name) of the files that records hold as documents and that were not looked into yet."""
    held = union_all(
        *(
            select(table.c.file_sha256, table.c.file_name).where(table.c.file_sha256.is_not(None), *conditions)
            for table, conditions in (
                # Forms and letters are found by their answers and words.
                (_DOCUMENT, (_DOCUMENT.c.submission_id.is_(None), _DOCUMENT.c.letter_id.is_(None))),
                (_ENTRY_DOCUMENT, ()),
                (_ATTACHMENT, ()),
            )
        )
    ).subquery()
    known = select(SEARCH_ENTRY.c.record_id).where(SEARCH_ENTRY.c.kind == FILE_KIND)
    query = (
        select(held.c.file_sha256, func.min(held.c.file_name))
        .join(FILE, FILE.c.sha256 == held.c.file_sha256)  # what is held outside the store is not looked into
        .where(held.c.file_sha256.not_in(known))
        .group_by(held.c.file_sha256)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def page_texts(connection: Connection, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the text of these pages, each a hash and a number, as it reads."""
    query = text("SELECT folded FROM search_entry WHERE kind = :kind AND record_id = :record AND number = :number")
    found = {}
    for sha256, number in places:
        row = connection.execute(query, {"kind": FILE_KIND, "record": sha256, "number": number}).scalar_one()
        found[sha256, number] = row.partition(_BETWEEN)[2]
    return found


def holders(connection: Connection, hashes: Sequence[str]) -> dict[str, list[Holder]]:
    """Return, for each of these files, what opens the documents that have it."""
    query = union_all(
        select(
            _DOCUMENT.c.file_sha256,
            literal(Case.__name__),
            _CASE.c.id,
            _CASE.c.number + " · " + _DOCUMENT.c.theme + " · " + _DOCUMENT.c.file_name,
            _DOCUMENT.c.id,
        )
        .join(_CASE, _CASE.c.id == _DOCUMENT.c.case_id)
        .where(_DOCUMENT.c.file_sha256.in_(hashes)),
        select(
            _ENTRY_DOCUMENT.c.file_sha256,
            literal(DialogueEntry.__name__),
            _ENTRY.c.id,
            _ENTRY.c.title + " · " + _ENTRY_DOCUMENT.c.file_name,
            _ENTRY_DOCUMENT.c.id,
        )
        .join(_ENTRY, _ENTRY.c.id == _ENTRY_DOCUMENT.c.entry_id)
        .where(_ENTRY_DOCUMENT.c.file_sha256.in_(hashes)),
        select(
            _ATTACHMENT.c.file_sha256,
            literal(Submission.__name__),
            _SUBMISSION.c.id,
            _SUBMISSION.c.file_name + " · " + _ATTACHMENT.c.file_name,
            _ATTACHMENT.c.id,
        )
        .join(_SUBMISSION, _SUBMISSION.c.id == _ATTACHMENT.c.submission_id)
        .where(_ATTACHMENT.c.file_sha256.in_(hashes)),
    )
    found: dict[str, list[Holder]] = {}
    for sha256, kind, key, title, document in connection.execute(query):
        found.setdefault(sha256, []).append((kind, key, title, document))
    return found
