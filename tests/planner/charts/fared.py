"""Tables of futures made by hand, for the pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd

MARKS = np.arange(25)
DATES = pd.date_range("2026-01-01", periods=25, freq="MS")


def fan() -> pd.DataFrame:
    """Cash that falls by 10,000 a month from 120,000, wider and wider apart."""
    middle = 120_000 - 10_000.0 * MARKS
    parts = {"lowest": -8, "lower": -3, "middle": 0, "upper": 3, "highest": 8}
    bands = {name: middle + way * 1_000.0 * MARKS for name, way in parts.items()}
    return pd.DataFrame({"mark": MARKS, "date": DATES, **bands, "plan": middle + 2_000})


def chances(values: np.ndarray) -> pd.DataFrame:
    """A chance at each mark."""
    return pd.DataFrame({"mark": MARKS, "date": DATES, "chance": values})


def goals() -> pd.DataFrame:
    """A house that becomes surer and surer, and a wedding that never does."""
    house = chances(np.minimum(MARKS / 20, 1.0)).assign(goal=0, name="House")
    wedding = chances(np.full(25, 0.25)).assign(goal=1, name="Wedding's gold")
    return pd.concat([house, wedding], ignore_index=True)


def shocks() -> pd.DataFrame:
    """One that the plan survives, one it does not, and both at once."""
    return pd.DataFrame(
        {
            "name": ["Illness", "The money stops", "Both"],
            "lowest": [40_000.0, -60_000.0, -150_000.0],
            "month": ["March 2026", "June 2026", "June 2026"],
            "stacked": [False, False, True],
        }
    )


def swings() -> pd.DataFrame:
    """Two assumptions, the wider first."""
    return pd.DataFrame(
        {
            "name": ["Prices", "Exchange rate"],
            "at_low": [90_000.0, 40_000.0],
            "at_high": [-20_000.0, 60_000.0],
            "low": ["2%", "−10%"],
            "high": ["15%", "10%"],
        }
    )


def reasons() -> pd.DataFrame:
    """Two reasons, counted."""
    return pd.DataFrame({"name": ["Illness", "Prices"], "count": [312, 100]})


def returns() -> pd.DataFrame:
    """Safer with every month, with a gap at mark 18."""
    values = MARKS / 24
    values[18] = 0.5
    return chances(values)


def venture() -> pd.DataFrame:
    """100,000 put in, 10,000 a month while it runs."""
    lives = -100_000 + 10_000.0 * MARKS
    return pd.DataFrame(
        {
            "mark": MARKS,
            "date": DATES,
            "lives": lives,
            "expected": lives * 0.8 - 20_000,
            "closes": np.minimum(lives, lives[6]),
        }
    )


def year() -> pd.DataFrame:
    """A year of milk and wheat against instalments, seed and food."""
    rows = []
    for mark, day in zip(MARKS[1:13], DATES[1:13], strict=True):
        amounts = {
            "season_in": 200_000.0 * (day.month == 5),
            "steady_in": 20_000.0,
            "instalments": 12_000.0,
            "season_out": 60_000.0 * (day.month == 11),
            "steady_out": 25_000.0,
        }
        rows += [{"mark": mark, "date": day, "part": p, "amount": a} for p, a in amounts.items()]
    return pd.DataFrame(rows)


def signs() -> pd.DataFrame:
    """Below the buffer in two months, a feast in one of them."""
    return pd.DataFrame(
        {
            "mark": [3, 4, 4],
            "sign": ["below", "below", "feast"],
            "words": ["April 2026", "May 2026", "Ramzan"],
        }
    )
