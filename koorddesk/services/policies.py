"""Every policy with what is in force and where that comes from, for the settings dialog and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from koorddesk.i18n import N_, Translator
from koorddesk.policies import POLICIES, Kind, Policy, Values
from koorddesk.settings import Settings, load_settings, sources

_LANGUAGES = {"da": N_("Danish"), "en": N_("English")}


@dataclass(frozen=True)
class InForce:
    r"""A policy and its value: ``name`` as administrators know it (``Sender\Unit``), ``value`` in words.

    ``source`` is the place the value comes from, in words; ``managed`` that the machine's administrator set it, so that
    the user cannot.
    """

    setting: str
    name: str
    title: str
    explained: str
    value: str
    source: str
    managed: bool


def in_force(
    translator: Translator, user: Path | None = None, policy: Path | None = None, registry: Values | None = None
) -> tuple[InForce, ...]:
    """Return all policies in their order. Raises UserError where a value somewhere cannot be used."""
    known, places = load_settings(user, policy, registry), sources(user, policy, registry)
    rows = []
    for one in POLICIES:
        # Who sets one of the sender's particulars sets the whole sender.
        setter = next((place for place in reversed(places) if one.setting.partition(".")[0] in place.entries), None)
        rows.append(
            InForce(
                setting=one.setting,
                name=one.name,
                title=translator.text(one.title),
                explained=translator.text(one.explained),
                value=_in_words(translator, one, known),
                source=(
                    translator.text(N_("standard value"))
                    if setter is None
                    else translator.text(N_("the organisation (%(place)s)"), place=setter.place)
                    if setter.by_machine
                    else translator.text(N_("your own settings"))
                ),
                managed=setter is not None and setter.by_machine,
            )
        )
    return tuple(rows)


def _in_words(translator: Translator, policy: Policy, known: Settings) -> str:
    value: object = reduce(getattr, policy.setting.split("."), known)
    if policy.kind is Kind.SWITCH:
        return translator.text(N_("yes") if value else N_("no"))
    if policy.kind is Kind.CHOICE:
        return translator.text(_LANGUAGES[str(value)])
    return ", ".join(value) if isinstance(value, tuple) else str(value)
