"""Committee (ROSCA): everyone pays the same each round, and one member takes the pot, in turn.

Derivation: the pot less the own instalment of that round; before the turn it is saving, after it a
debt to the others. Checked against the payout of Oraan (Pakistan): Rs 5,000 in a pot of Rs 50,000,
see `tests/products/kinds/test_committee.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.kind import Kind, Share, Side, Variant
from products.mechanics.circles import pot_survives, turn_flows
from products.mechanics.closing import at_months, closed
from products.mechanics.exact import Row, dated, whole
from products.mechanics.placing import on_marks
from products.terms import OutlookTerms, Period

Chance = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "chance"})]
Turn = Annotated[int, Field(ge=1, le=60, json_schema_extra={"unit": "rounds"})]


class CommitteeTerms(OutlookTerms):
    """Terms of a committee; the listing's amount is one instalment.

    The first instalment is paid on joining. A variant's `grace` is the months until the turn: 0
    takes the first pot and pays it off, the longest saves until the last.
    """

    worse_when_high: ClassVar[frozenset[str]] = frozenset({"default_chance"})

    kind: Literal["committee"] = "committee"
    """Code of the kind."""
    members: Annotated[int, Field(ge=2, le=60, json_schema_extra={"unit": "members"})]
    """Members, and so rounds."""
    round_months: Period = 1
    """Months between two rounds."""
    turn_first: Turn = 1
    """First turn that is still free."""
    turn_last: Turn | None = None
    """Last turn that is still free; empty: the last of all."""
    default_chance: Chance = 0.0
    """Chance in each round that the committee breaks up, and with it the pots still to come."""
    default_chance_low: Chance | None = None
    """The same for a circle of people who know each other well."""
    default_chance_high: Chance | None = None
    """The same for strangers, or an organiser nobody vouches for."""
    fee_share: Share = 0.0
    """Share of the pot that the organiser keeps."""

    @model_validator(mode="after")
    def _turns_among_members(self) -> Self:
        if self.last_turn > self.members:
            raise ValueError(f"problem.too_high|value={self.last_turn}|limit={self.members}")
        if self.turn_first > self.last_turn:
            raise ValueError(
                f"problem.min_above_max|value={self.turn_first}|limit={self.last_turn}"
            )
        return self

    @property
    def last_turn(self) -> int:
        """The last turn that is still free."""
        return self.members if self.turn_last is None else self.turn_last


def variants(terms: CommitteeTerms) -> tuple[Variant, ...]:
    """Every turn that is still free, the first one first; `grace` is the months until it."""
    every = terms.round_months
    tenor = terms.members * every
    turns = range(terms.turn_first, terms.last_turn + 1)
    return tuple(Variant(tenor=tenor, grace=(turn - 1) * every) for turn in turns)


def side_by(terms: CommitteeTerms, variant: Variant) -> Side:
    """Finance where the family owes for more rounds than it saves, else saving."""
    before = _turn(terms, variant) - 1
    return Side.FINANCE if before < terms.members - 1 - before else Side.SAVING


def unit_flows(terms: CommitteeTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of an instalment of 1, `[T+1]`: paid each round, the pot at the own turn.

    The pot is counted with the chance that the committee stands by then; instalments are counted in
    full.
    """
    turn, rounds = _turn(terms, variant), np.arange(terms.members) * terms.round_months
    months = int(rounds[-1])
    contract = at_months(months, rounds, turn_flows(terms.members, turn))
    position = np.cumsum(contract)
    pot = terms.members * pot_survives(terms.default_chance, turn) * (1 - terms.fee_share)
    charge = np.zeros(months + 1)
    charge[variant.grace] = pot - terms.members
    owed, owned = np.maximum(position, 0.0), np.maximum(-position, 0.0)
    flows = closed(owned, charge, np.zeros(months + 1), owed=owed)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: CommitteeTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated rounds in minor units as agreed; the balance is saved before the turn, owed after.

    The organiser's part of the pot is a fee.
    """
    turn = _turn(terms, variant)
    flows = turn_flows(terms.members, turn).tolist()
    fee = whole(amount_minor * terms.members * terms.fee_share)
    rows = [
        Row(number * terms.round_months, int(flow) * amount_minor, 0, -fee if flow > 0 else 0)
        for number, flow in enumerate(flows)
    ]
    found = dated(rows, start, market.timeline, owes=True)
    return replace(found, balance_minor=np.abs(found.balance_minor))


def _turn(terms: CommitteeTerms, variant: Variant) -> int:
    turn, rest = divmod(variant.grace, terms.round_months)
    if rest or not turn < terms.members:
        raise ValueError(f"no turn comes after {variant.grace} months")
    return turn + 1


COMMITTEE = Kind(
    code="committee",
    side=Side.SAVING,
    Terms=CommitteeTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_is_monthly=True,
    side_by=side_by,
    waits_for_turn=True,
    informal=True,
)
