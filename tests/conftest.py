"""What every test may ask for: a fixed day, seeded chance, readable goldens, strict arithmetic."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"

# dev: while writing. ci: the same examples on every machine, so that a red run can be repeated.
# deep: before any change of how money moves.
_SLOW_MACHINES = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=50, **_SLOW_MACHINES)
settings.register_profile("ci", max_examples=200, derandomize=True, **_SLOW_MACHINES)
settings.register_profile("deep", max_examples=10_000, **_SLOW_MACHINES)
settings.load_profile("dev")

# A division by nought, an overflow or a nan is a mistake; a number too small to matter is nought.
np.seterr(divide="raise", over="raise", invalid="raise", under="ignore")


def pytest_configure(config: pytest.Config) -> None:
    """Whatever a test keeps, it keeps in a folder of its own, not among a person's drafts."""
    place = tempfile.TemporaryDirectory(prefix="wapsi-tests-")
    os.environ["WAPSI_VAR"] = place.name
    config.add_cleanup(place.cleanup)


class OneBrowser(LoadScopeScheduling):
    """A test goes to whichever worker is free, but all browser tests to one: they share one app.

    (Groups by mark need a test's address to be changed, which pytest no longer allows.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneBrowser:
    return OneBrowser(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="write what is, instead of comparing with it"
    )


@pytest.fixture
def today() -> date:
    return date(2026, 1, 31)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20260131)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("plan_khalid.csv", text)`: the text is the one kept under tests/golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.is_file(), f"no golden {name}: look at the text, then run with --update-goldens"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()

    return compare
