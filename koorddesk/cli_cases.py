"""The command line's part about cases: to read them and what is next, open one, note, file, deadlines, journal.

Taking a step, approving and closing are a person's judgement and belong to the window.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.i18n import N_

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

Answer = tuple[Any, list[str]]  # the document of --json, and the lines printed without it
Add = Callable[[Any, str, Callable[["Desk", argparse.Namespace], Answer], str], argparse.ArgumentParser]


def add_case_commands(add: Add, commands: Any, case: Any, day: Callable[[str], dt.date]) -> None:
    """Add the commands; ``add`` makes one in a group, ``case`` is the group of cases, ``day`` reads a date."""
    add(case, "list", _list, "alle sager")
    add(case, "show", _show, "en sag med trin, frister og dokumenter").add_argument("case")
    opened = add(case, "open", _open, "opret sagen til en central udmelding")
    opened.add_argument("--announcement", required=True, metavar="A")
    start = add(case, "start", _start, "opret en sag ud fra et signal, før noget er udmeldt")
    for name in ("code", "title", "group", "text"):
        start.add_argument(f"--{name}", required=True, metavar=name[0].upper())
    add(case, "next", _next, "de trin, der kan følge, med tjekliste").add_argument("case")
    note = add(case, "note", _note, "et notat, eller et telefonnotat, på sagen")
    note.add_argument("case")
    note.add_argument("text")
    note.add_argument("--telephone", metavar="PARTY", help="hvem der blev talt med")
    file = add(case, "file", _file, "læg et dokument på sagen")
    file.add_argument("case")
    file.add_argument("file", type=Path)
    file.add_argument("--direction", required=True, choices=[one.value for one in Direction])
    file.add_argument("--kind", default=DocumentKind.OTHER.value, choices=[one.value for one in DocumentKind])
    file.add_argument("--theme", required=True, metavar="TEXT")
    file.add_argument("--dated", type=day, metavar="YYYY-MM-DD")
    file.add_argument("--party", default="", metavar="NAME")
    letter = add(commands, "letter", _letter, "en sags breve, som de ligger i databasen")
    letter.add_argument("--case", required=True, metavar="CASE")
    letter.add_argument("--kind", required=True, metavar="KIND")
    letter.add_argument("--out", type=Path, required=True, metavar="DIR")
    deadlines = add(commands, "deadlines", _deadlines, "alle frister")
    deadlines.add_argument("--case", metavar="CASE")
    deadlines.add_argument("--account", metavar="ACCOUNT", help="kun denne medarbejders")
    deadlines.add_argument("--done", action="store_true", help="også de udførte")
    deadlines.add_argument("--ics", type=Path, metavar="FILE", help="skriv dem som kalenderfil")
    journal = add(commands, "journal", _journal, "journalen")
    journal.add_argument("--case", metavar="CASE")
    journal.add_argument("--missing", action="store_true", help="kun det, der ikke er journaliseret")


def _list(desk: Desk, _: argparse.Namespace) -> Answer:
    from koorddesk.services.documents import plain
    from koorddesk.services.queries import cases

    rows = cases(desk)
    return {"cases": plain(rows)}, [f"{row.number}  {row.title}  ({row.steps} trin)" for row in rows]


def _show(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.case_page import case_lines, case_page
    from koorddesk.services.documents import plain

    page = case_page(desk, options.case)
    return plain(page), case_lines(desk, page)


def _open(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.cases import open_case

    number = open_case(desk, options.announcement).case_number
    return {"case": number}, [number]


def _start(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.cases import start_case

    made = start_case(desk, code=options.code, title=options.title, group=options.group, text=options.text)
    return {"case": made.case_number}, [made.case_number]


def _next(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.chain import what_next
    from koorddesk.services.documents import plain

    steps, say = what_next(desk, options.case), desk.translator.text
    lines = []
    for step in steps:
        word = (
            N_("stopped for now") if step.blocked else N_("needs a reason") if step.needs_reason else N_("can be taken")
        )
        lines.append(f"{step.name}: {say(word)}")
        for row in step.checklist:
            sign = "+" if row.met else "-"
            lines.append(f"  {sign} {row.text}" + (f" ({row.source})" if row.source else ""))
    return {"steps": plain(steps)}, lines


def _note(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.cases import add_note, telephone_note

    if options.telephone is not None:
        telephone_note(desk, options.case, options.telephone, options.text)
    else:
        add_note(desk, options.case, options.text)
    return {"case": options.case}, [desk.translator.text(N_("The note is kept in case %(case)s."), case=options.case)]


def _file(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.filing import file_document

    key = file_document(
        desk,
        options.case,
        Direction(options.direction),
        DocumentKind(options.kind),
        options.theme,
        options.dated or desk.today(),
        party=options.party,
        path=options.file,
    )
    kept = desk.translator.text(N_("The document is put on case %(case)s."), case=options.case)
    return {"case": options.case, "document": key}, [kept]


def _letter(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.documents import plain
    from koorddesk.services.letters import write_letters

    made = write_letters(desk, options.case, options.kind, options.out)
    return {"letters": plain(made)}, [str(item.path) for item in made]


def _deadlines(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.clocks import STATES, clocks, write_calendar
    from koorddesk.services.documents import plain
    from koorddesk.services.people import id_of_account

    person = id_of_account(desk, options.account) if options.account else None
    rows = clocks(desk, case_number=options.case, person_id=person, done=options.done)
    say, date = desk.translator.text, desk.translator.date
    lines = [
        "  ".join(filter(None, (date(row.due_on), say(STATES[row.state]), row.what, row.case_number, row.responsible)))
        for row in rows
    ]
    document: dict[str, Any] = {"deadlines": plain(rows)}
    if options.ics is not None:
        document["file"] = str(write_calendar(desk, options.ics, case_number=options.case, person_id=person))
        lines.append(document["file"])
    return document, lines


def _journal(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.documents import plain
    from koorddesk.services.filing import all_journals, journal, not_journalised

    if options.missing:
        rows = not_journalised(desk, options.case)
    else:
        rows = journal(desk, options.case) if options.case else all_journals(desk)
    date, say = desk.translator.date, desk.translator.text
    lines = [
        "  ".join(
            filter(
                None,
                (
                    date(row.dated) if row.dated else say(N_("day not known")),
                    row.case,
                    row.direction_name,
                    row.theme,
                    row.document_number or say(N_("not journalised")),
                ),
            )
        )
        for row in rows
    ]
    return {"journal": plain(rows)}, lines
