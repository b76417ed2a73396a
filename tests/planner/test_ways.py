"""The columns side by side: each is the best for the family it is made for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from planner.case import read_case
from planner.futures.paths import NEVER, Paths
from planner.plan import Plan
from planner.templates import WayName
from planner.text import text_of
from planner.ways import NUMBERS, Way, by_allocation, debt_free_mark, way_rows, ways
from tests.conftest import ROOT
from tests.planner.families import (
    SHELF,
    WIFE,
    WORKER,
    case,
    cases,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    pakistan,
    plan,
    sends,
)  # fmt: skip
from tests.planner.test_abroad import BACK, BUDGET, COSTS

ALWAYS = [WayName.WAGE, WayName.ENTERPRISE, WayName.SAVE]
SHOP = {"id": "shop", "label": "Shop", "kind": "shop", "cost": 60_000, "profit_pm": 30_000,
        "resale_share": 0.5}  # fmt: skip
WORDS = text_of("en", "PKR")


def columns(household: dict[str, Any], months: int = 48, where: Any = None, **given_: Any):
    land = where or country(minimum_wage_pm=37_000.0)
    found = ways(plan(case(household, months), (), land), (), land, **given_)
    return {way.name: way for way in found}


def best(found: dict[WayName, Way]) -> WayName:
    """The column that leaves most at the end, as the rows say."""
    rows = {row.name: row for row in way_rows(list(found.values()))}
    place = rows["end_worth_today"].best
    assert place is not None
    return list(found)[place]


BASE = {"expenses": [food(30_000)], "assets": [cash(200_000)]}


def test_three_columns_stand_even_where_nothing_is_told():
    found = columns(home(**BASE), where=country())
    assert list(found) == ALWAYS
    assert [found[n].known for n in ALWAYS] == [False, False, True]
    assert [found[n].questions for n in ALWAYS] == [
        ("way.ask.wage",),
        ("way.ask.venture",),
        (),
    ]


def test_a_good_wage_is_best_for_a_family_with_a_poor_venture():
    poor = {**SHOP, "cost": 150_000, "profit_pm": 1_000, "resale_share": 0.0}
    found = columns(home(**BASE, ventures=[poor]))
    assert best(found) is WayName.WAGE
    assert found[WayName.WAGE].verdict == "way.wage.carries"
    assert found[WayName.ENTERPRISE].verdict == "way.enterprise.runs_out"


def test_a_good_venture_is_best_where_no_wage_compares():
    rich = {**SHOP, "profit_pm": 90_000}
    land = country(minimum_wage_pm=31_000.0)
    found = columns(home(**BASE, ventures=[rich]), where=land)
    assert best(found) is WayName.ENTERPRISE


def test_saving_is_best_where_there_is_no_work_and_the_venture_only_eats():
    eats = {**SHOP, "profit_pm": 0.0, "resale_share": 0.0}
    pension = {"incomes": [{"label": "pension", "kind": "pension", "amount": 35_000}]}
    found = columns(home(**BASE, **pension, ventures=[eats]), where=country())
    assert best(found) is WayName.SAVE
    assert found[WayName.SAVE].verdict == "way.save.carries"


def test_repaying_first_is_best_where_a_debt_eats_what_is_put_by():
    dear = {"label": "dear", "outstanding": 100_000, "instalment": 4_000,
            "price": {"value": 0.03, "basis": "effective_pm"}}  # fmt: skip
    told = {"incomes": [{"label": "shop", "kind": "shop", "amount": 35_000}]}
    found = columns(home(**BASE, **told, debts=[dear]), where=country())
    assert best(found) is WayName.REPAY
    repaid, waits = found[WayName.REPAY], found[WayName.SAVE]
    assert repaid.plan is not None
    assert [(p.debt, p.mark) for p in repaid.plan.case.payoffs] == [(0, 0)]
    assert repaid.numbers["debt_free_mark"] == 0
    # ln(4,000 / (4,000 - 3,000)) / ln(1.03) = 46.9 instalments
    assert waits.numbers["debt_free_mark"] == 47


def test_going_again_is_best_where_the_journey_is_cheap_and_work_at_home_scarce():
    away = home(**{**BASE, "assets": [cash(500_000)]}, members=BACK, host_budgets=BUDGET)
    found = columns(away, where=COSTS)
    assert best(found) is WayName.ABROAD
    going = found[WayName.ABROAD]
    # 280,000 for the journey; 90,000 a month bring it back in four
    assert going.numbers["pays_back_months"] == 4
    assert going.verdict == "way.abroad.carries"


def test_a_journey_nobody_can_pay_for_says_so():
    poor = home(**{**BASE, "assets": [cash(100_000)]}, members=BACK, host_budgets=BUDGET)
    going = columns(poor, where=COSTS)[WayName.ABROAD]
    assert going.verdict == "way.abroad.no_money"
    assert going.params["lacks_amount"] == 280_000 - (100_000 - 3 * 30_000)


def test_a_debt_that_cash_never_clears_is_for_talking_to_the_lender():
    dear = {"label": "dear", "outstanding": 900_000, "instalment": 9_000, "pressure": "threats"}
    found = columns(home(**BASE, debts=[dear]))
    assert found[WayName.REPAY].verdict == "way.repay.no_cash"


def test_every_column_has_the_same_start_months_and_prices():
    found = columns(family(**BASE, remittances=[sends(last_month="2027-01-01")], ventures=[SHOP]),
                    where=country(minimum_wage_pm=37_000.0, inflation_pa=0.1))  # fmt: skip
    plans = [way.plan for way in found.values() if way.plan is not None]
    assert len(plans) == 3
    assert len({p.timeline for p in plans}) == 1
    assert len({p.price_level.tobytes() for p in plans}) == 1


def test_today_s_money_is_the_plan_s_over_prices():
    land = country(minimum_wage_pm=37_000.0, inflation_pa=0.2)
    way = columns(home(**BASE), months=24, where=land)[WayName.WAGE]
    assert way.plan is not None
    assert way.numbers["end_cash_today"] == pytest.approx(way.plan.cash[-1] / 1.2**2)


def drawn(below: list[int]) -> Any:
    """Futures in which money runs out at these marks."""

    def simulate(one: Plan) -> Paths:
        first = np.array(below)
        shape = (one.case.months + 1, first.size)
        nothing = np.zeros(shape)
        none = np.zeros(first.size, dtype=np.int64)
        return Paths(one.timeline, nothing, nothing, nothing + 1, first, none, none,
                     np.zeros((0, first.size), dtype=np.int64), (), one.case.seed)  # fmt: skip

    return simulate


def test_the_chance_is_the_share_of_futures_in_which_money_never_runs_out():
    found = columns(home(**BASE), simulate=drawn([NEVER, 3, NEVER, NEVER]))
    assert found[WayName.WAGE].numbers["never_below_chance"] == 0.75
    assert found[WayName.ENTERPRISE].numbers["never_below_chance"] is None
    assert columns(home(**BASE))[WayName.WAGE].numbers["never_below_chance"] is None


def test_free_of_debt_is_the_mark_from_which_nothing_is_owed():
    owes = {"label": "x", "outstanding": 10_000, "instalment": 1_000}
    assert debt_free_mark(plan(case(home(**BASE, debts=[owes])))) == 10
    assert debt_free_mark(plan(case(home(**BASE)))) == 0
    stands = {"label": "x", "outstanding": 10_000}
    assert debt_free_mark(plan(case(home(**BASE, debts=[stands])))) is None


def test_rows_name_the_best_column_and_none_where_all_are_alike():
    found = columns(home(**BASE))
    rows = {row.name: row for row in way_rows(list(found.values()))}
    assert rows["end_cash_today"].values[1] is None
    assert rows["end_cash_today"].best == 0
    assert rows["first_below_zero_mark"].values == (None, None, 7)
    assert rows["first_below_zero_mark"].best == 0
    assert rows["debt_free_mark"].best is None
    assert "never_below_chance" not in rows
    assert "pays_back_months" not in rows


def test_the_allocation_finds_the_venture_and_the_savings():
    shelf, land = (deposit(),), country(minimum_wage_pm=37_000.0)
    one = case(home(**{**BASE, "assets": [cash(900_000)]}, ventures=[SHOP],
                    preferences={"aim": "wealth"}), 48)  # fmt: skip
    found = ways(plan(one, shelf, land), shelf, land, allot=by_allocation(shelf, land))
    by_name = {way.name: way for way in found}
    assert [u.venture for u in by_name[WayName.ENTERPRISE].decisions.undertakings] == ["shop"]
    saving = by_name[WayName.SAVE]
    assert saving.plan is not None
    assert {t.listing.id for t in saving.plan.taken} == {"PK-TERM-DEPOSIT"}
    assert not by_name[WayName.WAGE].decisions.choices


@given(cases(with_products=True))
def test_every_family_has_its_three_columns_in_words_without_a_loan(one):
    land = country(inflation_pa=0.1, minimum_wage_pm=37_000.0)
    found = ways(plan(one, SHELF, land), SHELF, land)
    assert [way.name for way in found][:3] == ALWAYS
    for way in found:
        said = WORDS.tell(way.verdict, way.params)
        assert said != way.verdict
        assert "{" not in said
        assert set(way.numbers) == set(NUMBERS)
        for key in (*way.questions, *way.notes, *(r.name for r in way.rests)):
            assert WORDS(key) != key
        if way.name is not WayName.ENTERPRISE and way.plan is not None:
            assert all(t.side != "finance" for t in way.plan.taken)
            assert not way.plan.ventures
    for row in way_rows(found):
        assert WORDS(f"way.number.{row.name}") != f"way.number.{row.name}"


EXAMPLES = sorted((ROOT / "data" / "examples").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_family_sees_what_work_would_pay(path):
    one, _ = read_case(path.read_bytes())
    assert one is not None
    land, shelf = pakistan()
    found = ways(plan(one, shelf, land), shelf, land)
    assert [way.name for way in found][:3] == ALWAYS
    assert found[0].known
    for way in found:
        for rest in way.rests:
            assert rest.own or (rest.card is not None and rest.card.source_id)


def test_nobody_who_never_left_is_sent_abroad():
    assert WayName.ABROAD not in columns(home(members=[WORKER, WIFE], **BASE))
