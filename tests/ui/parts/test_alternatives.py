"""Alternatives on their page say what they decide, of every kind."""

from __future__ import annotations

from planner.case import Alternative
from tests.ui.conftest import html_of

COMPARE = "planner/ui/pages/family/compare.py"


def test_an_alternative_says_all_that_it_decides(visit, families):
    driver = next(one for one in families if one.household.ventures)
    decided = {
        "undertakings": [{"venture": "sewing", "start_mark": 1}],
        "payoffs": [{"debt": 0, "mark": 9}],
        "payments": [{"goal": 0, "mark": 31}],
    }
    full = Alternative.model_validate({"name": "All at once", **decided})
    one = driver.model_copy(update={"alternatives": (full, Alternative(name="Nothing"))})
    page = visit(case=one).switch_page(COMPARE).run()
    assert not page.exception
    card = next(piece for piece in html_of(page) if "All at once" in piece)
    for words in (
        "Shazia\u2019s sewing room", "Journey money from uncle paid off",
        "A used car to drive for hire paid for",
    ):  # fmt: skip
        assert words in card.replace("&#x27;", "\u2019").replace("'", "\u2019")
