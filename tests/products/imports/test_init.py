"""The register of formats."""

from __future__ import annotations

from products.imports import FORMATS


def test_every_format_answers_under_its_own_name() -> None:
    for name, read in FORMATS.items():
        answer = read(b"{}", "bank", "")
        assert (answer.format, answer.provider_id) == (name, "bank")
        assert answer.drafts == ()
        assert answer.events or answer.problems
