"""Who may come in at the door of the server, and what every answer says to a browser."""

from __future__ import annotations

import asyncio

import pytest
from streamlit import get_option

from planner.ui.door import HEADERS, Door, may_enter
from products.imports.limits import UPLOAD_BYTES

HOSTS = ["localhost", "127.0.0.1", "*.wapsi.example"]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost"},
        {"host": "127.0.0.1:8501"},
        {"host": "plan.wapsi.example"},
        {"host": "localhost:8501", "origin": "http://localhost:8501"},
    ],
)
def test_those_who_are_meant_may_enter(headers) -> None:
    assert may_enter(headers, HOSTS)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": ""},
        {"host": "stranger.example"},
        {"host": "localhost.stranger.example"},
        {"host": "wapsi.example"},
        {"host": "stranger-wapsi.example"},
        {"host": "[broken"},
        {"host": "user@stranger.example"},
        {"host": "localhost", "origin": "null"},
        {"host": "localhost", "origin": ""},
        {"host": "localhost", "origin": "https://stranger.example"},
        {"host": "localhost", "origin": "https://localhost@stranger.example"},
    ],
)
def test_strangers_may_not_enter(headers) -> None:
    assert not may_enter(headers, HOSTS)


def test_a_star_lets_everyone_in() -> None:
    assert may_enter({"host": "stranger.example", "origin": "https://stranger.example"}, ["*"])


async def _hello(scope, receive, send) -> None:
    """An application that answers 200 and a greeting."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"hello"})


def ask(kind: str, headers: dict[str, str], path: str = "/") -> list[dict]:
    """What the door sends for one connection of a kind."""
    sent = []

    async def send(message) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": f"{kind}.connect"}

    scope = {
        "type": kind,
        "path": path,
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
    }
    asyncio.run(Door(_hello)(scope, receive, send))
    return sent


def test_every_answer_carries_the_headers_and_keeps_its_own() -> None:
    start, body = ask("http", {"host": "localhost"})
    headers = dict(start["headers"])
    assert headers[b"x-own"] == b"1"
    assert {name.lower().encode() for name in HEADERS} <= set(headers)
    assert body["body"] == b"hello"


def test_a_stranger_is_refused_before_the_application_is_asked() -> None:
    start, body = ask("http", {"host": "stranger.example"})
    assert start["status"] == 403
    assert body["body"] == b""
    assert ask("websocket", {"host": "stranger.example"}) == [{"type": "websocket.close"}]


def test_EXPORT_04_a_file_is_not_given_to_who_only_knows_its_address() -> None:
    for cookie in ("", "_streamlit_user=made-up", "_streamlit_xsrf=made-up"):
        headers = {"host": "localhost"} | ({"cookie": cookie} if cookie else {})
        start, _ = ask("http", headers, "/media/0f3a.csv")
        assert start["status"] == 403
    start, _ = ask("http", {"host": "localhost"}, "/static/js/index.js")
    assert start["status"] == 200


def test_the_servers_own_life_passes() -> None:
    assert len(ask("lifespan", {})) == 2


def test_UPLOAD_02_the_server_lets_in_what_the_imports_read_and_nothing_larger() -> None:
    """Streamlit counts in MiB: the smallest number of them that holds the largest file we read."""
    assert get_option("server.maxUploadSize") == -(-UPLOAD_BYTES // 2**20)
    assert get_option("server.enableXsrfProtection")
