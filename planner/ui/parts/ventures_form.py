"""Part of step five: what the family would undertake with its own hands, in its own numbers."""

from __future__ import annotations

import streamlit as st

from planner.household import Household, Venture, VentureKind
from planner.text import Text
from planner.ui.parts.arriving_form import Frame
from planner.ui.parts.fields import Fields
from planner.ui.parts.people_form import name_of
from planner.ui.parts.rows import Kindred, accepted, edit
from planner.ui.parts.spoken import money_said

MOST_WAIT = 60
LEARNT = ("has_training_certificate", "has_trade_skill_proof", "has_business_plan")
"""Questions that training answers with yes; another one can come in with a case file."""
_ADDED = (
    ("shop", "storefront"), ("workshop", "construction"), ("transport", "local_taxi"),
    ("livestock", "pets"), ("training", "school"), ("other", "add"),
)  # fmt: skip


def draw(household: Household, text: Text, frame: Frame) -> tuple[Venture, ...]:
    """The ventures as edited; one just added has an id of its own."""
    return edit(_ventures(household, text, frame), household.ventures, text)


def _ventures(household: Household, text: Text, frame: Frame) -> Kindred[Venture]:
    def row(venture: Venture, f: Fields) -> Venture:
        one, two = st.columns(2)
        with one:
            kind = f.choice("kind", venture.kind, tuple(VentureKind))
            cost = f.money("cost", venture.cost, frame.currency, rhythm="today")
        with two:
            profit = f.money("profit_pm", venture.profit_pm, frame.currency, rhythm="per.1")
            capital = f.money(
                "working_capital", venture.working_capital, frame.currency, rhythm="today"
            )
        changes: dict[str, object] = {
            "kind": kind, "cost": cost, "profit_pm": profit, "working_capital": capital,
        }  # fmt: skip
        with st.expander(f.text("rows.more")):
            changes |= _more(venture, kind, f, household, frame)
        return accepted(Venture, venture, changes, f.text)

    taken = {venture.id for venture in household.ventures}
    free = next(f"v{n}" for n in range(1, 99) if f"v{n}" not in taken)
    fresh = tuple((name, icon, _new(free, VentureKind(name), text)) for name, icon in _ADDED)

    def said(venture: Venture, text: Text) -> str:
        return money_said(venture.cost + venture.working_capital, frame.currency, "", text)

    return Kindred("venture", row, venture_title, said, fresh, "storefront")


def _new(free: str, kind: VentureKind, text: Text) -> Venture:
    return Venture(id=free, label=text(f"choice.venture_kind.{kind}"), kind=kind, cost=0)


def _more(
    venture: Venture, kind: VentureKind, f: Fields, household: Household, frame: Frame
) -> dict[str, object]:
    """What may be left as it is: name, owner, months, and what training opens."""
    text = f.text
    names = {None: text("venture.owner.none")} | {m.id: name_of(m, text) for m in household.members}
    changes: dict[str, object] = {
        "label": f.words("label", venture.label),
        "owner": f.pick("owner", venture.owner, list(names), lambda i: names[i]),
        "wait_months": f.whole("wait_months", venture.wait_months, 0, MOST_WAIT),
        "months": f.months("months", venture.months),
        "resale_share": f.percent("resale_share", venture.resale_share, 0, 1),
        "earliest": f.month("earliest", venture.earliest, frame.months, "venture.earliest.any"),
    }
    if kind is VentureKind.TRAINING or venture.answer:
        options = ("", *LEARNT)
        changes["answer"] = f.pick("answer", venture.answer, options, lambda a: _opens(a, text))
    return changes


def _opens(answer: str, text: Text) -> str:
    return text(f"ask.{answer}") if answer else text("venture.answer.none")


def venture_title(venture: Venture, text: Text) -> str:
    """What to call a venture."""
    return venture.label or text(f"choice.venture_kind.{venture.kind}")
