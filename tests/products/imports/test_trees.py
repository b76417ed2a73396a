"""JSON from outside: what is refused, what is kept as written, how texts are cleaned."""

from __future__ import annotations

import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.imports.documents import Found
from products.imports.limits import JSON_DEPTH, UPLOAD_BYTES
from products.imports.trees import Refused, cleaned, members, parse, plain, refusal


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def test_fifty_levels_are_read_and_one_more_is_not() -> None:
    assert parse(nested(JSON_DEPTH))[1] is None
    problem = parse(nested(JSON_DEPTH + 1))[1]
    assert problem is not None
    assert problem.code == "problem.json_too_deep"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xff\xfe{}", "problem.not_utf8"),
        (b'{"a": ', "problem.not_json"),
        (b"", "problem.not_json"),
        (b" " * (UPLOAD_BYTES + 1), "problem.file_too_large"),
    ],
)
def test_what_is_no_document_is_a_problem(raw: bytes, code: str) -> None:
    problem = parse(raw)[1]
    assert problem is not None
    assert problem.code == code


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == ({"a": Decimal(1)}, None)


def test_numbers_keep_their_digits() -> None:
    raw = b"[0.10, 1e400, 123456789012345678901234567890]"
    assert [str(each) for each in parse(raw)[0]] == [
        "0.10",
        "1E+400",
        "123456789012345678901234567890",
    ]


def test_refused_values_stand_where_they_stood() -> None:
    tree, _ = parse(b'{"a": NaN, "b": 1, "b": 2}')
    assert tree == {
        "a": Refused("LITERAL_REFUSED", "NaN"),
        "b": Refused("TOLD_TWICE", '["1", "2"]'),
    }
    assert (refusal(tree["a"]), refusal(1)) == ("LITERAL_REFUSED", "")


def test_members_of_closed_lists_and_links_stay_as_told() -> None:
    found = Found()
    told = {"feeType": " A ", "termsUri": " x ", "name": " B "}
    assert cleaned(told, "", found) == {"feeType": " A ", "termsUri": " x ", "name": "B"}
    assert [(note.code, note.path) for note in found.notes] == [("TRIMMED", "name")]


@pytest.mark.parametrize(
    ("raw", "shown", "code"),
    [
        (" a ", "a", "TRIMMED"),
        ("a\u00a0b", "a b", "ODD_CHARACTERS"),
        ("a\u202eb\u200b", "ab", "ODD_CHARACTERS"),
        ("e\u0301", "\u00e9", "NORMALISED"),
        ("<p>a</p>", "a", "MARKUP_REMOVED"),
        ("&lt;script&gt;x&lt;/script&gt;a", "a", "MARKUP_REMOVED"),
        ("<scr<b>ipt>a", "a", "MARKUP_REMOVED"),
    ],
)
def test_a_text_is_cleaned_with_a_note(raw: str, shown: str, code: str) -> None:
    found = Found()
    assert plain(raw, "name", found) == shown
    assert code in [note.code for note in found.notes]
    assert all(note.raw == raw for note in found.notes)


def test_a_comparison_is_no_markup() -> None:
    found = Found()
    assert plain("LVR < 80 & > 60 é", "name", found) == "LVR < 80 & > 60 é"
    assert found.notes == []


@given(st.text(alphabet="<>/!-&;ltgamp#script =x\u00a0\u200b", max_size=60))
def test_a_cleaned_text_holds_no_tag_and_cleaning_twice_changes_nothing(raw: str) -> None:
    once = plain(raw, "", Found())
    assert "<script" not in once.lower()
    assert plain(once, "", Found()) == once
    assert once == unicodedata.normalize("NFC", once).strip()


@pytest.mark.parametrize("piece", ["<!--", "<script", "<a", "&lt;", "&amp;", "<", "\u00a0"])
def test_cleaning_takes_time_in_proportion(piece: str) -> None:
    raw = piece * (1_000_000 // len(piece))
    began = time.process_time()
    plain(raw, "", Found())
    assert time.process_time() - began < 10


def test_what_is_no_list_of_objects_is_doubted() -> None:
    found = Found()
    tree = {"fees": "none", "tiers": [{"a": 1}, 5], "one": {"b": 2}}
    assert members(tree, "fees", "", found) == []
    assert members(tree, "tiers", "", found) == [("tiers[0]", {"a": 1})]
    assert members(tree, "one", "rate", found) == [("rate.one[0]", {"b": 2})]
    assert members(tree, "nothing", "", found) == []
    assert [doubt.code for doubt in found.doubts] == ["NOT_A_LIST", "NOT_AN_OBJECT"]
    assert [note.code for note in found.notes] == ["WRAPPED"]
