"""A plan as a page of text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.best import recommend
from planner.futures.returns import safe_returns
from planner.futures.simulate import simulate
from planner.report_best import Advised
from planner.report_risk import Shaken
from planner.report_text import page
from planner.risk import assess
from planner.sensitivity import sensitivity
from planner.shocks import shock_pack
from planner.text import text_of
from planner.ways import ways
from tests.planner.families import (
    AS_OF,
    SHELF,
    case,
    cash,
    country,
    family,
    food,
    home,
    plan,
    sends,
)

EN = text_of("en", "PKR")


def lines(household, months=24, **given) -> list[str]:
    found = plan(case(household, months, **given), SHELF, country())
    return [line.replace("\u00a0", " ") for line in page(found, EN)]


def test_it_answers_what_a_family_asks_first():
    found = lines(
        family(
            assets=[cash(60_000)],
            remittances=[sends(last_month="2026-06-01")],
            expenses=[food(50_000)],
            debts=[{"label": "uncle", "outstanding": 30_000, "instalment": 5_000}],
            dues=[{"label": "pay", "amount": 100, "currency": "SAR"}],
        ),
        title="Ali and Sara",
    )
    assert found[0] == "Plan of February 2026 to January 2028: Ali and Sara"
    told = [line.strip() for line in found]
    for expected in (
        "The money runs out in this plan.",
        "Money at hand today: Rs 60,000",
        "Last month money arrives: June 2026",
        "If it stopped today, money at hand lasts 1.1 months.",
        "Owed at the end abroad, not counted: Rs 7,500",
        "First steps",
    ):
        assert expected in told
    assert any(line.startswith("1. ") for line in told)
    assert not any("{" in line or "⟦" in line for line in told)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (home(incomes=[{"label": "shop", "amount": 9}]), "Nobody sends money."),
        (home(incomes=[{"label": "shop", "amount": 9}]),
         "If it stopped today, the month still closes."),
        (family(remittances=[sends()]), "No end of the money is set."),
        (family(remittances=[sends(1)], expenses=[food(900)]), "No month of return is safe up to"),
        (home(debts=[{"label": "d", "outstanding": 9, "instalment": 1}]),
         "Instalments fall due while nothing comes in"),
    ],
)  # fmt: skip
def test_each_case_has_its_sentence(given, expected):
    assert any(expected in line for line in lines(given))


def test_gaps_and_provisional_money_are_told():
    harvest = {"label": "wheat", "amount": 600_000, "months": [6], "phase": "after_return"}
    gaps = family(remittances=[sends(100)], incomes=[harvest], expenses=[food(20_000)],
                  assets=[cash(150_000)])  # fmt: skip
    assert any("not safe again" in line for line in lines(gaps))


def test_odds_shocks_and_levers_are_told_in_plain_words_where_given():
    made = plan(
        case(
            family(
                assets=[cash(100_000)],
                remittances=[sends(900, last_month="2026-12-01")],
                incomes=[{"label": "job", "amount": 45_000, "phase": "after_return"}],
                expenses=[food(48_000)],
                ventures=[{"id": "shop", "label": "Corner shop", "kind": "shop", "cost": 9_000}],
                goals=[{"label": "School", "amount_today": 9_000, "by": "2026-10-01"}],
            ),
            undertakings=[{"venture": "shop", "start_mark": 2}],
        ),
        SHELF,
        country(illness_pa=0.5, venture_death_pa=0.2, inflation_sd_pa=0.05),
    )
    given = (made.case, SHELF, made.assumptions, made.currency)
    futures = simulate(made.case, made, made.assumptions, 200, 1)
    returns = safe_returns(made.case, made, made.assumptions, 1, paths=200)
    shaken = Shaken(assess(futures, made), returns, shock_pack(*given), sensitivity(*given))
    told = [line.replace("\u00a0", " ").strip() for line in page(made, EN, shaken)]
    assert "In 200 possible futures" in told
    assert any(line.startswith("Money runs out at some time: ") for line in told)
    assert any(line.startswith("A costly illness: ") and line.endswith("of those.")
               for line in told)  # fmt: skip
    assert any(line.startswith("School by October 2026: ") for line in told)
    assert any(line.startswith("Corner shop still runs at the end: ") for line in told)
    assert "If something goes wrong in April 2026" in told
    assert any(line.startswith("All of these at once: ") for line in told)
    assert any(line.startswith("What the house spends: 10% less Rs ") for line in told)
    assert "No month to return up to January 2027 is safe in 90% of futures." in told
    sure = replace(shaken, returns=replace(returns, earliest=3, confidence=0.5))
    safe = "Earliest month to return that is safe in 50% of futures: April 2026."
    assert safe in [line.strip() for line in page(made, EN, sure)]
    assert any(line.startswith("Months in danger: ") for line in told)
    assert "In 200 possible futures" not in list(page(made, EN))


def test_the_recommended_plan_and_the_ways_are_told_where_given():
    house = family(
        assets=[cash(30_000)], remittances=[sends(800, last_month="2026-10-01")],
        expenses=[food(50_000)],
    )  # fmt: skip
    best = recommend(case(house), SHELF, country(), as_of=AS_OF, catalogue_version="made")
    columns = ways(best.own, SHELF, country())
    told = [line.strip() for line in page(best.own, EN, advised=Advised(best, columns))]
    assert "What would serve you best" in told
    assert EN("best.mend") in told
    assert EN("best.no_loan") in told
    assert any(line.startswith("Earn ") for line in told)
    assert "Ways side by side" in told
    assert any(line.startswith("Save and wait: ") for line in told)
    assert EN("way.ask.venture") in told
    risk = assess(simulate(best.plan.case, best.plan, best.plan.assumptions, 100, 1), best.plan)
    with_odds = page(best.own, EN, advised=Advised(best, columns, risk))
    assert "  Money runs out at some time: every family like yours." in list(with_odds)


def test_the_table_has_a_row_every_three_months():
    found = lines(home(assets=[cash(1_234_567)]), 12)
    rows = [line for line in found if "12,34,567" in line and "Rs" not in line]
    assert len(rows) == 5
