"""Listings, their versions, what was held to be so, the event log and the quarantine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the first five tables."""
    _listings()
    _beliefs()
    _events()
    if op.get_context().dialect.name == "postgresql":  # the embedded one scans columns as quickly
        for table, column in (
            ("listing_version", "listing_id"),
            ("listing_version", "state"),
            ("listing_belief", "listing_id"),
            ("listing_belief", "version_id"),
            ("listing_event", "listing_id"),
            ("listing_event", "version_id"),
            ("listing_quarantine", "version_id"),
        ):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str, length: int, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=empty)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _listings() -> None:
    op.create_table(
        "listing",
        _key("listing_id", 60),
        _text("provider_id", 60),
        _text("country", 3),
        _text("kind", 60),
        _text("external_ref", 200),
        _number("lock_no"),
        sa.UniqueConstraint("provider_id", "external_ref", name="one_reference"),
        if_not_exists=True,
    )
    op.create_table(
        "listing_version",
        _key("version_id", 36),
        _text("listing_id", 60),
        sa.Column("version_no", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        _text("content_sha256", 64),
        _text("name", 200),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        _text("state", 20),
        _text("author_id", 120),
        _text("author_organisation", 120),
        _number("edit_no"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("listing_id", "version_no", name="one_number"),
        sa.CheckConstraint("version_no > 0", name="counts_from_one"),
        sa.CheckConstraint("valid_from < valid_to", name="valid_in_order"),
        if_not_exists=True,
    )


def _beliefs() -> None:
    op.create_table(
        "listing_belief",
        _key("belief_id", 36),
        _text("listing_id", 60),
        _text("version_id", 36),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_from < valid_to", name="belief_valid_in_order"),
        if_not_exists=True,
    )


def _events() -> None:
    op.create_table(
        "listing_event",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        _text("version_id", 36),
        _text("listing_id", 60),
        _text("action", 20),
        _text("from_state", 20, empty=True),
        _text("to_state", 20),
        _text("actor_id", 120),
        _text("actor_organisation", 120),
        _text("actor_roles", 120),
        _text("happened_at", 40),
        _text("reason", 2000),
        _text("content_sha256", 64),
        _text("request_id", 64),
        _text("prev_hash", 64),
        _text("hash", 64),
        sa.UniqueConstraint("hash", name="one_hash"),
        sa.UniqueConstraint("request_id", "version_id", "action", name="once_a_request"),
        if_not_exists=True,
    )
    op.create_table(
        "listing_quarantine",
        _key("quarantine_id", 36),
        _text("version_id", 36),
        _text("path", 300),
        _text("raw", 10_000),
        _text("code", 60),
        sa.Column("blocks", sa.Integer, nullable=False),
        _text("settled_by", 120),
        _text("settled_with", 2000),
        if_not_exists=True,
    )
