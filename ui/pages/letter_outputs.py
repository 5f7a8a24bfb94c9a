"""Letters out of the program: files in a folder, one file to print, the printer itself, the record system's package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from koorddesk.i18n import N_
from koorddesk.services import hand_over, letter_files
from koorddesk.services.folders import For, proposed
from koorddesk.services.hand_over import Package
from koorddesk.services.queries import LetterRow
from ui.widgets.letter_printing import print_pages
from ui.workplace import Workplace

Write = Callable[..., list[Path]]


def write(place: Workplace, owner: QWidget, keys: Sequence[str], make: Write, folder: Path) -> None:
    """Write letters into a folder by ``make``, and tell how many lie there."""

    def told(paths: list[Path]) -> None:
        place.notifier.inform(
            place.plural(
                "%(count)d letter lies in %(folder)s.",
                "%(count)d letters lie in %(folder)s.",
                len(paths),
                folder=folder,
            )
        )

    place.jobs.start(
        owner,
        lambda progress, cancelled: make(place.desk, keys, folder, progress, cancelled),
        then=told,
        title=place.text(N_("Writing the letters")),
    )


def write_chosen(place: Workplace, owner: QWidget, keys: Sequence[str], make: Write) -> None:
    """Ask for the folder, and write letters into it."""
    folder = _folder(place, owner)
    if folder is not None:
        write(place, owner, keys, make, folder)


def write_print_file(place: Workplace, owner: QWidget, keys: Sequence[str], path: Path) -> None:
    """Write letters into one file to print."""
    place.jobs.start(
        owner,
        lambda progress, cancelled: letter_files.write_print_file(place.desk, keys, path, progress, cancelled),
        then=lambda made: place.notifier.inform(place.text(N_("The file to print lies in %(path)s."), path=made)),
        title=place.text(N_("Writing the letters")),
    )


def choose_print_file(place: Workplace, owner: QWidget, keys: Sequence[str]) -> None:
    """Ask where the file to print is to lie, and write it."""
    start = str(Path(proposed(place.desk.settings, For.LETTERS)) / place.text(N_("Letters to print.pdf")))
    name, _ = QFileDialog.getSaveFileName(owner, place.text(N_("File to print")), start, "PDF (*.pdf)")
    if name:
        write_print_file(place, owner, keys, Path(name))


def print_letters(place: Workplace, owner: QWidget, keys: Sequence[str]) -> None:
    """Set the pages of letters in a job, then show the printer's preview."""
    place.jobs.start(
        owner,
        lambda progress, cancelled: letter_files.print_file(place.desk, keys, progress, cancelled, duplex=False),
        then=lambda data: print_pages(place, owner, data),
        title=place.text(N_("Making the pages ready for the printer")),
    )


def write_package(place: Workplace, owner: QWidget, row: LetterRow, folder: Path) -> None:
    """Write the record system's package of a letter's case into a folder."""

    def told(made: Package) -> None:
        said = place.plural(
            "%(count)d letter is in the package %(folder)s.",
            "%(count)d letters are in the package %(folder)s.",
            len(made.letters),
            folder=made.folder,
        )
        if made.drafts:
            said += " " + place.plural("%(count)d draft was left out.", "%(count)d drafts were left out.", made.drafts)
        place.notifier.inform(said)

    place.jobs.start(
        owner,
        lambda progress, cancelled: hand_over.hand_over(
            place.desk, row.case_number, folder, progress=progress, cancelled=cancelled
        ),
        then=told,
        title=place.text(N_("Writing the package for the record system")),
    )


def choose_package(place: Workplace, owner: QWidget, row: LetterRow) -> None:
    """Ask for the folder, and write the package into it."""
    folder = _folder(place, owner)
    if folder is not None:
        write_package(place, owner, row, folder)


def _folder(place: Workplace, owner: QWidget) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(
        owner, place.text(N_("Folder for the letters")), proposed(place.desk.settings, For.LETTERS)
    )
    return Path(chosen) if chosen else None
