"""Finding a form by its code: the versions in force."""

from __future__ import annotations

from koorddesk.domain.reports import ReportingTemplate
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.store.uow import UnitOfWork

NO_TEMPLATE = "no-such-template"
register({NO_TEMPLATE: N_('No form is registered under "%(code)s". Choose another form or learn this one first.')})


def latest_versions(uow: UnitOfWork) -> list[ReportingTemplate]:
    """Return the latest version of every template, by code."""
    latest: dict[str, ReportingTemplate] = {}
    for version in uow.all(ReportingTemplate):
        known = latest.get(version.code)
        if known is None or int(version.version) > int(known.version):
            latest[version.code] = version
    return [latest[code] for code in sorted(latest)]


def latest_version(uow: UnitOfWork, code: str) -> ReportingTemplate:
    """Return the latest version of one template; raises UserError where there is none."""
    versions = uow.all(ReportingTemplate, code=code)
    if not versions:
        raise UserError(NO_TEMPLATE, code=code)
    return max(versions, key=lambda version: int(version.version))
