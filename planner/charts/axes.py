"""Axes and tooltips that speak the reader's language: months by name, money in lakh or millions.

The browser's chart library knows neither; so month names are handed over with the marks, and money
is written by small expressions that group digits as the text does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from planner.charts.theme import by_width
from planner.text import Text

_STEPS = (1, 2, 3, 6, 12, 24, 36, 60)
_MOST_LABELS = 6


ALL_LABELS: Mapping[str, Any] = {"labelOverlap": False}
"""For an axis whose labels are few enough: none of them is dropped, however close they come."""


def month_axis(dates: Sequence[date], text: Text) -> alt.Axis:
    """The axis of month marks 0 … T, with few enough names to be read."""
    last = len(dates) - 1
    step = next((s for s in _STEPS if last / s <= _MOST_LABELS), _STEPS[-1])
    marks = list(range(0, last + 1, step))
    names = ", ".join(f"'{m}': '{_quoted(text.month_short(dates[m]))}'" for m in marks)
    return alt.Axis(
        values=marks,
        labelExpr=f"{{{names}}}[datum.value]",
        labelOverlap="greedy",
        labelSeparation=8,
        labelFlush=True,
        grid=False,
        offset=6,
        title=None,
    )


def month_scale(dates: Sequence[date]) -> alt.Scale:
    """The scale under `month_axis`: half a month of air on both sides."""
    return alt.Scale(domain=[-0.5, len(dates) - 0.5], nice=False)


def money_axis(text: Text, currency: str | None = None) -> alt.Axis:
    """The axis of money in short words, of one width, so that months line up between pictures."""
    return alt.Axis(
        labelExpr=short_money("datum.value", text, currency),
        tickCount=by_width(4, 6),
        minExtent=62,
        maxExtent=62,
        domain=False,
        ticks=False,
        title=None,
    )


def money(value: str, text: Text, currency: str | None = None) -> str:
    """An expression that writes the money in the expression `value`, as `Text.money` does."""
    digits = f"format(abs({value}), '.0f')"
    grouped = f"replace({digits}, regexp('{_groups(text, currency)}', 'g'), ',')"
    return f"(round({value}) < 0 ? '−' : '') + '{_sign(text, currency)}' + {grouped}"


def short_money(value: str, text: Text, currency: str | None = None) -> str:
    """An expression that writes money in few letters, without the currency's sign."""
    sign = f"({value} < 0 ? '−' : '')"
    plain = f"replace(format(abs({value}), '.0f'), regexp('{_groups(text, currency)}', 'g'), ',')"
    if not _in_lakh(text, currency):
        short = f"replace(format(abs({value}), '~s'), 'G', 'B')"
        return f"{sign} + (abs({value}) < 10000 ? {plain} : {short})"
    crore = _around(text("money.crore", n="§"), f"format(abs({value}) / 1e7, '~g')")
    lakh = _around(text("money.lakh", n="§"), f"format(abs({value}) / 1e5, '~g')")
    size = f"abs({value})"
    return f"{sign} + ({size} >= 1e7 ? {crore} : {size} >= 1e5 ? {lakh} : {plain})"


def _around(words: str, figure: str) -> str:
    before, _, after = words.partition("§")
    return f"('{_quoted(before)}' + {figure} + '{_quoted(after)}')"


def _in_lakh(text: Text, currency: str | None) -> bool:
    return "12,34,567" in text.money(1_234_567, currency)


def _groups(text: Text, currency: str | None) -> str:
    """Where commas go in a run of digits, as a pattern."""
    return r"\\B(?=(\\d{2})*\\d{3}$)" if _in_lakh(text, currency) else r"\\B(?=(\\d{3})+$)"


def _sign(text: Text, currency: str | None) -> str:
    return _quoted(text.money(0, currency).replace("0", ""))


def _quoted(words: str) -> str:
    """Words made safe inside an expression's quotes."""
    return words.replace("\\", "").replace("'", "’")


def legend(
    words: Mapping[str, str], columns: tuple[int, int] = (2, 4), *, line: bool = False
) -> alt.Legend:
    """The words of each key below the picture, in fewer columns on a phone.

    `line` shows a stroke for each, so that dashes are told apart too.
    """
    names = ", ".join(f"'{key}': '{_quoted(word)}'" for key, word in words.items())
    label = f"{{{names}}}[datum.label]"
    if line:
        return alt.Legend(
            labelExpr=label, columns=by_width(*columns), symbolType="stroke", symbolOpacity=1,
            symbolStrokeWidth=2.6, symbolSize=260,
        )  # fmt: skip
    return alt.Legend(labelExpr=label, columns=by_width(*columns), symbolOpacity=1)
