"""Putting a picture on a page, with its description for those who listen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.charts.theme import Picture
from planner.ui import cache


def show(name: str, made_from: str, draw: Callable[[], Picture]) -> None:
    """Draw a chart, from memory when nothing it is made from has changed."""
    spec = cache.picture(name, made_from, draw)
    st.vega_lite_chart(spec, theme=None, width="stretch", key=f"chart-{name}")
