"""Remembering the last draft on a laptop."""

from __future__ import annotations

from planner.casework import keepsake


def test_the_last_token_is_recalled_by_its_owner_only(tmp_path):
    path = tmp_path / "var" / "last"
    keepsake.remember(path, "first-token")
    keepsake.remember(path, "second")
    assert keepsake.recall(path) == "second"
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_recalled_from_nothing_or_from_a_strange_file(tmp_path):
    path = tmp_path / "last"
    assert keepsake.recall(path) is None
    path.write_bytes(b"\xff\xfe")
    assert keepsake.recall(path) is None
    path.write_text("x" * 5000)
    assert keepsake.recall(path) is None


def test_forgetting_removes_the_file_and_may_be_said_twice(tmp_path):
    path = tmp_path / "last"
    keepsake.remember(path, "a-token")
    keepsake.forget(path)
    assert not path.exists()
    keepsake.forget(path)
