"""A plan as tidy tables: what charts draw, what pages show, what is downloaded.

`real=True` divides by the price level: today's money. Dates are those of the marks. Column names
are keys of the text files under `column.`; nothing here is rounded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.baseline import BELOW, Group, month_of
from planner.calendar import Calendar, year_from
from planner.candidates import Taken
from planner.futures.returns import Returns
from planner.inputs import Leaning
from planner.plan import Comparison, Plan
from planner.risk import Risk
from planner.ventures import VentureCourse, told_three
from products.basis.cashflow import Floats, Schedule
from products.basis.cells import harmless, safe
from products.basis.money import minor_digits
from products.basis.timeline import date_of
from products.catalogue.known import age_of_listing, as_row

Table = pd.DataFrame
"""What every function here gives, for those above who only pass it on."""
SERIES = ("cash", "cash_if_dues_paid", "owned", "owed", "net_worth", "debt_service", "income")
FAN = ("lowest", "lower", "middle", "upper", "highest")
"""Columns of the bands, in the order of `risk.QUANTILES`."""

RESTS_ON = [
    "listing_id", "name", "field", "value", "source_id", "verified_by", "document", "method",
    "as_of", "age_days", "grade", "stale", "needs_word",
]  # fmt: skip
"""Columns of what a plan rests on."""


def _axis(plan: Plan) -> pd.DataFrame:
    marks = np.arange(plan.timeline.n_marks)
    dates = pd.to_datetime([month_of(plan.timeline, int(m)) for m in marks])
    return pd.DataFrame({"mark": marks, "date": dates})


def _deflated(plan: Plan, values: Floats, real: bool) -> Floats:
    return values / plan.price_level if real else values


def _stack(
    plan: Plan, real: bool, name: str, parts: Iterable[tuple[Floats, dict[str, str]]]
) -> pd.DataFrame:
    """One block of rows for each part: its values under `name`, its words as columns."""
    frames = [
        _axis(plan).assign(**{name: _deflated(plan, values, real)}).assign(**words)
        for values, words in parts
    ]
    return pd.concat(frames, ignore_index=True) if frames else _axis(plan).head(0)


def monthly(plan: Plan, *, real: bool = False) -> pd.DataFrame:
    """Tidy series of the plan: mark, date, value, series (one of `SERIES`)."""
    parts = ((getattr(plan, name), {"series": name}) for name in SERIES)
    return _stack(plan, real, "value", parts)


def cash_lines(plan: Plan, *, real: bool = False) -> pd.DataFrame:
    """Every line of the month's account: mark, date, flow, key, label, group; for stacked bars."""
    parts = (
        (line.flow, {"key": line.key, "label": line.label, "group": line.group.value})
        for line in plan.lines
    )
    return _stack(plan, real, "flow", parts)


def worth(plan: Plan, *, real: bool = False) -> pd.DataFrame:
    """What is in hand, owned, owed and left: mark, date, value, series."""
    names = ("cash", "owned", "owed", "net_worth")
    parts = ((getattr(plan, name), {"series": name}) for name in names)
    return _stack(plan, real, "value", parts)


def monthly_wide(plan: Plan, *, real: bool = False) -> pd.DataFrame:
    """The table to download: one row a mark.

    Columns: mark, month, date of the mark, each income and remittance by name, then the sums
    essential, other_spending, debt_service, product, purpose, flow, and cash, owned, owed,
    net_worth, debt_service_ratio, cash_if_dues_paid, price_level.
    """
    frame = _axis(plan).rename(columns={"date": "month"})
    frame["date"] = pd.to_datetime([date_of(plan.timeline, int(m)) for m in frame["mark"]])
    for line in plan.lines:
        if line.group in (Group.INCOME, Group.REMITTANCE):
            name = f"{line.group.value}: {line.label}"
            flow = _deflated(plan, line.flow, real)
            frame[name] = frame[name] + flow if name in frame else flow
    for group in (Group.ESSENTIAL, Group.OTHER_SPENDING, Group.PRODUCT, Group.PURPOSE):
        flows = [line.flow for line in plan.lines if line.group is group]
        total = np.sum(flows, axis=0) if flows else np.zeros(plan.timeline.n_marks)
        frame[group.value] = _deflated(plan, total, real)
    total = np.sum([line.flow for line in plan.lines], axis=0) if plan.lines else 0.0
    frame["flow"] = _deflated(plan, np.zeros(plan.timeline.n_marks) + total, real)
    for name in ("debt_service", "cash", "owned", "owed", "net_worth", "cash_if_dues_paid"):
        frame[name] = _deflated(plan, getattr(plan, name), real)
    ratio = plan.debt_service_ratio
    frame["debt_service_ratio"] = np.where(np.isfinite(ratio), ratio, np.nan)
    frame["price_level"] = plan.price_level
    return frame


