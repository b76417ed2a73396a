"""Families, listings and a country made for tests: small numbers that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from planner.case import Case
from planner.country import Country, country_of
from planner.plan import Plan, make_plan
from products.basis.market import Market, flat_market
from products.basis.timeline import Timeline
from products.catalogue.listing import Listing
from products.catalogue.pack import AssumptionLine, Region
from products.catalogue.seed import COUNTRIES, load_pack

START, AS_OF = date(2026, 1, 31), date(2026, 1, 31)
YES_ID = {"has_national_id": True}
REQUIRED = {
    "inflation_pa": 0.0,
    "fx_change_pa": 0.0,
    "debt_burden_share": 0.4,
    "buffer_months": 1.0,
    "months_to_first_income": 6.0,
    "safe_months_after_return": 12.0,
    "inflation_sd_pa": 0.0,
    "inflation_half_life_months": 12.0,
    "fx_sd_pa": 0.0,
    "index_sd_pa": 0.0,
    "index_half_life_months": 12.0,
    "corr_inflation_fx": 0.0,
    "corr_inflation_index": 0.0,
    "corr_fx_index": 0.0,
    "wage_sd_pa": 0.0,
    "wage_half_life_months": 12.0,
    "remittance_stop_pa": 0.0,
    "remittance_stop_months": 3.0,
    "early_return_pa": 0.0,
    "illness_pa": 0.0,
    "illness_cost_months": 3.0,
    "trade_sd": 0.0,
    "trade_half_life_months": 12.0,
    "venture_counted_share": 1.0,
    "venture_death_pa": 0.0,
    "venture_death_young_factor": 1.0,
    "venture_death_retail_factor": 1.0,
    "venture_death_female_factor": 1.0,
    "harvest_loss_pa": 0.0,
    "harvest_loss_share": 0.5,
    "livestock_loss_pa": 0.0,
    "livestock_loss_share": 0.5,
    "informal_default_pa": 0.0,
    "shock_wedding_months": 6.0,
    "shock_flood_months": 3.0,
    "shock_illness_months": 3.0,
    "fx_SAR": 75.0,
    "fx_USD": 280.0,
    "index_kibor_1y_pa": 0.11,
}
"""Every card: nothing wavers and nothing happens unless a test asks for it."""


def country(**values: float) -> Country:
    """A country of round numbers: no inflation unless asked for, 75 to the riyal."""
    rows = tuple(
        AssumptionLine(name=n, since=date(2020, 1, 1), value=v, grade="D", source_id="made")
        for n, v in {**REQUIRED, **values}.items()
    )
    regions = (
        Region(region_code="punjab", name="Punjab"),
        Region(region_code="sindh", name="Sindh"),
    )
    return Country("PAK", "PKR", ("en",), "en", {}, regions, rows, {}, {}, ())


def listing(kind: str, id_: str = "", **given: Any) -> Listing:
    """A listing of a kind; header fields and terms are told apart by name."""
    heads = Listing.model_fields.keys()
    header = {
        "id": id_ or f"PK-{kind.upper().replace('_', '-')}",
        "provider_id": "bank",
        "name": kind,
        "category": "savings",
        "currency": "PKR",
        "modes": ("interest_free",),
        "standing": "offered",
        "source_id": "made",
        "as_of": "2026-01-01",
        "confidence": "high",
        "country": "PAK",
    }
    terms = {k: v for k, v in given.items() if k not in heads}
    header |= {k: v for k, v in given.items() if k in heads}
    return Listing.model_validate({**header, "terms": {"kind": kind, **terms}})


def qard(**given: Any) -> Listing:
    """120,000 over 12 months without a charge: 10,000 a month."""
    base = {
        "category": "enterprise",
        "amount_min": 12_000,
        "tenor_min_months": 12,
        "tenor_max_months": 24,
    }
    return listing("qard_hasan", **{**base, **given})


def loan(**given: Any) -> Listing:
    """A term loan at 12 % a year, 1 % a month."""
    base = {
        "category": "enterprise",
        "amount_min": 10_000,
        "tenor_min_months": 12,
        "tenor_max_months": 36,
        "rate": 0.12,
        "rate_basis": "nominal_pa_monthly",
        "modes": ("conventional",),
    }
    return listing("loan", **{**base, **given})


def deposit(**given: Any) -> Listing:
    """A deposit for a year at 12 % simple."""
    base = {
        "amount_min": 10_000,
        "tenor_min_months": 12,
        "tenor_max_months": 12,
        "rate": 0.12,
        "rate_basis": "simple_pa",
    }
    return listing("term_deposit", **{**base, **given})


def grant(**given: Any) -> Listing:
    """A grant of 50,000."""
    base = {"category": "reintegration", "amount_min": 50_000, "amount_max": 50_000}
    return listing("grant", **{**base, **given})


WORKER = {"id": "ali", "relation": "self", "age_years": 30, "sex": "male", "answers": YES_ID}
ABROAD = {**WORKER, "abroad": True, "host_country": "SAU", "months_abroad": 20}
WIFE = {"id": "sara", "relation": "spouse", "age_years": 28, "sex": "female", "answers": YES_ID}


def family(**given: Any) -> dict[str, Any]:
    """A couple, he abroad, with nothing else but what is given."""
    return {"members": [ABROAD, WIFE], "region": "punjab", **given}


def home(**given: Any) -> dict[str, Any]:
    """A couple, both at home, nobody ever left."""
    return {"members": [WORKER, WIFE], "region": "punjab", **given}


def case(household: dict[str, Any], months: int = 24, **given: Any) -> Case:
    """A case from `START` on."""
    return Case.model_validate(
        {"country": "PAK", "start": START, "months": months, "household": household, **given}
    )


def sends(amount: float = 1000.0, **given: Any) -> dict[str, Any]:
    """A remittance of Ali's in riyals: 1,000 are 75,000 rupees."""
    return {"sender": "ali", "amount": amount, "currency": "SAR", **given}


