"""Errors that carry a code and parameters, so that each becomes one sentence in the user's language.

Anything that is not a ``KoorddeskError`` is a fault of the program and travels to the outermost handler.
"""

from __future__ import annotations

from collections.abc import Callable

from koorddesk.findings import CATALOGUE
from koorddesk.i18n import N_, Translator

# code -> what happened and what to do about it, as an English msgid with named parameters.
MESSAGES: dict[str, str] = {
    "internal": N_("The program made a mistake: %(detail)s. Nothing was saved."),
    "reason-needed": N_("Write a reason first; it is kept with your name and the date."),
}


def register(messages: dict[str, str]) -> None:
    """Add the messages of one area of the program; a code is defined once."""
    for code, message in messages.items():
        if MESSAGES.get(code, message) != message:
            raise ValueError(f"error code defined twice: {code}")
        MESSAGES[code] = message


class KoorddeskError(Exception):
    """An expected fault: ``code`` names the sentence in ``MESSAGES``, ``params`` fill it in."""

    def __init__(self, code: str, /, **params: object) -> None:
        """Keep the code and its parameters; the code has to be registered."""
        if code not in MESSAGES:
            raise ValueError(f"unknown error code: {code}")
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple[Callable[..., KoorddeskError], tuple[type[KoorddeskError], str, dict[str, object]]]:
        """Let the error cross from a worker process with its parameters."""
        return _rebuilt, (type(self), self.code, self.params)

    def message(self, translator: Translator) -> str:
        """Return the sentence that tells the user what happened and what to do."""
        return translator.text(MESSAGES[self.code], **self.params)

    def __str__(self) -> str:
        """Return the English sentence, for logs."""
        return MESSAGES[self.code] % self.params if self.params else MESSAGES[self.code]


def _rebuilt(kind: type[KoorddeskError], code: str, params: dict[str, object]) -> KoorddeskError:
    return kind(code, **params)


class UserError(KoorddeskError):
    """Something the user can act on: a file that is open elsewhere, a full disk, a wrong date."""


class Conflict(KoorddeskError):
    """The store has changed since the user looked, or a rule protects what she wants to change."""


class FileProblem(KoorddeskError):
    """A file that cannot be read as what it should be.

    Where its code is also one of the findings, the sentence ends with that finding's advice.
    """

    def message(self, translator: Translator) -> str:
        """Return what is wrong with the file and what to do about it."""
        advice = CATALOGUE[self.code].suggestion if self.code in CATALOGUE else ""
        said = super().message(translator)
        return f"{said} {translator.text(advice, **self.params)}" if advice else said
