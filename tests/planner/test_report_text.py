"""A plan as a page of text."""

from __future__ import annotations

import pytest

from planner.report_text import page
from planner.text import text_of
from tests.planner.families import SHELF, case, cash, country, family, food, home, plan, sends

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


def test_the_table_has_a_row_every_three_months():
    found = lines(home(assets=[cash(1_234_567)]), 12)
    rows = [line for line in found if "12,34,567" in line and "Rs" not in line]
    assert len(rows) == 5
