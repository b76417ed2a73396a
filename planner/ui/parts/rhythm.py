"""How often an amount comes: every so many months, or only in some months of the year."""

from __future__ import annotations

from collections.abc import Sequence

from planner.household import Phase
from planner.ui.parts.fields import Fields

EVERY = (1, 2, 3, 4, 6, 12)
IN_SEASON = 0


def every_months(f: Fields, value: int) -> int:
    """Every so many months."""
    return f.pick("every_months", value, EVERY, lambda n: f.text(f"rhythm.every.{n}"))


def season(f: Fields, every: int, months: Sequence[int]) -> dict[str, object]:
    """Every so many months, or in the months of the year that are picked."""
    shown = IN_SEASON if months else every
    options = (*EVERY, IN_SEASON)
    chosen = f.pick("every_months", shown, options, lambda n: f.text(f"rhythm.every.{n}"))
    if chosen != IN_SEASON:
        return {"every_months": chosen, "months": ()}
    picked = f.months("months", months or (1,))
    return {"every_months": 1, "months": picked or tuple(months) or (1,)}


def word(every: int, months: Sequence[int]) -> str:
    """The name of the rhythm under `rhythm.`, for the echo beside an amount."""
    return "season" if months else f"per.{every}"


def phase(f: Fields, value: Phase) -> Phase:
    """Always, only while money comes from abroad, or only after the return."""
    return f.choice("phase", value, tuple(Phase))
