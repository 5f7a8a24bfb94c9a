"""The domain's changing records, mapped onto their tables without a word about databases in the domain."""

from __future__ import annotations

from sqlalchemy.orm import registry

from koorddesk.store.tables import ENTITY_TABLES, metadata

_registry = registry(metadata=metadata)

for _entity, _table in ENTITY_TABLES.items():
    _registry.map_imperatively(_entity, _table)
_registry.configure()

TABLE_OF = {table.name: table for table in ENTITY_TABLES.values()}
KIND_OF: dict[str, type] = {table.name: entity for entity, table in ENTITY_TABLES.items()}
