"""Committee (ROSCA): everyone pays the same each round, and one member takes the pot, in turn.

Derivation: the pot less the own instalment of that round; before the turn it is saving, after it a
debt to the others. Checked against the payout of Oraan (Pakistan): Rs 5,000 in a pot of Rs 50,000,
see `tests/products/kinds/test_committee.py`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from products.kind import Share
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
