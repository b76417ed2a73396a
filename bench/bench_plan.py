"""One plan end to end, the cliff and the money gates, on an example family and the real pack.

The family is the driver of `data/examples`, five years by the month; the listings are those of
Pakistan, repeated under new names until there are 185: nothing is drawn, the work is the same every
time. The plan is held against its floor, the family's course alone with no cliff and no offer. The
cliff is held against one projection for every month of return, the gates against one listing after
another; both must find exactly the same numbers. Wall-clock median and best of one plan stand above
the tables, for what was promised: 150 ms warm.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import date
from itertools import cycle, islice

import numpy as np

from bench.common import machine, measure, table
from planner.assumptions import load_assumptions
from planner.baseline import lines
from planner.case import Case, read_case
from planner.cliff import cliff
from planner.country import Country, country_of
from planner.course import Course, course_of
from planner.gates import Purse, deal, judge_money
from planner.plan import Plan, make_plan
from planner.projection import cash_of, total
from planner.takings import Taking
from products.basis.cashflow import Floats
from products.catalogue.listing import Listing
from products.catalogue.seed import COUNTRIES, ROOT, load_pack
from products.kinds import KINDS

LISTINGS, WITHIN_MS, ROUNDS = 185, 150.0, 9
AS_OF = date(2026, 11, 24)


def world() -> tuple[Case, Country, tuple[Listing, ...]]:
    """The driver's family, the country, and 185 listings."""
    path = ROOT / "data" / "examples" / "driver_saudi_arabia.json"
    case, problems = read_case(path.read_bytes())
    pack = load_pack(COUNTRIES / "PAK")
    country = country_of(pack)
    assert case is not None, problems
    assert country is not None
    again = (
        each.model_copy(update={"id": f"{each.id}-{number}"})
        for number, each in enumerate(cycle(pack.listings))
    )
    missing = max(LISTINGS - len(pack.listings), 0)
    return case, country, (*pack.listings, *islice(again, missing))


def one_plan(case: Case, country: Country, listings: Sequence[Listing]) -> Plan:
    """The subject."""
    return make_plan(case, listings, country, as_of=AS_OF, catalogue_version="bench")


def course_alone(case: Case, country: Country, listings: Sequence[Listing]) -> Course:
    """The floor: the family's own numbers."""
    assumptions, _ = load_assumptions(country.assumptions, AS_OF, case.overrides)
    return course_of(case, listings, assumptions, country.currency)


def cliff_at_once(case: Case, c: Course) -> Floats:
    """Cash of every month of return, in one pass."""
    return cliff(
        case.household, c.market, "PKR", c.fixed, opening=c.opening, chosen=c.last, safe_months=12
    ).cash


def cliff_by_month(case: Case, c: Course) -> Floats:
    """The same, one projection after another."""
    like = c.market.price_level
    return np.array(
        [
            cash_of(
                c.opening, total((*lines(case.household, c.market, "PKR", last), *c.fixed), like)
            )
            for last in range(case.months + 1)
        ]
    )


def takings(listings: Sequence[Listing], c: Course) -> list[Taking]:
    """Every listing in its first variant, at its smallest amount."""
    return [
        Taking(at, each, KINDS[each.kind].variants(each.terms)[0], each.amount_min or 10_000)
        for at, each in enumerate(listings)
        if each.currency in c.fx_of
    ]


def gates_at_once(deck: Sequence[Taking], c: Course, purse: Purse) -> Floats:
    """Lowest cash with each, in one pass."""
    return judge_money(deal(deck, c.market, c.fx_of), purse).lowest


def gates_one_by_one(deck: Sequence[Taking], c: Course, purse: Purse) -> Floats:
    """The same, one listing after another."""
    return np.array([gates_at_once([taking], c, purse)[0] for taking in deck])


def main() -> None:
    """Measure and print."""
    case, country, listings = world()
    one_plan(case, country, listings)
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        one_plan(case, country, listings)
        seconds.append(time.perf_counter() - began)
    median, best = statistics.median(seconds) * 1e3, min(seconds) * 1e3
    print(f"One plan, {len(listings)} listings, {case.months} months, warm: "
          f"median {median:.0f} ms, best {best:.0f} ms (wanted: {WITHIN_MS:.0f} ms)")  # fmt: skip
    print(machine())

    c = course_alone(case, country, listings)
    contenders = {
        "the whole plan": lambda: one_plan(case, country, listings),
        "its course alone (floor)": lambda: course_alone(case, country, listings),
    }
    print("\n" + table("A plan against its floor", measure("the whole plan", contenders, ROUNDS)))

    assert np.array_equal(cliff_at_once(case, c), cliff_by_month(case, c))
    contenders = {
        "all months at once": lambda: cliff_at_once(case, c),
        "month by month": lambda: cliff_by_month(case, c),
    }
    months = case.months + 1
    print("\n" + table("The cliff", measure("all months at once", contenders, ROUNDS), months))

    deck = takings(listings, c)
    purse = Purse(c.projection.cash, c.asked_pm, c.projection.income, 100_000.0, 0.4)
    assert np.array_equal(gates_at_once(deck, c, purse), gates_one_by_one(deck, c, purse))
    contenders = {
        "all listings at once": lambda: gates_at_once(deck, c, purse),
        "one by one": lambda: gates_one_by_one(deck, c, purse),
    }
    rows = measure("all listings at once", contenders, ROUNDS)
    print("\n" + table("The money gates", rows, len(deck)))


if __name__ == "__main__":
    main()
