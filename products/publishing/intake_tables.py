"""Where imports are kept: who brought which file when, what a feed told before, standing mappings.

No file is kept: its name as a label, its size and SHA-256, and what was read from it. Keys are made
in Python; no foreign keys, as in `tables`.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, DateTime, Integer, String, Table

from products.publishing.tables import SCHEMA

_MOMENT = DateTime(timezone=True)

IMPORT = Table(
    "intake_import",
    SCHEMA,
    Column("import_id", String(36), primary_key=True),
    Column("request_id", String(64), nullable=False),
    Column("provider_id", String(60), nullable=False),
    Column("format", String(10), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("actor_id", String(120), nullable=False),
    Column("actor_organisation", String(120), nullable=False),
    Column("taken_at", _MOMENT, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("problem", String(120), nullable=False),
    Column("first_import", String(36), nullable=False),
    Column("about", String(200), nullable=False),
    Column("mappings", String(64), nullable=False),
    Column("counts", JSON, nullable=False),
)
"""One row a file, refused ones too (`outcome`: taken, repeated, refused; `problem` says why).
`first_import` is the first one of the same bytes; `about` the only product it told, if it was one;
`mappings` the fingerprint of the standing mappings it was read with.
"""
PRODUCT = Table(
    "feed_product",
    SCHEMA,
    Column("provider_id", String(60), primary_key=True),
    Column("external_ref", String(200), primary_key=True),
    Column("format", String(10), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("told_at", String(60), nullable=False),
    Column("versions", Integer, nullable=False),
    Column("is_missing", Integer, nullable=False),
    Column("mappings", String(64), nullable=False),
    Column("seen_at", _MOMENT, nullable=False),
    Column("import_id", String(36), nullable=False),
)
"""A product of a feed as it was told last; `seen_at` is when it last said so, unchanged or not."""
TOLD = Table(
    "feed_version",
    SCHEMA,
    Column("provider_id", String(60), primary_key=True),
    Column("external_ref", String(200), primary_key=True),
    Column("version_no", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String(64), nullable=False),
    Column("told_at", String(60), nullable=False),
    Column("known_from", _MOMENT, nullable=False),
    Column("import_id", String(36), nullable=False),
)
"""The bank's own versions of a product: each thing its feed ever said that differed."""
PART = Table(
    "feed_listing",
    SCHEMA,
    Column("listing_id", String(60), primary_key=True),
    Column("provider_id", String(60), nullable=False),
    Column("external_ref", String(200), nullable=False),
    Column("part", String(300), nullable=False),
    Column("told", String(64), nullable=False),
    Column("version_id", String(36), nullable=False),
    Column("is_missing", Integer, nullable=False),
    Column("links", JSON, nullable=False),
    Column("import_id", String(36), nullable=False),
)
"""A listing a feed tells: `told` is the hash of what it said last, `version_id` the draft of it."""
FEED_EVENT = Table(
    "feed_event",
    SCHEMA,
    Column("import_id", String(36), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("provider_id", String(60), nullable=False),
    Column("external_ref", String(200), nullable=False),
    Column("code", String(30), nullable=False),
    Column("detail", String(2000), nullable=False),
    Column("happened_at", _MOMENT, nullable=False),
)
NOTE = Table(
    "listing_note",
    SCHEMA,
    Column("version_id", String(36), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("path", String(300), nullable=False),
    Column("code", String(60), nullable=False),
    Column("raw", String(10_000), nullable=False),
    Column("made", String(10_000), nullable=False),
)
"""What was done or seen while a draft was read: trimmed, derived, mapped by a person."""
MAPPING = Table(
    "intake_mapping",
    SCHEMA,
    Column("mapping_id", String(36), primary_key=True),
    Column("provider_id", String(60), nullable=False),
    Column("format", String(10), nullable=False),
    Column("code", String(60), nullable=False),
    Column("path", String(300), nullable=False),
    Column("raw", String(10_000), nullable=False),
    Column("made", String(200), nullable=False),
    Column("decided_by", String(120), nullable=False),
    Column("decided_organisation", String(120), nullable=False),
    Column("decided_at", _MOMENT, nullable=False),
    Column("ended_by", String(120), nullable=False),
    Column("ended_at", _MOMENT),
)
"""A raw value read in another way from now on; ended ones stay, with who ended them."""
