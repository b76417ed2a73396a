"""Step two: money that arrives and until when, money earned at home, money owed abroad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from planner.household import (
    Due,
    DueKind,
    HostBudget,
    Household,
    Income,
    IncomeKind,
    Member,
    Phase,
    Remittance,
)  # fmt: skip
from planner.text import Text
from planner.ui import style
from planner.ui.parts import rhythm
from planner.ui.parts.fields import Fields
from planner.ui.parts.people_form import name_of
from planner.ui.parts.rows import Kindred, accepted, edit
from planner.ui.parts.spoken import money_said

MOST_MARGIN = 0.5
CHANCES = (0.95, 0.75, 0.5, 0.25, 0.05)
"""How likely a sum owed is paid, in words a person can choose between."""
MOST_WAIT = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What the fields of money need to know: the plan's currency, the others, the months ahead."""

    currency: str
    currencies: tuple[str, ...]
    months: tuple[date, ...]


def draw(household: Household, text: Text, frame: Frame) -> Household:
    """The household with its incomes as edited."""
    st.subheader(text("arriving.abroad"))
    if not household.members:
        return household
    sent = edit(_remittances(household, frame), household.remittances, text)
    budgets = _budgets(household, text, frame)
    st.subheader(text("arriving.home"))
    incomes = edit(_incomes(text, frame), household.incomes, text)
    st.subheader(text("arriving.dues"), help=text("arriving.dues.help"))
    dues = edit(_dues(household, text, frame), household.dues, text)
    changes: dict[str, object] = {
        "remittances": sent, "host_budgets": budgets, "incomes": incomes, "dues": dues,
    }  # fmt: skip
    return accepted(Household, household, changes, text)


def _remittances(household: Household, frame: Frame) -> Kindred[Remittance]:
    abroad = [m for m in household.members if m.abroad] or list(household.members)
    fresh = Remittance(sender=abroad[0].id, amount=0, currency=frame.currency)

    def row(sent: Remittance, f: Fields) -> Remittance:
        one, two = st.columns(2)
        with one:
            sender = _person("sender", sent.sender, household.members, f)
            every = rhythm.every_months(f, sent.every_months)
        with two:
            currency = f.pick("currency", sent.currency, frame.currencies, str)
            last = f.month(
                "last_month", sent.last_month, frame.months, "remittance.last_month.none"
            )
        amount = f.money("amount", sent.amount, currency, rhythm=rhythm.word(every, ()))
        with st.expander(f.text("remittance.costs"), icon=":material/payments:"):
            fee = f.money("fee", sent.fee, currency, rhythm="each_time")
            margin = f.percent("margin_share", sent.margin_share, 0, MOST_MARGIN)
        host = household.member(sender or sent.sender).host_country
        changes: dict[str, object] = {
            "sender": sender or sent.sender, "currency": currency, "every_months": every,
            "amount": amount, "last_month": last, "fee": fee, "margin_share": margin,
            "corridor": sent.corridor if sender == sent.sender else host,
        }  # fmt: skip
        return accepted(Remittance, sent, changes, f.text)

    def title(sent: Remittance, text: Text) -> str:
        who = name_of(household.member(sent.sender), text)
        return sent.label or text("remittance.title", who=who)

    def said(sent: Remittance, text: Text) -> str:
        return money_said(sent.amount, sent.currency, rhythm.word(sent.every_months, ()), text)

    return Kindred("remittance", row, title, said, (("new", "add", fresh),), "flight_land")


def _budgets(household: Household, text: Text, frame: Frame) -> tuple[HostBudget, ...]:
    """One card for each person abroad: what is earned there and what living there takes."""
    budgets = {budget.member: budget for budget in household.host_budgets}
    for member in household.members:
        if not member.abroad:
            continue
        sent = [r.currency for r in household.remittances if r.sender == member.id]
        start = HostBudget(
            member=member.id, currency=(sent or [frame.currency])[0], income_pm=0, spending_pm=0
        )
        budget = budgets.get(member.id, start)
        f = Fields(text, "host", f"host.{member.id}")
        with st.expander(
            text("host.title", who=style.plain(name_of(member, text))), icon=":material/work:"
        ):
            currency = f.pick("currency", budget.currency, frame.currencies, str)
            income = f.money("income_pm", budget.income_pm, currency, rhythm="per.1")
            spending = f.money("spending_pm", budget.spending_pm, currency, rhythm="per.1")
        changes: dict[str, object] = {
            "currency": currency, "income_pm": income, "spending_pm": spending,
        }  # fmt: skip
        edited = accepted(HostBudget, budget, changes, text)
        if member.id in budgets or edited.income_pm or edited.spending_pm:
            budgets[member.id] = edited
    return tuple(budgets.values())


