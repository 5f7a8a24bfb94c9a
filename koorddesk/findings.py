"""Findings (bemærkninger): what is wrong, doubtful or notable about a value or a file.

The catalogue gives each code its severity and its two sentences; a ``Finding`` is one occurrence with its place.
The screen, the log, the command line and the sender's annotated workbook all show the same rows.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from koorddesk.i18n import N_, Translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koorddesk.domain.values import CellRef


class Severity(enum.StrEnum):
    """How much a finding stops: an error the acceptance, a warning the report until reasoned, a note nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Kind:
    """One entry of the catalogue: how severe, what it says, what the sender should do (English msgids)."""

    severity: Severity
    message: str
    suggestion: str = ""


CATALOGUE: dict[str, Kind] = {
    # The file as a whole: why it was refused (workbooks.limits), and what its reader wants said about it.
    "file-empty": Kind(
        Severity.ERROR,
        N_("The file is empty (0 bytes)."),
        N_("Ask the sender to send it again."),
    ),
    "file-lock": Kind(
        Severity.ERROR,
        N_("This is the small lock file that Excel makes while a workbook is open, not the workbook."),
        N_("Use the file of the same name without ~$ in front."),
    ),
    "file-placeholder": Kind(
        Severity.ERROR,
        N_("This is only a shortcut or a placeholder for a file that lies elsewhere, for instance in OneDrive."),
        N_("Open the file where it lies, save a copy on this computer and use the copy."),
    ),
    "file-truncated": Kind(
        Severity.ERROR,
        N_("The file is cut off: its end is missing."),
        N_("Ask the sender to send it again."),
    ),
    "file-damaged": Kind(
        Severity.ERROR,
        N_("The file is damaged and cannot be read in full (%(detail)s)."),
        N_("Open it in Excel, let Excel repair it, save it as .xlsx and check the figures; or ask the sender for it again."),
    ),
    "file-encrypted": Kind(
        Severity.ERROR,
        N_("The file is protected with a password."),
        N_("Open it in Excel and save a copy without a password, or ask the sender for an open copy."),
    ),
    "file-label-protected": Kind(
        Severity.ERROR,
        N_("The file is encrypted by a sensitivity label; no password can open it."),
        N_("Ask the sender to remove the encryption and send it again."),
    ),
    "file-too-large": Kind(
        Severity.ERROR,
        N_("The file is too large: %(size)d MB; the limit is %(limit)d MB."),
        N_("Ask the sender for the form alone, without pictures and other sheets."),
    ),
    "file-too-many-cells": Kind(
        Severity.ERROR,
        N_("The workbook has more than %(limit)d filled cells; that is not a reporting form."),
        N_("Ask the sender for the form alone."),
    ),
    "no-sheets": Kind(
        Severity.ERROR,
        N_("The workbook has no sheet with cells."),
        N_("Ask the sender for the form as an Excel workbook."),
    ),
    "not-workbook": Kind(
        Severity.ERROR,
        N_("The file is not a workbook, and it is not known what it is."),
        N_("Ask the sender for the form as an Excel workbook (.xlsx)."),
    ),
    "not-workbook-document": Kind(
        Severity.ERROR,
        N_("The file is a Word or PowerPoint document, not a workbook."),
        N_("Keep it with the report, and type its answers in or ask the sender for the form as an Excel workbook."),
    ),
    "not-workbook-email": Kind(
        Severity.ERROR,
        N_("The file is an e-mail, not a workbook."),
        N_("Open it in Outlook, save the attached workbook and use that."),
    ),
    "not-workbook-image": Kind(
        Severity.ERROR,
        N_("The file is a picture, not a workbook."),
        N_("Ask the sender for the form as an Excel workbook."),
    ),
    "not-workbook-pdf": Kind(
        Severity.ERROR,
        N_("The file is a PDF document, not a workbook."),
        N_("Keep it with the report, and type its answers in or ask the sender for the form as an Excel workbook."),
    ),
    "not-workbook-text": Kind(
        Severity.ERROR,
        N_("The file is plain text, not a workbook."),
        N_("Ask the sender for the form as an Excel workbook."),
    ),
    "not-workbook-web-page": Kind(
        Severity.ERROR,
        N_("The file is a web page that was saved with the name of a workbook."),
        N_("Open it in Excel and save it as .xlsx, or ask the sender to do so."),
    ),
    "not-workbook-xml": Kind(
        Severity.ERROR,
        N_("The file is an XML file (for instance Excel's XML from 2003), not a workbook."),
        N_("Open it in Excel and save it as .xlsx, or ask the sender to do so."),
    ),
    "zip-of-workbooks": Kind(
        Severity.ERROR,
        N_("The file is a zip file with %(count)d workbooks in it."),
        N_("Unpack it and use the workbooks one by one."),
    ),
    "zip-without-workbook": Kind(
        Severity.ERROR,
        N_("The file is a zip file without a workbook in it."),
        N_("Ask the sender for the form as an Excel workbook."),
    ),
    "hostile-entities": Kind(
        Severity.ERROR,
        N_("The file contains XML declarations that no workbook needs and that can harm a program. It was not read."),
        N_("Do not open it. Ask the sender about it, or the security officer."),
    ),
    "hostile-entries": Kind(
        Severity.ERROR,
        N_("The file contains %(count)d parts, far more than any workbook. It was not read."),
        N_("Do not open it. Ask the sender about it, or the security officer."),
    ),
    "hostile-names": Kind(
        Severity.ERROR,
        N_("The file has parts with forbidden or repeated names (%(name)s). It was not read."),
        N_("Do not open it. Ask the sender about it, or the security officer."),
    ),
    "hostile-size": Kind(
        Severity.ERROR,
        N_("The file unpacks to more than %(limit)d MB. It was not read."),
        N_("Do not open it. Ask the sender about it, or the security officer."),
    ),
    "reader-crashed": Kind(
        Severity.ERROR,
        N_("The file made the reader stop. Nothing of it was read."),
        N_("Open it in Excel and save it as .xlsx, or ask the sender for it again."),
    ),
    "reader-memory": Kind(
        Severity.ERROR,
        N_("The file needs more memory than one file may use (%(limit)d MB). Nothing of it was read."),
        N_("Ask the sender for the form alone, without other sheets."),
    ),
    "reader-timeout": Kind(
        Severity.ERROR,
        N_("The file took longer to read than one file may take (%(limit)d seconds). Nothing of it was read."),
        N_("Open it in Excel and save it as .xlsx, or ask the sender for the form alone."),
    ),
    "cell-counts-differ": Kind(
        Severity.WARNING,
        N_("Two ways of counting the filled cells of the sheet %(sheet)s do not agree: %(ours)d and %(theirs)d."),
        N_("Compare the sheet with what Excel shows before you rely on it."),
    ),
    "cell-twice": Kind(
        Severity.WARNING,
        N_("The cell %(cell)s on the sheet %(sheet)s is stored twice in the file; the last one was read."),
        N_("Compare the cell with what Excel shows."),
    ),
    "chart-sheet": Kind(
        Severity.NOTE,
        N_("The sheet %(sheet)s is a chart or a dialog and holds no cells."),
    ),
    "contains-macros": Kind(
        Severity.NOTE,
        N_("The workbook contains macros. They were not run."),
    ),
    "external-links": Kind(
        Severity.NOTE,
        N_("The workbook has links to other files or data sources. They were not followed; the values last saved were read."),
    ),
    "embedded-files": Kind(
        Severity.WARNING,
        N_("Other files are embedded in the workbook. They were not read."),
        N_("Open the workbook in Excel and see whether they hold answers."),
    ),
    "form-controls": Kind(
        Severity.WARNING,
        N_("The sheet %(sheet)s has %(count)d tick boxes or other form controls, %(ticked)d of them ticked. They were not read as answers."),
        N_("Look at the sheet in Excel and type the answers in."),
    ),
    "limited-format": Kind(
        Severity.NOTE,
        N_("The file is in the format %(format)s; what is hidden, coloured or commented in it cannot all be seen by the program."),
    ),
    "recalculate-on-open": Kind(
        Severity.NOTE,
        N_("The file was last saved by a program that leaves the calculating to Excel. The results of its %(count)d formulas are as that program wrote them."),
        N_("If a sum looks wrong: open the file in Excel, save it and use the saved copy."),
    ),
    "text-box": Kind(
        Severity.WARNING,
        N_('There is a text box on the sheet %(sheet)s. It says: "%(text)s". It was not read as an answer.'),
        N_("See whether it answers a question, and type it in."),
    ),
    "pictures": Kind(
        Severity.NOTE,
        N_("There are %(count)d pictures on the sheet %(sheet)s. They were not read."),
    ),
    "approximate-number": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as %(value)s.'),
        N_("Write the exact number."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something about a value or a file, with its place (bemærkning).

    ``at`` is the cell in the submission, ``template_at`` and ``row`` name the field; all three may be missing.
    ``severity`` overrides the catalogue where a template's own rule says so. ``params`` hold plain values only.
    """

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    at: CellRef | None = None
    template_at: CellRef | None = None
    row: int | None = None
    override: Severity | None = None

    @property
    def severity(self) -> Severity:
        """Return how severe this occurrence is."""
        return self.override or CATALOGUE[self.code].severity

    def message(self, translator: Translator) -> str:
        """Return what stands there and what was done with it."""
        return translator.text(CATALOGUE[self.code].message, **self.params)

    def suggestion(self, translator: Translator) -> str:
        """Return what the sender or the caseworker can do, or an empty string."""
        template = CATALOGUE[self.code].suggestion
        return translator.text(template, **self.params) if template else ""
