"""One visitor's session: the case as a frozen value, and how it is kept.

Widgets are never the store. Every accepted answer is written through to the drawer of drafts at
once; the token stands in the page's address, so a refresh, another page or a reopened address loses
nothing. A run that is broken off before it has written is made good at the start of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from planner.case import Case, read_case
from planner.casework import keepsake
from planner.casework.seal import new_token
from planner.text import Text
from planner.ui import cache, identity
from planner.ui.desk import DESK, Desk, desk
from planner.ui.roster import SEATED
from planner.ui.world import World, is_own_machine
from products.basis.people import Role

TOKEN_PARAM, ROLE_PARAM, LANGUAGE_PARAM, HOME_PARAM = "t", "who", "lang", "home"
NAME_PARAM, ORGANISATION_PARAM = "as", "for"


SEATS = (Role.FAMILY, Role.OFFICER, Role.BANK, Role.STEWARD)
"""Who may sit before the screen."""


class Slot(StrEnum):
    """Our own keys of the session; nothing else is kept there by us."""

    WORLD = cache.WORLD
    TEXT = "wapsi.text"
    CASE = "wapsi.case"
    DESK = DESK
    ROLE = "wapsi.role"
    LANGUAGE = "wapsi.language"
    HOME = "wapsi.home"
    NAME = "wapsi.name"
    ORGANISATION = "wapsi.organisation"


@dataclass(frozen=True, slots=True)
class Session:
    """What a page works with."""

    world: World
    text: Text
    case: Case | None


def current() -> Session:
    """This visitor's world, words and case."""
    state = st.session_state
    return Session(state[Slot.WORLD], state[Slot.TEXT], state.get(Slot.CASE))


def role() -> Role:
    """The visitor's seat; a family unless something else is known.

    On a laptop it is whom they say to be, on a server a role they signed in with.
    """
    if not is_own_machine():
        return identity.seat(str(st.session_state.get(Slot.ROLE, "")))
    said = st.session_state.get(Slot.ROLE) or st.query_params.get(ROLE_PARAM, "")
    return Role(said) if said in SEATS else Role.FAMILY


def seats() -> tuple[Role, ...]:
    """The seats there are: those of a laptop, or with them those of a server's own roles."""
    return SEATS if is_own_machine() else tuple(dict.fromkeys((*SEATS, *SEATED)))


def set_role(chosen: Role) -> None:
    """Remember who the visitor is."""
    st.session_state[Slot.ROLE] = chosen


_SAID = {Slot.NAME: NAME_PARAM, Slot.ORGANISATION: ORGANISATION_PARAM}


def said(slot: Slot) -> str:
    """On a laptop: the name or organisation the visitor gave, now or in the address; else ""."""
    if not is_own_machine():
        return ""
    return str(st.session_state.get(slot, st.query_params.get(_SAID[slot], "")))


def say(slot: Slot, words: str) -> None:
    """Remember a name or organisation; the address keeps it."""
    st.session_state[slot] = words
    keep_address()


def language(known: tuple[str, ...]) -> str:
    """The language chosen, else the first there is."""
    said = st.session_state.get(Slot.LANGUAGE) or st.query_params.get(LANGUAGE_PARAM, "")
    return said if said in known else known[0]


def set_language(code: str) -> None:
    """Remember the language."""
    st.session_state[Slot.LANGUAGE] = code


def home(world: World) -> str:
    """The country a new plan is for."""
    said = st.session_state.get(Slot.HOME) or st.query_params.get(HOME_PARAM, "")
    return said if said in world.catalogue.countries() else world.home


def set_home(country: str) -> None:
    """Remember the country."""
    st.session_state[Slot.HOME] = country


def arrive(world: World) -> None:
    """Begin a run: finish what the last one began, and fetch the draft the address names."""
    state = st.session_state
    state[Slot.WORLD] = world
    mine = desk()
    if mine.gone:
        _clear()
        mine = desk()
    _take_address()
    token = st.query_params.get(TOKEN_PARAM)
    if token and token != mine.token and Slot.CASE not in state and not open_token(token):
        mine.lost = True
    case: Case | None = state.get(Slot.CASE)
    if case is not None:
        _write(case, mine, world)
    keep_address()


def _take_address() -> None:
    """What a reopened page's address says of the visitor, before a change of page drops it."""
    if not is_own_machine():
        return
    for slot, param in {Slot.ROLE: ROLE_PARAM, **_SAID}.items():
        if slot not in st.session_state and param in st.query_params:
            st.session_state[slot] = st.query_params[param]


