"""Trying an offer: an amount and a time, the contract it makes, and adding it to the plan."""

from __future__ import annotations

from math import isfinite

import streamlit as st

from planner import frames
from planner.candidates import Taken, amount_bounds, kind_of
from planner.case import Case, Choice
from planner.charts import schedule
from planner.offers import Offer
from planner.outcomes import Verdict
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts import charted
from planner.ui.parts.fields import MOST_MONEY, Fields
from planner.ui.parts.spoken import exactly
from products.kind import Side, Variant

MOST_CHOICES, TABLE_ROWS = 12, 12


def draw(offer: Offer, case: Case, text: Text) -> Case:
    """The case with this offer taken, left or changed."""
    if offer.variant.tenor == 0:
        return case
    st.subheader(text("trial.title"))
    choice = _choose(offer, case, text)
    taken = cache.taken_of(case, choice)
    if taken is not None:
        _contract(taken, choice, text)
    return _decide(offer, case, choice, text)


def _choose(offer: Offer, case: Case, text: Text) -> Choice:
    """The amount and time to try: what is in the plan, else what the offer was judged at."""
    listing = offer.listing
    own = next((c for c in case.choices if c.listing_id == listing.id), None)
    f = Fields(text, "trial", f"trial.{listing.id}")
    variants = kind_of(listing).variants(listing.terms)
    tenors = sorted({variant.tenor for variant in variants})
    one, two = st.columns(2)
    with two:
        start = own.tenor if own and own.tenor in tenors else offer.variant.tenor
        tenor = f.pick("tenor", start, tenors, lambda n: text.count("count.month", n))
    low, high = amount_bounds(listing, Variant(tenor=tenor))
    monthly = kind_of(listing).amount_is_monthly
    with one:
        amount = f.money(
            "amount_pm" if monthly else "amount", own.amount if own else offer.amount,
            listing.currency, rhythm="per.1" if monthly else "once", low=low,
            high=min(high, MOST_MONEY),
        )  # fmt: skip
    if isfinite(high):
        low_said, high_said = text.money(low, listing.currency), text.money(high, listing.currency)
        style.small(text("trial.bounds", low=low_said, high=high_said))
    brings = own.brings_pm if own else 0.0
    if offer.side is Side.FINANCE:
        brings = f.money("brings_pm", brings, text.currency, rhythm="today_pm")
    base = own or Choice(listing_id=listing.id, amount=amount, holder=offer.applicant)
    return base.model_copy(update={"amount": amount, "tenor": tenor, "brings_pm": brings})


def _contract(taken: Taken, choice: Choice, text: Text) -> None:
    """The dated contract: its sums in words, its payments as a picture, its rows."""
    table, code = frames.schedule(taken), taken.listing.currency
    made_from = f"{choice.model_dump_json()}{taken.listing.version}"
    paid, received = -table["due"].clip(upper=0), table["due"].clip(lower=0)
    st.write(
        text(
            f"trial.sums.{taken.side}",
            paid=text.money(float(paid.sum()), code),
            received=text.money(float(received.sum()), code),
            largest=text.money(float(paid.iloc[1:].max()) if len(paid) > 1 else 0.0, code),
            end=text.month(table["date"].iloc[-1].date()),
        )
    )
    with st.container(border=True, key="card-schedule"):
        st.html(style.title(text("trial.picture"), text("trial.picture.note", currency=code)))
        charted.show(
            "schedule", made_from, lambda: schedule.draw(table, text, code, side=taken.side.value)
        )
        if taken.side in (Side.FINANCE, Side.SAVING):
            style.small(text(f"trial.balance.{taken.side}"))
            charted.show(
                "balance",
                made_from,
                lambda: schedule.balance(table, text, code, side=taken.side.value),
            )
    with st.expander(text("trial.rows"), icon=":material/table_rows:"):
        names = ("date", "due", "principal", "charge", "fee", "balance")
        header = [f"{text(f'trial.{name}')}" for name in names]
        rows = [
            (
                text.day(row["date"].date()),
                *(exactly(float(row[n]), code, text) for n in names[1:]),
            )
            for _, row in table.iterrows()
        ]
        style.table(header, rows)


def _decide(offer: Offer, case: Case, choice: Choice, text: Text) -> Case:
    """Add it to the plan, change it there, or take it out."""
    others = tuple(c for c in case.choices if c.listing_id != offer.listing.id)
    if offer.chosen:
        style.chips([style.chip(style.Tone.GOOD, text("offers.in_plan"), "check")])
    with st.container(horizontal=True):
        barred = offer.verdict is Verdict.NOT_AVAILABLE and not offer.chosen
        name = "change" if offer.chosen else "try_in" if barred else "add"
        add = st.button(
            text(f"trial.{name}"),
            type="secondary" if barred else "primary",
            icon=":material/add:",
            key=f"add.{offer.listing.id}",
            disabled=offer.verdict is Verdict.NEVER_OFFERED or len(others) >= MOST_CHOICES,
        )
        out = offer.chosen and st.button(
            text("trial.remove"), icon=":material/remove:", key=f"out.{offer.listing.id}"
        )
    if barred:
        style.small(text("trial.only_to_see"))
    if out:
        return case.model_copy(update={"choices": others})
    return case.model_copy(update={"choices": (*others, choice)}) if add else case
