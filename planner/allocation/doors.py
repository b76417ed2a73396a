"""Which products are open to whom at which month: facts move while a plan runs.

A member abroad comes back after the last remittance, and the months since then go by; people grow
older; a training ends; money at hand rises and falls. So a product is judged at every mark at which
it could be begun, for every adult, in one pass over arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.facts import DERIVED, Money, adults, facts_of
from planner.household import Household, Member
from products.basis.eligibility import (
    FACT_NAMES,
    FACTS,
    Change,
    FactTable,
    FactType,
    Scope,
    groups_of,
    judge,
)
from products.catalogue.listing import Listing

Ints = NDArray[np.int64]

SHUT, OPEN, ASKS = 0, 1, 2
"""No adult can take it; one can; nothing fails, but questions are open."""


@dataclass(frozen=True, slots=True)
class Doors:
    """How each listing stands at each mark asked about.

    `state` `[L, S]` is `SHUT`, `OPEN` or `ASKS`; `holder` `[L, S]` the place, among the household's
    members, of whoever fits best (-1: there is no adult). `marks` `[S]` are the marks.
    """

    marks: tuple[int, ...]
    state: Ints
    holder: Ints

    def at(self, listing: int, mark: int) -> tuple[int, int]:
        """State and holder of one listing at one mark."""
        column = self.marks.index(mark)
        return int(self.state[listing, column]), int(self.holder[listing, column])


def doors(
    listings: Sequence[Listing],
    household: Household,
    marks: Sequence[int],
    last: int,
    money: Callable[[int], Money],
    regions: Sequence[str],
    granted: Mapping[str, str | None] | None = None,
) -> Doors:
    """Every listing's rules at every mark; `last` is the mark of the last remittance.

    `granted` are yes/no facts read as yes whatever the family says (what a training or a deposit
    would turn), for the member named, or for everyone where that is None.
    """
    people = [household.members.index(member) for member in adults(household)]
    state = np.zeros((len(listings), len(marks)), dtype=np.int64)
    holder = np.full_like(state, -1)
    if not people or not marks:
        return Doors(tuple(marks), state, holder)
    facts = _facts(household, people, marks, last, money, regions)
    for name, whose in (granted or {}).items():
        row = [whose is None or household.members[p].id == whose for p in people]
        facts[:, row, FACT_NAMES.index(name)] = 1.0
    table = FactTable(facts.reshape(-1, facts.shape[-1]), tuple(regions))
    verdicts = judge([rule for one in listings for rule in one.rules], table)
    at = 0
    for i, one in enumerate(listings):
        rows = slice(at, at + len(one.rules))
        at += len(one.rules)
        fails, opens = _counted(one, verdicts.passed[rows], verdicts.unknown[rows])
        best = np.lexsort((opens.reshape(len(marks), -1), fails.reshape(len(marks), -1)))[:, 0]
        pick = np.arange(len(marks)) * len(people) + best
        state[i] = np.where(fails[pick] > 0, SHUT, np.where(opens[pick] > 0, ASKS, OPEN))
        holder[i] = np.asarray(people)[best]
    return Doors(tuple(marks), state, holder)


def _counted(
    listing: Listing, passed: NDArray[np.bool_], unknown: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """How many groups of a listing's rules fail and stay open, for each column of facts."""
    fails = np.zeros(passed.shape[1], dtype=np.int64)
    opens = np.zeros_like(fails)
    for group in groups_of(listing.rules):
        yes = passed[list(group)].any(axis=0)
        maybe = unknown[list(group)].any(axis=0)
        fails += ~yes & ~maybe
        opens += ~yes & maybe
    return fails, opens


def _facts(
    household: Household,
    people: Sequence[int],
    marks: Sequence[int],
    last: int,
    money: Callable[[int], Money],
    regions: Sequence[str],
) -> NDArray[np.float64]:
    """Facts of the adults at each mark, `[S, A, K]`."""
    found = []
    for mark in marks:
        then = household_at(household, mark, last)
        them = [then.members[p] for p in people]
        found.append(facts_of(then, them, money(mark), regions).values)
    return np.array(found)


def household_at(household: Household, mark: int, last: int) -> Household:
    """The family as it will be at a mark, in what its own story says of time.

    Abroad up to the mark of the last remittance, home after it; nobody is born or marries.
    """
    if mark == 0:
        return household
    members = tuple(_member_at(member, mark, last) for member in household.members)
    return household.model_copy(update={"members": members})


def _member_at(member: Member, mark: int, last: int) -> Member:
    moved: dict[str, object] = {
        "age_years": member.age_years + mark / 12,
        "answers": {**member.answers, **dict(_longer(member, mark))},
    }
    if member.abroad:
        moved["months_abroad"] = member.months_abroad + min(mark, last)
        moved["abroad"] = mark <= last
        moved["months_since_return"] = None if mark <= last else mark - last
    elif member.months_since_return is not None:
        moved["months_since_return"] = member.months_since_return + mark
    return member.model_copy(update=moved)


def _longer(member: Member, mark: int) -> Iterator[tuple[str, float]]:
    """Answers that count months of something that goes on: an account, a membership, a trade."""
    for name, value in member.answers.items():
        fact = FACTS[name]
        grows = fact.type is FactType.NUMBER and fact.change is Change.TIME
        if grows and fact.unit == "months" and name not in DERIVED:
            yield name, float(value) + mark


def is_household_wide(fact: str) -> bool:
    """Whether an answer is the household's and not one member's."""
    return FACTS[fact].scope is Scope.HOUSEHOLD
