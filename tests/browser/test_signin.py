"""A server that many share: people sign in at a real OpenID provider, in a real browser."""

from __future__ import annotations

import base64
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)

from products.basis.people import Actor, Role
from products.imports.limits import UPLOAD_BYTES
from products.publishing.content import of_listing
from products.publishing.opening import open_file
from products.publishing.rows import Version
from tests.browser import signing
from tests.browser.conftest import Server, Visitor, free_port, running
from tests.browser.signing import Erring

WAIT = 60_000
VERIFIED = {"email_verified": True}
PEOPLE = {
    "amina": {"name": "Amina Khan", "email": "amina@nbp.example", **VERIFIED},
    "bilal": {"name": "Bilal Shah", "wapsi_roles": ["steward"],
              "wapsi_organisation": "programme"},
    "zara": {"name": "Zara", "wapsi_roles": ["bank"], "wapsi_organisation": "nobody-sells-this"},
}  # fmt: skip
LIST = """
[[person]]
email = "amina@nbp.example"
organisation = "nbp"
roles = ["bank"]
"""


@pytest.fixture(scope="module")
def erring() -> Iterator[Erring]:
    with signing.erring_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "people.toml"
    path.write_text(LIST)
    return path


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, erring: Erring, people: Path
) -> Iterator[Server]:
    """The app as a server, with a draft of each of two banks in its registry."""
    var = tmp_path_factory.mktemp("var")
    _drafts_of_two_banks(var)
    with signing.mock_provider(free_port(), PEOPLE) as house:
        secrets = signing.secrets_file(var / "secrets.toml", house, erring.url)
        with running(
            var, "--secrets.files", str(secrets), WAPSI_SHARED="1", WAPSI_PEOPLE=str(people)
        ) as started:
            yield started


def _drafts_of_two_banks(var: Path) -> None:
    from datetime import UTC, date, datetime

    from planner.ui.world import open_catalogue

    with open_catalogue(var / "catalogue.duckdb") as catalogue:
        listing = next(one for one in catalogue.all("PAK") if one.provider_id == "nbp")
    opened = open_file(var / "registry.duckdb")
    for provider in ("nbp", "akhuwat"):
        draft = listing.model_copy(
            update={"id": f"ZZ-{provider.upper()}", "name": f"Secret of {provider}",
                    "provider_id": provider}
        )  # fmt: skip
        answer = opened.registry.draft(
            Actor("clerk", provider, frozenset({Role.BANK})), of_listing(draft),
            now=datetime(2026, 11, 20, tzinfo=UTC), request_id=provider,
            valid_from=date(2026, 12, 1),
        )  # fmt: skip
        assert isinstance(answer, Version), answer
    opened.close()


def told(visitor: Visitor) -> str:
    visitor.settled()
    return visitor.page.get_by_test_id("stMain").inner_text()


def sign_in(visitor: Visitor, subject: str) -> None:
    """Press the button, say who one is at the provider, and come back."""
    visitor.goto()
    visitor.page.get_by_role("button", name="Sign in with house").click()
    visitor.page.locator("input[name=sub]").first.fill(subject)
    visitor.page.get_by_role("button", name="Authorize").click()
    back(visitor)


def sign_out(visitor: Visitor) -> None:
    """Press the button, and let the provider end its session too."""
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.get_by_role("button", name="End session").click()
    back(visitor)


def back(visitor: Visitor) -> None:
    """Wait until the app is there again; the provider's own page asks a stranger for its looks."""
    expect(visitor.page.get_by_test_id("stApp")).to_be_visible(timeout=WAIT)
    visitor.settled()
    visitor.strangers[:] = [url for url in visitor.strangers if "@picocss" not in url]


def sign_in_erring(visitor: Visitor) -> None:
    visitor.goto()
    with visitor.page.expect_navigation(timeout=WAIT):
        visitor.page.get_by_role("button", name="Sign in with erring").click()
    expect(visitor.page.get_by_test_id("stApp")).to_be_visible(timeout=WAIT)
    visitor.settled()


def is_anonymous(visitor: Visitor) -> bool:
    words = told(visitor)
    return "You work here?" in words and "for programme" not in words


def test_a_banks_officer_signs_in_sees_only_their_own_drafts_and_signs_out(visit) -> None:
    bank: Visitor = visit("desktop")
    sign_in(bank, "amina")
    assert "Amina Khan, for nbp" in told(bank)
    bank.shoot("signed-in-desktop")
    bank.goto("/listings")
    expect(bank.page.get_by_text("Secret of nbp").first).to_be_visible(timeout=WAIT)
    words = told(bank)
    assert "Secret of akhuwat" not in words
    assert "nobody checks" not in words
    bank.goto("/review")
    assert "Your account has another role" in told(bank)
    bank.goto()
    sign_out(bank)
    bank.goto("/listings")
    assert "Sign in to open it" in told(bank)
    assert "Secret of nbp" not in told(bank)


