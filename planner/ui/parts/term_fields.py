"""One field of a product's form, by its spec: shows a kept value, takes what is typed.

Per cent are typed as people write them and kept as decimals; amounts stand in the product's
currency. What cannot be used stays in its field with a sentence under it (`parts/fields.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

import streamlit as st

from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts import bank_words
from planner.ui.parts.amounts import as_typed, read_number, read_whole
from planner.ui.parts.bank_shape import Control, Habits, Spec, Value, specs
from planner.ui.parts.fields import Fields
from planner.ui.parts.spoken import in_words
from products.basis.problems import Problem, Scalar
from products.kind import Mode

_PER_CENT, _DIGITS = 100, 6
_LONG = 250
"""From so many letters on a field of words has several lines."""
_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)
_PART_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_FORMS = {"index": "index", "band_of": "code"}


@dataclass(frozen=True, slots=True)
class Offered:
    """What a country has to choose from: currencies, rates to follow, sources by id and name."""

    currencies: Sequence[str] = ()
    indexes: Sequence[str] = ()
    sources: Mapping[str, str] = dataclass_field(default_factory=dict)
    regions: Mapping[str, str] = dataclass_field(default_factory=dict)


NO_HABITS, NOTHING_OFFERED = Habits(frozenset(), {}, 0), Offered()


@dataclass(frozen=True, slots=True)
class TermFields(Fields):
    """The fields of one product: `kind` chooses them, `currency` is the product's own."""

    kind: str = ""
    currency: str = ""
    habits: Habits = NO_HABITS
    offered: Offered = NOTHING_OFFERED
    wrong: Mapping[str, Sequence[Problem]] = dataclass_field(default_factory=dict)

    def ask(self, spec: Spec, value: Value) -> Value:
        """The field's value as it now stands; None where it is empty."""
        answer = _ASKERS[spec.control](self, spec, value)
        if self.place(spec.name) not in desk.typed():
            for problem in self.wrong.get(spec.name, ()):
                style.wrong(self.complaint(problem, spec))
        return answer

    def complaint(self, problem: Problem, spec: Spec) -> str:
        """What is wrong in the units of the field, and the way out."""
        told = dict(problem.params)
        if spec.control is Control.PERCENT:
            told = {name: _in_percent(value) for name, value in told.items()}
        return self.text(problem.code, **told)

    def label(self, name: str) -> str:
        """The words beside a field; a star where it has to be filled in."""
        spec = next((each for each in specs(self.kind) if each.name == name), None)
        if spec is None:
            return self.text(f"{self.form}.{name}")
        return bank_words.label(spec, self.text) + (" *" if spec.needed else "")

    def help(self, name: str) -> str | None:
        """What the field means, and between which bounds its figure lies."""
        spec = next((each for each in specs(self.kind) if each.name == name), None)
        if spec is None:
            return None
        said = spec.meaning(self.kind, self.text.say)
        return f"{said} {self._bounds(spec)}".strip()

    def _bounds(self, spec: Spec) -> str:
        if spec.control not in (Control.PERCENT, Control.WHOLE):
            return ""
        low, high = (
            bank_words.said(spec, end, self.currency, self.text) for end in (spec.low, spec.high)
        )
        return self.text("bank.bounds", low=low, high=high)

    # ------------------------------------------------------------ one asker a control

    def _numeric(self, spec: Spec, value: Value) -> Value:
        scale = _PER_CENT if spec.control is Control.PERCENT else 1
        low, high = spec.low * scale, spec.high * scale

        def read(typed: str) -> float | int | Problem | None:
            place, bare = self.place(spec.name), typed.replace("%", "")
            if spec.control is Control.WHOLE:
                return read_whole(bare, place, int(low), int(high))
            found = read_number(bare, place, low, high)
            is_share = isinstance(found, float) and scale != 1
            return round(float(str(found)) / scale, 10) if is_share else found

        unit = "%" if scale != 1 else bank_words.unit(spec, self.currency, self.text)
        answer = self._figure(
            spec.name, shown(spec, value), unit, read, value, None, self._example(spec)
        )
        if spec.control is Control.MONEY and answer and self.currency:
            style.echo(in_words(float(answer), self.text, self.currency))
        return answer

    def _example(self, spec: Spec) -> str:
        known = self.habits.examples.get(spec.name)
        if known is None:
            return "" if spec.default in (None, 0, 0.0) else shown(spec, spec.default)
        return self.text("bank.example", value=shown(spec, known))

    def _choice(self, spec: Spec, value: Value) -> Value:
        return self._one_of(
            spec, value, spec.choices, lambda v: bank_words.choice(spec, v, self.text)
        )

    def _one_of(
        self, spec: Spec, value: Value, options: Sequence[Any], say: Callable[[Any], str]
    ) -> Value:
        """One of a list; what a file holds beyond the list stays until another is chosen."""
        empty = [None] if spec.default is None and not spec.needed else []
        told = value if value not in ("", None) else None
        known = [*empty, *options]
        if told is not None and told not in known:
            known.append(told)
        chosen = st.selectbox(
            self.label(spec.name), known, index=known.index(told) if told in known else None,
            format_func=lambda v: self.text("bank.none") if v is None else say(v),
            key=self.key(spec.name), help=self.help(spec.name),
            placeholder=self.text("bank.choose"),
        )  # fmt: skip
        return value if chosen == told else chosen

    def _index(self, spec: Spec, value: Value) -> Value:
        return self._one_of(
            _optional(spec), value, self.offered.indexes, lambda v: str(v).replace("_", " ")
        )

    def _currency(self, spec: Spec, value: Value) -> Value:
        return self._one_of(
            spec if spec.needed else _optional(spec), value, self.offered.currencies, str
        )

    def _source(self, spec: Spec, value: Value) -> Value:
        return self._one_of(
            spec, value, list(self.offered.sources), lambda v: self.offered.sources.get(v, str(v))
        )

    def _modes(self, spec: Spec, value: Value) -> Value:
        told = [mode for mode in value or () if mode in tuple(Mode)]
        chosen = st.pills(
            self.label(spec.name), [mode.value for mode in Mode], selection_mode="multi",
            default=told, format_func=lambda m: self.text(f"mode.{m}"), key=self.key(spec.name),
            help=self.help(spec.name),
        )  # fmt: skip
        return value if sorted(chosen) == sorted(told) else sorted(chosen)

    def _toggle(self, spec: Spec, value: Value) -> Value:
        answer = self.yes(spec.name, bool(value))
        return value if answer == bool(value) else answer

    def _day(self, spec: Spec, value: Value) -> Value:
        try:
            told = date.fromisoformat(str(value)) if value else None
        except ValueError:
            told = None
        chosen = st.date_input(
            self.label(spec.name), value=told, min_value=_FIRST, max_value=_LAST,
            format="YYYY-MM-DD", key=self.key(spec.name), help=self.help(spec.name),
        )  # fmt: skip
        same = chosen == told
        return value if same else chosen.isoformat() if isinstance(chosen, date) else None

    def _part_day(self, spec: Spec, value: Value) -> Value:
        def read(typed: str) -> str | Problem | None:
            bare = typed.strip()
            if not bare or _PART_DAY.fullmatch(bare):
                return bare or None
            return Problem("problem.wrong_form.day", spec.path, params={"value": bare[:40]})

        return self._words_read(spec, value, read, self.text("bank.example", value="2026-11-24"))

    def _words(self, spec: Spec, value: Value) -> Value:
        def read(typed: str) -> str | Problem | None:
            bare = typed.strip()
            if bare and spec.pattern and not re.fullmatch(spec.pattern, bare):
                form = _FORMS.get(spec.name)
                code = f"problem.wrong_form.{form}" if form else "problem.wrong_form"
                return Problem(code, spec.path, params={"value": bare[:40], "limit": spec.pattern})
            return bare or None

        return self._words_read(spec, value, read, "")

    def _words_read(
        self,
        spec: Spec,
        value: Value,
        read: Callable[[str], str | Problem | None],
        example: str,
    ) -> Value:
        place, kept = self.place(spec.name), desk.typed()
        before = "" if value is None else str(value)
        draw = st.text_area if spec.most >= _LONG else st.text_input
        typed = draw(
            self.label(spec.name), value=kept.get(place, before), key=self.key(spec.name),
            max_chars=spec.most, help=self.help(spec.name), placeholder=example,
        )  # fmt: skip
        if typed == before:
            kept.pop(place, None)
            return value
        found = read(typed or "")
        if isinstance(found, Problem):
            kept[place] = typed or ""
            style.wrong(self.text(found.code, **found.params))
            return value
        kept.pop(place, None)
        return found


