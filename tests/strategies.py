"""Hypothesis strategies of the market: timelines, markets, terms of every kind, and offers.

`terms_of(code)` draws valid terms of one kind; `offers()` draws a kind, its terms and a variant.
A new kind adds one entry to `TERMS`; a test demands that the register and `TERMS` agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

from products.basis.market import Market
from products.basis.rates import RateBasis
from products.basis.timeline import Timeline
from products.kind import Kind, Step, Terms, Variant
from products.kinds import KINDS
from products.mechanics.days import months_covering
from products.mechanics.repayment import ChargePaid, Repayment

Draw = Callable[..., Any]

INDEX = "kibor_1y"
YEARLY = [
    RateBasis.EFFECTIVE_PA,
    RateBasis.NOMINAL_PA_MONTHLY,
    RateBasis.NOMINAL_PA_QUARTERLY,
    RateBasis.NOMINAL_PA_HALF_YEARLY,
    RateBasis.SIMPLE_PA,
]

prices_pa = st.one_of(st.just(0.0), st.floats(0.001, 0.6).map(lambda x: round(x, 5)))
quotes = st.one_of(
    st.tuples(prices_pa, st.sampled_from(YEARLY)),
    st.tuples(prices_pa.map(lambda pa: round(pa / 12, 6)), st.just(RateBasis.EFFECTIVE_PM)),
).map(lambda pair: {"rate": pair[0], "rate_basis": pair[1]})
"""A price on the balance, or a profit, with its basis."""
flat_quotes = st.fixed_dictionaries(
    {"rate": prices_pa, "rate_basis": st.sampled_from(["flat_pa", "flat_term"])}
)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
amounts_minor = st.integers(1_000_00, 20_000_000_00)
roundings = st.fixed_dictionaries(
    {
        "rounding_mode": st.sampled_from(["half_up", "half_even", "up", "down"]),
        "rounding_step_minor": st.sampled_from([1, 100]),
    }
)


def timelines(longest: int = 120) -> st.SearchStrategy[Timeline]:
    return st.builds(Timeline, days, st.integers(0, longest))


@st.composite
def markets(draw: Draw, *, paths: int | None = None, longest: int = 120) -> Market:
    """A market with one index that wanders; `paths` futures, or a single one."""
    timeline = draw(timelines(longest))
    shape = (timeline.n_marks,) if paths is None else (paths, timeline.n_marks)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    index = np.abs(0.11 + 0.02 * np.cumsum(rng.standard_normal(shape), axis=-1) / 4)
    nothing = np.zeros(shape)
    return Market(timeline, nothing, {}, {INDEX: index})


def _tenors(draw: Draw, every: int = 1, longest: int = 96) -> dict[str, int]:
    low, high = sorted(draw(st.tuples(*[st.integers(1, longest // every)] * 2)))
    return {
        "tenor_min_months": low * every,
        "tenor_max_months": high * every,
        "tenor_step_months": 12,
    }


def _grace(draw: Draw, tenor_min: int, every: int = 1) -> dict[str, int]:
    """Grace that leaves at least one period of the shortest tenor."""
    most = max(tenor_min // every - 1, 0)
    low, high = sorted(draw(st.tuples(*[st.integers(0, most)] * 2)))
    return {"grace_min_months": low * every, "grace_months": high * every}


def _fees(draw: Draw) -> dict[str, float]:
    return {
        "fee_fixed": draw(st.sampled_from([0.0, 100.0, 4000.0])),
        "fee_share": draw(st.sampled_from([0.0, 0.01, 0.035])),
    }


def _exit_ladder(draw: Draw, tenor: int) -> dict[str, Any]:
    """An exit ladder by completed months, or none."""
    at = draw(st.sets(st.integers(0, max(tenor - 1, 0)), max_size=4))
    rows = tuple(Step(at=month, value=0.05 + month / 1000) for month in sorted(at))
    return {"exit_rates": rows, "exit_period_months": draw(st.sampled_from([1, 6, 12]))}


def _outlook(draw: Draw, name: str, low: float, base: float, high: float) -> dict[str, Any]:
    """A field with its ends, or without them."""
    ends = {f"{name}_low": low, f"{name}_high": high} if draw(st.booleans()) else {}
    return {name: base, **ends}


def _taxes(draw: Draw) -> dict[str, float | None]:
    known = st.one_of(st.none(), st.sampled_from([0.0, 0.1, 0.15, 0.3]))
    return {"tax_filer_share": draw(known), "tax_nonfiler_share": draw(known)}


def _help(draw: Draw) -> dict[str, Any]:
    """Help with the price, with a part of the loan, or none."""
    return draw(
        st.sampled_from(
            [
                {},
                {},
                {"subsidy_pa": 0.03, "subsidy_months": 18},
                {"subsidy_pa": 0.03, "subsidy_paid_back": True},
                {"subsidy_pa": 0.04, "subsidy_paid_back": True, "subsidy_amount": 800.0},
                {"rebate_pa": 0.03},
                {"rebate_pa": 0.03, "rebate_at_end": True, "subsidy_pa": 0.02},
                {"capital_subsidy_share": 0.15, "down_payment_share": 0.1},
                {"capital_subsidy_share": 0.25, "capital_subsidy_charged": True},
                {"capital_subsidy_fixed": 500.0},
            ]
        )
    )


def _insurance(draw: Draw) -> dict[str, Any]:
    return {
        "insurance_pa_share": draw(st.sampled_from([0.0, 0.005])),
        "insurance_on": draw(st.sampled_from(["balance", "amount"])),
        "insurance_state_share": draw(st.sampled_from([0.0, 0.5])),
    }


def _savings_inside(draw: Draw) -> dict[str, float]:
    return {
        "saved_share": draw(st.sampled_from([0.0, 0.05])),
        "saved_each_share": draw(st.sampled_from([0.0, 0.01])),
        "saved_kept_share": draw(st.sampled_from([0.0, 0.7])),
    }


def _priced(draw: Draw, tenors: Mapping[str, int]) -> dict[str, Any]:
    """A fixed price, one that steps, or one that follows an index."""
    basis = {"rate_basis": "simple_pa"}
    turn = draw(st.integers(1, 96))
    forms = [draw(quotes)]
    forms.append({"index": INDEX, "spread": 0.03, "reset_months": 6, **basis})
    forms.append({"index": INDEX, "spread": -0.02, "reset_rise_max": 0.01, **basis})
    if turn < tenors["tenor_max_months"]:
        first = Step(at=0, value=draw(prices_pa))
        forms.append({"rate_steps": (first, Step(at=turn, value=draw(prices_pa))), **basis})
        forms.append({"rate_steps": (first, Step(at=turn, index=INDEX, spread=0.03)), **basis})
    return draw(st.sampled_from(forms))


@st.composite
def loans(
    draw: Draw, *, fees: bool = True, flat: bool | None = None, counted: str | None = None
) -> dict[str, Any]:
    """Loans of every form; `fees=False` leaves the price alone, with nothing on it or off it."""
    is_flat = draw(st.booleans()) if flat is None else flat
    if counted is None:
        counted = draw(st.sampled_from(["months", "months", "days", "harvest"]))
    if not fees:
        counted = "months"
    every = draw(st.sampled_from([1, 1, 3, 6, 12])) if counted == "months" else 1
    tenors = _tenors(draw, every)
    columns = {
        **tenors,
        **draw(roundings),
        **(draw(flat_quotes) if is_flat else draw(quotes)),
        "repayment": draw(st.sampled_from(Repayment)),
        "instalment_every_months": every,
    }
    if counted == "months":
        columns |= _grace(draw, tenors["tenor_min_months"], every)
        columns |= {"grace_charge_added": not is_flat and draw(st.booleans())}
        if not is_flat:
            del columns["rate"]
            columns |= _priced(draw, tenors)
    elif counted == "days":
        columns |= _counted_in_days(draw)
    else:
        least = draw(st.integers(1, 8))
        columns |= {"tenor_min_months": least, "tenor_max_months": least + 6}
        columns |= {"due_calendar_months": "4|10"}
    if not fees:
        return columns
    columns |= _fees(draw) | _insurance(draw) | _savings_inside(draw)
    if columns["repayment"] in (Repayment.LEVEL, Repayment.EQUAL_PRINCIPAL):
        columns |= {"balloon_share": draw(st.sampled_from([0.0, 0.3]))}
    columns |= {"charge_levy_share": draw(st.sampled_from([0.0, 0.2]))}
    if is_flat:
        return columns | {"charge_paid": draw(st.sampled_from(ChargePaid))}
    if counted == "months" and not columns["grace_charge_added"]:
        columns |= {"grace_charge_free": draw(st.booleans())}
    if counted == "months" and tenors["tenor_min_months"] > every and draw(st.booleans()):
        columns |= {"drawdowns": (Step(at=0, value=0.4), Step(at=every, value=0.6))}
        columns |= {"rate_after_return": 0.16}
        if columns["repayment"] is Repayment.SINGLE:
            return columns
    return columns | _help(draw) | {"insurance_inside": draw(st.booleans())}


def _counted_in_days(draw: Draw) -> dict[str, Any]:
    """Instalments every so many days, in the months that hold them."""
    days, number = draw(st.sampled_from([7, 14, 28, 30])), draw(st.integers(1, 52))
    covering = months_covering(days * number)
    once = number == 1
    allowed = list(Repayment) if once else [r for r in Repayment if r is not Repayment.SINGLE]
    return {
        "tenor_min_months": None,
        "tenor_max_months": max(covering - draw(st.sampled_from([0, 1])), 1),
        "instalment_every_days": days,
        "instalments": number,
        "repayment": draw(st.sampled_from(allowed)),
    }


@st.composite
def qards(draw: Draw, *, fees: bool = True) -> dict[str, Any]:
    every = draw(st.sampled_from([1, 1, 3]))
    tenors = _tenors(draw, every)
    columns: dict[str, Any] = {
        **tenors,
        **_grace(draw, tenors["tenor_min_months"], every),
        **draw(roundings),
        "instalment_every_months": every,
        "fee_fixed": draw(st.sampled_from([0.0, 100.0])) if fees else 0.0,
        "fee_yearly": draw(st.sampled_from([0.0, 250.0])) if fees else 0.0,
    }
    if draw(st.booleans()):
        counted = _counted_in_days(draw)
        del counted["repayment"]
        return columns | counted | {"grace_months": 0, "grace_min_months": 0}
    if tenors["tenor_min_months"] > every and draw(st.booleans()):
        columns |= {"drawdowns": (Step(at=0, value=0.5), Step(at=every, value=0.5))}
    return columns


@st.composite
def housing_loans(draw: Draw, *, fees: bool = True, steps: bool | None = None) -> dict[str, Any]:
    tenors = _tenors(draw, 6, 120)
    low = tenors["tenor_min_months"]
    stepped = draw(st.booleans()) if steps is None else steps
    price = draw(quotes)
    if stepped:
        turn = draw(st.integers(1, tenors["tenor_max_months"] - 1))
        market = Step(at=turn, index=INDEX, spread=0.03)
        table = (Step(at=0, value=draw(prices_pa)), market)
        price = {"rate_steps": table, "rate_basis": "nominal_pa_monthly"}
        price |= {"reset_rise_max": draw(st.sampled_from([None, 0.02]))}
    stages: dict[str, Any] = {}
    if draw(st.booleans()):
        second = draw(st.integers(1, low - 1))
        stages = {"drawdowns": (Step(at=0, value=0.4), Step(at=second, value=0.6))}
    columns = {**tenors, **_grace(draw, low), **price, **stages, **draw(roundings)}
    if not fees:
        return columns
    saving = {"saving_first_months": 12, "saving_first_monthly": 200.0}
    returned = {"saving_first_returned": draw(st.booleans())}
    return {
        **columns,
        **_fees(draw),
        **_insurance(draw),
        **_help(draw),
        **(saving | returned if draw(st.booleans()) else {}),
        "index_after_return": draw(st.sampled_from(["", INDEX])),
    }


def _rented(draw: Draw, every: int, tenors: Mapping[str, int]) -> dict[str, Any]:
    return {
        **tenors,
        **_grace(draw, tenors["tenor_min_months"], every),
        **draw(roundings),
        **_fees(draw),
        "rate_basis": "simple_pa",
        "instalment_every_months": every,
        "takaful_pa_share": draw(st.sampled_from([0.0, 0.004])),
        **draw(
            st.sampled_from(
                [{"rate": draw(prices_pa)}, {"index": INDEX, "spread": 0.03, "reset_months": 6}]
            )
        ),
    }


@st.composite
def ijaras(draw: Draw, *, fees: bool = True) -> dict[str, Any]:
    every = draw(st.sampled_from([1, 1, 3]))
    found = _rented(draw, every, _tenors(draw, every))
    found |= {"final_price_share": draw(st.sampled_from([0.0, 0.1]))}
    if not fees:
        return found | {"fee_share": 0.0, "fee_fixed": 0.0, "takaful_pa_share": 0.0}
    return found | {"deposit_share": draw(st.sampled_from([0.0, 0.1]))}


@st.composite
def musharakahs(draw: Draw, *, fees: bool = True) -> dict[str, Any]:
    every = draw(st.sampled_from([1, 1, 12]))
    tenors = _tenors(draw, every)
    found = _rented(draw, every, tenors)
    found |= {
        "purchase": draw(st.sampled_from(["equal_units", "stepped_units", "level_payment"])),
        "later_from_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
    }
    if tenors["tenor_min_months"] > every and draw(st.booleans()):
        found |= {"drawdowns": (Step(at=0, value=0.5), Step(at=every, value=0.5))}
    if not fees:
        return found | {"fee_share": 0.0, "fee_fixed": 0.0, "takaful_pa_share": 0.0}
    return found


@st.composite
def murabahas(draw: Draw, *, fees: bool = True) -> dict[str, Any]:
    every = draw(st.sampled_from([1, 1, 3]))
    tenors = _tenors(draw, every)
    return {
        **tenors,
        **_grace(draw, tenors["tenor_min_months"], every),
        **draw(roundings),
        **(_fees(draw) if fees else {}),
        "markup": draw(prices_pa),
        "markup_basis": draw(st.sampled_from(["flat_term", "flat_pa", "constant_return_pa"])),
        "instalment_every_months": every,
        "paid_at_end": draw(st.booleans()),
        "takaful_pa_share": draw(st.sampled_from([0.0, 0.004])) if fees else 0.0,
    }


@st.composite
def salams(draw: Draw) -> dict[str, Any]:
    return {
        **_tenors(draw, longest=12),
        **draw(roundings),
        **_fees(draw),
        **_outlook(draw, "goods_worth_share", 0.9, draw(st.sampled_from([0.9, 1.2])), 1.4),
    }


@st.composite
def credit_lines(draw: Draw) -> dict[str, Any]:
    tenors = _tenors(draw)
    opened = draw(st.integers(0, tenors["tenor_min_months"]))
    grace = draw(st.integers(0, max(min(opened, tenors["tenor_min_months"] - 1), 0)))
    staged = opened > 1 and opened > grace and draw(st.booleans())
    return {
        **tenors,
        **draw(roundings),
        **_fees(draw),
        **draw(
            st.sampled_from(
                [
                    {"rate": draw(prices_pa), "rate_basis": "nominal_pa_monthly"},
                    {"index": INDEX, "rate_basis": "nominal_pa_monthly"},
                ]
            )
        ),
        "grace_months": grace,
        "line_months": opened,
        "minimum_payment_share": draw(st.sampled_from([0.0, 0.05, 0.1])),
        "drawdowns": (Step(at=0, value=0.5), Step(at=1, value=0.5)) if staged else (),
        "fee_yearly": draw(st.sampled_from([0.0, 250.0])),
        "fee_yearly_while_open": draw(st.booleans()),
    }


@st.composite
def term_deposits(draw: Draw) -> dict[str, Any]:
    tenors = _tenors(draw)
    turn = draw(st.integers(1, 96))
    stepped = turn < tenors["tenor_max_months"] and draw(st.booleans())
    figures = (Step(at=0, value=draw(prices_pa)), Step(at=turn, value=draw(prices_pa)))
    rule = draw(st.sampled_from(["none", "exit_rate", "exit_reduction"]))
    ladder = {} if rule == "exit_rate" else _exit_ladder(draw, tenors["tenor_max_months"])
    return {
        **tenors,
        **_taxes(draw),
        **draw(roundings),
        **({"rate_steps": figures, "rate_basis": "simple_pa"} if stepped else draw(quotes)),
        **({} if rule == "none" else {rule: draw(st.sampled_from([0.01, 0.05]))}),
        **ladder,
        "exit_rate_floor": draw(st.sampled_from([0.0, 0.03])),
        "zakat_pa_share": draw(st.sampled_from([0.0, 0.025])),
        "exit_allowed": draw(st.booleans()),
        "exit_min_months": draw(st.integers(0, 6)),
        "exit_charge_share": draw(st.sampled_from([0.0, 0.01])),
    }


@st.composite
def income_certificates(draw: Draw) -> dict[str, Any]:
    every = draw(st.sampled_from([1, 3, 6, 12]))
    tenors = _tenors(draw, every)
    by_table = draw(st.booleans())
    last = tenors["tenor_max_months"] // every
    table = (Step(at=1, value=0.04), *((Step(at=last, value=0.05),) if last > 1 else ()))
    charges = (Step(at=1, value=0.02), Step(at=2, value=0.015))
    extra: dict[str, Any] = {}
    if draw(st.booleans()):
        deferral = draw(st.integers(0, tenors["tenor_min_months"] - 1))
        extra = {"repaid_in_parts": True, "deferral_months": deferral, "profit_kept": False}
    elif draw(st.booleans()):
        extra = {**_exit_ladder(draw, tenors["tenor_max_months"]), "drawn_payments": 2}
    if draw(st.booleans()):
        extra |= {"price_share": draw(st.sampled_from([0.93, 1.02])), "accrued_share": 0.03}
    if not extra.get("repaid_in_parts"):
        extra |= {"zakat_pa_share": draw(st.sampled_from([0.0, 0.025]))}
    return {
        **tenors,
        **_taxes(draw),
        **draw(roundings),
        **({"coupons": table} if by_table else draw(quotes)),
        "coupon_every_months": every,
        "profit_kept": draw(st.booleans()),
        "kept_step_share": draw(st.sampled_from([0.0, 0.001])),
        "exit_allowed": draw(st.booleans()),
        "exit_charges": charges if draw(st.booleans()) else (),
        **extra,
    }


@st.composite
def redemption_certificates(draw: Draw) -> dict[str, Any]:
    years = draw(st.integers(1, 8))
    gains = draw(st.lists(st.floats(0, 0.3), min_size=years, max_size=years))
    worth = 1 + np.cumsum(gains)
    table = tuple(Step(at=at + 1, value=float(value)) for at, value in enumerate(worth))
    before = (Step(at=0, value=1.0),) if draw(st.booleans()) else ()
    return {
        "tenor_min_months": 12,
        "tenor_max_months": 12 * years,
        "redemptions": (*before, *table),
        **_taxes(draw),
        **draw(roundings),
    }


@st.composite
def recurring_savings(draw: Draw) -> dict[str, Any]:
    basis = draw(st.sampled_from(YEARLY))
    return {
        **_tenors(draw),
        **_taxes(draw),
        **draw(roundings),
        "rate": draw(prices_pa),
        "rate_basis": basis,
        "accrues_compound": basis is not RateBasis.SIMPLE_PA and draw(st.booleans()),
        "exit_allowed": draw(st.booleans()),
        "exit_min_months": draw(st.integers(0, 6)),
        "exit_rate": draw(st.one_of(st.none(), st.just(0.02))),
        "exit_charge_share": draw(st.sampled_from([0.0, 0.01])),
    }


@st.composite
def grants(draw: Draw) -> dict[str, Any]:
    parts = (Step(at=0, value=0.4), Step(at=6, value=0.35), Step(at=9, value=0.25))
    return {
        "tranches": parts if draw(st.booleans()) else (),
        "delay_months": draw(st.integers(0, 48)),
        "match_share": draw(st.sampled_from([0.0, 0.15, 1.0, 3.0])),
        "fee_fixed": draw(st.sampled_from([0.0, 4000.0])),
    }


def _held(draw: Draw) -> dict[str, int]:
    return _tenors(draw) if draw(st.booleans()) else {}


@st.composite
def savings_accounts(draw: Draw) -> dict[str, Any]:
    basis = draw(st.sampled_from(YEARLY))
    return {
        **_held(draw),
        **_taxes(draw),
        **draw(roundings),
        **_outlook(draw, "rate", 0.02, draw(st.sampled_from([0.02, 0.09, 0.15])), 0.15),
        "rate_basis": basis,
        "credited_daily": basis is RateBasis.NOMINAL_PA_MONTHLY and draw(st.booleans()),
        "counted_balance": draw(st.sampled_from(["daily", "lowest"])),
        "lowest_from_day": 6,
        "fee_fixed": draw(st.sampled_from([0.0, 100.0])),
        "fee_every_months": draw(st.sampled_from([0, 1, 12])),
        "zakat_pa_share": draw(st.sampled_from([0.0, 0.025])),
    }


@st.composite
def declared_dividends(draw: Draw) -> dict[str, Any]:
    yearly = draw(st.booleans())
    return {
        **_tenors(draw, 12 if yearly else 1),
        **_taxes(draw),
        **draw(roundings),
        **_outlook(draw, "dividend_pa", 0.0458, draw(st.sampled_from([0.0458, 0.07])), 0.0811),
        "payout": "yearly" if yearly else "compounded",
        "after_dividend_pa": draw(st.sampled_from([0.0, 0.05])),
        "after_months": draw(st.sampled_from([0, 12, 24])),
        "exit_allowed": draw(st.booleans()),
        "exit_dividend_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
    }


@st.composite
def profit_sharings(draw: Draw) -> dict[str, Any]:
    every = draw(st.sampled_from([0, 1, 3, 6, 12]))
    pool = draw(st.booleans())
    base = draw(st.sampled_from([-0.05, 0.0, 0.1]))
    profit = _outlook(draw, "pool_profit_pa" if pool else "profit_pa", -0.05, base, 0.2)
    return {
        **_tenors(draw, every or 1),
        **_taxes(draw),
        **draw(roundings),
        **profit,
        **({"holder_share": 0.65, "weight": 0.9} if pool else {}),
        "profit_cap_pa": draw(st.sampled_from([None, 0.08])),
        "payout_every_months": every,
        "profit_kept": every > 0 and draw(st.booleans()),
        "exit_allowed": draw(st.booleans()),
        "exit_min_months": draw(st.integers(0, 6)),
        "exit_profit_pa": draw(st.sampled_from([None, 0.03])),
        "zakat_pa_share": draw(st.sampled_from([0.0, 0.025])),
    }


@st.composite
def prize_bonds(draw: Draw, *, prizes: bool = False) -> dict[str, Any]:
    return {
        **_held(draw),
        **_taxes(draw),
        **draw(roundings),
        "face_value": 25_000,
        "prizes": "30000000x2|10000000x5|300000x700",
        "bonds_in_draw": draw(st.integers(1_000_000, 5_000_000)) if prizes else None,
        "draw_every_months": draw(st.sampled_from([1, 3])),
        "wait_months": draw(st.integers(0, 6)),
        "coupon_pa": draw(st.sampled_from([0.0, 0.0292])),
    }


@st.composite
def discount_bills(draw: Draw) -> dict[str, Any]:
    days = draw(st.sampled_from([28, 91, 182, 350, 364]))
    return {
        **_taxes(draw),
        **draw(roundings),
        "rate": draw(prices_pa.map(lambda pa: round(pa / 3, 5))),
        "quote": draw(st.sampled_from(["yield", "discount"])),
        "bill_days": days,
        "year_days": draw(st.sampled_from([360, 364, 365])),
        "bills_max": draw(st.integers(1, 3600 // days)),
        "tax_capital_pa_share": draw(st.sampled_from([0.0, 0.009])),
        "fee_share": draw(st.sampled_from([0.0, 0.001])),
        "exit_allowed": draw(st.booleans()),
        "exit_charge_share": draw(st.sampled_from([0.0, 0.01])),
    }


@st.composite
def annuity_pensions(draw: Draw) -> dict[str, Any]:
    years = draw(st.sets(st.integers(1, 7), min_size=1, max_size=3))
    return {
        **draw(roundings),
        **_outlook(draw, "pension_months", 12, draw(st.integers(12, 60)), 90),
        "pensions": tuple(Step(at=n, value=0.2 * n) for n in sorted(years)),
    }


@st.composite
def incomes_for_life(draw: Draw) -> dict[str, Any]:
    wait = draw(st.integers(0, 40))
    return {
        **_taxes(draw),
        **draw(roundings),
        **_outlook(draw, "dividend_pa", 0.09, 0.1, 0.1),
        "wait_months": wait,
        "wait_compounds": draw(st.booleans()),
        "counted_months": draw(st.integers(max(wait + 1, 12), 120)),
    }


@st.composite
def remittance_rewards(draw: Draw) -> dict[str, Any]:
    return {
        **_held(draw),
        **draw(roundings),
        "reward_share": draw(st.sampled_from([0.01, 0.0125, 0.025])),
        "reward_fixed_pm": draw(st.sampled_from([0.0, -2.5, 4.0])),
        "usable_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "paid_every_months": draw(st.sampled_from([1, 3, 12])),
        "delay_months": draw(st.integers(0, 3)),
    }


@st.composite
def committees(draw: Draw, *, risky: bool = False) -> dict[str, Any]:
    members = draw(st.integers(2, 24))
    chance = _outlook(draw, "default_chance", 0.0, draw(st.sampled_from([0.0, 0.02])), 0.1)
    return {
        "members": members,
        "round_months": draw(st.sampled_from([1, 1, 3])),
        "turn_first": draw(st.integers(1, members)),
        "fee_share": draw(st.sampled_from([0.0, 0.02])),
        **(chance if risky else {}),
    }


@st.composite
def savings_groups(draw: Draw) -> dict[str, Any]:
    return {
        **draw(roundings),
        **_outlook(draw, "lent_share", 0.2, draw(st.sampled_from([0.2, 0.6])), 0.9),
        **_outlook(draw, "loss_share", 0.0, draw(st.sampled_from([0.0, 0.1])), 0.3),
        "cycle_months": draw(st.integers(1, 24)),
        "social_share": draw(st.sampled_from([0.0, 0.1])),
        "loan_charge_pm": draw(st.sampled_from([0.0, 0.05, 0.1])),
    }


@st.composite
def golds(draw: Draw) -> dict[str, Any]:
    return {
        **_held(draw),
        **_outlook(draw, "price_growth_pa", -0.1, draw(st.sampled_from([-0.1, 0.0, 0.1])), 0.2),
        "buy_spread_share": draw(st.sampled_from([0.0, 0.01])),
        "making_share": draw(st.sampled_from([0.0, 0.12])),
        "sell_spread_share": draw(st.sampled_from([0.0, 0.02])),
        "storage_pa_share": draw(st.sampled_from([0.0, 0.012])),
    }


@st.composite
def herds(draw: Draw) -> dict[str, Any]:
    return {
        **_tenors(draw, longest=36),
        **_outlook(draw, "keep_pm_share", 0.02, draw(st.sampled_from([0.02, 0.03])), 0.05),
        **_outlook(draw, "yield_pm_share", 0.0, draw(st.sampled_from([0.0, 0.04])), 0.06),
        **_outlook(draw, "sale_share", 0.5, draw(st.sampled_from([0.5, 1.6])), 2.0),
        **_outlook(draw, "mortality_chance", 0.0, draw(st.sampled_from([0.0, 0.08])), 1.0),
    }


@st.composite
def covers(draw: Draw) -> dict[str, Any]:
    every = draw(st.sampled_from([0, 1, 12]))
    return {
        **_tenors(draw, every or 1),
        **draw(roundings),
        "premium_every_months": every,
        "events": "death|disability",
        "benefit": 1_000_000,
    }


@st.composite
def entitlements(draw: Draw) -> dict[str, Any]:
    return {
        **_held(draw),
        "paid_every_months": draw(st.sampled_from([1, 3, 6])),
        "delay_months": draw(st.integers(0, 12)),
        "fee_fixed": draw(st.sampled_from([0.0, 200.0])),
    }


TERMS: Mapping[str, Callable[[], st.SearchStrategy[dict[str, Any]]]] = {
    "loan": loans,
    "qard_hasan": qards,
    "housing_loan": housing_loans,
    "term_deposit": term_deposits,
    "income_certificate": income_certificates,
    "redemption_certificate": redemption_certificates,
    "recurring_saving": recurring_savings,
    "grant": grants,
    "savings_account": savings_accounts,
    "declared_dividend": declared_dividends,
    "profit_sharing": profit_sharings,
    "prize_bond": prize_bonds,
    "discount_bill": discount_bills,
    "annuity_pension": annuity_pensions,
    "income_for_life": incomes_for_life,
    "remittance_reward": remittance_rewards,
    "committee": committees,
    "savings_group": savings_groups,
    "gold": golds,
    "livestock": herds,
    "cover": covers,
    "entitlement": entitlements,
    "ijara": ijaras,
    "diminishing_musharakah": musharakahs,
    "murabaha": murabahas,
    "salam": salams,
    "credit_line": credit_lines,
}
"""Columns of valid terms, by kind."""


def terms_of(code: str, **choices: Any) -> st.SearchStrategy[Terms]:
    """Valid terms of one kind."""
    return TERMS[code](**choices).map(KINDS[code].Terms.model_validate)


@dataclass(frozen=True)
class Offer:
    """A kind with terms and a variant of them."""

    kind: Kind[Any]
    terms: Terms
    variant: Variant


@st.composite
def offers(draw: Draw, codes: tuple[str, ...] = tuple(TERMS), **choices: Any) -> Offer:
    """A kind of the register, valid terms, and one variant that starts somewhere."""
    kind = KINDS[draw(st.sampled_from(codes))]
    terms = draw(terms_of(kind.code, **choices))
    variant = draw(st.sampled_from(kind.variants(terms)))
    start, filer = draw(st.integers(0, 30)), draw(st.booleans())
    home = draw(st.sampled_from([None, None, 0, 5]))
    return Offer(kind, terms, replace(variant, start=start, tax_filer=filer, home_after=home))
