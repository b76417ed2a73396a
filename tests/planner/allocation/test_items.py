"""Columns: laid out, picked and added up."""

from __future__ import annotations

import numpy as np

from planner.allocation.items import Deed, joined
from products.kind import Side
from tests.planner.allocation.made import MARKS, column, columns, flows_equal


def two():
    return columns(
        column("deposit", (-1, 0, 1.1), once=(-5, 0, 0), bounds=(10, 500), mark=0),
        column("goal.0@1", once=(0, -80, 0), deed=Deed.PAYMENT, price=80.0),
    )


def test_what_is_taken_adds_up_to_the_courses_own():
    of = two()
    flows = of.done(np.array([100.0, 0.0]), np.array([True, True]))
    assert flows.cash.tolist() == [-105, -80, 110.00000000000001]
    assert not of.done(np.zeros(2), np.zeros(2, dtype=bool)).cash.any()


def test_columns_are_found_by_their_key_and_picked_in_their_order():
    of = two()
    assert of.size == 2
    assert of.place("goal.0@1") == 1
    kept = of.only(of.where(lambda item: item.deed is Deed.PAYMENT))
    assert [item.key for item in kept.items] == ["goal.0@1"]
    assert kept.once.cash.tolist() == [[0, -80, 0]]
    assert kept.price.tolist() == [80.0]


def test_joined_columns_are_the_parts_one_after_the_other():
    of = two()
    again = joined([of.only(np.array([True, False])), of.only(np.array([False, True]))], MARKS)
    assert again.items == of.items
    assert flows_equal(again.each, of.each)
    assert flows_equal(again.once, of.once)
    assert joined([], MARKS).size == 0
    assert joined([], MARKS).once.cash.shape == (0, MARKS)


def test_only_money_that_is_paid_back_is_lent():
    lent = column("loan", side=Side.FINANCE).items[0]
    assert lent.lends
    assert not two().items[0].lends
