"""Small counts in what a caseworker wrote: sentences that could show who a person is, or give away what is hidden.

Source: DESIGN section 8. What the store puts into a letter is protected where it is put in (``figures.py``); this
looks at all the words around it, whoever wrote them: a number of persons under the threshold, and a hidden count
beside the name of the authority it belongs to. Each such sentence keeps the letter open until it is written in another
way, or a named person releases it with a reason. What it cannot find: a count that is described and not written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from koorddesk.letters.content import (
    Block,
    Figure,
    LetterContent,
    Line,
    OpenBlock,
    OpenReason,
    Table,
    Text,
    lines_of,
    plain,
)

PREFIX = "small-number:"  # before the name of such an open place; its decision is a release, not a text
_PROTECTED = ("evidence", "breakdown", "reports")  # tables whose counts are protected where they are made
_WORDS = {
    "nul": 0, "ingen": 0, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8,
    "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_PERSONS = (
    r"(?:borger(?:e|en|ne)?|person(?:er|en|erne)?|barn(?:et)?|børn(?:ene)?|unge?|voksne?|kvinder?|mænd|mand|gravide?"
    r"|beboer(?:e|en|ne)?|bruger(?:e|en|ne)?|elev(?:er|en|erne)?|patient(?:er|en|erne)?|deltager(?:e|en|ne)?"
    r"|indskrevne?|anbragte?|individ(?:er)?|forælder|forældre|familier?)"
)
_NUMBER = rf"(?P<number>\d+|{'|'.join(_WORDS)}|(?:kun|blot|bare|netop|enkelt) (?:en|et))"
# "2 borgere", "to af borgerne", "tre unge voksne", "2 svært syge børn", "kun en borger".
_COUNTED = re.compile(rf"(?<![\w.,§–-]){_NUMBER}(?: (?!og\b|eller\b)[\wæøå-]+){{0,2}}? {_PERSONS}\b", re.IGNORECASE)
_TOKEN = re.compile(rf"(?<![\w.,§])(?:\d+|{'|'.join(_WORDS)})(?![\w,]|\.\d|\. [a-zæøå])", re.IGNORECASE)
_STOPS = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ0-9–-])")
QUOTED = 160  # characters of a sentence that an open place quotes


def suspects(letter: LetterContent) -> tuple[OpenBlock, ...]:
    """Return an open place for each sentence of a letter that shows a small or hidden count and is not released."""
    if not letter.threshold:
        return ()
    released = {decision.block for decision in letter.decisions}
    found: dict[str, OpenBlock] = {}
    for block in (*letter.blocks, *letter.annex_blocks):
        for sentence in _sentences(block):
            key = PREFIX + hashlib.sha256(sentence.encode()).hexdigest()[:16]
            if key not in released and _tells(letter, sentence):
                found[key] = OpenBlock(key, OpenReason.SMALL, _line(sentence), block.origin)
    return tuple(found.values())


def _line(sentence: str) -> Line:
    quoted = sentence if len(sentence) <= QUOTED else f"{sentence[:QUOTED].rsplit(' ', 1)[0]} …"
    return (
        Text(
            f"Små tal: »{quoted}« kan vise, hvem en person er, eller røbe et tal, der er udeladt. Skriv det på en anden"
            " måde, eller lad en navngiven person frigive det med en begrundelse."
        ),
    )


def _sentences(block: Block) -> Iterator[str]:
    """Return what a block says, sentence by sentence; of a table each number with the heading of its column."""
    if isinstance(block, Table):
        if block.origin in _PROTECTED:
            return
        titles = [column.title for column in block.columns]
        for row in block.rows:
            said = [_words(cell) for cell in row]
            name = next((text for text, column in zip(said, block.columns, strict=True) if column.row_header), said[0])
            for text, title in zip(said, titles, strict=True):
                yield f"{name}: {text} {title} {block.caption}".strip() if text != name else text
        return
    for line in lines_of(block):
        yield from filter(None, _STOPS.split(_words(line)))


def _words(line: Line) -> str:
    """Return a line without the figures that the store put in: those are protected already."""
    return " ".join(plain(tuple(part for part in line if not isinstance(part, Figure))).split())


def _tells(letter: LetterContent, sentence: str) -> bool:
    small = [match for match in _COUNTED.finditer(sentence) if _value(match["number"]) < letter.threshold]
    named = [hidden for hidden in letter.hidden if _named(hidden.owner, sentence)]
    if small and not (_named(letter.addressee.name, sentence) and not named):
        return True
    values = {_value(match[0]) for match in _TOKEN.finditer(sentence)}
    counted = {_value(match["number"]) for match in _COUNTED.finditer(sentence)}
    return any(hidden.value in values for hidden in named) or any(
        hidden.value in counted for hidden in letter.hidden if hidden.joint
    )


def _value(number: str) -> int:
    folded = number.casefold()
    return int(folded) if folded.isdigit() else _WORDS.get(folded, 1)


def _named(owner: str, sentence: str) -> bool:
    """Tell whether a sentence names an authority, by its name with or without "Kommune"."""
    name = owner.removesuffix(" Kommune").strip()
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", sentence, re.IGNORECASE) is not None
