"""Who acts on a laptop: whoever is named openly."""

from __future__ import annotations

import pytest

from planner.ui import people
from planner.ui.parts import entrance
from products.basis.people import Role
from products.basis.text import sentences
from tests.ui.conftest import words_of

SAY = sentences("en")
LISTINGS, LOG = "planner/ui/pages/bank/listings.py", "planner/ui/pages/steward/log.py"


@pytest.fixture
def acting(visit, monkeypatch):
    """`acting(who, name, organisation)`: the actor of a laptop's visitor who said that."""

    def act(who: str, name: str = "", organisation: str = ""):
        seen = []

        def says(_s) -> None:
            people.introduce(name, organisation)
            seen.append(people.actor())

        monkeypatch.setattr(entrance, "who", says)
        page = visit(who=who)
        assert not page.exception
        return seen[0]

    return act


def test_a_family_acts_for_itself(acting):
    assert acting("").roles == {Role.FAMILY}


def test_two_persons_are_two_names(acting):
    amina, bilal = acting("bank", "Amina", "nbp"), acting("steward", "Bilal", "Programme")
    assert (amina.id, amina.organisation, amina.roles) == ("amina@laptop", "nbp", {Role.BANK})
    assert (bilal.id, bilal.organisation) == ("bilal@laptop", "programme")
    assert bilal.roles == {Role.STEWARD}


@pytest.mark.parametrize("name", [" Amina  Khan", "amina khan", "AMINA\tKHAN", "Amina\u202e Khan"])
def test_one_person_is_one_however_the_name_is_written(acting, name):
    assert acting("steward", name, "Programme").id == "amina khan@laptop"


def test_a_steward_of_a_house_that_sells_is_of_that_house(acting, world):
    """By id or by name: the rule of two persons then finds their own products."""
    name = world.catalogue.providers()["nbp"].name
    for organisation in ("NBP", name, f" {name.upper()} "):
        assert acting("steward", "Amina", organisation).organisation == "nbp"


def test_a_bank_that_names_no_provider_acts_for_nobody(acting):
    assert acting("bank", "Amina", "").organisation == ""
    assert acting("bank", "Amina", "nobody").organisation == ""


def test_who_one_is_survives_a_page_and_a_refresh(visit):
    page = visit(who="bank")
    page.text_input(key="introduce.name.bank").set_value("Amina").run()
    page.selectbox(key="introduce.provider").set_value("nbp").run()
    page.switch_page(LISTINGS).run()
    assert not page.exception
    told = " ".join(words_of(page))
    assert SAY("people.unwatched") in told
    assert "You are Amina, for " in told
    fresh = visit(who="bank", said={"as": "Amina", "for": "nbp"})
    assert fresh.text_input(key="introduce.name.bank").value == "Amina"
    assert fresh.selectbox(key="introduce.provider").value == "nbp"


def test_where_nobody_checks_the_page_says_so(visit):
    for who, behind in (("bank", LISTINGS), ("steward", LOG)):
        page = visit(who=who)
        assert SAY("people.unwatched") in " ".join(words_of(page))
        page.switch_page(behind).run()
        told = " ".join(words_of(page))
        assert SAY("people.acting.unnamed") in told
        assert SAY("people.unwatched") in told
    assert SAY("people.unwatched") not in " ".join(words_of(visit()))
