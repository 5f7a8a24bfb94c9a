"""Starting and closing the clocks of a step by named rules."""

from __future__ import annotations

import datetime as dt

from koorddesk.domain.chain import Case, Step
from koorddesk.domain.deadlines import Deadline, add_months
from koorddesk.domain.ids import new_id
from koorddesk.domain.step_checks import AGREEMENT_MONTHS
from koorddesk.services.chain_words import STEP_WAITS_FOR, WAITS_FOR
from koorddesk.store.uow import UnitOfWork

# Rule -> (months after the step, the provision that says so).
COUNTED = {
    "four-months-operator": (AGREEMENT_MONTHS, "servicelovens § 13 c, stk. 2"),
    "four-months-financing": (AGREEMENT_MONTHS, "servicelovens § 13 c, stk. 3"),
}


def start_clock(uow: UnitOfWork, case: Case, step: Step, rule: str) -> Deadline | None:
    """Start a clock of a step: counted in months from its day, or to the day set in it; None where no day is known.

    The deadlines of an announcement are kept region by region with the announcement itself.
    """
    if rule == "set-in-announcement":
        return None
    months, source = COUNTED.get(rule, (0, ""))
    due_on = step.deadline_on
    if months:
        due_on = add_months(step.taken_on, months) if step.taken_on else None
    if due_on is None:
        return None
    deadline = Deadline(
        id=new_id(),
        subject_id=step.id,
        what=STEP_WAITS_FOR.get(step.kind, WAITS_FOR[rule]),
        due_on=due_on,
        rule=rule,
        source=source,
        starts_on=step.taken_on,
        months=months,
        original_due_on=due_on,
        responsible_id=case.responsible_id,
    )
    uow.add(deadline)
    return deadline


def close_clocks(uow: UnitOfWork, step: Step, on: dt.date, note: str, rule: str | None = None) -> None:
    """Mark a step's open clocks as done on a day, those of one rule or all."""
    for deadline in uow.all(Deadline, subject_id=step.id, done_on=None):
        if rule in (None, deadline.rule):
            deadline.done_on, deadline.done_note = on, note
