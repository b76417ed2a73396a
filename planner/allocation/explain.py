"""Why this, and why not that: reasons read from the programme, in sentences one can repeat.

What is taken has its use, what would be lost without it, and what keeps it from being more. What is
not taken has the first thing that keeps it out: a rule, a question still open, a month that would
fall too low, or something that serves the aim better, and by how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from planner.allocation.allocate import Allocation, Done
from planner.allocation.doors import ASKS, OPEN
from planner.allocation.items import Deed, Item
from planner.allocation.model import Ints, Tag, row_values
from planner.allocation.own import kept_worth
from planner.allocation.rules import shut
from planner.allocation.shortlist import Alone, alone
from planner.baseline import month_of
from planner.candidates import is_priced, kind_of
from planner.outcomes import Outcome
from planner.plan import Plan
from products.basis.problems import Scalar
from products.basis.sources import Standing
from products.catalogue.listing import Listing
from products.kind import Side

_BINDS = 1e-6
_HALF_A_UNIT = 0.5
_LOAN = {
    (True, False): "because.loan",
    (True, True): "because.loan_owing",
    (False, False): "because.loan_free",
    (False, True): "because.loan_free_owing",
}
"""Text keys of a financing, by whether it costs anything and whether it is still owed."""
"""A row binds where its room is less than this part of it."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why one thing is done. `code` is a text key filled from `params`.

    Without it the plan would bring `lost` less to the aim (today's money) and its lowest cash would
    be `lowest_without`, at `lowest_without_mark`. `limits` are the rows that keep its amount from
    being better, `limit` the text key of the first of them ("" where nothing does).
    """

    done: Done
    code: str
    params: Mapping[str, Scalar]
    lost: float
    lowest_without: float
    lowest_without_mark: int
    limit: str
    limits: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one listing is not taken. `code` is a text key filled from `params`.

    `outcomes` are the rules and gates that fail or are open, where it is they that keep it out;
    `better` is the id of the listing, or the key of the thing, that serves the aim better, and `by`
    how much (today's money).
    """

    listing_id: str
    code: str
    params: Mapping[str, Scalar]
    outcomes: tuple[Outcome, ...] = ()
    better: str = ""
    by: float = 0.0


def because(allocation: Allocation) -> tuple[Because, ...]:
    """Why each thing is done, in the order of the programme's columns."""
    solution, columns = allocation.solution, allocation.columns
    places = np.flatnonzero(solution.y) if allocation.feasible else np.zeros(0, dtype=np.int64)
    binding = _binding(allocation)
    found = []
    for done, k in zip(allocation.done, places.tolist(), strict=True):
        flow = solution.x[k] * columns.each.cash[k] + columns.once.cash[k]
        without = allocation.cash - np.cumsum(flow)
        code, params = _use(allocation, done, k)
        limits = tuple(tag for row, tag in binding if _touches(allocation, row, k))
        value = allocation.model.value_x[k] * solution.x[k] + allocation.model.value_y[k]
        found.append(
            Because(
                done=done,
                code=code,
                params=params,
                lost=float(value),
                lowest_without=float(without.min()),
                lowest_without_mark=int(without.argmin()),
                limit=_limit(allocation, k, limits),
                limits=limits,
            )
        )
    return tuple(found)


def _binding(allocation: Allocation) -> list[tuple[int, Tag]]:
    """The rows without room, with their tags."""
    model, solution = allocation.model, allocation.solution
    comes_to = row_values(model, solution.x, solution.y)
    size = np.maximum(np.abs(comes_to), 1.0)
    tight = (comes_to - model.lower < _BINDS * size) | (model.upper - comes_to < _BINDS * size)
    return [(int(row), model.tags[row]) for row in np.flatnonzero(tight)]


def _touches(allocation: Allocation, row: int, k: int) -> bool:
    """Whether more of a column would break a row that binds."""
    model = allocation.model
    upward = model.rows_x[row, k] > 0 and np.isfinite(model.upper[row])
    return bool(upward or (model.rows_x[row, k] < 0 and np.isfinite(model.lower[row])))


def _limit(allocation: Allocation, k: int, limits: tuple[Tag, ...]) -> str:
    model, x = allocation.model, allocation.solution.x[k]
    if model.low[k] == model.high[k]:
        return ""
    if x >= model.high[k]:
        return "limit.most"
    if x <= model.low[k]:
        return "limit.least"
    return f"limit.{limits[0].rule}" if limits else ""


def _use(allocation: Allocation, done: Done, k: int) -> tuple[str, dict[str, Scalar]]:
    """What a thing is for: text key and params."""
    item, ground = done.item, allocation.ground
    month = _month(allocation, item.mark)
    house = ground.case.household
    if item.deed is Deed.PAYMENT:
        goal = house.goals[item.place]
        late = kept_worth(ground, goal, item.mark) < 1
        price = float(allocation.columns.price[k])
        code = "because.goal_late" if late else "because.goal"
        return code, {"label": goal.label, "amount": price, "month": month}
    if item.deed is Deed.VENTURE:
        venture = house.ventures[item.place]
        earned = allocation.columns.once.income[k]
        pm = float((earned / ground.level)[item.mark + venture.wait_months + 1 :].mean())
        code = "because.training" if venture.answer and pm <= 0 else "because.venture"
        return code, {"label": venture.label or venture.id, "amount": pm, "month": month}
    if item.deed is Deed.PAYOFF:
        debt = house.debts[item.place]
        saved = float(allocation.columns.once.income[k].sum())
        code = "because.payoff" if saved > 0 else "because.relief"
        return code, {"label": debt.label, "amount": saved, "month": month}
    return _product_use(allocation, done, k)


def _lent(allocation: Allocation, item: Item) -> tuple[float, float]:
    """What a financing costs within the plan, and what is still owed at its end."""
    taken = next(
        t
        for t in allocation.course.taken
        if item.listing is not None
        and (t.listing.id, t.variant.start) == (item.listing.id, item.mark)
    )
    owed = float(taken.course.owed[-1])
    return owed - float(taken.course.flow.sum()), owed


def _product_use(allocation: Allocation, done: Done, k: int) -> tuple[str, dict[str, Scalar]]:
    item, columns = done.item, allocation.columns
    assert item.listing is not None
    total = done.exact * columns.each.income[k] + columns.once.income[k]
    params: dict[str, Scalar] = {
        "name": item.listing.name,
        "amount": float(total.sum()),
        "month": _month(allocation, item.mark),
    }
    if item.side is Side.GRANT:
        return "because.gift", params
    if item.serves:
        cost, owed = _lent(allocation, item)
        params |= {
            "for_label": _label(allocation, item.serves),
            "cost_amount": cost,
            "owed_amount": owed,
        }
        return _LOAN[cost > _HALF_A_UNIT, owed > _HALF_A_UNIT], params
    keys = [one for one in allocation.done if one.item.locked_by and one.item is not item]
    if any(_unlocks(item, one.item) for one in keys):
        return "because.key", params
    return "because.saving", params


def _unlocks(item: Item, other: Item) -> bool:
    same = item.listing is not None and other.listing is not None
    return (
        item.unlocks == other.locked_by
        and same
        and item.listing.provider_id == other.listing.provider_id  # type: ignore[union-attr]
    )


def _label(allocation: Allocation, key: str) -> str:
    """The family's own word for what a product serves."""
    kind, _, rest = key.rpartition("@")[0].partition(".")
    house = allocation.ground.case.household
    if kind == "goal":
        return house.goals[int(rest)].label
    if kind == "debt":
        return house.debts[int(rest)].label
    return next(v.label or v.id for v in house.ventures if v.id == rest)


def _month(allocation: Allocation, mark: int) -> str:
    return month_of(allocation.ground.course.market.timeline, mark).isoformat()


# ------------------------------------------------------------------ why not


def why_not(allocation: Allocation, plan: Plan) -> tuple[WhyNot, ...]:
    """Why every listing that is not taken is not, in the order of the plan's offers."""
    taken = {done.item.listing.id for done in allocation.done if done.item.listing is not None}
    field = allocation.shortlist.field
    ways: dict[str, list[int]] = {}
    for k, item in enumerate(field.products.items):
        ways.setdefault(item.listing.id if item.listing else "", []).append(k)
    swaps = list(_swaps(allocation))
    found = []
    for offer in plan.offers:
        if offer.listing.id in taken:
            continue
        places = np.array(ways.get(offer.listing.id, []), dtype=np.int64)
        reason = _kept_out(allocation, offer.listing, offer.side)
        if reason is None and not places.size:
            reason = _not_open(allocation, offer.listing, (*offer.failed, *offer.unknown))
        if reason is None:
            reason = _beaten(allocation, offer.listing, places, swaps)
        found.append(reason)
    return tuple(found)


def _kept_out(allocation: Allocation, listing: Listing, side: Side) -> WhyNot | None:
    """A listing that nobody is offered, or that a rule of the family's shuts."""
    ground, course = allocation.ground, allocation.ground.course
    if listing.standing is Standing.NOT_OFFERED:
        return WhyNot(listing.id, "whynot.not_offered", {"name": listing.name})
    if not is_priced(listing, course.market, course.fx_of):
        return WhyNot(listing.id, "whynot.not_priced", {"name": listing.name})
    if side is Side.PROTECTION:
        return WhyNot(listing.id, "whynot.protects", {"name": listing.name})
    rule = shut(listing, side, ground)
    if rule:
        params: dict[str, Scalar] = {"name": listing.name, "amount": ground.lacking}
        return WhyNot(listing.id, f"whynot.{rule}", params)
    only = allocation.only
    allowed = {Side.FINANCE: only.finance, Side.GRANT: only.grants}.get(side, only.savings)
    return None if allowed else WhyNot(listing.id, "whynot.left_aside", {"name": listing.name})


def _not_open(allocation: Allocation, listing: Listing, outcomes: tuple[Outcome, ...]) -> WhyNot:
    """No column at all: shut by its own rules at every mark, in question, or nothing to serve."""
    shelf = allocation.shelf
    at = next(i for i, one in enumerate(shelf.listings) if one.id == listing.id)
    states = shelf.open.state[at]
    params: dict[str, Scalar] = {"name": listing.name}
    rules = tuple(o for o in outcomes if o.code.startswith("rule."))
    if OPEN in states:
        kind = kind_of(listing)
        if kind.side is Side.GRANT and kind.amount_is_monthly:
            return WhyNot(listing.id, "whynot.not_sent", params)
        bound = kind.side in (Side.FINANCE, Side.GRANT)
        code = "whynot.nothing_to_serve" if bound else "whynot.too_late"
        return WhyNot(listing.id, code, params)
    if ASKS in states:
        return WhyNot(listing.id, "whynot.unknown", params, rules)
    return WhyNot(listing.id, "whynot.rules", params, rules)


def _swaps(allocation: Allocation) -> Iterator[tuple[str, float, Alone]]:
    """All products judged with each product of the answer given back: which, its worth, and how."""
    field, held = allocation.shortlist.field, allocation.shortlist.held
    for product in held.products:
        judged = alone(field, held.without(product))
        yield _name(field.products.items[product]), float(judged.value[product]), judged
    if len(held.products) < allocation.model.most:
        yield "", 0.0, alone(field, held)


def _name(item: Item) -> str:
    return item.thing if item.listing is None else item.listing.name


def _cannot(allocation: Allocation, listing: Listing, places: Ints) -> WhyNot:
    """A listing that no month's money, no income or no purpose has room for."""
    field, judged = allocation.shortlist.field, allocation.shortlist.judged
    params: dict[str, Scalar] = {"name": listing.name}
    lends = any(field.products.items[k].lends for k in places.tolist())
    served = field.served[places]
    if lends:
        least = field.products.low[places] * field.products.money[places]
        price = np.where(served >= 0, field.own.price[served], np.inf)
        if np.all(least > price):
            params |= {"amount": float(least.min()), "price_amount": float(price.max())}
            return WhyNot(listing.id, "whynot.too_large", params)
    best = places[int(judged.lacks[places].argmin())]
    lacks = float(judged.lacks[best])
    if lacks > 0:
        params |= {"amount": lacks, "month": _month(allocation, int(judged.lacks_at[best]))}
        return WhyNot(listing.id, "whynot.cash", params)
    return WhyNot(listing.id, "whynot.burden" if lends else "whynot.nothing_spare", params)


def _beaten(
    allocation: Allocation,
    listing: Listing,
    places: Ints,
    swaps: list[tuple[str, float, Alone]],
) -> WhyNot:
    """A listing that could be taken by its rules, and is not."""
    judged = allocation.shortlist.judged
    params: dict[str, Scalar] = {"name": listing.name}
    if not judged.can[places].any() and not any(j.can[places].any() for _, _, j in swaps):
        return _cannot(allocation, listing, places)
    if max(float(j.value[places].max()) for j in (judged, *(j for _, _, j in swaps))) <= 0:
        return WhyNot(listing.id, "whynot.no_gain", params)
    losses = [(mine - float(j.value[places].max()), name) for name, mine, j in swaps]
    losses = [(loss, name) for loss, name in losses if np.isfinite(loss)]
    if not losses:
        return WhyNot(listing.id, "whynot.beside", params)
    by, name = min(losses)
    if not name:
        return WhyNot(listing.id, "whynot.adds_nothing", {**params, "amount": max(by, 0.0)})
    better = {**params, "better": name, "amount": max(by, 0.0)}
    return WhyNot(listing.id, "whynot.better", better, better=name, by=max(by, 0.0))
