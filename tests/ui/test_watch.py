"""What a run does about sign-ins: what is put away, what comes back, what is written down."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from planner.ui import world as clock
from planner.ui.session import Slot
from products.basis.text import sentences
from tests.ui.conftest import field, words_of, worker

SAY = sentences("en")
GUIDE, CASES = "planner/ui/pages/family/guide.py", "planner/ui/pages/officer/cases.py"


def later(monkeypatch, **time) -> None:
    monkeypatch.setattr(clock, "instant", lambda: datetime.now(UTC) + timedelta(**time))


def test_SESSION_01_an_idle_officers_desk_is_empty_and_the_case_comes_back_to_them_alone(
    on_server, monkeypatch, families
):
    title = families[0].title
    page = on_server(worker("officer", "officer", "office"))
    page.session_state[Slot.CASE] = families[0]
    page.switch_page(GUIDE).run()
    token = page.session_state[Slot.DESK].token
    assert token
    later(monkeypatch, minutes=16)
    page.run()
    assert SAY("problem.sign_in.idle") in " ".join(words_of(page))
    assert Slot.CASE not in page.session_state
    assert "t" not in page.query_params
    assert title not in " ".join(words_of(page))

    another = on_server(worker("other", "officer", "office", at=clock.instant()))
    assert Slot.CASE not in another.session_state
    back = on_server(worker("officer", "officer", "office", at=clock.instant()))
    assert back.session_state[Slot.CASE] == families[0]
    assert back.session_state[Slot.DESK].token == token
    again = on_server(worker("officer", "officer", "office", at=clock.instant()))
    assert Slot.CASE not in again.session_state  # it came back once


def test_SESSION_01_what_stood_in_a_field_comes_back(on_server, monkeypatch, families):
    """Typed and not yet handed in: the touch that finds the sign-in over still brings it."""
    claims = worker("officer", "officer", "office")
    page = on_server(claims)
    page.session_state[Slot.CASE] = families[0]
    page.switch_page(GUIDE).run()
    before = next(one for one in page.text_input if one.key)
    name = before.key
    later(monkeypatch, minutes=16)
    before.set_value("half a word").run()
    assert SAY("problem.sign_in.idle") in " ".join(words_of(page))
    back = on_server(worker("officer", "officer", "office", at=clock.instant()))
    back = back.switch_page(GUIDE).run()
    assert not back.exception
    ending = name.partition(".")[2]
    assert field(back, ending).value == "half a word"


def test_signing_out_elsewhere_keeps_nothing_and_shows_nothing(on_server, families):
    claims = worker("officer", "officer", "office")
    page, other = on_server(dict(claims)), on_server(dict(claims))
    page.session_state[Slot.CASE] = families[0]
    page.switch_page(GUIDE).run()
    other.button(key="sign-out").click().run()
    page.run()
    assert Slot.CASE not in page.session_state
    assert SAY("problem.sign_in.ended") in " ".join(words_of(page))
    fresh = on_server(worker("officer", "officer", "office"))
    assert Slot.CASE not in fresh.session_state


def test_a_denied_page_is_written_down_without_a_word_of_a_family(on_server, caplog):
    with caplog.at_level(logging.WARNING, logger="wapsi"):
        page = on_server(worker("amina", "bank", "nbp"))
        page.switch_page(CASES).run()
    assert "denied page cases to seat bank, amina@login.example.org" in caplog.text


def test_a_laptop_is_not_watched(visit, families, monkeypatch):
    page = visit(case=families[0])
    later(monkeypatch, hours=20)
    page.run()
    assert page.session_state[Slot.CASE] == families[0]
