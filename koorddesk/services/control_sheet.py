"""The page that goes with every form sent out: how the form will be read and checked when it comes back.

It is a sheet of the program's own (``workbooks.own_sheet``), in Danish whatever the window's language: its readers are
the municipalities and the regions. What it says of a field is what the learned form holds, nothing else.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koorddesk.domain.values import FieldType
from koorddesk.i18n import N_, Translator
from koorddesk.services.template_rules import rule_sentence
from koorddesk.workbooks.grid import address
from koorddesk.workbooks.own_sheet import OwnSheet, Part, Row
from koorddesk.workbooks.prefill import Filled, Recipient, Source
from koorddesk.workbooks.rules import IN_FORCE
from koorddesk.workbooks.template import Kind, Template, TemplateField

_WIDTHS = (20, 10, 52, 46, 20)
_LINE = 135  # characters over all columns
_CHOICES = 12  # choices that are named; of more, their number is told

NAME = N_("How the form is checked")
_KINDS = {
    FieldType.TEXT: N_("text"),
    FieldType.COUNT: N_("a whole number, 0 or more"),
    FieldType.NUMBER: N_("a number"),
    FieldType.PERCENT: N_("a percentage, for example 12.5"),
    FieldType.AMOUNT: N_("an amount in kroner"),
    FieldType.DATE: N_("a date, for example 24-03-2026"),
    FieldType.YEAR: N_("a year, for example 2026"),
    FieldType.CHOICE: N_("a choice"),
    FieldType.SCALE: N_("one mark"),
    FieldType.YES_NO: N_("yes or no (Ja, Nej or a cross)"),
    FieldType.MUNICIPALITY: N_("the name or code of a municipality"),
    FieldType.REGION: N_("the name of a region"),
    FieldType.OFFER: N_("the name of the offer, one offer in each place"),
}
_BEFORE = (
    N_(
        "The form is read by a program. It finds each question by its words, so leave headings and labels as they are; "
        "rows may be added where there is not enough room."
    ),
    N_("Write one answer in each field, and what has to be explained in the fields for remarks."),
    N_(
        "Write no civil registration numbers (CPR). A form that holds one is put aside and cannot be used before it "
        "has been sent again without it."
    ),
    N_("Save the form as an Excel workbook without a password and without an encrypting sensitivity label."),
    N_("Every remark the program makes comes back to you with the cell it is about."),
)
# What is written stays as it stands; what it is read as is said in words.
_READ = (
    ("12", "12"),
    ("ca. 12", N_("12, with a remark that the number is not exact. Write the exact number if you have it.")),
    ("under 5  ·  <5", N_("under 5: neither 0 nor empty. Write it where the number may not be told.")),
    ("12-15", N_("from 12 to 15, with a remark; it cannot be added up exactly")),
    ("0  ·  ingen", N_("0: the answer is that there are none")),
    (N_("an empty field"), N_("no answer")),
    ("ikke relevant  ·  uoplyst", N_("no figure, with a remark; it counts as answered, not as 0")),
    ("12,5 %  ·  87,5", N_("12,5 per cent; 87,5 per cent in a field for percentages")),
    ("24-03-2026  ·  24. marts 2026", N_("the 24th of March 2026; day before month")),
)
SOURCES = {
    Source.REGISTER: N_("the agency's register"),
    Source.ANNOUNCEMENT: N_("the announcement"),
    Source.LAST_ROUND: N_("the last answer"),
}
_VALUES = 200  # characters of a column's values that are shown on the page


@dataclass(frozen=True)
class Facts:
    """What the page says beside the form: whom it goes to, what was filled in and from which answer, whom to ask."""

    recipient: Recipient
    filled: Sequence[Filled]
    origin: str
    help_at: str


def control_sheet(template: Template, facts: Facts, translator: Translator) -> OwnSheet:
    """Return the page for one recipient."""
    say = translator.text
    who = facts.recipient
    rows: list[Row] = [
        (Part(say(NAME), "title"),),
        (
            Part(
                say(
                    N_("%(title)s · %(name)s · to be answered by %(due)s"),
                    title=who.title,
                    name=who.name,
                    due=translator.long_date(who.due_on),
                ),
                "line",
            ),
        ),
    ]
    rows += _section(say(N_("Before you send the form")))
    rows += _paragraphs(say(words) for words in _BEFORE)
    rows += _filled(facts, translator)
    rows += _section(say(N_("How answers are read")))
    rows += [(Part(say(wrote), "line"), None, Part(say(read), "line")) for wrote, read in _READ]
    rows += _section(say(N_("The fields")))
    rows.append(
        tuple(
            Part(say(words), "head")
            for words in (N_("Sheet"), N_("Cell"), N_("Question"), N_("Answer"), N_("Has to be answered"))
        )
    )
    rows += _fields(template, translator)
    rules = (rule_sentence(translator, template, rule) for rule in template.rules if rule.standing == IN_FORCE)
    if sentences := list(dict.fromkeys(rules)):
        rows += _section(say(N_("What is compared")))
        rows += _paragraphs(sentences)
    rows += _section(say(N_("Checking it yourself, and help")))
    rows += _paragraphs(
        (
            say(
                N_(
                    "A secretariat that has the program koorddesk can check the form before sending it: "
                    "koorddesk import --dry-run FILE. It says what we will see, and stores nothing."
                )
            ),
            facts.help_at,
            say(N_("This page was added to the form and is not read. Leave it as it is, or delete it.")),
        )
    )
    return OwnSheet(rows, _WIDTHS, locked=True)


def _section(title: str) -> list[Row]:
    return [(), (Part(title, "section"),)]


def _paragraphs(texts: Iterator[str] | Sequence[str]) -> Iterator[Row]:
    for text in texts:
        for number, line in enumerate(textwrap.wrap(text, _LINE)):
            yield (Part(("• " if not number else "   ") + line, "line"),)


def _filled(facts: Facts, translator: Translator) -> list[Row]:
    """Return what was filled in, a line for each field; a column shows its values one after another."""
    if not facts.filled:
        return []
    say = translator.text
    rows: list[Row] = _section(say(N_("Filled in beforehand")))
    words = [say(N_("We have filled in the following. Correct what is not right, and empty what no longer applies."))]
    if facts.origin:
        words.append(say(N_("The last answer is %(origin)s."), origin=facts.origin))
    rows += _paragraphs(words)
    headings = (N_("Sheet"), N_("Cell"), N_("Question"), N_("Filled in"), N_("From"))
    rows.append(tuple(Part(say(words), "head") for words in headings))
    by_field: dict[str, list[Filled]] = {}
    for each in facts.filled:
        by_field.setdefault(each.field.id, []).append(each)
    for cells in by_field.values():
        first, last = address(*cells[0].place), address(*cells[-1].place)
        values = " · ".join(value_words(each, translator) for each in cells)
        rows.append(
            (
                Part(cells[0].sheet),
                Part(first if first == last else f"{first}–{last}", "text", (cells[0].sheet, first)),
                Part(cells[0].field.label),
                Part(textwrap.shorten(values, _VALUES, placeholder=" …")),
                Part(say(SOURCES[cells[0].source])),
            )
        )
    return rows


def value_words(filled: Filled, translator: Translator) -> str:
    """Return a filled value as it reads."""
    value = filled.value
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        shown = value * 100 if filled.field.type is FieldType.PERCENT and filled.stored_as_share else value
        return f"{value:g}" if filled.field.type is FieldType.YEAR else translator.number(shown)
    return translator.date(value)


def _fields(template: Template, translator: Translator) -> Iterator[Row]:
    """Yield a line for each field; the cells of one printed table that ask the same share a line."""
    seen: set[tuple[str, FieldType]] = set()
    for each in template.fields:
        cells = [other for other in template.fields if other.kind is Kind.CELL and other.table == each.table]
        label = each.label if not each.question else f"{each.question} – {each.label}"
        if each.kind is Kind.CELL and len(cells) > _CHOICES:
            if (each.table, each.type) in seen:
                continue
            seen.add((each.table, each.type))
            alike = [other for other in cells if other.type is each.type]
            title = next((table.title for table in template.tables if table.id == each.table), "") or each.group
            label = translator.text(N_("%(title)s: %(count)d fields"), title=title, count=len(alike))
        yield (
            Part(each.template_at.sheet),
            Part(each.template_at.cell, "text", (each.template_at.sheet, each.template_at.cell)),
            Part(label),
            Part(_answer(each, translator)),
            Part(translator.text(N_("yes")) if each.required else " "),
        )


def _answer(each: TemplateField, translator: Translator) -> str:
    """Return what a field takes: its kind, and its choices or marks."""
    kind = translator.text(_KINDS[each.type])
    choices = [heading for _, heading in each.boxes] or list(each.choices)
    if not choices or each.type is FieldType.YES_NO:
        return kind
    if each.several:
        kind = translator.text(N_("one or more of"))
    named = " · ".join(choices[:_CHOICES])
    more = len(choices) - _CHOICES
    return f"{kind}: {named}" + (translator.text(N_(" and %(count)d more"), count=more) if more > 0 else "")
