"""What is done to a case besides its steps: notes, documents, numbers, people, approvals, closing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.domain.letters import LetterKind
from koorddesk.i18n import N_
from koorddesk.services import cases, clocks, filing, folders, letters, overtaking, people, register_queries, timeline
from koorddesk.services.case_folder import gather_documents
from koorddesk.services.case_page import CasePage
from koorddesk.services.chain import Choice
from koorddesk.services.chain_words import DIRECTIONS, DOCUMENTS, STEPS
from koorddesk.services.filing import JournalLine
from koorddesk.services.letters import LetterChoice
from koorddesk.services.monitoring import SignalRow
from koorddesk.services.queries import StepRow
from koorddesk.services.register_queries import TargetGroupRow
from koorddesk.services.timeline import StepDetail
from koorddesk.sorting import danish_key
from ui.dialogs.ask import AskDialog, Field, ask
from ui.dialogs.drafting import write_drafts
from ui.dialogs.reason import ReasonDialog
from ui.widgets.kept_file import open_kept

if TYPE_CHECKING:
    from ui.workplace import Workplace


def gather(place: Workplace, owner: QWidget, number: str) -> None:
    """Ask where to, and write the case's documents into a folder with an index."""
    begin = folders.proposed(place.desk.settings, folders.For.LETTERS)
    chosen = QFileDialog.getExistingDirectory(owner, place.text(N_("Where the folder shall lie")), begin)
    if chosen:
        gather_into(place, owner, number, Path(chosen))


def gather_into(place: Workplace, owner: QWidget, number: str, folder: Path) -> None:
    """Write the case's documents into a folder in a job that can be cancelled."""
    desk = place.desk
    place.jobs.start(
        owner,
        lambda progress, cancelled: gather_documents(desk, number, folder, progress, cancelled),
        then=lambda made: place.notifier.inform(place.text(N_("Saved: %(path)s"), path=str(made))),
        title=place.text(N_("Gathering the documents of case %(case)s"), case=number),
    )


def note(place: Workplace, owner: QWidget, number: str, step: StepRow | None = None) -> AskDialog:
    """Ask for a note on the case, or on one of its steps, and keep it."""
    title = place.text(N_("Note in case %(case)s"), case=number)
    if step is not None:
        title = place.text(N_("Note on the step: %(step)s"), step=step_words(place, step))

    def keep(dialog: AskDialog) -> None:
        step_id = step.id if step else None
        place.change(
            owner,
            lambda desk: cases.add_note(desk, number, dialog.text("text"), step_id=step_id),
            title=place.text(N_("Keeping the note")),
        )

    fields = (Field("text", N_("&Note"), "area", needed=True),)
    return ask(place, owner, title, place.text(N_("&Keep the note")), fields, keep)


def draft_letters(place: Workplace, owner: QWidget, number: str, step: StepRow) -> None:
    """Ask which of the letters that a step can have are to be drafted, and draft them."""
    say = place.text

    def show(choices: list[LetterChoice]) -> None:
        if not choices:
            place.notifier.inform(say(N_("No letter can be drafted from this step: nobody is to be written to.")))
            return
        entries = tuple((one.kind.value, f"{one.name} ({one.count})") for one in choices)
        ask(
            place,
            owner,
            say(N_("Draft letters from the step: %(step)s"), step=step_words(place, step)),
            say(N_("&Draft them")),
            (Field("kind", N_("Sort of l&etter"), "choice", entries=entries, value=entries[0][0]),),
            draft,
        )

    def draft(dialog: AskDialog) -> None:
        desk, kind = place.desk, LetterKind(dialog.text("kind"))
        write_drafts(
            place,
            owner,
            lambda progress, cancelled: letters.draft_letters(desk, number, step.id, progress, cancelled, kind=kind),
            show=False,
        )

    place.read(owner, lambda desk: letters.letter_choices(desk, number, step.id), show, replaces="letter-choices")


def document_fields(
    place: Workplace,
    path: Path | None = None,
    direction: Direction = Direction.INCOMING,
    kind: DocumentKind = DocumentKind.OTHER,
) -> tuple[Field, ...]:
    """Return what is asked of every document, with the direction and kind to begin with."""
    say = place.text
    kinds = sorted(((one.value, say(DOCUMENTS[one])) for one in DocumentKind), key=lambda one: danish_key(one[1]))
    ways = tuple((one.value, say(DIRECTIONS[one])) for one in Direction)
    return (
        Field("direction", N_("&Direction"), "choice", direction.value, entries=ways),
        Field("kind", N_("Sort of d&ocument"), "choice", kind.value, entries=tuple(kinds)),
        Field("theme", N_("&Theme"), needed=True, hint=N_("a short description of what it is about")),
        Field("dated", N_("Received or sent on"), "maybe-day", day=place.desk.today()),
        Field("party", N_("&From or to")),
        Field("file", N_("File"), "file", value=str(path or "")),
    )


