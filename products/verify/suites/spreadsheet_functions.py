"""Spreadsheet functions on rates and level payments; the case's group names the function."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from products.basis.problems import Problem
from products.legal import time_value as tv
from products.legal.effective import effective_from_nominal, nominal_from_effective
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import Amount

SUITE = "spreadsheet_functions"

Rate = Annotated[float, Field(ge=-100, le=100)]


class Arguments(Inputs):
    """Arguments by name; which of them are needed depends on the function."""

    nominal: Rate | None = None
    effective: Rate | None = None
    periods: Annotated[float, Field(gt=0, le=1e6)] | None = None
    principal: Amount | None = None
    rates: list[Rate] | None = None
    values: Annotated[list[Amount], Field(min_length=1)] | None = None
    rate: Rate | None = None
    nper: Annotated[float, Field(gt=0, le=1e6)] | None = None
    pmt: Amount = 0.0
    pv: Amount = 0.0
    fv: Amount = 0.0
    when: Annotated[int, Field(ge=0, le=1)] = 0


INPUTS: TypeAdapter[Any] = TypeAdapter(Arguments)

_NEEDS = {
    "effect": ("nominal", "periods"),
    "nominal": ("effective", "periods"),
    "fvschedule": ("principal", "rates"),
    "rri": ("periods", "pv", "fv"),
    "pduration": ("rate", "pv", "fv"),
    "fv": ("rate", "nper"),
    "pmt": ("rate", "nper"),
    "pv": ("rate", "nper"),
    "npv": ("rate", "values"),
}


def answer(case: Case) -> Answer:
    """The function's value; a problem names the function or the argument that is missing."""
    given: Arguments = case.inputs
    if case.group not in _NEEDS:
        params = {"value": case.group, "limit": ", ".join(_NEEDS)}
        return (Problem("problem.not_in_list", "group", params=params),)
    missing = [name for name in _NEEDS[case.group] if name not in given.model_fields_set]
    if missing:
        return tuple(Problem("problem.missing", f"inputs.{name}") for name in missing)
    return {"value": _value(case.group, given)}


def _value(function: str, a: Arguments) -> float | None:
    rate, periods, nper = a.rate or 0.0, a.periods or 0.0, a.nper or 0.0
    match function:
        case "effect" | "nominal":
            return _converted(function, a, math.floor(periods))
        case "fvschedule":
            return math.prod((1 + each for each in a.rates or ()), start=a.principal or 0.0)
        case "rri":
            ratio = a.fv / a.pv if a.pv else -1.0
            return ratio ** (1 / periods) - 1 if ratio >= 0 else None
        case "pduration":
            return tv.periods_needed(rate, 0.0, -a.pv, a.fv)
        case "npv":
            return tv.discounted(rate, a.values or [], first=1)
        case _:
            return _level(function, a, rate, nper)


def _converted(function: str, a: Arguments, whole_periods: int) -> float | None:
    """Spreadsheets count whole periods only."""
    if whole_periods < 1:
        return None
    if function == "effect":
        nominal = a.nominal or 0.0
        return effective_from_nominal(nominal, whole_periods) if nominal > -whole_periods else None
    effective = a.effective or 0.0
    return nominal_from_effective(effective, whole_periods) if effective > -1 else None


def _level(function: str, a: Arguments, rate: float, nper: float) -> float | None:
    match function:
        case "fv":
            return tv.future_value(rate, nper, a.pmt, a.pv, a.when)
        case "pmt":
            return tv.level_payment(rate, nper, a.pv, a.fv, a.when)
        case _:
            return tv.initial_value(rate, nper, a.pmt, a.fv, a.when)
