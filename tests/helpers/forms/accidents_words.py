"""What senders do to single answers: choices, ticks, texts, names and the places where answers stand. See `accidents`."""

import random

from . import words
from .accidents import MAY, MUST, hit, pick
from .copy import Copy
from .model import Cell, rc, restyled
from .register import MUNICIPALITIES


def typo(text: str, rng: random.Random) -> str:
    """Double one letter or drop one, inside the word."""
    at = rng.choice([n for n in range(1, len(text)) if text[n].isalpha()] or [0])
    return text[:at] + text[at] + text[at:] if rng.random() < 0.5 else text[:at] + text[at + 1 :]


def choice_forms(copy: Copy, rng: random.Random, count: int = 5) -> int:
    chosen = pick(copy, rng, count, {"choice"}, lambda a: isinstance(a.clean, str) and len(a.field.choices) > 1)
    forms = rng.sample(range(7), 7)
    for number, answer in enumerate(chosen):
        c: str = answer.clean
        other = rng.choice([x for x in answer.field.choices if x != c])
        form = forms[number % 7]
        spelt = typo(c, rng)
        if form == 2 and (len(c) < 6 or spelt.casefold() in {x.casefold() for x in answer.field.choices}):
            form = 0
        raw, accept, must = [
            (c.upper(), [c], MAY),
            (c.lower(), [c], MAY),
            (spelt, [c, None], MUST),
            (f"{c} / {other}", [None, [c, other]], MUST),
            (f"{c} og {other}", [None, [c, other]], MUST),
            ("Andet – se bemærkning", [None, "Andet – se bemærkning"], MUST),
            (f"{c} ", [c], MAY),
        ][form]
        hit(answer, raw, accept, must, "choice-misspelt")
    if chosen:
        copy.note("choice-misspelt")
    return len(chosen)


def yes_no_forms(copy: Copy, rng: random.Random, count: int = 5) -> int:
    chosen = pick(copy, rng, count, {"yes-no"}, lambda a: a.clean in ("Ja", "Nej"))
    forms = rng.sample(range(8), 8)
    for number, answer in enumerate(chosen):
        yes = answer.clean == "Ja"
        raw, accept, must = [
            (answer.clean.upper(), [yes, answer.clean], MAY),
            (answer.clean.lower(), [yes, answer.clean], MAY),
            (f"{answer.clean}.", [yes, answer.clean], MAY),
            (answer.clean[0].lower(), [yes, answer.clean, None], MUST),
            (f"{answer.clean}, delvist", [yes, answer.clean, None], MUST),
            ("Både ja og nej", [None], MUST),
            ("?", [None], MUST),
            (f"{answer.clean} (fra 2026)", [yes, answer.clean, None], MUST),
        ][forms[number % 8]]
        hit(answer, raw, accept, must, "choice-misspelt")
    if chosen:
        copy.note("choice-misspelt")
    return len(chosen)


def scale_forms(copy: Copy, rng: random.Random, count: int = 2) -> int:
    chosen = pick(copy, rng, count, {"scale"}, lambda a: isinstance(a.clean, int))
    for number, answer in enumerate(chosen):
        n: int = answer.clean
        high = min(5, n + 1)
        low = high - 1
        raw, accept, must = [
            (str(n), [n, str(n)], MAY),
            (f"{low}-{high}", [None, {"from": low, "to": high}], MUST),
            (f"{n} (med forbehold)", [n, str(n), None], MUST),
            (7, [None, 7], MUST),
            ("Ved ikke", [None, "Ved ikke"], MUST),
        ][(number + rng.randrange(5)) % 5]
        hit(answer, raw, accept, must, "scale-forms")
    if chosen:
        copy.note("scale-forms")
    return len(chosen)


def tick_forms(copy: Copy, rng: random.Random, count: int = 6) -> int:
    marks = ["X", "✓", "x ", "✔", "ja", "1", "Ja", 1, "X "]
    rng.shuffle(marks)
    chosen = [a for a in copy.answers if a.clean in ("x", "☒") and not a.touched]
    rng.shuffle(chosen)
    for number, answer in enumerate(chosen[:count]):
        mark = marks[number % len(marks)]
        accept = answer.accept if answer.field.kind == "scale-row" else [*answer.accept, mark]
        hit(answer, mark, accept, MAY, "tick-variants")
    if chosen:
        copy.note("tick-variants")
    return len(chosen[:count])


def two_ticks(copy: Copy, rng: random.Random, count: int = 1) -> int:
    chosen = [a for a in copy.answers if a.field.kind == "scale-row" and not a.touched]
    rng.shuffle(chosen)
    for answer in chosen[:count]:
        f = answer.field
        other = (answer.box + 1) % len(f.cells)
        both = [f.headings[answer.box], f.headings[other]]
        row, column = copy.position(answer)
        here, there = rc(f.cells[answer.box]), rc(f.cells[other])
        answer.sheet.cells[row + there[0] - here[0], column + there[1] - here[1]].value = "x"
        answer.touched = answer.must = answer.may = True
        answer.accept, answer.category = [None, both, both[::-1], [str(b) for b in both]], "two-ticks"
    if chosen:
        copy.note("two-ticks")
    return len(chosen[:count])


