"""The records of what was read, and the fingerprint of a product."""

from __future__ import annotations

from decimal import Decimal

from products.imports.documents import Doubt, Draft, Found, Imported, fingerprint, shown
from products.imports.limits import RAW_CHARACTERS


def test_a_draft_is_blocked_by_one_doubt_that_feeds_a_calculation() -> None:
    told = Doubt("features[0]", "NOT_IN_LIST", "X", blocks=False)
    draft = Draft({}, "1", "", "f", doubts=(told,))
    assert not draft.is_blocked
    assert Draft({}, "1", "", "f", doubts=(told, Doubt("rate", "RATE_MISSING", ""))).is_blocked


def test_a_doubt_of_several_drafts_is_told_once() -> None:
    doubt = Doubt("name", "NAME_MISSING", "")
    drafts = tuple(Draft({}, "1", part, "f", doubts=(doubt,)) for part in "ab")
    assert Imported("cdr", "bank", drafts).doubts == (doubt,)
    assert Imported("cdr", "bank", drafts).notes == ()


def test_a_fingerprint_looks_past_stamps_empties_and_the_order_of_names() -> None:
    one = {"a": "1", "fees": [{"x": "2", "y": None}], "lastUpdated": "2024"}
    two = {"lastUpdated": "2025", "fees": [{"x": "2"}], "a": "1", "tiers": []}
    assert fingerprint(one) == fingerprint(two)


def test_a_fingerprint_sees_a_digit_and_the_order_of_a_list() -> None:
    assert fingerprint({"rate": "0.05"}) != fingerprint({"rate": "0.050"})
    assert fingerprint({"fees": ["a", "b"]}) != fingerprint({"fees": ["b", "a"]})


def test_a_raw_value_is_kept_as_written_up_to_a_limit() -> None:
    assert shown(Decimal("5.350")) == "5.350"
    assert shown(True) == "true"
    assert len(shown("x" * (RAW_CHARACTERS + 1))) == RAW_CHARACTERS


def test_what_is_found_is_kept_in_order() -> None:
    found = Found()
    found.doubt("a", "ONE", 1)
    found.doubt("b", "TWO", None, blocks=False, limit=3)
    assert [(d.path, d.raw, d.blocks, d.limit) for d in found.doubts] == [
        ("a", "1", True, ""),
        ("b", "", False, "3"),
    ]
