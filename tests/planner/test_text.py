"""Words, money, dates and counts in one language."""

from __future__ import annotations

from datetime import date

import pytest

from planner.text import text_of
from products.basis.problems import Problem

EN, UR = text_of("en", "PKR"), text_of("ur", "PKR")
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "Rs 0"), (-0.3, "Rs 0"), (999, "Rs 999"), (1_000, "Rs 1,000"),
        (99_999.6, "Rs 1,00,000"), (1_234_567, "Rs 12,34,567"), (-2_500_000, "-Rs 25,00,000"),
        (12_345_678_901, "Rs 12,34,56,78,901"),
    ],
)  # fmt: skip
def test_rupees_are_grouped_in_lakh_and_crore(amount, shown):
    assert EN.money(amount).replace(NBSP, " ") == shown


def test_the_smallest_coin_is_shown_where_asked():
    assert EN.money(1234.5, exact=True).replace(NBSP, " ") == "Rs 1,234.50"
    assert text_of("en", "KWD").money(1.5, exact=True).endswith("1.500")


def test_other_currencies_keep_their_own_sign_and_grouping():
    assert EN.money(1_234_567, "USD").replace(NBSP, " ") == "US$ 1,234,567"
    assert EN.money(1_500, "SAR").replace(NBSP, " ") == "SAR 1,500"
    assert text_of("en", "PHP").money(1_234_567).endswith("1,234,567")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (45_600, "Rs 45,600"), (99_999, "Rs 99,999"), (100_000, "Rs 1 lakh"),
        (123_456, "Rs 1.2 lakh"), (-250_000, "-Rs 2.5 lakh"), (9_996_000, "Rs 1 crore"),
        (34_000_000, "Rs 3.4 crore"),
    ],
)  # fmt: skip
def test_short_money_is_as_people_say_it(amount, shown):
    assert EN.short_money(amount).replace(NBSP, " ") == shown


def test_short_money_elsewhere_is_that_of_its_language():
    assert "1.2M" in text_of("en", "PHP").short_money(1_234_567)


def test_grouping_can_be_chosen():
    assert text_of("en", "PKR", lakh=False).money(1_234_567).endswith("1,234,567")


def test_months_days_and_shares_come_from_the_language():
    day = date(2027, 3, 5)
    assert (EN.month(day), EN.month_short(day), EN.day(day)) == (
        "March 2027",
        "Mar 2027",
        "5 March 2027",
    )
    assert "2027" in UR.month(day)
    assert UR.month(day) != EN.month(day)
    assert (EN.share(0.405), EN.share(0.4056, 1)) == ("41%", "40.6%")
    assert (EN.number(12_345.67, 1), EN.number(2.0, 1)) == ("12,345.7", "2")


def test_the_direction_of_writing_is_known():
    assert UR.right_to_left
    assert not EN.right_to_left


def test_counts_agree_with_their_noun():
    assert [EN.count("count.month", n) for n in (0, 1, 2, 1.5)] == [
        "0 months", "1 month", "2 months", "1.5 months",
    ]  # fmt: skip


def test_params_are_put_into_words_by_their_names():
    told = EN.tell(
        "advice.stay",
        {"months": 5, "until_month": "2028-11-01", "month": "2030-09-01", "amount": 12},
    )
    assert told == "Let the money arrive 5 months longer, until November 2028."
    burden = EN.tell("gate.burden", {"share": 0.93, "limit_share": 0.4})
    assert burden == "Instalments would take 93% of income; at most 40%."
    foreign = EN.tell("fix.smaller_amount", {"amount": 1000.0, "currency": "USD"})
    assert foreign.replace(NBSP, " ") == "Take US$ 1,000 instead."
    asked = EN.tell("fix.answer", {"question": "ask.has_guarantor"})
    assert asked == "If this is true, tell us: Would someone stand as guarantor for you?"
    choices = EN.tell("rule.employment.one_of", {"limit": "choice.employment.farmer|x"})
    assert choices.startswith("Work: ")
    assert choices.endswith(", x")
    assert EN.tell("word.yes", {"flag": True}) == "yes"


def test_a_problem_is_one_line_with_its_place():
    told = EN.problem(
        Problem("problem.too_high", "members[0].age", params={"value": 5, "limit": 3})
    )
    assert told.startswith("members[0].age: 5")


def test_an_unknown_language_falls_back_to_english_forms():
    assert text_of("xx", "PKR").month(date(2027, 3, 5)) == "March 2027"


def test_a_calendar_month_stands_alone_in_few_letters():
    assert text_of("en", "PKR").month_name(date(2027, 3, 9)) == "Mar"
