"""The smallest single change that would turn a failing or open rule of eligibility."""

from __future__ import annotations

from datetime import date
from math import ceil

from planner.case import Case
from planner.facts import NEVER, is_money, residence
from planner.fixes import income_fix, save_fix
from planner.household import Answer
from planner.matching import RuleOutcome
from planner.outcomes import Change, Fix
from products.basis.eligibility import FACTS, FactType, Op, Rule, Scope
from products.basis.eligibility import Change as Can
from products.basis.problems import Scalar

CANNOT = Fix("fix.cannot_change", {})
_ABROAD_CLOCKS = ("months_since_return",)
_BAD = frozenset({"has_loan_in_arrears"})
"""What a family is better off without; of everything else nobody is advised to get rid."""


def rule_fixes(
    outcome: RuleOutcome, who: int, case: Case, currency: str, returns_on: date
) -> tuple[Fix, ...]:
    """What would turn one rule for member number `who`; `CANNOT` where nobody can do anything.

    `returns_on` is the day of the last remittance month, when someone abroad is counted as back.
    """
    rule = outcome.rule
    if outcome.passed:
        return ()
    if outcome.unknown:
        params = {"fact": f"fact.{rule.fact}", "question": f"ask.{rule.fact}"}
        return (Fix("fix.answer", params, (_answer(rule, who, passing_value(rule)),)),)
    if rule.fact in ("residence", *_ABROAD_CLOCKS):
        return (_return_fix(rule, who, case, returns_on) or CANNOT,)
    fix = _by_kind_of_change(outcome, who, case, currency)
    return (fix or CANNOT,)


def passing_value(rule: Rule) -> Answer:
    """A value of the fact that just passes the rule.

    >>> passing_value(Rule(fact="sex", op="one_of", value=("female",)))
    'female'
    """
    if isinstance(rule.value, tuple):
        return rule.value[0]
    return rule.value


def _answer(rule: Rule, who: int, value: Answer) -> Change:
    person = FACTS[rule.fact].scope is Scope.PERSON
    home = f"household.members[{who}]" if person else "household"
    return Change(f"{home}.answers.{rule.fact}", value)


def _return_fix(rule: Rule, who: int, case: Case, returns_on: date) -> Fix | None:
    """After the return, for someone abroad whom a rule wants at home."""
    member = case.household.members[who]
    wanted = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    wants_home = "returned" in wanted or (rule.op is Op.AT_MOST and rule.fact in _ABROAD_CLOCKS)
    if residence(member) != "abroad" or not wants_home:
        return None
    at = f"household.members[{who}]"
    patch = (Change(f"{at}.abroad", False), Change(f"{at}.months_since_return", 0))
    return Fix("fix.after_return", {"month": returns_on.isoformat()}, patch)


def _by_kind_of_change(outcome: RuleOutcome, who: int, case: Case, currency: str) -> Fix | None:
    rule, fact = outcome.rule, FACTS[outcome.rule.fact]
    if fact.change is Can.NEVER or outcome.missing >= NEVER / 2:
        return None
    if fact.change is Can.TIME:
        return _time_fix(outcome, who, case)
    if fact.change is Can.SAVE:
        return _money_fix(outcome, case, currency)
    wanted = passing_value(rule)
    if rule.op is Op.AT_MOST or (fact.type is FactType.YES_NO and wanted is (rule.fact in _BAD)):
        return None
    code = f"fix.act.{rule.fact}.no" if wanted is False else f"fix.act.{rule.fact}"
    limit = f"choice.{rule.fact}.{wanted}" if isinstance(wanted, str) else wanted
    name = "limit_amount" if is_money(rule.fact) else "limit"
    params: dict[str, Scalar] = {"fact": f"fact.{rule.fact}", name: limit}
    return Fix(code, params, (_answer(rule, who, wanted),))


def _time_fix(outcome: RuleOutcome, who: int, case: Case) -> Fix | None:
    """Waiting, for a clock that has not run long enough; nothing turns one back."""
    rule, member = outcome.rule, case.household.members[who]
    if rule.op is not Op.AT_LEAST:
        return None
    if rule.fact == "months_abroad" and not member.abroad:
        return None
    value = passing_value(rule)
    if rule.fact == "age_years":
        months = ceil(round(outcome.missing * 12, 6))
        return Fix(
            "fix.wait_clock",
            {"months": months},
            (Change(f"household.members[{who}].age_years", value),),
        )
    return Fix("fix.wait_clock", {"months": ceil(outcome.missing)}, (_answer(rule, who, value),))


def _money_fix(outcome: RuleOutcome, case: Case, currency: str) -> Fix | None:
    rule = outcome.rule
    if rule.op is not Op.AT_LEAST:
        return None
    if rule.fact in case.household.answers:
        params = {"amount": outcome.missing}
        return Fix("fix.more_income", params, (_answer(rule, 0, passing_value(rule)),))
    if rule.fact == "income_pm":
        return income_fix(outcome.missing)
    return save_fix(case, currency, outcome.missing, 0)
