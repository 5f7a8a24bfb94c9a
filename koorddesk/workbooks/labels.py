"""What the words on a form mean: labels made comparable, and the signs that a text is a total, a note or a remark.

Danish reporting forms only; nothing here looks at where a text stands.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from rapidfuzz import fuzz

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff"))
_HYPHENATED = re.compile(r"(?<=[a-zæøå])-\s*\n\s*(?=[a-zæøå])")
_ACRONYM = re.compile(r"(?<=[A-ZÆØÅ0-9])-\s*\n\s*(?=[a-zæøå])")
_SPACES = re.compile(r"\s+")
_FILL_IN = re.compile(r"\s*[(\[]\s*(?:(?:skal\s+|bedes\s+)?udfyldes|påkrævet|obligatorisk)\s*[)\]]", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u207e]+")
_EDGES = " \t:*.…_-–?!"
_NUMBERING = re.compile(
    r"^\s*(?:spørgsmål\s+)?(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z][.)])\s+(?!år\b)(?=\S)", re.IGNORECASE
)
_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_WORD = re.compile(r"[0-9a-zæøåéäöü]+")
_NUMBER = re.compile(r"\d+")

TOTAL = re.compile(
    r"(?:(?:alle|kommuner(?:ne)?|tilbud|regionen|hele\s+(?:regionen|landet)|pladser|antal|borgere|personer|udgifter?)\s+)?"
    r"(?:i\s*alt|total(?:t|en)?|sum(?:\s+i\s*alt)?|subtotal|delsum|mellemsum|delresultat|samlet(?:\s+(?:antal|sum|total|resultat))?"
    r"|hele\s+(?:regionen|landet)|hovedtotal|gns\.?|gennemsnit(?:ligt)?|middel)"
    r"(?:\s+(?:i\s*alt|kommuner(?:ne)?|regionen|antal|tilbud|pladser|borgere|personer|for|år|(?:19|20)\d\d|region|kommune"
    r"|\w*sjælland|\w*jylland|hovedstaden|syddanmark|alle|side|ark|indtil|til|nu|hidtil|foreløbig\w*|\d{1,2}))*"
    r"|i\s*alt(?:,?\s+\S+){0,5}",
    re.IGNORECASE,
)
REMARK = re.compile(
    r"(?:(?:evt\.?|eventuel(?:le)?|øvrige|supplerende|generelle|yderligere|andre|kommunens|regionens)\s+)?"
    r"(?:bemærkning(?:er|sfelt)?|kommentar(?:er|felt)?|uddybning|begrundelse(?:r)?(?!\s+for)|uddyb(?:\s+(?:her|gerne|evt\.?|svaret))?|noter?"
    r"|tilføjelser|forklaring)\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:nb|note|noter|obs|bemærk|kilde|anm|jf|ad|p\.?s)\b\s*[.:!]?\s|[*†¹²³]|\d\)\s|\(?\d\)?\)\s", re.IGNORECASE
)
_FOR_EXAMPLE = re.compile(r"\(?(?:f\.?\s?eks\.?|fx|eks\.)\s*:?\s*\S", re.IGNORECASE)
EXAMPLE = re.compile(r"(?:eksempel|eks\.|f\.?\s?eks\.?|fx)(?:\s|:|$|\d)|\((?:eksempel|fx)\b", re.IGNORECASE)
UNIT = re.compile(
    r"(?:(?:i\s+)?(?:mio\.?|1\.000|t\.?)?\s*kr\.?(?:\s*(?:/|pr\.?)\s*\w+)?|kroner|%|pct\.?|procent|personer|borgere"
    r"|pladser|stk\.?|timer(?:\s*(?:/|pr\.?)\s*(?:uge|dag|døgn|måned|år))?|årsværk|fuldtid\w*|dage|uger|måneder|minutter|sager|år|årstal|åååå|dato"
    r"|døgn|(?:hel|fuld)(?:års|tids)personer|helårspladser|cpr-?numre|forløb|besøg|ansøgninger|afgørelser|klager|antal\s+\w+"
    r"|dd[-./ ]?mm[-./ ]?å+|antal|ja\s*/\s*nej|tekst|fritekst)",
    re.IGNORECASE,
)
YES_OR_NO = re.compile(r"ja\s*/\s*nej(?:\s*/\s*ved\s+ikke)?", re.IGNORECASE)
ANSWER_WORD = re.compile(
    r"(?:kommunens\s+|regionens\s+|jeres\s+)?(?:svar|besvarelse|angiv|indtast|udfyld)\s*:?", re.IGNORECASE
)
GUIDANCE = re.compile(
    r"(?:vejledning|hjælp(?:etekst)?|forklaring|definition(?:er)?|uddybende\s+vejledning|sådan\s+(?:udfyldes|opgøres).*"
    r"|(?:sidste|forrige)\s+(?:års?\b.*|svar|indberetning)|tidligere\s+(?:svar|indberetning|oplyst)|seneste\s+indberetning"
    r"|opgørelsesmetode|kommentar\s+til\s+spørgsmålet)",
    re.IGNORECASE,
)
TICK = re.compile(
    r"\b(?:sæt|set|skriv|marker(?:es)?|markér|angiv)\s+(?:(?:ét|et|eet|flere|evt\.?|gerne|med|venligst|et\s+eller\s+flere)\s+)*"
    r"(?:x(?:'er)?|kryds(?:er)?|flueben|hak)\b|\bafkryds|\bkryds\s+af|\bsæt\s+[\"'”»]?x\b|\bmed\s+(?:et\s+)?[\"'”»]?(?:x|kryds)\b"
    r"|\(\s*x\s*\)|\bhvilke(?:n|t)?\b.*\bkryds",
    re.IGNORECASE,
)
ONE_TICK = re.compile(
    r"\b(?:ét|et|eet|1)\s+(?:kryds|x)\b(?!\s+eller)|\bkun\s+(?:ét|et)\b|\bén\s+af\b"
    r"|\b(?:én|en|1)\s+(?:kolonne|rubrik|kategori)\s+pr\b",
    re.IGNORECASE,
)
MANY_TICKS = re.compile(r"\bflere\b|\balle,?\s+der\b|\bet\s+eller\s+flere\b", re.IGNORECASE)
IF_ANY = re.compile(r"\bevt\b|\beventuel|\bhvis\s+relevant|\bvalgfri", re.IGNORECASE)
REQUIRED = re.compile(r"\(\s*(?:påkrævet|obligatorisk|skal\s+udfyldes|krævet|required)\s*\)", re.IGNORECASE)
CROSSED = re.compile(r"(?:[☒☑✓✔✗✘■√●◉⦿⬤]|\[\s?[xX✓]\s?\]|\(\s?[xX✓]\s?\)|(?<!\w)[xX](?!\w))")
EMPTY_BOX = re.compile(r"[☐□◻⬜❏❑▢○◯]")
_SIGN = r"(?:[☐□◻⬜❏❑▢○◯]|\[ {0,3}\]|\( {0,3}\))"
_SIGN_OF_WORD = re.compile(
    r"(?:[☐□◻⬜❏❑▢☒☑○◯●◉⦿]|\[\s?[xX]?\s?\])(?=\s*\w)|(?<=\w)(\s*)(?:[☐□◻⬜❏❑▢☒☑○◯●◉⦿]|\[\s?[xX]?\s?\])"
)
_SIGNS_BEFORE = re.compile(rf"(?P<lead>[^☐□○◯\[(]*[:?]\s*)?(?P<rest>{_SIGN}\s*\w.*)")
_SIGNS_BEHIND = re.compile(rf"(?P<lead>[^☐□○◯\[(]*[:?]\s*)?(?P<rest>\w[^☐□○◯\[(]*{_SIGN}(?:.*{_SIGN})?)")
BLANK_LINE = re.compile(r"(?P<label>[^_…]*[^\W_][^_…]*?)\s*:?\s*(?:_{4,}|\.{5,}|…{2,})\s*")
NOT_ANSWERED = re.compile(
    r"(?:skal|må|bør)\s+ikke\s+(?:udfyldes|ændres|rettes)|udfyldes\s+ikke|udfyldes\s+af\s+(?:styrelsen|os|myndigheden|sekretariatet)"
    r"|forbeholdt\s+(?:styrelsen|sekretariatet)|beregnes\s+automatisk|automatisk\s+beregn|lad\s+stå\s+tom",
    re.IGNORECASE,
)
LEGEND = re.compile(
    r"\b(?:felt(?:er|erne|et)?|celle(?:r|rne)?|område(?:r|rne)?)\b.*\budfyld|\budfyld\w*.*\b(?:felter|celler)\b|^\W*=?\s*(?:skal|kan|bør)\s+(?:ikke\s+)?udfyldes\W*$"
    r"|^(?:obligatorisk|valgfri|frivillig)\w*(?:\s+felt\w*)?$",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\bkan\b|\bvalgfri|\bfrivillig|\bhvis\s+relevant|\bevt\b|\beventuelt\b|\bikke\s+obligatorisk", re.IGNORECASE
)
_MUST = re.compile(r"\bskal\b|\bobligatorisk|\bpåkrævet|\bmust\b", re.IGNORECASE)
PLACEHOLDER = re.compile(
    r"(?:vælg|skriv|indsæt|indtast|angiv|klik|udfyld)\b.*|\[.*\]|<.*>|\.{3,}|_{3,}|[☐□]|x{3,}|\(.*\b(?:her|tekst)\)"
    r"|dd[-./ ]?mm[-./ ]?(?:åå){1,2}",
    re.IGNORECASE,
)
DRAFT = re.compile(
    r"\b(?:udkast|kladde|draft|ikke\s+(?:politisk\s+)?(?:godkendt|behandlet)|foreløbig(?:t|e)?\s+(?:udgave|version|besvarelse|udkast))\b",
    re.IGNORECASE,
)
NIL = re.compile(
    r"\b(?:ingen|ikke\s+(?:haft\s+)?(?:nogen|borgere)|0|nul)\b[^.]{0,40}\b(?:borgere|personer|tilbud|sager)?\b[^.]{0,20}\b(?:i\s+)?målgruppen\b"
    r"|\bingen\s+borgere\b|\bintet\s+at\s+(?:indberette|bemærke|afrapportere)\b|\bikke\s+relevant\s+for\s+(?:kommunen|regionen)\b"
    r"|\bnul-?indberetning\b|^\W*ingen\s+(?:[^\s.]+\s+){0,3}tilbud\b"
    r"|\b(?:kommunen|regionen|vi)\s+(?:har|driver|ejer)\s+(?:ikke|ingen)\s+(?:[^\s.]+\s+){0,4}tilbud\b",
    re.IGNORECASE,
)
NOTHING = re.compile(r"\W*(?:ingen|intet|ikke\s+(?:relevant|aktuelt)|nul|n/a)\b(?:\s+[^\s.]+){0,8}\W*", re.IGNORECASE)
_COLOURS = {
    "gul": "yellow",
    "gule": "yellow",
    "gult": "yellow",
    "orange": "orange",
    "grøn": "green",
    "grønne": "green",
    "grønt": "green",
    "blå": "blue",
    "blåt": "blue",
    "lyseblå": "blue",
    "grå": "grey",
    "gråt": "grey",
    "rød": "red",
    "røde": "red",
    "rødt": "red",
    "hvid": "white",
    "hvide": "white",
    "hvidt": "white",
    "lys": "light",
    "lyse": "light",
    "lyst": "light",
    "farvede": "any",
    "farvet": "any",
    "skraverede": "grey",
    "lyserøde": "red",
    "rosa": "red",
    "lilla": "purple",
    "lysegule": "yellow",
    "lysegrønne": "green",
    "lysegrå": "grey",
    "lyseblåt": "blue",
    "beige": "yellow",
    "markerede": "any",
    "turkis": "blue",
}


def clean(value: object) -> str:
    """Return a text for showing: one line, no invisible characters, words broken at a line end joined again."""
    if isinstance(value, str):
        return _clean_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


@functools.lru_cache(maxsize=50_000)
def _clean_text(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).replace("_x000D_", " ")
    if "\n" in text:
        text = _ACRONYM.sub("-", _HYPHENATED.sub("", text))
    return _SPACES.sub(" ", text).strip()


@functools.lru_cache(maxsize=50_000)
def _key_of_text(text: str) -> str:
    plain = _FILL_IN.sub("", _FOOTNOTE.sub("", clean(text)))
    return _SIGN_OF_WORD.sub(_open_sign, plain).casefold().strip(_EDGES)


def _open_sign(match: re.Match[str]) -> str:
    """Return a sign to cross as an open one: a crossed box is still the same text of the form."""
    return f"{match[1] or ''}☐"


def key(value: object) -> str:
    """Return what two equal labels have in common: case, spaces, line breaks and edge punctuation do not count."""
    return _key_of_text(value) if isinstance(value, str) else clean(value).casefold().strip(_EDGES)


def numbering(text: str) -> str:
    """Return the question's own number (``1.2``), or an empty string."""
    match = _NUMBERING.match(clean(text))
    return match[0].strip(" .)").casefold() if match else ""


