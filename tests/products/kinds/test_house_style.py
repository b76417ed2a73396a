"""House rules that every registered kind keeps, without anyone remembering them."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from pydantic import ValidationError

from products.basis.problems import from_pydantic
from products.kind import STEP_FIELDS, Kind
from products.kinds import KINDS

EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
ISLAMIC_OR_FREE = (
    "qard_hasan",
    "profit_sharing",
    "committee",
    "murabaha",
    "ijara",
    "diminishing_musharakah",
    "salam",
)
"""Kinds whose words are part of the contract: never the word for a price of time."""


def source(kind: Kind[Any]) -> str:
    module = inspect.getmodule(kind.Terms)
    assert module is not None
    return inspect.getsource(module)


@EVERY_KIND
def test_its_module_says_how_it_is_derived_or_where_it_was_checked(kind: Kind[Any]) -> None:
    module = inspect.getmodule(kind.Terms)
    assert module is not None
    assert "Derivation:" in str(module.__doc__)


@EVERY_KIND
def test_every_field_is_described(kind: Kind[Any]) -> None:
    for name, field in kind.Terms.model_fields.items():
        assert field.description, name


@EVERY_KIND
def test_every_number_has_a_unit(kind: Kind[Any]) -> None:
    for name, shape in kind.Terms.model_json_schema()["properties"].items():
        forms = {form.get("type") for form in [shape, *shape.get("anyOf", [])]}
        if forms & {"integer", "number"}:
            units = [form.get("unit") for form in [shape, *shape.get("anyOf", [])]]
            assert any(units), name


@EVERY_KIND
def test_every_number_is_bounded_on_both_sides(kind: Kind[Any]) -> None:
    for name, shape in kind.Terms.model_json_schema()["properties"].items():
        for form in [shape, *shape.get("anyOf", [])]:
            if form.get("type") in ("integer", "number"):
                assert {"minimum", "exclusiveMinimum"} & set(form), name
                assert {"maximum", "exclusiveMaximum"} & set(form), name


@EVERY_KIND
def test_numbers_that_are_no_numbers_are_refused(kind: Kind[Any]) -> None:
    for name, shape in kind.Terms.model_json_schema()["properties"].items():
        if shape.get("type") != "number":
            continue
        for odd in ("nan", "inf", "-inf", "twelve"):
            with pytest.raises(ValidationError) as caught:
                kind.Terms.model_validate({name: odd})
            assert any(p.where == name for p in from_pydantic(caught.value.errors()))


@EVERY_KIND
def test_tables_are_fields_that_the_step_file_can_fill(kind: Kind[Any]) -> None:
    tables = {
        name for name, field in kind.Terms.model_fields.items() if "Step" in str(field.annotation)
    }
    assert tables <= set(STEP_FIELDS.values())


@EVERY_KIND
def test_names_say_no_per_cent_and_no_bare_rate(kind: Kind[Any]) -> None:
    text = source(kind)
    assert "_pct" not in text
    assert not re.search(r"\brate\b\s*=(?!=)", re.sub(r"rate=|\.rate\b", "", text))


@EVERY_KIND
def test_every_variant_of_a_kind_can_be_taken(kind: Kind[Any]) -> None:
    assert kind.side.value in ("finance", "saving", "grant", "protection")
    assert kind.variants.__doc__
    assert kind.unit_flows.__doc__
    assert kind.schedule.__doc__


@pytest.mark.parametrize("code", ISLAMIC_OR_FREE)
def test_interest_free_kinds_never_say_the_word(code: str) -> None:
    assert "interest" not in source(KINDS[code]).lower()
