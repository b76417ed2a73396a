"""What hangs on listings, checked against what it names."""

from __future__ import annotations

from products.basis.problems import Problem
from products.basis.sources import Provenance
from products.catalogue.attached import TERMS, Known, Parts, provenance_of, rules_of, steps_of
from products.catalogue.pack import RuleLine, StepLine
from products.catalogue.reading import Lines, Read
from products.kind import StepKind
from products.kinds import KINDS

WHOLE = Lines()
KNOWN = Known(frozenset({"law"}), frozenset(), frozenset({"north", "south"}))


def rule(**cells: str) -> RuleLine:
    whole = {"listing_id": "XY-A", "fact": "age_years", "op": "at_most", "value": "45"}
    return RuleLine(**whole | {"source_id": "law"} | cells)


def parts(
    rules: tuple[RuleLine, ...] = (),
    steps: tuple[StepLine, ...] = (),
    provenance: tuple[Provenance, ...] = (),
    lines: Lines = WHOLE,
) -> Parts:
    return Parts(
        Read(tuple(enumerate(steps, 2))),
        Read(tuple(enumerate(rules, 2)), lines=lines),
        Read(tuple(enumerate(provenance, 2))),
        "XYZ",
    )


def test_rules_are_gathered_by_listing_in_their_order() -> None:
    rows = (rule(), rule(listing_id="XY-B"), rule(fact="sex", op="is", value="female"))
    problems: list[Problem] = []
    found, withheld = rules_of(parts(rows), {"XY-A", "XY-B"}, KNOWN, problems)
    assert {key: [r.fact for r in rules] for key, rules in found.items()} == {
        "XY-A": ["age_years", "sex"],
        "XY-B": ["age_years"],
    }
    assert (withheld, problems) == (set(), [])


def test_one_bad_rule_withholds_its_listing_and_no_other() -> None:
    rows = (rule(), rule(value="old"), rule(listing_id="XY-B"))
    problems: list[Problem] = []
    found, withheld = rules_of(parts(rows), {"XY-A", "XY-B"}, KNOWN, problems)
    assert withheld == {"XY-A"}
    assert "XY-B" in found
    assert [p.where for p in problems] == ["XYZ/rules.csv:3:value"]


def test_every_unknown_region_of_a_rule_is_told() -> None:
    problems: list[Problem] = []
    row = rule(fact="region", op="one_of", value="east|north|west")
    rules_of(parts((row,)), {"XY-A"}, KNOWN, problems)
    assert [(p.code, p.params["value"]) for p in problems] == [
        ("problem.unknown_region", "east"),
        ("problem.unknown_region", "west"),
    ]


def test_any_listing_named_in_a_ragged_row_is_withheld() -> None:
    lines = Lines(ragged=frozenset({"XY-A", "45", "too much"}))
    _, withheld = rules_of(parts(lines=lines), {"XY-A", "XY-B"}, KNOWN, [])
    assert "XY-A" in withheld
    assert "XY-B" not in withheld


def test_steps_are_gathered_by_listing_and_table_with_their_lines() -> None:
    rows = tuple(
        StepLine(listing_id="XY-A", table=table, at=at, value=0.1, source_id="law")
        for table, at in ((StepKind.RATE, 0), (StepKind.COUPON, 1), (StepKind.RATE, 12))
    )
    found, withheld = steps_of(parts(steps=rows), {"XY-A"}, KNOWN, [])
    assert [line for line, _ in found["XY-A"][StepKind.RATE]] == [2, 4]
    assert [line for line, _ in found["XY-A"][StepKind.COUPON]] == [3]
    assert withheld == set()


def test_provenance_may_name_header_columns_terms_and_tables_of_its_kind() -> None:
    fields = ("name", "amount_min", "rate", "tenor_max_months", "rate_steps", "redemptions")
    rows = tuple(Provenance(listing_id="XY-A", field=f, source_id="law") for f in fields)
    problems: list[Problem] = []
    kinds = {"XY-A": "housing_loan"}
    found = provenance_of(parts(provenance=rows), kinds, {"XY-A"}, KNOWN, problems)
    assert [value.field for value in found["XY-A"]] == list(fields[:-1])
    assert [(p.code, p.params["value"]) for p in problems] == [
        ("problem.not_a_listing_field", "redemptions")
    ]


def test_terms_are_those_of_the_register() -> None:
    assert {code: terms.__name__ for code, terms in TERMS.items()} == {
        code: kind.Terms.__name__ for code, kind in KINDS.items()
    }
