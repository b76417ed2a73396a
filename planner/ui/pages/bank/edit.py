"""One product of the bank: filled in, priced while it is, previewed, and handed in for review."""

from __future__ import annotations

import streamlit as st

from planner.prices import Shelf
from planner.text import text_of
from planner.ui import cache, people, session
from planner.ui.parts import bank_bench, bank_mine, bank_start, bank_state, bank_work
from planner.ui.parts.bank_bench import PREVIEW, Bench
from planner.ui.parts.bank_form import Setting
from planner.ui.register import path_of
from planner.ui.session import Session
from products.basis.people import Actor
from products.publishing.registry import Registry


def render() -> None:
    """Draw the page."""
    s, actor = session.current(), people.actor()
    registry = s.world.registry
    if registry is None:
        st.warning(s.text("bank.no_registry"), icon=":material/lock:")
        return
    if not bank_state.works_for_a_bank(actor, s.world):
        st.info(s.text("bank.no_organisation"), icon=":material/account_balance:")
        st.page_link(path_of("listings"), label=s.text("page.listings"))
        return
    bench = _bench(registry, actor)
    if bench is None:
        bank_start.draw(s, registry, actor)
        return
    shelf = _shelf(s, bench)
    if shelf is None:
        st.warning(s.text("bank.no_country"), icon=":material/public_off:")
        return
    bank_work.draw(
        bench, Setting(registry, actor, shelf, text_of(s.text.language, shelf.home), s.world.today)
    )


def _bench(registry: Registry, actor: Actor) -> Bench | None:
    """What lies on the bench, unless it is another bank's."""
    bench = bank_bench.current()
    if bench is None:
        return None
    held = bank_mine.version(registry, actor, bench.held.version_id)
    if held is None:
        bank_bench.clear()
        return None
    if held.state is not bench.held.state:
        return bank_bench.put(held, PREVIEW) if bench.is_saved else bench
    return bench


def _shelf(s: Session, bench: Bench) -> Shelf | None:
    country = bench.held.country
    return cache.shelf_at(country) if s.world.catalogue.country(country) else None


if __name__ == "__main__":
    render()
