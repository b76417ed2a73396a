"""Which caseload a country is counted on, and that its money is worked out once."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from planner.ui import caseloads
from planner.ui.caseloads import count, source_of
from tests.planner.caseload.caseloads import DAY, SMALL
from tests.planner.families import country, loan, pakistan

LOAN = loan(id_="PK-LOAN", amount_min=50_000)


def source(folder):
    found = source_of(pakistan()[0], folder, "made", DAY)
    assert found is not None
    return found


def test_the_shipped_caseload_is_used_where_an_office_has_none(tmp_path):
    assert source(tmp_path).path == SMALL
    found = count(LOAN, None, source(tmp_path))
    assert found.preview is not None
    assert found.preview.total.households == 200
    assert found.preview.synthetic
    assert not found.own


def test_an_offices_own_table_goes_before_it(tmp_path):
    lines = SMALL.read_text(encoding="utf-8").splitlines()[:60]
    own = "\n".join(line.replace("synthetic-", "row-") for line in lines)
    (tmp_path / "caseload_PAK.csv").write_text(own + "\nbroken\n", encoding="utf-8")
    found = count(LOAN, None, source(tmp_path))
    assert found.preview is not None
    assert found.preview.total.households == 59
    assert not found.preview.synthetic
    assert found.own
    assert [p.code for p in found.problems] == ["problem.row_width"]


def test_a_table_that_changed_is_read_anew(tmp_path):
    path = tmp_path / "caseload_PAK.csv"
    path.write_text("household_id\n", encoding="utf-8")
    first = source(tmp_path)
    assert count(LOAN, None, first).preview is None
    path.write_bytes(SMALL.read_bytes())
    os.utime(path, ns=(first.changed_ns + 10**9, first.changed_ns + 10**9))
    assert source(tmp_path) != first
    assert count(LOAN, None, source(tmp_path)).preview is not None


def test_a_country_without_a_caseload_has_none(tmp_path):
    assert source_of(replace(country(), iso3="NPL"), tmp_path, "made", DAY) is None


def test_households_are_worked_out_once(tmp_path, monkeypatch):
    caseloads._base.cache_clear()
    count(LOAN, None, source(tmp_path))
    count(LOAN, LOAN, source(tmp_path))
    assert caseloads._base.cache_info().misses == 1


@pytest.mark.parametrize("before", [None, LOAN])
def test_a_count_says_the_same_each_time(tmp_path, before):
    assert count(LOAN, before, source(tmp_path)) == count(LOAN, before, source(tmp_path))
