"""What differs between two versions of a product, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.text import Text
from planner.ui import style
from planner.ui.parts import bank_words
from planner.ui.parts.bank_shape import Control, Section, Spec, specs, value_at
from planner.ui.parts.bank_words import NOTHING, VERIFIED, VERSION_NOTE
from products.publishing.content import UNTOLD, Content, differences

_UNSAID = ("id", "provider_id", "country", "version", "terms.kind", *UNTOLD)
"""What a version has from its listing, or what says nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs: `path` its place in the content, and both sides in words."""

    path: str
    label: str
    before: str
    after: str
    section: Section


def lines(
    before: Content, after: Content, text: Text, names: Mapping[str, str] | None = None
) -> tuple[Line, ...]:
    """Everything that differs, field by field, in the order of the form.

    `before` may be empty: then everything is new. `names` gives those behind codes of regions and
    sources.
    """
    moved = {change.path.split("[")[0] for change in differences(before, after)}
    kind = bank_words.kind_of(after) or bank_words.kind_of(before)
    found = [
        _line(spec, before, after, text, names or {})
        for spec in (specs(kind) if kind else ())
        if spec.path in moved
    ]
    found += _rules(before, after, text, names or {})
    found += _notes(before, after, text)
    told = {line.path for line in found} | {"rules", "provenance", *_UNSAID}
    rest = sorted(path for path in moved if path not in told and not _inside(path, told))
    found += [_raw(path, before, after) for path in rest]
    return tuple(sorted(found, key=lambda line: list(Section).index(line.section)))


def draw(
    before: Content, after: Content, text: Text, names: Mapping[str, str] | None = None
) -> tuple[Line, ...]:
    """Draw the table of what differs, or that nothing does; the lines drawn."""
    found = lines(before, after, text, names)
    if not found:
        style.small(text("bank.diff.none"))
        return found
    columns = ("field", "before", "after") if before else ("field", "after")
    header = [text(f"bank.diff.{name}") for name in columns]
    rows = [
        (line.label, line.before, line.after) if before else (line.label, line.after)
        for line in found
    ]
    style.table(header, rows, words=len(header))
    return found


def _line(
    spec: Spec, before: Content, after: Content, text: Text, names: Mapping[str, str]
) -> Line:
    old, new = (_said(spec, side, text, names) for side in (before, after))
    return Line(spec.path, bank_words.label(spec, text), old, new, spec.section)


def _said(spec: Spec, side: Content, text: Text, names: Mapping[str, str]) -> str:
    if not side:
        return NOTHING
    value = value_at(side, spec)
    if spec.control is Control.SOURCE and value in names:
        return names[value]
    return bank_words.said(spec, value, str(side.get("currency") or ""), text)


def _rules(
    before: Content, after: Content, text: Text, regions: Mapping[str, str]
) -> Iterator[Line]:
    """Rules that came, went, or say something else now; each told once."""
    old, new = (
        [_bare(row) for row in side.get("rules", ()) if isinstance(row, Mapping)]
        for side in (before, after)
    )
    label = text("bank.rules")
    for row in old:
        if row not in new:
            said = bank_words.rule_said(row, text, regions)
            yield Line("rules", label, said, NOTHING, Section.WHO)
    for row in new:
        if row not in old:
            said = bank_words.rule_said(row, text, regions)
            yield Line("rules", label, NOTHING, said, Section.WHO)


def _bare(row: Mapping[str, object]) -> dict[str, object]:
    """A rule without where it was read."""
    return {name: value for name, value in row.items() if name not in ("source_id", "as_of")}


def _notes(before: Content, after: Content, text: Text) -> Iterator[Line]:
    for field in (VERSION_NOTE, VERIFIED):
        old, new = bank_words.noted(before, field), bank_words.noted(after, field)
        if old != new:
            section = Section.DATES if field == VERSION_NOTE else Section.PROOF
            label = text(f"bank.note.{field}")
            yield Line(f"provenance.{field}", label, old or NOTHING, new or NOTHING, section)


def _raw(path: str, before: Content, after: Content) -> Line:
    """Something the form does not ask, as it stands."""

    def at(side: Content) -> str:
        value: object = side
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return NOTHING if value in (None, "") else str(value)

    return Line(path, path, at(before), at(after), Section.WHAT)


def _inside(path: str, told: set[str]) -> bool:
    return any(path.startswith((f"{one}.", f"{one}[")) for one in told)
