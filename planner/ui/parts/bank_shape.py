"""What the form of a product asks: every field of the header and of a kind's terms, in sections.

Nothing here is written by hand for one kind: fields, units, bounds and possible answers come from
the models that read a listing, examples and what is rarely used from the listings there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from inspect import get_annotations
from statistics import median
from typing import Any

from pydantic import BaseModel

from products.basis.text import Sentences
from products.catalogue.attached import TERMS
from products.catalogue.dictionary import meaning
from products.catalogue.listing import Header, Listing
from products.kind import STEP_FIELDS, StepKind, Terms
from products.publishing.content import STATED, Content

Value = Any
"""What a field may hold: any plain value of a document."""
FIXED = frozenset({"id", "version", "provider_id", "kind"})
"""Fields of a listing nobody fills in: they follow from who lists what."""
OFTEN = 0.2
"""A term that fewer of the kind's listings use is folded away."""
_SHARES = frozenset({"share", "chance", "decimal rate"})
_MONEY = frozenset({"amount_min", "amount_max", "amount_step"})
_PLURAL = 2


class Control(StrEnum):
    """How a field is asked."""

    FIGURE = "figure"
    WHOLE = "whole"
    PERCENT = "percent"
    """typed in per cent, kept as a decimal"""
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes_no"
    WORDS = "words"
    INDEX = "index"
    """the name of a rate that is read anew in turn"""
    CURRENCY = "currency"
    SOURCE = "source"
    MODES = "modes"
    DAY = "day"
    PART_DAY = "part_day"
    """a day as far as it is known"""
    STEPS = "steps"


class Section(StrEnum):
    """The parts of the form, in order."""

    WHAT = "what"
    AMOUNT = "amount"
    PRICE = "price"
    WORKS = "works"
    EXTRAS = "extras"
    WHO = "who"
    PROOF = "proof"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Spec:
    """One field: `path` is its place in a content; bounds are those of the kept value."""

    name: str
    path: str
    control: Control
    section: Section
    unit: str = ""
    low: float = 0.0
    high: float = 1e12
    choices: tuple[str | int, ...] = ()
    needed: bool = False
    default: Any = None
    most: int = 200
    pattern: str = ""
    step: StepKind | None = None

    @property
    def is_rate(self) -> bool:
        """Whether it is a price or yield, not a part of something."""
        return self.unit == "decimal rate"

    @property
    def is_term(self) -> bool:
        """Whether it belongs to the kind's own terms."""
        return self.path.startswith("terms.")

    def meaning(self, kind: str, say: Sentences) -> str:
        """What it means, as the published dictionary says it."""
        return meaning(self.name, TERMS[kind] if self.is_term else Header, say)


_HEADER: Mapping[str, Section] = {
    **dict.fromkeys(("name", "category", "modes", "standing", "status"), Section.WHAT),
    **dict.fromkeys(("currency", "amount_min", "amount_max"), Section.AMOUNT),
    **dict.fromkeys(("amount_step", "band_of", "quota"), Section.AMOUNT),
    **dict.fromkeys(("channel", "documents", "security", "exit_note", "note"), Section.WHO),
    **dict.fromkeys(("source_id", "as_of", "as_of_basis", "confidence"), Section.PROOF),
    **dict.fromkeys(("valid_from", "valid_to"), Section.DATES),
}
_HEADER_RARE = frozenset({"status", "amount_step", "band_of", "quota", "valid_from", "valid_to"})
_OWNERS: Mapping[str, Section] = {
    **dict.fromkeys(("TenorTerms", "GraceTerms", "HoldTerms"), Section.AMOUNT),
    **dict.fromkeys(("PriceTerms", "SteppedPriceTerms", "FeeTerms"), Section.PRICE),
    **dict.fromkeys(
        (
            "SubsidyTerms", "CapitalSubsidyTerms", "InsuranceTerms", "PledgeTerms", "TaxTerms",
            "ZakatTerms", "RoundingTerms", "ResidenceTerms",
        ),
        Section.EXTRAS,
    ),
}  # fmt: skip
_PRICED = ("rate", "markup", "profit", "dividend", "fee", "coupon_pa", "premium", "quote")
_ALWAYS = STATED | {"rate", "repayment", "instalment_every_months"}
"""Without these a price means nothing: they are never folded away."""
PLAIN_STEPS = frozenset({StepKind.REDEMPTION, StepKind.PENSION})
"""Step tables whose values are plain figures; those of the others are shares."""
INDEXED_STEPS = frozenset({StepKind.RATE})
"""Step tables whose rows may follow an index."""
_STEPS = {field: kind for kind, field in STEP_FIELDS.items()}


@cache
def specs(kind: str) -> tuple[Spec, ...]:
    """Every field of a kind's form, the header's before its terms', in the models' order."""
    header = tuple(_made(Header, name, _HEADER[name], "") for name in _HEADER)
    terms = TERMS[kind]
    own = tuple(
        _made(terms, name, _section_of(terms, name), "terms.")
        for name in terms.model_fields
        if name not in FIXED
    )
    return header + own


