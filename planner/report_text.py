"""A plan as a page of text, for a terminal or a printer without paper size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from planner.baseline import month_of
from planner.futures.returns import Returns
from planner.inputs import is_ready, leanings, unsaid
from planner.ladder import SHOWN_FIRST
from planner.outcomes import Verdict
from planner.plan import Plan
from planner.report_best import Advised, because_said, loan_said, mends_said
from planner.report_risk import (
    Shaken,
    end_said,
    label_of,
    lever_name,
    odds_said,
    shock_name,
    shock_said,
)
from planner.risk import Risk
from planner.text import Text

_REASONS, _LEVERS = 3, 5
"""How many reasons and levers a page tells."""
_STEP = 3
"""Months between two rows of the table."""
_LISTED = (Verdict.AVAILABLE, Verdict.CONFIRM_FIRST, Verdict.UNKNOWN)


def page(
    plan: Plan, text: Text, shaken: Shaken | None = None, advised: Advised | None = None
) -> Iterator[str]:
    """Lines of the page: how it stands, what to do first, offers, every third month, sources.

    `shaken` adds the odds, the shocks and what moves the plan; `advised` what would serve it best.
    """
    start, end = _day(plan, 1), _day(plan, plan.timeline.months)
    title = plan.case.title or text("report.untitled")
    months = {"start_month": text.month(start), "end_month": text.month(end)}
    yield text("report.title", title=title, **months)
    yield ""
    yield text(f"status.{plan.answers.status.value}")
    yield from _standing(plan, text)
    yield from (f"  {line}" for line in _answers(plan, text))
    yield ""
    yield text("report.steps")
    for number, advice in enumerate(plan.ladder[:SHOWN_FIRST], start=1):
        yield f"  {number}. {text.tell(advice.code, advice.params)}"
        yield f"     {text.tell(f'{advice.code}.why', advice.params)}"
    if advised is not None:
        yield from _advised(text, advised)
    if shaken is not None:
        yield from _shaken(plan, text, shaken)
    yield ""
    yield text("report.offers")
    yield from (f"  {line}" for line in _offers(plan, text))
    yield ""
    yield text("report.years")
    yield from (f"  {line}" for line in _table(plan, text))
    yield ""
    for problem in plan.warnings:
        yield text.problem(problem)
    made = plan.provenance
    yield text(
        "report.sources",
        catalogue=made.catalogue_version[:12],
        assumptions=made.assumptions_hash,
        code=made.code_version,
        date=text.day(made.as_of),
    )


def _standing(plan: Plan, text: Text) -> Iterator[str]:
    """Whether the plan is ready to be shown, and each product on old or weak terms."""
    held, case = leanings(plan, {}), plan.case
    if is_ready(case, held) and case.ready is not None:
        yield text("report.ready", date=text.day(case.ready.on))
    elif held:
        yield text("report.draft")
    reasons = {one.listing_id: one.reason for one in case.acknowledged}
    missing = {one.listing.id for one in unsaid(case, held)}
    for one in held:
        if one.weak:
            grade = one.worst.value
            said = {"name": one.listing.name, "grade": grade, "day": one.oldest.as_of or "–"}
            seen = one.listing.id not in missing
            key = "report.weak.seen" if seen else "report.weak"
            yield text(key, **said, reason=reasons.get(one.listing.id, ""))


def _day(plan: Plan, mark: int) -> date:
    return month_of(plan.timeline, mark)


def _answers(plan: Plan, text: Text) -> Iterator[str]:
    a = plan.answers

    def month(mark: int) -> str:
        return text.month(_day(plan, mark))

    yield text("report.opening", amount=text.money(a.opening_cash))
    yield text("report.lowest", amount=text.money(a.lowest_cash), month=month(a.lowest_mark))
    below = a.first_below_zero_mark
    yield text("report.never_below") if below is None else text("report.below", month=month(below))
    yield from _return(plan, text)
    ever = a.cover_today_months == float("inf")
    months = "" if ever else text.count("count.month", round(a.cover_today_months, 1))
    yield text("report.cover_today_ever" if ever else "report.cover_today", months=months)
    if a.worst_debt_ratio == float("inf"):
        yield text("report.burden_no_income", month=month(a.worst_debt_mark))
    elif a.worst_debt_ratio > 0:
        shares = {"share": text.share(a.worst_debt_ratio), "limit_share": text.share(a.debt_cap)}
        yield text("report.burden", month=month(a.worst_debt_mark), **shares)
    yield text("report.free_now", amount=text.money(a.free_now))
    if plan.cliff.moves and a.last_mark < plan.timeline.months:
        yield text("report.free_after", amount=text.money(a.free_after))
    if plan.dues_if_paid.any():
        yield text("report.dues", amount=text.money(float(plan.dues_if_paid.sum())))
    if a.provisional_share:
        yield text("report.provisional", share=text.share(a.provisional_share))


def _return(plan: Plan, text: Text) -> Iterator[str]:
    """What hangs on the month of return."""
    a = plan.answers
    if not plan.cliff.moves:
        yield text("report.no_last")
        return
    if a.last_mark == plan.timeline.months:
        yield text("report.no_end")
    else:
        yield text("report.last", month=text.month(_day(plan, a.last_mark)))
        covered = text.count("count.month", a.cover_after_last_months)
        key = "report.cover_after_ever" if a.cover_lasts else "report.cover_after"
        yield text(key, months=covered)
    safe, until = a.earliest_safe_mark, text.month(_day(plan, a.judged_until_mark))
    if safe is None:
        yield text("report.no_safe", month=until)
    else:
        yield text("report.safe", month=text.month(_day(plan, safe)))
    if a.gaps:
        yield text("report.gaps", number=len(a.gaps))


def _advised(text: Text, advised: Advised) -> Iterator[str]:
    """What would serve the family best, why, and the ways side by side."""
    best = advised.best
    yield ""
    yield text("report.best")
    yield f"  {text(f'best.{best.verdict}')}"
    if not best.borrows:
        yield f"  {loan_said(best, text)}"
    yield from (f"  {line}" for line in mends_said(best, text))
    for number, step in enumerate(best.steps, start=1):
        yield f"  {number}. {text.tell(step.code, step.params)}"
    for reason in best.because:
        yield f"  - {because_said(reason, best, text)}"
    if advised.risk is not None:
        odds = odds_said(advised.risk.below_ever, text)
        yield f"  {text('report.risk.below', odds=odds)}"
    yield ""
    yield text("report.ways")
    for way in advised.ways:
        yield f"  {text(f'way.{way.name}')}: {text.tell(way.verdict, way.params)}"
        yield from (f"    {text(question)}" for question in way.questions)


def _shaken(plan: Plan, text: Text, shaken: Shaken) -> Iterator[str]:
    """What the plan goes through, under three heads."""
    yield ""
    yield text("report.risk", number=text.number(shaken.risk.count))
    yield from (f"  {line}" for line in _risk(plan, text, shaken.risk))
    if shaken.returns.moves:
        yield f"  {_safe_return(plan, text, shaken.returns)}"
    yield ""
    yield text("report.shocks", month=text.month(_day(plan, shaken.shocks.mark)))
    for s in (*shaken.shocks.alone, shaken.shocks.together):
        yield f"  {shock_name(s, text)}: {shock_said(s, plan, text)}"
    yield ""
    yield text("report.levers")
    for lever in shaken.sensitivity.levers[:_LEVERS]:
        ends = {
            "low": end_said(lever, lever.low.value, text),
            "high": end_said(lever, lever.high.value, text),
            "low_amount": text.money(lever.low.lowest_today),
            "high_amount": text.money(lever.high.lowest_today),
        }
        yield "  " + text("report.lever", name=lever_name(lever, text), **ends)


def _safe_return(plan: Plan, text: Text, returns: Returns) -> str:
    share = text.share(returns.confidence)
    if returns.earliest is None:
        month = text.month(_day(plan, returns.judged_until))
        return text("report.risk.no_return", share=share, month=month)
    return text("report.risk.return", share=share, month=text.month(_day(plan, returns.earliest)))


def _risk(plan: Plan, text: Text, risk: Risk) -> Iterator[str]:
    yield text("report.risk.below", odds=odds_said(risk.below_ever, text))
    for reason in risk.reasons[:_REASONS]:
        cause = text(f"cause.{reason.cause.name.lower()}")
        yield text("report.risk.reason", cause=cause, share=text.share(reason.share))
    if risk.danger:
        months = {
            "number": len(risk.danger),
            "start_month": text.month(_day(plan, risk.danger[0])),
            "end_month": text.month(_day(plan, risk.danger[-1])),
        }
        yield text("report.risk.danger_months", **months)
    yield text("report.risk.tail", amount=text.money(risk.tail_today))
    for goal in risk.goals:
        month = text.month(_day(plan, goal.mark))
        said = odds_said(goal.in_time, text)
        yield text("report.risk.goal", label=goal.label, month=month, odds=said)
    for venture in risk.ventures:
        said = odds_said(float(venture.running[-1]), text)
        yield text("report.risk.venture", label=label_of(venture.key, plan), odds=said)


def _offers(plan: Plan, text: Text) -> Iterator[str]:
    counts = Counter(offer.verdict for offer in plan.offers)
    for verdict in Verdict:
        yield f"{text(f'verdict.{verdict.value}')}: {counts[verdict]}"
        if verdict not in _LISTED:
            continue
        for offer in plan.offers:
            if offer.verdict is verdict:
                amount = text.money(offer.amount, offer.listing.currency)
                yield f"  {offer.listing.id}  {offer.listing.name}  {amount}"


def _table(plan: Plan, text: Text) -> Iterator[str]:
    heads = [head.strip() for head in text("report.row_head").split("|")]
    rows = [heads]
    essential = sum(
        (line.flow for line in plan.lines if line.group.value == "essential"), 0 * plan.cash
    )
    for mark in range(0, plan.timeline.n_marks, _STEP):
        numbers = (
            plan.income[mark], essential[mark], -plan.debt_service[mark], plan.cash[mark],
            plan.owed[mark],
        )  # fmt: skip
        month = text.month_short(_day(plan, mark))
        rows.append([month, *(text.number(float(n)) for n in numbers)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
