"""The first screen of the risks: how likely cash runs out, when, why, and how bad it can get."""

from __future__ import annotations

from math import isfinite

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.futures.paths import FULL_PATHS, Cause
from planner.plan import Plan
from planner.report_risk import odds_said
from planner.risk import Risk, odds, standard_error
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import odds_words
from planner.ui.parts.spoken import signed
from planner.ui.style import Tile, Tone
from planner.ui.weighing import counted

RARE, OFTEN = 0.1, 0.3
"""Up to one family in ten is called rare; from three in ten on it is called often. Judgement."""
_YEAR = 12


def tone_of(share: float) -> Tone:
    """How a chance of running out is meant."""
    return Tone.GOOD if share <= RARE else Tone.CARE if share < OFTEN else Tone.BAD


def headline(risk: Risk, plan: Plan, text: Text) -> None:
    """The one thing to read: how many families like this one run out of cash, and why most."""
    share, tone = risk.below_ever, tone_of(risk.below_ever)
    told = "lasts" if tone is Tone.GOOD else "runs_out"
    found = odds(1 - share if tone is Tone.GOOD else share)
    kind = found.code.removeprefix("odds.")
    key = f"risk.headline.{told}" + (".all" if kind == "all" else "")
    end = _month(plan, plan.timeline.months, text)
    said = odds_said(1 - share if tone is Tone.GOOD else share, text)
    title = text(key, odds=said, month=end, count=text.number(risk.count))
    style.hero(tone, text(f"risk.word.{tone}"), title, _why(risk, plan, text))


def _why(risk: Risk, plan: Plan, text: Text) -> str:
    if not risk.reasons:
        return text("risk.why.never")
    first = risk.reasons[0]
    cause = text(f"cause.{first.cause.name.lower()}")
    words = [text("risk.why", cause=cause, odds=odds_words.short(first.share, text))]
    if plan.answers.first_below_zero_mark is not None and first.cause is not Cause.PLAN:
        words.append(text("risk.why.plan_too"))
    return " ".join(words)


def tiles(risk: Risk, plan: Plan, text: Text) -> None:
    """Four numbers: cash lasts, the hardest month, how bad it gets, months of cover."""
    worst = int(risk.below_at.argmax())
    share = float(risk.below_at[worst])
    year = min(_YEAR, plan.timeline.months)
    lasts = Tile(
        "verified_user",
        text("risk.lasts"),
        odds_words.short(1 - risk.below_ever, text),
        text("risk.lasts.note", month=_month(plan, plan.timeline.months, text)),
        tone_of(risk.below_ever),
    )
    hardest = Tile("event_busy", text("risk.hardest"), text("risk.hardest.none"), "", Tone.GOOD)
    if share > 0:
        note = text("risk.hardest.note", odds=odds_words.short(share, text))
        month = text.month_short(month_of(plan.timeline, worst))
        hardest = Tile("event_busy", text("risk.hardest"), month, note, tone_of(share))
    badly = Tile(
        "south",
        text("risk.badly"),
        signed(risk.tail_today, text),
        text("risk.badly.note", currency=plan.currency),
        Tone.BAD if risk.tail_today < 0 else Tone.PLAIN,
    )
    low, middle = (_months(float(c[year]), text) for c in (risk.cover_low, risk.cover_median))
    note = text("risk.cover.note", low=low, month=_month(plan, year, text))
    cover = Tile("hourglass", text("risk.cover"), middle, note)
    style.tiles((lasts, hardest, badly, cover))


def _months(count: float, text: Text) -> str:
    return text.count("count.month", int(count)) if isfinite(count) else text("risk.cover.ever")


def sureness(risk: Risk, plan: Plan, text: Text) -> None:
    """Over how many futures this was counted, how sure it is, and a way to count more."""
    error = standard_error(risk.below_ever, risk.count)
    off = text("risk.counted.exact") if error == 0 else text(
        "risk.counted.error", n=text.number(max(error * 100, 0.1), 1)
    )  # fmt: skip
    style.small(f"{text('risk.counted', count=text.number(risk.count))} {off}")
    with st.container(horizontal=True):
        if risk.count < FULL_PATHS:
            st.button(
                text("risk.count_more", count=text.number(FULL_PATHS)), key="risk.more",
                icon=":material/add_circle:", type="tertiary",
                on_click=desk.open_fold, args=(full_fold(plan),),
            )  # fmt: skip
        st.download_button(
            text("risk.download", count=text.number(FULL_PATHS)),
            data=lambda: frames.as_csv(_table(plan, text)), file_name="wapsi-futures.csv",
            mime="text/csv", icon=":material/table:", key="risk.csv", on_click="ignore",
            type="tertiary",
        )  # fmt: skip


def full_fold(plan: Plan) -> str:
    """Under which name it is remembered that a plan's futures are wanted in full."""
    return f"risk.full.{cache.key_of(plan.case)}"


def of(plan: Plan, text: Text) -> Risk:
    """The futures to show: the quick count, or the full one where it was asked for."""
    if not desk.opened(full_fold(plan)):
        return cache.risk_of(plan.case)
    with st.spinner(text("risk.counting", count=text.number(FULL_PATHS)), show_time=True):
        return cache.risk_of(plan.case, full=True)


def _table(plan: Plan, text: Text) -> frames.Table:
    """The futures of every month under headers people can read; counted in full."""
    table = frames.futures(counted(plan, FULL_PATHS), plan)
    return table.rename(columns={name: _header(str(name), plan, text) for name in table})


def _header(name: str, plan: Plan, text: Text) -> str:
    kind, _, label = name.partition(": ")
    return text(f"futures.{kind}", currency=plan.currency, name=label)


def _month(plan: Plan, mark: int, text: Text) -> str:
    return text.month(month_of(plan.timeline, mark))
