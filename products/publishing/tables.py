"""Where versions and their events are kept: one set of tables for both databases.

No foreign keys: the embedded database refuses parent and child in one transaction (both sides are
written by one service, and `checks` proves that they agree). Keys are made in Python.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

OPEN_END = date(9999, 12, 31)
"""A last day that is not set: shown as "no end"."""
OPEN_TIME = datetime(9999, 12, 31, tzinfo=UTC)
"""Until when something is believed that nobody has corrected."""

SCHEMA = MetaData()
_MOMENT = DateTime(timezone=True)

LISTING = Table(
    "listing",
    SCHEMA,
    Column("listing_id", String(60), primary_key=True),
    Column("provider_id", String(60), nullable=False),
    Column("country", String(3), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("external_ref", String(200), nullable=False),
    Column("lock_no", BigInteger, nullable=False),
    UniqueConstraint("provider_id", "external_ref", name="one_reference"),
)
VERSION = Table(
    "listing_version",
    SCHEMA,
    Column("version_id", String(36), primary_key=True),
    Column("listing_id", String(60), nullable=False),
    Column("version_no", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("author_id", String(120), nullable=False),
    Column("author_organisation", String(120), nullable=False),
    Column("edit_no", BigInteger, nullable=False),
    Column("written_at", _MOMENT, nullable=False),
    UniqueConstraint("listing_id", "version_no", name="one_number"),
    CheckConstraint("version_no > 0", name="counts_from_one"),
    CheckConstraint("valid_from < valid_to", name="valid_in_order"),
)
"""`name` repeats the content's own (see `rows.content_cells`): a list then reads no content."""
BELIEF = Table(
    "listing_belief",
    SCHEMA,
    Column("belief_id", String(36), primary_key=True),
    Column("listing_id", String(60), nullable=False),
    Column("version_id", String(36), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("known_from", _MOMENT, nullable=False),
    Column("known_to", _MOMENT, nullable=False),
    CheckConstraint("valid_from < valid_to", name="belief_valid_in_order"),
)
"""From when to when a version held, as we believed it from when to when; half-open both ways."""
EVENT = Table(
    "listing_event",
    SCHEMA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("version_id", String(36), nullable=False),
    Column("listing_id", String(60), nullable=False),
    Column("action", String(20), nullable=False),
    Column("from_state", String(20)),
    Column("to_state", String(20), nullable=False),
    Column("actor_id", String(120), nullable=False),
    Column("actor_organisation", String(120), nullable=False),
    Column("actor_roles", String(120), nullable=False),
    Column("happened_at", String(40), nullable=False),
    Column("reason", String(2000), nullable=False),
    Column("content_sha256", String(64), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    UniqueConstraint("request_id", "version_id", "action", name="once_a_request"),
)
QUARANTINE = Table(
    "listing_quarantine",
    SCHEMA,
    Column("quarantine_id", String(36), primary_key=True),
    Column("version_id", String(36), nullable=False),
    Column("path", String(300), nullable=False),
    Column("raw", String(10_000), nullable=False),
    Column("code", String(60), nullable=False),
    Column("blocks", Integer, nullable=False),
    Column("settled_by", String(120), nullable=False),
    Column("settled_with", String(2000), nullable=False),
)
"""Values of a document that could not be taken over; `blocks` 1 where nothing may be published
before it is settled. Settled ones keep who and with what.
"""
