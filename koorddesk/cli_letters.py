"""The command line's part about many letters: the package for the record system."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from koorddesk.cli_cases import Add, Answer
    from koorddesk.services.desk import Desk


def add_letter_commands(add: Add, letters: Any) -> None:
    """Add the commands to the group of letters; ``add`` makes one in a group."""
    export = add(letters, "export", _export, "afleveringspakke til journalsystemet")
    export.add_argument("--case", required=True, metavar="CASE")
    export.add_argument("--kind", default="", metavar="KIND")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")


def _export(desk: Desk, options: argparse.Namespace) -> Answer:
    from koorddesk.services.documents import plain
    from koorddesk.services.hand_over import hand_over

    made = hand_over(desk, options.case, options.out, options.kind)
    lines = [str(made.folder), *(f"{letter.number:03d}  {letter.recipient}  {letter.theme}" for letter in made.letters)]
    if made.drafts:
        lines.append(
            desk.translator.plural("%(count)d draft was left out.", "%(count)d drafts were left out.", made.drafts)
        )
    return plain(made), lines
