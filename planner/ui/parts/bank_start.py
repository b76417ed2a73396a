"""The first questions of a new product: in which country, what for, which kind, what name."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import streamlit as st

from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts import bank_bench
from planner.ui.parts.people_form import country_name
from planner.ui.session import Session
from planner.ui.world import World
from products.basis.people import Actor
from products.basis.problems import Problem
from products.catalogue.listing import Category
from products.kinds import KINDS
from products.publishing.registry import Registry

LEAST_NAME, MOST_NAME = 2, 160
TICKET = "wapsi.bank.new"


def draw(s: Session, registry: Registry, actor: Actor) -> None:
    """Draw it; a draft lies on the bench once the questions are answered."""
    st.title(s.text("bank.new"))
    style.lead(s.text("bank.new.lead"))
    country = _country(s, actor)
    category = st.segmented_control(
        s.text("bank.new.category"), [each.value for each in Category],
        format_func=lambda one: s.text(f"category.{one}"), key=_key("category"),
    )  # fmt: skip
    if category is None or country is None:
        return
    kind = _kind(s.world, str(category), s.text)
    name = st.text_input(s.text("bank.field.name"), key=_key("name"), max_chars=MOST_NAME).strip()
    pressed = st.button(
        s.text("bank.new.begin"), type="primary", icon=":material/edit_note:", key=_key("begin")
    )
    if not pressed:
        return
    if kind is None:
        style.wrong(s.text("bank.new.no_kind"))
    elif len(name) < LEAST_NAME:
        style.wrong(s.text("bank.new.no_name"))
    else:
        _begin(s, registry, actor, (country, kind, name, str(category)))


def _begin(s: Session, registry: Registry, actor: Actor, told: tuple[str, str, str, str]) -> None:
    country, kind, name, category = told
    settings = s.world.catalogue.country(country)
    content = bank_bench.first_of(
        registry, actor.organisation, country, kind, name, category,
        settings.currency if settings else "",
    )  # fmt: skip
    ticket = str(st.session_state.setdefault(TICKET, str(uuid.uuid4())))
    made = bank_bench.begin(registry, actor, content, today=s.world.today, ticket=ticket)
    if isinstance(made, Problem):
        style.wrong(s.text(made.code, **made.params))
        return
    st.session_state.pop(TICKET, None)
    for field in ("category", "name", "kind"):
        st.session_state.pop(_key(field), None)
    st.rerun()


def _country(s: Session, actor: Actor) -> str | None:
    known = bank_bench.countries_of(s.world.catalogue, actor.organisation)
    if len(known) <= 1:
        return next(iter(known), None)
    return st.selectbox(
        s.text("place.home"), known, format_func=lambda c: country_name(c, s.text),
        key=_key("country"),
    )  # fmt: skip


def _kind(world: World, category: str, text: Text) -> str | None:
    """The kind, in plain words; those that others list for the same purpose come first."""
    near = kinds_for(world, category)
    rest = [code for code in KINDS if code not in near]
    shown = [*near, *rest] if near else list(KINDS)
    whole = st.toggle(text("bank.new.all_kinds"), key=_key("all")) if near and rest else True
    offered = shown if whole else list(near)
    return st.radio(
        text("bank.new.kind"), offered, index=None, key=_key("kind"),
        format_func=lambda code: text(f"kind.{code}"),
        captions=[text(f"kind.{code}.plain") for code in offered],
    )  # fmt: skip


def kinds_for(world: World, category: str) -> Sequence[str]:
    """The kinds listed anywhere for a purpose, the most usual first."""
    counts: dict[str, int] = {}
    for country in world.catalogue.countries():
        for one in world.catalogue.all(country):
            if one.category.value == category:
                counts[one.kind] = counts.get(one.kind, 0) + 1
    return sorted(counts, key=lambda code: (-counts[code], code))


def _key(name: str) -> str:
    return f"{desk.epoch()}.bank.new.{name}"
