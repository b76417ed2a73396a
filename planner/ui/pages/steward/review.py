"""What waits for a second person: the queue, one version from near, and the decision."""

from __future__ import annotations

import streamlit as st

from planner.ui import people, session, style
from planner.ui.parts import (
    steward_decide,
    steward_mappings,
    steward_quarantine,
    steward_queue,
    steward_version,
)
from planner.ui.session import Session
from products.basis.people import Role
from products.publishing.registry import Registry
from products.publishing.rows import Version

VIEWS = ("queue", "doubts", "mappings")


def render() -> None:
    """Draw the page."""
    s = session.current()
    registry = s.world.registry
    if registry is None or not people.actor().has(Role.STEWARD):
        st.title(s.text("steward.title"))
        key = "steward.no_registry" if registry is None else "steward.not_yours"
        st.info(s.text(key), icon=":material/lock:")
        return
    review = steward_decide.opened()
    if review is None:
        _queue(s, registry)
        return
    if st.button(s.text("steward.back"), icon=":material/arrow_back:", type="tertiary"):
        steward_decide.open_version(None, registry)
        st.rerun()
    steward_decide.changed_since(review, registry, s.text)
    if isinstance(review.answer, Version):
        steward_decide.done(review, registry, s.text)
        return
    row = steward_queue.one(review.seen, s.world, registry, people.actor())
    steward_version.draw(row, s)
    steward_decide.draw(review, registry, s.text)


def _queue(s: Session, registry: Registry) -> None:
    st.title(s.text("steward.title"))
    style.lead(s.text("steward.lead"))
    view = st.segmented_control(
        s.text("review.view"), VIEWS, default=VIEWS[0], required=True, key="review.view",
        format_func=lambda name: s.text(f"review.view.{name}"),
    )  # fmt: skip
    if view == "doubts":
        steward_quarantine.draw(registry, s)
        return
    if view == "mappings":
        steward_mappings.draw(registry, s)
        return
    rows = steward_queue.waiting(s.world, registry, people.actor())
    if not rows:
        style.hero(
            style.Tone.GOOD, "", s.text("steward.queue.empty"), s.text("steward.queue.empty.note")
        )
        return
    st.write(s.text.count("steward.queue.count", len(rows)))
    wanted = steward_queue.draw(rows, s.world, s.world.today, s.text)
    if wanted is not None:
        steward_decide.open_version(registry.version(wanted), registry)
        st.rerun()


if __name__ == "__main__":
    render()
