"""A price as plain values for other programmes, and line by line as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from products.basis.problems import Problem
from products.basis.text import Sentences, problem_sentence
from products.legal.irr import RatesOfReturn
from products.price.beside import Beside
from products.price.price import Money, Price, Result
from products.price.rates import Rates
from products.terms import Outlook

SUMS = ("received", "paid", "kept", "first_instalment", "largest_instalment", "gain")
_DUST = 5e-13


def as_values(price: Price, say: Sentences) -> dict[str, Any]:
    """Everything of a price as values of JSON; what is not known is null, with its reason."""
    return {
        "listing_id": price.listing.id,
        "name": price.listing.name,
        "side": price.side.value,
        "currency": price.listing.currency,
        "amount": price.amount if isfinite(price.amount) else None,
        "tenor_months": price.variant.tenor,
        "grace_months": price.variant.grace,
        "tax_filer": price.variant.tax_filer,
        "starts": price.start.isoformat(),
        "ends": price.ends.isoformat() if price.ends else None,
        "by_month": price.by_month,
        "certain": price.is_certain,
        "outcomes": {o.value: _result(each) for o, each in price.by_outlook.items()},
        "without_savings": _rates(price.without_savings),
        "savings_lost": _rates(price.savings_lost),
        "apr": {method.value: _rate(each) for method, each in price.apr.items()},
        "problems": [told(problem, say) for problem in price.problems],
    }


def beside_values(each: Beside, say: Sentences) -> dict[str, Any]:
    """An alternative as values of JSON."""
    return {
        "otherwise": each.otherwise.value,
        "name": each.name or None,
        "source_id": each.source_id or None,
        "as_of": each.as_of or None,
        "price": as_values(each.price, say) if each.price else None,
        "problem": told(each.problem, say) if each.problem else None,
    }


def told(problem: Problem, say: Sentences) -> dict[str, Any]:
    """A problem as values of JSON, with its sentence."""
    sentence = problem_sentence(problem, say)
    return {"code": problem.code, "where": problem.where, "sentence": sentence}


def _result(result: Result) -> dict[str, Any]:
    return {
        **(_rates(result.rates) or {"effective_pa": None, "nominal_pa": None}),
        "home_pa": _rate(result.home_pa),
        "real_pa": _rate(result.real_pa),
        **{name: getattr(result.money, name) for name in SUMS},
    }


def _rates(found: Rates | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"effective_pa": _rate(found.effective_pa), "nominal_pa": _rate(found.nominal_pa)}


def _rate(found: RatesOfReturn | None) -> dict[str, Any] | None:
    """The one rate or null, and all there are."""
    if found is None:
        return None
    every = [_snapped(each) for each in found.rates]
    only = every[0] if len(every) == 1 else None
    return {"only": only, "all": every, "unresolved": found.unresolved}


def _snapped(rate_pa: float) -> float:
    """Nothing, where rounding left almost nothing."""
    return 0.0 if abs(rate_pa) < _DUST else rate_pa


def page(price: Price, say: Sentences) -> Iterator[str]:
    """A price line by line."""
    days = {"start": price.start.isoformat(), "end": price.ends.isoformat() if price.ends else "-"}
    yield say("price.taking", name=price.listing.name, amount=money(price.amount, price), **days)
    for problem in price.problems:
        yield f"  {problem_sentence(problem, say)}"
    base = price.base
    if base is None:
        return
    if base.rates is not None:
        yield _line(f"price.{price.side}", in_words(base.rates.effective_pa, say), say)
        yield _line("price.nominal", in_words(base.rates.nominal_pa, say), say)
    if base.home_pa is not None and base.rates and base.home_pa != base.rates.effective_pa:
        yield _line("price.home", in_words(base.home_pa, say), say)
    if base.real_pa is not None:
        yield _line("price.real", in_words(base.real_pa, say), say)
    for outlook in (Outlook.LOW, Outlook.HIGH):
        end = price.by_outlook.get(outlook)
        if end is not None and end.rates is not None:
            yield _line(f"price.{outlook}", in_words(end.rates.effective_pa, say), say)
    if not price.is_certain:
        yield f"  {say('price.not_promised')}"
    for name, found in (("without", price.without_savings), ("lost", price.savings_lost)):
        if found is not None:
            yield _line(f"price.savings_{name}", in_words(found.effective_pa, say), say)
    for method, rate in price.apr.items():
        yield _line(f"price.apr.{method}", in_words(rate, say), say)
    yield from _sums(base.money, price, say)


def beside_page(alternatives: Sequence[Beside], say: Sentences) -> Iterator[str]:
    """The alternatives line by line."""
    for each in alternatives:
        what = each.name or say(f"otherwise.{each.otherwise}")
        base = each.price.base if each.price else None
        if base is None or base.rates is None:
            reason = problem_sentence(each.problem, say) if each.problem else ""
            yield f"  {what}: {reason}"
            continue
        params = {"rate": in_words(base.rates.effective_pa, say), "as_of": each.as_of or "-"}
        yield f"  {what}: {say('price.beside', source=each.source_id, **params)}"


def _sums(sums: Money, price: Price, say: Sentences) -> Iterator[str]:
    names = ("received", "paid", "kept", "first_instalment", "largest_instalment")
    for name in names:
        value = getattr(sums, name)
        if value:
            yield _line(f"price.{name}", money(value, price), say)
    total = "price.total_price" if sums.gain < 0 else "price.total_gain"
    yield _line(total, money(abs(sums.gain), price), say)


def _line(key: str, value: str, say: Sentences) -> str:
    return f"  {say(key)}: {value}"


def money(value: float, price: Price) -> str:
    """An amount in the listing's currency, with two decimals."""
    return f"{price.listing.currency} {value:,.2f}"


def in_words(found: RatesOfReturn, say: Sentences) -> str:
    """A yearly rate in per cent; all of them, or that there is none, where there is not one.

    >>> say = Sentences({"price.none": "none", "price.several": "several: {rates}"}, {})
    >>> [in_words(RatesOfReturn(r), say) for r in ((0.05,), (), (-0.1, 0.2))]
    ['5.00 %', 'none', 'several: -10.00 %, 20.00 %']
    """
    shown = [f"{100 * _snapped(each):,.2f} %" for each in found.rates]
    if not shown:
        return say("price.none")
    return shown[0] if len(shown) == 1 else say("price.several", rates=", ".join(shown))
