"""A small market beside Pakistan's own: a murabaha, a circle with its turns, a lender, and more."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner.casework.store import Drafts
from planner.ui.session import Slot
from planner.ui.world import World
from products.catalogue import build, seed
from products.catalogue.store import Catalogue
from tests.conftest import ROOT
from tests.ui.conftest import TODAY

HEADER = {
    "provider_id": "nbp", "category": "enterprise", "currency": "PKR", "modes": "conventional",
    "amount_min": 50_000, "amount_max": 500_000, "standing": "offered",
    "source_id": "br-2021-alkhidmat", "as_of": "2026-06-01", "confidence": "high",
}  # fmt: skip

ROWS: Mapping[str, list[dict[str, Any]]] = {
    "murabaha": [
        {
            **HEADER, "id": "TEST-MURABAHA", "name": "Goods on markup", "modes": "islamic",
            "markup": 0.2, "markup_basis": "flat_term", "tenor_min_months": 12,
            "tenor_max_months": 12, "documents": "Invoice of the goods", "channel": "Any branch",
        }
    ],
    "committee": [
        {
            **HEADER, "id": "TEST-CIRCLE", "name": "Street circle", "provider_id": "street",
            "modes": "interest_free", "amount_min": 1_000, "category": "savings", "members": 10,
            "round_months": 1, "turn_first": 1, "turn_last": 10, "default_chance": 0.01,
            "default_chance_low": 0.0, "default_chance_high": 0.05,
        }
    ],
    "loan": [
        {
            **HEADER, "id": "TEST-LENDER", "name": "Street lender", "provider_id": "street",
            "standing": "not_offered", "rate": 0.1, "rate_basis": "effective_pm",
            "repayment": "level", "tenor_min_months": 12, "tenor_max_months": 12,
        },
        {
            **HEADER, "id": "TEST-UNPRICED", "name": "Rate nobody knows", "index": "nobody_knows",
            "rate_basis": "nominal_pa_monthly", "repayment": "level", "tenor_min_months": 12,
            "tenor_max_months": 12,
        },
    ],
}  # fmt: skip


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The catalogue of that market."""
    place = tmp_path_factory.mktemp("market")
    pack = place / "PAK"
    shutil.copytree(ROOT / "data" / "countries" / "PAK", pack)
    for kind, rows in ROWS.items():
        _add(pack / "products" / f"{kind}.csv", rows)
    _add(
        pack / "providers.csv",
        [{"provider_id": "street", "name": "Neighbours", "type": "informal"}],
    )
    build.build(seed.load_packs([pack]), place / "catalogue.duckdb")
    opened = Catalogue.open(place / "catalogue.duckdb")
    yield opened
    opened.close()


def _add(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows added to a table of the pack, with whatever columns they need."""
    there: list[dict[str, Any]] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            there = list(csv.DictReader(file))
    names = list(dict.fromkeys(name for row in (*there, *rows) for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows([*there, *rows])


@pytest.fixture
def at_market(market: Catalogue, tmp_path: Path) -> Iterator[Callable[..., AppTest]]:
    """`at_market(page, case)`: a visitor of that market, on a page of the app."""
    drafts = Drafts(tmp_path / "drafts.duckdb")
    here = World(TODAY, market, drafts, tmp_path / "last-draft")

    def arrive(page: str, case: Any = None, look: str = "", who: str = "") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.session_state[Slot.WORLD] = here
        if case is not None:
            app.session_state[Slot.CASE] = case
        if who:
            app.query_params["who"] = who
        app.run()
        if look:
            app.session_state[Slot.DESK].looking = look
        return app.switch_page(page).run()

    yield arrive
    drafts.close()