def cliff_curve(plan: Plan) -> pd.DataFrame:
    """One row for every last month: mark, date, lowest, lowest_date, cover_months, safe, judged."""
    cliff = plan.cliff
    frame = _axis(plan)
    frame["lowest"] = cliff.lowest
    frame["lowest_date"] = frame["date"].to_numpy()[cliff.lowest_mark]
    frame["cover_months"] = cliff.cover_months
    frame["safe"] = cliff.safe
    frame["judged"] = frame["mark"] <= cliff.judged_until
    frame["chosen"] = frame["mark"] == cliff.chosen
    return frame


def schedule(taken: Taken) -> pd.DataFrame:
    """The dated contract of one product in major units of the listing's currency."""
    return contract(taken.schedule, taken.listing.currency)


def contract(exact: Schedule, currency: str) -> pd.DataFrame:
    """A dated contract in major units of its currency, a row a date."""
    scale = 10 ** minor_digits(currency)
    frame = pd.DataFrame({"date": pd.to_datetime(list(exact.due_date)), "mark": exact.due_mark})
    for name in ("due", "principal", "charge", "fee", "balance"):
        frame[name] = getattr(exact, f"{name}_minor") / scale
    return frame


def offers(plan: Plan) -> pd.DataFrame:
    """One row a listing: who sells what, the verdict, the amount judged, what is missing."""
    rows = []
    for offer in plan.offers:
        listing = offer.listing
        rows.append(
            {
                "listing_id": listing.id,
                "name": listing.name,
                "provider_id": listing.provider_id,
                "category": listing.category.value,
                "modes": "|".join(mode.value for mode in listing.modes),
                "side": offer.side.value,
                "verdict": offer.verdict.value,
                "currency": listing.currency,
                "amount": offer.amount,
                "tenor": offer.variant.tenor,
                "money": offer.money,
                "own_share": offer.own_share,
                "instalment": offer.instalment,
                "failed": "|".join(o.code for o in offer.failed),
                "unknown": "|".join(o.code for o in offer.unknown),
                "as_of": listing.as_of,
                "stale": offer.stale,
                "grade": age_of_listing(listing, plan.provenance.as_of).grade.value,
                "chosen": offer.chosen,
            }
        )
    return pd.DataFrame(rows)


def rests_on(held: Iterable[Leaning]) -> pd.DataFrame:
    """One row a fact that the plan's figures are made from: product, who says so, day, grade.

    Columns: listing_id, name, then those of `known.as_row`, and `needs_word` (old or weak).
    """
    rows = [
        {"listing_id": one.listing.id, "name": one.listing.name, **as_row(fact)}
        | {"needs_word": fact.age.needs_word}
        for one in held
        for fact in one.facts
    ]
    return pd.DataFrame(rows, columns=RESTS_ON)


def outcomes(plan: Plan) -> pd.DataFrame:
    """One row for every rule and gate of every listing: code, state, counts, missing, fix."""
    rows = [
        {
            "listing_id": offer.listing.id,
            "code": outcome.code,
            "state": outcome.state.value,
            "group": outcome.group,
            "counts": outcome.counts,
            "missing": outcome.missing,
            "fix": outcome.fixes[0].code if outcome.fixes else "",
        }
        for offer in plan.offers
        for outcome in offer.outcomes
    ]
    return pd.DataFrame(rows)


def fan(risk: Risk, plan: Plan, *, worth: bool = False, real: bool = True) -> pd.DataFrame:
    """Bands of cash (or worth) over the futures, and the plan's own line beside them.

    One row a mark: mark, date, lowest, lower, middle, upper, highest (5, 25, 50, 75 and 95 of a
    hundred futures), plan.
    """
    bands = risk.worth if worth else risk.cash
    frame = _axis(plan)
    for name, line in zip(FAN, bands.today if real else bands.nominal, strict=True):
        frame[name] = line
    frame["plan"] = _deflated(plan, plan.net_worth if worth else plan.cash, real)
    return frame


def danger(risk: Risk, plan: Plan) -> pd.DataFrame:
    """One row a mark: mark, date, chance (below zero then), by (below zero by then)."""
    return _axis(plan).assign(chance=risk.below_at, by=risk.below_by)


def futures(risk: Risk, plan: Plan) -> pd.DataFrame:
    """The table to download, one row a mark, in today's money: bands, chances, months of cover.

    Columns: mark, month; cash_lowest ... cash_highest and worth_lowest ... worth_highest as in
    `fan`, cash_plan, worth_plan; below_at, below_by; cover_middle, cover_low; "goal: its name".
    """
    frame = _axis(plan).rename(columns={"date": "month"})
    for what in ("cash", "worth"):
        bands = fan(risk, plan, worth=what == "worth")
        for name in (*FAN, "plan"):
            frame[f"{what}_{name}"] = bands[name]
    frame["below_at"], frame["below_by"] = risk.below_at, risk.below_by
    frame["cover_middle"], frame["cover_low"] = risk.cover_median, risk.cover_low
    for goal in risk.goals:
        frame[f"goal: {goal.label}"] = goal.met_by
    return frame


