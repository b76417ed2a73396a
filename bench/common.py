"""Subject against rivals, in turn, in one process: paired ratios, and the machine by name."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# Before numpy is imported anywhere: one thread each, or ratios mean nothing.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


@dataclass(frozen=True, slots=True)
class Row:
    """One contender: its best and median processor seconds, and the subject's lead over it."""

    name: str
    best: float
    median: float
    paired: float
    """median over the rounds of (its seconds / the subject's seconds in the same round)"""
    of_bests: float
    """its best seconds / the subject's best seconds"""


def measure(
    subject: str, contenders: Mapping[str, Callable[[], object]], rounds: int = 7
) -> tuple[Row, ...]:
    """Run every contender once per round, in turn, after one round to warm up.

    Seconds are processor time of this process, all its threads, so that other work on the machine
    counts little. Garbage is collected between runs and not during them.
    """
    for run in contenders.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            seconds[name].append(_seconds(run))
    own = seconds[subject]
    return tuple(
        Row(
            name,
            min(its),
            statistics.median(its),
            statistics.median(theirs / ours for theirs, ours in zip(its, own, strict=True)),
            min(its) / min(own),
        )
        for name, its in seconds.items()
    )


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        run()
        return time.process_time() - began
    finally:
        gc.enable()


def table(
    title: str, rows: tuple[Row, ...], items: int = 1, bars: Mapping[str, float] | None = None
) -> str:
    """Rows as text; `items` is what one run works through; `bars` the lead wanted over a rival."""
    wanted = bars or {}
    lines = [
        title,
        machine(),
        f"{'contender':<34}{'ms best':>10}{'ms median':>11}{'per s':>12}"
        f"{'times':>9}{'bests':>9}  bar",
    ]
    for row in rows:
        bar = wanted.get(row.name)
        verdict = "" if bar is None else f">= {bar:g}  {verdict_of(row, bar)}"
        lines.append(
            f"{row.name:<34}{row.best * 1e3:>10.2f}{row.median * 1e3:>11.2f}"
            f"{items / row.median:>12,.0f}{row.paired:>9.2f}{row.of_bests:>9.2f}  {verdict}"
        )
    return "\n".join(line.rstrip() for line in lines)


def verdict_of(row: Row, bar: float) -> str:
    """`met`, or `missed` where both ratios miss the bar."""
    return "met" if max(row.paired, row.of_bests) >= bar else "missed"


def machine() -> str:
    """Processor, cores, load, Python and numpy, in one line."""
    import numpy as np

    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {os.cpu_count()} cores, load {load:.1f}, {platform.system()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
