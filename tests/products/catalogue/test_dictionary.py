"""The data dictionary says what the models say."""

from __future__ import annotations

import pytest

from products.basis.eligibility import FACTS
from products.basis.text import sentences
from products.catalogue.dictionary import dictionary, meaning
from products.catalogue.listing import Header
from products.catalogue.reading import columns_of
from products.catalogue.seed import ROOT, TABLES
from products.kinds import KINDS

SAY = sentences()
TEXT = dictionary(SAY)
ROWS = [line for line in TEXT.splitlines() if line.startswith("| `")]


def test_the_printed_dictionary_is_the_one_of_the_models() -> None:
    """When this fails: `python -m products dictionary > docs/data-dictionary.md`."""
    printed = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert printed == TEXT


def test_every_column_of_every_file_has_a_meaning() -> None:
    models = [Header, *TABLES.values(), *(kind.Terms for kind in KINDS.values())]
    for model in models:
        for name in columns_of(model):
            said = meaning(name, model, SAY)
            assert len(said) > 3
            assert not said.startswith("column.")
            assert any(row.startswith(f"| `{name}` |") and said[:20] in row for row in ROWS)


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_listed(fact: str) -> None:
    assert f"| {SAY(f'fact.{fact}')} |" in next(r for r in ROWS if r.startswith(f"| `{fact}` |"))


@pytest.mark.parametrize(
    "row",
    [
        "| `id` | text |  | `^[A-Z0-9-]{3,60}$` | yes |",
        "| `amount_min` | number |  | ≥ 0, ≤ 1,000,000,000,000 | no |",
        "| `valid_from` | date |  |  | no |",
        "| `rate` | number | decimal rate | ≥ 0, ≤ 3 | no |",
        "| `rate` | number | decimal rate | ≥ 0, ≤ 3 | yes |",
        "| `tenor_max_months` | whole number | months | ≥ 1, ≤ 480 | yes |",
        "| `exit_allowed` | yes or no |  |  | no (yes) |",
        "| `instalment_every_months` | whole number | months | 1, 3, 6, 12 | no (1) |",
        "| `standing` | choice: `offered`, `confirm_first`, `not_offered` |  |  | yes |",
    ],
)
def test_type_unit_bounds_and_need_come_from_the_model(row: str) -> None:
    assert any(line.startswith(row) for line in ROWS)


def test_no_row_has_a_bar_too_many() -> None:
    for row in ROWS:
        bars = row.replace("\\|", "").count("|")
        assert bars in (6, 7), row
