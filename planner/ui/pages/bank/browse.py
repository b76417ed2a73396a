"""How each provider's products stand in the catalogue: terms, source, date, and one from near."""

from __future__ import annotations

import streamlit as st

from planner.text import text_of
from planner.ui import cache, desk, session, style
from planner.ui.parts import listing_rows, place, product_page
from planner.ui.session import Session
from products.catalogue.listing import Listing


def render() -> None:
    """Draw the page."""
    s = session.current()
    looked_at = s.world.catalogue.get(desk.looking_at() or "")
    if looked_at is not None:
        _near(looked_at, s)
        return
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
        if listing.provider_id == chosen and listing_rows.draw(listing, s.world.today, s.text):
            desk.look_at(listing.id)
            st.rerun()
    style.small(s.text("listings.note"))


def _near(listing: Listing, s: Session) -> None:
    shelf = cache.shelf_at(listing.country)
    text = text_of(s.text.language, shelf.home)
    if st.button(text("listings.back"), icon=":material/arrow_back:", type="tertiary"):
        desk.look_at(None)
        st.rerun()
    listing_rows.head(listing, shelf, text)
    product_page.without_plan(listing, shelf, text)


if __name__ == "__main__":
    render()
