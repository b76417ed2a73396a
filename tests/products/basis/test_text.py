"""Keys in, sentences out."""

from __future__ import annotations

import pytest

from products.basis.problems import Problem
from products.basis.text import ENGLISH, Sentences, languages, problem_sentence, sentences

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "en.po").write_text(PO.format("greet", "Good day, {name}"), encoding="utf-8")
    (tmp_path / "ur.po").write_text(PO.format("greet", "سلام، {name}"), encoding="utf-8")
    (tmp_path / "bn.po").write_text(PO.format("other", "x"), encoding="utf-8")
    return tmp_path


def test_a_sentence_is_said_in_its_language(folder):
    assert sentences("ur", folder)("greet", name="آمنہ") == "سلام، آمنہ"


def test_a_key_missing_in_a_language_falls_back_to_marked_english(folder):
    assert sentences("bn", folder)("greet", name="Amna") == "⟦Good day, Amna⟧"


def test_a_key_that_nobody_knows_shows_as_itself(folder):
    say = sentences(ENGLISH, folder)
    assert say("no.such.key") == "no.such.key"
    assert not say.has("no.such.key")


def test_english_comes_first_in_the_menu(folder):
    assert languages(folder) == ("en", "bn", "ur")


def test_braces_a_sentence_cannot_fill_are_left_to_be_seen():
    assert Sentences({"k": "of {limit}"}, {})("k", value=1) == "of {limit}"


def test_a_problem_reads_as_place_and_sentence(folder):
    problem = Problem("greet", "members[0].name", params={"name": "Amna"})
    assert (
        problem_sentence(problem, sentences(ENGLISH, folder)) == "members[0].name: Good day, Amna"
    )
