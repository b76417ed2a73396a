"""What the server does before it lets anyone in: imports, a first visit of its own, a still heap.

Without it the first visitor waits for pandas, altair and the database to load, and every touch of
every visitor pays for a full collection of garbage that never changes: Streamlit collects after
each run, which costs a tenth of a second with these packages loaded and nothing once they are
frozen.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import pkgutil
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from streamlit import get_option
from streamlit.starlette import App

import planner.ui

LAZY_PACKAGES = ("altair", "duckdb", "pandas", "xlsxwriter")
"""Heavy packages that our modules import only where they are first needed."""

OPEN_BROWSER = "WAPSI_OPEN"
"""Environment variable: `1` opens the desktop's browser once the server listens."""


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """The server's life: warm up, say where it can be reached, serve until told to stop."""
    say("Wapsi is warming up ...")
    await asyncio.to_thread(warm_up)
    url = address()
    say(f"Wapsi is ready at {url} (Ctrl+C stops it)")
    if os.environ.get(OPEN_BROWSER) == "1":
        threading.Thread(target=open_when_listening, args=(url,), daemon=True).start()
    yield


def say(line: str) -> None:
    """A line on the terminal of whoever started the server."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def warm_up() -> None:
    """Load all that the pages will need, then take it out of the collector's sight."""
    for name in (*LAZY_PACKAGES, *screen_modules()):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def screen_modules() -> Iterator[str]:
    """Dotted names of everything under `planner.ui`; importing a page draws nothing."""
    for module in pkgutil.walk_packages(planner.ui.__path__, f"{planner.ui.__name__}."):
        yield module.name


def address() -> str:
    """Where the server listens, from its settings: `http://127.0.0.1:8501`."""
    return f"http://{get_option('server.address')}:{get_option('server.port')}"


def open_when_listening(url: str, patience_seconds: float = 20.0) -> bool:
    """Open the desktop's browser at `url` as soon as something answers there; whether it did."""
    host, _, port = url.removeprefix("http://").partition(":")
    give_up = time.monotonic() + patience_seconds
    while time.monotonic() < give_up:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return webbrowser.open(url)
    return False
