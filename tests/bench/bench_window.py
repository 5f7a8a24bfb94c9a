"""Measure the window: cold start, the longest time it does not react, and search, on a store with a million answers.

``python -m tests.bench.bench_window [--store PATH] [--part start|stalls|work|search]``. Without a store one is made
first, which takes minutes; a named one is copied and left alone. ``stalls`` opens and filters every page, ``work``
imports, assesses, concludes and writes letters, ``search`` types words letter by letter. For each step it prints the
time until all is shown, the longest pause, the processor time of the window's own thread in it, and where it was; at
the end as a table. Only the own time tells something of the program where other programs were running.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollBar

    from koorddesk.services.desk import Desk
    from tests.bench.window_driver import Driver
    from ui.main_window import MainWindow
    from ui.widgets.table_view import TableView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_STARTS = 5
_WORDS = ("borgere aarhus", "tilbud 12", "kommune", "døgn", "region sjælland", "udmelding 2019", "a", "zx")
_ANNOUNCEMENT, _REGION = "CU-2026-MÅLING", "1085"
_RECEIVED = dt.date(2025, 10, 14)
_EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow(); window.show(); app.processEvents()
print(time.time(), time.process_time())
"""
_OURS = """
import sys, time
from pathlib import Path
from tests.bench.bench_window import started
started(Path(sys.argv[1]))
"""


def started(store: Path) -> None:
    """Open the window as the program does; print when it was first drawn, when the store was open, its page filled."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from ui import app as start
    from ui.main_window import MainWindow

    moments: list[float] = []  # when, and the processor time until then, of each in turn

    def note() -> None:
        moments.extend((time.time(), time.process_time()))

    class Drawn(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow) and not moments:
                QTimer.singleShot(0, self, note)
            return False

    def look() -> None:
        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None)
        if window is None or not moments or not window.place.is_open:
            return
        if len(moments) == 2:
            note()
        if not window.place.jobs.running:
            note()
            print(*moments, flush=True)
            timer.stop()
            window.close()

    app = start.make_application()
    watcher = Drawn(app)
    app.installEventFilter(watcher)
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(look)
    timer.start()
    start.run(store, app=app)


def cold_start(store: Path) -> None:
    """Print the time from the start of the process to the window, beside an empty window of Qt in the same run."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_DATA_HOME": home}
        empty, ours = [], []
        for _ in range(_STARTS):
            empty.append(_timed([sys.executable, "-c", _EMPTY], environment))
            ours.append(_timed([sys.executable, "-c", _OURS, str(store)], environment))
    print("| Start | best, s | median, s | processor time until then, s |")
    print("| --- | --: | --: | --: |")
    for name, runs, moment in (
        ("empty Qt window", empty, 0),
        ("koorddesk, window drawn", ours, 0),
        ("koorddesk, store open", ours, 1),
        ("koorddesk, first page filled", ours, 2),
    ):
        walls, processor = (sorted(run[2 * moment + part] for run in runs) for part in (0, 1))
        middle = len(runs) // 2
        print(f"| {name} | {walls[0]:.2f} | {walls[middle]:.2f} | {processor[middle]:.2f} |")


def _timed(command: list[str], environment: dict[str, str]) -> list[float]:
    """Run a command and return its moments as seconds since its beginning, each with its processor time."""
    begun = time.time()
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    return [float(word) - begun * (number % 2 == 0) for number, word in enumerate(told)]


@contextmanager
def _driven(store: Path) -> Iterator[Driver]:
    """Give a window over the store, made ready as in the program, with somebody who drives it."""
    from PySide6.QtCore import QObject

    from koorddesk.services.desk import open_desk
    from koorddesk.settings import Sender, Settings
    from tests.bench.window_driver import Driver, load
    from ui.app import make_application, make_window, speak
    from ui.collector import Collector
    from ui.memory import Memory
    from ui.preload import Preloader

    app = make_application()
    sender = Settings(sender=Sender(email="national-koordination@eksempel.dk"))
    desk = open_desk(store, settings=sender, account="fuldmægtig", today=lambda: dt.date(2026, 2, 2))
    speak(app, "da")
    _make_ready(desk)
    collector = Collector(QObject(app))
    window = make_window(desk, Memory(store.with_suffix(".ini")))
    window.resize(1366, 768)
    window.show()
    driver = Driver(window)
    print(load())
    driver.step("start", lambda: None)
    preloader = Preloader(window.place.jobs, window, window.shelf.build_ahead)
    collector.settle()
    preloader.ended.connect(collector.settle)
    driver.step("getting the pages ready", lambda: driver.wait_for(lambda: preloader.is_done))
    yield driver
    print(load())
    driver.stop()
    preloader.stop()
    collector.stop()
    print("\n".join(driver.table()))
    app.clipboard().clear()  # Qt would drop what lies there after Python has ended, and end the process on the way
    window.close_without_asking()
    window.close()
    window.deleteLater()
    app.processEvents()
    desk.close()


