"""All offers of one purpose in a neutral order, at two amounts, with the method on the page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner import prices
from planner.candidates import is_filer
from planner.case import Case
from planner.prices import Shelf
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts import price_words
from planner.ui.parts.fields import MOST_MONEY, Fields
from products.catalogue.listing import Category
from products.price.ranking import Cell, Ranking, Row, Use, uses_of

VIEWS = ("family", "price")
RATED = (Use.BORROW, Use.SAVE_ONCE, Use.SAVE_MONTHLY)
"""Uses whose offers have places."""
TENORS = (0, 6, 12, 24, 36, 60, 120, 180, 240)
"""Months that may be asked for; 0 for as long as each offers."""


def is_wanted(text: Text) -> bool:
    """Whether the visitor wants the order by price and not the family's own."""
    chosen = st.segmented_control(
        text("order.view"), VIEWS, default=VIEWS[0], key="order.view",
        format_func=lambda view: text(f"order.view.{view}"),
    )  # fmt: skip
    return chosen == VIEWS[1]


def draw(case: Case, shelf: Shelf, text: Text) -> str | None:
    """The order of one purpose; the id of the listing someone wants to see closer."""
    purposes = purposes_of(shelf)
    if not purposes:
        st.info(text("order.empty"), icon=":material/search_off:")
        return None
    chosen = st.selectbox(
        text("order.purpose"), purposes, key="order.purpose",
        format_func=lambda p: text(
            "order.named", category=text(f"offers.category.{p[0]}"), use=text(f"use.{p[1]}")
        ),
    )  # fmt: skip
    category, use = chosen or purposes[0]
    amounts, tenor = _asked(category, use, shelf, text)
    if amounts[0] == amounts[1] or not all(amounts):
        st.info(text("order.two"), icon=":material/help:")
        return None
    filer = is_filer(case.household, None)
    every = cache.ranked_of(case, amounts, tenor, tax_filer=filer)
    found = next((one for one in every if (one.category, one.use) == (category, use)), None)
    if found is None or not found.rows:
        st.info(text("order.empty"), icon=":material/search_off:")
        return None
    return _show(found, text)


def purposes_of(shelf: Shelf) -> list[tuple[Category, Use]]:
    """What the listings of a shelf are for, in the order of households' words."""
    found = {(one.category, use) for one in shelf.listings for use in uses_of(one)}
    return [(c, use) for c in Category for use in Use if (c, use) in found]


def _asked(
    category: Category, use: Use, shelf: Shelf, text: Text
) -> tuple[tuple[float, float], int | None]:
    """Two amounts and a time; at first, amounts that most offers take."""
    own = [one for one in shelf.listings if one.category is category]
    first, second = prices.plain_amounts(own, use, shelf.home)
    f = Fields(text, "order", f"order.{category}.{use}")
    monthly = use is Use.SAVE_MONTHLY
    one, two, three = st.columns(3)
    names = ("first_pm", "second_pm") if monthly else ("first", "second")
    with one:
        a = f.money(names[0], first, shelf.home, low=1.0, high=MOST_MONEY)
    with two:
        b = f.money(names[1], second, shelf.home, low=1.0, high=MOST_MONEY)
    with three:
        tenor = f.pick("tenor", 0, TENORS, lambda n: _time(n, text))
    return (a, b), tenor or None


def _time(months: int, text: Text) -> str:
    return text.count("count.month", months) if months else text("order.tenor.any")


def _show(ranking: Ranking, text: Text) -> str | None:
    style.small(text("order.as_of", date=text.day(ranking.as_of)))
    style.ways((_way(row, ranking, text) for row in ranking.rows), placed=True)
    with st.container(border=True, key="card-order-method"):
        st.html(style.heading("balance", text("order.how")))
        style.small(text(ranking.method))
    return _look(ranking.rows, text)


def _way(row: Row, ranking: Ranking, text: Text) -> style.Way:
    """Place; name, provider and marks; rate and money at both amounts."""
    place = row.cells[0].place
    minded = [text(f"mark.{mark}") for mark in row.marks]
    if row.reason is not None and ranking.use in RATED:
        why = price_words.reason(row.reason, row.listing.currency, text)
        minded.append(text("order.unplaced", reason=why))
    figures = [
        (text.short_money(amount), _rate(cell, text), _sum(cell, ranking.use, text))
        for amount, cell in zip(ranking.amounts, row.cells, strict=True)
    ]
    time = text.count("count.month", row.cells[0].variant.tenor)
    return style.Way(
        row.listing.name,
        f"{row.provider} · {time}",
        figures,
        " · ".join(minded),
        "–" if place is None else str(place),
    )


def _rate(cell: Cell, text: Text) -> str:
    return "–" if cell.rate is None else price_words.rate(cell.rate, text, 2)


def _sum(cell: Cell, use: Use, text: Text) -> str:
    """The price or gain in money, or what is given or paid; in the listing's own currency."""
    money, code = cell.figures.money, cell.listing.currency
    if money is None:
        return ""
    amount = {Use.RECEIVE: money.received, Use.COVER: money.paid, Use.BORROW: -money.gain}
    return text(f"order.total.{use}", amount=text.money(amount.get(use, money.gain), code))


def _look(rows: Sequence[Row], text: Text) -> str | None:
    names = {row.listing.id: row.listing.name for row in rows}
    one, two = st.columns([4, 1], vertical_alignment="bottom")
    with one:
        chosen = st.selectbox(
            text("order.look"), list(names), format_func=lambda i: names[i], key="order.look"
        )
    pressed = two.button(text("offers.look"), key="order.look.button", width="stretch")
    return chosen if pressed else None
