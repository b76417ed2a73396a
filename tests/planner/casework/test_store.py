"""The drawer of drafts."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from planner.casework.seal import filed_as, new_token
from planner.casework.store import KEPT_DAYS, Drafts
from products.catalogue.engine import DatabaseUnavailableError

TODAY = date(2026, 11, 24)
NEEDLE = "Amna-Bibi-of-Mianwali"
CASE = f'{{"title": "{NEEDLE}"}}'


@pytest.fixture
def drafts(tmp_path):
    drawer = Drafts(tmp_path / "drafts.duckdb")
    yield drawer
    drawer.close()


def every_byte(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_draft_comes_back_by_its_token_and_by_no_other(drafts):
    token = new_token()
    assert drafts.save(token, CASE, seen=0, today=TODAY) == 1
    assert drafts.load(token, today=TODAY).case_json == CASE
    assert drafts.load(new_token(), today=TODAY) is None


def test_a_draft_is_there_after_the_drawer_was_closed(tmp_path):
    token, path = new_token(), tmp_path / "drafts.duckdb"
    drawer = Drafts(path)
    drawer.save(token, CASE, seen=0, today=TODAY)
    drawer.close()
    drawer = Drafts(path)
    assert drawer.load(token, today=TODAY).case_json == CASE
    drawer.close()


def test_nothing_readable_lies_in_the_file(drafts, tmp_path):
    token = new_token()
    drafts.save(token, CASE, seen=0, today=TODAY)
    drafts.save(token, CASE.replace("Amna", "Zainab"), seen=1, today=TODAY)
    found = every_byte(tmp_path)
    for needle in (NEEDLE, "Zainab", "title", token):
        assert needle.encode() not in found


def test_a_second_window_cannot_overwrite_the_first_unseen(drafts):
    token = new_token()
    assert drafts.save(token, '{"title": "first"}', seen=0, today=TODAY) == 1
    assert drafts.save(token, '{"title": "mine"}', seen=1, today=TODAY) == 2
    assert drafts.save(token, '{"title": "stale window"}', seen=1, today=TODAY) is None
    assert drafts.load(token, today=TODAY).case_json == '{"title": "mine"}'


def test_erasing_leaves_no_byte_and_keeps_the_others(drafts, tmp_path):
    mine, other = new_token(), new_token()
    drafts.save(mine, CASE, seen=0, today=TODAY)
    drafts.save(other, '{"title": "other"}', seen=0, today=TODAY)
    assert filed_as(mine).encode() in every_byte(tmp_path)
    assert drafts.erase(mine) is True
    assert filed_as(mine).encode() not in every_byte(tmp_path)
    assert drafts.load(mine, today=TODAY) is None
    assert drafts.load(other, today=TODAY).case_json == '{"title": "other"}'
    assert drafts.erase(mine) is False


def test_a_draft_expires_and_is_swept(drafts, tmp_path):
    token = new_token()
    drafts.save(token, CASE, seen=0, today=TODAY)
    last = TODAY + timedelta(days=KEPT_DAYS)
    assert drafts.load(token, today=last).kept_until == last
    assert drafts.load(token, today=last + timedelta(days=1)) is None
    assert drafts.sweep(today=last) == 0
    assert drafts.sweep(today=last + timedelta(days=1)) == 1
    assert filed_as(token).encode() not in every_byte(tmp_path)


def test_only_the_owner_may_read_the_file(drafts, tmp_path):
    assert (tmp_path / "drafts.duckdb").stat().st_mode & 0o077 == 0


def test_eight_threads_lose_nothing(drafts):
    tokens = [new_token() for _ in range(24)]

    def write(token):
        drafts.save(token, CASE, seen=0, today=TODAY)
        return drafts.save(token, CASE, seen=1, today=TODAY)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(write, tokens)) == {2}
    assert all(drafts.load(token, today=TODAY).version == 2 for token in tokens)


def test_a_second_process_is_told_who_holds_the_drawer(tmp_path):
    """Another process holds the file; ours gets a problem with its number, not a trace."""
    path = tmp_path / "drafts.duckdb"
    program = (
        "import sys; from pathlib import Path; from planner.casework.store import Drafts; "
        "d = Drafts(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(DatabaseUnavailableError) as refused:
            Drafts(path)
        assert refused.value.problem.code == "problem.database_in_use"
        assert refused.value.problem.params["value"] == str(other.pid)
        other.stdin.close()
        assert other.wait(timeout=20) == 0
