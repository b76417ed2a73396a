"""The screen with a small world in its session: the real catalogue, a drawer of its own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner.case import Case, read_case
from planner.casework.store import Drafts
from planner.ui.session import Slot
from planner.ui.world import World, examples, open_catalogue
from products.basis.text import sentences
from products.catalogue.store import Catalogue
from products.publishing.opening import open_file
from products.publishing.registry import Registry
from tests.conftest import ROOT

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is written down is written on the day of the tests, whenever they run."""
    monkeypatch.setenv("WAPSI_TODAY", TODAY.isoformat())


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    opened = open_catalogue(tmp_path_factory.mktemp("catalogue") / "catalogue.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def world(catalogue: Catalogue, tmp_path: Path) -> Iterator[World]:
    drafts = Drafts(tmp_path / "drafts.duckdb")
    yield World(TODAY, catalogue, drafts, tmp_path / "last-draft")
    drafts.close()


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    """A registry of its own; a test that lists products puts it into its world."""
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    opened.close()


@pytest.fixture
def visit(world: World) -> Callable[..., AppTest]:
    """`visit()`: a fresh session on the start page; `visit(token=...)` one that opens an
    address."""

    def arrive(
        *, token: str = "", who: str = "", case: Case | None = None, said: Any = ()
    ) -> AppTest:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.session_state[Slot.WORLD] = world
        if case is not None:
            page.session_state[Slot.CASE] = case
        if token:
            page.query_params["t"] = token
        if who:
            page.query_params["who"] = who
        for name, value in dict(said).items():
            page.query_params[name] = value
        return page.run()

    return arrive


@pytest.fixture(scope="session")
def families() -> tuple[Case, ...]:
    found = examples()
    assert len(found) >= 4
    return found


@pytest.fixture
def odd_case() -> Case:
    """A case that can be read and that the plan must complain of."""
    content = (ROOT / "tests" / "ui" / "odd_case.json").read_bytes()
    case, problems = read_case(content)
    assert case is not None, problems
    return case


def html_of(page: AppTest) -> list[str]:
    """Every piece of our own HTML on the page, without the style sheet."""
    pieces = [element.proto.body for element in page.get("html")]
    return [piece for piece in pieces if "<style" not in piece]


def words_of(page: AppTest) -> list[str]:
    """Every word a visitor could read: our HTML without tags, headings, labels, choices, notes."""
    found = [re.sub(r"<[^>]+>", " ", piece) for piece in html_of(page)]
    found += [part.value for kind in ("title", "header", "subheader", "markdown", "caption")
              for part in page.get(kind)]  # fmt: skip
    for kind in ("button", "text_input", "selectbox", "toggle", "multiselect", "select_slider"):
        for part in page.get(kind):
            found += [part.label, getattr(part, "help", "") or "", getattr(part, "placeholder", "")]
            found += [str(option) for option in getattr(part, "options", [])]
    for kind in ("error", "warning", "info", "success"):
        found += [part.value for part in page.get(kind)]
    found += [part.label for part in page.expander]
    for kind in ("button_group", "pills", "segmented_control"):
        for part in page.get(kind):
            found += [part.label, *(str(option) for option in getattr(part, "options", []))]
    return [words for words in found if words]


_IN_CODE = re.compile(r"""f?["']([a-z_]+)\.[a-z_{]""")
_PREFIXES = {key.split(".")[0] for key in sentences("en").own} | {
    prefix
    for path in (ROOT / "planner").rglob("*.py")
    for prefix in _IN_CODE.findall(path.read_text(encoding="utf-8"))
}
"""First words of keys: those that have sentences, and those that code asks for."""
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+")
_KEY = re.compile(r"\b([a-z_]+)(?:\.[a-z0-9_]+)+\b")


def raw_keys(words: list[str]) -> list[str]:
    """Keys of sentences that reached the page instead of the sentence."""
    return sorted(
        {
            m[0]
            for text in words
            for m in _KEY.finditer(_ADDRESS.sub(" ", text))
            if m[1] in _PREFIXES
        }
    )


def field(page: AppTest, ending: str):
    """The text field whose key ends so."""
    return next(one for one in page.text_input if str(one.key).endswith(ending))


def open_drawer(page: AppTest, group: str) -> AppTest:
    """Open one group of assumptions on the plan page."""
    page.session_state[f"assume-{group}"] = True
    return page.run()


def press(page: AppTest, label: str, place: int = 0) -> AppTest:
    """Press the button with that label."""
    return [one for one in page.button if one.label == label][place].click().run()


ISSUER = "https://login.example.org"
SIGN_IN_SETTINGS = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "a secret of a server in a test, long enough",
    "client_id": "wapsi",
    "client_secret": "of a test",
    "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}
_SIGN_INS = itertools.count()


def claims_of(subject: str, *, at: datetime | None = None, **more: object) -> dict[str, object]:
    """What a signed cookie says of somebody who signed in now (or at `at`)."""
    since = int((at or datetime.now(UTC)).timestamp())
    return {
        "is_logged_in": True, "provider": "default", "iss": ISSUER, "sub": subject, "iat": since,
        "nonce": f"n{next(_SIGN_INS)}", "name": subject.title(), **more,
    }  # fmt: skip


def worker(subject: str, role: str, organisation: str, **more: Any) -> dict[str, object]:
    """The claims of somebody with a role."""
    return claims_of(subject, wapsi_roles=[role], wapsi_organisation=organisation, **more)


@pytest.fixture
def on_server(monkeypatch: pytest.MonkeyPatch, world: World) -> Callable[..., AppTest]:
    """`on_server(claims)`: a visitor of a server that many share, signed in if there are claims."""
    monkeypatch.setenv("WAPSI_SHARED", "1")

    def arrive(
        claims: dict[str, object] | None = None, *, who: str = "", here: World | None = None
    ) -> AppTest:
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.session_state[Slot.WORLD] = here or world
        page.secrets["auth"] = SIGN_IN_SETTINGS
        page.user = claims or {"is_logged_in": False}
        if who:
            page.query_params["who"] = who
        return page.run()

    return arrive
