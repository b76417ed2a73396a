"""One product beside what a family would otherwise use: a picture, and a table with sources."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.candidates import kind_of
from planner.charts import price as chart
from planner.prices import Shelf, turn_of
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
        own = _way(text("beside.this", name=price.listing.name), price, shelf, text, own=True)
        style.ways([own, *(_other(each, shelf, text) for each in others)], placed=False)
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


def _other(each: Beside, shelf: Shelf, text: Text) -> style.Way:
    name = _named(each, text)
    if each.price is not None and each.price.base is not None:
        return _way(name, each.price, shelf, text)
    source = read_at(each.source_id, each.as_of, shelf.country, text) if each.source_id else ""
    why = price_words.reason(each.problem, shelf.home, text)
    return style.Way(name, source, [("", text("beside.unknown"), "")], why)


def _way(name: str, price: Price, shelf: Shelf, text: Text, *, own: bool = False) -> style.Way:
    use = "borrow" if price.side is Side.FINANCE else "save"
    figures = [
        (text(f"beside.rate.{use}"), _rate(price, text), _range(price, text)),
        (text(f"beside.total.{use}"), _total(price, text), _for(price, text)),
    ]
    read = read_at(price.listing.source_id, price.listing.as_of, shelf.country, text)
    mind = "" if price.is_certain else text("product.not_promised")
    return style.Way(name, read, figures, mind, own=own)


def _named(each: Beside, text: Text) -> str:
    name = each.name or text(f"otherwise.title.{each.otherwise}")
    price = each.price
    if price is None or not kind_of(price.listing).waits_for_turn:
        return name
    turn = turn_of(price.listing, price.variant.grace)
    return text("beside.turn", name=name, n=turn)


def _rate(price: Price, text: Text) -> str:
    base = price.base
    if base is None or base.rates is None:
        return text("beside.unknown")
    return price_words.rates(base.rates.effective_pa, text)


def _range(price: Price, text: Text) -> str:
    """The low and the high end, where both are known."""
    ends = [_end(price, outlook) for outlook in (Outlook.LOW, Outlook.HIGH)]
    known = sorted(end for end in ends if end is not None)
    if len(known) < len(ends):
        return ""
    low, high = (price_words.rate(end, text) for end in known)
    return text("beside.range", low=low, high=high)


def _for(price: Price, text: Text) -> str:
    return text("beside.for", months=text.count("count.month", price.variant.tenor))


def _total(price: Price, text: Text) -> str:
    if price.base is None:
        return "–"
    gain = price.base.money.gain
    return text.money(-gain if price.side is Side.FINANCE else gain, price.listing.currency)
