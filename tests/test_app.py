"""`app.py` is an application to the server and a page to whoever runs it; its settings are safe."""

from __future__ import annotations

import ipaddress
import tomllib

from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

from tests.conftest import ROOT


def test_the_server_finds_the_application() -> None:
    found = discover_asgi_app(ROOT / "app.py")
    assert found.is_asgi_app
    assert found.import_string == "app:app"


def test_run_as_a_script_it_draws_the_first_page() -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not page.exception
    assert not page.error
    assert page.title[0].value


def test_the_settings_keep_everything_on_this_machine() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert ipaddress.ip_address(settings["server"]["address"]).is_loopback
    assert set(settings["server"]["allowedHosts"]) == {"localhost", "127.0.0.1"}
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["enableAgentApi"] is False


def test_the_settings_show_no_stack_trace_and_take_no_large_file() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["server"]["maxUploadSize"] <= 10
    assert settings["server"]["fileWatcherType"] == "none"