def test_a_claim_opens_the_stewards_page_and_a_phone_shows_it_whole(visit) -> None:
    steward: Visitor = visit("phone")
    refused = []
    steward.page.on("response", lambda one: refused.append(one.url) if one.status == 403 else 0)
    sign_in(steward, "bilal")
    assert "Bilal Shah, for programme" in told(steward)
    steward.shoot("signed-in-phone")
    assert steward.overflow() <= 0
    steward.goto("/review")
    assert "This page is for" not in told(steward)
    steward.goto("/listings")
    assert "Your account has another role" in told(steward)
    assert refused == []  # neither a font nor a picture of the screen


def test_whoever_cannot_be_placed_reads_what_to_ask_whom(visit) -> None:
    visitor: Visitor = visit("phone")
    sign_in(visitor, "zara")
    words = told(visitor)
    assert "nobody-sells-this" in words
    assert "Ask whoever runs this server" in words
    assert visitor.overflow() <= 0
    visitor.shoot("signed-in-refused-phone")


def test_SESSION_03_a_person_taken_off_the_list_is_out_at_the_next_touch(visit, people) -> None:
    bank: Visitor = visit("desktop")
    sign_in(bank, "amina")
    bank.goto("/listings")
    expect(bank.page.get_by_text("Secret of nbp").first).to_be_visible(timeout=WAIT)
    people.write_text("")
    try:
        bank.page.get_by_test_id("stMain").get_by_role("button").first.click()
        expect(bank.page.get_by_text("Your account has no role here")).to_be_visible(timeout=WAIT)
        assert "Secret of nbp" not in told(bank)
    finally:
        people.write_text(LIST)


def cookie_of(visitor: Visitor, name: str) -> str:
    return next(one["value"] for one in visitor.page.context.cookies() if one["name"] == name)


def with_cookie(visitor: Visitor, value: str) -> None:
    visitor.page.context.add_cookies(
        [{"name": "_streamlit_user", "value": value, "url": visitor.url}]
    )


def test_AUTHN_02_a_cookie_made_up_edited_or_of_another_secret_is_nobodys(visit, erring) -> None:
    known: Visitor = visit("desktop")
    erring.fault, erring.more = "", {}
    sign_in_erring(known)
    assert "for programme" in told(known)
    good = cookie_of(known, "_streamlit_user")
    flags = next(c for c in known.page.context.cookies() if c["name"] == "_streamlit_user")
    assert flags["httpOnly"]
    assert flags["sameSite"] == "Lax"
    claims = {"is_logged_in": True, "origin": known.url, "iss": erring.url, "sub": "erring",
              "iat": int(time.time()), "wapsi_roles": ["steward"],
              "wapsi_organisation": "programme", "provider": "erring"}  # fmt: skip
    foreign = create_signed_value("another secret", "_streamlit_user", json.dumps(claims))
    ours = create_signed_value(signing.COOKIE_SECRET, "_streamlit_user", json.dumps(claims))
    middle = len(good) // 3
    edited = good[:middle] + ("A" if good[middle] != "A" else "B") + good[middle + 1 :]
    made_up = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode()
    for value in (made_up, edited, foreign.decode()):
        visitor: Visitor = visit("desktop")
        with_cookie(visitor, value)
        visitor.goto()
        assert is_anonymous(visitor), value
    control: Visitor = visit("desktop")
    with_cookie(control, ours.decode())
    control.goto()
    assert "for programme" in told(control)  # the trial itself works: only the secret differs


FAULTS = ("audience", "issuer", "nonce", "no nonce", "expired", "other key", "unsigned",
          "shared secret")  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_AUTHN_03_a_token_with_a_fault_signs_nobody_in(visit, server, erring, fault) -> None:
    visitor: Visitor = visit("desktop")
    erring.fault, erring.more = fault, {}
    sign_in_erring(visitor)
    assert is_anonymous(visitor)
    assert all(one["name"] != "_streamlit_user" for one in visitor.page.context.cookies())
    assert "OAuth token exchange failed" in server.complaints()  # refused, and written down


HEADERS = ("X-User", "X-Forwarded-User", "X-Forwarded-Email", "X-Auth-Request-User", "Remote-User")


def test_AUTHN_06_headers_of_a_browser_make_nobody_somebody(visit) -> None:
    visitor: Visitor = visit("desktop")
    visitor.page.context.set_extra_http_headers(dict.fromkeys(HEADERS, "bilal"))
    visitor.goto()
    assert is_anonymous(visitor)
    visitor.goto("/review?who=steward")
    assert "Sign in to open it" in told(visitor)


