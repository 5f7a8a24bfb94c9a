"""The frame of every dialog: fields with labels, a sentence, a button that says what it does, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_, Translator
from ui import access_keys
from ui.theme import STEP

_BY_TAB = Qt.FocusPolicy.TabFocus


class FormDialog(QDialog):
    """A small window of labelled fields; ``verb`` is on the button that does it, which can be held back."""

    def __init__(self, translator: Translator, title: str, verb: str, parent: QWidget | None, text: str = "") -> None:
        """Take texts already in the user's language."""
        super().__init__(parent)
        self.translator = translator
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setSpacing(2 * STEP)
        self.buttons = QDialogButtonBox(self)
        self.verb = QPushButton(verb, self)
        self.verb.setDefault(True)
        self.buttons.addButton(self.verb, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)  # else Enter cancels in a dialog whose button waits for something when it opens
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * STEP)
        if text:
            label = QLabel(text, self)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        layout.addLayout(self.form)
        layout.addStretch()
        layout.addWidget(self.buttons)
        self._least = 70
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def showEvent(self, event: QShowEvent) -> None:
        """Open wide enough for the fields, and never narrower than the labels need."""
        least = max(self.fontMetrics().averageCharWidth() * self._least, self.minimumSizeHint().width())
        self.setMinimumWidth(least)
        access_keys.settle(self, ())
        self._grow(max(self.width(), least))
        super().showEvent(event)
        self._begin_with_a_field()

    def _begin_with_a_field(self) -> None:
        """Give the keyboard to the first field: the button may still wait, and Cancel would be next."""
        if self.focusWidget() not in (None, self.verb, *self.buttons.buttons()):
            return
        for row in range(self.form.rowCount()):
            item = self.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
            field = item.widget() if item is not None else None
            if field is not None and field.isVisible() and field.isEnabled() and field.focusPolicy() & _BY_TAB:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _grow(self, width: int) -> None:
        """Be as high as the fields and wrapped words need in this width; Qt asks for no more than unwrapped ones do."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        need = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        self.resize(width, max(self.height(), need, layout.totalMinimumSize().height()))

    def beside(self, side: QWidget) -> None:
        """Put a part at the right of the fields; both scroll where the screen is low. Called before the first field."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        place = layout.indexOf(self.form)
        layout.removeItem(self.form)
        self.form.setParent(None)
        fields = QWidget(self)
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 2 * STEP, 0)
        column.addLayout(self.form)
        column.addStretch()
        row = QHBoxLayout()
        row.setSpacing(4 * STEP)
        for part, share in ((fields, 7), (side, 5)):
            scroll = QScrollArea(self)
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setWidget(part)
            row.addWidget(scroll, share)
        layout.insertLayout(place, row, 1)

    def widen(self, characters: int) -> None:
        """Open at least this many characters wide."""
        self._least = characters

    def fact(self, label: str, value: str) -> QLabel:
        """Add something that is told and not asked, over as many lines as it takes."""
        shown = QLabel(value, self)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A label that wraps is measured at the width of the row, so it has to take that width.
        shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.form.addRow(label, shown)
        return shown

    def line(self, label: str, text: str = "", hint: str = "") -> QLineEdit:
        """Add a line of text."""
        field = QLineEdit(text, self)
        field.setPlaceholderText(hint)
        self.form.addRow(label, field)
        return field

    def area(self, label: str, text: str = "", rows: int = 4) -> QPlainTextEdit:
        """Add a field of several lines; Tab leaves it."""
        field = QPlainTextEdit(text, self)
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.fontMetrics().lineSpacing() * rows + 4 * STEP)
        self.form.addRow(label, field)
        return field

    def choice(self, label: str, entries: list[tuple[str, str]], chosen: str = "") -> QComboBox:
        """Add a choice of (key, words)."""
        field = QComboBox(self)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(24)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for key, words in entries:
            field.addItem(words, key)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        self.form.addRow(label, field)
        return field

    def day(self, label: str, field: QDateEdit) -> QDateEdit:
        """Add a date."""
        self.form.addRow(label, field)
        return field

    def recent(self, field: QLineEdit, texts: list[str]) -> None:
        """Offer texts written before; choosing one fills the field."""
        if not texts:
            return
        words = self.translator.text(N_("Written before"))
        box = self.choice(words, [("", ""), *((text, text) for text in texts)])
        box.activated.connect(lambda _number: field.setText(box.currentData() or field.text()))
