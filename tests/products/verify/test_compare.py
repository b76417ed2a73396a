"""Answers held against what a case expects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from products.verify.case import Asked, Several, Table
from products.verify.compare import differences
from products.verify.tolerance import Tolerance

NEAR = Tolerance(absolute=0.01)


def fields(expected, got, tolerance=NEAR):
    return [difference.field for difference in differences(expected, got, tolerance)]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ({"a": Decimal("1.50")}, {"a": 1.505, "b": "ignored"}),
        ({"a": [1, Decimal("2.0")]}, {"a": (1, 2)}),
        ({"a": [1, 2]}, {"a": np.array([1.0, 2.0])}),
        ({"a": {"1": [1], "2": [2]}}, {"a": {1: [1], 2: [2], 3: [3]}}),
        ({"a": "2026-01-31"}, {"a": date(2026, 1, 31)}),
        ({"a": Decimal("0.25")}, {"a": Fraction(1, 4)}),
        ({"a": None, "meaning": "no answer"}, {"a": None}),
        ({"a": True}, {"a": np.bool_(True)}),
        ({"a": Decimal("0.4")}, {"a": Several((0.1, 0.4))}),
        ({"a": Decimal("0.1"), "also_accepted": [Decimal("0.4")]}, {"a": 0.4}),
        ({"a": [[2, Decimal("5.0")]]}, {"a": Table([[1, 4.0], [2, 5.0]])}),
        ({"a": [["2026-01-31", 1]]}, {"a": Table([[date(2026, 1, 31), 1]])}),
    ],
)
def test_what_agrees_makes_no_difference(expected, got):
    assert fields(expected, got) == []


@pytest.mark.parametrize(
    ("expected", "got", "where"),
    [
        ({"a": 1.0, "b": 2.0}, {"a": 1.02}, ["a", "b"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a"]),
        ({"a": [1, 2]}, {"a": 7}, ["a"]),
        ({"a": {"b": {"c": [1, 2]}}}, {"a": {"b": {"c": [1, 3]}}}, ["a.b.c[1]"]),
        ({"a": {"b": 1}}, {"a": 1}, ["a"]),
        ({"a": 1.0}, {"a": None}, ["a"]),
        ({"a": 1.0}, {"a": float("nan")}, ["a"]),
        ({"a": 1.0}, {"a": "1.0"}, ["a"]),
        ({"a": 1}, {"a": True}, ["a"]),
        ({"a": True}, {"a": 0}, ["a"]),
        ({"a": None}, {"a": 0.0}, ["a"]),
        ({"a": None}, {"a": float("nan")}, ["a"]),
        ({"a": None}, {"a": Several((0.1, 0.4))}, ["a"]),
        ({"a": 0.3}, {"a": Several((0.1, 0.4))}, ["a"]),
        ({"a": 0.3, "also_accepted": [0.4]}, {"a": Several((0.1, 0.4))}, ["a"]),
        ({"a": "x"}, {"a": "y"}, ["a"]),
        ({"a": [[3, 5.0]]}, {"a": Table([[1, 4.0], [2, 5.0]])}, ["a[0]"]),
        ({"a": [[1, 5.0]]}, {"a": Table([[1, 4.0]])}, ["a[0][1]"]),
    ],
)
def test_what_does_not_agree_is_named_by_its_field(expected, got, where):
    assert fields(expected, got) == where


def test_a_question_hands_over_the_fields_it_names_and_no_others():
    handed = []

    def answer(named):
        handed.append(dict(named))
        return {"day": named["day"], "owed": 10 * named["day"]}

    expected = {"a": [{"day": 1, "owed": 10}, {"day": 2, "owed": 21}, {"owed": 30}]}
    assert fields(expected, {"a": Asked(("day",), answer)}) == ["a[1].owed", "a[2]"]
    assert handed == [{"day": 1}, {"day": 2}]


def test_a_difference_tells_both_values_and_the_tolerance():
    (difference,) = differences({"a": Decimal("1.50")}, {"a": 1.52}, NEAR)
    assert (difference.expected, difference.got, difference.tolerance) == ("1.50", "1.52", "0.01")


def test_no_answer_and_several_are_told_in_words():
    (none,) = differences({"a": Decimal("1.50")}, {"a": None}, NEAR)
    (several,) = differences({"a": None}, {"a": Several((0.1, 0.4))}, NEAR)
    assert none.got == several.expected == "no answer"
    assert several.got == "several: 0.1, 0.4"


def test_a_long_value_is_cut_short():
    (difference,) = differences({"a": "x"}, {"a": "y" * 500}, NEAR)
    assert len(difference.got) == 80
