"""Drawing households that nobody is: as many as wanted, the same for the same seed.

Each answer is drawn by itself from the country's calibration, given those before it (who is abroad,
how long, where the family lives); what hangs together beyond that in real life does not here. Such
a caseload shows how a product works on many families; it does not count a country's. All numbers
are arrays `[H]`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.assumptions import Assumptions
from planner.caseload.calibration import Calibration
from planner.caseload.columns import COLUMNS, MIGRANT, PARTNER
from planner.caseload.table import SYNTHETIC, Table, Words
from products.basis.cashflow import Floats

Bools = NDArray[np.bool_]
CURRENCIES = {"SAU": "SAR", "ARE": "AED", "KWT": "KWD", "QAT": "QAR", "OMN": "OMR", "BHR": "BHD"}
"""Currency of pay of each country of work that is drawn."""
_CHILD_EQUIVALENT, _ROUND = 0.8, 500.0
_ADULT, _OLDEST, _YEAR = 18.0, 64.0, 12.0
_PRESSING_PRICE = (0.0, 0.0, 0.24, 0.36)
_OTHER_LENDERS = ("family", "shop", "microfinance", "moneylender")
_GOALS = ("house", "enterprise", "education", "wedding", "savings")
_GOAL_SHARES = (0.35, 0.30, 0.15, 0.10, 0.10)
_GOAL_MONTHS_OF_NEEDS = (24.0, 10.0, 5.0, 9.0, 6.0)
_FOR_GOOD = frozenset(("household_id", f"{MIGRANT}age_years", f"{MIGRANT}sex", f"{MIGRANT}abroad"))


@dataclass(frozen=True, slots=True)
class _Draw:
    """The dice, what they are loaded with, and how many households there are."""

    rng: np.random.Generator
    numbers: Calibration
    world: Assumptions
    count: int

    def yes(self, name: str) -> Bools:
        """Whether something holds, by its share."""
        return np.asarray(self.rng.random(self.count) < self.numbers[name], dtype=np.bool_)

    def about(self, name: str) -> Floats:
        """Around a middle, spread in its logarithm."""
        middle, spread = self.numbers[name], self.numbers.spread(name)
        return np.asarray(middle * np.exp(spread * self.rng.standard_normal(self.count)))

    def one_of(self, shares: dict[str, float]) -> Words:
        """A word each, by its share."""
        return np.asarray(self.rng.choice(list(shares), self.count, p=list(shares.values())))

    def by_host(self, name: str, host: Words) -> Floats:
        """A number that differs by country of work, spread in its logarithm."""
        names = [self.numbers.of(name, str(one)) for one in host]
        middle = np.array([self.numbers[one] for one in names])
        spread = np.array([self.numbers.spread(one) for one in names])
        return np.asarray(middle * np.exp(spread * self.rng.standard_normal(self.count)))

    def card(self, name: str) -> float:
        """An assumption of the country's pack."""
        return self.world[name]


def synthetic(numbers: Calibration, world: Assumptions, count: int, seed: int) -> Table:
    """So many households of a country; `world` are the assumptions of its pack on a day."""
    draw = _Draw(np.random.default_rng(seed), numbers, world, count)
    people = _people(draw)
    money = _money(draw, people)
    columns = {**people, **money, **_facts(draw, people, money)}
    made = {name: columns[name] for name in COLUMNS if name in columns}
    return Table(_unanswered(draw, made))


def _people(draw: _Draw) -> dict[str, Floats | Words]:
    """Who lives there, and the journey."""
    n = draw.count
    spread = draw.numbers.spread("age_years")
    age = np.clip(draw.numbers["age_years"] + spread * draw.rng.standard_normal(n), 21, _OLDEST)
    age = np.round(age).astype(np.float64)
    abroad, female = draw.yes("abroad_share"), draw.yes("female_share")
    grown = (age - _ADULT) * _YEAR
    away = np.round(np.clip(draw.about("months_abroad"), 3, grown))
    since: Floats = np.minimum(draw.about("since_return_months"), np.maximum(grown - away, 0))
    back: Floats = np.asarray(np.where(abroad, np.nan, np.round(since)), dtype=np.float64)
    married = draw.yes("married_share")
    partner = np.round(np.clip(age + draw.rng.normal(-3, 3, n), _ADULT, _OLDEST))
    sex = np.where(female, "female", "male")
    found: dict[str, Floats | Words] = {
        "household_id": np.array([f"{SYNTHETIC}{at + 1:06d}" for at in range(n)]),
        "region": draw.one_of(draw.numbers.weights("region_")),
        "host_country": draw.one_of(draw.numbers.weights("host_")),
        f"{MIGRANT}age_years": age,
        f"{MIGRANT}sex": sex,
        f"{MIGRANT}abroad": abroad.astype(np.float64),
        f"{MIGRANT}months_abroad": away.astype(np.float64),
        f"{MIGRANT}months_since_return": back,
        f"{PARTNER}age_years": np.where(married, partner, np.nan),
        f"{PARTNER}sex": np.where(married, np.where(female, "male", "female"), ""),
        "children": draw.rng.poisson(draw.numbers["children"], n).clip(0, 7).astype(np.float64),
        "elders": draw.yes("elder_share").astype(np.float64),
        "settlement": np.where(draw.yes("urban_share"), "urban", "rural"),
    }
    return found


