"""Readings that hold for every later file of a bank: who decided, when, and how to end one."""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import people, style
from planner.ui.parts import import_result, steward_decide
from planner.ui.session import Session
from planner.ui.world import moment
from products.basis.problems import Problem
from products.publishing.intake import Intake
from products.publishing.mappings import StandingMapping
from products.publishing.registry import Registry


def draw(registry: Registry, s: Session) -> None:
    """Every mapping, those in force first."""
    text, intake = s.text, Intake(registry)
    style.small(text("mappings.note"))
    held = intake.mappings()
    if not held:
        st.info(text("mappings.none"), icon=":material/rule:")
        return
    names = {p.provider_id: p.name for p in s.world.catalogue.providers().values()}
    for one in held:
        _card(one, names.get(one.provider_id, one.provider_id), intake, text)


def _card(one: StandingMapping, provider: str, intake: Intake, text: Text) -> None:
    with st.container(border=True, key=f"card-mapping-{one.mapping_id}"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        with words:
            said = text("mappings.one", raw=import_result.short(one.raw), made=one.made)
            by = text(
                "mappings.by", who=one.decided_by.id, organisation=one.decided_by.organisation,
                date=text.day(one.decided_at.date()),
            )  # fmt: skip
            st.html(
                style.heading("rule", said)
                + style.note(f"{provider} · {one.path}")
                + style.note(text("mappings.ended", who=one.ended_by) if one.ended_by else by)
            )
        if one.ended_by:
            return
        key = f"mapping.end.{one.mapping_id}"
        if button.button(text("mappings.end"), key=key, width="stretch"):
            answer = intake.end_mapping(
                people.actor(), one.mapping_id, now=moment(), request_id=f"end:{one.mapping_id}"
            )
            if isinstance(answer, Problem):
                steward_decide.refused(answer, text)
            else:
                st.rerun()