def _incomes(text: Text, frame: Frame) -> Kindred[Income]:
    def row(income: Income, f: Fields) -> Income:
        one, two = st.columns(2)
        with one:
            label = f.words("label", income.label)
            phase = rhythm.phase(f, income.phase)
        with two:
            kind = f.choice("kind", income.kind, tuple(IncomeKind))
            when = rhythm.season(f, income.every_months, income.months)
        amount = f.money("amount", income.amount, frame.currency, rhythm=_said(when))
        changes = {"label": label, "kind": kind, "phase": phase, "amount": amount, **when}
        if phase is Phase.AFTER_RETURN:
            changes["wait_months"] = f.whole("wait_months", income.wait_months, 0, MOST_WAIT)
        with st.expander(f.text("rows.more")):
            changes["grows_with_prices"] = f.yes("grows_with_prices", income.grows_with_prices)
            changes["until"] = f.month("until", income.until, frame.months, "rows.until.none")
        return accepted(Income, income, changes, f.text)

    fresh = tuple(
        (name, icon, Income(label=text(f"choice.income_kind.{name}"), kind=kind, amount=0))
        for name, icon, kind in (
            ("wage", "engineering", IncomeKind.WAGE),
            ("farm", "agriculture", IncomeKind.FARM),
            ("shop", "storefront", IncomeKind.SHOP),
        )
    )

    def said(income: Income, text: Text) -> str:
        word = rhythm.word(income.every_months, income.months)
        return money_said(income.amount, income.currency or frame.currency, word, text)

    return Kindred("income", row, _income_title, said, fresh, "home_work")


def _income_title(income: Income, text: Text) -> str:
    return income.label or text(f"choice.income_kind.{income.kind}")


def _said(when: dict[str, object]) -> str:
    return "season" if when["months"] else f"per.{when['every_months']}"


def _dues(household: Household, text: Text, frame: Frame) -> Kindred[Due]:
    def row(due: Due, f: Fields) -> Due:
        one, two = st.columns(2)
        with one:
            kind = f.choice("kind", due.kind, tuple(DueKind))
            currency = f.pick("currency", due.currency, frame.currencies, str)
        with two:
            chance = f.pick("chance", due.chance, CHANCES, lambda c: chance_words(c, f.text))
            after = f.whole("months_after_last", due.months_after_last, 0, MOST_WAIT)
        amount = f.money("amount", due.amount, currency, rhythm="once")
        proof = f.yes("proof_held", due.proof_held)
        changes: dict[str, object] = {
            "kind": kind, "currency": currency, "chance": chance, "months_after_last": after,
            "amount": amount, "proof_held": proof,
        }  # fmt: skip
        return accepted(Due, due, changes, f.text)

    sent = [r.currency for r in household.remittances] or [frame.currency]
    fresh = Due(label=text("choice.due_kind.end_of_service"), amount=0, currency=sent[0])

    def said(due: Due, text: Text) -> str:
        return money_said(due.amount, due.currency, "once", text)

    return Kindred("due", row, _due_title, said, (("new", "add", fresh),), "receipt_long")


def _due_title(due: Due, text: Text) -> str:
    return due.label or text(f"choice.due_kind.{due.kind}")


def chance_words(chance: float, text: Text) -> str:
    """A chance as people say it; as per cent where no word fits."""
    key = f"due.chance.{round(chance * 100)}"
    return text(key) if text.say.has(key) else text.share(chance)


def _person(name: str, value: str, members: Sequence[Member], f: Fields) -> str | None:
    by_id = {member.id: name_of(member, f.text) for member in members}
    return f.pick(name, value, tuple(by_id), lambda i: by_id.get(i, i))
