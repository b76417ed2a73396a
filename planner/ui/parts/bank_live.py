"""Beside the form: what a customer would pay or get by the draft as it now stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from planner import prices
from planner.candidates import kind_of
from planner.prices import Shelf, Trial
from planner.text import Text
from planner.ui import style
from planner.ui.parts import bank_beside, bank_warn, bank_words, price_words
from planner.ui.parts.bank_judge import Judged
from planner.ui.parts.bank_shape import specs
from planner.ui.parts.fields import MOST_MONEY, Fields
from planner.ui.parts.spoken import exactly
from planner.ui.style import Tile, Tone
from products.catalogue.listing import Listing
from products.kind import Side
from products.price.asking import amount_bounds
from products.price.price import Price
from products.publishing.content import Content

_FIRST, _LAST = 3, 1
"""So many payments are shown from the beginning, and from the end."""


@dataclass(frozen=True, slots=True)
class Live:
    """The draft priced: the taking and its price; None where there is none yet."""

    trial: Trial | None = None
    price: Price | None = None
    usual_pa: float | None = None


def work_out(listing: Listing, shelf: Shelf, amount: float | None, tenor: int | None) -> Live:
    """The draft at an amount and a tenor, the usual ones where none is said."""
    kind = kind_of(listing)
    variants = kind.variants(listing.terms)
    usual = prices.usual_variant(listing)
    chosen = next((v for v in variants if v.tenor == tenor), usual)
    low, high = amount_bounds(listing, chosen)
    wanted = prices.usual_amount(listing, chosen) if amount is None else amount
    trial = prices.trial_at(
        listing, chosen.tenor, chosen.grace, min(max(wanted, low), high), shelf.start
    )
    price = prices.price_of(trial, shelf)
    usual_pa = bank_beside.usual_rate(bank_beside.ranked(trial, shelf), listing)
    return Live(trial, price, usual_pa)


def draw(content: Content, judged: Judged, shelf: Shelf, where: str, text: Text) -> None:
    """Draw the panel: the price, the first and last payments, what to look at, what is missing."""
    st.html(style.title(text("bank.live"), text("bank.live.note")))
    listing = judged.priceable
    live = Live()
    if listing is None:
        _waits_for(content, judged, text)
    else:
        on_shelf = bank_beside.shelf_with(listing, shelf)
        amount, tenor = _asked(listing, where, text)
        live = work_out(listing, on_shelf, amount, tenor)
        _priced(live, on_shelf, text)
    effective = live.price.effective_pa if live.price else None
    for sentence in bank_warn.warnings(content, effective, live.usual_pa, text):
        st.warning(sentence, icon=":material/warning:")


def _waits_for(content: Content, judged: Judged, text: Text) -> None:
    """What has to be filled in before there is a price."""
    kind = bank_words.kind_of(content)
    names = [bank_words.label(s, text) for s in specs(kind) if s.name in judged.in_the_way]
    if names:
        st.info(text("bank.live.waits", fields=", ".join(names)), icon=":material/hourglass:")
    else:
        st.info(text("bank.live.contradicts"), icon=":material/help:")


def _asked(listing: Listing, where: str, text: Text) -> tuple[float, int]:
    """The amount and the time a customer is thought to ask for."""
    usual = prices.usual_variant(listing)
    tenors = sorted({v.tenor for v in kind_of(listing).variants(listing.terms)})
    low, high = amount_bounds(listing, usual)
    monthly = kind_of(listing).amount_is_monthly
    names = {"amount": text("trial.amount_pm" if monthly else "trial.amount")}
    f = Fields(text, "trial", f"{where}.live", names)
    one, two = st.columns(2)
    with one:
        before = prices.usual_amount(listing, usual)
        amount = f.money(
            "amount", before, listing.currency, low=low, high=min(high, MOST_MONEY) or MOST_MONEY
        )
    with two:
        tenor = f.pick("tenor", usual.tenor, tenors, lambda n: text.count("count.month", n))
    return amount, tenor


def _priced(live: Live, shelf: Shelf, text: Text) -> None:
    price, trial = live.price, live.trial
    if price is None or trial is None or price.base is None:
        problem = next(iter(price.problems), None) if price else None
        code = trial.listing.currency if trial else text.currency
        said = price_words.reason(problem, code, text)
        st.info(text("bank.live.unpriced", reason=said), icon=":material/help:")
        return
    short = prices.shorts([trial], shelf)[trial.listing.id]
    style.tiles(_tiles(price, price_words.phrase(short, trial.listing, text), text))
    rows = prices.contract(trial, shelf)
    _payments(rows, trial.listing.currency, price.side, text)


def _tiles(price: Price, phrase: str, text: Text) -> list[Tile]:
    money, code = price.base.money if price.base else None, price.listing.currency
    found = [Tile("percent", text(f"bank.live.price.{price.side}"), phrase, tone=Tone.GOOD)]
    if money is None:
        return found
    if price.side in (Side.FINANCE, Side.PROTECTION):
        found.append(Tile("payments", text("bank.live.paid"), text.money(money.paid, code)))
    if price.side is Side.FINANCE:
        largest = text.money(money.largest_instalment, code)
        found.append(Tile("event_repeat", text("bank.live.largest"), largest))
    if price.side is Side.SAVING:
        got = text.money(money.received + money.kept, code)
        found.append(Tile("savings", text("bank.live.received"), got))
    return found


def _payments(rows: pd.DataFrame, code: str, side: Side, text: Text) -> None:
    """The first payments and the last, as the contract has them."""
    if rows.empty:
        return
    few = rows if len(rows) <= _FIRST + _LAST + 1 else pd.concat([rows[:_FIRST], rows[-_LAST:]])
    said: list[Sequence[str]] = [
        (text.day(row["date"].date()), _flow(float(row["due"]), code, text))
        for _, row in few.iterrows()
    ]
    if len(few) < len(rows):
        said.insert(_FIRST, (text("bank.live.between", n=len(rows) - len(few)), "…"))
    st.html(style.title(text("bank.live.schedule"), text(f"bank.live.schedule.{side}")))
    style.table((text("trial.date"), text("trial.due")), said)


def _flow(due: float, code: str, text: Text) -> str:
    return exactly(due, code, text)
