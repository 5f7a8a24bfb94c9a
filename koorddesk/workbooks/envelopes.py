"""What answers come in: mails (.eml, .msg) and zip files, opened in a worker process like every foreign file.

Nothing is unpacked to disk and nothing inside is run, followed or fetched. What lies inside is told apart by its
content: workbooks to be read, documents to be kept, and what is left out (pictures of a signature).
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import enum
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial

from koorddesk.errors import FileProblem
from koorddesk.findings import CATALOGUE, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.outlook import OutlookMessage, read_message
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.sniff import FileFormat, sniff

Note = tuple[str, Mapping[str, str | int | float]]

ENVELOPES = (".eml", ".msg", ".zip")
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".csv")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the standard library's parser raises at headers that break every rule (found by flipping bytes).
_MAIL_FAULTS = (AssertionError, AttributeError, IndexError, LookupError, RecursionError, TypeError, ValueError)
_DEEPEST = 3  # envelopes within envelopes: a mail with a mail with a zip file
_MOST_PARTS = 500
_LONGEST_BODY = 100_000  # characters of a mail's text
_LONGEST_NAME = 120
_NAME_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*/\\]+")

CATALOGUE.update(
    {
        "zip-nested": Kind(
            Severity.WARNING,
            N_('There is another zip file in the zip file ("%(name)s"); it was not opened.'),
            N_("Save it by itself and import it, if there are forms in it."),
        ),
        "envelope-too-deep": Kind(
            Severity.WARNING,
            N_('"%(name)s" lies in a mail within a mail within a mail and was not opened.'),
            N_("Save it by itself and import it, if there are forms in it."),
        ),
        "envelope-unreadable": Kind(
            Severity.WARNING,
            N_('"%(name)s" came along and could not be opened.'),
            N_("Ask the sender to send it again."),
        ),
        "mail-winmail": Kind(
            Severity.WARNING,
            N_("The mail has its attachments in winmail.dat, a format that only Outlook opens."),
            N_("Open the mail in Outlook, save the attached files and import those, or ask the sender to send again."),
        ),
    }
)


class PartKind(enum.StrEnum):
    """What is to be done with something that lies in a mail or a zip file."""

    WORKBOOK = "workbook"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Mail:
    """Where a mail came from and when; ``on`` is the Danish day it was received (or sent, where only that is told)."""

    sender: str
    sender_name: str
    subject: str
    on: dt.date | None
    body: str


@dataclass(frozen=True)
class Part:
    """One file inside; ``name`` leads to it ("svar.zip/skema.xlsx"), ``mail`` is the innermost mail it lay in."""

    name: str
    kind: PartKind
    data: bytes
    mail: Mail | None


@dataclass(frozen=True)
class Envelope:
    """Everything inside one file; ``mail`` where the file is a mail, ``notes`` what has to be told about it."""

    mail: Mail | None
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


def open_envelope(data: bytes, limits: Limits | None = None) -> Envelope:
    """Return what lies in a mail or a zip file; raises ``FileProblem`` for what is damaged, locked or hostile."""
    known = limits or Limits()
    if len(data) > known.file_mb << 20:
        raise refuse("file-too-large", size=len(data) >> 20, limit=known.file_mb)
    opener = _Opener(known)
    mail = opener.open(data, "", None, 1)
    return Envelope(mail, tuple(opener.parts), tuple(opener.notes))


def is_mail(data: bytes, name: str) -> bool:
    """Tell whether a file is a mail, by its name and its first bytes."""
    ending = posixpath.splitext(name.lower())[1]
    return ending == ".eml" or (ending == ".msg" and data.startswith(_COMPOUND))


class _Opener:
    """Opens one envelope and those inside it, and counts what they cost together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[Part] = []
        self.notes: list[Note] = []
        self._left = limits.unpacked_mb << 20
        self._names: set[str] = set()

    def open(self, data: bytes, under: str, mail: Mail | None, depth: int) -> Mail | None:
        """Open one envelope; its parts get names under ``under``."""
        if data.startswith(b"PK"):
            self._open_zip(data, under, mail, depth)
            return None
        if data.startswith(_COMPOUND):
            return self._open_outlook(read_message(data, self.limits), under, depth)
        return self._open_eml(data, under, depth)

    def _open_zip(self, data: bytes, under: str, mail: Mail | None, depth: int) -> None:
        package = Package(data, self.limits)
        for entry in package.names:
            if entry.startswith("__MACOSX/") or posixpath.basename(entry) in {".DS_Store", "Thumbs.db"}:
                continue
            content = package.read(entry)
            if content.startswith(b"PK") and self._format(content, entry) is None and _ending(entry) in {".zip", ""}:
                self.notes.append(("zip-nested", {"name": posixpath.basename(entry)[:80]}))
                continue
            self._take(content, "/".join(_safe(step) for step in entry.split("/")), under, mail, depth)

    def _open_eml(self, data: bytes, under: str, depth: int) -> Mail:
        try:
            message = email.message_from_bytes(data, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            return self._open_message(message, under, depth)
        except _MAIL_FAULTS as fault:
            raise refuse("file-damaged", detail="MIME") from fault

    def _open_message(self, message: EmailMessage, under: str, depth: int) -> Mail:
        mail = _mail_of(message)
        for number, part in enumerate(_leaves(message), start=1):
            if number > _MOST_PARTS:
                raise refuse("hostile-entries", count=number)
            if part.get_content_type() == "message/rfc822":
                inner = part.get_payload(0) if part.is_multipart() else None
                if isinstance(inner, EmailMessage):
                    name = _file_name(part) or _safe(f"{_header(inner, 'subject')}.eml")
                    self._nested(partial(self._open_message, inner, f"{under}{name}/", depth + 1), name, depth)
                continue
            name = _file_name(part)
            if not name or (part.get_content_maintype() == "image" and _is_inline(part)):
                continue
            content = part.get_payload(decode=True)
            self._take(content if isinstance(content, bytes) else b"", name, under, mail, depth)
        return mail

    def _open_outlook(self, message: OutlookMessage, under: str, depth: int) -> Mail:
        moment = message.delivered or message.sent
        mail = Mail(
            message.sender[:200],
            message.sender_name[:200],
            message.subject[:300],
            danish_day(moment) if moment else None,
            message.body[:_LONGEST_BODY],
        )
        for attachment in message.attachments:
            name = _safe(attachment.name)
            inner = attachment.message
            if inner is not None:
                name = name if _NAME_ENDING.search(name) else f"{name}.msg"
                self._nested(partial(self._open_outlook, inner, f"{under}{name}/", depth + 1), name, depth)
            elif not attachment.inline and (name or attachment.data):
                self._take(attachment.data, name or "bilag", under, mail, depth)
        return mail

    def _nested(self, opening: Callable[[], object], name: str, depth: int) -> None:
        """Open a mail within a mail, unless it lies too deep."""
        if depth >= _DEEPEST:
            self.notes.append(("envelope-too-deep", {"name": name[:80]}))
        else:
            opening()

    def _take(self, data: bytes, name: str, under: str, mail: Mail | None, depth: int) -> None:
        """Put one file where it belongs: opened itself, read as a workbook, or kept as a document."""
        self._left -= len(data)
        if self._left < 0:
            raise refuse("hostile-size", limit=self.limits.unpacked_mb)
        if len(self.parts) >= _MOST_PARTS:
            raise refuse("hostile-entries", count=_MOST_PARTS)
        if name.lower() == "winmail.dat":
            self.notes.append(("mail-winmail", {}))
            return
        if self._is_envelope(data, name):
            if depth >= _DEEPEST:
                self.notes.append(("envelope-too-deep", {"name": name[:80]}))
                return
            try:
                self.open(data, f"{under}{name}/", mail, depth + 1)
            except FileProblem as problem:
                if problem.code.startswith("hostile"):
                    raise
                self.notes.append(("envelope-unreadable", {"name": name[:80]}))
            return
        kind = PartKind.WORKBOOK if self._is_workbook(data, name) else PartKind.DOCUMENT
        self.parts.append(Part(self._unique(f"{under}{name}"), kind, data, mail))

    def _is_envelope(self, data: bytes, name: str) -> bool:
        if is_mail(data, name):
            return True
        return _ending(name) == ".zip" and data.startswith(b"PK") and self._format(data, name) is None

    def _is_workbook(self, data: bytes, name: str) -> bool:
        """Tell whether a file is a workbook, or was meant to be one: then its own line says what is wrong with it."""
        if _ending(name) in WORKBOOKS:
            return True
        found = self._format(data, name)
        return found is not None and found is not FileFormat.CSV

    def _format(self, data: bytes, name: str) -> FileFormat | None:
        try:
            return sniff(data, name, self.limits)
        except FileProblem:
            return None

    def _unique(self, name: str) -> str:
        """Return the name, numbered where another file of the same envelope has it already."""
        stem, ending = posixpath.splitext(name)
        unique, number = name, 1
        while unique.casefold() in self._names:
            number += 1
            unique = f"{stem} ({number}){ending}"
        self._names.add(unique.casefold())
        return unique


def danish_day(moment: dt.datetime) -> dt.date:
    """Return the day a moment falls on in Denmark: an hour before Greenwich, two in summer.

    Computed by the rule (last Sundays of March and October, 01:00 UTC; directive 2000/84/EC), for not every machine
    has the list of time zones, and a clerk's computer may be set to another one. A time without a zone counts as it is.
    """
    if moment.tzinfo is None:
        return moment.date()
    utc = moment.astimezone(dt.UTC)
    begins, ends = (_last_sunday(utc.year, month) for month in (3, 10))
    return (utc + dt.timedelta(hours=2 if begins <= utc < ends else 1)).date()


def _last_sunday(year: int, month: int) -> dt.datetime:
    last = dt.datetime(year, month, 31, 1, tzinfo=dt.UTC)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def _mail_of(message: EmailMessage) -> Mail:
    name, address = email.utils.parseaddr(_header(message, "from"))
    moment = _received(message) or _moment(_header(message, "date"))
    return Mail(
        address[:200],
        name[:200],
        _header(message, "subject")[:300],
        danish_day(moment) if moment else None,
        _body(message),
    )


def _received(message: EmailMessage) -> dt.datetime | None:
    """Return when the last server took the mail over: the first of the headers that say so."""
    lines = [str(value) for key, value in message.raw_items() if key.lower() == "received"]
    return _moment(lines[0].rpartition(";")[2]) if lines else None


def _moment(text: str) -> dt.datetime | None:
    try:
        return email.utils.parsedate_to_datetime(" ".join(text.split())) if text.strip() else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as text; one that breaks the rules is an empty text."""
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        return ""


def _body(message: EmailMessage) -> str:
    try:
        part = message.get_body(("plain", "html"))
        text = part.get_content() if part is not None else ""
    except (KeyError, LookupError, ValueError, AttributeError, TypeError):
        return ""
    if not isinstance(text, str):
        return ""
    if part is not None and part.get_content_subtype() == "html":
        text = re.sub(r"<[^>]{0,2000}>", " ", text)
    return text[:_LONGEST_BODY]


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a message that are no containers; a message within it is one part."""
    waiting: list[EmailMessage] = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = [inner for inner in part.get_payload() if isinstance(inner, EmailMessage)]
        else:
            yield part


def _file_name(part: EmailMessage) -> str:
    """Return the name a part was sent under; empty for the mail's own text and where the header is broken."""
    try:
        return _safe(part.get_filename() or "")
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        return ""


def _is_inline(part: EmailMessage) -> bool:
    return bool(part["content-id"]) or part.get_content_disposition() == "inline"


def _ending(name: str) -> str:
    return posixpath.splitext(name.lower())[1]


def _safe(name: str) -> str:
    """Return a name that leads nowhere: no folders, no control characters, not too long."""
    plain = _UNSAFE.sub("_", name).strip(" .")
    if len(plain) > _LONGEST_NAME:
        stem, ending = posixpath.splitext(plain)
        plain = stem[: _LONGEST_NAME - len(ending)] + ending[:20]
    return plain
