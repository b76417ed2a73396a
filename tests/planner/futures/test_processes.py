"""How one uncertain thing moves, against closed forms and published figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import erf, exp, log, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from planner.futures.draws import stream
from planner.futures.processes import (
    ar1,
    ar1_variance,
    gbm,
    level,
    monthly,
    on_and_off,
    persistence,
    shock_sd,
    spread_over_year,
    surviving,
    walk,
)
from planner.futures.twin import first_below
from planner.risk import standard_error
from products.basis.cashflow import Floats
from tests.conftest import ROOT

PATHS, SIGMAS = 200_000, 4
SUITE = json.loads((ROOT / "tests/uncertain/stochastic_engine.json").read_text(encoding="utf-8"))


def cases(group: str) -> list[Any]:
    found = [c for c in SUITE["cases"] if c["group"] == group]
    assert found
    return [pytest.param(c["inputs"], c["expected"], id=c["id"]) for c in found]


def normals(name: str, *shape: int) -> Floats:
    return stream(11, 0, name).standard_normal(shape)


def close(found: Floats, mean: float, sd: float) -> None:
    """Mean and standard deviation of a sample within four standard errors."""
    n = found.size
    assert found.mean() == pytest.approx(mean, abs=SIGMAS * found.std() / sqrt(n))
    fourth = np.mean((found - found.mean()) ** 4)
    error = sqrt(max(fourth - found.var() ** 2, 0.0) / n) / (2 * found.std())
    assert found.std() == pytest.approx(sd, abs=SIGMAS * error)


@pytest.mark.parametrize(("given", "expected"), cases("gbm"))
def test_geometric_brownian_motion_has_the_published_moments(given: Any, expected: Any) -> None:
    s0, mu, sigma, years, k = (given[x] for x in ("S0", "mu", "sigma", "T", "K"))
    mean, spread = log(s0) + (mu - sigma**2 / 2) * years, sigma * sqrt(years)
    assert s0 * exp(mu * years) == pytest.approx(expected["mean"], rel=1e-6)
    stdev = s0 * exp(mu * years) * sqrt(exp(sigma**2 * years) - 1)
    assert stdev == pytest.approx(expected["stdev"], rel=1e-6)
    below = NormalDist(mean, spread).cdf(log(k))
    assert below == pytest.approx(expected["prob_below_K"], rel=1e-6)

    end = gbm(normals("gbm", 12, PATHS), mu, sigma, years / 12, s0)[-1]
    close(end, expected["mean"], expected["stdev"])
    error = standard_error(below, PATHS)
    assert (end < k).mean() == pytest.approx(below, abs=SIGMAS * error)
    for share, value in {**expected["quantiles"], "0.5": expected["median"]}.items():
        at = NormalDist(mean, spread).inv_cdf(float(share))
        assert exp(at) == pytest.approx(value, rel=1e-6)
        error = standard_error(float(share), PATHS)
        assert (end < value).mean() == pytest.approx(float(share), abs=SIGMAS * error)


@pytest.mark.parametrize(("given", "expected"), cases("ar1"))
def test_an_autoregression_has_the_published_spread(given: Any, expected: Any) -> None:
    phi, shock, steps = given["phi"], given["shock_sd"], given["steps"]
    variance = ar1_variance(phi, shock, steps)
    assert sqrt(variance[-1]) == pytest.approx(expected["stdev"], abs=1e-8)
    assert shock_sd(expected["long_run_stdev"], phi) == pytest.approx(shock, abs=1e-8)
    path = ar1(normals("ar1", steps, PATHS), phi, shock, given["x0"], given["mean"])
    close(path[-1], expected["mean"], expected["stdev"])
    long = ar1(normals("long", 400, 20_000), phi, shock)
    close(long[-1], 0.0, expected["long_run_stdev"])


def gross(name: str, given: Any, paths: int) -> Floats:
    """Independent lognormal gross returns of the years, one path's growth after another's."""
    mean, stdev, years = 1 + given["mean_return"], given["stdev_return"], given["years"]
    sigma = sqrt(log(1 + (stdev / mean) ** 2))
    path = gbm(normals(name, years, paths), log(mean), sigma, 1.0)
    return path[1:] / path[:-1]


@pytest.mark.parametrize(("given", "expected"), cases("acc"))
def test_what_is_put_by_every_year_grows_as_published(given: Any, expected: Any) -> None:
    """M1' = (M1 + c) R1, M2' = (M2 + 2 c M1 + c^2) R2; a present value runs the years backwards."""
    returns = gross("acc", given, PATHS)
    first, square, found = 0.0, 0.0, np.zeros(PATHS)
    mean = 1 + given["mean_return"]
    sigma2 = log(1 + (given["stdev_return"] / mean) ** 2)
    if "payment" in given:
        growth, second, deposit = exp(sigma2) / mean, exp(3 * sigma2) / mean**2, given["payment"]
        returns = 1 / returns
    else:
        growth, second = mean, mean**2 + given["stdev_return"] ** 2
        deposit, found = given["yearly_deposit"], found + given["start_balance"]
    for year in returns:
        found = (found + deposit) * year
        square = (square + 2 * deposit * first + deposit**2) * second
        first = (first + deposit) * growth
    assert first == pytest.approx(expected["mean"], rel=1e-6)
    assert sqrt(square - first**2) == pytest.approx(expected["stdev"], rel=1e-6)
    close(found, expected["mean"], expected["stdev"])


def steps_up(p: float) -> Iterator[Floats]:
    """Chunks of a great many unit steps, up with chance p."""
    generator = stream(11, 0, "ruin")
    while True:
        yield np.where(generator.random((50, 20_000)) < p, 1.0, -1.0)


@pytest.mark.parametrize(("given", "expected"), cases("ruin"))
def test_a_gambler_is_ruined_as_often_as_published(given: Any, expected: Any) -> None:
    start, target, p = given["start"], given["target"], given["p"]
    odds = (1 - p) / p
    if target is None:
        chance = odds**start
    elif p == 0.5:
        chance, steps = 1 - start / target, start * (target - start)
    else:
        chance = 1 - (1 - odds**start) / (1 - odds**target)
        steps = (start - target * (1 - chance)) / (1 - 2 * p)
    assert chance == pytest.approx(expected["ruin_probability"], abs=1e-7)
    if "expected_steps" in expected:
        assert steps == pytest.approx(expected["expected_steps"], abs=1e-7)

    at, ruined, done, length = (np.full(20_000, v) for v in (float(start), False, False, 0.0))
    for chunk, up in enumerate(steps_up(p)):
        path = at + np.cumsum(up, axis=0)
        broke = first_below(path - 0.5)
        rich = first_below(target - path - 0.5) if target is not None else np.full(at.size, -1)
        first = np.where((rich >= 0) & ((broke < 0) | (rich < broke)), rich, broke)
        ended = (first >= 0) & ~done
        length = np.where(ended, chunk * 50 + first + 1, length)
        ruined |= ended & (first == broke)
        done |= ended
        at = path[-1]
        if done.all() or (target is None and chunk == 40):
            break
    error = standard_error(chance, at.size)
    assert ruined.mean() == pytest.approx(chance, abs=SIGMAS * error)
    if target is not None:
        error = length.std() / sqrt(length.size)
        assert length.mean() == pytest.approx(steps, abs=SIGMAS * error)


@pytest.mark.parametrize(("given", "expected"), cases("se"))
def test_a_counted_share_has_the_published_sampling_error(given: Any, expected: Any) -> None:
    found = standard_error(given["p"], given["paths"])
    assert found == pytest.approx(expected["standard_error"], abs=1e-9)
    counts = stream(11, 0, "se").binomial(given["paths"], given["p"], 20_000) / given["paths"]
    close(counts, given["p"], expected["standard_error"])


def test_half_of_a_deviation_is_left_after_its_half_life() -> None:
    kept = persistence(18)
    assert ar1(np.zeros((18, 1)), kept, 1.0, start=2.0)[-1] == pytest.approx(1.0)
    assert persistence(0) == 0.0


def test_without_spread_every_path_stands_still_to_the_last_bit() -> None:
    z = normals("still", 24, 100)
    assert (gbm(z, 0.0, 0.0, 1 / 12) == 1.0).all()
    assert (walk(z, 0.0) == 0.0).all()
    assert (level(ar1(z, 0.9, 0.0), ar1_variance(0.9, 0.0, 24)) == 1.0).all()


def test_a_level_has_mean_one_at_every_mark() -> None:
    kept, shock = persistence(12), shock_sd(0.4, persistence(12))
    found = level(ar1(normals("level", 36, PATHS // 4), kept, shock), ar1_variance(kept, shock, 36))
    error = SIGMAS * found.std(axis=1) / sqrt(found.shape[1])
    assert (np.abs(found.mean(axis=1) - 1) <= error).all()


def test_twelve_months_together_spread_as_their_correlations_say() -> None:
    kept = persistence(6)
    path = ar1(normals("year", 400, 20_000), kept, shock_sd(1.0, kept))
    close(path[-12:].mean(axis=0), 0.0, spread_over_year(kept))


def test_a_yearly_chance_comes_back_from_twelve_monthly_ones() -> None:
    assert 1 - (1 - monthly(0.3)) ** 12 == pytest.approx(0.3)
    assert monthly(0.0) == 0.0
    assert monthly(1.0) == 1.0
    assert surviving(0.3, 4, 30)[[0, 4, 16, 28]] == pytest.approx([1, 1, 0.7, 0.49])
    assert surviving(1.0, 0, 3).tolist() == [1.0, 0.0, 0.0]


def test_money_stops_and_begins_again_as_often_as_its_chances_say() -> None:
    """A two-state chain: in the long run it is off for stop / (stop + resume) of the time."""
    stop, resume, months = 0.05, 0.25, 120
    runs = on_and_off(stream(11, 0, "runs").random((months, 50_000)), stop, resume)
    left = (1 - stop - resume) ** np.arange(1, months + 1)
    off = stop / (stop + resume) * (1 - left)
    error = np.sqrt(off * (1 - off) / runs.shape[1])
    assert (np.abs((~runs).mean(axis=1) - off) <= 5 * error).all()
    assert on_and_off(np.zeros((3, 1)) + 0.3, 0.0, 1.0).all()


def test_a_normal_below_nought_is_as_likely_as_its_error_function_says() -> None:
    z = normals("check", PATHS)
    for at in (-2.0, -1.0, 0.5):
        share = (1 + erf(at / sqrt(2))) / 2
        error = standard_error(share, PATHS)
        assert (z < at).mean() == pytest.approx(share, abs=SIGMAS * error)
