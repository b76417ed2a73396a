"""The warm-up: everything loaded, the heap still, and the browser opened only when asked."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
import webbrowser

import pytest

from planner.ui import warm
from products.basis.problems import Problem
from products.catalogue.engine import DatabaseUnavailableError


def test_every_module_of_the_screen_is_found() -> None:
    names = set(warm.screen_modules())
    assert {"planner.ui.shell", "planner.ui.warm"} <= names


def test_warming_up_loads_the_pages_and_takes_them_from_the_collector() -> None:
    try:
        warm.warm_up()
        assert set(warm.screen_modules()) <= set(sys.modules)
        assert set(warm.LAZY_PACKAGES) <= set(sys.modules)
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses given to the desktop's browser; none is started."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: addresses.append(url) or True)
    return addresses


def test_the_browser_opens_once_something_listens(opened: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert warm.open_when_listening(url)
    assert opened == [url]


def test_the_browser_stays_closed_when_nothing_listens(opened: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    assert not warm.open_when_listening(url, patience_seconds=0.3)
    assert opened == []


def test_the_server_says_where_it_is_once_it_is_warm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: list[str]
) -> None:
    monkeypatch.delenv(warm.OPEN_BROWSER, raising=False)

    async def live() -> None:
        async with warm.lifespan(None):
            pass

    try:
        asyncio.run(live())
    finally:
        gc.unfreeze()
    assert capsys.readouterr().out.splitlines() == [
        "Wapsi is warming up ...",
        f"Wapsi is ready at {warm.address()} (Ctrl+C stops it)",
    ]
    assert opened == []


def test_the_first_visit_plans_an_example_family() -> None:
    assert warm.first_visit() == 1


def test_a_first_visit_that_fails_keeps_nobody_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> int:
        raise AssertionError("accounts do not close")

    monkeypatch.setattr(warm, "first_visit", fails)
    try:
        warm.warm_up()
    finally:
        gc.unfreeze()
    assert "accounts do not close" in caplog.text


def test_a_database_that_cannot_be_opened_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> int:
        raise DatabaseUnavailableError(Problem("problem.database_in_use", "catalogue.duckdb"))

    monkeypatch.setattr(warm, "first_visit", fails)
    try:
        warm.warm_up()
    finally:
        gc.unfreeze()
    told = capsys.readouterr().out
    assert "catalogue.duckdb" in told
    assert "problem.database_in_use" not in told
