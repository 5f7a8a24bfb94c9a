"""What is done with letters from their page: each asks what it needs, runs in a job and tells what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from koorddesk.domain.letters import LetterState
from koorddesk.i18n import N_
from koorddesk.services import letter_address, letter_editing, letter_life, letters
from koorddesk.services.folders import For, proposed
from koorddesk.services.letter_editing import Copied
from koorddesk.services.letters import OpenPoint
from koorddesk.services.queries import LetterRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.dialogs.letter import AddressDialog, Approval, ApproveDialog, DecideDialog, DispatchDialog, JournalDialog
from ui.dialogs.register_import import choose_workbook, import_contacts
from ui.workplace import Workplace


def decide(place: Workplace, owner: QWidget, row: LetterRow, points: Sequence[OpenPoint]) -> None:
    """Ask for the decision about the first place that waits for one, and put it into all drafts of the step."""
    point = next((point for point in points if point.writable), None)
    if point is None:
        return
    dialog = DecideDialog(place, point.text, owner.window())
    dialog.given.connect(
        lambda words, name: place.change(
            owner,
            partial(letters.decide_block, letter_id=row.id, block=point.block, text=words, decided_by=name),
            title=place.text(N_("Setting the drafts again")),
        )
    )
    dialog.open()


def approve(place: Workplace, owner: QWidget, rows: Sequence[LetterRow]) -> None:
    """Ask in whose name, and approve drafts together: all of them or none."""
    keys = [row.id for row in rows if row.state is LetterState.DRAFT]
    if not keys:
        return

    def run(given: Approval) -> None:
        keys.extend(key for key in others if given.whole_run)
        place.long_change(
            owner,
            lambda progress, cancelled: letter_life.approve_letters(
                place.desk,
                keys,
                given.name,
                given.title,
                document_number=given.document_number,
                approved_on=given.on,
                progress=progress,
                cancelled=cancelled,
            ),
            title=place.plural("Approving %(count)d letter", "Approving %(count)d letters", len(keys)),
        )

    others: list[str] = []

    def open_dialog(found: tuple[tuple[str, str], list[str]]) -> None:
        own, drafts = found
        others.extend(key for key in drafts if key not in keys)
        dialog = ApproveDialog(place, len(keys), owner.window(), own, others=len(others) if len(keys) == 1 else 0)
        dialog.given.connect(run)
        dialog.open()

    place.read(
        owner,
        lambda desk: (letter_life.own_approver(desk), letter_life.run_in_state(desk, keys[0], LetterState.DRAFT)),
        open_dialog,
        replaces="approver",
    )


def enter_address(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Ask for the address of a letter's recipient, keep it and set the drafts to that recipient again."""

    def run(addressee: str, lines: str, email: str, day: dt.date) -> None:
        place.change(
            owner,
            lambda desk: letter_address.keep_address(desk, row.id, addressee, lines, email, day),
            title=place.text(N_("Keeping the address")),
        )

    def open_dialog(address: letter_address.Address) -> None:
        dialog = AddressDialog(place, address, owner.window())
        dialog.given.connect(run)
        dialog.open()

    place.read(owner, lambda desk: letter_address.address_of(desk, row.id), open_dialog, replaces="address")


def import_addresses(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Let the user choose a workbook of addresses, import it, and set the drafts of the run again with them."""
    path = choose_workbook(place, owner, place.text(N_("Import addresses")))
    if path is not None:
        import_contacts(place, owner, path, then=lambda: redraft(place, owner, row))


def save_address_list(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Write a workbook with the recipients whose address is missing, where the user chooses."""
    name, _ = QFileDialog.getSaveFileName(
        owner,
        place.text(N_("Save a list to fill in")),
        proposed(place.desk.settings, For.LISTS, place.text(N_("Addresses.xlsx"))),
        place.text(N_("Workbooks (*.xlsx)")),
    )
    if name:
        place.read(
            owner,
            lambda desk: letter_address.write_address_list(desk, row.id, Path(name)),
            lambda path: place.notifier.inform(
                place.text(
                    N_("The list lies in %(path)s. Fill it in, and take it in with Addresses from a workbook."),
                    path=path,
                )
            ),
        )


def dispatch(place: Workplace, owner: QWidget, rows: Sequence[LetterRow]) -> None:
    """Record that locked letters were sent."""
    keys = [row.id for row in rows if row.state is LetterState.FROZEN]
    if not keys:
        return
    others: list[str] = []

    def run(day: dt.date, channel: str, to: str, whole_run: bool) -> None:
        keys.extend(key for key in others if whole_run)
        place.change(
            owner,
            lambda desk: letter_life.mark_sent(desk, keys, day, channel, to),
            title=place.text(N_("Marking letters as sent")),
        )

    def open_dialog(found: list[str]) -> None:
        others.extend(key for key in found if key not in keys)
        dialog = DispatchDialog(place, len(keys), owner.window(), others=len(others) if len(keys) == 1 else 0)
        dialog.given.connect(run)
        dialog.open()

    place.read(
        owner, lambda desk: letter_life.run_in_state(desk, keys[0], LetterState.FROZEN), open_dialog, replaces="run"
    )


def journalise(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Record the record system's numbers of a letter."""
    dialog = JournalDialog(place, owner.window())
    dialog.given.connect(
        lambda case, document: place.change(
            owner,
            lambda desk: letter_life.mark_journalised(desk, row.id, case, document),
            title=place.text(N_("Journalising the letter")),
        )
    )
    dialog.open()


def reserve_number(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Ask for the document number that the record system gave a draft, and print it on the letter."""

    def run(given: AskDialog) -> None:
        number = given.text("number")
        place.change(
            owner,
            lambda desk: letter_life.reserve_number(desk, row.id, number),
            title=place.text(N_("Setting the drafts again")),
        )

    ask(
        place,
        owner,
        place.text(N_("Document number of the draft")),
        place.text(N_("&Print it on the letter")),
        [Field("number", N_("&Doc. no."), needed=True)],
        run,
    )


def redraft(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Set all drafts of a letter's kind and step again; edits stay."""

    def told(rows: list[LetterRow]) -> None:
        count = len([known for known in rows if known.state is LetterState.DRAFT])
        place.notifier.inform(place.plural("%(count)d draft set again.", "%(count)d drafts set again.", count))

    place.long_change(
        owner,
        lambda progress, cancelled: letters.redraft(place.desk, row.id, progress, cancelled),
        title=place.text(N_("Setting the drafts again")),
        then=told,
    )


def correct(place: Workplace, owner: QWidget, row: LetterRow, show: Callable[[str], None]) -> None:
    """Draft the letter that corrects a locked one, and show it."""
    place.change(
        owner,
        lambda desk: letter_life.correct_letter(desk, row.id),
        title=place.text(N_("Drafting the correction")),
        then=lambda made: show(made.id),
    )


def copy_edits(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Put a draft's edits into the other drafts of its run, and tell how many took them."""

    def told(copied: Copied) -> None:
        said = place.plural(
            "The edits stand in %(count)d other draft.", "The edits stand in %(count)d other drafts.", copied.letters
        )
        if copied.without_place:
            said += " " + place.plural(
                "%(count)d has another text there and was left as it is.",
                "%(count)d have another text there and were left as they are.",
                copied.without_place,
            )
        place.notifier.inform(said)

    place.change(
        owner,
        lambda desk: letter_editing.copy_edits(desk, row.id),
        title=place.text(N_("Putting the edits into the other drafts")),
        then=told,
    )
