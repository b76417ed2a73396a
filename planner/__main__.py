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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Timer

from planner.best import recommend
from planner.case import MAX_FILE_BYTES, Case, read_case
from planner.casework.archive import finder
from planner.country import Country, assemble, country_of
from planner.futures.paths import FULL_PATHS, Paths
from planner.futures.returns import CONFIDENCE, safe_returns
from planner.futures.simulate import simulate
from planner.pins import Find, Held, hold, told
from planner.plan import Plan, compare, make_plan
from planner.report_best import Advised
from planner.report_json import as_json, compared, report
from planner.report_risk import Shaken
from planner.report_text import page
from planner.risk import assess
from planner.sensitivity import sensitivity
from planner.shocks import DEFAULT_MARK, Shock, named, shock_pack
from planner.text import text_of
from planner.ways import by_allocation, ways
from products.basis.problems import Problem
from products.basis.text import Sentences, problem_sentence, sentences
from products.catalogue.build import DEFAULT_FILE, version_of
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.listing import Listing
from products.catalogue.pack import PackFile
from products.catalogue.seed import COUNTRIES, load_pack, packs
from products.publishing.opening import open_reading, place
from products.publishing.shown import as_shown

OK, PROBLEMS = 0, 1
_THREADS = 2
_SLOW_SECONDS = 1.0
_FEWEST, _MOST = 100, 100_000
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
    shelf = _shelf(case.country, asked.catalogue, asked.as_of, say)
    if isinstance(shelf, Problem):
        return _refuse([shelf], say)
    country, listings, version = shelf
    held = _hold(case, listings, place(asked.catalogue.parent), say)
    listings = held.listings
    chosen, unknown = named(asked.shocks if asked.shocks is not None else Shock)
    if unknown:
        return _refuse(unknown, say)
    given = {"as_of": asked.as_of, "catalogue_version": version}
    with _slow(say("plancli.at_plan")):
        plan = make_plan(case, listings, country, **given)
        plan = replace(plan, warnings=(*plan.warnings, *told(held.departures)))
    with _slow(say("plancli.at_best")):
        advised = None if asked.no_best else _advise(plan, held.advised, country, asked)
    shaken = None if asked.no_risk else _shake(plan, listings, asked, chosen, say)
    text = text_of("en", country.currency)
    if asked.json:
        content = report(plan, text, shaken, advised)
        content["alternatives"] = compared(compare(case, listings, country, **given))
        print(as_json(content), end="")
        return OK
    for line in page(plan, text, shaken, advised):
        print(line)
    return OK


def _hold(case: Case, listings: Sequence[Listing], registry: Path | str, say: Sentences) -> Held:
    """The listings as the case has them; the registry is only read, and only when it is needed.

    A registry that another process holds cannot be read: that is said, and today's terms are used.
    """
    with ExitStack() as stack:

        def find(listing_id: str, sha256: str) -> Listing | None:
            return archive()(listing_id, sha256)

        @cache
        def archive() -> Find:
            try:
                opened = open_reading(registry)
            except DatabaseUnavailableError as unavailable:
                print(problem_sentence(unavailable.problem, say), file=sys.stderr)
                return finder(None)
            if opened is None:
                return finder(None)
            stack.callback(opened.close)
            return finder(opened.registry)

        return hold(case, listings, find)


def _advise(
    plan: Plan, listings: Sequence[Listing], country: Country, asked: argparse.Namespace
) -> Advised:
    """The best plan and the ways beside it; in the same futures, where futures are asked for."""

    def live(one: Plan) -> Paths:
        return _futures(one, asked)

    made = plan.provenance
    best = recommend(
        plan.case, listings, country, as_of=made.as_of, catalogue_version=made.catalogue_version
    )
    columns = ways(
        plan,
        listings,
        country,
        allot=by_allocation(listings, country),
        simulate=None if asked.no_risk else live,
    )
    risk = None if asked.no_risk else assess(live(best.plan), best.plan)
    return Advised(best, columns, risk)


def _futures(plan: Plan, asked: argparse.Namespace) -> Paths:
    given = (plan.case, plan, plan.assumptions)
    return simulate(*given, asked.paths, _seed(plan, asked), _THREADS)


def _seed(plan: Plan, asked: argparse.Namespace) -> int:
    seed: int | None = asked.seed
    return plan.case.seed if seed is None else seed


