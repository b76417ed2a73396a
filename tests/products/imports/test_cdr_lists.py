"""The closed lists fit our kinds and categories."""

from __future__ import annotations

from products.imports import cdr_lists as lists
from products.kind import Side
from products.kinds import KINDS


def test_every_category_with_a_kind_names_one_of_ours() -> None:
    assert set(lists.KINDS_OF.values()) <= set(KINDS)
    assert set(lists.KINDS_OF) < lists.PRODUCT_CATEGORIES


def test_deposits_are_saving_and_the_others_are_finance() -> None:
    for category, kind in lists.KINDS_OF.items():
        side = Side.SAVING if category in lists.DEPOSITS else Side.FINANCE
        assert KINDS[kind].side is side


def test_only_a_personal_loan_does_not_tell_what_it_is_for() -> None:
    assert set(lists.KINDS_OF) - set(lists.CATEGORIES) == {"PERS_LOANS"}
