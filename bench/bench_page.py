"""Reruns of pages: nothing changed, the last month of money moved, a month of return moved.

Streamlit's own test harness runs the page in this process: the work of the server, without browser
and network. The floor is a rerun of the save page, which draws neither plan nor chart. The family
is the driver of `data/examples`; every move of the cliff goes to a month not seen before, so that
no cache answers it.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.common import measure, table
from planner.case import Case
from planner.ui.session import Slot
from planner.ui.world import World, examples, open_catalogue
from products.basis.timeline import date_of
from products.catalogue.seed import ROOT

TODAY = date(2026, 11, 24)
PAGES = ROOT / "planner" / "ui" / "pages" / "family"
ROUNDS = 9


def opened(world: World, case: Case, page: str) -> AppTest:
    """A session of the family's, standing on a page."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state[Slot.WORLD] = world
    app.session_state[Slot.CASE] = case
    path = (PAGES / f"{page}.py").relative_to(ROOT).as_posix()
    return app.run().switch_page(path).run()


def main() -> None:
    """Measure and print."""
    case = examples()[0]
    with tempfile.TemporaryDirectory() as folder:
        catalogue = open_catalogue(Path(folder) / "catalogue.duckdb")
        world = World(TODAY, catalogue, None, None)
        pages = {name: opened(world, case, name) for name in ("plan", "risk", "best", "guide")}
        save = opened(world, case, "save")
        months = {name: itertools.cycle(range(6, case.months - 6)) for name in pages}

        def moved(name: str) -> AppTest:
            day = date_of(case.timeline, next(months[name]))
            pages[name].session_state[Slot.CASE] = case.model_copy(update={"last_month": day})
            return pages[name].run()

        contenders: dict[str, Callable[[], object]] = {"save page (floor)": save.run}
        for name, page in pages.items():
            assert not moved(name).exception
            contenders[f"{name} page, unchanged"] = page.run
            contenders[f"{name} page, cliff moved"] = lambda name=name: moved(name)
        rows = measure("plan page, unchanged", contenders, ROUNDS)
        print(table("Reruns, processor time of the server", rows))
        catalogue.close()


if __name__ == "__main__":
    main()
