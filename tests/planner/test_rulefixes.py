"""What would turn one rule."""

from __future__ import annotations

from datetime import date

import pytest

from planner.facts import Money, adults, facts_of
from planner.matching import match
from planner.outcomes import apply_patch
from planner.rulefixes import CANNOT, passing_value, rule_fixes
from products.basis.eligibility import FACTS, Change, Rule
from products.basis.text import sentences
from tests.planner.families import ABROAD, WIFE, case, deposit, family

BACK = {**ABROAD, "abroad": False, "months_since_return": 50, "answers": {}}


def fixed(rule: Rule, household: dict):
    """The rule's only outcome for the first adult, its fix, and whether the patched case passes."""
    one = case(household)

    def judge(given):
        people = adults(given.household)[:1]
        facts = facts_of(given.household, people, Money(20_000, 5_000), ("punjab",))
        return match([deposit(rules=[rule])], facts)[0].outcomes[0]

    outcome = judge(one)
    fix = rule_fixes(outcome, 0, one, "PKR", date(2027, 5, 1))[0]
    return fix, bool(fix.patch) and judge(apply_patch(one, fix.patch)).passed


@pytest.mark.parametrize(
    ("rule", "answers", "code", "params"),
    [
        (("age_years", "at_least", 31.5), {}, "fix.wait_clock", {"months": 18}),
        (("months_abroad", "at_least", 24), {}, "fix.wait_clock", {"months": 4}),
        (("business_age_months", "at_least", 24), {"business_age_months": 10}, "fix.wait_clock",
         {"months": 14}),
        (("has_expat_account", "is", True), {"has_expat_account": False},
         "fix.act.has_expat_account", {}),
        (("employment", "one_of", ("farmer",)), {"employment": "none"}, "fix.act.employment",
         {"limit": "choice.employment.farmer"}),
        (("has_loan_in_arrears", "is", False), {"has_loan_in_arrears": True},
         "fix.act.has_loan_in_arrears.no", {}),
        (("residence", "one_of", ("returned",)), {}, "fix.after_return", {"month": "2027-05-01"}),
        (("months_since_return", "at_most", 36), {}, "fix.after_return", {}),
        (("is_tax_filer", "is", True), {}, "fix.answer", {"question": "ask.is_tax_filer"}),
        (("has_disability", "is", True), {}, "fix.answer", {}),
    ],
)  # fmt: skip
def test_the_smallest_change_turns_the_rule(rule, answers, code, params):
    fact, op, value = rule
    given = family(members=[{**ABROAD, "answers": answers}, WIFE])
    fix, passes = fixed(Rule(fact=fact, op=op, value=value), given)
    assert fix.code == code
    assert params.items() <= fix.params.items()
    assert passes


@pytest.mark.parametrize(
    ("rule", "member"),
    [
        (("age_years", "at_most", 25), ABROAD),
        (("sex", "is", "female"), ABROAD),
        (("residence", "is", "abroad"), BACK),
        (("months_since_return", "at_most", 36), BACK),
        (("months_abroad", "at_least", 99), BACK),
        (("has_loan_in_arrears", "is", True), ABROAD),
        (("has_national_id", "is", False), ABROAD),
    ],
)
def test_what_nobody_can_change_is_said(rule, member):
    fact, op, value = rule
    fix, passes = fixed(Rule(fact=fact, op=op, value=value), family(members=[member, WIFE]))
    assert fix == CANNOT
    assert not passes


def test_money_that_is_missing_is_named():
    fix, _ = fixed(Rule(fact="income_pm", op="at_least", value=50_000), family())
    assert (fix.code, fix.params["amount"]) == ("fix.more_income", 30_000)
    fix, _ = fixed(Rule(fact="own_money", op="at_least", value=50_000), family())
    assert (fix.code, fix.params["amount"]) == ("fix.have_more", 45_000)
    fix, _ = fixed(Rule(fact="income_pm", op="at_most", value=10_000), family())
    assert fix == CANNOT


def test_an_income_that_was_answered_is_answered_anew():
    given = family(answers={"income_pm": 20_000.0})
    fix, passes = fixed(Rule(fact="income_pm", op="at_least", value=50_000), given)
    assert fix.code == "fix.more_income"
    assert passes


def test_a_rule_that_passes_needs_nothing():
    one = case(family())
    facts = facts_of(one.household, adults(one.household), Money(0, 0), ())
    rule = Rule(fact="age_years", op="at_least", value=18)
    outcome = match([deposit(rules=[rule])], facts)[0].outcomes[0]
    assert rule_fixes(outcome, 0, one, "PKR", date(2027, 5, 1)) == ()
    assert passing_value(rule) == 18


def test_every_fact_has_its_question_in_words():
    say = sentences()
    assert [fact for fact in FACTS if not say.has(f"ask.{fact}")] == []


def test_every_fact_has_its_rule_and_its_act_in_words():
    say, missing = sentences(), []
    for name, fact in FACTS.items():
        forms = {"number": ("at_least", "at_most"), "yes_no": ("yes", "no"), "choice": ("one_of",)}
        missing += [
            f"rule.{name}.{form}" for form in forms[fact.type] if not say.has(f"rule.{name}.{form}")
        ]
        if fact.change is Change.ACT and name != "has_loan_in_arrears":
            missing += [] if say.has(f"fix.act.{name}") else [f"fix.act.{name}"]
    assert missing == []
