"""The cited numbers that a country's households are drawn from: `data/caseload/<ISO3>.csv`.

Each row says its source (an id of the country's pack, or an address), its day and how good it is;
what is judged says so. Wages, prices and exchange rates are the pack's own assumptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from products.basis.problems import Problem
from products.basis.sources import PartialDate
from products.basis.tables import read_rows
from products.catalogue.pack import Grade

FOLDER = Path(__file__).resolve().parents[2] / "data" / "caseload"


class Number(BaseModel, frozen=True, extra="forbid"):
    """One number: a share, a weight, a middle. `spread` is of the logarithm, or of the number."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{2,60}$")]
    value: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
    spread: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 0.0
    unit: Annotated[str, Field(min_length=1)]
    grade: Grade
    source: Annotated[str, Field(min_length=1)]
    as_of: PartialDate
    note: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """All numbers of a country, by name."""

    numbers: Mapping[str, Number]

    def __getitem__(self, name: str) -> float:
        """Value of one number; a missing one is our own mistake."""
        return self.numbers[name].value

    def spread(self, name: str) -> float:
        """How far one number varies between households."""
        return self.numbers[name].spread

    def weights(self, prefix: str) -> dict[str, float]:
        """The numbers whose names begin so, as shares of one by the rest of the name."""
        found = {n.removeprefix(prefix): x.value for n, x in self.numbers.items()
                 if n.startswith(prefix)}  # fmt: skip
        total = sum(found.values())
        return {name: value / total for name, value in found.items()}

    def of(self, name: str, key: str) -> str:
        """The number of a key (a country) where it has its own, else the common one."""
        return f"{name}_{key}" if f"{name}_{key}" in self.numbers else name


def calibration_of(
    iso3: str, folder: Path = FOLDER
) -> tuple[Calibration | None, tuple[Problem, ...]]:
    """The numbers of a country, or why there are none."""
    path = folder / f"{iso3}.csv"
    rows, problems = read_rows(path, Number, path.name)
    if problems:
        return None, problems
    return Calibration({row.name: row for row in rows}), ()
