"""Tables made from the models whose rows they hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import pytest
from sqlalchemy import JSON, Boolean, Date, Double, Integer, String

from products.basis.eligibility import Rule
from products.catalogue import tables
from products.catalogue.listing import Category, Header
from products.catalogue.pack import AssumptionLine, StepLine
from products.catalogue.tables import (
    LISTINGS,
    ROWS,
    SCHEMA,
    cells_of,
    everything,
    layout,
    listing_cells,
    listing_from,
)


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (str, String),
        (Category, String),
        (float, Double),
        (float | None, Double),
        (Annotated[float, "with bounds"] | None, Double),
        (int, Integer),
        (bool, Boolean),
        (date | None, Date),
        (tuple[str, ...], JSON),
        (float | bool | str, JSON),
    ],
)
def test_a_field_becomes_a_column_of_its_own_type(annotation: object, kind: type) -> None:
    assert type(tables._column_type(annotation)) is kind


def test_every_table_has_the_columns_of_its_model() -> None:
    for model, table in ROWS.items():
        assert list(table.c.keys()) == ["owner", "place", *model.model_fields]
    assert set(Header.model_fields) < set(LISTINGS.c.keys())


def test_only_terms_and_lists_are_json() -> None:
    json = {f"{t.name}.{c.name}" for t in SCHEMA.sorted_tables for c in t.c if type(c.type) is JSON}
    assert json == {"countries.settings", "listings.modes", "listings.terms", "rules.value"}


def test_the_tables_of_a_catalogue_are_all_there() -> None:
    assert sorted(table.name for table in SCHEMA.sorted_tables) == sorted(
        ["meta", "files", "countries", "listings", "rules", "provenance", "steps", "sources",
         "providers", "regions", "contacts", "series", "assumptions", "unexpressed"]
    )  # fmt: skip


def test_a_listing_comes_back_from_its_row_as_it_was(pack) -> None:
    for listing in pack.listings:
        row = listing_cells(listing, "First Bank")
        assert listing_from(row, listing.rules, listing.provenance) == listing


def test_what_is_filtered_or_sorted_stands_in_columns_of_its_own(pack) -> None:
    row = listing_cells(pack.listings[2], "First Bank")
    assert row["mode_marks"] == "|islamic|conventional|"
    assert (row["kind"], row["country"], row["rate"]) == ("loan", "XYZ", 0.2)
    assert (row["tenor_min_months"], row["tenor_max_months"]) == (12, 84)
    assert row["search"] == (
        "xy-loan-2 tractor loan first bank enterprise loan fifty, or a hundred acres"
    )
    assert listing_cells(pack.listings[0], "Treasury")["rate"] is None


def test_rows_are_plain_values() -> None:
    rule = Rule(fact="region", op="one_of", value=("north", "south"))
    assert cells_of(rule)["op"] == "one_of"
    assert type(cells_of(rule)["op"]) is str
    assert cells_of(rule)["value"] == ["north", "south"]
    step = StepLine(listing_id="XY-A", table="rate", at=0, value=0.1, source_id="law")
    assert cells_of(step)["table"] == "rate"
    line = AssumptionLine(name="x_pa", since=date(2026, 1, 1), value=1, grade="A", source_id="law")
    assert cells_of(line)["since"] == date(2026, 1, 1)


def test_everything_keeps_the_order_of_the_rows() -> None:
    for table in (LISTINGS, *ROWS.values()):
        assert str(everything(table)).rpartition("ORDER BY ")[2] == ", ".join(
            str(column) for column in table.primary_key.columns
        )


def test_the_layout_stands_still_and_is_short() -> None:
    assert layout() == layout()
    assert len(layout()) == 16
