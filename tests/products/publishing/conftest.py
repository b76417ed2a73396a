"""The registry that tests of this room work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from products.publishing.opening import open_file
from products.publishing.registry import Registry


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    opened.close()
