"""Reporting templates: learn one from a blank workbook, look at it, correct it, keep it as a version."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import ReportingTemplate
from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.preview import file_bytes
from koorddesk.services.template_lookup import latest_version, latest_versions
from koorddesk.store.uow import Summary, UnitOfWork
from koorddesk.workbooks.faults import faults
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.template import LEARNED, Rule, Template
from koorddesk.workbooks.template_edit import divide, join, separate
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.workbooks.grid import Grid

register(
    {
        "template-faulty": N_('"%(file)s" cannot serve as a form: %(reason)s Correct the blank and learn it again.'),
        "no-such-field": N_("The form has no such field any more. Open it again."),
    }
)


@dataclass(frozen=True)
class TemplateRow:
    """One registered template in its latest version; ``audience`` is the kind of authority that its first field asks.

    It is "municipality", "region", or empty where the form asks for neither.
    """

    id: str
    code: str
    version: str
    title: str
    fields: int
    learned_on: dt.date
    audience: str = ""


@dataclass(frozen=True)
class FieldRow:
    """One field of a template: where it stands in the blank, what it takes, and which table it belongs to.

    ``also`` are further cells that the same answer may stand in.
    """

    id: str
    label: str
    type: FieldType
    sheet: str
    cell: str
    required: bool
    choices: tuple[str, ...]
    kind: str
    group: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correction:
    """What a caseworker corrects about one field; what is None or empty stays.

    ``join_with`` is the id of a second field whose cell belongs to the same answer; ``separate`` undoes that.
    ``second_cell`` divides the field: it is the cell (of a column, any cell of the column) of a second field with
    ``second_label`` and ``second_type``.
    """

    field_id: str
    type_: FieldType | None = None
    required: bool | None = None
    label: str | None = None
    not_a_field: bool = False
    join_with: str = ""
    separate: bool = False
    second_cell: str = ""
    second_label: str = ""
    second_type: FieldType | None = None


@dataclass(frozen=True)
class LearnedTemplate:
    """A template as learned, with what was noticed about it."""

    row: TemplateRow
    fields: tuple[FieldRow, ...]
    findings: tuple[Finding, ...]
    stored: bool


def list_templates(desk: Desk) -> list[TemplateRow]:
    """Return the latest version of every registered template, by code."""
    with desk.store.reader() as uow:
        return [_row(version, Template.from_json(version.definition)) for version in latest_versions(uow)]


def preview_template(desk: Desk, path: Path, code: str, corrections: Sequence[Correction] = ()) -> LearnedTemplate:
    """Learn a blank, with corrections made to it in their order, without storing anything."""
    data = file_bytes(path)
    template = in_worker(_learn, data, path.name, code, tuple(corrections))
    return _learned(_record(desk, data, path.name, template), template, stored=False)


def learn_template(desk: Desk, path: Path, code: str, corrections: Sequence[Correction] = ()) -> LearnedTemplate:
    """Learn a blank and store it, as corrected, as a version of ``code``; the same again changes nothing.

    Raises UserError for a blank that cannot serve (nothing to answer), FileProblem for one that cannot be read.
    """
    data = file_bytes(path)
    template = in_worker(_learn, data, path.name, code, tuple(corrections))
    if serious := [finding for finding in faults(template) if finding.severity is Severity.ERROR]:
        raise UserError("template-faulty", file=path.name, reason=serious[0].message(desk.translator))
    with desk.store.unit_of_work() as uow:
        versions = uow.all(ReportingTemplate, code=code)
        digest = hashlib.sha256(data).hexdigest()
        same = next((version for version in versions if version.file_sha256 == digest), None)
        if same is not None and _same_form(Template.from_json(same.definition), template):
            return _learned(same, Template.from_json(same.definition), stored=True)
        if versions:
            template = template.with_rules(
                kept_rules(Template.from_json(latest_version(uow, code).definition), template)
            )
        record = store_version(desk, uow, versions, data, path.name, template)
        uow.commit(Summary(N_("form %(code)s learned from %(file)s"), {"code": code, "file": path.name}))
        return _learned(record, Template.from_json(record.definition), stored=True)


def show_template(desk: Desk, code: str) -> LearnedTemplate:
    """Return the latest version of a template with its fields."""
    with desk.store.reader() as uow:
        version = latest_version(uow, code)
        return _learned(version, Template.from_json(version.definition), stored=True)


def correct_field(
    desk: Desk,
    code: str,
    field_id: str,
    *,
    type_: FieldType | None = None,
    required: bool | None = None,
    label: str | None = None,
    not_a_field: bool = False,
) -> LearnedTemplate:
    """Correct what was learned about one field; the result is stored as a new version."""
    correction = Correction(field_id, type_=type_, required=required, label=label, not_a_field=not_a_field)
    return correct(desk, code, correction)


def correct(desk: Desk, code: str, correction: Correction) -> LearnedTemplate:
    """Make one correction to a registered form; the result is stored as a new version.

    Raises UserError where the field is gone, or cannot be joined or divided so.
    """
    with desk.store.unit_of_work() as uow:
        current = latest_version(uow, code)
        data = uow.file(current.file_sha256)
        template = Template.from_json(current.definition)
        grid = in_worker(read_workbook, data, current.file_name) if correction.second_cell else None
        changed = corrected(template, correction, grid)
        versions = uow.all(ReportingTemplate, code=code)
        record = store_version(desk, uow, versions, data, current.file_name, changed)
        uow.commit(Summary(N_("form %(code)s corrected"), {"code": code}))
        return _learned(record, Template.from_json(record.definition), stored=True)


def corrected(template: Template, correction: Correction, grid: Grid | None) -> Template:
    """Return a template with one correction made; ``grid`` is the blank, needed only to divide a field."""
    known = {each.id: each for each in template.fields}
    field = known.get(correction.field_id)
    if field is None or (correction.join_with and correction.join_with not in known):
        raise UserError("no-such-field")
    if correction.join_with:
        return join(template, field.id, correction.join_with)
    if correction.separate:
        return separate(template, field.id)
    if correction.second_cell:
        sheet = grid.sheet(field.template_at.sheet) if grid is not None else None
        assert sheet is not None
        kind = correction.second_type or field.type
        return divide(template, field.id, correction.second_cell, correction.second_label, kind, sheet)
    return template.corrected(
        field.id,
        type_=correction.type_,
        required=correction.required,
        label=correction.label,
        not_a_field=correction.not_a_field,
    )


def kept_rules(before: Template, learned: Template) -> list[Rule]:
    """Return the checks of a form learned anew: what a caseworker wrote or changed stays where its fields are there."""
    fields = {each.id for each in learned.fields}
    written = {
        rule.key: rule
        for rule in before.rules
        if rule.origin != LEARNED and all(each in fields for each in rule.fields)
    }
    own = [written.pop(rule.key, rule) for rule in learned.rules]
    return [*own, *written.values()]


def known_templates(uow: UnitOfWork) -> tuple[list[Template], dict[tuple[str, str], str]]:
    """Return every registered version as a template, latest first, and (code, version) -> record id."""
    versions = sorted(uow.all(ReportingTemplate), key=lambda version: (version.code, -int(version.version)))
    ids = {(version.code, version.version): version.id for version in versions}
    return [Template.from_json(version.definition) for version in versions], ids


def field_rows(template: Template) -> tuple[FieldRow, ...]:
    """Return a template's fields in reading order."""
    return tuple(
        FieldRow(
            id=known.id,
            label=known.label,
            type=known.type,
            sheet=known.template_at.sheet,
            cell=known.template_at.cell,
            required=known.required,
            choices=tuple(known.choices),
            kind=known.kind.value,
            group=known.group,
            also=tuple(part.template_at.cell for part in template.parts if part.part_of == known.id),
        )
        for known in template.fields
    )


