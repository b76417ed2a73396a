"""Values of a document that could not be taken over: where, why, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.session import Session
from products.publishing.rows import Version

MOST_RAW = 160


def draw(version: Version, s: Session, text: Text) -> None:
    """Every doubt of a version, those that block first; nothing where there never was one."""
    registry = s.world.registry
    rows = registry.doubts(version.version_id) if registry else ()
    if not rows:
        return
    with st.container(border=True, key="card-doubts"):
        open_ = sum(not row["settled_by"] for row in rows)
        st.html(style.heading("help", text("steward.doubts")))
        style.small(text("steward.doubts.note", open=open_, all=len(rows)))
        ordered = sorted(rows, key=lambda row: (bool(row["settled_by"]), -int(row["blocks"])))
        names = ("path", "raw", "why", "state")
        style.table(
            [text(f"steward.doubts.{name}") for name in names],
            [
                (str(row["path"]), raw_of(row), why(row, text), state_of(row, text))
                for row in ordered
            ],
            words=len(names),
        )


def raw_of(row: Mapping[str, Any]) -> str:
    """The value as it stood in the document, not too long to read."""
    flat = " ".join(str(row["raw"]).split())
    return flat if len(flat) <= MOST_RAW else f"{flat[: MOST_RAW - 1]}…"


def why(row: Mapping[str, Any], text: Text) -> str:
    """Why it is doubted, in words."""
    key = f"doubt.{row['code']}"
    told = {"raw": raw_of(row), "limit": str(row.get("limit", "") or "–")}
    return text(key, **told) if text.say.has(key) else str(row["code"])


def state_of(row: Mapping[str, Any], text: Text) -> str:
    """Whether it blocks, only tells, or is settled: by whom and with what."""
    if row["settled_by"]:
        return text("steward.doubts.settled", who=row["settled_by"], value=row["settled_with"])
    return text("steward.doubts.blocks" if row["blocks"] else "steward.doubts.tells")
