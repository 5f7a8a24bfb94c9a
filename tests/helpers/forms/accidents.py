"""What senders do to single answers: each accident changes the cell and says what may still be read from it.

An accident is `name(copy, rng, count)`; it returns how many answers it hit. The flags follow the samples' keys: where
the reading is certain a finding is welcome (`may`), where it is not, or something is lost, one is demanded (`must`).
"""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from . import words
from .copy import Answer, Copy, Row
from .model import NO_CACHE, day, restyled

Change = tuple[Any, list[Any], bool]
BASE = day(1899, 12, 30)  # Excel's day 0
MAY, MUST = False, True


def hit(answer: Answer, raw: Any, accept: list[Any], must: bool, category: str) -> None:
    """Put `raw` in the cell and set what the key demands."""
    answer.cell.value = f"{answer.field.prefix} {raw}" if answer.field.prefix else raw
    answer.accept, answer.must, answer.may, answer.category, answer.touched = accept, must, True, category, True


def pick(
    copy: Copy, rng: random.Random, count: int, kinds: set[str], test: Callable[[Answer], bool] | None = None
) -> list[Answer]:
    """Return up to `count` untouched answers of these types."""
    found = [
        a
        for a in copy.answers
        if not a.touched
        and a.field.type in kinds
        and a.field.kind not in ("tick", "scale-row")
        and a.field.id != copy.blank.sender_field
        and not a.field.prefix
        and (test is None or test(a))
        and not (a.field.kind == "grid" and a.field.type == "yes-no" and not a.field.choices)
    ]
    rng.shuffle(found)
    return found[:count]


def danish(n: float, decimals: int | None = None) -> str:
    """Return the number as written in Danish."""
    text = f"{n:,.{decimals}f}" if decimals is not None else (f"{n:,}" if n != int(n) else f"{int(n):,}")
    return text.translate(str.maketrans(",.", ".,"))


def approximate(copy: Copy, rng: random.Random, count: int = 6) -> int:
    chosen = pick(copy, rng, count, {"count"}, lambda a: isinstance(a.clean, int))
    forms = rng.sample(range(len(_APPROXIMATE)), len(_APPROXIMATE))
    for number, answer in enumerate(chosen):
        raw, accept, must = _APPROXIMATE[forms[number % len(forms)]](max(2, answer.clean), rng)
        if isinstance(raw, dt.datetime):
            answer.cell.style = restyled(answer.cell.style, number_format="d-mmm")
        hit(answer, raw, accept, must, "approximate-number")
    if chosen:
        copy.note("approximate-number")
    return len(chosen)


def _range(low: int, rng: random.Random) -> tuple[int, int]:
    return low, low + rng.randint(2, 6)


def _span(template: str, *extra: Any) -> Callable[[int, random.Random], Change]:
    def make(n: int, rng: random.Random) -> Change:
        low, high = _range(n, rng)
        return template.format(low, high), [{"from": low, "to": high}, *extra], MUST

    return make


def _word(n: int, rng: random.Random) -> Change:
    known = n if n in words.NUMBER_WORDS else rng.choice(sorted(words.NUMBER_WORDS))
    return words.NUMBER_WORDS[known], [known, None], MUST


