"""A plan in its futures, under shocks, and what moves it, as plain values with words beside them.

Shares are decimals counted over `paths` futures; `standard_error` is how far they may be off. Bands
are named by their percentile, p05 to p95. "Today" is today's money: of a future its own prices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.baseline import month_of
from planner.figures import Figures, Json, number
from planner.futures.returns import Returns
from planner.plan import Plan
from planner.risk import QUANTILES, Bands, GoalOdds, Risk, VentureOdds, odds, standard_error
from planner.sensitivity import CHANGE_MONTHS, CHANGE_SHARE, End, Lever, Sensitivity
from planner.shocks import Shocked, ShockPack
from planner.text import Text

_SHARE_DIGITS = 6
_PARTS = ("decimal", "share", CHANGE_SHARE)


@dataclass(frozen=True, slots=True)
class Shaken:
    """What a plan goes through: its futures, returns in them, the shocks, and what moves it."""

    risk: Risk
    returns: Returns
    shocks: ShockPack
    sensitivity: Sensitivity


def told(shaken: Shaken, plan: Plan, text: Text) -> Json:
    """The four sections of a report."""
    return {
        "risk": risk(shaken.risk, plan, text),
        "safe_return": safe_return(shaken.returns, plan),
        "shocks": shocks(shaken.shocks, plan, text),
        "sensitivity": sensitivity(shaken.sensitivity, plan, text),
    }


def risk(found: Risk, plan: Plan, text: Text) -> Json:
    """The futures of a plan: odds, reasons, goals, and every month's bands."""
    figures = Figures(plan.timeline, plan.currency)
    return {
        "paths": found.count,
        "seed": found.seed,
        "below_zero": {
            **_odds(found.below_ever, found.count, text),
            "danger_share": found.danger_share,
            "danger_months": [figures.at(m) for m in found.danger],
        },
        "reasons": [
            {
                "cause": r.cause.name.lower(),
                "text": text(f"cause.{r.cause.name.lower()}"),
                "paths": r.count,
                "share": number(r.share, _SHARE_DIGITS),
            }
            for r in found.reasons
        ],
        "worst_twentieth_lowest_cash_today": figures.money(found.tail_today),
        "goals": [_goal(g, found.count, figures, text) for g in found.goals],
        "ventures": [_venture(v, plan, figures) for v in found.ventures],
        "monthly": [_month(found, m, figures) for m in range(plan.timeline.n_marks)],
    }


def short(found: Risk, plan: Plan, text: Text) -> Json:
    """The odds alone, for a plan laid beside another in the same futures."""
    figures = Figures(plan.timeline, plan.currency)
    return {
        "below_zero": _odds(found.below_ever, found.count, text),
        "worst_twentieth_lowest_cash_today": figures.money(found.tail_today),
        "goals": [
            {"label": g.label, "in_time": _odds(g.in_time, found.count, text)} for g in found.goals
        ],
    }


def _odds(share: float, count: int, text: Text) -> Json:
    return {
        "share": number(share, _SHARE_DIGITS),
        "standard_error": number(standard_error(share, count), _SHARE_DIGITS),
        "text": odds_said(share, text),
    }


def odds_said(share: float, text: Text) -> str:
    """A share as so many families like this one."""
    said = odds(share)
    return text(said.code, number=said.number, of=said.of)


def _goal(g: GoalOdds, count: int, figures: Figures, text: Text) -> Json:
    return {
        "label": g.label,
        "month": figures.at(g.mark),
        "beyond_plan": g.beyond_plan,
        "in_time": _odds(g.in_time, count, text),
        "met_by_share": {f"{share:g}": figures.at(mark) for share, mark in g.sure_by.items()},
        "met_by": [number(share, _SHARE_DIGITS) for share in g.met_by],
    }


def _venture(v: VentureOdds, plan: Plan, figures: Figures) -> Json:
    return {
        "key": v.key,
        "label": label_of(v.key, plan),
        "running_at_end": number(v.running[-1], _SHARE_DIGITS),
        "closing": {
            str(figures.at(m)): number(share, _SHARE_DIGITS)
            for m, share in enumerate(v.closing)
            if share
        },
    }


def label_of(key: str, plan: Plan) -> str:
    """The family's own word for a venture, or for a line; the key itself where there is none."""
    said = [v.label for v in plan.ventures if v.key == key]
    said += [line.label for line in plan.lines if line.key == key]
    return next((label for label in said if label), key)


def _month(found: Risk, mark: int, figures: Figures) -> Json:
    return {
        "month": figures.at(mark),
        "below_zero": number(found.below_at[mark], _SHARE_DIGITS),
        "below_zero_by": number(found.below_by[mark], _SHARE_DIGITS),
        "cash": _bands(found.cash, mark, figures, today=False),
        "cash_today": _bands(found.cash, mark, figures, today=True),
        "net_worth": _bands(found.worth, mark, figures, today=False),
        "net_worth_today": _bands(found.worth, mark, figures, today=True),
        "months_of_cover_median": number(found.cover_median[mark], 2),
        "months_of_cover_p05": number(found.cover_low[mark], 2),
    }


