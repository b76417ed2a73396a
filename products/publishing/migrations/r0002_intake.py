"""Imports of files, what feeds told, notes of drafts, standing mappings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the seven tables of intake."""
    _imports()
    _feeds()
    _remarks()
    if op.get_context().dialect.name == "postgresql":  # the embedded one scans columns as quickly
        for table, column in (
            ("intake_import", "request_id"),
            ("intake_import", "provider_id"),
            ("intake_import", "sha256"),
            ("feed_listing", "provider_id"),
            ("feed_event", "provider_id"),
            ("intake_mapping", "provider_id"),
        ):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _place(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _moment(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _imports() -> None:
    op.create_table(
        "intake_import",
        _key("import_id", 36),
        _text("request_id", 64),
        _text("provider_id", 60),
        _text("format", 10),
        _text("file_name", 200),
        _text("sha256", 64),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        _text("channel", 20),
        _text("actor_id", 120),
        _text("actor_organisation", 120),
        _moment("taken_at"),
        _text("outcome", 20),
        _text("problem", 120),
        _text("first_import", 36),
        _text("about", 200),
        _text("mappings", 64),
        sa.Column("counts", sa.JSON, nullable=False),
        if_not_exists=True,
    )


def _feeds() -> None:
    op.create_table(
        "feed_product",
        _key("provider_id", 60),
        _key("external_ref", 200),
        _text("format", 10),
        _text("fingerprint", 64),
        _text("told_at", 60),
        _count("versions"),
        _count("is_missing"),
        _text("mappings", 64),
        _moment("seen_at"),
        _text("import_id", 36),
        if_not_exists=True,
    )
    op.create_table(
        "feed_version",
        _key("provider_id", 60),
        _key("external_ref", 200),
        _place("version_no"),
        _text("fingerprint", 64),
        _text("told_at", 60),
        _moment("known_from"),
        _text("import_id", 36),
        if_not_exists=True,
    )
    op.create_table(
        "feed_listing",
        _key("listing_id", 60),
        _text("provider_id", 60),
        _text("external_ref", 200),
        _text("part", 300),
        _text("told", 64),
        _text("version_id", 36),
        _count("is_missing"),
        sa.Column("links", sa.JSON, nullable=False),
        _text("import_id", 36),
        if_not_exists=True,
    )
    op.create_table(
        "feed_event",
        _key("import_id", 36),
        _place("place"),
        _text("provider_id", 60),
        _text("external_ref", 200),
        _text("code", 30),
        _text("detail", 2000),
        _moment("happened_at"),
        if_not_exists=True,
    )


def _remarks() -> None:
    op.create_table(
        "listing_note",
        _key("version_id", 36),
        _place("place"),
        _text("path", 300),
        _text("code", 60),
        _text("raw", 10_000),
        _text("made", 10_000),
        if_not_exists=True,
    )
    op.create_table(
        "intake_mapping",
        _key("mapping_id", 36),
        _text("provider_id", 60),
        _text("format", 10),
        _text("code", 60),
        _text("path", 300),
        _text("raw", 10_000),
        _text("made", 200),
        _text("decided_by", 120),
        _text("decided_organisation", 120),
        _moment("decided_at"),
        _text("ended_by", 120),
        _moment("ended_at", empty=True),
        if_not_exists=True,
    )
