"""The register of formats."""

from __future__ import annotations

from products.imports import FORMATS, TABLES, reading
from products.imports.documents import Job
from tests.products.imports.table import csv_of, row


def test_every_format_answers_under_its_own_name() -> None:
    for name, read in FORMATS.items():
        answer = read(b"{}", "bank", "")
        assert (answer.format, answer.provider_id) == (name, "bank")
        assert answer.drafts == ()
        assert answer.events or answer.problems


def test_a_job_is_read_by_its_format_and_tables_by_their_kind() -> None:
    raw = csv_of(row()).replace(b"kind,", b"").replace(b"loan,", b"")
    assert set(TABLES) == {"csv", "xlsx"}
    assert len(reading(Job("csv", "bank", "PAK", "loan"), raw).drafts) == 1
    assert reading(Job("cdr", "bank"), b"{}").format == "cdr"