def _make_ready(desk: Desk) -> None:
    """Add a learned form and its announcement, for the work that is measured."""
    from koorddesk.paths import resource
    from koorddesk.services.announcements import create_announcement
    from koorddesk.services.templates import learn_template

    learn_template(desk, resource("samples") / "templates" / "T2_indberetningsskema_kommune.xlsx", "kommuneskema")
    group, day = "Voksne med kompleks erhvervet hjerneskade", dt.date(2025, 10, 15)
    create_announcement(desk, _ANNOUNCEMENT, "Udmelding til måling", group, day, [_REGION], "kommuneskema")


def stalls(store: Path) -> None:
    """Open every page twice, scroll and filter lists, open submissions and an offer, take lists out."""
    from PySide6.QtWidgets import QLineEdit

    from ui.pages import all_pages

    with _driven(store) as driver:
        window = driver.window
        for word in ("open", "again"):
            for spec in all_pages():
                driver.step(f"{word} {spec.key}", partial(window.show_page, spec.key))
        for key in ("intake", "offers", "reports", "registers"):
            page = window.show_page(key)
            driver.settle()
            fields = [field for field in page.findChildren(QLineEdit) if field.isVisible() and field.isEnabled()]
            if fields:
                driver.step(f"filter {key}", partial(driver.type_in, fields[0], "aarhus"))
                fields[0].clear()
                driver.settle()
        for key in ("intake", "offers"):
            view = window.show_page(key).main_list
            assert view is not None
            driver.settle()
            driver.step(f"scroll {key}", partial(_scroll, driver, view.verticalScrollBar()))
            for number in (5, 40, 300):
                driver.step(f"choose row {number} of {key}", partial(view.choose_position, number))
            driver.step(f"copy the list of {key}", view.copy_rows)
            target = store.parent / f"{key}.xlsx"
            driver.step(f"save the list of {key}", partial(_save, window, view, target))


def _save(window: MainWindow, view: TableView[Any], target: Path) -> None:
    from ui.widgets.list_out import save_list, sheet_later

    save_list(window.place, sheet_later(view), target, window)


