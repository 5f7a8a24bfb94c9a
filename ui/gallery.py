"""Every dialog by a name, over a store with an announcement and answers: for pictures, and for tests that walk them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.paths import resource
from koorddesk.services import (
    announcements,
    cases,
    chain,
    monitoring,
    offers,
    parts,
    queries,
    register_queries,
    renewal,
    step_choices,
    submission_rows,
    templates,
    versions,
    writing,
)
from koorddesk.services.backups import KnownBackup
from koorddesk.services.letter_address import Address
from koorddesk.services.queries import AnnouncementRow
from ui.dialogs.announcement import IssuedAnnouncementDialog, regions_around
from ui.dialogs.ask import AskDialog, Field
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.criterion import CriterionDialog
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.difference import DifferenceDialog
from ui.dialogs.divide import DivideDialog
from ui.dialogs.documents import DocumentsDialog
from ui.dialogs.entry import EntryDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.learn import LearnDialog
from ui.dialogs.letter import AddressDialog, ApproveDialog, DecideDialog, DispatchDialog, JournalDialog
from ui.dialogs.licences import LicencesDialog
from ui.dialogs.note import NoteDialog
from ui.dialogs.offer import (
    ClosingDialog,
    CriterionAddDialog,
    CriterionEndDialog,
    EnvironmentDialog,
    NewOfferDialog,
    OfferGroupDialog,
    ScreeningDialog,
)
from ui.dialogs.parts import PartsDialog
from ui.dialogs.put_back import PutBackDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.request import RequestDialog
from ui.dialogs.rule import RuleDialog
from ui.dialogs.send_forms import SendFormsDialog, SentFormsDialog
from ui.dialogs.settings import SettingsDialog
from ui.dialogs.standard_texts import StandardTextsDialog
from ui.dialogs.step import StepDialog
from ui.dialogs.type_in import TypeInDialog
from ui.dialogs.unsaved import UnsavedDialog
from ui.dialogs.write_councils import WriteDialog
from ui.help import HelpWindow
from ui.leaving import Typed
from ui.widgets.list_views import ViewNameDialog
from ui.workplace import Workplace

_REGION = "1085"  # Region Sjælland, which the samples answer for


def announcement(place: Workplace) -> AnnouncementRow:
    """Return the announcement in hand."""
    return next(row for row in queries.announcements(place.desk) if not row.historical)


def blank_form() -> Path:
    """Return the blank workbook that comes with the program."""
    return resource("samples", "templates", "T2_indberetningsskema_kommune.xlsx")


def form_code(place: Workplace) -> str:
    """Return the code under which that form was learned."""
    return next(row.code for row in templates.list_templates(place.desk) if "kommune" in row.code)


def case_number(place: Workplace) -> str:
    """Return the number of the announcement's case, which is opened where there is none."""
    known = queries.cases(place.desk)
    code = announcement(place).code
    mine = next((row.number for row in known if row.announcement_code == code), "")
    return mine or cases.open_case(place.desk, code).case_number


def step_dialog(kind: StepKind, place: Workplace, over: QWidget) -> QDialog:
    """Return the dialog that takes a step of a kind."""
    number = case_number(place)
    step = next(step for step in chain.what_next(place.desk, number) if step.kind is kind)
    return StepDialog(place, number, step, step_choices.step_choices(place.desk, number, kind), over)


def entry_dialog(kind: EntryKind, place: Workplace, over: QWidget) -> QDialog:
    """Return the dialog of an entry of the dialogue."""
    known = register_queries.target_groups(place.desk), queries.cases(place.desk), offers.list_offers(place.desk)
    return EntryDialog(place, kind, None, known, over)


