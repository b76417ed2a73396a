"""The command: a contract in, a schedule or sentences out, never a stack trace."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.contract.payments import statement
from products.contract.request import answer_file, answer_text, answered, main, schema
from products.contract.schedule import Layout, lay_out
from tests.products.contract.contracts import contract, contracts, paid

PLAIN = {
    "currency": "PKR",
    "amount": 100_000,
    "start": "2026-01-15",
    "instalments": 12,
    "rate": 0.18,
}


def written(tmp_path: Path, **changes) -> Path:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(PLAIN | changes), encoding="utf-8")
    return path


def test_a_request_is_answered_in_whole_minor_units(tmp_path, capsys):
    assert main(written(tmp_path), True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["rows"][0] == {
        "number": 1,
        "start": "2026-01-15",
        "due": "2026-02-15",
        "days": 31,
        "principal_minor": 766_800,
        "charge_minor": 150_000,
        "fee_minor": 0,
        "penalty_minor": 0,
        "total_minor": 916_800,
        "balance_minor": 9_233_200,
    }
    assert answer["totals"]["principal_minor"] == 10_000_000
    assert answer["residual_minor"] == 0
    assert answer["rounding"]["mode"] == "half_up"
    assert "owed" not in answer


def test_the_answer_as_text_has_one_line_a_row(tmp_path, capsys):
    assert main(written(tmp_path, events=[{"on": "2026-02-15"}]), False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "PKR"
    assert lines[2].split() == ["1", "2026-02-15", "7668.00", "1500.00", "0.00", "0.00", "9168.00",
                                "92332.00"]  # fmt: skip
    assert "settlement: 92332.00" in lines


def test_events_tell_what_is_owed(tmp_path, capsys):
    events = [{"on": "2026-02-20", "amount": 5000}]
    assert main(written(tmp_path, events=events, as_of="2026-03-01"), True) == 0
    owed = json.loads(capsys.readouterr().out)["owed"]
    assert owed["paid_minor"] == 500_000
    assert owed["arrears_minor"] == sum(owed["arrears"].values()) == 416_800
    assert owed["next_due"]["on"] == "2026-03-15"
    assert owed["settlement_minor"] > owed["outstanding_principal_minor"]


BAD = [
    ({"instalments": -3}, "instalments", "-3"),
    ({"instalments": 0}, "instalments", "0"),
    ({"grace": {"principal": 12}}, "grace.principal", "12"),
    ({"method": "stated", "instalment": 1000}, "instalment", "1500.00"),
    ({"rate": 19}, "rate", "19"),
    ({"rate": 18}, "rate", "18"),
    ({"rate": -0.1}, "rate", "-0.1"),
    ({"amount_min": 500_000, "amount_max": 100}, "amount_min", "100"),
    ({"rate_basis": "weekly"}, "rate_basis", "weekly"),
    ({"currency": "rupees"}, "currency", "rupees"),
    ({"amount": "abc"}, "amount", "abc"),
    ({"start": "2026-02-30"}, "start", "2026-02-30"),
    ({"amount": 10.123}, "amount", "10.123"),
    ({"events": [{"on": "2025-01-01", "amount": 5}]}, "events", "2025-01-01"),
    ({"events": [{"on": "2026-02-01", "amount": 0.001}]}, "events", "0.001"),
    ({"events": [{"on": "2026-02-01", "amount": 5}], "as_of": "2026-01-20"}, "as_of", "2026-02-01"),
    ({"events": [{"on": "2026-02-01", "amount": -5}]}, "events[0].amount", "-5"),
    ({"extra": 1}, "extra", ""),
]


@pytest.mark.parametrize(("changes", "field", "told"), BAD)
def test_a_bad_request_is_told_with_field_value_and_rule(tmp_path, capsys, changes, field, told):
    assert main(written(tmp_path, **changes), True) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1
    assert field in lines[0]
    assert told in lines[0]
    assert "problem." not in lines[0]
    assert "nan" not in lines[0].lower().split()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", '"x"', '{"amount": NaN}', '{"rate": Infinity}', '{"a": ' + "[" * 5000],
)
def test_what_is_no_request_is_refused_with_a_sentence(tmp_path, capsys, text):
    path = tmp_path / "request.json"
    path.write_text(text, encoding="utf-8")
    assert main(path, True) == 2
    err = capsys.readouterr().err
    assert err.strip()
    assert "Traceback" not in err


def test_files_that_cannot_be_read_are_named(tmp_path, capsys):
    assert main(tmp_path / "none.json", True) == 2
    assert "none.json" in capsys.readouterr().err
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe{}")
    (problem,) = answer_file(tmp_path / "bytes.json")
    assert problem.code == "problem.not_utf8"
    (tmp_path / "huge.json").write_bytes(b" " * 5_000_001)
    (problem,) = answer_file(tmp_path / "huge.json")
    assert problem.code == "problem.file_too_large"
    assert main(tmp_path, True) == 2


def test_the_schema_is_printed_and_tells_every_field(capsys):
    assert main("--schema", True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == schema()
    assert {"events", "as_of", "rounding", "recalculation", "day_count"} <= set(told["properties"])
    assert told["additionalProperties"] is False


def test_the_command_is_reached_from_the_shell(tmp_path):
    command = [sys.executable, "-m", "products", "schedule"]
    good = subprocess.run(
        [*command, str(written(tmp_path)), "--json"], capture_output=True, text=True, check=False
    )
    assert good.returncode == 0, good.stderr
    assert json.loads(good.stdout)["totals"]["principal_minor"] == 10_000_000
    bad = subprocess.run(
        [*command, str(written(tmp_path, rate=19)), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert bad.returncode == 2
    assert "Traceback" not in bad.stderr


@given(contracts(), st.booleans())
def test_the_printed_rows_are_consistent(terms, with_account):
    found = lay_out(terms)
    if not isinstance(found, Layout):
        return
    last = found.rows[-1].due
    account = statement(terms, [paid(last.isoformat())], last) if with_account else None
    answer = answered(found, account)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    rows = answer["rows"]
    principal = round(found.frame.principal)
    assert answer["totals"]["principal_minor"] == principal
    for row in rows:
        parts = ("principal_minor", "charge_minor", "fee_minor", "penalty_minor")
        assert row["total_minor"] == sum(row[name] for name in parts)
        assert date.fromisoformat(row["due"]) > date.fromisoformat(row["start"])
    assert sum(row["total_minor"] for row in rows) == answer["totals"]["total_minor"]
    assert rows[-1]["balance_minor"] == answer["residual_minor"] == 0


def test_drawdowns_and_the_fees_of_the_first_day_are_told():
    draws = [{"on": "2026-01-15", "amount": 60_000}, {"on": "2026-03-15", "amount": 40_000}]
    fees = [{"when": "start", "value": 500}]
    answer = answer_text(json.dumps(PLAIN | {"drawdowns": draws, "fees": fees}))
    assert answer["drawdowns"][1] == {"on": "2026-03-15", "amount_minor": 4_000_000}
    assert answer["start_fee_minor"] == 50_000
    assert contract(drawdowns=draws).drawdowns[1].amount == 40_000
