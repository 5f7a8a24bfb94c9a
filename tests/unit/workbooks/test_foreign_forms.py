"""Forms as other secretariats make them: learned from the blank, read back from copies hit by accidents.

The answer keys come from the generator, which knows what it has put in; nothing may be wrong or missing in silence.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.template import Template, faults
from tests.helpers.forms.blank import Blank
from tests.helpers.forms.copy import Copy, fill
from tests.helpers.forms.package import to_bytes
from tests.helpers.forms.register import authority
from tests.helpers.forms.sets_c import BLANKS
from tests.helpers.forms.sets_d import FOREIGN
from tests.helpers.forms.wild import wild_copy
from tests.helpers.forms.write import sent
from tests.helpers.grids import RECEIVED, REGISTER
from tests.helpers.scoring import Score, score

EVERY = (*FOREIGN, *BLANKS)
REGIONAL = {"bred-tilbudsliste", "prioritering", "tilbud-og-afdelinger"}
# between fields a careful caseworker would find these in random figures too
_OF_CHANCE = {
    "part-exceeds-whole",
    "occupied-exceeds-places",
    "percent-unlikely",
    "dates-out-of-order",
    "text-cut",
    "text-demanded",
}


@functools.cache
def learned(build: Callable[[], Blank]) -> Template:
    blank = build()
    return learn(read_workbook(to_bytes(blank.book), blank.file), blank.id)


def scored(copy: Copy, build: Callable[[], Blank]) -> tuple[Score, list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = sent(copy)
    reading = analyse(data, copy.name, "", [learned(build)], REGISTER, received_on=RECEIVED)
    loud = [f"{f.code} {f.at} {dict(f.params)}" for f in reading.findings if f.severity != "note"]
    assert reading.template is not None, (copy.name, loud)
    return score(copy.key(), reading), loud


@pytest.mark.parametrize("build", FOREIGN, ids=lambda build: build.__name__)
def test_a_clean_copy_is_read_whole_and_without_a_warning(build):
    blank = build()
    sender = authority("Region Syddanmark" if blank.id in REGIONAL else "Vejle")
    result, loud = scored(fill(blank, f"{sender.name} svar.xlsx", sender, f"ren/{blank.id}"), build)
    assert [*result.wrong, *result.missing, *result.flagged, *result.invented] == []
    assert [each for each in loud if each.split()[0] not in {*_OF_CHANCE, "sender-by-file-name"}] == []


@pytest.mark.parametrize("build", FOREIGN, ids=lambda build: build.__name__)
def test_the_same_blank_learned_twice_gives_the_same_template(build):
    again = learned.__wrapped__(build)
    assert again.to_json() == learned(build).to_json()
    assert [each for each in faults(again) if each.code == "template-same-name"] == []


LONG = settings.default.max_examples > 100  # as the long fuzzing asks for; else the same few examples each time


@settings(max_examples=settings.default.max_examples // 5 if LONG else 20, derandomize=not LONG)
@given(st.sampled_from(EVERY), st.integers(0, 10**6), st.booleans())
def test_whatever_happens_to_a_copy_nothing_is_wrong_or_missing_in_silence(build, seed, shapes):
    copy = wild_copy(build, f"any/{seed}", shapes=shapes)
    if copy.template is None:
        return
    result, loud = scored(copy, build)
    shown = [str(each) for each in (*result.wrong, *result.missing, *result.invented)]
    assert shown == [], (copy.name, copy.categories, loud[:12])
