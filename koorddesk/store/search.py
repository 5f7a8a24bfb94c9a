"""Full-text search over records and answers, as one types, with å as aa, æ as ae and ø as oe.

What is indexed is derived from the records and kept by the unit of work; it can be built anew at any time. Words
are folded and split here, so SQLite only compares bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import DatabaseError

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment
from koorddesk.domain.authorities import Authority, Organisation
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.letters import Letter
from koorddesk.domain.pathways import PathwayDescription, Recommendation
from koorddesk.domain.reports import Report, ReportingTemplate, Submission
from koorddesk.domain.target_groups import CriterionReason, Intervention, TargetGroup, TargetGroupTitle
from koorddesk.domain.values import CellRef, FieldType
from koorddesk.errors import UserError
from koorddesk.store.mapping import KIND_OF, TABLE_OF
from koorddesk.store.tables import ANSWER, ENTITY_TABLES, SEARCH_ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, RowMapping

    from koorddesk.store.history import Pending


@dataclass(frozen=True)
class SearchHit:
    """One place where all words were found.

    ``kind`` and ``record_id`` name the record to open: an entity's class name and key. For an answer that is its
    submission, with the answer's ``number`` and its ``place`` in the sender's workbook. ``found_in`` is what was
    searched: the same class name, that of a record belonging to it, or ``Answer``.
    """

    kind: str
    record_id: str
    title: str
    snippet: str
    found_in: str
    number: int | None = None
    place: str = ""


@dataclass(frozen=True)
class _Searched:
    """Which fields of a record are searched, the title first, and which record a hit opens."""

    title: tuple[str, ...]
    more: tuple[str, ...] = ()
    opens: tuple[type, str] | None = None


_SEARCHED: dict[type, _Searched] = {
    Authority: _Searched(("name",), ("official_name", "code")),
    Organisation: _Searched(("name",), ("address", "email", "web", "note")),
    TargetGroup: _Searched(("note",), ("proof",)),
    TargetGroupTitle: _Searched(("title",), opens=(TargetGroup, "group_id")),
    CriterionReason: _Searched(("reason",), opens=(TargetGroup, "group_id")),
    Intervention: _Searched(("title",)),
    PathwayDescription: _Searched(("title",)),
    Recommendation: _Searched(("number", "title"), ("text",)),
    Announcement: _Searched(("code", "title"), ("questions", "outcome", "issued_text")),
    ReportingTemplate: _Searched(("title",), ("code", "file_name")),
    Submission: _Searched(("file_name",), ("reason",)),
    Report: _Searched(("journal_number",), ("councils_approved", "reservations", "note")),
    Assessment: _Searched(("conclusion_reason",), ("necessary_supply_reason", "coordination_reason")),
    Case: _Searched(("number", "title"), ("case_number",)),
    Step: _Searched(("what_is_asked",), ("taken_text",), opens=(Case, "case_id")),
    Letter: _Searched(("title",), ("recipient_name", "content", "case_number", "document_number")),
}
_SEARCHED_TABLES = {ENTITY_TABLES[kind].name: searched for kind, searched in _SEARCHED.items()}
_TEXT_TYPES = {
    FieldType.TEXT.value,
    FieldType.CHOICE.value,
    FieldType.OFFER.value,
    FieldType.MUNICIPALITY.value,
    FieldType.REGION.value,
}
_ANSWER_KIND = "answer"
# Records are numbered from here, answers below: the newest first, and records before answers, is one descending walk.
_FIRST_RECORD = 1 << 40

_DROP_ENTRIES = "DELETE FROM search_entry WHERE kind = :kind AND record_id = :record"
# FTS5 forgets a row only when it is told what stood in it.
_DROP_INDEX = """
    INSERT INTO search (search, rowid, folded)
    SELECT 'delete', id, folded FROM search_entry WHERE kind = :kind AND record_id = :record
