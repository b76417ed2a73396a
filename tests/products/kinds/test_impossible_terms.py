"""Impossible terms and abused amounts of every kind of finance (abuse cases CALC-01 and CALC-02).

Each is a problem that names field, value and rule, or a number that is finite; never a guess.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import Problem, from_pydantic
from products.basis.timeline import Timeline
from products.kind import Side
from products.kinds import KINDS

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 360), index_pa={"kibor_1y": 0.11})
PRICED = {"rate": 0.12, "rate_basis": "simple_pa"}
GOOD: dict[str, dict[str, Any]] = {
    "loan": {"tenor_max_months": 36, **PRICED},
    "housing_loan": {"tenor_max_months": 240, **PRICED},
    "qard_hasan": {"tenor_max_months": 36},
    "credit_line": {"tenor_max_months": 36, "line_months": 6, **PRICED},
    "diminishing_musharakah": {"tenor_max_months": 120, **PRICED},
    "ijara": {"tenor_max_months": 36, **PRICED},
    "murabaha": {"tenor_max_months": 36, "markup": 0.12, "markup_basis": "flat_pa"},
    "salam": {"tenor_max_months": 6, "goods_worth_share": 1.1},
}
"""Terms of every kind of finance by which a contract can be made."""
PRICE = {code: "markup" if code == "murabaha" else "rate" for code in GOOD}
OF_PRICE = [code for code in GOOD if code not in ("qard_hasan", "salam")]
EVERY = pytest.mark.parametrize("code", GOOD)
EVERY_PRICED = pytest.mark.parametrize("code", OF_PRICE)


def problem_of(code: str, **columns: Any) -> Problem:
    with pytest.raises(ValidationError) as caught:
        KINDS[code].Terms.model_validate({**GOOD[code], **columns})
    return from_pydantic(caught.value.errors())[0]


def test_every_kind_of_finance_is_tried() -> None:
    finance = {code for code, kind in KINDS.items() if kind.side is Side.FINANCE}
    assert finance - set(GOOD) <= {"committee"}
    for code, columns in GOOD.items():
        KINDS[code].Terms.model_validate(columns)


@EVERY_PRICED
@pytest.mark.parametrize("value", [19.0, 12.0, 3.0001])
def test_a_rate_of_1900_per_cent_or_a_percentage_for_a_decimal_is_told(
    code: str, value: float
) -> None:
    problem = problem_of(code, **{PRICE[code]: value})
    assert problem.code == "problem.percent_not_decimal"
    assert problem.where == PRICE[code]
    assert problem.params["value"] == f"{value:g}"
    assert float(str(problem.params["limit"])) == pytest.approx(value / 100, rel=1e-5)


@EVERY_PRICED
def test_a_negative_rate_is_told(code: str) -> None:
    problem = problem_of(code, **{PRICE[code]: -0.01})
    assert (problem.code, problem.where) == ("problem.too_low", PRICE[code])


@EVERY_PRICED
def test_an_unknown_basis_is_told_with_those_there_are(code: str) -> None:
    basis = f"{PRICE[code]}_basis"
    problem = problem_of(code, **{basis: "per_fortnight"})
    assert (problem.code, problem.where) == ("problem.not_in_list", basis)
    assert "_pa" in str(problem.params["limit"])


@EVERY_PRICED
def test_a_price_that_is_not_given_is_told(code: str) -> None:
    problem = problem_of(code, **{PRICE[code]: None})
    assert problem.code in ("problem.no_rate", "problem.not_a_number")


@EVERY
@pytest.mark.parametrize(("months", "code_told"), [(-12, "too_low"), (0, "too_low")])
def test_calc_01_a_term_of_nothing_or_less_is_told(code: str, months: int, code_told: str) -> None:
    problem = problem_of(code, tenor_max_months=months)
    assert (problem.code, problem.where) == (f"problem.{code_told}", "tenor_max_months")


@EVERY
def test_calc_01_a_term_of_1200_months_is_told(code: str) -> None:
    problem = problem_of(code, tenor_max_months=1200)
    assert (problem.code, problem.params["limit"]) == ("problem.too_high", 480)


@EVERY
def test_a_shortest_tenor_above_the_longest_is_told(code: str) -> None:
    longest = GOOD[code]["tenor_max_months"]
    problem = problem_of(code, tenor_min_months=longest + 1)
    assert problem.code == "problem.min_above_max"
    assert problem.params["limit"] == str(longest)


@pytest.mark.parametrize("code", [code for code in GOOD if code != "salam"])
def test_a_grace_beyond_the_tenor_is_told(code: str) -> None:
    longest = GOOD[code]["tenor_max_months"]
    problem = problem_of(code, grace_months=longest)
    assert problem.code == "problem.grace_beyond_tenor"
    assert problem.params["value"] == str(longest)


def test_a_payment_below_the_charge_is_told() -> None:
    problem = problem_of("credit_line", rate=0.9, minimum_payment_share=0.05)
    assert problem.code == "problem.minimum_below_charge"
    assert (problem.params["value"], problem.params["limit"]) == ("0.05", "0.075")


@EVERY
@pytest.mark.parametrize("amount_minor", [1, 100, 10**14])
def test_calc_01_amounts_from_a_coin_to_a_trillion_come_out_exact(
    code: str, amount_minor: int
) -> None:
    kind, terms = KINDS[code], KINDS[code].Terms.model_validate(GOOD[code])
    for variant in kind.variants(terms):
        found = kind.schedule(terms, variant, amount_minor, START, "PKR", MARKET)
        assert found.principal_minor.sum() == 0
        assert found.balance_minor.min() >= 0
        assert found.due_minor[0] == amount_minor
        assert found.due_minor[1:].max() <= 0


@EVERY_PRICED
@pytest.mark.parametrize("price", [0.0, 3.0])
def test_calc_01_a_price_of_nothing_or_of_300_per_cent_gives_plain_numbers(
    code: str, price: float
) -> None:
    kind = KINDS[code]
    terms = kind.Terms.model_validate({**GOOD[code], PRICE[code]: price})
    for variant in kind.variants(terms):
        flows = kind.unit_flows(terms, variant, MARKET)
        for values in (flows.per_unit, flows.charge, flows.owed):
            assert np.isfinite(values).all()
        assert flows.per_unit[1:].max() <= 0
        found = kind.schedule(terms, variant, 100_000_00, START, "PKR", MARKET)
        assert found.due_minor[1:].max() <= 0


@pytest.mark.parametrize(("off", "taken"), [(-1, True), (0, True), (1, False)])
def test_calc_02_an_amount_on_the_edge_of_what_terms_allow_is_within_it(
    off: int, taken: bool
) -> None:
    """A cent either side of the largest amount: a cap on the instalment, a capped subsidy."""
    capped = {"tenor_min_months": 100, "tenor_max_months": 100, "instalment_cap": 140.0}
    helped = {
        **GOOD["loan"],
        "tenor_min_months": 36,
        "capital_subsidy_share": 0.15,
        "capital_subsidy_max": 2_100,
    }
    for code, columns in (("qard_hasan", capped), ("loan", helped)):
        kind = KINDS[code]
        terms = kind.Terms.model_validate(columns)
        (variant,) = kind.variants(terms)
        limit = kind.amount_limit(terms, variant)
        assert limit == pytest.approx(14_000)
        amount = 14_000_00 + off
        if taken:
            found = kind.schedule(terms, variant, amount, START, "PKR", MARKET)
            assert found.due_minor[0] == amount
        else:
            with pytest.raises(ValueError, match="at most"):
                kind.schedule(terms, variant, amount, START, "PKR", MARKET)
