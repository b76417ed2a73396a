"""What hangs on a listing, in one cell: its step tables, its rules, where single values come from.

Steps and rules: one after the other, parted by a semicolon or a new line.

    0: 0.12; 12: 0.13                             a step is `at: value`
    0: kibor_1y + 0.02; 12: kibor_1y - 0.01       or `at: index`, with what is added to it
    age_years at_least 18; region one_of punjab|sindh
    who: is_widow is yes; who: age_years at_least 60      one of those with the same label is enough
    has_national_id is yes @bank-page 2026-01     `@` names another source than the row's, and a day
    owns_home is no @-                            or that none is known

Provenance: one value a line, its parts parted by commas as in CSV: field, source, day, method,
confidence, note.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from products.basis.eligibility import FACTS, FactType
from products.imports.cell import number
from products.imports.documents import Found

_STEP = re.compile(
    r"(?P<at>\d{1,3})\s*:\s*(?:(?P<index>[a-z][a-z0-9_]*)\s*(?P<spread>[-+]\s*[\d.]+)?|(?P<value>-?[\d.]+))",
    re.ASCII,
)
_RULE = re.compile(
    r"(?:(?P<any_of>[a-z0-9_]+)\s*:\s*)?(?P<fact>[a-z_]+)\s+(?P<op>[a-z_]+)\s+(?P<value>[^@]+?)"
    r"(?:\s*@(?P<source_id>\S+)(?:\s+(?P<as_of>[\d-]+))?)?"
)
_NONE = "-"
_LEAST = 2  # a field and its source
VALUE_PARTS = ("field", "source_id", "as_of", "method", "confidence", "note")


def parts(text: str) -> Iterator[str]:
    """The entries of a cell."""
    yield from (part.strip() for part in re.split(r"[;\n]", text) if part.strip())


def read_steps(text: str, path: str, found: Found) -> list[dict[str, Any]]:
    """The steps of a cell; an entry that is none is quarantined alone.

    >>> read_steps("0: 0.12; 12: kibor_1y + 0.02", "", Found())
    [{'at': 0, 'value': 0.12}, {'at': 12, 'index': 'kibor_1y', 'spread': 0.02}]
    """
    steps: list[dict[str, Any]] = []
    for part in parts(text):
        match = _STEP.fullmatch(part)
        if match is None:
            found.doubt(path, "STEP_NOT_READ", part)
            continue
        step: dict[str, Any] = {"at": int(match["at"])}
        told = match["value"] or re.sub(r"[\s+]", "", match["spread"] or "")
        exact = number(told, path, found) if told else None
        if told and exact is None:
            continue
        if match["index"]:
            step["index"] = match["index"]
        if exact is not None and (exact or not match["index"]):
            step["spread" if match["index"] else "value"] = float(exact)
        steps.append(step)
    return steps


def read_rules(
    text: str, path: str, found: Found, source: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rules of a cell; `source` is the row's own source_id and as_of, for rules that name none.

    >>> read_rules("age_years at_least 18", "", Found(), {"source_id": "page"})
    [{'fact': 'age_years', 'op': 'at_least', 'value': 18.0, 'source_id': 'page'}]
    """
    rules = []
    for part in parts(text):
        match = _RULE.fullmatch(part)
        if match is None:
            found.doubt(path, "RULE_NOT_READ", part)
            continue
        rule = {k: v for k, v in match.groupdict().items() if k in ("fact", "op", "any_of") and v}
        value = rule_value(match["fact"], match["value"], path, found)
        if value is None:
            continue
        named = {k: match[k] for k in ("source_id", "as_of") if match[k] not in (None, _NONE)}
        kept = named if match["source_id"] else {k: v for k, v in source.items() if v}
        rules.append({**rule, "value": value, **kept})
    return rules


def rule_value(fact: str, told: object, path: str, found: Found) -> object:
    """A rule's value by its fact: number, yes/no or choices; None with a doubt for anything else.

    A word that is no fact gives its value as it stands: the rule as a whole is refused by name.
    """
    known = FACTS.get(fact)
    if known is None:
        return str(told)
    if known.type is FactType.NUMBER:
        exact = number(told, path, found)
        return None if exact is None else float(exact)
    if known.type is FactType.YES_NO:
        if isinstance(told, bool):
            return told
        value = {"yes": True, "no": False, "true": True, "false": False}.get(str(told).lower())
        if value is None:
            found.doubt(path, "NOT_YES_NO", told)
        return value
    return [part.strip() for part in str(told).split("|") if part.strip()]


def read_values(text: str, listing_id: str, path: str, found: Found) -> list[dict[str, Any]]:
    """Where single values come from, a line each."""
    rows = []
    for cells in csv.reader(io.StringIO(text, newline="")):
        told = [cell.strip() for cell in cells]
        if not any(told):
            continue
        if not _LEAST <= len(told) <= len(VALUE_PARTS):
            found.doubt(path, "VALUE_NOT_READ", ",".join(cells))
            continue
        named = zip(VALUE_PARTS, told, strict=False)
        rows.append({"listing_id": listing_id, **{k: v for k, v in named if v}})
    return rows


def steps_text(steps: Sequence[Mapping[str, Any]]) -> str:
    """Steps as `read_steps` reads them."""
    return "; ".join(_step_text(step) for step in steps)


def _step_text(step: Mapping[str, Any]) -> str:
    if not step.get("index"):
        return f"{step['at']}: {plain_number(step.get('value'))}"
    spread = step.get("spread") or 0.0
    added = f" {'-' if spread < 0 else '+'} {plain_number(abs(spread))}" if spread else ""
    return f"{step['at']}: {step['index']}{added}"


def rules_text(rules: Sequence[Mapping[str, Any]], source: Mapping[str, Any]) -> str:
    """Rules as `read_rules` reads them; a source is only named where it is not the row's."""
    return "; ".join(_rule_text(rule, source) for rule in rules)


def _rule_text(rule: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    label = f"{rule['any_of']}: " if rule.get("any_of") else ""
    own = {name: rule.get(name) or "" for name in ("source_id", "as_of")}
    same = own == {name: source.get(name) or "" for name in own}
    named = "" if same else f" @{own['source_id'] or _NONE} {own['as_of']}".rstrip()
    return f"{label}{rule['fact']} {rule['op']} {rule_value_text(rule['value'])}{named}"


def rule_value_text(value: object) -> str:
    """A rule's value as it is written in a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "|".join(str(each) for each in value)
    return plain_number(value)


def values_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Provenance as `read_values` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        told = [str(row.get(name) or "") for name in VALUE_PARTS]
        while len(told) > _LEAST and not told[-1]:
            told.pop()
        writer.writerow(told)
    return out.getvalue().rstrip("\n")


def plain_number(value: object) -> str:
    """A number in digits and a point, never with an exponent, exactly as it is held.

    >>> plain_number(5000.0), plain_number(0.00001), plain_number(12)
    ('5000', '0.00001', '12')
    """
    if not isinstance(value, int | float):
        return str(value)
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
