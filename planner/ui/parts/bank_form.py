"""The form of a draft: one short section at a time, saved at every accepted answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from planner.prices import Shelf
from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts import bank_bench, bank_rules, bank_shape, bank_steps, bank_words, term_fields
from planner.ui.parts.bank_bench import Bench
from planner.ui.parts.bank_judge import Judged
from planner.ui.parts.bank_shape import Control, Section, Spec, put, specs, value_at
from planner.ui.parts.bank_words import VERIFIED, VERSION_NOTE
from planner.ui.parts.term_fields import Offered, TermFields
from products.basis.people import Actor
from products.publishing.content import Content
from products.publishing.registry import Registry

MOST_NOTE = 400
_SHORT = frozenset({Control.WORDS, Control.STEPS, Control.SOURCE, Control.MODES})
"""Controls that take a whole line; the others stand two abreast."""
_FIRST, _LAST = date(2000, 1, 1), date(2998, 12, 31)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form needs beside the draft: who writes, where it is kept, what there is to choose."""

    registry: Registry
    actor: Actor
    shelf: Shelf
    text: Text
    today: date


def draw(bench: Bench, judged: Judged, setting: Setting) -> None:
    """Draw the section before the officer, and save what it says; draws anew where rows changed."""
    text = setting.text
    section = _section(bench, judged, text)
    f = fields(bench, judged, setting)
    before = bench.content
    habit = f.habits
    chosen = bank_shape.in_section(specs(f.kind), section)
    content: Content = _fields(f, [s for s in chosen if not bank_shape.is_rare(s, habit)], before)
    if section is Section.WHO:
        content = _rules(f, content)
    if section is Section.PROOF:
        content = _noted(f, content, VERIFIED, text)
    if section is Section.DATES:
        content = _noted(f, _days(f, bench, content, setting), VERSION_NOTE, text)
    rare = [s for s in chosen if bank_shape.is_rare(s, habit)]
    if rare:
        filled = sum(value_at(before, s) not in (None, "", [], s.default) for s in rare)
        key = "bank.form.rare_filled" if filled else "bank.form.rare"
        with st.expander(text(key, n=filled), icon=":material/unfold_more:"):
            content = _fields(f, rare, content)
    bench.content = dict(content)
    bank_bench.save(setting.registry, setting.actor, bench)
    _next(bench, section, text)
    if bench.content != before:
        st.rerun()


def fields(bench: Bench, judged: Judged, setting: Setting) -> TermFields:
    """The fields of the draft, with what its country has to choose from."""
    shelf, kind = setting.shelf, bank_words.kind_of(bench.content)
    sources = {one.source_id: _source(one.publisher, one.title) for one in
               sorted(shelf.country.sources.values(), key=lambda one: one.publisher)}  # fmt: skip
    own = bank_bench.own_source(bench.held.provider_id)
    provider = shelf.country.providers.get(bench.held.provider_id)
    name = provider.name if provider else bench.held.provider_id
    offered = Offered(
        currencies=(shelf.home, *sorted(set(shelf.market.fx) - {shelf.home})),
        indexes=tuple(sorted(shelf.market.index_pa)),
        sources={own: name, **sources},
        regions={one.region_code: one.name for one in shelf.country.regions},
    )
    return term_fields.fields_of(
        setting.text, place(bench), kind, str(bench.content.get("currency") or ""),
        bank_shape.habits(kind, shelf.listings), offered, judged.wrong,
    )  # fmt: skip


def place(bench: Bench) -> str:
    """Where what is typed for this draft is kept; another once its fields start anew."""
    return f"bank.{bench.held.version_id}.{bench.turn}"


def unusable(bench: Bench) -> int:
    """How many fields hold something typed that cannot be used."""
    return sum(name.startswith(f"{place(bench)}.") for name in desk.typed())


def _source(publisher: str, title: str) -> str:
    return f"{publisher}: {title}" if title else publisher


