"""Words on facts, conflicts, disputes with their log, counts of what families looked for."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the seven tables of what people say."""
    _words()
    _disputes()
    _log()
    _demand()
    if op.get_context().dialect.name == "postgresql":  # the embedded one scans columns as quickly
        for table, column in (
            ("fact_verification", "listing_id"),
            ("fact_conflict", "listing_id"),
            ("dispute", "listing_id"),
            ("dispute", "provider_id"),
            ("voice_event", "version_id"),
            ("demand_step", "provider_id"),
            ("demand_unmet", "provider_id"),
        ):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str, length: int, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=empty)


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date, nullable=False)


def _moment(name: str, *, empty: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _words() -> None:
    op.create_table(
        "fact_verification",
        _key("verification_id", 36),
        _text("listing_id", 60),
        _text("field", 80),
        _text("value", 2000),
        _text("by_id", 120),
        _text("by_organisation", 120),
        _day("verified_on"),
        _text("method", 20),
        _text("document", 300),
        _moment("written_at"),
        sa.UniqueConstraint(
            "listing_id", "field", "value", "by_id", "verified_on", name="one_word_a_day"
        ),
        if_not_exists=True,
    )
    op.create_table(
        "fact_conflict",
        _key("conflict_id", 36),
        _text("listing_id", 60),
        _text("provider_id", 60),
        _text("field", 80),
        _text("ours", 2000),
        _text("our_source", 200),
        _text("theirs", 2000),
        _text("their_source", 200),
        _text("document", 300),
        _day("said_on"),
        _moment("opened_at"),
        _moment("settled_at", empty=True),
        _text("settled_by", 120),
        _text("outcome", 20),
        _text("reason", 400),
        if_not_exists=True,
    )


def _disputes() -> None:
    op.create_table(
        "dispute",
        _key("dispute_id", 36),
        _text("listing_id", 60),
        _text("provider_id", 60),
        _text("field", 80),
        _text("said", 400),
        _text("said_value", 80),
        _text("place", 120),
        _day("said_on"),
        _text("asker_role", 20),
        _text("asker_hash", 64),
        _text("session_hash", 64),
        _moment("opened_at"),
        _moment("answered_at", empty=True),
        _text("outcome", 20),
        _text("answer", 400),
        _text("answered_by", 120),
        _text("answered_for", 120),
        sa.Column("version_no", sa.Integer, nullable=False),
        if_not_exists=True,
    )


def _log() -> None:
    op.create_table(
        "voice_event",
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
        sa.UniqueConstraint("hash", name="voice_one_hash"),
        sa.UniqueConstraint("request_id", "version_id", "action", name="voice_once_a_request"),
        if_not_exists=True,
    )


def _demand() -> None:
    op.create_table(
        "demand_step",
        _key("household", 64),
        _key("listing_id", 60),
        _key("step", 20),
        _text("provider_id", 60),
        _text("reason", 40),
        _day("month"),
        if_not_exists=True,
    )
    op.create_table(
        "demand_unmet",
        _key("household", 64),
        _key("listing_id", 60),
        _text("provider_id", 60),
        _text("rule", 80),
        _text("amount_band", 20),
        _text("tenor_band", 20),
        _text("region", 40),
        _day("month"),
        if_not_exists=True,
    )
    op.create_table(
        "demand_salt",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        _text("salt", 64),
        if_not_exists=True,
    )
