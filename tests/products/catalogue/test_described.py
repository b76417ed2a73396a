"""The two files of a pack that are no tables."""

from __future__ import annotations

import json

import pytest

from products.catalogue.described import read_country, undescribed

SOURCES = frozenset({"law"})


def described(folder) -> dict:
    """A true `datapackage.json` of the small pack."""
    files = sorted(p.relative_to(folder.path).as_posix() for p in folder.path.rglob("*.csv"))
    resources = [
        {"path": file, "schema": {"fields": [{"name": n} for n in folder.rows(file)[0]]}}
        for file in files
    ]
    return {"name": "xyz", "resources": resources}


def doubts(folder, content: object) -> list[tuple[str, object]]:
    folder.write("datapackage.json", content if isinstance(content, str) else json.dumps(content))
    files = [p.relative_to(folder.path).as_posix() for p in folder.path.rglob("*") if p.is_file()]
    return [(p.code, p.params.get("value")) for p in undescribed(folder.path, "XYZ", files)]


def test_a_true_description_raises_no_doubt(folder) -> None:
    assert doubts(folder, described(folder)) == []


def test_a_file_that_is_not_described_is_told(folder) -> None:
    content = described(folder)
    content["resources"] = [r for r in content["resources"] if r["path"] != "rules.csv"]
    assert doubts(folder, content) == [("problem.not_described", "rules.csv")]


def test_a_described_file_that_is_not_there_is_told(folder) -> None:
    content = described(folder)
    content["resources"].append({"path": "products/lottery.csv"})
    assert doubts(folder, content) == [("problem.described_not_there", "products/lottery.csv")]


def test_columns_that_differ_are_named(folder) -> None:
    content = described(folder)
    folder.rename("regions.csv", "level", "rank")
    folder.write("datapackage.json", json.dumps(content))
    (problem,) = folder.read().problems[1:]
    assert problem.code == "problem.columns_differ"
    assert problem.where == "data/countries/XYZ/datapackage.json"
    assert problem.params == {"value": "regions.csv", "limit": "level, rank"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "problem.not_json"),
        ("9" * 5000, "problem.not_json"),
        ("[" * 100_000, "problem.not_json"),
        ("[]", "problem.invalid"),
        ({"resources": [{"schema": {}}]}, "problem.missing"),
        ({"resources": [{"path": "a.csv", "schema": {"fields": [{}]}}]}, "problem.missing"),
    ],
)
def test_a_description_that_cannot_be_read_is_told(folder, content: object, code: str) -> None:
    assert [found for found, _ in doubts(folder, content)] == [code]


def test_a_country_file_is_read_with_its_caps(folder) -> None:
    country, problems = read_country(folder.path, "XYZ", SOURCES)
    assert problems == ()
    assert country is not None
    assert (country.currency, country.languages) == ("PKR", ("ur", "en"))
    assert country.caps["debt_burden_share"].source_id == "law"


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ('"XYZ"', '"XYY"', "iso3", "wrong_country"),
        ('"XYZ"', '"xy"', "iso3", "wrong_form.country"),
        ('"PKR"', '"rupee"', "currency", "wrong_form.currency"),
        ("value = 0.4", "value = nan", "caps.debt_burden_share.value", "not_a_number"),
        ('default_language = "en"', 'default_language = "fr"', "default_language", "not_in_list"),
        ("value = 0.4", 'value = "much"', "caps.debt_burden_share.value", "not_a_number"),
        ("value = 0.4", "worth = 0.4", "caps.debt_burden_share.value", "missing"),
        ('net income"\nsource_id = "law"', 'net income"\nsource_id = "none"',
         "caps.debt_burden_share.source_id", "unknown_source"),
        ('7\nsource_id = "law"', '7\nsource_id = "none"',
         "calendar.fiscal_year_start.source_id", "unknown_source"),
        ('month = 7\nsource_id = "law"', 'feasts = [{ source_id = "none" }]',
         "calendar.fiscal_year_start.feasts[0].source_id", "unknown_source"),
    ],
)  # fmt: skip
def test_a_bad_value_of_a_country_file_is_told_at_its_key(
    folder, old: str, new: str, place: str, code: str
) -> None:
    text = (folder.path / "country.toml").read_text(encoding="utf-8")
    assert old in text
    folder.write("country.toml", text.replace(old, new))
    _, problems = read_country(folder.path, "XYZ", SOURCES)
    assert (f"XYZ/country.toml:{place}", f"problem.{code}") in [(p.where, p.code) for p in problems]


@pytest.mark.parametrize(
    "text", ["iso3 = ", "a = 1\na = 2", "n = " + "9" * 5000, "a = " + "[" * 100_000]
)
def test_a_country_file_that_is_no_toml_is_told(folder, text: str) -> None:
    folder.write("country.toml", text)
    country, problems = read_country(folder.path, "XYZ", SOURCES)
    assert country is None
    assert [p.code for p in problems] == ["problem.broken_toml"]


def test_a_country_file_that_is_not_there_is_told(folder) -> None:
    (folder.path / "country.toml").unlink()
    country, problems = read_country(folder.path, "XYZ", SOURCES)
    assert country is None
    assert [p.code for p in problems] == ["problem.no_file"]