def file_document(place: Workplace, owner: QWidget, page: CasePage, path: Path | None = None) -> AskDialog:
    """Ask for a document's direction, sort, theme, day and file, and put it on the case."""
    say = place.text
    no_step = ("", say(N_("none")))
    fields = (
        *document_fields(place, path),
        Field("step", N_("Belongs to the ste&p"), "choice", entries=(no_step, *_steps(place, page.steps))),
        Field("source", N_("So&urce"), hint=N_("needed where the day is not known")),
    )

    def keep(dialog: AskDialog) -> None:
        dated, file = dialog.known_day("dated"), dialog.path("file")
        words = {key: dialog.text(key) for key in ("direction", "kind", "theme", "party", "step", "source")}
        place.change(
            owner,
            lambda desk: filing.file_document(
                desk,
                page.case.number,
                Direction(words["direction"]),
                DocumentKind(words["kind"]),
                words["theme"],
                dated,
                party=words["party"],
                step_id=words["step"] or None,
                path=file,
                source=words["source"],
            ),
            title=say(N_("Putting the document on the case")),
        )

    dialog = ask(
        place,
        owner,
        say(N_("Put a document on case %(case)s"), case=page.case.number),
        say(N_("&Put it on the case")),
        fields,
        keep,
    )
    if path is not None:
        dialog.write("file", path)
    return dialog


def journalise(place: Workplace, owner: QWidget, line: JournalLine, record_number: str = "") -> AskDialog:
    """Ask for the numbers that the record system gave a document, and keep them."""
    fields = (
        Field("case", N_("&Case no. in the record system"), value=line.case_number or record_number),
        Field("document", N_("&Document no."), value=line.document_number, needed=True),
    )

    def keep(dialog: AskDialog) -> None:
        case, document = dialog.text("case"), dialog.text("document")
        place.change(
            owner,
            lambda desk: filing.journalise(desk, line, case, document),
            title=place.text(N_("Keeping the document number")),
        )

    when = place.translator.date(line.dated) if line.dated else ""
    about = " · ".join(filter(None, (when, line.direction_name, line.document, line.theme, line.party)))
    return ask(place, owner, place.text(N_("Journalise")), place.text(N_("&Journalise")), fields, keep, text=about)


def journalise_many(place: Workplace, owner: QWidget, lines: Sequence[JournalLine], record_number: str = "") -> None:
    """Ask for the numbers of several documents at once, one a line, as the record system lists them."""
    shown = [" · ".join(filter(None, (line.document, line.theme, line.party)))[:90] for line in lines]
    text = "\n".join(f"{number}. {words}" for number, words in enumerate(shown, start=1))
    fields = (
        Field("case", N_("&Case no. in the record system"), value=record_number),
        Field("numbers", N_("&Document numbers, one a line"), "area", needed=True),
    )

    def keep(dialog: AskDialog) -> None:
        case, numbers = dialog.text("case"), dialog.text("numbers").splitlines()
        place.change(
            owner,
            lambda desk: filing.journalise_many(desk, lines, case, numbers),
            title=place.text(N_("Keeping the document numbers")),
        )

    title = place.plural("Journalise one document", "Journalise %(count)d documents", len(lines))
    ask(place, owner, title, place.text(N_("&Journalise")), fields, keep, text=text)


def journalise_selected(place: Workplace, owner: QWidget, lines: Sequence[JournalLine], record_number: str) -> None:
    """Journalise what is selected: one document by itself, several at once."""
    if len(lines) == 1:
        journalise(place, owner, lines[0], lines[0].case_number or record_number)
    elif lines:
        numbers = {line.case_number for line in lines} | {record_number}
        journalise_many(place, owner, lines, numbers.pop() if len(numbers) == 1 else "")


def open_document(place: Workplace, owner: QWidget, line: JournalLine | None) -> None:
    """Open a copy of the file that a journal line is about."""
    if line is None:
        return
    if line.kind == "Letter":
        place.page_wanted.emit("letters", line.id)
    elif line.kind == "CaseNote":
        place.notifier.inform(line.theme)
    else:
        open_kept(
            place, owner, line.file_name or line.theme, lambda desk: (filing.file_of(desk, line) or ("", None))[1]
        )


