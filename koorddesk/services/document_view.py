"""A foreign document to look at beside the form: its pages as pictures, or its text. Opened in a worker process."""

from __future__ import annotations

from dataclasses import dataclass

from koorddesk.workbooks.document_text import PagePicture, document_text, page_picture, pages_of
from koorddesk.workbooks.workers import in_worker

__all__ = ["Looked", "PagePicture", "look_at", "picture_of"]


@dataclass(frozen=True)
class Looked:
    """How many pages a document shows as pictures (0 where only its text can be shown), and its text."""

    pages: int
    text: str


def look_at(data: bytes, name: str) -> Looked:
    """Return what can be shown of a document."""
    return Looked(in_worker(pages_of, data), in_worker(document_text, data, name))


def picture_of(data: bytes, number: int, scale: float) -> PagePicture:
    """Return one page of a PDF file, the first being 0; ``scale`` is pixels per point."""
    return in_worker(page_picture, data, number, scale)