def cash(value: float) -> dict[str, Any]:
    """Money at hand."""
    return {"label": "cash", "kind": "cash", "value": value}


def food(amount: float, **given: Any) -> dict[str, Any]:
    """An essential expense every month."""
    return {"label": "food", "kind": "food", "amount": amount, **given}


def plan(
    one: Case, listings: Sequence[Listing] = (), where: Country | None = None, as_of: date = AS_OF
) -> Plan:
    """The plan of a case in the country of round numbers."""
    return make_plan(one, listings, where or country(), as_of=as_of, catalogue_version="made")


def market(months: int = 24, inflation_pa: float = 0.0, start: date = START) -> Market:
    """One future that stands still, 75 to the riyal."""
    return flat_market(
        Timeline(start, months),
        inflation_pa=inflation_pa,
        fx={"SAR": 75.0, "USD": 280.0},
        index_pa={"kibor_1y": 0.11},
    )


def futures(base: Market, paths: int, seed: int) -> Market:
    """Many futures of the same marks: prices and exchange rates wander."""
    rng = np.random.default_rng(seed)
    shape = (paths, base.timeline.n_marks)
    inflation = np.abs(rng.normal(0.008, 0.004, shape))
    inflation[:, 0] = 0.0
    drift = np.cumprod(1 + rng.normal(0.002, 0.02, shape), axis=-1)
    fx = {code: level * drift for code, level in base.fx.items()}
    index = {name: np.broadcast_to(level, shape) for name, level in base.index_pa.items()}
    return Market(base.timeline, inflation, fx, index)


def future(many: Market, path: int) -> Market:
    """One of many futures."""
    return Market(
        many.timeline,
        many.inflation_pm[path],
        {code: level[path] for code, level in many.fx.items()},
        {name: level[path] for name, level in many.index_pa.items()},
    )


@cache
def pakistan() -> tuple[Country, tuple[Listing, ...]]:
    """The real pack."""
    pack = load_pack(COUNTRIES / "PAK")
    found = country_of(pack)
    assert found is not None
    return found, pack.listings


# ---------------------------------------------------------------- hypothesis

amounts = st.integers(0, 60_000).map(float)
rhythms = st.sampled_from([1, 1, 1, 2, 3, 6, 12])
seasons = st.one_of(st.just(()), st.sampled_from([(5,), (4, 10), (1, 2, 12)]))
phases = st.sampled_from(["always", "until_return", "after_return"])


def _month(draw: Callable[..., Any], months: int) -> str | None:
    at = draw(st.one_of(st.none(), st.integers(0, months + 6)))
    if at is None:
        return None
    year, month = divmod(START.year * 12 + START.month - 1 + at, 12)
    return date(year, month + 1, 1).isoformat()