def _learn(data: bytes, name: str, code: str, corrections: Sequence[Correction]) -> Template:
    grid = read_workbook(data, name)
    template = learn(grid, code)
    for correction in corrections:
        template = corrected(template, correction, grid)
    return template


def _same_form(stored: Template, learned: Template) -> bool:
    return stored.with_version("") == learned.with_version("")


def _record(desk: Desk, data: bytes, name: str, template: Template) -> ReportingTemplate:
    return ReportingTemplate(
        id=new_id(),
        code=template.code,
        version=template.version,
        title=template.title,
        definition=template.to_json(),
        fingerprint=template.fingerprint,
        file_sha256=hashlib.sha256(data).hexdigest(),
        file_name=name,
        learned_on=desk.today(),
    )


def store_version(
    desk: Desk, uow: UnitOfWork, versions: Sequence[ReportingTemplate], data: bytes, name: str, template: Template
) -> ReportingTemplate:
    """Add a template as the next version of its form; the caller commits."""
    number = max((int(version.version) for version in versions), default=0) + 1
    uow.keep_file(data, name)
    record = _record(desk, data, name, template.with_version(str(number)))
    uow.add(record)
    return record


def _row(record: ReportingTemplate, template: Template) -> TemplateRow:
    asked = (field.type.value for field in template.fields if field.type in (FieldType.MUNICIPALITY, FieldType.REGION))
    return TemplateRow(
        record.id,
        record.code,
        record.version,
        record.title,
        len(template.fields),
        record.learned_on,
        next(asked, ""),
    )


def _learned(record: ReportingTemplate, template: Template, *, stored: bool) -> LearnedTemplate:
    return LearnedTemplate(_row(record, template), field_rows(template), tuple(faults(template)), stored)
