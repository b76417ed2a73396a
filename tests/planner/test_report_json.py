"""A plan as JSON."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest

from planner.report_json import FORMAT, VERSION, as_json, compared, report
from planner.text import text_of
from tests.planner.families import (
    SHELF,
    case,
    cash,
    country,
    deposit,
    family,
    food,
    home,
    plan,
    sends,
)  # fmt: skip

EN = text_of("en", "PKR")
FAMILY = family(
    assets=[cash(60_000), {"label": "ring", "kind": "gold", "value": 30_000, "days_to_sell": 3}],
    remittances=[sends(400, fee=5, margin_share=0.02, last_month="2026-08-01")],
    incomes=[{"label": "sewing", "amount": 6_000}],
    expenses=[food(28_000), food(1_000, essential=False)],
    debts=[{"label": "uncle", "outstanding": 20_000, "instalment": 2_000}],
    dues=[{"label": "gratuity", "amount": 500, "currency": "SAR", "chance": 0.5}],
    goals=[{"label": "shop", "kind": "enterprise", "amount_today": 90_000, "by": "2026-12-01"}],
)


def made(household=FAMILY, months=12, shelf=SHELF, **given):
    found = plan(case(household, months, **given), shelf, country(inflation_pa=0.1))
    return report(found, EN)


def masked(content):
    for name in ("catalogue_version", "assumptions_hash", "code_version", "case_hash"):
        content["provenance"][name] = "masked"
    return as_json(content)


def test_one_family_in_full(golden):
    """The whole report of a small family; look at the difference before accepting a new one."""
    wish = [{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000}]
    golden("plan_of_a_small_family.json", masked(made(shelf=[deposit()], choices=wish)))


def test_it_says_what_it_is_and_holds_every_part_the_issue_asks_for():
    found = made()
    assert (found["format"], found["version"]) == (FORMAT, VERSION)
    month = found["monthly"][1]
    assert {"income", "remittance", "essentials", "debt_service", "product_flows", "cash", "owned",
            "owed", "net_worth"} <= month.keys()  # fmt: skip
    assert {"lowest_month", "months_of_cover_today", "worst_debt_service_ratio",
            "earliest_safe_return_month"} <= found["answers"].keys()  # fmt: skip
    assert len(found["monthly"]) == 13
    assert month["remittance"] == {"ali": 29_400.0}
    assert (month["month"], month["date"]) == ("2026-02", "2026-02-28")
    assert all(i["ok"] for i in found["identities"])


def test_the_monthly_rows_roll_forward_in_whole_coins():
    rows = made()["monthly"]
    for before, row in pairwise(rows):
        flows = sum(row["income"].values()) + sum(row["remittance"].values())
        flows += sum(row[k] for k in ("essentials", "other_spending", "debt_instalments",
                                      "product_flows", "spent_on_purpose"))  # fmt: skip
        assert row["cash"] == pytest.approx(before["cash"] + flows, abs=0.05)


def test_what_does_not_exist_is_null_never_nan():
    found = made(home(debts=[{"label": "d", "outstanding": 9_000, "instalment": 100}]))
    assert found["answers"]["worst_debt_service_ratio"] is None
    assert found["answers"]["months_of_cover_today"] == 0
    assert found["answers"]["last_month"] is None
    assert found["cliff"] == {"moves": False, "rows": []}
    endless = made(home(incomes=[{"label": "shop", "amount": 9}]))
    assert endless["answers"]["months_of_cover_today"] is None
    json.loads(as_json(found), parse_constant=pytest.fail)
    with pytest.raises(ValueError, match="JSON"):
        as_json({"x": float("nan")})


def test_every_sentence_is_there_and_none_is_a_bare_key():
    found = made()
    texts = [s["text"] for s in found["first_steps"] + found["further_steps"]]
    for offer in found["offers"]:
        for outcome in offer["outcomes"]:
            texts.append(outcome["text"])
            texts += [fix["text"] for fix in outcome["fixes"]]
    texts += [i["what"] for i in found["identities"]]
    assert texts
    for text in texts:
        assert " " in text
        assert "{" not in text
        assert "⟦" not in text


def test_patches_can_be_read_back():
    patches = [
        change
        for offer in made()["offers"]
        for outcome in offer["outcomes"]
        for fix in outcome["fixes"]
        for change in fix["patch"]
    ]
    assert patches
    assert all(change["path"] and "value" in change for change in patches)


def test_warnings_are_told_in_words():
    found = made(overrides={"inflation_pa": 4.0})
    assert [w["where"] for w in found["warnings"]] == ["overrides.inflation_pa"]
    assert ": 4 is too high" in found["warnings"][0]["text"]


def test_alternatives_are_numbers_and_differences():
    from planner.plan import compare

    one = case(FAMILY, 12, alternatives=[{"name": "a"}, {"name": "b"}])
    found = compared(compare(one, (), country(), as_of=date(2026, 1, 31), catalogue_version="v"))
    assert [c["name"] for c in found] == ["a", "b"]
    assert found[0]["answers"].keys() == found[1]["differences"].keys()


def test_what_is_decided_beside_products_is_told():
    given = home(
        assets=[cash(90_000)],
        ventures=[{"id": "goats", "label": "Goats", "kind": "livestock", "cost": 20_000}],
        debts=[{"label": "uncle", "outstanding": 5_000}],
        goals=[{"label": "g", "amount_today": 7_000, "by": "2026-12-01"}],
    )
    found = made(
        given,
        undertakings=[{"venture": "goats", "start_mark": 2}],
        payoffs=[{"debt": 0, "mark": 0}],
        payments=[{"goal": 0, "mark": 6}],
    )
    assert [v["id"] for v in found["ventures"]] == ["goats"]
    assert [(p["label"], p["asked"]) for p in found["payoffs"]] == [("uncle", 5_000)]
    assert [p["label"] for p in found["payments"]] == ["g"]
    assert (found["debts"][0]["owed_now"], found["debts"][0]["cleared_month"]) == (5_000, "2026-01")
    assert found["goals"][0]["paid"]
