"""A file of every kind of letter, as it goes out, as a draft with little known, over many pages, and as PDF/A-3a."""

import dataclasses
import datetime as dt
import sys
from pathlib import Path

from koorddesk.domain.letters import LetterKind
from koorddesk.letters.compose import compose
from koorddesk.letters.content import Align, Column, Figure, LetterContent, ListBlock, Paragraph, Source, Table, Text
from koorddesk.letters.page import PageSettings
from koorddesk.letters.render import render_pdf

SAMPLES = Path(__file__).parents[1] / "unit" / "letters"
MADE_AT = dt.datetime(2026, 4, 27, 10, 15, tzinfo=dt.UTC)
LONG = 160  # rows of a table that breaks over several pages


def write_letters(folder: Path) -> list[Path]:
    """Write the letters to a folder and return their paths, one for each kind in each of four states."""
    sys.path.insert(0, str(SAMPLES))  # the samples lie with the tests they were made for
    try:
        import kind_samples
    finally:
        sys.path.remove(str(SAMPLES))
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for kind in LetterKind:
        whole = compose(kind, kind_samples.full(kind))
        states = {
            "final": (whole, False),
            "draft": (compose(kind, kind_samples.bare(kind)), True),
            "long": (lengthened(whole), False),
            "3a": (compose(kind, kind_samples.full(kind, attach_evidence=True, **_evidence(kind_samples))), False),
        }
        for state, (content, draft) in states.items():
            path = folder / f"{kind.value}-{state}.pdf"
            path.write_bytes(render_pdf(content, PageSettings(), draft=draft, made_at=MADE_AT))
            found.append(path)
    return found


def lengthened(letter: LetterContent) -> LetterContent:
    """Return a letter with a table, a list and a paragraph that go on over several pages, each row with its source."""
    source = Source("Indberetning", "1", dt.date(2026, 3, 24), "Kapacitet.xlsx", "a" * 64, "Ark", "C1")
    rows = tuple(
        (
            (Text(f"Tilbud {number} med et navn, der kan fylde mere end en linje i kolonnen"),),
            (Figure(f"{number},{number % 10}", f"Antal {number}", dataclasses.replace(source, cell=f"C{number}")),),
        )
        for number in range(1, LONG + 1)
    )
    table = Table((Column("Tilbud", row_header=True), Column("Antal", Align.NUMBER)), rows, "Tilbuddene", "En note.")
    words = "Kommunerne i regionen har ikke aftalt, hvem der driver tilbuddet, eller hvordan det finansieres. "
    blocks = (*letter.blocks, table, ListBlock(((Text(words),),) * 30, numbered=True), Paragraph((Text(words * 60),)))
    title = letter.evidence_title or "Bilag 1: Kilder til brevets oplysninger"
    return dataclasses.replace(letter, blocks=blocks, evidence_title=title, evidence_intro=words, threshold=0)


def _evidence(samples):
    """The evidence of the request, so that every kind has something to attach."""
    whole = samples.facts()
    return {"reports": whole.reports, "evidence": whole.evidence, "tests": whole.tests}
