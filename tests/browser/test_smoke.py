"""The app opens, on a desktop and on a phone, and speaks to nobody else."""

from __future__ import annotations

import base64
import http.client
import re

import pytest

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


def test_a_request_to_a_stranger_is_seen(desktop) -> None:
    desktop.goto()
    desktop.page.evaluate("fetch('https://stranger.invalid/').catch(() => null)")
    assert desktop.strangers == ["https://stranger.invalid/"]
    desktop.strangers.clear()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 101),
        ({"Host": "stranger.invalid"}, 403),
        ({"Origin": "https://stranger.invalid"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_this_machine_may_speak_to_the_app(server, headers, status: int) -> None:
    """A page of someone else, open in the same browser, gets no session."""
    host = server.url.removeprefix("http://")
    handshake = {
        "Host": host,
        "Origin": server.url,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
    }
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    for name, value in (handshake | headers).items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()
