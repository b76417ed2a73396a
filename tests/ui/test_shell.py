"""The frame around the pages, and what a visitor sees when one of them fails."""

from __future__ import annotations

import logging

from planner.ui import shell
from planner.ui.parts import verdict
from planner.ui.session import Slot
from planner.ui.world import World
from products.basis.problems import Problem
from products.catalogue.engine import DatabaseUnavailableError
from tests.ui.conftest import words_of

PLAN = "planner/ui/pages/family/plan.py"


def test_a_failure_is_one_calm_sentence_and_the_answers_are_kept(
    visit, families, monkeypatch, caplog
):
    def fails(*_):
        raise ValueError(f"secret of {families[0].title}")

    page = visit(case=families[0])
    monkeypatch.setattr(verdict, "headline", fails)
    with caplog.at_level(logging.ERROR, logger="wapsi"):
        page.switch_page(PLAN).run()
    assert not page.exception
    assert [e.value for e in page.error] == [
        "Something went wrong on our side. Your answers are kept."
    ]
    assert page.session_state[Slot.CASE] == families[0]
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name == "wapsi")
    assert "ValueError at" in logged
    assert "secret" not in logged


def test_a_question_the_database_stopped_is_told_with_its_way_out(visit, families, monkeypatch):
    def stopped(*_):
        raise DatabaseUnavailableError(Problem("problem.too_slow", "database", params={"limit": 5}))

    page = visit(case=families[0])
    monkeypatch.setattr(verdict, "headline", stopped)
    page.switch_page(PLAN).run()
    assert not page.exception
    assert [e.value for e in page.error] == [
        "This took longer than 5 seconds and was stopped. Ask for less at once."
    ]


def test_a_plan_whose_accounts_do_not_close_is_not_shown(visit, families, monkeypatch):
    from planner import plan as plans

    identity = type("Identity", (), {"ok": False, "name": "cash", "what": "cash", "gap": 5.0})()
    monkeypatch.setattr(plans, "check", lambda *_, **__: (identity,))
    page = visit(case=families[0].model_copy(update={"seed": 77}))
    page.switch_page(PLAN).run()
    assert not page.exception
    assert len(page.error) == 1
    assert "Lowest cash" not in " ".join(words_of(page))


def test_a_notice_of_the_world_stands_on_every_page(visit, world):
    notice = Problem("problem.database_in_use.drafts", "drafts")
    page = visit()
    page.session_state[Slot.WORLD] = World(world.today, world.catalogue, None, None, (notice,))
    page.run()
    assert "already open elsewhere" in page.warning[0].value
    page.switch_page("planner/ui/pages/family/save.py").run()
    assert "already open elsewhere" in page.warning[0].value


def test_the_words_are_in_the_currency_of_the_case(world):
    assert shell._words(world).currency == "PKR"


def test_the_last_line_names_the_catalogue(visit, world):
    assert world.catalogue.version[:8] in " ".join(words_of(visit()))
