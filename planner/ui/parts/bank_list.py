"""The list of a bank's own products: searched, filtered, page by page, with what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from enum import StrEnum

import streamlit as st

from planner.ui import style
from planner.ui.parts import bank_bench, bank_leave, bank_mine, bank_state, product_terms
from planner.ui.parts.bank_mine import Mine
from planner.ui.register import path_of
from planner.ui.session import Session
from planner.ui.style import Tone
from products.basis.ageing import STALE_AFTER_DAYS
from products.basis.people import Actor
from products.basis.problems import Problem
from products.basis.sources import age_days
from products.publishing.disputes import Disputes
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import State

A_PAGE, FEW = 20, 8
"""So many rows on a page; up to so few there is nothing to search."""


class Shown(StrEnum):
    """Which of the products are shown."""

    ALL = "all"
    YOURS = "yours"
    """the bank must act"""
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def draw(mine: Sequence[Mine], s: Session, registry: Registry, actor: Actor) -> None:
    """Draw the list; one word where there is nothing."""
    if not mine:
        st.info(s.text("bank.mine.none"), icon=":material/inventory_2:")
        return
    disputes = Disputes(registry.engine).open_counts()
    found = _wanted(mine, s, disputes) if len(mine) > FEW else mine
    page = _page(found, s)
    for one in found[page * A_PAGE : (page + 1) * A_PAGE]:
        _row(one, s, registry, actor, disputes.get(one.listing_id, 0))


def _wanted(mine: Sequence[Mine], s: Session, disputes: Mapping[str, int]) -> Sequence[Mine]:
    """Those that are looked for."""
    typed = st.text_input(s.text("bank.search"), key="bank.search", icon=":material/search:")
    counts = {each: sum(_is(one, each, s, disputes) for one in mine) for each in Shown}
    chosen = st.pills(
        s.text("bank.filter"), list(Shown), default=Shown.ALL, required=True, key="bank.filter",
        format_func=lambda one: s.text(f"bank.filter.{one}", n=counts[one]),
        label_visibility="collapsed",
    )  # fmt: skip
    words = typed.casefold().split()
    return [
        one for one in mine
        if _is(one, chosen, s, disputes) and all(word in _text_of(one, s) for word in words)
    ]  # fmt: skip


def _text_of(one: Mine, s: Session) -> str:
    return f"{one.name} {one.listing_id} {s.text(f'kind.{one.kind}')}".casefold()


def _is(one: Mine, shown: Shown, s: Session, disputes: Mapping[str, int]) -> bool:
    work = one.work
    if shown is Shown.REVIEW:
        return work is not None and work.state is State.IN_REVIEW
    if shown is Shown.PUBLISHED:
        return one.shown is not None
    if shown is Shown.WITHDRAWN:
        return one.shown is None and work is None
    if shown is Shown.YOURS:
        return who_acts(one, s, disputes.get(one.listing_id, 0)) in _BANK_ACTS
    return True


def _page(found: Sequence[Mine], s: Session) -> int:
    pages = max(-(-len(found) // A_PAGE), 1)
    if not found:
        st.info(s.text("bank.search.none"), icon=":material/search_off:")
    if pages == 1:
        return 0
    said = s.text("bank.page", n=len(found))
    chosen = st.selectbox(
        said, range(pages), key="bank.page",
        format_func=lambda p: s.text("bank.page.of", page=p + 1, pages=pages),
    )  # fmt: skip
    return min(int(chosen or 0), pages - 1)


_BANK_ACTS = ("finish", "answer", "verify")


def who_acts(one: Mine, s: Session, disputes: int) -> str:
    """What has to happen next: `finish` a draft, `answer`, `verify` facts, a steward's `review`."""
    if one.work is not None:
        return "finish" if one.work.state is State.DRAFT else "review"
    if one.shown is None:
        return "nobody"
    if disputes:
        return "answer"
    age = age_days(str(one.shown.content.get("as_of") or ""), s.world.today)
    return "verify" if age is None or age > STALE_AFTER_DAYS else "nobody"