"""

_WORD = re.compile(r"[^\W_]+")
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
    return _WORD.findall(fold(text_))


# Keeping the index. An entry is (kind, record, number of the answer, folded words).
Entry = tuple[str, str, int | None, str]


def follow(connection: Connection, pending: Pending) -> None:
    """Bring the index up to what a unit of work has changed."""
    touched: dict[str, list[str]] = {}
    for change in pending.records:
        if change.table in _SEARCHED_TABLES:
            touched.setdefault(change.table, []).append(change.record_id)
    for name, ids in touched.items():
        _drop(connection, name, ids)
        _insert(connection, _record_entries(connection, TABLE_OF[name], ids), _FIRST_RECORD, 1 << 62)
    for reading in pending.readings:
        if reading.before is not None:
            _drop(connection, _ANSWER_KIND, [reading.submission_id])
        if reading.after is not None:
            numbered = ((number, row[4], row[5]) for number, row in enumerate(reading.after.answers, start=1))
            _insert(connection, _answer_entries(reading.submission_id, numbered), 1, _FIRST_RECORD)


def rebuild(connection: Connection) -> None:
    """Build the whole index anew."""
    connection.execute(SEARCH_ENTRY.delete())
    connection.execute(text("INSERT INTO search (search) VALUES ('rebuild')"))
    for name in _SEARCHED_TABLES:
        _insert(connection, _record_entries(connection, TABLE_OF[name], None), _FIRST_RECORD, 1 << 62)
    for submission_id in _read_submissions(connection):
        _insert(connection, _stored_answer_entries(connection, submission_id), 1, _FIRST_RECORD)


def is_current(connection: Connection) -> bool:
    """Tell whether the index holds exactly what ``rebuild`` would make, and SQLite finds it whole."""
    try:
        # A command of FTS5 in the form of an insert; it compares the index with the entries and writes nothing.
        connection.execute(text("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"))
    except (DatabaseError, UserError):
        return False
    left = connection.execute(select(func.count()).select_from(SEARCH_ENTRY)).scalar_one()
    parts = [(name, None, list(_record_entries(connection, TABLE_OF[name], None))) for name in _SEARCHED_TABLES]
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
    for row in _records(connection, table, ids):
        folded = " ".join(words(" ".join(_texts(table.name, row))))
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


def _records(connection: Connection, table: Table, ids: Sequence[str] | None) -> Iterable[RowMapping]:
    searched = _SEARCHED_TABLES[table.name]
    names = {"id", *searched.title, *searched.more, *([searched.opens[1]] if searched.opens else [])}
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


def _texts(table: str, row: RowMapping) -> list[str]:
    searched = _SEARCHED_TABLES[table]
    return [_readable(row[name]) for name in (*searched.title, *searched.more) if row[name]]


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


# Searching


def find(connection: Connection, wanted: str, limit: int) -> list[SearchHit]:
    """Return the places that hold all words of ``wanted``, each as the beginning of a word.

    Records come first, those whose title begins with what was typed before the others; then answers, the newest
    first. At least half of the places are kept for answers where both are many.
    """
    terms = words(wanted)
    if not terms or limit < 1:
        return []
    match = " ".join(f'"{term}"*' for term in terms)
    answers = _answer_hits(connection, terms, _matches(connection, match, 1, _FIRST_RECORD, limit))
    # More records than shown are looked at, for those that begin with the words are not always the newest.
    found = _matches(connection, match, _FIRST_RECORD, 1 << 62, max(limit, 200))
    records = _record_hits(connection, terms, found)
    room = max(limit - len(answers), limit - limit // 2)
    return [*records[:room], *answers][:limit]


def _matches(connection: Connection, match: str, first: int, below: int, limit: int) -> list[tuple[str, str, int]]:
    query = text(
        "SELECT e.kind, e.record_id, e.number FROM search AS s JOIN search_entry AS e ON e.id = s.rowid "
        "WHERE s.search MATCH :match AND s.rowid >= :first AND s.rowid < :below ORDER BY s.rowid DESC LIMIT :limit"
    )
    rows = connection.execute(query, {"match": match, "first": first, "below": below, "limit": limit})
    return [(row.kind, row.record_id, row.number) for row in rows]


def _record_hits(connection: Connection, terms: list[str], found: list[tuple[str, str, int]]) -> list[SearchHit]:
    ids: dict[str, list[str]] = {}
    for kind, record_id, _ in found:
        ids.setdefault(kind, []).append(record_id)
    rows = {(kind, row["id"]): row for kind in ids for row in _records(connection, TABLE_OF[kind], ids[kind])}
    ranked = []
    for order, (kind, record_id, _) in enumerate(found):
        row = rows[kind, record_id]
        searched = _SEARCHED_TABLES[kind]
        title = " · ".join(str(row[name]) for name in searched.title if row[name])
        rank = 0 if fold(title).startswith(terms[0]) else 1 if _holds(title, terms) else 2
        entity = KIND_OF[kind]
        target, key = (searched.opens[0], row[searched.opens[1]]) if searched.opens else (entity, record_id)
        snippet = _snippet(_texts(kind, row), terms)
        ranked.append((rank, order, SearchHit(target.__name__, key, title, snippet, entity.__name__)))
    return [hit for *_, hit in sorted(ranked, key=lambda entry: entry[:2])]


def _answer_hits(connection: Connection, terms: list[str], found: list[tuple[str, str, int]]) -> list[SearchHit]:
    submission = ENTITY_TABLES[Submission]
    query = (
        select(ANSWER.c.raw, ANSWER.c.label, ANSWER.c.sheet, ANSWER.c.cell, submission.c.file_name)
        .join(submission, submission.c.id == ANSWER.c.submission_id)
        .where(ANSWER.c.submission_id == bindparam("submission"), ANSWER.c.number == bindparam("number"))
    )
    hits = []
    for _, submission_id, number in found:
        row = connection.execute(query, {"submission": submission_id, "number": number}).one()
        place = str(CellRef(row.sheet, row.cell)) if row.sheet is not None else ""
        title = f"{row.file_name} · {row.label}" if row.label else row.file_name
        snippet = _snippet([row.raw], terms)
        hits.append(SearchHit("Submission", submission_id, title, snippet, "Answer", number, place))
    return hits


def _holds(content: str, terms: list[str]) -> bool:
    found = words(content)
    return all(any(word.startswith(term) for word in found) for term in terms)


def _snippet(texts: list[str], terms: list[str], width: int = 90) -> str:
    """Return the part of the texts around the first word searched for, cut at words."""
    for content in texts:
        for match in _WORD.finditer(content):
            if any(fold(match[0]).startswith(term) for term in terms):
                return _around(content, match.start(), width)
    return ""


def _around(content: str, position: int, width: int) -> str:
    begin = max(0, position - width // 3)
    end = min(len(content), begin + width)
    if begin:
        begin = content.find(" ", begin, position) + 1 or position
    if end < len(content):
        end = max(content.rfind(" ", position + 1, end), position + 1) if " " in content[position + 1 : end] else end
    cut = " ".join(content[begin:end].split())
    return ("… " if begin else "") + cut + (" …" if end < len(content) else "")