_APPROXIMATE: list[Callable[[int, random.Random], Change]] = [
    lambda n, _: (f"ca. {n}", [n], MUST),
    lambda n, _: (f"Ca {n}", [n], MUST),
    lambda n, _: (f"cirka {n}", [n], MUST),
    lambda n, _: (f"omkring {n}", [n, None], MUST),
    lambda n, _: (f"~{n}", [n], MUST),
    lambda n, _: (f"{n} (skøn)", [n, None], MUST),
    _span("{}-{}"),
    _span("{} – {}"),
    _span("ca. {}-{}"),
    _span("mellem {} og {}", None),
    _span("{} til {}", None),
    lambda _n, _: ("<5", [{"below": 5}], MUST),
    lambda _n, _: ("< 5", [{"below": 5}], MUST),
    lambda _n, _: ("under 5", [{"below": 5}], MUST),
    lambda _n, _: ("Færre end 5", [{"below": 5}], MUST),
    lambda _n, _: (
        "4 eller færre",
        [{"below": 5}, {"from": 0, "to": 4}, {"from": None, "to": 4}, {"to": 4}, None],
        MUST,
    ),
    lambda n, _: (f"mindst {n}", [{"from": n, "to": None}, {"from": n}, None, n], MUST),
    lambda n, _: (f"{n}+", [{"from": n, "to": None}, {"from": n}, None, n], MUST),
    lambda n, _: (f"over {n}", [{"from": n + 1, "to": None}, {"from": n + 1}, {"from": n, "to": None}, None], MUST),
    lambda n, _: (
        f"op til {n}",
        [{"from": 0, "to": n}, {"from": None, "to": n}, {"to": n}, {"below": n + 1}, None],
        MUST,
    ),
    lambda _n, _: ("ingen", [0, None], MUST),
    lambda _n, _: ("-", [None, 0], MUST),
    lambda _n, _: ("uoplyst", [None], MUST),
    lambda _n, _: ("Ved ikke", [None], MUST),
    lambda _n, _: ("ikke relevant", [None], MUST),
    lambda _n, _: ("se bilag 2", [None], MUST),
    lambda _n, _: ("?", [None], MUST),
    lambda n, _: (f"{n} (heraf 1 udenbys)", [n, None], MUST),
    lambda n, _: (f"{n}?", [n, None], MUST),
    lambda n, _: (f"{n}*", [n, None], MUST),
    lambda n, _: (f"{n}¹", [n, None], MUST),
    lambda n, _: (f"{n} 1)", [n, None], MUST),
    lambda n, _: (f"{n} + 2", [n + 2, None], MUST),
    lambda _n, _: ("0 (nul)", [0], MAY),
    _word,
    lambda n, _: (f"{n} pr. 1/1", [n, None], MUST),
    lambda n, _: (f"{n} eller {n + 1}", [{"from": n, "to": n + 1}, None], MUST),
    lambda n, _: (
        f"max. {n}",
        [{"from": 0, "to": n}, {"from": None, "to": n}, {"to": n}, {"below": n + 1}, None],
        MUST,
    ),
    lambda n, _: (f"{n} (anslået)", [n, None], MUST),
    lambda n, _: (f"{n}/{n + 2}", [None, {"from": n, "to": n + 2}], MUST),
    lambda n, _: (f"{n} uger", [None, n], MUST),
    lambda _n, _: ("få", [None], MUST),
    lambda _n, _: ("1.250", [1250, None], MUST),
    lambda n, _: (n + 0.5, [n + 0.5, None], MUST),
    lambda n, _: (-n, [-n, None], MUST),
    lambda _n, _: (day(2025, 10, 5), [None, {"from": 5, "to": 10}], MUST),  # "5-10" made a day
]


def number_as_text(copy: Copy, rng: random.Random, count: int = 6) -> int:
    chosen = pick(copy, rng, count, {"count", "amount", "number"}, lambda a: isinstance(a.clean, int | float))
    forms = rng.sample(range(6), 6)
    for number, answer in enumerate(chosen):
        n = answer.clean
        form = forms[number % 6]
        if answer.field.type == "count":
            unit = (
                "pladser"
                if "plads" in answer.field.label.casefold()
                else "stk."
                if "stk" in answer.field.label
                else None
            )
            raw = [f"{n}", f" {n} ", f"\xa0{n}", f"{n} {unit}" if unit else f"{n} ", f"{n},0", f"{n}\n"][form]
            hit(answer, raw, [n], MAY, "number-as-text")
        elif answer.field.type == "number":
            raw = [
                danish(n, 1),
                f" {danish(n, 1)}",
                danish(n, 2),
                f"{danish(n, 1)}\xa0",
                danish(n, 1),
                f"{danish(n, 1)} ",
            ][form]
            hit(answer, raw, [n], MAY, "number-as-text")
        else:
            whole = int(n)
            accept = [whole * 1000, whole] if answer.field.thousands else [whole]
            grouped = danish(whole)
            raw = [
                f"{whole}",
                f"{grouped} kr.",
                f"kr. {grouped}",
                f"{grouped},-",
                grouped.replace(".", "\xa0"),
                f"{grouped},00",
            ][form]
            if answer.field.thousands and form in (1, 2, 3):
                # kroner written where thousands were asked for: nobody can know which is meant
                hit(answer, raw, [*accept, None], MUST, "number-as-text")
            else:
                hit(answer, raw, accept, MAY, "number-as-text")
    if chosen:
        copy.note("number-as-text")
    return len(chosen)


