"""Values of imported drafts that are in doubt: the same one told once, however often it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts import import_result, steward_settle
from planner.ui.session import Session
from planner.ui.style import Tone
from products.imports.mended import anywhere
from products.publishing.lookback import OpenDoubt, open_doubts
from products.publishing.registry import Registry

AT_ONCE, MOST = 10, 1000
FOLD = "steward.quarantine"


@dataclass(frozen=True, slots=True)
class Group:
    """One defect of one bank: the same text at the same sort of place."""

    doubts: tuple[OpenDoubt, ...]

    @property
    def first(self) -> OpenDoubt:
        """The one that stands for all."""
        return self.doubts[0]


def groups(found: Sequence[OpenDoubt]) -> tuple[Group, ...]:
    """Doubts by bank, place and text; those that block first, then the most frequent."""
    kept: dict[tuple[str, ...], list[OpenDoubt]] = {}
    for one in found:
        key = (one.provider_id, one.file_format, one.code, anywhere(one.path), one.raw)
        kept.setdefault(key, []).append(one)
    made = [Group(tuple(each)) for each in kept.values()]
    return tuple(sorted(made, key=lambda g: (not g.first.blocks, -len(g.doubts))))


def draw(registry: Registry, s: Session) -> None:
    """The list, or one defect from near."""
    text = s.text
    found = open_doubts(registry, most=MOST)
    opened = steward_settle.opened()
    if opened is not None:
        steward_settle.draw(opened, registry, s)
        return
    style.small(text("quarantine.note"))
    every = groups(found)
    if not every:
        style.hero(Tone.GOOD, "", text("quarantine.empty"), text("quarantine.empty.note"))
        return
    st.write(text("quarantine.count", n=len(found), sorts=len(every)))
    names = {p.provider_id: p.name for p in s.world.catalogue.providers().values()}
    shown = every if desk.opened(FOLD) else every[:AT_ONCE]
    for group in shown:
        if _card(group, names.get(group.first.provider_id, group.first.provider_id), text):
            steward_settle.open_doubt(group.doubts)
            st.rerun()
    rest = len(every) - len(shown)
    if rest and st.button(text("steward.queue.more", n=rest), icon=":material/expand_more:"):
        desk.open_fold(FOLD)
        st.rerun()


def _card(group: Group, provider: str, text: Text) -> bool:
    one = group.first
    with st.container(border=True, key=f"card-doubt-{one.quarantine_id}"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        with words:
            raw = import_result.short(one.raw) or text("quarantine.nothing")
            st.html(
                style.heading("help", raw)
                + style.note(import_result.why(one.code, one.raw, "", text))
                + style.note(f"{provider} · {one.path}")
            )
            tone = Tone.CARE if one.blocks else Tone.PLAIN
            state = text("steward.doubts.blocks" if one.blocks else "steward.doubts.tells")
            often = text.count("quarantine.drafts", len({d.version_id for d in group.doubts}))
            style.chips([style.chip(tone, state), style.chip(Tone.PLAIN, often, "inventory_2")])
        return button.button(
            text("quarantine.open"), key=f"doubt.{one.quarantine_id}", icon=":material/gavel:",
            width="stretch",
        )  # fmt: skip
