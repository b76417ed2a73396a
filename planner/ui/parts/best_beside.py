"""The plan as it is and the advised one side by side; taking it, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from planner import frames
from planner.baseline import month_of
from planner.best import Best
from planner.case import Alternative, Case
from planner.charts import compare as picture
from planner.pins import unpinned
from planner.plan import Plan
from planner.risk import Risk
from planner.text import Text
from planner.ui import cache, desk, session, style
from planner.ui.parts import charted, odds_words
from planner.ui.parts.alternatives import MOST
from planner.ui.parts.best_head import WORRYING
from planner.ui.parts.spoken import signed
from planner.ui.weighing import Weighed


def draw(found: Weighed, text: Text) -> None:
    """Both in numbers and as lines, and the buttons."""
    best = found.best
    st.subheader(text("best.beside"))
    if same(best):
        if best.infeasible is None and best.short < WORRYING:
            st.success(text("best.beside.same"), icon=":material/check_circle:")
        else:
            st.info(text("best.beside.no_better"), icon=":material/info:")
        _undo(best.own.case, text)
        return
    names = (text("best.beside.own"), text("best.beside.advised"))
    numbers(names, rows(best.own, found.own, best.plan, found.advised, text))
    if found.advised.below_ever > found.own.below_ever + _RISKIER:
        st.warning(text("best.riskier"), icon=":material/warning:")
    _take(best, text)
    with st.container(border=True, key="card-beside"):
        note = text("compare.cash.note", currency=best.own.currency)
        st.html(style.title(text("compare.cash"), note))
        lines = {
            text("best.beside.own"): frames.monthly(best.own),
            text("best.beside.advised"): frames.monthly(best.plan),
        }
        charted.show("beside", cache.key_of(best.own.case), lambda: picture.draw(lines, text))


def same(best: Best) -> bool:
    """Whether the family's plan is the advised one already."""
    return best.own.case.decided == best.allocation.decisions.decided


def numbers(names: tuple[str, str], found: Iterable[tuple[str, str, str]]) -> None:
    """Numbers of two plans beside each other, a line each; figures that differ are marked."""
    style.ways(
        (
            style.Way(label, "", ((names[0], old, ""), (names[1], new, "")), own=old != new)
            for label, old, new in found
        ),
        placed=False,
    )


_RISKIER = 0.02
"""More families than this running out is told; less is chance. Judgement: two standard errors."""


def rows(
    old: Plan, old_risk: Risk | None, new: Plan, new_risk: Risk | None, text: Text
) -> list[tuple[str, str, str]]:
    """The numbers that matter of two plans, the older first."""
    both = ((old, old_risk), (new, new_risk))
    found = [
        ("best.row.lowest", [signed(plan.answers.lowest_cash, text) for plan, _ in both]),
        ("best.row.lowest_month", [_month(p, p.answers.lowest_mark, text) for p, _ in both]),
        ("best.row.runs_out", [_runs_out(plan, text) for plan, _ in both]),
        ("best.row.end_cash", [signed(_today(p, "cash"), text) for p, _ in both]),
        ("best.row.end_worth", [signed(_today(p, "net_worth"), text) for p, _ in both]),
    ]
    if old.case.household.goals or new.case.household.goals:
        counts = [text.number(len(plan.paid_goals)) for plan, _ in both]
        found.append(("best.row.hopes", counts))
    if old_risk is not None and new_risk is not None:
        lasts = [odds_words.short(1 - risk.below_ever, text) for _, risk in both if risk]
        found.append(("best.row.lasts", lasts))
    return [(text(key), *values) for key, values in found]  # type: ignore[misc]


def _today(plan: Plan, name: str) -> float:
    return float(getattr(plan, name)[-1] / plan.price_level[-1])


def _month(plan: Plan, mark: int, text: Text) -> str:
    return text.month_short(month_of(plan.timeline, mark))


def _runs_out(plan: Plan, text: Text) -> str:
    mark = plan.answers.first_below_zero_mark
    return text("best.row.never") if mark is None else _month(plan, mark, text)


# ------------------------------------------------------------------ taking it, and back


def _take(best: Best, text: Text) -> None:
    with st.container(horizontal=True):
        if st.button(text("best.take"), type="primary", icon=":material/check:", key="best.take"):
            before = best.own.case
            session.accept_anew(taken(best, text))
            desk.desk().undo = before
            st.rerun()
        _undo(best.own.case, text)
    style.small(text("best.take.note"))


def taken(best: Best, text: Text) -> Case:
    """The case with the advised decisions; those it had are kept as an alternative beside it.

    What is advised was weighed on the terms of today, and is taken on them.
    """
    case = best.own.case
    edits: dict[str, object] = dict(best.allocation.decisions.decided)
    kept = case.alternatives
    known = [one.decided for one in kept]
    if any(case.decided.values()) and case.decided not in known and len(kept) < MOST:
        names = {one.name for one in kept}
        name = next(
            said for n in range(1, MOST + 2) if (said := text("best.before", n=n)) not in names
        )
        edits["alternatives"] = (*kept, Alternative(name=name, **case.decided))
    fresh = unpinned(case, (choice.listing_id for choice in best.allocation.decisions.choices))
    return fresh.model_copy(update=edits)


def _undo(case: Case, text: Text) -> None:
    """Back to the decisions before, as long as nothing else has been decided since."""
    before = desk.desk().undo
    if before is None or before.decided == case.decided:
        return
    if st.button(text("best.undo"), icon=":material/undo:", key="best.undo"):
        back = {**before.decided, "alternatives": before.alternatives, "pins": before.pins}
        session.accept_anew(case.model_copy(update=back))
        desk.desk().undo = None
        st.rerun()
