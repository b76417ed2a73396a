"""Rows of a pack's CSV files as models, with every problem placed at its file, row and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar, get_args

from pydantic import BaseModel

from products.basis.problems import Problem
from products.basis.tables import raw_rows, row_of
from products.kind import STEP_FIELDS

M = TypeVar("M", bound=BaseModel)
Cells = dict[str, str]

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# A problem that a whole row has is shown at the column where a person would mend it.
_COLUMN: Mapping[str, str] = {
    "problem.no_mode": "modes",
    "problem.dates_reversed": "valid_to",
    "problem.no_rate": "rate",
    "problem.rate_and_steps": "rate",
    "problem.rate_without_basis": "rate_basis",
    "problem.rate_and_index": "index",
    "problem.basis_does_not_fit": "rate_basis",
    "problem.two_exit_rules": "exit_rate",
    "problem.fee_above_grant": "fee_fixed",
    "problem.not_whole_years": "tenor_max_months",
    "problem.no_profit": "profit_pa",
    "problem.profit_twice": "pool_profit_pa",
    "problem.no_holder_share": "holder_share",
    "problem.loss_not_shared": "loss_shared",
    "problem.nothing_to_keep": "profit_kept",
    "problem.too_many_prizes": "prizes",
    "problem.price_below_zero": "rate",
    "problem.parts_do_not_fit": "repaid_in_parts",
    "problem.match_and_project": "project_share",
    "problem.below_least_balance": "amount_min",
    "problem.below_helped_part": "amount_min",
    "problem.two_graces": "grace_charge_free",
    "problem.days_without_number": "instalments",
    "problem.number_without_days": "instalment_every_days",
    "problem.days_do_not_fit": "instalment_every_days",
    "problem.tenor_not_of_days": "tenor_max_months",
    "problem.grace_with_days": "grace_months",
    "problem.harvest_out_of_reach": "tenor_max_months",
    "problem.subsidy_not_paid_back": "subsidy_paid_back",
    "problem.limit_needs_fixed_price": "subsidy_total_max",
    "problem.two_capital_subsidies": "capital_subsidy_fixed",
    "problem.balloon_without_instalments": "balloon_share",
    "problem.stages_do_not_fit": "repayment",
    "problem.saving_without_months": "saving_first_months",
    "problem.minimum_below_charge": "minimum_payment_share",
    "problem.unknown_fact": "fact",
    "problem.op_does_not_fit": "op",
}
# The forms that patterns ask for, by column: each has its own sentence with an example.
_FORM: Mapping[str, str] = {
    "id": "code",
    "band_of": "code",
    "contact_id": "code",
    "provider_id": "slug",
    "source_id": "slug",
    "region_code": "region",
    "any_of": "label",
    "currency": "currency",
    "iso3": "country",
    "as_of": "day",
    "seen_on": "day",
    "index": "index",
    "index_after_return": "index",
    "service_currency": "currency",
    "saving_first_currency": "currency",
    "due_calendar_months": "calendar",
    "series": "name",
    "name": "name",
}


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of one file as text: (line, cells) by column, the header being line 1.

    `ragged` are all cells of the rows of the wrong width, whose columns cannot be told. `unread`
    says that nothing could be read at all.
    """

    rows: tuple[tuple[int, Cells], ...] = ()
    ragged: frozenset[str] = frozenset()
    unread: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """The rows of one file as models, (line, model); the others as text, with what is wrong."""

    good: tuple[tuple[int, M], ...] = ()
    bad: tuple[tuple[int, Cells], ...] = ()
    lines: Lines = Lines()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> tuple[M, ...]:
        """The good rows alone."""
        return tuple(row for _, row in self.good)