def without_numbering(text: str) -> str:
    """Return the text without its own number in front and without footnote signs."""
    return _FOOTNOTE.sub("", _NUMBERING.sub("", clean(text), count=1))


@functools.lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words that carry a label's meaning: no numbering, no punctuation, parentheses' words included."""
    return tuple(_WORD.findall(_FILL_IN.sub("", without_numbering(text)).casefold()))


@functools.lru_cache(maxsize=100_000)
def similarity(one: str, other: str) -> float:
    """Return how likely two different wordings mean the same label, 0 to 1.

    Words count as alike when one begins with the other or they differ little (``Belægning``, ``Belægningsprocent``).
    Figures that contradict (2023 and 2024) rule it out; the question's own number does not count.
    """
    if key(one) == key(other):
        return 1.0
    first, second = words(one), words(other)
    if not first or not second:
        return 0.0
    numbers, others = (set(_NUMBER.findall(" ".join(text))) for text in (first, second))
    years, other_years = ({n for n in found if len(n) == 4} for found in (numbers, others))
    if years != other_years and years and other_years:
        return 0.0
    if key(without_numbering(one)) == key(without_numbering(other)):
        return 0.98
    plain = fuzz.ratio(" ".join(first), " ".join(second)) / 100
    shorter, longer = sorted((first, second), key=len)
    alike = sum(max(_alike(word, candidate) * min(len(word), 8) for candidate in longer) for word in shorter)
    back = sum(max(_alike(word, candidate) * min(len(word), 8) for candidate in shorter) for word in longer)
    cover = alike / sum(min(len(word), 8) for word in shorter)
    cover_back = back / sum(min(len(word), 8) for word in longer)
    return max(plain, 0.65 * cover + 0.35 * cover_back) * 0.97


@functools.lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> float:
    """Return how alike two words are: equal 1, same stem nearly, else their edit ratio if it is high."""
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short):
        return 0.95
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    if common >= 5 and common >= 0.6 * len(short):
        return 0.85
    ratio = fuzz.ratio(one, other) / 100
    return ratio if ratio >= 0.75 else 0.0


def signed_options(text: str) -> tuple[str, ...]:
    """Return the words that have an empty sign to cross before or behind them ("☐ Ja ☐ Nej"), or nothing."""
    text = clean(text)
    if not re.search(_SIGN, text):
        return ()
    match = _SIGNS_BEFORE.fullmatch(text) or _SIGNS_BEHIND.fullmatch(text)
    if match is None:
        return ()
    parts = [part.strip(" ,;/–-") for part in re.split(_SIGN, match["rest"])]
    words_ = parts[1:] if signs_lead(text) else parts[:-1]
    fit = all(part and len(part) <= 80 for part in words_) and not (parts[0] if signs_lead(text) else parts[-1])
    return tuple(words_) if fit and len(set(words_)) == len(words_) else ()


def signs_lead(text: str) -> bool:
    """Tell whether the signs to cross stand before their words."""
    return _SIGNS_BEFORE.fullmatch(clean(text)) is not None


def sign_lead(text: str) -> str:
    """Return the question in front of signs to cross in the same cell, or an empty string."""
    match = _SIGNS_BEFORE.fullmatch(clean(text)) or _SIGNS_BEHIND.fullmatch(clean(text))
    return (match["lead"] or "").strip(" :") if match is not None else ""


def is_unit_phrase(text: str) -> bool:
    """Tell whether a text printed behind a box goes on from it: "borgere i 2023", "kr. pr. måned"."""
    words_ = text.split()
    led = any(UNIT.fullmatch(" ".join(words_[:number])) for number in (1, 2))
    return led and len(words_) > 1 and len(text) <= 40 and text[:1].islower() and not text.endswith((":", "?"))


def is_stand_in(text: str) -> bool:
    """Tell whether a text only stands where an answer goes: "Skriv her", "[dato]", "f.eks. 12"."""
    return bool(PLACEHOLDER.fullmatch(clean(text)) or _FOR_EXAMPLE.match(clean(text)))


def is_total(text: str) -> bool:
    """Tell whether a row's label says that the row is a total, a subtotal or an average."""
    return bool(TOTAL.fullmatch(clean(text).strip(_EDGES + "=()").strip()))


def is_remark(text: str) -> bool:
    """Tell whether a label asks for remarks on something else (bemærkninger, kommentarer, uddybning)."""
    return bool(REMARK.match(clean(text)))


def parentheses(text: str) -> list[str]:
    """Return what stands in parentheses: units, choices, explanations."""
    return [part.strip() for part in _PARENTHESIS.findall(clean(text)) if part.strip()]


def legend_rule(text: str) -> str | None:
    """Return what a colour legend says of its cells (``required``, ``optional``, ``closed``, ``open``), else None."""
    text = clean(text)
    if len(text) > 300 or not LEGEND.search(text):
        return None
    return demand(text) or "open"


def demand(text: str) -> str | None:
    """Return what words about filling in demand: ``required``, ``optional``, ``closed``, or None if nothing is said."""
    if NOT_ANSWERED.search(text):
        return "closed"
    if _MUST.search(text):
        return "required"
    if _OPTIONAL.search(text):
        return "optional"
    return None


def colour_words(text: str) -> set[str]:
    """Return the colours a legend names, as ``yellow``, ``orange``, ``green`` ...; ``any`` for "farvede felter"."""
    return {_COLOURS[word] for word in re.findall(r"[a-zæøå]+", clean(text).casefold()) if word in _COLOURS}
