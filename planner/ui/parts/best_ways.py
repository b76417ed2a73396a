"""The ways a family could go, always at least three side by side: wage, enterprise, save and wait.

What cannot be known asks its question here; what is answered is told beside the case and changes
nothing in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.charts import compare as picture
from planner.plan import Plan
from planner.templates import Rests, Told, WayName
from planner.text import Text
from planner.ui import cache, chores, desk, style
from planner.ui.parts import charted, odds_words
from planner.ui.parts.fields import MOST_MONEY, Fields
from planner.ui.parts.spoken import signed
from planner.ui.style import Column, Tone
from planner.ways import NUMBERS, Way, WayRow, way_rows

ICONS = {
    WayName.WAGE: "work",
    WayName.ENTERPRISE: "storefront",
    WayName.SAVE: "savings",
    WayName.REPAY: "money_off",
    WayName.ABROAD: "flight_takeoff",
}
_QUESTIONS = {
    "way.ask.wage": "wage_pm",
    "way.ask.send": "send_pm",
    "way.ask.journey": "migration_cost",
}
"""Questions that are answered by an amount told beside the case."""


def draw(plan: Plan, text: Text) -> None:
    """The columns, their lines, and the questions that would fill what is open."""
    st.subheader(text("best.ways"))
    style.lead(text("best.ways.note"))
    told = desk.desk().told
    chores.show(
        "ways",
        f"{cache.key_of(plan.case)}{told}",
        cache.comparing(plan.case, told),
        text("best.ways.doing"),
        lambda found: _draw(found, plan, text),
    )


def _draw(found: tuple[Way, ...], plan: Plan, text: Text) -> None:
    rows = way_rows(found)
    style.columns(
        Column(
            icon=ICONS[way.name],
            name=text(f"way.{way.name}"),
            sentence=text.tell(way.verdict, way.params),
            figures=_figures(place, way, rows, text),
            notes=[*(_rests(one, text) for one in way.rests), *map(text, way.notes)],
            tone=_tone(way),
        )
        for place, way in enumerate(found)
    )  # fmt: skip
    told = _ask(found, plan, text)
    if told != desk.desk().told:
        desk.desk().told = told
        st.rerun()
    known = {text(f"way.{way.name}"): way.plan for way in found if way.plan is not None}
    with st.container(border=True, key="card-ways"):
        note = text("compare.cash.note", currency=plan.currency)
        st.html(style.title(text("best.ways.cash"), note))
        charted.show(
            "ways",
            f"{cache.key_of(plan.case)}{desk.desk().told}",
            lambda: picture.draw({name: frames.monthly(one) for name, one in known.items()}, text),
        )


def _figures(
    place: int, way: Way, rows: Sequence[WayRow], text: Text
) -> list[tuple[str, str, bool]]:
    """The numbers of one column that exist for it."""
    if not way.known:
        return []
    said = [(row, _figure(row.values[place], row.name, way, text)) for row in rows]
    return [
        (text(f"way.number.{row.name}"), figure, row.best == place)
        for row, figure in said
        if figure
    ]


def _tone(way: Way) -> Tone:
    if not way.known:
        return Tone.ASK
    return Tone.BAD if way.numbers["first_below_zero_mark"] is not None else Tone.GOOD


def _figure(value: float | None, name: str, way: Way, text: Text) -> str:
    """One number of a way in words; empty for one that does not exist here."""
    unit = NUMBERS[name][0]
    if value is None:
        key = f"best.ways.none.{name}"
        return text(key) if text.say.has(key) else ""
    if unit == "amount":
        return signed(value, text)
    if unit == "share":
        return odds_words.short(value, text)
    if unit == "months" or way.plan is None:
        return text.count("count.month", value)
    return text.month_short(month_of(way.plan.timeline, int(value)))


def _rests(one: Rests, text: Text) -> str:
    name = f"{text(one.name)} ({one.label})" if one.label else text(one.name)
    value = {
        "amount": lambda: text.money(one.value),
        "months": lambda: text.count("count.month", one.value),
        "share": lambda: text.share(one.value),
    }[one.unit]()
    whose = "best.ways.own" if one.own else "best.ways.card"
    return text(whose, name=name, value=value)


def _ask(found: tuple[Way, ...], plan: Plan, text: Text) -> Told:
    """What is told beside the case, as typed."""
    told = desk.desk().told
    open_ = [q for way in found for q in way.questions if q in _QUESTIONS]
    fields = {q: _QUESTIONS[q] for q in dict.fromkeys(open_)}
    fields |= {q: n for q, n in _QUESTIONS.items() if getattr(told, n) is not None}
    other = [q for way in found for q in way.questions if q not in _QUESTIONS]
    if not fields and not other:
        return told
    with st.container(border=True, key="card-ways-ask"):
        st.html(style.heading("help", text("best.ways.ask")))
        for question in dict.fromkeys(other):
            style.small(text(question))
        names = {name: text(question) for question, name in fields.items()}
        f = Fields(text, "way", "way.told", names)
        values = {
            name: f.money(name, getattr(told, name) or 0.0, plan.currency, high=MOST_MONEY) or None
            for name in names
        }
    return replace(told, **values)