def lines_of(path: Path, label: str, known: Iterable[str], required: Iterable[str]) -> Lines:
    """The rows of a file with the columns it may have; a column of another name is told once.

    Without a required column no row can be right, so that is told once too and no row is read.
    """
    rows, problems = raw_rows(path, label)
    if not rows:
        return Lines(unread=bool(problems), problems=tuple(problems))
    header, known = list(rows[0][1]), tuple(known)
    ragged = _ragged_cells(path, len(header))
    for name in header:
        if name not in known:
            near = get_close_matches(name, known, n=3) or known
            params = {"value": name, "limit": ", ".join(near)}
            problems.append(Problem("problem.unknown_column", f"{label}:1:{name}", params=params))
    absent = [name for name in required if name not in header]
    for name in absent:
        problems.append(
            Problem("problem.missing_column", f"{label}:1:{name}", params={"value": name})
        )
    if absent:
        return Lines(unread=True, problems=tuple(problems))
    kept = [name for name in header if name in known]
    narrowed = tuple((line, {name: cells[name] for name in kept}) for line, cells in rows)
    return Lines(narrowed, ragged, problems=tuple(problems))


def _ragged_cells(path: Path, width: int) -> frozenset[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return frozenset(cell for row in csv.reader(file) if len(row) != width for cell in row)


def columns_of(*models: type[BaseModel]) -> tuple[str, ...]:
    """The columns of a file whose rows these models read; step tables and `kind` are none."""
    names = [name for model in models for name in model.model_fields]
    return tuple(n for n in names if n != "kind" and n not in STEP_FIELDS.values())


def required_of(*models: type[BaseModel]) -> tuple[str, ...]:
    """The columns that may not be left out."""
    fields = {name: field for model in models for name, field in model.model_fields.items()}
    return tuple(name for name in columns_of(*models) if fields[name].is_required())


def read_table(path: Path, model: type[M], label: str) -> Read[M]:
    """The rows of a file whose columns are the fields of one model."""
    lines = lines_of(path, label, columns_of(model), required_of(model))
    problems = list(lines.problems)
    good: list[tuple[int, M]] = []
    bad: list[tuple[int, Cells]] = []
    for line, cells in lines.rows:
        row, found = model_of(model, cells, f"{label}:{line}")
        if row is None:
            bad.append((line, cells))
            problems.extend(found)
        else:
            good.append((line, row))
    return Read(tuple(good), tuple(bad), lines, tuple(problems))


def model_of(
    model: type[M], cells: Mapping[str, object], where: str
) -> tuple[M | None, tuple[Problem, ...]]:
    """One model from the cells of a row that are its fields, or problems at "file:line:column"."""
    own = {name: cells[name] for name in cells if name in model.model_fields}
    wrong_days = tuple(
        Problem("problem.not_a_date", f"{where}:{name}", params={"value": str(own[name])})
        for name in _day_columns(model)
        if own.get(name) and not _ISO_DAY.fullmatch(str(own[name]))
    )
    if wrong_days:
        return None, wrong_days
    row, problems = row_of(model, own, f"{where}:")
    return row, tuple(placed(problem, own, where) for problem in problems)


def placed(problem: Problem, cells: Mapping[str, object], where: str) -> Problem:
    """The same problem at the column to mend."""
    column = problem.where.removeprefix(f"{where}:").partition("[")[0].partition(".")[0]
    column = column or _COLUMN.get(problem.code, "") or _holder(problem, cells)
    return with_form(replace(problem, where=f"{where}:{column}".rstrip(":")), column)


def with_form(problem: Problem, column: str) -> Problem:
    """The same problem, its sentence showing the form that its column asks for."""
    if problem.code != "problem.wrong_form" or column not in _FORM:
        return problem
    return replace(problem, code=f"{problem.code}.{_FORM[column]}")


def _holder(problem: Problem, cells: Mapping[str, object]) -> str:
    """The column that holds the value a problem complains of."""
    value = str(problem.params.get("value", ""))
    return next((name for name, cell in cells.items() if _alike(str(cell), value)), "")


def _alike(cell: str, value: str) -> bool:
    if cell == value:
        return bool(value)
    try:
        return float(cell) == float(value)
    except ValueError:
        return False


def _day_columns(model: type[BaseModel]) -> tuple[str, ...]:
    kinds = {name: field.annotation for name, field in model.model_fields.items()}
    return tuple(n for n, kind in kinds.items() if kind is date or date in get_args(kind))
