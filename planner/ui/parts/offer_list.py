"""The offers as a list: what is open first, with filters, and one button to look closer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from planner.country import Country
from planner.offers import Offer
from planner.outcomes import Verdict
from planner.prices import Short
from planner.text import Text
from planner.ui import desk, style, voices
from planner.ui.parts import age_marks, price_words
from planner.ui.style import Tone
from products.catalogue.listing import Category, Listing
from products.kind import Side

SHOWN_FIRST = 6
TONES = {
    Verdict.AVAILABLE: Tone.GOOD,
    Verdict.CONFIRM_FIRST: Tone.CARE,
    Verdict.UNKNOWN: Tone.ASK,
    Verdict.NOT_AVAILABLE: Tone.BAD,
    Verdict.NEVER_OFFERED: Tone.PLAIN,
}


def draw(
    offers: Sequence[Offer], country: Country, shorts: Mapping[str, Short], text: Text
) -> str | None:
    """The list; the id of the listing someone wants to see closer."""
    shown = _filtered(offers, text)
    if not shown:
        st.info(text("offers.nothing"), icon=":material/search_off:")
    chosen: str | None = None
    for verdict in Verdict:
        group = [offer for offer in shown if offer.verdict is verdict]
        if not group:
            continue
        st.subheader(f"{text(f'verdict.{verdict}')} ({len(group)})")
        style.small(text(f"offers.verdict.{verdict}"))
        more = desk.opened(f"offers.{verdict}")
        for offer in group if more else group[:SHOWN_FIRST]:
            if _card(offer, country, shorts[offer.listing.id], text):
                chosen = offer.listing.id
        if not more and len(group) > SHOWN_FIRST:
            rest = len(group) - SHOWN_FIRST
            if st.button(text("offers.more", n=rest), key=f"more.{verdict}"):
                desk.open_fold(f"offers.{verdict}")
                st.rerun()
    return chosen


def _filtered(offers: Sequence[Offer], text: Text) -> list[Offer]:
    present = [c for c in Category if any(o.listing.category is c for o in offers)]
    wanted = st.pills(
        text("offers.category"), present, selection_mode="multi", key="offers.category",
        format_func=lambda c: text(f"offers.category.{c}"),
    )  # fmt: skip
    sides = st.pills(
        text("offers.side"), list(Side), selection_mode="multi", key="offers.side",
        format_func=lambda side: text(f"offers.side.{side}"),
    )  # fmt: skip
    gone = st.toggle(text("offers.gone"), key="offers.gone")
    return [
        offer
        for offer in offers
        if (not wanted or offer.listing.category in wanted)
        and (not sides or offer.side in sides)
        and (gone or offer.verdict is not Verdict.NEVER_OFFERED)
    ]


def _card(offer: Offer, country: Country, short: Short, text: Text) -> bool:
    listing = offer.listing
    with st.container(border=True, key=f"card-offer-{offer.verdict}-{listing.id}"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        with words:
            st.html(
                style.heading("check" if offer.chosen else ICONS[offer.side], listing.name)
                + style.note(provider_of(listing, country))
                + f'<div class="w-chips">{"".join(marks(offer, text))}</div>'
                + style.price(price_words.phrase(short, listing, text))
                + style.note(summary(offer, text))
            )
        return button.button(
            text("offers.look"), key=f"look.{listing.id}", icon=":material/search:", width="stretch"
        )


ICONS = {
    Side.FINANCE: "payments",
    Side.SAVING: "savings",
    Side.GRANT: "redeem",
    Side.PROTECTION: "shield",
}


def provider_of(listing: Listing, country: Country) -> str:
    """Who sells it."""
    provider = country.providers.get(listing.provider_id)
    return provider.name if provider else listing.provider_id


def marks(offer: Offer, text: Text) -> list[str]:
    """The verdict, whether it is in the plan, and under which rules of finance it stands."""
    chips = [style.chip(TONES[offer.verdict], text(f"verdict.{offer.verdict}"))]
    if offer.chosen:
        chips.append(style.chip(Tone.GOOD, text("offers.in_plan"), "check"))
    chips += [
        style.chip(Tone.PLAIN, text(f"mode.{mode}"), "account_balance")
        for mode in offer.listing.modes
    ]
    chips.append(age_marks.chip(offer.listing, voices.world().today, text))
    return chips


def summary(offer: Offer, text: Text) -> str:
    """What it is in one line: kind, amounts, and the first thing that stands in the way."""
    said = [text(f"kind.{offer.listing.kind}")]
    low, high, code = offer.listing.amount_min, offer.listing.amount_max, offer.listing.currency
    if low is not None and high is not None:
        said.append(
            text(
                "offers.between", low=text.short_money(low, code), high=text.short_money(high, code)
            )
        )
    elif high is not None:
        said.append(text("offers.up_to", high=text.short_money(high, code)))
    elif low is not None:
        said.append(text("offers.from", low=text.short_money(low, code)))
    first = next(iter((*offer.failed, *offer.unknown)), None)
    if first is not None and offer.verdict is not Verdict.NEVER_OFFERED:
        said.append(text.tell(first.code, first.params))
    return " · ".join(said)
