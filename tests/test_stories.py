"""The stories of the example families say what the program says today."""

from __future__ import annotations

import re

import pytest

from bench.stories import FAMILIES, STORIES, block, figures, report, with_figures
from tests.conftest import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_the_figures_of_a_story_are_those_of_the_plan(family: str) -> None:
    page = (STORIES / f"{family}.md").read_text(encoding="utf-8")
    assert block(page) == figures(report(family)), "python -m bench.stories, then read the prose"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_story_shows_pictures_that_are_there(family: str) -> None:
    page = (STORIES / f"{family}.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", page)
    assert all((STORIES / picture).resolve().is_file() for picture in pictures)


def test_the_readme_names_every_story() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/stories/{family}.md" in readme for family in FAMILIES)


def test_only_what_stands_between_the_marks_is_rewritten() -> None:
    page = "above\n<!-- figures -->\nold\n<!-- /figures -->\nbelow\n"
    expected = "above\n<!-- figures -->\nnew \\1\n<!-- /figures -->\nbelow\n"
    assert with_figures(page, "new \\1\n") == expected


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(KeyError):
        with_figures("only words\n", "new\n")
