"""The files that wait at the intake: being read, read, and decided about before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from koorddesk.domain.submissions import Reading
from koorddesk.i18n import N_
from koorddesk.services import arrivals, intake
from koorddesk.services.arrivals import Arrival
from koorddesk.services.intake import Decision, IntakeOptions, TakenIn
from ui.jobs import Cancelled, Lane, Progress
from ui.pages.intake_rows import IntakeRow, from_arrival, from_reading
from ui.workplace import Workplace


class Waiting(QObject):
    """Reads files beside the window and keeps what the caseworker decides about each.

    Signals:
        changed(): what waits, or how it stands, is another.
        progressed(): one more file is unpacked or read; many may follow at once.
        finished(): every file has been read.
        taken(TakenIn): what waited is in the store.
        refused(Exception): it could not be stored; it still waits.
    """

    changed = Signal()
    progressed = Signal()
    finished = Signal()
    taken = Signal(object)
    refused = Signal(object)
    _opened = Signal(int, object)
    _arrived = Signal(int, int, object)

    def __init__(self, place: Workplace, parent: QObject) -> None:
        """Begin with nothing."""
        super().__init__(parent)
        self._place = place
        self._round = 0  # readings of files that were put away meanwhile are not shown
        self.clear()
        # Both come from the job's thread and are delivered in the window's.
        self._opened.connect(self._keep_arrivals)
        self._arrived.connect(self._keep_reading)

    def clear(self) -> None:
        """Forget what was read and not stored."""
        self._round += 1
        self.arrivals: list[Arrival] = []
        self.readings: dict[int, Reading] = {}
        self.options: IntakeOptions | None = None
        self._decisions: dict[int, Decision] = {}
        self._templates: dict[int, str] = {}
        self.changed.emit()

    @property
    def count(self) -> int:
        """How many files wait."""
        return len(self.arrivals)

    @property
    def is_read(self) -> bool:
        """Whether every file has been read."""
        return bool(self.arrivals) and len(self.readings) == len(self.arrivals)

    def rows(self, names: Mapping[str, str]) -> list[IntakeRow]:
        """Return a row for each file; ``names`` gives the authorities' names by code."""
        found = []
        for number, arrival in enumerate(self.arrivals):
            reading = self.readings.get(number)
            if reading is None:
                found.append(from_arrival(number, arrival))
                continue
            decision = self._decisions.get(number, Decision())
            assert self.options is not None
            received_on = intake.received_on(arrival, self.options)
            sender = names.get(decision.sender_code or "", "")
            found.append(from_reading(number, reading, hold=decision.hold, sender=sender, received_on=received_on))
        return found

    def read(self, paths: Sequence[Path], options: IntakeOptions) -> None:
        """Look into mails and zip files, then read every workbook; each shows as soon as it is read."""
        self.clear()
        self.options = options
        desk, files, number = self._place.desk, list(paths), self._round

        def work(progress: Progress, cancelled: Cancelled) -> list[Reading]:
            found = arrivals.arrivals_of(files, cancelled=cancelled)
            self._opened.emit(number, found)
            return intake.read_files(
                desk, found, options, progress, cancelled, lambda index, one: self._arrived.emit(number, index, one)
            )

        def done(readings: list[Reading]) -> None:
            if number == self._round:
                self.readings = dict(enumerate(readings))
                self.changed.emit()
                self.finished.emit()

        job = self._place.jobs.start(
            self,
            work,
            then=done,
            failed=self._not_read,
            title=self._place.plural("Reading %(count)d file", "Reading %(count)d files", len(files)),
            lane=Lane.READ,
            replaces="reading",
        )
        job.ended.connect(lambda: self._ended(number))

    def name_sender(self, number: int, code: str) -> None:
        """Keep who sent a file, and read it again with that."""
        self._decisions[number] = replace(self._decisions.get(number, Decision()), sender_code=code)
        self._read_again(number)

    def name_template(self, number: int, code: str) -> None:
        """Read a file again as this form."""
        self._templates[number] = code
        self._read_again(number)

    def toggle_hold(self, numbers: Sequence[int]) -> None:
        """Hold files, or release those that are held."""
        for number in numbers:
            known = self._decisions.get(number, Decision())
            self._decisions[number] = replace(known, hold=not known.hold)
        self.changed.emit()

    def take_in(self) -> bool:
        """Store what was read, as one step; False where there is nothing to store."""
        if not self.is_read or self.options is None:
            return False
        found, readings = list(self.arrivals), [self.readings[number] for number in sorted(self.readings)]
        options, decisions = self.options, dict(self._decisions)
        self._place.change(
            self,
            lambda desk: intake.take_in(desk, found, readings, options, decisions),
            title=self._place.plural("Taking in %(count)d file", "Taking in %(count)d files", len(found)),
            then=self._taken_in,
            failed=self.refused.emit,
        )
        return True

    def _taken_in(self, result: TakenIn) -> None:
        self.taken.emit(result)

    def _ended(self, number: int) -> None:
        """Put away what was half read when its reading was cancelled."""
        if number == self._round and not self.is_read:
            self.clear()

    def _not_read(self, error: Exception) -> None:
        self.clear()
        self._place.jobs.failed.emit(error)

    def _keep_arrivals(self, number: int, found: list[Arrival]) -> None:
        if number == self._round:
            self.arrivals = found
            self.progressed.emit()

    def _keep_reading(self, number: int, index: int, reading: Reading) -> None:
        if number == self._round:
            self.readings[index] = reading
            self.progressed.emit()

    def _read_again(self, number: int) -> None:
        assert self.options is not None
        code = self._templates.get(number, self.options.template_code)
        desk, arrival, options = self._place.desk, self.arrivals[number], replace(self.options, template_code=code)
        sender = self._decisions.get(number, Decision()).sender_code
        senders = {0: sender} if sender else None
        current = self._round

        def show(readings: list[Reading]) -> None:
            if current == self._round:
                self.readings[number] = readings[0]
                self.changed.emit()

        self._place.jobs.start(
            self,
            lambda progress, cancelled: intake.read_files(
                desk, [arrival], options, progress, cancelled, senders=senders
            ),
            then=show,
            title=self._place.text(N_("Reading %(file)s"), file=arrival.name),
            replaces=f"reading/{number}",
        )
