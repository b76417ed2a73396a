"""Commands of the market: check, build, list, show, price, read, schedule, verify, dictionary.

Those of the registry (audit, history, events, adopt) are in `products.commands_registry`, those for
banks' files (import, template) in `products.commands_import`.

Exit code 0: done. 1: problems were found, each told in one sentence. 2: the command was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from products import commands_import, commands_registry
from products.basis.problems import Problem, Severity
from products.basis.text import Sentences, problem_sentence, sentences
from products.catalogue.build import DEFAULT_FILE, build
from products.catalogue.dictionary import dictionary
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.listing import Listing
from products.catalogue.pack import Pack
from products.catalogue.seed import COUNTRIES, load_packs, packs
from products.catalogue.store import Catalogue
from products.catalogue.words import brief, brief_line, in_full, page
from products.kinds import KINDS
from products.publishing.shown import as_shown

OK, PROBLEMS = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    say = sentences()
    asked = _parser(say).parse_args(arguments)
    run: Callable[[argparse.Namespace, Sentences], int] = asked.run
    try:
        return run(asked, say)
    except DatabaseUnavailableError as error:
        _tell([error.problem], say)
        return PROBLEMS


def _check(asked: argparse.Namespace, say: Sentences) -> int:
    read = load_packs(_folders(asked))
    problems = [problem for pack in read for problem in pack.problems]
    for problem in problems:
        print(problem_sentence(problem, say))
    errors = _errors(problems)
    if problems:
        print(say("cli.problems", errors=errors, warnings=len(problems) - errors))
    else:
        print(say("cli.no_problems", count=len(read)))
    return PROBLEMS if errors else OK


def _build(asked: argparse.Namespace, say: Sentences) -> int:
    read: list[Pack] = []
    for folder in _folders(asked):
        _note(say("cli.reading", path=folder))
    read.extend(load_packs(_folders(asked)))
    problems = [problem for pack in read for problem in pack.problems]
    _tell(problems, say)
    for pack in read:
        counts = {"listings": len(pack.listings), "problems": len(pack.problems)}
        _note(say("cli.read", country=pack.iso3, **counts))
    count = sum(len(pack.listings) for pack in read)
    if not count:
        _note(say("cli.nothing_read"))
        return PROBLEMS
    _note(say("cli.writing", path=asked.out))
    version = build(read, asked.out)
    print(say("cli.built", path=asked.out, listings=count, version=version[:12]))
    return PROBLEMS if _errors(problems) else OK


def _list(asked: argparse.Namespace, say: Sentences) -> int:
    day = asked.as_of
    if asked.known is not None:
        return commands_registry.list_known(asked, say)
    with _shown(asked, say) as catalogue:
        if asked.country not in catalogue.countries():
            params = {"value": asked.country, "limit": ", ".join(catalogue.countries())}
            _tell([Problem("problem.unknown_country", "--country", params=params)], say)
            return PROBLEMS
        every = catalogue.all(asked.country)
        found = every if asked.all else catalogue.on_sale(asked.country, day)
    found = tuple(each for each in found if asked.kind in (None, each.kind))
    if asked.json:
        print(json.dumps([brief(each, day) for each in found], ensure_ascii=False, indent=1))
        return OK
    for each in found:
        print(brief_line(each, day, say))
    text = "cli.count" if found else "cli.none_offered"
    print(say(text, count=len(found), country=asked.country, day=day))
    return OK


def _show(asked: argparse.Namespace, say: Sentences) -> int:
    with _shown(asked, say) as catalogue:
        listing = _found(catalogue, asked.id, "show", say)
        if listing is None:
            return PROBLEMS
        sources = catalogue.sources(listing.country)
        regions = {row.region_code: row.name for row in catalogue.regions(listing.country)}
        named = catalogue.providers(listing.country).get(listing.provider_id)
        provider = named.name if named else listing.provider_id
    if asked.json:
        whole = in_full(listing, asked.as_of, say, sources, regions)
        print(json.dumps(whole, ensure_ascii=False, indent=1))
        return OK
    for line in page(listing, asked.as_of, say, sources, regions, provider):
        print(line)
    return OK


@contextmanager
def _shown(asked: argparse.Namespace, say: Sentences) -> Iterator[Catalogue]:
    """The catalogue as families see it on the day asked for; a registry out of reach is told."""
    now = datetime.now(UTC)
    with as_shown(asked.catalogue, day=asked.as_of, known=now) as (catalogue, problems):
        _tell(problems, say)
        yield catalogue


def _found(catalogue: Catalogue, wanted: str, where: str, say: Sentences) -> Listing | None:
    """The listing of an id, or None with the nearest ids told."""
    listing = catalogue.get(wanted) or catalogue.get(wanted.upper())
    if listing is None:
        near = catalogue.nearest(wanted)
        params = {"value": wanted, "limit": ", ".join(near)}
        code = "problem.no_such_listing" if near else "problem.no_listing_at_all"
        _tell([Problem(code, where, params=params)], say)
    return listing


def _price(asked: argparse.Namespace, say: Sentences) -> int:
    from products.price.answer import Shelf, Wish, answer

    with _shown(asked, say) as catalogue:
        listing = _found(catalogue, asked.id, "price", say)
        country = catalogue.country(listing.country) if listing else None
        if listing is None:
            return PROBLEMS
        if country is None:
            params = {"value": listing.country, "limit": ", ".join(catalogue.countries())}
            _tell([Problem("problem.unknown_country", "country", params=params)], say)
            return PROBLEMS
        shelf = Shelf(
            catalogue.all(country.iso3),
            catalogue.providers(country.iso3),
            catalogue.unexpressed(country.iso3),
            catalogue.assumptions(country.iso3),
            country.currency,
        )
    wish = Wish(asked.as_of, asked.amount, asked.tenor, asked.tax_filer)
    found = answer(listing, shelf, wish)
    _tell(found.problems, say)
    if asked.json:
        print(json.dumps(found.values(say), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for line in found.page(say):
            print(line)
    return OK if found.is_priced else PROBLEMS


def _read_file(asked: argparse.Namespace, say: Sentences) -> int:
    from products.imports import FORMATS
    from products.imports.words import lines, values

    try:
        raw = asked.file.read_bytes()
    except OSError as error:
        reason = {"value": str(asked.file), "reason": error.strerror or ""}
        _tell([Problem("problem.file_unreadable", "read", params=reason)], say)
        return PROBLEMS
    found = FORMATS[asked.format](raw, asked.provider, asked.country)
    if asked.json:
        print(json.dumps(values(found, say), ensure_ascii=False, indent=1, default=str))
    else:
        for line in lines(found, say):
            print(line)
    return OK if found.drafts and not found.problems else PROBLEMS


def _dictionary(_: argparse.Namespace, say: Sentences) -> int:
    print(dictionary(say), end="")
    return OK


def _schedule(asked: argparse.Namespace, _: Sentences) -> int:
    from products.contract.request import main as schedule

    return schedule("--schema" if asked.schema else asked.request, asked.json)


def _verify(asked: argparse.Namespace, _: Sentences) -> int:
    from products.verify.runner import main as verify

    return verify(["--schema", *asked.paths] if asked.schema else asked.paths)


def _folders(asked: argparse.Namespace) -> tuple[Path, ...]:
    if not asked.country:
        return packs(asked.data)
    return tuple(asked.data / code.upper() for code in dict.fromkeys(asked.country))


def _errors(problems: Iterable[Problem]) -> int:
    return sum(problem.severity is Severity.ERROR for problem in problems)


def _tell(problems: Iterable[Problem], say: Sentences) -> None:
    for problem in problems:
        _note(problem_sentence(problem, say))


def _note(line: str) -> None:
    print(line, file=sys.stderr)


def _parser(say: Sentences) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m products", description=say("cli.about"))
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[..., int], text: str = "") -> argparse.ArgumentParser:
        about = say(f"cli.{text or name}")
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    def file(added: argparse.ArgumentParser, name: str, default: Path) -> None:
        about = say(f"cli.{name}", path=os.path.relpath(default))
        added.add_argument(f"--{name}", type=Path, default=default, metavar="PATH", help=about)

    for name, run in (("check", _check), ("build", _build)):
        packed = command(name, run)
        packed.add_argument("--country", nargs="+", metavar="PAK", help=say("cli.country"))
        file(packed, "data", COUNTRIES)
        if name == "build":
            file(packed, "out", DEFAULT_FILE)
    listed = command("list", _list)
    listed.add_argument(
        "--country", required=True, type=str.upper, metavar="PAK", help=say("cli.country")
    )
    listed.add_argument("--kind", choices=sorted(KINDS), help=say("cli.kind"))
    listed.add_argument("--all", action="store_true", help=say("cli.every"))
    listed.add_argument("--known", type=_moment(say), metavar="MOMENT", help=say("cli.known"))
    shown = command("show", _show)
    priced = command("price", _price)
    priced.add_argument("--amount", type=float, metavar="A", help=say("cli.price.amount"))
    priced.add_argument("--tenor", type=int, metavar="N", help=say("cli.price.tenor"))
    priced.add_argument("--tax-filer", action="store_true", help=say("cli.price.tax_filer"))
    for named in (shown, priced):
        named.add_argument("id", metavar="ID", help=say("cli.id"))
    for reader in (listed, shown, priced):
        reader.add_argument(
            "--as-of", type=_day(say), default=_today(), metavar="DATE", help=say("cli.as_of")
        )
        reader.add_argument("--json", action="store_true", help=say("cli.json"))
        file(reader, "catalogue", DEFAULT_FILE)
    _asks_of_read(command("read", _read_file, "read_file"), say)
    command("dictionary", _dictionary)
    commands_import.add(command, say)
    commands_registry.add(command, say)
    handed = command("schedule", _schedule)
    either = handed.add_mutually_exclusive_group(required=True)
    either.add_argument(
        "request", nargs="?", metavar="REQUEST.json", help=say("cli.schedule.paths")
    )
    either.add_argument("--schema", action="store_true", help=say("cli.schedule.schema"))
    handed.add_argument("--json", action="store_true", help=say("cli.json"))
    proved = command("verify", _verify)
    proved.add_argument("--schema", action="store_true", help=say("cli.verify.schema"))
    proved.add_argument("paths", nargs="+", metavar="PATH", help=say("cli.verify.paths"))
    return parser


def _asks_of_read(read: argparse.ArgumentParser, say: Sentences) -> None:
    from products.imports import FORMATS

    formats = sorted(FORMATS)
    read.add_argument("file", type=Path, metavar="FILE", help=say("cli.read.file"))
    read.add_argument(
        "--provider",
        required=True,
        type=commands_import.provider,
        metavar="ID",
        help=say("cli.read.provider"),
    )
    about = say("cli.read.format", limit=", ".join(formats))
    read.add_argument("--format", required=True, choices=formats, help=about)
    read.add_argument(
        "--country", type=str.upper, default="", metavar="ISO3", help=say("cli.read.country")
    )
    read.add_argument("--json", action="store_true", help=say("cli.json"))


def _day(say: Sentences) -> Callable[[str], date]:
    def read(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("cli.bad_day", value=text)) from None

    return read


def _moment(say: Sentences) -> Callable[[str], datetime]:
    def read(text: str) -> datetime:
        try:
            return commands_registry.moment(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("cli.bad_moment", value=text)) from None

    return read


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a command is a door of the clock


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