def set_number(place: Workplace, owner: QWidget, page: CasePage) -> AskDialog:
    """Ask for the number that the record system gave the case, and keep it."""

    def keep(dialog: AskDialog) -> None:
        written = dialog.text("number")
        place.change(
            owner,
            lambda desk: cases.set_case_number(desk, page.case.number, written),
            title=place.text(N_("Keeping the case number")),
        )

    fields = (Field("number", N_("&Case no. in the record system"), value=page.case.case_number),)
    title = place.text(N_("Number of case %(case)s in the record system"), case=page.case.number)
    return ask(place, owner, title, place.text(N_("&Keep the number")), fields, keep)


def close_or_reopen(place: Workplace, owner: QWidget, page: CasePage) -> ReasonDialog:
    """Close an open case, or open a closed one again, with a reason."""
    say, number, closing = place.text, page.case.number, page.case.open
    work = cases.close_case if closing else cases.reopen_case
    dialog = ReasonDialog(
        place,
        say(N_("Close case %(case)s") if closing else N_("Open case %(case)s again"), case=number),
        say(N_("A closed case stays to be read. It can be opened again with a reason.")) if closing else "",
        say(N_("&Close the case") if closing else N_("&Open the case again")),
        "close-case" if closing else "reopen-case",
        owner.window(),
    )
    dialog.given.connect(
        lambda reason: place.change(owner, lambda desk: work(desk, number, reason), title=say(N_("Changing the case")))
    )
    dialog.open()
    return dialog


def overtake(place: Workplace, owner: QWidget, step_id: str, by: str = "") -> None:
    """Mark a conclusion as overtaken, with a reason: by a later step of its case, or a later conclusion elsewhere."""
    say = place.text

    def show(found: tuple[StepDetail | None, list[Choice]]) -> None:
        detail, choices = found
        if detail is None or not choices:
            place.notifier.inform(say(N_("No later step or conclusion about the target group can overtake it yet.")))
            return
        entries = tuple((one.id, one.text) for one in choices)
        fields = (
            Field("by", N_("&Overtaken by"), "choice", entries=entries, needed=True, value=by or entries[0][0]),
            Field("reason", N_("&Reason"), needed=True, reasons="overtake"),
        )
        ask(
            place,
            owner,
            say(N_("Mark as overtaken: %(step)s"), step=f"{detail.title} {detail.when}".strip()),
            say(N_("&Mark as overtaken")),
            fields,
            keep,
            text=say(N_("The conclusion itself stays as it is; it no longer counts.")),
        )

    def keep(dialog: AskDialog) -> None:
        later, reason = dialog.text("by"), dialog.text("reason")
        place.change(
            owner,
            lambda desk: overtaking.overtake(desk, step_id, later, reason),
            title=say(N_("Marking the conclusion as overtaken")),
        )

    place.read(
        owner,
        lambda desk: (timeline.step_detail(desk, step_id), overtaking.overtaking_choices(desk, step_id)),
        show,
        replaces="overtaking",
    )


def approve_here(place: Workplace, owner: QWidget, number: str, step: StepRow) -> AskDialog:
    """Approve a step on one's own account as the case's approver."""

    def keep(dialog: AskDialog) -> None:
        written = dialog.text("note")
        place.change(
            owner,
            lambda desk: people.approve(desk, number, step.id, written),
            title=place.text(N_("Approving")),
        )

    return ask(
        place,
        owner,
        place.text(N_("Approve: %(step)s"), step=step_words(place, step)),
        place.text(N_("&Approve as %(name)s"), name=place.desk.actor.name),
        (Field("note", N_("&Remark")),),
        keep,
        text=place.text(N_("The approval is given on your own account. You must be the approver of the case.")),
    )


def approve_outside(place: Workplace, owner: QWidget, number: str, step: StepRow) -> AskDialog:
    """Put an approval on record that was given outside the program."""
    fields = (
        Field("by", N_("Approved &by"), needed=True),
        Field("on", N_("Approved on"), "day"),
        Field("document", N_("&Document no."), needed=True, hint=N_("of the document that holds the approval")),
        Field("note", N_("&Remark")),
    )

    def keep(dialog: AskDialog) -> None:
        by, on, document = dialog.text("by"), dialog.given_day("on"), dialog.text("document")
        written = dialog.text("note")
        place.change(
            owner,
            lambda desk: people.approve_outside(desk, number, step.id, by, on, document, written),
            title=place.text(N_("Putting the approval on record")),
        )

    title = place.text(N_("Approved outside the program: %(step)s"), step=step_words(place, step))
    return ask(place, owner, title, place.text(N_("&Put it on record")), fields, keep)