def _section(bench: Bench, judged: Judged, text: Text) -> Section:
    """Which part of the form is open; those where something is wrong or missing say so."""
    kind = bank_words.kind_of(bench.content)
    lacking = {spec.section for spec in judged.missing}
    lacking |= {s.section for s in specs(kind) if s.name in judged.wrong}
    known = _known(kind)

    def named(section: Section) -> str:
        words = text(f"bank.section.{section}")
        return f"{words} :material/error:" if section in lacking else words

    now = Section(bench.section) if bench.section in known else known[0]
    chosen = st.segmented_control(
        text("bank.sections"), known, default=now, required=True, format_func=named,
        key=f"{place(bench)}.section.{now}", label_visibility="collapsed",
    )  # fmt: skip
    bench.section = chosen.value
    if chosen is not now:
        st.rerun()
    style.small(text(f"bank.section.{now}.lead"))
    return now


def _known(kind: str) -> list[Section]:
    """The sections that ask something of this kind."""
    always = (Section.WHO, Section.PROOF, Section.DATES)
    asked = {spec.section for spec in specs(kind)}
    return [section for section in Section if section in always or section in asked]


def _next(bench: Bench, section: Section, text: Text) -> None:
    """The way to the next section, and from the last one to the preview."""
    order = _known(bank_words.kind_of(bench.content))
    last = section is order[-1]
    label = text("bank.to_preview" if last else "bank.next")
    if st.button(label, key=f"{place(bench)}.next.{section}", icon=":material/arrow_forward:"):
        if last:
            bench.view = bank_bench.PREVIEW
        else:
            bench.section = order[order.index(section) + 1].value
        st.rerun()


def _fields(f: TermFields, chosen: list[Spec], content: Content) -> Content:
    """Fields two abreast, long ones over the whole width; the content with their answers."""
    pair: list[Spec] = []
    for spec in [*chosen, None]:
        if spec is not None and spec.control not in _SHORT:
            pair.append(spec)
            if len(pair) == 1:
                continue
        if pair:
            for column, each in zip(st.columns(2), pair, strict=False):
                with column:
                    content = _answered(f, each, content)
            pair = []
            if spec is None or spec.control not in _SHORT:
                continue
        if spec is not None:
            content = _answered(f, spec, content)
    return content


def _answered(f: TermFields, spec: Spec, content: Content) -> Content:
    value = value_at(content, spec)
    asker = bank_steps.ask if spec.control is Control.STEPS else TermFields.ask
    answer = asker(f, spec, value)
    return content if answer == value else put(content, spec, answer)


def _rules(f: TermFields, content: Content) -> Content:
    before = list(content.get("rules", ()))
    after = bank_rules.ask(f, before)
    if after == before:
        return content
    rest: Mapping[str, object] = {k: v for k, v in content.items() if k != "rules"}
    return {**rest, "rules": after} if after else rest


def _noted(f: TermFields, content: Content, field: str, text: Text) -> Content:
    """A line in words: who verified the facts, or what changed in this version."""
    before = bank_words.noted(content, field)
    typed = st.text_input(
        text(f"bank.note.{field}"), value=before, key=f.key(f"note.{field}"), max_chars=MOST_NOTE,
        help=text(f"bank.note.{field}.help"),
    )  # fmt: skip
    return content if typed.strip() == before else bank_words.note(content, field, typed.strip())


def _days(f: TermFields, bench: Bench, content: Content, setting: Setting) -> Content:
    """From when and until when this version holds; the last day is said inclusively."""
    text = setting.text
    left, right = st.columns(2)
    start = left.date_input(
        text("bank.holds_from"), value=bench.valid_from, min_value=_FIRST, max_value=_LAST,
        format="YYYY-MM-DD", key=f.key("holds_from"),
    )  # fmt: skip
    end = bench.valid_to - timedelta(days=1) if bench.valid_to else None
    until = right.date_input(
        text("bank.holds_until"), value=end, min_value=_FIRST, max_value=_LAST,
        format="YYYY-MM-DD", key=f.key("holds_until"), help=text("bank.holds_until.help"),
    )  # fmt: skip
    if isinstance(start, date):
        bench.valid_from = start
    bench.valid_to = until + timedelta(days=1) if isinstance(until, date) else None
    if bench.valid_to is not None and bench.valid_to <= bench.valid_from:
        params = {
            "value": bench.valid_from.isoformat(),
            "limit": until.isoformat() if until else "",
        }
        style.wrong(text("problem.dates_reversed", **params))
    elif bench.valid_from > setting.today:
        style.small(text("bank.holds.later", date=text.day(bench.valid_from)))
    elif bench.valid_from < setting.today:
        style.small(text("bank.holds.past", date=text.day(bench.valid_from)))
    return content
