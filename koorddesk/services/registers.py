"""The registers: load what comes with the program, learn spellings, reason and activate target groups."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from koorddesk.domain.authorities import Alias, Authority, name_key
from koorddesk.domain.ids import new_id
from koorddesk.domain.target_groups import Criterion, CriterionReason, TargetGroup, may_be_active
from koorddesk.errors import Conflict, UserError, register
from koorddesk.i18n import N_
from koorddesk.services.register_data import data_version, register_records
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.store.engine import Store

__all__ = [
    "add_criterion",
    "learn_alias",
    "learn_spelling",
    "load_registers",
    "register_for_matching",
    "set_group_active",
]

register(
    {
        "alias-taken": N_(
            'The spelling "%(text)s" already means %(name)s. Nothing was changed. If that is wrong, correct the '
            "spelling in the register first."
        ),
        "alias-empty": N_("An empty text cannot be learned as a spelling."),
        "group-without-criterion": N_(
            "A target group needs at least one criterion with a reason before it can be active. Write the reason first."
        ),
        "criterion-reason-empty": N_("Write why the criterion is met; a criterion without a reason does not count."),
        "record-gone": N_("It is no longer in the register. Look at the list again."),
    }
)

_VERSION = "registers-version"
_LOADED = "registers-loaded"


def load_registers(store: Store) -> Changes | None:
    """Load the registers that come with the program, as one change set; None when there is nothing new.

    A later release's data change only what still is as it was loaded: a record that someone has edited or deleted
    stays as she left it.
    """
    version = data_version()
    with store.reader() as uow:
        if uow.setting(_VERSION) == version:
            return None
    with store.unit_of_work() as uow:
        loaded: dict[str, str] = json.loads(uow.setting(_LOADED) or "{}")
        present: dict[type, dict[str, object]] = {}
        for record in register_records():
            kind = type(record)
            if kind not in present:
                present[kind] = {_id(known): known for known in uow.all(kind)}
            key, known = _id(record), present[kind].get(_id(record))
            if known is None:
                if key in loaded:
                    continue
                uow.add(record)
            elif _digest(known) == loaded.get(key):
                _copy(record, known)
            else:
                continue
            loaded[key] = _digest(record)
        uow.put_setting(_LOADED, json.dumps(loaded, sort_keys=True))
        uow.put_setting(_VERSION, version)
        changes = uow.commit(Summary(N_("registers loaded"), {}), undoable=False)
    return changes if changes.kinds else None


def _id(record: object) -> str:
    return str(_values(record)["id"])


def _values(record: Any) -> dict[str, Any]:
    """Return field name -> value of a record."""
    return {item.name: getattr(record, item.name) for item in dataclasses.fields(record)}


def _digest(record: object) -> str:
    """Return what changes when any field of a record changes."""
    text = json.dumps(_values(record), default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _copy(source: object, target: object) -> None:
    for name, value in _values(source).items():
        if getattr(target, name) != value:
            setattr(target, name, value)


def learn_alias(store: Store, text: str, authority_id: str, on: dt.date) -> Changes:
    """Remember that a spelling means an authority, as a caseworker answered; the next form is read by itself.

    Raises UserError where the text is empty or already means another authority of the same kind.
    """
    with store.unit_of_work() as uow:
        learn_spelling(uow, text, authority_id, store.actor.name, on)
        return uow.commit(Summary(N_('spelling "%(text)s" learned'), {"text": text.strip()}))


def learn_spelling(uow: UnitOfWork, text: str, authority_id: str, learned_by: str, on: dt.date) -> None:
    """Do what ``learn_alias`` does as part of a larger change, such as an import."""
    key = name_key(text)
    if not key:
        raise UserError("alias-empty")
    authority = uow.get(Authority, authority_id)
    if authority is None:
        raise Conflict("record-gone")
    for spelling in register_for_matching(uow).spelled(text):
        other = spelling.respondent
        if other.kind is authority.kind and other.name != authority.name and not spelling.ask:
            raise UserError("alias-taken", text=text, name=other.name)
    alias = uow.one(Alias, authority_id=authority_id, key=key)
    if alias is None:
        alias = Alias(new_id(), authority_id, text.strip(), key, ask=False, kind="learned")
        uow.add(alias)
    alias.ask = False
    alias.learned_by, alias.learned_on = learned_by, on


def add_criterion(
    store: Store,
    group_id: str,
    criterion: Criterion,
    reason: str,
    *,
    source: str,
    dated: dt.date,
    review_on: dt.date | None = None,
) -> Changes:
    """Record why a target group meets a criterion, or put a new reason in the place of the one it had."""
    if not reason.strip():
        raise UserError("criterion-reason-empty")
    with store.unit_of_work() as uow:
        if uow.get(TargetGroup, group_id) is None:
            raise Conflict("record-gone")
        known = uow.one(CriterionReason, group_id=group_id, criterion=criterion)
        if known is None:
            uow.add(CriterionReason(new_id(), group_id, criterion, reason.strip(), dated, source, review_on))
        else:
            known.reason, known.source, known.dated, known.review_on = reason.strip(), source, dated, review_on
        return uow.commit(Summary(N_("criterion of a target group reasoned"), {}))


def set_group_active(store: Store, group_id: str, *, active: bool) -> Changes:
    """Make a target group active or not; raises UserError where no criterion has a reason."""
    with store.unit_of_work() as uow:
        group = uow.get(TargetGroup, group_id)
        if group is None:
            raise Conflict("record-gone")
        if active and not may_be_active(group_id, uow.all(CriterionReason, group_id=group_id)):
            raise UserError("group-without-criterion")
        group.active = active
        return uow.commit(Summary(N_("target group made active") if active else N_("target group made inactive"), {}))
