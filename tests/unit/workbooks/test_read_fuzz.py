"""Damaged workbooks are read or refused; nothing else ever comes out of the reader."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.reports import Outcome
from koorddesk.errors import FileProblem
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.grid import Grid
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.limits import REFUSALS, Limits
from koorddesk.workbooks.read import read_workbook
from tests.helpers.grids import REGISTER
from tests.helpers.mutations import altered, cut_off, mutated

DATA = Path(__file__).parents[2] / "data"
VICTIMS = (
    "samples/templates/T1_regional_afrapportering.xlsx",
    "samples/Herning Kommune indberetning.xlsx",
    "samples/Kapacitet Skive.xlsx",
    "samples/Kapacitet Tønder 2024.xls",
    "workbooks/gammel.xls",
    "workbooks/gammel.ods",
)
ROUNDS = 60
LIMITS = Limits(cells=20_000, unpacked_mb=20)
BLANKS = sorted((DATA / "samples" / "templates").glob("*.xlsx"))
TEMPLATES = [learn(read_workbook(path.read_bytes(), path.name), path.stem) for path in BLANKS]


@pytest.mark.parametrize("victim", VICTIMS)
def test_damage_is_read_or_refused(victim):
    data = (DATA / victim).read_bytes()
    outcomes = [outcome(mutated(data, number), victim) for number in range(ROUNDS)]
    refused = [found for found in outcomes if isinstance(found, FileProblem)]
    assert {problem.code for problem in refused} <= REFUSALS
    assert all(str(problem) for problem in refused)
    assert all(found.sheets for found in outcomes if isinstance(found, Grid))
    # Both happen, or the damage would be too much or too little to show anything.
    assert 0 < len(refused) < ROUNDS


def outcome(data: bytes, name: str) -> Grid | FileProblem:
    try:
        return read_workbook(data, name, LIMITS)
    except FileProblem as problem:
        return problem


@given(st.sampled_from(VICTIMS), st.sampled_from([altered, mutated, cut_off]), st.integers(0, 2**32))
def test_whatever_a_damaged_form_says_it_is_held_accepted_or_refused_with_a_reason(victim, damage, number):
    data = (DATA / victim).read_bytes()
    broken = (mutated if damage is altered and not data.startswith(b"PK") else damage)(data, number)
    reading = analyse(broken, victim, "", TEMPLATES, REGISTER, received_on=dt.date(2026, 3, 1), limits=LIMITS)
    if reading.outcome is Outcome.REFUSED:
        assert {finding.code for finding in reading.findings} <= REFUSALS
    else:
        assert reading.outcome in {Outcome.ACCEPTED, Outcome.HELD}
