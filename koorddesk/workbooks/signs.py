"""Boxes drawn as signs in a cell of words: "☐ Døgntilbud", or "☐ Ja  ☐ Nej" of which the sender crosses one."""

from __future__ import annotations

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import kinds, labels
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.grid import address, place
from koorddesk.workbooks.label_places import label_of, question_above, section_above
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.learned import Learned
from koorddesk.workbooks.spots import Located, Spot
from koorddesk.workbooks.template import Kind, Side, TemplateField


def learn_signs(learned: Learned) -> None:
    """Learn the cells of a blank in which empty signs stand before (or behind) words."""
    known = {each.template_at.cell for each in learned.fields}
    known |= _learn_rows(learned, known)
    for box, text in learned.layout.texts():
        options = labels.signed_options(text)
        if not options or address(*box) in known:
            continue
        lead = labels.sign_lead(text)
        if len(options) == 1 and not lead:
            question = question_above(learned, box)
            learned.fields.append(
                TemplateField(
                    id=learned.id(box),
                    label=options[0],
                    type=FieldType.YES_NO,
                    template_at=learned.ref(box),
                    kind=Kind.TICK,
                    question=question,
                    group=question,
                    label_at=address(*box),
                    side=Side.INSIDE,
                )
            )
        elif len(options) > 1:
            _learn_choice(learned, box, lead, options)


def _learn_rows(learned: Learned, known: set[str]) -> set[str]:
    """Learn cells beside each other with one sign each ("☐ Ja | ☐ Nej") as one scale; return their addresses."""
    layout = learned.layout
    found: set[str] = set()
    for row, texts in layout.by_row.items():
        signed = [
            ((row, column), options[0])
            for column, text in texts
            if len(options := labels.signed_options(text)) == 1 and not labels.sign_lead(text)
        ]
        marks = [mark for _, mark in signed]
        question = next((at for at in layout.left_of(*signed[0][0]) if layout.text(*at)), None) if signed else None
        if len(signed) < 2 or not kinds.are_marks(marks) or question is None or address(*signed[0][0]) in known:
            continue
        label = layout.text(*question)
        figures = sum(mark[:1].isdigit() for mark in marks)
        learned.fields.append(
            TemplateField(
                id=learned.id(signed[0][0]),
                label=label,
                type=FieldType.SCALE if 2 * figures >= len(marks) else FieldType.CHOICE,
                template_at=learned.ref(signed[0][0]),
                kind=Kind.SCALE,
                required=learned.required(signed[0][0], label),
                choices=tuple(marks),
                group=section_above(learned, question),
                label_at=address(*question),
                boxes=tuple((address(*at), mark) for at, mark in signed),
            )
        )
        found |= {address(*at) for at, _ in signed}
    return found


def _learn_choice(learned: Learned, box: Place, lead: str, options: tuple[str, ...]) -> None:
    layout = learned.layout
    found = label_of(learned, box) if not lead else None
    at, side = found if found is not None else (box, Side.INSIDE)
    label = lead or (layout.text(*at) if found is not None else " / ".join(options))
    plain = {option.casefold() for option in options}
    learned.fields.append(
        TemplateField(
            id=learned.id(box),
            label=label,
            type=FieldType.YES_NO if plain == {"ja", "nej"} else FieldType.CHOICE,
            template_at=learned.ref(box),
            kind=Kind.SINGLE,
            required=learned.required(box, label),
            choices=options,
            group=section_above(learned, at),
            label_at=address(*at),
            side=side,
            several=bool(labels.MANY_TICKS.search(label)),
        )
    )


def locate_signs(located: Located, pairing: Pairing, each: TemplateField, expected: Place | None) -> bool:
    """Add the spot of a field whose signs stand in its own cell; return False for any other field.

    ``expected`` is where its cell should be, for a cell in which the words themselves were changed.
    """
    there = place(each.template_at.cell)
    options = labels.signed_options(pairing.text(there))
    if not options:
        return False
    layout = pairing.layout
    at = pairing.places.get(there) or expected
    if at is None:
        return False
    text = layout.text(*at)
    spot = Spot(each, None, layout, at)
    located.claim(layout, at)
    crossed = _crossed(layout, at, options, leading=labels.signs_lead(pairing.text(there)))
    alone = [option for option in options if labels.key(option) == labels.key(text.strip("☐ "))]
    if each.kind is Kind.TICK:
        if crossed:
            spot.text = "x"
        elif labels.signed_options(text) or not text:
            spot.printed = True
        else:
            spot.remarks.append(("tick-unclear", {"raw": text[:80]}))
    elif len(crossed) == 1 or (each.several and crossed):
        spot.text = "; ".join(crossed)
    elif crossed:
        spot.remarks.append(("several-ticks", {"marks": ", ".join(crossed)}))
        spot.printed = True
    elif alone:
        spot.text = alone[0]
    elif labels.signed_options(text) == options or not text:
        spot.printed = True
    else:
        spot.remarks.append(("tick-unclear", {"raw": text[:80]}))
        spot.printed = True
    located.spots.append(spot)
    return True


def _crossed(layout: Layout, at: Place, options: tuple[str, ...], *, leading: bool) -> list[str]:
    """Return the options whose sign is crossed; the signs stand before their words or behind them."""
    text = layout.text(*at)
    found = []
    end = 0
    for option in options:
        start = text.casefold().find(option.casefold(), end)
        if start < 0:
            continue
        after = start + len(option)
        others = [text.casefold().find(other.casefold(), after) for other in options if other != option]
        following = min((other for other in others if other >= 0), default=len(text))
        near = text[end:start] if leading else text[after:following]
        if labels.CROSSED.search(near):
            found.append(option)
        end = after
    return found
