"""Every page, for every sort of visitor: it runs, says no key aloud, and never shows a trace."""

from __future__ import annotations

import importlib

import pytest

from planner.ui.register import PAGES, PageSpec
from planner.ui.session import SEATS
from products.basis.people import Role
from tests.conftest import ROOT
from tests.ui.conftest import field, html_of, open_drawer, press, raw_keys, words_of

MOST_LINES = 80
FAMILY_PAGES = [spec for spec in PAGES if Role.FAMILY in spec.roles]


def path_in_app(spec: PageSpec) -> str:
    return spec.path.relative_to(ROOT).as_posix()


def sound(page) -> None:
    """No trace, no calm sentence of a failure, no key said aloud."""
    assert not page.exception
    assert "Something went wrong" not in " ".join(e.value for e in page.error)
    assert raw_keys(words_of(page)) == []


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_a_page_is_short_and_draws_nothing_when_imported(spec):
    assert len(spec.path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    name = path_in_app(spec).removesuffix(".py").replace("/", ".")
    assert callable(importlib.import_module(name).render)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
@pytest.mark.parametrize("who", SEATS)
def test_every_page_runs_without_a_case(visit, spec, who):
    page = visit(who=who.value)
    sound(page)
    sound(page.switch_page(path_in_app(spec)).run())


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
@pytest.mark.parametrize("number", range(6))
def test_every_page_runs_with_an_example_family(visit, families, spec, number):
    if number >= len(families):
        pytest.skip("fewer examples than that")
    page = visit(case=families[number])
    sound(page.switch_page(path_in_app(spec)).run())


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_every_page_runs_with_an_odd_case(visit, odd_case, spec):
    sound(visit(case=odd_case).switch_page(path_in_app(spec)).run())


def test_what_is_odd_is_told_on_the_plan_in_sentences(visit, odd_case):
    page = visit(case=odd_case).switch_page("planner/ui/pages/family/plan.py").run()
    told = " ".join(words_of(page))
    for word in ("XTS", "NO-SUCH-LISTING", "no_such_thing"):
        assert word in told


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_a_persons_words_are_never_markup(visit, odd_case, spec):
    page = visit(case=odd_case).switch_page(path_in_app(spec)).run()
    for piece in html_of(page):
        assert "<script" not in piece
        assert "<b>bold" not in piece
    labels = [t.value for t in page.title] + [e.label for e in page.expander]
    assert not [one for one in labels if "](" in one.replace("\\]\\(", "")]


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("number", range(4))
def test_every_step_of_the_guide_runs(visit, families, step, number):
    page = visit(case=families[number]).switch_page("planner/ui/pages/family/guide.py").run()
    for _ in range(step):
        press(page, "Next")
    sound(page)
    assert f"Step {step + 1} of 5" in " ".join(words_of(page))


@pytest.mark.parametrize("number", range(4))
def test_looking_changes_nothing(visit, families, number):
    """All five steps, the plan, the offers: nobody types, and the case stays as it was."""
    page = visit(case=families[number])
    for spec in FAMILY_PAGES:
        page.switch_page(path_in_app(spec)).run()
        for _ in range(4 if spec.key == "guide" else 0):
            press(page, "Next")
        assert page.session_state["wapsi.case"] == families[number], spec.key


def test_every_offer_can_be_looked_at(visit, families, catalogue):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/offers.py").run()
    for listing in catalogue.all("PAK"):
        page.session_state["wapsi.desk"].looking = listing.id
        sound(page.run())
        assert page.header[0].value == listing.name


# ---------------------------------------------------------------- the first answer


def test_four_numbers_give_a_first_answer(visit):
    """25,000 left over; 150,000 saved lasts two months of 60,000."""
    page = visit()
    field(page, "quick.arrives").set_value("85,000")
    field(page, "quick.needs").set_value("60000")
    field(page, "quick.saved").set_value("1.5 lakh")
    field(page, "quick.owed").set_value("0").run()
    sound(page)
    told = " ".join(words_of(page))
    assert "savings would last 2 months" in told
    assert "25,000 is left over" in told
    assert "1 lakh 50 thousand" in told


def test_home_may_be_any_country_of_the_catalogue(visit, catalogue):
    """Each gives a first answer and offers in its own money, and the address remembers it."""
    for country in catalogue.countries():
        page = visit()
        homes = [box for box in page.selectbox if str(box.key).endswith(".home")]
        homes[0].set_value(country).run()
        field(page, "quick.arrives").set_value("85000")
        field(page, "quick.needs").set_value("60000").run()
        sound(page)
        assert page.session_state["wapsi.case"].country == country
        currency = catalogue.country(country).currency
        assert page.session_state["wapsi.case"].household.remittances[0].currency == currency
        sound(page.switch_page("planner/ui/pages/family/offers.py").run())
        for listing in catalogue.all(country):
            page.session_state["wapsi.desk"].looking = listing.id
            sound(page.run())


def test_another_home_keeps_the_four_numbers(visit):
    page = visit()
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    next(box for box in page.selectbox if str(box.key).endswith(".home")).set_value("NPL").run()
    sound(page)
    assert field(page, "quick.arrives").value == "85000"
    assert page.session_state["wapsi.case"].household.remittances[0].currency == "NPR"


def test_the_first_answer_becomes_a_plan_in_one_press(visit):
    page = visit()
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    press(page, "Go on: make it my plan")
    sound(page)
    assert page.title[0].value == "My answers"
    assert page.session_state["wapsi.case"].months == 60


def test_an_example_family_opens_with_one_press(visit, families):
    page = visit().button(key="example.1").click().run()
    sound(page)
    assert page.session_state["wapsi.case"].title == families[1].title
    assert "Last month money comes from abroad" in " ".join(words_of(page))


# ---------------------------------------------------------------- bad input

BAD = {
    "-5": "too low",
    "1000000000000": "too high",
    "many": "not a number",
    "500,00": "two ways",
}


@pytest.mark.parametrize(("typed", "told"), BAD.items())
def test_a_bad_amount_is_told_at_its_field_and_kept(visit, typed, told):
    page = visit()
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    field(page, "quick.saved").set_value(typed).run()
    sound(page)
    assert field(page, "quick.saved").value == typed
    wrong = [piece for piece in html_of(page) if "w-wrong" in piece]
    assert len(wrong) == 1
    assert told in wrong[0]
    assert page.session_state["wapsi.case"].household.assets == ()


def test_what_was_typed_badly_is_still_there_after_another_page(visit):
    page = visit()
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    field(page, "quick.saved").set_value("-5").run()
    page.switch_page("planner/ui/pages/family/save.py").run()
    page.switch_page("planner/ui/pages/family/start.py").run()
    assert field(page, "quick.saved").value == "-5"
    assert field(page, "quick.arrives").value == "85000"


def test_five_hundred_months_and_a_negative_age_keep_the_case_as_it_was(visit, families):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/guide.py").run()
    before = page.session_state["wapsi.case"]
    field(page, "member.1.age_years").set_value("-3").run()
    field(page, "member.1.months_abroad").set_value("5000").run()
    sound(page)
    assert page.session_state["wapsi.case"] == before
    assert len([piece for piece in html_of(page) if "w-wrong" in piece]) == 2


def test_inflation_of_four_hundred_per_cent_is_refused_where_it_was_typed(visit, families):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/plan.py").run()
    page = open_drawer(page, "prices")
    lowest = page.session_state["wapsi.case"]
    field(page, "overrides.inflation_pa").set_value("400").run()
    sound(page)
    assert page.session_state["wapsi.case"] == lowest
    assert field(page, "overrides.inflation_pa").value == "400"
    assert any("too high" in piece for piece in html_of(page))


def test_an_assumption_can_be_changed_and_put_back(visit, families):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/plan.py").run()
    page = open_drawer(page, "prices")
    field(page, "overrides.inflation_pa").set_value("20").run()
    assert page.session_state["wapsi.case"].overrides == {"inflation_pa": 0.2}
    assert any("Changed by you" in piece for piece in html_of(page))
    press(page, "Put back")
    sound(page)
    assert page.session_state["wapsi.case"].overrides == {}


FILES = {
    "newer": (b'{"version": 99}', "newer"),
    "truncated": (b'{"country": "PAK", "start":', "not"),
    "no json": (b"hello", "not"),
    "a list": (b"[1, 2]", "no saved plan"),
    "a strange age": (
        b'{"country": "PAK", "start": "2026-01-31", "household": '
        b'{"members": [{"id": "a", "age_years": 500, "sex": "male"}]}}',
        "Age in years",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_case_file_gets_a_sentence_and_loses_nothing(visit, families, name):
    content, told = FILES[name]
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/save.py").run()
    page.file_uploader[0].set_value(("plan.json", content, "application/json")).run()
    sound(page)
    assert "cannot be opened" in page.error[0].value
    assert any("w-wrong" in piece and told in piece for piece in html_of(page))
    assert page.session_state["wapsi.case"] == families[0]


def test_a_good_case_file_opens_as_it_was_saved(visit, families):
    page = visit().switch_page("planner/ui/pages/family/save.py").run()
    content = families[2].to_json().encode()
    page.file_uploader[0].set_value(("plan.json", content, "application/json")).run()
    sound(page)
    assert page.session_state["wapsi.case"] == families[2]


# ---------------------------------------------------------------- the one control, choices, rows


def test_moving_the_last_month_solves_everything_anew(visit, families):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/plan.py").run()
    before = words_of(page)
    slider = page.select_slider[0]
    slider.set_value(3).run()
    sound(page)
    assert page.session_state["wapsi.case"].last_month is not None
    assert words_of(page) != before
    press(page, "Back to the months in my answers")
    sound(page)
    assert page.session_state["wapsi.case"].last_month is None
    assert [w for w in words_of(page) if "missing" in w] == [w for w in before if "missing" in w]


def test_rows_are_added_and_the_right_one_is_removed(visit, families):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/guide.py").run()
    press(press(page, "Next"), "Next")
    rows = page.session_state["wapsi.case"].household.expenses
    press(page, "Fuel, power")
    sound(page)
    assert len(page.session_state["wapsi.case"].household.expenses) == len(rows) + 1
    press(page, "Remove", 1)
    sound(page)
    left = page.session_state["wapsi.case"].household.expenses
    assert [row.label for row in left] == [r.label for r in (rows[0], *rows[2:])] + ["Fuel, power"]
    assert field(page, "expense.3.amount").value == str(int(rows[2].amount))


def test_an_answer_on_an_offer_turns_its_rule(visit, families, catalogue):
    """Answering "yes" to an open yes/no question makes that rule pass."""
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/offers.py").run()
    for listing in catalogue.on_sale("PAK", families[0].start):
        page.session_state["wapsi.desk"].looking = listing.id
        page.run()
        open_ones = [g for g in page.get("button_group") if g.key.startswith("ask.")]
        blank = [g for g in open_ones if g.value in (None, [])]
        if not blank:
            continue
        fact = blank[0].key.rpartition(".")[2]
        blank[0].set_value([True]).run() if isinstance(blank[0].value, list) else blank[
            0
        ].set_value(True).run()
        sound(page)
        assert f'"{fact}": true' in page.session_state["wapsi.case"].to_json()
        return
    pytest.fail("no open question on any offer")


def test_an_offer_goes_into_the_plan_and_out_again(visit, families, catalogue):
    page = visit(case=families[3]).switch_page("planner/ui/pages/family/offers.py").run()
    listing = next(
        one
        for one in catalogue.on_sale("PAK", families[3].start)
        if one.kind == "grant" or one.amount_min
    )
    page.session_state["wapsi.desk"].looking = listing.id
    page.run()
    before = page.session_state["wapsi.case"].choices
    button = next(b for b in page.button if b.key == f"add.{listing.id}")
    button.click().run()
    sound(page)
    after = page.session_state["wapsi.case"].choices
    assert listing.id in {c.listing_id for c in after}
    page.button(key=f"out.{listing.id}").click().run()
    sound(page)
    assert {c.listing_id for c in page.session_state["wapsi.case"].choices} == {
        c.listing_id for c in before
    } - {listing.id}


def test_two_choices_stand_side_by_side_with_their_differences(visit, families):
    case = families[3].model_copy(update={"alternatives": ()})
    page = visit(case=case).switch_page("planner/ui/pages/family/compare.py").run()
    page.button(key="alt.bare").click().run()
    page.button(key="alt.keep").click().run()
    sound(page)
    table = next(piece for piece in html_of(page) if "<table" in piece)
    assert "Choice 1" in table
    assert "Choice 2" in table
    assert len(page.session_state["wapsi.case"].alternatives) == 2
