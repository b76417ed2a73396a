"""How a product is financed and who vouches for it, where to apply, and whom to complain to."""

from __future__ import annotations

import streamlit as st

from planner.country import Country
from planner.text import Text
from planner.ui import style
from planner.ui.parts.age_marks import read_at, said_day
from products.catalogue.listing import Listing
from products.catalogue.pack import Contact
from products.kind import Mode

_COMPLAINTS = ("first step", "ombudsman", "regulator", "law enforcement")
"""Types of contacts that hear complaints, nearest first."""
_TOLD = ("channel", "documents", "security", "exit_note", "note")
_NAMES = {
    "channel": "ask", "documents": "bring", "security": "security", "exit_note": "exit",
    "note": "note",
}  # fmt: skip


def mode(listing: Listing, country: Country, text: Text) -> None:
    """Under which rules of finance it stands, and the board that says so if one is named."""
    with st.expander(text("mode.title"), icon=":material/account_balance:"):
        rows = [(text(f"mode.{one}"), text(f"mode.plain.{one}")) for one in listing.modes]
        if set(listing.modes) != {Mode.CONVENTIONAL}:
            rows.append((text("mode.vouches"), vouched(listing, country, text)))
        style.table((text("offers.what"), text("offers.said")), rows, words=2)


def vouched(listing: Listing, country: Country, text: Text) -> str:
    """The board named where the mode was read, with its source; else that none is stated."""
    for line in listing.provenance:
        if line.field == "modes" and line.note:
            return f"{line.note} ({read_at(line.source_id, line.as_of, country, text)})"
    return text("mode.vouches.not_stated")


def apply(listing: Listing, country: Country, text: Text) -> None:
    """Where to ask, what to bring, and what else its page says."""
    with st.expander(text("where.title"), icon=":material/assignment:"):
        rows = []
        for name in _TOLD:
            value = getattr(listing, name)
            if value or name in ("channel", "documents"):
                rows.append((text(f"where.{_NAMES[name]}"), value or text("where.unknown")))
        provider = country.providers.get(listing.provider_id)
        if provider is not None:
            rows.insert(0, (text("where.provider"), provider.name))
            if provider.web:
                rows.insert(1, (text("where.web"), provider.web))
        source = country.sources.get(listing.source_id)
        if source is not None:
            rows.append((text("offers.source"), f"{source.publisher}: {source.title}"))
            rows.append((text("offers.address"), source.address or "–"))
        rows.append((text("offers.confidence"), text(f"confidence.{listing.confidence}")))
        rows.append((text("offers.code"), listing.id))
        style.table((text("offers.what"), text("offers.said")), rows, words=2)


def complain(country: Country, text: Text) -> None:
    """Whom to turn to when something goes wrong, each with the day its entry held."""
    with st.expander(text("complain.title"), icon=":material/support_agent:"):
        heard = hearing(country.contacts)
        if not heard:
            st.write(text("complain.none"))
            return
        style.small(text("complain.note"))
        names = ("who", "for", "how", "time", "known")
        rows = [
            (
                one.organisation, one.use_for or "–", _reached(one), one.time_limit or "–",
                said_day(one.as_of, text) or text("complain.undated"),
            )
            for one in heard
        ]  # fmt: skip
        style.table([text(f"complain.{name}") for name in names], rows, words=len(names))


def hearing(contacts: tuple[Contact, ...]) -> list[Contact]:
    """The contacts that hear complaints, nearest first; as the pack orders them within that."""
    found = [one for one in contacts if one.type in _COMPLAINTS]
    return sorted(found, key=lambda one: _COMPLAINTS.index(one.type))


def _reached(one: Contact) -> str:
    ways = [one.phone, one.email, one.web, one.address, one.procedure]
    return "; ".join(way for way in ways if way) or "–"
