"""The strip of a watched folder: where, how many new files are whole, and the button that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from koorddesk.i18n import N_
from koorddesk.services.watching import FolderWatch, Look
from ui.theme import STEP
from ui.workplace import Workplace

_EVERY = 3_000  # milliseconds between two looks


class WatchStrip(QFrame):
    """Looks into a folder from time to time, as long as the caseworker wants it; nothing is read by itself.

    Signals:
        wanted(list of Path): the new files are to be read.
    """

    wanted = Signal(list)

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        """Begin hidden, watching nothing."""
        super().__init__(parent)
        self._place = place
        self._watch: FolderWatch | None = None
        self._look = Look((), 0)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.read = QPushButton(self)
        self.stop = QPushButton(place.text(N_("Stop &watching")), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.read)
        layout.addWidget(self.stop)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self.read.clicked.connect(lambda: self.wanted.emit(list(self._look.ready)))
        self.stop.clicked.connect(self.end)
        self.hide()

    @property
    def words(self) -> str:
        """What the strip says."""
        return self._words.text()

    def choose(self) -> None:
        """Let the user choose the folder."""
        folder = QFileDialog.getExistingDirectory(self, self._place.text(N_("Keep an eye on a folder")))
        if folder:
            self.begin(Path(folder))

    def begin(self, folder: Path) -> None:
        """Watch a folder from now on."""
        self._watch, self._look = FolderWatch(folder), Look((), 0)
        self.show()
        self._tell()
        self._timer.start()
        self.look()

    def end(self) -> None:
        """Watch no more; the files stay where they are."""
        self._timer.stop()
        self._watch = None
        self.hide()

    def look(self) -> None:
        """Look into the folder, beside the window."""
        watch = self._watch
        if watch is not None:
            self._place.read(self, lambda _desk: watch.look(), self._show, replaces="look", failed=self._gone)

    def settle(self, paths: Sequence[Path]) -> None:
        """Take files as seen: they have been read and decided about."""
        if self._watch is not None:
            self._watch.settle(paths)
            self._look = Look(tuple(path for path in self._look.ready if path not in paths), self._look.waiting)
            self._tell()

    def _show(self, look: Look) -> None:
        self._look = look
        self._tell()

    def _gone(self, error: Exception) -> None:
        self.end()
        self._place.notifier.show_error(error, self.window())

    def _tell(self) -> None:
        if self._watch is None:
            return
        count = len(self._look.ready)
        parts = [self._place.text(N_("Watching %(folder)s"), folder=self._watch.folder.name or str(self._watch.folder))]
        if self._look.waiting:
            parts.append(
                self._place.plural(
                    "%(count)d file is open or still being written",
                    "%(count)d files are open or still being written",
                    self._look.waiting,
                )
            )
        if not count:
            parts.append(self._place.text(N_("no new files")))
        self._words.setText(" · ".join(parts))
        self._words.setToolTip(str(self._watch.folder))
        self.read.setVisible(bool(count))
        self.read.setText(self._place.plural("&Read %(count)d new file…", "&Read %(count)d new files…", count))
