"""The page of the best plan: advice, taking it and taking it back, trying changes."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.pins import wanted
from planner.ui import chores
from planner.ui.parts import best_beside, best_not
from tests.ui.conftest import field, html_of, press, raw_keys, words_of

PATH = "planner/ui/pages/family/best.py"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chore is done when its page is drawn."""
    monkeypatch.setattr(chores, "PATIENCE_SECONDS", 60.0)


def opened(visit, case) -> AppTest:
    page = visit(case=case).switch_page(PATH).run()
    assert not page.exception
    assert raw_keys(words_of(page)) == []
    return page


def told(page: AppTest) -> str:
    return " ".join(words_of(page))


def case_of(page: AppTest):
    return page.session_state["wapsi.case"]


@pytest.mark.parametrize("number", range(6))
def test_every_example_is_advised_with_steps_reasons_and_three_ways(visit, families, number):
    page = opened(visit, families[number])
    said = told(page)
    for words in ("Your next three steps", "What is not taken, and why", "A wage", "An enterprise",
                  "Save and wait"):  # fmt: skip
        assert words in said
    assert any("w-steps" in piece for piece in html_of(page))


def test_a_plan_that_takes_no_loan_says_do_not_borrow(visit, families):
    assert "Do not borrow" in told(opened(visit, families[2]))


def test_advice_that_many_futures_do_not_bear_out_says_so_at_once(visit, families):
    farm = next(one for one in families if one.title.startswith("Sajid"))
    nurse = next(one for one in families if one.title.startswith("Saima"))
    assert "4 of 10 families like yours run out of money" in told(opened(visit, farm))
    assert "families like yours run out of money" not in told(opened(visit, nurse))


def test_what_would_mend_a_plan_without_money_is_told_and_each_is_enough(visit, families):
    said = told(opened(visit, families[2]))
    assert "First change something" in said
    assert "Any one of these is enough by itself" in said


def test_taking_the_plan_puts_its_decisions_into_the_case_and_undo_takes_them_out(visit, families):
    before = families[3]
    page = opened(visit, before)
    press(page, "Take this plan")
    after = case_of(page)
    assert after.decided != before.decided
    assert after.household == before.household
    assert "Your plan is the best plan." in told(page)
    press(page, "Undo")
    back = case_of(page)
    assert back.model_copy(update={"pins": ()}) == before
    assert {pin.listing_id for pin in back.pins} == set(wanted(back))


def test_decisions_that_were_there_are_kept_as_an_alternative(visit, families, catalogue):
    listing = next(one for one in catalogue.all("PAK") if one.id == "PK-CDNS-BSC")
    choice = {"listing_id": listing.id, "amount": 50_000.0}
    case = type(families[0]).model_validate(
        {**families[0].model_dump(mode="json"), "choices": [choice]}
    )
    page = opened(visit, case)
    press(page, "Take this plan")
    kept = case_of(page).alternatives
    assert [one.decided for one in kept] == [case.decided]
    assert kept[0].name == "My plan before, 1"


def test_a_change_shows_new_numbers_beside_the_old_and_writes_nothing_down(visit, families):
    page = opened(visit, families[0])
    aim = next(box for box in page.selectbox if str(box.key).endswith(".aim"))
    aim.set_value("safety").run()
    said = told(page)
    assert "Changed" in said
    assert "Best plan then" in said
    assert case_of(page) == families[0]
    press(page, "Throw away")
    assert case_of(page) == families[0]
    assert "Move something" in told(page)


def test_a_change_that_is_kept_is_the_case_from_then_on(visit, families):
    page = opened(visit, families[0])
    slider = next(s for s in page.select_slider if str(s.key).endswith(".spending"))
    slider.set_value(-0.1).run()
    press(page, "Keep the changes")
    spent = [one.amount for one in case_of(page).household.expenses]
    assert spent == [round(one.amount * 0.9) for one in families[0].household.expenses]
    assert "Move something" in told(page)


def test_a_change_survives_a_visit_to_another_page(visit, families):
    page = opened(visit, families[0])
    slider = next(s for s in page.select_slider if str(s.key).endswith(".spending"))
    slider.set_value(-0.2).run()
    page.switch_page("planner/ui/pages/family/save.py").run()
    page.switch_page(PATH).run()
    assert "Changed" in told(page)


def test_what_is_not_taken_can_be_searched(visit, families):
    page = opened(visit, families[0])
    page.text_input(key="best.not.search").set_value("bachat").run()
    inside = " ".join(" ".join(html_of(page)).split())
    assert "Bachat" in inside
    page.text_input(key="best.not.search").set_value("no such product").run()
    assert "No product of that name." in told(page)


def test_a_question_of_a_way_is_answered_beside_the_case(visit, families):
    page = opened(visit, families[5])
    field(page, "way.told.migration_cost").set_value("400000").run()
    assert page.session_state["wapsi.desk"].told.migration_cost == 400_000.0
    assert case_of(page) == families[5]


def test_every_reason_has_its_group():
    """A reason nobody grouped would still be told, under what is not on offer."""
    codes = {code for group in best_not.GROUPS.values() for code in group}
    assert len(codes) == sum(len(group) for group in best_not.GROUPS.values())
    assert best_beside.MOST == 5
