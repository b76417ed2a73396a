"""Prices of an offer list: 10,000 listings at two amounts in one go, and every pack we ship.

Synthetic terms, seeded, nothing about them real: loans on the balance, flat and in weeks, housing
loans, deposits, certificates with monthly income; each of its own price, fees and tenor. Out: the
effective annual rate and the sums of money of each listing at both amounts.

Held against the bare flows of one unit (the floor: what a kind is asked for anyway), against the
same flows solved one by one by pyxirr, and against the whole price of one taking after another;
slow rivals do a part of the rows, and their seconds are scaled up. Rates must agree to 1e-8, or the
bench stops. One core.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyxirr

from bench.common import Row, measure, table  # first: it holds the threads at one
from products.basis.market import flat_market
from products.basis.timeline import Timeline
from products.catalogue.listing import Listing
from products.catalogue.seed import load_packs, packs
from products.kind import Side
from products.kinds import KINDS
from products.price.asking import Ask, nearest_variant, usual_amounts
from products.price.assumed import market_of
from products.price.course import course_of
from products.price.horizon import market_from
from products.price.many import Figures, price_many
from products.price.price import effective_price

LISTINGS, SEED = 10_000, 20260131
PART, PYXIRR_PART = 50, 10
ROUNDS = 3
AGREE = 1e-8
START = date(2026, 1, 31)
AMOUNTS = (50_000.0, 400_000.0)
MARKET = flat_market(Timeline(START, 360), inflation_pa=0.08)


def synthetic(count: int) -> list[Listing]:
    """Listings of five forms in turn."""
    rng = np.random.default_rng(SEED)
    return [_listing(i, _terms(i, rng)) for i in range(count)]


def _terms(i: int, rng: np.random.Generator) -> dict[str, Any]:
    years, price = int(rng.integers(1, 6)), round(float(rng.uniform(0.03, 0.4)), 6)
    fees = {"fee_share": round(float(rng.uniform(0, 0.04)), 5), "fee_fixed": int(rng.integers(900))}
    term = {"tenor_min_months": 12 * years, "tenor_max_months": 12 * years, "rate": price}
    match i % 20:
        case 0:
            weeks = {"tenor_max_months": 12, "instalment_every_days": 7, "instalments": 52}
            return {"kind": "loan", "rate": price, "rate_basis": "flat_pa", **weeks, **fees}
        case 1 | 2 | 3 | 4 | 5:
            return {"kind": "loan", "rate_basis": "flat_pa", **term, **fees}
        case 6 | 7 | 8 | 9 | 10:
            return {"kind": "loan", "rate_basis": "nominal_pa_monthly", **term, **fees}
        case 11 | 12:
            long = {"tenor_min_months": 240, "tenor_max_months": 240}
            return {
                "kind": "housing_loan", "rate_basis": "nominal_pa_monthly", **term, **fees, **long
            }  # fmt: skip
        case 13 | 14 | 15 | 16:
            return {"kind": "term_deposit", "rate_basis": "simple_pa", **term}
        case _:
            return {"kind": "income_certificate", "rate_basis": "nominal_pa_monthly", **term}


def _listing(i: int, terms: dict[str, Any]) -> Listing:
    return Listing.model_validate(
        {
            "id": f"SYN-{i:05d}",
            "provider_id": "bank",
            "name": f"Product {i}",
            "category": "savings",
            "currency": "PKR",
            "modes": ("conventional",),
            "standing": "offered",
            "source_id": "nobody",
            "confidence": "medium",
            "country": "SYN",
            "terms": terms,
        }
    )


def one_by_one(asks: Sequence[Ask]) -> list[float]:
    """The whole price of one taking after another."""
    found = (
        effective_price(a.listing, a.variant, a.amount, MARKET, start=START).effective_pa
        for a in asks
    )
    return [np.nan if rate is None else rate for rate in found]


def by_pyxirr(asks: Sequence[Ask]) -> list[float]:
    """The flows of one taking after another, its rate by pyxirr."""
    market = market_from(MARKET, START)
    found = []
    for ask in asks:
        course = course_of(ask, market)
        flow = course.own(ask.side)
        if course.by_month:
            found.append((1 + (pyxirr.irr(flow) or np.nan)) ** 12 - 1)
        else:
            found.append(pyxirr.xirr(course.days, flow) or np.nan)
    return found


def flows_alone(asks: Sequence[Ask]) -> float:
    """Flows of one unit of each listing, once."""
    market, total = market_from(MARKET, START), 0.0
    for ask in asks[:: len(AMOUNTS)]:
        total += float(ask.kind.unit_flows(ask.listing.terms, ask.taken, market).per_unit[0])
    return total


def agreed(name: str, ours: Sequence[Figures], theirs: Sequence[float]) -> None:
    """Stop the bench unless the rates agree."""
    known = np.array([np.nan if f.effective_pa is None else f.effective_pa for f in ours])
    apart = np.abs(known - np.array(theirs))
    if np.isnan(apart).any() or apart.max() > AGREE:
        sys.exit(f"{name} and ours disagree: {np.nanmax(apart):.1e}")


def scaled(row: Row, factor: float) -> Row:
    """A row that did one part in `factor` of the work, as if it had done all."""
    return replace(
        row,
        best=row.best * factor,
        median=row.median * factor,
        paired=row.paired * factor,
        of_bests=row.of_bests * factor,
    )


def offers_table() -> str:
    """10,000 listings at two amounts, checked and measured."""
    asks = [
        Ask(each, nearest_variant(each, None), amount)
        for each in synthetic(LISTINGS)
        for amount in AMOUNTS
    ]
    some, fewer = asks[::PYXIRR_PART], asks[::PART]

    def ours() -> tuple[Figures, ...]:
        return price_many(asks, MARKET, start=START)

    found = ours()
    agreed("pyxirr", found[::PYXIRR_PART], by_pyxirr(some))
    agreed("one by one", found[::PART], one_by_one(fewer))
    contenders: dict[str, Callable[[], object]] = {
        "price_many": ours,
        "floor: flows of one unit": lambda: flows_alone(asks),
        "flows, and pyxirr by row": lambda: by_pyxirr(some),
        "effective_price by row": lambda: one_by_one(fewer),
    }
    rows = measure("price_many", contenders, rounds=ROUNDS)
    factors = (1, 1, PYXIRR_PART, PART)
    rows = tuple(scaled(row, by) for row, by in zip(rows, factors, strict=True))
    sides = sum(ask.side is Side.FINANCE for ask in asks)
    title = f"prices of {LISTINGS:,} listings at {len(AMOUNTS)} amounts ({sides:,} of them credit)"
    return table(title, rows, len(asks))


def packs_lines() -> list[str]:
    """Every listing of every pack at its own smallest and largest amount, or 100,000."""
    lines = []
    for pack in load_packs(packs()):
        if pack.country is None or not pack.listings:
            continue
        market, _ = market_of(pack.assumptions, START)
        asks = []
        for each in pack.listings:
            variant = nearest_variant(each, None)
            amounts = usual_amounts(each, variant) or (100_000.0,)
            asks.extend(Ask(each, variant, amount) for amount in amounts)
        began = time.perf_counter()
        found = price_many(asks, market, start=START, home=pack.country.currency)
        took = 1e3 * (time.perf_counter() - began)
        rated = sum(f.effective_pa is not None for f in found)
        lines.append(f"{pack.iso3}: {len(asks)} takings, {rated} with a rate, {took:.0f} ms")
    return lines


def main() -> None:
    """Print the table, and a line a pack."""
    assert {"loan", "housing_loan", "term_deposit", "income_certificate"} <= KINDS.keys()
    print(offers_table())
    print()
    print("\n".join(packs_lines()))


if __name__ == "__main__":
    main()
