"""One listing as its provider would check it: name, standing, age, and the way to all its terms."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.prices import Shelf
from planner.text import Text
from planner.ui import style
from planner.ui.parts import age_marks
from planner.ui.parts.age_marks import read_at
from planner.ui.style import Tone
from products.basis.sources import Standing
from products.catalogue.listing import Listing

_TONES = {
    Standing.OFFERED: Tone.GOOD,
    Standing.CONFIRM_FIRST: Tone.CARE,
    Standing.NOT_OFFERED: Tone.PLAIN,
}


def draw(listing: Listing, today: date, text: Text) -> bool:
    """Draw it in a card; whether someone wants to see it closer."""
    with st.container(border=True, key=f"card-listing-{listing.id}"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        with words:
            st.html(
                style.heading("inventory_2", listing.name)
                + style.note(text(f"kind.{listing.kind}"))
            )
            style.chips(marks(listing, today, text))
        return button.button(
            text("listings.look"), key=f"look.{listing.id}", icon=":material/search:",
            width="stretch",
        )  # fmt: skip


def head(listing: Listing, shelf: Shelf, text: Text) -> None:
    """Name, seller, standing, and where the terms were read."""
    provider = shelf.country.providers.get(listing.provider_id)
    st.header(listing.name)
    style.lead(
        f"{provider.name if provider else listing.provider_id} · {text(f'kind.{listing.kind}')}"
    )
    style.chips(marks(listing, shelf.as_of, text))
    read = read_at(listing.source_id, listing.as_of, shelf.country, text)
    style.small(f"{text('offers.source')}: {read}")


def marks(listing: Listing, today: date, text: Text) -> list[str]:
    """Standing, modes of finance, and whether the terms are old."""
    found = [style.chip(_TONES[listing.standing], text(f"standing.{listing.standing}"))]
    found += [
        style.chip(Tone.PLAIN, text(f"mode.{mode}"), "account_balance") for mode in listing.modes
    ]
    found.append(age_marks.chip(listing, today, text))
    return found
