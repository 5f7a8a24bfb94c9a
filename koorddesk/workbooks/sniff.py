"""What a file is, told by its content: one of the workbooks that can be read, or the reason why it is none.

Names say little: web pages are called .xls, old workbooks .xlsx, and a lock file looks like the workbook beside it.
"""

from __future__ import annotations

import enum
import io
import re
import struct

from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.ooxml import workbook_part
from koorddesk.workbooks.package import Package


class FileFormat(enum.StrEnum):
    """The formats that can be read; macro workbooks and templates are among ``xlsx``."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
# The first record of a workbook from before Excel 5, which is not wrapped in a compound file.
_OLD_BOF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x02\x04\x00")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")
_TNEF = b"\x78\x9f\x3e\x22"  # winmail.dat
_FILEPASS, _BOF, _EOF = 0x2F, 0x809, 0x0A
_WORKBOOK_NAME = re.compile(r"\.(xls[xmb]?|xlt[xm]|ods|csv)$", re.IGNORECASE)
_WEB = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_MAIL = re.compile(
    r"^(?:return-path|received|delivered-to|from|mime-version|x-[a-z-]+|date|subject|message-id):", re.IGNORECASE
)
_LOCK_SIZE, _LOCK_NAME = 165, 54


def sniff(data: bytes, name: str, limits: Limits) -> FileFormat:
    """Return the format of a file; raises ``FileProblem`` for what is no readable workbook.

    The name counts only where the content allows both: a text with one column, a lock file.
    """
    if not data:
        raise refuse("file-empty")
    if data.startswith(_ZIP):
        return _in_zip(data, limits)
    if data.startswith(_COMPOUND):
        return _in_compound_file(data)
    if data.startswith(_OLD_BOF):
        return FileFormat.XLS
    file_name = re.split(r"[/\\]", name)[-1]
    if _is_lock_file(data) or file_name.startswith(("~$", ".~lock.")):
        raise refuse("file-lock")
    if not data.strip(b"\0"):
        raise refuse("file-placeholder")
    if b"%PDF-" in data[:1024]:
        raise refuse("not-workbook-pdf")
    if data.startswith(_IMAGES) or data[4:12] in {b"ftypheic", b"ftypmif1"} or _is_bitmap(data):
        raise refuse("not-workbook-image")
    if data.startswith(_ARCHIVES):
        raise refuse("not-workbook-archive")
    if data.startswith(_TNEF):
        raise refuse("not-workbook-email")
    if data.startswith(b"L\0\0\0\x01\x14\x02\0"):
        raise refuse("file-placeholder")
    if data.startswith(b"{\\rtf"):
        raise refuse("not-workbook-document")
    return _in_text(data, file_name)


def _in_zip(data: bytes, limits: Limits) -> FileFormat:
    package = Package(data, limits)
    if "mimetype" in package and package.size("mimetype") < 200:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if kind.startswith("application/vnd.oasis.opendocument"):
            if "spreadsheet" not in kind:
                raise refuse("not-workbook-document")
            if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise refuse("file-encrypted")
            return FileFormat.ODS
    if "[Content_Types].xml" in package:
        main = workbook_part(package)
        if main is not None:
            if main.lower().endswith(".bin"):
                return FileFormat.XLSB
            if not any(part in package for part in ("word/document.xml", "ppt/presentation.xml")):
                return FileFormat.XLSX
            raise refuse("not-workbook-document")
        raise refuse("file-damaged", detail="workbook.xml")
    inside = [entry for entry in package.names if _WORKBOOK_NAME.search(entry) and not entry.startswith("__MACOSX/")]
    if inside:
        raise refuse("zip-of-workbooks", count=len(inside))
    raise refuse("zip-without-workbook")


def _in_compound_file(data: bytes) -> FileFormat:
    """Tell what lies in a compound file: an old workbook, an encrypted new one, a document, an e-mail."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {"/".join(path) for path in ole.listdir(streams=True, storages=True)}
            if any("DRM" in path for path in streams):
                raise refuse("file-label-protected")
            if "EncryptedPackage" in streams:
                raise refuse("file-encrypted")
            book = next((path for path in streams if path.lower() in {"workbook", "book"}), None)
            if book is not None:
                if _has_filepass(ole.openstream(book).read()):
                    raise refuse("file-encrypted")
                return FileFormat.XLS
    except (OSError, ValueError, IndexError, struct.error, RecursionError) as fault:
        raise refuse("file-truncated" if _is_cut_off(data) else "file-damaged", detail="OLE") from fault
    if streams & {"WordDocument", "PowerPoint Document"}:
        raise refuse("not-workbook-document")
    if any(path.startswith("__properties_version") for path in streams):
        raise refuse("not-workbook-email")
    raise refuse("not-workbook")


def _has_filepass(book: bytes) -> bool:
    """Tell whether an old workbook is protected by a password: it has a FILEPASS record among its first ones."""
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _FILEPASS:
            return True
        if kind == _EOF:
            return False
        at += 4 + size
    return False


def _is_cut_off(data: bytes) -> bool:
    """Tell whether a compound file ends before its own list of sectors lets it."""
    if len(data) < 512:
        return True
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    first_directory = int.from_bytes(data[48:52], "little")
    listed = [number for number in struct.unpack_from("<109I", data, 76) if number < 0xFFFFFFFA]
    return (max([first_directory, *listed]) + 2) * sector > len(data) or (len(data) - 512) % sector != 0


def _is_bitmap(data: bytes) -> bool:
    return data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data)


def _is_lock_file(data: bytes) -> bool:
    """Tell whether this is the file Excel keeps beside an open workbook: the user's name, twice."""
    return (
        len(data) == _LOCK_SIZE
        and data[0] <= _LOCK_NAME
        and int.from_bytes(data[_LOCK_NAME + 1 : _LOCK_NAME + 3], "little") == data[0]
    )


def _in_text(data: bytes, name: str) -> FileFormat:
    """Tell web pages, XML, e-mails, shortcuts and delimited text from each other and from text without columns."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head[: len(head) & ~1].decode("utf-16", "replace")
    else:
        start = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    start = start.lstrip()
    if start.lower().startswith("[internetshortcut]") or (start.startswith("{") and "docs.google.com" in start):
        raise refuse("file-placeholder")
    if start.lower().startswith("mime-version:") and "multipart/related" in start.lower():
        raise refuse("not-workbook-web-page")
    if _WEB.match(start) or (
        start.startswith("<") and _WEB.search(start) and "urn:schemas-microsoft-com" not in start[:500]
    ):
        raise refuse("not-workbook-web-page")
    if start.startswith("<") and re.match(r"<[?!a-zA-Z]", start):
        raise refuse("not-workbook-xml")
    lines = start.splitlines()
    if len(lines) > 2 and sum(bool(_MAIL.match(line)) for line in lines[:20]) > 1 and _MAIL.match(lines[0]):
        raise refuse("not-workbook-email")
    from koorddesk.workbooks.delimited import guess_dialect

    dialect = guess_dialect(data, trust_name=name.lower().endswith((".csv", ".tsv")))
    if dialect is not None:
        return FileFormat.CSV
    if _is_readable(data):
        raise refuse("not-workbook-text")
    raise refuse("not-workbook")


def _is_readable(data: bytes) -> bool:
    """Tell whether this is text at all: no control characters but those of lines and tabs."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data[:65536])
