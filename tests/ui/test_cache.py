"""What is remembered between runs, and for whom."""

from __future__ import annotations

import inspect

from planner.ui import cache
from planner.ui.session import Slot
from tests.conftest import ROOT

PLAN = "planner/ui/pages/family/plan.py"


def test_only_one_room_remembers():
    folder = ROOT / "planner" / "ui"
    others = [
        p for p in folder.rglob("*.py") if "st.cache_" in p.read_text() and p.name != "cache.py"
    ]
    assert others == []


def test_what_comes_from_a_case_is_remembered_in_its_session_only():
    """Everything that takes a case, or what is made of one, has the scope of a session."""
    source = inspect.getsource(cache)
    blocks = source.split("@st.cache_")[1:]
    for block in blocks:
        head = block.split("\ndef ")[1]
        if head.startswith(("_catalogue", "_drafts", "_registry")):
            continue
        assert 'scope="session"' in block.split("\n")[0], head


def test_a_plan_is_made_once_for_one_case(visit, families, monkeypatch):
    made = []
    real = cache.make_plan
    monkeypatch.setattr(cache, "make_plan", lambda *a, **k: made.append(1) or real(*a, **k))
    page = visit(case=families[0].model_copy(update={"seed": 4242}))
    page.switch_page(PLAN).run()
    page.run()
    page.switch_page("planner/ui/pages/family/offers.py").run()
    assert len(made) == 1


def test_prices_are_worked_out_once_for_one_case_and_one_order(visit, families, monkeypatch):
    made = []
    for name in ("shorts", "ranked", "price_of"):
        real = getattr(cache, name)
        monkeypatch.setattr(
            cache, name, lambda *a, _n=name, _r=real, **k: made.append(_n) or _r(*a, **k)
        )
    page = visit(case=families[0].model_copy(update={"seed": 5151}))
    page.switch_page("planner/ui/pages/family/offers.py").run()
    page.run()
    view = next(one for one in page.get("button_group") if str(one.key) == "order.view")
    page = view.set_value("price").run().run()
    page.session_state[Slot.DESK].looking = "PK-ASA-MSME"
    page.run().run()
    assert made == ["shorts", "ranked", "price_of"]


def test_deleting_everything_forgets_the_plan_too(visit, families, monkeypatch):
    made = []
    real = cache.make_plan
    monkeypatch.setattr(cache, "make_plan", lambda *a, **k: made.append(1) or real(*a, **k))
    case = families[0].model_copy(update={"seed": 777})
    page = visit(case=case)
    page.switch_page(PLAN).run()
    page.switch_page("planner/ui/pages/family/save.py").run()
    page.button(key="delete.yes").click().run()
    page.session_state[Slot.CASE] = case
    page.switch_page(PLAN).run()
    assert len(made) == 2


def test_the_slot_of_the_world_is_the_sessions():
    assert Slot.WORLD == cache.WORLD
