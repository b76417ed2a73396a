"""Reading apart: the same answer as here, within its time and memory, and without a way out."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal

import pytest

from products.basis.problems import Problem, Severity
from products.imports import child, reading
from products.imports.child import packed, read_apart, unpacked
from products.imports.documents import (
    Doubt,
    Draft,
    FeedCode,
    FeedEvent,
    Imported,
    Job,
    Note,
)
from products.imports.limits import PARSE_BYTES, PARSE_SECONDS
from tests.conftest import ROOT
from tests.products.imports.table import book_of, codes, csv_of, loans, row

WHOLE = Imported(
    "csv",
    "bank",
    (
        Draft(
            {"id": "A", "terms": {"rate": 0.12, "n": 1, "b": True}, "modes": ["islamic"]},
            "A",
            "p",
            "f",
            "2026",
            (Doubt("row 2", "X", "r\udc80w", False, "3"),),
            (Note("row 2", "Y", "a", "b"),),
            (("termsUri", "https://bank.example/"),),
        ),
    ),
    (FeedEvent(FeedCode.LISTED, "1", "d"),),
    (Problem("problem.x", "here", Severity.WARNING, {"value": 1, "limit": "b"}),),
    (Note("row 1", "Z", "", ""),),
)


def test_what_was_read_comes_through_the_pipe_as_it_was() -> None:
    assert unpacked(packed(WHOLE)) == WHOLE


def test_only_plain_values_go_through_the_pipe() -> None:
    with pytest.raises(TypeError):
        packed(Imported("csv", "bank", (Draft({"rate": Decimal("0.1")}, "", "", ""),)))


PRODUCTS = sorted((ROOT / "tests/documents/bank_products").rglob("*.json"))


@pytest.mark.parametrize(
    ("job", "raw"),
    [
        (Job("csv", "bank", "PAK"), csv_of(row(), row(id="AB-2", rate="5,25", name="Crédit"))),
        (Job("xlsx", "bank", "PAK"), book_of(listings=loans(), notes=[["x"]])),
        (
            Job("csv", "bank", "PAK", "loan"),
            csv_of(row()).replace(b"kind,", b"").replace(b"loan,", b""),
        ),
        (Job("cdr", "bank"), PRODUCTS[0].read_bytes()),
        (Job("cdr", "bank"), PRODUCTS[-1].read_bytes()),
        (Job("obie", "bank"), b"{}"),
        (Job("cdr", "bank"), b'{"data": {"productId": "1", "name": "\\ud800", "fees": [1]}}'),
    ],
)
def test_a_child_gives_what_the_reader_gives(job: Job, raw: bytes) -> None:
    assert read_apart(job, raw) == reading(job, raw)


def test_a_child_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    read = read_apart(Job("csv", "bank", "PAK"), csv_of(row()), seconds=0.05)
    assert codes(read) == ["parse_too_slow"]
    assert time.monotonic() - began < PARSE_SECONDS / 2


def confined(
    code: str, *, seconds: int = 2, megabytes: int = 400
) -> subprocess.CompletedProcess[str]:
    """What a line of Python does in a child that has given up its rights."""
    limits = f"confine({seconds}, {megabytes}_000_000)"
    told = f"import socket, os\nfrom products.imports.child import confine\n{limits}\n"
    command = [sys.executable, "-c", told + code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "open('/etc/passwd')",
        "open('/tmp/out', 'w')",
        "os.listdir('/')",
        "os.pipe()",
    ],
)
def test_a_child_can_open_nothing(code: str) -> None:
    ended = confined(f"try:\n    {code}\nexcept OSError as error:\n    print(error.errno)")
    assert ended.stdout.strip() == "24", ended.stderr  # too many open files


def test_a_child_has_so_much_memory_and_no_more() -> None:
    ended = confined("try:\n    x = bytearray(500_000_000)\nexcept MemoryError:\n    print('no')")
    assert ended.stdout.strip() == "no"
    assert PARSE_BYTES == 512_000_000


def test_a_child_that_reckons_too_long_is_ended_by_the_system() -> None:
    ended = confined("while True: pass", seconds=1)
    assert ended.returncode in (-24, -9)


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        (3, "parse_too_large"),
        (-9, "parse_too_slow"),
        (-24, "parse_too_slow"),
        (-11, "parse_failed"),
        (1, "parse_failed"),
    ],
)
def test_every_end_of_a_child_has_its_problem(monkeypatch, ended: int, code: str) -> None:
    monkeypatch.setattr(child, "_asked", lambda *_: (ended, b""))
    assert codes(read_apart(Job("csv", "bank"), b"x")) == [code]


def test_a_child_knows_nothing_of_what_surrounds_us(monkeypatch) -> None:
    monkeypatch.setenv("WAPSI_DATABASE", "postgresql://secret")
    assert not any("WAPSI" in name for name in child._surroundings())
