"""A pack read from its folder: what a bad row says, and what stays when it is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.eligibility import Op
from products.basis.sources import Standing
from products.basis.text import problem_sentence, sentences
from products.catalogue.pack import Pack
from products.catalogue.seed import TABLES, load_pack, load_packs, packs
from products.kind import Mode
from tests.products.catalogue.conftest import Folder

ALL = ("XY-CERT-1", "XY-LOAN-1", "XY-LOAN-2", "XY-LOAN-3")
LOANS = ALL[1:]
LOAN = "products/loan.csv"
CERT = "products/redemption_certificate.csv"


def ids(pack: Pack) -> tuple[str, ...]:
    return tuple(listing.id for listing in pack.listings)


def told(pack: Pack) -> list[tuple[str, str]]:
    """Place and code of every problem, the place inside the pack."""
    assert all(problem.where.startswith("data/countries/XYZ") for problem in pack.problems)
    return [
        (p.where.removeprefix("data/countries/XYZ/"), p.code.removeprefix("problem."))
        for p in pack.problems
    ]


def without(*gone: str) -> tuple[str, ...]:
    return tuple(each for each in ALL if each not in gone)


def test_a_good_pack_is_read_whole(pack: Pack) -> None:
    assert told(pack) == []
    assert ids(pack) == ALL
    assert (len(pack.sources), len(pack.providers), len(pack.regions)) == (3, 2, 3)
    assert (len(pack.contacts), len(pack.series), len(pack.assumptions)) == (1, 2, 2)
    assert (len(pack.unexpressed), len(pack.steps), len(pack.files)) == (1, 2, 13)
    assert pack.caps["debt_burden_share"].value == 0.4
    assert pack.settings["calendar"] == {"fiscal_year_start": {"month": 7, "source_id": "law"}}


def test_a_row_becomes_the_listing_it_says(pack: Pack) -> None:
    loan = pack.listings[1]
    assert (loan.country, loan.kind, loan.amount_min, loan.amount_max) == ("XYZ", "loan", 1e4, 5e5)
    assert loan.standing is Standing.OFFERED
    assert loan.terms.model_dump()["rate"] == 0.18
    assert [(r.fact, r.op, r.value, r.any_of) for r in loan.rules] == [
        ("age_years", Op.AT_LEAST, 18.0, ""),
        ("age_years", Op.AT_MOST, 60.0, ""),
        ("region", Op.ONE_OF, ("north", "south"), ""),
        ("is_widow", Op.IS, True, "who"),
        ("sex", Op.IS, ("female",), "who"),
    ]
    assert [(p.field, p.source_id) for p in loan.provenance] == [("rate", "law")]
    assert pack.listings[2].modes == (Mode.ISLAMIC, Mode.CONVENTIONAL)
    assert pack.listings[2].amount_min is None
    assert pack.listings[2].note == "Fifty, or a hundred acres"


def test_step_rows_become_a_table_of_the_terms(pack: Pack) -> None:
    table = pack.listings[0].terms.model_dump()["redemptions"]
    assert [(step["at"], step["value"]) for step in table] == [(1, 1.1), (2, 1.25)]


@pytest.mark.parametrize(
    ("line", "column", "value", "code"),
    [
        (2, "rate", "abc", "not_a_number"),
        (2, "rate", "", "no_rate"),
        (2, "rate", "18", "percent_not_decimal"),
        (2, "rate", "-0.1", "too_low"),
        (2, "rate_basis", "", "rate_without_basis"),
        (2, "rate_basis", "per_annum", "not_in_list"),
        (2, "tenor_max_months", "five years", "not_a_whole_number"),
        (2, "tenor_max_months", "12.5", "not_a_whole_number"),
        (2, "tenor_max_months", "600", "too_high"),
        (2, "tenor_max_months", "", "missing"),
        (2, "provider_id", "other-bank", "unknown_provider"),
        (2, "provider_id", "Bank!", "wrong_form.slug"),
        (2, "source_id", "hearsay", "unknown_source"),
        (2, "source_id", "", "missing"),
        (2, "category", "cars", "not_in_list"),
        (2, "currency", "rupees", "wrong_form.currency"),
        (2, "modes", "halal", "not_in_list"),
        (2, "modes", "", "missing"),
        (2, "modes", "|", "missing"),
        (2, "standing", "open", "not_in_list"),
        (2, "confidence", "sure", "not_in_list"),
        (2, "as_of", "5 January", "wrong_form.day"),
        (2, "amount_min", "600000", "min_above_max"),
        (2, "amount_min", "-5", "too_low"),
        (2, "amount_max", "1e13", "too_high"),
        (2, "amount_max", "inf", "too_high"),
        (2, "amount_max", "ten", "not_a_number"),
        (2, "valid_from", "20260101", "not_a_date"),
        (2, "valid_from", "2026-02-30", "not_a_date"),
        (2, "name", "x", "too_short"),
        (2, "note", "n" * 601, "too_long"),
    ],
)
def test_a_bad_cell_is_told_at_its_column_and_the_rest_goes_on(
    folder, line: int, column: str, value: str, code: str
) -> None:
    folder.put(LOAN, line, column, value)
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:{line}:{column}", code)]
    assert ids(pack) == without("XY-LOAN-1")


@pytest.mark.parametrize(
    ("value", "code"), [("xy loan", "wrong_form.code"), ("", "missing"), ("XY", "wrong_form.code")]
)
def test_a_listing_without_a_proper_code_is_left_out(folder, value: str, code: str) -> None:
    folder.put(LOAN, 3, "id", value)
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:3:id", code)]
    assert ids(pack) == without("XY-LOAN-2")


def test_reversed_dates_are_told_at_the_last_day(folder) -> None:
    folder.put(LOAN, 2, "valid_to", "2025-12-31")
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:2:valid_to", "dates_reversed")]
    assert ids(pack) == without("XY-LOAN-1")


def test_all_bad_cells_of_a_row_are_told_at_once(folder) -> None:
    folder.put(LOAN, 2, "rate", "abc")
    folder.put(LOAN, 2, "category", "cars")
    folder.put(LOAN, 3, "source_id", "hearsay")
    assert told(folder.read()) == [
        (f"{LOAN}:2:category", "not_in_list"),
        (f"{LOAN}:2:rate", "not_a_number"),
        (f"{LOAN}:3:source_id", "unknown_source"),
    ]


def test_an_offered_listing_states_at_least_one_amount(folder) -> None:
    folder.put(LOAN, 2, "amount_min", "")
    assert told(folder.read()) == []
    folder.put(LOAN, 2, "amount_max", "")
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:2:amount_min", "offered_without_bounds")]
    assert ids(pack) == without("XY-LOAN-1")
    folder.put(LOAN, 2, "standing", "confirm_first")
    assert told(folder.read()) == []


@pytest.mark.parametrize("file", [LOAN, CERT])
def test_the_first_of_two_rows_with_one_id_stands(folder, file: str) -> None:
    rows = folder.rows(file)
    twin = dict(zip(rows[0], rows[1], strict=True)) | {"id": "XY-LOAN-2", "name": "Twin"}
    line = folder.add(file, **twin)
    pack = folder.read()
    assert told(pack) == [(f"{file}:{line}:id", "duplicate_id")]
    assert ids(pack) == ALL
    assert pack.listings[2].name == "Tractor loan"
    assert pack.problems[0].params["limit"] == f"data/countries/XYZ/{LOAN}:3"


def test_an_unknown_column_is_told_once_and_its_cells_are_left_out(folder) -> None:
    folder.rename(LOAN, "note", "notes")
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:1:notes", "unknown_column")]
    assert str(pack.problems[0].params["limit"]).split(", ")[0] == "note"
    assert ids(pack) == ALL
    assert pack.listings[2].note == ""


def test_a_missing_column_is_told_once_and_the_other_files_are_read(folder) -> None:
    folder.drop(LOAN, "standing")
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:1:standing", "missing_column")]
    assert ids(pack) == ("XY-CERT-1",)


def test_an_unknown_kind_is_told_by_its_file(folder) -> None:
    folder.write("products/lottery.csv", "id,name\nXY-LOT,Lottery\n")
    pack = folder.read()
    assert told(pack) == [("products/lottery.csv", "unknown_kind")]
    assert "redemption_certificate" in str(pack.problems[0].params["limit"])
    assert ids(pack) == ALL


@pytest.mark.parametrize("file", ["notes.txt", "products/readme.md", "more/rules.csv", "loan.csv"])
def test_a_file_that_is_no_part_of_a_pack_is_told(folder, file: str) -> None:
    (folder.path / file).parent.mkdir(exist_ok=True)
    folder.write(file, "x")
    assert told(folder.read()) == [(file, "unknown_file")]


def test_hidden_files_are_none_of_ours(folder) -> None:
    folder.write(".DS_Store", "x")
    pack = folder.read()
    assert told(pack) == []
    assert len(pack.files) == 13


@pytest.mark.parametrize(
    ("file", "line", "column", "value", "code"),
    [
        ("sources.csv", 4, "source_id", "No Spaces", "wrong_form.slug"),
        ("sources.csv", 4, "source_id", "law", "duplicate_id"),
        ("sources.csv", 4, "publisher", "", "missing"),
        ("sources.csv", 4, "seen_on", "yesterday", "wrong_form.day"),
        ("regions.csv", 3, "parent", "east", "unknown_region"),
        ("regions.csv", 3, "region_code", "North-Hills", "wrong_form.region"),
        ("regions.csv", 3, "region_code", "north", "duplicate_id"),
        ("contacts.csv", 2, "source_id", "hearsay", "unknown_source"),
        ("contacts.csv", 2, "organisation", "", "missing"),
        ("contacts.csv", 2, "confidence", "sure", "not_in_list"),
        ("series.csv", 3, "value", "> 50", "not_a_number"),
        ("series.csv", 3, "value", "nan", "not_a_number"),
        ("series.csv", 3, "unit", "", "missing"),
        ("series.csv", 3, "source_id", "hearsay", "unknown_source"),
        ("assumptions.csv", 3, "value", "0.5", "outside_its_range"),
        ("assumptions.csv", 3, "since", "2026", "not_a_date"),
        ("assumptions.csv", 3, "since", "2026-01-01", "duplicate_id"),
        ("assumptions.csv", 3, "grade", "E", "not_in_list"),
        ("assumptions.csv", 3, "source_id", "", "missing"),
        ("assumptions.csv", 3, "source_id", "hearsay", "unknown_source"),
        ("unexpressed.csv", 2, "reason", "", "missing"),
        ("unexpressed.csv", 2, "source_id", "hearsay", "unknown_source"),
    ],
)
def test_a_bad_row_beside_the_products_is_left_out_alone(
    folder, file: str, line: int, column: str, value: str, code: str
) -> None:
    whole = folder.read()
    folder.put(file, line, column, value)
    pack = folder.read()
    place = {"duplicate_id": folder.rows(file)[0][0]}.get(code, column)
    assert told(pack) == [(f"{file}:{line}:{place}", code)]
    assert ids(pack) == ALL
    field = file.removesuffix(".csv")
    assert len(getattr(pack, field)) == len(getattr(whole, field)) - 1


@pytest.mark.parametrize(
    ("line", "column", "value", "code"),
    [
        (2, "fact", "shoe_size", "unknown_fact"),
        (2, "op", "is", "op_does_not_fit"),
        (2, "op", "above", "not_in_list"),
        (2, "value", "eighteen", "not_a_number"),
        (2, "value", "nan", "not_a_number"),
        (2, "value", "", "missing"),
        (4, "value", "north|east", "unknown_region"),
        (5, "value", "perhaps", "not_yes_or_no"),
        (6, "value", "child", "not_in_list"),
        (6, "any_of", "Who?", "wrong_form.label"),
        (2, "source_id", "hearsay", "unknown_source"),
        (2, "source_id", "", "missing"),
    ],
)
def test_a_listing_whose_rule_cannot_be_trusted_is_left_out(
    folder, line: int, column: str, value: str, code: str
) -> None:
    folder.put("rules.csv", line, column, value)
    pack = folder.read()
    assert told(pack) == [(f"rules.csv:{line}:{column}", code)]
    assert ids(pack) == without("XY-LOAN-1")


@pytest.mark.parametrize(
    ("line", "column", "value", "place", "code"),
    [
        (3, "at", "two", "steps.csv:3:at", "not_a_whole_number"),
        (3, "at", "", "steps.csv:3:at", "missing"),
        (3, "table", "worth", "steps.csv:3:table", "not_in_list"),
        (3, "table", "coupon", "steps.csv:3:table", "step_not_used"),
        (3, "value", "1.05", "steps.csv:2:table", "table_falls"),
        (3, "at", "1", "steps.csv:2:table", "step_twice"),
        (3, "value", "125000", "steps.csv:2:table", "step_out_of_range"),
        (3, "at", "3", f"{CERT}:2", "table_gap"),
        (3, "source_id", "hearsay", "steps.csv:3:source_id", "unknown_source"),
    ],
)
def test_a_listing_whose_table_cannot_be_trusted_is_left_out(
    folder, line: int, column: str, value: str, place: str, code: str
) -> None:
    folder.put("steps.csv", line, column, value)
    pack = folder.read()
    assert told(pack) == [(place, code)]
    assert ids(pack) == LOANS


@pytest.mark.parametrize("file", ["steps.csv", "rules.csv", "provenance.csv"])
def test_a_row_of_a_listing_that_is_not_there_is_told(folder, file: str) -> None:
    rows = folder.rows(file)
    line = folder.add(file, **dict(zip(rows[0], rows[1], strict=True)) | {"listing_id": "XY-GONE"})
    pack = folder.read()
    assert told(pack) == [(f"{file}:{line}:listing_id", "unknown_listing")]
    assert ids(pack) == ALL


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("field", "interest", "not_a_listing_field"),
        ("field", "redemptions", "not_a_listing_field"),
        ("source_id", "hearsay", "unknown_source"),
        ("confidence", "sure", "not_in_list"),
    ],
)
def test_bad_provenance_is_left_out_and_its_listing_stays(
    folder, column: str, value: str, code: str
) -> None:
    folder.put("provenance.csv", 2, column, value)
    pack = folder.read()
    assert told(pack) == [(f"provenance.csv:2:{column}", code)]
    assert ids(pack) == ALL
    assert pack.listings[1].provenance == ()


def test_what_hangs_on_a_bad_listing_is_not_told_again(folder) -> None:
    folder.put(LOAN, 2, "rate", "abc")
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:2:rate", "not_a_number")]


@pytest.mark.parametrize("file", ["sources.csv", "providers.csv"])
def test_a_file_every_listing_leans_on_is_told_once_when_it_is_not_there(folder, file: str) -> None:
    (folder.path / file).unlink()
    pack = folder.read()
    assert told(pack) == [(file, "no_file")]
    assert ids(pack) == ()


@pytest.mark.parametrize("file", ["rules.csv", "steps.csv"])
def test_no_listing_is_trusted_when_its_rules_or_steps_cannot_be_read(folder, file: str) -> None:
    (folder.path / file).write_bytes("listing_id,fact\nXY-LOAN-1,ÿ\n".encode("latin-1"))
    pack = folder.read()
    assert told(pack)[0] == (file, "not_utf8")
    assert ids(pack) == ()


def test_a_pack_need_not_have_every_table(folder) -> None:
    for file in ("steps.csv", "provenance.csv", "series.csv", "contacts.csv", "unexpressed.csv"):
        (folder.path / file).unlink()
    (folder.path / CERT).unlink()
    folder.write_rows("rules.csv", folder.rows("rules.csv")[:-1])
    pack = folder.read()
    assert told(pack) == []
    assert ids(pack) == LOANS


@pytest.mark.parametrize(
    ("file", "text", "place", "code"),
    [
        ("series.csv", "", "series.csv", "no_rows"),
        ("series.csv", "series,series\na,b\n", "series.csv:1:series", "duplicate_header"),
        ("series.csv", 'series,unit\n"open', "series.csv:2", "broken_csv"),
        ("country.toml", "iso3 = ", "country.toml", "broken_toml"),
        ("country.toml", 'iso3 = "XYZ"\n', "country.toml:currency", "missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_name(
    folder, file: str, text: str, place: str, code: str
) -> None:
    folder.write(file, text)
    pack = folder.read()
    assert told(pack)[0] == (place, code)
    assert ids(pack) == ALL


def test_a_row_with_a_comma_too_many_is_told_and_its_listing_left_out(folder) -> None:
    with (folder.path / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("XY-LOAN-2,age_years,at_most,45,,law,2026,too much\n")
    with (folder.path / LOAN).open("a", encoding="utf-8") as file:
        file.write("XY-LOAN-4,first-bank,Short row\n")
    with (folder.path / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("XY-LOAN-4,age_years,at_most,45,,law,2026\n")
    pack = folder.read()
    assert told(pack) == [(f"{LOAN}:5", "row_width"), ("rules.csv:8", "row_width")]
    assert ids(pack) == without("XY-LOAN-2")


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    pack = load_pack(tmp_path / "ABC")
    assert [(p.code, p.where) for p in pack.problems] == [
        ("problem.no_pack", str(tmp_path / "ABC"))
    ]
    assert pack.settings == {}
    assert pack.caps == {}


def test_two_countries_may_not_list_the_same_id(folder, tmp_path: Path) -> None:
    other = type(folder)(tmp_path / "other")
    second = other.path.rename(other.path.parent / "XYY")
    (second / "country.toml").write_text('iso3="XYY"\ncurrency="PKR"\nlanguages=["en"]\n'
                                         'default_language="en"\n')  # fmt: skip
    first, late = load_packs([folder.path, second])
    assert (ids(first), ids(late)) == (ALL, ())
    assert [p.code for p in late.problems] == ["problem.duplicate_id"] * len(ALL)
    assert first.problems == ()


def test_countries_are_found_by_their_codes(folder) -> None:
    (folder.path.parent / "notes").mkdir()
    (folder.path.parent / "ABC").mkdir()
    assert packs(folder.path.parent) == (folder.path.parent / "ABC", folder.path)


@pytest.mark.parametrize("file", TABLES)
def test_every_problem_is_a_sentence_that_names_place_value_and_way_out(folder, file: str) -> None:
    if file in ("sources.csv", "providers.csv"):
        folder.write(file, "nothing\nof the kind\n")
    else:
        rows = folder.rows(file)
        folder.write_rows(file, [rows[0], *([["?"] * len(rows[0])] * 2)])
    say = sentences()
    pack = folder.read()
    assert pack.problems
    for problem in pack.problems:
        said = problem_sentence(problem, say)
        assert said.startswith(f"{problem.where}: ")
        assert "{" not in said
        assert problem.code not in said
        assert said.endswith(".")


# What people, spreadsheets and broken disks put into files.
ODD = [b"", b"\x00", b'"', b",", b"\n", b"\r", b"\xff", b"|", b"nan", b"inf", b"-1", b"1e400",
       b"=1+1", b"{value}", b"[x]", b"0x10", b"1_000", b"9" * 5000, "۱۲۳".encode(),
       b"\xef\xbb\xbf", b"true", b"2026-01-01"]  # fmt: skip


@given(data=st.data())
def test_no_spoilt_byte_is_ever_more_than_a_problem(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Folder(tmp_path_factory.mktemp("spoilt"))
    say = sentences()
    path = folder.path / data.draw(st.sampled_from([*TABLES, LOAN, CERT, "country.toml"]))
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = start + data.draw(st.sampled_from([0, 1, 3, 12, 40, 10_000]))
    path.write_bytes(whole[:start] + data.draw(st.sampled_from(ODD)) + whole[end:])
    for problem in folder.read().problems:
        said = problem_sentence(problem, say)
        assert problem.code not in said
        assert "{limit}" not in said
