"""Commands of the family's house."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner.__main__ import main
from planner.case import Case
from planner.pins import pinned
from products.basis.people import Actor
from products.catalogue.build import build
from products.catalogue.seed import COUNTRIES, load_pack
from products.publishing.opening import open_file
from tests.conftest import ROOT
from tests.planner.families import AS_OF, case, cash, family, food, pakistan, sends
from tests.products.publishing.shelf import published

ALONE = ("--no-risk", "--no-best")
DRIVER = ROOT / "data" / "examples" / "driver_saudi_arabia.json"


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_schema_prints_what_a_case_may_hold(capsys):
    code, out, _ = run(capsys, "schema")
    schema = json.loads(out)
    assert code == 0
    assert {"household", "start", "last_month", "choices"} <= schema["properties"].keys()
    assert schema["properties"]["months"]["maximum"] == 240
    remittance = schema["$defs"]["Remittance"]["properties"]
    assert {"sender", "currency", "every_months", "corridor", "fee", "margin_share"} <= set(
        remittance
    )


def test_a_plan_as_json(capsys):
    code, out, err = run(capsys, "plan", str(DRIVER), "--json", "--as-of", "2026-11-24", *ALONE)
    found = json.loads(out, parse_constant=pytest.fail)
    assert (code, err) == (0, "")
    assert found["country"] == "PAK"
    assert found["provenance"]["as_of"] == "2026-11-24"
    assert len(found["monthly"]) == found["months"] + 1
    assert found["alternatives"] == []
    assert all(o["outcomes"] for o in found["offers"])
    assert not {"risk", "shocks", "sensitivity", "recommended", "reasons", "ways"} & found.keys()


def test_futures_shocks_levers_the_best_plan_reasons_and_ways_as_json(capsys):
    given = ("plan", str(DRIVER), "--json", "--as-of", "2026-11-24", "--paths", "400")
    code, out, err = run(capsys, *given)
    found = json.loads(out, parse_constant=pytest.fail)
    assert (code, err) == (0, "")
    assert {"risk", "shocks", "sensitivity", "recommended", "reasons", "ways"} <= found.keys()
    assert (found["risk"]["paths"], found["risk"]["seed"]) == (400, 1)
    assert len(found["risk"]["monthly"]) == found["months"] + 1
    assert found["recommended"]["risk"]["below_zero"]["text"]
    taken = {r["listing_id"] for r in found["reasons"]["taken"]} - {None}
    reasoned = taken | {r["listing_id"] for r in found["reasons"]["not_taken"]}
    assert reasoned == {o["listing_id"] for o in found["offers"]}
    assert [c["name"] for c in found["ways"]["columns"]][:3] == ["wage", "enterprise", "save"]
    assert run(capsys, *given) == (code, out, err)  # the same bytes


def test_the_seed_is_the_cases_own_unless_given_and_so_are_shocks_and_their_month(capsys):
    given = ("plan", str(DRIVER), "--json", "--as-of", "2026-11-24", "--paths", "200", "--no-best")
    first = run(capsys, *given)[1]
    assert run(capsys, *given, "--seed", "1")[1] == first
    other = run(capsys, *given, "--seed", "2", "--shocks", "wedding, illness", "--shock-in", "7")[1]
    one, two = json.loads(first), json.loads(other)
    assert one["risk"]["monthly"] != two["risk"]["monthly"]
    assert one["monthly"] == two["monthly"]
    assert two["shocks"]["together"]["shocks"] == ["illness", "wedding"]
    assert two["shocks"]["month"] == "2027-06"
    assert one["safe_return"]["confidence"] == 0.9
    sure = json.loads(run(capsys, *given, "--confidence", "0.5")[1])["safe_return"]
    assert sure["chance"] == one["safe_return"]["chance"]
    assert sure["earliest_month"] == next(
        (month for month, share in sure["chance"].items() if share >= 0.5), None
    )


def test_a_shock_nobody_knows_is_told(capsys):
    code, out, err = run(capsys, "plan", str(DRIVER), "--shocks", "quake,fx")
    assert (code, out) == (1, "")
    assert err.startswith("shocks[0]: ")
    assert "quake" in err
    assert "wedding" in err


def test_on_a_terminal_it_says_what_takes_long(capsys, monkeypatch):
    import planner.__main__ as command

    monkeypatch.setattr(command, "_SLOW_SECONDS", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    code, out, err = run(capsys, "plan", str(DRIVER), "--as-of", "2026-11-24", "--paths", "300")
    assert code == 0
    assert "300 futures" in err
    assert "300 futures are" not in out


def test_a_plan_as_a_page_of_text(capsys):
    code, out, _ = run(capsys, "plan", str(DRIVER), "--as-of", "2026-11-24", "--paths", "100")
    assert code == 0
    for head in (
        "First steps",
        "What would serve you best",
        "Ways side by side",
        "In 100 possible futures",
        "If something goes wrong",
        "What moves the lowest",
    ):
        assert head in out  # fmt: skip


def test_the_pivot_can_be_given(capsys):
    code, out, _ = run(capsys, "plan", str(DRIVER), "--json", "--as-of", "2026-11-24",
                       "--last-month", "2029-12", *ALONE)  # fmt: skip
    assert code == 0
    assert json.loads(out)["answers"]["last_month"] == "2029-12"


def test_the_plan_is_the_same_from_the_built_catalogue_and_from_the_pack(capsys, tmp_path):
    built = tmp_path / "catalogue.duckdb"
    build([load_pack(COUNTRIES / "PAK")], built)
    given = ("plan", str(DRIVER), "--json", "--as-of", "2026-11-24", *ALONE, "--catalogue")
    from_built = run(capsys, *given, str(built))
    from_pack = run(capsys, *given, str(tmp_path / "none.duckdb"))
    assert from_built == from_pack


def test_a_plan_is_made_with_what_banks_published(capsys, tmp_path):
    built, path = tmp_path / "catalogue.duckdb", tmp_path / "case.json"
    build([load_pack(COUNTRIES / "PAK")], built)
    choices = [{"listing_id": "XY-LOAN-1", "amount": 100_000, "tenor": 12}]
    one = case(family(remittances=[sends(500)], expenses=[food(30_000)]), choices=choices)
    path.write_text(one.to_json())
    without, _ = _numbers(capsys, path, built)
    opened = open_file(tmp_path / "registry.duckdb")
    published(opened.registry)
    opened.close()
    found, err = _numbers(capsys, path, built)
    assert err == ""
    assert [one["listing_id"] for one in found["products"]] == ["XY-LOAN-1"]
    assert found["monthly"] != without["monthly"]
    assert found["provenance"]["catalogue_version"] != without["provenance"]["catalogue_version"]


def write(path: Path, content: str) -> str:
    path.write_text(content, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("once upon a time", "case: "),
        ('{"version": 99}', "version: "),
        (case(family()).to_json()[:120], "case: "),
        (case(family()).to_json().replace('"PAK"', '"XYZ"'), "country: "),
        (json.dumps({"country": "PAK"}), "start: "),
    ],
)
def test_a_bad_case_is_told_in_sentences_without_a_trace(capsys, tmp_path, content, told):
    code, out, err = run(capsys, "plan", write(tmp_path / "case.json", content))
    assert (code, out) == (1, "")
    assert any(line.startswith(told) for line in err.splitlines())
    assert "Traceback" not in err
    assert "problem." not in err


def test_a_file_that_is_not_there_or_a_folder(capsys, tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        code, _, err = run(capsys, "plan", str(path))
        assert code == 1
        assert str(path) in err
        assert "problem." not in err


@pytest.mark.parametrize("arguments", [["plan", "x", "--as-of", "soon"], ["dance"], [],
                                       ["plan", "x", "--last-month", "June"],
                                       ["plan", "x", "--paths", "99"],
                                       ["plan", "x", "--paths", "many"],
                                       ["plan", "x", "--seed", "-1"],
                                       ["plan", "x", "--confidence", "1"],
                                       ["plan", "x", "--confidence", "sure"],
                                       ["plan", "x", "--shock-in", "0"]])  # fmt: skip
def test_a_wrong_command_ends_with_two(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_absurd_assumption_is_a_warning_in_the_plan(capsys, tmp_path):
    one = case(family(remittances=[sends()], expenses=[food(5)], assets=[cash(5)]))
    odd = one.model_copy(update={"overrides": {"inflation_pa": 4.0}})
    path = write(tmp_path / "case.json", odd.to_json())
    code, out, _ = run(capsys, "plan", path, "--as-of", "2026-11-24", *ALONE)
    assert code == 0
    assert "overrides.inflation_pa" in out


def test_it_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "planner", "schema"], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["title"] == Case.__name__


def test_every_example_fits_the_schema_it_prints(capsys):
    """The examples hold only fields of the schema, at every depth."""
    _, out, _ = run(capsys, "schema")
    schema = json.loads(out)

    def check(node, shape):
        if "$ref" in shape:
            shape = schema["$defs"][shape["$ref"].rsplit("/", 1)[-1]]
        if isinstance(node, dict) and "properties" in shape:
            assert set(node) <= set(shape["properties"])
            for name, value in node.items():
                check(value, shape["properties"][name])
        if isinstance(node, list):
            for item in node:
                check(item, shape.get("items", {}))

    for path in sorted((ROOT / "data" / "examples").glob("*.json")):
        check(json.loads(path.read_text(encoding="utf-8")), schema)


# ---------------------------------------------------------------- pinned versions


def _pinned_plan(folder: Path, *, rate_of_pin: float | None = None) -> tuple[Path, Path]:
    """A case file whose loan is pinned to a version of its own rate, and a catalogue's place."""
    _, listings = pakistan()
    today = next(x for x in listings if x.kind == "loan" and x.terms.rate and x.as_of)
    was = today
    if rate_of_pin is not None:
        terms = today.terms.model_copy(update={"rate": rate_of_pin})
        was = today.model_copy(update={"terms": terms})
        opened = open_file(folder / "registry.duckdb")
        keeper = Actor("packs", "packs", frozenset())
        opened.registry.adopt(was, keeper, now=datetime(2026, 1, 1, tzinfo=UTC), as_of=AS_OF)
        opened.close()
    choices = [{"listing_id": today.id, "amount": today.amount_min or 100_000, "tenor": 12}]
    one = case(family(remittances=[sends(500)], expenses=[food(30_000)]), choices=choices)
    one = pinned(one, {today.id: was}.get, date(2026, 2, 1))
    path = folder / "case.json"
    path.write_text(one.to_json())
    return path, folder / "catalogue.duckdb"


