"""A row becomes the case it tells of."""

from __future__ import annotations

from datetime import date

from planner.caseload.cases import case_of, row_of
from planner.caseload.table import read_table
from tests.planner.caseload.caseloads import DAY, written

FULL = {
    "household_id": "a", "region": "punjab", "migrant_age_years": "40", "migrant_sex": "male",
    "migrant_abroad": "yes", "host_country": "SAU", "migrant_months_abroad": "30",
    "partner_age_years": "35", "children": "3", "elders": "1", "home_income_pm": "9000",
    "remittance_pm": "1000", "remittance_currency": "SAR", "remittance_cost_share": "0.04",
    "remittance_months_left": "12", "wage_after_pm": "40000", "wage_wait_months": "6",
    "essentials_pm": "50000", "savings": "70000", "gold": "400000", "migration_debt": "120000",
    "migration_debt_instalment_pm": "5000", "other_debt": "60000", "other_debt_price_pa": "0.24",
    "other_debt_lender": "shop", "goal_kind": "house", "goal_amount": "900000",
    "goal_months": "24", "islamic_only": "yes", "owns_plot": "no", "migrant_is_tax_filer": "yes",
    "partner_has_national_id": "yes",
}  # fmt: skip


def made(folder, **changes: str):
    row = {**FULL, **changes}
    path = written(folder, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    table, problems = read_table(path, ("punjab",))
    assert problems == ()
    return table


def test_every_answer_finds_its_place(tmp_path):
    case, problems = case_of(made(tmp_path), 0, "PAK", DAY)
    assert case is not None, problems
    house = case.household
    migrant, partner = house.members[:2]
    assert (migrant.age_years, migrant.abroad, migrant.host_country) == (40, True, "SAU")
    assert migrant.answers == {"is_tax_filer": True}
    assert (partner.sex, partner.answers) == ("female", {"has_national_id": True})
    assert [m.age_years for m in house.members[2:]] == [4, 7, 10, 66]
    (sent,) = house.remittances
    assert (sent.amount, sent.currency, sent.margin_share) == (1000, "SAR", 0.04)
    assert sent.last_month == date(2027, 11, 1)
    assert [i.earner for i in house.incomes] == ["partner", "migrant"]
    assert [d.outstanding for d in house.debts] == [120000, 60000]
    assert house.debts[0].for_migration
    assert house.debts[1].price is not None
    assert house.debts[1].price.value == 0.24
    assert house.goals[0].by == date(2028, 11, 1)
    assert house.preferences.islamic_only
    assert house.answers == {"owns_plot": False}
    assert {a.kind for a in house.assets} == {"cash", "gold"}


def test_what_nobody_answered_is_not_in_the_row(tmp_path):
    row = row_of(made(tmp_path, savings=""), 0)
    assert "savings" not in row
    assert row["islamic_only"] is True


def test_a_row_that_is_no_case_is_told_by_its_name(tmp_path):
    case, problems = case_of(made(tmp_path, remittance_currency="riyal"), 0, "PAK", DAY)
    assert case is None
    assert problems[0].where.startswith("a:")