@pytest.mark.parametrize(
    ("ago", "sentence"), [(16, "You were away for a while"), (8 * 60 + 1, "You signed in many")]
)
def test_SESSION_01_a_sign_in_too_old_asks_for_another(visit, erring, ago, sentence) -> None:
    visitor: Visitor = visit("phone")
    erring.fault, erring.more = "", {"iat": int(time.time()) - ago * 60}
    sign_in_erring(visitor)
    assert sentence in told(visitor)
    visitor.shoot(f"signed-in-over-{ago}-phone")
    visitor.goto("/review")
    assert sentence in told(visitor)
    erring.more = {}
    with visitor.page.expect_navigation(timeout=WAIT):
        visitor.page.get_by_role("button", name="Sign in with erring").click()
    head = visitor.page.get_by_role("heading", name="What waits to be checked")
    expect(head).to_be_visible(timeout=WAIT)  # back on the page they had asked for


@pytest.mark.parametrize("origin", ["https://stranger.invalid", "null"])
def test_SESSION_05_a_strangers_page_gets_no_session_of_someone_signed_in(
    visit, erring, origin
) -> None:
    visitor: Visitor = visit("desktop")
    erring.fault, erring.more = "", {}
    sign_in_erring(visitor)
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in visitor.page.context.cookies())
    host = visitor.url.removeprefix("http://")
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: {host}", f"Origin: {origin}", f"Cookie: {cookies}",
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}", "", "",
    ]  # fmt: skip
    address, port = host.split(":")
    with socket.create_connection((address, int(port)), timeout=10) as line:
        line.sendall("\r\n".join(lines).encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 403 ")


def an_upload(page: Page) -> tuple[str, dict[str, str]]:
    """The address and the pair of tokens with which the page itself uploads."""
    sent = []
    page.on("request", lambda request: sent.append(request) if "upload_file" in request.url else 0)
    page.locator("input[type=file]").first.set_input_files(
        {"name": "plan.json", "mimeType": "application/json", "buffer": b"{}"}
    )
    expect(page.get_by_text("cannot be opened").first).to_be_visible(timeout=WAIT)
    upload = next(request for request in sent if request.method == "PUT")
    return upload.url, {"X-Xsrftoken": upload.headers["x-xsrftoken"]}


def test_UPLOAD_02_a_body_over_the_limit_past_the_page_is_413(visit) -> None:
    visitor: Visitor = visit("desktop")
    visitor.goto()
    url, pair = an_upload(visitor.page)
    ask = visitor.page.context.request
    file = {"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * (11 << 20)}
    assert ask.put(url, headers=pair, multipart={"file": file}).status == 413
    small = {"name": "small.csv", "mimeType": "text/csv", "buffer": b"x"}
    assert ask.put(url, headers=pair, multipart={"file": small}).status == 204
    visitor.goto()
    assert "Wapsi" in told(visitor)
    assert UPLOAD_BYTES <= 11 << 20


def test_UPLOAD_03_an_upload_without_the_pages_own_token_is_403(visit) -> None:
    visitor: Visitor = visit("desktop")
    visitor.goto()
    url, _ = an_upload(visitor.page)
    ask = visitor.page.context.request
    file = {"name": "small.csv", "mimeType": "text/csv", "buffer": b"x"}
    assert ask.put(url, multipart={"file": file}).status == 403
    own = generate_xsrf_token_string()
    assert ask.put(url, headers={"X-Xsrftoken": own}, multipart={"file": file}).status == 403


def a_download(page: Page, name: str) -> str:
    """The address behind a download button."""
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_test_id("stMain").get_by_role("button", name=name).first.click()
    assert started.value.path().stat().st_size > 0
    return started.value.url


def test_EXPORT_04_the_address_of_a_file_gives_nothing_to_another_browser(visit) -> None:
    steward: Visitor = visit("desktop")
    sign_in(steward, "bilal")
    steward.goto("/log")
    url = a_download(steward.page, "These steps as a table")
    assert "/media/" in url
    mine = steward.page.context.request.get(url)
    assert mine.status == 200
    assert mine.headers["cache-control"] == "no-store"
    stranger: Visitor = visit("desktop")
    assert stranger.page.context.request.get(url).status == 403
    stranger.goto()
    assert stranger.page.context.request.get(url).status == 403


def test_EXPORT_06_after_signing_out_or_closing_the_window_the_file_is_gone(visit) -> None:
    steward: Visitor = visit("desktop")
    sign_in(steward, "bilal")
    steward.goto("/log")
    url = a_download(steward.page, "These steps as a table")
    context = steward.page.context
    assert context.request.get(url).status == 200
    steward.goto()
    sign_out(steward)
    assert context.request.get(url).status in (403, 404)
    other: Visitor = visit("desktop")
    sign_in(other, "bilal")
    other.goto("/log")
    url, context = a_download(other.page, "These steps as a table"), other.page.context
    other.page.close()
    time.sleep(1)
    assert context.request.get(url).status == 403
