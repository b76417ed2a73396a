"""The page of risks: odds in one sentence, more futures on request, every question answered."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.text import text_of
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
