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
import logging
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
from products.basis.text import languages, problem_sentence, sentences
from products.catalogue.engine import DatabaseUnavailableError

_log = logging.getLogger("wapsi")

LAZY_PACKAGES = ("altair", "duckdb", "highspy", "numba", "pandas", "xlsxwriter")
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
    try:
        first_visit()
    except DatabaseUnavailableError as unavailable:
        say(problem_sentence(unavailable.problem, sentences()))
    except Exception:
        _log.exception("the first visit failed; whoever comes will be told calmly")
    gc.collect()
    gc.freeze()


def first_visit() -> int:
    """Open catalogue and drawer, plan an example family, find its best plan, draw a picture.

    What has to be compiled, looked up or connected once, is; how many plans were made. The pages'
    memory is made when first imported, so not before the server is there to keep it.
    """
    from planner import frames
    from planner.best import recommend
    from planner.charts import worth
    from planner.charts.theme import spec_of
    from planner.futures.paths import LIVE_PATHS
    from planner.futures.returns import safe_returns
    from planner.plan import make_plan
    from planner.text import text_of
    from planner.ui import cache, world
    from planner.ui.weighing import counted

    here = cache.open_world()
    planned = 0
    for case in world.examples()[:1]:
        pack = world.pack_of(here.catalogue, case.country)
        if pack is None:
            continue
        country, listings = pack
        version = here.catalogue.version
        plan = make_plan(case, listings, country, as_of=here.today, catalogue_version=version)
        text = text_of(languages()[0], country.currency)
        spec_of(worth.draw(frames.worth(plan), text))
        safe_returns(case, plan, plan.assumptions, case.seed)
        counted(plan, LIVE_PATHS)
        recommend(case, listings, country, as_of=here.today, catalogue_version=version)
        planned += 1
    return planned


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
