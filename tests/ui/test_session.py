"""A session survives a page, a refresh and a closed browser, and goes when it is told to."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from planner.casework import keepsake
from planner.casework.seal import filed_as
from planner.casework.store import Drafts
from planner.ui import session
from planner.ui.desk import Desk
from planner.ui.session import Slot
from planner.ui.world import World
from tests.ui.conftest import field, html_of, press, words_of

PLAN, SAVE, START = (f"planner/ui/pages/family/{name}.py" for name in ("plan", "save", "start"))


def begun(visit):
    """A visitor who has given a first answer; the page and the token of the address."""
    page = visit()
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    return page, page.session_state[Slot.DESK].token


def test_nothing_is_kept_before_the_first_answer(visit, world):
    page = visit()
    assert page.session_state[Slot.DESK].token == ""
    assert "t" not in page.query_params
    assert not world.keepsake.exists()


def test_every_accepted_answer_is_written_down_at_once(visit, world):
    page, token = begun(visit)
    field(page, "quick.saved").set_value("90000").run()
    kept = world.drafts.load(token, today=world.today)
    assert '"value": 90000' in kept.case_json
    assert kept.version == page.session_state[Slot.DESK].seen


def test_the_address_carries_the_token_on_every_page(visit):
    page, token = begun(visit)
    for path in (PLAN, SAVE, START):
        page.switch_page(path).run()
        assert page.query_params["t"] in (token, [token])


def test_a_refresh_or_a_reopened_address_loses_nothing(visit):
    page, token = begun(visit)
    fresh = visit(token=token)
    assert fresh.session_state[Slot.CASE] == page.session_state[Slot.CASE]
    assert field(fresh, "quick.arrives").value == "85000"
    assert not fresh.exception


def test_another_page_loses_nothing(visit):
    page, _ = begun(visit)
    case = page.session_state[Slot.CASE]
    page.switch_page(PLAN).run()
    page.switch_page(START).run()
    assert page.session_state[Slot.CASE] == case
    assert field(page, "quick.needs").value == "60000"


def test_an_address_that_holds_nothing_is_told_once(visit):
    page = visit(token="A" * 32)
    assert "holds no plan" in page.warning[0].value
    assert "t" not in page.query_params
    page.run()
    assert not page.warning


def test_a_laptop_offers_to_continue_and_takes_up_where_it_stopped(visit, world):
    page, token = begun(visit)
    assert keepsake.recall(world.keepsake) == token
    assert world.keepsake.stat().st_mode & 0o777 == 0o600
    next_day = visit()
    press(next_day, "Continue")
    assert next_day.session_state[Slot.CASE] == page.session_state[Slot.CASE]
    assert next_day.session_state[Slot.DESK].token == token


def test_a_shared_machine_remembers_nobody(world, visit):
    shared = World(world.today, world.catalogue, world.drafts, None)
    page = visit()
    page.session_state[Slot.WORLD] = shared
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    assert not world.keepsake.exists()
    page.switch_page(SAVE).run()
    assert any("Do others use" in w.value for w in page.warning)


def test_delete_everything_leaves_nothing(visit, world, tmp_path):
    page, token = begun(visit)
    page.switch_page(SAVE).run()
    page.button(key="delete.yes").click().run()
    assert not page.exception
    assert any("Everything is deleted" in s.value for s in page.success)
    assert Slot.CASE not in page.session_state
    assert page.session_state[Slot.DESK].token == ""
    assert "t" not in page.query_params
    assert not world.keepsake.exists()
    assert world.drafts.load(token, today=world.today) is None
    left = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert filed_as(token).encode() not in left
    assert token.encode() not in left
    assert "holds no plan" in visit(token=token).warning[0].value


def test_calc_06_two_windows_do_not_overwrite_each_other_unseen(visit, world):
    one, token = begun(visit)
    other = visit(token=token)
    field(other, "quick.saved").set_value("70000").run()
    field(one, "quick.saved").set_value("10000").run()
    one.run()
    assert "another window" in one.warning[0].value
    assert '"value": 70000' in world.drafts.load(token, today=world.today).case_json
    press(one, "Keep what is here")
    assert not one.warning
    assert '"value": 10000' in world.drafts.load(token, today=world.today).case_json


def test_the_other_windows_answers_can_be_taken(visit, world):
    one, token = begun(visit)
    other = visit(token=token)
    field(other, "quick.saved").set_value("70000").run()
    field(one, "quick.saved").set_value("10000").run()
    one.run()
    press(one, "Take the other one")
    assert field(one, "quick.saved").value == "70000"
    assert one.session_state[Slot.CASE] == other.session_state[Slot.CASE]


def test_a_window_that_can_keep_nothing_works_and_says_so(visit, world):
    page = visit()
    page.session_state[Slot.WORLD] = World(world.today, world.catalogue, None, None)
    field(page, "quick.arrives").set_value("85000")
    field(page, "quick.needs").set_value("60000").run()
    assert not page.exception
    assert "If the money stopped today" in " ".join(words_of(page))
    page.switch_page(SAVE).run()
    assert "only in this window" in " ".join(words_of(page))


def test_an_opened_example_gets_a_draft_of_its_own(visit, families):
    page, token = begun(visit)
    page.button(key="example.0").click().run()
    assert page.session_state[Slot.DESK].token != token
    assert page.session_state[Slot.CASE] == families[0]


def test_beginning_anew_leaves_the_old_plan_under_its_address(visit, families, world):
    page = visit().button(key="example.0").click().run()
    token = page.session_state[Slot.DESK].token
    page.switch_page(START).run()
    press(page, "Start a new plan")
    assert Slot.CASE not in page.session_state
    assert world.drafts.load(token, today=world.today) is not None


def test_who_someone_is_stays_in_the_address(visit):
    page = visit(who="officer")
    assert [p for p in html_of(page) if "What officers can do today" in p]
    page.switch_page(SAVE).run()
    assert page.query_params["who"] in ("officer", ["officer"])


def test_who_came_by_an_address_is_still_there_on_the_next_page(visit):
    page = visit(who="bank")
    page.query_params.clear()
    page.switch_page("planner/ui/pages/bank/listings.py").run()
    assert page.query_params["who"] in ("bank", ["bank"])
    assert page.session_state[Slot.ROLE] == "bank"


def test_a_made_up_role_is_a_family(visit):
    assert "A first answer" in " ".join(words_of(visit(who="emperor")))


def test_a_run_broken_off_before_it_wrote_is_made_good_by_the_next(visit, world, families):
    """A quick second touch ends a run anywhere; the accepted case must not be lost with it."""
    page, token = begun(visit)
    accepted = page.session_state[Slot.CASE].model_copy(update={"months": 36})
    page.session_state[Slot.CASE] = accepted
    page.run()
    assert '"months": 36' in world.drafts.load(token, today=world.today).case_json
    assert not page.warning


def test_an_erasure_broken_off_is_finished_by_the_next_run(visit, world):
    page, token = begun(visit)
    world.drafts.erase(token)
    page.session_state[Slot.DESK].gone = True
    page.run()
    assert Slot.CASE not in page.session_state
    assert world.drafts.load(token, today=world.today) is None


def test_a_run_that_still_writes_is_no_other_window(world, families, monkeypatch):
    """Two runs of one visitor at once, as when a slider is pushed on while the draft is written."""

    class Slow(Drafts):
        def save(self, *args, **kwargs):
            time.sleep(0.2)
            return super().save(*args, **kwargs)

    drafts = Slow(world.keepsake.with_name("slow.duckdb"))
    slow, mine, case = replace(world, drafts=drafts), Desk(), families[0]
    monkeypatch.setattr(session.st, "session_state", {Slot.CASE: case})
    runs = [threading.Thread(target=session._write, args=(case, mine, slow)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert not mine.conflict
    assert (mine.seen, mine.written) == (1, case)
    session._write(families[1], mine, slow)
    assert mine.written is case, "what is not the case any more is not written"
    drafts.close()
