"""Commands of the family's house: schema and plan.

Exit code 0: done. 1: the case or the catalogue has problems, each told in one sentence. 2: the
command was wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from planner.case import MAX_FILE_BYTES, Case, read_case
from planner.country import Country, assemble, country_of
from planner.plan import compare, make_plan
from planner.report_json import as_json, compared, report
from planner.report_text import page
from planner.text import text_of
from products.basis.problems import Problem
from products.basis.text import Sentences, problem_sentence, sentences
from products.catalogue.build import DEFAULT_FILE, version_of
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.listing import Listing
from products.catalogue.pack import PackFile
from products.catalogue.seed import COUNTRIES, load_pack, packs
from products.catalogue.store import Catalogue

OK, PROBLEMS = 0, 1
Shelf = tuple[Country, tuple[Listing, ...], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    say = sentences()
    asked = _parser(say).parse_args(list(sys.argv[1:] if arguments is None else arguments))
    run: Callable[[argparse.Namespace, Sentences], int] = asked.run
    return run(asked, say)


def _schema(_: argparse.Namespace, _say: Sentences) -> int:
    print(json.dumps(Case.model_json_schema(), ensure_ascii=False, indent=1))
    return OK


def _plan(asked: argparse.Namespace, say: Sentences) -> int:
    case, problems = _read(asked.case)
    if case is None:
        return _refuse(problems, say)
    if asked.last_month is not None:
        case = case.model_copy(update={"last_month": asked.last_month})
    shelf = _shelf(case.country, asked.catalogue)
    if isinstance(shelf, Problem):
        return _refuse([shelf], say)
    country, listings, version = shelf
    given = {"as_of": asked.as_of, "catalogue_version": version}
    plan = make_plan(case, listings, country, **given)
    text = text_of("en", country.currency)
    if asked.json:
        content = report(plan, text)
        content["alternatives"] = compared(compare(case, listings, country, **given))
        print(as_json(content), end="")
        return OK
    for line in page(plan, text):
        print(line)
    return OK


def _read(path: Path) -> tuple[Case | None, tuple[Problem, ...]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None, (Problem("problem.no_file", str(path)),)
    except OSError as error:
        params = {"value": str(path), "reason": str(error.strerror)}
        return None, (Problem("problem.file_unreadable", str(path), params=params),)
    return read_case(data)


def _shelf(iso3: str, path: Path) -> Shelf | Problem:
    """The country and its listings, from the built catalogue where it is fresh, else the pack."""
    known = {folder.name for folder in packs()}
    if iso3 not in known:
        params = {"value": iso3, "limit": ", ".join(sorted(known))}
        return Problem("problem.unknown_country_pack", "country", params=params)
    built = _from_catalogue(iso3, path)
    if built is not None:
        return built
    pack = load_pack(COUNTRIES / iso3)
    country = country_of(pack)
    if country is None:
        return pack.problems[0]
    return country, pack.listings, version_of(pack.files)


def _from_catalogue(iso3: str, path: Path) -> Shelf | None:
    """The same from the built file; None where there is none or its files have moved on."""
    try:
        with Catalogue.open(path) as catalogue:
            settings = catalogue.country(iso3)
            if settings is None or not _is_fresh(catalogue.files(), iso3):
                return None
            country = assemble(
                settings,
                regions=catalogue.regions(iso3),
                assumptions=catalogue.assumptions(iso3),
                sources=catalogue.sources(iso3).values(),
                providers=catalogue.providers(iso3).values(),
                contacts=catalogue.contacts(iso3),
            )
            own = [file for file in catalogue.files() if file.path.startswith(f"{iso3}/")]
            return country, catalogue.all(iso3), version_of(own)
    except DatabaseUnavailableError:
        return None


def _is_fresh(files: Iterable[PackFile], iso3: str) -> bool:
    """Whether every file of a country is still what the catalogue was built from, and no other."""
    built = {f.path: f.sha256 for f in files if f.path.startswith(f"{iso3}/")}
    folder = COUNTRIES / iso3
    there = {
        f"{iso3}/{file.relative_to(folder).as_posix()}": file
        for file in folder.rglob("*")
        if file.is_file()
    }
    return built.keys() == there.keys() and all(
        hashlib.sha256(file.read_bytes()).hexdigest() == built[name] for name, file in there.items()
    )


def _refuse(problems: Iterable[Problem], say: Sentences) -> int:
    for problem in problems:
        print(problem_sentence(problem, say), file=sys.stderr)
    return PROBLEMS


def _parser(say: Sentences) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m planner", description=say("plancli.about"))
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        about = say(f"plancli.{name}")
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    command("schema", _schema)
    planned = command("plan", _plan)
    planned.add_argument("case", type=Path, metavar="CASE.json", help=say("plancli.case"))
    planned.add_argument("--json", action="store_true", help=say("plancli.json"))
    planned.add_argument(
        "--as-of", type=_day(say), default=date.today(), metavar="DATE", help=say("plancli.as_of")
    )
    planned.add_argument(
        "--last-month", type=_month(say), metavar="YYYY-MM", help=say("plancli.last_month")
    )
    about = say("plancli.catalogue", path=os.path.relpath(DEFAULT_FILE))
    planned.add_argument("--catalogue", type=Path, default=DEFAULT_FILE, metavar="PATH", help=about)
    return parser


def _day(say: Sentences) -> Callable[[str], date]:
    return lambda text: _parsed(text, say("plancli.bad_day", value=text))


def _month(say: Sentences) -> Callable[[str], date]:
    return lambda text: _parsed(f"{text}-01", say("plancli.bad_month", value=text))


def _parsed(whole: str, refusal: str) -> date:
    try:
        return date.fromisoformat(whole)
    except ValueError:
        raise argparse.ArgumentTypeError(refusal) from None


if __name__ == "__main__":
    raise SystemExit(main())
