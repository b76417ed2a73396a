"""Every page by every seat, in the navigation and by its address, on a laptop and on a server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.ui.register import PAGES
from planner.ui.session import SEATS
from products.basis.people import Actor, Role
from products.basis.text import sentences
from products.publishing.content import of_listing
from products.publishing.opening import open_file
from products.publishing.rows import Version
from tests.ui.conftest import TODAY, claims_of, words_of, worker
from tests.ui.stewarding import at

SAY = sentences("en")
CLAIMS = {
    "nobody": None,
    "family": claims_of("amina", wapsi_roles="family", wapsi_organisation="home"),
    "officer": worker("amina", "officer", "office"),
    "supervisor": worker("amina", "supervisor", "office"),
    "bank": worker("amina", "bank", "nbp"),
    "steward": worker("amina", "steward", "programme"),
    "admin": worker("amina", "admin", "house"),
}
"""One of each of the six roles, signed in, and somebody who has not."""
ROLE_OF = {"nobody": Role.FAMILY, "officer": Role.OFFICER, "bank": Role.BANK,
           "steward": Role.STEWARD, "supervisor": Role.SUPERVISOR, "admin": Role.ADMIN}  # fmt: skip
REFUSALS = ("seat.choose", "seat.other", "seat.sign_in")


def refused(page, spec) -> bool:
    """Whether the page before the visitor is the guard's, not its own."""
    assert not page.exception
    assert not page.error
    told = " ".join(words_of(page))
    every = [", ".join(SAY(f"role.{role}") for role in seats if role in spec.roles)
             for seats in (SEATS, ROLE_OF.values())]  # fmt: skip
    return any(SAY(key, seats=seats) in told for key in REFUSALS for seats in every)


@pytest.fixture
def world(world, tmp_path):
    """A small world in which something can be listed."""
    opened = open_file(tmp_path / "registry.duckdb")
    yield replace(world, registry=opened.registry)
    opened.close()


@pytest.mark.parametrize("who", CLAIMS)
def test_AUTHZ_02_every_page_by_its_address_opens_to_its_seats_alone(on_server, who):
    """A role without a seat of its own (family) is told so on every page."""
    page = on_server(CLAIMS[who])
    for spec in PAGES:
        page.switch_page(str(spec.path)).run()
        if who in ROLE_OF:
            assert refused(page, spec) is (ROLE_OF[who] not in spec.roles), spec.key
        else:
            assert SAY("problem.sign_in.role") in " ".join(words_of(page)), spec.key


@pytest.mark.parametrize("seat", ["family", "officer", "bank", "steward"])
def test_AUTHZ_02_a_laptop_refuses_the_pages_of_other_seats_too(visit, seat):
    page = visit(who="" if seat == "family" else seat)
    for spec in PAGES:
        page.switch_page(str(spec.path)).run()
        assert refused(page, spec) is (Role(seat) not in spec.roles), spec.key


def test_AUTHZ_02_the_bar_of_pages_shows_a_seat_its_own_pages_alone(on_server):
    for who, role in ROLE_OF.items():
        page = on_server(CLAIMS[who])
        offered = {link.proto.page for link in page.get("page_link")}
        mine = {spec.key for spec in PAGES if role in spec.roles} | {""}
        assert offered <= mine, who


def test_AUTHZ_04_a_banks_officer_sees_no_draft_of_another_bank_on_any_page(on_server, world):
    registry = world.registry
    theirs = next(one for one in world.catalogue.all("PAK") if one.provider_id == "nbp")
    for provider in ("nbp", "akhuwat"):
        listing = theirs.model_copy(
            update={"id": f"ZZ-{provider.upper()}-NEW", "name": f"Secret of {provider}",
                    "provider_id": provider}
        )  # fmt: skip
        actor = Actor("clerk", provider, frozenset({Role.BANK}))
        answer = registry.draft(
            actor, of_listing(listing), now=at(9, 12), request_id=provider, valid_from=TODAY
        )
        assert isinstance(answer, Version), answer
    page = on_server(worker("amina", "bank", "nbp"), here=world)
    told = ""
    for spec in PAGES:
        if Role.BANK in spec.roles:
            page.switch_page(str(spec.path)).run()
            assert not page.exception
            told += " ".join(words_of(page))
    assert "Secret of nbp" in told
    assert "Secret of akhuwat" not in told
    assert "ZZ-AKHUWAT-NEW" not in told
