"""What stays settled from one version of a submission to the next."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.reports import Submission, SubmissionState, WarningAcceptance
from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.findings import Finding
from koorddesk.services.versions import carry_over
from koorddesk.store.engine import Store

DAY = dt.date(2026, 3, 24)
PART, WHOLE = CellRef("Skema", "C2"), CellRef("Skema", "C1")


def answer(at: CellRef, raw: str) -> Answer:
    return Answer(at, None, "Antal", FieldType.COUNT, raw, int(raw), at)


def finding(part: int, whole: int) -> Finding:
    return Finding("part-exceeds-whole", {"part": part, "whole": whole}, PART, PART)


@pytest.mark.parametrize(("whole", "kept"), [(5, 1), (6, 0)])
def test_a_warning_that_speaks_of_other_figures_is_open_again(loaded: Store, whole: int, kept: int) -> None:
    with loaded.unit_of_work() as uow:
        for key, before in (("first", None), ("second", "first")):
            uow.add(Submission(key, None, "", f"{key}.xlsx", 1, DAY, SubmissionState.ACCEPTED, successor_of=before))
        uow.put_reading("first", [answer(WHOLE, "5"), answer(PART, "8")], [finding(8, 5)])
        uow.add(
            WarningAcceptance("a", "first", "part-exceeds-whole", str(PART), None, "8", "Afrunding", "Fuldmægtig", DAY)
        )
        second = uow.get(Submission, "second")
        assert second is not None
        carry_over(uow, second, [answer(WHOLE, str(whole)), answer(PART, "8")], [finding(8, whole)], None)
        assert len(uow.all(WarningAcceptance, submission_id="second")) == kept
