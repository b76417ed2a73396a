"""The recommended plan, its reasons and the ways beside it, as plain values with words beside them.

Money is in plan currency; what is of use to the aim ("value", "lost", "by") in today's money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.allocation.explain import Because, WhyNot
from planner.allocation.mends import Infeasible, Mend, Shortfall
from planner.allocation.stack import Stack
from planner.baseline import month_of
from planner.best import Best, Step, Verdict
from planner.case import Decisions
from planner.figures import Figures, Json, number
from planner.outcomes import Outcome
from planner.plan import numbers
from planner.report_risk import short
from planner.risk import Risk
from planner.templates import Rests
from planner.text import Text
from planner.ways import NUMBERS, Way, way_rows
from products.basis.problems import Scalar

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Advised:
    """What a family is advised: the best plan, its futures where drawn, and the ways beside it."""

    best: Best
    ways: tuple[Way, ...]
    risk: Risk | None = None


def told(advised: Advised, text: Text) -> Json:
    """The three sections of a report."""
    return {
        "recommended": recommended(advised.best, text, advised.risk),
        "reasons": reasons(advised.best, text),
        "ways": ways(advised.ways, text),
    }


def recommended(best: Best, text: Text, risk: Risk | None = None) -> Json:
    """The recommended plan: what to do first, what it comes to, and what would mend it.

    `risk` are its futures, the same worlds that the family's own plan meets.
    """
    page = _Page(best, text)
    found = best.allocation
    futures = {} if risk is None else {"risk": short(risk, best.plan, text)}
    return {
        "verdict": best.verdict.value,
        "text": text(f"best.{best.verdict}"),
        "borrows": best.borrows,
        "borrow_text": loan_said(best, text),
        "aim": best.own.case.household.preferences.aim.value,
        "value": page.figures.money(found.value),
        "gap": number(found.gap, _DIGITS),
        "method": found.solution.method.value,
        "decisions": decided(found.decisions),
        "steps": [page.step(s) for s in best.steps],
        "answers": numbers(best.plan),
        **futures,
        "had_to_give": None if best.infeasible is None else page.infeasible(best.infeasible),
        "efficient": [page.stack(s) for s in best.efficient],
    }


def reasons(best: Best, text: Text) -> Json:
    """Why what is taken is taken, and why the rest is not."""
    page = _Page(best, text)
    return {
        "taken": [page.because(b) for b in best.because],
        "not_taken": [page.why_not(w) for w in best.why_not],
    }


def ways(found: Sequence[Way], text: Text) -> Json:
    """The ways side by side, and which is best in each number."""
    names = [way.name.value for way in found]
    return {
        "columns": [_way(way, text) for way in found],
        "best": {r.name: None if r.best is None else names[r.best] for r in way_rows(found)},
    }


def loan_said(best: Best, text: Text) -> str:
    """That nothing is to be borrowed, where the recommended plan takes no loan; else nothing."""
    return "" if best.borrows else text("best.no_loan")


def decided(decisions: Decisions) -> Json:
    """Decisions as they stand in a case."""
    return decisions.model_dump(mode="json", exclude_defaults=True)


def step_why(step: Step, text: Text) -> str:
    """Why a step of the ladder is told; a decision's reasons stand under `reasons`."""
    key = f"{step.code}.why"
    return text.tell(key, step.params) if text.say.has(key) else ""


def because_said(b: Because, best: Best, text: Text) -> str:
    """What a thing is for, what would be lost without it, and what keeps it from being more."""
    without: dict[str, Scalar] = {
        "amount": b.lost,
        "lowest_amount": b.lowest_without,
        "month": month_of(best.plan.timeline, b.lowest_without_mark).isoformat(),
    }
    code = "because.without" if b.lost > 0 else "because.without_lowest"
    said = [text.tell(b.code, b.params), text.tell(code, without)]
    return " ".join([*said, *([text(b.limit)] if b.limit and text.say.has(b.limit) else [])])


