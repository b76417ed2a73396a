"""What is not taken in at all: too large, or too much for one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from products.basis.problems import Problem
from products.imports import cdr
from products.imports.limits import DAY_BYTES, DAY_FILES, UPLOAD_BYTES
from products.publishing.arriving import Arrived, Bringer, Taken
from products.publishing.intake import Intake
from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.imports.bank import DEPOSIT
from tests.products.publishing.feeding import (
    BANK,
    NOW,
    document,
    handed,
)


def test_UPLOAD_01_a_file_too_large_is_refused_before_it_is_read(
    intake: Intake, registry: Registry
) -> None:
    raw = b"{" * (UPLOAD_BYTES + 1)
    refused = intake.upload(BANK, handed(raw), now=NOW, request_id="r1")
    assert isinstance(refused, Problem)
    assert (refused.code, refused.params["limit"]) == ("problem.file_too_large", UPLOAD_BYTES)
    assert registry.waiting(State.DRAFT) == ()
    (event,) = registry.events()
    assert (event["action"], event["actor_id"]) == ("upload_refused", "amina")
    (kept,) = intake.imports()
    assert kept.taken.outcome == "refused"


def test_UPLOAD_12_the_21st_file_of_a_day_is_refused_with_when_it_is_possible_again(
    intake: Intake, registry: Registry
) -> None:
    raw = document(DEPOSIT)
    read = cdr.read(raw, "bank")
    for place in range(DAY_FILES):
        file = Arrived(read, "td.json", f"{place:064d}", len(raw))
        assert isinstance(intake.take(BANK, file, now=NOW, request_id=f"r{place}"), Taken)
    refused = intake.upload(BANK, handed(raw), now=NOW, request_id="r21")
    assert isinstance(refused, Problem)
    assert refused.code == "problem.too_many_uploads"
    assert refused.params["reset"] == "2026-02-01 00:00 UTC"
    assert [e["action"] for e in registry.events()][-1] == "upload_refused"
    other, tomorrow = replace(BANK, id="zara"), NOW + timedelta(days=1)
    for who, when in ((other, NOW), (BANK, tomorrow)):
        assert intake.admit(handed(raw), Bringer(who, when, "x", "app")) is None


def test_UPLOAD_12_200_megabytes_a_day_and_no_more(intake: Intake) -> None:
    read, most = cdr.read(document(DEPOSIT), "bank"), DAY_BYTES - 100
    file = Arrived(read, "td.json", "0" * 64, most)
    assert isinstance(intake.take(BANK, file, now=NOW, request_id="r1"), Taken)
    small, large = handed(b" " * 100), handed(b" " * 101)
    assert intake.admit(small, Bringer(BANK, NOW, "r2", "app")) is None
    refused = intake.admit(large, Bringer(BANK, NOW, "r3", "app"))
    assert refused is not None
    assert refused.code == "problem.too_much_uploaded"
