"""What somebody had typed when their sign-in ended, kept sealed for a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.casework.store import Drafts
from planner.ui import left
from planner.ui.left import Left

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = NOW.date()
TYPED = {"form.name": "Sunehri qarz", "form.rate": 0.19, "form.from": date(2027, 1, 1),
         "form.modes": ["islamic", "conventional"]}  # fmt: skip


@pytest.fixture
def drawer(tmp_path):
    opened = Drafts(tmp_path / "drafts.duckdb")
    yield opened
    opened.close()


def kept(drawer, fields, token, now=NOW) -> bool:
    return left.keep(
        drawer, token, Left("edit", "t", left.fields_of(fields)), now=now, today=now.date()
    )


def test_SESSION_01_what_was_typed_comes_back_once(drawer):
    token = left.token_of("a secret of this server", "amina@login.example.org")
    assert kept(drawer, TYPED, token)
    found = left.take(drawer, token, now=NOW + timedelta(hours=23), today=DAY)
    assert found == Left("edit", "t", TYPED)
    assert left.take(drawer, token, now=NOW, today=DAY) is None


def test_SESSION_01_after_a_day_it_is_gone(drawer):
    token = left.token_of("s", "amina")
    assert kept(drawer, TYPED, token)
    late = NOW + timedelta(hours=24, minutes=1)
    assert left.take(drawer, token, now=late, today=late.date()) is None
    assert drawer.load(token, today=DAY) is None
    assert kept(drawer, TYPED, token)
    assert drawer.sweep(today=DAY + timedelta(days=2)) == 1


def test_what_is_left_later_stands_in_the_place_of_what_was_left_before(drawer):
    token = left.token_of("s", "amina")
    assert kept(drawer, {"a": "first"}, token)
    assert kept(drawer, {"a": "second"}, token)
    assert left.take(drawer, token, now=NOW, today=DAY).fields == {"a": "second"}
    assert kept(drawer, {"a": "old"}, token)
    assert kept(drawer, {"a": "new"}, token, now=NOW + timedelta(days=3))


def test_nobody_elses_sign_in_leads_to_it_and_the_file_does_not_show_it(drawer, tmp_path):
    assert kept(drawer, TYPED, left.token_of("s", "amina"))
    for secret, subject in (("s", "bilal"), ("t", "amina"), ("s", "amina ")):
        assert left.take(drawer, left.token_of(secret, subject), now=NOW, today=DAY) is None
    drawer.close()
    assert b"Sunehri" not in (tmp_path / "drafts.duckdb").read_bytes()


def test_buttons_files_and_what_is_ours_are_no_fields():
    state = {"wapsi.case": "x", "save": True, "file": object(), "rows": [object()], "none": None,
             "when": NOW, "words": "kept"}  # fmt: skip
    assert left.fields_of(state) == {"words": "kept"}


def test_more_than_can_be_typed_is_not_kept(drawer):
    assert not kept(drawer, {"a": "x" * 300_000}, left.token_of("s", "amina"))
