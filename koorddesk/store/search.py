"""Full-text search over records and answers, as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from koorddesk.domain.target_groups import TargetGroup, TargetGroupTitle
from koorddesk.domain.values import CellRef
from koorddesk.store.file_index import holders, page_texts
from koorddesk.store.index import (
    FIRST_FILE,
    FIRST_RECORD,
    LAST_FILE,
    LAST_RECORD,
    SEARCHED_TABLES,
    WORD,
    fold,
    searched_rows,
    texts_of,
    words,
)
from koorddesk.store.mapping import KIND_OF, TABLE_OF
from koorddesk.store.tables import ENTITY_TABLES

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.engine import Connection, RowMapping

_GROUP, _GROUP_TITLE = ENTITY_TABLES[TargetGroup], ENTITY_TABLES[TargetGroupTitle]
_Match = tuple[str, str, int]  # kind of entry, key of the record or submission, number of the answer
_INDEXED_LETTERS = 3  # the longest beginning that has an index of its own (tables.SEARCH_DDL)
_ANSWERS_WANTED = """
    SELECT a.submission_id, a.number, a.raw, a.label, a.sheet, a.cell, s.file_name
    FROM wanted AS w
    CROSS JOIN answer AS a ON a.submission_id = w.id AND a.number = w.number
    CROSS JOIN submission AS s ON s.id = a.submission_id
"""
_LOOKED_AT = 5000  # entries compared one by one, in some 10 ms
_WALK = """
    SELECT e.kind, e.record_id, e.number, e.folded
    FROM search AS s JOIN search_entry AS e ON e.id = s.rowid
    WHERE s.search MATCH :match AND s.rowid >= :first AND s.rowid < :below
    ORDER BY s.rowid DESC LIMIT :looked_at
"""
_COMPARE = f"SELECT kind, record_id, number FROM ({_WALK})"  # noqa: S608 - two texts of our own
_IS_THERE_MORE = """
    SELECT s.rowid FROM search AS s WHERE s.search MATCH :match AND s.rowid >= :first AND s.rowid < :below
    ORDER BY s.rowid DESC LIMIT 1 OFFSET :looked_at
