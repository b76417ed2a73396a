"""The app opens, on a desktop and on a phone, and speaks to nobody else."""

from __future__ import annotations

import base64
import re
import socket

import pytest
from playwright.sync_api import Error

SIZES = ("desktop", "phone")
RAW_KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")


@pytest.mark.parametrize("size", SIZES)
def test_the_first_page_opens(visit, size: str) -> None:
    visitor = visit(size)
    visitor.goto()
    title = visitor.page.get_by_role("heading", level=1).first.inner_text().strip()
    assert title
    assert not RAW_KEY.fullmatch(title), f"a key without its text: {title}"
    assert visitor.overflow() <= 0
    visitor.shoot(f"first-{size}")


def test_a_page_of_ours_cannot_speak_to_a_stranger(desktop) -> None:
    desktop.goto()
    answer = desktop.page.evaluate("fetch('https://stranger.invalid/').catch(() => 'refused')")
    assert answer == "refused"
    assert desktop.strangers == []
    assert any("connect-src" in mishap for mishap in desktop.mishaps)
    desktop.mishaps.clear()


def test_a_request_to_a_stranger_would_be_seen(desktop) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        desktop.page.goto("https://stranger.invalid/")
    assert desktop.strangers == ["https://stranger.invalid/"]
    desktop.strangers.clear()


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/", {"Host": "stranger.invalid"}, 403),
        ("/_stcore/stream", {}, 101),
        ("/_stcore/stream", {"Host": "stranger.invalid"}, 403),
        ("/_stcore/stream", {"Origin": "https://stranger.invalid"}, 403),
        ("/_stcore/stream", {"Origin": "null"}, 403),
    ],
)
def test_only_this_machine_may_speak_to_the_app(server, path, headers, status: int) -> None:
    """A page of someone else, open in the same browser, gets no session; and nobody is asked."""
    host = server.url.removeprefix("http://")
    asked = {"Host": host, "Origin": server.url}
    if path != "/":
        asked |= {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
        }
    lines = [f"GET {path} HTTP/1.1", *(f"{k}: {v}" for k, v in (asked | headers).items()), "", ""]
    with socket.create_connection(tuple(host.split(":")), timeout=10) as line:
        line.sendall("\r\n".join(lines).encode())
        answer = line.recv(4096).decode("latin-1")
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert "external IP" not in server.log.read_text()
