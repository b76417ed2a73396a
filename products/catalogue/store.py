"""The catalogue: what a built file holds, as listings and rows."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import BaseModel
from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from products.basis.eligibility import Rule
from products.basis.problems import Problem
from products.basis.sources import Provenance, Source, Standing
from products.catalogue.build import DEFAULT_FILE
from products.catalogue.engine import Database, DatabaseUnavailableError, open_database
from products.catalogue.listing import Listing
from products.catalogue.pack import (
    AssumptionLine,
    Contact,
    Country,
    PackFile,
    Provider,
    Region,
    SeriesPoint,
    StepLine,
    Unexpressed,
)
from products.catalogue.query import OfferQuery, statement
from products.catalogue.tables import (
    COUNTRIES,
    FILES,
    LISTINGS,
    META,
    ROWS,
    everything,
    layout,
    listing_from,
)

M = TypeVar("M", bound=BaseModel)


class Catalogue:
    """An open catalogue, read only. Safe to share between threads; close it when done.

    Rows are read once and kept; only `find` asks the database anew.
    """

    def __init__(self, database: Database) -> None:
        """Take over an open database and check that it is a catalogue of this layout."""
        self._database = database
        self._kept: dict[type[BaseModel], dict[str, tuple[Any, ...]]] = {}
        self._overlay: Mapping[str, Source] = {}
        self._hidden: frozenset[str] | set[str] = frozenset()
        try:
            meta = {row["name"]: row["value"] for row in self._rows(META)}
        except DBAPIError as error:
            raise DatabaseUnavailableError(_outdated(database.path)) from error
        if meta.get("layout") != layout():
            raise DatabaseUnavailableError(_outdated(database.path))
        self.version: str = meta["version"]
        self.code_version: str = meta["code_version"]

    @classmethod
    def open(cls, path: Path = DEFAULT_FILE) -> Self:
        """Open a built file; `DatabaseUnavailableError` when there is none, or an outdated one."""
        if not path.is_file():
            raise DatabaseUnavailableError(Problem("problem.no_catalogue", str(path)))
        database = open_database(path, read_only=True)
        try:
            return cls(database)
        except BaseException:
            database.close()
            raise

    @property
    def is_overlaid(self) -> bool:
        """Whether something from elsewhere was laid over what the file holds."""
        return bool(self._hidden)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def overlaid(
        self,
        listings: Mapping[str, Listing],
        gone: Collection[str],
        sources: Mapping[str, Source],
        stamp: str,
    ) -> Self:
        """This catalogue with listings in the place of its own or beside them, and some taken away.

        `stamp` names what was laid over; it becomes part of the version. `sources` by id belong to
        the listings. `find` still asks the file alone, and leaves out what was laid over.
        """
        other = copy.copy(self)
        kept = {id_: each for id_, each in self._listings.items() if id_ not in gone}
        other.__dict__["_listings"] = {**kept, **listings}
        other._overlay = {**self._overlay, **sources}
        other._hidden = self._hidden | set(gone) | set(listings)
        other.version = hashlib.sha256(f"{self.version}\t{stamp}".encode()).hexdigest()
        return other

    def __enter__(self) -> Self:
        """The catalogue itself, for a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()

    # ---------------------------------------------------------------- listings

    def countries(self) -> tuple[str, ...]:
        """Codes of the countries it holds."""
        listed = {each.country for each in self._listings.values()}
        return tuple(sorted(listed | self._settings.keys()))

    def all(self, country: str) -> tuple[Listing, ...]:
        """Every listing of a country, by id."""
        return tuple(each for each in self._listings.values() if each.country == country)

    def on_sale(self, country: str, as_of: date) -> tuple[Listing, ...]:
        """What may be offered on a day: in standing, and valid on it; by id."""
        return tuple(
            each
            for each in self.all(country)
            if each.standing is not Standing.NOT_OFFERED and each.on_sale(as_of)
        )

    def get(self, listing_id: str) -> Listing | None:
        """One listing, or None."""
        return self._listings.get(listing_id)

    def nearest(self, listing_id: str, count: int = 5) -> tuple[str, ...]:
        """The ids most like one that is not there, likest first."""
        wanted = listing_id.upper()
        inside = [known for known in self._listings if wanted and wanted in known]
        near = get_close_matches(wanted, list(self._listings), n=count, cutoff=0.5)
        return tuple(dict.fromkeys([*inside[:count], *near]))[:count]

    def find(self, query: OfferQuery) -> tuple[Listing, ...]:
        """The listings that fit a query, in its order."""
        with self._database.engine.connect() as connection:
            rows = connection.execute(statement(query)).all()
        ids = (str(row[0]) for row in rows)
        return tuple(self._listings[each] for each in ids if each not in self._hidden)

    # ---------------------------------------------------------------- rows beside them

    def country(self, country: str) -> Country | None:
        """What the country's `country.toml` says, or None for a country it does not hold."""
        return self._settings.get(country)

    def files(self) -> tuple[PackFile, ...]:
        """The files it was built from."""
        return tuple(PackFile(row["path"], row["sha256"]) for row in self._rows(FILES))

    def sources(self, country: str | None = None) -> dict[str, Source]:
        """Sources by id, of one country or of all."""
        told = {row.source_id: row for row in self._of(Source, country)}
        return {**told, **self._overlay}

    def providers(self, country: str | None = None) -> dict[str, Provider]:
        """Providers by id, of one country or of all."""
        return {row.provider_id: row for row in self._of(Provider, country)}

    def regions(self, country: str) -> tuple[Region, ...]:
        """Regions of a country, as its pack orders them."""
        return self._of(Region, country)

    def contacts(self, country: str) -> tuple[Contact, ...]:
        """Whom to turn to in a country."""
        return self._of(Contact, country)

    def series(self, country: str) -> tuple[SeriesPoint, ...]:
        """Reference figures of a country."""
        return self._of(SeriesPoint, country)

    def assumptions(self, country: str) -> tuple[AssumptionLine, ...]:
        """What a country's pack assumes, value by value and day by day."""
        return self._of(AssumptionLine, country)

    def steps(self, country: str) -> tuple[StepLine, ...]:
        """The step tables of a country's listings, with the source of every row."""
        return self._of(StepLine, country)

    def unexpressed(self, country: str) -> tuple[Unexpressed, ...]:
        """Products that are known and not listed, with the reason."""
        return self._of(Unexpressed, country)

    # ---------------------------------------------------------------- reading

    @cached_property
    def _settings(self) -> Mapping[str, Country]:
        rows = self._rows(COUNTRIES)
        return {row["country"]: Country.model_validate(row["settings"]) for row in rows}

    @cached_property
    def _listings(self) -> Mapping[str, Listing]:
        rules, provenance = self._owned(Rule), self._owned(Provenance)
        return {
            row["id"]: listing_from(row, rules.get(row["id"], ()), provenance.get(row["id"], ()))
            for row in self._rows(LISTINGS)
        }

    def _of(self, model: type[M], country: str | None) -> tuple[M, ...]:
        if model not in self._kept:
            self._kept[model] = dict(self._owned(model))
        owned = self._kept[model]
        if country is None:
            return tuple(row for rows in owned.values() for row in rows)
        return owned.get(country, ())

    def _owned(self, model: type[M]) -> dict[str, tuple[M, ...]]:
        found: dict[str, list[M]] = {}
        for row in self._rows(ROWS[model]):
            cells = {name: row[name] for name in model.model_fields}
            found.setdefault(row["owner"], []).append(model.model_validate(cells))
        return {owner: tuple(rows) for owner, rows in found.items()}

    def _rows(self, table: Table) -> Sequence[Mapping[str, Any]]:
        with self._database.engine.connect() as connection:
            return [dict(row) for row in connection.execute(everything(table)).mappings()]


def _outdated(path: Path) -> Problem:
    return Problem("problem.catalogue_outdated", str(path))
