"""Damaged workbooks are read or refused; nothing else ever comes out of the reader."""

from pathlib import Path

import pytest

from koorddesk.errors import FileProblem
from koorddesk.workbooks.grid import Grid
from koorddesk.workbooks.limits import REFUSALS, Limits
from koorddesk.workbooks.read import read_workbook
from tests.helpers.mutations import mutated

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
        return read_workbook(data, name, Limits(cells=20_000, unpacked_mb=20))
    except FileProblem as problem:
        return problem
