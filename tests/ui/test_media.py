"""Whose a file behind a download button is; with a running server: tests/browser/test_files.py."""

from __future__ import annotations

import pytest
from streamlit.web.server.starlette.starlette_app_utils import (
    decode_xsrf_token_string,
    generate_random_hex_string,
    generate_xsrf_token_string,
)

from planner.ui import media


def browser() -> str:
    """The cookie that a fresh browser is given."""
    return generate_xsrf_token_string()


@pytest.mark.parametrize(
    ("path", "file_id"),
    [("/media/ab12.csv", "ab12"), ("//media//ab12.csv", "ab12"), ("/media/ab12", "ab12"),
     ("/media/", ""), ("/media", ""), ("/plan", ""), ("/", ""), ("", ""),
     ("/static/media/font.woff2", ""), ("/media/x/ab12.csv", "")],
)  # fmt: skip
def test_only_a_path_to_a_file_asks_for_one(path, file_id):
    assert media.asked(path) == file_id
    assert media.asked(f"/below/it{path}", "below/it") == file_id


def test_a_browser_is_known_again_by_a_cookie_that_was_masked_anew():
    first = browser()
    token, moment = decode_xsrf_token_string(first)
    again = generate_xsrf_token_string(token, moment)
    assert again != first
    one, two = ({"_streamlit_xsrf": each, "_streamlit_user": "u"} for each in (first, again))
    assert media.holder(one) == media.holder(two)


def test_another_browser_another_sign_in_and_no_cookie_are_others():
    mine = {"_streamlit_xsrf": browser(), "_streamlit_user": "u"}
    assert media.holder(mine) != media.holder(mine | {"_streamlit_xsrf": browser()})
    assert media.holder(mine) != media.holder(mine | {"_streamlit_user": ""})
    for made_up in ("", "2|x|y|z", "''", generate_random_hex_string(3) + "g"):
        assert media.holder({"_streamlit_xsrf": made_up}) is None


def test_without_a_window_open_nobody_has_a_file():
    assert not media.may_have("ab12", f"_streamlit_xsrf={browser()}")
    assert not media.may_have("ab12", "")
