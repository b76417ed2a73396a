"""A price in words: one short phrase for a card, one sentence for why there is none."""

from __future__ import annotations

from planner.prices import Short
from planner.text import Text
from products.basis.problems import Problem, Scalar
from products.catalogue.listing import Listing
from products.kind import Side
from products.legal.irr import RatesOfReturn

_NOTHING = 5e-5
"""A yearly rate nearer to nought than this is told as none: half of the last figure shown."""
_WITHOUT_RATE = {Side.GRANT: "short.given", Side.PROTECTION: "short.cover"}
_AMOUNTS = ("problem.price.below_minimum", "problem.price.above_maximum")


def rate(value: float, text: Text, digits: int = 1) -> str:
    """A yearly rate in per cent; never "-0"."""
    return text.share(0.0 if abs(value) < _NOTHING else value, digits)


def rates(found: RatesOfReturn | None, text: Text) -> str:
    """The one rate, all of several, or that there is none."""
    if found is None or found.is_none:
        return text("price.none")
    said = [rate(each, text, 2) for each in found.rates]
    return said[0] if len(said) == 1 else text("price.several", rates=", ".join(said))


def phrase(short: Short, listing: Listing, text: Text) -> str:
    """The price of a card in one short phrase."""
    if short.side is Side.PROTECTION and listing.amount_max == 0:
        return text("short.free")
    if not short.priced:
        return text("short.unknown")
    if short.side in _WITHOUT_RATE:
        return text(_WITHOUT_RATE[short.side])
    if short.effective_pa is None:
        return text("short.none")
    if short.side is Side.FINANCE:
        return _cost(short, short.effective_pa, listing, text)
    return _yield(short, short.effective_pa, listing, text)


def _cost(short: Short, effective_pa: float, listing: Listing, text: Text) -> str:
    said = _a_year(effective_pa, listing, text)
    if not short.certain:
        return text("short.costs_about", rate=said)
    if abs(effective_pa) < _NOTHING:
        return text("short.free")
    return text("short.back") if effective_pa < 0 else text("short.costs", rate=said)


def _yield(short: Short, effective_pa: float, listing: Listing, text: Text) -> str:
    said = _a_year(abs(effective_pa), listing, text)
    if short.real_pa is None:
        return text("short.earns_money", rate=_a_year(effective_pa, listing, text))
    verb = "loses" if effective_pa <= -_NOTHING else "earns"
    key = f"short.{verb}" if short.certain else f"short.{verb}_about"
    return text(key, rate=said, real=rate(short.real_pa, text))


def _a_year(value: float, listing: Listing, text: Text) -> str:
    """A yearly rate, with the currency it is counted in where that is not the plan's own."""
    own = listing.currency == text.currency
    key = "short.rate" if own else "short.rate_foreign"
    return text(key, rate=rate(value, text), currency=listing.currency)


def reason(problem: Problem | None, currency: str, text: Text) -> str:
    """Why there is no price or no rate, in a family's words where there are such."""
    if problem is None:
        return text("short.unknown")
    own = f"product.{problem.code}"
    shown = {n: _said(v, problem.code in _AMOUNTS, currency, text) for n, v in _params(problem)}
    return text(own if text.say.has(own) else problem.code, **shown)


def _params(problem: Problem) -> list[tuple[str, Scalar]]:
    return list(problem.params.items())


def _said(value: Scalar, is_money: bool, currency: str, text: Text) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return text.money(value, currency) if is_money else text.number(value, 2)