DIALOGS: dict[str, Callable[[Workplace, QWidget], QDialog]] = {
    "issued announcement": lambda place, over: IssuedAnnouncementDialog(
        place,
        register_queries.target_groups(place.desk),
        regions_around(place.desk),
        templates.list_templates(place.desk),
        {row.code for row in queries.announcements(place.desk)},
        over,
    ),
    "correct": lambda place, over: CorrectDialog(
        place, submission_rows.answers_of(place.desk, queries.submissions(place.desk)[0].id)[0], over
    ),
    "criterion": lambda place, over: CriterionDialog(place, "Gruppe", over),
    "deadline": lambda place, over: DeadlineDialog(place, "Region Sjælland", dt.date(2025, 10, 15), over),
    "documents": lambda place, over: DocumentsDialog(place, queries.submissions(place.desk)[0], over),
    "note": lambda place, over: NoteDialog(
        place, submission_rows.answers_of(place.desk, queries.submissions(place.desk)[0].id)[0], over
    ),
    "parts": lambda place, over: PartsDialog(
        place, "skema.xlsx", parts.parts_of(place.desk, queries.submissions(place.desk)[0].id), over
    ),
    "type in": lambda place, over: TypeInDialog(
        place,
        None,
        announcement(place).code,
        (templates.list_templates(place.desk), [], queries.announcements(place.desk)),
        over,
    ),
    "difference": lambda place, over: DifferenceDialog(
        place, "skema.xlsx", [versions.ChangedAnswer("Antal", "Skema", "C4", None, "3", "4")], over
    ),
    "import": lambda place, over: ImportDialog(
        place,
        [blank_form()],
        queries.announcements(place.desk),
        templates.list_templates(place.desk),
        announcement(place).code,
        over,
    ),
    "divide": lambda place, over: DivideDialog(
        place, templates.show_template(place.desk, form_code(place)).fields[0], "G20", over
    ),
    "send forms": lambda place, over: SendFormsDialog(
        place,
        announcement(place),
        templates.list_templates(place.desk),
        over,
    ),
    "sent forms": lambda place, over: SentFormsDialog(place, [], over),
    "learn": lambda place, over: LearnDialog(place, blank_form(), ["kommuneskema"], over),
    "approve": lambda place, over: ApproveDialog(place, 2, over),
    "dispatch": lambda place, over: DispatchDialog(place, 1, over),
    "journal": JournalDialog,
    "reason": lambda place, over: ReasonDialog(place, "Hold 1", "skema.xlsx", "Hold", "held", over),
    "report": lambda place, over: ReportDialog(
        place, announcements.status(place.desk, announcement(place).code).regions[0], over
    ),
    "request": lambda place, over: RequestDialog(
        place, "Region Sjælland", renewal.request_checklist(place.desk, announcement(place).code, _REGION), over
    ),
    "write": lambda place, over: WriteDialog(place, writing.regions_to_write_to(place.desk), ("", _REGION), over),
    "settings": SettingsDialog,
    **{f"step {kind.value}": partial(step_dialog, kind) for kind in StepKind if kind is not StepKind.FINANCING_ORDER},
    **{
        f"entry {kind.value}": partial(entry_dialog, kind) for kind in EntryKind if kind is not EntryKind.HEARING_ANSWER
    },
    "ask": lambda place, over: AskDialog(
        place,
        "Spørgsmål",
        "Gem",
        [Field(kind, "Felt", kind) for kind in ("line", "area", "choice", "day", "maybe-day", "file")],
        over,
    ),
    "view": lambda place, over: ViewNameDialog(place.translator, over),
    "new offer": NewOfferDialog,
    "closing": lambda place, over: ClosingDialog(place, "Tilbud", over),
    "screening": lambda place, over: ScreeningDialog(
        place,
        "Tilbud",
        register_queries.target_groups(place.desk),
        monitoring.screening_criteria(place.desk),
        over,
    ),
    "offer group": lambda place, over: OfferGroupDialog(
        place, "Tilbud", register_queries.target_groups(place.desk), over
    ),
    "question": lambda place, over: CriterionAddDialog(place, register_queries.target_groups(place.desk), over),
    "end question": lambda place, over: CriterionEndDialog(place, monitoring.every_criterion(place.desk), over),
    "environment": lambda place, over: EnvironmentDialog(place, [], register_queries.target_groups(place.desk), over),
    "rule": lambda place, over: RuleDialog(place, templates.show_template(place.desk, form_code(place)).fields, over),
    "decide": lambda place, over: DecideDialog(place, "Hvem underskriver?", over),
    "address": lambda place, over: AddressDialog(
        place,
        Address("Faxe Kommune", "Kommunalbestyrelsen", "EKSEMPEL\n0000 Eksempelby", "post@eksempel.dk", None),
        over,
    ),
    "put back": lambda place, over: PutBackDialog(
        place.translator,
        "Databasen er beskadiget.",
        [KnownBackup(Path("kopi.sqlite"), dt.datetime(2026, 2, 1, 16, 0).astimezone(), 1_000_000)],
        Path("koorddesk.sqlite"),
        over,
    ),
    "unsaved": lambda place, over: UnsavedDialog(
        place.translator, [Typed("Telefonnotat", "Tekst", "Ringet til kommunen.")], Path("ikke-gemt.txt"), over
    ),
    "standard texts": StandardTextsDialog,
    "licences": LicencesDialog,
    "help": HelpWindow,
}
