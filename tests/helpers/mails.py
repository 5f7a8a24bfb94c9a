"""Mails and zip files as answers arrive in them, made for tests."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from tests.helpers.compound import compound_file

SENT = "Tue, 14 Oct 2025 23:30:00 +0200"
BOOK_TYPE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def eml(
    attachments: Sequence[tuple[str, bytes] | EmailMessage] = (),
    *,
    sender: str = "Sekretariatet <svar@aalborg.dk>",
    date: str = SENT,
    body: str = "Hermed skemaet.",
    subject: str = "Afrapportering",
    received: str = "",
) -> EmailMessage:
    """Return a mail with these attachments; a message among them is a mail within the mail."""
    message = EmailMessage()
    if received:
        message["Received"] = f"from mail.example.dk by post.example.dk; {received}"
    message["From"], message["To"], message["Subject"], message["Date"] = sender, "post@sbst.dk", subject, date
    message.set_content(body)
    for attachment in attachments:
        if isinstance(attachment, EmailMessage):
            message.add_attachment(attachment)
        else:
            name, data = attachment
            message.add_attachment(data, maintype=BOOK_TYPE[0], subtype=BOOK_TYPE[1], filename=name)
    return message


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def msg(
    attachments: Sequence[tuple[str, bytes]] = (),
    *,
    sender: str = "svar@aalborg.dk",
    delivered: dt.datetime = dt.datetime(2025, 10, 14, 21, 30, tzinfo=dt.UTC),
    subject: str = "Afrapportering på udmelding",
    pictures: Sequence[tuple[str, bytes]] = (),
    nested: Sequence[Mapping[str, bytes]] = (),
) -> bytes:
    """Return an Outlook message; ``nested`` are the streams of messages within it (``msg_streams``)."""
    return compound_file(msg_streams(attachments, sender, delivered, subject, pictures, nested))


def msg_streams(
    attachments: Sequence[tuple[str, bytes]],
    sender: str,
    delivered: dt.datetime,
    subject: str,
    pictures: Sequence[tuple[str, bytes]] = (),
    nested: Sequence[Mapping[str, bytes]] = (),
    header: int = 32,
) -> dict[str, bytes]:
    """Return the streams of an Outlook message by their paths."""
    ticks = int((delivered - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 10_000_000
    fixed = bytes(header) + struct.pack("<HHIQ", 0x0040, 0x0E06, 6, ticks)
    streams = {
        "__properties_version1.0": fixed,
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_5D01001F": sender.encode("utf-16-le"),
        "__substg1.0_1000001F": "Hermed skemaet.".encode("utf-16-le"),
    }
    parts = [(name, data, False) for name, data in attachments] + [(name, data, True) for name, data in pictures]
    for number, (name, data, inline) in enumerate(parts):
        storage = f"__attach_version1.0_#{number:08X}"
        streams[f"{storage}/__properties_version1.0"] = bytes(8)
        streams[f"{storage}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{storage}/__substg1.0_37010102"] = data
        if inline:
            streams[f"{storage}/__substg1.0_3712001F"] = "billede@eksempel".encode("utf-16-le")
            streams[f"{storage}/__substg1.0_370E001F"] = "image/png".encode("utf-16-le")
    for number, inner in enumerate(nested, start=len(parts)):
        storage = f"__attach_version1.0_#{number:08X}"
        streams[f"{storage}/__properties_version1.0"] = bytes(8)
        streams |= {f"{storage}/__substg1.0_3701000D/{path}": data for path, data in inner.items()}
    return streams
