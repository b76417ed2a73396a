"""Offer queries against the same question asked in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.sources import Standing
from products.catalogue.build import build
from products.catalogue.listing import Category, Listing
from products.catalogue.pack import Pack
from products.catalogue.query import ON_OFFER, OfferQuery, SortKey, statement
from products.catalogue.seed import load_packs, packs
from products.catalogue.store import Catalogue
from products.kind import Mode

ROUND = (1e4, 5e4, 1e5, 5e5, 1e6, 1.5e6, 2e6)
ANY = OfferQuery(standings=())


@pytest.fixture(scope="module")
def shipped() -> tuple[Pack, ...]:
    return load_packs(packs())


@pytest.fixture(scope="module")
def catalogue(
    shipped: tuple[Pack, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Catalogue]:
    path = tmp_path_factory.mktemp("shelf") / "catalogue.duckdb"
    build(shipped, path)
    with Catalogue.open(path) as opened:
        yield opened


def fits(listing: Listing, query: OfferQuery) -> bool:
    """The same question, asked of one listing."""
    low, high = listing.amount_min, listing.amount_max
    return (
        query.country in ("", listing.country)
        and query.category in (None, listing.category)
        and query.kind in ("", listing.kind)
        and query.currency in ("", listing.currency)
        and (not query.standings or listing.standing in query.standings)
        and (not query.modes or bool(set(query.modes) & set(listing.modes)))
        and (query.as_of is None or listing.on_sale(query.as_of))
        and (query.amount_high is None or low is None or low <= query.amount_high)
        and (
            query.amount_low is None
            or high is None
            or high > query.amount_low
            or (high == query.amount_low and not listing.band_of)
        )
    )


queries = st.builds(
    OfferQuery,
    country=st.sampled_from(["", "PAK", "ABC"]),
    as_of=st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    category=st.none() | st.sampled_from(Category),
    kind=st.sampled_from(["", "loan", "term_deposit"]),
    modes=st.lists(st.sampled_from(Mode), unique=True).map(tuple),
    currency=st.sampled_from(["", "PKR", "USD"]),
    standings=st.lists(st.sampled_from(Standing), unique=True).map(tuple),
    amount_low=st.none() | st.floats(0, 5e6) | st.sampled_from(ROUND),
    amount_high=st.none() | st.floats(0, 5e6) | st.sampled_from(ROUND),
    sort=st.sampled_from(SortKey),
    descending=st.booleans(),
)


@given(query=queries)
def test_the_database_finds_what_plain_python_finds(
    catalogue: Catalogue, query: OfferQuery
) -> None:
    every = [each for country in catalogue.countries() for each in catalogue.all(country)]
    found = catalogue.find(query)
    assert {each.id for each in found} == {each.id for each in every if fits(each, query)}
    assert len(found) == len({each.id for each in found})


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SortKey)
def test_found_listings_are_sorted_and_those_without_a_value_come_last(
    catalogue: Catalogue, sort: SortKey, descending: bool
) -> None:
    found = catalogue.find(replace(ANY, sort=sort, descending=descending))
    values = [getattr(e, sort.value, getattr(e.terms, sort.value, None)) for e in found]
    filled = [value for value in values if value not in (None, "")]
    assert values[: len(filled)] == sorted(filled, reverse=descending)
    assert len(found) == sum(len(catalogue.all(c)) for c in catalogue.countries())


def test_ties_are_sorted_by_id(catalogue: Catalogue) -> None:
    found = catalogue.find(replace(ANY, sort=SortKey.PROVIDER))
    keys = [(each.provider_id, each.id) for each in found]
    assert keys == sorted(keys)


def test_by_default_only_what_may_be_offered_is_found(catalogue: Catalogue) -> None:
    assert {each.standing for each in catalogue.find(OfferQuery())} == set(ON_OFFER)


def test_words_are_looked_for_in_name_provider_and_note_whatever_their_case(
    catalogue: Catalogue,
) -> None:
    found = catalogue.find(replace(ANY, text="SAVINGS certificate"))
    assert found
    for each in found:
        provider = catalogue.providers()[each.provider_id].name
        said = " ".join((each.id, each.name, provider, each.category, each.kind, each.note))
        assert "savings" in said.casefold()
        assert "certificate" in said.casefold()
    some = catalogue.all("PAK")[0]
    provider = catalogue.providers()[some.provider_id].name
    assert some in catalogue.find(replace(ANY, text=provider))


@pytest.mark.parametrize(
    "text",
    ["%", "_", "'; DROP TABLE listings; --", "\\", "100%", "$1", "?", "{x}", "/", '" OR ""="',
     "x' UNION SELECT name, value FROM meta --", "/* x */"],
)  # fmt: skip
def test_SQL_01_signs_of_sql_are_looked_for_as_they_stand(catalogue: Catalogue, text: str) -> None:
    for each in catalogue.find(replace(ANY, text=text)):
        provider = catalogue.providers()[each.provider_id].name
        said = " ".join((each.id, each.name, provider, each.category, each.kind, each.note))
        assert all(word in said.casefold() for word in text.casefold().split())
    assert len(catalogue.find(ANY)) == sum(len(catalogue.all(c)) for c in catalogue.countries())


def test_values_are_bound_never_written_into_the_statement() -> None:
    query = OfferQuery(country="PAK", kind="loan", currency="PKR", text="needle", amount_low=4711)
    said = str(statement(query))
    assert "needle" not in said
    assert "4711" not in said
    assert "PKR" not in said


def test_a_limit_cuts_the_list(catalogue: Catalogue) -> None:
    whole = catalogue.find(ANY)
    assert catalogue.find(replace(ANY, limit=3)) == whole[:3]
    assert catalogue.find(replace(ANY, limit=0)) == ()


@pytest.mark.parametrize(
    "payload",
    ["(SELECT value FROM meta)", "name; ATTACH 'x'", "id DESC --", "nothing", "search", "NAME"],
)
def test_SQL_02_a_sort_that_is_not_in_the_list_is_refused(payload: str) -> None:
    with pytest.raises(ValueError, match="is not a valid SortKey"):
        SortKey(payload)
    with pytest.raises(AttributeError):  # nor can it be passed by: only the list has columns
        statement(replace(ANY, sort=payload))


@pytest.mark.parametrize("field", ["country", "kind", "currency", "text"])
def test_SQL_01_a_filter_is_only_a_value(catalogue: Catalogue, field: str) -> None:
    payload = "PAK' OR '1'='1"
    assert catalogue.find(replace(ANY, **{field: payload})) == ()
