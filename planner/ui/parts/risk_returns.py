"""When is it safe to come home: the chance of every month of return, at a confidence one picks."""

from __future__ import annotations

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.charts import odds
from planner.futures.returns import CONFIDENCE
from planner.plan import Plan
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import charted
from planner.ui.style import Tone

CONFIDENCES = tuple(step / 100 for step in range(50, 100, 5))


@st.fragment
def draw(plan: Plan, text: Text) -> None:
    """The earliest month that is safe often enough, and the whole curve."""
    style.lead(text("risk.returns.note"))
    wanted = st.select_slider(
        text("risk.returns.confidence"), options=CONFIDENCES, value=CONFIDENCE,
        format_func=text.share, key=f"{desk.epoch()}.returns.confidence",
    )  # fmt: skip
    confidence = float(wanted)
    found = cache.returns_of(plan.case)
    earliest = found.at(confidence)
    _verdict(plan, earliest, confidence, float(found.chance[: found.judged_until + 1].max()), text)
    with st.container(border=True, key="card-returns"):
        note = text("risk.returns.picture.note", count=text.number(found.count))
        st.html(style.title(text("risk.returns.picture"), note))
        charted.show(
            "returns",
            f"{cache.key_of(plan.case)}{confidence}",
            lambda: odds.safe_returns(
                frames.safe_returns(found, plan),
                text,
                confidence=confidence,
                earliest=earliest,
                chosen=found.chosen,
            ),
        )
    judged = text.month(month_of(plan.timeline, found.judged_until))
    style.small(text("risk.returns.judged", month=judged))


def _verdict(plan: Plan, earliest: int | None, confidence: float, best: float, text: Text) -> None:
    share = text.share(confidence)
    word = text("risk.returns.word")
    if earliest is None:
        title = text("risk.returns.never", share=share)
        style.hero(Tone.BAD, word, title, text("risk.returns.never.note", best=text.share(best)))
    elif earliest == 0:
        title = text("risk.returns.any", share=share)
        style.hero(Tone.GOOD, word, title, text("risk.returns.any.note"))
    else:
        month = text.month(month_of(plan.timeline, earliest))
        title = text("risk.returns.from", month=month)
        style.hero(Tone.GOOD, word, title, text("risk.returns.from.note", share=share))
