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
    if not short.priced:
        return text("short.unknown")
    if short.side is Side.GRANT:
        return text("short.given")
    if short.side is Side.PROTECTION:
        return text("short.cover")
    if short.effective_pa is None:
        return text("short.none")
    if short.side is Side.FINANCE:
        return _cost(short, short.effective_pa, listing, text)
    return _yield(short, short.effective_pa, listing, text)


def _cost(short: Short, effective_pa: float, listing: Listing, text: Text) -> str:
    said = rate(effective_pa, text)
    if not short.certain:
        return text("short.costs_about", rate=said)
    if abs(effective_pa) < _NOTHING:
        return text("short.free")
    if effective_pa < 0:
        return text("short.back")
    if listing.currency != text.currency:
        return text("short.costs_foreign", rate=said, currency=listing.currency)
    return text("short.costs", rate=said)


def _yield(short: Short, effective_pa: float, listing: Listing, text: Text) -> str:
    said = rate(effective_pa, text)
    if short.real_pa is None:
        return text("short.earns_money", rate=said)
    real = rate(short.real_pa, text)
    if not short.certain:
        return text("short.earns_about", rate=said, real=real)
    if listing.currency != text.currency:
        return text("short.earns_foreign", rate=said, real=real, currency=listing.currency)
    return text("short.earns", rate=said, real=real)


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
