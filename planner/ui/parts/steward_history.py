"""One listing's whole life: every version on both axes of time, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from planner.charts import versions as chart
from planner.text import Text
from planner.ui import style
from planner.ui.parts import charted, steward_asof
from planner.ui.session import Session
from products.basis.people import Actor
from products.publishing import lookback
from products.publishing.guarded import Reader
from products.publishing.lookback import Belief
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import Action

_MOVED = (Action.PUBLISH.value, Action.WITHDRAW.value)
MOST_ROWS = 12
"""So many times of knowing are drawn; older ones stand in the table."""


def draw(registry: Registry, actor: Actor, s: Session) -> None:
    """Choose a listing; its picture and its versions."""
    text = s.text
    reader = Reader(registry, actor)
    found = _choice(registry, reader, steward_asof.country(s), s)
    if found is None:
        st.info(text("history.none"), icon=":material/search_off:")
        return
    shown = reader.history(found)
    known = rows_of(lookback.beliefs(registry, found), text)
    if known:
        with st.container(border=True, key="card-history"):
            st.html(style.title(text("history.title"), text("history.how_to_read")))
            made = f"{found}{registry.newest()}{s.world.today}{text.language}"
            charted.show("versions", made, lambda: chart.draw(known, s.world.today, text))
    names = ("version", "state", "from", "until", "author", "written")
    style.table(
        [text(f"history.{name}") for name in names],
        [_line(each, text) for each in shown],
        words=len(names),
    )


def _choice(registry: Registry, reader: Reader, home: str, s: Session) -> str | None:
    """A listing of the country that the person may know of; at first the one published last."""
    sellers, theirs = lookback.sellers(registry), reader.listing_ids()
    names = {}
    for one, (_, land) in sellers.items():
        if land == home and one in theirs:
            listing = s.world.catalogue.get(one)
            names[one] = f"{listing.name} ({one})" if listing else one
    ordered = sorted(names, key=lambda one: (names[one].casefold(), one))
    moved = [event["listing_id"] for event in reader.events() if event["action"] in _MOVED]
    last = next((one for one in reversed(moved) if one in names), None)
    chosen: str | None = st.selectbox(
        s.text("history.listing"), ordered, key=f"history.listing.{home}",
        index=0 if last is None else ordered.index(last),
        format_func=lambda one: names[one],
    )  # fmt: skip
    return chosen


def rows_of(held: Sequence[Belief], text: Text) -> tuple[chart.Row, ...]:
    """What was known since each day on which it moved, newest first; the last of a day counts."""
    moments = sorted({b.known_from for b in held} | {b.known_to for b in held if b.known_to})
    last = list({at.date(): at for at in moments}.values())
    found = []
    for at in reversed(last[-MOST_ROWS:]):
        stretches = [
            chart.Stretch(b.version_no, b.valid_from, b.valid_to) for b in held if _knew(b, at)
        ]
        label = text("chart.versions.known", date=text.day(at.date()))
        found.append(chart.Row(label, stretches))
    return tuple(found)


def _knew(belief: Belief, at: datetime) -> bool:
    return belief.known_from <= at and (belief.known_to is None or at < belief.known_to)


def _line(version: Version, text: Text) -> tuple[str, ...]:
    end = "–" if version.valid_to is None else text.day(version.valid_to)
    return (
        str(version.version_no), text(f"history.state.{version.state}"),
        text.day(version.valid_from), end,
        text("log.by", person=version.author.id, organisation=version.author.organisation),
        text.day(version.written_at.date()),
    )  # fmt: skip
