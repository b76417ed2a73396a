"""The running app, and a real browser before it that may speak to nobody else.

The app is started once, on a free port of this machine, with a folder of its own to keep things in.
Chromium is the system's; if it is missing the tests fail, and `make test` installs it.
Pictures land in var/screens, which is not kept.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT

SCREENS = ROOT / "var" / "screens"
PATIENCE_SECONDS = 120
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
ENVIRONMENT = {"WAPSI_OPEN": "0", "WAPSI_TODAY": "2026-11-24", "PYTHONUNBUFFERED": "1"}
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NO_NETWORK = ("data", "blob", "about", "chrome-extension")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one app and one browser: one worker takes all of them, first."""
    here = Path(__file__).parent
    mine = [item for item in items if here in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    items[:] = mine + [item for item in items if item not in mine]


@dataclass(slots=True)
class Server:
    """The app as it runs: where it listens, where it keeps things, what it wrote to its log."""

    url: str
    var: Path
    log: Path
    process: subprocess.Popen[bytes]
    read: int = 0

    def complaints(self) -> str:
        """What the log has gained since last asked, if a stack trace is in it; else nothing."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        fresh, self.read = text[self.read :], len(text)
        return fresh if "Traceback" in fresh else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as reply:
            return reply.status == 200
    except OSError:
        return False


@contextmanager
def running(var: Path, *options: str, **environment: str) -> Iterator[Server]:
    """The app, started with options and an environment of its own, until the block is left."""
    log = var / "server.log"
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *(option.replace("{port}", str(port)) for option in options)],
            cwd=ROOT,
            env={**os.environ, "WAPSI_VAR": str(var), **ENVIRONMENT, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    started = Server(f"http://127.0.0.1:{port}", var, log, process)
    try:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not answers(started.url):
            if process.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"the app does not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.2)
        yield started
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("var")) as started:
        yield started


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, for one file of tests: while it is there, an event loop runs in this thread."""
    path = os.environ.get("WAPSI_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if path is None:
        pytest.fail("no Chromium here: make test installs it, or apt-get install chromium")
    home = tmp_path_factory.mktemp("home")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=list(CHROMIUM_FLAGS),
            env={**os.environ, "HOME": str(home)},
        )
        yield launched
        launched.close()


@dataclass(slots=True)
class Visitor:
    """One person before the app, in a browser window of their own."""

    page: Page
    url: str
    strangers: list[str] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)

    def goto(self, path: str = "/") -> None:
        """Open a page of the app and wait until it has been drawn."""
        self.page.goto(f"{self.url}{path}")
        self.settled()

    def settled(self) -> None:
        """Wait until the app rests; an exception on the screen fails."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)
        expect(self.page.get_by_test_id("stException")).to_have_count(0)

    def shoot(self, name: str) -> Path:
        """A picture of the whole page in var/screens, for people to look at."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        window = self.page.viewport_size
        height = self.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        self.page.set_viewport_size({"width": window["width"], "height": height + 80})
        self.settled()
        self.page.screenshot(path=path)
        self.page.set_viewport_size(window)
        return path

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.get_by_test_id("stMain").evaluate(
            "main => Math.max(main.scrollWidth - main.clientWidth,"
            " document.documentElement.scrollWidth - window.innerWidth)"
        )

    def saw_message(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.mishaps.append(text)

    def saw_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in NO_NETWORK and parts.hostname not in LOOPBACK:
            self.strangers.append(url)


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Callable[[str], Visitor]]:
    """`visit("phone")`: a fresh visitor at that size of screen, watched until the test ends."""
    visitors = []

    def arrive(size: str = "desktop") -> Visitor:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            is_mobile=size == "phone",
            has_touch=size == "phone",
            locale="en-GB",
            accept_downloads=True,
        )
        visitor = Visitor(context.new_page(), server.url)
        context.on("request", lambda request: visitor.saw_request(request.url))
        visitor.page.on("websocket", lambda socket: visitor.saw_request(socket.url))
        visitor.page.on("console", lambda message: visitor.saw_message(message.text))
        visitor.page.on("pageerror", lambda error: visitor.mishaps.append(str(error)))
        visitors.append(visitor)
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.page.context.close()
    assert [url for visitor in visitors for url in visitor.strangers] == []
    assert [error for visitor in visitors for error in visitor.mishaps] == []
    assert not (trace := server.complaints()), trace


@pytest.fixture
def desktop(visit: Callable[[str], Visitor]) -> Visitor:
    return visit("desktop")


@pytest.fixture
def phone(visit: Callable[[str], Visitor]) -> Visitor:
    return visit("phone")
