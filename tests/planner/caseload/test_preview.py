"""Before and after, counted so that nobody can be recognised."""

from __future__ import annotations

from planner.caseload.judged import Reason
from planner.caseload.preview import PARTS, Group, changes, counted, preview
from products.basis.eligibility import Rule
from tests.planner.caseload.caseloads import base
from tests.planner.families import loan

STRICT = loan(
    id_="PK-LOAN", amount_min=50_000,
    rules=[Rule(fact="age_years", op="at_most", value=35),
           Rule(fact="region", op="one_of", value=("punjab",))],
)  # fmt: skip
EASED = loan(
    id_="PK-LOAN", amount_min=50_000,
    rules=[Rule(fact="age_years", op="at_most", value=45),
           Rule(fact="region", op="one_of", value=("punjab",))],
)  # fmt: skip


def total(found, name: str) -> int:
    return sum(getattr(one, name) for one in found)


def test_the_parts_come_to_all_households():
    for before in (None, STRICT):
        found = changes(EASED, before, base())
        assert sum(total(found, part) for part in PARTS) == len(base())


def test_first_reasons_come_to_all_who_are_not_able():
    found = changes(STRICT, None, base())
    firsts = [one.failing[0] for one in found if one.failing]
    assert len(firsts) + total(found, "able") == len(base())


def test_without_a_version_before_everything_is_new():
    found = changes(STRICT, None, base())
    assert total(found, "newly_able") == total(found, "able")
    assert total(found, "newly_eligible") == total(found, "able") + total(found, "only_eligible")
    assert total(found, "not_eligible_any_more") == 0


def test_an_eased_rule_brings_some_in_and_nobody_out_and_back_again():
    there = changes(EASED, STRICT, base())
    back = changes(STRICT, EASED, base())
    assert total(there, "newly_eligible") > 0
    assert total(there, "not_eligible_any_more") == 0
    assert total(back, "not_eligible_any_more") == total(there, "newly_eligible")
    assert total(back, "not_able_any_more") == total(there, "newly_able")


def test_the_same_terms_change_nothing():
    shown = preview(EASED, EASED, base()).total.counts
    for name in ("newly_eligible", "newly_able", "not_eligible_any_more", "not_able_any_more"):
        assert shown[name] == 0


def test_AUTHZ_15_no_number_from_one_to_four_is_ever_shown():
    for before in (None, STRICT):
        for listing in (STRICT, EASED):
            found = preview(listing, before, base())
            rows = [found.total, *(r for rows in found.groups.values() for r in rows.values())]
            numbers = [n for row in rows for n in (row.households, *row.counts.values())]
            numbers += [n for b in found.barriers for n in (b.first, b.any)]
            assert all(n is None or n == 0 or n >= 5 for n in numbers)


def test_what_is_shown_is_what_was_counted():
    found = changes(EASED, STRICT, base())
    shown = counted(found, base())
    assert shown.total.households == len(base())
    for name, value in shown.total.counts.items():
        assert value in (None, total(found, name)), name
    for barrier in shown.barriers:
        stopped = sum(barrier.reason in one.failing for one in found)
        assert barrier.any in (None, stopped)


def test_groups_are_counted_by_sex_region_and_income_and_small_regions_together():
    shown = preview(EASED, None, base())
    assert set(shown.groups) == set(Group)
    assert set(shown.groups[Group.BAND]) == {"low", "middle", "high"}
    assert {"punjab", "other"} <= set(shown.groups[Group.REGION])
    assert "balochistan" not in shown.groups[Group.REGION]


def test_reasons_of_who_may_come_before_reasons_of_money():
    reasons: list[Reason] = [b.reason for b in preview(STRICT, None, base()).barriers]
    assert [r.who for r in reasons] == sorted((r.who for r in reasons), reverse=True)
    assert reasons[0].who
    assert not reasons[-1].who