def odd_amounts(copy: Copy, rng: random.Random, count: int = 4) -> int:
    chosen = pick(copy, rng, count, {"amount"}, lambda a: isinstance(a.clean, int | float) and not a.field.thousands)
    forms = rng.sample(range(6), 6)
    for number, answer in enumerate(chosen):
        n = int(answer.clean)
        raw, accept, must = [
            (f"ca. {danish(n)} kr.", [n], MUST),
            (f"{n // 1000},{n % 1000:03d}", [n, n / 1000, None], MUST),
            (f"{danish(n)}-{danish(n + 300)}", [{"from": n, "to": n + 300}, None], MUST),
            (f"{danish(n)} kr./uge", [n, None], MUST),
            ("efter aftale", [None], MUST),
            (-n, [-n, None], MUST),
        ][forms[number % 6]]
        hit(answer, raw, accept, must, "odd-amount")
    if chosen:
        copy.note("odd-amount")
    return len(chosen)


def percent_forms(copy: Copy, rng: random.Random, count: int = 5) -> int:
    chosen = pick(copy, rng, count, {"percent"}, lambda a: isinstance(a.clean, int | float))
    forms = rng.sample(range(8), 8)
    for number, answer in enumerate(chosen):
        value = answer.accept[0]
        text = danish(value, 1) if value != int(value) else str(int(value))
        form = forms[number % 8]
        if form == 0:
            hit(answer, f"{text} %", [value], MAY, "percent-forms")
        elif form == 1:
            hit(answer, f"{text}%", [value], MAY, "percent-forms")
        elif form == 2:
            hit(answer, f"{text} pct.", [value], MAY, "percent-forms")
        elif form == 3:
            hit(answer, f"{text} procent", [value], MAY, "percent-forms")
        elif form == 4:
            share = round(value / 100, 3)
            answer.cell.style = restyled(answer.cell.style, number_format="0.0%")
            hit(answer, share, [round(share * 100, 4)], MAY, "percent-forms")
        elif form == 5:
            hit(answer, f"ca. {text} %", [value], MUST, "percent-forms")
        elif form == 6 and not answer.field.percent_format:
            answer.cell.style = restyled(answer.cell.style, number_format="General")
            hit(answer, 0.87, [87, 0.87, None], MUST, "percent-forms")
        elif form == 6:
            # typed as a whole number into a cell formatted as percent: Excel shows 8700 %
            hit(answer, 87, [87, 8700, None], MUST, "percent-forms")
        else:
            low = int(value)
            hit(answer, f"{low}-{low + 5} %", [{"from": low, "to": low + 5}, None], MUST, "percent-forms")
    if chosen:
        copy.note("percent-forms")
    return len(chosen)


def date_as_text(copy: Copy, rng: random.Random, count: int = 4) -> int:
    chosen = pick(copy, rng, count, {"date"}, lambda a: isinstance(a.clean, dt.datetime))
    forms = rng.sample(range(12), 12)
    for number, answer in enumerate(chosen):
        d: dt.datetime = answer.clean
        month, iso = words.MONTHS[d.month - 1], f"{d:%Y-%m-%d}"
        raw = [
            f"{d.day}. {month} {d.year}",
            f"d. {d.day}. {month} {d.year}",
            f"{d:%d.%m.%Y}",
            f"{d.day}.{d.month}.{d:%y}",
            f"{d.day}/{d.month}-{d:%y}",
            f"{d.day}/{d.month} {d.year}",
            f"{d:%d-%m-%Y}",
            f"{d:%d/%m/%Y}",
            iso,
            f"{d.day}. {month[:3]}{'' if month == 'maj' else '.'} {d.year}",
            f"{words.WEEKDAYS[d.weekday()]} den {d.day}. {month} {d.year}",
            f"{d.day:02d}-{d.month:02d}-{d:%y}",
        ][forms[number % 12]]
        hit(answer, raw, [iso], MAY, "date-as-text")
    if chosen:
        copy.note("date-as-text")
    return len(chosen)


