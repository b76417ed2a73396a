"""One product beside what a family would otherwise use: a picture, and a table with sources."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.candidates import kind_of
from planner.charts import price as chart
from planner.prices import Shelf
from planner.text import Text
from planner.ui import style
from planner.ui.parts import charted, price_words
from planner.ui.parts.product_terms import read_at
from products.kind import Side
from products.price.beside import Beside
from products.price.price import Price
from products.terms import Outlook

MOST_BARS = 6


def draw(price: Price, others: Sequence[Beside], shelf: Shelf, text: Text, key: str) -> None:
    """Draw it; nothing where nothing stands beside a product of that use."""
    if not others or price.base is None:
        return
    use = "borrow" if price.side is Side.FINANCE else "save"
    with st.container(border=True, key="card-beside"):
        st.html(style.title(text(f"beside.title.{use}"), text(f"beside.note.{use}")))
        bars = _bars(price, others, text)
        if len(bars) > 1:
            charted.show("beside", key, lambda: chart.draw(bars, text))
        header = [
            text(f"beside.{name}") for name in ("what", f"rate.{use}", f"total.{use}", "source")
        ]
        own = (
            text("beside.this", name=price.listing.name), _rate(price, text), _total(price, text),
            read_at(price.listing.source_id, price.listing.as_of, shelf.country, text),
        )  # fmt: skip
        style.table(header, [own, *(_row(each, shelf, text) for each in others)])
        for each in others:
            if each.price is None or each.price.base is None:
                style.small(_why(each, shelf, text))
        style.small(text("beside.informal"))


def _bars(price: Price, others: Sequence[Beside], text: Text) -> list[chart.Bar]:
    priced = [(_named(each, text), each.price) for each in others if each.price is not None]
    found = [_bar(price.listing.name, price, own=True)]
    found += [_bar(name, one, own=False) for name, one in priced]
    return [bar for bar in found if bar is not None][:MOST_BARS]


def _bar(name: str, price: Price, *, own: bool) -> chart.Bar | None:
    if price.effective_pa is None:
        return None
    ends = [_end(price, outlook) for outlook in (Outlook.LOW, Outlook.HIGH)]
    known = sorted(end for end in (*ends, price.effective_pa) if end is not None)
    spread = len(known) > 1
    low, high = (known[0], known[-1]) if spread else (None, None)
    return chart.Bar(name, price.effective_pa, low, high, own)


def _end(price: Price, outlook: Outlook) -> float | None:
    end = price.by_outlook.get(outlook)
    return end.rates.effective_pa.only if end and end.rates else None


def _row(each: Beside, shelf: Shelf, text: Text) -> tuple[str, str, str, str]:
    source = read_at(each.source_id, each.as_of, shelf.country, text)
    if each.price is None or each.price.base is None:
        return _named(each, text), text("beside.unknown"), "–", source
    return _named(each, text), _rate(each.price, text), _total(each.price, text), source


def _named(each: Beside, text: Text) -> str:
    name = each.name or text(f"otherwise.title.{each.otherwise}")
    price = each.price
    if price is None or not kind_of(price.listing).waits_for_turn:
        return name
    graces = sorted({v.grace for v in kind_of(price.listing).variants(price.listing.terms)})
    return text("beside.turn", name=name, n=graces.index(price.variant.grace) + 1)


def _rate(price: Price, text: Text) -> str:
    base = price.base
    if base is None or base.rates is None:
        return text("beside.unknown")
    said = price_words.rates(base.rates.effective_pa, text)
    ends = [_end(price, outlook) for outlook in (Outlook.LOW, Outlook.HIGH)]
    if any(end is None for end in ends):
        return said
    low, high = sorted(end for end in ends if end is not None)
    shown = (price_words.rate(end, text) for end in (low, high))
    return text("beside.range", rate=said, low=next(shown), high=next(shown))


def _total(price: Price, text: Text) -> str:
    if price.base is None:
        return "–"
    gain = price.base.money.gain
    return text.money(-gain if price.side is Side.FINANCE else gain, price.listing.currency)


def _why(each: Beside, shelf: Shelf, text: Text) -> str:
    said = price_words.reason(each.problem, shelf.home, text)
    return text("beside.unknown.note", name=_named(each, text), reason=said)
