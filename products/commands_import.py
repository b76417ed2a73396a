"""Commands for banks' files: `import` takes them into the registry, `template` gives a table.

Who acts on the command line is whoever may open the registry's file or server: the log says
"command line". A day's allowance of uploads does not hold here; the size of a file does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.basis.text import Sentences, problem_sentence
from products.catalogue.build import ROOT
from products.catalogue.engine import DatabaseUnavailableError
from products.imports import FORMATS, TABLES, names, reading, words
from products.imports.documents import FeedCode, Imported, Job
from products.imports.limits import UPLOAD_BYTES
from products.imports.mended import Rules, rules_told
from products.imports.template import FORMATS as TEMPLATES
from products.imports.template import template
from products.imports.upload import read_upload
from products.kinds import KINDS
from products.publishing.admission import COMMAND
from products.publishing.arriving import Arrived, Bringer, Handed, Taken
from products.publishing.intake import Intake
from products.publishing.opening import FILE, open_registry, place, witness_of
from products.publishing.registry import Registry

Command = Callable[..., argparse.ArgumentParser]
OK, PROBLEMS = 0, 1
SYSTEM = "system"
"""Who acts where the command names nobody."""
_QUIET = (FeedCode.UNCHANGED, FeedCode.ONLY_STAMP_MOVED, FeedCode.FIRST_SEEN, FeedCode.CHANGED)
"""Events that are counted and not told one by one."""


def add(command: Command, say: Sentences) -> None:
    """Add the commands to those of the market."""
    asked = command("import", _import)
    asked.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("cli.import.file"))
    about = say("cli.read.provider")
    asked.add_argument("--provider", required=True, type=provider, metavar="ID", help=about)
    about = say("cli.read.format", limit=", ".join(sorted(FORMATS)))
    asked.add_argument("--format", required=True, choices=sorted(FORMATS), help=about)
    about = say("cli.read.country")
    asked.add_argument("--country", type=str.upper, default="", metavar="ISO3", help=about)
    about = say("cli.import.kind")
    asked.add_argument("--kind", choices=sorted(KINDS), default="", metavar="KIND", help=about)
    about = say("cli.import.as")
    asked.add_argument("--as", dest="who", default=SYSTEM, metavar="NAME", help=about)
    asked.add_argument("--whole-feed", action="store_true", help=say("cli.import.whole_feed"))
    asked.add_argument("--dry-run", action="store_true", help=say("cli.import.dry_run"))
    asked.add_argument("--json", action="store_true", help=say("cli.json"))
    empty = command("template", _template)
    empty.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=say("cli.import.kind"))
    about = say("cli.read.format", limit=", ".join(TEMPLATES))
    empty.add_argument("--format", required=True, choices=TEMPLATES, help=about)
    about = say("cli.template.out")
    empty.add_argument("--out", required=True, type=Path, metavar="FILE", help=about)


def provider(text: str) -> str:
    """The id of a provider as an argument."""
    if not re.fullmatch(r"[a-z0-9_-]{2,60}", text):
        raise argparse.ArgumentTypeError(text)
    return text


def _template(asked: argparse.Namespace, say: Sentences) -> int:
    where = str(asked.out)
    try:
        with asked.out.open("xb") as file:
            file.write(template(asked.kind, asked.format, say))
    except FileExistsError:
        return _refused(Problem("problem.file_exists", where), say)
    except OSError as error:
        params = {"value": where, "reason": error.strerror or ""}
        return _refused(Problem("problem.file_unwritable", "template", params=params), say)
    print(say("cli.template.done", path=where, kind=asked.kind))
    return OK


# ------------------------------------------------------------------ import


@dataclass(slots=True)
class _Run:
    """One call of `import`: what was asked, and what came of it so far."""

    asked: argparse.Namespace
    say: Sentences
    intake: Intake
    bringer: Bringer
    files: Sequence[Path]
    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    read: Imported | None = None


def _import(asked: argparse.Namespace, say: Sentences) -> int:
    files = list(_files(asked.files, names.ENDINGS[asked.format]))
    if not files:
        told = ", ".join(str(each) for each in asked.files)
        params = {"value": told, "limit": names.ENDINGS[asked.format]}
        return _refused(Problem("problem.no_files", "import", params=params), say)
    actor = Actor(asked.who, asked.provider, frozenset({Role.BANK}))
    bringer = Bringer(actor, datetime.now(UTC), f"import:{uuid.uuid4()}", COMMAND)
    with _opened(dry_run=asked.dry_run) as registry:
        run = _Run(asked, say, Intake(registry), bringer, files)
        _take(run)
    return _tell(run)


def _take(run: _Run) -> None:
    asked, bringer = run.asked, run.bringer
    now, request_id = bringer.now, bringer.request_id
    every = run.intake.take_all(
        bringer.actor, _read(run), now=now, request_id=request_id, rehearse=asked.dry_run
    )
    for done in every:
        if isinstance(done, Problem):
            run.problems.append(done)
            return
        run.taken.append(done)
        run.problems += done.problems
        if len(run.files) > 1 and (len(run.taken) % 100 == 0 or len(run.taken) == len(run.files)):
            drafts = sum(len(each.drafts) for each in run.taken)
            counts = {"done": len(run.taken), "files": len(run.files), "drafts": drafts}
            print(run.say("cli.import.progress", **counts), file=sys.stderr)
    if asked.whole_feed and not asked.dry_run:
        label = names.label(str(asked.files[0].name))
        closed = run.intake.close_feed(
            bringer.actor,
            provider_id=asked.provider,
            file_format=asked.format,
            file_name=label,
            seen=run.seen,
            now=now,
            request_id=request_id,
        )
        if isinstance(closed, Problem):
            run.problems.append(closed)
        else:
            run.taken.append(closed)


def _read(run: _Run) -> Iterator[Arrived]:
    """Every file that may be read, read; one that may not is a problem."""
    asked = run.asked
    mapped = run.intake.in_force(asked.provider, asked.format)
    for path in run.files:
        try:
            with path.open("rb") as file:
                raw = file.read(UPLOAD_BYTES + 1)
        except OSError as error:
            params = {"value": str(path), "reason": error.strerror or ""}
            run.problems.append(Problem("problem.file_unreadable", "import", params=params))
            continue
        handed = Handed(raw, path.name, asked.provider, asked.format, asked.country, asked.kind)
        if asked.dry_run and len(raw) > UPLOAD_BYTES:
            size = {"value": len(raw), "limit": UPLOAD_BYTES}
            refused: Problem | None = Problem("problem.file_too_large", path.name, params=size)
        else:
            refused = None if asked.dry_run else run.intake.admit(handed, run.bringer)
        if refused is not None:
            run.problems.append(refused)
            continue
        run.read = _what(handed, mapped.rules)
        run.seen |= {draft.external_ref for draft in run.read.drafts}
        run.seen |= {event.external_ref for event in run.read.events}
        sha256 = hashlib.sha256(raw).hexdigest()
        label = names.label(path.name)
        yield Arrived(run.read, label, sha256, len(raw), mappings=mapped.fingerprint)


def _what(handed: Handed, rules: Rules) -> Imported:
    """Tables are read apart, like an upload; JSON here, for a feed has thousands of files."""
    job = Job(
        handed.file_format, handed.provider_id, handed.country, handed.kind, rules_told(rules)
    )
    if handed.file_format in TABLES:
        told = (handed.provider_id, handed.country, handed.file_format, handed.kind)
        return read_upload(handed.file_name, handed.raw, *told)
    read = reading(job, handed.raw)
    where = names.label(handed.file_name)
    problems = (
        replace(p, where=f"{where}: {p.where}" if p.where else where) for p in read.problems
    )
    return replace(read, problems=tuple(problems))


def _files(asked: Sequence[Path], ending: str) -> Iterator[Path]:
    """Files as named, and every file of a folder that ends so, by name."""
    for path in asked:
        if path.is_dir():
            yield from sorted(
                each for each in path.rglob("*") if each.name.endswith(ending) and each.is_file()
            )
        else:
            yield path


@contextmanager
def _opened(*, dry_run: bool) -> Iterator[Registry]:
    """The registry of this machine; for a trial without one, an empty one that is thrown away."""
    folder = Path(os.environ.get("WAPSI_VAR") or ROOT / "var")
    where = place(folder)
    with TemporaryDirectory(prefix="wapsi-") as aside:
        if dry_run and isinstance(where, Path) and not where.is_file():
            folder = Path(aside)
            where = folder / FILE
        try:
            opened = open_registry(where, witness=witness_of(folder / FILE))
        except DatabaseUnavailableError as error:
            raise DatabaseUnavailableError(_way_out(error.problem)) from error
        try:
            yield opened.registry
        finally:
            opened.close()


def _way_out(problem: Problem) -> Problem:
    in_use = problem.code == "problem.database_in_use"
    return replace(problem, code=f"{problem.code}.import") if in_use else problem


# ------------------------------------------------------------------ told


def _tell(run: _Run) -> int:
    code = PROBLEMS if run.problems else OK
    totals = _totals(run)
    if run.asked.json:
        files = [_values(each, run.say) for each in run.taken]
        problems = [_problem(each, run.say) for each in run.problems]
        told = {"dry_run": run.asked.dry_run, "totals": totals, "files": files}
        print(json.dumps({**told, "problems": problems}, ensure_ascii=False, indent=1, default=str))
        return code
    if len(run.files) == 1 and run.read is not None:
        for line in words.lines(replace(run.read, problems=(), events=()), run.say):
            print(line)
    for each in run.taken:
        for event in each.events:
            if event.code not in _QUIET or len(run.files) == 1:
                print(words.event_line(event, run.say))
        if each.beside:
            print(run.say("cli.import.beside", ids=", ".join(each.beside)))
        if each.outcome == "repeated":
            params = {"file": each.file_name, "first": each.first_import[:8]}
            print(run.say("cli.import.repeated", **params))
    for problem in run.problems:
        print(problem_sentence(problem, run.say), file=sys.stderr)
    key = "cli.import.would" if run.asked.dry_run else "cli.import.done"
    print(run.say(key, **totals))
    return code


def _totals(run: _Run) -> dict[str, int]:
    counts = ("unchanged", "replaced", "gone", "blocked", "doubts", "notes")
    return {
        "files": len(run.taken),
        "drafts": sum(len(each.drafts) for each in run.taken),
        **{name: sum(getattr(each, name) for each in run.taken) for name in counts},
        "beside": sum(len(each.beside) for each in run.taken),
        "problems": len(run.problems),
    }


def _values(taken: Taken, say: Sentences) -> dict[str, Any]:
    events = [asdict(event) | {"why": words.event_line(event, say)} for event in taken.events]
    problems = [_problem(each, say) for each in taken.problems]
    return asdict(taken) | {"events": events, "problems": problems}


def _problem(problem: Problem, say: Sentences) -> dict[str, str]:
    sentence = problem_sentence(problem, say)
    return {"code": problem.code, "where": problem.where, "sentence": sentence}


def _refused(problem: Problem, say: Sentences) -> int:
    print(problem_sentence(problem, say), file=sys.stderr)
    return PROBLEMS
