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
        N_("Open it in Excel, let Excel repair it and save it as .xlsx, then check the figures; or ask for it again."),
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
    "file-too-many-parts": Kind(
        Severity.ERROR,
        N_("The workbook has more than %(limit)d sheets, merged areas, formats or drawings; no form has so many."),
        N_("Copy the form's sheet into a new workbook and save that, or ask the sender for the form alone."),
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
    "not-workbook-archive": Kind(
        Severity.ERROR,
        N_("The file is a packed archive (such as .rar or .7z), not a workbook."),
        N_("Unpack it and use the workbook inside, or ask the sender for the form as an Excel workbook."),
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
    "calendar-1904": Kind(
        Severity.NOTE,
        N_("The workbook counts its dates from 1904, as Excel on a Mac did. They were read so."),
        N_("Check the dates: what was pasted from another workbook may be four years and a day off."),
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
    "strict-format": Kind(
        Severity.NOTE,
        N_("The workbook is saved as Strict Open XML. It was read like any other."),
    ),
    "external-links": Kind(
        Severity.NOTE,
        N_("The workbook links to other files or data sources. They were not followed; the saved values were read."),
    ),
    "embedded-files": Kind(
        Severity.WARNING,
        N_("Other files are embedded in the workbook. They were not read."),
        N_("Open the workbook in Excel and see whether they hold answers."),
    ),
    "form-controls": Kind(
        Severity.WARNING,
        N_(
            "The sheet %(sheet)s has %(count)d form controls, %(ticked)d of them ticked. They were not read as answers."
        ),
        N_("Look at the sheet in Excel and type the answers in."),
    ),
    "limited-format": Kind(
        Severity.NOTE,
        N_("The file is in the format %(format)s. The program cannot see everything that Excel shows in it."),
    ),
    "recalculate-on-open": Kind(
        Severity.NOTE,
        N_(
            "The results of its %(count)d formulas were not calculated by Excel but by the program that wrote the file."
        ),
        N_("If a sum looks wrong: open the file in Excel, save it and use the saved copy."),
    ),
    "under-merged": Kind(
        Severity.NOTE,
        N_(
            "%(count)d cells on the sheet %(sheet)s lie under merged cells (the first is %(cell)s). They were not read."
        ),
    ),
    "text-box": Kind(
        Severity.WARNING,
        N_('There is a text box on the sheet %(sheet)s. It says: "%(text)s". It was not read as an answer.'),
        N_("See whether it answers a question, and type it in."),
    ),
    "pictures": Kind(
        Severity.WARNING,
        N_("There are %(count)d large pictures on the sheet %(sheet)s. They were not read."),
        N_("See whether one of them is a table with answers, and type those in."),
    ),
    # Values: the cell itself.
    "error-value": Kind(
        Severity.ERROR,
        N_('The cell shows the error "%(raw)s". No value was read.'),
        N_("Correct the formula, or write the value itself."),
    ),
    "formula-uncalculated": Kind(
        Severity.ERROR,
        N_('The formula "%(raw)s" has never been calculated, so there is no value to read.'),
        N_("Open the file in Excel, save it and send it again."),
    ),
    "formula-value": Kind(
        Severity.NOTE, N_('The value comes from a formula; its last calculated result, "%(raw)s", was read.')
    ),
    "formula-external": Kind(
        Severity.WARNING,
        N_('The value "%(raw)s" comes from a formula that fetches from another workbook. It may be out of date.'),
        N_("Write the value itself."),
    ),
    "formula-changing": Kind(
        Severity.WARNING,
        N_('The value "%(raw)s" comes from a formula whose result changes by itself, for instance TODAY.'),
        N_("Write the value itself."),
    ),
    "struck-through": Kind(
        Severity.WARNING,
        N_('"%(raw)s" is struck through but was read as it stands.'),
        N_("Delete what does not apply."),
    ),
    "cell-comment": Kind(Severity.NOTE, N_('There is a comment on the cell: "%(comment)s".')),
    # Values: answers that say that there is no answer.
    "answer-unknown": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". No value was read: it is not known.'),
        N_("Write the answer if it can be found."),
    ),
    "not-relevant": Kind(
        Severity.NOTE, N_('It says "%(raw)s". No value was read: the question is not relevant to the sender.')
    ),
    "dash": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That can mean 0, unknown or not relevant; no value was read.'),
        N_('Write 0, "uoplyst" or "ikke relevant".'),
    ),
    "answer-elsewhere": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The answer is elsewhere; no value was read.'),
        N_("Write the answer in the cell."),
    ),
    "placeholder": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That looks like a place kept for an answer that was never written.'),
        N_("Write the answer."),
    ),
    "figure-withheld": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The figure seems to be withheld for discretion; no value was read.'),
        N_('Write the figure, or "under 5".'),
    ),
    # Values: figures.
    "approximate-number": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as %(value)s.'), N_("Write the exact number.")
    ),
    "number-doubtful": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The sender seems to be in doubt; it was read as %(value)s.'),
        N_("Confirm or correct the number."),
    ),
    "answer-doubtful": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The sender seems to be in doubt; it was read as %(value)s.'),
        N_("Confirm or correct the answer."),
    ),
    "shown-otherwise": Kind(
        Severity.WARNING,
        N_('Excel shows "%(shown)s", but the number in the cell is %(value)s, which was read.'),
        N_("Write the number that is meant, and the rest as a remark."),
    ),
    "number-below": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as fewer than %(value)s.'), N_("Write the exact number.")
    ),
    "number-at-most": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as at most %(value)s.'), N_("Write the exact number.")
    ),
    "number-above": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as more than %(value)s.'), N_("Write the exact number.")
    ),
    "number-at-least": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as at least %(value)s.'), N_("Write the exact number.")
    ),
    "number-range": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as %(value)s to %(high)s.'), N_("Write the exact number.")
    ),
    "number-sum": Kind(Severity.WARNING, N_('It says "%(raw)s". It was added up to %(value)s.'), N_("Write the sum.")),
    "number-footnote": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as %(value)s; the mark points to a note that may change it.'),
        N_("Read the note, and write the number without the mark."),
    ),
    "number-with-remark": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as %(value)s; the rest was not used.'),
        N_("Write the number alone, and the rest as a remark."),
    ),
    "number-with-part": Kind(
        Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)s; what is said about a part of it was not used.')
    ),
    "number-in-words": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)s.')),
    "number-as-text": Kind(Severity.NOTE, N_('The number is a text, "%(raw)s". It was read as %(value)s.')),
    "number-multiplied": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)s in full.')),
    "number-english": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is how a number is written in English; it was read as %(value)s.'),
        N_("Write it with a decimal comma."),
    ),
    "none-as-zero": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as 0.')),
    "number-ambiguous": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That can be %(first)s or %(second)s; no value was read.'),
        N_("Write the number without marks between thousands."),
    ),
    "several-numbers": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". Those are several figures; no value was read.'),
        N_("Write one number, and the rest as a remark."),
    ),
    "number-vague": Kind(
        Severity.WARNING, N_('It says "%(raw)s". That is no number; no value was read.'), N_("Write the exact number.")
    ),
    "number-turned-date": Kind(
        Severity.WARNING,
        N_(
            'Excel shows a date here, "%(raw)s". Perhaps "%(first)s-%(second)s" was typed and Excel made a date '
            "of it; no value was read."
        ),
        N_("Format the cell as a number and write the value again."),
    ),
    "not-a-number": Kind(
        Severity.WARNING, N_('"%(raw)s" cannot be read as a number.'), N_("Write a number, or 0 if there is none.")
    ),
    "count-negative": Kind(
        Severity.WARNING,
        N_("%(raw)s is below 0 and cannot be a count; no value was read."),
        N_("Write the exact number."),
    ),
    "count-not-whole": Kind(
        Severity.WARNING,
        N_("%(raw)s is not a whole number and cannot be a count; no value was read."),
        N_("Write a whole number."),
    ),
    "amount-negative": Kind(Severity.WARNING, N_("The amount %(raw)s is negative."), N_("Check the sign.")),
    "unit-unexpected": Kind(
        Severity.WARNING,
        N_('"%(raw)s" is in "%(unit)s", which is not what the field asks for; no value was read.'),
        N_("Write the value in the unit the heading names."),
    ),
    "unit-differs": Kind(
        Severity.WARNING,
        N_('"%(raw)s" has the unit "%(unit)s", which the heading does not name.'),
        N_("Check that the number is what the field asks for."),
    ),
    "percent-ambiguous": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That can be %(first)s %% or %(second)s %%; no value was read.'),
        N_("Write the percentage with a percent sign."),
    ),
    "percent-from-fraction": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The whole column is written as parts of one, so it was read as %(value)s %%.'),
        N_("Write percentages."),
    ),
    "percent-unlikely": Kind(Severity.WARNING, N_("%(value)s %% is unusual."), N_("Check the percentage.")),
    # Values: dates and years.
    "date-as-text": Kind(Severity.NOTE, N_('The date is written as "%(raw)s". It was read as %(value)s.')),
    "date-with-text": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The date %(value)s was read; the rest was not used.'),
        N_("Write the date alone."),
    ),
    "date-approximate": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as %(value)s.'), N_("Write the exact date.")
    ),
    "date-time-dropped": Kind(Severity.NOTE, N_('The date has a time of day, "%(raw)s". Only the date was read.')),
    "date-from-serial": Kind(
        Severity.WARNING,
        N_("The number %(raw)s is how Excel counts days; it was read as %(value)s."),
        N_("Format the cell as a date, and check it."),
    ),
    "date-month-first": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". Only with the month first is it a date: %(value)s.'),
        N_("Write the day first."),
    ),
    "date-ambiguous": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That can be %(first)s or %(second)s; no date was read.'),
        N_("Write the month as a word."),
    ),
    "date-vague": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is a period, %(first)s to %(last)s, not a day; no date was read.'),
        N_("Write the day."),
    ),
    "date-incomplete": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". Something is missing for a full date; no date was read.'),
        N_("Write day, month and year."),
    ),
    "date-impossible": Kind(
        Severity.WARNING, N_('It says "%(raw)s". There is no such day; no date was read.'), N_("Correct the date.")
    ),
    "date-unlikely": Kind(
        Severity.WARNING, N_("The date %(raw)s is in the year %(year)d, which is unusual."), N_("Check the date.")
    ),
    "date-weekday": Kind(Severity.WARNING, N_('It says "%(raw)s". %(value)s is a %(weekday)s.'), N_("Check the date.")),
    "several-dates": Kind(
        Severity.WARNING, N_('It says "%(raw)s". Those are several dates; no date was read.'), N_("Write one date.")
    ),
    "not-a-date": Kind(
        Severity.WARNING, N_('"%(raw)s" cannot be read as a date.'), N_("Write a date, for instance 24-03-2025.")
    ),
    "year-from-date": Kind(Severity.NOTE, N_('There is a date, "%(raw)s". Its year, %(value)d, was read.')),
    "year-from-serial": Kind(
        Severity.WARNING,
        N_('The cell shows the date "%(raw)s"; behind it is the number %(value)d, which was read as the year.'),
        N_("Format the cell as a number, and check the year."),
    ),
    "year-short": Kind(
        Severity.WARNING, N_('It says "%(raw)s". It was read as %(value)d.'), N_("Write the year with four digits.")
    ),
    "year-from-text": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)d.')),
    "year-with-text": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The year %(value)d was read; the rest was not used.'),
        N_("Write the year alone."),
    ),
    "year-unlikely": Kind(Severity.WARNING, N_("The year %(value)d is unusual."), N_("Check the year.")),
    "several-years": Kind(
        Severity.WARNING, N_('It says "%(raw)s". Those are several years; no year was read.'), N_("Write one year.")
    ),
    "not-a-year": Kind(
        Severity.WARNING, N_('"%(raw)s" cannot be read as a year.'), N_("Write a year with four digits.")
    ),
    # Values: yes and no, ticks, choices, scales.
    "yes-no-form": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)s.')),
    "yes-no-with-text": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as %(value)s; the rest was not used.'),
        N_("Write Ja or Nej, and the rest as a remark."),
    ),
    "yes-no-qualified": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is neither a plain yes nor a plain no; no value was read.'),
        N_("Write Ja or Nej, and the rest as a remark."),
    ),
    "not-yes-no": Kind(Severity.WARNING, N_('"%(raw)s" cannot be read as yes or no.'), N_("Write Ja or Nej.")),
    "tick-form": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as a tick.')),
    "tick-doubtful": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It is not clear whether that is a tick; no value was read.'),
        N_("Write x where it applies, and leave the rest empty."),
    ),
    "choice-form": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as "%(value)s".')),
    "choice-synonym": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as "%(value)s".')),
    "choice-misspelt": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is none of the choices; it was read as "%(value)s", which is nearest.'),
        N_("Choose from the list."),
    ),
    "choice-shortened": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as "%(value)s", the only choice that begins so.'),
        N_("Choose from the list."),
    ),
    "choice-with-text": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as "%(value)s"; the rest was not used.'),
        N_("Choose from the list, and write the rest as a remark."),
    ),
    "several-choices": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". Those are several choices (%(choices)s) where one is asked for; no value was read.'),
        N_("Choose one."),
    ),
    "choice-unclear": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is none of the choices. It could be %(choices)s; no value was read.'),
        N_("Choose from the list."),
    ),
    "choice-unknown": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is none of the choices (%(choices)s); no value was read.'),
        N_("Choose from the list."),
    ),
    "scale-form": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)d.')),
    "between-marks": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". That is not one mark on the scale; no value was read.'),
        N_("Write one whole number."),
    ),
    "outside-scale": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". The scale goes from %(low)d to %(high)d; no value was read.'),
        N_("Write a number within the scale."),
    ),
    "not-on-scale": Kind(
        Severity.WARNING,
        N_('"%(raw)s" cannot be read as a mark on the scale.'),
        N_("Write one of the numbers of the scale."),
    ),
    # Values: texts, offers, authorities.
    "text-cut": Kind(
        Severity.WARNING,
        N_("The text is exactly %(length)d characters long and may have been cut off."),
        N_("Check that the end of the text is there."),
    ),
    "text-garbled": Kind(
        Severity.WARNING,
        N_('The text has wrong characters, "%(raw)s". Perhaps it should say "%(repaired)s".'),
        N_("Correct the text."),
    ),
    "text-turned-date": Kind(
        Severity.WARNING,
        N_('Excel shows a date here, "%(raw)s", where a text belongs. Excel may have made a date of what was typed.'),
        N_("Format the cell as text and write it again."),
    ),
    "draft-words": Kind(Severity.NOTE, N_('The text looks unfinished: it says "%(words)s".')),
    "identifier-length": Kind(
        Severity.WARNING,
        N_('A %(kind)s has %(length)d digits; "%(raw)s" has not.'),
        N_("Check the number; Excel drops zeros in front."),
    ),
    "identifier-zero": Kind(
        Severity.WARNING,
        N_('A %(kind)s has %(length)d digits; "%(raw)s" has one too few. With a zero in front it fits: %(value)s.'),
        N_("Check the number; Excel drops zeros in front."),
    ),
    "identifier-check-digit": Kind(
        Severity.NOTE, N_('The check digit does not fit: "%(raw)s" is hardly a real %(kind)s.')
    ),
    "several-offers": Kind(
        Severity.WARNING,
        N_("%(count)d offers seem to stand in one cell: %(names)s."),
        N_("Write each offer in its own row."),
    ),
    "offer-no-name": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s" where the name of an offer belongs.'),
        N_("Write each offer by its name, or leave the row empty."),
    ),
    "authority-spelling": Kind(Severity.NOTE, N_('It says "%(raw)s". It was read as %(value)s.')),
    "authority-with-more": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as %(value)s; the rest was not used.'),
        N_("Write the name alone, and the rest as a remark."),
    ),
    "authority-other-kind": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". %(value)s is not the kind of authority that the field asks for.'),
        N_("Check the answer."),
    ),
    "authority-not-in-force": Kind(
        Severity.WARNING,
        N_("%(value)s does not exist on the day of receipt (taken over by: %(successor)s)."),
        N_("Check which region is meant."),
    ),
    "authority-unclear": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It could be %(proposals)s; no value was read.'),
        N_("Write the full name."),
    ),
    "authority-unknown": Kind(
        Severity.WARNING,
        N_('"%(raw)s" is neither a municipality nor a region; no value was read.'),
        N_("Write the full name."),
    ),
    "authority-code-differs": Kind(
        Severity.WARNING,
        N_('In "%(raw)s" the name and the number do not belong together (%(proposals)s); no value was read.'),
        N_("Correct the name or the number."),
    ),
    "several-authorities": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". Those are several: %(proposals)s; no value was read.'),
        N_("Write one."),
    ),
    "not-a-respondent": Kind(
        Severity.WARNING,
        N_('"%(raw)s": Christiansø is run by the state and is not a municipality; no value was read.'),
        N_("Write the municipality."),
    ),
    # The sender.
    "sender-contradictory": Kind(
        Severity.ERROR,
        N_('The form says that the sender is %(first)s, but the file name "%(shown)s" says %(second)s.'),
        N_("Find out who sent the file, and choose the sender."),
    ),
    "sender-folder-differs": Kind(
        Severity.ERROR,
        N_("The sender is %(first)s, but the file lies in the folder of %(second)s."),
        N_("Find out who sent the file, and choose the sender."),
    ),
    "sender-cells-differ": Kind(
        Severity.ERROR,
        N_("The form names two senders: %(first)s, and in another cell %(second)s."),
        N_("Find out who sent the file, and choose the sender."),
    ),
    "sender-several": Kind(
        Severity.ERROR, N_('The file "%(file)s" names several senders: %(names)s.'), N_("Choose the sender.")
    ),
    "sender-unclear": Kind(
        Severity.ERROR,
        N_('The sender "%(raw)s" is not in the register. It could be: %(proposals)s.'),
        N_("Choose the sender; the spelling is remembered."),
    ),
    "sender-unknown": Kind(
        Severity.ERROR,
        N_('Neither the form, the file name "%(file)s" nor the folder says who the sender is.'),
        N_("Choose the sender."),
    ),
    "sender-not-a-respondent": Kind(
        Severity.ERROR,
        N_(
            'The sender is given as "%(raw)s". Christiansø is run by the state and is not a municipality that '
            "can answer."
        ),
        N_("Choose the sender."),
    ),
    "sender-by-file-name": Kind(
        Severity.WARNING,
        N_('Only the file name "%(file)s" says that the sender is %(name)s.'),
        N_("Check who sent the file."),
    ),
    "sender-in-column": Kind(
        Severity.NOTE,
        N_("Only the rows of a table say that the sender is %(name)s; all %(count)d rows say so."),
        N_("Check that this is the sender."),
    ),
    "sender-by-folder": Kind(
        Severity.WARNING,
        N_("Only the folder that the file lies in says that the sender is %(name)s."),
        N_("Check who sent the file."),
    ),
    "sender-other-kind": Kind(
        Severity.WARNING,
        N_("The sender is %(name)s, but the form is not meant for that kind of authority."),
        N_("Check that the right form was used."),
    ),
    "sender-not-in-force": Kind(
        Severity.WARNING,
        N_("The sender %(name)s does not exist on the day of receipt (taken over by: %(successor)s)."),
        N_("Choose the sender that counts."),
    ),
    # What must not be there.
    "civil-registration-number": Kind(
        Severity.ERROR,
        N_(
            "What looks like a civil registration number stands in the cell: %(masked)s. The file is kept out of "
            "the store."
        ),
        N_("Return the file, or keep a copy in which the cell is blanked."),
    ),
    "person-number-in-header": Kind(
        Severity.ERROR,
        N_("What looks like a civil registration number stands in a header, a footer or a help text: %(masked)s."),
        N_("The file is kept out of the store. Return it, and ask for one without the number."),
    ),
    "person-number-in-drawing": Kind(
        Severity.ERROR,
        N_("What looks like a civil registration number stands in a text box or a drawing: %(masked)s."),
        N_("The file is kept out of the store. Return it, and ask for one without the number."),
    ),
    "person-number-in-properties": Kind(
        Severity.ERROR,
        N_("What looks like a civil registration number stands in the file's properties: %(masked)s."),
        N_("The file is kept out of the store. Return it, and ask for one without the number."),
    ),
    "person-number-in-copy": Kind(
        Severity.ERROR,
        N_(
            "What looks like a civil registration number stands in data that the workbook keeps of another one, "
            "where Excel does not show it: %(masked)s."
        ),
        N_("The file is kept out of the store. Return it, and ask for the form alone, without links and pivot tables."),
    ),
    "person-number-in-name": Kind(
        Severity.ERROR,
        N_("What looks like a civil registration number stands in the name of a sheet or of a range: %(masked)s."),
        N_("The file is kept out of the store. Return it, and ask for one without the number."),
    ),
    "person-number-in-file-name": Kind(
        Severity.ERROR,
        N_("What looks like a civil registration number stands in the file's name: %(masked)s."),
        N_("Rename the file and import it again."),
    ),
    # End of the values.
    # The layout of a submission: which form it is, where its answers stand (workbooks.locate, workbooks.analyse).
    "template-unknown": Kind(
        Severity.ERROR,
        N_("The workbook is not made on any of the forms known here. Nothing was read from it."),
        N_("Ask the sender for the right form, or learn its blank first."),
    ),
    "template-like": Kind(
        Severity.ERROR,
        N_(
            'The workbook is none of the forms known here. It is most like the form "%(title)s". '
            "Nothing was read from it."
        ),
        N_("Ask the sender for the right form, or choose the form yourself if it is the right one."),
    ),
    "template-several": Kind(
        Severity.WARNING,
        N_('The workbook also holds another form, "%(title)s", on the sheet %(sheet)s. That sheet was not read.'),
        N_("Save the other form as a file of its own and import it too."),
    ),
    "no-answers": Kind(
        Severity.ERROR,
        N_("The form was returned without answers."),
        N_("Ask the sender whether that means that there is nothing to report, or for the filled-in form."),
    ),
    "nil-report": Kind(
        Severity.NOTE,
        N_("The sender reports that there is nothing to report. Required fields may be empty."),
    ),
    "required-missing": Kind(
        Severity.ERROR,
        N_('The required field "%(label)s" is empty.'),
        N_("Ask the sender for the answer."),
    ),
    "sheet-renamed": Kind(
        Severity.NOTE,
        N_('The sheet "%(found)s" was read as the form\'s sheet "%(expected)s".'),
    ),
    "sheet-hidden": Kind(
        Severity.NOTE,
        N_('The sheet "%(sheet)s" is hidden, but holds answers; it was read.'),
    ),
    "sheet-added": Kind(
        Severity.NOTE,
        N_('The sheet "%(sheet)s" is not part of the form; its %(count)d filled cells were not read as answers.'),
        N_("Look whether it holds something that belongs to the report."),
    ),
    "sheet-twice-empty": Kind(
        Severity.NOTE,
        N_('The sheet "%(sheet)s" is an empty copy of the sheet "%(other)s".'),
    ),
    "sheet-twice": Kind(
        Severity.ERROR,
        N_('Both the sheet "%(sheet)s" and the sheet "%(other)s" are filled in. Only "%(other)s" was read.'),
        N_("Ask the sender which of the two counts."),
    ),
    "sheet-twice-differs": Kind(
        Severity.NOTE,
        N_('The sheet "%(other)s" says "%(there)s" in this place, and here stands "%(here)s". This one was read.'),
        N_("Ask the sender which of the two counts."),
    ),
    "sheet-missing": Kind(
        Severity.WARNING,
        N_('The form\'s sheet "%(sheet)s" is missing. Its questions have no answers.'),
        N_("Ask the sender for the whole form."),
    ),
    "asked-on-missing-sheet": Kind(
        Severity.NOTE,
        N_('"%(label)s" has no answer: the sheet "%(sheet)s", which asks for it, is missing.'),
    ),
    "draft": Kind(
        Severity.WARNING,
        N_('The submission calls itself a draft: "%(text)s".'),
        N_("Ask the sender whether this is the final answer."),
    ),
    "table-missing": Kind(
        Severity.WARNING,
        N_('The table with the column "%(label)s" was not found (%(title)s).'),
        N_("Look whether the sender used another version of the form."),
    ),
    "table-moved": Kind(
        Severity.WARNING,
        N_('The table "%(title)s" was not found in its place, but on the sheet "%(sheet)s". It was read there.'),
        N_("Check that the sheet holds this table and nothing else."),
    ),
    "column-missing": Kind(
        Severity.WARNING,
        N_('The column "%(label)s" is missing on the sheet %(sheet)s; perhaps another version of the form was used.'),
        N_("Ask the sender for the missing figures."),
    ),
    "column-added": Kind(
        Severity.NOTE,
        N_('The column "%(label)s" (%(column)s) is not part of the form; its content was not read as answers.'),
    ),
    "column-unread": Kind(
        Severity.NOTE,
        N_("%(count)d filled cells of column %(column)s were not read: the column is not part of the form."),
    ),
    "columns-moved": Kind(
        Severity.NOTE,
        N_(
            "The columns of the table stand in another order than in the form (%(title)s). "
            "They were read by their headings."
        ),
    ),
    "years-moved": Kind(
        Severity.WARNING,
        N_('The years over the columns are others than in the form. "%(label)s" was read by its year.'),
        N_("Check that the sender has put the figures under the right year."),
    ),
    "unit-in-heading": Kind(
        Severity.NOTE,
        N_('"%(label)s" is asked for in %(unit)s. The figures are kept as they stand.'),
        N_("Look whether the sender has used the same unit."),
    ),
    "heading-reworded": Kind(
        Severity.WARNING,
        N_('The heading says "%(found)s". It was read as "%(expected)s".'),
        N_("Check that the column means the same."),
    ),
    "heading-guessed": Kind(
        Severity.WARNING,
        N_('The heading says "%(found)s". By its place it was read as "%(expected)s".'),
        N_("Check that the column means the same."),
    ),
    "heading-twice": Kind(
        Severity.WARNING,
        N_('The heading "%(label)s" stands over several columns. Column %(column)s was read.'),
        N_("Check that it is the right column."),
    ),
    "label-reworded": Kind(
        Severity.WARNING,
        N_('The label says "%(found)s". It was read as "%(expected)s".'),
        N_("Check that the question means the same."),
    ),
    "label-guessed": Kind(
        Severity.WARNING,
        N_('The label says "%(found)s". By its place it was read as "%(expected)s".'),
        N_("Check that the question means the same."),
    ),
    "text-altered": Kind(
        Severity.NOTE,
        N_('A text of the form reads "%(found)s" instead of "%(expected)s".'),
        N_("Look whether an answer was written into it."),
    ),
    "found-by-other-words": Kind(
        Severity.NOTE,
        N_('The cell was taken for "%(label)s", although its row or column is headed in other words.'),
    ),
    "label-overwritten": Kind(
        Severity.WARNING,
        N_('The answer was typed over the label "%(label)s".'),
        N_("Check that the answer belongs to this question."),
    ),
    "field-missing": Kind(
        Severity.WARNING,
        N_(
            'The question "%(label)s" was not found on the sheet %(sheet)s; '
            "perhaps another version of the form was used."
        ),
        N_("Look whether it was answered elsewhere, or ask the sender."),
    ),
    "row-missing": Kind(
        Severity.WARNING,
        N_('The row "%(label)s" was not found on the sheet %(sheet)s.'),
        N_("Look whether it was answered elsewhere, or ask the sender."),
    ),
    "answer-displaced": Kind(
        Severity.WARNING,
        N_('The answer to "%(label)s" does not stand in its own cell. "%(raw)s" was taken for it.'),
        N_("Check that the answer belongs to this question."),
    ),
    "answer-moved-down": Kind(
        Severity.NOTE,
        N_('The answer to "%(label)s" stands lower than its box in the form, with nothing between.'),
    ),
    "tick-as-yes": Kind(
        Severity.NOTE,
        N_("The form does not say what is to be written here. All answers are crosses, read as ticked."),
    ),
    "answer-in-label": Kind(
        Severity.NOTE,
        N_('The answer was typed in the same cell as the label "%(label)s".'),
    ),
    "answer-twice": Kind(
        Severity.WARNING,
        N_(
            '"%(label)s" is answered both behind the label and in the answer cell. '
            "What stands behind the label was read."
        ),
        N_("Check which of the two counts."),
    ),
    "answer-continued": Kind(
        Severity.NOTE,
        N_('The answer to "%(label)s" goes on in this cell. The lines were put together.'),
    ),
    "number-negative": Kind(
        Severity.WARNING,
        N_('The figure is below 0: "%(raw)s".'),
        N_("Check the figure with the sender."),
    ),
    "several-ticks": Kind(
        Severity.WARNING,
        N_("More than one box is ticked: %(marks)s. No answer was read."),
        N_("Ask the sender which one counts."),
    ),
    "tick-unclear": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s" where a box is to be ticked. No answer was read.'),
        N_("Look what the sender meant."),
    ),
    "tick-figure": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s" in the box for %(mark)s. It was read as a tick.'),
        N_("Check which mark the sender meant."),
    ),
    "several-names": Kind(
        Severity.NOTE,
        N_("%(count)d names stand in one cell: %(names)s. They were kept as one text."),
    ),
    "kind-uncertain": Kind(
        Severity.NOTE,
        N_('"%(raw)s" was kept as text: the form does not say whether a figure belongs here.'),
    ),
    "part-exceeds-whole": Kind(
        Severity.WARNING,
        N_('"%(part_label)s" is %(part)s, more than the %(whole)s of "%(whole_label)s" that it is a part of.'),
        N_("Ask the sender which of the two is right."),
    ),
    "occupied-exceeds-places": Kind(
        Severity.WARNING,
        N_('"%(part_label)s" is %(part)s, more than the %(whole)s of "%(whole_label)s".'),
        N_("Ask the sender whether more are taken in than there are places."),
    ),
    "dates-out-of-order": Kind(
        Severity.WARNING,
        N_('"%(last_label)s" (%(last)s) lies before "%(first_label)s" (%(first)s).'),
        N_("Ask the sender which of the two is right."),
    ),
    "text-demanded": Kind(
        Severity.WARNING,
        N_('The mark %(mark)s at "%(label)s" asks for a text, but there is none.'),
        N_("Ask the sender for the text."),
    ),
    "total-differs": Kind(
        Severity.WARNING,
        N_('The total of "%(label)s" says %(stated)s, but the rows above add up to %(sum)s.'),
        N_("Check whether a row was left out or added."),
    ),
    "template-same-name": Kind(
        Severity.WARNING,
        N_('Two fields are called "%(label)s" (%(first)s and %(second)s), and nothing tells them apart.'),
        N_("Give one of them another name in the blank, or mark it as no field."),
    ),
    "template-kind-uncertain": Kind(
        Severity.NOTE,
        N_('The form does not say what kind of answer "%(label)s" takes; it is read as text.'),
        N_("Choose the kind of answer."),
    ),
    "row-total": Kind(
        Severity.NOTE,
        N_('The row "%(label)s" is a total and was not read as data.'),
    ),
    "row-only-name": Kind(
        Severity.NOTE,
        N_('The row "%(text)s" holds nothing but a name. It was read as a row; perhaps it heads the rows below.'),
    ),
    "row-note": Kind(
        Severity.NOTE,
        N_('"%(text)s" stands in the table, but is a remark and was not read as data.'),
    ),
    "row-example": Kind(
        Severity.NOTE,
        N_('The row "%(text)s" is the form\'s example and was not read as data.'),
    ),
    "row-headings": Kind(
        Severity.NOTE,
        N_('The row "%(text)s" repeats the headings and was not read as data.'),
    ),
    "table-below": Kind(
        Severity.WARNING,
        N_("Below the table begins another one of the sender's own. Its %(rows)d rows were not read as answers."),
        N_("Look whether they belong to the report."),
    ),
    "hidden-row": Kind(Severity.NOTE, N_("The cell stands in a hidden row. It was read.")),
    "hidden-column": Kind(Severity.NOTE, N_("The cell stands in a hidden column. It was read.")),
    "merged-down": Kind(
        Severity.NOTE,
        N_("The value stands in a merged cell (%(cell)s) and counts for each of its rows."),
    ),
    "content-unread": Kind(
        Severity.WARNING,
        N_('"%(text)s" stands in a cell that is not part of the form. It was not read as an answer.'),
        N_("Look whether it belongs to an answer."),
    ),
    "content-unread-many": Kind(
        Severity.WARNING,
        N_("%(count)d more cells on %(rows)d rows, from this one on, are not part of the form and were not read."),
        N_("Look whether they belong to an answer."),
    ),
    # End of the layout.
    # Imports into the registers (contacts, target groups).
    "row-left-out": Kind(Severity.ERROR, N_("Row %(row)d was left out."), N_("Correct the row and import again.")),
    "contact-code-unknown": Kind(
        Severity.ERROR,
        N_("No municipality or region that the register knows has the code %(raw)s."),
        N_("Correct the code."),
    ),
    "contact-without-address": Kind(
        Severity.ERROR,
        N_("There is neither an address nor an e-mail address for %(name)s."),
        N_("Write the address."),
    ),
    "contact-address-incomplete": Kind(
        Severity.WARNING,
        N_("The address of %(name)s has no postcode and town."),
        N_("Complete the address; a letter shows it as it stands here."),
    ),
    "contact-twice": Kind(
        Severity.ERROR,
        N_("%(name)s stands in the list twice for the same day."),
        N_("Delete one of the two rows."),
    ),
    "group-without-title": Kind(Severity.ERROR, N_("The target group has no title."), N_("Write its title.")),
    "group-known": Kind(
        Severity.NOTE,
        N_('"%(title)s" is already in the register; only criteria that had no reason were added.'),
    ),
    "group-without-reason": Kind(
        Severity.WARNING,
        N_('"%(title)s" has no criterion with a reason and was added without being active.'),
        N_("Write the criterion and its reason in the register; then the group can be made active."),
    ),
    "group-criterion-unclear": Kind(
        Severity.WARNING,
        N_('"%(raw)s" names neither of the two criteria; the reason was not used.'),
        N_("Write small or complexity."),
    ),
    "group-age-unclear": Kind(
        Severity.WARNING,
        N_('"%(raw)s" is no age in whole years; the age was left open.'),
        N_("Write the age as 0-17 or 18+; it decides which act a letter cites."),
    ),
    "group-subject-unclear": Kind(
        Severity.WARNING,
        N_('"%(raw)s" names neither the social area nor special education; the group was set to both.'),
        N_("Write the social area, special education, or both."),
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
