"""Every module has its test file where one would look for it, and every golden has its test.

`products/basis/rates.py` is proved by `tests/products/basis/test_rates.py`, a room's `__init__.py`
that does something by `test_init.py`, a `__main__.py` by `test_main.py`. The screen is proved
under `tests/ui`. Pages with their parts, and adapters of suites, may be proved together.
"""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import pytest

from tests.conftest import ROOT

PROVED_TOGETHER = {
    "planner/ui/pages/": "tests/ui/test_pages.py",
    "planner/ui/parts/": "tests/ui/test_pages.py",
    "products/publishing/migrations/": "tests/products/publishing/test_upgrading.py",
    "products/verify/suites/": "tests/products/verify/test_suites.py",
}
"""Folders of many of a kind, whose register one test walks through."""


def only_talks(tree: ast.Module) -> bool:
    """Whether a module is a docstring and imports, with nothing of its own to prove."""
    silent = (ast.Import, ast.ImportFrom)
    return all(
        isinstance(node, silent)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    )


def proofs(module: PurePosixPath) -> list[str]:
    """Test files, any of which proves a module, best first."""
    name = {"__init__": "init", "__main__": "main"}.get(module.stem, module.stem)
    mirrored = PurePosixPath("tests", module.parent, f"test_{name}.py").as_posix()
    short = mirrored.replace("tests/planner/ui/", "tests/ui/")
    together = [
        proof for folder, proof in PROVED_TOGETHER.items() if module.as_posix().startswith(folder)
    ]
    return [short, mirrored, *together]


def unproved(root: Path) -> list[str]:
    """`module: the test file it wants` of every module without one."""
    found = []
    for house in ("products", "planner"):
        for path in sorted((root / house).rglob("*.py")):
            module = PurePosixPath(path.relative_to(root).as_posix())
            wanted = proofs(module)
            if not only_talks(ast.parse(path.read_text(encoding="utf-8"))) and not any(
                (root / proof).is_file() for proof in wanted
            ):
                found.append(f"{module}: {wanted[0]}")
    return found


def unasked_goldens(root: Path) -> list[str]:
    """Goldens that no test names."""
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (root / "tests").rglob("*.py"))
    folder = root / "tests" / "golden"
    return [p.name for p in sorted(folder.glob("*")) if p.is_file() and p.name not in tests]


def packages_among_tests(root: Path) -> list[str]:
    """Test folders made packages; two would be called `products`."""
    return [p.relative_to(root).as_posix() for p in (root / "tests").rglob("__init__.py")]


def test_every_module_has_its_test_file() -> None:
    assert not (found := unproved(ROOT)), "\n".join(found)


def test_every_golden_is_asked_for() -> None:
    assert not (found := unasked_goldens(ROOT)), "\n".join(found)


def test_test_folders_are_no_packages() -> None:
    assert not (found := packages_among_tests(ROOT)), "\n".join(found)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A house of one proved module and one room that only talks."""
    for name, text in {
        "products/__init__.py": '"""A room."""\n',
        "products/kind.py": "X = 1\n",
        "planner/__init__.py": '"""A room."""\n',
        "tests/products/test_kind.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_module_without_its_test_is_named(small: Path) -> None:
    assert unproved(small) == []
    (small / "planner" / "case.py").write_text("X = 1\n")
    (small / "planner" / "ui").mkdir()
    (small / "planner" / "ui" / "shell.py").write_text("X = 1\n")
    (small / "products" / "__main__.py").write_text("X = 1\n")
    assert unproved(small) == [
        "products/__main__.py: tests/products/test_main.py",
        "planner/case.py: tests/planner/test_case.py",
        "planner/ui/shell.py: tests/ui/test_shell.py",
    ]


def test_pages_may_be_proved_together(small: Path) -> None:
    page = small / "planner" / "ui" / "pages" / "family" / "plan.py"
    page.parent.mkdir(parents=True)
    page.write_text("X = 1\n")
    assert unproved(small) == [
        "planner/ui/pages/family/plan.py: tests/ui/pages/family/test_plan.py"
    ]
    (small / "tests" / "ui").mkdir()
    (small / "tests" / "ui" / "test_pages.py").write_text("")
    assert unproved(small) == []


def test_a_golden_without_its_test_is_named(small: Path) -> None:
    (small / "tests" / "golden").mkdir()
    (small / "tests" / "golden" / "plan.csv").write_text("")
    assert unasked_goldens(small) == ["plan.csv"]
    (small / "tests" / "products" / "test_kind.py").write_text('golden("plan.csv", text)\n')
    assert unasked_goldens(small) == []


def test_a_package_among_tests_is_named(small: Path) -> None:
    (small / "tests" / "products" / "__init__.py").write_text("")
    assert packages_among_tests(small) == ["tests/products/__init__.py"]
