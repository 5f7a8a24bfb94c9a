"""What search looks through: the words of records and answers, folded, kept beside them by the unit of work.

It is derived from them and can be built anew at any time. Words are folded and split here, å as aa, æ as ae and ø
as oe, so SQLite only compares bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment, AssessmentText, ExpertRemark
from koorddesk.domain.authorities import Authority, Organisation
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.dialogue import DialogueEntry, DialogueParty, EntryDocument, Task
from koorddesk.domain.documents import CaseNote, Document
from koorddesk.domain.letters import Letter
from koorddesk.domain.offers import (
    Department,
    KnowledgeEnvironment,
    Offer,
    OfferAlias,
    OfferGroup,
    OfferScreening,
)
from koorddesk.domain.pathways import PathwayDescription, Recommendation
from koorddesk.domain.reports import Report, ReportingTemplate, Submission
from koorddesk.domain.target_groups import CriterionReason, Intervention, TargetGroup, TargetGroupTitle
from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError
from koorddesk.store.mapping import TABLE_OF
from koorddesk.store.tables import ANSWER, ENTITY_TABLES, SEARCH_ENTRY
from koorddesk.store.types import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, RowMapping

    from koorddesk.store.changes import Pending


@dataclass(frozen=True)
class Searched:
    """Which fields of a record are searched, the most telling first, and how a hit in it is shown.

    ``opens`` is the record that a hit opens where that is another one, ``titled_by`` the one whose title it shows;
    each a kind and the field that holds its key.
    """

    fields: tuple[str, ...]
    title: tuple[str, ...] = ()
    opens: tuple[type, str] | None = None
    titled_by: tuple[type, str] | None = None


SEARCHED: dict[type, Searched] = {
    Authority: Searched(("name", "official_name", "code"), ("name",)),
    Organisation: Searched(("name", "address", "email", "web", "note"), ("name",)),
    TargetGroup: Searched(("note", "proof")),
    TargetGroupTitle: Searched(("title",), (), (TargetGroup, "group_id"), (TargetGroup, "group_id")),
    CriterionReason: Searched(("reason",), (), (TargetGroup, "group_id"), (TargetGroup, "group_id")),
    Intervention: Searched(("title",), ("title",)),
    PathwayDescription: Searched(("title",), ("title",)),
    Recommendation: Searched(("title", "text"), ("number", "title")),
    Announcement: Searched(("code", "title", "questions", "outcome", "issued_text"), ("code", "title")),
    ReportingTemplate: Searched(("title", "code", "file_name"), ("title",)),
    Submission: Searched(("file_name", "reason"), ("file_name",)),
    Report: Searched(
        ("journal_number", "councils_approved", "reservations", "note"), titled_by=(Announcement, "announcement_id")
    ),
    Assessment: Searched(
        ("conclusion_reason", "necessary_supply_reason", "coordination_reason"),
        titled_by=(Announcement, "announcement_id"),
    ),
    Case: Searched(("number", "title", "case_number"), ("number", "title")),
    Step: Searched(("what_is_asked", "taken_text", "reason"), (), (Case, "case_id"), (Case, "case_id")),
    Document: Searched(("theme", "party", "file_name", "document_number"), (), (Case, "case_id"), (Case, "case_id")),
    CaseNote: Searched(("text", "party", "document_number"), (), (Case, "case_id"), (Case, "case_id")),
    DialogueEntry: Searched(
        (
            *("title", "organisation", "offer", "concern", "text", "agenda", "reaction", "documentation"),
            *("document_number", "case_number"),
        ),
        ("title",),
    ),
    DialogueParty: Searched(("name",), (), (DialogueEntry, "entry_id"), (DialogueEntry, "entry_id")),
    EntryDocument: Searched(
        ("theme", "party", "file_name", "document_number"),
        (),
        (DialogueEntry, "entry_id"),
        (DialogueEntry, "entry_id"),
    ),
    Task: Searched(
        ("text", "agreed_with", "done_note"), (), (DialogueEntry, "subject_id"), (DialogueEntry, "subject_id")
    ),
    AssessmentText: Searched(("text",), (), (Assessment, "assessment_id"), (Assessment, "assessment_id")),
    ExpertRemark: Searched(
        ("text", "document_number"), (), (Assessment, "assessment_id"), (Assessment, "assessment_id")
    ),
    Offer: Searched(("name", "operator_name", "address", "portal_number", "cvr", "p_number", "note"), ("name",)),
    Department: Searched(("name", "address", "portal_number", "p_number", "note"), ("name",), (Offer, "offer_id")),
    OfferAlias: Searched(("text",), (), (Offer, "offer_id"), (Offer, "offer_id")),
    OfferGroup: Searched(("text",), (), (Offer, "offer_id"), (Offer, "offer_id")),
    OfferScreening: Searched(("reason",), (), (Offer, "offer_id"), (Offer, "offer_id")),
    KnowledgeEnvironment: Searched(("name", "description", "organisation"), ("name",)),
    Letter: Searched(("title", "recipient_name", "content", "case_number", "document_number"), ("title",)),
}
SEARCHED_TABLES = {ENTITY_TABLES[kind].name: searched for kind, searched in SEARCHED.items()}
_TEXT_TYPES = {
    FieldType.TEXT.value,
    FieldType.CHOICE.value,
    FieldType.OFFER.value,
    FieldType.MUNICIPALITY.value,
    FieldType.REGION.value,
}
_ANSWER_KIND = "answer"
# Records are numbered from here, answers below: the newest first, and records before answers, is one descending walk.
FIRST_RECORD = 1 << 40

LAST_RECORD = 1 << 62
# Pages of files come last; ``koorddesk.store.file_index`` makes their entries.
FIRST_FILE, LAST_FILE = LAST_RECORD, (1 << 63) - 1
FILE_KIND = "file"

_DROP_ENTRIES = "DELETE FROM search_entry WHERE kind = :kind AND record_id = :record"
# FTS5 forgets a row only when it is told what stood in it.
_DROP_INDEX = """
    INSERT INTO search (search, rowid, folded)
    SELECT 'delete', id, folded FROM search_entry WHERE kind = :kind AND record_id = :record
