"""What a letter's content is to say aloud, element by element: the plan that a finished file is compared with."""

from koorddesk.letters import evidence
from koorddesk.letters.content import Figure, Heading, ListBlock, OpenBlock, OpenReason, Table, plain

WORDS = {
    OpenReason.LEGAL: "Afventer juridisk stillingtagen",
    OpenReason.MISSING: "Mangler",
    OpenReason.TEXT: "Skal skrives",
}


def expected(letter):
    """Return (tag, text) of everything below the letter's head up to the signature, and of its evidence annex."""
    numbers = evidence.numbers(letter) if letter.evidence_title else {}
    found = [("H1", letter.title)]
    for block in letter.blocks:
        found += _block(block, numbers)
    after = []
    if letter.evidence_title:
        after += [("H2", letter.evidence_title), ("P", letter.evidence_intro), ("H3", "Filer")]
        after += [*_table(evidence.file_table(letter), {}), ("H3", "Oplysninger")]
        after += _table(evidence.source_table(letter), {})
    for block in letter.annex_blocks:
        after += _block(block, numbers)
    return tidy(found), tidy(after)


def tidy(rows):
    """Return the rows without what says nothing, links joined to what they stand behind, spaces as one kind."""
    found = []
    for tag, said in rows:
        clean = " ".join(said.replace("\u00a0", " ").split())
        if tag == "Link" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {clean}")
        elif clean:
            found.append((tag, clean))
    return found


def _block(block, numbers):
    if isinstance(block, Heading):
        return [(f"H{block.level}", _line(block.line, numbers))]
    if isinstance(block, ListBlock):
        return [
            row
            for number, item in enumerate(block.items, 1)
            for row in (("Lbl", f"{number}." if block.numbered else "•"), ("LBody", _line(item, numbers)))
        ]
    if isinstance(block, Table):
        return _table(block, numbers)
    if isinstance(block, OpenBlock):
        return [("P", f"[{WORDS[block.reason]}: {plain(block.line)}]")]
    return [("P", _line(block.line, numbers))]


def _table(table, numbers):
    caption, note = [("P", table.caption)], [("P", table.note)]
    if not table.rows:
        return [*caption, ("P", table.empty)]
    heads = [("TH", column.title) for column in table.columns]
    cells = [
        ("TH" if column.row_header else "TD", _line(cell, numbers))
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
    ]
    return [*caption, *heads, *cells, *note]


def _line(line, numbers):
    return "".join(
        f"{part.text} [{numbers[evidence.source_key(part.source)]}]" if isinstance(part, Figure) else part.text
        for part in line
    )
