"""What the letters of the chain's steps say about the step: conditions, fields and parts of the standard texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from koorddesk.domain.chain import Answered, OrderKind
from koorddesk.letters.content import Block, ListBlock, Text, free_text

if TYPE_CHECKING:
    from koorddesk.i18n import Translator
    from koorddesk.letters.facts import LetterFacts

# The fields that the step fills in; where one is not known, its sentence stands open.
FIELDS = (
    *("act", "agree_by", "area", "hearing_closes", "heard", "meeting_day", "offer", "operator", "operator_by"),
    "terminated",
)
NUMBERED = re.compile(r"\d+(\.\d+)*\.?\s")
_ORDERS = {
    "establish": OrderKind.ESTABLISH,
    "continue": OrderKind.CONTINUE,
    "provide": OrderKind.PROVIDE,
    "continue agreement": OrderKind.CONTINUE_AGREEMENT,
    "renew agreement": OrderKind.RENEW_AGREEMENT,
    "make agreement": OrderKind.MAKE_AGREEMENT,
}


def conditions(facts: LetterFacts) -> dict[str, bool]:
    """Return which conditions about the step hold."""
    step, meeting = facts.step, facts.step.meeting
    return {
        "act": step.act is not None,
        "act is request": step.act is not None and step.act.is_request,
        "agenda": meeting is not None and bool(meeting.agenda.strip()),
        "agree by": step.agree_by is not None,
        "area": bool(step.area),
        "asked": bool(facts.what_is_asked.strip()),
        "deadline": facts.answer_by is not None,
        "findings": bool(step.findings.strip()),
        "granted": step.outcome is Answered.GRANTED,
        "heard": step.heard_on is not None,
        "hearing closes": meeting is not None and meeting.closes_on is not None,
        "issued": bool(facts.announcement.issued_on or facts.announcement.issued_text),
        "meeting day": meeting is not None and meeting.held_on is not None,
        "minutes": meeting is not None and bool(meeting.minutes.strip()),
        "offers": bool(step.offers),
        "operator": any(offer.operator for offer in step.offers),
        "operator by": step.operator_by is not None,
        "participants": meeting is not None and bool(meeting.participants),
        "questions": bool(step.questions),
        "reason": bool(step.reason.strip()),
        "remarks": bool(step.remarks),
        "refused": step.outcome is Answered.REFUSED,
        "tasks": meeting is not None and bool(meeting.tasks),
        "terminated": any(offer.terminated_on for offer in step.offers),
        **{name: step.order_kind is kind for name, kind in _ORDERS.items()},
    }


def fields(facts: LetterFacts, danish: Translator) -> dict[str, str]:
    """Return the fields about the step; what is not known is empty."""
    step, meeting = facts.step, facts.step.meeting
    days = {
        "agree_by": step.agree_by,
        "hearing_closes": meeting.closes_on if meeting else None,
        "heard": step.heard_on,
        "meeting_day": meeting.held_on if meeting else None,
        "operator_by": step.operator_by,
        "terminated": next((offer.terminated_on for offer in step.offers if offer.terminated_on), None),
    }
    act = ""
    if step.act is not None:
        when = danish.long_date(step.act.on) if step.act.on else step.act.on_text
        act = f"{step.act.the} af {when}" if when else step.act.the
    return {
        "act": act,
        "area": step.area,
        "meeting": meeting.title if meeting else "",
        "offer": listed(tuple(f"”{offer.name}”" for offer in step.offers)),
        "operator": next((offer.operator for offer in step.offers if offer.operator), ""),
        "recipient": facts.recipient.name,
        **{name: danish.long_date(day) if day else "" for name, day in days.items()},
    }


def insert(name: str, facts: LetterFacts) -> tuple[Block, ...]:
    """Return a part of the text that is made from the step."""
    step, meeting = facts.step, facts.step.meeting
    if name == "offers":
        items = tuple((Text(": ".join(filter(None, (offer.name, _without_stop(offer.why))))),) for offer in step.offers)
        return (ListBlock(items, origin="offers"),) if items else ()
    if name == "questions":
        numbered = not any(NUMBERED.match(question) for question in step.questions)  # a form numbers its own
        items = tuple((Text(question),) for question in step.questions)
        return (ListBlock(items, numbered, origin="questions"),) if items else ()
    if name == "findings":
        return free_text(step.findings, "findings")
    if name == "remarks":
        return tuple(part for remark in step.remarks for part in free_text(remark, "remarks"))
    if name == "step reason":
        return free_text(step.reason, "step-reason")
    if meeting is None:
        return ()
    if name in ("participants", "tasks"):
        rows = meeting.participants if name == "participants" else meeting.tasks
        return (ListBlock(tuple((Text(row),) for row in rows), origin=name),) if rows else ()
    return free_text(meeting.agenda if name == "agenda" else meeting.minutes, name)


def listed(parts: tuple[str, ...]) -> str:
    """Return "a", "a og b", "a, b og c"; a comma stands before "og" where a part ends in a section of an act."""
    if len(parts) < 2:
        return "".join(parts)
    comma = "," if any(re.search(r", stk\. \d+$", part) for part in parts[:-1]) else ""
    return ", ".join(parts[:-1]) + f"{comma} og {parts[-1]}"


def _without_stop(text: str) -> str:
    return text.strip().removesuffix(".")
