"""A catalogue file built from packs: whole or not at all, its version made of their bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from products.catalogue import build as building
from products.catalogue.build import build, code_version, version_of
from products.catalogue.engine import DatabaseUnavailableError, open_database
from products.catalogue.pack import Pack, PackFile
from products.catalogue.store import Catalogue


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "countries")


def test_the_same_packs_give_the_same_version(folder, tmp_path: Path) -> None:
    first = build([folder.read()], tmp_path / "a.duckdb")
    again = build([folder.read()], tmp_path / "b.duckdb")
    assert first == again
    with Catalogue.open(tmp_path / "b.duckdb") as catalogue:
        assert catalogue.version == first
    assert len(first) == 64


def test_the_version_does_not_know_where_the_pack_lies(folder, tmp_path: Path) -> None:
    twin = type(folder)(tmp_path / "elsewhere")
    assert version_of(folder.read().files) == version_of(twin.read().files)


@pytest.mark.parametrize("place", [0, 20, -1])
def test_any_byte_of_any_file_changes_the_version(folder, place: int) -> None:
    before = version_of(folder.read().files)
    for path in sorted(folder.path.rglob("*.*")):
        whole = path.read_bytes()
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        path.write_bytes(bytes(spoilt))
        assert version_of(folder.read().files) != before, path.name
        path.write_bytes(whole)
    assert version_of(folder.read().files) == before


def test_a_file_more_or_less_changes_the_version(folder) -> None:
    before = version_of(folder.read().files)
    (folder.path / "contacts.csv").rename(folder.path / "kept.csv")
    assert version_of(folder.read().files) != before


def test_the_order_of_files_does_not_change_the_version() -> None:
    files = [PackFile("A/a.csv", "11"), PackFile("A/b.csv", "22")]
    assert version_of(files) == version_of(files[::-1])


def test_nothing_but_the_catalogue_is_left_behind(folder, tmp_path: Path) -> None:
    build([folder.read()], tmp_path / "var" / "catalogue.duckdb")
    assert left_in(tmp_path / "var") == ["catalogue.duckdb"]


def test_a_new_catalogue_takes_the_place_of_the_old(folder, tmp_path: Path) -> None:
    out = tmp_path / "catalogue.duckdb"
    build([folder.read()], out)
    folder.put("products/loan.csv", 2, "name", "Market stall loan")
    version = build([folder.read()], out)
    with Catalogue.open(out) as catalogue:
        assert catalogue.version == version
        listing = catalogue.get("XY-LOAN-1")
        assert listing is not None
        assert listing.name == "Market stall loan"


def test_a_reader_keeps_its_catalogue_while_a_new_one_is_built(folder, tmp_path: Path) -> None:
    out = tmp_path / "catalogue.duckdb"
    build([folder.read()], out)
    with Catalogue.open(out) as reader:
        before = reader.version
        folder.put("products/loan.csv", 2, "name", "Market stall loan")
        build([folder.read()], out)
        listing = reader.get("XY-LOAN-1")
        assert reader.version == before
        assert listing is not None
        assert listing.name == "Shop loan"


def test_a_build_that_fails_leaves_the_old_catalogue(
    folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "catalogue.duckdb"
    pack: Pack = folder.read()
    version = build([pack], out)
    twice = replace(pack, listings=pack.listings * 2)
    with pytest.raises(Exception, match="uplicate key"):
        build([twice], out)
    assert left_in(tmp_path) == ["catalogue.duckdb"]
    with Catalogue.open(out) as catalogue:
        assert catalogue.version == version


def test_a_pack_without_a_country_file_is_built_all_the_same(folder, tmp_path: Path) -> None:
    (folder.path / "country.toml").unlink()
    build([folder.read()], tmp_path / "catalogue.duckdb")
    with Catalogue.open(tmp_path / "catalogue.duckdb") as catalogue:
        assert catalogue.countries() == ("XYZ",)
        assert catalogue.country("XYZ") is None


def test_a_half_written_file_of_a_killed_build_is_no_obstacle(folder, tmp_path: Path) -> None:
    out = tmp_path / "catalogue.duckdb"
    fresh = out.with_name(f".catalogue-{building.os.getpid()}.new")
    fresh.write_text("half")
    fresh.with_name(f"{fresh.name}.wal").write_text("half")
    build([folder.read()], out)
    assert left_in(tmp_path) == ["catalogue.duckdb"]


def test_any_other_database_is_not_taken_for_a_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with open_database(path, read_only=False) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE fruit (name VARCHAR)")
    with pytest.raises(DatabaseUnavailableError) as refused:
        Catalogue.open(path)
    assert refused.value.problem.code == "problem.catalogue_outdated"


def test_the_code_version_stands_still() -> None:
    assert code_version() == code_version()
    assert len(code_version()) == 16
