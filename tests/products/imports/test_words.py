"""What was read, in words and as values; every code has its sentence."""

from __future__ import annotations

import json
import re

import pytest

from products.basis.text import messages, sentences
from products.imports import cdr
from products.imports.documents import FeedCode, FeedEvent
from products.imports.words import event_line, lines, values
from tests.conftest import ROOT
from tests.products.imports.bank import DEPOSIT, deposit, read
from tests.products.imports.table import csv_of, one, row
from tests.products.imports.table import read as table_read

SAY = sentences()
CODE = re.compile(r'"([A-Z]+(?:_[A-Z]+)+|TRIMMED|NORMALISED|DERIVED|WRAPPED)"')


def told(call: str) -> set[str]:
    """Codes that the readers hand to `found.doubt` or `found.note`, or as the doubt of a value."""
    text = "\n".join(p.read_text("utf-8") for p in (ROOT / "products/imports").glob("*.py"))
    found: set[str] = set()
    for match in re.finditer(rf"found\.{call}\(|here\.{call}\(|common\.{call}\(", text):
        head = text[match.end() : match.end() + 120]
        found.update(CODE.findall(head.split("limit=")[0])[:1])
    return found


@pytest.mark.parametrize(("call", "area"), [("doubt", "doubt"), ("note", "note")])
def test_every_code_told_has_its_sentence(call: str, area: str) -> None:
    codes = told(call)
    assert len(codes) > 10
    assert [code for code in sorted(codes) if not SAY.has(f"{area}.{code}")] == []


@pytest.mark.parametrize("code", FeedCode)
def test_every_event_has_its_sentence(code: FeedCode) -> None:
    assert SAY.has(f"feed.{code.value}")


def test_no_sentence_is_left_of_a_code_nobody_tells() -> None:
    rooms = ("products/imports", "products/publishing")
    files = [path for room in rooms for path in (ROOT / room).glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in files)
    keys = [key for key in messages("en") if re.match(r"(doubt|note|feed)\.[A-Z]", key)]
    assert len(keys) > 60
    assert [key for key in keys if f'"{key.partition(".")[2]}"' not in text] == []


def test_doubts_that_block_come_first_and_the_sum_last() -> None:
    told = deposit(rate="5.35") | {"features": [{"featureType": "NEW THING"}]}
    page = list(lines(read(told), SAY))
    assert page[0].endswith("(blocked)")
    assert "depositRates[0].rate: 5.35 looks like another unit" in page[1]
    assert page[1].endswith("(blocks publishing)")
    assert page[2].endswith("(to know)")
    assert page[3].startswith("1 drafts, 1 of them blocked; 2 doubts")


def test_a_long_raw_value_is_short_on_the_page_and_whole_in_the_values() -> None:
    raw = "word " * 60
    told = read(
        DEPOSIT | {"constraints": [{"constraintType": "MIN_BALANCE", "additionalValue": raw}]}
    )
    assert max(len(line) for line in lines(told, SAY)) < 250
    doubts = values(told, SAY)["drafts"][0]["doubts"]
    assert doubts[0]["raw"] == raw.strip()


def test_values_are_json_with_a_sentence_for_each_doubt() -> None:
    found = json.loads(json.dumps(values(read(deposit(rate="5.35")), SAY)))
    assert found["format"] == "cdr"
    (doubt,) = [d for d in found["drafts"][0]["doubts"] if d["blocks"]]
    assert (doubt["code"], doubt["raw"]) == ("RATE_UNIT_SUSPECT", "5.35")
    assert "5.35" in doubt["why"]


def test_an_error_answer_is_one_line() -> None:
    answer = cdr.read(b'{"errors": [{"title": "Unsupported Version"}]}', "bank")
    first, *_ = lines(answer, SAY)
    assert "Unsupported Version" in first


def test_a_doubt_that_a_model_raised_has_the_sentence_of_its_problem() -> None:
    (line,) = [line for line in lines(one(rate_basis=""), SAY) if "row 2" in line]
    assert SAY("problem.rate_without_basis", value="0.12")[:20] in line
    assert "problem." not in line


def test_notes_on_the_file_itself_are_among_the_values() -> None:
    told = values(table_read(csv_of(row(id="EXAMPLE-1"), row())), SAY)
    assert [note["code"] for note in told["notes"]] == ["EXAMPLE_PASSED_OVER"]
    assert told["notes"][0]["why"].startswith("row 2: ")


@pytest.mark.parametrize("code", [FeedCode.ABSENT, FeedCode.REAPPEARED])
def test_an_event_of_one_listing_names_it(code: FeedCode) -> None:
    say = sentences()
    whole, one = (event_line(FeedEvent(code, "TD1", part), say) for part in ("", "BANK-6C31"))
    assert whole.startswith("TD1 is")
    assert "the listing BANK-6C31" in one
