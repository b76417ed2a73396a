"""Step five: what the family hopes for, would undertake, and how it wants things done."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.case import Case, with_household
from planner.household import Aim, Goal, GoalKind, Household, Preferences
from planner.text import Text
from planner.ui.parts import ventures_form
from planner.ui.parts.arriving_form import Frame
from planner.ui.parts.fields import Fields
from planner.ui.parts.people_form import name_of
from planner.ui.parts.rows import Kindred, accepted, edit
from planner.ui.parts.spoken import money_said

HORIZONS = (24, 36, 60, 84, 120, 180, 240)
BUFFERS = (None, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 12.0)
MOST_PRODUCTS = (0, 1, 2, 3, 4, 5, 6)
ADULT = 18
_IN_TWO_YEARS = 24


def draw(case: Case, text: Text, frame: Frame) -> Case:
    """The case with its hopes, wishes and length as edited."""
    household = case.household
    goals = edit(_goals(text, frame), household.goals, text)
    st.subheader(text("venture.title"), help=text("venture.title.help"))
    ventures = ventures_form.draw(household, text, frame)
    st.subheader(text("wish.title"))
    wishes = _wishes(household, text)
    changes: dict[str, object] = {"goals": goals, "ventures": ventures, "preferences": wishes}
    case = with_household(case, accepted(Household, household, changes, text))
    f = Fields(text, "wish", "wish")
    months = f.pick("months", case.months, HORIZONS, lambda n: text.count("count.month", n))
    return accepted(Case, case, {"months": months}, text)


def _goals(text: Text, frame: Frame) -> Kindred[Goal]:
    by = frame.months[min(_IN_TWO_YEARS, len(frame.months) - 1)]

    def row(goal: Goal, f: Fields) -> Goal:
        one, two = st.columns(2)
        with one:
            kind = f.choice("kind", goal.kind, tuple(GoalKind))
        with two:
            wanted: date | None = f.month("by", goal.by, frame.months, None)
        amount = f.money("amount_today", goal.amount_today, frame.currency, rhythm="today")
        label = f.words("label", goal.label)
        changes: dict[str, object] = {
            "kind": kind, "by": wanted or goal.by, "amount_today": amount, "label": label,
        }  # fmt: skip
        return accepted(Goal, goal, changes, f.text)

    def new(name: str) -> Goal:
        label = text(f"choice.goal_kind.{name}")
        return Goal(label=label, kind=GoalKind(name), amount_today=0, by=by)

    fresh = (
        ("house", "cottage", new("house")),
        ("enterprise", "storefront", new("enterprise")),
        ("education", "school", new("education")),
        ("wedding", "favorite", new("wedding")),
        ("other", "add", new("other")),
    )

    def said(goal: Goal, text: Text) -> str:
        amount = money_said(goal.amount_today, frame.currency, "", text)
        return f"{amount} · {text.month_short(goal.by)}" if amount else ""

    return Kindred("goal", row, goal_title, said, fresh, "flag")


def goal_title(goal: Goal, text: Text) -> str:
    """What to call a hope."""
    return goal.label or text(f"choice.goal_kind.{goal.kind}")


def _wishes(household: Household, text: Text) -> Preferences:
    wishes, f = household.preferences, Fields(text, "wish", "wish")
    aim = f.choice("aim", wishes.aim, tuple(Aim))
    most = f.pick("most_products", wishes.most_products, MOST_PRODUCTS, lambda n: text.number(n, 0))
    islamic = f.yes("islamic_only", wishes.islamic_only)
    adults = {
        m.id: name_of(m, text)
        for m in household.members
        if m.age_years >= ADULT or m.id in wishes.holders
    }
    holders = st.multiselect(
        f.label("holders"), list(adults), default=[h for h in wishes.holders if h in adults],
        format_func=lambda i: adults[i], key=f.key("holders"), placeholder=text("wish.holders.any"),
        help=f.help("holders"),
    )  # fmt: skip
    buffer = f.pick("buffer_months", wishes.buffer_months, BUFFERS, lambda n: buffer_said(n, text))
    changes: dict[str, object] = {
        "aim": aim, "most_products": most, "islamic_only": islamic, "holders": tuple(holders),
        "buffer_months": buffer,
    }  # fmt: skip
    return accepted(Preferences, wishes, changes, text)


def buffer_said(months: float | None, text: Text) -> str:
    """So many months of essentials as a buffer, or the usual number of them."""
    return text("wish.buffer_months.usual") if months is None else text.count("count.month", months)
