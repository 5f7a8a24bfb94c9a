"""What the command line prints: JSON documents (docs/command-line.md) and plain Danish lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading
from koorddesk.domain.values import CellRef, value_to_json
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.announcements import Status
from koorddesk.services.sending import SentForm
from koorddesk.services.templates import LearnedTemplate

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_OUTCOMES = {
    Outcome.ACCEPTED: N_("accepted"),
    Outcome.HELD: N_("held"),
    Outcome.REFUSED: N_("refused"),
    Outcome.REPEATED: N_("imported before"),
}
SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}


def plain(value: Any) -> Any:
    """Return rows as JSON takes them: dates as ISO text, enumerations as their values, paths as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def import_document(desk: Desk, readings: Sequence[Reading]) -> Iterator[str]:
    """Yield the result of an import as the contract fixes it, as JSON text piece by piece: a line per file.

    A hundred forms hold more values than should stand in memory once more as a document.
    """
    yield '{"files": ['
    for number, reading in enumerate(readings):
        yield (",\n" if number else "\n") + json.dumps(_file(desk, reading), ensure_ascii=False)
    yield "\n]}\n"


def import_lines(desk: Desk, readings: Sequence[Reading]) -> list[str]:
    """Return the result of an import as lines: one per file, then its findings by cell."""
    say = desk.translator.text
    lines = []
    for reading in readings:
        template = f"{reading.template.code} v{reading.template.version}" if reading.template else "-"
        sender = reading.sender.name if reading.sender else "-"
        lines.append(f"{reading.file_name}: {say(_OUTCOMES[reading.outcome])} · {sender} · {template}")
        for finding in reading.findings:
            place = f"{finding.at} " if finding.at else ""
            lines.append(f"    {say(SEVERITIES[finding.severity])}: {place}{finding.message(desk.translator)}")
    return lines


def template_document(desk: Desk, learned: LearnedTemplate) -> dict[str, Any]:
    """Return a template with its fields and what was noticed about it."""
    return {
        "template": plain(learned.row),
        "fields": plain(learned.fields),
        "findings": [_finding(desk, finding) for finding in learned.findings],
    }


def export_lines(desk: Desk, forms: Sequence[SentForm]) -> list[str]:
    """Return the forms that were written: one line each, what was filled in by its source, and what is said."""
    lines = []
    for form in forms:
        lines.append(f"{form.code} {form.name}: {form.path}".strip())
        sources = Counter(f"{row.source_text} ({row.origin})" if row.origin else row.source_text for row in form.filled)
        lines += [
            "    "
            + desk.translator.plural(
                "%(count)d cell filled in from %(source)s",
                "%(count)d cells filled in from %(source)s",
                count,
                source=source,
            )
            for source, count in sources.items()
        ]
        lines += [f"    {remark}" for remark in form.remarks]
    return lines


def status_lines(desk: Desk, shown: Status) -> list[str]:
    """Return who was asked, has answered and is late, as lines by region."""
    say = desk.translator.text
    lines = [f"{shown.code}  {shown.title}  ({desk.translator.date(shown.on)})"]
    for region in shown.regions:
        lines.append(
            say(
                N_(
                    "%(region)s, deadline %(due)s: %(answered)d of %(asked)d answered, %(late)d late, "
                    "joint answer %(joint)s"
                ),
                region=region.name,
                due=desk.translator.date(region.due_on),
                answered=region.answered,
                asked=region.asked,
                late=region.late,
                joint=say(STATES[region.joint.state]),
            )
        )
        lines += [
            f"    {row.code} {row.name}: {say(STATES[row.state])}"
            + (f" {desk.translator.date(row.received_on)}" if row.received_on else "")
            + (f" · {say(N_('received, but not readable'))}" if row.state == "refused" else "")
            + (f" · {say(N_('late'))}" if row.late else "")
            + (f" · {say(N_('nil report'))}" if row.nil else "")
            for row in shown.rows
            if row.region_name == region.name
        ]
    return lines


STATES = {
    "missing": N_("missing"),
    "received": N_("received"),
    "accepted": N_("accepted"),
    "held": N_("held"),
    "returned": N_("returned"),
    "returned-in-part": N_("returned in part"),
    "refused": N_("refused"),
    "superseded": N_("replaced"),
}


LETTERS = {
    "draft": N_("draft"),
    "approved": N_("approved"),
    "frozen": N_("frozen"),
    "dispatched": N_("dispatched"),
    "journalised": N_("journalised"),
}


def _file(desk: Desk, reading: Reading) -> dict[str, Any]:
    template, sender = reading.template, reading.sender
    return {
        "file": reading.file_name,
        "sha256": reading.sha256,
        "outcome": reading.outcome.value,
        "template": {"id": template.code, "version": template.version, "how": template.how} if template else None,
        "sender": {
            "kind": sender.kind,
            "code": sender.code,
            "name": sender.name,
            "how": sender.how,
            "at": _place(sender.at),
        }
        if sender
        else None,
        "values": [
            {
                "template_at": _place(answer.template_at),
                "row": answer.row,
                "label": answer.label,
                "type": answer.type.value,
                "raw": answer.raw,
                "value": value_to_json(answer.value),
                "at": _place(answer.at),
            }
            for answer in reading.answers
        ],
        "findings": [_finding(desk, finding) for finding in reading.findings],
    }


def _finding(desk: Desk, finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message(desk.translator),
        "suggestion": finding.suggestion(desk.translator),
        "at": _place(finding.at),
        "template_at": _place(finding.template_at),
        "row": finding.row,
    }


def _place(at: CellRef | None) -> dict[str, str] | None:
    return {"sheet": at.sheet, "cell": at.cell} if at is not None else None
