"""Workbooks of listings: the same drafts as from CSV, with what hangs on them in other sheets."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from products.imports.columns import columns
from tests.products.imports.table import LOAN, book_of, codes, loans, one, read_book

STEPS = [["listing_id", "table", "at", "value", "index", "spread"]]
RULES = [["listing_id", "fact", "op", "value", "any_of", "source_id", "as_of"]]
VALUES = [["listing_id", "field", "source_id", "as_of"]]


def test_a_workbook_gives_what_the_same_CSV_gives() -> None:
    (draft,) = read_book(book_of(listings=loans())).drafts
    assert draft.content == one().drafts[0].content
    assert draft.doubts == ()


def test_numbers_days_and_yes_are_read_as_a_spreadsheet_holds_them() -> None:
    told = loans(rate=0.12, amount_min=10000, tenor_max_months=12.0, valid_from=date(2026, 3, 4))
    told[0].append("capital_subsidy_charged")
    told[1].append(True)
    (draft,) = read_book(book_of(listings=told)).drafts
    assert draft.doubts == ()
    assert draft.content["valid_from"] == "2026-03-04"
    assert draft.content["terms"] | {"x": 1} == {
        "kind": "loan",
        "tenor_max_months": 12,
        "rate": 0.12,
        "rate_basis": "nominal_pa_monthly",
        "capital_subsidy_charged": True,
        "x": 1,
    }


@pytest.mark.parametrize(
    ("cells", "path", "code"),
    [
        ({"rate": "=0.1+0.02"}, "row 2, column rate", "CELL_FORMULA"),
        ({"rate": "#N/A"}, "row 2, column rate", "CELL_ERROR"),
        ({"rate": "5,25"}, "row 2, column rate", "NUMBER_COMMA"),
        ({"rate": True}, "row 2, column rate", "NUMBER_WORDS"),
        ({"rate": date(2026, 1, 1)}, "row 2, column rate", "NUMBER_WORDS"),
        (
            {"valid_from": datetime.fromisoformat("2026-01-01 08:30")},
            "row 2, column valid_from",
            "DAY_NOT_ISO",
        ),
        ({"valid_from": 45000}, "row 2, column valid_from", "DAY_NOT_ISO"),
    ],
)
def test_a_cell_that_is_no_value_is_quarantined_alone(cells, path: str, code: str) -> None:
    (draft,) = read_book(book_of(listings=loans(**cells))).drafts
    assert [(each.path, each.code) for each in draft.doubts] == [(path, code)]
    assert draft.content["name"] == "Loan one"


def test_a_day_known_to_the_year_may_be_typed_as_a_number_which_is_noted() -> None:
    (draft,) = read_book(book_of(listings=loans(as_of=2026))).drafts
    assert draft.content["as_of"] == "2026"
    assert [note.code for note in draft.notes] == ["NUMBER_AS_TEXT"]


def test_steps_rules_and_provenance_go_to_their_listing() -> None:
    listings = loans(rate=None, tenor_max_months=24)
    listings.append([*loans(id="AB-2")[1]])
    steps = [*STEPS, ["AB-1", "rate", 0, 0.1], ["AB-1", "rate", 12, None, "kibor_1y", 0.02]]
    rules = [
        *RULES,
        ["AB-1", "age_years", "at_least", 18],
        ["AB-1", "owns_home", "is", "no", "who", "law", "2026"],
        ["AB-1", "region", "one_of", "punjab|sindh", "who", "-"],
    ]
    values = [*VALUES, ["AB-2", "rate", "page-2", "2026-02"]]
    read = read_book(book_of(listings=listings, steps=steps, rules=rules, provenance=values))
    first, second = read.drafts
    assert (first.doubts, second.doubts) == ((), ())
    assert first.content["terms"]["rate_steps"] == [
        {"at": 0, "value": 0.1},
        {"at": 12, "index": "kibor_1y", "spread": 0.02},
    ]
    own = {"source_id": "page", "as_of": "2026-01-31"}
    law = {"source_id": "law", "as_of": "2026"}
    assert first.content["rules"] == [
        {"fact": "age_years", "op": "at_least", "value": 18.0, **own},
        {"fact": "owns_home", "op": "is", "value": False, "any_of": "who", **law},
        {"fact": "region", "op": "one_of", "value": ["punjab", "sindh"], "any_of": "who"},
    ]
    assert "rules" not in second.content
    assert second.content["provenance"] == [
        {"listing_id": "AB-2", "field": "rate", "source_id": "page-2", "as_of": "2026-02"}
    ]


def test_a_bad_rule_blocks_its_listing_and_no_other() -> None:
    listings = [*loans(), loans(id="AB-2")[1]]
    rules = [*RULES, ["AB-1", "age_years", "at_least", "eighteen"], ["AB-2", "sex", "is", "female"]]
    first, second = read_book(book_of(listings=listings, rules=rules)).drafts
    assert [(each.path, each.code) for each in first.doubts] == [
        ("sheet rules, row 2, column value", "NUMBER_WORDS")
    ]
    assert first.is_blocked
    assert not second.is_blocked


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (["AB-1", "age", "at_least", 18], "problem.unknown_fact"),
        (["AB-1", "age_years", "is", 18], "problem.op_does_not_fit"),
        (["AB-1", "sex", "is", "other"], "problem.not_in_list"),
    ],
)
def test_a_rule_of_unknown_words_is_quarantined(rule: list, code: str) -> None:
    (draft,) = read_book(book_of(listings=loans(), rules=[*RULES, rule])).drafts
    assert [each.code for each in draft.doubts] == [code]


def test_a_table_that_the_kind_has_not_is_quarantined() -> None:
    steps = [*STEPS, ["AB-1", "pension", 10, 1.5]]
    (draft,) = read_book(book_of(listings=loans(), steps=steps)).drafts
    assert [each.code for each in draft.doubts] == ["STEPS_NOT_OF_KIND"]


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"sheet1": loans()}, "no_such_sheet"),
        (
            {"listings": loans(), "rules": [*RULES, ["AB-9", "sex", "is", "female"]]},
            "unknown_listing",
        ),
        ({"listings": loans(), "rules": [["listing_id", "facts"]]}, "unknown_column"),
        ({"listings": loans(), "rules": [["fact", "op"]]}, "missing_column"),
        ({"listings": [[*LOAN, "id"]]}, "no_rows"),
        ({"listings": [[*LOAN, "id"], [*LOAN.values(), "AB-2"]]}, "duplicate_header"),
        ({"listings": [*loans(), [*LOAN.values(), "one more"]]}, "row_width"),
        ({"listings": [list(LOAN)]}, "no_rows"),
        ({"listings": []}, "no_rows"),
        ({"listings": [[f"c{n}" for n in range(201)], ["x"]]}, "too_many_columns"),
        ({"listings": loans(name="x" * 10_001)}, "cell_too_long"),
    ],
)
def test_a_wrong_shape_refuses_the_workbook(sheets, code: str) -> None:
    read = read_book(book_of(**sheets))
    assert codes(read) == [code]
    assert read.drafts == ()


def test_other_sheets_are_passed_over_and_named() -> None:
    read = read_book(book_of(listings=loans(), notes=[["for us"]], help=[["what"]]))
    assert [(note.path, note.code) for note in read.about] == [("sheet notes", "SHEET_PASSED_OVER")]


def test_examples_and_remarks_are_passed_over_in_every_sheet() -> None:
    listings = [*loans(id="EXAMPLE-1"), loans()[1], ["# a remark"]]
    rules = [*RULES, ["EXAMPLE-1", "sex", "is", "female"], ["# a remark"]]
    read = read_book(book_of(listings=listings, rules=rules))
    assert [draft.content["id"] for draft in read.drafts] == ["AB-1"]
    assert "rules" not in read.drafts[0].content
    assert [note.code for note in read.about] == ["EXAMPLE_PASSED_OVER", "REMARK_PASSED_OVER"]


def test_every_column_of_a_kind_may_stand_in_the_sheet() -> None:
    names = [column.name for column in columns("loan")]
    cells = [LOAN.get(name) for name in names]
    assert read_book(book_of(listings=[names, cells])).drafts[0].doubts == ()