def spaces(copy: Copy, rng: random.Random, count: int = 8) -> int:
    chosen = pick(
        copy,
        rng,
        count,
        {"text", "offer", "choice", "municipality"},
        lambda a: isinstance(a.clean, str) and a.field.hint not in ("phone", "cvr", "pnummer"),
    )
    for answer in chosen:
        text: str = answer.clean
        at = text.find(" ")
        inner = text.replace(" ", "\xa0", 1) if at > 0 else text + "\xa0"
        double = text.replace(" ", "  ", 1) if at > 0 else text + " "
        raw = rng.choice(
            [f"  {text}", f"{text} ", f"\t{text}", f"{text}\n", f"{text}\xa0", inner, double, f"\u200b{text}"]
        )
        accept = answer.accept if raw[0] != "\u200b" else [*answer.accept, raw]
        hit(answer, raw, accept, MAY, "spaces")
    if chosen:
        copy.note("spaces")
    return len(chosen)


def municipality_forms(copy: Copy, rng: random.Random, count: int = 4) -> int:
    chosen = pick(copy, rng, count, {"municipality"}, lambda a: any(a.clean == m.name for m in MUNICIPALITIES.values()))
    forms = rng.sample(range(7), 7)
    for number, answer in enumerate(chosen):
        found = next(m for m in MUNICIPALITIES.values() if m.name == answer.clean)
        old = found.name.replace("Aa", "Å").replace("aa", "å")
        garbled = found.name.encode().decode("cp1252", errors="replace")
        raw, accept, must = [
            (found.official, found.accept, MAY),
            (found.name.upper(), found.accept, MAY),
            (found.code, found.accept, MAY),
            (int(found.code), found.accept, MAY),
            (old if old != found.name else f" {found.name.lower()}", found.accept, MAY),
            ("Nabokommunen", [None, "Nabokommunen"], MUST),
            (garbled, [*found.accept, garbled, None], garbled != found.name),
        ][forms[number % 7]]
        hit(answer, raw, accept, must, "municipality-forms")
    if chosen:
        copy.note("municipality-forms")
    return len(chosen)


def comments(copy: Copy, rng: random.Random, count: int = 3) -> int:
    chosen = pick(copy, rng, count, {"count", "amount", "text", "choice"})
    for answer in chosen:
        answer.cell.comment = rng.choice(
            ["Skal dette tal ikke være 14?", "Bekræftet af Fuldmægtig A.", "Gælder kun 2. halvår"]
        )
        answer.may = answer.touched = True
        answer.category = "comments"
    if chosen:
        copy.note("comments")
    return len(chosen)


def struck_out(copy: Copy, rng: random.Random, count: int = 2) -> int:
    chosen = pick(copy, rng, count, {"count", "text", "amount"})
    for answer in chosen:
        answer.cell.style = restyled(answer.cell.style, strike=True)
        answer.accept = [*answer.accept, None]
        answer.must = answer.may = answer.touched = True
        answer.category = "struck-out"
    if chosen:
        copy.note("struck-out")
    return len(chosen)


def formula_like_text(copy: Copy, rng: random.Random, count: int = 2) -> int:
    chosen = pick(copy, rng, count, {"text"}, lambda a: a.field.hint in ("long", "remark"))
    for answer, raw in zip(
        chosen,
        [
            "=> se bilag 3, side 2",
            "- ingen ændringer\n- se også sidste år",
            "+ to borgere fra 2026",
            "@ sekretariatet: vi vender tilbage",
        ],
        strict=False,
    ):
        answer.cell.as_text = True
        hit(answer, raw, [raw], MAY, "formula-like-text")
    if chosen:
        copy.note("formula-like-text")
    return len(chosen)


def very_long_text(copy: Copy, rng: random.Random, count: int = 1) -> int:
    chosen = pick(copy, rng, count, {"text"}, lambda a: a.field.hint == "long")
    for answer in chosen:
        raw = " ".join(rng.choice(words.LONG) for _ in range(140))
        hit(answer, raw, [raw], MAY, "very-long-text")
    if chosen:
        copy.note("very-long-text")
    return len(chosen)


def several_offers(copy: Copy, rng: random.Random, count: int = 1) -> int:
    chosen = pick(copy, rng, count, {"offer"})
    for answer in chosen:
        first, second = words.offers(rng, 2)
        joiner = rng.choice(["\n", "; ", " og "])
        raw = f"{first}{joiner}{second}"
        # "og" stands inside names too: nobody can demand that it is taken for two
        hit(answer, raw, [raw, [first, second], None], joiner != " og ", "several-offers")
    if chosen:
        copy.note("several-offers")
    return len(chosen)


