"""What the plan assumes, on cards that can be changed: value, source, date, strength."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.assumptions import Card, bounds_of
from planner.case import Case
from planner.country import Country
from planner.plan import Plan
from planner.text import Text
from planner.ui import session, style
from planner.ui.parts.fields import Fields

GROUPS: Mapping[str, tuple[str, ...]] = {
    "prices": (
        "inflation_pa", "fx_change_pa",
        "inflation_sd_pa", "inflation_half_life_months", "fx_sd_pa",
        "index_sd_pa", "index_half_life_months",
        "corr_inflation_fx", "corr_inflation_index", "corr_fx_index",
    ),
    "work": (
        "months_to_first_income", "remittance_stop_pa", "remittance_stop_months",
        "early_return_pa", "wage_sd_pa", "wage_half_life_months",
    ),
    "ventures": (
        "venture_counted_share", "venture_death_pa", "venture_death_young_factor",
        "venture_death_retail_factor", "venture_death_female_factor",
        "trade_sd", "trade_half_life_months",
    ),
    "luck": (
        "illness_pa", "illness_cost_months", "harvest_loss_pa", "harvest_loss_share",
        "livestock_loss_pa", "livestock_loss_share", "informal_default_pa",
    ),
    "prudence": ("debt_burden_share", "buffer_months", "safe_months_after_return"),
    "shocks": ("shock_wedding_months", "shock_flood_months", "shock_illness_months"),
}  # fmt: skip
"""The general assumptions by what they are about, in the order a family would ask."""
_AFTER = "fx_change_pa"
"""The rates of the money a plan needs stand after this card."""
DRAWER = "assume-"
"""How the keys of the groups begin."""
_PARTS = ("decimal", "share", "log")


def draw(plan: Plan, country: Country, text: Text) -> Case:
    """The case with what was typed over the cards; a drawer for each group, filled when opened."""
    case = plan.case
    overrides = dict(case.overrides)
    st.subheader(text("plan.assume"))
    style.lead(text("plan.assume.note"))
    if changed := sum(card.changed for card in plan.assumptions.cards.values()):
        style.small(text("plan.assume.some_changed", n=changed))
    for group, members in names(plan).items():
        drawer = st.expander(
            text(f"plan.assume.group.{group}"), key=f"{DRAWER}{group}",
            icon=":material/tune:", on_change="rerun",
        )  # fmt: skip
        if drawer.open:
            with drawer:
                _cards(members, plan, country, text, overrides)
    return case.model_copy(update={"overrides": overrides})


def _cards(
    members: list[str], plan: Plan, country: Country, text: Text, overrides: dict[str, float]
) -> None:
    for card in (plan.assumptions.cards[name] for name in members):
        typed = _card(card, plan.case, country, text)
        if typed != card.value:
            overrides[card.name] = typed


def names(plan: Plan) -> dict[str, list[str]]:
    """The assumptions this plan turns on, by group, with the rates its money needs."""
    house = plan.case.household
    codes = {sent.currency for sent in house.remittances} | {due.currency for due in house.dues}
    codes |= {taken.listing.currency for taken in plan.taken}
    rates = sorted(f"fx_{code}" for code in codes - {plan.currency})
    known = plan.assumptions.cards
    found = {}
    for group, members in GROUPS.items():
        at = members.index(_AFTER) + 1 if _AFTER in members else len(members)
        more = rates if _AFTER in members else []
        found[group] = [n for n in (*members[:at], *more, *members[at:]) if n in known]
    return found


def _card(card: Card, case: Case, country: Country, text: Text) -> float:
    """One card, and the way back to the pack's value."""
    with st.container(border=True, key=f"card-assume-{card.name}"):
        value = _edit(card, country, text)
        put_back = card.changed and st.button(
            text("plan.assume.reset"), key=f"assume.{card.name}.reset", icon=":material/undo:"
        )
    if put_back:
        kept = {name: typed for name, typed in case.overrides.items() if name != card.name}
        session.accept_anew(case.model_copy(update={"overrides": kept}))
        st.rerun()
    return value


def _edit(card: Card, country: Country, text: Text) -> float:
    rate = card.name.removeprefix("fx_")
    words = {f"fx_{rate}": text("assumption.fx", code=rate)} if rate.isupper() else {}
    f = Fields(text, "assumption", "overrides", words)
    low, high = bounds_of(card.name) or (0.0, 1e9)
    if is_share(card):
        value = f.percent(card.name, card.value, low, high)
    else:
        value = f.number(card.name, card.value, low, high, card.unit)
    source = country.sources.get(card.source_id)
    publisher = source.publisher if source else card.source_id
    said = text(
        "plan.assume.source", source=publisher, date=text.month(card.since),
        grade=text(f"grade.{card.grade}"),
    )  # fmt: skip
    if card.low is not None and card.high is not None:
        said += " " + text("plan.assume.range", low=_said(card, card.low, text),
                           high=_said(card, card.high, text))  # fmt: skip
    if card.changed:
        said += " " + text("plan.assume.changed", value=_said(card, card.given, text))
    if card.note:
        style.small(card.note)
    style.small(said)
    return value


def is_share(card: Card) -> bool:
    """Whether a card's number is spoken of in per cent."""
    return card.unit.startswith(_PARTS)


def _said(card: Card, value: float, text: Text) -> str:
    return text.share(value, 1) if is_share(card) else text.number(value, 2)
