"""One value in doubt from near: settled in its draft, or read in one way from the next file on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import streamlit as st

from planner.text import Text
from planner.ui import people, style
from planner.ui.parts import bank_words, import_result, steward_decide
from planner.ui.parts.amounts import read_number
from planner.ui.parts.bank_shape import Control, Spec, specs
from planner.ui.session import Session
from planner.ui.world import moment
from products.basis.problems import Problem
from products.imports import cdr_lists
from products.publishing.intake import Intake
from products.publishing.lookback import OpenDoubt
from products.publishing.mappings import FORMATS, MAPPABLE, StandingMapping
from products.publishing.registry import Registry
from products.publishing.rows import Version

DOUBT = "wapsi.doubt"
"""Our key of the session: the doubt that is looked at."""
MOST_REASON, MOST_MADE = 1_000, 200
_FIGURES = (Control.FIGURE, Control.WHOLE, Control.PERCENT, Control.MONEY)
_ASKED = (*_FIGURES, Control.CHOICE, Control.YES_NO, Control.WORDS, Control.PART_DAY)
"""Fields that one value fills; lists of steps and the like are written in the draft's own form."""
_LIKELY: Mapping[str, tuple[str, ...]] = {
    "RATE": ("terms.rate", "terms.profit_pa", "terms.markup"),
    "TERM": ("terms.tenor_max_months", "terms.tenor_min_months"),
    "REPAYMENT": ("terms.repayment",),
    "LIMIT": ("amount_max", "amount_min"),
    "TIER": ("amount_max", "amount_min"),
    "CONSTRAINT": ("amount_max", "amount_min"),
    "AMOUNT": ("amount_min", "amount_max"),
    "NAME": ("name",),
    "PURPOSE": ("category",),
    "FEE": ("terms.fee_share", "terms.fee_amount"),
}
"""First word of a doubt's code -> the fields it is most likely about."""
_LISTS: Mapping[str, frozenset[str]] = {
    "unitOfMeasure": cdr_lists.TIER_UNITS,
    "rateApplicationMethod": cdr_lists.TIER_METHODS,
    "repaymentType": cdr_lists.REPAYMENT_TYPES,
    "loanPurpose": cdr_lists.LOAN_PURPOSES,
    "applicationType": cdr_lists.APPLICATION_TYPES,
    "constraintType": cdr_lists.CONSTRAINT_TYPES,
    "eligibilityType": cdr_lists.ELIGIBILITY_TYPES,
    "feeType": cdr_lists.FEE_TYPES,
    "feeMethodUType": cdr_lists.FEE_METHODS,
    "featureType": cdr_lists.FEATURE_TYPES,
    "depositRateType": cdr_lists.DEPOSIT_RATE_TYPES,
    "lendingRateType": cdr_lists.LENDING_RATE_TYPES,
    "productCategory": cdr_lists.PRODUCT_CATEGORIES,
}
"""Last name of a path -> the closed list of the format."""
_AS_IT_IS = ""


@dataclass(slots=True)
class Opened:
    """One doubt as it was opened, and the same ones of other drafts; request ids made with it."""

    doubt: OpenDoubt
    others: tuple[OpenDoubt, ...] = ()
    settle_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    map_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    settled: Version | Problem | None = None
    mapped: StandingMapping | Problem | None = None


def opened() -> Opened | None:
    """The doubt looked at now, if any."""
    found: Opened | None = st.session_state.get(DOUBT)
    return found


def open_doubt(doubts: tuple[OpenDoubt, ...]) -> None:
    """Look at a doubt, which may stand in several drafts, or at none."""
    st.session_state[DOUBT] = Opened(doubts[0], doubts[1:]) if doubts else None


def draw(one: Opened, registry: Registry, s: Session) -> None:
    """The doubt, its draft, and what can be done."""
    text, doubt = s.text, one.doubt
    if st.button(text("steward.back"), icon=":material/arrow_back:", type="tertiary"):
        open_doubt(())
        st.rerun()
    draft = registry.version(doubt.version_id)
    if draft is None:
        st.warning(text("steward.refused.unknown_version"), icon=":material/search_off:")
        return
    st.header(style.plain(str(draft.content.get("name", draft.listing_id))))
    rows = [
        (text("steward.doubts.path"), doubt.path),
        (text("steward.doubts.raw"), import_result.short(doubt.raw) or text("quarantine.nothing")),
        (text("steward.doubts.why"), import_result.why(doubt.code, doubt.raw, "", text)),
    ]
    style.table((text("offers.what"), text("offers.said")), rows, words=2)
    if isinstance(one.settled, Version):
        style.hero(style.Tone.GOOD, "", text("quarantine.settled"), text("quarantine.settled.note"))
    else:
        _settle(one, draft, registry, text)
    if doubt.file_format in FORMATS and doubt.code in MAPPABLE and doubt.raw:
        _map(one, registry, text)


