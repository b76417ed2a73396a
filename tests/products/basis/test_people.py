"""Who acts: one person, one organisation, any number of roles."""

from __future__ import annotations

from products.basis.people import NOBODY, Actor, Role


def test_a_person_has_a_role_if_any_of_those_asked_for_is_theirs():
    both = Actor("amina", "bank_a", frozenset({Role.BANK, Role.OFFICER}))
    assert both.has(Role.BANK)
    assert both.has(Role.STEWARD, Role.OFFICER)
    assert not both.has(Role.STEWARD, Role.ADMIN)
    assert not both.has()


def test_nobody_has_no_name_no_organisation_and_no_role():
    assert (NOBODY.id, NOBODY.organisation) == ("", "")
    assert not NOBODY.has(*Role)
