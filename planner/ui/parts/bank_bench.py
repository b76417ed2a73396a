"""The version a product officer works on: opened, saved at every accepted answer, put away.

One mutable record under one key of the session. What was typed and could not be used stays in its
field (`parts/fields.py`); what could not be saved stays here until it can.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

import streamlit as st

from planner.ui.parts import bank_mine, bank_words
from planner.ui.world import moment
from products.basis.people import Actor
from products.basis.problems import Problem
from products.catalogue.store import Catalogue
from products.publishing.content import Content, canonical, fingerprint
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import State
from products.publishing.tables import OPEN_END

BENCH, SAID = "wapsi.bank", "wapsi.bank.said"
FILL, PREVIEW = "fill", "preview"
_NO_LETTER = str.maketrans("_", "-")


@dataclass(slots=True)
class Bench:
    """What lies on the bench.

    `content`, `valid_from` and `valid_to` are what the form shows; `held` is the version as it is
    known to be kept. `theirs` is what someone else saved meanwhile, `refused` why the last answer
    could not be saved. `turn` counts how often the fields have to start anew.
    """

    held: Version
    content: dict[str, Any]
    valid_from: date
    valid_to: date | None
    view: str = FILL
    section: str = ""
    turn: int = 0
    refused: Problem | None = None
    theirs: Version | None = None
    tickets: dict[str, str] = field(default_factory=dict)
    writing: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def is_draft(self) -> bool:
        """Whether it can be worked on."""
        return self.held.state is State.DRAFT

    @property
    def is_saved(self) -> bool:
        """Whether what the form shows is what is kept."""
        same_days = (self.valid_from, self.valid_to) == (self.held.valid_from, self.held.valid_to)
        return same_days and fingerprint(self.content) == fingerprint(self.held.content)

    def ticket(self, action: str) -> str:
        """The id of a request: the same until it has been answered."""
        return self.tickets.setdefault(action, str(uuid.uuid4()))


def current() -> Bench | None:
    """What lies on the bench, if anything."""
    found: Bench | None = st.session_state.get(BENCH)
    return found


def put(version: Version, view: str = FILL) -> Bench:
    """Lay a version on the bench."""
    last = current()
    made = Bench(
        version, dict(version.content), version.valid_from, version.valid_to,
        view if version.state is State.DRAFT else PREVIEW, turn=last.turn + 1 if last else 0,
    )  # fmt: skip
    st.session_state[BENCH] = made
    return made


def clear() -> None:
    """Leave the bench empty; what was saved stays saved."""
    st.session_state.pop(BENCH, None)


def say(key: str, **params: str) -> None:
    """Keep a sentence for the next page."""
    st.session_state[SAID] = (key, params)


def take_said() -> tuple[str, Mapping[str, str]] | None:
    """The sentence kept, told once."""
    said: tuple[str, Mapping[str, str]] | None = st.session_state.pop(SAID, None)
    return said


def save(registry: Registry, actor: Actor, bench: Bench) -> bool:
    """Write down what the form shows unless it is; whether it now is.

    Nothing here can be broken off half way: the session is not touched before it is done.
    """
    with bench.writing:
        if bench.theirs is not None or not bench.is_draft:
            return False
        if bench.is_saved:
            bench.refused = None
            return True
        answer = registry.save(
            actor, bench.held.version_id, bench.content, edit_no=bench.held.edit_no, now=moment(),
            valid_from=bench.valid_from, valid_to=bench.valid_to or OPEN_END,
        )  # fmt: skip
        if isinstance(answer, Version):
            bench.held, bench.refused = answer, None
            return True
        bench.refused = answer
        theirs = bank_mine.version(registry, actor, bench.held.version_id)
        if theirs is None or theirs.edit_no == bench.held.edit_no:
            return False
        if canonical(theirs.content) == canonical(bench.content):
            bench.held, bench.refused = theirs, None
            return True
        bench.theirs = theirs
        return False


def settle(registry: Registry, actor: Actor, bench: Bench, *, keep_mine: bool) -> None:
    """Keep what this window shows, or take what the other one saved."""
    theirs = bench.theirs
    if theirs is None:
        return
    bench.theirs, bench.refused, bench.held = None, None, theirs
    if keep_mine:
        save(registry, actor, bench)
        return
    bench.content, bench.turn = dict(theirs.content), bench.turn + 1
    bench.valid_from, bench.valid_to = theirs.valid_from, theirs.valid_to


def begin(
    registry: Registry, actor: Actor, content: Content, *, today: date, ticket: str
) -> Bench | Problem:
    """A new draft of this content, from today on, on the bench."""
    answer = registry.draft(actor, content, now=moment(), request_id=ticket, valid_from=today)
    return answer if isinstance(answer, Problem) else put(answer)


def next_of(before: Version, number: int) -> dict[str, Any]:
    """The content of a listing's next version.

    It says anew what its facts rest on: the day they held, who verified, and what changed.
    """
    content: Content = {**before.content, "source_id": own_source(before.provider_id)}
    for note in (bank_words.VERSION_NOTE, bank_words.VERIFIED):
        content = bank_words.note(content, note, "")
    made = {name: value for name, value in content.items() if name != "as_of"}
    return {**made, "version": number}


def own_source(provider_id: str) -> str:
    """The source that a provider itself is."""
    return f"provider.{provider_id}"


def countries_of(catalogue: Catalogue, provider_id: str) -> tuple[str, ...]:
    """The countries a provider is known in."""
    known = catalogue.countries()
    return tuple(code for code in known if provider_id in catalogue.providers(code))


def first_of(
    registry: Registry, provider_id: str, country: str, kind: str, name: str, category: str,
    currency: str,
) -> dict[str, Any]:  # fmt: skip
    """The content of a product nobody has listed yet, under a code of its own."""
    stem = f"{country}-{provider_id}-{kind}".translate(_NO_LETTER).upper()[:54]
    number = 1
    while registry.history(f"{stem}-{number}"):
        number += 1
    return {
        "id": f"{stem}-{number}", "provider_id": provider_id, "country": country, "name": name,
        "category": category, "currency": currency, "standing": "offered", "confidence": "high",
        "source_id": own_source(provider_id), "terms": {"kind": kind},
    }  # fmt: skip
