"""One listing as its provider would check it: every term we hold, with its source and date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st
from pydantic import BaseModel

from planner.text import Text
from planner.ui import style
from planner.ui.style import Tone
from products.basis.sources import Source, Standing
from products.catalogue.listing import Listing

_TONES = {
    Standing.OFFERED: Tone.GOOD,
    Standing.CONFIRM_FIRST: Tone.CARE,
    Standing.NOT_OFFERED: Tone.PLAIN,
}


def draw(listing: Listing, sources: Mapping[str, Source], today: date, text: Text) -> None:
    """Draw it in a card."""
    with st.container(border=True, key=f"card-listing-{listing.id}"):
        st.html(
            style.heading("inventory_2", listing.name) + style.note(text(f"kind.{listing.kind}"))
        )
        marks = [style.chip(_TONES[listing.standing], text(f"standing.{listing.standing}"))]
        if listing.is_stale(today):
            marks.append(style.chip(Tone.CARE, text("offers.stale"), "schedule"))
        style.chips(marks)
        with st.expander(text("listings.terms"), icon=":material/list_alt:"):
            source = sources.get(listing.source_id)
            rows = [
                (text("listings.as_of"), listing.as_of or text("offers.undated")),
                (text("offers.source"), f"{source.publisher}: {source.title}" if source else "–"),
                *((_named(name, text), said) for name, said in terms_of(listing)),
            ]
            style.table((text("offers.what"), text("offers.said")), rows, words=2)


def _named(name: str, text: Text) -> str:
    """A field in words, with the name it has in a file of listings."""
    key = f"column.{name}"
    return f"{text(key)} [{name}]" if text.say.has(key) else name


def terms_of(listing: Listing) -> list[tuple[str, str]]:
    """Every field of the header's amounts and of the terms that says something of its own."""
    rows = []
    for name in ("currency", "amount_min", "amount_max", "amount_step", "valid_from", "valid_to"):
        value = getattr(listing, name)
        if value is not None:
            rows.append((name, f"{value:,.0f}" if isinstance(value, float) else str(value)))
    for name, field in type(listing.terms).model_fields.items():
        value = getattr(listing.terms, name)
        if name == "kind" or value is None or value == field.default:
            continue
        rows.append((name, _written(value)))
    return rows


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_written(part) for part in value)
    if isinstance(value, BaseModel):
        parts = (
            (n, v) for n, v in value.model_dump(mode="json").items() if v not in (None, "", 0.0)
        )
        return ", ".join(f"{n} {v}" for n, v in parts)
    return str(value)
