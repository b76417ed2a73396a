"""A plan keeps the terms it was made with."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.case import Case, read_case
from planner.pins import Moved, declined, hold, pinned, stamp, told, unpinned, wanted
from planner.plan import make_plan
from products.basis.sources import Standing
from tests.planner.families import AS_OF, case, cash, country, food, home, loan, qard

DAY = date(2026, 2, 1)
OLD = loan(id_="PK-LOAN")
DEARER = loan(id_="PK-LOAN", rate=0.24)
OTHER = qard()


def taken(*ids: str, **given) -> Case:
    choices = [{"listing_id": one, "amount": 20_000} for one in ids or ("PK-LOAN",)]
    money = home(assets=[cash(90_000)], expenses=[food(2_000)])
    return case(money, choices=choices, **given)


def shelf(*listings):
    return {one.id: one for one in listings}.get


def kept(*listings):
    return lambda id_, sha: next((x for x in listings if x.id == id_ and stamp(x) == sha), None)


def nothing_kept(_id: str, _sha: str) -> None:
    return None


PINNED = pinned(taken(), shelf(OLD), DAY)


def plan_of(one: Case, listings):
    return make_plan(one, listings, country(), as_of=AS_OF, catalogue_version="made")


def test_a_product_taken_is_pinned_by_its_content_and_day():
    (pin,) = PINNED.pins
    assert (pin.listing_id, pin.sha256, pin.since) == ("PK-LOAN", stamp(OLD), DAY)


def test_a_pin_that_is_there_stays_whatever_is_listed_later():
    again = pinned(PINNED, shelf(DEARER), date(2027, 1, 1))
    assert again is PINNED


def test_a_product_taken_out_loses_its_pin_and_comes_back_on_the_terms_of_the_day():
    without = pinned(PINNED.model_copy(update={"choices": ()}), shelf(DEARER), DAY)
    assert without.pins == ()
    back = pinned(without.model_copy(update={"choices": PINNED.choices}), shelf(DEARER), DAY)
    assert back.pins[0].sha256 == stamp(DEARER)


def test_products_of_alternatives_are_pinned_too_each_once():
    beside = [{"name": "a", "choices": [{"listing_id": i, "amount": 1} for i in
                                        ("PK-LOAN", OTHER.id)]}]  # fmt: skip
    one = pinned(taken(alternatives=beside), shelf(OLD, OTHER), DAY)
    assert [pin.listing_id for pin in one.pins] == ["PK-LOAN", OTHER.id] == list(wanted(one))


def test_what_is_not_listed_is_not_pinned():
    assert pinned(taken(), shelf(), DAY).pins == ()


def test_pins_are_saved_with_the_case_and_a_case_without_them_opens_as_before():
    assert read_case(PINNED.to_json()) == (PINNED, ())
    assert "pins" not in taken().to_json()
    assert read_case(taken().to_json())[0] == taken()


def test_two_pins_of_one_product_are_refused():
    twice = PINNED.model_copy(update={"pins": PINNED.pins * 2})
    assert read_case(twice.to_json())[1][0].code == "problem.pin_twice"


def test_the_plan_is_the_same_bit_for_bit_after_a_new_version():
    before = plan_of(PINNED, [OLD, OTHER])
    held = hold(PINNED, [DEARER, OTHER], kept(OLD))
    after = plan_of(PINNED, held.listings)
    for name in ("cash", "owed", "owned", "debt_service", "debt_service_ratio"):
        assert getattr(before, name).tobytes() == getattr(after, name).tobytes(), name
    assert before.answers == after.answers
    assert before.offers == after.offers
    assert [d.moved for d in held.departures] == [Moved.CHANGED]
    moved = plan_of(PINNED, [DEARER, OTHER])
    assert not np.array_equal(moved.cash, before.cash), "the new terms would have shown"


def test_nothing_moved_is_nothing_to_tell():
    held = hold(PINNED, [OLD, OTHER], nothing_kept)
    assert held.departures == ()
    assert held.listings == held.advised == (OLD, OTHER)


def test_what_changed_is_named():
    (departure,) = hold(PINNED, [DEARER], kept(OLD)).departures
    assert [(c.path, c.before, c.after) for c in departure.changes] == [("terms.rate", 0.12, 0.24)]


def test_advice_has_the_terms_of_today():
    held = hold(PINNED, [DEARER], kept(OLD))
    assert held.advised == (DEARER,)
    assert held.listings == (OLD,)


def test_WORKFLOW_06_a_plan_with_a_withdrawn_listing_opens_and_new_plans_cannot_pick_it():
    before = plan_of(PINNED, [OLD])
    held = hold(PINNED, [], kept(OLD))
    after = plan_of(PINNED, held.listings)
    assert before.cash.tobytes() == after.cash.tobytes()
    assert [d.moved for d in held.departures] == [Moved.WITHDRAWN]
    assert all(one.standing is Standing.NOT_OFFERED for one in (*held.listings, *held.advised))
    assert hold(taken(OTHER.id), [OTHER], kept(OLD)).listings == (OTHER,)


def test_terms_kept_nowhere_are_replaced_by_todays_and_that_is_said():
    held = hold(PINNED, [DEARER], nothing_kept)
    assert [d.moved for d in held.departures] == [Moved.LOST]
    assert held.listings == (DEARER,)
    nowhere = hold(PINNED, [], nothing_kept)
    assert [d.moved for d in nowhere.departures] == [Moved.NOWHERE]
    assert nowhere.listings == ()


def test_a_product_no_longer_offered_keeps_its_terms_but_cannot_be_taken():
    closed = DEARER.model_copy(update={"standing": Standing.NOT_OFFERED, "status": "closed"})
    (one,) = hold(PINNED, [closed], kept(OLD)).listings
    assert one.terms == OLD.terms
    assert one.standing is Standing.NOT_OFFERED


def test_taking_the_new_terms_pins_them():
    again = pinned(unpinned(PINNED, ["PK-LOAN"]), shelf(DEARER), DAY)
    assert hold(again, [DEARER], nothing_kept).departures == ()


def test_keeping_settles_this_change_but_not_the_next():
    (first,) = hold(PINNED, [DEARER], kept(OLD)).departures
    assert not first.settled
    keeping = declined(PINNED, first)
    assert hold(keeping, [DEARER], kept(OLD)).departures[0].settled
    assert not hold(keeping, [loan(id_="PK-LOAN", rate=0.3)], kept(OLD)).departures[0].settled
    assert not hold(keeping, [], kept(OLD)).departures[0].settled


@pytest.mark.parametrize(
    ("listings", "find", "code"),
    [
        ([DEARER], kept(OLD), "problem.pin.changed"),
        ([], kept(OLD), "problem.pin.withdrawn"),
        ([DEARER], nothing_kept, "problem.pin.lost"),
        ([], nothing_kept, "problem.pin.nowhere"),
    ],
)
def test_every_departure_is_told_with_its_day(listings, find, code):
    (problem,) = told(hold(PINNED, listings, find).departures)
    assert problem.code == code
    assert problem.params["date"] == "2026-02-01"


def test_a_pin_of_a_product_no_decision_is_about_changes_nothing():
    stray = PINNED.model_copy(update={"choices": ()})
    assert hold(stray, [DEARER], kept(OLD)).departures == ()