def shown(spec: Spec, value: Value) -> str:
    """A figure as it stands in its field; empty for none, or a nought that is only usual.

    >>> from planner.ui.parts.bank_shape import Value, specs
    >>> rate = next(one for one in specs("loan") if one.name == "rate")
    >>> shown(rate, 0.1425), shown(rate, None)
    ('14.25', '')
    """
    if value is None or value == "" or (value == 0 and spec.default == 0):
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    scale = _PER_CENT if spec.control is Control.PERCENT else 1
    return as_typed(round(value * scale, _DIGITS))


def _optional(spec: Spec) -> Spec:
    """A choice whose nothing is written as an empty text."""
    return Spec(spec.name, spec.path, spec.control, spec.section)


def _in_percent(value: Scalar) -> Scalar:
    try:
        return f"{as_typed(round(float(str(value)) * _PER_CENT, 4))}%"
    except ValueError:
        return value


_ASKERS: Mapping[Control, Callable[[TermFields, Spec, Any], Any]] = {
    Control.FIGURE: TermFields._numeric,
    Control.WHOLE: TermFields._numeric,
    Control.PERCENT: TermFields._numeric,
    Control.MONEY: TermFields._numeric,
    Control.CHOICE: TermFields._choice,
    Control.YES_NO: TermFields._toggle,
    Control.WORDS: TermFields._words,
    Control.INDEX: TermFields._index,
    Control.CURRENCY: TermFields._currency,
    Control.SOURCE: TermFields._source,
    Control.MODES: TermFields._modes,
    Control.DAY: TermFields._day,
    Control.PART_DAY: TermFields._part_day,
}


def fields_of(
    text: Text,
    where: str,
    kind: str,
    currency: str,
    habits: Habits,
    offered: Offered,
    wrong: Mapping[str, Sequence[Problem]],
) -> TermFields:
    """The fields of a product on the bench."""
    return TermFields(
        text, "bank.field", where, kind=kind, currency=currency, habits=habits, offered=offered,
        wrong=wrong,
    )  # fmt: skip
