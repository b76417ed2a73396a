"""The list of pages."""

from __future__ import annotations

import pytest

from planner.ui.register import PAGES, path_of
from planner.ui.roster import SEATED
from planner.ui.session import SEATS
from products.basis.people import Role
from products.basis.text import sentences


def test_every_page_is_a_file_with_an_address_and_a_name_of_its_own():
    assert all(spec.path.is_file() for spec in PAGES)
    assert len({spec.key for spec in PAGES}) == len(PAGES)
    assert all(sentences().has(f"page.{spec.key}") for spec in PAGES)


@pytest.mark.parametrize("role", sorted({*SEATS, *SEATED}))
def test_nobody_stands_before_a_closed_door(role):
    """Everyone has the way in, and at least one page behind it."""
    theirs = [spec.key for spec in PAGES if role in spec.roles]
    assert theirs[0] == "start"
    assert len(theirs) >= 2


def test_a_bank_sees_no_familys_page():
    theirs = {spec.key for spec in PAGES if Role.BANK in spec.roles}
    assert theirs & {spec.key for spec in PAGES if Role.FAMILY in spec.roles} == {"start"}


def test_who_looks_over_others_reads_the_log_and_does_nothing_else():
    for role in (Role.SUPERVISOR, Role.ADMIN):
        assert [spec.key for spec in PAGES if role in spec.roles] == ["start", "log"]


def test_a_page_is_found_by_its_key():
    assert path_of("plan").name == "plan.py"