def civil_registration_number(copy: Copy, rng: random.Random, count: int = 1) -> int:
    """Write a number of that shape in a remark: the whole file is held and its values wait."""
    chosen = pick(copy, rng, count, {"text"}, lambda a: a.field.hint in ("long", "remark"))
    for answer in chosen:
        number = rng.choice(["010203-4567", "1102034567", "240398-1122"])
        answer.cell.value = f"Gælder borgeren {number}, som er flyttet til nabokommunen."
        copy.drop([answer])
        copy.forbid([answer.cell.value, number])
    if chosen:
        copy.categories.append("cpr-number")
        copy.outcome = ["held"]
        copy.words = ["cpr", "personnummer", "civil registration"]
        copy.extra["values_ignored"] = True
    return len(chosen)


def answers_below(copy: Copy, rng: random.Random, count: int = 2) -> int:
    """Type answers one row too low, under their label, where that row is free."""
    moved = 0
    for answer in pick(copy, rng, 99, {"text", "count", "year", "choice"}, lambda a: a.field.kind == "single"):
        label = copy.labels.get(answer.field.id)
        if moved == count or label is None:
            continue
        sheet = answer.sheet
        row, _ = copy.position(answer)
        label_row, column = rc(sheet.where(label) or "A1")
        taken = any(r == row + 1 and (c.value is not None or c in copy.boxes) for (r, _), c in sheet.cells.items())
        crossed = any(m[0] <= row + 1 <= m[2] for m in sheet.merges)
        if label_row != row or taken or crossed:
            continue
        below = sheet.cells.setdefault((row + 1, column), Cell())
        below.value, answer.cell.value = answer.cell.value, None
        answer.cell = below
        answer.accept = [*answer.accept, None]
        answer.must = answer.may = answer.touched = True
        answer.category = "answer-below-label"
        moved += 1
    if moved:
        copy.note("answer-below-label")
    return moved


def answers_in_label(copy: Copy, rng: random.Random, count: int = 2) -> int:
    """Type the answer behind the label's own text, in the label's cell."""
    chosen = [
        a
        for a in pick(copy, rng, 99, {"text", "count", "year"}, lambda a: a.field.kind == "single")
        if a.field.label_cell
        and a.field.hint in ("phone", "role", "unit", "email", "remark", "long")
        and "\n" not in str(a.clean)
    ][:count]
    for answer in chosen:
        label = copy.labels[answer.field.id]
        if str(label.value).startswith("="):
            continue
        answer.cell.value = None
        label.value = f"{str(label.value).rstrip(' :')}: {answer.clean}"
        answer.cell = label
        answer.accept = [*answer.accept, None]
        answer.must = answer.may = answer.touched = True
        answer.category = "answer-in-label-cell"
    if chosen:
        copy.note("answer-in-label-cell")
    return len(chosen)


def answers_beside(copy: Copy, rng: random.Random, count: int = 2) -> int:
    """Type answers one column too far to the right, where nothing stands."""
    moved = 0
    for answer in pick(copy, rng, 99, {"text", "count", "year", "date"}, lambda a: a.field.kind == "single"):
        sheet = answer.sheet
        row, column = copy.position(answer)
        last = next((m[3] for m in sheet.merges if m[0] == row and m[1] == column), column)
        beside = (row, last + 1)
        taken = any(
            r == row and k > last and (c.value is not None or c in copy.boxes) for (r, k), c in sheet.cells.items()
        )
        covered = any(m[0] <= row <= m[2] and m[1] <= last + 1 <= m[3] for m in sheet.merges)
        if moved == count or taken or covered or last != column:
            continue
        other = sheet.cells.setdefault(beside, Cell())
        other.value, other.style, answer.cell.value = answer.cell.value, answer.cell.style, None
        answer.cell = other
        answer.accept = [*answer.accept, None]
        answer.must = answer.may = answer.touched = True
        answer.category = "answer-beside-box"
        moved += 1
    if moved:
        copy.note("answer-beside-box")
    return moved


def true_and_false(copy: Copy, rng: random.Random, count: int = 3) -> int:
    """Answer yes and no with Excel's own SAND and FALSK."""
    chosen = pick(copy, rng, count, {"yes-no"}, lambda a: a.clean in ("Ja", "Nej"))
    for answer in chosen:
        yes = answer.clean == "Ja"
        hit(
            answer,
            yes if rng.random() < 0.6 else ("SAND" if yes else "FALSK"),
            [yes, answer.clean],
            MAY,
            "true-and-false",
        )
    if chosen:
        copy.note("true-and-false")
    return len(chosen)


def choice_with_more(copy: Copy, rng: random.Random, count: int = 3) -> int:
    """Write more than the choice: a number before it, a word in brackets behind it."""
    chosen = pick(copy, rng, count, {"choice"}, lambda a: isinstance(a.clean, str) and len(a.field.choices) > 1)
    for answer in chosen:
        c: str = answer.clean
        number = answer.field.choices.index(c) + 1
        raw = rng.choice([f"{number}. {c}", f"{c} (se bemærkning)", f"{c} – fra 2026", f"({c})"])
        hit(answer, raw, [c, raw, None], MUST, "choice-with-more")
    if chosen:
        copy.note("choice-with-more")
    return len(chosen)
