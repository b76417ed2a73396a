"""Who may act on a server: the list of people, the claims, and what neither lets in."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from planner.ui.roster import Claims, Listed, Person, Roster, person_of, read_roster, subject_of
from products.basis.people import Actor, Role
from products.basis.problems import Problem
from tests.conftest import ROOT

ISSUER = "https://login.example.org/realm"
BANKS = {"hbl", "nbp"}
AMINA = {"sub": "amina", "iss": ISSUER, "name": "Amina Khan"}
MAIL = {"email": "Amina@HBL.example", "email_verified": True}
NOBODY_LISTED = Roster()
LISTED = Listed(subject="amina", organisation="hbl", roles=(Role.BANK,))


def code_of(claims, roster=NOBODY_LISTED) -> str:
    found = person_of(claims, roster, BANKS)
    return found.code if isinstance(found, Problem) else ""


def test_whom_the_list_names_is_who_the_list_says():
    found = person_of(AMINA, Roster(person=(LISTED,)), BANKS)
    expected = Actor("amina@login.example.org/realm", "hbl", frozenset({Role.BANK}))
    assert found == Person(expected, "Amina Khan")


def test_without_a_line_in_the_list_the_claims_count():
    said = {"wapsi_roles": ["steward", "bank"], "wapsi_organisation": "nbp"}
    found = person_of(AMINA | said, Roster(), BANKS)
    assert found.actor.roles == {Role.STEWARD, Role.BANK}
    assert found.actor.organisation == "nbp"


@pytest.mark.parametrize("said", [["Product staff", "unknown"], "Product staff"])
def test_claims_may_have_other_names_and_roles_other_words(said):
    names = Claims(roles="groups", organisation="tenant", called={"Product staff": Role.BANK})
    found = person_of(AMINA | {"groups": said, "tenant": "hbl"}, Roster(claims=names), BANKS)
    assert found.actor.roles == {Role.BANK}
    assert found.actor.organisation == "hbl"


def test_the_list_outweighs_the_claims():
    """A role taken out of the list is gone, whatever the provider still says."""
    said = {"wapsi_roles": ["steward"], "wapsi_organisation": "programme"}
    found = person_of(AMINA | said, Roster(person=(LISTED,)), BANKS)
    assert found.actor.roles == {Role.BANK}


@pytest.mark.parametrize(
    ("claims", "lets_in"),
    [
        (MAIL, True),
        (MAIL | {"email_verified": False}, False),
        (MAIL | {"email_verified": "true"}, False),
        ({"email": MAIL["email"]}, False),
    ],
)
def test_an_email_counts_only_where_the_provider_has_made_sure_of_it(claims, lets_in):
    roster = Roster(
        person=(Listed(email="amina@hbl.example", organisation="hbl", roles=("bank",)),)
    )
    assert code_of(AMINA | claims, roster) == ("" if lets_in else "problem.sign_in.role")


def test_a_line_with_a_subject_is_not_opened_by_its_email():
    roster = Roster(
        person=(
            Listed(subject="other", email="amina@hbl.example", organisation="hbl", roles=("bank",)),
        )
    )
    assert code_of(AMINA | MAIL, roster) == "problem.sign_in.role"


@pytest.mark.parametrize("shut", ["amina", "amina@login.example.org/realm", "AMINA@hbl.example"])
def test_whoever_is_shut_out_stays_out_under_each_of_their_names(shut):
    roster = Roster(person=(LISTED,), closed=(shut,))
    assert code_of(AMINA | MAIL, roster) == "problem.sign_in.closed"
    assert code_of(AMINA | MAIL | {"email_verified": False}, roster) == "problem.sign_in.closed"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": ISSUER}, "claims"),
        ({"sub": "amina"}, "claims"),
        ({"sub": 7, "iss": ISSUER}, "claims"),
        ({"sub": " ", "iss": ISSUER}, "claims"),
        ({"sub": "amina", "iss": "nonsense"}, "claims"),
        (AMINA, "role"),
        (AMINA | {"wapsi_roles": ["king", 7, None]}, "role"),
        (AMINA | {"wapsi_roles": {"bank": True}}, "role"),
        (AMINA | {"wapsi_roles": ["family"]}, "role"),
        (AMINA | {"wapsi_roles": ["family", "admin", "supervisor"]}, "organisation"),
        (AMINA | {"wapsi_roles": ["steward"]}, "organisation"),
        (AMINA | {"wapsi_roles": ["steward"], "wapsi_organisation": ["x"]}, "organisation"),
        (AMINA | {"wapsi_roles": ["bank"], "wapsi_organisation": "nobody"}, "provider"),
        (AMINA | {"wapsi_roles": ["bank", "steward"], "wapsi_organisation": "no"}, "provider"),
    ],
)
def test_who_cannot_be_placed_gets_a_reason_and_nothing_else(claims, code):
    assert code_of(claims) == f"problem.sign_in.{code}"


def test_two_providers_with_the_same_subject_are_two_persons():
    other = {"sub": "amina", "iss": "https://other.example"}
    assert subject_of(AMINA) != subject_of(other)


def test_a_name_is_shown_without_signs_that_turn_a_line_round():
    said = {"sub": "x", "iss": ISSUER, "name": "Amina\u202e\n" + "x" * 300}
    shown = person_of(said, Roster(person=(Listed(
        subject="x", organisation="hbl", roles=("bank",)),)), BANKS).name  # fmt: skip
    assert shown.startswith("Aminax")
    assert len(shown) == 80


GOOD = """
closed = ["gone"]
[claims]
roles = "groups"
[[person]]
email = "amina@hbl.example"
organisation = "hbl"
roles = ["bank"]
"""


def test_the_list_is_read_from_its_file(tmp_path):
    path = tmp_path / "people.toml"
    path.write_text(GOOD)
    roster = read_roster(path)
    assert roster.person[0].roles == (Role.BANK,)
    assert roster.closed == ("gone",)
    assert roster.claims.roles == "groups"
    assert read_roster(None) == Roster()


@pytest.mark.parametrize(
    "said",
    [
        b"[[person", b"\xff\xfe", b"[[person]]\nemail='a@b'\nroles=['bank']",
        b"[[person]]\norganisation='hbl'\nroles=['bank']",
        b"[[person]]\nemail='a@b'\norganisation='hbl'\nroles=['king']",
        b"[[person]]\nemail='a@b'\norganisation='hbl'\nroles=[]",
        b"[[persons]]\nemail='a@b'\norganisation='hbl'\nroles=['bank']",
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_lets_nobody_in(tmp_path, said):
    path = tmp_path / "people.toml"
    path.write_bytes(said)
    assert read_roster(path).code == "problem.sign_in.list"
    assert read_roster(Path(tmp_path / "missing.toml")).code == "problem.sign_in.list"


def test_the_examples_of_the_page_on_servers_can_be_used(tmp_path):
    page = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
    secrets, people = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    auth = tomllib.loads(secrets)["auth"]
    assert auth["redirect_uri"].endswith("/oauth2callback")
    assert {"client_id", "client_secret", "server_metadata_url"} <= set(auth["house"])
    path = tmp_path / "people.toml"
    path.write_text(people)
    roster = read_roster(path)
    assert [line.roles for line in roster.person] == [(Role.BANK,), (Role.STEWARD,)]
    assert roster.claims.called["Product staff"] is Role.BANK


def test_no_secret_and_no_list_of_people_can_be_committed_by_chance():
    kept_out = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".streamlit/secrets.toml", "people.toml"} <= set(kept_out)
    assert not (ROOT / ".streamlit" / "secrets.toml").exists()
