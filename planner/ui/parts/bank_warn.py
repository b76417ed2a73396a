"""What a product officer should look at twice: a rate in the wrong unit, a flat one, an odd one."""

from __future__ import annotations

from collections.abc import Iterator

from planner.text import Text
from planner.ui.parts import bank_words, price_words
from planner.ui.parts.bank_shape import Control, Spec, specs, value_at
from products.basis.rates import RateBasis
from products.publishing.content import Content

SUSPECT_HIGH, SUSPECT_LOW = 0.60, 0.01
"""A yearly rate above the first or below the second may be in the wrong unit."""
FAR_PA, FAR_SHARE = 0.05, 0.5
"""Farther from what is usual than this, and than this part of it, a rate is odd."""
FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)
_BY_MONTH = ("_pm", RateBasis.EFFECTIVE_PM.value)
_QUOTED = ("rate", "markup", "profit_pa", "dividend_pa", "coupon_pa", "pool_profit_pa")


def warnings(
    content: Content, effective_pa: float | None, usual_pa: float | None, text: Text
) -> tuple[str, ...]:
    """Every warning as a sentence; `effective_pa` is the price, `usual_pa` that of the others."""
    kind = bank_words.kind_of(content)
    found = list(_units(content, kind, text))
    found += _flat(content, kind, effective_pa, text)
    found += _far(effective_pa, usual_pa, text)
    return tuple(found)


def _units(content: Content, kind: str, text: Text) -> Iterator[str]:
    """`RATE_UNIT_SUSPECT`: a quoted rate that looks like a decimal, or like a per cent of one."""
    for spec in specs(kind):
        value = value_at(content, spec)
        usual = value == spec.default
        if usual or not _is_quoted(spec) or not isinstance(value, int | float):
            continue
        said = text.share(value, 4 if value < SUSPECT_LOW else 2)
        label = bank_words.label(spec, text)
        if value > SUSPECT_HIGH:
            yield text("bank.warn.unit_high", field=label, value=said)
        elif 0 < value < SUSPECT_LOW and not _monthly(content, spec):
            meant = text.share(value * 100, 2)
            yield text("bank.warn.unit_low", field=label, value=said, meant=meant)


def _is_quoted(spec: Spec) -> bool:
    return spec.control is Control.PERCENT and spec.is_rate and spec.name.startswith(_QUOTED)


def _monthly(content: Content, spec: Spec) -> bool:
    basis = str(content.get("terms", {}).get("rate_basis", ""))
    return spec.name.endswith(_BY_MONTH[0]) or basis == _BY_MONTH[1]


def _flat(content: Content, kind: str, effective_pa: float | None, text: Text) -> Iterator[str]:
    """A flat rate is charged on money already paid back: its price is near the double."""
    terms = content.get("terms", {})
    for name, basis in (("rate", "rate_basis"), ("markup", "markup_basis")):
        quoted = terms.get(name)
        if not isinstance(quoted, int | float) or terms.get(basis) not in FLAT:
            continue
        spec = next(each for each in specs(kind) if each.name == name)
        label, said = bank_words.label(spec, text), text.share(quoted, 2)
        if effective_pa is None:
            yield text("bank.warn.flat", field=label, value=said)
        else:
            price = price_words.rate(effective_pa, text)
            yield text("bank.warn.flat_priced", field=label, value=said, price=price)


def _far(effective_pa: float | None, usual_pa: float | None, text: Text) -> Iterator[str]:
    if effective_pa is None or usual_pa is None:
        return
    apart = abs(effective_pa - usual_pa)
    if apart > FAR_PA and apart > FAR_SHARE * abs(usual_pa):
        key = "bank.warn.far_above" if effective_pa > usual_pa else "bank.warn.far_below"
        own, usual = (price_words.rate(rate, text) for rate in (effective_pa, usual_pa))
        yield text(key, own=own, usual=usual)
