"""Reads one file from its bytes to a ``Reading``: template, sender, answers, findings; pure, for use in workers."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading, SenderMatch, TemplateMatch
from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.errors import FileProblem
from koorddesk.findings import CATALOGUE, Finding, Severity
from koorddesk.workbooks import labels
from koorddesk.workbooks.answers import Reader, read_spots
from koorddesk.workbooks.check import check
from koorddesk.workbooks.cpr import cell_may_hold_number, masked, registration_numbers_in
from koorddesk.workbooks.grid import Grid, address
from koorddesk.workbooks.heading_units import figures_in_large_units
from koorddesk.workbooks.layout import Layout
from koorddesk.workbooks.limits import Limits
from koorddesk.workbooks.locate import locate
from koorddesk.workbooks.offer_names import offer_findings
from koorddesk.workbooks.offer_register import OfferRegister
from koorddesk.workbooks.persons import number_in_file_name, numbers_outside, without_numbers
from koorddesk.workbooks.plausible import unlikely
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.recognise import SURE, Recognised, layouts_of, recognise
from koorddesk.workbooks.register import Register, match_authority
from koorddesk.workbooks.sender import SenderCell, sender_in_column, who_sent
from koorddesk.workbooks.spots import Located
from koorddesk.workbooks.template import Kind, Template, TemplateField
from koorddesk.workbooks.template_edit import joined_answers, whole

LEAST_NAMED = 0.2  # of a template's texts that must be there when the caseworker names the template
_OTHER_PLACE = re.compile(r"beliggenhed|betalings|handle|opholds|køb|hjem|bopæl|anden", re.IGNORECASE)
_CONTACT = re.compile(
    r"^(?:\w+\s+)?(?:kontakt\w*|telefon\w*|tlf|e-?mail|mail|udfyld\w*|dato\b.*|(?:opgørelses|indberetnings|indsendelses|afsendelses|svar)dato|journal\w*|sags\w*|ansvarlig\w*|besvar\w*|indberett\w*"
    r"|afsender\w*|navn|stilling|titel|forvaltning|sekretariat\w*|enhed|adresse)\b",
    re.IGNORECASE,
)
_SENDER_ROW = re.compile(
    r"(?:(?:navn\s+på|indberettende)\s+)?(?:kommune|region)(?:ns|ens)?(?:\s+navn)? – ", re.IGNORECASE
)
_SENDER_LABEL = re.compile(
    r"indberetter|afsender|besvar|høringspart|udfyld(?:t|es)\s+(?:for|på\s+vegne)|kommune|region|sekretariat",
    re.IGNORECASE,
)


def analyse(
    data: bytes,
    file_name: str,
    folder: str,
    templates: Sequence[Template],
    register: Register,
    *,
    template_code: str | None = None,
    sender_code: str | None = None,
    received_on: dt.date,
    limits: Limits | None = None,
    offers: OfferRegister | None = None,
) -> Reading:
    """Return what one file says. A file that cannot be read is refused with a finding; nothing is raised for it."""
    digest = hashlib.sha256(data).hexdigest()
    told = tuple(number_in_file_name(file_name))
    file_name = masked(file_name)
    try:
        grid = read_workbook(data, file_name, limits or Limits())
    except FileProblem as problem:
        code = problem.code if problem.code in CATALOGUE else "file-damaged"
        params = {name: value for name, value in problem.params.items() if isinstance(value, (str, int, float))}
        finding = Finding(code, params)
        return Reading(file_name, digest, len(data), Outcome.REFUSED, None, None, (), (finding, *told))
    return analyse_grid(
        grid,
        Reading(file_name, digest, len(data), Outcome.HELD, None, None, (), told),
        folder,
        templates,
        register,
        template_code=template_code,
        sender_code=sender_code,
        received_on=received_on,
        offers=offers,
    )


def analyse_grid(
    grid: Grid,
    file: Reading,
    folder: str,
    templates: Sequence[Template],
    register: Register,
    *,
    template_code: str | None = None,
    sender_code: str | None = None,
    received_on: dt.date,
    offers: OfferRegister | None = None,
) -> Reading:
    """Return what a workbook says that has been read already; ``file`` carries its name, hash and size."""
    findings = [*file.findings, *numbers_outside(grid)]
    layouts = layouts_of(grid)
    notices = ((code, without_numbers(params)) for code, params in grid.notices if code in CATALOGUE)
    findings += [Finding(code, params, _sheet_ref(params)) for code, params in notices]
    wanted = [each for each in templates if template_code is None or each.code == template_code]
    fitting = recognise(layouts, wanted)
    best = fitting[0] if fitting else None
    if best is None or best.share < (SURE if template_code is None else LEAST_NAMED):
        near = best.template.title if best is not None and best.share > 0.2 else ""
        findings.append(Finding("template-like" if near else "template-unknown", {"title": near} if near else {}))
        findings += _numbers_of_persons(layouts, None)
        sender, said = _sender(None, [], file, folder, register, sender_code, received_on)
        del said
        return _reading(file, None, sender, (), findings, nil=False)
    located = locate(replace(best, template=whole(best.template)), layouts)
    answers, said_of_cells = read_spots(located.spots, Reader(register, received_on, grid.date1904))
    persons = _numbers_of_persons(layouts, located)
    answers, said_of_cells = joined_answers(best.template, located, answers, said_of_cells)
    findings += located.findings + said_of_cells
    findings += _other_templates(best, fitting)
    findings += persons
    nil = is_nil(answers, [str(each.params["text"]) for each in located.findings if each.code == "row-note"])
    if not nil and not _says_anything(best.template, answers):
        findings.append(Finding("no-answers"))
    findings += check(best.template, located, answers, nil=nil)
    findings += figures_in_large_units(best.template, answers)
    findings += unlikely(best.template, answers, received_on)
    findings += offer_findings(best.template, answers, offers, received_on)
    sender, said = _sender(best.template, answers, file, folder, register, sender_code, received_on)
    findings = [*_without_authority_findings(findings, said), *said]
    if nil:
        findings.append(Finding("nil-report"))
    how = "fingerprint" if template_code is None else "named"
    match = TemplateMatch(best.template.code, best.template.version, how)
    return _reading(file, match, sender, answers, findings, nil=nil)


def _reading(
    file: Reading,
    match: TemplateMatch | None,
    sender: SenderMatch | None,
    answers: Sequence[Answer],
    findings: Sequence[Finding],
    *,
    nil: bool,
) -> Reading:
    stopped = any(finding.severity is Severity.ERROR for finding in findings)
    return Reading(
        file.file_name,
        file.sha256,
        file.size,
        Outcome.HELD if stopped else Outcome.ACCEPTED,
        match,
        sender,
        tuple(answers),
        tuple(findings),
        nil,
    )


def _sheet_ref(params: object) -> CellRef | None:
    sheet = params.get("sheet") if isinstance(params, dict) else None
    return CellRef(sheet, "") if isinstance(sheet, str) else None


def _other_templates(best: Recognised, fitting: Sequence[Recognised]) -> list[Finding]:
    """Speak of a second form in the same workbook: a template that fits other sheets than the best one does."""
    used = {id(match.layout) for match in best.sheets}
    said = []
    for other in fitting[1:]:
        apart = [match for match in other.sheets if id(match.layout) not in used and match.share >= SURE]
        if apart and other.template.code != best.template.code:
            sheet = apart[0].layout.sheet.name
            said.append(
                Finding("template-several", {"title": other.template.title, "sheet": sheet}, CellRef(sheet, ""))
            )
    return said


def _numbers_of_persons(layouts: Sequence[Layout], located: Located | None) -> list[Finding]:
    """Speak of civil registration numbers in cells that are no answers; those in answers are told with them."""
    said = []
    read = {(spot.layout.sheet.name, spot.place) for spot in located.spots if spot.place} if located else set()
    for layout in layouts:
        for at, cell in layout.sheet.cells.items():
            if not cell_may_hold_number(cell) or (layout.sheet.name, at) in read:
                continue
            left = layout.text(at[0], at[1] - 1) if at[1] > 1 else ""
            bare = layout.text(*at).strip().isdigit()  # a column of P-numbers, say, on a sheet of the sender's own
            beside = f"{left} {_heading_over(layout, at)}" if bare else left
            if registration_numbers_in(cell, None, beside):
                shown = masked(str(cell.value or cell.comment)[:300], beside)[:80]
                said.append(
                    Finding("civil-registration-number", {"masked": shown}, CellRef(layout.sheet.name, address(*at)))
                )
    return said


def _heading_over(layout: Layout, at: tuple[int, int]) -> str:
    """Return the nearest text in words above a cell: what its column holds, on a sheet that is no part of the form."""
    above = (layout.text(row, at[1]) for row in range(at[0] - 1, max(0, at[0] - 200), -1))
    return next((text for text in above if text and not any(sign.isdigit() for sign in text)), "")


def is_nil(answers: Sequence[Answer], remarks: Sequence[str] = ()) -> bool:
    """Tell whether a form says that there is nothing to report: in words, and without any figure above 0 or any row.

    ``remarks`` are what was written into its tables and is no row of data.
    """
    texts = [answer.raw for answer in answers if len(answer.raw) <= 200]
    said = any(map(labels.NIL.search, [*texts, *remarks])) or any(map(labels.NOTHING.fullmatch, remarks))
    figures = {FieldType.COUNT, FieldType.NUMBER, FieldType.PERCENT, FieldType.AMOUNT}
    counted = any(
        answer.type in figures and isinstance(answer.value, (int, float)) and answer.value for answer in answers
    )
    rows = any(answer.row is not None and answer.raw for answer in answers)
    return said and not counted and not rows


def _sender(
    template: Template | None,
    answers: Sequence[Answer],
    file: Reading,
    folder: str,
    register: Register,
    sender_code: str | None,
    received_on: dt.date,
) -> tuple[SenderMatch | None, list[Finding]]:
    if sender_code is not None:
        match = match_authority(sender_code, register, received_on)
        if match.respondent is not None:
            found = match.respondent
            return SenderMatch(found.kind.value, found.code, found.name, "asked"), []
    fields = {each.template_at: each for each in template.fields} if template is not None else {}
    cells = [
        SenderCell(answer.raw, answer.at, answer.template_at)
        for answer in answers
        if answer.raw and answer.at is not None and is_sender_field(fields[answer.template_at])
    ]
    kind = expected_kind(template)
    sender, said = who_sent(cells, file.file_name, folder, register, received_on, kind)
    if sender is None and [each.code for each in said] == ["sender-unknown"]:
        rows = [
            SenderCell(answer.raw, answer.at, answer.template_at)
            for answer in answers
            if answer.row is not None
            and answer.at is not None
            and answer.raw
            and _names_sender(fields[answer.template_at])
        ]
        told, note = sender_in_column(rows, register, received_on)
        sender, said = (told, note) if told is not None else (sender, said)
    return sender, list(said)


def _names_sender(each: TemplateField) -> bool:
    """Tell whether a column may name the sender in every row: "Kommune", and not where an offer lies or who pays."""
    own = each.kind is Kind.COLUMN and each.type is FieldType.MUNICIPALITY
    return own and not _OTHER_PLACE.search(each.label)


def _without_authority_findings(findings: Sequence[Finding], said: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those that say of a cell, as of any answer, what is said of it as the sender's."""
    alike = {"sender-unclear", "sender-not-a-respondent", "sender-other-kind"}
    of_sender = {finding.at for finding in said if finding.at is not None and finding.code in alike}
    twice = {"authority-unclear", "authority-unknown", "authority-other-kind", "not-a-respondent"}
    return [each for each in findings if each.code not in twice or each.at not in of_sender]


