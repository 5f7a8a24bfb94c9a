"""The invented offers of the demonstration: marked as such, and enough for every picture of the overview."""

from __future__ import annotations

from koorddesk.domain.signals import SignalRule
from koorddesk.services import coverage, keeping, monitoring, offers, over_time
from koorddesk.services.demo_offers import add_offers
from koorddesk.services.land import Geography


def test_the_offers_say_that_they_are_invented_and_fill_the_overview(desk):
    add_offers(desk)
    rows = offers.list_offers(desk)
    assert rows
    assert all("EKSEMPEL" in row.name and row.places for row in rows)
    matrix = coverage.coverage(desk, next(iter(Geography)))
    filled = [cell for row in matrix.rows for cell in row.cells if cell.offers]
    assert len(filled) >= 5
    assert any(cell.persons for cell in filled)
    assert over_time.occupancy(desk).sheet.rows
    rules = {signal.rule for signal in monitoring.list_signals(desk)}
    assert {SignalRule.FEWER_PLACES, SignalRule.CLOSING_ANNOUNCED, SignalRule.ONE_PROVIDER} <= rules
    assert keeping.check_store(desk) == []
