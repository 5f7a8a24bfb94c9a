"""The domain's changing records, mapped onto their tables without a word about databases in the domain."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy.orm import registry

from koorddesk.store.tables import ENTITY_TABLES, metadata
from koorddesk.store.types import plain

_registry = registry(metadata=metadata)

for _entity, _table in ENTITY_TABLES.items():
    _registry.map_imperatively(_entity, _table)
_registry.configure()

TABLE_OF = {table.name: table for table in ENTITY_TABLES.values()}
# What a field holds where the log of an older schema does not know it: the field's default, as plain JSON value.
DEFAULTS: dict[str, dict[str, Any]] = {
    table.name: {
        field.name: plain(field.default)
        for field in dataclasses.fields(entity)
        if field.default is not dataclasses.MISSING
    }
    for entity, table in ENTITY_TABLES.items()
}
KIND_OF: dict[str, type] = {table.name: entity for entity, table in ENTITY_TABLES.items()}
