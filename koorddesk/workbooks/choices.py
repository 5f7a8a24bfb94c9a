"""Answers chosen from a list: yes or no, ticks, choices and scales."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from koorddesk.workbooks.expectations import Expectation, Parsed, read_as, unread
from koorddesk.workbooks.figures import Aside, Shape, read_figure
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.quantities import shown
from koorddesk.workbooks.texts import absence, plain, tidy

_YES = frozenset({"ja", "yes"})
_NO = frozenset({"nej", "no"})
_YES_FORMS = frozenset({"j", "y", "jah", "jep", "sand", "true", "sandt", "1", "ja ja", "jaa"})
_NO_FORMS = frozenset({"n", "falsk", "false", "0", "næ", "neg", "nope"})
_TICKS = frozenset({"x", "✓", "✔", "☑", "√"})
_TICK_FORMS = frozenset({"☒", "■", "[x]", "kryds", "x.", "valgt", "afkrydset"})
_DOUBTFUL_TICKS = frozenset({"✗", "✘", "×", "ü", "þ", "(x)", "xx", "+", "•", "●", "v", "ok", "x?"})
_NOT_TICKED = frozenset({"☐", "□", "○", "[ ]", "[]", "( )", "()", "o"})
_QUALIFIED = re.compile(
    r"/|\b(?:delvis|til dels|men|både|næsten|måske|muligvis|nogle|nogen|i mindre grad|primært|ikke (?:helt|alle)"
    r"|endnu|kun|undtagen|på vej|planlagt|forvente|snart|hvis|afhængig|hovedsagelig|overvejende|typisk|ofte|sjælden)"
)
_NEGATION = re.compile(r"\b(?:ikke|ingen|intet|ej|nej|aldrig|u\w{4,}|in\w{5,}|non)\b")
_SEPARATORS = re.compile(r"\s*(?:[;/|\n\r+&]|,|\bog\b|\bsamt\b|\beller\b)\s*")
_LONGEST = 400  # characters beyond all choices together; a longer text is no choice among them
_NEAR = 70  # of 100: from here on a choice is worth proposing


def read_yes_no(cell: Cell, expected: Expectation) -> Parsed:
    """Read yes or no from a cell that is not blank: True, False, or nothing with a finding.

    Where the template offers ja and nej, a tick is a yes with a note; in a box to tick it is what belongs there.
    """
    value = cell.value
    if isinstance(value, bool):
        return read_as(value)
    if isinstance(value, (int, float)) and value in (0, 1):
        return read_as(bool(value), ("yes-no-form", {"value": _yes(bool(value))}))
    if not isinstance(value, str):
        return unread("not-yes-no")
    words = plain(value)
    bare = words.strip(" .!,:;\"'")
    if bare in _YES | _NO:
        return read_as(bare in _YES)
    if words in _TICKS:
        offered = any(plain(choice) in _YES | _NO for choice in expected.choices)
        return read_as(True, ("yes-no-form", {"value": "Ja"})) if offered else read_as(True)
    if words in _TICK_FORMS:
        return read_as(True, ("tick-form", {}))
    if words in _DOUBTFUL_TICKS:
        return unread("tick-doubtful")
    if words in _NOT_TICKED:
        return read_as(False, ("yes-no-form", {"value": "Nej"}))
    if bare in _YES_FORMS | _NO_FORMS:
        return read_as(bare in _YES_FORMS, ("yes-no-form", {"value": _yes(bare in _YES_FORMS)}))
    if code := absence(value):
        return unread(code)
    return _worded(words)


def _worded(words: str) -> Parsed:
    """Read a yes or no that goes on ("Ja, siden 2022"); a qualified one ("Ja, delvist") is neither."""
    match = re.match(r"(?P<first>ja|nej)\b[\s,.:;(–-]*(?P<rest>.*)", words, re.DOTALL)
    if match is None:
        return unread("not-yes-no")
    rest = match["rest"]
    if words.endswith("?") or _QUALIFIED.search(rest) or re.search(r"\b(?:ja|nej)\b", rest):
        return unread("yes-no-qualified")
    answer = match["first"] == "ja"
    return read_as(answer, ("yes-no-with-text", {"value": _yes(answer)}))


def _yes(answer: bool) -> str:
    return "Ja" if answer else "Nej"


def read_choice(cell: Cell, expected: Expectation) -> Parsed:
    """Read a choice from a cell that is not blank, always in the template's own spelling.

    With ``several`` the value is a tuple in the template's order.
    """
    text = _as_text(cell)
    if text in expected.choices and not expected.several:
        return read_as(text)
    if not expected.choices:
        return read_as(tidy(text))
    if len(text) > _LONGEST + sum(map(len, expected.choices)):
        return unread("choice-unknown", choices=_listed(expected.choices))
    whole = _one_choice(text, expected)
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    if len(parts) > 1 and (whole.value is None or _is_partial(whole)):
        read = [_one_choice(part, expected) for part in parts]
        named = sorted({str(one.value) for one in read if one.value is not None}, key=expected.choices.index)
        if all(one.value is not None for one in read) and expected.several:
            findings = {code: params for one in read for code, params in one.findings}
            return Parsed(tuple(named), tuple(findings.items()))
        if len(named) > 1:
            return unread("several-choices" if not expected.several else "choice-unclear", choices=_listed(named))
        if expected.several and named:
            return unread("choice-unclear", choices=_listed(named))
    if whole.value is None or not expected.several:
        return whole
    return Parsed((str(whole.value),), whole.findings)


def _is_partial(parsed: Parsed) -> bool:
    return any(code == "choice-with-text" for code, _ in parsed.findings)


def _as_text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, (int, float)):
        return shown(value)
    if isinstance(value, (dt.date, dt.time)):
        return cell.text
    return value or ""


def _one_choice(text: str, expected: Expectation) -> Parsed:
    """Find one text among the choices: equal, equal but for case and signs, a synonym, nearly equal."""
    choices = expected.choices
    clean = tidy(text)
    for choice in choices:
        if tidy(choice) == clean:
            return read_as(choice)
    words = plain(text)
    same = [choice for choice in choices if plain(choice) == words] or [c for c in choices if _key(c) == _key(text)]
    if len(same) == 1 and _key(text):
        doubted = clean.endswith("?") and not same[0].endswith("?")
        return read_as(same[0], ("answer-doubtful" if doubted else "choice-form", {"value": same[0]}))
    if words in expected.synonyms and expected.synonyms[words] in choices:
        return read_as(expected.synonyms[words], ("choice-synonym", {"value": expected.synonyms[words]}))
    numbered = _by_number(words, choices)
    if numbered is not None:
        return read_as(numbered, ("choice-form", {"value": numbered}))
    if code := absence(text):
        return unread(code)
    near = _misspelt(words, choices)
    if near is not None:
        return read_as(near, ("choice-misspelt", {"value": near}))
    begun = [c for c in choices if re.match(rf"{re.escape(words)}\b", plain(c))]
    if len(begun) == 1 and len(words) > 1:
        return read_as(begun[0], ("choice-shortened", {"value": begun[0]}))
    return _with_text(words, choices) or _unknown(words, choices)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", plain(text))


def _by_number(words: str, choices: Iterable[str]) -> str | None:
    """Return the choice whose leading number or label a text gives alone ("2" for "2 - Delvist")."""
    hits = []
    for choice in choices:
        match = re.fullmatch(r"(\w{1,3})[.):]?\s*[-–.):]?\s+(.+)", plain(choice))
        if match and re.fullmatch(r"\d{1,2}|[a-zæøå]", match[1]) and words.rstrip(".)") in (match[1], match[2]):
            hits.append(choice)
    return hits[0] if len(hits) == 1 else None


def _misspelt(words: str, choices: Iterable[str]) -> str | None:
    """Return the only choice that a slip of the hand could have made this from, or None.

    One letter in five to eight, two in longer texts; figures and negations have to agree; the next choice has to be
    clearly further away.
    """
    allowed = 0 if len(words) < 4 else 1 if len(words) <= 8 else 2
    ranked = sorted((OSA.distance(words, plain(choice)), choice) for choice in choices)
    if not ranked or ranked[0][0] > allowed:
        return None
    distance, best = ranked[0]
    if len(ranked) > 1 and ranked[1][0] <= distance + 1:
        return None
    target = plain(best)
    if re.findall(r"\d+", words) != re.findall(r"\d+", target):
        return None
    return best if _negations(words) == _negations(target) else None


def _negations(words: str) -> list[str]:
    return [word for word in words.split() if _NEGATION.fullmatch(word)]


def _with_text(words: str, choices: Iterable[str]) -> Parsed | None:
    """Return the only choice that a longer text begins with, set apart by a sign ("Privat (fond)")."""
    begun = [c for c in choices if re.match(rf"{re.escape(plain(c))}(?:\s*[(,;:.]|\s+-\s)", words)]
    longest = max(begun, key=len, default=None)
    if longest is None:
        return None
    rest = words[len(plain(longest)) :]
    others = [c for c in choices if c != longest and re.search(rf"\b{re.escape(plain(c))}\b", rest)]
    if others:
        return unread("several-choices", choices=_listed([longest, *others]))
    if _QUALIFIED.search(rest):
        return unread("choice-unclear", choices=longest)
    return read_as(longest, ("choice-with-text", {"value": longest}))


def _unknown(words: str, choices: tuple[str, ...]) -> Parsed:
    begun = [choice for choice in choices if re.match(rf"{re.escape(words)}\b", plain(choice))]
    found = process.extract(words, [plain(c) for c in choices], scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
    near = begun or [choices[index] for _, _, index in found]
    return (
        unread("choice-unclear", choices=_listed(near)) if near else unread("choice-unknown", choices=_listed(choices))
    )


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)


def read_scale(cell: Cell, expected: Expectation) -> Parsed:
    """Read a mark on a scale: a whole number within it, or the text of a choice that is no number ("Ved ikke")."""
    value = cell.value
    if isinstance(value, (bool, dt.date, dt.time)):
        return unread("not-on-scale")
    marks = _marks(expected)
    if isinstance(value, (int, float)):
        return _on_scale(value, marks)
    text = value or ""
    words = plain(text)
    for choice in expected.choices:
        if plain(choice) == words:
            number = _leading_mark(choice)
            return read_as(tidy(choice) if number is None else number)
        label = re.sub(r"^\d+\s*[-–.):=]*\s*", "", plain(choice))
        if label and label == words and (number := _leading_mark(choice)) is not None:
            return read_as(number, ("scale-form", {"value": number}))
    if code := absence(text):
        return unread(code)
    if match := re.fullmatch(r"(\d{1,3})\s*(?:[-–.):=]|\s)\s*(?P<label>[^\d\s].*)", words):
        return _on_scale(int(match[1]), marks, "scale-form")
    figure = read_figure(text)
    if figure is None or figure.unit or figure.other is not None or figure.aside is Aside.OTHER:
        return unread("not-on-scale")
    if figure.shape is not Shape.POINT:
        return unread("between-marks")
    code = "number-doubtful" if figure.doubtful or figure.approximate or figure.footnote else ""
    if not code and (figure.mark or not figure.plain):
        code = "scale-form"
    return _on_scale(figure.low, marks, code)


def _on_scale(value: float, marks: frozenset[int], code: str = "") -> Parsed:
    if not float(value).is_integer():
        return unread("between-marks")
    mark = int(value)
    if marks and mark not in marks:
        return unread("outside-scale", low=min(marks), high=max(marks))
    return read_as(mark, (code, {"value": mark})) if code else read_as(mark)


def _leading_mark(choice: str) -> int | None:
    match = re.match(r"\s*(\d{1,3})(?!\d)", choice)
    return int(match[1]) if match else None


def _marks(expected: Expectation) -> frozenset[int]:
    """Return the scale's marks: from its choices, else from the ends its heading names ("1 = ingen, 5 = meget")."""
    marks = {mark for choice in expected.choices if (mark := _leading_mark(choice)) is not None}
    if marks:
        return frozenset(marks)
    ends = [int(end) for end in re.findall(r"(\d{1,2}) ?=", expected.says)]
    span = re.search(r"(?:skala(?:en)?(?: fra)?|fra) (\d{1,2}) ?(?:-|–|til) ?(\d{1,2})", expected.says)
    if span:
        ends = [int(span[1]), int(span[2])]
    return frozenset(range(min(ends), max(ends) + 1)) if len(ends) > 1 else frozenset()
