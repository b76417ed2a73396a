"""The event log as a supervisor reads it: who did what to which product, when and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.session import Session
from planner.ui.style import Tone
from products.basis.cells import safe
from products.basis.people import Actor
from products.basis.problems import Problem
from products.publishing import chain, lookback
from products.publishing.guarded import Reader
from products.publishing.registry import Registry

ON_A_PAGE = 25
COLUMNS = (
    "seq", "happened_at", "action", "listing_id", "provider_id", "actor_id", "actor_organisation",
    "actor_roles", "from_state", "to_state", "reason", "content_sha256", "request_id", "hash",
)  # fmt: skip
"""The columns of the file, in order."""
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for; empty is all."""

    words: str = ""
    provider: str = ""
    person: str = ""


def draw(registry: Registry, actor: Actor, s: Session) -> None:
    """The chain, the filters, the events, the file."""
    text = s.text
    every = tuple(registry.events())
    sellers = {one: provider for one, (provider, _) in lookback.sellers(registry).items()}
    _chain(_faults(registry, every), text)
    mine = Reader(registry, actor).events()
    names = {p.provider_id: p.name for p in s.world.catalogue.providers().values()}
    wanted = _asked(mine, sellers, names, text)
    found = chosen(mine, sellers, wanted)
    st.write(text.count("log.count", len(found)))
    if not found:
        st.info(text("log.none"), icon=":material/search_off:")
        return
    pages = -(-len(found) // ON_A_PAGE)
    place = 1
    if pages > 1:
        place = int(st.number_input(text("log.page", of=pages), 1, pages, 1, key="log.page"))
    newest_first = found[::-1][(place - 1) * ON_A_PAGE : place * ON_A_PAGE]
    columns = ("seq", "when", "what", "listing", "who", "why")
    style.table(
        [text(f"log.{name}") for name in columns],
        [
            _line(event, names.get(sellers.get(event["listing_id"], ""), ""), s)
            for event in newest_first
        ],
        words=len(columns),
    )
    st.download_button(
        text("log.csv"), data=lambda: as_csv(found, sellers), file_name="wapsi-events.csv",
        mime="text/csv", icon=":material/table:", key="log.csv", on_click="ignore",
    )  # fmt: skip
    style.small(text("log.csv.note"))


def chosen(
    events: Sequence[Event], sellers: Mapping[str, str], wanted: Wanted
) -> tuple[Event, ...]:
    """The events that fit what was asked for."""
    words = wanted.words.strip().casefold()
    return tuple(
        event
        for event in events
        if words in str(event["listing_id"]).casefold()
        and wanted.provider in ("", sellers.get(event["listing_id"]))
        and wanted.person in ("", event["actor_id"])
    )


def _faults(registry: Registry, events: Sequence[Event]) -> tuple[Problem, ...]:
    """Where the chain is broken, or the database has lost what the witness saw."""
    found = chain.broken(events)
    lost = chain.lost(registry.witness, events) if registry.witness is not None else None
    return found if lost is None else (*found, lost)


def _chain(problems: Sequence[Problem], text: Text) -> None:
    if not problems:
        style.chips([style.chip(Tone.GOOD, text("log.chain.holds"), "link")])
        style.small(text("log.chain.note"))
        return
    told = " ".join(text(f"log.{p.code.removeprefix('problem.')}", where=p.where) for p in problems)
    style.hero(Tone.BAD, "", text("log.chain.broken"), told)


def _asked(
    events: Sequence[Event], sellers: Mapping[str, str], names: Mapping[str, str], text: Text
) -> Wanted:
    one, two, three = st.columns(3)
    words = one.text_input(text("log.filter.listing"), key="log.listing", max_chars=60)
    known = sorted({sellers.get(e["listing_id"], "") for e in events} - {""})
    provider = two.selectbox(
        text("log.filter.provider"), ["", *known], key="log.provider",
        format_func=lambda p: names.get(p, p) if p else text("log.filter.all"),
    )  # fmt: skip
    people = sorted({str(event["actor_id"]) for event in events})
    person = three.selectbox(
        text("log.filter.person"), ["", *people], key="log.person",
        format_func=lambda p: p or text("log.filter.all"),
    )  # fmt: skip
    return Wanted(words or "", provider or "", person or "")


def _line(event: Event, provider: str, s: Session) -> tuple[str, ...]:
    text = s.text
    listing = s.world.catalogue.get(event["listing_id"])
    name = listing.name if listing else event["listing_id"] or "–"
    moment = datetime.fromisoformat(event["happened_at"])
    who = text("log.by", person=event["actor_id"], organisation=event["actor_organisation"])
    return (
        str(event["seq"]),
        f"{text.day(moment.date())}, {moment:%H:%M}",
        action_words(event, text),
        f"{name} ({provider})" if provider else name,
        who,
        str(event["reason"]) or "–",
    )


def action_words(event: Event, text: Text) -> str:
    """What was done, in words; the action's code where it has none."""
    key = f"log.action.{event['action']}"
    return text(key) if text.say.has(key) else str(event["action"])


def as_csv(events: Sequence[Event], sellers: Mapping[str, str]) -> str:
    """The events as a file of which no spreadsheet runs anything."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for event in events:
        row = {**event, "provider_id": sellers.get(event["listing_id"], "")}
        writer.writerow([safe(row[name]) for name in COLUMNS])
    return out.getvalue()
