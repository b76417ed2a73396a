"""Step five in the app: a venture is added, told in the family's numbers, and taken out again."""

from __future__ import annotations

import pytest

from planner.case import Undertaking
from tests.ui.conftest import field, press, raw_keys, words_of

GUIDE = "planner/ui/pages/family/guide.py"


def case_of(page):
    return page.session_state["wapsi.case"]


def box(page, ending: str):
    return next(one for one in page.selectbox if str(one.key).endswith(ending))


@pytest.fixture
def hopes(visit, families):
    """The last step, of a family without ventures that has begun nothing."""
    house = families[0].household.model_copy(update={"ventures": ()})
    bare = families[0].model_copy(update={"household": house, "undertakings": ()})
    page = visit(case=bare).switch_page(GUIDE).run()
    for _ in range(4):
        press(page, "Next")
    return page


def test_a_venture_is_told_in_the_familys_own_numbers(hopes):
    press(hopes, "Taxi, rickshaw")
    field(hopes, "venture.1.cost").set_value("3 lakh").run()
    field(hopes, "venture.1.working_capital").set_value("20000").run()
    field(hopes, "venture.1.profit_pm").set_value("25,000").run()
    field(hopes, "venture.1.resale_share").set_value("60").run()
    box(hopes, "venture.1.owner").set_value("shazia").run()
    (venture,) = case_of(hopes).household.ventures
    assert (venture.kind, venture.cost, venture.working_capital) == ("transport", 300_000, 20_000)
    assert (venture.profit_pm, venture.resale_share, venture.owner) == (25_000, 0.6, "shazia")
    assert raw_keys(words_of(hopes)) == []
    assert not hopes.exception


def test_two_ventures_have_ids_of_their_own(hopes):
    press(hopes, "Animals")
    press(hopes, "Training")
    assert [v.id for v in case_of(hopes).household.ventures] == ["v1", "v2"]


def test_training_says_which_question_it_answers(hopes):
    press(hopes, "Training")
    box(hopes, "venture.1.answer").set_value("has_training_certificate").run()
    assert case_of(hopes).household.ventures[0].answer == "has_training_certificate"
    press(hopes, "Animals")
    assert not [one for one in hopes.selectbox if str(one.key).endswith("venture.2.answer")]


def test_a_venture_taken_out_is_no_longer_begun(hopes):
    press(hopes, "Animals")
    one = case_of(hopes)
    begun = one.model_copy(update={"undertakings": (Undertaking(venture="v1", start_mark=3),)})
    hopes.session_state["wapsi.case"] = begun
    hopes.run()
    remove = [b for b in hopes.button if str(b.key).endswith("venture.1.remove")]
    remove[0].click().run()
    assert case_of(hopes).household.ventures == ()
    assert case_of(hopes).undertakings == ()


def test_the_aim_and_the_number_of_products_are_kept(hopes):
    box(hopes, "wish.aim").set_value("income").run()
    box(hopes, "wish.most_products").set_value(1).run()
    wishes = case_of(hopes).household.preferences
    assert (wishes.aim, wishes.most_products) == ("income", 1)
