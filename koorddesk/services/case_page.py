"""A case on one page: its steps, clocks, documents, roles and timeline, and the same as lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.i18n import N_
from koorddesk.services.chain_words import STEPS
from koorddesk.services.clocks import STATES, ClockRow, clocks
from koorddesk.services.documents import LETTERS
from koorddesk.services.filing import JournalLine, case_documents
from koorddesk.services.people import RoleRow, roles
from koorddesk.services.queries import CaseRow, CaseView, LetterRow, StepRow, case_view
from koorddesk.services.timeline import TimelineRow, timeline

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class CasePage:
    """Everything about one case, ready to show."""

    case: CaseRow
    steps: tuple[StepRow, ...]
    letters: tuple[LetterRow, ...]
    clocks: tuple[ClockRow, ...]
    documents: tuple[JournalLine, ...]
    roles: tuple[RoleRow, ...]
    timeline: tuple[TimelineRow, ...]


def case_page(desk: Desk, number: str) -> CasePage:
    """Return a case with all that belongs to it; raises UserError where there is none."""
    view: CaseView = case_view(desk, number)
    return CasePage(
        case=view.case,
        steps=view.steps,
        letters=view.letters,
        clocks=tuple(clocks(desk, case_number=number, done=True)),
        documents=tuple(case_documents(desk, number)),
        roles=tuple(roles(desk, number)),
        timeline=tuple(timeline(desk, number)),
    )


def case_lines(desk: Desk, page: CasePage) -> list[str]:
    """Return a case with its steps, clocks and documents, as lines."""
    say, date = desk.translator.text, desk.translator.date
    lines = [f"{page.case.number}  {page.case.title}"]
    lines += [f"  {role.role_name}: {role.name}" for role in page.roles if role.valid_to is None]
    lines += [
        "  " + "  ".join(filter(None, (step.when, say(STEPS[step.kind]), step.region_name, step.text)))
        for step in page.steps
    ]
    for clock in page.clocks:
        lines.append(f"  {say(N_('deadline'))} {date(clock.due_on)}  {clock.what} ({say(STATES[clock.state])})")
        explained = " · ".join(filter(None, (clock.rule, clock.source, clock.arithmetic)))
        lines.append(f"      {explained}")
    for line in page.documents:
        day = date(line.dated) if line.dated else say(N_("day not known"))
        number = line.document_number or ("" if line.journalised else say(N_("not journalised")))
        lines.append(f"  {day}  {line.document} ({line.direction_name})  {line.theme}  {number}".rstrip())
    lines += [
        f"  {say(N_('letter'))} {letter.number}  {letter.recipient}  {say(LETTERS[letter.state.value])}"
        for letter in page.letters
    ]
    return lines
