"""The pins, the ranges and what is really imported agree."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([A-Za-z0-9._!+-]+)$")


def pins(name: str) -> dict[str, str]:
    """Package to version of a requirements file; every line is a pin, a comment or another file."""
    found: dict[str, str] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= pins(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            match = PIN.match(line)
            assert match, f"{name}: {line!r} is not an exact pin"
            found[canonicalize_name(match[1])] = match[2]
    return found


def ranges(group: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
    }[group]
    return [Requirement(line) for line in wanted]


FILES = ("requirements.txt", "requirements-dev.txt")
RELEASED_TOGETHER = {"pydantic_core": "pydantic"}


@pytest.mark.parametrize("name", FILES)
def test_every_range_holds_the_pinned_version(name: str) -> None:
    pinned = pins(name)
    for wanted in ranges(name):
        version = pinned.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is in pyproject.toml and not pinned in {name}"
        assert version in wanted.specifier, f"{wanted.name} {version} is outside {wanted.specifier}"


@pytest.mark.parametrize("name", FILES)
def test_all_that_a_pinned_package_needs_is_pinned_too(name: str) -> None:
    pinned = pins(name)
    for package in pinned:
        for line in distribution(package).requires or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                version = pinned.get(canonicalize_name(need.name))
                assert version, f"{package} needs {need.name}, which {name} does not pin"
                assert version in need.specifier, f"{package} needs {need}; pinned is {version}"


@pytest.mark.parametrize("name", FILES)
def test_what_is_installed_is_what_is_pinned(name: str) -> None:
    assert {package: distribution(package).version for package in pins(name)} == pins(name)


def third_party(folder: Path) -> dict[str, Path]:
    """Packages imported under a folder, neither ours nor Python's, with a file that does."""
    ours = {"products", "planner", "app", "bench", "tests"}
    found: dict[str, Path] = {}
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            for name in names:
                top = name.partition(".")[0]
                if top not in ours and top not in sys.stdlib_module_names:
                    found[top] = path
    return found


@pytest.mark.parametrize(
    ("folders", "groups"),
    [
        (("products", "planner", "app.py"), FILES[:1]),
        (("tests", "bench"), FILES),
    ],
)
def test_what_is_imported_is_asked_for_by_name(folders, groups) -> None:
    """A package that merely comes along with another may go with it."""
    asked = {canonicalize_name(wanted.name) for group in groups for wanted in ranges(group)}
    owners = packages_distributions()
    for folder in folders:
        for top, path in third_party(ROOT / folder).items():
            whole = [RELEASED_TOGETHER[top]] if top in RELEASED_TOGETHER else owners.get(top, [])
            names = {canonicalize_name(owner) for owner in whole}
            assert names & asked, f"{path.relative_to(ROOT)} imports {top}, not in pyproject.toml"
