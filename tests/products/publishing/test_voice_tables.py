"""The tables of what people say: no person in them, and all of them made at opening."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from products.publishing import voice_tables
from products.publishing.tables import EVENT

NAMES = ("VERIFICATION", "CONFLICT", "DISPUTE", "VOICE_EVENT", "STEP_TAKEN", "UNMET", "SALT")


@pytest.mark.parametrize("name", NAMES)
def test_opening_the_registry_makes_the_table(registry, name):
    table = getattr(voice_tables, name)
    assert inspect(registry.engine).has_table(table.name)


def test_a_households_tables_have_no_place_for_a_person():
    columns = {column.name for column in (*voice_tables.STEP_TAKEN.c, *voice_tables.UNMET.c)}
    assert columns == {
        "household", "listing_id", "provider_id", "step", "reason", "rule", "amount_band",
        "tenor_band", "region", "month",
    }  # fmt: skip


def test_the_chain_of_voices_has_the_columns_of_the_registrys():
    assert [c.name for c in voice_tables.VOICE_EVENT.c] == [c.name for c in EVENT.c]