@st.composite
def households(draw: Callable[..., Any], months: int) -> dict[str, Any]:
    """A family with some of everything: streams that end or not, seasons, debts of every price."""
    incomes = draw(
        st.lists(st.tuples(amounts, rhythms, seasons, phases, st.integers(0, 6)), max_size=3)
    )
    expenses = draw(
        st.lists(st.tuples(amounts, rhythms, seasons, phases, st.booleans()), max_size=4)
    )
    debts = draw(
        st.lists(st.tuples(amounts, amounts, rhythms, prices, st.integers(1, 6)), max_size=2)
    )
    sent = draw(st.lists(st.tuples(st.integers(0, 1500), rhythms, st.integers(0, 9)), max_size=2))
    return family(
        assets=[cash(draw(amounts)), {"label": "gold", "kind": "gold", "value": draw(amounts),
                                      "days_to_sell": 5, "sale_loss_share": 0.1}],
        incomes=[
            {"label": f"income {i}", "amount": a, "every_months": n, "months": list(s), "phase": p,
             "wait_months": w}
            for i, (a, n, s, p, w) in enumerate(incomes)
        ],
        expenses=[
            {"label": f"cost {i}", "amount": a, "every_months": n, "months": list(s), "phase": p,
             "essential": e}
            for i, (a, n, s, p, e) in enumerate(expenses)
        ],
        debts=[
            {"label": f"debt {i}", "outstanding": a, "instalment": b, "every_months": n, "price": p,
             "first_due_month": f}
            for i, (a, b, n, p, f) in enumerate(debts)
        ],
        remittances=[
            sends(a, every_months=n, fee=min(5.0, a), margin_share=m / 100,
                  last_month=_month(draw, months))
            for a, n, m in sent
        ],
    )  # fmt: skip


prices = st.one_of(
    st.none(),
    st.sampled_from(
        [
            {"value": 0.02, "basis": "effective_pm"},
            {"value": 0.3, "basis": "simple_pa"},
            {"value": 0.2, "basis": "flat_pa"},
            {"value": 0.25, "basis": "flat_term"},
        ]
    ),
)


@st.composite
def cases(draw: Callable[..., Any], *, with_products: bool = False) -> Case:
    """A case of one to three years; `with_products` with decisions of every kind."""
    months = draw(st.integers(12, 36))
    pivot = _month(draw, months)
    household = draw(households(months))
    if not with_products:
        return case(household, months, last_month=pivot)
    household["ventures"] = draw(st.lists(ventures, max_size=2, unique_by=lambda v: v["id"]))
    household["goals"] = draw(st.lists(goals, max_size=2))
    return case(
        household,
        months,
        last_month=pivot,
        choices=draw(st.lists(choice, max_size=2)),
        undertakings=[
            {"venture": v["id"], "start_mark": draw(st.integers(0, 14))}
            for v in household["ventures"]
        ],
        payoffs=[
            {"debt": i, "mark": draw(st.integers(0, 12))}
            for i in range(len(household["debts"]))
            if draw(st.booleans())
        ],
        payments=[
            {"goal": i, "mark": draw(st.integers(0, 12))}
            for i in range(len(household["goals"]))
            if draw(st.booleans())
        ],
    )


ventures = st.builds(
    lambda kind, cost, profit, share, months, wait: {
        "id": kind,
        "label": kind,
        "kind": kind,
        "cost": cost,
        "working_capital": cost / 4,
        "profit_pm": profit,
        "months": list(months),
        "wait_months": wait,
        "resale_share": share,
        "owner": "sara",
    },
    st.sampled_from(["shop", "livestock", "land", "training"]),
    amounts,
    st.sampled_from([0.0, 4_000.0]),
    st.sampled_from([0.0, 0.35, 1.0]),
    seasons,
    st.integers(0, 4),
)
goals = st.builds(
    lambda kind, amount, month: {
        "label": kind,
        "kind": kind,
        "amount_today": amount,
        "by": date(2026, 1 + month, 5).isoformat(),
    },
    st.sampled_from(["house", "enterprise", "wedding"]),
    amounts,
    st.integers(0, 11),
)


choice = st.builds(
    lambda which, amount, start, brings, leaves: {
        "listing_id": which,
        "amount": float(amount),
        "start_mark": start,
        "brings_pm": float(brings),
        "brings_after_months": 2,
        "exit_mark": leaves,
    },
    st.sampled_from(["PK-QARD-HASAN", "PK-LOAN", "PK-TERM-DEPOSIT", "PK-GRANT"]),
    st.integers(12_000, 200_000),
    st.integers(0, 12),
    st.sampled_from([0, 3_000]),
    st.sampled_from([None, None, 7]),
)
SHELF = (qard(), loan(), deposit(), grant())


def scaled(one: Case, factor: float) -> Case:
    """The same family with all its money times a factor."""
    content = one.model_dump(mode="json")
    money = {
        "amount",
        "value",
        "outstanding",
        "instalment",
        "arrears",
        "fee",
        "amount_today",
        "brings_pm",
        "cost",
        "working_capital",
        "profit_pm",
    }

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                k: v * factor
                if k in money and isinstance(v, int | float)
                else v
                if k == "price"
                else walk(v)
                for k, v in node.items()
            }
        return [walk(x) for x in node] if isinstance(node, list) else node

    return Case.model_validate(walk(content))
