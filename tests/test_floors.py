"""Who may import whom, who may meet which package; and nobody looks at the clock or throws dice.

The import contracts stand in pyproject.toml. Each sin below is committed in a copy of the code, to
show that it would be caught and named.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOUSES = ("products", "planner")
ANYWHERE = {"numpy", "pydantic", "pydantic_core"}
CLOCK_DOORS = {
    "planner/ui/world.py",
    "planner/__main__.py",
    "products/__main__.py",
    "products/commands_import.py",
    "products/commands_registry.py",
}
CLOCK = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
    "Timestamp.now",
    "Timestamp.today",
}
SEEDED = {"BitGenerator", "Generator", "PCG64", "Philox", "SFC64", "SeedSequence", "default_rng"}


def sources(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every source file of both houses and the app: its path from the root, and its tree."""
    for path in [
        root / "app.py",
        *(file for house in HOUSES for file in (root / house).rglob("*.py")),
    ]:
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    """`np.random.seed` of an expression made of names and dots; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def looks_at_the_clock(root: Path) -> list[str]:
    """`path:line: call` of every reading of the clock outside its doors."""
    return [
        f"{path}:{node.lineno}: {name}"
        for path, tree in sources(root)
        if path not in CLOCK_DOORS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ".".join((name := dotted(node)).split(".")[-2:]) in CLOCK
    ]


def throws_dice(root: Path) -> list[str]:
    """`path:line: name` of every use of chance that is not a seeded generator handed in."""
    found = []
    for path, tree in sources(root):
        found += [
            f"{path}:{line}: {name}"
            for line, name in imports(tree)
            if name.partition(".")[0] == "random"
            or (name.startswith("numpy.random.") and name.split(".")[2] not in SEEDED)
        ]
        for node in ast.walk(tree):
            parts = dotted(node).split(".") if isinstance(node, ast.Attribute) else []
            if parts[:2] in (["np", "random"], ["numpy", "random"]) and set(parts[2:]) - SEEDED:
                found.append(f"{path}:{node.lineno}: {'.'.join(parts)}")
            if (
                isinstance(node, ast.Call)
                and dotted(node.func).endswith("default_rng")
                and not (node.args or node.keywords)
            ):
                found.append(f"{path}:{node.lineno}: default_rng() without a seed")
    return found


def without_a_door(root: Path) -> list[str]:
    """`path:line: package` of every package that no contract gives a door, and all not the screen's
    in `app.py`."""
    guarded = {
        module
        for contract in contracts(root)
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    found = []
    for path, tree in sources(root):
        allowed = {"starlette", "streamlit"} if path == "app.py" else guarded | ANYWHERE
        for line, name in imports(tree):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in HOUSES and top not in allowed:
                found.append(f"{path}:{line}: {top}")
    return found


def contracts(root: Path) -> list[dict]:
    whole = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return whole["tool"]["importlinter"]["contracts"]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as l; l()",
        ],
        cwd=root,
        env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both houses again, to sin in."""
    root = tmp_path_factory.mktemp("copy")
    for house in HOUSES:
        shutil.copytree(ROOT / house, root / house, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.fixture
def sin(copy: Path) -> Iterator[object]:
    """`sin("products/kind.py", "import planner")` adds a line to a file, until the test ends."""
    before: dict[Path, str | None] = {}

    def commit(name: str, line: str) -> Path:
        path = copy / name
        before[path] = path.read_text(encoding="utf-8") if path.exists() else None
        path.write_text(f"{before[path] or ''}\n{line}\n", encoding="utf-8")
        return copy

    yield commit
    for path, text in before.items():
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


def test_every_import_goes_down_and_through_its_door() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_package_comes_in_without_a_door() -> None:
    assert not (found := without_a_door(ROOT)), "\n".join(found)


def test_nobody_looks_at_the_clock() -> None:
    assert not (found := looks_at_the_clock(ROOT)), "\n".join(found)


def test_nobody_throws_dice() -> None:
    assert not (found := throws_dice(ROOT)), "\n".join(found)


@pytest.mark.parametrize(
    ("name", "line", "named"),
    [
        (
            "products/basis/money.py",
            "import planner.household",
            "products.basis.money -> planner.household",
        ),
        (
            "products/basis/money.py",
            "import products.kind",
            "products.basis.money -> products.kind",
        ),
        (
            "products/kinds/loan.py",
            "import products.kinds.grant",
            "products.kinds.loan -> products.kinds.grant",
        ),
        ("planner/household.py", "import planner.case", "planner.household -> planner.case"),
        ("planner/household.py", "import streamlit", "planner.household -> streamlit"),
        ("planner/case.py", "def f():\n    import duckdb", "planner.case -> duckdb"),
        ("products/kind.py", "import sqlalchemy", "products.kind -> sqlalchemy"),
        ("planner/case.py", "import altair", "planner.case -> altair"),
        ("products/kind.py", "import pandas", "products.kind -> pandas"),
        ("planner/household.py", "import numba", "planner.household -> numba"),
        ("planner/household.py", "from babel import Locale", "planner.household -> babel"),
        ("planner/plan.py", "import products.catalogue.query", "products.catalogue.query"),
        ("products/catalogue/listing.py", "import products.catalogue.seed", ".listing"),
        ("planner/household.py", "import xlsxwriter", "planner.household -> xlsxwriter"),
        ("planner/lumber.py", "", "planner.lumber"),
        ("products/lumber.py", "", "products.lumber"),
    ],
)
def test_a_sin_against_the_floors_is_named(sin, name: str, line: str, named: str) -> None:
    done = lint_imports(sin(name, line))
    assert done.returncode == 1
    assert named in done.stdout


@pytest.mark.parametrize(
    ("finder", "name", "line", "named"),
    [
        (without_a_door, "planner/case.py", "import requests", "requests"),
        (without_a_door, "products/kind.py", "def f():\n    from scipy import stats", "scipy"),
        (without_a_door, "app.py", "import pandas", "pandas"),
        (looks_at_the_clock, "planner/case.py", "d = date.today()", "date.today"),
        (looks_at_the_clock, "planner/case.py", "d = dt.datetime.now(UTC)", "dt.datetime.now"),
        (looks_at_the_clock, "products/kind.py", "clock = time.time", "time.time"),
        (looks_at_the_clock, "products/kind.py", "pd.Timestamp.now()", "pd.Timestamp.now"),
        (throws_dice, "planner/case.py", "import random", "random"),
        (throws_dice, "planner/case.py", "from random import choice", "random.choice"),
        (throws_dice, "products/kind.py", "np.random.seed(1)", "np.random.seed"),
        (throws_dice, "products/kind.py", "from numpy.random import rand", "numpy.random.rand"),
        (
            throws_dice,
            "products/kind.py",
            "np.random.default_rng()",
            "default_rng() without a seed",
        ),
    ],
)
def test_a_sin_within_a_file_is_named(sin, finder, name: str, line: str, named: str) -> None:
    (found,) = set(finder(sin(name, line))) - set(finder(ROOT))
    assert found.startswith(f"{name}:")
    assert found.endswith(f": {named}")
