"""Files behind a download button: for the browser whose own open window they were made for.

Streamlit gives such a file to whoever knows its address while a window that made it is remembered.
Here an address is no key: the asking browser must hold the cookies of a window that is open now and
holds that very file. After the window is closed, or its person has signed out, the file is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from starlette.requests import cookie_parser
from streamlit.runtime import Runtime
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

FOLDER = "media"
_BROWSER, _PERSON = "_streamlit_xsrf", "_streamlit_user"
"""Streamlit's cookies: one for each browser, one for each sign-in."""

Holder = tuple[bytes, str]
"""A browser and its sign-in ("" without one)."""


def asked(path: str, base: str = "") -> str:
    """The id of the file that a path asks for; "" for any other path.

    `base` is the path below which the app is served (`server.baseUrlPath`).

    >>> asked("/media/0f3a.csv"), asked("/wapsi/media/0f3a.csv", "wapsi"), asked("/plan")
    ('0f3a', '0f3a', '')
    >>> asked("/static/media/a-font-of-the-screen.woff2")
    ''
    """
    *folder, name = [part for part in path.split("/") if part] or [""]
    below = [part for part in base.split("/") if part]
    return PurePosixPath(name).stem if folder == [*below, FOLDER] else ""


def may_have(file_id: str, cookie: str) -> bool:
    """Whether the browser with this `Cookie` header has a window open that holds the file."""
    who = holder(cookie_parser(cookie))
    return who is not None and any(held == who for held in _holders(file_id))


def holder(cookies: Mapping[str, str]) -> Holder | None:
    """Whose cookies these are; None where no browser of ours sent them."""
    browser, _ = decode_xsrf_token_string(cookies.get(_BROWSER, ""))
    return (browser, cookies.get(_PERSON, "")) if browser else None


def _holders(file_id: str) -> Iterable[Holder]:
    """The browsers with a window open now that holds a file, as Streamlit's runtime knows them."""
    if not Runtime.exists():
        return
    runtime = Runtime.instance()
    for session_id in _sessions(runtime.media_file_mgr, file_id):
        found = runtime._session_mgr.get_active_session_info(session_id)
        context = found.client.client_context if found is not None else None
        who = holder(context.cookies) if context is not None else None
        if who is not None:
            yield who


def _sessions(files: Any, file_id: str) -> tuple[str, ...]:  # noqa: ANN401 - no public type
    """Sessions that show a file; one made on a click is of those that show such a button."""
    with files._lock:
        shown = {
            name: set(held.values()) for name, held in files._files_by_session_and_coord.items()
        }
        clicked = tuple(files._deferred_ids_by_session)
    mine = tuple(name for name, held in shown.items() if file_id in held)
    return mine or clicked
