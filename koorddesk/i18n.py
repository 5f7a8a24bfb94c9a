"""Text, plurals, dates and numbers in the user's language, without Qt.

Source strings are English msgids; Danish is the product and complete by test. Catalogues lie in
``resources/i18n/<language>/<area>.po``, one per area of the program, and are read directly, so that a bare
checkout is Danish too. Letters carry their own Danish templates and only use the number and date functions.
"""

from __future__ import annotations

import datetime as dt
import decimal
import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

LANGUAGES = ("da", "en")


def N_(message: str) -> str:
    """Mark a constant as text to translate; it is looked up when it is shown."""
    return message


@functools.lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> Mapping[tuple[str | None, str], str | tuple[str, ...]]:
    """Return (context, msgid) -> translation, or the tuple of plural forms, for one language."""
    # Late imports, here and below: the processes that read files mark texts and never show one.
    from koorddesk.catalogues import read_catalogue
    from koorddesk.paths import resource

    entries: dict[tuple[str | None, str], str | tuple[str, ...]] = {}
    for path in sorted((resource("i18n") / language).glob("*.po")):
        entries.update(read_catalogue(path))
    return entries


class Translator:
    """Turns msgids, dates and numbers into one language; pass it in, never keep one globally."""

    def __init__(self, language: str = "da") -> None:
        """Take the language code; an unknown one falls back to Danish."""
        self.language = language if language in LANGUAGES else "da"

    @functools.cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse({"da": "da_DK", "en": "en_GB"}[self.language])

    def text(self, msgid: str, /, **params: object) -> str:
        """Return the translated sentence with its named parameters filled in."""
        return self._fill(self._find(None, msgid, 0), params)

    def in_context(self, context: str, msgid: str, /, **params: object) -> str:
        """Return the translation of ``msgid`` as used in ``context`` (one English word, two Danish ones)."""
        return self._fill(self._find(context, msgid, 0), params)

    def plural(self, singular: str, plural: str, count: int, /, **params: object) -> str:
        """Return the form for ``count``, which is also available as ``%(count)d``."""
        found = _catalogue(self.language).get((None, singular))
        forms = found if isinstance(found, tuple) else (singular, plural)
        template = forms[0] if count == 1 else forms[-1]
        return self._fill(template, {"count": count, **params})

    def date(self, day: dt.date) -> str:
        """Return a date for lists: ``24-03-2026``."""
        return day.strftime("%d-%m-%Y")

    def long_date(self, day: dt.date) -> str:
        """Return a date for running text: ``24. marts 2026``."""
        from babel.dates import format_date

        return format_date(day, "d. MMMM y" if self.language == "da" else "d MMMM y", locale=self._locale)

    def number(self, value: float | decimal.Decimal, decimals: int | None = None) -> str:
        """Return a number with the language's marks: ``1.234,5``; with ``decimals`` exactly that many."""
        pattern = "#,##0.######" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        from babel.numbers import format_decimal

        return format_decimal(value, format=pattern, locale=self._locale)

    def _find(self, context: str | None, msgid: str, form: int) -> str:
        found = _catalogue(self.language).get((context, msgid), msgid)
        return found[form] if isinstance(found, tuple) else found

    @staticmethod
    def _fill(template: str, params: Mapping[str, object]) -> str:
        return template % params if params else template
