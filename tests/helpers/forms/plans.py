"""The sets: which blanks are learned together and which copies come back, by whom and with what accidents."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import files
from .blank import Blank
from .copy import Copy, fill
from .register import authority

Step = Callable[[Copy, random.Random], Any] | tuple[Any, ...]


@dataclass(frozen=True)
class Plan:
    """One copy: file name, sender ("" for none), what goes wrong, and how it is filled."""

    name: str
    sender: str
    steps: tuple[Step, ...] = ()
    blank: int = 0
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FormSet:
    id: str
    about: str
    blanks: tuple[Callable[[], Blank], ...]
    plans: tuple[Plan, ...]
    #: blanks that are not learned: their copies are of a wrong template
    strangers: tuple[Callable[[], Blank], ...] = ()
    #: so many copies of each blank with accidents drawn at random come besides
    wild: int = 0


def make(form_set: FormSet, plan: Plan, seed: int) -> Copy:
    """Return the copy of a plan, with all its accidents."""
    key = f"{seed}/{form_set.id}/{plan.name}"
    blanks = (*form_set.blanks, *form_set.strangers)
    sender = authority(plan.sender) if plan.sender else None
    copy = fill(blanks[plan.blank](), plan.name, sender, key, **plan.options)
    rng = random.Random(key + "/accidents")
    for step in plan.steps:
        function, *arguments = step if isinstance(step, tuple) else (step,)
        if function in (
            files.blank_words,
            files.truncated,
            files.web_page,
            files.no_bytes,
            files.lock_file,
            files.foreign,
        ):
            function(copy)
        else:
            function(copy, rng, *arguments)  # with another seed it may find nothing to do
    if plan.blank >= len(form_set.blanks) and "old-template-version" not in copy.categories:
        files.wrong_form(copy)
    return copy


def sent_as(copy: Copy, _rng: random.Random, send: Any) -> bool:
    """Send the copy in another format."""
    copy.send, copy.without_at = send, True
    for answer in copy.answers:  # every cell of a csv file is text
        answer.may = True
    copy.note("csv")
    return True


def clean_name(copy: Copy, _rng: random.Random, category: str) -> bool:
    copy.note(category, outcome=["accepted"])
    return True


def nobody(copy: Copy, _rng: random.Random) -> bool:
    """Neither the sheet nor the file name says who sent it."""
    copy.note("sender-unknown")
    copy.words = ["afsender", "sender"]
    return True


def perhaps(copy: Copy, _rng: random.Random) -> bool:
    """Only a bare number of three digits says who sent it: a reader may take it for the code or ask."""
    copy.note("sender-by-code")
    copy.extra["sender_any"] = [None, copy.sender.sender if copy.sender else None]
    return True
