"""What one visitor's session holds: the case as a frozen value, and the token it is kept under.

Widgets are never the store. Every accepted answer is written through to the drawer of drafts at
once; the token stands in the page's address, so a refresh, another page or a reopened address loses
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

import streamlit as st

from planner.case import Case, read_case
from planner.casework import keepsake
from planner.casework.seal import new_token
from planner.text import Text
from planner.ui import cache
from planner.ui.world import World

TOKEN_PARAM, ROLE_PARAM, LANGUAGE_PARAM = "t", "who", "lang"


class Role(StrEnum):
    """Who sits before the screen."""

    FAMILY = "family"
    OFFICER = "officer"
    BANK = "bank"


class Slot(StrEnum):
    """Our own keys of the session; nothing else is kept there by us."""

    WORLD = cache.WORLD
    TEXT = "wapsi.text"
    CASE = "wapsi.case"
    TOKEN = "wapsi.token"  # noqa: S105 - the name of a slot
    SEEN = "wapsi.seen"
    CONFLICT = "wapsi.conflict"
    LOST = "wapsi.lost"
    ERASED = "wapsi.erased"
    TYPED = "wapsi.typed"
    ROWS = "wapsi.rows"
    UNFOLDED = "wapsi.unfolded"
    EPOCH = "wapsi.epoch"
    STEP = "wapsi.step"
    LOOKING = "wapsi.looking"
    FOLDS = "wapsi.folds"
    ROLE = "wapsi.role"
    LANGUAGE = "wapsi.language"


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


def typed() -> dict[str, str]:
    """What was typed and could not be used, by field; kept until it is mended."""
    return cast("dict[str, str]", st.session_state.setdefault(Slot.TYPED, {}))


def epoch() -> str:
    """Changes whenever another case is opened, so that fields start from its values."""
    return f"e{st.session_state.setdefault(Slot.EPOCH, 0)}"


def role() -> Role:
    """Who the visitor says to be; a family unless told otherwise."""
    said = st.session_state.get(Slot.ROLE) or st.query_params.get(ROLE_PARAM, "")
    return Role(said) if said in set(Role) else Role.FAMILY


def set_role(chosen: Role) -> None:
    """Remember who the visitor is."""
    st.session_state[Slot.ROLE] = chosen


def language(known: tuple[str, ...]) -> str:
    """The language chosen, else the first there is."""
    said = st.session_state.get(Slot.LANGUAGE) or st.query_params.get(LANGUAGE_PARAM, "")
    return said if said in known else known[0]


def set_language(code: str) -> None:
    """Remember the language."""
    st.session_state[Slot.LANGUAGE] = code


def step(of: int) -> int:
    """Which of the steps of the guide is before the visitor."""
    return min(int(st.session_state.get(Slot.STEP, 0)), of - 1)


def set_step(number: int) -> None:
    """Go to a step of the guide; its lines are folded again."""
    st.session_state[Slot.STEP] = max(number, 0)
    st.session_state.pop(Slot.UNFOLDED, None)


def row_numbers(form: str, count: int) -> list[int]:
    """The numbers of the lines of a list, made anew when the list is another one."""
    lists = cast("dict[str, list[int]]", st.session_state.setdefault(Slot.ROWS, {}))
    if form not in lists or len(lists[form]) != count:
        lists[form] = list(range(1, count + 1))
    return lists[form]


def unfolded() -> set[str]:
    """The lines that stay unfolded while their step is open."""
    return cast("set[str]", st.session_state.setdefault(Slot.UNFOLDED, set()))


def looking_at() -> str | None:
    """The listing seen from near, if any."""
    return cast("str | None", st.session_state.get(Slot.LOOKING))


def look_at(listing_id: str | None) -> None:
    """Go near a listing, or back to the list."""
    st.session_state[Slot.LOOKING] = listing_id


def opened(fold: str) -> bool:
    """Whether a long list is shown whole."""
    return fold in st.session_state.get(Slot.FOLDS, set())


def open_fold(fold: str) -> None:
    """Show a long list whole."""
    st.session_state.setdefault(Slot.FOLDS, set()).add(fold)


def arrive(world: World) -> None:
    """Begin a run: put the world in place and fetch the draft the address names."""
    state = st.session_state
    state[Slot.WORLD] = world
    token = st.query_params.get(TOKEN_PARAM)
    if token and token != state.get(Slot.TOKEN) and not open_token(token):
        state[Slot.LOST] = True
    keep_address()


def keep_address() -> None:
    """Write into the address what a reopened page needs; a change of page drops it otherwise."""
    state, wanted = st.session_state, {}
    if state.get(Slot.TOKEN):
        wanted[TOKEN_PARAM] = state[Slot.TOKEN]
    if role() is not Role.FAMILY:
        wanted[ROLE_PARAM] = role().value
    if state.get(Slot.LANGUAGE):
        wanted[LANGUAGE_PARAM] = state[Slot.LANGUAGE]
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def open_token(token: str) -> bool:
    """Fetch the draft of a token; whether there is one."""
    state = st.session_state
    world: World = state[Slot.WORLD]
    draft = world.drafts.load(token, today=world.today) if world.drafts else None
    case = read_case(draft.case_json)[0] if draft else None
    if draft is None or case is None:
        return False
    _replace(case)
    state[Slot.TOKEN], state[Slot.SEEN] = token, draft.version
    state.pop(Slot.LOST, None)
    _remember(world, token)
    return True


def open_case(case: Case) -> None:
    """Take up another case as a draft of its own; the draft before it stays under its address."""
    for slot in (Slot.TOKEN, Slot.SEEN, Slot.CONFLICT, Slot.LOST):
        st.session_state.pop(slot, None)
    accept_anew(case)


def close_case() -> None:
    """Put the case away; its draft stays under its address."""
    state = st.session_state
    for slot in (Slot.CASE, Slot.TOKEN, Slot.SEEN, Slot.CONFLICT, Slot.LOST, Slot.TYPED, Slot.ROWS):
        state.pop(slot, None)
    state[Slot.EPOCH] = state.get(Slot.EPOCH, 0) + 1
    keep_address()


def accept(case: Case) -> None:
    """An accepted answer: the case is this from now on, and it is written down."""
    state = st.session_state
    state[Slot.CASE] = case
    world: World = state[Slot.WORLD]
    if world.drafts is None or state.get(Slot.CONFLICT):
        return
    if not state.get(Slot.TOKEN):
        state[Slot.TOKEN], state[Slot.SEEN] = new_token(), 0
        _remember(world, state[Slot.TOKEN])
        keep_address()
    version = world.drafts.save(
        state[Slot.TOKEN], case.to_json(), seen=state[Slot.SEEN], today=world.today
    )
    if version is None:
        state[Slot.CONFLICT] = True
    else:
        state[Slot.SEEN] = version


def accept_anew(case: Case) -> None:
    """Like `accept`, where not a field but something else changed what the fields show."""
    _replace(case)
    accept(case)


def conflict() -> bool:
    """Whether another window has saved this draft since we last saw it."""
    return bool(st.session_state.get(Slot.CONFLICT))


def settle_conflict(*, keep_mine: bool) -> None:
    """Keep what this window holds, or take what the other window saved."""
    state = st.session_state
    mine: Case = state[Slot.CASE]
    state.pop(Slot.CONFLICT, None)
    if not open_token(state[Slot.TOKEN]):
        state[Slot.SEEN] = 0
    if keep_mine:
        accept_anew(mine)


def take_lost() -> bool:
    """Whether the address named a draft that is not there; told once."""
    return bool(st.session_state.pop(Slot.LOST, False))


def last_token() -> str | None:
    """The draft open last on this laptop, if it is still there and is not the one before us."""
    state = st.session_state
    world: World = state[Slot.WORLD]
    if world.keepsake is None or world.drafts is None:
        return None
    token = keepsake.recall(world.keepsake)
    if not token or token == state.get(Slot.TOKEN):
        return None
    return token if world.drafts.load(token, today=world.today) else None


def erase_everything() -> None:
    """Remove this visitor's draft, the note of it on this laptop, and all the session holds."""
    state = st.session_state
    world: World = state[Slot.WORLD]
    token = state.get(Slot.TOKEN)
    if world.drafts is not None and token:
        world.drafts.erase(token)
    if world.keepsake is not None:
        keepsake.forget(world.keepsake)
    cache.forget()
    kept = {slot: state.get(slot) for slot in (Slot.WORLD, Slot.TEXT, Slot.ROLE, Slot.LANGUAGE)}
    number = state.get(Slot.EPOCH, 0)
    for name in list(state.keys()):
        del state[name]
    state.update({slot: value for slot, value in kept.items() if value is not None})
    state[Slot.EPOCH] = number + 1
    state[Slot.ERASED] = True
    keep_address()


def take_erased() -> bool:
    """Whether everything has just been erased; told once."""
    return bool(st.session_state.pop(Slot.ERASED, False))


def _replace(case: Case) -> None:
    """Another case stands before the fields: what was typed for the old one goes."""
    state = st.session_state
    state[Slot.CASE] = case
    state[Slot.EPOCH] = state.get(Slot.EPOCH, 0) + 1
    for slot in (Slot.TYPED, Slot.ROWS, Slot.UNFOLDED):
        state.pop(slot, None)


def _remember(world: World, token: str) -> None:
    if world.keepsake is not None:
        keepsake.remember(world.keepsake, token)
