"""The page of risks: odds in one sentence, more futures on request, every question answered."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.case import Case
from planner.household import Member, Relation, Sex
from planner.text import text_of
from planner.ui import chores
from tests.ui.conftest import press, raw_keys, words_of

PATH = "planner/ui/pages/family/risk.py"
TEXT = text_of("en", "PKR")
QUESTIONS = ("hopes", "shocks", "returns", "levers", "seasons", "ventures")


def opened(visit, case) -> AppTest:
    page = visit(case=case).switch_page(PATH).run()
    assert not page.exception
    return page


def told(page: AppTest) -> str:
    return " ".join(words_of(page))


def asked(page: AppTest):
    return next(g for g in page.get("button_group") if str(g.key).endswith("risk.closer"))


@pytest.mark.parametrize("number", range(6))
def test_every_question_of_every_example_is_answered(visit, families, number):
    page = opened(visit, families[number])
    plan_questions = [q for q in QUESTIONS if TEXT(f"risk.closer.{q}") in asked(page).options]
    assert len(plan_questions) == len(asked(page).options) >= 3
    for question in plan_questions:
        asked(page).set_value(question)
        page.run()
        assert not page.exception, question
        assert raw_keys(words_of(page)) == [], question
        assert asked(page).value == question


def test_a_family_without_remittance_is_not_asked_when_to_come_home(visit, families):
    case = families[0]
    house = case.household.model_copy(update={"remittances": (), "goals": ()})
    page = opened(visit, case.model_copy(update={"household": house}))
    assert not any("come home" in str(option) for option in asked(page).options)
    assert "families like yours" in told(page)


def test_ten_thousand_futures_come_on_request_and_stay(visit, families):
    page = opened(visit, families[0])
    assert "Counted over 2,000 futures" in told(page)
    press(page, "Count 10,000 futures")
    assert "Counted over 10,000 futures" in told(page)
    page.switch_page("planner/ui/pages/family/save.py").run()
    page.switch_page(PATH).run()
    assert "Counted over 10,000 futures" in told(page)
    assert not [one for one in page.button if "Count 10" in one.label]


def test_the_same_case_has_the_same_odds_in_two_visits(visit, families):
    assert told(opened(visit, families[2])) == told(opened(visit, families[2]))


def test_a_venture_begun_can_be_closed_in_any_month(visit, families):
    case = families[0]
    begun = {"venture": case.household.ventures[0].id, "start_mark": 6}
    content = {**case.model_dump(mode="json"), "undertakings": [begun]}
    page = opened(visit, type(case).model_validate(content))
    asked(page).set_value("ventures")
    page.run()
    assert not page.exception
    slider = next(s for s in page.select_slider if ".closes." in str(s.key))
    slider.set_value(10).run()
    assert not page.exception


WORKER = Member(id="m1", relation=Relation.SELF, age_years=30, sex=Sex.MALE, abroad=True)
AT_HOME = WORKER.model_copy(update={"abroad": False})
EDGES = {
    "nothing told": {"members": [WORKER]},
    "a shop at home, and hopes of which one lies beyond the plan": {
        "members": [AT_HOME],
        "incomes": [{"label": "work", "amount": 1_000}],
        "expenses": [{"label": "food", "amount": 900}],
        "assets": [{"label": "cash", "kind": "cash", "value": 3_000}],
        "goals": [
            {"label": "roof", "amount_today": 5_000, "by": "2027-05-01"},
            {"label": "old age", "amount_today": 5_000, "by": "2048-01-01"},
        ],
        "ventures": [{"id": "v", "label": "shop", "kind": "shop", "cost": 1_000, "profit_pm": 50}],
    },
    "debts beyond all means": {
        "members": [WORKER],
        "expenses": [{"label": "food", "amount": 900}],
        "debts": [{"label": "agent", "outstanding": 900_000, "instalment": 90_000}],
    },
}


@pytest.mark.parametrize("country", ["PAK", "SEN", "MEX"])
@pytest.mark.parametrize("name", EDGES)
def test_the_advice_and_every_question_hold_at_the_edges(visit, monkeypatch, country, name):
    monkeypatch.setattr(chores, "PATIENCE_SECONDS", 60.0)
    house = EDGES[name]
    begun = [{"venture": v["id"], "start_mark": 3} for v in house.get("ventures", ())]
    case = Case.model_validate(
        {"country": country, "start": "2026-11-30", "months": 12, "household": house,
         "undertakings": begun}
    )  # fmt: skip
    page = visit(case=case)
    for path in ("planner/ui/pages/family/best.py", PATH):
        page.switch_page(path).run()
        sound(page)
    for question in [q for q in QUESTIONS if TEXT(f"risk.closer.{q}") in asked(page).options]:
        asked(page).set_value(question)
        sound(page.run())


def sound(page: AppTest) -> None:
    assert not page.exception
    assert not page.error
    assert raw_keys(words_of(page)) == []
