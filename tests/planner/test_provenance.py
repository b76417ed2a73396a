"""What a plan was made of."""

from __future__ import annotations

from datetime import date

from planner.provenance import code_version
from tests.planner.families import AS_OF, case, cash, country, deposit, home, plan


def made(one, **values):
    return plan(one, [deposit(source_id="bank-page")], country(**values)).provenance


def test_the_same_family_and_world_have_the_same_provenance_and_plan():
    one = case(home(assets=[cash(5)]))
    assert made(one) == made(one)
    assert plan(one).cash.tobytes() == plan(one).cash.tobytes()


def test_each_of_its_parts_changes_with_what_it_stands_for():
    first = made(case(home(assets=[cash(5)])))
    richer = made(case(home(assets=[cash(6)])))
    dearer = made(case(home(assets=[cash(5)])), inflation_pa=0.1)
    assert richer.case_hash != first.case_hash
    assert richer.assumptions_hash == first.assumptions_hash
    assert dearer.assumptions_hash != first.assumptions_hash
    assert dearer.case_hash == first.case_hash
    typed = made(case(home(assets=[cash(5)]), overrides={"inflation_pa": 0.2}))
    assert typed.assumptions_hash not in (first.assumptions_hash, dearer.assumptions_hash)
    later = plan(case(home()), as_of=date(2027, 1, 1)).provenance
    assert (first.as_of, later.as_of) == (AS_OF, date(2027, 1, 1))


def test_the_sources_of_what_is_taken_are_named():
    wish = [{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000}]
    assert made(case(home(), choices=wish)).sources == ("bank-page", "made")
    assert made(case(home())).sources == ("made",)


def test_the_code_has_a_version():
    assert len(code_version()) == 12
    assert code_version() == code_version()
