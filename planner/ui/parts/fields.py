"""The fields of a form: each shows a value, takes what is typed, and returns a value that holds.

What cannot be used stays in its field with a sentence under it, and the value before it stays in
force. It stays there after a change of page too, because what was typed is kept under a key of our
own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from planner.text import Text
from planner.ui import desk, style
from planner.ui.parts.amounts import as_typed, read_number, read_whole
from planner.ui.parts.spoken import in_words
from products.basis.problems import Problem

MOST_MONEY = 1e10
"""The largest amount a case may hold."""
E_ = TypeVar("E_", bound=StrEnum)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one card: `form` chooses the words, `where` names the card in the case."""

    text: Text
    form: str
    where: str
    names: Mapping[str, str] = dataclass_field(default_factory=dict)
    """Words for fields that no key can be written down for: a currency's rate."""

    def words(self, name: str, value: str, most: int = 80) -> str:
        """A few words of the person's own."""
        typed = st.text_input(self.label(name), value=value, key=self.key(name), max_chars=most)
        return typed.strip()

    def money(
        self, name: str, value: float, currency: str, *, rhythm: str = "", low: float = 0.0,
        high: float = MOST_MONEY,
    ) -> float:  # fmt: skip
        """An amount, echoed in words with its rhythm ("a month", "in all")."""
        shown = as_typed(value) if value else ""
        accepted = self._figure(name, shown, currency, self._reader(name, low, high), value, 0.0)
        if accepted and self.place(name) not in desk.typed():
            after = f" {self.text(f'rhythm.{rhythm}')}" if rhythm else ""
            style.echo(in_words(accepted, self.text, currency) + after)
        return accepted

    def whole(self, name: str, value: int, low: int, high: int, unit: str = "") -> int:
        """A count: years, months, days."""

        def read(typed: str) -> int | Problem | None:
            return read_whole(typed, self.place(name), low, high)

        return self._figure(name, str(value), unit, read, value, max(low, 0))

    def number(self, name: str, value: float, low: float, high: float, unit: str = "") -> float:
        """A plain number; nothing typed leaves the value as it is."""
        shown = as_typed(round(value, 4))
        return self._figure(name, shown, unit, self._reader(name, low, high), value, value)

    def maybe(self, name: str, value: float | None, low: float, high: float) -> float | None:
        """A number that may be left open: None while nothing is typed."""
        shown = "" if value is None else as_typed(value)
        return self._figure(name, shown, "", self._reader(name, low, high), value, value)

    def percent(self, name: str, value: float, low: float, high: float) -> float:
        """A share or rate typed in per cent; returns the decimal."""

        def read(typed: str) -> float | Problem | None:
            bare = typed.replace("%", "")
            found = read_number(bare, self.place(name), low * 100, high * 100)
            return round(found / 100, 8) if isinstance(found, float) else found

        return self._figure(name, as_typed(round(value * 100, 4)), "%", read, value, value)

    def _reader(
        self, name: str, low: float, high: float
    ) -> Callable[[str], float | Problem | None]:
        return lambda typed: read_number(typed, self.place(name), low, high)

    def _figure(
        self,
        name: str,
        shown: str,
        unit: str,
        read: Callable[[str], V | Problem | None],
        value: V,
        empty: V,
        example: str = "0",
    ) -> V:
        """The value in force: what was typed if it holds, else what was there, with the reason.

        A field nobody touched gives back exactly what it was given.
        """
        place, kept = self.place(name), desk.typed()
        typed = st.text_input(
            f"{self.label(name)} ({unit})" if unit else self.label(name),
            value=kept.get(place, shown),
            key=self.key(name),
            type="phone",
            icon="",
            placeholder=example,
            autocomplete="off",
            help=self.help(name),
        )
        if typed == shown:
            kept.pop(place, None)
            return value
        found = read(typed)
        if isinstance(found, Problem):
            kept[place] = typed
            limit = {
                k: self.text.number(float(str(v)), 4)
                for k, v in found.params.items()
                if k == "limit"
            }
            style.wrong(self.text(found.code, **{**found.params, **limit}))
            return value
        kept.pop(place, None)
        return empty if found is None else found

    def choice(self, name: str, value: E_, options: Sequence[E_]) -> E_:
        """One of a closed list; its words are under `choice.<list>.<value>`."""
        kind = _snake(type(value).__name__)
        return self.pick(name, value, options, lambda v: self.text(f"choice.{kind}.{v}"))

    def pick(self, name: str, value: V, options: Sequence[V], say: Callable[[V], str]) -> V:
        """One of some values, each said by `say`; the value in force is always among them."""
        offered = list(options) if value in options else [value, *options]
        chosen = st.selectbox(
            self.label(name), offered, index=offered.index(value), format_func=say,
            key=self.key(name), help=self.help(name),
        )  # fmt: skip
        return value if chosen is None else chosen

    def yes(self, name: str, value: bool) -> bool:
        """A yes or no."""
        return st.toggle(self.label(name), value=value, key=self.key(name), help=self.help(name))

    def months(self, name: str, value: Sequence[int]) -> tuple[int, ...]:
        """Calendar months, any number of them."""
        names = {m: self.text.month_short(date(2001, m, 1)).split()[0] for m in range(1, 13)}
        chosen = st.pills(
            self.label(name), list(names), selection_mode="multi", default=list(value),
            format_func=lambda m: names[m], key=self.key(name), help=self.help(name),
        )  # fmt: skip
        return tuple(value) if set(chosen) == set(value) else tuple(sorted(chosen))

    def month(
        self, name: str, value: date | None, options: Sequence[date], none: str | None
    ) -> date | None:
        """A month by name; `none` is the key of the words for "no month", if there may be none."""
        offered: list[date | None] = list(options)
        same = [d for d in options if value and (d.year, d.month) == (value.year, value.month)]
        shown = same[0] if same else value
        if none is not None:
            offered.insert(0, None)

        def say(day: date | None) -> str:
            return self.text(none or "") if day is None else self.text.month(day)

        chosen = self.pick(name, shown, offered, say)
        return value if chosen == shown else chosen

    def label(self, name: str) -> str:
        """The words beside a field."""
        return self.names.get(name) or self.text(f"{self.form}.{name}")

    def help(self, name: str) -> str | None:
        """The explanation behind a field, where there is one."""
        key = f"{self.form}.{name}.help"
        return self.text(key) if self.text.say.has(key) else None

    def place(self, name: str) -> str:
        """The field's name across pages."""
        return f"{self.where}.{name}"

    def key(self, name: str) -> str:
        """The widget's key; it changes when another case is opened, so that old typing goes."""
        return f"{desk.epoch()}.{self.place(name)}"


def _snake(name: str) -> str:
    """An enumeration's name as its texts are filed: `DebtKind` is `debt_kind`."""
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))
