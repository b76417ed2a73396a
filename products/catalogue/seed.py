"""A country's folder read into a `Pack`: every good row, and every problem of the others.

A bad row is left out and told; the rest goes on. Three rules keep what is left honest. A row that
names a source, provider or region nobody knows is left out. A listing whose rule or step cannot be
read is left out as well, for without it the listing would promise more than its provider does. And
what leans on a file that could not be read at all is not told again, row by row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from products.basis.problems import Problem, Scalar
from products.basis.sources import Provenance, Source
from products.catalogue.attached import TERMS, Known, Parts
from products.catalogue.described import DESCRIPTION, SETTINGS, read_country, undescribed
from products.catalogue.listing import Header
from products.catalogue.pack import (
    AssumptionLine,
    Contact,
    Pack,
    PackFile,
    Provider,
    Region,
    RuleLine,
    SeriesPoint,
    StepLine,
    Unexpressed,
)
from products.catalogue.reading import Read, columns_of, lines_of, read_table, required_of
from products.catalogue.shelving import ProductFile, Shelf, shelve

ROOT = Path(__file__).resolve().parents[2]
COUNTRIES = ROOT / "data" / "countries"

TABLES: Mapping[str, type[BaseModel]] = {
    "sources.csv": Source,
    "providers.csv": Provider,
    "regions.csv": Region,
    "contacts.csv": Contact,
    "series.csv": SeriesPoint,
    "assumptions.csv": AssumptionLine,
    "steps.csv": StepLine,
    "rules.csv": RuleLine,
    "provenance.csv": Provenance,
    "unexpressed.csv": Unexpressed,
}
"""The model of a row of every table a pack may hold beside its products."""

_REQUIRED = ("sources.csv", "providers.csv")
# Where a whole file could not be read, what leans on it is not told row by row.
_LEANING = {
    "sources.csv": "problem.unknown_source",
    "providers.csv": "problem.unknown_provider",
    "regions.csv": "problem.unknown_region",
}
M = TypeVar("M", bound=BaseModel)
S = TypeVar("S", Contact, SeriesPoint, AssumptionLine, Unexpressed)


def packs(folder: Path = COUNTRIES) -> tuple[Path, ...]:
    """The folders of all countries, by code."""
    return tuple(sorted(path for path in folder.glob("[A-Z][A-Z][A-Z]") if path.is_dir()))


def load_pack(folder: Path, label: str | None = None) -> Pack:
    """Read a country's folder; in problems `label` stands for it (its path in the project)."""
    label = label or _label(folder)
    if not folder.is_dir():
        return Pack(folder.name, problems=(Problem("problem.no_pack", label),))
    return _Reading(folder, label).pack()


def load_packs(folders: Iterable[Path]) -> tuple[Pack, ...]:
    """Several countries; a listing whose id an earlier country has is told and left out."""
    found: list[Pack] = []
    taken: dict[str, str] = {}
    for pack in (load_pack(folder) for folder in folders):
        twice = [each.id for each in pack.listings if each.id in taken]
        told = tuple(
            Problem("problem.duplicate_id", pack.iso3, params={"value": i, "limit": taken[i]})
            for i in twice
        )
        kept = tuple(each for each in pack.listings if each.id not in taken)
        taken |= {each.id: pack.iso3 for each in kept}
        found.append(replace(pack, listings=kept, problems=pack.problems + told))
    return tuple(found)


def _label(folder: Path) -> str:
    whole = folder.resolve()
    return whole.relative_to(ROOT).as_posix() if whole.is_relative_to(ROOT) else str(folder)


