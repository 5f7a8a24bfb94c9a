"""Reads which of several boxes in a row is ticked."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.workbooks import labels
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.spots import Located, Spot
from koorddesk.workbooks.template import TemplateField

_TICKS = {"x", "✓", "✔", "☒", "☑", "ja", "1", "v", "*", "•", "√", "+", "xx", "(x)", "sand", "true", "yes", "j"}
_UNTICKED = {"☐", "□", "-", "–", "nej", "0", "n", "falsk", "false"}


def scale_spot(located: Located, layout: Layout, each: TemplateField, boxes: Sequence[tuple[Place, str]]) -> None:
    """Find which of a scale's boxes is ticked; the answer is its heading."""
    ticked: list[tuple[Place, str]] = []
    odd: list[Place] = []
    for at, heading in boxes:
        cell = layout.sheet.cells.get(at)
        if cell is None or cell.is_blank:
            continue
        located.claim(layout, at)
        text = labels.key(layout.text(*at))
        plain = layout.text(*at).strip().casefold()
        signed = labels.signed_options(layout.text(*at))
        if signed and labels.key(signed[0]) == labels.key(heading):
            continue
        if (
            (labels.CROSSED.search(plain) and len(plain) > len(heading))
            or text in _TICKS
            or plain in _TICKS
            or text == labels.key(heading)
        ):
            ticked.append((at, heading))
        elif plain not in _UNTICKED:
            odd.append(at)
    spot = Spot(each, None, layout, ticked[0][0] if ticked else None)
    if len(ticked) == 1 and not odd:
        spot.text = ticked[0][1]
        raw = layout.text(*ticked[0][0])
        if raw.isdigit() and spot.text.isdigit() and raw != spot.text:
            spot.remarks.append(("tick-figure", {"raw": raw, "mark": spot.text}))
        spot.chosen = (ticked[0][1],)
        if ticked[0][0][0] in layout.sheet.hidden_rows:
            spot.remarks.append(("hidden-row", {"row": ticked[0][0][0]}))
    elif len(ticked) > 1:
        spot.chosen = tuple(heading for _, heading in ticked)
        spot.remarks.append(("several-ticks", {"marks": ", ".join(spot.chosen)}))
    elif odd:
        spot.place = odd[0]
        spot.remarks.append(("tick-unclear", {"raw": layout.text(*odd[0])[:80]}))
    located.spots.append(spot)
