"""How each provider's products stand in the catalogue: terms, source, date."""

from __future__ import annotations

import streamlit as st

from planner.ui import session, style
from planner.ui.parts import listing_rows, place


def render() -> None:
    """Draw the page."""
    s = session.current()
    st.title(s.text("listings.title"))
    style.lead(s.text("listings.lead"))
    catalogue, home = s.world.catalogue, place.choose(s, session.home(s.world))
    providers = catalogue.providers(home)
    listed = [one for one in catalogue.all(home) if one.provider_id in providers]
    sellers = sorted({one.provider_id for one in listed}, key=lambda p: providers[p].name)
    chosen = st.selectbox(
        s.text("listings.provider"), sellers, format_func=lambda p: providers[p].name,
        key="listings.provider",
    )  # fmt: skip
    for listing in listed:
        if listing.provider_id == chosen:
            listing_rows.draw(listing, catalogue.sources(home), s.world.today, s.text)
    style.small(s.text("listings.note"))


if __name__ == "__main__":
    render()
