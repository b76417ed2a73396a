"""A caseload as columns: arrays of one length; read from CSV and written to it.

Numbers and yes/no (1, 0) are float64 with NaN for an answer nobody gave, everything else text with
"" for it. A bad cell takes its row out and is named as "file:line:column"; the other rows go on.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.caseload.columns import COLUMNS, REQUIRED, Column, Sort
from products.basis.cashflow import Floats
from products.basis.cells import original, safe
from products.basis.problems import Problem, Scalar
from products.basis.tables import raw_rows

Words = NDArray[np.str_]
SYNTHETIC = "synthetic-"
"""How the `household_id` of a household that was drawn begins."""
_TEXT = (Sort.WORDS, Sort.CHOICE)
_MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Table:
    """Households as arrays by column, each `[H]`; a column nobody filled is not there."""

    columns: Mapping[str, Floats | Words]

    def __len__(self) -> int:
        """How many households."""
        return len(next(iter(self.columns.values()), ()))

    @property
    def synthetic(self) -> bool:
        """Whether every household was drawn, not met."""
        ids = self.words("household_id")
        return len(ids) > 0 and bool(np.char.startswith(ids, SYNTHETIC).all())

    def numbers(self, name: str) -> Floats:
        """A column of numbers or yes/no; NaN everywhere where it was not filled."""
        found = self.columns.get(name)
        return np.full(len(self), np.nan) if found is None else np.asarray(found, np.float64)

    def words(self, name: str) -> Words:
        """A column of text; empty everywhere where it was not filled."""
        found = self.columns.get(name)
        return np.full(len(self), "", dtype=np.str_) if found is None else np.asarray(found, str)


def read_table(path: Path, regions: Sequence[str]) -> tuple[Table, tuple[Problem, ...]]:
    """All good rows of a CSV file, and all that is wrong with it; never raises on bad input."""
    rows, problems = raw_rows(path, path.name)
    if not rows:
        empty = [] if problems else [Problem("problem.no_rows", path.name)]
        return Table({}), (*problems, *empty)
    header = list(rows[0][1])
    problems += [_unknown(name, path) for name in header if name not in COLUMNS]
    missing = [name for name in REQUIRED if name not in header]
    problems += [Problem("problem.missing", f"{path.name}:1:{name}") for name in missing]
    if missing:
        return Table({}), tuple(problems)
    names = [name for name in header if name in COLUMNS]
    good: list[list[float | str]] = []
    seen: set[str] = set()
    for line, cells in rows:
        where = f"{path.name}:{line}"
        found = [_read(COLUMNS[name], cells[name], f"{where}:{name}", regions) for name in names]
        wrong = [each for each in found if isinstance(each, Problem)]
        wrong += _contradictions(dict(zip(names, found, strict=True)), where, seen)
        problems += wrong
        if not wrong:
            good.append([each for each in found if not isinstance(each, Problem)])
    return _columns(names, good), tuple(problems)


def _unknown(name: str, path: Path) -> Problem:
    near = get_close_matches(name, list(COLUMNS), n=3, cutoff=0.4) or list(REQUIRED)
    params = {"value": name[:_MOST_LETTERS], "limit": ", ".join(near)}
    return Problem("problem.unknown_column", f"{path.name}:1:{name[:_MOST_LETTERS]}", params=params)


def _columns(names: Sequence[str], rows: Sequence[Sequence[float | str]]) -> Table:
    made: dict[str, Floats | Words] = {}
    for at, name in enumerate(names):
        values = [row[at] for row in rows]
        if COLUMNS[name].sort in _TEXT:
            made[name] = np.array(values, dtype=np.str_)
        else:
            made[name] = np.array(values, dtype=np.float64)
    return Table(made)


def _read(column: Column, cell: str, where: str, regions: Sequence[str]) -> float | str | Problem:
    """One cell as its column's value."""
    text = original(cell)
    if not text:
        empty = "" if column.sort in _TEXT else float("nan")
        return Problem("problem.missing", where) if column.required else empty
    if column.sort in _TEXT:
        return _word(column, text, where, regions)
    if column.sort is Sort.YES_NO:
        shown = {"value": text[:_MOST_LETTERS]}
        wrong = Problem("problem.not_yes_or_no", where, params=shown)
        return {"yes": 1.0, "no": 0.0}.get(text, wrong)
    return _number(column, text, where)


def _word(column: Column, text: str, where: str, regions: Sequence[str]) -> str | Problem:
    choices = tuple(regions) if column.name == "region" else column.choices
    if choices and text not in choices:
        params = {"value": text[:_MOST_LETTERS], "limit": ", ".join(choices)}
        return Problem("problem.not_in_list", where, params=params)
    if len(text) > _MOST_LETTERS:
        too_long: dict[str, Scalar] = {"value": text[:_MOST_LETTERS], "limit": _MOST_LETTERS}
        return Problem("problem.too_long", where, params=too_long)
    return text


def _number(column: Column, text: str, where: str) -> float | Problem:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    shown = {"value": text[:_MOST_LETTERS]}
    if not np.isfinite(value) or "_" in text:
        return Problem("problem.not_a_number", where, params=shown)
    if column.whole and not value.is_integer():
        return Problem("problem.not_a_whole_number", where, params=shown)
    if value < column.low:
        return Problem("problem.too_low", where, params={**shown, "limit": column.low})
    if value > column.high:
        return Problem("problem.too_high", where, params={**shown, "limit": column.high})
    return value


def _contradictions(row: Mapping[str, object], where: str, seen: set[str]) -> list[Problem]:
    """What of a row does not hold together; its id is then taken."""
    found = []
    name = str(row["household_id"])
    if name in seen:
        found.append(Problem("problem.household_twice", where, params={"value": name}))
    seen.add(name)
    numbers = {key: value for key, value in row.items() if isinstance(value, float)}
    if numbers.get("migrant_abroad") == 1 and numbers.get("migrant_months_since_return", -1) >= 0:
        found.append(Problem("problem.abroad_and_returned", where))
    away = [numbers.get(f"migrant_months_{part}", 0.0) for part in ("abroad", "since_return")]
    if np.nansum(away) > 12 * numbers.get("migrant_age_years", np.inf):
        found.append(Problem("problem.return_longer_than_life", where))
    late, owed = numbers.get("other_debt_arrears", 0.0), numbers.get("other_debt", 0.0)
    if np.nan_to_num(late) > np.nan_to_num(owed):
        limits = {"value": late, "limit": owed}
        found.append(Problem("problem.arrears_above_outstanding", where, params=limits))
    return found


def as_csv(table: Table) -> str:
    """The table as CSV text, columns in their documented order; no cell runs as a formula."""
    names = [name for name in COLUMNS if name in table.columns]
    written = [_written(COLUMNS[name], table) for name in names]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*written, strict=True))
    return out.getvalue()


def _written(column: Column, table: Table) -> list[str]:
    if column.sort in _TEXT:
        return [safe(str(value)) for value in table.words(column.name)]
    values = table.numbers(column.name)
    if column.sort is Sort.YES_NO:
        return ["" if np.isnan(v) else "yes" if v else "no" for v in values]
    return ["" if np.isnan(v) else f"{v:.15g}" for v in values]