def _shake(
    plan: Plan,
    listings: Sequence[Listing],
    asked: argparse.Namespace,
    chosen: Sequence[Shock],
    say: Sentences,
) -> Shaken:
    """The plan in its futures, under shocks, and what moves it."""
    with _slow(say("plancli.at_futures", number=asked.paths)):
        risk = assess(_futures(plan, asked), plan)
        returns = safe_returns(
            plan.case, plan, plan.assumptions, _seed(plan, asked), confidence=asked.confidence
        )
    given = (plan.case, listings, plan.assumptions, plan.currency)
    with _slow(say("plancli.at_shocks")):
        shocks = shock_pack(*given, mark=asked.shock_in, chosen=chosen)
        return Shaken(risk, returns, shocks, sensitivity(*given))


@contextmanager
def _slow(sentence: str) -> Iterator[None]:
    """Says on a terminal what is going on, where it takes more than a second."""
    told = Timer(_SLOW_SECONDS, lambda: print(sentence, file=sys.stderr, flush=True))
    told.daemon = True
    if sys.stderr.isatty():
        told.start()
    try:
        yield
    finally:
        told.cancel()


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


def _shelf(iso3: str, path: Path, day: date, say: Sentences) -> Shelf | Problem:
    """The country and its listings, from the built catalogue where it is fresh, else the pack."""
    known = {folder.name for folder in packs()}
    if iso3 not in known:
        params = {"value": iso3, "limit": ", ".join(sorted(known))}
        return Problem("problem.unknown_country_pack", "country", params=params)
    built = _from_catalogue(iso3, path, day, say)
    if built is not None:
        return built
    pack = load_pack(COUNTRIES / iso3)
    country = country_of(pack)
    if country is None:
        return pack.problems[0]
    return country, pack.listings, version_of(pack.files)


def _from_catalogue(iso3: str, path: Path, day: date, say: Sentences) -> Shelf | None:
    """The same from the built file with what banks published on a day laid over it.

    None where there is no such file, or the packs have moved on since.
    """
    try:
        with as_shown(path, day=day, known=datetime.now(UTC)) as (catalogue, problems):
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
            for problem in problems:
                print(problem_sentence(problem, say), file=sys.stderr)
            own = [file for file in catalogue.files() if file.path.startswith(f"{iso3}/")]
            version = catalogue.version if catalogue.is_overlaid else version_of(own)
            return country, catalogue.all(iso3), version
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
    planned.add_argument("--no-best", action="store_true", help=say("plancli.no_best"))
    planned.add_argument("--no-risk", action="store_true", help=say("plancli.no_risk"))
    planned.add_argument(
        "--paths", type=_whole(say, _FEWEST, _MOST), default=FULL_PATHS, metavar="N",
        help=say("plancli.paths", number=FULL_PATHS),
    )  # fmt: skip
    planned.add_argument(
        "--seed", type=_whole(say, 0, 2**63 - 1), metavar="N", help=say("plancli.seed")
    )
    planned.add_argument(
        "--confidence", type=_share(say), default=CONFIDENCE, metavar="SHARE",
        help=say("plancli.confidence", number=CONFIDENCE),
    )  # fmt: skip
    planned.add_argument("--shocks", type=_listed, metavar="NAMES", help=say("plancli.shocks"))
    planned.add_argument(
        "--shock-in", type=_whole(say, 1, 240), default=DEFAULT_MARK, metavar="MONTHS",
        help=say("plancli.shock_in", number=DEFAULT_MARK),
    )  # fmt: skip
    about = say("plancli.catalogue", path=os.path.relpath(DEFAULT_FILE))
    planned.add_argument("--catalogue", type=Path, default=DEFAULT_FILE, metavar="PATH", help=about)
    return parser


def _day(say: Sentences) -> Callable[[str], date]:
    return lambda text: _parsed(text, say("plancli.bad_day", value=text))


def _month(say: Sentences) -> Callable[[str], date]:
    return lambda text: _parsed(f"{text}-01", say("plancli.bad_month", value=text))


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _whole(say: Sentences, low: int, high: int) -> Callable[[str], int]:
    def parsed(text: str) -> int:
        if text.isdecimal() and low <= int(text) <= high:
            return int(text)
        raise argparse.ArgumentTypeError(say("plancli.bad_number", value=text, low=low, high=high))

    return parsed


def _share(say: Sentences) -> Callable[[str], float]:
    def parsed(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if 0 < value < 1:
            return value
        raise argparse.ArgumentTypeError(say("plancli.bad_share", value=text))

    return parsed


def _parsed(whole: str, refusal: str) -> date:
    try:
        return date.fromisoformat(whole)
    except ValueError:
        raise argparse.ArgumentTypeError(refusal) from None


if __name__ == "__main__":
    raise SystemExit(main())
