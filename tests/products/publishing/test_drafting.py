"""A draft made ready to be kept: an id, a day, a source, and a hash of what the bank told."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.imports.documents import Doubt, Draft
from products.publishing.drafting import comparable, days, kept, listing_id_of, prepared, told
from products.publishing.tables import OPEN_END

DAY = date(2026, 1, 31)
CONTENT = {"id": "BANK-1", "provider_id": "bank", "name": "Saver", "source_id": "bank.cdr"}


def test_what_the_file_cannot_say_is_added_and_nothing_else() -> None:
    draft = Draft({**CONTENT, "rules": [{"fact": "x", "source_id": "bank.cdr"}]}, "S1", "", "")
    made = prepared(draft, "cdr", "feed.json", DAY)
    assert made.content == {
        "id": "BANK-1",
        "provider_id": "bank",
        "name": "Saver",
        "source_id": "provider.bank",
        "rules": [{"fact": "x", "source_id": "provider.bank"}],
        "as_of": "2026-01-31",
        "as_of_basis": "feed.json",
    }
    assert made.kind == ""


def test_a_day_and_a_source_that_the_file_names_stay() -> None:
    draft = Draft({**CONTENT, "as_of": "2025-12-01", "source_id": "tariff"}, "S1", "", "")
    made = prepared(draft, "csv", "table.csv", DAY)
    assert (made.content["as_of"], made.content["source_id"]) == ("2025-12-01", "tariff")
    assert "as_of_basis" not in made.content


def test_a_last_day_that_means_none_is_none() -> None:
    made = prepared(Draft({**CONTENT, "valid_to": "2999-12-30"}, "S1", "", ""), "cdr", "f", DAY)
    assert "valid_to" not in made.content


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_every_draft_gets_an_id_that_is_one_and_the_same_again(
    name: str, ref: str, part: str
) -> None:
    draft = Draft({"id": "", "provider_id": "a_bank", "name": name}, ref, part, "")
    assert re.fullmatch(r"[A-Z0-9-]{3,60}", listing_id_of(draft))
    assert listing_id_of(draft) == listing_id_of(draft)


def test_two_products_of_one_bank_have_two_ids() -> None:
    content = {"provider_id": "a_bank", "name": "Saver"}
    drafts = [Draft(content, ref, part, "") for ref in ("1", "2") for part in ("a", "b")]
    other = Draft({**content, "provider_id": "b_bank"}, "1", "a", "")
    assert len({listing_id_of(draft) for draft in (*drafts, other)}) == 5


def test_the_day_it_was_heard_is_no_difference_and_a_rate_is() -> None:
    one, same = {**CONTENT, "as_of": "2026-01-01"}, {**CONTENT, "as_of": "2026-02-02"}
    assert comparable(one) == comparable(same)
    assert comparable(one) != comparable({**one, "terms": {"rate": 0.1}})
    assert told("a", ()) != told("b", ())


def test_a_doubt_that_blocks_is_a_difference_and_one_to_know_is_none() -> None:
    blocks, tells = Doubt("a[0]", "NOT_IN_LIST", "x"), Doubt("b", "FEE_OUTSIDE", "y", blocks=False)
    assert told("a", (blocks,)) != told("a", ())
    assert told("a", (tells,)) == told("a", ())
    moved = Doubt("a[7]", "NOT_IN_LIST", "x")
    assert told("a", (blocks,)) == told("a", (moved,))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (DAY, OPEN_END)),
        ("2020-01-01", "2026-06-30", (DAY, date(2026, 7, 1))),
        ("2026-03-01", None, (date(2026, 3, 1), OPEN_END)),
        ("2020-01-01", "2020-12-31", (date(2020, 12, 31), date(2021, 1, 1))),
        ("2026-99-01", "9999-12-31", (DAY, OPEN_END)),
    ],
)
def test_a_told_content_holds_from_today_or_later(
    start: str | None, end: str | None, expected: tuple[date, date]
) -> None:
    assert days({"valid_from": start, "valid_to": end}, DAY) == expected


@given(st.text(st.characters(codec=None)))
def test_a_kept_text_can_stand_in_every_database(raw: str) -> None:
    text = kept(raw)
    text.encode()
    assert "\0" not in text
