"""An Outlook message (.msg): its sender, its day and its attachments, read from the compound file it is.

Own code over ``olefile``, which is here for other reasons: the libraries for .msg are either under a licence that
would bind the whole program, or do not open messages within messages. Format: [MS-OXMSG], [MS-OXCMSG].
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from dataclasses import dataclass

import olefile

from koorddesk.workbooks.limits import Limits, refuse

# Properties, as the first half of their tag.
_SUBJECT, _BODY, _HEADERS = 0x0037, 0x1000, 0x007D
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _REPRESENTED_SMTP = 0x0C1A, 0x0C1F, 0x5D01, 0x5D02
_SENT, _DELIVERED = 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _TYPE = 0x3707, 0x3704, 0x3001, 0x370E
_CONTENT, _CONTENT_ID, _HIDDEN, _CODE_PAGE = 0x3701, 0x3712, 0x7FFE, 0x3FFD
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT, _TIME = 0x001F, 0x001E, 0x0102, 0x000D, 0x0040
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_MOST_ATTACHMENTS = 500
_LONGEST_TEXT = 1 << 20  # bytes of a body or of headers; what is beyond is of no use here
_HEADER_SIZES = {"": 32, "embedded": 24, "attachment": 8}


@dataclass(frozen=True)
class OutlookAttachment:
    """One attachment; ``message`` instead of ``data`` where it is a message itself."""

    name: str
    data: bytes
    inline: bool
    message: OutlookMessage | None = None


@dataclass(frozen=True)
class OutlookMessage:
    """What is used of a message; the times are moments, None where it has none."""

    sender: str
    sender_name: str
    subject: str
    body: str
    sent: dt.datetime | None
    delivered: dt.datetime | None
    attachments: tuple[OutlookAttachment, ...]


def read_message(data: bytes, limits: Limits) -> OutlookMessage:
    """Return an Outlook message; raises ``FileProblem`` for what is damaged or asks for too much."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _Storage(ole, (), limits, [limits.unpacked_mb << 20]).message(depth=0)
    except (OSError, ValueError, IndexError, KeyError, struct.error, RecursionError, OverflowError) as fault:
        raise refuse("file-damaged", detail="OLE") from fault


class _Storage:
    """One storage of the file: the message itself, an attachment, or a message in an attachment."""

    def __init__(self, ole: olefile.OleFileIO, path: tuple[str, ...], limits: Limits, left: list[int]) -> None:
        self._ole, self._path, self._limits, self._left = ole, path, limits, left

    def message(self, depth: int) -> OutlookMessage:
        fixed = self._fixed("embedded" if depth else "")
        code_page = fixed.get(_CODE_PAGE, (0, b""))[1][:4]
        coding = _coding(int.from_bytes(code_page, "little"))
        address = next(
            (
                text
                for tag in (_SENDER_SMTP, _REPRESENTED_SMTP, _SENDER_ADDRESS)
                if "@" in (text := self._text(tag, coding))
            ),
            "",
        )
        return OutlookMessage(
            sender=address,
            sender_name=self._text(_SENDER_NAME, coding),
            subject=self._text(_SUBJECT, coding),
            body=self._text(_BODY, coding),
            sent=_moment(fixed.get(_SENT)),
            delivered=_moment(fixed.get(_DELIVERED)),
            attachments=tuple(self._attachments(coding, depth)),
        )

    def _attachments(self, coding: str, depth: int) -> list[OutlookAttachment]:
        length = len(self._path)
        names = sorted(
            {
                entry[length]
                for entry in self._ole.listdir(streams=True, storages=False)
                if len(entry) > length + 1
                and tuple(entry[:length]) == self._path
                and entry[length].startswith("__attach_version1.0_")
            }
        )
        if len(names) > _MOST_ATTACHMENTS:
            raise refuse("hostile-entries", count=len(names))
        return [
            _Storage(self._ole, (*self._path, name), self._limits, self._left).attachment(coding, depth)
            for name in names
        ]

    def attachment(self, coding: str, depth: int) -> OutlookAttachment:
        name = next((text for tag in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME) if (text := self._text(tag, coding))), "")
        fixed = self._fixed("attachment")
        hidden = fixed.get(_HIDDEN, (0, b""))[1][:1] == b"\x01"
        inline = hidden or (bool(self._text(_CONTENT_ID, coding)) and self._text(_TYPE, coding).startswith("image/"))
        embedded = f"__substg1.0_{_CONTENT:04X}{_OBJECT:04X}"
        if self._ole.exists([*self._path, embedded, "__properties_version1.0"]):
            nested = _Storage(self._ole, (*self._path, embedded), self._limits, self._left)
            # One level deeper than anything is opened to, so that its name can still be told.
            inner = nested.message(depth + 1) if depth < 2 else None
            return OutlookAttachment(name or (inner.subject if inner else ""), b"", inline, inner)
        return OutlookAttachment(name, self._stream(_CONTENT, _BINARY), inline)

    def _stream(self, tag: int, kind: int, most: int | None = None) -> bytes:
        path = [*self._path, f"__substg1.0_{tag:04X}{kind:04X}"]
        if not self._ole.exists(path) or self._ole.get_type(path) != olefile.STGTY_STREAM:
            return b""
        size = self._ole.get_size(path)
        wanted = min(size, most) if most is not None else size
        self._left[0] -= wanted
        if self._left[0] < 0:
            raise refuse("hostile-size", limit=self._limits.unpacked_mb)
        with self._ole.openstream(path) as stream:
            return bytes(stream.read(wanted))

    def _text(self, tag: int, coding: str) -> str:
        raw = self._stream(tag, _UNICODE, _LONGEST_TEXT)
        text = raw.decode("utf-16-le", "replace") if raw else ""
        if not text:
            text = self._stream(tag, _EIGHT_BIT, _LONGEST_TEXT).decode(coding, "replace")
        return text.rstrip("\0").strip()

    def _fixed(self, kind: str) -> dict[int, tuple[int, bytes]]:
        """Return the properties of fixed length: tag -> (type, its eight bytes)."""
        path = [*self._path, "__properties_version1.0"]
        if not self._ole.exists(path):
            return {}
        with self._ole.openstream(path) as stream:
            raw = stream.read(1 << 16)[_HEADER_SIZES[kind] :]
        found: dict[int, tuple[int, bytes]] = {}
        for at in range(0, len(raw) - 15, 16):
            kind_number, tag = struct.unpack_from("<HH", raw, at)
            found.setdefault(tag, (kind_number, raw[at + 8 : at + 16]))
        return found


def _moment(found: tuple[int, bytes] | None) -> dt.datetime | None:
    """Return a time of Windows (tenths of microseconds since 1601) as a moment."""
    if found is None or found[0] != _TIME:
        return None
    ticks = int.from_bytes(found[1], "little")
    try:
        return _EPOCH + dt.timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None


def _coding(code_page: int) -> str:
    try:
        b"".decode(f"cp{code_page}")
    except LookupError:
        return "utf-8" if code_page == 65001 else "cp1252"
    return f"cp{code_page}"
