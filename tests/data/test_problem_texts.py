"""Every problem the code can tell is a sentence, and every sentence gets what it asks for."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from products.basis.text import files_of, messages
from products.catalogue.reading import _FORM

ROOT = Path(__file__).resolve().parents[2]
TEXTS = messages("en")
KEY = re.compile(r"problem\.[a-z0-9_]+(\.[a-z_]+)*")
EXAMPLES = {"problem.code", "problem.key", "problem.some_key", "problem.where", "problem.params"}


def strings(path: Path) -> list[str]:
    """String constants of a module, the parts of f-strings among them; docstrings are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def keys_told() -> dict[str, str]:
    """Every key of a problem in the code, and where it stands."""
    found = {}
    for house in ("products", "planner"):
        for path in sorted((ROOT / house).rglob("*.py")):
            for text in strings(path):
                match = KEY.match(text)
                if match and match[0] not in EXAMPLES:
                    found[match[0]] = path.relative_to(ROOT).as_posix()
    return found


TOLD = keys_told()


@pytest.mark.parametrize("key", TOLD)
def test_every_problem_has_a_sentence(key: str) -> None:
    assert key in TEXTS, f"{TOLD[key]} tells {key}, and data/locale/en.po has no sentence for it"


def test_the_forms_of_values_have_their_own_sentences() -> None:
    assert [f for f in set(_FORM.values()) if f"problem.wrong_form.{f}" not in TEXTS] == []


@pytest.mark.parametrize("key", [key for key in TEXTS if key.startswith("problem.")])
def test_a_sentence_ends_says_what_to_do_and_asks_for_plain_places(key: str) -> None:
    said = TEXTS[key]
    assert said[-1] in ".!" or "python -m products" in said
    assert said[0].isupper() or said[0] in "“{"
    assert len(re.findall(r"[.;:,] ", said)) >= 1, "what was found, and the way out"
    for _, name, spec, conversion in Formatter().parse(said):
        assert name is None or re.fullmatch(r"[a-z_]+", name)
        assert not spec
        assert not conversion


@pytest.mark.parametrize("key", [key for key in TEXTS if key.startswith("problem.")])
def test_no_sentence_is_left_of_a_problem_nobody_tells(key: str) -> None:
    """A sentence for one form or place alone has the problem's key and a word of its own."""
    assert key in TOLD or key.rpartition(".")[0] in TOLD


def test_no_key_has_two_sentences() -> None:
    found: dict[str, Path] = {}
    for path in files_of("en"):
        for key in re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE):
            assert key not in found, f"{key} stands in {found.get(key)} and {path}"
            found[key] = path
