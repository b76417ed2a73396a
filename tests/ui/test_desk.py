"""What lies on the desk between two runs."""

from __future__ import annotations

from planner.ui.desk import DESK, Desk
from planner.ui.session import Slot


def test_leaving_a_draft_keeps_what_the_forms_remember():
    desk = Desk(token="a", seen=3, conflict=True, typed={"x": "-5"}, epoch=2)
    desk.leave_draft()
    assert (desk.token, desk.seen, desk.written, desk.conflict) == ("", 0, None, False)
    assert (desk.typed, desk.epoch) == ({"x": "-5"}, 2)


def test_another_case_renews_every_field():
    desk = Desk(typed={"x": "-5"}, rows={"debt": [1]}, unfolded={"debt.1"}, epoch=2)
    desk.new_fields()
    assert (desk.typed, desk.rows, desk.unfolded, desk.epoch) == ({}, {}, set(), 3)


def test_a_visitor_has_one_desk(visit):
    page = visit()
    desk = page.session_state[DESK]
    page.run()
    assert page.session_state[DESK] is desk
    assert Slot.DESK == DESK


def test_a_long_list_stays_open_and_a_step_folds_its_lines(visit, families):
    page = visit(case=families[0]).switch_page("planner/ui/pages/family/guide.py").run()
    desk = page.session_state[DESK]
    desk.unfolded.add("member.1")
    next(b for b in page.button if b.label == "Next").click().run()
    assert page.session_state[DESK].step == 1
    assert "member.1" not in page.session_state[DESK].unfolded
