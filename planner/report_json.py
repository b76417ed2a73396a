"""A plan as JSON: what `python -m planner plan CASE.json --json` prints.

Keys are snake case and stable; `version` counts their changes. Money is in plan currency in major
units, rounded to the smallest coin; shares and rates are decimals; months are YYYY-MM.
A number that does not exist (cover without end, a ratio without income) is null, never NaN.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from planner.baseline import Group, Line
from planner.budget import Budget
from planner.candidates import Taken
from planner.figures import Figures, Json
from planner.figures import number as _number
from planner.inputs import is_ready, leanings, unsaid
from planner.ladder import SHOWN_FIRST
from planner.offers import Offer
from planner.outcomes import Fix, Outcome
from planner.plan import Comparison, Plan
from planner.report_best import Advised
from planner.report_best import told as advised_of
from planner.report_decisions import told as decided_of
from planner.report_risk import Shaken
from planner.report_risk import told as told_of
from planner.standpoint import Advice
from planner.text import Text
from products.basis.money import to_major
from products.basis.problems import Problem
from products.basis.timeline import date_of
from products.catalogue.known import age_of_listing, as_row, oldest, worst

FORMAT, VERSION = "wapsi-plan", 3


def report(
    plan: Plan, text: Text, shaken: Shaken | None = None, advised: Advised | None = None
) -> Json:
    """The whole plan as plain values, with the sentences of one language beside the numbers.

    `shaken` adds its futures, the shocks and what moves it; `advised` the recommended plan, its
    reasons and the ways beside it.
    """
    page = _Page(plan, text)
    told = {} if shaken is None else told_of(shaken, plan, text)
    told |= {} if advised is None else advised_of(advised, text)
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": plan.case.title,
        "country": plan.case.country,
        "currency": plan.currency,
        "start": plan.timeline.start.isoformat(),
        "months": plan.timeline.months,
        "answers": page.answers(),
        "budgets": {
            name: page.budget(getattr(plan.budgets, name)) for name in ("now", "stopped", "after")
        },
        "first_steps": [page.advice(a) for a in plan.ladder[:SHOWN_FIRST]],
        "further_steps": [page.advice(a) for a in plan.ladder[SHOWN_FIRST:]],
        "monthly": [page.month(m) for m in range(plan.timeline.n_marks)],
        "cliff": page.cliff(),
        "products": [page.product(t) for t in plan.taken],
        **decided_of(plan),
        "debts": page.debts(),
        "dues": page.dues(),
        "two_households": page.ledger(),
        "sale_order": page.sales(),
        "goals": page.goals(),
        **told,
        "offers": [page.offer(o) for o in plan.offers],
        "assumptions": page.assumptions(),
        "identities": [
            {"name": i.name, "what": text(i.what), "gap": i.gap, "ok": i.ok}
            for i in plan.identities
        ],
        "provenance": page.provenance(),
        "rests_on": page.rests_on(),
        "warnings": [page.warning(p) for p in plan.warnings],
    }


def compared(comparisons: Sequence[Comparison]) -> list[Json]:
    """Alternatives side by side: answers in numbers and their differences to the first."""
    return [
        {"name": c.name, "answers": dict(c.answers), "differences": dict(c.differences)}
        for c in comparisons
    ]


def as_json(content: Json) -> str:
    """Readable JSON text; a NaN or infinity left in it is our mistake and raises `ValueError`."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


