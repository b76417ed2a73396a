"""A catalogue file built from packs.

It is written into a new file that then takes the old one's place, so a reader never sees half of
it. Its version is made of the bytes of the packs: the same packs give the same version.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from products.basis.eligibility import Rule
from products.basis.sources import Provenance, Source
from products.catalogue.engine import open_database
from products.catalogue.pack import (
    AssumptionLine,
    Contact,
    Pack,
    PackFile,
    Provider,
    Region,
    SeriesPoint,
    StepLine,
    Unexpressed,
)
from products.catalogue.tables import (
    COUNTRIES,
    FILES,
    LISTINGS,
    META,
    ROWS,
    SCHEMA,
    Writing,
    cells_of,
    insert_rows,
    layout,
    listing_cells,
)

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_FILE = ROOT / "var" / "catalogue.duckdb"


def version_of(files: Iterable[PackFile]) -> str:
    """The version of a catalogue built from these files: SHA-256 over their paths and contents.

    >>> version_of([PackFile("PAK/a.csv", "1f")]) == version_of([PackFile("PAK/a.csv", "2f")])
    False
    """
    lines = sorted(f"{file.path}\t{file.sha256}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def code_version() -> str:
    """Fingerprint of the market's code: sixteen digits of SHA-256 over its modules."""
    digest = hashlib.sha256()
    folder = ROOT / "products"
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def build(packs: Sequence[Pack], out: Path = DEFAULT_FILE) -> str:
    """Write the good rows of the packs into a new file, put it in place of `out`; its version.

    No two packs may list the same id (`seed.load_packs` sees to that).
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = out.with_name(f".{out.stem}-{os.getpid()}.new")
    version = version_of(file for pack in packs for file in pack.files)
    _remove(fresh)
    try:
        with open_database(fresh, read_only=False) as database:
            SCHEMA.create_all(database.engine)
            with database.engine.begin() as writing:
                meta = {"version": version, "code_version": code_version(), "layout": layout()}
                rows = [{"name": name, "value": value} for name, value in meta.items()]
                insert_rows(writing, META, rows)
                for pack in packs:
                    _write(writing, pack)
        fresh.replace(out)
    finally:
        _remove(fresh)
    return version


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)


def _write(writing: Writing, pack: Pack) -> None:
    files = [{"path": file.path, "sha256": file.sha256} for file in pack.files]
    insert_rows(writing, FILES, files)
    if pack.country:
        settings = {"country": pack.iso3, "settings": dict(pack.settings)}
        insert_rows(writing, COUNTRIES, [settings])
    names = {row.provider_id: row.name for row in pack.providers}
    listings = [listing_cells(each, names.get(each.provider_id, "")) for each in pack.listings]
    insert_rows(writing, LISTINGS, listings)
    _write_rows(writing, Rule, {each.id: each.rules for each in pack.listings})
    _write_rows(writing, Provenance, {each.id: each.provenance for each in pack.listings})
    country: Mapping[type[BaseModel], Sequence[BaseModel]] = {
        StepLine: pack.steps,
        Source: pack.sources,
        Provider: pack.providers,
        Region: pack.regions,
        Contact: pack.contacts,
        SeriesPoint: pack.series,
        AssumptionLine: pack.assumptions,
        Unexpressed: pack.unexpressed,
    }
    for model, its_rows in country.items():
        _write_rows(writing, model, {pack.iso3: its_rows})


def _write_rows(
    writing: Writing, model: type[BaseModel], owned: Mapping[str, Sequence[BaseModel]]
) -> None:
    rows = [
        {"owner": owner, "place": place, **cells_of(row)}
        for owner, its_rows in owned.items()
        for place, row in enumerate(its_rows)
    ]
    insert_rows(writing, ROWS[model], rows)
