"""A product officer lists a product without help, and nobody sees it before a steward has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.ui.parts import bank_bench, bank_mine
from planner.ui.session import Slot
from planner.ui.world import World
from products.basis.people import Actor, Role
from products.catalogue.store import Catalogue
from products.publishing.opening import open_file
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version
from products.publishing.states import State
from tests.conftest import ROOT
from tests.ui.conftest import TODAY, field, press, raw_keys, words_of

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
BANK = Actor("amna", "hbl", frozenset({Role.BANK}))
STEWARD = Actor("sara", "state-bank", frozenset({Role.STEWARD}))


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    opened.close()


@pytest.fixture
def visit(catalogue: Catalogue, registry: Registry) -> Callable[..., AppTest]:
    """The app before a bank's officer, on one of the bank's pages."""

    def arrive(page: str = "listings", provider: str = "hbl") -> AppTest:
        world = World(TODAY, catalogue, None, None, registry=registry)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.session_state[Slot.WORLD] = world
        app.session_state[Slot.ROLE] = Role.BANK.value
        app.session_state[Slot.ORGANISATION] = provider
        return app.run().switch_page(str(ROOT / "planner/ui/pages/bank" / f"{page}.py")).run()

    return arrive


def pick(page: AppTest, ending: str, value: object) -> AppTest:
    box = next(one for one in page.selectbox if str(one.key).endswith(ending))
    return box.set_value(value).run()


def fill(page: AppTest, ending: str, typed: str) -> AppTest:
    return field(page, ending).set_value(typed).run()


def section(page: AppTest, name: str) -> AppTest:
    pills = next(one for one in page.get("button_group") if ".section." in str(one.key))
    return pills.set_value([name]).run() if pills.value != [name] else page


def begun(page: AppTest) -> AppTest:
    """A new loan for an enterprise, named."""
    page = next(
        one for one in page.get("button_group") if str(one.key).endswith("new.category")
    ).set_value(["enterprise"]).run()
    page.radio[0].set_value("loan").run()
    page = fill(page, "new.name", "Shop loan")
    return press(page, "Begin")


def test_the_pages_of_a_bank_open_with_words(visit: Callable[..., AppTest]) -> None:
    for page in ("listings", "edit", "browse"):
        app = visit(page)
        assert not app.exception
        assert raw_keys(words_of(app)) == []
