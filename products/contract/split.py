"""How an instalment splits into charge and principal, by the contract's method."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from products.basis.rates import RateBasis
from products.contract.calendar import Period
from products.contract.exact import as_fraction, in_minor
from products.contract.frame import Frame
from products.contract.instalment import rounded
from products.contract.settings import Excess, Rest, WhenChanged, WhenUnpaid
from products.contract.sizing import level_from, part_from, sizing_rate_pa, weight
from products.contract.terms import Method

_NOTHING = Fraction(0)
_LEVELLED = frozenset({Method.LEVEL, Method.GRADUATED})


@dataclass(frozen=True, slots=True)
class Split:
    """What an instalment asks for as agreed; `is_last` when it clears the contract."""

    principal: Fraction
    charge: Fraction
    is_last: bool = False


@dataclass(slots=True)
class State:
    """Where a walk stands: balance, instalment, and charges that wait for a later instalment.

    `apart` is charge no instalment has paid (unrounded), `deferred` charge of the grace periods,
    `credit` principal paid ahead that the next instalments may leave out. `short_at` is the first
    instalment below its charge, `short_of` that charge.
    """

    frame: Frame
    balance: Fraction
    level: Fraction = _NOTHING
    part: Fraction = _NOTHING
    apart: Fraction = _NOTHING
    deferred: Fraction = _NOTHING
    credit: Fraction = _NOTHING
    short_at: int = 0
    short_of: Fraction = _NOTHING
    stale: bool = True
    rate_pa: Fraction = _NOTHING
    drawn: list[tuple[date, Fraction]] = field(default_factory=list)

    @property
    def is_repaid(self) -> bool:
        """Whether nothing is outstanding or waiting."""
        nothing = self.balance == 0 and self.apart == 0 and self.deferred == 0
        return nothing and self.frame.terms.rounding.rest is Rest.LAST

    # -------------------------------------------------------------- the instalment in force

    def open_period(self, period: Period) -> None:
        """Begin a period: the instalment is worked out anew where something has changed."""
        terms = self.frame.terms
        self.drawn = []
        rate = sizing_rate_pa(terms, period)
        self.stale |= rate != self.rate_pa
        if self.stale and period.number > terms.grace.principal:
            self._size(period)
            self.rate_pa, self.stale = rate, False

    def draw(self, period: Period, on: date, amount: Fraction) -> None:
        """Add a drawdown made within a period."""
        self.balance += amount
        self.drawn.append((on, amount))
        if self.frame.terms.on_drawdown is WhenChanged.RELEVEL:
            if period.number > self.frame.terms.grace.principal:
                self._size(period)
            else:
                self.stale = True

    def draw_at_due(self, amount: Fraction) -> None:
        """Add a drawdown made on a due date, after the instalment."""
        self.balance += amount
        self.stale |= self.frame.terms.on_drawdown is WhenChanged.RELEVEL

    def _size(self, period: Period) -> None:
        terms = self.frame.terms
        kept = terms.on_drawdown is WhenChanged.KEEP and self.level == 0 and self.part == 0
        opening = self.frame.principal if kept else self.balance
        if terms.method in _LEVELLED and not terms.is_flat:
            within = sum((amount for _, amount in self.drawn), _NOTHING)
            base, drawn = (opening, ()) if kept else (opening - within, tuple(self.drawn))
            self.level = level_from(self.frame, period, base, drawn)
        elif terms.method is Method.STATED and terms.instalment is not None:
            self.level = in_minor(terms.instalment, terms.currency)
        elif terms.method is Method.EQUAL_PRINCIPAL or terms.is_flat:
            self.part = part_from(self.frame, period, opening)
        elif terms.principal_each is not None:
            self.part = in_minor(terms.principal_each, terms.currency)

    # -------------------------------------------------------------- the charge

    def flat_charge(self, period: Period) -> Fraction:
        """An equal part of the flat charge; the last instalment takes what rounding leaves."""
        terms = self.frame.terms
        free = terms.grace.free
        if period.number <= free:
            return _NOTHING
        years = sum((each.years for each in self.frame.instalments), _NOTHING)
        once = terms.rate_basis is RateBasis.FLAT_TERM
        total = self.frame.principal * as_fraction(terms.rate) * (1 if once else years)
        count = terms.instalments - free
        each_one = self.frame.rounded(total / count)
        left = max(self.frame.rounded(total) - (period.number - free - 1) * each_one, _NOTHING)
        return left if period.number == terms.instalments else min(each_one, left)

    # -------------------------------------------------------------- the due date

    def settle_principal(self, found: Split, paid: Fraction) -> Fraction:
        """Take an instalment's principal off the balance; `paid` was paid towards it already.

        Returns the principal the instalment asks for. Principal paid beyond that is handled as the
        contract's excess rule says; a charge that joins the principal (negative) is added to the
        balance and not part of what is asked.
        """
        rule = self.frame.terms.recalculation.excess
        agreed = max(found.principal, _NOTHING)
        asked = agreed
        if rule is Excess.NEXT_INSTALMENTS and not found.is_last:
            asked = max(agreed - self.credit, _NOTHING)
        self.balance -= min(found.principal, _NOTHING)
        early = _NOTHING if rule is Excess.FILLS_ROWS else min(paid, self.balance)
        asked = max(asked, early)
        self.credit = max(self.credit + asked - agreed, _NOTHING)
        self.stale |= rule is Excess.LOWER_INSTALMENT and asked > agreed
        self.balance -= asked
        return asked


def split(state: State, period: Period, accrued: Fraction, paid: Fraction = _NOTHING) -> Split:
    """What the instalment of a period asks for; `accrued` is its charge, not yet rounded.

    `paid` is what an early payment already paid of the charge: the row asks for at least that, even
    where the charge would have waited for a later instalment.
    """
    found = _split(state, period, accrued)
    principal = found.principal
    if principal < 0:  # a charge that joins the principal does so without the part that was paid
        principal = min(principal + paid, _NOTHING)
    early = paid - found.charge
    if early <= 0:
        return Split(principal, found.charge, found.is_last)
    if state.deferred >= early:
        state.deferred -= early
    else:
        state.apart = max(state.apart - early, _NOTHING)
    return Split(principal, paid, found.is_last)


def _split(state: State, period: Period, accrued: Fraction) -> Split:
    terms = state.frame.terms
    is_last = period.number == terms.instalments
    waits = weight(terms, period) == 0 or terms.method is Method.SINGLE
    if waits and not is_last:
        return _unasked(state, accrued)
    own = state.frame.rounded(accrued + state.apart)
    state.apart = _NOTHING
    charge = own + state.deferred
    state.deferred = _NOTHING
    if period.number <= terms.grace.charge and not is_last:
        state.deferred, charge = charge, _NOTHING
    if is_last and terms.rounding.rest is Rest.LAST:
        return Split(state.balance, charge, is_last=True)
    principal = _principal(state, period, own, is_last)
    if principal < 0:
        return _short(state, period, principal, charge)
    if terms.rounding.rest is Rest.LAST:
        principal = min(principal, state.balance)
    return Split(principal, charge, is_last)


def _unasked(state: State, accrued: Fraction) -> Split:
    if state.frame.terms.when_unpaid is WhenUnpaid.APART:
        state.apart += accrued
        return Split(_NOTHING, _NOTHING)
    charge = state.frame.rounded(accrued)
    return Split(-charge, charge)


def _short(state: State, period: Period, principal: Fraction, charge: Fraction) -> Split:
    """An instalment below its charge: the rest is kept apart or capitalised."""
    if not state.short_at:
        state.short_at, state.short_of = period.number, state.level - principal
    missing = min(-principal, charge)
    if state.frame.terms.when_unpaid is WhenUnpaid.CAPITALISED:
        return Split(-missing, charge)
    state.apart = missing
    return Split(_NOTHING, charge - missing)


def _principal(state: State, period: Period, own: Fraction, is_last: bool) -> Fraction:
    terms = state.frame.terms
    if period.number <= terms.grace.principal:
        return _NOTHING
    match terms.method:
        case Method.LEVEL if terms.is_flat:
            principal = rounded(state.part + own, terms.rounding) - own
        case Method.LEVEL | Method.STATED:
            principal = state.level - own
        case Method.GRADUATED:
            principal = rounded(state.level * weight(terms, period), terms.rounding) - own
        case Method.EQUAL_PRINCIPAL | Method.FIXED_PRINCIPAL:
            principal = state.frame.rounded(state.part)
        case Method.BALANCE_SHARE:
            principal = _share(state, own)
        case Method.BULLET | Method.SINGLE:
            principal = state.balance if is_last else _NOTHING
    return principal


def _share(state: State, own: Fraction) -> Fraction:
    terms = state.frame.terms
    base = state.balance + (own if terms.share_includes_charge else 0)
    minimum = in_minor(terms.minimum or 0, terms.currency)
    asked = max(state.frame.rounded(base * as_fraction(terms.balance_share or 0)), minimum)
    return asked - own if terms.share_includes_charge else asked
