"""Functions compiled keep what they do, with or without a place to keep the machine code."""

from __future__ import annotations

from typing import Any

import pytest

from products.legal.kernel.compiled import compiled


def test_a_compiled_function_does_what_it_did():
    @compiled
    def doubled(value):
        return 2 * value

    assert doubled(21.0) == 42.0


def test_a_function_of_no_file_has_nowhere_to_be_kept_and_is_compiled_all_the_same():
    made: dict[str, Any] = {}
    exec("def halved(value):\n    return value / 2", made)
    assert compiled(made["halved"])(84.0) == pytest.approx(42.0)
