"""The words of steps about debts."""

from __future__ import annotations

import pytest

from planner.debtsteps import ask_step
from planner.repaying import AskKind
from planner.standpoint import Rung
from planner.text import text_of
from tests.planner.families import case, cash, food, home, plan
from tests.planner.test_standpoint import standpoint

FARM = [{"label": "wheat", "kind": "farm", "amount": 400_000, "months": [5]}]


@pytest.mark.parametrize("kind", list(AskKind))
def test_each_kind_of_ask_has_words_with_all_its_figures(kind):
    one = case(
        home(
            assets=[cash(70_000)],
            incomes=FARM,
            expenses=[food(30_000)],
            debts=[{"label": "agent", "outstanding": 60_000, "instalment": 5_000, "arrears": 100}],
        )
    )
    found = plan(one)
    ask = next(a for a in found.asks if a.kind is kind)
    step = ask_step(standpoint(found), ask, Rung.NEEDS)
    words = text_of("en", "PKR")
    for key in (step.code, f"{step.code}.why"):
        said = words.tell(key, step.params)
        assert "{" not in said
        assert "agent" in words.tell(step.code, step.params)


def test_an_offer_at_once_is_dated_when_money_allows_it():
    pressed = {"label": "x", "outstanding": 60_000, "instalment": 1_000, "arrears": 1}
    one = case(home(incomes=[{"label": "shop", "amount": 40_000}], expenses=[food(30_000)],
                    debts=[pressed]))  # fmt: skip
    found = plan(one)
    ask = next(a for a in found.asks if a.kind is AskKind.SETTLEMENT)
    assert ask.months > 0
    assert ask_step(standpoint(found), ask, Rung.PRESSURE).mark == ask.months
