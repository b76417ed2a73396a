"""A plan in its futures, under shocks, and what moves it, as values and words."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from planner.futures.paths import Cause
from planner.futures.returns import safe_returns
from planner.futures.simulate import simulate
from planner.report_risk import (
    Shaken,
    end_said,
    label_of,
    odds_said,
    shock_name,
    shock_said,
    told,
)
from planner.risk import assess
from planner.sensitivity import CHANGE_MONTHS, CHANGE_SHARE, End, Lever, sensitivity
from planner.shocks import Shock, shock_pack
from planner.text import text_of
from products.basis.text import messages
from tests.planner.families import SHELF, case, cash, country, family, food, plan, sends

EN = text_of("en", "PKR")
SHOP = {"id": "shop", "label": "Corner shop", "kind": "shop", "cost": 30_000, "profit_pm": 9_000}
FAMILY = family(
    assets=[cash(150_000)],
    remittances=[sends(900, last_month="2026-12-01")],
    incomes=[{"label": "job", "amount": 45_000, "phase": "after_return", "wait_months": 2}],
    expenses=[food(48_000)],
    ventures=[SHOP],
    goals=[{"label": "school", "kind": "education", "amount_today": 90_000, "by": "2026-11-01"}],
)
CHANCE = {
    "inflation_pa": 0.1, "inflation_sd_pa": 0.05, "fx_sd_pa": 0.1, "illness_pa": 0.3,
    "remittance_stop_pa": 0.2, "early_return_pa": 0.1, "venture_death_pa": 0.3, "trade_sd": 0.2,
}  # fmt: skip
MADE = plan(
    case(FAMILY, undertakings=[{"venture": "shop", "start_mark": 2}]), SHELF, country(**CHANCE)
)


def shaken(made=MADE, seed=1, count=300) -> Shaken:
    given = (made.case, SHELF, made.assumptions, made.currency)
    futures = simulate(made.case, made, made.assumptions, count, seed)
    returns = safe_returns(made.case, made, made.assumptions, seed, paths=count)
    return Shaken(assess(futures, made), returns, shock_pack(*given), sensitivity(*given))


FOUND = told(shaken(), MADE, EN)


def spoken(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_all_four_sections_are_plain_values():
    assert list(FOUND) == ["risk", "safe_return", "shocks", "sensitivity"]
    json.dumps(FOUND, allow_nan=False)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    again = json.dumps(told(shaken(), MADE, EN))
    assert again == json.dumps(FOUND)
    assert json.dumps(told(shaken(seed=2), MADE, EN)) != again


def test_the_odds_say_how_many_how_sure_and_in_words():
    risk = FOUND["risk"]
    assert (risk["paths"], risk["seed"]) == (300, 1)
    below = risk["below_zero"]
    share = below["share"]
    assert 0 < share < 1
    assert below["standard_error"] == pytest.approx(np.sqrt(share * (1 - share) / 300), abs=1e-6)
    assert below["text"].endswith("families like yours")
    assert all(m["below_zero"] >= 0.1 for m in risk["monthly"] if m["month"] in
               below["danger_months"])  # fmt: skip


def test_reasons_goals_and_ventures_carry_their_names():
    risk = FOUND["risk"]
    assert sum(r["paths"] for r in risk["reasons"]) == round(risk["below_zero"]["share"] * 300)
    assert all(r["text"] == EN(f"cause.{r['cause']}") for r in risk["reasons"])
    (goal,) = risk["goals"]
    assert (goal["label"], goal["month"]) == ("school", "2026-11")
    assert list(goal["met_by_share"]) == ["0.5", "0.8", "0.9"]
    assert len(goal["met_by"]) == 25
    (venture,) = risk["ventures"]
    assert (venture["key"], venture["label"]) == ("venture.shop", "Corner shop")
    assert sum(venture["closing"].values()) == pytest.approx(
        1 - venture["running_at_end"], abs=1e-4
    )


def test_each_month_of_return_has_its_chance_and_the_earliest_safe_one_is_named():
    found = FOUND["safe_return"]
    assert (found["confidence"], found["judged_until_month"]) == (0.9, "2027-01")
    assert len(found["chance"]) == 13
    safe = [m for m, share in found["chance"].items() if share >= 0.9]
    assert found["earliest_month"] == (safe[0] if safe else None)
    alone = replace(shaken(), returns=replace(shaken().returns, moves=False, earliest=0))
    none = told(alone, MADE, EN)["safe_return"]
    assert (none["earliest_month"], none["chance"]) == (None, {})


def test_every_month_has_its_bands_in_order():
    months = FOUND["risk"]["monthly"]
    assert len(months) == 25
    for month in months:
        for name in ("cash", "cash_today", "net_worth", "net_worth_today"):
            assert list(month[name]) == ["p05", "p25", "p50", "p75", "p95"]
            values = list(month[name].values())
            assert values == sorted(values)
    assert months[0]["cash"]["p05"] == 150_000
    end = months[-1]
    assert end["cash_today"]["p50"] != end["cash"]["p50"]


def test_shocks_have_a_name_a_cause_and_an_outcome():
    shocks = FOUND["shocks"]
    assert shocks["month"] == "2026-04"
    assert [s["shocks"] for s in shocks["alone"]] == [[s.value] for s in Shock]
    for s in (*shocks["alone"], shocks["together"]):
        assert len(s["cash"]) == 25
        assert bool(s["what"]) == s["applies"]
        assert s["text"]
        assert (s["first_below_zero_month"] is None) == (s["lowest_cash"] > -0.005)
        assert s["needed"] == max(-s["lowest_cash"], 0)


def test_a_shock_is_told_as_survived_as_sunk_or_as_not_theirs():
    pack = shaken().shocks
    one = pack.alone[0]
    assert spoken(shock_said(replace(one, first_below=None, lowest=5.0, lowest_mark=1), MADE, EN)) \
        == "Cash stays above zero; lowest Rs 5 in February 2026."  # fmt: skip
    assert spoken(shock_said(replace(one, first_below=2, needed=7.0), MADE, EN)) == (
        "Cash falls below zero in March 2026; Rs 7 more would carry you."
    )
    assert shock_said(replace(one, reason="shock.none.ended"), MADE, EN).startswith("Not for you")
    assert shock_name(one, EN) == "No money for 3 months"
    assert shock_name(pack.together, EN) == "All of these at once"


def test_levers_have_both_ends_in_words():
    levers = FOUND["sensitivity"]["levers"]
    by_key = {x["key"]: x for x in levers}
    assert by_key["own.spending"]["low"]["text"] == "10% less"
    assert by_key["own.spending"]["high"]["text"] == "10% more"
    assert by_key["own.last_month"]["high"]["text"] == "6 months later"
    assert by_key["own.remittance"]["name"] == "Money sent home"
    swings = [max(abs(x[e]["lowest_cash_change"]) for e in ("low", "high")) for x in levers]
    assert swings == sorted(swings, reverse=True)


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (CHANGE_SHARE, -0.25, "25% less"),
        (CHANGE_MONTHS, -6, "6 months earlier"),
        (CHANGE_MONTHS, 0, "as planned"),
        ("decimal a year", 0.125, "12.5%"),
        ("share of profit", 0.5, "50%"),
        ("months", 18.0, "18 months"),
        ("PKR per SAR", 74.2882, "74.29"),
    ],
)
def test_an_end_is_told_in_its_own_unit(unit, value, said):
    end = End(value, 0, 0, 0, 0)
    assert end_said(Lever("k", "c", {}, unit, None, end, end), value, EN) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "no family like yours"),
        (0.003, "fewer than 1 of 100 families like yours"),
        (0.07, "7 of 100 families like yours"),
        (0.7, "7 of 10 families like yours"),
        (0.999, "more than 99 of 100 families like yours"),
        (1.0, "every family like yours"),
    ],
)
def test_odds_are_said_as_so_many_families(share, said):
    assert odds_said(share, EN) == said


def test_a_line_without_a_word_of_its_own_keeps_its_key():
    assert label_of("venture.shop", MADE) == "Corner shop"
    assert label_of("income.9", MADE) == "income.9"


def test_what_is_endless_is_null():
    risk = shaken().risk
    endless = np.full_like(risk.cover_low, np.inf)
    found = told(replace(shaken(), risk=replace(risk, cover_median=endless)), MADE, EN)
    assert found["risk"]["monthly"][3]["months_of_cover_median"] is None


def test_every_cause_and_shock_has_its_short_plain_words():
    texts = messages("en")
    keys = [f"cause.{c.name.lower()}" for c in Cause] + [f"shock.{s}" for s in Shock]
    keys += [f"shock.{s}.what" for s in Shock]
    keys += ["shock.fx.rise", "shock.flood.harvest", "shock.together", "shock.together.what"]
    keys += [k for k in texts if k.startswith(("shock.none.", "sensitivity.", "odds."))]
    for key in keys:
        assert len(texts[key].split()) <= 12, key