"""


@dataclass(frozen=True)
class SearchHit:
    """One place where all words were found.

    ``kind`` and ``record_id`` name the record to open: an entity's class name and key. For an answer that is its
    submission, with the answer's ``number`` and its ``place`` in the sender's workbook; for a page of a document the
    record that has it, with the page as ``number`` and the document's key as ``place``. ``found_in`` is what was
    searched: the same class name, that of a record belonging to it, whose key is ``place`` then, ``Answer`` or
    ``File``.
    """

    kind: str
    record_id: str
    title: str
    snippet: str
    found_in: str
    number: int | None = None
    place: str = ""


def find(connection: Connection, wanted: str, limit: int) -> list[SearchHit]:
    """Return the places that hold all words of ``wanted``, each as the beginning of a word.

    Records come first, those whose title begins with what was typed before the others; then answers, the newest
    first, and documents. At least half of the places are kept for answers and documents where all are many.
    """
    terms = words(wanted)
    if not terms or limit < 1:
        return []
    answers = _answer_hits(connection, terms, _matches(connection, terms, 1, FIRST_RECORD, limit))
    # More records than shown are looked at, for those that begin with the words are not always the newest.
    found = _matches(connection, terms, FIRST_RECORD, LAST_RECORD, max(limit, 200))
    records = _record_hits(connection, terms, found)
    files = _file_hits(connection, terms, _matches(connection, terms, FIRST_FILE, LAST_FILE, limit))
    files = files[: max(limit // 4, limit - len(answers) - len(records))]
    answers = answers[: max(limit - len(files) - len(records), limit // 2 - len(files))]
    return [*records[: limit - len(answers) - len(files)], *answers, *files]


def _matches(connection: Connection, terms: list[str], first: int, below: int, limit: int) -> Sequence[_Match]:
    """Return the newest entries in a range of numbers that hold all terms.

    FTS5 walks beginnings of up to three letters entry by entry, but gathers all entries of a longer one before it
    gives the first: a tenth of a second for a word that stands in every third answer. So the walk goes first, and
    what it meets is compared. Where that finds too little among many, the words are rare, and gathering is quick.
    """
    bounds: dict[str, str | int] = {"first": first, "below": below, "limit": limit, "looked_at": _LOOKED_AT}
    short = [term[:_INDEXED_LETTERS] for term in terms]
    if short != terms:
        loose = {**bounds, "match": _beginnings(short)}
        whole = {f"term{number}": f" {term}" for number, term in enumerate(terms)}
        compared = " AND ".join(f"instr(' ' || folded, :{name})" for name in whole)
        found = connection.execute(text(f"{_COMPARE} WHERE {compared} LIMIT :limit"), {**loose, **whole}).all()
        if len(found) == limit or connection.execute(text(_IS_THERE_MORE), loose).first() is None:
            return _plain(found)
    exact = {**bounds, "match": _beginnings(terms), "looked_at": limit}
    return _plain(connection.execute(text(_WALK), exact).all())


def _plain(rows: Sequence[Row[Any]]) -> list[_Match]:
    return [(row.kind, row.record_id, row.number) for row in rows]


def _beginnings(terms: list[str]) -> str:
    return " ".join(f'"{term}"*' for term in terms)


def _record_hits(connection: Connection, terms: list[str], found: Sequence[_Match]) -> list[SearchHit]:
    ids: dict[str, list[str]] = {}
    for kind, record_id, _ in found:
        ids.setdefault(kind, []).append(record_id)
    rows = {(kind, row["id"]): row for kind in ids for row in searched_rows(connection, TABLE_OF[kind], ids[kind])}
    titled = {place: _other(place, rows[place], SEARCHED_TABLES[place[0]].titled_by) for place in rows}
    titles = _titles(connection, set(titled.values()))
    ranked = []
    for order, (kind, record_id, _) in enumerate(found):
        place = kind, record_id
        texts = texts_of(kind, rows[place])
        opened, key = _other(place, rows[place], SEARCHED_TABLES[kind].opens)
        hit = SearchHit(
            kind=KIND_OF[opened].__name__,
            record_id=key,
            title=titles.get(titled[place], ""),
            snippet=_snippet(texts, terms),
            found_in=KIND_OF[kind].__name__,
            place="" if key == record_id else record_id,
        )
        rank = 0 if fold(texts[0]).startswith(terms[0]) else 1 if _holds(texts[0], terms) else 2
        ranked.append((rank, order, hit))
    return [hit for *_, hit in sorted(ranked, key=lambda entry: entry[:2])]


def _other(place: tuple[str, str], row: RowMapping, other: tuple[type, str] | None) -> tuple[str, str]:
    """Return table and key of the record that stands in for this one, or its own."""
    return (ENTITY_TABLES[other[0]].name, row[other[1]]) if other else place


def _titles(connection: Connection, places: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the title by which each of these records is known."""
    titles: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _ in places}:
        ids = [record_id for place_kind, record_id in places if place_kind == kind]
        if kind == _GROUP.name:
            names = select(_GROUP_TITLE).where(_GROUP_TITLE.c.group_id.in_(ids)).order_by(_GROUP_TITLE.c.valid_from)
            titles.update({(kind, row.group_id): row.title for row in connection.execute(names)})  # the latest stays
            continue
        for row in searched_rows(connection, TABLE_OF[kind], ids):
            words_ = (str(row[name]) for name in SEARCHED_TABLES[kind].title if row[name])
            titles[kind, row["id"]] = " · ".join(words_)
    return titles


def _answer_hits(connection: Connection, terms: list[str], found: Sequence[_Match]) -> list[SearchHit]:
    if not found:
        return []
    # The places as one list in the question; SQLite would look for a list of pairs through the whole table.
    marks = ", ".join("(?, ?)" for _ in found)
    rows = connection.exec_driver_sql(
        f"WITH wanted (id, number) AS (VALUES {marks}) {_ANSWERS_WANTED}",
        tuple(value for _, submission_id, number in found for value in (submission_id, number)),
    )
    answers = {(row.submission_id, row.number): row for row in rows}
    hits = []
    for _, submission_id, number in found:
        row = answers[submission_id, number]
        place = str(CellRef(row.sheet, row.cell)) if row.sheet is not None else ""
        title = f"{row.file_name} · {row.label}" if row.label else row.file_name
        snippet = _snippet([row.raw], terms)
        hits.append(SearchHit("Submission", submission_id, title, snippet, "Answer", number, place))
    return hits


def _file_hits(connection: Connection, terms: list[str], found: Sequence[_Match]) -> list[SearchHit]:
    """Return the first page of each document on which all terms stand."""
    if not found:
        return []
    pages: dict[str, int] = {}
    for _, sha256, number in found:
        pages[sha256] = min(number, pages.get(sha256, number))
    texts, held = page_texts(connection, list(pages.items())), holders(connection, list(pages))
    return [
        SearchHit(kind, key, title, _snippet([texts[sha256, number]], terms), "File", number, document)
        for sha256, number in pages.items()
        for kind, key, title, document in held.get(sha256, ())
    ]


def _holds(content: str, terms: list[str]) -> bool:
    found = words(content)
    return all(any(word.startswith(term) for word in found) for term in terms)


def _snippet(texts: list[str], terms: list[str], width: int = 90) -> str:
    """Return the part of the texts around the first word searched for, cut at words."""
    for content in texts:
        for match in WORD.finditer(content):
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
