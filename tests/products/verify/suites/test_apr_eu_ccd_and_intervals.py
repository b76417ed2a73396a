"""European intervals and rates of dated flows."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.apr_eu_ccd_and_intervals import INPUTS, answer


def asked(inputs):
    return answer(Case(INPUTS.validate_python(inputs)))


def credit(drawdowns, payments, **more):
    def flows(pairs):
        return [{"date": on, "amount": amount} for on, amount in pairs]

    return {"drawdowns": flows(drawdowns), "payments": flows(payments)} | more


def test_an_interval_is_answered_in_all_its_parts():
    said = asked({"start": "2013-02-26", "end": "2013-03-29", "period": "month"})
    assert (said["whole_periods"], said["days"], said["year_length"]) == (1, 2, 366)
    assert said["expression"] == "1/12+2/366"


def test_an_interval_without_odd_days_has_no_year():
    assert asked({"start": "2019-01-12", "end": "2020-01-12"})["year_length"] is None


SHORT = credit([("2012-10-10", 500)], [("2012-11-10", 270), ("2012-12-10", 270)])
THREE = [("1994-04-01", 272), ("1994-07-01", 272), ("1995-01-01", 544)]


@pytest.mark.parametrize(
    ("inputs", "apr"),
    [
        (credit([("1994-01-01", 950)], [("1995-07-01", 1200)], days=546), 16.90),
        (credit([("1994-01-01", 1000)], THREE), 13.19),
        (SHORT, 84.63),
        (SHORT | {"period": "month"}, 85.59),
    ],
)
def test_days_and_months(inputs, apr):
    """Directive 98/7/EC prints 16.9 and 13.19 %; a short credit counts days unless told months."""
    assert asked(inputs)["apr_percent_2dp"] == apr


def test_the_instalment_is_what_is_paid_most_often():
    payments = [("2026-02-05", 1757)] + [(f"2026-{m:02d}-05", 1707) for m in range(3, 8)]
    said = asked(credit([("2026-01-05", 10_000)], payments))
    assert said["instalment"] == 1707
    assert said["total_cost_of_credit"] == 292


def test_an_interval_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="dates_out_of_order"):
        INPUTS.validate_python({"start": "2026-02-01", "end": "2026-01-01"})
