import dataclasses
import importlib
import inspect
import pkgutil

import pytest
import sqlalchemy

import koorddesk.domain
from koorddesk.store.mapping import KIND_OF
from koorddesk.store.tables import ENTITY_TABLES, LOOSE_REFERENCES, REFERENCES, metadata
from koorddesk.store.types import column_type


def changing_records() -> set[type]:
    """Every dataclass of the domain that is compared by identity, which is what makes it a record."""
    found = set()
    for module in pkgutil.iter_modules(koorddesk.domain.__path__):
        for _, member in inspect.getmembers(
            importlib.import_module(f"koorddesk.domain.{module.name}"), inspect.isclass
        ):
            if dataclasses.is_dataclass(member) and not member.__dataclass_params__.eq:
                found.add(member)
    return found


def test_every_record_of_the_domain_is_mapped():
    assert changing_records() == set(ENTITY_TABLES) == set(KIND_OF.values())


@pytest.mark.parametrize("entity", sorted(ENTITY_TABLES, key=lambda e: e.__name__), ids=lambda e: e.__name__)
def test_every_field_has_its_column(entity):
    mapper = sqlalchemy.inspect(entity)
    names = [field.name for field in dataclasses.fields(entity)]
    assert [attribute.key for attribute in mapper.column_attrs] == names
    assert [column.name for column in ENTITY_TABLES[entity].columns] == names
    assert [column.name for column in ENTITY_TABLES[entity].primary_key] == ["id"]


def test_every_reference_is_a_foreign_key_or_said_to_be_loose():
    for entity in ENTITY_TABLES:
        for field in dataclasses.fields(entity):
            if field.name.endswith(("_id", "_sha256")):
                declared = field.name in REFERENCES[entity]
                assert declared != ((entity, field.name) in LOOSE_REFERENCES), (entity, field.name)


def test_every_table_is_strict_and_every_reference_waits_for_the_commit():
    for table in metadata.tables.values():
        assert table.dialect_options["sqlite"]["strict"], table.name
        for key in table.foreign_key_constraints:
            assert (key.deferrable, key.initially) == (True, "DEFERRED") or table.name.startswith("change_")


def test_what_is_looked_up_by_reference_is_indexed():
    for entity, fields in REFERENCES.items():
        indexed = {column.name for index in ENTITY_TABLES[entity].indexes for column in index.columns}
        assert set(fields) <= indexed


def test_a_type_that_no_column_can_hold_is_refused():
    with pytest.raises(TypeError):
        column_type(dict[str, int])
    with pytest.raises(TypeError):
        column_type(int | str)
