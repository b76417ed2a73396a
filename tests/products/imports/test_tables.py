"""Tables as drafts: one row a listing, one bad cell a doubt, the rest a draft."""

from __future__ import annotations

from products.imports import csv_file
from products.imports.tables import Source, Table, imported
from tests.products.imports.table import LOAN, codes, csv_of, one, read, row


def test_one_bad_cell_leaves_the_rest_of_its_row_and_every_other_row() -> None:
    told = read(csv_of(row(), row(id="AB-2", rate='"5,25"'), row(id="AB-3")))
    assert [each.is_blocked for each in told.drafts] == [False, True, False]
    assert told.drafts[1].content["terms"] == {
        "kind": "loan",
        "tenor_max_months": 12,
        "rate_basis": "nominal_pa_monthly",
    }


def test_several_kinds_may_stand_in_one_table() -> None:
    raw = b"kind,id,members,price_growth_pa\ncommittee,C-1,10,\ngold,G-1,,0.05\n"
    told = csv_file.read(raw, "bank", "PAK")
    first, second = told.drafts
    assert first.content["terms"] == {"kind": "committee", "members": 10}
    assert second.content["terms"] == {"kind": "gold", "price_growth_pa": 0.05}


def test_a_cell_in_a_column_of_another_kind_is_quarantined() -> None:
    told = read(b"kind,id,members,rate\ncommittee,C-1,10,0.1\nloan,L-1,,0.1\n")
    assert ("row 2, column rate", "COLUMN_OF_OTHER_KIND") in [
        (each.path, each.code) for each in told.drafts[0].doubts
    ]


def test_the_kind_may_be_given_where_no_column_tells_it() -> None:
    raw = csv_of(row()).replace(b"kind,", b"").replace(b"loan,", b"")
    assert codes(csv_file.read(raw, "bank", "PAK")) == ["missing_column"]
    (draft,) = csv_file.read(raw, "bank", "PAK", "loan").drafts
    assert draft.content == one().drafts[0].content


def test_an_unknown_kind_keeps_what_every_listing_has() -> None:
    (draft,) = read(csv_of(row(kind="lone"))).drafts
    assert [each.code for each in draft.doubts] == ["KIND_UNKNOWN"]
    assert draft.content["name"] == "Loan one"
    assert "terms" not in draft.content


def test_what_is_needed_and_not_told_is_said_cell_by_cell() -> None:
    (draft,) = one(name="", rate_basis="", standing="").drafts
    assert [(each.path, each.code) for each in draft.doubts] == [
        ("row 2, column name", "problem.missing"),
        ("row 2, column standing", "problem.missing"),
    ]


def test_a_contradiction_is_said_where_a_person_would_mend_it() -> None:
    cases = {
        "rate_basis": (one(rate_basis=""), "problem.rate_without_basis"),
        "amount_min": (
            read(
                csv_of(row(amount_min="10"))
                .replace(b"valid_from", b"amount_max")
                .replace(b",,bank", b",5,bank")
            ),
            "problem.min_above_max",
        ),
        "rate": (one(rate=""), "problem.no_rate"),
    }
    for column, (told, code) in cases.items():
        assert [(each.path, each.code) for each in told.doubts] == [
            (f"row 2, column {column}", code)
        ]


def test_a_row_of_another_provider_is_doubted_and_never_imported_as_its() -> None:
    (draft,) = one(provider_id="other-bank").drafts
    assert [each.code for each in draft.doubts] == ["OTHER_PROVIDER"]
    assert draft.content["provider_id"] == "bank"


def test_whose_it_is_and_whose_word_are_filled_and_noted() -> None:
    (draft,) = one(provider_id="", source_id="").drafts
    assert (draft.content["provider_id"], draft.content["source_id"]) == ("bank", "provider.bank")
    assert [(each.code, each.made) for each in draft.notes] == [
        ("FILLED", "bank"),
        ("FILLED", "provider.bank"),
    ]
    assert draft.doubts == ()


def test_an_id_told_twice_is_doubted_at_the_second_row() -> None:
    first, second = read(csv_of(row(), row())).drafts
    assert first.doubts == ()
    assert [(each.path, each.code, each.limit) for each in second.doubts] == [
        ("row 3, column id", "ID_TWICE", "2")
    ]


def test_rows_of_remarks_and_examples_are_passed_over_and_said() -> None:
    told = read(csv_of(row(id="EXAMPLE-1"), "# ours" + "," * (len(LOAN) - 1), row()))
    assert [draft.content["id"] for draft in told.drafts] == ["AB-1"]
    assert [(note.path, note.code) for note in told.about] == [
        ("row 2", "EXAMPLE_PASSED_OVER"),
        ("row 3", "REMARK_PASSED_OVER"),
    ]


def test_the_fingerprint_changes_with_a_cell_and_not_with_the_place_of_its_row() -> None:
    a, b = row(), row(id="AB-2")
    marks = {d.content["id"]: d.fingerprint for d in read(csv_of(a, b)).drafts}
    moved = {d.content["id"]: d.fingerprint for d in read(csv_of(b, a)).drafts}
    changed = read(csv_of(row(rate="0.13"))).drafts[0].fingerprint
    doubted = read(csv_of(row(rate='"0,13"'))).drafts[0].fingerprint
    assert marks == moved
    assert len({*marks.values(), changed, doubted}) == 4


def test_a_row_has_no_reference_of_its_own_but_its_id() -> None:
    (draft,) = one().drafts
    assert (draft.external_ref, draft.part, draft.told_at) == ("AB-1", "", "")


def test_steps_and_rules_stand_in_cells() -> None:
    raw = (
        csv_of(row(rate="", tenor_max_months="24"))
        .replace(b"valid_from", b"rate_steps")
        .replace(b",,bank", b",0: 0.1; 12: kibor_1y + 0.02,bank")
    )
    (draft,) = read(raw).drafts
    assert draft.doubts == ()
    assert draft.content["terms"]["rate_steps"][1] == {
        "at": 12,
        "index": "kibor_1y",
        "spread": 0.02,
    }


def test_without_a_country_only_the_country_is_lacking() -> None:
    table = Table(tuple(LOAN), ((2, tuple(LOAN.values())),))
    (draft,) = imported(table, Source("csv", "bank", "")).drafts
    assert (draft.doubts, draft.content["country"]) == ((), "")
