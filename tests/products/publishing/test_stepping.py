"""A step is whole or not at all, and what was answered outlives a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from products.publishing import chain
from products.publishing.checks import audit
from products.publishing.opening import open_registry
from products.publishing.registry import Registry
from tests.conftest import ROOT
from tests.products.publishing.shelf import BANK, STEWARD, at, done, loan, published, submitted

PUBLISHER = """
import os, sys
from itertools import count
from pathlib import Path
from products.publishing.opening import open_registry
from tests.products.publishing import shelf
where = Path(sys.argv[1]) if sys.argv[1].endswith("duckdb") else sys.argv[1]
for _ in sys.stdin:  # each line starts one publisher; what they import is imported once
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
        continue
    registry = open_registry(where, witness=Path(sys.argv[2])).registry
    for number in count(registry.newest() + 1):
        shelf._NUMBERS = count(number * 1000)
        held = shelf.published(registry, shelf.loan(id=f"XY-LOAN-{number}"))
        os.write(1, held.version_id.encode() + b"\\n")
"""
ROUNDS = 10


@pytest.mark.slow
def test_a_kill_in_the_middle_of_publishing_loses_nothing_that_was_answered(
    where: Path | str, witness: Path
) -> None:
    """Ten times: publish without pause, kill -9, look. The witness agrees each time."""
    answered: set[str] = set()
    running = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(where), str(witness)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    for number in range(ROUNDS):
        print("go", file=running.stdin, flush=True)
        child = int(running.stdout.readline())
        answered.add(running.stdout.readline().strip())
        time.sleep(0.01 * number)
        os.kill(child, signal.SIGKILL)
        lines = iter(running.stdout.readline, "")
        for line in lines:
            if line.endswith("gone\n"):
                break
            answered.add(line.strip())
        opened = open_registry(where, witness=witness)
        try:
            held = {each.version_id for each in opened.registry.as_of(at().date(), at(1))}
            assert answered <= held
            assert audit(opened.registry) == ()
            seq, _ = chain.witnessed(witness)
            assert opened.registry.newest() - seq <= 3  # one step's events, not yet witnessed
        finally:
            opened.close()
    running.communicate("")
    assert len(answered) >= ROUNDS


def test_a_step_that_fails_half_way_leaves_nothing(registry: Registry, monkeypatch) -> None:
    held = submitted(registry)
    seq = registry.newest()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("products.publishing.registry.believe", broken)
    with pytest.raises(ZeroDivisionError):
        registry.publish(
            STEWARD, held.version_id, approved=held.content_sha256, now=at(), request_id="r"
        )
    assert registry.newest() == seq
    assert registry.history("XY-LOAN-1") == (held,)
    monkeypatch.undo()
    registry.publish(
        STEWARD, held.version_id, approved=held.content_sha256, now=at(), request_id="r"
    )
    assert registry.newest() == seq + 1


def test_the_witness_gets_one_line_for_what_is_new(registry: Registry, witness: Path) -> None:
    published(registry)
    lines = witness.read_text().splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["1", "2", "3"]
    held = registry.draft(BANK, loan(0.2), now=at(), request_id="d", valid_from=at().date())
    registry.save(BANK, done(held).version_id, loan(0.3), edit_no=0, now=at())
    assert len(witness.read_text().splitlines()) == 3 + 1
