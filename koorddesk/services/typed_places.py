"""Where typed values stand in the document they were typed from."""

from __future__ import annotations

from collections.abc import Mapping

from koorddesk.domain.reports import TypedValue
from koorddesk.i18n import N_, Translator
from koorddesk.store.uow import UnitOfWork


def typed_values(uow: UnitOfWork, submission_id: str) -> Mapping[tuple[str, int | None], TypedValue]:
    """Return where each typed value of a submission stands, by template cell and row."""
    return {(known.template_cell, known.row): known for known in uow.all(TypedValue, submission_id=submission_id)}


def typed_place(translator: Translator, value: TypedValue) -> str:
    """Return where a value was typed from, as a caseworker would write it."""
    if not value.page:
        return translator.text(N_("typed from %(document)s"), document=value.document_name)
    return translator.text(
        N_("typed from page %(page)s of %(document)s"), page=value.page, document=value.document_name
    )
