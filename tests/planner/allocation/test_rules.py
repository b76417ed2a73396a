"""Each rule alone decides, on three marks and in the head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.allocation import rules
from planner.allocation.items import Deed
from planner.allocation.model import Tag
from planner.allocation.rules import Only
from planner.household import Preferences
from products.catalogue.pack import Cap
from products.kind import Side
from tests.planner.allocation.made import (
    column,
    columns,
    free,
    ground,
    programme,
    still,
    taken,
)
from tests.planner.families import country, deposit, loan, qard

LENDS = {"side": Side.FINANCE}


def test_cash_stays_at_or_above_nought():
    """A deposit of up to 500 that comes back at the end; 300 are there in the month between."""
    of = columns(column("deposit", (-1, 0, 1.1), bounds=(0, 500)))
    where = ground([400, 301, 1_000])
    assert taken(of, programme(of, free(of), [0.1], [0.0])) == {"deposit": 500}
    assert taken(of, programme(of, rules.cash_stays(of, where), [0.1], [0.0])) == {"deposit": 301}


def test_the_buffer_stays_where_the_familys_own_cash_is_above_it():
    of = columns(column("deposit", (-1, 0, 1.1), bounds=(0, 500)))
    where = ground([400, 301, 1_000], floor=[200, 200, 200])
    assert taken(of, programme(of, rules.cash_stays(of, where), [0.1], [0.0])) == {"deposit": 101}


def test_a_month_that_is_below_already_is_not_made_worse():
    """Own cash falls to -50 in the second month whatever is done: nothing may deepen it."""
    of = columns(column("deposit", (-1, 0, 1.1), bounds=(0, 500)), column("gift", (1, 0, 0),
                 bounds=(30, 30)))  # fmt: skip
    where = ground([400, -50, 1_000], floor=[0, -50, 0])
    rows = rules.cash_stays(of, where)
    assert taken(of, programme(of, rows, [0.1, 0.0], [0.0, 0.0])) == {"deposit": 30, "gift": 30}


def test_rounding_down_to_steps_leaves_its_room():
    """A loan of up to 500 in steps of 100 pays for a thing of 450: a step less must still do."""
    of = replace(
        columns(column("loan", (1, 0, -1), bounds=(0, 500), **LENDS),
                column("thing", once=(-450, 0, 0), deed=Deed.PAYMENT)),
        step=np.array([100.0, 1.0]),
    )  # fmt: skip
    rows = rules.cash_stays(of, ground([0, 0, 1_000]))
    assert taken(of, programme(of, rows, [-0.001, 0.0], [0.0, 10.0])) == {}
    rows = rules.cash_stays(of, ground([50, 50, 1_000]))
    assert taken(of, programme(of, rows, [-0.001, 0.0], [0.0, 10.0])) == {"loan": 500, "thing": 0}


def test_instalments_take_at_most_the_share_of_income():
    """40 % of 1,000 less the 150 that old debts ask for leave 250 a month."""
    of = columns(column("loan", (1, -0.5, -0.5), bounds=(0, 900), asks=(0, 0.5, 0.5), **LENDS))
    where = ground([0, 0, 0], asked=np.full(3, 150.0))
    rows = rules.burden_bearable(of, where)
    assert rows.tags == (Tag("burden", 1), Tag("burden", 2))
    assert taken(of, programme(of, free(of), [1.0], [0.0])) == {"loan": 900}
    assert taken(of, programme(of, rows, [1.0], [0.0])) == {"loan": 500}


def test_a_debt_paid_off_makes_room_for_instalments_below_the_limit_only():
    """Old debts ask for 500 where 400 may be asked: paying off 300 leaves room for 200."""
    debt = column("debt.0@0", deed=Deed.PAYOFF)
    debt = replace(debt, once=replace(debt.once, asks=np.array([[0.0, -300.0, -300.0]])))
    of = columns(column("loan", bounds=(0, 900), asks=(0, 1, 1), **LENDS), debt)
    where = ground([0, 0, 0], asked=np.full(3, 500.0))
    rows = rules.burden_bearable(of, where)
    found = taken(of, programme(of, rows, [1.0, 0.0], [0.0, -1.0]))
    assert found == {"loan": 200, "debt.0@0": 0}


def test_money_for_a_purpose_is_at_most_its_price_and_comes_only_with_it():
    of = columns(
        column("loan", (1, 0, -1), bounds=(0, 900), money=1.25, serves="goal.0@1", **LENDS),
        column("goal.0@1", deed=Deed.PAYMENT, price=500.0),
    )
    rows = rules.money_serves(of, ground([0, 0, 0]))
    assert rows.tags == (Tag("purpose", 1),)
    assert taken(of, programme(of, free(of), [1.0, 0.0], [0.0, -1.0])) == {"loan": 900}
    assert taken(of, programme(of, rows, [1.0, 0.0], [0.0, -1.0])) == {"loan": 400, "goal.0@1": 0}
    dear = programme(of, rows, [1.0, 0.0], [0.0, -1_000.0], keys=rules.keys(of))
    assert taken(of, dear) == {}


def test_one_household_has_one_loan_at_a_time():
    """Two that run together are too many; one after the other are not; a deposit does not count."""
    of = columns(
        column("first", bounds=(0, 1), mark=0, end=2, **LENDS),
        column("other", bounds=(0, 1), mark=1, end=3, **LENDS),
        column("later", bounds=(0, 1), mark=2, end=3, **LENDS),
        column("deposit", bounds=(0, 1), mark=0, end=3),
    )
    rows = rules.one_loan_at_a_time(of, ground([0, 0, 0]))
    found = taken(of, programme(of, rows, [1.0, 2.5, 1.0, 1.0], [0.0] * 4))
    assert set(found) == {"other", "deposit"}
    found = taken(of, programme(of, rows, [1.0, 1.5, 1.0, 1.0], [0.0] * 4))
    assert set(found) == {"first", "later", "deposit"}


def test_a_country_may_allow_two_loans_at_a_time():
    of = columns(*(column(f"loan{i}", bounds=(0, 1), **LENDS) for i in range(3)))
    cap = Cap(value=2, unit="loans", source_id="made")
    where = replace(ground([0, 0, 0]), country=replace(country(), caps={"loans_at_once": cap}))
    rows = rules.one_loan_at_a_time(of, where)
    assert set(taken(of, programme(of, rows, [1.0, 2.0, 3.0], [0.0] * 3))) == {"loan1", "loan2"}


def test_who_answers_for_one_loan_answers_for_no_other():
    pledge = {"fact": "has_guarantor", "op": "is", "value": True}
    guarded = qard(rules=[pledge])
    of = columns(
        column("first", bounds=(0, 1), listing=guarded, **LENDS),
        column("second", bounds=(0, 1), listing=guarded, **LENDS),
        column("free", bounds=(0, 1), listing=qard(), **LENDS),
    )
    rows = rules.pledged_once(of, ground([0, 0, 0]))
    assert [tag.rule for tag in rows.tags] == ["has_guarantor"]
    found = taken(of, programme(of, rows, [1.0, 2.0, 1.0], [0.0] * 3))
    assert set(found) == {"second", "free"}


def test_one_way_of_one_thing():
    of = columns(
        column("a/12", bounds=(0, 1), thing="a"),
        column("a/24", bounds=(0, 1), thing="a"),
        column("b", bounds=(0, 1)),
    )
    assert set(taken(of, programme(of, free(of), [1.0, 2.0, 1.0], [0.0] * 3))) == {"a/24", "b"}


def test_at_most_so_many_products_gifts_apart():
    of = columns(
        *(column(name, bounds=(0, 1)) for name in "abc"),
        column("gift", bounds=(0, 1), side=Side.GRANT),
        column("goal.0@1", deed=Deed.PAYMENT),
    )
    assert rules.counted(of).tolist() == [True, True, True, False, False]
    model = programme(
        of, free(of), [1.0, 3.0, 2.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0, 1.0],
        counted=rules.counted(of), most=2,
    )  # fmt: skip
    assert set(taken(of, model)) == {"b", "c", "gift", "goal.0@1"}


def test_a_training_opens_what_waits_for_it_once_it_has_ended():
    of = columns(
        column("venture.learn@0", deed=Deed.VENTURE, unlocks="has_training_certificate", wait=2),
        column("early", bounds=(0, 1), mark=1, locked_by="has_training_certificate"),
        column("late", bounds=(0, 1), mark=2, locked_by="has_training_certificate"),
    )
    assert rules.keys(of) == ((1, ()), (2, (0,)))
    model = programme(of, free(of), [0.0, 9.0, 5.0], [-1.0, 0.0, 0.0], keys=rules.keys(of))
    assert set(taken(of, model)) == {"venture.learn@0", "late"}
    dear = programme(of, free(of), [0.0, 9.0, 5.0], [-6.0, 0.0, 0.0], keys=rules.keys(of))
    assert taken(of, dear) == {}


def test_a_deposit_opens_a_loan_of_the_same_bank_while_it_is_held():
    fact = "has_deposit_to_pledge"
    mine, other = deposit(provider_id="mine"), deposit(provider_id="other")
    lends = loan(provider_id="mine")
    of = columns(
        column("mine", listing=mine, mark=0, end=2, unlocks=fact),
        column("over", listing=mine, mark=0, end=1, unlocks=fact),
        column("other", listing=other, mark=0, end=2, unlocks=fact),
        column("loan", listing=lends, mark=1, locked_by=fact, **LENDS),
    )
    assert rules.keys(of) == ((3, (0,)),)


def test_what_was_asked_for_is_begun_at_one_mark_or_another():
    of = columns(
        column("venture.shop@0", deed=Deed.VENTURE, thing="venture.shop"),
        column("venture.shop@1", deed=Deed.VENTURE, thing="venture.shop"),
    )
    rows = rules.must_be_begun(of, Only(must=("shop",)))
    assert taken(of, programme(of, rows, [0.0] * 2, [-9.0, -5.0])) == {"venture.shop@1": 0}
    assert taken(of, programme(of, free(of), [0.0] * 2, [-9.0, -5.0])) == {}


@pytest.mark.parametrize(("modes", "out"), [(("conventional",), True), (("islamic",), False),
                                            (("interest_free",), False)])  # fmt: skip
def test_who_wants_islamic_ways_only_is_shown_no_other(modes, out):
    listing = deposit(modes=modes)
    wants = still().case.household.model_copy(
        update={"preferences": Preferences(islamic_only=True)}
    )
    strict = replace(still(), case=still().case.model_copy(update={"household": wants}))
    assert rules.only_islamic(listing, Side.SAVING, strict) is out
    assert not rules.only_islamic(listing, Side.SAVING, still())


def test_nothing_is_borrowed_where_a_month_does_not_close():
    """20,000 are left each month; with 60,000 of food 10,000 are lacking."""
    assert still().lacking == 0
    assert rules.shut(loan(), Side.FINANCE, still()) == ""
    month = replace(still().course.budgets.now, essential=60_000.0)
    budgets = replace(still().course.budgets, now=month)
    short = replace(still(), course=replace(still().course, budgets=budgets))
    assert short.lacking == 10_000
    assert rules.shut(loan(), Side.FINANCE, short) == "no_loan"
    assert rules.shut(deposit(), Side.SAVING, short) == ""


def test_a_quarter_at_most_lies_on_unconfirmed_terms_with_one_provider():
    """Of 1,000, one wallet may hold 250, all of one provider's together; another's beside it."""

    def saving(key, seller, standing):
        one = deposit(standing=standing).model_copy(update={"provider_id": seller})
        return column(key, (-1, 0, 1.1), bounds=(0, 900), listing=one)

    of = columns(
        saving("wallet", "telco", "confirm_first"),
        saving("pocket", "telco", "confirm_first"),
        saving("certificate", "state", "confirm_first"),
        saving("deposit", "bank", "offered"),
    )
    owned = np.array([[1.0, 1.0, 0.0]] * 4)
    of = replace(of, each=replace(of.each, owned=owned))
    where = ground([1_000, 1_000, 1_000])
    rows = rules.unconfirmed_is_shared_out(of, where)
    assert [tag.rule for tag in rows.tags] == ["unconfirmed"] * 2, "one for each such provider"
    both = rules.stacked_rows([rows, rules.cash_stays(of, where)], of.size)
    found = taken(of, programme(of, both, [0.4, 0.3, 0.2, 0.1], [0.0] * 4))
    assert found["wallet"] + found.get("pocket", 0) == pytest.approx(250)
    assert found["certificate"] == pytest.approx(250)
    assert found["deposit"] == pytest.approx(500), "confirmed terms have no such bound"


def test_nothing_goes_to_unconfirmed_terms_where_no_money_is_there():
    one = deposit(standing="confirm_first")
    of = columns(column("wallet", (-1, 0, 1.1), bounds=(0, 900), listing=one))
    of = replace(of, each=replace(of.each, owned=np.array([[1.0, 1.0, 0.0]])))
    rows = rules.unconfirmed_is_shared_out(of, ground([-50, 100, 100]))
    assert taken(of, programme(of, rows, [0.1], [0.0])) == {}
