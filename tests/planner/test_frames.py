"""A plan as tidy tables."""

from __future__ import annotations

import csv
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from planner import frames
from planner.calendar import calendar_of
from planner.futures.returns import safe_returns
from planner.futures.simulate import simulate
from planner.plan import compare
from planner.risk import assess
from tests.planner.families import (
    AS_OF,
    SHELF,
    case,
    cash,
    country,
    deposit,
    family,
    food,
    plan,
    sends,
)  # fmt: skip

FAMILY = family(
    assets=[cash(90_000)],
    remittances=[sends(last_month="2027-01-10"), sends(100, label="bonus", every_months=12)],
    incomes=[{"label": "=1+1", "amount": 5_000}],
    expenses=[food(60_000), food(1_000, essential=False)],
    debts=[{"label": "uncle", "outstanding": 30_000, "instalment": 5_000}],
)
ONE = case(FAMILY, 24, choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 20_000}])
PLAN = plan(ONE, SHELF, country(inflation_pa=0.1))


def test_monthly_series_are_the_plans_nominal_and_in_todays_money():
    nominal, real = frames.monthly(PLAN), frames.monthly(PLAN, real=True)
    assert set(nominal["series"]) == set(frames.SERIES)
    assert len(nominal) == 25 * len(frames.SERIES)
    ones = nominal.loc[nominal["series"] == "cash", "value"].to_numpy()
    assert np.array_equal(ones, PLAN.cash)
    todays = real.loc[real["series"] == "cash", "value"].to_numpy()
    assert todays[12] == pytest.approx(PLAN.cash[12] / 1.1)


def test_dates_are_the_months_whose_flows_a_mark_holds():
    found = frames.monthly(PLAN)
    assert found["date"].iloc[1] == pd.Timestamp(2026, 2, 1)


def test_every_line_of_the_account_adds_up_to_the_change_of_cash():
    found = frames.cash_lines(PLAN)
    assert set(found["group"]) == {"remittance", "income", "essential", "other_spending", "debt",
                                   "product"}  # fmt: skip
    by_mark = found.groupby("mark")["flow"].sum().to_numpy()
    assert np.diff(PLAN.cash) == pytest.approx(by_mark[1:])


def test_what_is_owned_owed_and_left():
    found = frames.worth(PLAN).pivot_table(index="mark", columns="series", values="value")
    left = found["cash"] + found["owned"] - found["owed"]
    assert found["net_worth"].to_numpy() == pytest.approx(left.to_numpy())


def test_the_download_has_one_row_a_mark_and_rolls_forward():
    found = frames.monthly_wide(PLAN)
    assert len(found) == 25
    assert {"month", "date", "cash", "owned", "owed", "net_worth", "debt_service", "essential",
            "product", "flow", "remittance: bonus",
            "income: =1+1"} <= set(found.columns)  # fmt: skip
    assert found["cash"].diff()[1:].to_numpy() == pytest.approx(found["flow"][1:].to_numpy())
    parts = found[[c for c in found.columns if ": " in c]].sum(axis=1)
    spent = found[["essential", "other_spending", "product", "purpose"]].sum(axis=1)
    debts = -PLAN.debt_service
    assert (parts + spent).to_numpy() + debts == pytest.approx(found["flow"].to_numpy())
    assert (found["date"].iloc[0], found["date"].iloc[1]) == (
        pd.Timestamp(2026, 1, 31),
        pd.Timestamp(2026, 2, 28),
    )


def test_the_cliff_has_one_row_a_last_month_and_marks_the_chosen_one():
    found = frames.cliff_curve(PLAN)
    assert found.loc[found["chosen"], "mark"].tolist() == [PLAN.answers.last_mark]
    assert found["judged"].sum() == PLAN.cliff.judged_until + 1
    assert np.array_equal(found["lowest"], PLAN.cliff.lowest)


def test_a_contract_is_shown_in_whole_coins():
    found = frames.schedule(PLAN.taken[0])
    assert found["due"].tolist() == [-20_000.0, 22_400.0]
    assert found["balance"].tolist() == [20_000.0, 0.0]
    assert found["due"].to_numpy() == pytest.approx(
        (found["principal"] + found["charge"] + found["fee"]).to_numpy()
    )