def safe_returns(found: Returns, plan: Plan) -> pd.DataFrame:
    """One row a month of return that can be judged: mark, date, chance."""
    return _axis(plan).assign(chance=found.chance).iloc[: found.judged_until + 1]


def reasons(risk: Risk) -> pd.DataFrame:
    """One row a reason why money ran out, most frequent first: cause, count, share."""
    rows = [(r.cause.name.lower(), r.count, r.share) for r in risk.reasons]
    return pd.DataFrame(rows, columns=["cause", "count", "share"])


def goal_odds(risk: Risk, plan: Plan) -> pd.DataFrame:
    """One row a goal and mark: goal (its place), name, mark, date, chance (met by then)."""
    parts = [
        _axis(plan).assign(goal=place, name=goal.label, chance=goal.met_by)
        for place, goal in enumerate(risk.goals)
    ]
    if not parts:
        return _axis(plan).head(0).assign(goal=[], name=[], chance=[])
    return pd.concat(parts, ignore_index=True)


def calendar_year(calendar: Calendar, plan: Plan, first: int, *, moved: bool) -> pd.DataFrame:
    """Twelve months from mark `first`: mark, date, part, amount (>= 0); `moved` by the season."""
    marks = year_from(plan, first)
    flows, aligned = calendar.flows, calendar.aligned
    paid = flows.instalments if aligned is None or not moved else aligned.instalments
    sums = {
        "season_in": flows.season_in,
        "steady_in": flows.steady_in,
        "instalments": paid,
        "season_out": flows.season_out,
        "steady_out": flows.steady_out,
    }
    axis = _axis(plan).iloc[marks]
    parts = [axis.assign(part=name, amount=each[marks]) for name, each in sums.items()]
    return pd.concat(parts, ignore_index=True)


def low_months(calendar: Calendar, plan: Plan, first: int, *, moved: bool) -> pd.DataFrame:
    """Those of the twelve months that end under the buffer: mark, date, cash."""
    cash = calendar.aligned.cash if moved and calendar.aligned is not None else calendar.cash
    axis = _axis(plan).assign(cash=cash).iloc[year_from(plan, first)]
    return axis[axis["cash"] < calendar.buffer + BELOW].reset_index(drop=True)


def venture_lines(course: VentureCourse, plan: Plan, closes: int) -> pd.DataFrame:
    """A venture's money so far: mark, date, lives, expected, closes (at mark `closes`)."""
    three = told_three(course)
    ways = {"lives": three.lives, "expected": three.expected, "closes": three.dies[closes]}
    return _axis(plan).assign(**{name: np.cumsum(flow) for name, flow in ways.items()})


def comparison(compared: Sequence[Comparison]) -> pd.DataFrame:
    """One row for each answer, one column for each alternative, and its difference to the first."""
    frame = pd.DataFrame({"answer": list(compared[0].answers)}) if compared else pd.DataFrame()
    for one in compared:
        frame[one.name] = [one.answers[name] for name in frame["answer"]]
        frame[f"{one.name} Δ"] = [one.differences[name] for name in frame["answer"]]
    return frame


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV bytes; words a spreadsheet would run as a formula are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8")


def as_xlsx(
    frame: pd.DataFrame, title: str = "plan", more: Mapping[str, pd.DataFrame] | None = None
) -> bytes:
    """A table as a workbook, `more` on sheets of their own; words stay words, never formulas."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in {title: frame, **(more or {})}.items():
            _fill(book.add_worksheet(name[:31]), table, head, day)
    return out.getvalue()


def _fill(sheet: Any, frame: pd.DataFrame, head: Any, day: Any) -> None:  # noqa: ANN401 - untyped
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, harmless(str(name)), head)
        for row, value in enumerate(frame[name], start=1):
            if isinstance(value, pd.Timestamp):
                sheet.write_datetime(row, column, value.to_pydatetime(), day)
            elif isinstance(value, int | float | np.number) and np.isfinite(value):
                sheet.write_number(row, column, float(value))
            else:
                sheet.write_string(row, column, "" if _empty(value) else harmless(str(value)))
    sheet.freeze_panes(1, 2)


def _cell(value: object) -> object:
    if _empty(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return safe(value)


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, float) and not np.isfinite(value))


def barriers(counted: Iterable[tuple[str, int | None, int | None, bool]]) -> pd.DataFrame:
    """One row a rule of a caseload: name (in words), any, first (NaN: too few to be told), who."""
    frame = pd.DataFrame(counted, columns=["name", "any", "first", "who"])
    return frame.astype({"any": float, "first": float})
