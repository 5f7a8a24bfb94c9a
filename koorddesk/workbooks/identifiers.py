"""Numbers that name something: CVR, P-number, EAN; texts with a length, whose zeros in front Excel drops."""

from __future__ import annotations

import functools
import re

from koorddesk.workbooks.expectations import Remark

# What the heading calls the number -> its name, its digits.
_KINDS = (
    (re.compile(r"\bcvr", re.IGNORECASE), "CVR-nummer", 8),
    (re.compile(r"\bp-?(?:nr|nummer|enhed)|produktionsenhed", re.IGNORECASE), "P-nummer", 10),
    (re.compile(r"\bean\b|\bean-?n", re.IGNORECASE), "EAN-nummer", 13),
)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def identifier_remarks(text: str, heading: str) -> tuple[Remark, ...]:
    """Return what has to be said about a number in a field whose heading asks for a CVR, P- or EAN number.

    Only a text that is nothing but digits and spaces is judged. A wrong length is doubtful, with a proposal where
    only a zero in front is missing; a CVR number whose check digit (modulus 11) does not hold is noted.
    """
    if not heading:
        return ()
    asked = _asked(heading)
    digits = re.sub(r"[\s.\u00a0-]|^DK(?=[\s\d])", "", text) if asked else ""
    if asked is not None and _ROUNDED.fullmatch(text.strip()):  # "1,00E+09" typed or pasted: the digits are lost
        return (("identifier-length", {"kind": asked[0], "length": asked[1]}),)
    if asked is None or not (digits.isascii() and digits.isdigit()):
        return ()
    name, length = asked
    if len(digits) == length - 1 and name == "CVR-nummer" and not _remainder(f"0{digits}"):
        return (("identifier-zero", {"kind": name, "length": length, "value": f"0{digits}"}),)
    if len(digits) != length:
        return (("identifier-length", {"kind": name, "length": length}),)
    if name == "CVR-nummer" and _remainder(digits):
        return (("identifier-check-digit", {"kind": name}),)
    return ()


@functools.lru_cache(1 << 14)
def _asked(heading: str) -> tuple[str, int] | None:
    """Return which number a heading asks for, and its length."""
    return next(((name, length) for pattern, name, length in _KINDS if pattern.search(heading)), None)


def _remainder(digits: str) -> int:
    """Return what modulus 11 leaves of a CVR number; 0 for a real one."""
    return sum(weight * int(digit) for weight, digit in zip(_CVR_WEIGHTS, digits, strict=True)) % 11
