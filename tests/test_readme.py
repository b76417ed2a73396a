"""What the README says can be typed can be typed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    python (-m .+?)(?:  .*)?$", README, re.MULTILINE)
REQUEST = {
    "currency": "PKR", "amount": "100000", "start": "2026-12-01", "instalments": 12, "rate": "0.05"
}  # fmt: skip


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own, with the packs taken into its registry."""
    folder = tmp_path_factory.mktemp("var")
    run(["-m", "products", "adopt"], folder)
    return folder


def run(words: list[str], var: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "WAPSI_VAR": str(var)},
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path, var: Path) -> None:
    request = tmp_path / "REQUEST.json"
    request.write_text(json.dumps(REQUEST), encoding="utf-8")
    words = command.replace("REQUEST.json", str(request)).split()
    words = [str(tmp_path / word) if word.startswith("OUT.") else word for word in words]
    if words[:3] == ["-m", "products", "build"]:
        words += ["--out", str(tmp_path / "catalogue.duckdb")]
    done = run(words, var)
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr


def test_the_readme_shows_pictures_that_are_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_there_are_commands_to_try() -> None:
    assert len(COMMANDS) >= 9
