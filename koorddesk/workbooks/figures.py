"""Figures as Danes write them: 1.234,5 and "ca. 12", "12-15", "under 5", "tolv", "12 stk." and their like.

This module reads the words; ``quantities`` decides what they mean in a field of a given type.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace

from koorddesk.workbooks.texts import plain

Number = int | float

_LONGEST = 400  # characters; a longer text may name figures, but is none


class Shape(enum.StrEnum):
    """What kind of statement a figure is."""

    POINT = "point"
    BELOW = "below"  # "under 5"
    AT_MOST = "at-most"  # "højst 5", "5 eller færre"
    ABOVE = "above"  # "over 20"
    AT_LEAST = "at-least"  # "mindst 8", "12+"
    RANGE = "range"  # "12-15"
    SUM = "sum"  # "3 + 4"
    SEVERAL = "several"  # two figures of which none is the answer


class Aside(enum.StrEnum):
    """What stands behind a figure in the same cell."""

    NONE = ""
    PART = "part"  # "(heraf 2 udenbys)": tells about the figure, does not change it
    SAME = "same"  # "0 (nul)"
    OTHER = "other"


@dataclass(frozen=True)
class Figure:
    """What a text says in figures; ``high`` is set for a range only.

    ``other`` is what the same signs mean in another convention (1.234), ``mark`` the decimal mark that was used
    without doubt. ``plain`` says that the text is digits with at most one decimal comma, give or take a unit.
    ``unit`` is the unit's group (see ``UNITS``) and ``unit_text`` how it was written; ``factor`` multiplies (mio.
    kr.).
    """

    shape: Shape
    low: Number
    high: Number | None = None
    other: Number | None = None
    mark: str = ""
    plain: bool = True
    english: bool = False
    approximate: bool = False
    doubtful: bool = False
    footnote: bool = False
    words: bool = False
    unit: str = ""
    unit_text: str = ""
    factor: int = 1
    aside: Aside = Aside.NONE


_GROUPED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:,(\d+))?")
_DANISH = re.compile(r"\d{1,3}(?:\.\d{3})+,(\d+)")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DOT_THREE = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_COMMA_THREE = re.compile(r"[1-9]\d{0,2},\d{3}")
_COMMA = re.compile(r"\d+,\d+")
_POINT = re.compile(r"\d+\.\d+")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def _whole(value: float) -> Number:
    return int(value) if float(value).is_integer() else value


def read_number(text: str) -> Figure | None:
    """Return the figure that digits and marks write, or None for anything else.

    ``1.234`` and ``1,234`` can be read in two ways: ``low`` is the Danish reading (thousands, decimals), ``other``
    the other one.
    """
    sign = -1 if text[:1] in "-−" else 1
    digits = text[1:].lstrip() if text[:1] in "+-−" else text
    dressed = text[:1] == "+" or (digits != text and text[1:] != digits)

    def figure(value: str, *, other: str | None = None, mark: str = "", simple: bool, english: bool = False) -> Figure:
        return Figure(
            Shape.POINT,
            _whole(sign * float(value)),
            other=None if other is None else _whole(sign * float(other)),
            mark=mark,
            plain=simple and not dressed and not (sign < 0 and float(value) == 0),
            english=english,
        )

    if digits.isascii() and digits.isdigit():
        return figure(digits, simple=len(digits) == 1 or digits[0] != "0")
    if digits[-1:] in _FRACTIONS and re.fullmatch(r"\d* ?.", digits):
        return figure(str(float(digits[:-1].strip() or 0) + _FRACTIONS[digits[-1]]), simple=False)
    if match := _GROUPED.fullmatch(digits):
        return figure(re.sub(r"[ '’]", "", digits).replace(",", "."), mark="," if match[1] else "", simple=False)
    if _DANISH.fullmatch(digits):
        return figure(digits.replace(".", "").replace(",", "."), mark=",", simple=False)
    if _THOUSANDS.fullmatch(digits):
        return figure(digits.replace(".", ""), mark=",", simple=False)
    if _ENGLISH.fullmatch(digits):
        return figure(digits.replace(",", ""), mark=".", simple=False, english=True)
    if _DOT_THREE.fullmatch(digits):
        return figure(digits.replace(".", ""), other=digits, simple=False)
    if _COMMA_THREE.fullmatch(digits):
        return figure(digits.replace(",", "."), other=digits.replace(",", ""), simple=True)
    if _COMMA.fullmatch(digits):
        return figure(digits.replace(",", "."), mark=",", simple=True)
    if _POINT.fullmatch(digits):
        return figure(digits, mark=".", simple=False)
    return None


_UNITS_WORDS = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten"
)
_TENS_WORDS = {
    "tyve": 20,
    "tredive": 30,
    "fyrre": 40,
    "fyrretyve": 40,
    "halvtreds": 50,
    "halvtredsindstyve": 50,
    "tres": 60,
    "tresindstyve": 60,
    "halvfjerds": 70,
    "halvfjerdsindstyve": 70,
    "firs": 80,
    "firsindstyve": 80,
    "halvfems": 90,
    "halvfemsindstyve": 90,
}


def _small_words() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_UNITS_WORDS.split())}
    words |= {"et": 1, "én": 1, "ét": 1, "een": 1}
    units = {word: value for word, value in words.items() if 1 <= value <= 9}
    for ten, value in _TENS_WORDS.items():
        words[ten] = value
        words |= {f"{unit}og{ten}": value + ones for unit, ones in units.items()}
    return words


_SMALL = _small_words()


def number_in_words(text: str) -> int | None:
    """Return the whole number below ten thousand that Danish words write ("femogtyve", "to hundrede og ti")."""
    words = text.casefold().replace("-", " ").strip()
    if words in _SMALL:
        return _SMALL[words]
    match = re.fullmatch(
        r"(?:(?P<t>\w+?)? ?tusind(?:e)?(?: og|og)? ?)?(?:(?P<h>\w+?)? ?hundred(?:e)?(?: og|og)? ?)?(?P<r>\w+)?", words
    )
    if match is None or ("tusind" not in words and "hundred" not in words):
        return None
    total = 0
    for part, value, name in ((match["t"], 1000, "tusind"), (match["h"], 100, "hundred")):
        if name in words:
            count = _SMALL.get(part or "en")
            if count is None or not 1 <= count <= 9:
                return None
            total += count * value
    rest = _SMALL.get(match["r"]) if match["r"] else 0
    return None if rest is None else total + rest


# Group of units -> how they are written; the groups matter, not the single words.
UNITS: dict[str, str] = {
    "pieces": r"stk|styk(?:ker)?|antal|i alt|ialt",
    "persons": (
        r"pers(?:on(?:er)?)?|borger(?:e|ne)?|mennesker?|børn|barn|unge?|voksne|beboere?|brugere?|kvinder|mænd|elev(?:er)?"
        r"|medarbejdere?|ansatte|klienter|(?:hel|fuld)(?:års|tids)personer|cpr(?:-?numre)?|sager|sag"
    ),
    "places": r"(?:døgn|dag)?pl(?:ads(?:er)?)?|senge|boliger|værelser",
    "offers": r"tilbud|afdeling(?:er)?|indsats(?:er)?|ydelser|aftaler|forløb|henvisninger|kommuner|møder|team|teams",
    "hours": r"timer?|t|min(?:utter)?",
    "staff": r"årsværk|fuldtidsstillinger|stillinger|fte",
    "time": r"døgn|dage?|uger?|måneder?|mdr|år",
    "percent": r"%|pct|procent|procentpoint|pct\.-?point",
    "permille": r"‰|promille",
}
COUNTED = frozenset({"pieces", "persons", "places", "offers"})
_UNIT_PATTERNS = {group: re.compile(rf"(?:{words})\.?", re.IGNORECASE) for group, words in UNITS.items()}
_MONEY = re.compile(
    r"(?:(?P<factor>mio|mill(?:ioner)?|mia|milliarder|t|tusinde?|1\.?000)\.? ?)?"
    r"(?P<money>(?:,- ?)?(?:kr(?:oner)?|dkk)\.?(?:,-(?=[ /]))?|,-(?=[ /]))?"
    r"\.?(?:(?: ?/ ?| ?pr\.? ?| ?per ?|\.?)(?P<per>døgn|dg|dag|måned|md|mdr|år|time|uge"
    r"|plads|borger|person|påbegyndt døgn)\.?)?(?:,-|,--|,-\.)?"
)
_FACTORS = {"mio": 10**6, "mill": 10**6, "millioner": 10**6, "mia": 10**9, "milliarder": 10**9}
PER = {"dg": "døgn", "dag": "døgn", "md": "måned", "mdr": "måned"}


def unit_group(text: str) -> tuple[str, int] | None:
    """Return the group and the factor of a unit: "stk." is pieces, "mio. kr." money times a million.

    Money per something is ``money/døgn``; text that is no unit gives None.
    """
    words = text.strip()
    for group, pattern in _UNIT_PATTERNS.items():
        if pattern.fullmatch(words):
            return group, 1
    match = _MONEY.fullmatch(words)
    if match is None or not words:
        return None
    factor = _FACTORS.get(match["factor"] or "", 1000 if match["factor"] else 1)
    if match["factor"] in ("t", "1000", "1.000") and not match["money"]:
        return None
    if not match["money"] and not match["factor"] and not words.startswith((",-", "/", "pr", "per")):
        return None
    per = match["per"] or ""
    return "money" + (f"/{PER.get(per, per)}" if per else ""), factor


_APPROXIMATE = (
    r"(?:ca|cirka|circa|omkring|omtrent|omkr|omk|~|≈|±|\+/-|skønsmæssigt|skønnet|anslået|estimeret|et skøn på|forventet"
    r"|gennemsnitligt|i gennemsnit|gns|knap|godt(?: og vel)?|næsten|lidt (?:over|under)|op i?mod|tæt på|rundt regnet"
    r"|henved|små|i omegnen af|c)"
)
_BEFORE = re.compile(rf"^{_APPROXIMATE}[.:]*\s*(?:{_APPROXIMATE}\.?\s*)?(?=[\d<>≤≥½a-zæøå])")
_AFTER = re.compile(
    r"\s*(?:- |, ?)?[(\[]?(?:ca|cirka|skøn|skønnet|skønsmæssigt|anslået|estimat|estimeret|usikkert?|usikkert tal"
    r"|cirkatal|ca-tal|gns|gennemsnit|foreløbigt?)\.?[)\]]?$"
)
_FOOTNOTE = re.compile(r"(?<=[\d%])(?:\s*\*+\)?|[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|\s+\d\)|\s*\[\d\]|\s*[†‡#]|\s*\(?se note\)?)$")
_WORD = r"[a-zæøåé]+(?: ?hundrede?(?: og)? ?[a-zæøåé]*)?"
_N = rf"(?:\d{{1,3}}(?:[ '’]\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)*|\d* ?[½¼¾]|{_WORD})"
_BOUNDS: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (Shape.BELOW, re.compile(rf"(?:<|under|u\.|mindre end|færre end|mindre|lavere end) ?({_N})")),
    (
        Shape.AT_MOST,
        re.compile(rf"(?:<=|=<|≤|højst|højest|maks(?:imalt|imum)?\.?|max\.?|op til|ikke over|ikke flere end) ?({_N})"),
    ),
    (Shape.AT_MOST, re.compile(rf"({_N}) ?(?:eller|el\.?|og) (?:færre|derunder|mindre|under)")),
    (Shape.ABOVE, re.compile(rf"(?:>|over|mere end|flere end|større end) ?({_N})")),
    (Shape.AT_LEAST, re.compile(rf"(?:>=|=>|≥|mindst|minimum|min\.?|fra) ?({_N})(?: og op(?:ad|efter)?)?")),
    (Shape.AT_LEAST, re.compile(rf"({_N}) ?(?:\+|(?:eller|el\.?|og) (?:flere|derover|mere|opefter|over))")),
)
_BETWEEN = re.compile(
    rf"(?:mellem|imellem) ({_N}) og ({_N})|(?:fra )?({_N}) ?(?:-|til|\.\.|/-) ?({_N})|({_N}) eller ({_N})"
    rf"|(?:mindst|minimum|min\.?) ({_N}),?(?: og|/)? ?(?:højst|maks(?:imum)?\.?|max\.?) ({_N})"
)
_SUMMED = re.compile(r"(?P<sum>\d+) ?= ?(?P<parts>.+)|(?P<before>.+?) ?= ?(?P<after>\d+)")
_LEAD = re.compile(r"^(?:i ?alt|antal|samlet|total)\b[:.]?\s*(?=[\d<>])")
_PLUS = re.compile(r"\d+(?:,\d+)?(?: ?(?:\+|plus) ?\d+(?:,\d+)?)+")
_TWO = re.compile(rf"({_N}) ?(?:/|;|og|af|ud af|&|,? ) ?({_N})")
_PART = re.compile(
    r"(?:heraf|hvoraf|deraf|inkl(?:usive?)?\.?|incl\.?|svarende til|fordelt på|alle|primært|pr\.|opgjort)\b.*"
)
_TAIL = re.compile(
    r"\s*(?:[(\[](?P<inside>.*)[)\]]|[,;:]?\s*(?P<rest>(?:heraf|hvoraf|deraf|inkl|incl|ekskl|plus|men|dog|se|jf|jvf|jævnfør"
    r"|i (?:19|20)\d\d)\b.*|\+ ?\d+ (?:på|venter)\b.*))\.?"
)


def read_figure(text: str) -> Figure | None:
    """Return what a text says in figures, or None where it says none or more than this understands."""
    if len(text) > _LONGEST:
        return None
    said = plain(text)
    if any(sign.isdecimal() and not sign.isascii() for sign in said):  # digits of another script
        return None
    quoted = said.startswith("'")
    said = said.removeprefix("'")
    doubtful = said.endswith("?") or said.startswith("?")
    said = said.strip("? ")
    ended = said[-1:] in (*".,;",) and said[:-1].isdigit()  # "12."
    said = said[:-1] if ended else said
    led = _LEAD.match(said)  # "i alt 12"
    said = said[led.end() :] if led else said
    footnote = _FOOTNOTE.search(said)
    if footnote:
        said = said[: footnote.start()]
    figure = _statement(said)
    if figure is None:
        return None
    return replace(
        figure,
        doubtful=doubtful,
        footnote=footnote is not None,
        plain=figure.plain and not (doubtful or quoted or ended or led or footnote),
    )


def _statement(said: str) -> Figure | None:
    figure = _dressed(said)
    if figure is not None:
        return figure
    for match in _TAIL.finditer(said):
        if match.end() != len(said) or match.start() == 0:
            continue
        core = _dressed(said[: match.start()].strip())
        if core is None:
            continue
        aside = (match["inside"] if match["inside"] is not None else match["rest"]).strip(" .")
        return _with_aside(core, aside)
    return None


def _with_aside(figure: Figure, aside: str) -> Figure | None:
    """Return a figure with what stands behind it in brackets or after "heraf"."""
    again = _dressed(aside)
    if again is not None and again.shape is Shape.POINT and figure.shape is Shape.POINT:
        if again.low == figure.low:
            return replace(figure, aside=Aside.SAME, plain=False)
        return replace(figure, shape=Shape.SEVERAL, high=again.low, plain=False)
    if unit := unit_group(aside):
        return replace(figure, unit=unit[0], unit_text=aside, factor=unit[1], plain=False)
    if figure.low == 0 and re.fullmatch(r"ingen|intet|nul|zero", aside):
        return replace(figure, aside=Aside.SAME, plain=False)
    kind = Aside.PART if _PART.fullmatch(aside) else Aside.OTHER
    return replace(figure, aside=kind, plain=False)


def _dressed(said: str) -> Figure | None:
    """Return a figure with its "ca.", its unit and its bounds."""
    approximate = False
    for pattern in (_BEFORE, _AFTER):
        stripped = pattern.sub("", said)
        if stripped != said:
            said, approximate = stripped.strip(), True
    for core, unit_text in _without_unit(said):
        figure = _bounded(core)
        if figure is None:
            continue
        if unit_text:
            unit = unit_group(unit_text)
            if unit is None:
                continue
            group, factor = unit
            figure = replace(figure, unit=group, unit_text=unit_text, factor=factor)
        return replace(figure, approximate=approximate, plain=figure.plain and not approximate)
    return None


def _without_unit(said: str) -> list[tuple[str, str]]:
    """Return the ways of splitting a text into a core and a unit before or after it, the whole text first."""
    ways = [(said, "")]
    if before := re.match(r"(?:kr|dkk)\.? ?(?=[\d<>])", said):
        inner = said[before.end() :]
        ways.append((inner, "kr."))
        ways += [
            (inner[: m.start()].strip(), f"kr. {inner[m.start() :].strip()}".replace(" ,", ","))
            for m in re.finditer(r" ?/|(?<=\d),-| pr\b| per\b", inner)
        ]
    for match in re.finditer(r"(?<=[\d+½¼¾])(?=[^\d.,½¼¾])|(?<=\d)(?=,-)| ", said):
        core, unit = said[: match.start()].strip(), said[match.start() :].strip()
        if core and unit and unit_group(unit):
            ways.append((core, unit))
    return ways


def _number(text: str) -> Figure | None:
    figure = read_number(text.strip())
    if figure is None and (value := number_in_words(text)) is not None:
        figure = Figure(Shape.POINT, value, plain=False, words=True)
    return figure


def _bounded(core: str) -> Figure | None:
    """Return the figure that a text without dress states: a number, a bound, a range or a sum."""
    figure = _number(core)
    if figure is not None:
        return figure
    for shape, pattern in _BOUNDS:
        match = pattern.fullmatch(core)
        if match and (bound := _number(match[1])):
            return replace(bound, shape=shape, plain=False)
    if match := _BETWEEN.fullmatch(core):
        first, last = (_number(part) for part in match.groups() if part is not None)
        if first and last:
            shape = Shape.RANGE if first.low < last.low else Shape.SEVERAL
            other = first.other if first.other is not None else last.other
            return Figure(shape, first.low, last.low, other=other, plain=False, words=first.words or last.words)
    if _PLUS.fullmatch(core):
        parts = [float(part.replace(",", ".")) for part in re.split(r" ?(?:\+|plus) ?", core)]
        return Figure(Shape.SUM, _whole(round(sum(parts), 10)), plain=False)
    if match := _SUMMED.fullmatch(core):
        total, terms = match["sum"] or match["after"], match["parts"] or match["before"]
        added = _bounded(terms) if _PLUS.fullmatch(terms) else None
        if added is not None:
            agrees = added.low == int(total)
            return added if agrees else replace(added, shape=Shape.SEVERAL, high=int(total))
    if match := _TWO.fullmatch(core):
        first, last = _number(match[1]), _number(match[2])
        if first and last:
            return Figure(Shape.SEVERAL, first.low, last.low, plain=False)
    return None