def _says_anything(template: Template, answers: Sequence[Answer]) -> bool:
    """Tell whether more was filled in than who answers and when, on a form that asks for more."""
    fields = {each.template_at: each for each in template.fields}
    asked = any(not is_about_sender(each) for each in template.fields)
    return any(answer.raw and not (asked and is_about_sender(fields[answer.template_at])) for answer in answers)


def is_about_sender(each: TemplateField) -> bool:
    """Tell whether a single field asks who answers, how to reach them, or when they answered."""
    return each.kind is Kind.SINGLE and (is_sender_field(each) or bool(_CONTACT.search(each.label)))


def is_sender_field(each: TemplateField) -> bool:
    """Tell whether a field asks who answers: a single field for a municipality or region, not that of an offer."""
    asked = each.kind is Kind.SINGLE or (each.kind is Kind.CELL and _SENDER_ROW.match(each.label) is not None)
    if not asked or _OTHER_PLACE.search(each.label):
        return False
    if each.type in (FieldType.MUNICIPALITY, FieldType.REGION):
        return True
    return each.type is FieldType.TEXT and not each.certain and bool(_SENDER_LABEL.match(each.label))


def expected_kind(template: Template | None) -> AuthorityKind | None:
    """Return which kind of authority a form is made for, where it asks for one kind only."""
    if template is None:
        return None
    asked = [each for each in template.fields if is_sender_field(each)]
    if asked and all(each.type is FieldType.REGION for each in asked):
        return AuthorityKind.REGION
    plain = [each for each in asked if each.type is FieldType.MUNICIPALITY and "region" not in each.label.casefold()]
    return AuthorityKind.MUNICIPALITY if plain and len(plain) == len(asked) else None
