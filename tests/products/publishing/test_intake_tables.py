"""The tables of imports: made at opening, keyed so that nothing is kept twice, no file in them."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, Table, inspect

from products.publishing import intake_tables
from products.publishing.tables import SCHEMA

TABLES = [each for each in vars(intake_tables).values() if isinstance(each, Table)]


def test_there_are_tables_and_each_belongs_to_the_one_schema():
    assert len(TABLES) >= 3
    assert all(each.metadata is SCHEMA for each in TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_opening_the_registry_makes_the_table(registry, table):
    made = {column["name"] for column in inspect(registry.engine).get_columns(table.name)}
    assert made == {column.name for column in table.c}


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_every_table_has_a_key_and_no_place_for_a_files_bytes(table):
    assert list(table.primary_key.columns)
    assert not [column for column in table.c if isinstance(column.type, LargeBinary)]
    assert not table.foreign_keys
