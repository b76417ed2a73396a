"""Whether a draft is a whole product yet: what is missing, what contradicts, and in which field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from planner.ui.parts import bank_words
from planner.ui.parts.bank_shape import Spec, put, specs, value_at
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.publishing.content import Content, listing_of

_STAND_INS: Mapping[str, object] = {
    "name": "--", "category": "savings", "modes": ["conventional"], "standing": "offered",
    "source_id": "--", "confidence": "low",
}  # fmt: skip
"""What a price does not hang on, so that there is one before a product has its name."""
_MISSING = ("problem.missing", "problem.no_mode")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a draft amounts to.

    `listing` is the whole product, `priceable` one whose terms are whole, whatever else it lacks.
    `missing` are fields nobody filled in, `wrong` the problems of each field by its name,
    `general` those of no field. `in_the_way` are the names a price waits for.
    """

    listing: Listing | None
    priceable: Listing | None
    missing: tuple[Spec, ...]
    wrong: Mapping[str, tuple[Problem, ...]]
    general: tuple[Problem, ...]
    in_the_way: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether it could be handed in."""
        return self.listing is not None and not self.missing


def judge(content: Content) -> Judged:
    """Judge a content of a known kind."""
    kind = bank_words.kind_of(content)
    listing, problems = listing_of(content)
    stood_in = {**_STAND_INS, **{k: v for k, v in content.items() if v not in (None, "", [])}}
    priceable, in_the_way = listing_of(stood_in)
    missing: list[Spec] = []
    wrong: dict[str, list[Problem]] = defaultdict(list)
    general: list[Problem] = []
    for problem in problems:
        spec = bank_words.spec_of(problem, kind)
        if problem.code == "problem.no_mode":
            spec = next(each for each in specs(kind) if each.name == "modes")
        if spec is not None and problem.code in _MISSING:
            missing.append(spec)
        elif spec is not None:
            wrong[spec.name].append(problem)
        else:
            blamed = _blamed(content, kind, problem)
            for name in blamed:
                wrong[name].append(problem)
            if not blamed:
                general.append(problem)
    if not content.get("as_of"):
        missing += [spec for spec in specs(kind) if spec.name == "as_of"]
    waited = {spec.name for p in in_the_way if (spec := bank_words.spec_of(p, kind)) is not None}
    return Judged(
        listing, priceable, tuple(missing), {n: tuple(p) for n, p in wrong.items()},
        tuple(general), frozenset(waited),
    )  # fmt: skip


def _blamed(content: Content, kind: str, problem: Problem) -> tuple[str, ...]:
    """The fields without which a contradiction goes away: those it is between."""
    found = []
    for spec in specs(kind):
        told = value_at(content, spec)
        if spec.needed or told in (None, "", []) or told == spec.default:
            continue
        _, left = listing_of(put(content, spec, None))
        if problem.code not in {each.code for each in left}:
            found.append(spec.name)
    return tuple(found)
