"""The text of documents that come beside the forms, as far as it is cheap to have: to look for what must not be there.

Word and OpenDocument texts, PDF files with a text layer, plain text, web pages and mails. A scanned page has no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from koorddesk.errors import FileProblem
from koorddesk.workbooks.cpr import registration_numbers
from koorddesk.workbooks.envelopes import is_mail, open_envelope
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.package import Package

_MOST_PAGES = 200
_MOST_PIXELS = 3_000  # along the longer side of a drawn page
_MOST_TEXT = 5_000_000  # characters
_PIECE = 20_000  # characters
_PARTS = re.compile(
    r"(?:word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)|content|xl/sharedStrings)\.xml"
    r"|ppt/slides/[^/]+\.xml|xl/worksheets/[^/]+\.xml"
)
_WORDS_IN_CELLS = re.compile(rb"<is>.*?</is>", re.DOTALL)  # of a sheet nothing else is words
_BLOCK_END = re.compile(rb"</(?:w:p|w:tc|text:p|text:h|a:p|si)>")
_TAG = re.compile(rb"<[^>]*>")


@dataclass(frozen=True)
class PagePicture:
    """One page as pixels of four bytes (blue, green, red, nothing); ``stride`` is the bytes of a line."""

    width: int
    height: int
    stride: int
    pixels: bytes


def document_text(data: bytes, name: str, limits: Limits | None = None) -> str:
    """Return a document's text without its form, empty where it cannot be read cheaply; runs in a worker process."""
    known = limits or Limits()
    try:
        if b"%PDF-" in data[:1024]:
            return _of_pdf(data)
        if data.startswith(b"PK"):
            return _of_package(data, known)
        if is_mail(data, name):
            mail = open_envelope(data, known).mail
            return f"{mail.subject}\n{mail.body}" if mail is not None else ""
    except FileProblem:
        return ""
    if b"\0" in data[:4096]:
        return ""
    return data[:_MOST_TEXT].decode("utf-8", "replace")


def text_pages(data: bytes, name: str) -> list[str]:
    """Return the text of each page of a PDF file, of anything else in pieces of some pages; runs in a worker process.

    Empty where a file has no text that is cheap to have.
    """
    if b"%PDF-" in data[:1024]:
        return _pdf_pages(data)
    text = document_text(data, name)
    pieces: list[str] = []
    while len(text) > _PIECE:
        end = max(text.rfind("\n", 0, _PIECE), text.rfind(" ", 0, _PIECE)) + 1 or _PIECE
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text] if text.strip() else pieces


def pages_of(data: bytes) -> int:
    """Return the number of pages of a PDF file, 0 for anything else; runs in a worker process."""
    if b"%PDF-" not in data[:1024]:
        return 0
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def page_picture(data: bytes, number: int, scale: float) -> PagePicture:
    """Return one page of a PDF file, the first being 0; runs in a worker process.

    Raises FileProblem for a page that is not there or cannot be drawn.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[number]
            longest = max(*page.get_size(), 1.0)
            bitmap = page.render(scale=min(scale, _MOST_PIXELS / longest), prefer_bgrx=True)
            return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as fault:
        raise refuse("file-damaged", detail="PDF") from fault


def registration_numbers_of(data: bytes, name: str) -> int:
    """Return how many civil registration numbers stand in a document's text; runs in a worker process."""
    return len(registration_numbers(document_text(data, name)))


def _of_pdf(data: bytes) -> str:
    return "\n".join(_pdf_pages(data))


def _pdf_pages(data: bytes) -> list[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    pieces: list[str] = []
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            text = page.get_textpage()
            pieces.append(text.get_text_bounded())
            text.close()
            page.close()
            if sum(map(len, pieces)) > _MOST_TEXT:
                break
    except pypdfium2.PdfiumError:
        return pieces
    finally:
        document.close()
    return pieces


def _of_package(data: bytes, limits: Limits) -> str:
    package = Package(data, limits)
    pieces = []
    for part in package.names:
        if _PARTS.fullmatch(part):
            content = package.read(part)
            if part.startswith("xl/worksheets/"):
                content = b"\n".join(_WORDS_IN_CELLS.findall(content))
            plain = _TAG.sub(b"", _BLOCK_END.sub(b"\n", content))
            pieces.append(unescape(plain.decode("utf-8", "replace")))
    return "\n".join(pieces)[:_MOST_TEXT]
