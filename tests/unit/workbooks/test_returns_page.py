"""docs/returns.md names codes and tests; each of them exists, and every row of the page has its own number."""

from __future__ import annotations

import re
from pathlib import Path

import koorddesk.services.intake  # registers the findings of taking in  # noqa: F401
from koorddesk.findings import CATALOGUE

ROOT = Path(__file__).parents[3]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "returns.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def test_every_way_in_which_a_return_differs_has_its_row():
    assert [int(row[0]) for row in ROWS] == list(range(1, 48))
    assert all(row[1] and row[2] and row[4] for row in ROWS)


def test_every_code_on_the_page_is_one_of_the_programs():
    named = {code.strip() for row in ROWS for code in row[3].split(",") if code.strip()}
    assert named - set(CATALOGUE) == set()


def test_every_proof_on_the_page_is_a_test():
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {proof.strip() for row in ROWS for proof in row[4].split(",")} - written == set()
