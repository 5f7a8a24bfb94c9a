"""Puts a letter together: from the facts of the store and the standard text of its kind to what the letter says."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk import errors
from koorddesk.domain.legal import Act, acts_for
from koorddesk.domain.target_groups import Subject
from koorddesk.i18n import N_, Translator
from koorddesk.letters import figures as shown_figures
from koorddesk.letters import step_words
from koorddesk.letters.attached import NAME as ATTACHED_NAME
from koorddesk.letters.catalogue import FIELDS
from koorddesk.letters.content import (
    LIST_MARK,
    Addressee,
    Block,
    DeadlineBlock,
    Decision,
    Field,
    Heading,
    Inline,
    LetterContent,
    Line,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Reference,
    Signature,
    Style,
    Text,
    decided,
    free_text,
)
from koorddesk.letters.facts import LetterFacts, Official, Scope, Test
from koorddesk.letters.small_numbers import PREFIX as SMALL
from koorddesk.letters.step_words import listed
from koorddesk.letters.templates import fields_in, load_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koorddesk.letters.templates import LetterTemplate, StandardText

errors.register(
    {
        "letter-field-empty": N_(
            'The letter to %(recipient)s needs "%(field)s", which is not filled in. Fill it in under '
            '"Sender of letters" in the settings, or on the case, and make the letter again.'
        ),
    }
)

EVIDENCE_INTRO = (
    "Bilaget viser, hvor hver oplysning i brevet kommer fra. Kontrolsummen er de første 12 tegn af filens SHA-256 og"
    " viser, at det er den fil, styrelsen modtog."
)


ATTACHED = f" Oplysningerne er også vedhæftet denne fil som regnearket {ATTACHED_NAME} med de hele kontrolsummer."


@dataclass(frozen=True)
class Labels:
    """The labels of the reference block (settings of the agency)."""

    date: str = "Dato"
    case_number: str = "Sagsnr."
    document_number: str = "Dok.nr."
    caseworker: str = "Sagsbehandler"
    telephone: str = "Telefon"
    email: str = "E-mail"
    their_reference: str = "Deres ref."


def compose(
    kind: str,
    facts: LetterFacts,
    templates: Mapping[str, LetterTemplate] | None = None,
    labels: Labels | None = None,
) -> LetterContent:
    """Return what a letter of this kind says about these facts.

    ``templates`` are the loaded letter texts by kind, by default the program's own. What is not known yet or waits
    for legal staff becomes an open block; a field the text cannot do without is a UserError that names it.
    """
    known = load_templates() if templates is None else templates
    template = known.get(str(kind))
    if template is None:
        raise errors.UserError("letter-kind-unknown", kind=str(kind))
    return _Composer(template, facts, labels or Labels()).letter()


class _Composer:
    """One letter in the making."""

    def __init__(self, template: LetterTemplate, facts: LetterFacts, labels: Labels) -> None:
        self.template = template
        self.facts = facts
        self.labels = labels
        self.danish = Translator("da")
        self.law_day = facts.law_as_of or facts.dated
        self.acts = acts_for(facts.group.age_from, facts.group.age_to, self.law_day)
        self.shown = shown_figures.for_recipient(facts)
        self.breakdown = shown_figures.breakdown(facts) if facts.breakdown else ()
        self.holds = self._conditions()
        self.fields = self._fields()
        self.decisions: list[Decision] = []

    def letter(self) -> LetterContent:
        facts, danish = self.facts, self.danish
        blocks = self._blocks()
        annexes = list(facts.annexes)
        has_evidence = self._has_evidence
        attached = has_evidence and facts.attach_evidence
        if has_evidence:
            annexes.insert(0, shown_figures.EVIDENCE_ANNEX)
        if self.breakdown:
            annexes.insert(1, shown_figures.BREAKDOWN_ANNEX)
        titled = [f"Bilag {n}: {title}" for n, title in enumerate(annexes, 1)]
        annex_blocks: tuple[Block, ...] = ()
        if self.breakdown:
            annex_blocks = (Heading((Text(titled[1]),), origin="breakdown"), *self.breakdown)
        case = f"{self.labels.case_number} {facts.case_number}" if facts.case_number else ""
        return LetterContent(
            kind=self.template.kind,
            template_version=self.template.version,
            title="".join(part.text for part in self._line(self.template.title)),
            dated=facts.dated,
            sender=facts.sender,
            addressee=Addressee(facts.recipient.name, facts.recipient.address_lines, facts.recipient.example),
            references=self._references(danish),
            blocks=blocks,
            signature=self._signature(),
            annexes=tuple(titled),
            copies=facts.copies,
            evidence_title=titled[0] if has_evidence else "",
            evidence_intro=EVIDENCE_INTRO + (ATTACHED if attached else "") if has_evidence else "",
            attached=attached,
            threshold=facts.threshold,
            hidden=shown_figures.hidden_counts(facts),
            annex_blocks=annex_blocks,
            running_head=" · ".join(part for part in (facts.sender.agency, case) if part),
            decisions=(*self.decisions, *self._released()),
            fields=tuple(Field(name, text) for name, text in sorted(self.fields.items()) if text),
        )

    def _blocks(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for text in self.template.blocks:
            if not text.applies(self.holds):
                continue
            made = self._block(text)
            last = blocks[-1] if blocks else None
            first = made[0] if made else None
            if text.joined and isinstance(last, Paragraph) and isinstance(first, Paragraph):
                line = (*last.line, Text(" "), *first.line)
                blocks[-1] = replace(last, line=line, origin=f"{last.origin} {first.origin}")
                made = made[1:]
            blocks += made
        return tuple(blocks)

    def _released(self) -> list[Decision]:
        """Return the small counts that a named person has released, each with the reason."""
        known = self.facts.confirmations.items()
        return [Decision(block, said.text, said.by, said.on) for block, said in known if block.startswith(SMALL)]

    @property
    def _has_evidence(self) -> bool:
        return bool(self.facts.reports or self.shown.tables or self.breakdown)

    def _references(self, danish: Translator) -> tuple[Reference, ...]:
        facts, labels = self.facts, self.labels
        who = facts.caseworker
        pairs = (
            (labels.date, danish.long_date(facts.dated)),
            (labels.case_number, facts.case_number),
            (labels.document_number, facts.document_number),
            (labels.caseworker, who.name),
            (labels.telephone, who.telephone or facts.contact_telephone),
            (labels.email, who.email or facts.contact_email),
            (labels.their_reference, facts.their_reference),
        )
        return tuple(Reference(label, text) for label, text in pairs if text)

    def _signature(self) -> Signature:
        """Return who signs; before the approval only the unit is known."""
        who = self.facts.approver or Official("", unit=self.facts.sender.unit)
        return Signature(who.name, who.title, who.unit, self.facts.approved_on, self.template.closing)

    def _conditions(self) -> frozenset[str]:
        facts, group, recipient = self.facts, self.facts.group, self.facts.recipient
        tests = {assessed.test: assessed.met for assessed in facts.tests}
        differing = {assessed.test for assessed in facts.tests if assessed.differs}
        holds = {
            "ages": group.age_from is not None or group.age_to is not None,
            "both acts": len(self.acts) > 1,
            "case number": bool(facts.case_number),
            "childrens act": Act.CHILDRENS_ACT in self.acts,
            "coordination assessed": Test.COORDINATION in tests,
            "coordination differs": Test.COORDINATION in differing,
            "coordination met": tests.get(Test.COORDINATION, False),
            "country": recipient.asks_all,
            "definition": bool(group.definition.strip()),
            "evidence": self._has_evidence,
            "follow-up": bool(facts.follow_up),
            "form": bool(facts.form_title),
            "intervention": bool(group.intervention),
            "negotiated": facts.negotiated_on is not None,
            "exclusions": bool(group.not_included.strip()),
            "one council": recipient.scope is Scope.ONE_COUNCIL,
            "one region": not recipient.asks_all and len(recipient.regions) == 1,
            "own evidence": self.shown.own,
            "reports": bool(facts.reports),
            "overall reason": bool(facts.overall_reason.strip()),
            "reports due": facts.announcement.reports_due_on is not None,
            "service act": Act.SERVICE_ACT in self.acts,
            "special education": group.subject is not Subject.SOCIAL,
            "supply assessed": Test.SUPPLY in tests,
            "supply differs": Test.SUPPLY in differing,
            "supply met": tests.get(Test.SUPPLY, False),
            **step_words.conditions(facts),
        }
        return frozenset(name for name, true in holds.items() if true)

    def _fields(self) -> dict[str, str]:
        facts, group, danish = self.facts, self.facts.group, self.danish
        regions = listed(facts.recipient.regions)
        country = facts.recipient.asks_all
        announcement = facts.announcement
        quoted = f"”{announcement.title}”"
        if not announcement.title.lower().startswith("central udmelding"):
            quoted = f"den centrale udmelding {quoted}"
        issued = f"den {danish.long_date(announcement.issued_on)}" if announcement.issued_on else ""
        if not issued and announcement.issued_text:
            issued = f"i {announcement.issued_text}"
        effort = f"{group.intervention} til {group.name}" if group.intervention else f"indsatsen til {group.name}"
        who = facts.caseworker
        contact = [facts.contact_unit, who.name]
        if telephone := who.telephone or facts.contact_telephone:
            contact.append(f"på telefon {telephone}")
        reached = ", ".join(part for part in contact[:2] if part) + "".join(f" {part}" for part in contact[2:])
        if email := who.email or facts.contact_email:
            reached += f"{' eller' if telephone else ' på'} e-mail {email}"
        return {
            "agency": facts.sender.agency,
            "announcement": quoted,
            "answer_email": facts.contact_email,
            "ages": _ages(group.age_from, group.age_to),
            "case_number": facts.case_number,
            "childrens_basis": self._citations(Act.CHILDRENS_ACT),
            "contact": reached,
            "council": f"{facts.recipient.body} i {facts.recipient.name}"
            if facts.recipient.body
            else facts.recipient.name,
            "councils": "landets kommunalbestyrelser" if country else f"kommunalbestyrelserne i {regions}",
            "deadline": danish.long_date(facts.answer_by) if facts.answer_by else "",
            "definition": group.definition.strip(),
            "effort": effort,
            "evidence_annex": "bilag 1",
            "form_title": facts.form_title,
            "group": group.name,
            "issued": issued,
            "issued_by": announcement.issued_by,
            "legal_basis": listed(tuple(c for act in self.acts if (c := self._citations(act)))),
            "ministry": facts.ministry,
            "negotiated": danish.long_date(facts.negotiated_on) if facts.negotiated_on else "",
            "not_included": group.not_included.strip(),
            "other_councils": "landets øvrige kommunalbestyrelser"
            if country
            else f"de øvrige kommunalbestyrelser i {regions}",
            "regions": regions,
            "reports_due": danish.long_date(announcement.reports_due_on) if announcement.reports_due_on else "",
            "service_basis": self._citations(Act.SERVICE_ACT),
            "subject_line": facts.subject_line,
            "weekday": WEEKDAYS[facts.answer_by.weekday()] if facts.answer_by else "",
            "where": "på landsplan" if country else f"i {regions}",
            "noun": self.template.noun,
            **step_words.fields(facts, danish),
        }

    def _citations(self, act: Act) -> str:
        return listed(tuple(basis.citation for basis in self.facts.legal_basis if basis.act is act))

    def _block(self, text: StandardText) -> tuple[Block, ...]:
        if text.type == "insert":
            return self._insert(text.insert)
        if text.type == "open":
            return self._open(text)
        if missing := self._missing_law(text) or self._missing_fields(text):
            return missing
        line = self._line(text.text)
        if text.type in ("heading", "subheading"):
            return (Heading(line, 2 if text.type == "heading" else 3, text.id),)
        if text.type == "deadline" and self.facts.answer_by:
            return (DeadlineBlock(line, self.facts.answer_by, text.id),)
        style = {"lead": Style.LEAD, "note": Style.NOTE}.get(text.type, Style.BODY)
        return (Paragraph(line, style, text.id),)

    def _missing_law(self, text: StandardText) -> tuple[Block, ...]:
        """Return an open block instead of a sentence whose legal basis nobody has entered."""
        wanted = {
            "legal_basis": self.acts,
            "service_basis": (Act.SERVICE_ACT,),
            "childrens_basis": (Act.CHILDRENS_ACT,),
        }
        acts = [act for name, acts in wanted.items() if f"{{{name}}}" in text.text for act in acts]
        lacking = [act for act in acts if not self._citations(act)]
        if not lacking:
            return ()
        line: Line = (Text(f"Hjemlen for {self.template.noun} i {listed(tuple(lacking))} er ikke registreret."),)
        return (OpenBlock("legal-basis", OpenReason.LEGAL, line, text.id),)

    def _missing_fields(self, text: StandardText) -> tuple[Block, ...]:
        """Return an open block instead of a sentence about the step that nobody has filled in."""
        named = [name for name in fields_in(text.text) if name in _OF_THE_STEP and not self.fields[name]]
        return tuple(
            OpenBlock(f"missing-{name}", OpenReason.MISSING, (Text(f"{FIELDS[name]}."),), text.id)
            for name in dict.fromkeys(named)
        )

    def _open(self, text: StandardText) -> tuple[Block, ...]:
        block = OpenBlock(text.id, OpenReason(text.reason), self._line(text.text), text.id, text.heading)
        if decision := self.facts.confirmations.get(text.id):
            self.decisions.append(Decision(text.id, decision.text, decision.by, decision.on))
            return tuple(decided(block, decision.text))
        return (block,)

    def _line(self, text: str) -> Line:
        parts: list[Inline] = []
        for words, name, _, _ in string.Formatter().parse(text):
            if words:
                parts.append(Text(words))
            if name is not None:
                value = self.fields[name]
                if not value:
                    raise errors.UserError(
                        "letter-field-empty", field=FIELDS[name], recipient=self.facts.recipient.name
                    )
                parts.append(Field(name, value))
        return tuple(parts)

    def _insert(self, name: str) -> tuple[Block, ...]:
        facts = self.facts
        reasons = {assessed.test: assessed.reason for assessed in facts.tests}
        if name == "reports":
            return (shown_figures.reports_table(facts),)
        if name == "follow-up":
            items = tuple((Text(": ".join(p for p in (entry.when, entry.what) if p)),) for entry in facts.follow_up)
            return (ListBlock(items, origin="follow-up"),)
        if name == "what is asked":
            return free_text(_ended(facts.what_is_asked), "what-is-asked", Style.ASKED)
        if name == "legal wording":
            return self._legal_wording()
        if name == "overall reason":
            return free_text(facts.overall_reason, "overall-reason")
        if name in _STEP_INSERTS:
            return step_words.insert(name, facts)
        test = {"supply": Test.SUPPLY, "coordination": Test.COORDINATION}.get(name.partition(" ")[0])
        if name.endswith("reason"):
            assert test is not None
            return free_text(reasons.get(test, ""), f"{test}-reason")
        return self.shown.tables.get(test, ())

    def _legal_wording(self) -> tuple[Block, ...]:
        found: list[Block] = []
        for basis in self.facts.legal_basis:
            if basis.act not in self.acts:
                continue
            if basis.wording:
                act = f"{basis.act.capitalize()}: " if len(self.acts) > 1 else ""
                found.append(Paragraph((Text(f"{act}{basis.wording}"),), origin="legal-wording"))
            if not basis.confirmed:
                comma = "," if "stk." in basis.citation else ""
                line = (Text(f"Hjemlen {basis.citation}{comma} er ikke bekræftet."),)
                found.append(OpenBlock("legal-basis", OpenReason.LEGAL, line, "legal-wording"))
        return tuple(found)


_OF_THE_STEP = {"deadline", *step_words.FIELDS}
_STEP_INSERTS = {
    *("agenda", "findings", "minutes", "offers", "participants", "questions", "remarks", "step reason", "tasks")
}
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


def _ended(text: str) -> str:
    """Return a text with a full stop, unless it has an end of its own or ends in a list."""
    text = text.strip()
    last = text.rpartition("\n")[2]
    return text if not text or text[-1] in ".?!:" or LIST_MARK.match(last) else f"{text}."


def _ages(start: int | None, end: int | None) -> str:
    if start is not None and end is not None:
        return f"fra {start} til og med {end} år"
    if start is not None:
        return f"på {start} år og derover"
    return f"til og med {end} år" if end is not None else ""
