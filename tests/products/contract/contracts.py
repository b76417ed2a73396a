"""Contracts for the tests: a plain one to vary, random ones, and rows as numbers to compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from products.contract.calendar import Unit
from products.contract.schedule import Layout, lay_out
from products.contract.settings import (
    Carry,
    Compounding,
    DayCount,
    EarlyPays,
    Excess,
    LevelBy,
    OverdueCounts,
    Payment,
    RestDay,
    SettleTo,
    WhenUnpaid,
)
from products.contract.terms import ContractTerms, Method
from products.contract.walk import Row

START = date(2026, 1, 15)


def contract(**changes: Any) -> ContractTerms:
    """12 level months of 18 % on 100,000 rupees, with whatever is changed."""
    plain = {
        "currency": "PKR",
        "amount": 100_000,
        "start": START,
        "instalments": 12,
        "rate": "0.18",
    }
    return ContractTerms.model_validate(plain | changes)


def laid(**changes: Any) -> Layout:
    """Its schedule."""
    layout = lay_out(contract(**changes))
    assert isinstance(layout, Layout), layout
    return layout


def column(rows: Sequence[Row], name: str) -> list[float]:
    """One column in major units."""
    return [float(getattr(row, name)) / 100 for row in rows]


def paid(on: str, amount: float | None = None, *, settles: bool = False) -> Payment:
    """A payment, its day as text."""
    return Payment.model_validate({"on": on, "amount": amount, "settles": settles})


rates = st.integers(0, 6000).map(lambda grains: Decimal(grains) / 10_000)
coins = st.sampled_from([1, 10, 100])


@st.composite
def recalculations(draw: st.DrawFn) -> dict[str, Any]:
    """Every combination of what payments may do."""
    return {
        "overdue_counts": draw(st.sampled_from(OverdueCounts)),
        "rest_day": draw(st.sampled_from(RestDay)),
        "compounding": draw(st.sampled_from(Compounding)),
        "excess": draw(st.sampled_from(Excess)),
        "early_pays": draw(st.sampled_from(EarlyPays)),
        "settle_to": draw(st.sampled_from(SettleTo)),
    }


@st.composite
def roundings(draw: st.DrawFn) -> dict[str, Any]:
    """Rounding rules whose last instalment takes the rest."""
    return {
        "mode": draw(st.sampled_from(["half_up", "half_even", "up", "down"])),
        "step_minor": draw(coins),
        "carry": draw(st.sampled_from(Carry)),
        "instalment_step_minor": draw(st.sampled_from([None, 100, 500])),
    }


@st.composite
def contracts(draw: st.DrawFn) -> ContractTerms:
    """Contracts of every method, calendar and setting that go together."""
    count = draw(st.integers(1, 40))
    method = draw(st.sampled_from(Method))
    flat = method not in (Method.GRADUATED, Method.BALANCE_SHARE) and draw(st.booleans())
    amount = draw(st.integers(100, 10_000_000))
    bases = ["nominal_pa_monthly", "effective_pa", "simple_pa", "nominal_pa_quarterly"]
    most = 0 if method is Method.SINGLE else count - 1
    start = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    fields: dict[str, Any] = {
        "currency": draw(st.sampled_from(["PKR", "KWD", "JPY"])),
        "amount": amount,
        "start": start,
        "instalments": count,
        "rate": draw(rates),
        "rate_basis": draw(st.sampled_from(["flat_pa", "flat_term"] if flat else bases)),
        "method": method,
        "day_count": draw(st.sampled_from(DayCount)),
        "every": {"n": draw(st.integers(1, 4)), "unit": draw(st.sampled_from(Unit))},
        "month_end": draw(st.booleans()),
        "level_by": draw(st.sampled_from(LevelBy)),
        "grace": {
            "principal": draw(st.integers(0, min(5, most))),
            "charge": draw(st.integers(0, min(5, most))),
            "free": draw(st.integers(0, min(3, count))),
        },
        "rounding": draw(roundings()),
        "when_unpaid": draw(st.sampled_from(WhenUnpaid)),
        "even_out": draw(st.booleans()),
        "skip_months": draw(st.sets(st.integers(1, 12), max_size=3)),
        "recalculation": draw(recalculations()),
        "instalment": max(1, 2 * amount // count),
        "principal_each": max(1, amount // (2 * count)),
        "balance_share": "0.05",
        "minimum": 1,
        "step_share_pa": "0.03",
        "fees": draw(st.sampled_from(_FEES)),
    }
    if not flat and draw(st.booleans()):
        fields["rate_changes"] = [
            {"on": start + timedelta(draw(st.integers(1, 500))), "rate": "0.2"}
        ]
    if draw(st.booleans()):
        fields["first_due"] = start + timedelta(draw(st.integers(1, 80)))
    return ContractTerms.model_validate(fields)


_FEES = (
    (),
    ({"when": "each", "of": "charge", "value": "0.01"},),
    ({"when": "overdue", "value": 5, "is_penalty": True},),
    ({"when": "financed", "of": "amount", "value": "0.02"}, {"when": "each", "value": 2}),
)
