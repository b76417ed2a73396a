"""What is remembered between runs, and for whom."""

from __future__ import annotations

import ast
import inspect

from planner.ui import cache
from planner.ui.session import Slot
from tests.conftest import ROOT
from tests.ui.conftest import words_of

PLAN = "planner/ui/pages/family/plan.py"


def test_only_one_room_remembers():
    folder = ROOT / "planner" / "ui"
    others = [
        p for p in folder.rglob("*.py") if "st.cache_" in p.read_text() and p.name != "cache.py"
    ]
    assert others == []


SHARED = {
    "_catalogue": "P0: what is published",
    "_drafts": "the drawer itself; a draft is opened by its token alone",
    "_registry": "the registry itself; every door asks who acts",
    "visits": "when each sign-in was last touched, under its own key",
}
"""What all sessions of the process share, and why that is no one's secret."""


def remembered() -> dict[str, str]:
    """Every function of the room whose answers are kept, with its decorator."""
    tree = ast.parse(inspect.getsource(cache))
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in map(ast.unparse, node.decorator_list):
                if "cache" in decorator:
                    found[node.name] = decorator
    return found


def test_AUTHZ_09_whatever_is_remembered_is_public_or_one_sessions_alone():
    """A second visitor never receives what was made for the first: nothing of theirs is shared."""
    kept = remembered()
    assert set(SHARED) <= set(kept)
    assert len(kept) > len(SHARED)
    for name, decorator in kept.items():
        if name not in SHARED:
            assert "scope='session'" in decorator, name


def test_AUTHZ_09_no_other_room_of_ours_keeps_answers_with_people_in_them():
    """`functools.cache` elsewhere is keyed by nothing of a person's: it takes paths, or nothing."""
    nameless = {("caseloads.py", "_base")}  # this machine's caseload: a table that holds no names
    for path in (ROOT / "planner" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and {"cache", "lru_cache"} & {
                ast.unparse(each).split("(")[0] for each in node.decorator_list
            }:
                taken = {ast.unparse(each.annotation) for each in node.args.args if each.annotation}
                public = {"str", "Path", "type[BaseModel]"}
                known = taken <= public or (path.name, node.name) in nameless
                assert known, f"{path.name}: {node.name} keeps {taken}"


def test_AUTHZ_09_what_one_visitors_page_remembered_is_not_the_next_ones(visit, families):
    """Two visitors, one after the other on the same page: each has the plan of their own case."""
    one, two = families[:2]
    shown = []
    for case in (one, two, one):
        page = visit(case=case)
        page.switch_page(PLAN).run()
        assert not page.exception
        shown.append(" ".join(words_of(page)))
    assert shown[0] == shown[2]
    assert shown[0] != shown[1]
    assert two.title not in shown[0]
    assert one.title not in shown[1]


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
