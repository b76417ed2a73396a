"""The examples of the templates are right, and would be listings under an id of their own."""

from __future__ import annotations

import pytest

from products.imports import TABLES
from products.imports.examples import TERMS, example
from products.imports.tables import EXAMPLE
from products.imports.writing import as_csv
from products.kinds import KINDS
from products.publishing.content import listing_of


def test_every_kind_has_its_example() -> None:
    assert set(TERMS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_under_another_id_is_a_listing(kind: str) -> None:
    assert example(kind)["id"].startswith(EXAMPLE)
    own = dict(example(kind)) | {"id": "AB-1"}
    (draft,) = TABLES["csv"](as_csv([own], kind), "bank", "PAK").drafts
    assert draft.doubts == ()
    listing, problems = listing_of(draft.content)
    assert problems == ()
    assert listing is not None
    assert listing.kind == kind
    assert len(listing.rules) == 2
