"""Every listing judged for this family: what it may take, why not, and what would fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.baseline import BELOW, month_of
from planner.candidates import Taken, amount_bounds, kind_of, side_of
from planner.case import Case
from planner.facts import Money, adults, facts_of, is_money
from planner.fixes import Failing, amount_fixes, burden_fixes, cash_fixes, income_fix, start_fixes
from planner.gates import Deck, Judged, Purse, deal, judge_money
from planner.matching import Match, match
from planner.outcomes import Fix, Outcome, State, Verdict
from planner.rulefixes import CANNOT, rule_fixes
from planner.takings import Setting, purses, takings_of
from products.basis.eligibility import Rule
from products.basis.problems import Scalar
from products.basis.sources import Standing, age_days
from products.catalogue.listing import Category, Listing
from products.catalogue.pack import Region
from products.kind import Mode, Side, Variant

_HALF_A_UNIT = 0.5
_ALLOWED_TO_ALL = (Mode.ISLAMIC, Mode.INTEREST_FREE)


@dataclass(frozen=True, slots=True)
class Offer:
    """One listing for this family.

    Judged at `amount` (of the listing's currency; a month's deposit for kinds whose amount is
    monthly) and `variant`: what the family chose, or the smallest sensible taking, in the shortest
    tenor that fits (the longest, for a financing, when none does).

    `applicant` is the member for whom fewest rules fail; None when no adult is there.
    `instalment` is the largest payment a month at that amount, in plan currency, `money` what is
    put in (savings) or received (finance, grants) in plan currency, `own_share` what the family
    adds itself. `age_days` is the age of the terms, None when undated. `wanted` says that a goal of
    the family is of this category.
    """

    listing: Listing
    side: Side
    verdict: Verdict
    applicant: str | None
    amount: float
    variant: Variant
    money: float
    own_share: float
    instalment: float
    outcomes: tuple[Outcome, ...]
    age_days: int | None
    stale: bool
    chosen: bool
    wanted: bool

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The outcomes that stand in the way."""
        return tuple(o for o in self.outcomes if o.counts and o.state is State.FAILED)

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """The questions still open."""
        return tuple(o for o in self.outcomes if o.counts and o.state is State.UNKNOWN)


def make_offers(listings: Sequence[Listing], setting: Setting) -> tuple[Offer, ...]:
    """Every listing, best first: by verdict, then wanted ones, then fewest things missing."""
    household = setting.case.household
    people = adults(household)
    money = Money(setting.budgets.now.income + setting.budgets.now.remittance, setting.opening)
    facts = facts_of(household, people, money, [r.region_code for r in setting.regions])
    matches = match(listings, facts)
    members = [m.id for m in household.members]
    who = [None if m.applicant is None else people[m.applicant].id for m in matches]
    chosen = {t.listing.id: t for t in reversed(setting.taken)}
    takings = takings_of(listings, who, chosen, setting)
    deck = deal(takings, setting.market, setting.fx_of)
    purse = purses(deck, chosen, setting)
    judged = judge_money(deck, purse)
    rows: dict[int, list[int]] = {}
    for row, taking in enumerate(takings):
        rows.setdefault(taking.at, []).append(row)
    desk = _Desk(setting, deck, purse, judged, chosen)
    found = []
    for at, one in enumerate(matches):
        member = None if who[at] is None else members.index(str(who[at]))
        found.append(desk.offer(one, member, rows.get(at, [])))
    return tuple(sorted(found, key=_order))