def test_offers_and_their_outcomes():
    offers, outcomes = frames.offers(PLAN), frames.outcomes(PLAN)
    assert set(offers["listing_id"]) == {x.id for x in SHELF}
    assert offers.loc[offers["chosen"], "listing_id"].tolist() == ["PK-TERM-DEPOSIT"]
    counted = outcomes[outcomes["counts"] & (outcomes["state"] == "failed")]
    for row in offers.itertuples():
        failing = counted.loc[counted["listing_id"] == row.listing_id, "code"]
        assert row.failed == "|".join(failing)


def test_alternatives_stand_in_columns_with_their_differences():
    alternatives = [{"name": "wait", "choices": []}, {"name": "save", "choices": [
        {"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000}]}]  # fmt: skip
    compared = compare(case(FAMILY, 24, alternatives=alternatives), [deposit()], country(),
                       as_of=AS_OF, catalogue_version="v")  # fmt: skip
    found = frames.comparison(compared).set_index("answer")
    assert list(found.columns) == ["wait", "wait Δ", "save", "save Δ"]
    assert found.loc["end_cash", "save Δ"] == pytest.approx(1_200)
    assert frames.comparison([]).empty


def test_a_downloaded_csv_is_read_back_and_holds_no_formula():
    found = frames.monthly_wide(PLAN)
    text = frames.as_csv(found)
    again = pd.read_csv(io.BytesIO(text))
    assert again["cash"].to_numpy() == pytest.approx(found["cash"].to_numpy())
    sly = pd.DataFrame({"=cmd()": ["=1+1", "-2", "plain", None], "n": [1.5, np.nan, 2, 3]})
    lines = frames.as_csv(sly).decode().splitlines()
    assert lines == ["'=cmd(),n", "'=1+1,1.5", "'-2,", "plain,2.0", ",3.0"]


def test_a_downloaded_workbook_is_read_back_and_holds_no_formula():
    found = frames.monthly_wide(PLAN)
    sheet = openpyxl.load_workbook(io.BytesIO(frames.as_xlsx(found))).active
    assert sheet is not None
    assert sheet.max_row == 26
    head = [cell.value for cell in sheet[1]]
    at = head.index("cash") + 1
    assert sheet.cell(2, at).value == pytest.approx(found["cash"][0])
    sly = pd.DataFrame({"a": ["=1+1", "http://x.example"]})
    cells = openpyxl.load_workbook(io.BytesIO(frames.as_xlsx(sly))).active
    assert cells is not None
    assert [cells["A2"].data_type, cells["A3"].hyperlink] == ["s", None]


SLY = ["=cmd|' /C calc'!A0", "+1", "-2", "@x", "|x", "%x", " =1", "\ufeff=1", "\t=1", "\x01=1"]


def test_EXPORT_01_words_that_would_run_are_harmless_and_numbers_stay_numbers():
    sly = pd.DataFrame({"words": SLY, "numbers": np.linspace(-4.5, 4.5, len(SLY))})
    rows = list(csv.reader(io.StringIO(frames.as_csv(sly).decode(), newline="")))[1:]
    assert [row[0] for row in rows] == [f"'{text}" for text in SLY]
    assert [float(row[1]) for row in rows] == pytest.approx(list(sly["numbers"]))
    assert rows[0][1] == "-4.5"


def test_EXPORT_03_text_with_an_equals_sign_is_text_in_a_workbook():
    sly = pd.DataFrame({"=head": ["=1+1", "-2"], "n": [-2.5, 1.0]})
    sheet = openpyxl.load_workbook(io.BytesIO(frames.as_xlsx(sly))).active
    assert sheet is not None
    assert [sheet[place].data_type for place in ("A1", "A2", "A3", "B2")] == ["s", "s", "s", "n"]
    assert [sheet["A2"].value, sheet["B2"].value] == ["'=1+1", -2.5]


# ---------------------------------------------------------------- futures, seasons, ventures

HOPING = case(
    family(
        assets=[cash(150_000)],
        remittances=[sends(last_month="2027-01-10")],
        expenses=[food(60_000)],
        incomes=[{"label": "wheat", "kind": "farm", "amount": 90_000, "months": [5]}],
        debts=[{"label": "uncle", "outstanding": 60_000, "instalment": 5_000}],
        goals=[{"label": "roof", "amount_today": 10_000, "by": "2026-08-01"}],
        ventures=[{"id": "shop", "label": "shop", "kind": "shop", "cost": 20_000,
                   "profit_pm": 3_000}],
    ),
    24,
    undertakings=[{"venture": "shop", "start_mark": 2}],
)  # fmt: skip
HOPED = plan(
    HOPING,
    (),
    country(inflation_pa=0.1, illness_pa=0.3, illness_cost_months=2.0, venture_death_pa=0.2),
)
RISK = assess(simulate(HOPING, HOPED, HOPED.assumptions, 300, 1), HOPED)


@pytest.mark.parametrize("worth", [False, True])
def test_bands_lie_in_each_other_with_the_plan_in_the_same_money(worth):
    found = frames.fan(RISK, HOPED, worth=worth)
    assert len(found) == 25
    bands = found[list(frames.FAN)].to_numpy()
    assert (np.diff(bands, axis=1) >= 0).all()
    line = HOPED.net_worth if worth else HOPED.cash
    assert found["plan"].to_numpy() == pytest.approx(line / HOPED.price_level)


def test_the_table_of_futures_holds_bands_chances_cover_and_every_goal():
    found = frames.futures(RISK, HOPED)
    assert len(found) == 25
    wanted = {"mark", "month", "cash_lowest", "cash_plan", "worth_highest", "below_at", "below_by",
              "cover_middle", "cover_low", "goal: roof"}  # fmt: skip
    assert wanted <= set(found.columns)
    assert found["below_by"].is_monotonic_increasing
    assert (found["below_by"] >= found["below_at"] - 1e-9).all()


def test_chances_below_zero_and_reasons_are_the_risks_own():
    assert np.array_equal(frames.danger(RISK, HOPED)["chance"].to_numpy(), RISK.below_at)
    found = frames.reasons(RISK)
    assert found["count"].sum() == round(RISK.below_ever * RISK.count)
    assert "illness" in set(found["cause"])


def test_goals_have_a_row_a_month_and_none_is_no_mishap():
    found = frames.goal_odds(RISK, HOPED)
    assert found["chance"].tolist() == RISK.goals[0].met_by.tolist()
    nobody = assess(simulate(ONE, PLAN, PLAN.assumptions, 50, 1), PLAN)
    assert frames.goal_odds(nobody, PLAN).empty


def test_months_of_return_end_where_they_can_no_longer_be_judged():
    found = safe_returns(HOPING, HOPED, HOPED.assumptions, 1, paths=100)
    table = frames.safe_returns(found, HOPED)
    assert len(table) == found.judged_until + 1 == 13


@pytest.mark.parametrize("moved", [False, True])
def test_a_year_of_seasons_holds_twelve_months_of_every_part(moved):
    calendar = calendar_of(HOPED)
    found = frames.calendar_year(calendar, HOPED, 1, moved=moved)
    assert len(found) == 12 * 5
    paid = found.loc[found["part"] == "instalments"].set_index("mark")["amount"]
    assert paid.sum() == pytest.approx(60_000)
    assert (paid.idxmax() == 4) == moved, "in May, or every month alike"
    low = frames.low_months(calendar, HOPED, 1, moved=moved)
    assert (low["cash"] < calendar.buffer).all()


def test_a_venture_that_closes_brings_nothing_more():
    course = HOPED.ventures[0]
    found = frames.venture_lines(course, HOPED, 10)
    assert found["closes"].iloc[10] == found["lives"].iloc[10]
    assert found["closes"].iloc[24] == found["closes"].iloc[10]
    assert (found["expected"] <= found["lives"] + 1e-9).all()
    assert found["lives"].iloc[2] == pytest.approx(float(course.cost[2]))


def test_what_a_plan_rests_on_is_a_table_and_a_sheet_of_its_own():
    from planner.inputs import leanings

    held = frames.rests_on(leanings(PLAN, {}))
    assert list(held.columns) == frames.RESTS_ON
    assert set(held["listing_id"]) == {taken.listing.id for taken in PLAN.taken}
    assert set(held["grade"]) <= set("ABCD")
    book = openpyxl.load_workbook(io.BytesIO(frames.as_xlsx(held, more={"facts": held})))
    assert book.sheetnames == ["plan", "facts"]
    assert frames.rests_on(()).empty