def _money(draw: _Draw, people: dict[str, Floats | Words]) -> dict[str, Floats | Words]:
    """What comes, goes, is owned and owed."""
    abroad = np.asarray(people[f"{MIGRANT}abroad"]) == 1
    host = np.asarray(people["host_country"], dtype=np.str_)
    married = ~np.isnan(np.asarray(people[f"{PARTNER}age_years"], dtype=np.float64))
    children = np.asarray(people["children"], dtype=np.float64)
    equivalents = 1.0 + married + np.asarray(people["elders"], np.float64)
    equivalents = np.where(abroad, equivalents - 1.0, equivalents) + _CHILD_EQUIVALENT * children
    equivalents = np.maximum(equivalents, 1.0)
    needs = _round(equivalents * draw.card("poverty_line_pm") * draw.about("essentials"))
    minimum = draw.card("minimum_wage_pm")
    wage = _round(minimum * draw.about("wage_home"))
    side = np.where(draw.yes("side_income_share"), minimum * draw.about("side_income"), 0.0)
    jobless = draw.yes("jobless_share") & ~abroad
    earned = _round(np.where(abroad | jobless, side, wage + side))
    saves = draw.yes("saving_share")
    months = np.where(saves, draw.about("savings_months"), draw.about("cash_months"))
    found: dict[str, Floats | Words] = {
        "home_income_pm": earned,
        "home_income_kind": np.where(draw.yes("urban_share"), "wage", "farm"),
        "wage_after_pm": np.where(abroad | jobless, wage, 0.0),
        "wage_wait_months": np.full(draw.count, round(draw.card("months_to_first_income"))) * 1.0,
        "essentials_pm": needs,
        "other_spending_pm": _round(needs * draw.about("other_spending")),
        "savings": _round(needs * months),
        **_sent(draw, abroad, host),
        **_owed(draw, abroad, host, needs, np.asarray(people[f"{MIGRANT}months_abroad"])),
        **_owned(draw, np.asarray(people["settlement"]) == "rural"),
        **_hopes(draw, needs),
    }
    return found


def _sent(draw: _Draw, abroad: Bools, host: Words) -> dict[str, Floats | Words]:
    """Money sent home by those abroad, in the currency of their pay."""
    codes = np.array([CURRENCIES[str(one)] for one in host])
    rate = np.array([draw.world.fx[str(code)] for code in codes]) / draw.world.fx["USD"]
    share = draw.numbers["sent_share"]
    sent_share = np.clip(
        share + draw.numbers.spread("sent_share") * draw.rng.standard_normal(draw.count), 0.2, 0.9
    )
    pay = draw.by_host("pay_abroad_usd", host) * draw.numbers["pay_growth"] / rate
    cost = np.array([draw.card(f"remittance_cost_{one}") for one in host])
    left = np.round(draw.rng.uniform(6, 60, draw.count))
    return {
        "remittance_pm": np.where(abroad, np.round(pay * sent_share, -1), 0.0),
        "remittance_currency": np.where(abroad, codes, ""),
        "remittance_cost_share": np.where(abroad, np.round(cost, 4), np.nan),
        "remittance_months_left": np.where(abroad, left, np.nan),
    }


def _owed(
    draw: _Draw, abroad: Bools, host: Words, needs: Floats, away: Floats
) -> dict[str, Floats | Words]:
    """Debts of the journey, falling with the years abroad, and others."""
    journey = draw.by_host("journey_usd", host) * draw.world.fx["USD"]
    fresh = np.clip(2.0 - away / (3 * _YEAR), 0.0, 2.0)
    owes = draw.yes("journey_borrowed_share") & (fresh > 0)
    owed = _round(np.where(owes, journey * draw.numbers["journey_owed_share"] * fresh, 0.0))
    other = _round(
        np.where(draw.yes("other_debt_share"), needs * draw.about("other_debt_months"), 0)
    )
    which = draw.rng.integers(0, len(_OTHER_LENDERS), draw.count)
    late = draw.yes("arrears_share") & (other > 0)
    own_family = draw.yes("journey_from_family_share")
    return {
        "migration_debt": owed,
        "migration_debt_instalment_pm": _round(owed / np.where(abroad, 18.0, 24.0)),
        "migration_debt_lender": np.where(
            owed > 0, np.where(own_family, "family", "recruiter"), ""
        ),
        "other_debt": other,
        "other_debt_instalment_pm": _round(other / _YEAR),
        "other_debt_lender": np.where(other > 0, np.array(_OTHER_LENDERS)[which], ""),
        "other_debt_price_pa": np.where(other > 0, np.array(_PRESSING_PRICE)[which], np.nan),
        "other_debt_arrears": np.where(late, _round(other / 4), 0.0),
    }


