"""What a bank learns of demand for one product: how far households come, what they cannot get."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.charts import demand as drawn
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts.charted import show
from products.catalogue.listing import Listing
from products.publishing.demand import FUNNEL, NOWHERE, Funnel, Unmet
from products.publishing.small_cells import FEWEST, Grid

_VIEWS = ("amount", "tenor", "region")


def funnel(listing: Listing, found: Funnel | None, text: Text) -> None:
    """How far households came with a product, and why the bank refused."""
    st.subheader(text("learn.funnel"))
    if found is None:
        style.small(text("learn.funnel.none"))
        return
    steps = [
        (text(f"learn.step.{one}"), count) for one, count in zip(FUNNEL, found.steps, strict=True)
    ]
    key = f"{listing.id}{found.steps}{text.language}"
    show("funnel", key, lambda: drawn.funnel(steps, text))
    if found.refused:
        st.markdown(f"**{text('learn.refused')}**")
        rows = [
            (text(f"fared.reason.{name}") if name else text("learn.all"), said(count, text))
            for name, count in found.refused.items()
        ]
        style.table((text("learn.reason"), text("learn.households")), rows)


def unmet(listing: Listing, found: Unmet, regions: Mapping[str, str], text: Text) -> None:
    """What households wanted of it and could not get, by the first rule in the way."""
    st.subheader(text("learn.unmet"))
    if not found.by_amount.down:
        style.small(text("learn.unmet.none"))
        return
    style.small(text("learn.unmet.note", n=FEWEST))
    view = st.segmented_control(
        text("learn.by"), _VIEWS, default=_VIEWS[0], required=True, key=f"learn.by.{listing.id}",
        format_func=lambda one: text(f"learn.by.{one}"),
    )  # fmt: skip
    grid: Grid = getattr(found, f"by_{view}")
    across = [_column(str(view), name, listing, regions, text) for name in grid.across]
    down = [_rule(code, text) for code in grid.down]
    key = f"{listing.id}{view}{grid}{text.language}"
    show(f"heat-{view}", key, lambda: drawn.heat(down, across, grid.cells, text))
    with st.expander(text("learn.table"), icon=":material/table_rows:"):
        rows = [
            (rule, *(said(one, text) for one in line), said(total, text))
            for rule, line, total in zip(down, grid.cells, grid.by_row, strict=True)
        ]
        last = (text("learn.all"), *(said(one, text) for one in grid.by_column))
        rows.append((*last, said(found.total, text)))
        style.table([text("learn.rule"), *across, text("learn.all")], rows)


def said(count: int | None, text: Text) -> str:
    """A number of households, or that it may not be told."""
    return text("learn.hidden") if count is None else text.number(count)


def _rule(code: str, text: Text) -> str:
    """The first rule in the way, in a few words."""
    fact = code.split(".")[1] if code.startswith("rule.") else ""
    return text(f"fact.{fact}") if fact else text(f"learn.{code}")


def _column(view: str, name: str, listing: Listing, regions: Mapping[str, str], text: Text) -> str:
    if view == "region":
        return text("learn.nowhere") if name == NOWHERE else regions.get(name, name)
    if name == "more":
        return text("learn.more")
    if view == "amount":
        return text("learn.up_to", value=text.short_money(float(name), listing.currency))
    return text("learn.up_to", value=text.count("count.month", float(name)))


def regions_of(country: str) -> Mapping[str, str]:
    """Names of a country's regions by code."""
    return {row.region_code: row.name for row in cache.shelf_at(country).country.regions}
