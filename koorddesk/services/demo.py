"""The demonstration: the whole main job on bundled sample submissions, in a store of its own.

Every authority is real, every figure, address and submission is invented and says EKSEMPEL where a letter would show
it; persons are role names. The demonstration plays on a fixed day, so that it comes out the same every time.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.authorities import Person
from koorddesk.domain.chain import StepKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.domain.values import Answer
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.paths import EXAMPLE_STORE, resource
from koorddesk.services.announcements import create_announcement, status
from koorddesk.services.casework import (
    conclude,
    pin_answer,
    record_step,
    save_assessment,
)
from koorddesk.services.demo_offers import add_offers
from koorddesk.services.desk import Desk, open_desk
from koorddesk.services.documents import import_lines, status_lines
from koorddesk.services.intake import IntakeOptions, read_files, take_in
from koorddesk.services.keeping import check_store
from koorddesk.services.letters import WrittenLetter, draft_letters, write_letters
from koorddesk.services.overview import write_overview
from koorddesk.services.queries import members_asked
from koorddesk.services.register_imports import import_contacts
from koorddesk.services.renewal import request_renewed_consideration
from koorddesk.services.templates import learn_template
from koorddesk.services.warnings import accept_warnings, open_warnings
from koorddesk.settings import Sender, Settings
from koorddesk.store.uow import Summary

if TYPE_CHECKING:
    from koorddesk.store.uow import UnitOfWork

register(
    {
        "not-a-demonstration": N_(
            'The folder "%(path)s" holds other files. Choose an empty folder for the demonstration, with --out.'
        ),
    }
)

ANNOUNCEMENT = "CU-EKSEMPEL-2025"
REGION = "1085"
GROUP = "Voksne med kompleks erhvervet hjerneskade"
TODAY = dt.date(2026, 2, 2)
ISSUED = dt.date(2025, 3, 3)
DEADLINE = dt.date(2025, 10, 15)
IN_TIME = dt.date(2025, 10, 14)
TOO_LATE = dt.date(2025, 10, 27)
ANSWER_BY = dt.date(2026, 6, 30)
_LATE_FILES = ("Odsherred_indberetning.xlsx",)
# What the assessment rests on, by the number that the question has in its form.
_MUNICIPAL_GROUNDS = (("1.2 ", "supply"), ("2.2 ", "supply"), ("3.1 ", "supply"), ("4.1 ", "coordination"))
_REGIONAL_GROUNDS = (("2.2 ", "supply"), ("2.3 ", "supply"), ("4.1 ", "coordination"), ("4.3 ", "coordination"))


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration left behind: its store, and where every result lies, as lines and as a document."""

    store: Path
    lines: tuple[str, ...]
    document: dict[str, Any]


def run_demo(out: Path | None, store: Path | None = None) -> Demonstration:
    """Run the main job on the bundled samples in ``out`` (a folder in the working directory by default)."""
    folder = out or Path.cwd() / "koorddesk-demo"
    path = store or folder / EXAMPLE_STORE
    _make_room(folder, path)
    desk = open_desk(path, settings=_settings(), account="eksempel", today=lambda: TODAY)
    try:
        return _play(desk, folder)
    finally:
        desk.close()


def open_demonstration(store: Path, language: str) -> Desk:
    """Open a demonstration as it is played: on its own day, with its own sender, in the user's language."""
    settings = dataclasses.replace(_settings(), language=language)
    return open_desk(store, settings=settings, account="eksempel", today=lambda: TODAY)


def _make_room(folder: Path, store: Path) -> None:
    """Clear away an earlier demonstration, and nothing else."""
    own = {"breve", "overblik.xlsx", EXAMPLE_STORE}
    if folder.exists() and any(
        not (entry.name in own or entry.name.startswith("demonstration")) for entry in folder.iterdir()
    ):
        raise UserError("not-a-demonstration", path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*(folder / "breve").glob("*.pdf"), *folder.glob("demonstration.sqlite*"), folder / "overblik.xlsx"]:
        old.unlink(missing_ok=True)
    if store.exists() and store.parent != folder:
        raise UserError("not-a-demonstration", path=str(store))


def _settings() -> Settings:
    sender = Sender(
        unit="National koordination",
        address_lines=("EKSEMPEL", "Eksempelvej 1", "0000 Eksempelby"),
        telephone="12 34 56 78",
        email="national-koordination@eksempel.dk",
        web="",
    )
    return Settings(sender=sender)


def _play(desk: Desk, folder: Path) -> Demonstration:
    _people(desk)
    samples = resource("samples")
    learn_template(desk, samples / "templates" / "T2_indberetningsskema_kommune.xlsx", "indberetningsskema-kommune")
    learn_template(desk, samples / "templates" / "T1_regional_afrapportering.xlsx", "regional-afrapportering")
    import_contacts(desk.store, samples / "contacts.xlsx")
    add_offers(desk)
    create_announcement(
        desk,
        ANNOUNCEMENT,
        "Central udmelding for voksne med kompleks erhvervet hjerneskade (EKSEMPEL)",
        GROUP,
        DEADLINE,
        None,
        "indberetningsskema-kommune",
        "regional-afrapportering",
        issued_on=ISSUED,
    )
    lines = _take_in(desk, sorted((samples / "submissions").glob("*.xls*")))
    lines += ["", *_region_lines(desk)]
    _assess(desk)
    made = request_renewed_consideration(
        desk,
        ANNOUNCEMENT,
        REGION,
        what_is_asked=(
            "at præsentere en koordineret løsning for, hvordan der sikres det fornødne antal døgnpladser med højt "
            "specialiseret neurorehabilitering i regionen, herunder hvem der driver tilbuddet, og hvordan det "
            "finansieres"
        ),
        deadline=ANSWER_BY,
    )
    draft_letters(desk, made.case_number, made.step_id)
    letters = write_letters(desk, made.case_number, "renewed-consideration-request", folder / "breve")
    overview = write_overview(desk, folder / "overblik.xlsx")
    problems = check_store(desk)
    say = desk.translator.text
    lines += [
        "",
        say(
            N_("Case %(number)s: %(count)d draft letters to the councils of Region Sjælland in"),
            number=made.case_number,
            count=len(letters),
        ),
        f"    {folder / 'breve'}",
        say(N_("National overview, small counts protected:")),
        f"    {overview}",
        say(N_("The store:")),
        f"    {desk.store.path}",
        *(problems or [say(N_("The store, its history and its documents are in order."))]),
    ]
    return Demonstration(desk.store.path, tuple(lines), _document(desk, folder, letters, overview))