"""

WORD = re.compile(r"[^\W_]+")
_LETTERS = (("å", "aa"), ("æ", "ae"), ("ø", "oe"), ("ä", "ae"), ("ö", "oe"))


def fold(text_: str) -> str:
    """Return text as search compares it: lower case, å aa, æ ae, ø oe, no other accents."""
    danish = _spelled(text_.lower())
    if danish.isascii():
        return danish
    composed = _spelled(unicodedata.normalize("NFKC", text_).casefold())
    return "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))


def _spelled(lower: str) -> str:
    for letter, spelling in _LETTERS:
        lower = lower.replace(letter, spelling)
    return lower


def words(text_: str) -> list[str]:
    """Return the folded words of a text."""
    return WORD.findall(fold(text_))


# An entry is (kind, record, number of the answer, folded words).
Entry = tuple[str, str, int | None, str]


def follow(connection: Connection, pending: Pending) -> None:
    """Bring the index up to what a unit of work has changed."""
    touched: dict[str, list[str]] = {}
    for change in pending.records:
        if change.table in SEARCHED_TABLES:
            touched.setdefault(change.table, []).append(change.record_id)
    for name, ids in touched.items():
        _drop(connection, name, ids)
        _insert(connection, _record_entries(connection, TABLE_OF[name], ids), FIRST_RECORD, LAST_RECORD)
    for reading in pending.readings:
        if reading.before is not None:
            _drop(connection, _ANSWER_KIND, [reading.submission_id])
        if reading.after is not None:
            numbered = ((number, row[4], row[5]) for number, row in enumerate(reading.after.answers, start=1))
            _insert(connection, _answer_entries(reading.submission_id, numbered), 1, FIRST_RECORD)


def rebuild(connection: Connection) -> None:
    """Build the whole index anew; files are looked into again by the services."""
    connection.execute(SEARCH_ENTRY.delete())
    connection.execute(text("INSERT INTO search (search) VALUES ('rebuild')"))
    for name in SEARCHED_TABLES:
        _insert(connection, _record_entries(connection, TABLE_OF[name], None), FIRST_RECORD, LAST_RECORD)
    for submission_id in _read_submissions(connection):
        _insert(connection, _stored_answer_entries(connection, submission_id), 1, FIRST_RECORD)


def rules() -> str:
    """Return what stands for the rules by which entries are made; an index made by others has to be built anew."""
    config = {kind.__name__: searched.fields for kind, searched in SEARCHED.items()}
    said = json_text([config, sorted(_TEXT_TYPES), _LETTERS, WORD.pattern, 1])  # 1: raise when the code folds anew
    return hashlib.sha256(said.encode()).hexdigest()


def is_whole(connection: Connection) -> bool:
    """Tell whether SQLite finds the index in agreement with its entries; the connection has to be one that writes."""
    try:
        # A command of FTS5 in the form of an insert; it compares and writes nothing.
        connection.execute(text("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"))
    except (DatabaseError, UserError):
        return False
    return True


def is_current(connection: Connection) -> bool:
    """Tell whether the entries are exactly what ``rebuild`` would make, beside the pages of files."""
    made_here = select(func.count()).select_from(SEARCH_ENTRY).where(SEARCH_ENTRY.c.kind != FILE_KIND)
    left = connection.execute(made_here).scalar_one()
    parts = [(name, None, list(_record_entries(connection, TABLE_OF[name], None))) for name in SEARCHED_TABLES]
    for kind, submission_id, expected in chain(
        parts,
        ((_ANSWER_KIND, s, _stored_answer_entries(connection, s)) for s in _read_submissions(connection)),
    ):
        columns = (SEARCH_ENTRY.c.kind, SEARCH_ENTRY.c.record_id, SEARCH_ENTRY.c.number, SEARCH_ENTRY.c.folded)
        query = select(*columns).where(SEARCH_ENTRY.c.kind == kind)
        if submission_id is not None:
            query = query.where(SEARCH_ENTRY.c.record_id == submission_id)
        if {tuple(row) for row in connection.execute(query)} != set(expected):
            return False
        left -= len(expected)
    return left == 0


def _drop(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    entries = [{"kind": kind, "record": record_id} for record_id in ids]
    connection.execute(text(_DROP_INDEX), entries)
    connection.execute(text(_DROP_ENTRIES), entries)


def _record_entries(connection: Connection, table: Table, ids: Sequence[str] | None) -> list[Entry]:
    entries: list[Entry] = []
    for row in searched_rows(connection, table, ids):
        folded = " ".join(words(" ".join(texts_of(table.name, row))))
        if folded:
            entries.append((table.name, row["id"], None, folded))
    return entries


def _answer_entries(submission_id: str, answers: Iterable[Sequence[Any]]) -> list[Entry]:
    """Return the entries of answers (number, type, raw) that are words; a lone figure is nothing to search for."""
    entries: list[Entry] = []
    for number, kind, raw in answers:
        if kind in _TEXT_TYPES and raw and (folded := " ".join(words(raw))):
            entries.append((_ANSWER_KIND, submission_id, number, folded))
    return entries


def _stored_answer_entries(connection: Connection, submission_id: str) -> list[Entry]:
    query = select(ANSWER.c.number, ANSWER.c.type, ANSWER.c.raw).where(ANSWER.c.submission_id == submission_id)
    return _answer_entries(submission_id, connection.execute(query.order_by(ANSWER.c.number)).all())


def _read_submissions(connection: Connection) -> Sequence[str]:
    return connection.execute(select(ANSWER.c.submission_id).distinct()).scalars().all()


def searched_rows(connection: Connection, table: Table, ids: Sequence[str] | None) -> Iterable[RowMapping]:
    """Yield key and searched fields of these records, or of all."""
    searched = SEARCHED_TABLES[table.name]
    others = [other[1] for other in (searched.opens, searched.titled_by) if other]
    names = {"id", *searched.fields, *searched.title, *others}
    query = select(*(table.c[name] for name in sorted(names)))
    if ids is None:
        yield from connection.execute(query).mappings()
        return
    for start in range(0, len(ids), 500):
        yield from connection.execute(query.where(table.c.id.in_(ids[start : start + 500]))).mappings()


def _insert(connection: Connection, entries: Sequence[Entry], first: int, below: int) -> None:
    """Add entries behind the last one in their range of numbers."""
    if not entries:
        return
    numbers = SEARCH_ENTRY.c.id
    last = connection.execute(select(func.max(numbers)).where(numbers >= first, numbers < below)).scalar()
    rows = [(number, *entry) for number, entry in enumerate(entries, start=first if last is None else last + 1)]
    connection.exec_driver_sql("INSERT INTO search_entry VALUES (?, ?, ?, ?, ?)", rows)
    connection.exec_driver_sql("INSERT INTO search (rowid, folded) VALUES (?, ?)", [(row[0], row[-1]) for row in rows])


def texts_of(table: str, row: RowMapping) -> list[str]:
    """Return what is searched of a record, the most telling first."""
    return [_readable(row[name]) for name in SEARCHED_TABLES[table].fields if row[name]]


def _readable(value: Any) -> str:
    """Return a field as text; of JSON only the words a person wrote, not its keys."""
    content = str(value)
    if content[:1] not in "{[":
        return content
    try:
        return " ".join(_strings(json.loads(content)))
    except ValueError:
        return content


def _strings(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _strings(part)
