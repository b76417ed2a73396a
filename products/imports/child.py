"""Reading a file apart: in a process of its own that has little time, little memory, no network.

The parent starts `python -m products.imports.child`, hands over one line of JSON and the bytes, and
gets one JSON text back. The child loads what it needs, gives up every right it does not need, and
only then looks at the bytes: from there on it can open nothing, neither file nor socket.
"""

from __future__ import annotations

import codecs
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from products.basis.problems import Problem, Severity
from products.imports.documents import Doubt, Draft, FeedCode, FeedEvent, Imported, Job, Note
from products.imports.limits import PARSE_BYTES, PARSE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
_ANSWER_BYTES = 4 * PARSE_BYTES // 8
"""No answer is longer: a child that says more is not one of ours."""
_NEEDED: Mapping[str, str] = {"xlsx": "products.imports.workbook"}
"""What a format loads only when it is read."""
_ENCODINGS = ("utf-8", "utf-8-sig", "ascii", "latin-1", "cp437", "idna", "punycode", "utf-16-le")
"""Python loads each from a file when it is first used."""
_REHEARSAL = b"kind,id,name,rate,valid_from\nloan,A-1,A,9,2026\nloan,A-2,A,0.1,2026-01-01\n"
"""Read before anything is given up, so that whatever is loaded at first use is there."""
_TOO_LARGE = 3


def read_apart(job: Job, raw: bytes, *, seconds: float = PARSE_SECONDS) -> Imported:
    """What the file gave, or the problem that it took too long, too much, or broke its reader."""
    code, answer = _asked(job, raw, seconds)
    if code == 0:
        return unpacked(answer)
    late = Problem("problem.parse_too_slow", "", params={"limit": PARSE_SECONDS})
    large = Problem("problem.parse_too_large", "", params={"limit": PARSE_BYTES // 1_000_000})
    told = {_TOO_LARGE: large, -9: late, -24: late}
    problem = told.get(code, Problem("problem.parse_failed", ""))
    return Imported(job.format, job.provider_id, problems=(problem,))


def _asked(job: Job, raw: bytes, seconds: float) -> tuple[int, bytes]:
    """The child's exit code (minus the signal that ended it) and what it said."""
    head = json.dumps({field.name: getattr(job, field.name) for field in fields(job)})
    command = [sys.executable, "-m", "products.imports.child"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no word of a user's
        command, cwd=ROOT, env=_surroundings(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        late = threading.Timer(seconds, child.kill)
        late.start()
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            told = (child.stdin, head.encode() + b"\n" + raw)
            teller = threading.Thread(target=_tell, args=told, daemon=True)
            teller.start()
            answer = child.stdout.read(_ANSWER_BYTES)
            if len(answer) == _ANSWER_BYTES:
                child.kill()
                child.wait()
                return _TOO_LARGE, b""
            teller.join()
            return child.wait(), answer
        finally:
            late.cancel()
            if child.poll() is None:
                child.kill()


def _surroundings() -> dict[str, str]:
    """None of the parent's environment but what Python needs: no address, no key, no secret."""
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", **dict.fromkeys(threads, "1")}


def _tell(pipe: IO[bytes], said: bytes) -> None:
    try:
        with pipe:
            pipe.write(said)
    except BrokenPipeError:
        return  # the child has heard enough


def packed(read: Imported) -> bytes:
    """What was read as one JSON text; its contents are plain values already."""
    return json.dumps(read, default=_plain, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _plain(value: object) -> dict[str, Any]:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(type(value).__name__)
    return {field.name: getattr(value, field.name) for field in fields(value)}


def unpacked(said: bytes) -> Imported:
    """The same again. Only JSON is read: nothing a child says is ever run."""
    told = json.loads(said.decode("utf-8", "surrogatepass"))
    return Imported(
        told["format"],
        told["provider_id"],
        tuple(_draft(each) for each in told["drafts"]),
        tuple(FeedEvent(**each | {"code": FeedCode(each["code"])}) for each in told["events"]),
        tuple(
            Problem(**each | {"severity": Severity(each["severity"])}) for each in told["problems"]
        ),
        tuple(Note(**each) for each in told["about"]),
    )


def _draft(told: dict[str, Any]) -> Draft:
    lists = {
        "doubts": tuple(Doubt(**each) for each in told["doubts"]),
        "notes": tuple(Note(**each) for each in told["notes"]),
        "links": tuple((name, address) for name, address in told["links"]),
    }
    return Draft(**told | lists)


def confine(seconds: int = PARSE_SECONDS, most_bytes: int = PARSE_BYTES) -> None:
    """Give up every right but to reckon and to answer on what is open already.

    No file and no socket can be opened any more and no process started; the processor's time and
    the memory are counted.
    """
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def main() -> int:
    """One job from standard input, its answer on standard output."""
    from products.imports import TABLES, reading

    job = Job(**json.loads(sys.stdin.buffer.readline()))
    if job.format in _NEEDED:
        import_module(_NEEDED[job.format])
    if job.format in TABLES:
        reading(Job("csv", job.provider_id, job.country, job.kind), _REHEARSAL)
    confine()
    try:
        raw = sys.stdin.buffer.read()
        answer = packed(reading(job, raw))
    except MemoryError:
        return _TOO_LARGE
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
