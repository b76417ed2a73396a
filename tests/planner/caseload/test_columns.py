"""Every column is documented, and every question of the rules has one."""

from __future__ import annotations

from planner.caseload.columns import COLUMNS, REQUIRED
from planner.facts import DERIVED
from products.basis.eligibility import FACTS, Scope
from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs" / "caseload-columns.md").read_text(encoding="utf-8")


def test_every_column_stands_in_the_document():
    missing = [name for name in COLUMNS if f"| `{name}` |" not in DOCUMENT]
    assert missing == []


def test_the_document_names_no_other_column():
    rows = [line.split("`")[1] for line in DOCUMENT.splitlines() if line.startswith("| `")]
    assert rows == list(COLUMNS)


def test_every_fact_that_rules_ask_has_a_column():
    for name, fact in FACTS.items():
        if name in DERIVED:
            continue
        wanted = [name] if fact.scope is Scope.HOUSEHOLD else [f"migrant_{name}", f"partner_{name}"]
        assert set(wanted) <= COLUMNS.keys(), name


def test_four_columns_are_needed():
    assert REQUIRED == ("household_id", "migrant_age_years", "migrant_sex", "migrant_abroad")