def _scroll(driver: Driver, bar: QScrollBar) -> None:
    for part in range(1, 31):
        bar.setValue(bar.maximum() * part // 30)
        driver.pause(0.03)


def search(store: Path) -> None:
    """Type words into the search over everything and print how long each letter takes until its results are up."""
    from PySide6.QtTest import QTest

    from tests.bench.window_driver import spread
    from ui.widgets.search_box import SearchBox

    with _driven(store) as driver:
        box = driver.window.findChild(SearchBox)
        assert box is not None
        waits: list[float] = []
        box.shown.connect(lambda: waits.append(time.perf_counter()))

        def arrived(before: int) -> bool:
            return len(waits) > before

        def letter_by_letter(word: str) -> None:
            box.setFocus()
            for letter in word:
                before = len(waits)
                pressed, spent = time.perf_counter(), time.process_time()
                QTest.keyClicks(box, letter)
                driver.wait_for(partial(arrived, before), 10)
                taken.append(waits[-1] - pressed)
                busy.append(time.process_time() - spent)

        every: list[float] = []
        busy: list[float] = []
        for word in _WORDS:
            taken: list[float] = []
            driver.step(f"type {word!r}, waiting for each letter", partial(letter_by_letter, word))
            print(f"    from key to results: {spread(taken)}")
            every += taken
            box.clear()
            driver.settle()
        print(f"from key to results, all {len(every)} keys: {spread(every)}; processor time of all: {spread(busy)}")
        for word in _WORDS[:3]:
            driver.step(f"type {word!r} quickly", partial(driver.type_in, box, word))
            box.clear()
            driver.settle()


def work(store: Path) -> None:
    """Import, judge, conclude, write to the councils, and use the window while long work runs beside it."""
    from koorddesk.domain.assessment import Conclusion, TestResult
    from koorddesk.paths import resource
    from koorddesk.services.demo import run_demo
    from koorddesk.services.intake import IntakeOptions
    from ui.dialogs.request import RequestDialog
    from ui.jobs import Lane
    from ui.pages.assessment import AssessmentPage
    from ui.pages.intake import IntakePage
    from ui.pages.letters import LettersPage

    def walk(driver: Driver, until: Callable[[], bool]) -> None:
        keys = itertools.cycle(("today", "cases", "offers", "deadlines", "reports", "overview", "intake"))
        while not until():
            driver.window.show_page(next(keys))
            driver.pause(0.7)

    with _driven(store) as driver:
        window, jobs = driver.window, driver.window.place.jobs
        window.place.notifier.ask = lambda *_rest: "conclude"  # type: ignore[method-assign]
        jobs.failed.connect(lambda error: print("FAILED", error))
        intake = window.show_page("intake")
        assert isinstance(intake, IntakePage)
        driver.settle()
        files = sorted((resource("samples") / "submissions").glob("*.xls*"))
        options = IntakeOptions(_RECEIVED, _ANNOUNCEMENT)

        def read_beside() -> None:
            intake.read_files(files, options)
            walk(driver, lambda: not [job for job in jobs.running if job.title])

        driver.step(f"read {len(files)} files while pages are opened", read_beside)
        window.show_page("intake")
        driver.settle()
        driver.step("take in what was read", intake.take_in)
        row = next(row for row in intake.view.shown_rows if "Faxe" in row.file)
        driver.step("open a submission with its form", lambda: intake.show_key(row.key))
        page = window.show_page("assessment", f"{_ANNOUNCEMENT}/{_REGION}")
        assert isinstance(page, AssessmentPage)
        driver.settle()
        form = page._form

        def judge() -> None:
            for field, value in (
                (form.supply, TestResult.NOT_MET),
                (form.coordination, TestResult.MET),
                (form.conclusion, Conclusion.RENEWED_CONSIDERATION),
            ):
                field.setCurrentIndex(field.findData(value.value))
            for why in (form.supply_why, form.coordination_why, form.conclusion_why):
                why.setPlainText("Der er ikke det fornødne udbud.")
            page.save()

        def pin() -> None:
            page._sender.setCurrentIndex(page._sender.findText("Faxe"))
            page._read_answers()
            driver.settle()
            answer = next(row for row in page.answers.model.rows if row.label.startswith("1.1"))
            page.answers.view.choose(str(answer.number))
            page._pin("supply")

        def ask() -> None:
            page._ask_for_renewal()
            dialog = driver.dialog(RequestDialog)
            dialog.asked.setPlainText("at finde en samlet løsning")
            for line in dialog.checklist._reasons.values():
                line.setText("Aftalt med kontorchefen")
            dialog.accept()

        driver.step("judge both tests and save", judge)
        driver.step("pin an answer", pin)
        driver.step("conclude", page.conclude)
        driver.step("ask for renewed consideration and draft the letters", ask)
        letters = window.show_page("letters")
        assert isinstance(letters, LettersPage)
        driver.settle()
        for number in (0, 4, 9):
            driver.step(f"open letter {number + 1}", partial(letters.view.choose_position, number))
        driver.step("draft a letter again", letters.redraft)
        folder = store.parent / "breve"
        driver.step("write the letters to a folder", lambda: letters.write_to(folder))
        print(f"    {len(list(folder.glob('*.pdf')))} letters written")
        cases = window.show_page("cases")
        driver.settle()
        assert cases.main_list is not None
        driver.step("open a case", partial(cases.main_list.choose_position, 0))
        driver.step("undo", window.actions_table["undo"].trigger)

        def demonstration() -> None:
            jobs.start(
                window, lambda _progress, _cancelled: run_demo(store.parent / "demo"), title="demo", lane=Lane.WRITE
            )
            walk(driver, lambda: not [job for job in jobs.running if job.title])

        driver.step("import 21 files and draft 17 letters beside it while pages are opened", demonstration)


def main() -> None:
    """Measure what is asked for, on a copy of a store or on a new one."""
    parts = {"start": cold_start, "stalls": stalls, "work": work, "search": search}
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_window")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--part", choices=tuple(parts))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "koorddesk.sqlite"
        if given.store:
            shutil.copy(given.store, store)
        else:
            from tests.bench.big_store import build

            print(f"{build(store)} answers, {store.stat().st_size / 1e6:.0f} MB", flush=True)
        if given.part:
            parts[given.part](store)
            return
        for name in parts:  # each in a process of its own: there is one window, and one start, to a process
            subprocess.run(
                [sys.executable, "-m", "tests.bench.bench_window", "--store", store, "--part", name], check=True
            )


if __name__ == "__main__":
    main()
