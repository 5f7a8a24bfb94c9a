"""A case's documents in one folder with an index, numbered in the order of the journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from koorddesk.domain.dialogue import DialogueEntry
from koorddesk.domain.documents import CaseNote
from koorddesk.errors import Conflict, register
from koorddesk.i18n import N_
from koorddesk.services.exporting import Export, require
from koorddesk.services.filing import JournalLine, case_documents, file_of
from koorddesk.services.sheets import Heading, Sheet, Value, workbook_bytes
from koorddesk.services.whole_files import write_folder

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register({"gathering-stopped": N_("The work was cancelled. Nothing was saved.")})

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

_LONGEST = 70  # characters of a theme in a file's name; Windows takes 260 for the whole path
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def gather_documents(
    desk: Desk,
    case_number: str,
    folder: Path,
    progress: Progress = lambda _done, _total, _what: None,
    cancelled: Cancelled = lambda: False,
) -> Path:
    """Write a case's documents into a new folder, numbered as in the journal, with an index; return the folder.

    What has no file of its own (a note, an entry) is written as text. All of it or nothing: a cancelled job and a full
    disk leave no folder behind.
    """
    require(desk.settings, Export.LETTERS)
    lines = case_documents(desk, case_number)
    files: dict[str, bytes] = {}
    rows: list[tuple[Value, ...]] = []
    date = desk.translator.date
    for number, line in enumerate(lines, start=1):
        if cancelled():
            raise Conflict("gathering-stopped")
        progress(number, len(lines), line.theme)
        data, ending = _content(desk, line)
        name = ""
        if data is not None:
            day = line.dated.isoformat() if line.dated else ""
            stem = " ".join(filter(None, (f"{number:03d}", day, line.direction_name, _plain(line.theme))))
            name = f"{stem}{ending}"
            files[name] = data
        rows.append(
            (
                number,
                line.dated,
                line.direction_name,
                line.document,
                line.theme,
                line.party,
                line.case_number,
                line.document_number,
                name or desk.translator.text(N_("no file")),
            )
        )
    say = desk.translator.text
    index = Sheet(
        say(N_("Documents of case %(case)s"), case=case_number),
        (
            Heading(say(N_("No.")), 6, figures=True),
            Heading(say(N_("Day")), 12),
            Heading(say(N_("Direction")), 12),
            Heading(say(N_("Document")), 24),
            Heading(say(N_("Theme")), 44),
            Heading(say(N_("Party")), 30),
            Heading(say(N_("Case no.")), 14),
            Heading(say(N_("Doc. no.")), 14),
            Heading(say(N_("File")), 50),
        ),
        tuple(rows),
        (say(N_("Made on %(date)s"), date=date(desk.today())),),
    )
    name = f"000 {_plain(index.title)}.xlsx"
    files = {name: workbook_bytes([index], desk.today()), **files}
    if cancelled():
        raise Conflict("gathering-stopped")
    return write_folder(folder / _plain(index.title), files)


def _content(desk: Desk, line: JournalLine) -> tuple[bytes | None, str]:
    """Return a line's file and its ending; text where the record is only words, None where no file was kept."""
    found = file_of(desk, line)
    if found is not None:
        return found[1], PurePath(found[0]).suffix
    if line.kind not in ("CaseNote", "DialogueEntry"):
        return None, ""
    with desk.store.reader() as uow:
        record = uow.get(CaseNote, line.id) or uow.get(DialogueEntry, line.id)
    text = getattr(record, "text", "") or line.theme
    day = desk.translator.date(line.dated) if line.dated else ""
    head = " · ".join(filter(None, (line.document, day, line.party)))
    return f"{head}\n\n{text}\n".encode("utf-8-sig"), ".txt"


def _plain(text: str) -> str:
    """Return a text as part of a file's name on any system."""
    return " ".join(_FORBIDDEN.sub(" ", text).split())[:_LONGEST].rstrip(" .")
