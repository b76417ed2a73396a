"""The app opens, on a desktop and on a phone, and speaks to nobody else."""

from __future__ import annotations

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
