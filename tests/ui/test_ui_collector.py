"""The collector: short turns in the window's thread, everything only while another program is in front."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from ui.collector import Collector


class _Knot:
    """Something that only the collector can take away."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    """A collector that is stopped after the test; the test's own settings of Python are put back."""
    enabled = gc.isenabled()
    made = Collector(QObject(qapp))
    yield made
    made.stop()
    made.deleteLater()
    if not enabled:
        gc.disable()


def test_young_knots_go_in_a_turn_once_there_are_many(collector: Collector) -> None:
    collector.settle()
    gc.collect()
    knot = weakref.ref(_Knot())
    collector.turn()
    assert knot() is not None
    kept = [[] for _ in range(gc.get_threshold()[0] + 50)]
    collector.turn()
    assert knot() is None
    assert kept


def test_what_settled_is_looked_through_only_while_another_program_is_in_front(
    collector: Collector, qapp: QApplication
) -> None:
    knot = weakref.ref(_Knot())
    collector.settle()
    frozen = gc.get_freeze_count()
    assert frozen > 0
    for _ in range(3):
        kept = [[] for _ in range(gc.get_threshold()[0] + 50)]
        collector.turn()
        assert kept
    assert knot() is not None
    collector._state_changed(Qt.ApplicationState.ApplicationActive)
    assert not collector._away.isActive()
    collector._state_changed(Qt.ApplicationState.ApplicationInactive)
    assert collector._away.isActive()
    collector.look_through()
    assert knot() is None
    assert gc.get_freeze_count() > 0
