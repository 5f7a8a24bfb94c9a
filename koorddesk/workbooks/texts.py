"""Texts in cells: white space, wrong character sets, answers that say that there is no answer, and plain text."""

from __future__ import annotations

import functools
import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")
_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

_LONGEST_ABSENCE = 120  # a longer text is an answer, whatever it begins with
EXCEL_TEXT_LIMIT = 32767  # characters in a cell
FORM_TEXT_LIMIT = 255  # characters that a form control or an old link passes on


def trimmed(text: str) -> str:
    """Return a text without white space and invisible characters around it, otherwise as it stood."""
    return text.strip(" \t\r\n\v\f\u00a0\u2007\u202f\u200b\u2060\ufeff")


def tidy(text: str) -> str:
    """Return a short text for comparing: composed, without invisible characters, each run of white space one space."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def plain(text: str) -> str:
    """Return ``tidy`` in lower case with every kind of dash as a hyphen."""
    return tidy(text).translate(_DASHES).casefold()


_UNKNOWN = re.compile(
    r"(?:uoplyst|ikke oplyst|oplyses ikke|kan ikke oplyses|ved ikke|ved det ikke|vides ikke|vi ved det ikke|ukendt"
    r"|ikke kendt|kendes ikke|ikke opgjort|opgøres ikke|kan ikke opgøres|ikke registreret|registreres ikke|ej oplyst"
    r"|har vi ikke|findes ikke|ingen (?:oplysning(?:er)?|data|registrering|viden|svar)|intet svar|ikke besvaret"
    r"|ubesvaret|ikke tilgængelig|unknown|not known)(?: (?:om|for|af|endnu|pt|p\.t|på|i|til)\b.*)?[.!]*"
)
_NOT_RELEVANT = re.compile(
    r"(?:ikke relevant|irrelevant|ej relevant|ikke aktuelt|ikke aktuel|i\.? ?r\.?|ikke rel\.?|n/?a|n\.a\.?|"
    r"not applicable|bortfalder|udgår|gælder ikke)(?: (?:for|i|da|endnu|her) ?.*)?[.!]*"
)
_DASH = re.compile(r"[-_/]+|\.{1,2}|[-]+ ?[.,]?[-]*")
_ELSEWHERE = re.compile(
    r"(?:(?:se|jf\.?|jævnfør|fremgår af|vedlagt|vedlægges|i) )?(?:vedlagte |venligst |også |nærmere )*"
    r"(?:bilag(?:et)?|vedhæft(?:et|ede)?(?: fil)?|anden fane|andet ark|arket|bemærkning(?:er|en|sfeltet)?|note(?:r|n)?"
    r"|kommentar(?:er)?|sidste (?:år|indberetning|afrapportering)|tidligere (?:svar|indberetning)"
    r"|nedenfor|nedenstående|ovenfor|ovenstående|linjen? ovenfor|vedlagt)\b.*"
    r"|(?:samme )?som (?:i (?:19|20)\d\d|(?:ved|i) sidste|tidligere|ovenfor|nedenfor|ovenstående|sidste? ?(?:år)?)\b.*"
    r"|samme|uændret|uforandret|ditto|do\.?|idem|[\"”“»]+|-\"-|,,"
)
_PLACEHOLDER = re.compile(
    r"x{2,}|\?+|tbd|tba|mangler|afventer.*|(?:ud)?fyldes(?: ud)?(?: senere)?|skal udfyldes.*|udfyldes.*"
    r"|kommer(?: senere)?|følger(?: senere)?|eftersendes|test|lorem ipsum.*|indsæt .*|skriv her.*|\[.*\]|<[^0-9=]+>"
)
_SUPPRESSED = re.compile(r"\*+|\.{3}|…|•+|:|diskretioneret.*|fortroligt.*|små tal.*|skjult.*|anonymiseret.*")


@functools.lru_cache(1 << 12)
def absence(text: str, *, figures: bool = False) -> str | None:
    """Return the code of the finding for a text that gives no answer, or None for any other text.

    Three states are kept apart: an empty cell, 0, and words such as "ikke relevant" or "uoplyst". ``figures`` also
    knows the marks that stand for a figure withheld for discretion.
    """
    if len(text) > _LONGEST_ABSENCE:
        return None
    words = plain(text)
    if figures and _SUPPRESSED.fullmatch(words):
        return "figure-withheld"
    for code, pattern in (
        ("answer-unknown", _UNKNOWN),
        ("not-relevant", _NOT_RELEVANT),
        ("dash", _DASH),
        ("answer-elsewhere", _ELSEWHERE),
        ("placeholder", _PLACEHOLDER),
    ):
        if pattern.fullmatch(words):
            return code
    return None


_GARBLED = re.compile(r"[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]|�")


def repaired(text: str) -> str | None:
    """Return what a text said before UTF-8 was taken for Windows-1252 ("KÃ¸benhavn"), or None where it is sound."""
    if not _GARBLED.search(text):
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def is_garbled(text: str) -> bool:
    """Tell whether a text shows signs of a wrong character set."""
    return any(sign in text for sign in "ÃÂ�") and _GARBLED.search(text) is not None


_DRAFT_STEMS = (
    *("udkast", "kladde", "foreløbig", "skal ", "mangler", "afventer", "endelig", "internt", "sendes", "slettes"),
    *("husk", "todo", "tbd", "??"),
)
_DRAFT = re.compile(
    r"\b(?:udkast|kladde|foreløbig(?:t|e)?|skal (?:kvalitetssikres|godkendes|afklares|tjekkes|rettes)|mangler afklaring"
    r"|afventer|ikke endelig(?:t|e)?|internt|må ikke sendes|slettes inden|husk at|todo|tbd)\b|\?\?",
    re.IGNORECASE,
)


def draft_words(text: str) -> str | None:
    """Return the words that make a text look unfinished ("foreløbigt", "udkast"), or None."""
    lowered = text.lower()
    if not any(stem in lowered for stem in _DRAFT_STEMS):  # the pattern is slow on long texts
        return None
    match = _DRAFT.search(text)
    return match[0] if match else None


_NUMBERED = re.compile(r"\s*1[.)]\s.*\s2[.)]\s", re.DOTALL)
_NO_NAME = re.compile(r"(?:ingen|intet|0|nul|alle|flere|diverse|forskellige|andre|div\.?)(?: tilbud(?:dene)?)?[.!]?")
_HAS_NONE = re.compile(
    r"(?:(?:kommunen|regionen|vi|der) )?(?:har|er|driver|ejer|anvender|bruger|benytter|findes) (?:aktuelt |pt\.? )?"
    r"(?:ingen|ikke)\b.*"
    r"|ingen (?:\w+ ){0,4}(?:tilbud|aftaler|pladser|borgere)\b.*|intet at \w+.*|ikke (?:relevant|aktuelt)\b.*"
)


def names_no_offer(text: str) -> bool:
    """Tell whether a text in the place of an offer's name is no name ("ingen", "flere tilbud")."""
    words = plain(text)
    return _NO_NAME.fullmatch(words) is not None or _HAS_NONE.fullmatch(words) is not None


def several_names(text: str) -> list[str]:
    """Return the names that stand in one cell, where line breaks, semicolons or numbering set them apart.

    A comma, "og" or "/" alone is not enough: names of offers contain them.
    """
    parts = re.split(r"[\r\n;]+|\s+\|\s+", text)
    if len(parts) == 1 and _NUMBERED.match(text):  # "1) Hus A 2) Hus B"
        parts = re.split(r"\s+(?=\d{1,2}[.)]\s)", text)
    names = [re.sub(r"^\s*(?:\d{1,2}[.)]|[-•*])\s+", "", part) for part in parts]
    names = [tidy(name) for name in names if tidy(name)]
    return names if len(names) > 1 else []