def follow_up(place: Workplace, owner: QWidget, number: str) -> AskDialog:
    """Set a day on which the case is looked at again."""

    def keep(dialog: AskDialog) -> None:
        due_on, text = dialog.given_day("due"), dialog.text("text")
        place.change(
            owner,
            lambda desk: clocks.set_follow_up(desk, number, due_on, text),
            title=place.text(N_("Setting the follow-up")),
        )

    fields = (Field("due", N_("&Day"), "day"), Field("text", N_("&What is to be followed up"), needed=True))
    title = place.text(N_("Follow-up of case %(case)s"), case=number)
    return ask(place, owner, title, place.text(N_("&Set the follow-up")), fields, keep)


def start_case(
    place: Workplace,
    owner: QWidget,
    *,
    text: str = "",
    group: str = "",
    entry_id: str | None = None,
    step_id: str | None = None,
    announcement: bool = False,
) -> None:
    """Start a case from a signal or a step of another case, before anything is announced; then show it.

    With ``announcement`` it is asked for as what it leads to: a new announcement, by its negotiation and checklist.
    """
    say = place.text
    heading = say(N_("Prepare a new announcement") if announcement else N_("New case from a signal"))
    told = N_(
        "A case is opened. Its next steps are the negotiation with the ministry and the announcement, each with "
        "the checklist before it."
    )

    def show(groups: list[TargetGroupRow]) -> None:
        fields = (
            Field("code", N_("&Code of the announcement to be"), needed=True, hint=N_("e.g. CU-2027-1")),
            Field("title", N_("&Title"), needed=True),
            Field("group", N_("Target &group"), "choice", group, entries=tuple((one.id, one.title) for one in groups)),
            Field(
                "text",
                N_("&Why it is needed") if announcement else N_("What the &signal says"),
                "area",
                value=text,
                needed=True,
            ),
        )
        told_here = say(told) if announcement else ""
        ask(place, owner, heading, say(N_("&Start the case")), fields, keep, text=told_here)

    def keep(dialog: AskDialog) -> None:
        code, title, chosen, signal = (dialog.text(key) for key in ("code", "title", "group", "text"))
        place.change(
            owner,
            lambda desk: cases.start_case(
                desk, code=code, title=title, group=chosen, text=signal, entry_id=entry_id, step_id=step_id
            ),
            title=say(N_("Starting the case")),
            then=lambda opened: place.page_wanted.emit("cases", opened.case_number),
        )

    place.read(owner, register_queries.target_groups, show, replaces="groups")


def start_case_from(place: Workplace, owner: QWidget, signal: SignalRow, group: str = "") -> None:
    """Start a case from a signal of the monitoring track, with its rule and the records it rests on."""
    rests = "\n".join(f"• {rest.shown}" for rest in signal.rests_on)
    text = f"{signal.message}\n{place.text(N_('Rule: %(rule)s'), rule=signal.explanation)}\n{rests}"
    about = signal.about_id if signal.about_kind == "TargetGroup" else group
    start_case(place, owner, text=text, group=about)


def choose_calendar(
    place: Workplace, owner: QWidget, *, case_number: str | None = None, person_id: str | None = None
) -> None:
    """Let the user choose where the open deadlines are written as a calendar file."""
    name, _ = QFileDialog.getSaveFileName(
        owner, place.text(N_("Save the deadlines for the calendar")), "frister.ics", place.text(N_("Calendar (*.ics)"))
    )
    if name:
        write_calendar(place, owner, Path(name), case_number=case_number, person_id=person_id)


def write_calendar(
    place: Workplace, owner: QWidget, path: Path, *, case_number: str | None = None, person_id: str | None = None
) -> None:
    """Write the open deadlines as a calendar file."""
    place.read(
        owner,
        lambda desk: clocks.write_calendar(desk, path, case_number=case_number, person_id=person_id),
        lambda written: place.notifier.inform(place.text(N_("The deadlines lie in %(path)s."), path=str(written))),
    )


def step_words(place: Workplace, step: StepRow) -> str:
    """Return a step as one names it: its word and when."""
    word = place.text(STEPS[step.kind]) if step.kind in STEPS else step.kind
    return f"{word} {step.when}".strip()


def _steps(place: Workplace, steps: Sequence[StepRow]) -> tuple[tuple[str, str], ...]:
    return tuple((step.id, step_words(place, step)) for step in steps)
