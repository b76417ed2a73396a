"""The door of the server: who may come in, and what browsers are told about every answer.

It stands before Streamlit, which compares a stranger's `Origin` with this machine's public address
and asks an outside service for it: here a stranger is turned away unasked, so nothing goes out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from streamlit import get_option

from planner.ui import media

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FORBIDDEN = 403

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss: data: blob:",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""A page of ours loads nothing from elsewhere, sits in no one's frame, and tells no one its
address, which may be the key to a family's draft. Charts need `unsafe-eval`: they compile."""


KEPT_NOWHERE: Mapping[str, str] = {"Cache-Control": "no-store"}
"""Said of a file to download: no browser and no proxy keeps a copy."""


@dataclass(frozen=True, slots=True)
class Door:
    """Around the application `app`: for the hosts of `server.allowedHosts`, `HEADERS` on all.

    A file to download is given only to the browser it was made for (`planner.ui.media`).
    """

    app: Application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection: the application's if it may come in, else 403."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif may_enter(_headers(scope), get_option("server.allowedHosts")) and _may_have(scope):
            await self.app(scope, receive, _labelled(send, KEPT_NOWHERE if _file(scope) else {}))
        else:
            await _turn_away(scope, receive, send)


def may_enter(headers: Mapping[str, str], hosts: list[str]) -> bool:
    """Whether a request is addressed to one of `hosts`, and comes from a page of theirs if any.

    `*` lets everyone in, `*.example.org` every name below it, an empty list nobody.

    >>> may_enter({"host": "localhost:8501", "origin": "http://localhost:8501"}, ["localhost"])
    True
    >>> may_enter({"host": "localhost:8501", "origin": "null"}, ["localhost"])
    False
    >>> may_enter({"host": "stranger.example"}, ["localhost"])
    False
    """
    wanted = [f"//{headers.get('host', '')}"]
    if "origin" in headers:
        wanted.append(headers["origin"])
    return all(_known(address, hosts) for address in wanted)


def _known(address: str, hosts: list[str]) -> bool:
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return any(
        host in ("*", name) or (host.startswith("*.") and name.endswith(host[1:])) for host in hosts
    )


def _headers(scope: Scope) -> Mapping[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _file(scope: Scope) -> str:
    """The id of the file a connection asks for; "" for anything else."""
    return media.asked(str(scope.get("path", "")), str(get_option("server.baseUrlPath") or ""))


def _may_have(scope: Scope) -> bool:
    """Whether a connection asks for no file to download, or for one of its own browser's."""
    file_id = _file(scope)
    return not file_id or media.may_have(file_id, _headers(scope).get("cookie", ""))


def _labelled(send: Send, more: Mapping[str, str]) -> Send:
    async def labelled(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = {**HEADERS, **more}
            ours = [(name.lower().encode(), value.encode()) for name, value in told.items()]
            message = {**message, "headers": [*message.get("headers", ()), *ours]}
        await send(message)

    return labelled


async def _turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close"})  # before it is accepted: the server answers 403
        return
    await send({"type": "http.response.start", "status": FORBIDDEN, "headers": []})
    await send({"type": "http.response.body", "body": b""})