class _Reading:
    """One reading of one folder; what is found on the way is collected in `problems`."""

    def __init__(self, folder: Path, label: str) -> None:
        self.folder, self.label = folder, label
        self.files = _files_in(folder)
        self.problems: list[Problem] = []
        self.muted: set[str] = set()
        self.sources: frozenset[str] = frozenset()

    def pack(self) -> Pack:
        """Everything, in the order in which rows lean on each other."""
        self.problems.extend(_strangers(self.files, self.label))
        sources = self.rows("sources.csv", Source, lambda row: row.source_id)
        self.sources = frozenset(row.source_id for row in sources)
        providers = self.rows("providers.csv", Provider, lambda row: row.provider_id)
        regions = self.regions()
        country, found = read_country(self.folder, self.label, self.sources)
        self.problems.extend(found)
        provider_ids = frozenset(row.provider_id for row in providers)
        region_codes = frozenset(row.region_code for row in regions)
        shelf = self.shelf(Known(self.sources, provider_ids, region_codes))
        pack = Pack(
            iso3=self.folder.name,
            country=country,
            listings=shelf.listings,
            steps=shelf.steps,
            sources=sources,
            providers=providers,
            regions=regions,
            contacts=self.sourced("contacts.csv", Contact, lambda row: row.contact_id),
            series=self.sourced("series.csv", SeriesPoint, SeriesPoint.model_dump_json),
            assumptions=self.assumptions(),
            unexpressed=self.sourced("unexpressed.csv", Unexpressed, lambda row: row.product_id),
            files=_hashes(self.folder, self.files),
        )
        if DESCRIPTION in self.files:
            self.problems.extend(undescribed(self.folder, self.label, self.files))
        return replace(pack, problems=tuple(p for p in self.problems if p.code not in self.muted))

    def read(self, file: str, model: type[M]) -> Read[M]:
        """A table as it stands; one that need not be there is empty."""
        if file not in self.files and file not in _REQUIRED:
            return Read()
        read = read_table(self.folder / file, model, f"{self.label}/{file}")
        self.problems.extend(read.problems)
        if read.lines.unread and file in _LEANING:
            self.muted.add(_LEANING[file])
        return read

    def rows(self, file: str, model: type[M], key: Callable[[M], object]) -> tuple[M, ...]:
        """The rows of a table in which each key stands once: the first row that has it."""
        return tuple(row for _, row in self.once(file, model, key))

    def once(
        self, file: str, model: type[M], key: Callable[[M], object]
    ) -> Iterator[tuple[int, M]]:
        """The rows as (line, row), a second row with a key told and left out."""
        first: dict[object, int] = {}
        column = next(iter(model.model_fields))
        for line, row in self.read(file, model).good:
            if first.setdefault(key(row), line) == line:
                yield line, row
                continue
            params = {
                "value": str(getattr(row, column)),
                "limit": f"{self.label}/{file}:{first[key(row)]}",
            }
            place = f"{self.label}/{file}:{line}:{column}"
            self.problems.append(Problem("problem.duplicate_id", place, params=params))

    def sourced(self, file: str, model: type[S], key: Callable[[S], object]) -> tuple[S, ...]:
        """The rows of a table whose source is known."""
        return tuple(row for _, row in self.sourced_lines(file, model, key))

    def sourced_lines(
        self, file: str, model: type[S], key: Callable[[S], object]
    ) -> Iterator[tuple[int, S]]:
        """The same as (line, row)."""
        for line, row in self.once(file, model, key):
            if row.source_id in self.sources:
                yield line, row
                continue
            place = f"{self.label}/{file}:{line}:source_id"
            params = {"value": row.source_id}
            self.problems.append(Problem("problem.unknown_source", place, params=params))

    def regions(self) -> tuple[Region, ...]:
        """The regions whose parent, if they name one, is a region too."""
        found = tuple(self.once("regions.csv", Region, lambda row: row.region_code))
        codes = {row.region_code for _, row in found}
        kept = []
        for line, row in found:
            if row.parent in codes or not row.parent:
                kept.append(row)
                continue
            place = f"{self.label}/regions.csv:{line}:parent"
            params = {"value": row.parent}
            self.problems.append(Problem("problem.unknown_region", place, params=params))
        return tuple(kept)

    def assumptions(self) -> tuple[AssumptionLine, ...]:
        """The assumptions, each value inside the range it gives itself."""
        kept, file = [], "assumptions.csv"
        for line, row in self.sourced_lines(file, AssumptionLine, lambda r: (r.name, r.since)):
            low = row.value if row.low is None else row.low
            high = row.value if row.high is None else row.high
            if low <= row.value <= high:
                kept.append(row)
                continue
            place = f"{self.label}/{file}:{line}:value"
            params: dict[str, Scalar] = {"value": row.value, "low": low, "high": high}
            self.problems.append(Problem("problem.outside_its_range", place, params=params))
        return tuple(kept)

    def shelf(self, known: Known) -> Shelf:
        """The listings, from all product files and what hangs on them."""
        products = []
        for kind in (code for code in TERMS if f"products/{code}.csv" in self.files):
            label = f"{self.label}/products/{kind}.csv"
            models = (Header, TERMS[kind])
            path = self.folder / "products" / f"{kind}.csv"
            lines = lines_of(path, label, columns_of(*models), required_of(*models))
            self.problems.extend(lines.problems)
            products.append(ProductFile(kind, label, lines))
        if any(file.lines.unread for file in products):
            self.muted.add("problem.unknown_listing")
        parts = Parts(
            self.read("steps.csv", StepLine),
            self.read("rules.csv", RuleLine),
            self.read("provenance.csv", Provenance),
            self.label,
        )
        shelf = shelve(self.folder.name, products, parts, known)
        self.problems.extend(shelf.problems)
        return shelf


def _files_in(folder: Path) -> tuple[str, ...]:
    """Paths inside the folder, by name; hidden files are none of ours."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(p.as_posix() for p in found if not any(s.startswith(".") for s in p.parts)))


def _strangers(files: Sequence[str], label: str) -> Iterator[Problem]:
    """Files that are no part of a pack, and product files of a kind there is not."""
    known = {SETTINGS, DESCRIPTION, *TABLES, *(f"products/{kind}.csv" for kind in TERMS)}
    for file in files:
        if file in known:
            continue
        if file.startswith("products/") and file.endswith(".csv"):
            kind = file.removeprefix("products/").removesuffix(".csv")
            params = {"value": kind, "limit": ", ".join(sorted(TERMS))}
            yield Problem("problem.unknown_kind", f"{label}/{file}", params=params)
        else:
            yield Problem("problem.unknown_file", f"{label}/{file}", params={"value": file})


def _hashes(folder: Path, files: Sequence[str]) -> tuple[PackFile, ...]:
    return tuple(
        PackFile(f"{folder.name}/{file}", hashlib.sha256((folder / file).read_bytes()).hexdigest())
        for file in files
    )