def _order(offer: Offer) -> tuple[int, bool, int, int, bool, str]:
    rank = list(Verdict).index(offer.verdict)
    open_, failed = len(offer.unknown), len(offer.failed)
    return rank, not offer.wanted, failed, open_, offer.stale, offer.listing.id


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one listing after another is put together from what was judged for all of them."""

    setting: Setting
    deck: Deck
    purse: Purse
    judged: Judged
    chosen: Mapping[str, Taken]

    def offer(self, one: Match, member: int | None, rows: Sequence[int]) -> Offer:
        """One listing: its rules, its gates, its verdict."""
        listing, setting = one.listing, self.setting
        own = self.chosen.get(listing.id)
        row = self._row(rows, own)
        side = kind_of(listing).side
        if row is not None:
            side = side_of(listing, self.deck.takings[row].variant)
        outcomes = [*self._rules(one, member), *self._gates(listing, side, member)]
        if row is not None:
            outcomes += self._money(row, rows, side, own)
        elif listing.standing is not Standing.NOT_OFFERED:
            outcomes.append(_gate("gate.priced", False, {}, (CANNOT,)))
        taking = self.deck.takings[row] if row is not None else None
        course, first = self.deck.course, taking.variant.start + 1 if taking else 0
        age = age_days(listing.as_of, setting.as_of)
        return Offer(
            listing=listing,
            side=side,
            verdict=_verdict(listing, outcomes),
            applicant=None if member is None else setting.case.household.members[member].id,
            amount=taking.amount if taking else 0.0,
            variant=taking.variant if taking else Variant(tenor=0),
            money=float(course.money[row]) if row is not None else 0.0,
            own_share=float(course.own_share[row]) if row is not None else 0.0,
            instalment=float(course.paid[row, first:].max(initial=0.0)) if row is not None else 0.0,
            outcomes=tuple(outcomes),
            age_days=age,
            stale=listing.is_stale(setting.as_of),
            chosen=own is not None,
            wanted=listing.category in _wanted(setting.case),
        )

    def _row(self, rows: Sequence[int], own: Taken | None) -> int | None:
        """The row the offer shows: the chosen variant, else the shortest that fits."""
        if not rows:
            return None
        if own is not None:
            return next(r for r in rows if self.deck.takings[r].variant == own.variant)
        fits = [r for r in rows if self.judged.all_ok[r] and not (self._lends(r) and self.gap > 0)]
        if fits:
            return fits[0]
        return rows[-1] if self._lends(rows[-1]) else rows[0]

    def _lends(self, row: int) -> bool:
        taking = self.deck.takings[row]
        return side_of(taking.listing, taking.variant) is Side.FINANCE

    @property
    def gap(self) -> float:
        """What a typical month lacks, now or after the return; negative where it closes."""
        return -min(self.setting.budgets.now.free, self._free_after())

    def _rules(self, one: Match, member: int | None) -> list[Outcome]:
        if member is None:
            return []
        setting = self.setting
        returns_on = month_of(setting.market.timeline, setting.last)
        found = []
        for outcome in one.outcomes:
            state = State.PASSED if outcome.passed else State.FAILED
            state = State.UNKNOWN if outcome.unknown else state
            fixes: tuple[Fix, ...] = ()
            if outcome.counts and not outcome.passed:
                fixes = rule_fixes(outcome, member, setting.case, setting.currency, returns_on)
            found.append(
                Outcome(
                    code=_rule_code(outcome.rule),
                    state=state,
                    params=_rule_params(outcome.rule, setting.regions),
                    missing=outcome.missing,
                    group=outcome.rule.any_of,
                    counts=outcome.counts,
                    fixes=fixes,
                )
            )
        return found

    def _gates(self, listing: Listing, side: Side, member: int | None) -> list[Outcome]:
        """The gates that do not hang on the amount."""
        setting, found = self.setting, []
        if member is None:
            found.append(_gate("gate.adult", False, {}, (CANNOT,)))
        if listing.standing is Standing.NOT_OFFERED:
            found.append(_gate("gate.offered", False, {"status": listing.status}, (CANNOT,)))
        if setting.case.household.preferences.islamic_only:
            ok = any(mode in _ALLOWED_TO_ALL for mode in listing.modes)
            found.append(_gate("gate.mode", ok, {}, (Fix("fix.own_wish", {}),)))
        if listing.valid_from or listing.valid_to:
            early = listing.valid_from is not None and setting.as_of < listing.valid_from
            day = listing.valid_from if early or not listing.valid_to else listing.valid_to
            params = {"date": day.isoformat() if day else ""}
            code = "gate.on_sale_from" if early else "gate.on_sale"
            found.append(_gate(code, listing.on_sale(setting.as_of), params, (CANNOT,)))
        if side is Side.GRANT and kind_of(listing).amount_is_monthly:
            found.append(self._sent(listing))
        if side is Side.FINANCE and listing.standing is not Standing.NOT_OFFERED:
            fix = income_fix(self.gap)
            params_ = {"amount": max(self.gap, 0.0)}
            found.append(_gate("gate.free_cash", self.gap <= 0, params_, (fix,) if fix else ()))
        return found

    def _lost(self, row: int) -> float:
        """What a saving that ends inside the plan gives back less than was put in; 0 if not."""
        variant, course = self.deck.takings[row].variant, self.deck.course
        if variant.start + variant.tenor >= course.flow.shape[-1]:
            return 0.0
        back = float(course.flow[row].sum() + course.owned[row, -1])
        return -back if back < -_HALF_A_UNIT else 0.0

    def _sent(self, listing: Listing) -> Outcome:
        """Whether what the family is sent a month lies in the band a reward is paid on."""
        fx = float(self.setting.fx_of[listing.currency].flat[0])
        sent = self.setting.budgets.now.remittance / fx
        ok = sent > 0 and listing.takes(sent)
        return _gate("gate.sent_home", ok, {"amount": sent * fx}, () if ok else (CANNOT,))

    def _free_after(self) -> float:
        budgets = self.setting.budgets
        return budgets.after.free if self.setting.pays_after else budgets.now.free

    def _money(self, row: int, rows: Sequence[int], side: Side, own: Taken | None) -> list[Outcome]:
        """The gates of money at the amount judged."""
        judged, taking = self.judged, self.deck.takings[row]
        failing = self._failing(row, rows, own)
        found = []
        low, high = amount_bounds(taking.listing, taking.variant)
        if own is not None and not low <= taking.amount <= high:
            fixes = amount_fixes(failing, low, high)
            found.append(_gate("gate.amount", False, {"amount": taking.amount}, fixes))
        if judged.needs[row] > 0:
            ok = bool(judged.starts_ok[row])
            code = "gate.minimum" if side is Side.SAVING else "gate.own_share"
            params = {"amount": float(judged.needs[row]), "there_amount": float(judged.there[row])}
            found.append(_gate(code, ok, params, () if ok else start_fixes(failing)))
        if side is Side.SAVING and (lost := self._lost(row)) > 0:
            found.append(_gate("gate.gives_back", False, {"amount": lost}, ()))
        if side is Side.FINANCE:
            ok = bool(judged.burden_ok[row])
            worst = float(judged.worst[row])
            shares = {"share": worst if np.isfinite(worst) else 1.0, "limit_share": self.purse.cap}
            found.append(_gate("gate.burden", ok, shares, () if ok else burden_fixes(failing)))
        ok = bool(judged.cash_ok[row])
        day = month_of(self.setting.market.timeline, int(judged.lowest_mark[row])).isoformat()
        lowest: dict[str, Scalar] = {"amount": float(judged.lowest[row]), "month": day}
        anyway = bool(failing.before.min() < BELOW)
        code = "gate.cash_anyway" if anyway else "gate.cash"
        found.append(_gate(code, ok, lowest, () if ok else cash_fixes(failing)))
        return found

    def _failing(self, row: int, rows: Sequence[int], own: Taken | None) -> Failing:
        purse = replace(
            self.purse,
            cash=self.purse.cash[row],
            service_pm=self.purse.service_pm[row],
            income=self.purse.income[row],
        )
        return Failing(
            case=self.setting.case,
            market=self.setting.market,
            currency=self.setting.currency,
            deck=self.deck,
            judged=self.judged,
            purse=purse,
            before=self.purse.cash[row],
            row=row,
            chosen=None if own is None else int(own.key.removeprefix("product.")),
            siblings=tuple(rows),
        )


def _gate(code: str, passed: bool, params: Mapping[str, Scalar], fixes: tuple[Fix, ...]) -> Outcome:
    state = State.PASSED if passed else State.FAILED
    return Outcome(code, state, params, missing=0.0, fixes=() if passed else fixes or (CANNOT,))


def _rule_code(rule: Rule) -> str:
    """Text key of a rule: `rule.<fact>.<yes|no|at_least|at_most|one_of>`."""
    if isinstance(rule.value, bool):
        return f"rule.{rule.fact}.{'yes' if rule.value else 'no'}"
    many = isinstance(rule.value, tuple | str)
    return f"rule.{rule.fact}.one_of" if many else f"rule.{rule.fact}.{rule.op.value}"


def _rule_params(rule: Rule, regions: Sequence[Region]) -> Mapping[str, Scalar]:
    if isinstance(rule.value, tuple | str):
        values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
        names = {f"choice.region.{r.region_code}": r.name for r in regions}
        keys = (f"choice.{rule.fact}.{value}" for value in values)
        return {"limit": "|".join(names.get(key, key) for key in keys)}
    if is_money(rule.fact):
        return {"limit_amount": rule.value}
    return {"limit": rule.value}


def _verdict(listing: Listing, outcomes: Sequence[Outcome]) -> Verdict:
    if listing.standing is Standing.NOT_OFFERED:
        return Verdict.NEVER_OFFERED
    states = {o.state for o in outcomes if o.counts}
    if State.FAILED in states:
        return Verdict.NOT_AVAILABLE
    if State.UNKNOWN in states:
        return Verdict.UNKNOWN
    confirm = listing.standing is Standing.CONFIRM_FIRST
    return Verdict.CONFIRM_FIRST if confirm else Verdict.AVAILABLE


_OF_GOALS = {
    "house": Category.HOUSING,
    "enterprise": Category.ENTERPRISE,
    "savings": Category.SAVINGS,
    "education": Category.SAVINGS,
    "wedding": Category.SAVINGS,
    "pilgrimage": Category.SAVINGS,
}


def _wanted(case: Case) -> frozenset[Category]:
    kinds = (goal.kind.value for goal in case.household.goals)
    return frozenset(_OF_GOALS[kind] for kind in kinds if kind in _OF_GOALS)
