"""The register of kinds, and the union that tells their terms apart."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from products.basis.problems import from_pydantic
from products.kinds import KINDS, AnyTerms
from tests.strategies import TERMS

ANY = TypeAdapter(AnyTerms)


def test_every_kind_stands_under_its_own_code() -> None:
    for code, kind in KINDS.items():
        assert kind.code == code
        assert kind.Terms.model_fields["kind"].default == code


def test_every_kind_has_a_strategy_of_terms() -> None:
    assert set(TERMS) == set(KINDS)


def test_the_union_tells_terms_apart_by_kind() -> None:
    terms = ANY.validate_python({"kind": "qard_hasan", "tenor_max_months": 12})
    assert type(terms) is KINDS["qard_hasan"].Terms
    assert ANY.validate_json(ANY.dump_json(terms)) == terms


def test_an_unknown_kind_is_a_problem_that_names_the_known_ones() -> None:
    with pytest.raises(ValidationError) as caught:
        ANY.validate_python({"kind": "lottery"})
    (problem,) = from_pydantic(caught.value.errors())
    assert problem.code == "problem.not_in_list"
    assert "term_deposit" in str(problem.params["limit"])
