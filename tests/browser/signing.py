"""Two OpenID providers on this machine: a real one with people in it, and one that errs on demand.

The second signs people in without asking and puts into their token whatever fault a test wants.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, COOKIE_SECRET = "wapsi", "a cookie secret of a test, forty signs long"
HOURS = 3600


@contextmanager
def mock_provider(port: int, people: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """oidc-provider-mock, in a process of its own, with these people and what it says of each."""
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--require-nonce", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for subject, claims in people.items():
            _told(f"{url}/users/{quote(subject)}", claims)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=15)


def _told(url: str, claims: Mapping[str, Any]) -> None:
    """Tell the provider of a person, as soon as it listens."""
    request = urllib.request.Request(
        url, json.dumps(claims).encode(), {"Content-Type": "application/json"}, method="PUT"
    )
    for _ in range(100):
        try:
            urllib.request.urlopen(request, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the provider does not start")


@dataclass
class Erring:
    """The provider that errs: `fault` names what is wrong with the next token."""

    url: str = ""
    fault: str = ""
    subject: str = "erring"
    more: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def token(self) -> str:
        """The token, with its fault."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.url, "aud": CLIENT, "sub": self.subject, "nonce": self.nonce, "iat": now,
            "exp": now + HOURS, "wapsi_roles": ["steward"], "wapsi_organisation": "programme",
            **self.more,
        }  # fmt: skip
        header: dict[str, str] = {"alg": "RS256", "kid": "one"}
        match self.fault:
            case "audience":
                claims["aud"] = "another-client"
            case "issuer":
                claims["iss"] = "https://stranger.example"
            case "nonce":
                claims["nonce"] = "of-another-sign-in"
            case "no nonce":
                del claims["nonce"]
            case "expired":
                claims |= {"iat": now - 3 * HOURS, "exp": now - HOURS}
            case "other key":
                return jwt.encode(header, claims, self.other)
            case "unsigned":
                parts = ({"alg": "none"}, claims)
                return ".".join(_part(part) for part in parts) + "."
            case "shared secret":
                return self._signed_with_the_public_key(claims)
        return jwt.encode(header, claims, self.key)

    def _signed_with_the_public_key(self, claims: Mapping[str, Any]) -> str:
        """HS256 keyed with the published key: the old trick of mixing two kinds of signature."""
        import hashlib
        import hmac

        head = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
        made = hmac.new(self.key.as_pem(private=False), head.encode(), hashlib.sha256).digest()
        return f"{head}.{_word(made)}"


def _part(value: Mapping[str, Any]) -> str:
    return _word(json.dumps(value).encode())


def _word(value: bytes) -> str:
    import base64

    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@contextmanager
def erring_provider() -> Iterator[Erring]:
    """That provider, listening on a free port."""
    provider = Erring()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                provider.nonce = asked["nonce"]
                self.send_response(302)
                back = f"{asked['redirect_uri']}?code=x&state={asked['state']}"
                self.send_header("Location", back)
                self.end_headers()
            elif parts.path == "/jwks":
                self._say({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._say(
                    {
                        "issuer": provider.url,
                        "authorization_endpoint": f"{provider.url}/authorize",
                        "token_endpoint": f"{provider.url}/token",
                        "jwks_uri": f"{provider.url}/jwks",
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say({"access_token": "x", "token_type": "Bearer", "id_token": provider.token()})

        def _say(self, value: Mapping[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    provider.url = f"http://127.0.0.1:{listening.server_port}"
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        listening.shutdown()
        listening.server_close()


def secrets_file(path: Path, mock: str, erring: str) -> Path:
    """The settings of the sign-in: both providers."""
    path.write_text(
        f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"

[auth.house]
client_id = "{CLIENT}"
client_secret = "of a test"
server_metadata_url = "{mock}/.well-known/openid-configuration"

[auth.erring]
client_id = "{CLIENT}"
client_secret = "of a test"
server_metadata_url = "{erring}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    return path
