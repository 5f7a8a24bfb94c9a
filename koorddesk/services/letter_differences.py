"""What differs between the letters of one run: the places where recipients are told different things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.letters import Letter
from koorddesk.i18n import N_
from koorddesk.letters.content import Block, Heading, LetterContent, Table, lines_of, plain
from koorddesk.letters.edits import keyed
from koorddesk.services.letter_setting import content_of, letter_of
from koorddesk.sorting import danish_key

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class Difference:
    """One recipient's wording of a place where the letters of a run differ; empty text where it is not there."""

    letter_id: str
    number: int
    recipient: str
    place: str
    text: str


def differences(desk: Desk, letter_id: str) -> list[Difference]:
    """Return where the letters of a letter's kind and step differ, recipient by recipient in Danish order.

    Nothing for a letter that is alone.
    """
    say = desk.translator.text
    with desk.store.reader() as uow:
        letter = letter_of(uow, letter_id)
        run = uow.all(Letter, step_id=letter.step_id, kind=letter.kind)
        texts = {known.id: _places(content_of(uow, known), say(N_("Address")), say(N_("Evidence"))) for known in run}
    run.sort(key=lambda known: (danish_key(known.recipient_name), known.number))
    places = dict.fromkeys(place for known in run for place in texts[known.id])
    differing = [place for place in places if len({texts[known.id].get(place, ("", ""))[1] for known in run}) > 1]
    titles = {place: next(t[place][0] for t in texts.values() if place in t) for place in differing}
    return [
        Difference(known.id, known.number, known.recipient_name, titles[place], texts[known.id].get(place, ("", ""))[1])
        for known in run
        for place in differing
    ]


def _places(content: LetterContent, address: str, evidence: str) -> dict[str, tuple[str, str]]:
    """Return a letter's texts by place: what the place is called, and what stands there."""
    found = {"address": (address, ", ".join(content.addressee.lines))}
    heading = content.title
    for key, block in keyed(content.blocks).items():
        if isinstance(block, Heading):
            heading = plain(block.line)
        found[key] = (evidence if isinstance(block, Table) else heading, _text(block))
    return found


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return "; ".join(" · ".join(plain(cell) for cell in row) for row in block.rows)
    return " ".join(plain(line) for line in lines_of(block))