def _numbers(capsys, path: Path, catalogue: Path) -> tuple[dict, str]:
    given = ("--json", "--as-of", "2026-11-24", "--catalogue", str(catalogue), *ALONE)
    code, out, err = run(capsys, "plan", str(path), *given)
    assert code == 0, err
    return json.loads(out), err


def test_a_pinned_version_is_read_from_the_registry_beside_the_catalogue(capsys, tmp_path):
    path, catalogue = _pinned_plan(tmp_path, rate_of_pin=0.6)
    kept, err = _numbers(capsys, path, catalogue)
    assert err == ""
    assert any("have changed since 2026-02-01" in w["text"] for w in kept["warnings"])
    (tmp_path / "registry.duckdb").unlink()
    todays, _ = _numbers(capsys, path, catalogue)
    assert any("uses those of today" in w["text"] for w in todays["warnings"])
    assert kept["monthly"] != todays["monthly"]


def test_a_registry_that_cannot_be_read_is_said_and_todays_terms_are_used(capsys, tmp_path):
    path, catalogue = _pinned_plan(tmp_path, rate_of_pin=0.6)
    (tmp_path / "registry.duckdb").write_bytes(b"no database")
    found, err = _numbers(capsys, path, catalogue)
    assert err.strip()
    assert any("uses those of today" in w["text"] for w in found["warnings"])


def test_a_plan_on_todays_terms_never_opens_the_registry(capsys, tmp_path):
    path, catalogue = _pinned_plan(tmp_path)
    (tmp_path / "registry.duckdb").write_bytes(b"no database")
    found, err = _numbers(capsys, path, catalogue)
    assert err == ""
    assert not any("pin" in w["code"] for w in found["warnings"])
