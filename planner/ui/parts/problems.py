"""Problems told to a family: the place in the words of the forms, what was found, the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.text import Text
from planner.ui import style
from products.basis.problems import Problem

FORMS = {
    "members": "member", "remittances": "remittance", "host_budgets": "host", "incomes": "income",
    "expenses": "expense", "assets": "asset", "debts": "debt", "dues": "due", "goals": "goal",
    "preferences": "wish",
}  # fmt: skip
"""Which form's words name the fields of each list of a household."""
_ROW = re.compile(r"(?:household\.)?([a-z_]+)(?:\[(\d+)\])?(?:\.([a-z_]+))?")
MOST_TOLD = 8


def place(where: str, text: Text) -> str:
    """A field path in words: "People 1, Age in years"; the path itself where no words fit.

    >>> from planner.text import text_of
    >>> place("household.debts[1].arrears", text_of("en", "PKR"))
    'Debts 2, Already late'
    """
    found = _ROW.fullmatch(where)
    if found is None:
        return where
    name, row, field = found.groups()
    if not text.say.has(f"place.{name}"):
        return where
    said = text(f"place.{name}")
    if row is not None:
        said += f" {int(row) + 1}"
    label = f"{FORMS.get(name, name)}.{field}"
    if field and name == "overrides":
        label = f"assumption.{field}"
    if field:
        said += f", {text(label) if text.say.has(label) else field}"
    return said


def sentence(problem: Problem, text: Text) -> str:
    """One line a family can act on."""
    params = {
        name: text.number(value, 4) if isinstance(value, float) else value
        for name, value in problem.params.items()
    }
    return f"{place(problem.where, text)}: {text(problem.code, **params)}"


def tell(problems: Iterable[Problem], text: Text) -> None:
    """The first few problems, each in its line."""
    for problem in list(problems)[:MOST_TOLD]:
        style.wrong(sentence(problem, text))