def _people(desk: Desk) -> None:
    with desk.store.unit_of_work() as uow:
        uow.add(
            Person(
                id=new_id(),
                account=desk.actor.account,
                name="Fuldmægtig (EKSEMPEL)",
                title="Fuldmægtig",
                unit="National koordination",
                telephone="12 34 56 78",
                email="national-koordination@eksempel.dk",
            )
        )
        uow.commit(Summary(N_("person %(name)s added"), {"name": "Fuldmægtig (EKSEMPEL)"}))


def _take_in(desk: Desk, paths: Sequence[Path]) -> list[str]:
    """Take in what came in time and what came late, each drop with its own date of receipt."""
    lines: list[str] = []
    for received_on, drop in (
        (IN_TIME, [path for path in paths if path.name not in _LATE_FILES]),
        (TOO_LATE, [path for path in paths if path.name in _LATE_FILES]),
    ):
        options = IntakeOptions(received_on=received_on, announcement_code=ANNOUNCEMENT)
        taken = take_in(desk, drop, read_files(desk, drop, options), options)
        lines += import_lines(desk, taken.readings)
    return lines


def _region_lines(desk: Desk) -> list[str]:
    shown = status(desk, ANNOUNCEMENT)
    lines = status_lines(desk, shown)
    start = next(number for number, line in enumerate(lines) if line.startswith("Region Sjælland"))
    return lines[start : start + 18]


def _assess(desk: Desk) -> None:
    """Write, ground and conclude the region's assessment, and put the dialogue on record."""
    save_assessment(
        desk,
        ANNOUNCEMENT,
        REGION,
        necessary_supply=TestResult.NOT_MET,
        necessary_supply_reason=(
            "Kommunerne i regionen har adgang til ét tilbud med døgnbemandet neuropædagogik. Tilbuddet er fuldt "
            "belagt, og flere kommuner har borgere på venteliste. Der er derfor ikke det fornødne udbud af højt "
            "specialiserede døgntilbud til målgruppen."
        ),
        coordination=TestResult.NOT_MET,
        coordination_reason=(
            "Kommunerne drøfter enkeltsager i et fagligt netværk, men kapaciteten planlægges i hver kommune for sig, "
            "og der er ikke aftalt en fælles finansieringsmodel."
        ),
        conclusion=Conclusion.RENEWED_CONSIDERATION,
        conclusion_reason="Der er behov for, at kommunerne i regionen finder en samlet løsning.",
    )
    with desk.store.reader() as uow:
        grounds = _grounds(uow)
        warned = {key: open_warnings(uow, key) for key in {key for key, _, _ in grounds}}
    for key, numbers in warned.items():
        if numbers:
            accept_warnings(desk, key, numbers, "Bekræftet telefonisk af kommunen.")
    for key, number, test in grounds:
        pin_answer(desk, ANNOUNCEMENT, REGION, key, number, test)
    record_step(
        desk,
        ANNOUNCEMENT,
        REGION,
        StepKind.DIALOGUE,
        dt.date(2025, 12, 4),
        "dialogmøde med kommunerne i regionen om kapacitet og ventetid",
    )
    conclude(desk, ANNOUNCEMENT, REGION)


def _grounds(uow: UnitOfWork) -> list[tuple[str, int, str]]:
    """Return the answers the assessment rests on: submission, number of the answer, test."""
    from koorddesk.services.announcement_lookup import announcement_by_code
    from koorddesk.services.casework import asked_region

    announcement = announcement_by_code(uow, ANNOUNCEMENT)
    region = asked_region(uow, announcement, REGION)
    senders = [(region.id, _REGIONAL_GROUNDS)]
    senders += [(member.id, _MUNICIPAL_GROUNDS) for member in members_asked(uow, announcement, region)]
    grounds = []
    for sender_id, wanted in senders:
        for submission in uow.all(
            Submission, announcement_id=announcement.id, sender_id=sender_id, state=SubmissionState.ACCEPTED
        ):
            if not submission.nil:
                grounds += _numbered(submission.id, uow.answers(submission.id), wanted)
    return grounds


def _numbered(
    submission_id: str, answers: Sequence[Answer], wanted: Sequence[tuple[str, str]]
) -> list[tuple[str, int, str]]:
    return [
        (submission_id, number, test)
        for prefix, test in wanted
        for number, answer in enumerate(answers, start=1)
        if answer.label.startswith(prefix) and answer.row is None and answer.value is not None
    ]


def _document(desk: Desk, folder: Path, letters: Sequence[WrittenLetter], overview: Path) -> dict[str, Any]:
    from koorddesk.services.documents import plain
    from koorddesk.services.queries import submissions

    return {
        "store": str(desk.store.path),
        "folder": str(folder),
        "letters": plain(letters),
        "overview": str(overview),
        "submissions": plain(submissions(desk, ANNOUNCEMENT)),
    }
