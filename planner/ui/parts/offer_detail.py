"""One offer from near: the verdict, every rule, what would fix it, the open questions."""

from __future__ import annotations

import streamlit as st

from planner.case import Case
from planner.country import Country
from planner.offers import Offer
from planner.outcomes import Change, Outcome, State, Verdict, apply_patch
from planner.text import Text
from planner.ui import style
from planner.ui.parts import age_marks, offer_list
from planner.ui.parts.fields import Fields
from products.basis.eligibility import FACTS, Fact, FactType, Scope
from products.basis.sources import first_day

_STATES = {State.PASSED: "pass", State.FAILED: "fail", State.UNKNOWN: "open"}
_OTHER_WAY, MOST_NUMBER = 3, 1e9


def head(offer: Offer, country: Country, text: Text) -> None:
    """Name, seller, verdict, and how fresh the terms are."""
    st.header(offer.listing.name)
    style.lead(
        f"{offer_list.provider_of(offer.listing, country)} · {text(f'kind.{offer.listing.kind}')}"
    )
    style.chips(offer_list.marks(offer, text))
    day = first_day(offer.listing.as_of)
    when = (
        text("offers.undated")
        if day is None
        else text("offers.as_of", date=age_marks.said_day(offer.listing.as_of, text))
    )
    if offer.verdict is Verdict.CONFIRM_FIRST:
        st.info(f"{when} {text('offers.confirm')}", icon=":material/call:")
    else:
        style.small(when)


def rules(offer: Offer, text: Text) -> None:
    """Every rule and gate: passed, failed or open, and what would turn it."""
    st.subheader(text("offers.rules"))
    order = sorted(offer.outcomes, key=lambda o: (not o.counts, _RANK[o.state]))
    style.rules((_STATES[o.state], _sentence(o, text), _hint(o, text)) for o in order)


_RANK = {State.FAILED: 0, State.UNKNOWN: 1, State.PASSED: 2}


def _sentence(outcome: Outcome, text: Text) -> str:
    passed = f"{outcome.code}.passed"
    code = passed if outcome.state is State.PASSED and text.say.has(passed) else outcome.code
    return text.tell(code, outcome.params)


def _hint(outcome: Outcome, text: Text) -> str:
    if outcome.state is State.PASSED:
        return ""
    if not outcome.counts:
        return text("offers.one_is_enough")
    ways = [text.tell(fix.code, fix.params) for fix in outcome.fixes[:_OTHER_WAY]]
    return f"{text('offers.or')} ".join(ways)


def questions(offer: Offer, case: Case, text: Text) -> Case:
    """The questions this offer hangs on, answered or not; the case with the answers."""
    asked = _asked(offer, case)
    if not asked:
        return case
    st.subheader(text("offers.questions"))
    style.small(text("offers.questions.note"))
    for name in asked:
        path, before = _place(name, offer, case)
        after = _ask(FACTS[name], before, text, offer.listing.id)
        if after is not None and after != before:
            case = apply_patch(case, [Change(path, after)])
    return case


def _asked(offer: Offer, case: Case) -> list[str]:
    """Facts of the offer's rules that are unknown, or that the family answered before."""
    names = []
    for outcome in offer.outcomes:
        name = outcome.code.split(".")[1] if outcome.code.startswith("rule.") else ""
        if name not in FACTS or name in names:
            continue
        answered = _place(name, offer, case)[1] is not None
        if (outcome.state is State.UNKNOWN and outcome.counts) or answered:
            names.append(name)
    return names


def _place(name: str, offer: Offer, case: Case) -> tuple[str, object]:
    """Where a fact's answer stands in the case, and what it is now."""
    house = case.household
    if FACTS[name].scope is Scope.HOUSEHOLD or offer.applicant is None:
        return f"household.answers.{name}", house.answers.get(name)
    row = [member.id for member in house.members].index(offer.applicant)
    answers = house.members[row].answers
    return f"household.members[{row}].answers.{name}", answers.get(name)


def _ask(fact: Fact, before: object, text: Text, listing_id: str) -> object:
    key = f"ask.{listing_id}.{fact.name}"
    if fact.type is FactType.NUMBER:
        f = Fields(text, "ask", f"ask.{listing_id}")
        before = float(before) if isinstance(before, int | float) else None
        return f.maybe(fact.name, before, 0, MOST_NUMBER)
    options: list[object] = [True, False] if fact.type is FactType.YES_NO else list(fact.choices)
    words = {True: text("word.yes"), False: text("word.no")}
    return st.segmented_control(
        text(f"ask.{fact.name}"), options, default=before if before in options else None, key=key,
        format_func=lambda v: words[v] if isinstance(v, bool) else text(f"choice.{fact.name}.{v}"),
    )  # fmt: skip
