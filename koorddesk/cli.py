"""The command line: parses, calls a service, prints. The same jobs as the window, never code of its own.

Exit status: 0 done; 1 a result was printed and something in it stops something; 2 no result could be made.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from koorddesk.cli_cases import Answer, add_case_commands
from koorddesk.cli_letters import add_letter_commands
from koorddesk.errors import KoorddeskError, UserError, register
from koorddesk.i18n import N_, Translator

if TYPE_CHECKING:
    from koorddesk.services.backups import KnownBackup
    from koorddesk.services.desk import Desk

DONE, STOPPED, NO_RESULT = 0, 1, 2

register(
    {
        "bad-date": N_('"%(text)s" is not a date. Write it as YYYY-MM-DD, for example 2026-03-01.'),
        "wrong-use": N_("%(detail)s. Run koorddesk --help to see the commands."),
        "no-store": N_('There is no store at "%(path)s". Check the path, or leave --store out to use your own.'),
        "store-damaged-with-copies": N_(
            'The store "%(path)s" is damaged. Nothing was changed. Put the newest copy back with koorddesk restore '
            '"%(copy)s", or see all copies with koorddesk backups.'
        ),
        "output-broken": N_('"%(path)s" could not be written: %(reason)s. Choose another folder.'),
    }
)

Command = Callable[["Desk", argparse.Namespace], int]
OpenWindow = Callable[[Path | None], int]


class _Parser(argparse.ArgumentParser):
    """Reports wrong use as one sentence instead of a usage text."""

    def error(self, message: str) -> NoReturn:
        raise UserError("wrong-use", detail=message)


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command and return the exit status; an expected fault is one line on standard error.

    ``open_window`` opens the window on a store; only the demonstration asks for it.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    translator = Translator("da")
    try:
        # Options stand before or after a command; a default would let the one place overrule the other.
        options = _parser().parse_args(list(arguments), argparse.Namespace(store=None, json=False))
        if options.run is None:
            raise UserError("wrong-use", detail=translator.text(N_("A command is missing")))
        options.open_window = open_window
        return int(options.run(options))
    except KoorddeskError as error:
        print(error.message(translator), file=sys.stderr)
        return NO_RESULT
    except BrokenPipeError:
        # The reader of our output has gone; leaving quietly is what it expects.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", type=Path, default=argparse.SUPPRESS, metavar="PATH")
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser = _Parser(
        prog="koorddesk", parents=[common], description="Sagsbehandlernes bord for den nationale koordinationsstruktur"
    )
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="KOMMANDO", parser_class=_Parser)

    def command(
        group: Any, name: str, work: Callable[[argparse.Namespace], int], help_: str
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(name, parents=[common], help=help_)
        made.set_defaults(run=work)
        return made

    demo = command(commands, "demo", _demo, "hele hovedopgaven på medfølgende eksempler")
    demo.add_argument("--out", type=Path, metavar="DIR")
    demo.add_argument("--no-window", action="store_true")

    template = _group(commands, common, "template", "indberetningsskemaer")
    learn = command(template, "learn", _with_desk(_template_learn), "lær et tomt skema")
    learn.add_argument("blank", type=Path)
    learn.add_argument("--id", required=True)
    command(template, "list", _with_desk(_template_list), "registrerede skemaer")
    show = command(template, "show", _with_desk(_template_show), "et skema med dets felter")
    show.add_argument("id")
    send = command(template, "export", _with_desk(_template_export), "skemaet til hver modtager, udfyldt på forhånd")
    send.add_argument("id")
    send.add_argument("--announcement", required=True, metavar="A")
    send.add_argument("--recipient", nargs="+", action="extend", default=[], metavar="CODE")
    send.add_argument("--out", type=Path, required=True, metavar="DIR")
    send.add_argument("--figures", action="store_true", help="tag også tal med fra sidste runde")
    send.add_argument("--no-last-round", action="store_true", help="tag intet med fra sidste runde")
    take = command(commands, "import", _with_desk(_import), "læs indsendelser")
    take.add_argument("files", nargs="+", type=Path, metavar="FILE")
    take.add_argument("--template", metavar="ID")
    take.add_argument("--announcement", metavar="A")
    take.add_argument("--received", type=_day, metavar="YYYY-MM-DD")
    take.add_argument("--dry-run", action="store_true")
    take.add_argument("--jobs", type=int, metavar="N")

    announcement = _group(commands, common, "announcement", "centrale udmeldinger")
    command(announcement, "list", _with_desk(_announcement_list), "alle centrale udmeldinger")
    create = command(announcement, "create", _with_desk(_announcement_create), "notér en udsendt udmelding")
    create.add_argument("--code", required=True)
    create.add_argument("--title", required=True)
    create.add_argument("--group", required=True)
    create.add_argument("--deadline", required=True, type=_day)
    create.add_argument("--issued", type=_day, metavar="YYYY-MM-DD", help="dagen, den blev udsendt; ellers i dag")
    create.add_argument("--region", nargs="+", action="extend", metavar="R")
    create.add_argument("--template", metavar="ID")
    create.add_argument("--regional-template", metavar="ID")
    create.add_argument(
        "--reason", default="", metavar="TEXT", help="hvorfor en målgruppe, der ikke er aktiv, udmeldes"
    )

    back_to = command(commands, "return", _with_desk(_return), "afsenderens eget skema med bemærkninger")
    back_to.add_argument("file", type=Path)
    back_to.add_argument("--out", type=Path, required=True, metavar="FILE")

    status = command(commands, "status", _with_desk(_status), "hvem er spurgt, hvem har svaret, hvem er forsinket")
    status.add_argument("--announcement", required=True, metavar="A")

    case = _group(commands, common, "case", "sager")
    add_case_commands(
        lambda group, name, work, help_: command(group, name, _printed(work), help_), commands, case, _day
    )

    add_letter_commands(
        lambda group, name, work, help_: command(group, name, _printed(work), help_),
        _group(commands, common, "letters", "en sags breve samlet"),
    )

    overview = command(commands, "overview", _with_desk(_overview), "det nationale overblik, små tal beskyttet")
    overview.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    overview.add_argument("--threshold", type=int, metavar="N")

    find = command(commands, "search", _with_desk(_search), "søg i alt")
    find.add_argument("text")
    command(commands, "check", _with_desk(_check, create=False), "efterprøv arkivet, dets historik og dets dokumenter")
    keep = command(commands, "backup", _backup, "en efterprøvet sikkerhedskopi, også mens programmet er åbent")
    keep.add_argument("--out", type=Path, required=True, metavar="FILE")
    back = command(commands, "restore", _restore, "en efterprøvet kopi tilbage")
    back.add_argument("file", type=Path)
    command(commands, "backups", _backups, "kopier, der kan lægges tilbage")
    command(commands, "policies", _policies, "alle politikker med det, der gælder, og hvor det kommer fra")
    return parser


def _group(commands: Any, common: argparse.ArgumentParser, name: str, help_: str) -> Any:
    """Return the place for the commands of one kind of thing ("template learn", "template list")."""
    made = commands.add_parser(name, parents=[common], help=help_)
    return made.add_subparsers(metavar="HVAD", required=True, parser_class=_Parser)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad-date", text=text) from error


def _with_desk(work: Command, *, create: bool = True) -> Callable[[argparse.Namespace], int]:
    def opened(options: argparse.Namespace) -> int:
        with _desk(options, create=create) as desk:
            return work(desk, options)

    return opened


@contextlib.contextmanager
def _desk(options: argparse.Namespace, *, create: bool = True) -> Iterator[Desk]:
    from koorddesk.services.desk import open_desk

    path = _store(options)
    if not create and not path.is_file():
        raise UserError("no-store", path=str(path))
    try:
        desk = open_desk(path)
    except UserError as error:
        copies = _known_backups(path) if error.code == "store-damaged" else []
        if not copies:
            raise
        raise UserError("store-damaged-with-copies", path=str(path), copy=str(copies[0].path)) from error
    try:
        yield desk
    finally:
        desk.close()


def _print(options: argparse.Namespace, document: Any, lines: Sequence[str]) -> None:
    if options.json:
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(line)


def _printed(work: Callable[[Desk, argparse.Namespace], Answer]) -> Callable[[argparse.Namespace], int]:
    def done(desk: Desk, options: argparse.Namespace) -> int:
        _print(options, *work(desk, options))
        return DONE

    return _with_desk(done)


def _demo(options: argparse.Namespace) -> int:
    from koorddesk.services.demo import run_demo

    shown = run_demo(options.out, options.store)
    _print(options, shown.document, shown.lines)
    if not options.no_window and _has_display():
        return int(options.open_window(shown.store))
    return DONE


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _template_learn(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import template_document
    from koorddesk.services.templates import learn_template

    learned = learn_template(desk, options.blank, options.id)
    say = desk.translator.text
    lines = [
        say(
            N_("%(title)s: %(fields)d fields learned as %(code)s, version %(version)s."),
            title=learned.row.title,
            fields=learned.row.fields,
            code=learned.row.code,
            version=learned.row.version,
        ),
        *(finding.message(desk.translator) for finding in learned.findings),
    ]
    _print(options, template_document(desk, learned), lines)
    return DONE


def _template_list(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import plain
    from koorddesk.services.templates import list_templates

    rows = list_templates(desk)
    lines = [f"{row.code}  v{row.version}  {row.title}  ({row.fields} felter)" for row in rows]
    _print(options, {"templates": plain(rows)}, lines)
    return DONE


def _template_show(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import template_document
    from koorddesk.services.templates import show_template

    learned = show_template(desk, options.id)
    lines = [f"{learned.row.code}  v{learned.row.version}  {learned.row.title}"]
    lines += [f"  {field.sheet}!{field.cell}  {field.type}  {field.label}" for field in learned.fields]
    _print(options, template_document(desk, learned), lines)
    return DONE


def _template_export(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import export_lines, plain
    from koorddesk.services.sending import USUAL, Carry, export_template

    carry = USUAL | ({Carry.FIGURES} if options.figures else set())
    made = export_template(
        desk,
        options.id,
        options.announcement,
        options.out,
        options.recipient,
        frozenset() if options.no_last_round else carry,
    )
    _print(options, {"files": plain(made)}, export_lines(desk, made))
    return DONE


def _import(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.domain.reports import Outcome
    from koorddesk.services.arrivals import arrivals_of
    from koorddesk.services.documents import import_document, import_lines
    from koorddesk.services.intake import IntakeOptions, read_files, take_in

    intake = IntakeOptions(
        received_on=options.received or desk.today(),
        announcement_code=options.announcement,
        template_code=options.template,
        jobs=options.jobs,
        mail_dates=options.received is None,
    )
    arrivals = arrivals_of(options.files, options.jobs)
    with _without_search_for_cycles():
        readings = read_files(desk, arrivals, intake)
        if not options.dry_run:
            readings = list(take_in(desk, arrivals, readings, intake).readings)
        if options.json:
            sys.stdout.writelines(import_document(desk, readings))
        else:
            _print(options, None, import_lines(desk, readings))
    stopped = any(reading.outcome in (Outcome.HELD, Outcome.REFUSED) for reading in readings)
    return STOPPED if stopped else DONE


@contextlib.contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Spare a command that makes a million lasting values the search for cycles among them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _announcement_list(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import plain
    from koorddesk.services.queries import announcements

    rows = announcements(desk)
    lines = [f"{row.code}  {row.title}  {row.issued}" + (f"  frist {row.due}" if row.due else "") for row in rows]
    _print(options, {"announcements": plain(rows)}, lines)
    return DONE


def _announcement_create(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.announcements import create_announcement
    from koorddesk.services.documents import plain
    from koorddesk.services.queries import announcement_row

    create_announcement(
        desk,
        options.code,
        options.title,
        options.group,
        options.deadline,
        options.region,
        options.template,
        options.regional_template,
        options.issued,
        reason=options.reason,
    )
    row = announcement_row(desk, options.code)
    line = desk.translator.text(
        N_("Announcement %(code)s noted as issued, deadline %(due)s, %(regions)d regions asked."),
        code=row.code,
        due=row.due,
        regions=row.regions,
    )
    _print(options, {"announcement": plain(row)}, [line])
    return DONE


def _return(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import plain
    from koorddesk.services.returning import return_copy

    made = return_copy(desk, options.file, options.out)
    _print(options, {"files": plain(made)}, [str(path) for path in made])
    return DONE


def _status(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.announcements import status
    from koorddesk.services.documents import plain, status_lines

    shown = status(desk, options.announcement)
    _print(options, plain(shown), status_lines(desk, shown))
    return DONE


def _letters_export(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import plain
    from koorddesk.services.hand_over import hand_over

    made = hand_over(desk, options.case, options.out, options.kind)
    lines = [str(made.folder), *(f"{letter.number:03d}  {letter.recipient}  {letter.theme}" for letter in made.letters)]
    if made.drafts:
        lines.append(
            desk.translator.plural("%(count)d draft was left out.", "%(count)d drafts were left out.", made.drafts)
        )
    _print(options, plain(made), lines)
    return DONE


def _overview(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.overview import write_overview

    made = write_overview(desk, options.out, options.threshold)
    _print(options, {"file": str(made)}, [str(made)])
    return DONE


def _search(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.documents import plain
    from koorddesk.services.file_words import look_into_documents
    from koorddesk.services.search import search

    look_into_documents(desk)
    rows = search(desk, options.text)
    _print(options, {"hits": plain(rows)}, [f"{row.kind}: {row.title}  {row.snippet}" for row in rows])
    return DONE


def _check(desk: Desk, options: argparse.Namespace) -> int:
    from koorddesk.services.keeping import check_store

    problems = check_store(desk)
    fine = desk.translator.text(N_("The store, its history and its documents are in order."))
    _print(options, {"ok": not problems, "problems": problems}, problems or [fine])
    return STOPPED if problems else DONE


def _store(options: argparse.Namespace) -> Path:
    """Return the store that a command is about."""
    from koorddesk.services.folders import own_store
    from koorddesk.settings import load_settings

    return Path(options.store) if options.store else own_store(load_settings())


def _backup(options: argparse.Namespace) -> int:
    from koorddesk.services.backups import copy_to
    from koorddesk.settings import load_settings

    store = _store(options)
    if not store.is_file():
        raise UserError("no-store", path=str(store))
    copy_to(load_settings(), store, options.out)
    _print(options, {"file": str(options.out)}, [str(options.out)])
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from koorddesk.services.keeping import restore

    target = _store(options)
    restore(options.file, target)
    _print(options, {"store": str(target)}, [str(target)])
    return DONE


def _known_backups(store: Path) -> list[KnownBackup]:
    from koorddesk.services.backups import known_backups
    from koorddesk.settings import load_settings

    return known_backups(load_settings(), store)


def _backups(options: argparse.Namespace) -> int:
    store = _store(options)
    known = _known_backups(store)
    rows = [{"file": str(one.path), "made_at": one.made_at.isoformat(), "bytes": one.size} for one in known]
    _print(options, {"store": str(store), "backups": rows}, _lines_of_backups(known))
    return DONE


def _lines_of_backups(known: Sequence[KnownBackup]) -> list[str]:
    """Return the copies that can be put back and how, a line each."""
    from koorddesk.settings import load_settings

    translator = Translator(load_settings().language)
    if not known:
        return [translator.text(N_("No copy of the store was found."))]
    lines = [translator.text(N_("Copies that can be put back with koorddesk restore FILE:"))]
    for one in known:
        made = one.made_at.astimezone()
        lines.append(f"  {translator.date(made.date())} {made:%H:%M}  {one.path}")
    return lines


def _policies(options: argparse.Namespace) -> int:
    import dataclasses

    from koorddesk.services.policies import in_force
    from koorddesk.settings import load_settings

    rows = in_force(Translator(load_settings().language))
    lines = [f"{row.name} ({row.title}): {row.value or '-'}  [{row.source}]" for row in rows]
    _print(options, {"policies": [dataclasses.asdict(row) for row in rows]}, lines)
    return DONE
