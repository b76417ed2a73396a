"""What a file would bring, in tables people can read, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts import product_terms
from planner.ui.style import Tile, Tone
from products.basis.problems import Problem
from products.imports.documents import Doubt, Draft, FeedEvent, Imported, Note
from products.publishing.arriving import Taken

MOST_ROWS, MOST_RAW, MOST_TERMS = 60, 120, 3
_RATES = ("rate", "markup", "dividend_pa", "profit_pa", "coupon_pa", "reward_share", "fee_share")


def draw(read: Imported, would: Taken | Problem, text: Text) -> None:
    """All that was read: what could not be, the drafts, the doubts, the notes, the feed."""
    problems(read.problems, text)
    if isinstance(would, Problem):
        problems((would,), text)
    else:
        _counts(read, would, text)
    _drafts(read.drafts, text)
    _doubts(read.doubts, text)
    _notes(read.notes, text)
    _events(read.events, text)


def problems(found: Sequence[Problem], text: Text) -> None:
    """Why a file, or a part of it, could not be read."""
    for problem in found:
        where = f"{problem.where}: " if problem.where else ""
        st.warning(style.plain(f"{where}{sentence(problem, text)}"), icon=":material/warning:")


def sentence(problem: Problem, text: Text) -> str:
    """A problem in this page's own words where it has some: the limits of the day, who may."""
    own = f"upload.{problem.code}"
    params: dict[str, Any] = dict(problem.params)
    for name in ("value", "limit"):
        if "too_much" in problem.code or "file_too_large" in problem.code:
            size = params.get(name)
            params[name] = text.number(size / 1e6, 1) if isinstance(size, int | float) else size
        elif isinstance(params.get(name), int | float) and not isinstance(params[name], bool):
            params[name] = text.number(params[name], 4)
    return text(own if text.say.has(own) else problem.code, **params)


def _counts(read: Imported, would: Taken, text: Text) -> None:
    found, noted = str(len(read.drafts)), str(len(read.notes))
    blocking = sum(doubt.blocks for doubt in read.doubts)
    style.tiles(
        [
            Tile("inventory_2", text("upload.found"), found, text("upload.found.note")),
            Tile(
                "edit_note", text("upload.new"), str(len(would.drafts)),
                text("upload.new.note", unchanged=would.unchanged, replaced=would.replaced),
                Tone.GOOD if would.drafts else Tone.PLAIN,
            ),
            Tile(
                "help", text("upload.blocking"), str(blocking),
                text.count("upload.blocking.note", would.blocked),
                Tone.CARE if blocking else Tone.PLAIN,
            ),
            Tile("notes", text("upload.notes.count"), noted, text("upload.notes.tile")),
        ]
    )  # fmt: skip
    if read.drafts and not would.is_new:
        style.small(text("upload.nothing_new"))
    if would.beside:
        st.info(text("upload.beside", n=len(would.beside)), icon=":material/difference:")


def _drafts(drafts: Sequence[Draft], text: Text) -> None:
    if not drafts:
        return
    with st.container(border=True, key="card-import-drafts"):
        st.html(style.title(text("upload.drafts"), text("upload.drafts.note")))
        names = ("name", "kind", "amounts", "terms", "state")
        rows = [_draft(draft, text) for draft in islice(drafts, MOST_ROWS)]
        style.table([text(f"upload.drafts.{n}") for n in names], rows, words=len(names))
        _rest(len(drafts), text)


def _draft(draft: Draft, text: Text) -> tuple[str, ...]:
    content = draft.content
    terms: Mapping[str, Any] = content.get("terms") or {}
    kind = str(terms.get("kind", ""))
    open_ = sum(doubt.blocks for doubt in draft.doubts)
    state = text.count("upload.state.blocked", open_) if open_ else text("upload.state.open")
    return (
        str(content.get("name") or draft.external_ref or "–"),
        text(f"kind.{kind}") if text.say.has(f"kind.{kind}") else kind or text("upload.untold"),
        _amounts(content, text),
        _told(terms, text),
        state,
    )


def _amounts(content: Mapping[str, Any], text: Text) -> str:
    code = str(content.get("currency") or "")
    known = [content.get("amount_min"), content.get("amount_max")]
    said = [text.money(v, code) if isinstance(v, int | float) and code else "…" for v in known]
    return "–" if known == [None, None] else f"{said[0]} – {said[1]}"


def _told(terms: Mapping[str, Any], text: Text) -> str:
    """The price as the document tells it."""
    found = [
        f"{product_terms.label(name, text)} {product_terms.percent(float(terms[name]), text)}"
        for name in _RATES
        if isinstance(terms.get(name), int | float)
    ]
    return "; ".join(found[:MOST_TERMS]) or text("upload.untold")


def _doubts(doubts: Sequence[Doubt], text: Text) -> None:
    if not doubts:
        return
    with st.container(border=True, key="card-import-doubts"):
        st.html(style.title(text("upload.doubts"), text("upload.doubts.note")))
        ordered = sorted(doubts, key=lambda doubt: not doubt.blocks)
        names = ("path", "raw", "why", "state")
        rows = [
            (
                one.path, short(one.raw) or "–", why(one.code, one.raw, one.limit, text),
                text("steward.doubts.blocks" if one.blocks else "steward.doubts.tells"),
            )
            for one in islice(ordered, MOST_ROWS)
        ]  # fmt: skip
        style.table([text(f"steward.doubts.{n}") for n in names], rows, words=len(names))
        _rest(len(doubts), text)


def why(code: str, raw: str, limit: str, text: Text) -> str:
    """Why a value is doubted, in words; its code where there are none."""
    key = f"doubt.{code}"
    return text(key, raw=short(raw), limit=limit or "–") if text.say.has(key) else code


def _notes(notes: Sequence[Note], text: Text) -> None:
    if not notes:
        return
    with st.expander(text("upload.notes", n=len(notes)), icon=":material/notes:"):
        style.small(text("upload.notes.note"))
        rows = [(one.path, _noted(one, text)) for one in islice(notes, MOST_ROWS)]
        names = ("path", "what")
        style.table([text(f"upload.notes.{n}") for n in names], rows, words=len(names))
        _rest(len(notes), text)


def _noted(note: Note, text: Text) -> str:
    key = f"note.{note.code}"
    return text(key, raw=short(note.raw), made=short(note.made)) if text.say.has(key) else note.code


def _events(events: Sequence[FeedEvent], text: Text) -> None:
    if not events:
        return
    with st.expander(text("upload.events", n=len(events)), icon=":material/rss_feed:"):
        rows = [(each.external_ref or "–", event_words(each, text)) for each in events[:MOST_ROWS]]
        names = ("ref", "what")
        style.table([text(f"upload.events.{n}") for n in names], rows, words=len(names))
        _rest(len(events), text)


def event_words(event: FeedEvent, text: Text) -> str:
    """One event of a feed, in a sentence."""
    key = f"feed.{event.code}"
    return text(key, ref=event.external_ref, detail=short(event.detail)).strip()


def short(raw: str) -> str:
    """A raw value on one line, not too long to read."""
    flat = " ".join(raw.split())
    return flat if len(flat) <= MOST_RAW else f"{flat[: MOST_RAW - 1]}…"


def _rest(count: int, text: Text) -> None:
    if count > MOST_ROWS:
        style.small(text("upload.rest", n=count - MOST_ROWS))