def _owned(draw: _Draw, rural: Bools) -> dict[str, Floats | Words]:
    gold = draw.about("gold_tola") * draw.card("gold_per_tola")
    acres = np.where(draw.yes("land_share") & rural, np.round(draw.about("land_acres"), 1), 0.0)
    animals = draw.yes("livestock_share") & rural
    return {
        "gold": _round(np.where(draw.yes("gold_share"), gold, 0.0)),
        "livestock": _round(np.where(animals, draw.about("livestock_value"), 0.0)),
        "land_acres": acres,
    }


def _hopes(draw: _Draw, needs: Floats) -> dict[str, Floats | Words]:
    which = draw.rng.choice(len(_GOALS), draw.count, p=_GOAL_SHARES)
    months = np.round(draw.rng.uniform(12, 48, draw.count))
    return {
        "goal_kind": np.array(_GOALS)[which],
        "goal_amount": _round(needs * np.array(_GOAL_MONTHS_OF_NEEDS)[which]),
        "goal_months": months,
        "islamic_only": draw.yes("islamic_only_share").astype(np.float64),
    }


def _facts(
    draw: _Draw, people: dict[str, Floats | Words], money: dict[str, Floats | Words]
) -> dict[str, Floats | Words]:
    """What the rules of products ask beyond the family's own story."""
    abroad = np.asarray(people[f"{MIGRANT}abroad"]) == 1
    married = ~np.isnan(np.asarray(people[f"{PARTNER}age_years"], dtype=np.float64))
    earns = np.asarray(money["home_income_pm"], dtype=np.float64) > 0
    score = draw.numbers["poverty_score"] + draw.numbers.spread(
        "poverty_score"
    ) * draw.rng.standard_normal(draw.count)
    shares = {
        f"{MIGRANT}has_national_id": "national_id_share",
        f"{MIGRANT}has_overseas_id": "overseas_id_share",
        f"{MIGRANT}is_tax_filer": "tax_filer_share",
        f"{MIGRANT}has_expat_account": "expat_account_share",
        f"{MIGRANT}is_welfare_member": "welfare_member_share",
        f"{MIGRANT}is_registered_emigrant": "registered_share",
        f"{MIGRANT}has_trade_skill_proof": "skill_proof_share",
        f"{MIGRANT}has_training_certificate": "certificate_share",
        f"{MIGRANT}has_disability": "disability_share",
        "owns_home": "own_home_share",
        "owns_plot": "plot_share",
        "has_guarantor": "guarantor_share",
        "has_business_plan": "business_plan_share",
        "had_subsidised_loan": "subsidised_loan_share",
        "belongs_to_group": "committee_share",
    }
    found: dict[str, Floats | Words] = {
        name: draw.yes(share).astype(np.float64) for name, share in shares.items()
    }
    nobody = np.full(draw.count, np.nan)
    found |= {
        f"{PARTNER}has_national_id": np.where(married, draw.yes("national_id_share"), nobody),
        f"{PARTNER}is_tax_filer": np.where(married, draw.yes("tax_filer_share"), nobody),
        f"{PARTNER}has_disability": np.where(married, draw.yes("disability_share"), nobody),
        f"{MIGRANT}employment": np.where(abroad, "salaried", np.where(earns, "day_labour", "none")),
        "receives_remittance_formally": np.where(abroad, draw.yes("formal_channel_share"), nobody),
        "keeps_livestock": (np.asarray(money["livestock"], np.float64) > 0).astype(np.float64),
        "has_gold_to_pledge": (np.asarray(money["gold"], np.float64) > 0).astype(np.float64),
        "has_mortgage_security": draw.yes("plot_share").astype(np.float64),
        "poverty_score": np.asarray(np.clip(score, 0, 100).round(1), np.float64),
        "migrant_died": np.zeros(draw.count),
        "is_martyr_family": np.zeros(draw.count),
    }
    return found


def _unanswered(draw: _Draw, made: dict[str, Floats | Words]) -> dict[str, Floats | Words]:
    """The same with some of the facts of the rules left open, as in any interview."""
    found = dict(made)
    for name, values in made.items():
        if COLUMNS[name].meaning.startswith("fact:") and name not in _FOR_GOOD:
            blank = draw.yes("unknown_share")
            is_text = values.dtype.kind == "U"
            found[name] = np.where(blank, "" if is_text else np.nan, values)
    return found


def _round(amount: Floats) -> Floats:
    """To the nearest round figure, as people say sums."""
    return np.asarray(np.round(amount / _ROUND) * _ROUND)
