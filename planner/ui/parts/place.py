"""Which country is home: asked only where there is more than one to choose."""

from __future__ import annotations

import streamlit as st

from planner.ui import desk
from planner.ui.parts.people_form import country_name
from planner.ui.session import Session


def choose(s: Session, home: str) -> str:
    """The country chosen; `home` while nobody chose another."""
    known = s.world.catalogue.countries()
    if len(known) < 2:  # noqa: PLR2004 - a choice needs two
        return home
    by_name = sorted(known, key=lambda code: country_name(code, s.text))
    chosen = st.selectbox(
        s.text("place.home"), by_name, index=by_name.index(home), key=f"{desk.epoch()}.home",
        format_func=lambda code: country_name(code, s.text),
    )  # fmt: skip
    return chosen or home
