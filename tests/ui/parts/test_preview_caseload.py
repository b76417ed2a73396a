"""The preview on a caseload: three numbers, what stands in the way, who gains."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from planner.text import text_of
from planner.ui import chores
from planner.ui.session import Slot
from tests.ui.conftest import raw_keys, words_of


def _script() -> None:
    import streamlit as st

    from planner.ui.parts import preview_caseload

    before = st.session_state.get("before")
    preview_caseload.draw(st.session_state["listing"], before, st.session_state["wapsi.text"])


@pytest.fixture
def shown(world, tmp_path, monkeypatch) -> Callable[..., AppTest]:
    """Draws the part in the small world, and looks until the count is there."""
    monkeypatch.setenv("WAPSI_VAR", str(tmp_path))
    monkeypatch.setattr(chores, "PATIENCE_SECONDS", 20.0)

    def draw(listing, before=None) -> AppTest:
        page = AppTest.from_function(_script, default_timeout=60)
        page.session_state[Slot.WORLD] = world
        page.session_state[Slot.TEXT] = text_of("en", "PKR")
        page.session_state["listing"], page.session_state["before"] = listing, before
        page.run()
        assert not page.exception
        assert raw_keys(words_of(page)) == []
        return page

    return draw


@pytest.fixture
def youth(world):
    """A loan with an age limit of 45."""
    return world.catalogue.get("PK-PMYBALS-T2")


def with_age(listing, years: float):
    rules = tuple(
        r.model_copy(update={"value": years}) if r.fact == "age_years" and r.op == "at_most" else r
        for r in listing.rules
    )
    return listing.model_copy(update={"rules": rules})


def test_three_numbers_come_first_and_what_the_caseload_is(shown, youth):
    words = " ".join(words_of(shown(youth)))
    for said in ("200 invented households", "Newly may take it", "Newly can carry it",
                 "Still shut out", "What stands in the way", "hidden"):  # fmt: skip
        assert said in words
    assert words.index("invented") < words.index("Newly may") < words.index("stands in the way")


def test_rules_are_named_in_words_that_do_not_speak_to_a_family(shown, youth):
    words = " ".join(words_of(shown(youth)))
    assert "At most 45 years old" in words
    assert "They want Islamic products only" in words


def test_groups_are_told_by_sex_region_and_income(shown, youth):
    words = " ".join(words_of(shown(youth)))
    for said in ("A man", "Punjab", "Lowest third", "Smaller regions together"):
        assert said in words


def test_an_eased_rule_says_that_nobody_loses_and_a_harder_one_that_some_do(shown, youth):
    eased = " ".join(words_of(shown(with_age(youth, 55), youth)))
    assert "Nobody who could take it before is shut out now" in eased
    harder = " ".join(words_of(shown(with_age(youth, 30), youth)))
    assert "Some lose" in harder


def test_a_country_without_a_caseload_says_so(shown, world):
    other = next(iter(world.catalogue.all("NPL")))
    assert "There is no caseload for this country yet" in " ".join(words_of(shown(other)))


def test_a_table_that_cannot_be_read_is_told(shown, youth, tmp_path):
    (tmp_path / "caseload_PAK.csv").write_text("household_id,age\n", encoding="utf-8")
    words = " ".join(words_of(shown(youth)))
    assert "nothing can be counted" in words
