"""Rows of a pack's tables as models."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel, ValidationError

from products.catalogue.pack import (
    AssumptionLine,
    Contact,
    Country,
    Grade,
    Pack,
    Provider,
    Region,
    RuleLine,
    SeriesPoint,
    StepLine,
    Unexpressed,
)

ROWS: tuple[type[BaseModel], ...] = (
    AssumptionLine,
    Contact,
    Provider,
    Region,
    RuleLine,
    SeriesPoint,
    StepLine,
    Unexpressed,
)


@pytest.mark.parametrize("model", ROWS)
def test_every_column_says_what_it_means(model: type[BaseModel]) -> None:
    assert all(field.description for field in model.model_fields.values())


@pytest.mark.parametrize("model", ROWS)
def test_a_row_is_frozen_and_takes_no_other_column(model: type[BaseModel]) -> None:
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1,5", "ten"])
def test_a_figure_is_a_finite_number(value: str) -> None:
    with pytest.raises(ValidationError):
        SeriesPoint(series="cpi", value=value, unit="share", source_id="law", confidence="high")  # type: ignore[arg-type]


def test_every_row_with_a_figure_names_its_source() -> None:
    sourced = {AssumptionLine, Contact, RuleLine, SeriesPoint, StepLine, Unexpressed}
    assert {m for m in ROWS if "source_id" in m.model_fields} == sourced
    assert all(model.model_fields["source_id"].is_required() for model in sourced)


def test_grades_run_from_a_to_d() -> None:
    assert [grade.value for grade in Grade] == ["A", "B", "C", "D"]


def test_a_pack_without_a_country_file_has_no_caps() -> None:
    assert Pack("XYZ").caps == {}
    assert Pack("XYZ").settings == {}


def test_what_a_country_file_says_beyond_our_keys_is_carried_along() -> None:
    country = Country.model_validate(
        {"iso3": "XYZ", "currency": "PKR", "languages": ["en"], "default_language": "en",
         "calendar": {"start": {"month": 7, "share": float("nan")}}}
    )  # fmt: skip
    assert json.dumps(Pack("XYZ", country).settings, allow_nan=False)
    assert Pack("XYZ", country).settings["calendar"] == {"start": {"month": 7, "share": None}}