def keep_address() -> None:
    """Write into the address what a reopened page needs; a change of page drops it otherwise."""
    wanted = {}
    if desk().token:
        wanted[TOKEN_PARAM] = desk().token
    if is_own_machine() and role() is not Role.FAMILY:
        wanted[ROLE_PARAM] = role().value
        wanted |= {param: said(slot) for slot, param in _SAID.items() if said(slot)}
    if st.session_state.get(Slot.LANGUAGE):
        wanted[LANGUAGE_PARAM] = st.session_state[Slot.LANGUAGE]
    if st.session_state.get(Slot.HOME):
        wanted[HOME_PARAM] = st.session_state[Slot.HOME]
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def open_token(token: str) -> bool:
    """Fetch the draft of a token; whether there is one.

    One from before there were pins is pinned to the terms of today, and written down so.
    """
    world: World = st.session_state[Slot.WORLD]
    draft = world.drafts.load(token, today=world.today) if world.drafts else None
    case = read_case(draft.case_json)[0] if draft else None
    if draft is None or case is None or world.catalogue.country(case.country) is None:
        return False
    mine = desk()
    mine.leave_draft()
    mine.new_fields()
    mine.token, mine.seen, mine.written = token, draft.version, case
    _remember(world, token)
    st.session_state[Slot.CASE] = cache.kept_with(case)
    return True


def open_case(case: Case) -> None:
    """Take up another case as a draft of its own; the draft before it stays under its address."""
    desk().leave_draft()
    accept_anew(case)


def close_case() -> None:
    """Put the case away; its draft stays under its address."""
    desk().leave_draft()
    desk().new_fields()
    st.session_state.pop(Slot.CASE, None)
    keep_address()


def accept(case: Case) -> None:
    """An accepted answer: the case is this from now on, and it is written down.

    Products newly decided about are pinned to the terms of today.
    """
    case = cache.kept_with(case)
    st.session_state[Slot.CASE] = case
    _write(case, desk(), st.session_state[Slot.WORLD])
    keep_address()


def accept_anew(case: Case) -> None:
    """Like `accept`, where not a field but something else changed what the fields show."""
    desk().new_fields()
    accept(case)


def _write(case: Case, mine: Desk, world: World) -> None:
    """Write the case down unless it is; nothing here can be broken off half way.

    A run may still be writing when the next one of the same visitor begins. One writes at a time:
    else the second would take the first for another window. What is no longer the case is left.
    """
    with mine.writing:
        current = st.session_state.get(Slot.CASE)
        if world.drafts is None or mine.conflict or case is mine.written or case is not current:
            return
        if not mine.token:
            mine.token, mine.seen = new_token(), 0
            _remember(world, mine.token)
        version = world.drafts.save(mine.token, case.to_json(), seen=mine.seen, today=world.today)
        if version is None:
            mine.conflict = True
        else:
            mine.seen, mine.written = version, case


def _remember(world: World, token: str) -> None:
    if world.keepsake is not None:
        keepsake.remember(world.keepsake, token)


def conflict() -> bool:
    """Whether another window has saved this draft since we last saw it."""
    return desk().conflict


def settle_conflict(*, keep_mine: bool) -> None:
    """Keep what this window holds, or take what the other window saved."""
    case: Case = st.session_state[Slot.CASE]
    mine = desk()
    mine.conflict = False
    if not open_token(mine.token):
        mine.seen = 0
    if keep_mine:
        accept_anew(case)


def take_lost() -> bool:
    """Whether the address named a draft that is not there; told once."""
    mine = desk()
    was, mine.lost = mine.lost, False
    return was


def last_token() -> str | None:
    """The draft open last on this laptop, if it is still there and is not the one before us."""
    world: World = st.session_state[Slot.WORLD]
    if world.keepsake is None or world.drafts is None:
        return None
    token = keepsake.recall(world.keepsake)
    if not token or token == desk().token:
        return None
    return token if world.drafts.load(token, today=world.today) else None


def erase_everything() -> None:
    """Remove this visitor's draft, the note of it on this laptop, and all the session holds."""
    world: World = st.session_state[Slot.WORLD]
    mine = desk()
    mine.gone = True
    if world.drafts is not None and mine.token:
        world.drafts.erase(mine.token)
    if world.keepsake is not None:
        keepsake.forget(world.keepsake)
    _clear()
    keep_address()


def put_away() -> None:
    """Nobody sits here any more: all the session holds goes, what is written down stays."""
    _clear()
    desk().erased = False
    st.session_state.pop(Slot.ROLE, None)
    keep_address()


def _clear() -> None:
    """Empty the session of everything but the world and who sits there."""
    cache.forget()
    state, number = st.session_state, desk().epoch
    kept = {Slot.WORLD, Slot.TEXT, Slot.ROLE, Slot.LANGUAGE, Slot.HOME, Slot.DESK}
    for name in [name for name in state if name not in kept]:
        del state[name]
    st.query_params.clear()
    state[Slot.DESK] = Desk(epoch=number + 1, erased=True)


def take_erased() -> bool:
    """Whether everything has just been erased; told once."""
    mine = desk()
    was, mine.erased = mine.erased, False
    return was
