"""Listings put together from the rows that belong to them."""

from __future__ import annotations

from products.basis.sources import Provenance
from products.catalogue.attached import Known, Parts
from products.catalogue.pack import RuleLine, StepLine
from products.catalogue.reading import Lines, Read
from products.catalogue.shelving import ProductFile, shelve
from products.kind import StepKind

KNOWN = Known(frozenset({"law"}), frozenset({"treasury"}), frozenset({"north"}))
CELLS = {
    "id": "XY-CERT",
    "provider_id": "treasury",
    "name": "Certificate",
    "category": "savings",
    "currency": "PKR",
    "modes": "conventional",
    "amount_min": "500",
    "standing": "offered",
    "source_id": "law",
    "confidence": "high",
    "tenor_max_months": "24",
    "tenor_step_months": "12",
}


def certificate(*rows: dict[str, str]) -> list[ProductFile]:
    numbered = tuple(enumerate(rows or (CELLS,), start=2))
    return [ProductFile("redemption_certificate", "c.csv", Lines(numbered))]


def table(*steps: tuple[int, float]) -> Read[StepLine]:
    rows = [
        StepLine(listing_id="XY-CERT", table=StepKind.REDEMPTION, at=at, value=value,
                 source_id="law")
        for at, value in steps
    ]  # fmt: skip
    return Read(tuple(enumerate(rows, start=2)))


def parts(
    steps: Read[StepLine] | None = None,
    rules: Read[RuleLine] | None = None,
    provenance: Read[Provenance] | None = None,
) -> Parts:
    return Parts(steps or table((1, 1.1), (2, 1.3)), rules or Read(), provenance or Read(), "XYZ")


def test_steps_may_stand_in_any_order() -> None:
    shelf = shelve("XYZ", certificate(), parts(table((2, 1.3), (1, 1.1))), KNOWN)
    assert shelf.problems == ()
    terms = shelf.listings[0].terms.model_dump()
    assert [step["at"] for step in terms["redemptions"]] == [1, 2]


def test_listings_come_by_id_whatever_the_order_of_rows() -> None:
    other = CELLS | {"id": "XY-A", "standing": "confirm_first"}
    steps = [*table((1, 1.1), (2, 1.3)).rows]
    steps += [row.model_copy(update={"listing_id": "XY-A"}) for row in steps]
    read = Read(tuple(enumerate(steps, start=2)))
    shelf = shelve("XYZ", certificate(CELLS, other), parts(read), KNOWN)
    assert [listing.id for listing in shelf.listings] == ["XY-A", "XY-CERT"]


def test_steps_of_a_listing_that_was_left_out_go_with_it() -> None:
    shelf = shelve("XYZ", certificate(CELLS | {"category": "cars"}), parts(), KNOWN)
    assert shelf.listings == ()
    assert shelf.steps == ()
    assert [p.where for p in shelf.problems] == ["c.csv:2:category"]


def test_faults_of_the_row_are_told_even_when_its_table_is_bad() -> None:
    unreadable = Read(table((1, 1.1)).good, bad=((3, {"listing_id": "XY-CERT"}),))
    row = CELLS | {"tenor_max_months": "two years"}
    shelf = shelve("XYZ", certificate(row), parts(unreadable), KNOWN)
    assert [p.where for p in shelf.problems] == ["c.csv:2:tenor_max_months"]


def test_every_rule_and_value_keeps_its_source() -> None:
    rule = RuleLine(
        listing_id="XY-CERT", fact="region", op="is", value="north", source_id="law", as_of="2026"
    )
    value = Provenance(listing_id="XY-CERT", field="redemptions", source_id="law", as_of="2025-07")
    shelf = shelve(
        "XYZ",
        certificate(),
        parts(rules=Read(((2, rule),)), provenance=Read(((2, value),))),
        KNOWN,
    )
    (listing,) = shelf.listings
    assert [(r.fact, r.source_id, r.as_of) for r in listing.rules] == [("region", "law", "2026")]
    assert listing.provenance == (value,)


def banded(**amounts: str) -> dict[str, str]:
    return CELLS | {"band_of": "XY-BANDS", "standing": "confirm_first"} | amounts


def bands(*rows: dict[str, str]) -> tuple[list[str], list[tuple[str, str]]]:
    steps = [
        row.model_copy(update={"listing_id": cells["id"]})
        for cells in rows
        for row in table((1, 1.1), (2, 1.3)).rows
    ]
    shelf = shelve("XYZ", certificate(*rows), parts(Read(tuple(enumerate(steps, 2)))), KNOWN)
    return [each.id for each in shelf.listings], [(p.code, p.where) for p in shelf.problems]


def test_bands_may_meet_and_leave_gaps() -> None:
    low = banded(id="XY-LOW", amount_min="", amount_max="1000")
    middle = banded(id="XY-MID", amount_min="1000", amount_max="5000")
    high = banded(id="XY-TOP", amount_min="9000", amount_max="")
    assert bands(high, low, middle) == (["XY-LOW", "XY-MID", "XY-TOP"], [])


def test_a_band_into_which_the_one_below_reaches_is_left_out() -> None:
    low = banded(id="XY-LOW", amount_min="500", amount_max="1001")
    middle = banded(id="XY-MID", amount_min="1000", amount_max="5000")
    assert bands(low, middle) == (
        ["XY-LOW"],
        [("problem.bands_overlap", "c.csv:3:amount_min")],
    )


def test_a_band_without_an_end_has_none_above_it() -> None:
    low = banded(id="XY-LOW", amount_min="500", amount_max="")
    high = banded(id="XY-TOP", amount_min="1000", amount_max="5000")
    assert bands(low, high)[0] == ["XY-LOW"]


def test_a_row_whose_amounts_do_not_go_with_its_terms_is_told_and_left_out() -> None:
    wallet = {name: cell for name, cell in CELLS.items() if not name.startswith("tenor")}
    wallet |= {"rate": "0.09", "rate_basis": "simple_pa", "balance_min": "1000"}
    file = ProductFile("savings_account", "s.csv", Lines(((2, wallet),)))
    shelf = shelve("XYZ", [file], parts(Read(())), KNOWN)
    assert shelf.listings == ()
    assert [(p.code, p.where) for p in shelf.problems] == [
        ("problem.below_least_balance", "s.csv:2:amount_min")
    ]
