"""Work beside the page: begun once, shown when done, and its failures told where it is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from planner.ui import chores


def drawn(work: Callable[[], object], key: str) -> AppTest:
    """A page that shows one chore."""

    def page(work, key):
        import streamlit as st

        from planner.ui import chores

        chores.show("sum", key, work, "Adding up ...", lambda found: st.write(f"It is {found}"))

    return AppTest.from_function(page, args=(work, key), default_timeout=20).run()


def told(page: AppTest) -> list[str]:
    return [part.value for part in page.markdown]


def test_what_is_quick_appears_with_the_page() -> None:
    assert told(drawn(lambda: 4, "quick")) == ["It is 4"]


def test_what_takes_longer_says_what_is_going_on_and_then_appears(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chores, "PATIENCE_SECONDS", 0.01)
    go_on = threading.Event()

    def slow() -> int:
        go_on.wait(10)
        return 5

    page = drawn(slow, "slow")
    assert told(page) == []
    assert "Adding up" in str(page.get("progress")[0].proto)
    go_on.set()
    monkeypatch.setattr(chores, "PATIENCE_SECONDS", 5)
    assert told(page.run()) == ["It is 5"]


def test_the_same_chore_is_done_once() -> None:
    count: list[int] = []

    def counting() -> int:
        count.append(1)
        return len(count)

    page = drawn(counting, "counted")
    assert told(page.run()) == ["It is 1"]
    assert count == [1]


def test_a_chore_that_fails_fails_where_it_is_shown() -> None:
    def breaks() -> int:
        raise ValueError("accounts do not close")

    page = drawn(breaks, "broken")
    assert len(page.exception) == 1
    assert told(page) == []
