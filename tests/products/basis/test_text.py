"""Sentences from the language files, and a problem as one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from products.basis.problems import Problem
from products.basis.text import files_of, languages, messages, problem_sentence, sentences

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def written(path: Path, **texts: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    said = "\n".join(f'msgid "{k.replace("__", ".")}"\nmsgstr "{v}"\n' for k, v in texts.items())
    path.write_text(HEAD + said, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(
        tmp_path / "en.po", hello="Good day, {name}", only="English", problem__low="{value} low."
    )
    written(tmp_path / "en.d" / "10-more.po", more="More", part="First")
    written(tmp_path / "en.d" / "20-rest.po", rest="Rest", part="Second")
    written(tmp_path / "ur.po", hello="سلام {name}")
    return tmp_path


def test_a_language_is_its_file_and_then_its_parts_by_name(folder: Path) -> None:
    names = [path.name for path in files_of("en", folder)]
    assert names == ["en.po", "10-more.po", "20-rest.po"]
    found = messages("en", folder)
    assert (found["only"], found["more"], found["rest"]) == ("English", "More", "Rest")
    assert found["part"] == "Second"


def test_parts_alone_make_a_language(folder: Path) -> None:
    written(folder / "ne.d" / "10.po", hello="Namaste")
    assert messages("ne", folder) == {"hello": "Namaste"}
    assert languages(folder) == ("en", "ne", "ur")


def test_an_unknown_language_has_no_texts(folder: Path) -> None:
    assert messages("xx", folder) == {}
    assert files_of("xx", folder) == ()


def test_a_text_that_is_missing_is_english_between_marks(folder: Path) -> None:
    say = sentences("ur", folder)
    assert say("hello", name="Amna") == "سلام Amna"
    assert say("only") == "⟦English⟧"
    assert say("nowhere") == "nowhere"
    assert say.has("only")
    assert not say.has("nowhere")


def test_a_text_that_lacks_a_value_is_shown_as_it_stands(folder: Path) -> None:
    assert sentences("en", folder)("hello") == "Good day, {name}"


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        ("a.csv:2:rate", 1e12, "a.csv:2:rate: 1,000,000,000,000 low."),
        ("a.csv:2:rate", 12345, "a.csv:2:rate: 12,345 low."),
        ("a.csv:2:rate", 0.1, "a.csv:2:rate: 0.1 low."),
        ("a.csv:2:rate", "abc", "a.csv:2:rate: abc low."),
        ("a.csv:2:rate", True, "a.csv:2:rate: True low."),
        ("", 5, "5 low."),
    ],
)
def test_a_problem_is_a_line_with_its_place_and_value(
    folder: Path, where: str, value: str | float | bool, said: str
) -> None:
    problem = Problem("problem.low", where, params={"value": value})
    assert problem_sentence(problem, sentences("en", folder)) == said


def test_english_comes_first_in_the_menu(folder: Path) -> None:
    written(folder / "bn.po", hello="x")
    assert languages(folder) == ("en", "bn", "ur")


def test_a_key_that_nobody_knows_shows_as_itself(folder: Path) -> None:
    say = sentences("en", folder)
    assert say("no.such.key") == "no.such.key"
    assert not say.has("no.such.key")