def vague_date(copy: Copy, rng: random.Random, count: int = 2) -> int:
    chosen = pick(copy, rng, count, {"date"}, lambda a: isinstance(a.clean, dt.datetime))
    forms = rng.sample(range(9), 9)
    for number, answer in enumerate(chosen):
        d: dt.datetime = answer.clean
        month = words.MONTHS[d.month - 1]
        serial = (d - BASE).days
        raw, accept = [
            (f"{month} {d.year}", [None, f"{d:%Y-%m}", f"{d:%Y-%m}-01"]),
            (f"primo {d.year}", [None]),
            (f"uge {d.isocalendar().week}", [None]),
            ("forventes til efteråret", [None]),
            (f"{d.day}/{d.month}", [None]),
            (str(d.year), [None]),
            (
                f"{d:%m-%d-%Y}" if d.day > 12 else f"{month}, {d.year}",
                [f"{d:%Y-%m-%d}", None] if d.day > 12 else [None, f"{d:%Y-%m}", f"{d:%Y-%m}-01"],
            ),
            (serial, [f"{d:%Y-%m-%d}", None]),
            (f"31. februar {d.year}", [None]),
        ][forms[number % 9]]
        if isinstance(raw, int):
            answer.cell.style = restyled(answer.cell.style, number_format="General")
        hit(answer, raw, accept, MUST, "vague-date")
    if chosen:
        copy.note("vague-date")
    return len(chosen)


def year_as_date(copy: Copy, rng: random.Random, count: int = 4) -> int:
    chosen = pick(copy, rng, count, {"year"}, lambda a: isinstance(a.clean, int))
    for number, answer in enumerate(chosen):
        year: int = answer.clean
        style = restyled(answer.cell.style, number_format="dd-mm-yyyy")
        form = number % 5
        if form == 0:
            answer.cell.style = style
            hit(answer, day(year, 1, 1), [year], MAY, "year-as-date")
        elif form == 1:
            answer.cell.style = style
            hit(answer, BASE + dt.timedelta(days=year), [year, None], MUST, "year-as-date")
        elif form == 2:
            hit(answer, str(year), [year], MAY, "year-as-date")
        elif form == 3:
            hit(
                answer,
                f"{year}/{(year + 1) % 100:02d}",
                [None, year, year + 1, {"from": year, "to": year + 1}],
                MUST,
                "year-as-date",
            )
        else:
            hit(answer, f"'{year % 100:02d}", [year, None], MUST, "year-as-date")
    if chosen:
        copy.note("year-as-date")
    return len(chosen)


def formulas(copy: Copy, rng: random.Random, count: int = 5, *, cached: bool = True) -> int:
    category = "formula-cached" if cached else "formula-without-value"
    chosen = pick(
        copy,
        rng,
        count,
        {"count", "amount", "number"},
        lambda a: isinstance(a.clean, int) and a.clean > 1 and not a.field.thousands,
    )
    for answer in chosen:
        half = answer.clean // 2
        rest = answer.clean - half
        raw = rng.choice([f"=SUM({half},{rest})", f"={half}+{rest}"])
        hit(answer, raw, [answer.clean] if cached else [None, answer.clean], not cached, category)
        if not cached:
            answer.cell.cached = NO_CACHE
    if chosen:
        copy.note(category)
    return len(chosen)


def formulas_without_value(copy: Copy, rng: random.Random, count: int = 4) -> int:
    return formulas(copy, rng, count, cached=False)


def error_values(copy: Copy, rng: random.Random, count: int = 4) -> int:
    chosen = pick(copy, rng, count, {"count", "amount", "number", "percent"})
    kinds = [
        ("=1/0", "#DIV/0!"),
        ("=#REF!+1", "#REF!"),
        ("=NA()", "#N/A"),
        ('="a"+1', "#VALUE!"),
        ("=SUMM(1)", "#NAME?"),
        ("#VÆRDI!", None),
        ("#I/T", None),
    ]
    rng.shuffle(kinds)
    for number, answer in enumerate(chosen):
        raw, cached = kinds[number % len(kinds)]
        hit(answer, raw, [None], MUST, "error-values")
        if cached:
            answer.cell.cached = cached
    if chosen:
        copy.note("error-values")
    return len(chosen)


def merged_across(copy: Copy, rng: random.Random) -> int:
    """Merge two figures of one row and write a word across them."""
    chosen = pick(copy, rng, 999, {"count", "amount", "number"}, lambda a: isinstance(a.row, Row))
    for one in chosen:
        row, column = copy.position(one)
        two = next(
            (a for a in chosen if a is not one and a.row is one.row and copy.position(a) == (row, column + 1)), None
        )
        if two is None or any(m[0] <= row <= m[2] and m[1] <= column + 1 and column <= m[3] for m in one.sheet.merges):
            continue
        hit(one, "se bilag 2", [None], MUST, "merged-across")
        hit(two, None, [None], MAY, "merged-across")
        two.covered = True
        one.sheet.merges.append([row, column, row, column + 1])
        copy.note("merged-across")
        return 1
    return 0