def _settle(one: Opened, draft: Version, registry: Registry, text: Text) -> None:
    kind = bank_words.kind_of(draft.content)
    fields = {spec.path: spec for spec in specs(kind) if spec.control in _ASKED} if kind else {}
    with st.container(border=True, key="card-settle"):
        st.html(style.heading("gavel", text("quarantine.settle")))
        style.small(text("quarantine.settle.note"))
        ordered = [_AS_IT_IS, *likely(one.doubt.code, fields)]
        path = st.selectbox(
            text("quarantine.field"), ordered, key=f"settle.field.{one.settle_id}",
            format_func=lambda p: bank_words.label(fields[p], text)
            if p
            else text("quarantine.as_it_is"),
        )  # fmt: skip
        value: object = None
        if path:
            value = _value(fields[path], str(draft.content.get("currency", "")), one, text)
        every = False
        if one.others and not path:
            label = text("quarantine.all", n=len(one.others) + 1)
            every = st.checkbox(label, key=f"settle.all.{one.settle_id}")
        reason = st.text_input(
            text("quarantine.reason"), key=f"settle.reason.{one.settle_id}", max_chars=MOST_REASON
        )
        if st.button(text("quarantine.settle.do"), type="primary", key="settle"):
            if isinstance(value, Problem) or (path and value in (None, "")):
                style.wrong(text("quarantine.value.wrong"))
                return
            one.settled = _settled(one, registry, reason, path, value)
            if every and isinstance(one.settled, Version):
                _as_well(one, registry, reason)
            if isinstance(one.settled, Version):
                st.rerun()
        if isinstance(one.settled, Problem):
            steward_decide.refused(one.settled, text)


def _settled(
    one: Opened, registry: Registry, reason: str, path: str, value: object
) -> Version | Problem:
    return registry.settle(
        people.actor(), one.doubt.quarantine_id, reason=reason, now=moment(),
        request_id=one.settle_id, field=path, value=value,
    )  # fmt: skip


def _as_well(one: Opened, registry: Registry, reason: str) -> None:
    """The same in every other draft where it stands so; what moved meanwhile stays in the list."""
    for number, other in enumerate(one.others):
        registry.settle(
            people.actor(), other.quarantine_id, reason=reason, now=moment(),
            request_id=f"{one.settle_id}:{number}",
        )  # fmt: skip


def likely(code: str, fields: Mapping[str, Spec]) -> list[str]:
    """Every field that may be meant, the likeliest first."""
    first = [path for path in _LIKELY.get(code.partition("_")[0], ()) if path in fields]
    return [*first, *(path for path in fields if path not in first)]


def _value(spec: Spec, currency: str, one: Opened, text: Text) -> object:
    """What is typed or chosen for a field: a Problem where it cannot be, None while nothing is."""
    key = f"settle.value.{one.settle_id}.{spec.path}"
    if spec.control is Control.CHOICE:
        return st.selectbox(
            text("quarantine.value"), spec.choices, key=key,
            format_func=lambda v: bank_words.choice(spec, v, text),
        )  # fmt: skip
    if spec.control is Control.YES_NO:
        return st.selectbox(
            text("quarantine.value"), (True, False), key=key,
            format_func=lambda v: text("word.yes" if v else "word.no"),
        )  # fmt: skip
    unit = bank_words.unit(spec, currency, text)
    label = text("quarantine.value.in", unit=unit) if unit else text("quarantine.value")
    typed = st.text_input(label, key=key, max_chars=MOST_MADE).strip()
    if spec.control not in _FIGURES or not typed:
        return typed
    scale = 100 if spec.control is Control.PERCENT else 1
    low, high = spec.low * scale, spec.high * scale
    found = read_number(typed.replace("%", ""), spec.path, low, high)
    if not isinstance(found, float):
        return found
    return int(found) if spec.control is Control.WHOLE else round(found / scale, 10)


def _map(one: Opened, registry: Registry, text: Text) -> None:
    """The same text read in one way in every later file of this bank."""
    doubt = one.doubt
    with st.container(border=True, key="card-map"):
        st.html(style.heading("rule", text("quarantine.map")))
        if isinstance(one.mapped, StandingMapping):
            st.success(
                text("quarantine.mapped", raw=style.plain(doubt.raw), made=one.mapped.made),
                icon=":material/check_circle:",
            )
            return
        raw = style.plain(import_result.short(doubt.raw))
        st.markdown(text("quarantine.map.note", raw=raw))
        proposed = proposals(doubt.path, doubt.raw)
        key = f"map.made.{one.map_id}"
        if proposed:
            made = st.selectbox(text("quarantine.map.to"), proposed, key=key)
        else:
            made = st.text_input(
                text("quarantine.map.to"), key=key, max_chars=MOST_MADE,
                help=text("quarantine.map.help"),
            )  # fmt: skip
        if st.button(text("quarantine.map.do"), key="map", icon=":material/rule:"):
            row = {"path": doubt.path, "code": doubt.code, "raw": doubt.raw}
            one.mapped = Intake(registry).map(
                people.actor(), row, made or "", provider_id=doubt.provider_id,
                file_format=doubt.file_format, now=moment(), request_id=one.map_id,
            )  # fmt: skip
            if isinstance(one.mapped, StandingMapping):
                st.rerun()
        if isinstance(one.mapped, Problem):
            steward_decide.refused(one.mapped, text)


def proposals(path: str, raw: str) -> tuple[str, ...]:
    """What the format allows at a path, what is written most alike first; empty where it is open.

    >>> proposals("rates[0].tiers[0].unitOfMeasure", "Dollar")[0]
    'DOLLAR'
    """
    allowed = sorted(_LISTS.get(path.rpartition(".")[2].partition("[")[0], ()))
    written = raw.upper().replace(" ", "_")
    near = get_close_matches(written, allowed, n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*near, *allowed]))