def _row(one: Mine, s: Session, registry: Registry, actor: Actor, disputes: int) -> None:
    with st.container(border=True, key=f"card-mine-{one.listing_id}"):
        st.html(
            style.heading("inventory_2", one.name)
            + style.note(f"{s.text(f'kind.{one.kind}')} · {one.listing_id}")
        )
        style.chips(_chips(one, s, registry, actor, disputes))
        style.small(s.text(f"bank.next_act.{who_acts(one, s, disputes)}"))
        begins = one.waits_until(s.world.today)
        if begins is not None and one.former is not None:
            style.small(s.text("bank.until_then", n=one.former.version_no, date=s.text.day(begins)))
        with st.container(horizontal=True, gap="small"):
            _buttons(one, s, registry, actor)
        bank_leave.asked(one, s, registry, actor)


def _chips(one: Mine, s: Session, registry: Registry, actor: Actor, disputes: int) -> list[str]:
    versions: list[Version] = [v for v in (one.work, one.shown) if v is not None] or [one.newest]
    found = [bank_state.chip(version, s.world.today, s.text) for version in versions]
    as_of = str(one.version.content.get("as_of") or "")
    age = age_days(as_of, s.world.today)
    tone = Tone.CARE if age is None or age > STALE_AFTER_DAYS else Tone.PLAIN
    said = product_terms.age(as_of, s.world.today, s.text)
    found.append(style.chip(tone, s.text("bank.facts_age", age=said), "schedule"))
    doubts = len(bank_mine.doubts(registry, actor, one.work)) if one.work else 0
    if doubts:
        found.append(style.chip(Tone.CARE, s.text("bank.doubts", n=doubts), "help"))
    if disputes:
        found.append(style.chip(Tone.BAD, s.text("bank.disputes", n=disputes), "forum"))
    return found


def _buttons(one: Mine, s: Session, registry: Registry, actor: Actor) -> None:
    """What can be done with a product now."""
    work, number = one.work, one.listing_id
    if work is not None and work.state is State.DRAFT:
        if _button("go_on", "edit_note", number, s):
            _open(work, bank_bench.FILL)
        if _button("submit", "send", number, s):
            _open(work, bank_bench.PREVIEW)
        if _button("discard", "delete", number, s):
            bank_leave.ask(number, bank_leave.DISCARD)
    elif work is not None:
        if _button("take_back", "undo", number, s):
            bank_leave.ask(number, bank_leave.TAKE_BACK)
    elif _button("edit", "edit", number, s):
        _edit(one, s, registry, actor)
    if (work is None or work.state is not State.DRAFT) and _button("look", "visibility", number, s):
        _open(one.version, bank_bench.PREVIEW)
    if one.shown is not None and _button("withdraw", "block", number, s):
        bank_leave.ask(number, bank_leave.WITHDRAW)


def _button(name: str, icon: str, number: str, s: Session) -> bool:
    return st.button(
        s.text(f"bank.do.{name}"), key=f"bank.{name}.{number}", icon=f":material/{icon}:"
    )


def _open(version: Version, view: str) -> None:
    bank_bench.put(version, view)
    st.switch_page(path_of("edit"))


def _edit(one: Mine, s: Session, registry: Registry, actor: Actor) -> None:
    """The next version, begun from the one before it."""
    before = one.shown or one.newest
    number = max(each.version_no for each in registry.history(one.listing_id)) + 1
    content = bank_bench.next_of(before, number)
    ticket = str(uuid.uuid4())
    made = bank_bench.begin(registry, actor, content, today=s.world.today, ticket=ticket)
    if isinstance(made, Problem):
        style.wrong(s.text(made.code, **made.params))
        return
    st.switch_page(path_of("edit"))
