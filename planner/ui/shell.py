"""The frame around every page: who is there, which pages there are, what happens when one fails."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import streamlit as st

from planner.case import Case
from planner.text import Text, text_of
from planner.ui import cache, people, session, style, watch
from planner.ui.identity import Standing
from planner.ui.parts import entrance, sign_in
from planner.ui.register import PAGES, PageSpec
from planner.ui.session import Slot
from planner.ui.world import World
from products.basis.text import languages
from products.catalogue.engine import DatabaseUnavailableError

NO_CURRENCY = "XXX"
"""ISO 4217's code for no currency: before a country is known."""
_log = logging.getLogger("wapsi")
ICON = Path(__file__).with_name("icon.svg")
"""Ours: an icon named by a word would be fetched from elsewhere."""


def main() -> None:
    """Draw one run of the app. Whatever of ours fails, the visitor reads one calm sentence."""
    st.set_page_config(page_title="Wapsi", page_icon=str(ICON), layout="wide")
    try:
        _run()
    except Exception as error:
        _calm(error)


def _run() -> None:
    world = _world()
    session.arrive(world)
    text = _words(world)
    st.session_state[Slot.TEXT] = text
    style.dress("rtl" if text.right_to_left else "ltr")
    page = st.navigation(_pages(text), position="top")
    spec = next((one for one in PAGES if one.key == page.url_path), PAGES[0])
    standing = watch.look(spec.key)
    _tell(text)
    if _let_in(spec, standing, text):
        page.run()
    _foot(text)
    if standing.problem is None:
        _tabs(text)


def _let_in(spec: PageSpec, standing: Standing, text: Text) -> bool:
    """The one guard of every page, however it was come to; it draws what stands in its place."""
    if standing.problem is not None:
        sign_in.refused(standing.problem, text)
        return False
    if not people.may_open(spec):
        watch.denied(spec.key, standing)
        sign_in.not_yours(spec, text, watched=people.is_watched())
        return False
    if spec is not PAGES[0]:
        entrance.acting(text)
    return True


def _words(world: World) -> Text:
    """The words of the visitor's language, in the currency of the case's country."""
    case: Case | None = st.session_state.get(Slot.CASE)
    country = case.country if case else session.home(world)
    settings = world.catalogue.country(country)
    return text_of(session.language(languages()), settings.currency if settings else NO_CURRENCY)


def _world() -> World:
    if Slot.WORLD not in st.session_state:
        say = text_of(session.language(languages()), NO_CURRENCY)
        with st.spinner(say("shell.opening")):
            st.session_state[Slot.WORLD] = cache.open_world()
    world: World = st.session_state[Slot.WORLD]
    return world.refreshed()


def _pages(text: Text) -> list[st.Page]:
    role = session.role()
    return [
        st.Page(
            spec.path,
            title=text(f"page.{spec.key}"),
            icon=f":material/{spec.icon}:",
            url_path=spec.key,
            default=spec is PAGES[0],
            visibility="visible" if role in spec.roles else "hidden",
        )
        for spec in PAGES
    ]


def _tabs(text: Text) -> None:
    """The same pages as a bar at the bottom of a phone; a desk has them at the top."""
    with st.container(horizontal=True, key="w-tabs"):
        for spec in PAGES:
            if session.role() in spec.roles:
                label = text(f"page.{spec.key}")
                st.page_link(spec.path, label=label, icon=f":material/{spec.icon}:")


def _tell(text: Text) -> None:
    """What a visitor must know on whatever page they are."""
    current = session.current()
    for problem in current.world.notices:
        st.warning(text(problem.code, **problem.params), icon=":material/warning:")
    if session.take_lost():
        st.warning(text("session.lost"), icon=":material/search_off:")
    if session.conflict():
        with st.container(border=True):
            st.warning(text("session.conflict"), icon=":material/sync_problem:")
            mine, theirs = st.columns(2)
            if mine.button(text("session.conflict.mine"), width="stretch"):
                session.settle_conflict(keep_mine=True)
                st.rerun()
            if theirs.button(text("session.conflict.theirs"), width="stretch"):
                session.settle_conflict(keep_mine=False)
                st.rerun()


def _foot(text: Text) -> None:
    """The last lines: the language, and whose answers these are."""
    known = languages()
    st.html('<div class="w-foot"></div>')
    if len(known) > 1:
        now = session.language(known)
        code = st.selectbox(
            text("shell.language"), known, index=known.index(now), key="shell.language",
            format_func=lambda c: text(f"language.{c}"),
        )  # fmt: skip
        if code and code != now:
            session.set_language(code)
            session.keep_address()
            st.rerun()
    world = session.current().world
    style.small(text("shell.foot", version=world.catalogue.version[:8]))


def _calm(error: Exception) -> None:
    """One sentence for the visitor; for us the places in our code, and no word of a family's."""
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
    )
    _log.error("%s at %s", type(error).__name__, places)
    say = text_of(session.language(languages()), NO_CURRENCY)
    known = error.problem if isinstance(error, DatabaseUnavailableError) else None
    told = say(known.code, **known.params) if known else say("shell.failed")
    st.error(told, icon=":material/healing:")
    st.button(say("shell.failed.again"), icon=":material/refresh:")
