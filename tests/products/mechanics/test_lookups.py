"""Contracts that are tables, against the official tables themselves."""

from __future__ import annotations

import numpy as np
import pytest

from products.mechanics.lookups import charge_before, kept_profit, value_at

# Special Savings Certificate (registered): usual and last coupon; profit per 100 face value by
# half-years completed, nothing drawn before; after six half-years by half-years already drawn.
# Source: official tables of National Savings, https://scribd.com/document/513328569/
TABLES = {
    "2015-12-01": (
        (3.2, 3.8),
        (3.2, 6.502, 9.91, 13.427, 17.056, 21.4),
        (21.4, 17.656, 14.027, 10.51, 7.102, 3.8),
    ),
    "2016-02-01": (
        (3.0, 3.4),
        (3.0, 6.09, 9.27, 12.546, 15.921, 19.798),
        (19.798, 16.321, 12.946, 9.67, 6.49, 3.4),
    ),
    "2016-04-01": (
        (3.0, 3.2),
        (3.0, 6.09, 9.27, 12.546, 15.921, 19.598),
        (19.598, 16.121, 12.746, 9.47, 6.29, 3.2),
    ),
}


@pytest.mark.parametrize("issue", TABLES)
def test_undrawn_profit_is_the_official_table_to_its_last_digit(issue: str) -> None:
    (usual, last), undrawn, after_drawing = TABLES[issue]
    coupons = np.array([usual] * 5 + [last]) / 100
    np.testing.assert_array_equal((100 * kept_profit(coupons, 0.001))[1:].round(3), undrawn)
    for drawn, printed in enumerate(after_drawing):
        assert round(100 * kept_profit(coupons[drawn:], 0.001)[-1], 3) == printed


def test_without_a_step_all_that_is_kept_earns() -> None:
    kept = kept_profit(np.array([0.032] * 5 + [0.038]), 0.0)
    assert kept[-1] == pytest.approx(1.032**6 - 1 + 0.006)


def test_the_row_that_holds_is_the_last_one_reached() -> None:
    found = value_at([1, 3], [1.09, 1.30], np.array([0, 1, 2, 3, 9]), 1.0)
    np.testing.assert_array_equal(found, [1.0, 1.09, 1.09, 1.30, 1.30])


def test_the_charge_is_that_of_the_first_year_not_yet_complete() -> None:
    found = charge_before([1, 2], [0.02, 0.01], np.array([[0, 1], [2, 5]]))
    np.testing.assert_array_equal(found, [[0.02, 0.01], [0.0, 0.0]])


def test_an_empty_table_charges_nothing() -> None:
    np.testing.assert_array_equal(charge_before([], [], np.arange(3)), 0.0)
