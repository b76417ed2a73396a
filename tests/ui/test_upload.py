"""A bank hands in a file on the screen: seen first, kept when it says so, lost never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.ui.session import Slot
from planner.ui.world import moment
from products.imports import csv_file, writing
from products.imports.limits import DAY_FILES, UPLOAD_BYTES
from products.publishing.arriving import Arrived, Taken
from products.publishing.content import of_listing
from products.publishing.intake import Intake
from products.publishing.states import State
from tests.conftest import ROOT
from tests.ui.conftest import press, raw_keys, words_of
from tests.ui.stewarding import DAY, LOAN, adopted, banker

PAGE = "planner/ui/pages/bank/upload.py"
DOCUMENTS = ROOT / "tests" / "documents" / "bank_products"


@pytest.fixture
def world(world, registry, monkeypatch):
    monkeypatch.setenv("WAPSI_TODAY", DAY.isoformat())
    return replace(world, registry=registry)


@pytest.fixture
def loan(catalogue, registry):
    listing = catalogue.get(LOAN)
    adopted(registry, listing)
    return listing


@pytest.fixture
def desk(visit, loan):
    """The page of a bank's person who has said for whom they act."""

    def arrive(name="amina"):
        page = visit(who="bank")
        page.session_state[Slot.ORGANISATION] = loan.provider_id
        page.session_state[Slot.NAME] = name
        page = page.switch_page(PAGE).run()
        assert not page.exception
        return page

    return arrive


def said(page) -> str:
    assert raw_keys([w for w in words_of(page) if "Where in the document" not in w]) == []
    return " ".join(words_of(page))


def choose(page, file_format):
    part = next(one for one in page.get("button_group") if str(one.key) == "upload.format")
    return part.set_value(file_format).run()


def hand_in(page, name, raw):
    """Choose the file, and wait until it is read."""
    page = page.file_uploader[0].upload(name, raw, "application/octet-stream").run()
    for _ in range(60):
        assert not page.exception
        if "Reading" not in " ".join(str(each.proto) for each in page.get("progress")):
            return page
        page = page.run()
    raise AssertionError("the file was never read")


def table(loan, **changed) -> bytes:
    content = {**of_listing(loan), "id": "PK-ASA-NEW", "name": "Loan by table", **changed}
    content = {name: value for name, value in content.items() if name != "provenance"}
    return writing.as_csv([{**content, "as_of": "2026-11-01"}], loan.kind)


def drafts(registry, loan):
    return registry.waiting(State.DRAFT, loan.provider_id)


def test_who_acts_for_nobody_is_sent_to_say_so(visit):
    page = visit(who="bank").switch_page(PAGE).run()
    assert "Say first for which bank" in said(page)
    assert not page.file_uploader


def test_a_table_is_seen_first_and_kept_when_someone_says_so(desk, registry, loan):
    page = hand_in(desk(), "loans.csv", table(loan))
    told = said(page)
    assert "Loan by table" in told
    assert "What would become a draft" in told
    assert drafts(registry, loan) == ()
    page = press(page, "Keep these drafts")
    assert "1 draft kept" in said(page)
    (draft,) = drafts(registry, loan)
    assert draft.content["name"] == "Loan by table"
    assert draft.author.id == "amina@laptop"


def test_a_rerun_after_keeping_takes_nothing_twice(desk, registry, loan):
    page = press(hand_in(desk(), "loans.csv", table(loan)), "Keep these drafts")
    page.run()
    assert len(drafts(registry, loan)) == 1
    assert [e["action"] for e in registry.events()].count("create") == 1


def test_UPLOAD_14_the_same_file_again_is_recognised_for_a_colleague_too(desk, registry, loan):
    press(hand_in(desk(), "loans.csv", table(loan)), "Keep these drafts")
    page = hand_in(desk("bilal"), "loans-copy.csv", table(loan))
    told = said(page)
    assert "This very file was handed in before, by amina" in told.replace("\\", "")
    assert "Everything in this file is known already" in told
    page = press(page, "Keep these drafts")
    assert "Nothing new in" in said(page)
    assert len(drafts(registry, loan)) == 1


def test_a_real_document_of_a_bank_becomes_drafts_with_its_doubts(desk, registry, loan):
    found = sorted((DOCUMENTS / "product_detail" / "BUSINESS_LOANS").glob("*.json"))
    page = hand_in(choose(desk(), "cdr"), found[0].name, found[0].read_bytes())
    told = " ".join(words_of(page))
    assert "Values in doubt" in told
    assert "open, blocks publishing" in told
    page = press(page, "Keep these drafts")
    assert " kept" in " ".join(words_of(page))
    (draft,) = drafts(registry, loan)[:1]
    assert any(row["blocks"] for row in registry.doubts(draft.version_id))


def test_a_defect_is_told_with_its_field_and_nothing_is_repaired(desk, registry, loan):
    raw = table(loan).replace(b"Loan by table", b" Loan by table ")
    lines = raw.decode().split("\r\n")
    header = lines[0].split(",")
    cells = lines[1].split(",")
    cells[header.index("rate")] = "twelve"
    page = hand_in(desk(), "loans.csv", "\r\n".join([lines[0], ",".join(cells)]).encode())
    told = " ".join(words_of(page))
    assert "twelve" in told
    assert "spaces around" in told


def test_UPLOAD_01_a_file_of_one_byte_too_much_is_refused_before_it_is_read(desk, registry, loan):
    page = hand_in(desk(), "large.csv", b"x" * (UPLOAD_BYTES + 1))
    told = " ".join(w.value for w in page.warning)
    assert "At most 10 MB are taken" in told
    assert drafts(registry, loan) == ()
    page.run()
    refused = [e for e in registry.events() if e["action"] == "upload_refused"]
    assert len(refused) == 1


@pytest.mark.parametrize("name", ["rates.csv.exe", "rates.parquet", "rates.duckdb"])
def test_UPLOAD_05_other_endings_are_refused_in_words(desk, registry, loan, name):
    page = hand_in(desk(), name, table(loan))
    assert page.warning
    assert not [one for one in page.button if one.label == "Keep these drafts"]


def test_UPLOAD_12_the_21st_file_of_a_day_is_refused_with_the_time_to_come_back(
    desk, registry, loan
):
    intake, amina = Intake(registry), banker(loan.provider_id, "amina@laptop")
    for number in range(DAY_FILES):
        raw = table(loan, note=f"Note {number}")
        read = csv_file.read(raw, loan.provider_id, "PAK", loan.kind)
        file = Arrived(read, f"{number}.csv", f"{number:064x}", len(raw))
        done = intake.take(amina, file, now=moment(), request_id=f"file {number}")
        assert isinstance(done, Taken), done
    page = hand_in(desk(), "more.csv", table(loan, note="One more"))
    told = " ".join(w.value for w in page.warning)
    assert "You have handed in 20 files today" in told
    assert "2026" in told
    page = hand_in(desk("bilal"), "more.csv", table(loan, note="One more"))
    assert [one for one in page.button if one.label == "Keep these drafts"]


def test_a_template_can_be_had_for_every_kind(desk):
    page = desk()
    assert page.get("download_button")
    assert len(page.selectbox(key="upload.kind").options) > 20
    assert not choose(page, "cdr").get("download_button")


def test_what_was_handed_in_before_is_listed_with_who_and_what_came_of_it(desk, registry, loan):
    press(hand_in(desk(), "loans.csv", table(loan)), "Keep these drafts")
    told = " ".join(words_of(desk()))
    assert "Files handed in before (1)" in told
    assert "loans.csv" in told
