"""How long a sign-in holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from planner.ui.visits import IDLE_MINUTES, SIGNED_IN_HOURS, Visits, by_settings

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def after(**time) -> datetime:
    return START + timedelta(**time)


@pytest.fixture
def visits() -> Visits:
    return Visits(timedelta(minutes=IDLE_MINUTES), timedelta(hours=SIGNED_IN_HOURS))


def code(problem) -> str:
    return problem.code.rpartition(".")[2] if problem else ""


def test_SESSION_01_a_sign_in_untouched_for_fifteen_minutes_is_over(visits):
    assert visits.touch("amina", START, after(minutes=14)) is None
    assert visits.touch("amina", START, after(minutes=28)) is None
    assert code(visits.touch("amina", START, after(minutes=44))) == "idle"
    assert code(visits.touch("amina", START, after(minutes=44, seconds=1))) == "idle"


def test_SESSION_01_eight_hours_are_the_end_however_busy(visits):
    for minutes in range(0, 481, 10):
        assert visits.touch("amina", START, after(minutes=minutes)) is None
    assert code(visits.touch("amina", START, after(minutes=481))) == "over"


def test_looking_is_no_touch(visits):
    assert visits.touch("amina", START, after(minutes=10)) is None
    assert visits.look("amina", START, after(minutes=20)) is None
    assert code(visits.look("amina", START, after(minutes=26))) == "idle"


def test_a_server_that_starts_anew_knows_no_old_sign_in(visits):
    assert code(visits.touch("amina", START, after(minutes=16))) == "idle"


def test_a_sign_in_from_the_future_is_none(visits):
    assert code(visits.touch("amina", after(minutes=5), START)) == "over"
    assert visits.touch("amina", after(minutes=1), START) is None


def test_signing_out_ends_it_everywhere_and_another_sign_in_is_another(visits):
    assert visits.touch("first", START, after(minutes=1)) is None
    visits.end("first", after(minutes=2))
    assert code(visits.look("first", START, after(minutes=3))) == "ended"
    assert visits.touch("second", after(minutes=3), after(minutes=3)) is None
    assert code(visits.look("first", START, after(hours=7))) == "ended"


def test_what_is_too_old_to_hold_is_not_kept(visits):
    for number in range(100):
        visits.touch(str(number), START, after(minutes=1))
    visits.end("left", after(minutes=1))
    visits.touch("new", after(hours=9), after(hours=9))
    assert set(visits._last) == {"new"}
    assert not visits._ended
    assert code(visits.look("left", START, after(hours=9))) == "over"


def test_a_setting_may_shorten_the_times_and_never_lengthen_them(monkeypatch):
    monkeypatch.setenv("WAPSI_IDLE_MINUTES", "5")
    monkeypatch.setenv("WAPSI_SIGNED_IN_HOURS", "100")
    visits = by_settings()
    assert visits.touch("amina", START, after(minutes=4)) is None
    assert code(visits.look("amina", START, after(minutes=10))) == "idle"
    assert code(visits.look("late", START, after(hours=9))) == "over"
