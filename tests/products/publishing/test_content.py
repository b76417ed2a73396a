"""A version's content: its one text, its hash, its differences, and the listing it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.catalogue.seed import load_packs, packs
from products.publishing.content import (
    canonical,
    differences,
    fingerprint,
    listing_of,
    of_listing,
)
from tests.products.publishing.shelf import loan, terms

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)
contents = st.dictionaries(st.text(min_size=1), plain, max_size=5)


@given(content=contents)
def test_the_order_of_names_does_not_matter(content: dict[str, object]) -> None:
    turned = dict(reversed(list(content.items())))
    assert canonical(turned) == canonical(content)
    assert differences(content, turned) == ()


@given(one=contents, other=contents)
def test_two_contents_differ_exactly_when_their_hashes_do_or_only_in_emptiness(
    one: dict[str, object], other: dict[str, object]
) -> None:
    if fingerprint(one) == fingerprint(other):
        assert differences(one, other) == ()


def test_every_shipped_listing_is_the_same_after_a_journey_through_content() -> None:
    for pack in load_packs(packs()):
        for listing in pack.listings:
            again, problems = listing_of(of_listing(listing))
            assert problems == ()
            assert again == listing


@pytest.mark.parametrize(
    ("after", "path"),
    [
        (terms(rate=0.2), "terms.rate"),
        (loan(note="new"), "note"),
        (loan(rules=[{"fact": "sex", "op": "is", "value": "female"}]), "rules[0].fact"),
    ],
)
def test_a_difference_names_the_path(after: dict[str, object], path: str) -> None:
    assert path in [change.path for change in differences(loan(), after)]


def test_what_is_no_listing_yet_says_why() -> None:
    listing, problems = listing_of({"id": "XY-1"})
    assert listing is None
    assert "problem.missing" in [problem.code for problem in problems]
