"""Columns drawn from the models: their forms, bounds and lists."""

from __future__ import annotations

import pytest

from products.catalogue.attached import TERMS
from products.catalogue.listing import Header
from products.catalogue.pack import RuleLine
from products.imports.columns import Form, attached, by_name, columns, of_model, tables
from products.imports.limits import TABLE_COLUMNS
from products.kind import STEP_FIELDS, StepKind


@pytest.mark.parametrize("kind", TERMS)
def test_every_field_of_a_kind_has_its_column(kind: str) -> None:
    names = {column.name for column in (*columns(kind), *attached(kind))}
    fields = {*Header.model_fields, *TERMS[kind].model_fields, "rules", "provenance"}
    assert names == fields
    assert len(names) <= TABLE_COLUMNS


def test_a_column_knows_its_form_its_unit_and_its_bounds() -> None:
    rate, modes, day = (by_name("loan")[name] for name in ("rate", "modes", "valid_from"))
    assert (rate.form, rate.unit, rate.low, rate.high) == (Form.NUMBER, "decimal rate", 0, 3.0)
    assert (modes.form, modes.choices[0], modes.needed) == (Form.CHOICES, "conventional", True)
    assert (day.form, day.needed, day.in_terms) == (Form.DAY, False, False)


def test_the_kind_is_a_list_of_one() -> None:
    assert columns("loan")[0].choices == ("loan",)


def test_a_kind_has_the_tables_of_its_terms() -> None:
    assert tables("loan") == (StepKind.RATE, StepKind.DRAWDOWN)
    assert next(each.name for each in attached("grant")) == STEP_FIELDS[StepKind.TRANCHE]


def test_a_sheet_has_the_columns_of_its_model() -> None:
    assert [each.name for each in of_model(RuleLine)] == list(RuleLine.model_fields)
