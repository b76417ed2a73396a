"""Where what people say about listings is kept: words on facts, conflicts, disputes, counts.

Nobody's name but that of staff who answer for an institution is in these tables. What a household
says is filed under hashes that lead back to no one; see `disputes` and `demand`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, String, Table, UniqueConstraint

from products.publishing.tables import SCHEMA

MOST_WORDS, MOST_VALUE = 400, 2000
"""Characters of what someone says, and of a value as text."""
_MOMENT = DateTime(timezone=True)

VERIFICATION = Table(
    "fact_verification",
    SCHEMA,
    Column("verification_id", String(36), primary_key=True),
    Column("listing_id", String(60), nullable=False),
    Column("field", String(80), nullable=False),
    Column("value", String(MOST_VALUE), nullable=False),
    Column("by_id", String(120), nullable=False),
    Column("by_organisation", String(120), nullable=False),
    Column("verified_on", Date, nullable=False),
    Column("method", String(20), nullable=False),
    Column("document", String(300), nullable=False),
    Column("written_at", _MOMENT, nullable=False),
    UniqueConstraint("listing_id", "field", "value", "by_id", "verified_on", name="one_word_a_day"),
)
"""A word on a value that did not change: it counts while the listing states that value."""
CONFLICT = Table(
    "fact_conflict",
    SCHEMA,
    Column("conflict_id", String(36), primary_key=True),
    Column("listing_id", String(60), nullable=False),
    Column("provider_id", String(60), nullable=False),
    Column("field", String(80), nullable=False),
    Column("ours", String(MOST_VALUE), nullable=False),
    Column("our_source", String(200), nullable=False),
    Column("theirs", String(MOST_VALUE), nullable=False),
    Column("their_source", String(200), nullable=False),
    Column("document", String(300), nullable=False),
    Column("said_on", Date, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("settled_at", _MOMENT),
    Column("settled_by", String(120), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", String(MOST_WORDS), nullable=False),
)
"""Two sources that disagree beyond what is allowed, until a steward has settled it."""
DISPUTE = Table(
    "dispute",
    SCHEMA,
    Column("dispute_id", String(36), primary_key=True),
    Column("listing_id", String(60), nullable=False),
    Column("provider_id", String(60), nullable=False),
    Column("field", String(80), nullable=False),
    Column("said", String(MOST_WORDS), nullable=False),
    Column("said_value", String(80), nullable=False),
    Column("place", String(120), nullable=False),
    Column("said_on", Date, nullable=False),
    Column("asker_role", String(20), nullable=False),
    Column("asker_hash", String(64), nullable=False),
    Column("session_hash", String(64), nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("answered_at", _MOMENT),
    Column("outcome", String(20), nullable=False),
    Column("answer", String(MOST_WORDS), nullable=False),
    Column("answered_by", String(120), nullable=False),
    Column("answered_for", String(120), nullable=False),
    Column("version_no", Integer, nullable=False),
)
"""What a branch told someone otherwise, and the answer to it. `version_no` 0: no new version."""
VOICE_EVENT = Table(
    "voice_event",
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
    UniqueConstraint("request_id", "version_id", "action", name="voice_once_a_request"),
)
"""A chain of its own, with the columns of the registry's: `version_id` names a word, a conflict or
a dispute. What was said stands in it as a hash only, so that words can be taken out later.
"""
STEP_TAKEN = Table(
    "demand_step",
    SCHEMA,
    Column("household", String(64), primary_key=True),
    Column("listing_id", String(60), primary_key=True),
    Column("step", String(20), primary_key=True),
    Column("provider_id", String(60), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("month", Date, nullable=False),
)
"""A household's step on the way to a product, once each. Kept only while the family agrees."""
UNMET = Table(
    "demand_unmet",
    SCHEMA,
    Column("household", String(64), primary_key=True),
    Column("listing_id", String(60), primary_key=True),
    Column("provider_id", String(60), nullable=False),
    Column("rule", String(80), nullable=False),
    Column("amount_band", String(20), nullable=False),
    Column("tenor_band", String(20), nullable=False),
    Column("region", String(40), nullable=False),
    Column("month", Date, nullable=False),
)
"""What a household wanted of a product it cannot take: the first rule in the way, and bands."""
SALT = Table(
    "demand_salt",
    SCHEMA,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("salt", String(64), nullable=False),
)
"""One random salt of this registry, so that its counts cannot be laid beside another's."""
