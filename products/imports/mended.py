"""Defective values of a feed that a person has read once for all: applied before a document is.

A rule holds for one path of one bank's format and one raw text, to the letter. Each use leaves the
note `MAPPED` with who decided. What comes out is judged like anything else the bank wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from products.imports.documents import Found

_PLACE = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Rule:
    """At any place of `path` (`features.featureType`), the text `raw` is read as `made`."""

    path: str
    raw: str
    made: str
    decided: str
    """who decided and when, for the note"""


Rules = Mapping[tuple[str, str], Rule]
"""Path and raw text -> the rule."""
NO_RULES: Rules = {}


def rules_told(rules: Rules) -> tuple[tuple[str, str, str, str], ...]:
    """Rules as plain texts, to be handed to another process."""
    return tuple((each.path, each.raw, each.made, each.decided) for each in rules.values())


def rules_from(told: Iterable[Sequence[str]]) -> Rules:
    """The rules that were told as plain texts."""
    made = (Rule(*each) for each in told)
    return {(rule.path, rule.raw): rule for rule in made}


def anywhere(path: str) -> str:
    """A path whatever the places in its lists; what should be a list may stand alone, too.

    >>> anywhere("features[3].featureType")
    'features.featureType'
    """
    return _PLACE.sub("", path)


def mended(tree: Any, rules: Rules, found: Found, path: str = "") -> Any:  # noqa: ANN401
    """The tree with every text read as its rule says; the same tree where no rule fits.

    >>> rule = Rule("units", "Dollar", "DOLLAR", "amina, 2026-01-31")
    >>> mended({"units": ["Dollar"]}, {("units", "Dollar"): rule}, Found())
    {'units': ['DOLLAR']}
    """
    return _walk(tree, rules, found, path) if rules else tree


def _walk(value: Any, rules: Rules, found: Found, path: str) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {
            name: _walk(inner, rules, found, f"{path}.{name}" if path else name)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_walk(inner, rules, found, f"{path}[{n}]") for n, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    rule = rules.get((anywhere(path), value)) or rules.get((anywhere(path), value.strip()))
    if rule is None:
        return value
    found.note(path, "MAPPED", value, f"{rule.made} ({rule.decided})")
    return rule.made