class _Page:
    """The parts, each from one part of the recommendation."""

    def __init__(self, best: Best, text: Text) -> None:
        self.best, self.text = best, text
        self.figures = Figures(best.plan.timeline, best.plan.currency)

    def step(self, step: Step) -> Json:
        return {
            "date": step.day.isoformat(),
            "month": self.figures.at(step.mark),
            "code": step.code,
            "text": self.text.tell(step.code, step.params),
            "why": step_why(step, self.text),
            "listing_id": step.listing_id,
        }

    def because(self, b: Because) -> Json:
        item = b.done.item
        return {
            "key": item.key,
            "deed": item.deed.value,
            "listing_id": item.listing.id if item.listing else None,
            "amount": b.done.amount,
            "text": because_said(b, self.best, self.text),
            "lost": self.figures.money(b.lost),
            "lowest_cash_without": self.figures.money(b.lowest_without),
            "lowest_month_without": self.figures.at(b.lowest_without_mark),
            "limit": b.limit,
        }

    def why_not(self, w: WhyNot) -> Json:
        return {
            "listing_id": w.listing_id,
            "code": w.code,
            "text": self.text.tell(w.code, w.params),
            "rules": [self.outcome(o) for o in w.outcomes],
            "better": w.better,
            "by": self.figures.money(w.by),
        }

    def outcome(self, o: Outcome) -> Json:
        return {
            "code": o.code,
            "state": o.state.value,
            "text": self.text.tell(o.text_key, o.params),
        }

    def infeasible(self, found: Infeasible) -> Json:
        return {
            "gave": list(found.gave),
            "without_decisions": self.shortfall(found.without),
            "with_decisions": self.shortfall(found.with_decisions),
            "mends": [self.mend(m) for m in found.mends],
        }

    def shortfall(self, s: Shortfall) -> Json:
        return {
            "months_below_zero": [self.figures.at(m) for m in s.marks],
            "lowest_cash": self.figures.money(s.lowest),
            "lowest_month": self.figures.at(s.lowest_mark),
        }

    def mend(self, m: Mend) -> Json:
        return {
            "code": m.code,
            "text": self.text.tell(m.code, m.params),
            "amount": self.figures.money(m.amount),
            "month": self.figures.at(m.mark),
        }

    def stack(self, s: Stack) -> Json:
        return {
            "products": [
                {"listing_id": d.item.listing.id, "month": self.figures.at(d.item.mark)}
                for d in s.done
                if d.item.listing is not None
            ],
            "decisions": decided(s.decisions),
            "lowest_cash": self.figures.money(s.lowest),
            "end_worth_today": self.figures.money(s.worth),
            "value": self.figures.money(s.value),
        }


def _way(way: Way, text: Text) -> Json:
    return {
        "name": way.name.value,
        "title": text(f"way.{way.name}"),
        "known": way.known,
        "text": text.tell(way.verdict, way.params),
        "numbers": _numbers(way),
        "rests_on": [_rests(r, text) for r in way.rests],
        "questions": [text(q) for q in way.questions],
        "notes": [text(n) for n in way.notes],
        "decisions": decided(way.decisions),
    }


def _numbers(way: Way) -> Mapping[str, float | str | None]:
    """Marks as months, money to the coin."""
    if way.plan is None:
        return dict.fromkeys(_named(name) for name in NUMBERS)
    figures = Figures(way.plan.timeline, way.plan.currency)
    found: dict[str, float | str | None] = {}
    for name, (unit, _) in NUMBERS.items():
        value = way.numbers[name]
        if value is None:
            found[_named(name)] = None
        elif unit == "mark":
            found[_named(name)] = figures.at(int(value))
        else:
            found[_named(name)] = figures.money(value) if unit == "amount" else number(value, 6)
    return found


def _named(name: str) -> str:
    return f"{name.removesuffix('_mark')}_month" if name.endswith("_mark") else name


def _rests(r: Rests, text: Text) -> Json:
    return {
        "name": text(r.name),
        "label": r.label,
        "value": number(r.value, _DIGITS),
        "unit": r.unit,
        "own": r.own,
        "assumption": None if r.card is None else r.card.name,
        "source_id": None if r.card is None else r.card.source_id,
    }


def mends_said(best: Best, text: Text) -> list[str]:
    """What would mend a plan that runs out, each enough by itself."""
    if best.verdict is not Verdict.MEND or best.infeasible is None:
        return []
    return [text.tell(m.code, m.params) for m in best.infeasible.mends]
