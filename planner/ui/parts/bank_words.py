"""A product's content in the words of its form: each field's label, and its value with its unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from planner.text import Text
from planner.ui.parts import product_terms
from planner.ui.parts.bank_shape import PLAIN_STEPS, Control, Spec, Value, specs
from products.basis.eligibility import Rule
from products.basis.problems import Problem
from products.basis.sources import first_day
from products.catalogue.attached import TERMS
from products.catalogue.words import rule_in_words
from products.kind import Step
from products.publishing.content import Content

NOTHING = "–"
VERSION_NOTE, VERIFIED = "version", "as_of"
"""Lines of provenance that say in words what changed, and who verified the facts."""
_LISTS = {"category": "category", "standing": "standing", "confidence": "confidence"}


def kind_of(content: Content) -> str:
    """The kind a content is of; empty where none of ours."""
    kind = str(content.get("terms", {}).get("kind", ""))
    return kind if kind in TERMS else ""


def label(spec: Spec, text: Text) -> str:
    """A field in a few words."""
    own = f"bank.field.{spec.name}"
    return text(own) if text.say.has(own) else product_terms.label(spec.name, text)


def choice(spec: Spec, value: object, text: Text) -> str:
    """One of a field's possible answers, in words."""
    if isinstance(value, int) and not isinstance(value, bool):
        return text("bank.once") if value == 0 else text.count("count.month", value)
    key = f"{_LISTS.get(spec.name, f'term.{spec.name}')}.{value}"
    return text(key) if text.say.has(key) else str(value).replace("_", " ")


def unit(spec: Spec, currency: str, text: Text) -> str:
    """What a field's figure counts, in a word; empty where it counts nothing."""
    if spec.control is Control.MONEY:
        return currency
    key = f"bank.unit.{spec.unit.replace(' ', '_')}"
    return text(key) if text.say.has(key) else spec.unit


def said(spec: Spec, value: Value, currency: str, text: Text) -> str:
    """A value as a reader understands it; whatever a file may hold there is shown as it is."""
    if value in (None, "", [], ()):
        return NOTHING
    teller = _TELLERS.get(spec.control)
    if teller is None:
        return str(value).replace("|", ", ") if spec.is_term else str(value)
    try:
        return teller(spec, value, currency, text)
    except (TypeError, ValueError, KeyError):
        return str(value)


def _figure(spec: Spec, value: Value, currency: str, text: Text) -> str:
    if spec.unit in ("months", "days", "years"):
        return text.count(f"count.{spec.unit.removesuffix('s')}", value)
    told = unit(spec, currency, text)
    return f"{text.number(value, 6)} {told}".strip()


def _steps(spec: Spec, value: Value, currency: str, text: Text) -> str:  # noqa: ARG001
    return "; ".join(step_said(spec, row, text) for row in value)


def step_said(spec: Spec, row: Mapping[str, Any], text: Text) -> str:
    """One row of a step table in words."""
    try:
        step = Step.model_validate(row)
    except ValidationError:
        return str(dict(row))
    if step.index:
        spread = product_terms.percent(step.spread, text)
        told = text("terms.index", index=step.index.replace("_", " "), spread=spread)
    elif step.value is None:
        told = NOTHING
    else:
        plain = spec.step in PLAIN_STEPS
        told = text.number(step.value, 6) if plain else product_terms.percent(step.value, text)
    return text(f"term.step.{spec.step}", at=step.at, value=told)


_TELLERS: Mapping[Control, Callable[[Spec, Any, str, Text], str]] = {
    Control.PERCENT: lambda _s, v, _c, text: product_terms.percent(v, text),
    Control.MONEY: lambda _s, v, c, text: text.money(v, c or None),
    Control.FIGURE: _figure,
    Control.WHOLE: _figure,
    Control.CHOICE: lambda s, v, _c, text: choice(s, v, text),
    Control.YES_NO: lambda _s, v, _c, text: text("word.yes" if v else "word.no"),
    Control.INDEX: lambda _s, v, _c, _t: str(v).replace("_", " "),
    Control.MODES: lambda _s, v, _c, text: ", ".join(text(f"mode.{one}") for one in v),
    Control.DAY: lambda _s, v, _c, text: text.day(date.fromisoformat(str(v))),
    Control.PART_DAY: lambda _s, v, _c, text: product_terms.said_day(v, text),
    Control.STEPS: _steps,
}


def rule_said(row: Mapping[str, Any], text: Text, regions: Mapping[str, str]) -> str:
    """One rule in words; one that is none yet as it stands."""
    try:
        rule = Rule.model_validate(row)
    except ValidationError:
        return ": ".join(str(v) for v in row.values())
    return rule_in_words(rule, text.say, regions)


def noted(content: Content, field: str) -> str:
    """What is noted in words about a field: what changed in this version, who verified."""
    lines = content.get("provenance", ())
    return next((str(o.get("note", "")) for o in lines if o.get("field") == field), "")


def note(content: Content, field: str, words: str) -> dict[str, Any]:
    """The content with that note; without it where there are no words."""
    lines = [line for line in content.get("provenance", ()) if line.get("field") != field]
    if words:
        line = {
            "listing_id": content.get("id", ""), "field": field, "note": words,
            "source_id": content.get("source_id") or f"provider.{content.get('provider_id')}",
        }  # fmt: skip
        if first_day(str(content.get("as_of") or "")):
            line["as_of"] = content["as_of"]
        lines.append(line)
    made = {**content, "provenance": lines}
    return made if lines else {k: v for k, v in made.items() if k != "provenance"}


def spec_of(problem: Problem, kind: str) -> Spec | None:
    """The field a problem is about; None where it is about several.

    A problem of terms names their kind on the way: `terms.loan.rate` is the field `rate`.
    """
    parts = problem.where.replace("[", ".").replace("]", "").split(".")
    names = [part for part in parts if part not in ("terms", kind) and not part.isdigit()]
    wanted = names[0] if names else ""
    is_term = parts[0] == "terms"
    found = (s for s in specs(kind) if s.name == wanted and s.is_term == is_term)
    return next(found, None)
