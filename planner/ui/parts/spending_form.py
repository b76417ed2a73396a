"""Step three: what the house needs, month by month and in its seasons."""

from __future__ import annotations

import streamlit as st

from planner.household import Expense, ExpenseKind, Household
from planner.text import Text
from planner.ui.parts import rhythm
from planner.ui.parts.arriving_form import Frame
from planner.ui.parts.fields import Fields
from planner.ui.parts.rows import Kindred, accepted, edit
from planner.ui.parts.spoken import money_said

_USUAL = (
    ("food", "restaurant"),
    ("home", "cottage"),
    ("school", "school"),
    ("health", "medical_services"),
    ("fuel", "local_fire_department"),
    ("farm_input", "agriculture"),
    ("family_duty", "diversity_1"),
    ("other", "add"),
)


def draw(household: Household, text: Text, frame: Frame) -> Household:
    """The household with its spending as edited."""
    expenses = edit(_kindred(text, frame), household.expenses, text)
    return accepted(Household, household, {"expenses": expenses}, text)


def _kindred(text: Text, frame: Frame) -> Kindred[Expense]:
    def row(expense: Expense, f: Fields) -> Expense:
        one, two = st.columns(2)
        with one:
            label = f.words("label", expense.label)
            essential = f.yes("essential", expense.essential)
        with two:
            when = rhythm.season(f, expense.every_months, expense.months)
        said = "season" if when["months"] else f"per.{when['every_months']}"
        amount = f.money("amount", expense.amount, frame.currency, rhythm=said)
        with st.expander(text("rows.more")):
            kind = f.choice("kind", expense.kind, tuple(ExpenseKind))
            phase = rhythm.phase(f, expense.phase)
            until = f.month("until", expense.until, frame.months, "rows.until.none")
            grows = f.yes("grows_with_prices", expense.grows_with_prices)
        changes: dict[str, object] = {
            "label": label, "essential": essential, "amount": amount, "kind": kind,
            "phase": phase, "until": until, "grows_with_prices": grows, **when,
        }  # fmt: skip
        return accepted(Expense, expense, changes, text)

    fresh = tuple(
        (kind, icon, Expense(label=text(f"expense.add.{kind}"), kind=ExpenseKind(kind), amount=0))
        for kind, icon in _USUAL
    )

    def said(expense: Expense, text: Text) -> str:
        word = rhythm.word(expense.every_months, expense.months)
        return money_said(expense.amount, frame.currency, word, text)

    return Kindred("expense", row, _title, said, fresh, "shopping_basket")


def _title(expense: Expense, text: Text) -> str:
    return expense.label or text(f"choice.expense_kind.{expense.kind}")
