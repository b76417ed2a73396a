"""What is said of ten thousand futures, against living them; shocks and levers against one course.

The family is the driver of `data/examples`, twenty years by the month, 10,000 paths, seed 1, one
thread for the simulation. The bands are five percentiles of cash and of net worth, nominal and in
today's money: four pictures. They are held against the simulation they summarise (wanted: all
four at most 0.4 of it), against a full sort of every mark, and against `np.quantile`; all
three must give the same numbers to 1e-12. Shocks and levers run the course again and are held
against one course; wall-clock of the shock pack stands above, for what was promised: a second.
"""

from __future__ import annotations

import time
from datetime import date

from bench.common import machine, measure, table  # first: it holds the threads

# isort: split
import numpy as np

from planner.assumptions import load_assumptions
from planner.case import Case, read_case
from planner.country import country_of
from planner.course import course_of
from planner.futures.exposure import exposure_of
from planner.futures.paths import FULL_PATHS, Paths
from planner.futures.simulate import futures
from planner.futures.world import world_of
from planner.plan import make_plan
from planner.risk import QUANTILES, assess, bands
from planner.sensitivity import sensitivity
from planner.shocks import shock_pack
from products.basis.cashflow import Floats
from products.catalogue.seed import COUNTRIES, ROOT, load_pack

MONTHS, SEED, ROUNDS, WITHIN_S = 240, 1, 7, 1.0
AS_OF = date(2026, 11, 24)
OF_SIMULATION = 1 / 0.4
"""How many times longer the simulation is wanted to take than the four pictures of it."""


def family() -> Case:
    """The driver's family for twenty years."""
    path = ROOT / "data" / "examples" / "driver_saudi_arabia.json"
    case, problems = read_case(path.read_bytes())
    assert case is not None, problems
    return case.model_copy(update={"months": MONTHS})


def pictures(paths: Paths) -> tuple[Floats, ...]:
    """The four arrays that are drawn."""
    today = paths.cash / paths.price_level, paths.worth / paths.price_level
    return paths.cash, today[0], paths.worth, today[1]


def by_sort(paths: Paths) -> Floats:
    """The same bands from whole rows in order."""
    at = (paths.count - 1) * np.asarray(QUANTILES)
    low = np.floor(at).astype(np.int64)
    found = []
    for rows in pictures(paths):
        ordered = np.sort(rows, axis=-1)
        below, above = ordered[:, low], ordered[:, low + 1]
        found.append((below + (above - below) * (at - low)).T)
    return np.array(found)


def by_quantile(paths: Paths) -> Floats:
    """The same bands from the library's own function."""
    return np.array([np.quantile(rows, QUANTILES, axis=-1) for rows in pictures(paths)])


def main() -> None:
    """Measure and print."""
    case = family()
    pack = load_pack(COUNTRIES / "PAK")
    country = country_of(pack)
    assert country is not None
    assumptions, _ = load_assumptions(country.assumptions, AS_OF, case.overrides)
    given = (case, pack.listings, assumptions, country.currency)
    plan = make_plan(case, pack.listings, country, as_of=AS_OF, catalogue_version="bench")
    exposure = exposure_of(case, course_of(*given), country.currency)
    world = world_of(assumptions)
    paths = futures(exposure, world, FULL_PATHS, SEED)

    cash, worth, _ = bands(paths)
    own = np.array([cash.nominal, cash.today, worth.nominal, worth.today])
    assert np.allclose(own, by_sort(paths), rtol=1e-12, atol=1e-6)
    assert np.allclose(own, by_quantile(paths), rtol=1e-12, atol=1e-6)
    contenders = {
        "four pictures": lambda: bands(paths),
        "living the futures": lambda: futures(exposure, world, FULL_PATHS, SEED),
        "sorting every mark": lambda: by_sort(paths),
        "np.quantile": lambda: by_quantile(paths),
        "all that is said of them": lambda: assess(paths, plan),
    }
    bars = {"living the futures": OF_SIMULATION, "sorting every mark": 2.0}
    rows = measure("four pictures", contenders, ROUNDS)
    print(table(f"Bands of {FULL_PATHS:,} paths x {MONTHS + 1} marks", rows, 4, bars))

    began = time.perf_counter()
    shock_pack(*given)
    seconds = time.perf_counter() - began
    print(f"\nThe shock pack: {seconds * 1e3:.0f} ms (wanted: {WITHIN_S:.0f} s)\n{machine()}")
    contenders = {
        "one course (floor)": lambda: course_of(*given),
        "nine shocks, alone and at once": lambda: shock_pack(*given),
        "every lever, both ends": lambda: sensitivity(*given),
    }
    print("\n" + table("Courses run again", measure("one course (floor)", contenders, ROUNDS)))


if __name__ == "__main__":
    main()