def _section_of(terms: type[Terms], name: str) -> Section:
    owner = next(c.__name__ for c in terms.__mro__ if name in get_annotations(c))
    if owner in _OWNERS:
        return _OWNERS[owner]
    return Section.PRICE if name.startswith(_PRICED) else Section.WORKS


def _made(model: type[BaseModel], name: str, section: Section, prefix: str) -> Spec:
    whole = _schema(model)
    part = _resolved(whole["properties"][name], whole)
    control, unit = _control(name, part)
    choices = tuple(part.get("enum", ()))
    return Spec(
        name=name,
        path=f"{prefix}{name}",
        control=control,
        section=section,
        unit=unit,
        low=float(part.get("minimum", part.get("exclusiveMinimum", 0.0))),
        high=float(part.get("maximum", part.get("exclusiveMaximum", 1e12))),
        choices=choices,
        needed=name in whole.get("required", ()),
        default=part.get("default"),
        most=int(part.get("maxLength", 200)),
        pattern=str(part.get("pattern", "")),
        step=_STEPS.get(name),
    )


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _resolved(field: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """A field's schema with its reference followed and the empty alternative left out."""
    parts = [part for part in field.get("anyOf", ()) if part.get("type") != "null"]
    merged = {**(parts[0] if parts else {}), **field}
    if "$ref" in merged:
        merged = {**whole["$defs"][merged["$ref"].rpartition("/")[2]], **merged}
    return merged


_BY_NAME: Mapping[str, Control] = {
    "currency": Control.CURRENCY, "service_currency": Control.CURRENCY,
    "coupon_currency": Control.CURRENCY, "saving_first_currency": Control.CURRENCY,
    "source_id": Control.SOURCE, "as_of": Control.PART_DAY, "modes": Control.MODES,
    "index": Control.INDEX, "index_after_return": Control.INDEX,
}  # fmt: skip
_BY_TYPE: Mapping[str, Control] = {
    "boolean": Control.YES_NO, "integer": Control.WHOLE, "number": Control.FIGURE,
}  # fmt: skip


def _control(name: str, part: Mapping[str, Any]) -> tuple[Control, str]:
    unit = str(part.get("unit", ""))
    if name in _BY_NAME or name in _STEPS:
        return _BY_NAME.get(name, Control.STEPS), ""
    if "enum" in part:
        return Control.CHOICE, unit
    if unit in _SHARES:
        return Control.PERCENT, unit
    if unit == "money" or name in _MONEY:
        return Control.MONEY, "money"
    words = Control.DAY if part.get("format") == "date" else Control.WORDS
    return _BY_TYPE.get(str(part.get("type")), words), unit


def value_at(content: Content, spec: Spec) -> Value:
    """What a content says in a field: its own, else what is usual, else None."""
    place = content.get("terms", {}) if spec.is_term else content
    return place.get(spec.name, spec.default)


def put(content: Content, spec: Spec, value: Value) -> dict[str, Any]:
    """The content with a field's new value; what is usual is left out, a rate's basis never.

    A value read from another source is no longer that source's: its line of provenance goes.
    """
    made = {**content, "terms": dict(content.get("terms", {}))}
    place = made["terms"] if spec.is_term else made
    usual = value == spec.default and spec.name not in STATED and not spec.needed
    if value in (None, "", [], ()) or usual:
        place.pop(spec.name, None)
    else:
        place[spec.name] = value
    lines = [line for line in made.get("provenance", ()) if line.get("field") != spec.name]
    if lines:
        made["provenance"] = lines
    else:
        made.pop("provenance", None)
    return made


@dataclass(frozen=True, slots=True)
class Habits:
    """What the listings of a kind are like: which terms they use, and a usual figure of each."""

    used: frozenset[str]
    examples: Mapping[str, float]
    known: int


def habits(kind: str, listings: Iterable[Listing]) -> Habits:
    """The habits of a kind, from the listings there are."""
    alike = [one.terms for one in listings if one.kind == kind]
    used, examples = set(), {}
    for spec in specs(kind):
        if not spec.is_term:
            continue
        told = [getattr(terms, spec.name) for terms in alike]
        own = [value for value in told if value is not None and value != spec.default]
        if len(own) > OFTEN * len(alike):
            used.add(spec.name)
        figures = [v for v in own if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(figures) >= _PLURAL:
            examples[spec.name] = median(figures)
    return Habits(frozenset(used), examples, len(alike))


def is_rare(spec: Spec, habit: Habits) -> bool:
    """Whether a field is folded away: neither needed nor often used in such products."""
    if not spec.is_term:
        return spec.name in _HEADER_RARE
    if spec.needed or spec.name in _ALWAYS:
        return False
    if habit.known == 0:
        return spec.section is Section.EXTRAS or spec.name.endswith(("_low", "_high"))
    return spec.name not in habit.used


def in_section(all_of: Sequence[Spec], section: Section) -> tuple[Spec, ...]:
    """The fields of a section, in the models' order."""
    return tuple(spec for spec in all_of if spec.section is section)
