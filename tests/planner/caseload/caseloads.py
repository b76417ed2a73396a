"""A caseload of Pakistan for tests: drawn once, its money worked out once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from planner.assumptions import Assumptions, load_assumptions
from planner.caseload.base import Base, base_of
from planner.caseload.calibration import Calibration, calibration_of
from planner.caseload.synthetic import synthetic
from planner.caseload.table import Table
from tests.conftest import ROOT
from tests.planner.families import pakistan

DAY = date(2026, 11, 24)
SMALL = ROOT / "data" / "examples" / "caseload_small.csv"


def world() -> tuple[Calibration, Assumptions]:
    numbers, problems = calibration_of("PAK")
    assert numbers is not None, problems
    return numbers, load_assumptions(pakistan()[0].assumptions, DAY, {})[0]


@cache
def drawn(count: int = 200, seed: int = 7) -> Table:
    return synthetic(*world(), count, seed)


@cache
def base(count: int = 120) -> Base:
    found, problems = base_of(drawn(count), pakistan()[0], DAY)
    assert problems == ()
    return found


def written(folder: Path, text: str) -> Path:
    path = folder / "caseload.csv"
    path.write_text(text, encoding="utf-8")
    return path
