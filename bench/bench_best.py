"""The best plan of an example family, the whole way, and what its shortlist costs it.

The whole way is: the own plan (match, price, project), the shortlist and the programme, the
recommended plan with its reasons, the efficient few, and ten thousand futures of that plan over 240
months with everything that is said of them. Warm, one thread; the gap that is left is printed. The
promise is under a second, the aim half a second.

Below it, for every example family and aim, what the rounds of the shortlist leave on the table: the
value of its answer against the same programme on ten times as many columns.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path

from bench.common import machine, measure, table
from planner.allocation import allocate as story
from planner.allocation import shortlist
from planner.allocation.allocate import allocate
from planner.best import Best, recommend
from planner.case import Case, read_case
from planner.country import Country, country_of
from planner.futures.paths import FULL_PATHS
from planner.futures.simulate import simulate
from planner.household import Aim
from planner.plan import make_plan
from planner.risk import Risk, assess
from products.catalogue.listing import Listing
from products.catalogue.seed import COUNTRIES, ROOT, load_pack

AS_OF = date(2026, 11, 24)
MONTHS, WITHIN_MS, AIM_MS, ROUNDS = 240, 1000.0, 500.0, 7
MANY_PRODUCTS, MANY_WAYS = 240, 14
AIMS = (Aim.SAFETY, Aim.GOALS, Aim.INCOME, Aim.WEALTH)


def world() -> tuple[Country, tuple[Listing, ...]]:
    """Pakistan and what is on offer there."""
    pack = load_pack(COUNTRIES / "PAK")
    country = country_of(pack)
    assert country is not None
    return country, pack.listings


def families() -> dict[str, Case]:
    """The example families by name."""
    found = {}
    for path in sorted(Path(ROOT / "data" / "examples").glob("*.json")):
        case, problems = read_case(path.read_bytes())
        assert case is not None, problems
        found[path.stem] = case
    return found


def best_plan(case: Case, country: Country, listings: tuple[Listing, ...]) -> Best:
    """Own plan, allocation, recommended plan, reasons, the efficient few."""
    return recommend(case, listings, country, as_of=AS_OF, catalogue_version="bench")


def whole_way(case: Case, country: Country, listings: tuple[Listing, ...]) -> tuple[Best, Risk]:
    """The best plan, and ten thousand futures of it."""
    best = best_plan(case, country, listings)
    paths = simulate(best.plan.case, best.plan, best.plan.assumptions, FULL_PATHS, case.seed)
    return best, assess(paths, best.plan)


def left_by_the_shortlist(case: Case, aim: Aim, where: tuple[Country, tuple[Listing, ...]]) -> str:
    """One line: the answer's value, and that on a list ten times as long."""
    country, listings = where
    plan = make_plan(case, listings, country, as_of=AS_OF, catalogue_version="bench")
    short = allocate(plan, listings, country, aim=aim)
    usual = shortlist.MOST_PRODUCTS, shortlist._WAYS
    try:
        shortlist.MOST_PRODUCTS, shortlist._WAYS = MANY_PRODUCTS, MANY_WAYS
        long = allocate(plan, listings, country, aim=aim)
    finally:
        shortlist.MOST_PRODUCTS, shortlist._WAYS = usual
    better = max(long.value, short.value)
    lost = (better - short.value) / better if better > 0 else 0.0
    return (
        f"  {aim.value:<11}{short.model.size:>4} columns{short.value:>14,.0f}"
        f"{long.model.size:>7} columns{long.value:>14,.0f}{lost:>9.2%} left"
        f"   gap {long.gap:.2%} by {long.solution.method.value}"
    )


def main() -> None:
    """Print the times, the table and what the shortlist leaves."""
    country, listings = world()
    print(machine())
    for name, case in families().items():
        for months in (case.months, MONTHS):
            one = case.model_copy(update={"months": months})
            whole_way(one, country, listings)
            wall = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                best, _ = whole_way(one, country, listings)
                wall.append(1000 * (time.perf_counter() - began))
            print(
                f"{name:<24}{months:>4} months  median {statistics.median(wall):6.0f} ms, best "
                f"{min(wall):6.0f} ms (promised {WITHIN_MS:.0f}, aim {AIM_MS:.0f})  gap "
                f"{best.allocation.gap:.2%} by {best.allocation.solution.method.value}"
            )
    driver = families()["nurse_and_technician"].model_copy(update={"months": MONTHS})
    plan = make_plan(driver, listings, country, as_of=AS_OF, catalogue_version="bench")
    ways = {
        "recommend": lambda: best_plan(driver, country, listings),
        "the own plan alone": lambda: make_plan(
            driver, listings, country, as_of=AS_OF, catalogue_version="bench"
        ),
        "the allocation alone": lambda: allocate(plan, listings, country),
        "the whole way, 10,000 futures": lambda: whole_way(driver, country, listings),
    }
    print(table("Nurse and technician, 240 months", measure("recommend", ways, ROUNDS)))
    print(f"\nWhat {story._ROUNDS} rounds of challenge leave out")
    for name, case in families().items():
        print(name)
        for aim in AIMS:
            print(left_by_the_shortlist(case, aim, (country, listings)))


if __name__ == "__main__":
    main()