def _bands(bands: Bands, mark: int, figures: Figures, *, today: bool) -> Json:
    rows = bands.today if today else bands.nominal
    names = (f"p{round(share * 100):02d}" for share in QUANTILES)
    return dict(zip(names, figures.moneys(rows[:, mark]), strict=True))


def safe_return(found: Returns, plan: Plan) -> Json:
    """How often each month of return turns out safe; nothing by month where no money is sent."""
    figures = Figures(plan.timeline, plan.currency)
    judged = range(found.judged_until + 1) if found.moves else range(0)
    return {
        "paths": found.count,
        "seed": found.seed,
        "confidence": found.confidence,
        "earliest_month": figures.at(found.earliest) if found.moves else None,
        "unsafe_later_months": [figures.at(m) for m in found.gaps],
        "judged_until_month": figures.at(found.judged_until),
        "chance": {str(figures.at(m)): number(found.chance[m], _SHARE_DIGITS) for m in judged},
    }


# ------------------------------------------------------------------ shocks


def shocks(pack: ShockPack, plan: Plan, text: Text) -> Json:
    """Every shock alone, and those that apply at once; what happens, and what would carry."""
    figures = Figures(plan.timeline, plan.currency)
    return {
        "month": figures.at(pack.mark),
        "alone": [_shock(s, plan, figures, text) for s in pack.alone],
        "together": _shock(pack.together, plan, figures, text),
    }


def _shock(s: Shocked, plan: Plan, figures: Figures, text: Text) -> Json:
    return {
        "shocks": [shock.value for shock in s.shocks],
        "name": shock_name(s, text),
        "applies": s.applies,
        "what": text.tell(s.code, s.params) if s.applies else "",
        "text": shock_said(s, plan, text),
        "first_below_zero_month": figures.at(s.first_below),
        "lowest_cash": figures.money(s.lowest),
        "lowest_month": figures.at(s.lowest_mark),
        "needed": figures.money(s.needed),
        "needed_today": figures.money(s.needed_today),
        "cost_today": figures.money(s.cost_today),
        "cash": figures.moneys(s.cash),
    }


def shock_name(s: Shocked, text: Text) -> str:
    """The short name of a shock, or of several at once."""
    return text(f"shock.{s.shocks[0]}" if len(s.shocks) == 1 else "shock.together")


def shock_said(s: Shocked, plan: Plan, text: Text) -> str:
    """One sentence on how the plan comes through it, or why it does not concern the family."""
    if s.reason:
        return text(s.reason)
    if s.first_below is None:
        month = month_of(plan.timeline, s.lowest_mark).isoformat()
        return text.tell("shock.survived", {"amount": s.lowest, "month": month})
    month = month_of(plan.timeline, s.first_below).isoformat()
    return text.tell("shock.sunk", {"amount": s.needed, "month": month})


# ------------------------------------------------------------------ what moves it


def sensitivity(found: Sensitivity, plan: Plan, text: Text) -> Json:
    """What moves the lowest cash and the end, most first; money in today's money."""
    figures = Figures(plan.timeline, plan.currency)
    return {
        "lowest_cash_today": figures.money(found.lowest_today),
        "end_net_worth_today": figures.money(found.worth_today),
        "levers": [
            {
                "key": lever.key,
                "name": lever_name(lever, text),
                "unit": lever.unit,
                "base": lever.base,
                "low": _end(lever, lever.low, figures, text),
                "high": _end(lever, lever.high, figures, text),
            }
            for lever in found.levers
        ],
    }


def lever_name(lever: Lever, text: Text) -> str:
    """What is moved, in words."""
    return text.tell(lever.code, lever.params)


def _end(lever: Lever, end: End, figures: Figures, text: Text) -> Json:
    return {
        "value": number(end.value, _SHARE_DIGITS),
        "text": end_said(lever, end.value, text),
        "lowest_cash_today": figures.money(end.lowest_today),
        "lowest_cash_change": figures.money(end.lowest_change),
        "end_net_worth_today": figures.money(end.worth_today),
        "end_net_worth_change": figures.money(end.worth_change),
    }


_WAYS: Mapping[str, tuple[str, str]] = {
    CHANGE_SHARE: ("sensitivity.end.less", "sensitivity.end.more"),
    CHANGE_MONTHS: ("sensitivity.end.earlier", "sensitivity.end.later"),
}


def end_said(lever: Lever, value: float, text: Text) -> str:
    """One end in words: "10% less", "6 months later", "30%", "18 months"."""
    if lever.unit in _WAYS:
        if not value:
            return text("sensitivity.end.as_planned")
        key = _WAYS[lever.unit][value > 0]
        return text.tell(key, {"share": abs(value), "months": abs(value)})
    if lever.unit.startswith(_PARTS):
        whole = round(value * 1_000) % 10 == 0
        return text.share(value, 0 if whole else 1)
    if lever.unit.startswith("month"):
        return text.count("count.month", value)
    return text.number(value, 2)
