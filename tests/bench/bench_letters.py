"""Measure 98 tagged, archival letters of three pages against plain reportlab and against docxtpl with LibreOffice.

Run it by hand: ``python tests/bench/bench_letters.py [letters]``. All three set the same words in one run, timed in
processor time with that of the processes they start, so that the ratios hold on a busy machine where the seconds do
not. Plain reportlab is Platypus with the same embedded typeface, without tags, links or metadata; the best of the
rounds counts for both. LibreOffice converts a few files with a call each, as a letter is made at a desk, and all of
them in one call. docxtpl is for this measurement only (``pip install --target FOLDER docxtpl``, and FOLDER on
PYTHONPATH); what is missing is said, and the rest is measured.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PlainTable

from koorddesk.letters import content as c
from koorddesk.letters import evidence
from koorddesk.letters.fonts import Face, font_name
from koorddesk.letters.page import PageSettings, mm
from koorddesk.letters.render import render_pdf

PLAIN_LIMIT = 1.5  # times plain reportlab, the most
OFFICE_GAIN = 20.0  # times as fast as docxtpl with LibreOffice, the least
ROUNDS = 3
ALONE = 4  # letters that LibreOffice is called for one by one
MADE_AT = dt.datetime(2026, 4, 27, 10, 15, tzinfo=dt.UTC)
SENTENCE = (
    "Kommunerne i regionen har adgang til ét tilbud med døgnbemandet neuropædagogik, tilbuddet er fuldt belagt, og"
    " flere kommuner har borgere på venteliste; der er derfor ikke det fornødne udbud af højt specialiserede tilbud. "
)


def letter(number: int) -> c.LetterContent:
    """Return one letter of three pages with headings, lists, tables, figures with sources and an evidence annex."""
    council = f"Kommune {number}"
    source = c.Source(
        "Indberetningsskema", "1", dt.date(2025, 10, 14), f"Kommune{number}.xlsx", f"{number:064x}", "Skema"
    )

    def figure(row: int) -> c.Line:
        return (c.Figure(f"{row * 3},5", f"Oplysning {row}", dataclasses.replace(source, cell=f"F{row}")),)

    text = (c.Text(SENTENCE * 2),)
    columns = (c.Column("Oplysning", row_header=True), c.Column(council, c.Align.NUMBER))
    rows = tuple(
        ((c.Text(f"{row}. Hvor mange borgere har kommunen haft i målgruppen?"),), figure(row)) for row in range(1, 9)
    )
    blocks: tuple[c.Block, ...] = (
        c.Paragraph((c.Text(SENTENCE),), c.Style.LEAD),
        c.Heading((c.Text("Baggrund"),)), c.Paragraph(text),
        c.ListBlock(((c.Text("dialogmøde om kapacitet"),), (c.Text("opdateret status"),))),
        c.Heading((c.Text("Styrelsens vurdering"),)), c.Paragraph(text), c.Table(columns, rows),
        c.Heading((c.Text("Retsgrundlag"),)), c.Paragraph(text),
        c.Heading((c.Text("Det anmoder styrelsen om"),)), c.Paragraph(text),
        c.DeadlineBlock((c.Text("Svaret skal være modtaget senest den 30. juni 2026."),), dt.date(2026, 6, 30)),
        c.Heading((c.Text("Kontakt"),)), c.Paragraph((c.Text(SENTENCE),)),
    )  # fmt: skip
    return c.LetterContent(
        kind="renewed-consideration-request",
        template_version="1",
        title="Anmodning om fornyet behandling af central udmelding. Voksne med kompleks erhvervet hjerneskade",
        dated=dt.date(2026, 4, 27),
        sender=c.Sender(
            "Social- og Boligstyrelsen", "National koordination", ("Edisonsvej 1", "5000 Odense C"), "Odense"
        ),
        addressee=c.Addressee(council, ("Kommunalbestyrelsen", council, "Rådhusvej 1", "4000 By")),
        references=(c.Reference("Dato", "27. april 2026"), c.Reference("Sagsnr.", "2026-1234")),
        blocks=blocks,
        signature=c.Signature("Kontorchef", "Kontorchef", "National koordination", dt.date(2026, 4, 27)),
        annexes=("Bilag 1: Kilder",),
        evidence_title="Bilag 1: Kilder",
        evidence_intro=SENTENCE,
        running_head="Social- og Boligstyrelsen · Sagsnr. 2026-1234",
    )


def plain_pdf(said: c.LetterContent) -> bytes:
    """Return the same words as Platypus sets them: same typeface, sizes and margins, no tags."""
    page = PageSettings()
    styles = {
        name: ParagraphStyle(name, fontName=font_name(face), fontSize=size, leading=leading, spaceBefore=before)
        for name, face, size, leading, before in (
            ("body", Face.REGULAR, page.body_size, page.body_leading, 7),
            ("title", Face.STRONG, page.title_size, page.title_leading, 0),
            ("heading", Face.STRONG, page.body_size + 2.5, 16, 18),
            ("cell", Face.REGULAR, page.table_size, page.table_leading, 0),
            ("annex", Face.REGULAR, page.annex_size, page.annex_leading, 0),
        )
    }

    def table(block: c.Table, style: ParagraphStyle) -> PlainTable:
        head = [Paragraph(column.title, style) for column in block.columns]
        body = [[Paragraph(c.plain(cell), style) for cell in row] for row in block.rows]
        return PlainTable([head, *body], colWidths=[mm(page.measure) / len(head)] * len(head), repeatRows=1)

    story: list[Any] = [Spacer(1, mm(70)), Paragraph(said.title, styles["title"])]
    for block in said.blocks:
        if isinstance(block, c.Table):
            story.append(table(block, styles["cell"]))
        elif isinstance(block, c.ListBlock):
            story.append(ListFlowable([Paragraph(c.plain(item), styles["body"]) for item in block.items]))
        else:
            style = styles["heading"] if isinstance(block, c.Heading) else styles["body"]
            story.append(Paragraph(c.plain(block.line), style))
    story += [Paragraph(text, styles["body"]) for text in ("Med venlig hilsen", "Kontorchef", said.annexes[0])]
    story += [Paragraph(said.evidence_title, styles["heading"]), Paragraph(said.evidence_intro, styles["body"])]
    story += [table(evidence.file_table(said), styles["annex"]), table(evidence.source_table(said), styles["annex"])]

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont(font_name(Face.REGULAR), page.small_size)
        canvas.drawString(mm(page.left), mm(280), said.running_head)
        for number, line in enumerate(said.addressee.lines if document.page == 1 else ()):
            canvas.drawString(mm(page.left), mm(244 - 5 * number), line)
        canvas.drawRightString(mm(page.width - page.right), mm(page.foot), f"Side {document.page}")

    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=(mm(page.width), mm(page.height)), leftMargin=mm(page.left), rightMargin=mm(page.right),
        topMargin=mm(page.top), bottomMargin=mm(page.bottom), initialFontName=font_name(Face.REGULAR),
    )  # fmt: skip
    document.build(story, onFirstPage=edges, onLaterPages=edges)
    return out.getvalue()


def by_office(letters: list[c.LetterContent], *, each_alone: bool) -> Path:
    """Fill a Word template for each letter with docxtpl; convert them with one call of LibreOffice, or one each."""
    import docx
    import docxtpl  # type: ignore[import-not-found,unused-ignore]  # only where it is installed for this

    folder = Path(tempfile.mkdtemp())
    blank = docx.Document()
    blank.add_paragraph("{{ address }}")
    blank.add_heading("{{ title }}", 1)
    for mark in ("{%p for block in blocks %}", "{{ block }}", "{%p endfor %}"):
        blank.add_paragraph(mark)
    for name, width in (("cells", 2), ("files", len(evidence.FILE_COLUMNS)), ("sources", len(evidence.COLUMNS))):
        grid = blank.add_table(rows=3, cols=width)
        grid.rows[0].cells[0].text = f"{{%tr for row in {name} %}}"
        for index, cell in enumerate(grid.rows[1].cells):
            cell.text = f"{{{{ row[{index}] }}}}"
        grid.rows[2].cells[0].text = "{%tr endfor %}"
    blank.save(str(folder / "template.docx"))
    made = []
    for number, said in enumerate(letters):
        table = next(block for block in said.blocks if isinstance(block, c.Table))
        rows = {
            "cells": table.rows,
            "files": evidence.file_table(said).rows,
            "sources": evidence.source_table(said).rows,
        }
        values: dict[str, Any] = {
            "address": "\n".join(said.addressee.lines),
            "title": said.title,
            "blocks": [" ".join(map(c.plain, c.lines_of(b))) for b in said.blocks if not isinstance(b, c.Table)],
            **{name: [[c.plain(cell) for cell in row] for row in found] for name, found in rows.items()},
        }
        template = docxtpl.DocxTemplate(str(folder / "template.docx"))
        template.render(values)
        made.append(folder / f"{number:03d}.docx")
        template.save(str(made[-1]))
    if each_alone:
        for path in made:
            _convert(folder, [path])
    else:
        _convert(folder, made)
    return folder


def _convert(folder: Path, made: list[Path]) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = '{"SelectPdfVersion":{"type":"long","value":"2"},"PDFUACompliance":{"type":"boolean","value":"true"}}'
    archival = f"pdf:writer_pdf_Export:{wanted}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", archival, "--outdir", str(folder), *map(str, made)],
        check=True,
        capture_output=True,
        timeout=1800,
    )


def processor_time() -> float:
    """Return the seconds of processor time used so far, by this process and those it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Run once and return processor time and time on the wall."""
    used, started = processor_time(), time.perf_counter()
    run()
    return processor_time() - used, time.perf_counter() - started


def pages(pdf: bytes) -> int:
    """Return the number of pages of a file."""
    return len(pypdfium2.PdfDocument(pdf))


def main(count: int) -> int:
    """Measure, print what was measured and what is missing, and return 1 where a goal is missed."""
    letters = [letter(number) for number in range(1, count + 1)]
    layout = PageSettings()
    ours: list[bytes] = []
    plain: list[bytes] = []

    def set_ours() -> None:
        ours[:] = [render_pdf(said, layout, draft=False, made_at=MADE_AT) for said in letters]

    def set_plain() -> None:
        plain[:] = [plain_pdf(said) for said in letters]

    render_pdf(letters[0], layout, draft=False, made_at=MADE_AT)  # typefaces loaded once for both
    plain_pdf(letters[0])
    rounds = [(timed(set_ours), timed(set_plain)) for _ in range(ROUNDS)]
    best = [min(each[way] for each in rounds) for way in (0, 1)]
    ratio = best[0][0] / best[1][0]
    print(f"{count} letters of {pages(ours[0])} pages, tagged and archival: {_said(best[0], count)}")
    print(f"plain reportlab, {pages(plain[0])} pages: {_said(best[1], count)}; ratio {ratio:.2f} (goal {PLAIN_LIMIT})")
    missed = ratio > PLAIN_LIMIT
    lacking = [name for name in ("docx", "docxtpl") if importlib.util.find_spec(name) is None]
    lacking += [] if shutil.which("soffice") else ["soffice (Debian: libreoffice-writer)"]
    if lacking:
        print(f"docxtpl with LibreOffice: not measured, {', '.join(lacking)} not installed")
        return int(missed)
    gains = []
    for each_alone, some in ((True, letters[:ALONE]), (False, letters)):
        folders: list[Path] = []
        office = timed(
            partial(lambda made, **way: made.append(by_office(**way)), folders, letters=some, each_alone=each_alone)
        )
        made = sorted(folders[0].glob("*.pdf"))
        if not made:
            print("docxtpl with LibreOffice: not measured, LibreOffice cannot open text (Debian: libreoffice-writer)")
            return int(missed)
        gains.append(office[0] / len(some) / (best[0][0] / count))
        print(
            f"docxtpl with LibreOffice, {len(made)} files of {pages(made[0].read_bytes())} pages, "
            f"{'a call each' if each_alone else 'one call'}: {_said(office, len(some))}; {gains[-1]:.0f} times ours in"
            f" processor time, {office[1] / len(some) / (best[0][1] / count):.0f} times on the wall (goal {OFFICE_GAIN:.0f})"
        )
        shutil.rmtree(folders[0])
    return int(missed or max(gains) < OFFICE_GAIN)


def _said(times: tuple[float, float], count: int) -> str:
    return f"{times[0]:.2f} s processor time ({times[0] / count * 1000:.1f} ms each), {times[1]:.2f} s on the wall"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 98))
