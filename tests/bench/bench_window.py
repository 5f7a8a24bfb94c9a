"""Measure the window: cold start, and the longest time it does not react, on a store with a million answers.

``python -m tests.bench.bench_window [--store PATH] [--part start|stalls]``. Without a store one is made first, which
takes minutes; a named one is copied and left alone. For each step it prints the time until all is shown, the
longest stall, the processor time of the window's own thread in it, and where it was.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource as usage
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_STARTS = 5
_EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow(); window.show(); app.processEvents()
print(time.time())
"""
_OURS = """
import sys, time
from pathlib import Path
from tests.bench.bench_window import started
started(Path(sys.argv[1]))
"""


def started(store: Path) -> None:
    """Open the window as the program does, and print when it was shown and when its first page was filled."""
    from PySide6.QtCore import QTimer

    from ui import app as start

    shown: list[float] = []

    def look() -> None:
        window = next((w for w in start.QApplication.topLevelWidgets() if hasattr(w, "page_key")), None)
        if window is None or not window.isVisible():
            return
        if not shown:
            shown.append(time.time())
        if not window.place.jobs.running:  # type: ignore[attr-defined]
            print(shown[0], time.time(), flush=True)
            timer.stop()
            window.close()

    timer = QTimer()
    app = start.make_application()
    timer.setInterval(1)
    timer.timeout.connect(look)
    timer.start()
    start.run(store, app=app)


def cold_start(store: Path) -> None:
    """Print the time from the start of the process to the first usable window, beside an empty window of Qt."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_DATA_HOME": home}
        empty, ours = [], []
        for _ in range(_STARTS):
            empty.append(_timed([sys.executable, "-c", _EMPTY], environment))
            ours.append(_timed([sys.executable, "-c", _OURS, str(store)], environment))
    for name, runs in (("empty Qt window", empty), ("koorddesk, window shown", ours)):
        walls, processor = sorted(run[0][0] for run in runs), sorted(run[1] for run in runs)
        print(
            f"start {name}: {walls[len(walls) // 2]:.2f} s (best {walls[0]:.2f}), processor {processor[len(processor) // 2]:.2f} s"
        )
    walls = sorted(run[0][1] for run in ours)
    print(f"start koorddesk, first page filled: {walls[len(walls) // 2]:.2f} s (best {walls[0]:.2f})")
    least = min(run[0][0] for run in empty)
    print(
        f"start ratio of the best, shown: {min(run[0][0] for run in ours) / least:.2f}, filled: {walls[0] / least:.2f}"
    )


def _timed(command: list[str], environment: dict[str, str]) -> tuple[list[float], float]:
    before, begun = usage.getrusage(usage.RUSAGE_CHILDREN), time.time()
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    after = usage.getrusage(usage.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [float(moment) - begun for moment in told.split()], spent


def stalls(store: Path) -> None:
    """Walk a caseworker's steps through the window and print the stalls of each."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit

    from koorddesk.services.demo import run_demo
    from koorddesk.services.desk import open_desk
    from koorddesk.settings import Settings
    from ui.app import make_application, make_window, speak
    from ui.collector import Collector
    from ui.jobs import Lane
    from ui.memory import Memory
    from ui.pages import all_pages
    from ui.preload import Preloader
    from ui.watchdog import Watchdog
    from ui.widgets.search_box import SearchBox

    app = make_application()
    desk = open_desk(store, settings=Settings(), account="fuldmægtig", today=lambda: dt.date(2026, 2, 2))
    speak(app, "da")
    window = make_window(desk, Memory(store.with_suffix(".ini")))
    window.resize(1366, 768)
    window.show()
    collector = Collector(window)
    watchdog = Watchdog(window)
    watchdog.start()
    longest: list[tuple[float, float, str]] = []

    def settle(patience: float = 120.0) -> None:
        quiet = end = time.monotonic()
        while time.monotonic() - end < patience and time.monotonic() - quiet < 0.2:
            app.processEvents()
            time.sleep(0.001)
            if window.place.jobs.running:
                quiet = time.monotonic()

    def wait_for(done: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not done() and time.monotonic() < end:
            app.processEvents()
            time.sleep(0.001)

    def step(name: str, work: Callable[[], object]) -> None:
        watchdog.take()
        begun = time.monotonic()
        work()
        settle()
        taken = time.monotonic() - begun - 0.2
        found = watchdog.take()
        worst = found[0] if found else None
        told = f"{worst.seconds * 1000:.0f} ms (own {worst.busy * 1000:.0f}) at {worst.where}" if worst else "none"
        print(f"{name}: {taken:.2f} s, longest stall {told}", flush=True)
        if worst:
            longest.append((worst.seconds, max(stall.busy for stall in found), name))

    def type_slowly(field: QLineEdit, text: str) -> None:
        field.setFocus()
        for letter in text:
            QTest.keyClicks(field, letter)
            end = time.monotonic() + 0.15
            while time.monotonic() < end:
                app.processEvents()
                time.sleep(0.001)

    step("start", lambda: None)
    preloader = Preloader(window.place.jobs, window)
    step("reading the pages ahead", lambda: wait_for(lambda: preloader.is_done))
    for spec in all_pages():
        step(f"open {spec.key}", lambda key=spec.key: window.show_page(key))
    for spec in all_pages():
        step(f"again {spec.key}", lambda key=spec.key: window.show_page(key))
    search = window.findChild(SearchBox)
    assert search is not None
    step("search everywhere", lambda: type_slowly(search, "borgere aarhus"))
    search.clear()
    for key in ("reports", "intake", "offers", "registers"):
        page = window.show_page(key)
        settle()
        fields = [field for field in page.findChildren(QLineEdit) if field.isVisible() and field.isEnabled()]
        if fields:
            step(f"filter {key}", lambda field=fields[0]: type_slowly(field, "aarhus"))
            fields[0].clear()
    step(
        "import 21 files and draft 17 letters in a job",
        lambda: window.place.jobs.start(
            window, lambda _progress, _cancelled: run_demo(store.parent / "demo"), title="demo", lane=Lane.WRITE
        ),
    )
    watchdog.stop()
    collector.stop()
    own = max((busy for _, busy, _ in longest), default=0.0)
    worst = max(longest, default=(0.0, 0.0, "none"))
    print(f"longest stall: {worst[0] * 1000:.0f} ms in {worst[2]}; longest by our own doing: {own * 1000:.0f} ms")
    window.close()
    QApplication.processEvents()
    desk.close()


def main() -> None:
    """Measure what is asked for, on a copy of a store or on a new one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_window")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--part", choices=("start", "stalls"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "koorddesk.sqlite"
        if given.store:
            shutil.copy(given.store, store)
        else:
            from tests.bench.big_store import build

            print(f"{build(store)} answers, {store.stat().st_size / 1e6:.0f} MB", flush=True)
        if given.part != "stalls":
            cold_start(store)
        if given.part != "start":
            stalls(store)


if __name__ == "__main__":
    main()
