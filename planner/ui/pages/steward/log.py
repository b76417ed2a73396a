"""Who did what and when, what was shown on any day, and the whole life of one listing."""

from __future__ import annotations

import streamlit as st

from planner.ui import people, session, style
from planner.ui.parts import steward_asof, steward_events, steward_history
from products.basis.people import Role

VIEWS = ("events", "asof", "history")


def render() -> None:
    """Draw the page."""
    s = session.current()
    st.title(s.text("log.title"))
    registry, actor = s.world.registry, people.actor()
    readers = (Role.BANK, Role.STEWARD, Role.SUPERVISOR, Role.ADMIN)
    if registry is None or not actor.has(*readers):
        key = "steward.no_registry" if registry is None else "log.not_yours"
        st.info(s.text(key), icon=":material/lock:")
        return
    style.lead(s.text("log.lead"))
    view = st.segmented_control(
        s.text("log.view"), VIEWS, default=VIEWS[0], required=True, key="log.view",
        format_func=lambda name: s.text(f"log.view.{name}"),
    )  # fmt: skip
    if view == "events":
        steward_events.draw(registry, actor, s)
    elif view == "asof":
        style.small(s.text("asof.note"))
        steward_asof.draw(registry, s)
    else:
        steward_history.draw(registry, actor, s)


if __name__ == "__main__":
    render()