class _Page(Figures):
    """The parts of the report, each from one part of the plan."""

    def __init__(self, plan: Plan, text: Text) -> None:
        super().__init__(plan.timeline, plan.currency)
        self.plan, self.text = plan, text

    def answers(self) -> Json:
        """The first screen."""
        a = self.plan.answers
        return {
            "status": a.status.value,
            "opening_cash": self.money(a.opening_cash),
            "buffer": self.money(a.buffer),
            "lowest_cash": self.money(a.lowest_cash),
            "lowest_month": self.at(a.lowest_mark),
            "first_below_zero_month": self.at(a.first_below_zero_mark),
            "last_month": self.at(a.last_mark) if self.plan.cliff.moves else None,
            "months_of_cover_today": _number(a.cover_today_months, 2),
            "months_of_cover_after_last": a.cover_after_last_months,
            "cover_lasts_to_end": a.cover_lasts,
            "earliest_safe_return_month": self.at(a.earliest_safe_mark),
            "unsafe_later_months": [self.at(m) for m in a.gaps],
            "judged_until_month": self.at(a.judged_until_mark),
            "worst_debt_service_ratio": _number(a.worst_debt_ratio, 6),
            "worst_debt_service_month": self.at(a.worst_debt_mark),
            "debt_service_limit": a.debt_cap,
            "free_each_month_now": self.money(a.free_now),
            "free_each_month_after": self.money(a.free_after),
            "provisional_share": _number(a.provisional_share, 6),
        }

    def budget(self, budget: Budget) -> Json:
        """A typical month."""
        names = ("income", "remittance", "essential", "other_spending", "instalments", "free")
        return {name: self.money(getattr(budget, name)) for name in names}

    def advice(self, advice: Advice) -> Json:
        """One step with its reason in words."""
        return {
            "rung": advice.rung.value,
            "code": advice.code,
            "text": self.text.tell(advice.code, advice.params),
            "why": self.text.tell(f"{advice.code}.why", advice.params),
            "month": self.at(advice.mark),
            "listing_id": advice.listing_id,
            "params": self.params(advice.params),
        }

    def params(self, params: Mapping[str, Any]) -> Json:
        """Params of a text as plain values."""
        return {k: _number(v, 6) if isinstance(v, float) else v for k, v in params.items()}

    def month(self, mark: int) -> Json:
        """One row of the monthly table."""
        plan = self.plan
        by_group = {g: [x for x in plan.lines if x.group is g] for g in Group}
        return {
            "mark": mark,
            "date": date_of(self.plan.timeline, mark).isoformat(),
            "month": self.at(mark),
            "income": self._named(by_group[Group.INCOME], mark),
            "remittance": self._named(by_group[Group.REMITTANCE], mark),
            "essentials": self._sum(by_group[Group.ESSENTIAL], mark),
            "other_spending": self._sum(by_group[Group.OTHER_SPENDING], mark),
            "debt_instalments": self._sum(by_group[Group.DEBT], mark),
            "product_flows": self._sum(by_group[Group.PRODUCT], mark),
            "spent_on_purpose": self._sum(by_group[Group.PURPOSE], mark),
            "debt_service": self.money(plan.debt_service[mark]),
            "debt_service_ratio": _number(plan.debt_service_ratio[mark], 6),
            "cash": self.money(plan.cash[mark]),
            "owned": self.money(plan.owned[mark]),
            "owed": self.money(plan.owed[mark]),
            "net_worth": self.money(plan.net_worth[mark]),
            "cash_if_dues_paid": self.money(plan.cash_if_dues_paid[mark]),
            "price_level": _number(plan.price_level[mark], 8),
        }

    def _named(self, lines: Sequence[Line], mark: int) -> Json:
        named: Json = {}
        for line in lines:
            name = line.label or line.key
            named[name] = round(named.get(name, 0.0) + float(line.flow[mark]), self.digits) + 0.0
        return named

    def _sum(self, lines: Sequence[Line], mark: int) -> float | None:
        return self.money(sum(float(line.flow[mark]) for line in lines))

    def cliff(self) -> Json:
        """What becomes of the family for every last month."""
        c = self.plan.cliff
        rows = [
            {
                "last_month": self.at(m),
                "lowest_cash": self.money(c.lowest[m]),
                "lowest_month": self.at(int(c.lowest_mark[m])),
                "months_of_cover": int(c.cover_months[m]),
                "safe": bool(c.safe[m]) if m <= c.judged_until else None,
            }
            for m in range(self.plan.timeline.n_marks)
        ]
        return {"moves": c.moves, "rows": rows if c.moves else []}

    def product(self, t: Taken) -> Json:
        """One product taken, with its dated contract."""
        s, code = t.schedule, t.listing.currency
        rows = [
            {
                "date": s.due_date[i].isoformat(),
                "mark": int(s.due_mark[i]),
                "due": to_major(int(s.due_minor[i]), code),
                "principal": to_major(int(s.principal_minor[i]), code),
                "charge": to_major(int(s.charge_minor[i]), code),
                "fee": to_major(int(s.fee_minor[i]), code),
                "balance": to_major(int(s.balance_minor[i]), code),
            }
            for i in range(len(s))
        ]
        return {
            "listing_id": t.listing.id,
            "name": t.listing.name,
            "standing": t.listing.standing.value,
            "as_of": t.listing.as_of,
            "side": t.side.value,
            "amount": t.choice.amount,
            "currency": code,
            "tenor_months": t.variant.tenor,
            "grace_months": t.variant.grace,
            "start_month": self.at(t.variant.start),
            "own_share": self.money(float(t.course.own_share)),
            "schedule": rows,
        }

    def debts(self) -> list[Json]:
        """Each debt and the month it is cleared."""
        found = []
        for debt in self.plan.debts:
            cleared = [m for m in range(debt.owed.size) if debt.owed[m] <= 0]
            found.append(
                {
                    "label": debt.label,
                    "currency": debt.currency or self.plan.currency,
                    "owed_now": self.money(debt.owed_today),
                    "owed_at_end": self.money(debt.owed[-1]),
                    "cleared_month": self.at(cleared[0]) if cleared else None,
                }
            )
        return found

    def dues(self) -> Json:
        """What is owed to the worker abroad: shown, not counted in cash."""
        return {
            "if_paid": self.money(self.plan.dues_if_paid.sum()),
            "expected": self.money(self.plan.dues_expected.sum()),
        }

    def ledger(self) -> Json:
        """Both households over the whole plan."""
        names = ("earned", "lived", "outlay", "fee", "margin", "received")
        return {name: self.money(getattr(self.plan.ledger, name).sum()) for name in names}

    def sales(self) -> Json:
        """What would be sold first."""
        order = self.plan.sale_order
        rows = [
            {
                "label": s.label,
                "kind": s.kind.value,
                "proceeds": self.money(s.proceeds),
                "days_to_sell": s.days_to_sell,
                "needed": s.needed,
                "in_time": s.in_time,
                "carries_to_month": self.at(s.carries_to_mark),
            }
            for s in order.sales
        ]
        return {"uncovered": self.money(order.uncovered), "sales": rows}

    def goals(self) -> list[Json]:
        """Each goal against the plan."""
        return [
            {
                "label": g.goal.label,
                "kind": g.goal.kind.value,
                "month": self.at(g.mark),
                "needed": self.money(g.needed),
                "there": self.money(g.there),
                "missing": self.money(g.missing),
                "reached": g.reached,
                "paid": g.paid,
                "beyond_plan": g.beyond_plan,
            }
            for g in self.plan.goals
        ]

    def offer(self, o: Offer) -> Json:
        """One listing: verdict, amount judged, every rule and gate, what would fix it."""
        return {
            "listing_id": o.listing.id,
            "name": o.listing.name,
            "provider_id": o.listing.provider_id,
            "category": o.listing.category.value,
            "side": o.side.value,
            "verdict": o.verdict.value,
            "standing": o.listing.standing.value,
            "as_of": o.listing.as_of,
            "stale": o.stale,
            "grade": age_of_listing(o.listing, self.plan.provenance.as_of).grade.value,
            "source_id": o.listing.source_id,
            "applicant": o.applicant,
            "amount": o.amount,
            "currency": o.listing.currency,
            "tenor_months": o.variant.tenor,
            "money": self.money(o.money),
            "own_share": self.money(o.own_share),
            "instalment": self.money(o.instalment),
            "chosen": o.chosen,
            "outcomes": [self.outcome(x) for x in o.outcomes],
        }

    def outcome(self, o: Outcome) -> Json:
        """One rule or gate in words."""
        return {
            "code": o.code,
            "text": self.text.tell(o.text_key, o.params),
            "state": o.state.value,
            "counts": o.counts,
            "group": o.group,
            "missing": _number(o.missing, 6),
            "fixes": [self.fix(f) for f in o.fixes],
        }

    def fix(self, f: Fix) -> Json:
        """One change that would turn an outcome."""
        return {
            "code": f.code,
            "text": self.text.tell(f.code, f.params),
            "possible": f.possible,
            "patch": [{"path": c.path, "value": c.value} for c in f.patch],
        }

    def assumptions(self) -> list[Json]:
        """Every card in use."""
        return [
            {
                "name": c.name,
                "value": c.value,
                "given": c.given,
                "low": c.low,
                "high": c.high,
                "unit": c.unit,
                "grade": c.grade.value,
                "since": c.since.isoformat(),
                "source_id": c.source_id,
                "changed": c.changed,
            }
            for c in self.plan.assumptions.cards.values()
        ]

    def provenance(self) -> Json:
        """What the plan was made of."""
        p = self.plan.provenance
        return {
            "catalogue_version": p.catalogue_version,
            "assumptions_hash": p.assumptions_hash,
            "code_version": p.code_version,
            "case_hash": p.case_hash,
            "as_of": p.as_of.isoformat(),
            "seed": p.seed,
            "sources": list(p.sources),
        }

    def rests_on(self) -> Json:
        """How old and how good the facts are that the products' figures are made from."""
        held = leanings(self.plan, {})
        ages = [fact.age for one in held for fact in one.facts]
        first = oldest(ages)
        return {
            "worst_grade": worst(ages),
            "oldest_as_of": first.as_of if first else None,
            "ready": is_ready(self.plan.case, held),
            "unsaid": [one.listing.id for one in unsaid(self.plan.case, held)],
            "acknowledged": [one.model_dump(mode="json") for one in self.plan.case.acknowledged],
            "facts": [
                {"listing_id": one.listing.id, **as_row(fact)} for one in held for fact in one.facts
            ],
        }

    def warning(self, problem: Problem) -> Json:
        """One thing to know or to mend."""
        return {
            "code": problem.code,
            "where": problem.where,
            "severity": problem.severity.value,
            "text": self.text.problem(problem),
        }
