"""What a bank learns of demand: how far households come with a product, and what they cannot get.

A household is counted only while it agrees, once a step, under a salted hash of a random token its
case keeps; withdrawing takes its rows out. No number below five households is ever told, nor one
that gives such a number away (`small_cells`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, Engine, delete, insert, select

from products.basis.people import Actor
from products.basis.problems import Problem
from products.publishing.guarded import Thing, may_read
from products.publishing.small_cells import Grid, Line, grids, steps, told
from products.publishing.voice_tables import SALT, STEP_TAKEN, UNMET
from products.publishing.writing import attempt


class Step(StrEnum):
    """How far a household came with a product."""

    SEEN = "seen"
    """it looked at the product from near"""
    MATCHED = "matched"
    """nothing stood in the way when it looked"""
    REFERRED = "referred"
    """it asked the bank"""
    APPLIED = "applied"
    DISBURSED = "disbursed"
    """it got the money"""
    REFUSED = "refused"
    """the bank refused, for a reason"""


FUNNEL = (Step.SEEN, Step.MATCHED, Step.REFERRED, Step.APPLIED, Step.DISBURSED)
REASONS = ("income", "documents", "security", "guarantor", "age", "history", "other", "not_told")
"""Why a bank refused, as the family understood it."""
_IMPLIED: Mapping[Step, tuple[Step, ...]] = {
    Step.MATCHED: (Step.SEEN,),
    Step.REFERRED: (Step.SEEN,),
    Step.APPLIED: (Step.SEEN, Step.REFERRED),
    Step.DISBURSED: (Step.SEEN, Step.REFERRED, Step.APPLIED),
    Step.REFUSED: (Step.SEEN, Step.REFERRED, Step.APPLIED),
}
"""Who got the money had applied, and who applied had asked; matching is our judgement alone."""
AMOUNT_EDGES = (50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000)
TENOR_EDGES = (12, 24, 36, 60, 120, 240)
"""Upper ends of the bands, inside: in the listing's currency, and in months."""
NOWHERE = "not_said"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a household wanted of a product it cannot take, and the first rule in the way."""

    rule: str
    amount: float
    tenor: int
    region: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """Unmet demand for one product: three tables of the same households, safe side by side."""

    by_amount: Grid
    by_tenor: Grid
    by_region: Grid
    total: int | None


class Demand:
    """The counts of one database; days are handed in."""

    def __init__(self, engine: Engine) -> None:
        """Take over an engine whose tables are there."""
        self.engine = engine

    # ---------------------------------------------------------------- what households leave

    def step(
        self,
        token: str,
        listing: tuple[str, str],
        step: Step,
        *,
        day: date,
        reason: str = "",
    ) -> Problem | None:
        """Count a household's step with a product (`listing` is its id and its provider's), once.

        The steps that it implies are counted with it. A bank that refused has not paid out, and
        the other way round: the later word counts.
        """
        if step is Step.REFUSED and reason not in REASONS:
            params = {"value": reason, "limit": ", ".join(REASONS)}
            return Problem("problem.not_in_list", "reason", params=params)

        def write(db: Connection) -> None:
            who, month = _household(db, token), day.replace(day=1)
            mine = (STEP_TAKEN.c.household == who) & (STEP_TAKEN.c.listing_id == listing[0])
            against = {Step.REFUSED: Step.DISBURSED, Step.DISBURSED: Step.REFUSED}.get(step)
            if against is not None:
                db.execute(delete(STEP_TAKEN).where(mine & (STEP_TAKEN.c.step == against.value)))
            if step is Step.REFUSED:
                db.execute(delete(STEP_TAKEN).where(mine & (STEP_TAKEN.c.step == step.value)))
            there = set(db.scalars(select(STEP_TAKEN.c.step).where(mine)))
            for one in (*_IMPLIED.get(step, ()), step):
                if one.value in there:
                    continue
                row = {"household": who, "listing_id": listing[0], "provider_id": listing[1]}
                why = reason if one is Step.REFUSED else ""
                db.execute(
                    insert(STEP_TAKEN).values(**row, step=one.value, reason=why, month=month)
                )

        found = attempt(self.engine, write)
        return found if isinstance(found, Problem) else None

    def step_back(self, token: str, listing_id: str, step: Step) -> Problem | None:
        """Take a step back that was marked by mistake, and those that follow from it."""
        gone = {step, *(one for one, before in _IMPLIED.items() if step in before)}

        def write(db: Connection) -> None:
            who = _household(db, token)
            mine = (STEP_TAKEN.c.household == who) & (STEP_TAKEN.c.listing_id == listing_id)
            names = [one.value for one in gone]
            db.execute(delete(STEP_TAKEN).where(mine & STEP_TAKEN.c.step.in_(names)))

        found = attempt(self.engine, write)
        return found if isinstance(found, Problem) else None

    def wish(
        self, token: str, listing: tuple[str, str], wish: Wish | None, *, day: date
    ) -> Problem | None:
        """Keep what a household cannot get of a product; the newest counts, None takes it out."""

        def write(db: Connection) -> None:
            who = _household(db, token)
            mine = (UNMET.c.household == who) & (UNMET.c.listing_id == listing[0])
            db.execute(delete(UNMET).where(mine))
            if wish is not None:
                db.execute(
                    insert(UNMET).values(
                        household=who,
                        listing_id=listing[0],
                        provider_id=listing[1],
                        rule=wish.rule[:80],
                        amount_band=band(wish.amount, AMOUNT_EDGES),
                        tenor_band=band(wish.tenor, TENOR_EDGES),
                        region=wish.region or NOWHERE,
                        month=day.replace(day=1),
                    )
                )

        found = attempt(self.engine, write)
        return found if isinstance(found, Problem) else None

    def forget(self, token: str) -> int | Problem:
        """Take out every row of a household; how many there were."""

        def write(db: Connection) -> int:
            who, gone = _household(db, token), 0
            for table in (STEP_TAKEN, UNMET):
                mine = table.c.household == who
                gone += len(db.execute(select(table.c.listing_id).where(mine)).all())
                db.execute(delete(table).where(mine))
            return gone

        return attempt(self.engine, write)

    # ---------------------------------------------------------------- what a bank may read

    def funnel(self, actor: Actor, provider_id: str) -> Mapping[str, Funnel] | Problem:
        """How far households came with each product of a provider, small numbers hidden."""
        if not _may_read(actor, provider_id):
            return _not_allowed(actor)
        query = select(STEP_TAKEN).where(STEP_TAKEN.c.provider_id == provider_id)
        with self.engine.connect() as db:
            rows = [dict(row) for row in db.execute(query).mappings()]
        found = {}
        for listing_id in sorted({row["listing_id"] for row in rows}):
            mine = [row for row in rows if row["listing_id"] == listing_id]
            count = Counter(row["step"] for row in mine)
            why = Counter(row["reason"] for row in mine if row["step"] == Step.REFUSED)
            found[listing_id] = funnel_of(count, why)
        return found

    def unmet(self, actor: Actor, provider_id: str, listing_id: str) -> Unmet | Problem:
        """What households wanted of one product and could not get, small numbers hidden."""
        if not _may_read(actor, provider_id):
            return _not_allowed(actor)
        mine = (UNMET.c.provider_id == provider_id) & (UNMET.c.listing_id == listing_id)
        with self.engine.connect() as db:
            rows = [dict(row) for row in db.execute(select(UNMET).where(mine)).mappings()]
        return unmet_of(rows)

    def wanted(self, actor: Actor, provider_id: str) -> tuple[str, ...] | Problem:
        """The provider's products for which at least five households' wishes are unmet."""
        if not _may_read(actor, provider_id):
            return _not_allowed(actor)
        query = select(UNMET.c.listing_id).where(UNMET.c.provider_id == provider_id)
        with self.engine.connect() as db:
            count = Counter(db.scalars(query))
        return tuple(sorted(one for one, _ in told_apart(count).items()))


@dataclass(frozen=True, slots=True)
class Funnel:
    """One product: households at each step of `FUNNEL`, and refusals by reason; None is hidden."""

    steps: tuple[int | None, ...]
    refused: Mapping[str, int | None]


def unmet_of(rows: Iterable[Mapping[str, object]]) -> Unmet:
    """Unmet demand of some rows: first failing rule by amount, by tenor, by region."""
    held = list(rows)
    columns = ("amount_band", "tenor_band", "region")
    tables = [Counter((str(row["rule"]), str(row[name])) for row in held) for name in columns]
    orders = (
        _bands(AMOUNT_EDGES),
        _bands(TENOR_EDGES),
        sorted({str(row["region"]) for row in held}),
    )
    kept = [
        [name for name in order if any(column == name for _, column in table)]
        for order, table in zip(orders, tables, strict=True)
    ]
    found, total = grids(tables, kept)
    by_amount, by_tenor, by_region = found
    return Unmet(by_amount, by_tenor, by_region, total)


def told_apart(count: Mapping[str, int]) -> dict[str, int]:
    """Counts of at least five; the rest is left out."""
    return {name: n for name, n in count.items() if steps([n]) != (None,) and n}


def funnel_of(count: Mapping[str, int], why: Mapping[str, int]) -> Funnel:
    """Steps and refusals (by reason, and in all under the name ""), safe beside each other.

    Who applied has got the money, was refused, or waits: those who wait are a group as well.
    """
    shown = dict(zip(FUNNEL, steps([count.get(one.value, 0) for one in FUNNEL]), strict=True))
    names, paid = sorted(why), count.get(Step.DISBURSED.value, 0)
    waiting = count.get(Step.APPLIED.value, 0) - paid - sum(why.values())
    cells = [paid, max(waiting, 0), *(why[name] for name in names)]
    reasons = tuple(range(2, len(cells)))
    singles: list[Line] = [(at,) for at in range(len(cells))]
    values = told(cells, [*singles, reasons, tuple(range(len(cells)))]).values
    if values[-1] is None:
        shown[Step.APPLIED] = shown[Step.REFERRED] = None
    if values[0] is None:
        shown[Step.DISBURSED] = None
    refused = dict(zip([*names, ""], values[2:-1], strict=True)) if names else {}
    return Funnel(tuple(shown[one] for one in FUNNEL), refused)


def band(value: float, edges: tuple[int, ...]) -> str:
    """The band a value lies in, by its upper end; "more" above all.

    >>> band(250_000, AMOUNT_EDGES), band(250_001, AMOUNT_EDGES), band(9e9, AMOUNT_EDGES)
    ('250000', '500000', 'more')
    """
    return next((str(edge) for edge in edges if value <= edge), "more")


def _bands(edges: tuple[int, ...]) -> tuple[str, ...]:
    return (*(str(edge) for edge in edges), "more")


def new_token() -> str:
    """A random token under which a household is counted; its case keeps it while it agrees."""
    return secrets.token_hex(16)


def _household(db: Connection, token: str) -> str:
    """The name a household is counted under: it does not lead back to the token."""
    salt = db.execute(select(SALT.c.salt).where(SALT.c.place == 1)).scalars().first()
    if salt is None:
        salt = secrets.token_hex(32)
        db.execute(insert(SALT).values(place=1, salt=salt))
    return hmac.new(salt.encode(), token.encode(), hashlib.sha256).hexdigest()


def _may_read(actor: Actor, provider_id: str) -> bool:
    """A bank reads its own numbers; a steward, and who keeps the accounts, all."""
    return may_read(Thing.STATISTICS, actor, provider_id) is None


def _not_allowed(actor: Actor) -> Problem:
    return Problem("problem.not_allowed", "actor", params={"value": actor.id, "action": "read"})
