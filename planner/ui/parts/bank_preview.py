"""A version before it is handed in: as a customer sees it, among others, changed, and for whom."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

import streamlit as st

from planner import prices
from planner.prices import Shelf
from planner.text import Text
from planner.ui import style
from planner.ui.parts import bank_bench, bank_beside, bank_diff, listing_rows, product_page
from planner.ui.parts.bank_bench import Bench
from planner.ui.parts.bank_mine import Mine
from products.catalogue.listing import Listing
from products.publishing.content import listing_of
from products.publishing.rows import Version

VIEWS = ("customer", "beside", "changes", "caseload")
_CASELOAD = "planner.ui.parts.preview_caseload"


def draw(
    bench: Bench, mine: Mine | None, listing: Listing | None, shelf: Shelf, text: Text
) -> None:
    """Draw one of the views; `listing` is what the draft is a product of, if it is one already."""
    before = before_of(bench.held, mine)
    view = st.segmented_control(
        text("bank.preview.view"), VIEWS, default=VIEWS[0], required=True,
        format_func=lambda one: text(f"bank.preview.{one}"), label_visibility="collapsed",
        key=f"bank.preview.{bench.held.version_id}",
    )  # fmt: skip
    if view == "changes":
        _changes(bench, before, shelf, text)
    elif listing is None:
        st.info(text("bank.preview.not_yet"), icon=":material/visibility_off:")
    elif view == "customer":
        _customer(listing, shelf, text)
    elif view == "beside":
        on_shelf = bank_beside.shelf_with(listing, shelf)
        variant = prices.usual_variant(listing)
        amount = prices.usual_amount(listing, variant)
        trial = prices.trial_at(listing, variant.tenor, variant.grace, amount, on_shelf.start)
        bank_beside.draw(trial, on_shelf, text)
    else:
        _caseload(listing, before, text)


def before_of(version: Version, mine: Mine | None) -> Version | None:
    """The version that stands in the catalogue now, or stood there before this one."""
    if mine is None:
        return None
    held = mine.shown if mine.shown and mine.shown.version_id != version.version_id else mine.former
    return held if held is None or held.version_id != version.version_id else None


def _customer(listing: Listing, shelf: Shelf, text: Text) -> None:
    on_shelf = bank_beside.shelf_with(listing, shelf)
    with st.container(border=True, key="card-customer"):
        listing_rows.head(listing, on_shelf, text)
        product_page.without_plan(listing, on_shelf, text)


def _changes(bench: Bench, before: Version | None, shelf: Shelf, text: Text) -> None:
    if before is None:
        style.lead(text("bank.diff.first"))
    else:
        style.lead(text("bank.diff.against", n=before.version_no))
    names = {one.region_code: one.name for one in shelf.country.regions}
    names |= {one.source_id: one.publisher for one in shelf.country.sources.values()}
    own = shelf.country.providers.get(bench.held.provider_id)
    if own is not None:
        names[bank_bench.own_source(own.provider_id)] = own.name
    bank_diff.draw(before.content if before else {}, bench.content, text, names)


def _caseload(listing: Listing, before: Version | None, text: Text) -> None:
    """Whom it reaches in an invented caseload, where that part is there."""
    part = caseload_part()
    if part is None:
        st.info(text("bank.preview.no_caseload"), icon=":material/groups:")
        return
    was = listing_of(before.content)[0] if before else None
    part.draw(listing, was, text)


def caseload_part() -> ModuleType | None:
    """The part that shows a caseload; None where this copy of the app has none."""
    if importlib.util.find_spec(_CASELOAD) is None:
        return None
    return importlib.import_module(_CASELOAD)
